/** The cells of the buffer that inputs are read from: which numbers of the scenario they hold, month by month. */
import type { Month } from "../language/calendar.ts";
import type { When } from "../language/description.ts";
import type { LaneDraft } from "./buffer.ts";
import { numberAt, type Given } from "./numbers.ts";
import type { World } from "./world.ts";

/** What a run needs and the scenario does not give. */
export interface Missing {
  /** The element that needs it, and its input. */
  readonly set: string;
  readonly key: string;
  readonly input: string;
  /** Undefined: nothing is given at all. */
  readonly given: Given | undefined;
  /** Months without a value, and the first and last month that are needed. */
  readonly months: readonly Month[];
  readonly from: Month;
  readonly to: Month;
}

/** Who reads an input. */
type Reader = Pick<Missing, "set" | "key" | "input">;

/** When an input is read: so many years back, or in the past of so many months. */
interface Reading {
  readonly at: When;
  readonly back?: number | undefined;
  readonly past?: number | undefined;
}

export interface Lanes {
  readonly list: readonly LaneDraft[];
  /** The lane that holds an input; numbers that several inputs share are one lane. */
  readonly of: (given: Given, reading: Reading, reader: Reader) => number;
  /** Notes that nothing is given for the months before the start. */
  readonly nothingBefore: (months: number, reader: Reader) => void;
}

/** Lanes of a world, as they are asked for; months without a number are reported once for all who read them. */
export function collectLanes(world: World, report: (missing: Missing) => void): Lanes {
  const { start, months, years } = world;
  const list: LaneDraft[] = [];
  const known = new Map<string, number>();
  const told = new Set<string>();
  const monthsOfRun = Array.from({ length: months }, (_, month) => start + month);
  const yearOfMonth = years.flatMap(({ from, to }, year) =>
    Array.from({ length: to - from }, () => year),
  );
  const monthsBefore = (count: number): Month[] =>
    Array.from({ length: count }, (_, i) => start - count + i);

  const missing = (what: Omit<Missing, "from" | "to">, span: readonly Month[]): void => {
    const name = `${what.given?.path ?? `${what.set} ${what.key} ${what.input}`} ${what.months.join()}`;
    const [from, to] = [span[0], span.at(-1)];
    if (told.has(name) || from === undefined || to === undefined) return;
    told.add(name);
    report({ ...what, from, to });
  };

  /** The number of each month; −1 where there is none. */
  const numbersIn = (given: Given, span: readonly Month[], reader: Reader): number[] => {
    const found = span.map((month) => numberAt(given, month) ?? -1);
    if (found.includes(-1)) {
      const without = span.filter((_, i) => found[i] === -1);
      missing({ ...reader, given, months: without }, span);
    }
    return found;
  };

  /** One number for all months if it is always the same, one a year, or one a month. */
  const monthly = (given: Given, reader: Reader): LaneDraft => {
    const [widest] = given.points;
    if (widest !== undefined && widest.from <= start && start + months - 1 <= widest.to) {
      return { every: "run", numbers: [widest.number] };
    }
    const numbers = numbersIn(given, monthsOfRun, reader);
    const [first] = numbers;
    if (first !== undefined && numbers.every((number) => number === first)) {
      return { every: "run", numbers: [first] };
    }
    const ofYears = years.map(({ from }) => numbers[from] ?? -1);
    return numbers.every((number, month) => number === ofYears[yearOfMonth[month] ?? 0])
      ? { every: "year", numbers: ofYears }
      : { every: "month", numbers };
  };

  const make = (given: Given, { at, back = 0, past = 0 }: Reading, reader: Reader): LaneDraft => {
    switch (at) {
      case "year":
        return {
          every: "year",
          numbers: years.map(({ opens }) => numberAt(given, opens - 12 * back) ?? -1),
        };
      case "past":
        return { every: "past", numbers: numbersIn(given, monthsBefore(past), reader) };
      case "start":
        return { every: "run", numbers: numbersIn(given, [start], reader) };
      case "month":
        return monthly(given, reader);
    }
  };

  return {
    list,
    of: (given, reading, reader) => {
      const { at, back, past } = reading;
      const span = at === "year" ? back : at === "past" ? past : undefined;
      const name = `${given.path} ${given.points[0]?.number ?? ""} ${at} ${span ?? ""}`;
      let lane = known.get(name);
      if (lane === undefined) {
        lane = list.push(make(given, reading, reader)) - 1;
        known.set(name, lane);
      }
      return lane;
    },
    nothingBefore: (count, reader) => {
      const span = monthsBefore(count);
      missing({ ...reader, given: undefined, months: span }, span);
    },
  };
}
