/**
 * Random scenarios that pass `check`. A scenario is drawn as a plan of numbers (`Draft`), in which everything
 * refers to everything else by number; `build` gives it names and an order. So one draft can be built
 * twice, with other names or in another order, and still mean the same.
 */
import * as fc from "fast-check";
import type { Origin, Point, Quantity } from "../../src/amounts/quantity.ts";
import {
  budgetYears,
  monthName,
  monthOf,
  monthOfYear,
  yearOf,
  type Month,
  type Period,
} from "../../src/language/calendar.ts";
import { unit } from "../../src/language/units.ts";
import { driverOf } from "../../src/model/costs/drivers.ts";
import type { CostLine, FlowGroup } from "../../src/model/costs/file.ts";
import type { Claim, Tier } from "../../src/model/housing/file.ts";
import type { Follow, Season } from "../../src/model/intake/file.ts";
import type { Effect, Measure } from "../../src/model/measures/file.ts";
import type { Appropriation } from "../../src/model/money/file.ts";
import type { Quota, Split, Stream } from "../../src/model/process/file.ts";
import type { Leave } from "../../src/model/process/ways.ts";
import { partRef, stageRef } from "../../src/model/refs.ts";
import type { Scenario } from "../../src/model/scenario.ts";
import type { Staff } from "../../src/model/staff/file.ts";
import { always, point, scenario } from "./build.ts";

// Drafts

/** A base value, and how it changes: factors take turns over the years or, in the first year, months. */
export interface Amount {
  readonly base: number;
  readonly by: "always" | "year" | "month";
  readonly factors: readonly number[];
}

/** From one number to another in equal steps of 1/parts. */
const steps = (min: number, max: number, parts: number): fc.Arbitrary<number> =>
  fc.integer({ min: min * parts, max: max * parts }).map((n) => n / parts);
/** Whole numbers, as many from 100 to 200 as from 1000 to 2000. */
const sizes = (min: number, max: number): fc.Arbitrary<number> =>
  fc.nat({ max: 300 }).map((n) => Math.round(min * (max / min) ** (n / 300)));
/** One in six is empty. */
const orNone = (base: fc.Arbitrary<number>): fc.Arbitrary<number> =>
  fc.oneof(
    { withCrossShrink: true },
    { weight: 1, arbitrary: fc.constant(0) },
    { weight: 5, arbitrary: base },
  );

const amount = (base: fc.Arbitrary<number>): fc.Arbitrary<Amount> =>
  fc.record({
    base,
    by: fc.constantFrom("always", "always", "year", "month"),
    factors: fc.array(
      fc.nat({ max: 50 }).map((n) => 1 - n / 100),
      { minLength: 1, maxLength: 4 },
    ),
  });

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
/** One in four is given. */
const seldom = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: 3, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
const number = (max: number): fc.Arbitrary<number> => fc.nat({ max });
const share = steps(0, 1, 100);
/** Which of a list to take, in the list's order. */
const picks = fc.array(fc.constantFrom(true, true, false), { minLength: 1, maxLength: 8 });
/** Sorts a list by these keys, taken in turns. */
const priorities = fc.array(number(99), { minLength: 3, maxLength: 7 });

const stage = fc.record({
  leave: fc.constantFrom("staff", "staff", "staff", "quota", "after", "rate"),
  by: number(5),
  months: fc.integer({ min: 1, max: 8 }),
  rate: amount(steps(0.05, 1, 100)),
  ways: fc.uniqueArray(
    fc.record({ to: number(99), weight: fc.integer({ min: 1, max: 9 }), named: fc.boolean() }),
    { minLength: 1, maxLength: 4, selector: ({ to }) => to % 9 },
  ),
  rest: fc.boolean(),
  unserved: fc.oneof(
    fc.constant(undefined),
    fc.constant(undefined),
    fc.record({
      to: fc.uniqueArray(number(9), { minLength: 1, maxLength: 3 }),
      rest: fc.boolean(),
      named: fc.boolean(),
    }),
  ),
});

const process = fc.record({
  stages: fc.array(stage, { minLength: 1, maxLength: 4 }),
  ends: fc.integer({ min: 1, max: 2 }),
  chain: fc.boolean(),
});

const work = fc.record({
  effort: amount(steps(1, 80, 2)),
  aim: amount(steps(1, 12, 2)),
  shortest: maybe(amount(steps(1, 2, 10))),
  ceiling: maybe(amount(orNone(sizes(50, 8000)))),
  aimed: fc.boolean(),
});

const origin: Origin = { kind: "assumed", source: undefined, page: undefined, why: undefined };
/** Twelve weights, or one to three years of a series from some calendar month on; whole numbers, not all of them none. */
const season = maybe(
  fc.record({
    values: fc
      .array(fc.integer({ min: 0, max: 9 }), { minLength: 36, maxLength: 36 })
      .map(([first = 0, ...rest]) => [first + 1, ...rest]),
    observed: seldom(fc.record({ years: fc.integer({ min: 1, max: 3 }), first: number(11) })),
  }),
);

const stream = fc.record({
  process: number(9),
  intake: fc.constantFrom("none", "own", "own", "of", "of"),
  /** A month: hundreds to tens of thousands a year. */
  volume: amount(orNone(sizes(20, 2000))),
  season,
  of: number(9),
  part: amount(share),
  follows: fc.array(
    fc.record({
      flow: number(9),
      /** Whether a stock is followed, by number, instead of a flow. */
      stock: fc.boolean(),
      stream: maybe(number(9)),
      ratio: amount(steps(0, 0.3, 100)),
      lag: fc.integer({ min: 1, max: 14 }),
      history: amount(orNone(sizes(10, 1000))),
    }),
    { maxLength: 2 },
  ),
  shares: fc.array(amount(share), { minLength: 2, maxLength: 5 }),
  opening: fc.array(maybe(amount(orNone(sizes(100, 40_000)))), { minLength: 1, maxLength: 7 }),
  work: fc.array(work, { minLength: 1, maxLength: 3 }),
  claim: number(1),
});

const line = fc.record({
  on: number(9),
  item: maybe(number(2)),
  kind: fc.constantFrom(
    "time",
    "flow",
    "person_days",
    "staff",
    "nights",
    "nights",
    "place_days",
    "own_days",
    "fed_days",
    "catering_days",
    "cost",
  ),
  of: fc.tuple(number(9), number(9)),
  part: maybe(number(9)),
  second: fc.boolean(),
  cost: amount(sizes(1, 500)),
  index: maybe(number(3)),
  lag: fc.constantFrom(0, 0, 1, 3, 7),
  spread: fc.constantFrom(1, 1, 2, 13, 24),
  history: amount(orNone(sizes(10, 20_000))),
});

const development = fc.record({
  costs: fc.array(fc.record({ on: number(9), money: amount(orNone(sizes(1e5, 5e7))) }), {
    maxLength: 2,
  }),
  effects: fc.array(
    fc.record({
      on: number(999),
      size: share,
      from: fc.integer({ min: -14, max: 30 }),
      ramp: fc.constantFrom(0, 1, 12, 30),
      months: maybe(number(20)),
    }),
    { maxLength: 3 },
  ),
  withinFrame: fc.boolean(),
  delay: number(30),
});

/** A scenario without names. */
export const drafts = fc.record({
  start: fc.integer({ min: monthOf(2011, 0), max: monthOf(2016, 11) }),
  months: fc.oneof(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 12, max: 48 })),
  yearStarts: fc.constantFrom(1, 1, 1, 1, 4, 7, 12),
  intakes: fc.array(fc.record({ volume: amount(orNone(sizes(50, 4000))), season }), {
    minLength: 1,
    maxLength: 2,
  }),
  processes: fc.array(process, { minLength: 1, maxLength: 3 }),
  streams: fc.array(stream, { minLength: 1, maxLength: 4 }),
  staff: fc.array(
    fc.record({
      before: amount(orNone(sizes(50, 2000))),
      decided: seldom(amount(orNone(sizes(50, 2000)))),
      productivity: amount(steps(40, 160, 1)),
      hire: amount(orNone(steps(0.01, 1, 100))),
      shed: amount(orNone(steps(0.01, 1, 100))),
      steady: fc.constantFrom(true, true, false, undefined),
      order: priorities,
      /** Paid by a capped appropriation, as far as its money goes. */
      salary: maybe(amount(sizes(20_000, 70_000))),
      /** What a second line pays for each. */
      desk: seldom(amount(sizes(1000, 9000))),
      payer: number(9),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  quotas: fc.array(fc.record({ persons: amount(orNone(sizes(20, 2000))), order: priorities }), {
    minLength: 1,
    maxLength: 2,
  }),
  stocks: fc.array(fc.record({ stages: picks, streams: maybe(picks) }), {
    minLength: 1,
    maxLength: 3,
  }),
  flows: fc.array(
    fc.record({
      moves: fc.array(fc.record({ from: maybe(number(9)), to: maybe(number(9)) }), {
        minLength: 1,
        maxLength: 3,
      }),
      streams: maybe(picks),
    }),
    { maxLength: 3 },
  ),
  claims: fc.array(fc.record({ stages: picks, own: maybe(amount(share)) }), {
    minLength: 1,
    maxLength: 3,
  }),
  tiers: fc.array(
    fc.record({
      limit: fc.boolean(),
      places: amount(orNone(sizes(50, 8000))),
      pace: maybe(amount(orNone(sizes(10, 5000)))),
      release: maybe(amount(orNone(sizes(10, 1000)))),
      most: maybe(amount(orNone(sizes(50, 8000)))),
      occupancy: amount(steps(0.5, 2, 20)),
      reserve: maybe(amount(orNone(sizes(10, 1000)))),
      food: fc.constantFrom(true, true, false, undefined),
      others: fc.constantFrom(true, true, false, undefined),
      for: picks,
      order: priorities,
    }),
    { minLength: 1, maxLength: 4 },
  ),
  tierGroups: fc.array(picks, { maxLength: 2 }),
  appropriations: fc.array(
    fc.record({
      /** Whether its spending may bind, as that of the first does. */
      caps: fc.boolean(),
      /** In which the staff is paid whose number its money decides. */
      order: priorities,
      items: number(2),
      basis: fc.constantFrom("cost", "cash", "cash"),
      frame: fc.option(amount(sizes(2e7, 1e9)), { nil: undefined, freq: 2 }),
      /** Years of which the planning run gives the frame. */
      left: maybe(picks),
      available: seldom(amount(sizes(2e7, 1e9))),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  funds: amount(sizes(2e7, 1e9)),
  capped: fc.constantFrom(true, true, true, false),
  indices: fc.array(amount(steps(0.8, 1.4, 100)), { maxLength: 2 }),
  costs: fc.array(line, { maxLength: 10 }),
  measures: fc.array(development, { maxLength: 4 }),
  planning: maybe(fc.record({ early: number(9), intake: share })),
});

export type Draft = typeof drafts extends fc.Arbitrary<infer T> ? T : never;

// Building

type Kind =
  | "area"
  | "appropriation"
  | "claim"
  | "end"
  | "flow"
  | "index"
  | "intake"
  | "item"
  | "line"
  | "measure"
  | "process"
  | "quota"
  | "share"
  | "staff"
  | "stage"
  | "stock"
  | "stream"
  | "tier"
  | "tierGroup";

/** The name of the nth thing of a kind; no two things may have the same. */
type Naming = (kind: Kind, n: number) => string;

/** Puts the entries of a mapping, or of a list that is no priority, into another order. */
type Shuffle = <T>(items: readonly T[]) => readonly T[];

export interface Style {
  readonly naming?: Naming;
  readonly shuffle?: Shuffle;
}

const plainNaming: Naming = (kind, n) => `${kind}${n}`;
const inOrder: Shuffle = (items) => items;

const at = <T>(list: readonly T[], i: number): T => {
  if (list.length === 0) throw new Error("nothing to choose from");
  return list[i % list.length] as T;
};
const chosen = <T>(list: readonly T[], which: readonly boolean[]): T[] =>
  list.filter((_, i) => at(which, i));
/** In the order of the keys; equal keys keep their order. */
const ranked = <T>(list: readonly T[], order: readonly number[]): T[] =>
  list
    .map((item, i) => [item, at(order, i)] as const)
    .toSorted(([, a], [, b]) => a - b)
    .map(([item]) => item);

/** The budget years of a draft's run. */
const yearsOf = ({ start, months, yearStarts }: Draft): ReturnType<typeof budgetYears> =>
  budgetYears({ from: start, to: start + months - 1 }, yearStarts);

/**
 * The appropriation that pays a draft's staff as far as its money goes, by number; undefined where something else decides
 * how many there are.
 */
const payersOf = ({ capped, staff, appropriations }: Draft): (number | undefined)[] => {
  const payers = appropriations.flatMap(({ caps }, n) => (n === 0 || caps ? [n] : []));
  return staff.map(({ decided, salary, payer }) =>
    capped && decided === undefined && salary !== undefined ? at(payers, payer) : undefined,
  );
};

/** Whether there is money that binds. */
export const isCapped = (draft: Draft): boolean =>
  payersOf(draft).some((payer) => payer !== undefined);

/** Gives a draft names. */
export function build(draft: Draft, style: Style = {}): Scenario {
  const { planning } = draft;
  const request = buildOne(draft, style, 1);
  if (planning === undefined) return request;
  const [first] = yearsOf(draft);
  return {
    ...request,
    planning: {
      label: "assumption",
      start: (first?.opens ?? draft.start) - planning.early,
      assumption: buildOne(draft, style, planning.intake),
    },
  };
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Years before the start that inputs cover: the longest a payment looks back, and the planning run's. */
const yearsBefore = 5;

function buildOne(draft: Draft, style: Style, intakeFactor: number): Scenario {
  const { naming: name = plainNaming, shuffle = inOrder } = style;
  const { start, months } = draft;
  const years = range(yearOf(start) - yearsBefore, yearOf(start + months) + 1);
  const ownYears = yearsOf(draft);
  const payers = payersOf(draft);
  const mapping = <T>(entries: readonly (readonly [string, T])[]): Record<string, T> =>
    Object.fromEntries(shuffle(entries));
  const mapped = <T, U>(
    kind: Kind,
    list: readonly T[],
    change: (item: T, key: string, n: number) => U,
  ): Record<string, U> =>
    mapping(list.map((item, n) => [name(kind, n), change(item, name(kind, n), n)]));

  const quantity = (
    { base, by, factors }: Amount,
    measure: string,
    scale = 1,
    spread = 0,
    /** The calendar month its years open with; January = 0. */
    opens = 0,
  ): Quantity => {
    const value = (span: { from: Month; to: Month }, factor: number): Point => {
      const mid = base * factor * scale;
      return point(span, mid, mid * (1 - spread), mid * (1 + spread));
    };
    const yearly = (): Point[] =>
      years.map((year, i) =>
        value({ from: monthOf(year, opens), to: monthOf(year, opens + 11) }, at(factors, i)),
      );
    const monthly = (): Point[] =>
      range(start, start + 5).map((month, i) =>
        value({ from: month, to: month }, at(factors, i + 1)),
      );
    const points = {
      always: () => [value(always, 1)],
      year: yearly,
      month: () => [...monthly(), ...yearly()],
    };
    return { path: "", unit: measure, measure: unit(measure), bounds: {}, points: points[by]() };
  };
  const optional = (given: Amount | undefined, measure: string): Quantity | undefined =>
    given === undefined ? undefined : quantity(given, measure);
  /** Money of the run's budget years. */
  const yearly = (given: Amount): Quantity => {
    const found = quantity(given, "money", 1, 0, draft.yearStarts - 1);
    const points = found.points.filter(({ from, to }) =>
      ownYears.some(({ opens }) => from <= opens + 11 && opens <= to),
    );
    return { ...found, points };
  };

  const seasonOf = (given: Draft["intakes"][number]["season"]): Season | undefined => {
    if (given === undefined) return undefined;
    const { values, observed } = given;
    if (observed === undefined) return { weights: values.slice(0, 12), origin };
    return {
      origin,
      observed: values.slice(0, observed.years * 12).map((value, i) => {
        const month = monthOf(2001, observed.first + i);
        return { name: monthName(month), calendarMonth: monthOfYear(month), value };
      }),
    };
  };

  /** Inputs that measures may change; whether they are shares, which may only fall, and whether only the start reads them. */
  const inputs: { readonly path: string; readonly share?: boolean; readonly start?: boolean }[] =
    [];
  const open = (path: string): void => void inputs.push({ path });
  const openShare = (path: string): void => void inputs.push({ path, share: true });
  const openStart = (path: string): void => void inputs.push({ path, start: true });

  // Processes

  const processes = draft.processes.map(({ stages, ends, chain }) => {
    const stageNames = stages.map((_, n) => name("stage", n));
    const endNames = range(0, ends - 1).map((n) => name("end", n));
    const all = [...stageNames, ...endNames];
    /** Shares by number; `most` is undefined where the others leave no room for a change. */
    const shares: { readonly name: string; readonly part: number; readonly fixed: boolean }[] = [];
    const unserved = stages.map((given, n): Record<string, Split> | undefined => {
      if (given.leave !== "staff" || given.unserved === undefined) return undefined;
      const { to, rest, named } = given.unserved;
      const targets = [...new Set(to.map((target) => at(all, target)))];
      return mapping(
        targets.map((target, i): [string, Split] => {
          if (rest && i === targets.length - 1) return [target, "rest"];
          if (!named || i > 0) return [target, 1 / targets.length];
          const key = name("share", 100 + n);
          shares.push({ name: key, part: 1 / targets.length, fixed: !rest });
          return [target, key];
        }),
      );
    });
    const ways = stages.map((given, n): Record<string, Split> => {
      const targets = [
        ...new Map(
          given.ways.map((way, i) => [chain && i === 0 ? at(all, n + 1) : at(all, way.to), way]),
        ),
      ];
      const total = targets.reduce((sum, [, { weight }]) => sum + weight, 0);
      return mapping(
        targets.map(([target, { weight, named }], i): [string, Split] => {
          if (given.rest && i === targets.length - 1) return [target, "rest"];
          const part = weight / total;
          if (!named) return [target, part];
          const key = name("share", n * 4 + i);
          shares.push({ name: key, part, fixed: !given.rest });
          return [target, key];
        }),
      );
    });
    return { stages, stageNames, endNames, all, ways, unserved, shares };
  });
  const processOf = (n: number): (typeof processes)[number] => at(processes, n);
  const staffName = (n: number): string => name("staff", n % draft.staff.length);
  const quotaName = (n: number): string => name("quota", n % draft.quotas.length);
  const leaveOf = (given: Draft["processes"][number]["stages"][number]): Leave => {
    switch (given.leave) {
      case "staff":
        return { staff: staffName(given.by) };
      case "quota":
        return { quota: quotaName(given.by) };
      case "after":
        return { after: given.months };
      case "rate":
        return { rate: quantity(given.rate, "1/month") };
    }
  };

  // Flows: the first is all applications, the last can be followed by all

  const startNames = [...new Set(processes.map(({ stageNames }) => at(stageNames, 0)))];
  const allStages = [...new Set(processes.flatMap(({ all }) => all))];
  const allLeft = [...new Set(processes.flatMap(({ stageNames }) => stageNames))];
  const streamNames = draft.streams.map((_, n) => name("stream", n));
  const movesOf = (given: Draft["flows"][number]["moves"]): FlowGroup["moves"] => {
    const found = new Map<string, { from: string | undefined; to: string | undefined }>();
    for (const { from, to } of given) {
      const stageFrom = from === undefined ? undefined : at(allLeft, from);
      const target = to === undefined && from !== undefined ? undefined : at(allStages, to ?? 0);
      // One way per stage, so that nobody is counted twice.
      found.set(stageFrom ?? "", {
        from: stageFrom,
        to: stageFrom === undefined ? at(startNames, 0) : target,
      });
    }
    return [...found.values()];
  };
  const flowDrafts: readonly FlowGroup[] = [
    {
      label: "applications",
      moves: startNames.map((to) => ({ from: undefined, to })),
      streams: undefined,
    },
    ...draft.flows.map(({ moves, streams }) => ({
      label: "flow",
      moves: [...shuffle(movesOf(moves))],
      streams: streams && [...shuffle(chosen(streamNames, streams))],
    })),
    {
      label: "left",
      moves: [...shuffle(allLeft.map((from) => ({ from, to: undefined })))],
      streams: undefined,
    },
  ];
  /** A flow, or a flow of one of its streams. */
  const flowName = (n: number, part: number | undefined): string => {
    const index = n % flowDrafts.length;
    const streams = flowDrafts[index]?.streams ?? streamNames;
    const group = name("flow", index);
    // Streams in the order of their numbers, whatever the order they are listed in.
    const listed = streamNames.filter((key) => streams.includes(key));
    return part === undefined || listed.length === 0 ? group : `${group}/${at(listed, part)}`;
  };

  /** A group of stages, or of one of its streams. */
  const stockName = (n: number, part: number | undefined): string => {
    const index = n % draft.stocks.length;
    const which = draft.stocks[index]?.streams;
    const listed = which === undefined ? streamNames : chosen(streamNames, which);
    return part === undefined || listed.length === 0
      ? name("stock", index)
      : `${name("stock", index)}/${at(listed, part)}`;
  };

  // Streams

  /** How many streams an intake is divided between. */
  const streamsOf = (n: number): number =>
    draft.streams.filter(({ intake, of }) => intake === "of" && of % draft.intakes.length === n)
      .length;
  const streams = mapped("stream", draft.streams, (given, key): Stream => {
    const { stages, stageNames, all, unserved, shares } = processOf(given.process);
    const path = `streams.${key}`;
    const follows = given.follows.map((draftFollow, i): Follow => {
      const { flow, stock, stream: part, ratio, lag, history } = draftFollow;
      // A stock that grows with what follows from it is not to grow without end: measures can only lower the ratio.
      (stock ? openShare : open)(`${path}.follows.${i}.ratio`);
      if (stock) {
        return { stock: partRef(stockName(flow, part)), ratio: quantity(ratio, "1/month", 0.05) };
      }
      return {
        flow: partRef(flowName(flow, part)),
        ratio: quantity(ratio, ""),
        lag,
        history: quantity(history, "persons/month"),
      };
    });
    if (given.intake === "own") open(`${path}.intake.volume`);
    if (given.intake === "of") openShare(`${path}.intake.share`);
    for (const { name: shareName, fixed } of shares) {
      if (!fixed) openShare(`${path}.shares.${shareName}`);
    }
    const staffedStages = stageNames.flatMap((stageName, n) =>
      stages[n]?.leave === "staff"
        ? [
            [
              stageName,
              // Where nobody waits no case can take longer than a month.
              {
                ...at(given.work, n),
                ...(unserved[n] === undefined ? {} : { shortest: undefined }),
              },
            ] as const,
          ]
        : [],
    );
    for (const [stageName, { aimed, ceiling }] of staffedStages) {
      open(`${path}.work.${stageName}.effort`);
      if (aimed || ceiling === undefined) open(`${path}.work.${stageName}.aim`);
      if (ceiling !== undefined) open(`${path}.work.${stageName}.ceiling`);
    }
    for (const [n, stageName] of all.entries()) {
      if (at(given.opening, n) !== undefined) openStart(`${path}.opening.${stageName}`);
    }
    return {
      label: key,
      process: name("process", given.process % processes.length),
      intake:
        given.intake === "none"
          ? undefined
          : given.intake === "of"
            ? {
                of: name("intake", given.of % draft.intakes.length),
                share: quantity(given.part, "", 1 / streamsOf(given.of % draft.intakes.length)),
              }
            : {
                volume: quantity(given.volume, "persons/month", intakeFactor, 0.1),
                season: seasonOf(given.season),
              },
      follows,
      shares: mapping(
        shares.map(({ name: shareName, part, fixed }, i) => [
          shareName,
          quantity(
            fixed ? { base: part, by: "always", factors: [1] } : at(given.shares, i),
            "",
            fixed ? 1 : part,
          ),
        ]),
      ),
      opening: mapping(
        all.flatMap((stageName, n) => {
          const people = at(given.opening, n);
          return people === undefined ? [] : [[stageName, quantity(people, "persons")] as const];
        }),
      ),
      work: mapping(
        staffedStages.map(([stageName, { effort, aim, shortest, ceiling, aimed }]) => [
          stageName,
          {
            effort: quantity(effort, "hours/person"),
            aim: aimed || ceiling === undefined ? quantity(aim, "months") : undefined,
            shortest: shortest && quantity({ ...shortest, factors: [1] }, "months"),
            ceiling: optional(ceiling, "persons"),
          },
        ]),
      ),
    };
  });

  // Staff and quotas

  const served = (by: "staff" | "quota", key: string, order: readonly number[]): string[] =>
    ranked(
      draft.streams.flatMap((given, s) => {
        const { stages, stageNames } = processOf(given.process);
        return stages.flatMap((stageDraft, n) => {
          const [[way, whose] = []] = Object.entries(leaveOf(stageDraft));
          return way === by && whose === key ? [`${at(streamNames, s)}.${at(stageNames, n)}`] : [];
        });
      }),
      order,
    );
  const staff = mapped("staff", draft.staff, (given, key): Staff => {
    open(`staff.${key}.productivity`);
    if (given.decided === undefined) {
      openShare(`staff.${key}.hire`);
      openShare(`staff.${key}.shed`);
      openStart(`staff.${key}.before`);
    } else open(`staff.${key}.decided`);
    return {
      label: key,
      before: quantity(given.before, "staff"),
      decided: optional(given.decided, "staff"),
      productivity: quantity(given.productivity, "hours/staff-month"),
      hire: quantity(given.hire, "1/month"),
      shed: quantity(given.shed, "1/month"),
      steady: given.steady,
      serves: served("staff", key, given.order).map(stageRef),
    };
  });
  const quotas = mapped("quota", draft.quotas, (given, key): Quota => {
    open(`quotas.${key}.persons`);
    return {
      label: key,
      persons: quantity(given.persons, "persons/month"),
      serves: served("quota", key, given.order).map(stageRef),
    };
  });

  // Housing: each stream belongs to one claim at most

  const claims = mapped("claim", draft.claims, ({ stages, own }, key, n): Claim => {
    if (own !== undefined) openShare(`housing.claims.${key}.own`);
    return {
      label: key,
      streams: [...shuffle(streamNames.filter((_, s) => draft.streams[s]?.claim === n))],
      stages: [...shuffle(chosen(allStages, stages))],
      own: optional(own, ""),
    };
  });
  const claimNames = draft.claims.map((_, n) => name("claim", n));
  const claimsOf = (given: Draft["tiers"][number]): string[] =>
    ranked(chosen(claimNames, given.for), given.order);
  // Tiers are filled in the order they stand in.
  const tiers = Object.fromEntries(
    draft.tiers.map((given, n): [string, Tier] => {
      const key = name("tier", n);
      const path = `housing.tiers.${key}`;
      open(`${path}.occupancy`);
      if (given.limit) open(`${path}.places`);
      if (given.limit && given.pace !== undefined) open(`${path}.pace`);
      if (given.reserve !== undefined) open(`${path}.reserve`);
      return [
        key,
        {
          label: key,
          places: given.limit ? quantity(given.places, "places") : undefined,
          pace: optional(given.pace, "places/month"),
          release: optional(given.release, "places/month"),
          most: optional(given.most, "places"),
          occupancy: quantity(given.occupancy, "persons/place"),
          reserve: optional(given.reserve, "places"),
          food: given.food,
          run_by_others: given.others,
          for: claimsOf(given),
        },
      ];
    }),
  );
  const tierNames = draft.tiers.map((_, n) => name("tier", n));

  // Money

  const stocks = mapped("stock", draft.stocks, ({ stages, streams: which }, key) => ({
    label: key,
    stages: [...shuffle(chosen(allStages, stages))],
    streams: which && [...shuffle(chosen(streamNames, which))],
  }));
  const flows = mapped("flow", flowDrafts, (group) => group);
  const appropriationName = (n: number): string =>
    `${name("area", 0)}/${name("appropriation", n % draft.appropriations.length)}`;
  const isCappedOne = (n: number): boolean => payers.includes(n % draft.appropriations.length);
  /** The frame: some years have one, some are left to the planning run. */
  const frameOf = (given: Draft["appropriations"][number], n: number): Quantity | undefined => {
    const canPlan =
      draft.planning !== undefined &&
      (isCappedOne(n) || draft.costs.some(({ on }) => on % draft.appropriations.length === n));
    // A capped one has money in every year, its own or what the planning run needs.
    const left =
      given.left !== undefined && (canPlan || !isCappedOne(n)) ? chosen(ownYears, given.left) : [];
    if (isCappedOne(n) && given.frame === undefined && left.length < ownYears.length) {
      return yearly(draft.funds);
    }
    const covers = ({ from }: Period): boolean =>
      left.some(({ opens }) => opens <= from && from <= opens + 11);
    const points =
      given.frame === undefined
        ? []
        : yearly(left.length === 0 ? given.frame : { ...given.frame, by: "year" }).points;
    if (points.length === 0 && left.length === 0) return undefined;
    return {
      ...yearly(draft.funds),
      points: points.filter((one) => !covers(one)),
      left: left.map(({ opens }) => ({ from: opens, to: opens + 11 })),
    };
  };
  const itemsOf = (n: number): number => at(draft.appropriations, n).items;
  const staffNames = draft.staff.map((_, n) => name("staff", n));
  const appropriations = mapping(
    draft.appropriations.map((given, n): [string, Appropriation] => [
      appropriationName(n),
      {
        label: "appropriation",
        area: "",
        number: "",
        basis: given.basis,
        items: mapping(range(0, given.items - 1).map((item) => [name("item", item), "item"])),
        frame: frameOf(given, n),
        available: given.available && yearly(given.available),
        caps: isCappedOne(n)
          ? ranked(
              staffNames.filter((_, s) => payers[s] === n),
              given.order,
            )
          : undefined,
      },
    ]),
  );

  const driverUnits: Readonly<Record<string, string>> = {
    time: "month",
    flow: "person",
    person_days: "person-day",
    staff: "staff-month",
    nights: "person-day",
    place_days: "place-day",
    own_days: "person-day",
    fed_days: "person-day",
    catering_days: "person-day",
    cost: "money",
  };
  /** A month of staff costs tens of thousands; of another line's money a line costs a share. */
  const costScales: Readonly<Record<string, number>> = { time: 10_000, staff: 100, cost: 0.001 };
  /** What a line on an appropriation counts. */
  const counts = (kind: string, n: number, part: number | undefined, on: number): string => {
    switch (kind) {
      case "flow":
        return `flow/${flowName(n, part)}`;
      case "person_days":
        return `person_days/${stockName(n, part)}`;
      case "staff": {
        // What one capped appropriation decides another can count, as long as the other way there is nothing.
        const payer = at(payers, n);
        const allowed = payer === undefined || !isCappedOne(on) || payer < on;
        return allowed ? `staff/${staffName(n)}` : "time";
      }
      case "nights":
      case "place_days": {
        const index = n % draft.tiers.length;
        const residents = claimsOf(at(draft.tiers, index));
        const divided = kind === "nights" && part !== undefined && residents.length > 0;
        return `${kind}/${name("tier", index)}${divided ? `/${at(residents, part)}` : ""}`;
      }
      case "own_days":
      case "fed_days":
      case "catering_days":
        return `${kind}/${at(claimNames, n)}`;
      default:
        return "time";
    }
  };
  /** Of the lines made so far, whose money a later one may count, whether it is known when the month opens. */
  const isKnown: boolean[] = [];
  const isDecided = (driver: string): boolean =>
    draft.staff.some((_, n) => payers[n] !== undefined && driver === `staff/${staffName(n)}`);
  const lineOf = (given: Draft["costs"][number]): CostLine => {
    const index = given.on % draft.appropriations.length;
    const on = appropriationName(index);
    const bound = isCappedOne(index);
    const spread = bound ? 1 : given.spread;
    const countable = isKnown.flatMap((before, n) => (before || !bound ? [n] : []));
    const kind = given.kind === "cost" && countable.length === 0 ? "time" : given.kind;
    const lag = at(draft.appropriations, index).basis === "cost" ? 0 : given.lag;
    // On a capped appropriation a line counts what is known when the month opens, or is paid later.
    const known = ["time", "staff", "person_days", "cost"].includes(kind) || lag > 0;
    const counting = (n: number, part: number | undefined): string =>
      kind === "cost" ? `cost/${name("line", at(countable, n))}` : counts(kind, n, part, index);
    const first = bound && !known ? `flow/${name("flow", 0)}` : counting(given.of[0], given.part);
    const more = bound && !known ? first : counting(given.of[1], undefined);
    const isHousing = (driver: string): boolean => /^(?:nights|place_days)\//.test(driver);
    const unitOf = (driver: string): string => driverUnits[driver.split("/")[0] ?? ""] ?? "";
    const counted = unitOf(first);
    const ofGroup = (driver: string): boolean => /^(?:flow|person_days)\//.test(driver);
    // A line can count two things of one unit, but not two tiers, nor two groups that may have people in common.
    const both =
      given.second &&
      unitOf(more) === counted &&
      !(isHousing(first) && isHousing(more)) &&
      !(ofGroup(first) && ofGroup(more));
    const drivers = both ? [...new Set([first, more])] : [first];
    const result: CostLine = {
      label: "line",
      on,
      item:
        given.item === undefined || itemsOf(index) === 0
          ? undefined
          : name("item", given.item % itemsOf(index)),
      drivers: shuffle(drivers).map(driverOf),
      cost: quantity(given.cost, `money/${counted}`, costScales[kind] ?? 1),
      index:
        given.index === undefined || draft.indices.length === 0 || kind === "cost"
          ? undefined
          : name("index", given.index % draft.indices.length),
      lag,
      spread,
      history: lag === 0 && spread === 1 ? undefined : quantity(given.history, `${counted}/month`),
    };
    const knownDriver = (driver: string): boolean =>
      (/^(?:time|staff|person_days)/.test(driver) && !isDecided(driver)) ||
      driver === `flow/${name("flow", 0)}` ||
      isKnown.some((before, n) => before && driver === `cost/${name("line", n)}`);
    isKnown.push(lag > 0 || (spread === 1 && drivers.every(knownDriver)));
    return result;
  };
  /** Staff whose number the money decides is paid by lines of its own, in the month it works. */
  const salaries = draft.staff.flatMap(({ salary, desk }, n) => {
    const payer = payers[n];
    return payer === undefined
      ? []
      : [salary, desk].flatMap((cost): CostLine[] =>
          cost === undefined
            ? []
            : [
                {
                  label: "salary",
                  on: appropriationName(payer),
                  item: undefined,
                  drivers: [driverOf(`staff/${staffName(n)}`)],
                  cost: quantity(cost, "money/staff-month"),
                  index: undefined,
                  lag: 0,
                  spread: 1,
                  history: undefined,
                },
              ],
        );
  });
  const costs = mapped<CostLine, CostLine>(
    "line",
    [...draft.costs.map(lineOf), ...salaries],
    (given, key) => {
      const isShare = given.drivers.some(({ kind }) => kind === "cost");
      (isShare ? openShare : open)(`costs.${key}.cost`);
      return given;
    },
  );

  const intakes = mapped("intake", draft.intakes, ({ volume, season: own }, key, n) => {
    if (streamsOf(n) > 0) open(`intakes.${key}.volume`);
    return {
      label: key,
      volume: quantity(volume, "persons/month", intakeFactor, 0.1),
      season: seasonOf(own),
    };
  });

  const indices = mapped("index", draft.indices, (given, key) => {
    if (Object.values(costs).some(({ index }) => index === key)) openShare(`indices.${key}`);
    return quantity(given, "");
  });

  /** Of two effects on one input the order would count if one added and the other multiplied. */
  const effectOf = (given: Draft["measures"][number]["effects"][number], delay: number): Effect => {
    const { path, share: isShare = false, start: atStart = false } = at(inputs, given.on);
    const adds = !isShare && inputs.findIndex((input) => input.path === path) % 2 === 0;
    // What is read when the run starts has to be changed by then.
    const latest = Math.min(given.from, months - 1);
    const from = start + (atStart ? Math.min(given.from, 0) - delay : latest);
    const last = given.months === undefined ? undefined : from + given.months;
    return {
      on: path,
      change: adds
        ? { add: given.size * 20 }
        : { multiply: 0.5 + given.size * (isShare ? 0.5 : 1) },
      origin,
      from,
      ramp: given.ramp,
      // An effect that is over before the run is a slip of the pen.
      until: last === undefined ? undefined : Math.max(last, start),
    };
  };
  const measures = mapped("measure", draft.measures, (given, key): Measure => ({
    label: key,
    strategicArea: name("area", 1),
    costs: mapping([
      ...new Map(given.costs.map(({ on, money }) => [appropriationName(on), yearly(money)])),
    ]),
    effects: given.effects.map((one) => effectOf(one, given.delay)),
    withinFrame: given.withinFrame,
    delay: given.delay,
  }));

  return scenario({
    name: "random",
    period: { from: start, to: start + months - 1 },
    yearStarts: draft.yearStarts,
    areas: { [name("area", 0)]: "area" },
    strategicAreas: { [name("area", 1)]: "strategic area" },
    intakes,
    streams,
    processes: mapped("process", processes, ({ stages, stageNames, endNames, ways, unserved }) => ({
      start: at(stageNames, 0),
      stages: mapping(
        stages.map((given, n) => [
          at(stageNames, n),
          { leave: leaveOf(given), to: at(ways, n), unserved: unserved[n] },
        ]),
      ),
      ends: [...shuffle(endNames)],
    })),
    staff,
    quotas,
    stocks,
    flows,
    claims,
    tiers,
    tierGroups: mapped("tierGroup", draft.tierGroups, (which, key) => ({
      label: key,
      tiers: [...shuffle(chosen(tierNames, which))],
    })),
    appropriations,
    indices,
    costs,
    measures,
  });
}

/** Whole scenarios with plain names. */
export const scenarios: fc.Arbitrary<Scenario> = drafts.map((draft) => build(draft));

/** Whole numbers from 0 to 2³¹, always the same from one seed. */
function numbersFrom(seed: number): () => number {
  let state = Math.abs(seed) % 2_147_483_647;
  return () => {
    state = (state * 48_271 + 11) % 2_147_483_647;
    return state;
  };
}

/** Always the same order from one seed. */
export function randomShuffle(seed: number): Shuffle {
  const next = numbersFrom(seed);
  return (items) =>
    items
      .map((item) => [item, next()] as const)
      .toSorted(([, a], [, b]) => a - b)
      .map(([item]) => item);
}

/** Random words that start with a letter; no two are the same. Always the same from one seed. */
export function randomNaming(seed: number): Naming {
  const next = numbersFrom(seed);
  const letters = "a b c x y z Å ä ö É ß Ω ж Ю 中".split(" ");
  const signs = [...letters, "0", "1", "8", "9", "_"];
  const words = new Map<string, string>();
  const pick = (from: readonly string[]): string => from[next() % from.length] ?? "";
  return (kind, n) => {
    const key = `${kind}${n}`;
    const known = words.get(key);
    if (known !== undefined) return known;
    const middle = Array.from({ length: next() % 6 }, () => pick(signs)).join("");
    const word = `${pick(letters)}${middle}q${words.size}`;
    words.set(key, word);
    return word;
  };
}
