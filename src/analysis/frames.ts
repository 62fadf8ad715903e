/** Recorded frames beside those the planning run gives now, and the two pasts the runs start from. */
import { valueAt } from "../amounts/quantity.ts";
import { description } from "../model/description.ts";
import type { Scenario } from "../model/scenario.ts";
import type { Request } from "../request/request.ts";
import { word, type Word } from "../tables/words.ts";
import type { Language, Row, Table } from "../tables/table.ts";

/** The frame of a budget year, in money: as recorded, if it is, and as the planning run gives it now. */
export interface Frame {
  readonly appropriation: string;
  readonly year: string;
  readonly recorded: number | undefined;
  /** With the digits it is recorded with. */
  readonly computed: number;
}

/** The money unit frames are recorded in, and one of it in the currency. */
export const recordedIn = ({ unit, money }: Scenario): { unit: string; scale: number } => ({
  unit,
  scale: unit === money.currency ? 1 : (money.amounts[unit] ?? 1),
});

/** A decision has seven figures: as many as the largest appropriations are printed with in a bill. */
const digits = 7;

/** A sum of money in the unit it is recorded in. */
export const roundedIn = (value: number, scale: number): number =>
  Number((value / scale).toPrecision(digits));

/** All frames that are left to the planning run, by appropriation, then by year. @throws RunFailed */
export function framesOf(request: Request): Frame[] {
  const { scenario } = request;
  const { scale } = recordedIn(scenario);
  const keys = Object.keys(scenario.appropriations);
  return request
    .plannedFrames()
    .map(({ appropriation, year: { name, opens }, value }) => {
      const given = scenario.planning?.frames?.[appropriation];
      return {
        appropriation,
        year: name,
        recorded: given && valueAt(given, opens),
        computed: roundedIn(value, scale) * scale,
      };
    })
    .toSorted((a, b) => keys.indexOf(a.appropriation) - keys.indexOf(b.appropriation));
}

/** Whether the planning run still gives the frame that is recorded. */
export const holds = ({ recorded, computed }: Frame, scenario: Scenario): boolean => {
  const { scale } = recordedIn(scenario);
  return recorded !== undefined && roundedIn(recorded, scale) === roundedIn(computed, scale);
};

/** Frames as a table: recorded, computed, and what lies between them. */
export function framesTable(
  frames: readonly Frame[],
  scenario: Scenario,
  language: Language,
): Table {
  const { unit, scale } = recordedIn(scenario);
  const periods = [...new Set(frames.map(({ year }) => year))];
  const isRecorded = frames.some(({ recorded }) => recorded !== undefined);
  const rows = [...new Set(frames.map(({ appropriation }) => appropriation))].flatMap(
    (key): Row[] => {
      const { area, number, label } = scenario.appropriations[key]!;
      const row = (part: Word, value: (frame: Frame) => number | null, depth: number): Row => ({
        key: `${key}/${part}`,
        label: depth === 0 ? `${number} ${label}` : word(language, part),
        area,
        appropriation: number,
        kind: "leaf",
        depth,
        values: periods.map((period) => {
          const found = frames.find((one) => one.appropriation === key && one.year === period);
          const money = found && value(found);
          return money === undefined || money === null ? null : money / scale;
        }),
      });
      if (!isRecorded) return [row("computed", ({ computed }) => computed, 0)];
      return [
        { ...row("computed", () => null, 0), key, kind: "heading" },
        row("recorded", ({ recorded }) => recorded ?? null, 1),
        row("computed", ({ computed }) => computed, 1),
        row("difference", ({ recorded, computed }) => computed - (recorded ?? NaN) || null, 1),
      ];
    },
  );
  return {
    id: "frames",
    numbered: false,
    title: `${word(language, "framesOf")} ${scenario.planning?.label ?? ""}`,
    heading: word(language, "appropriation"),
    unit,
    priced: true,
    decimals: 3,
    periods,
    rows,
  };
}

/** What stood before the request's start in both runs, as a table: where they differ, so do the first year's need and frame. */
export function pastsTable(request: Request, language: Language): Table {
  const unitOf = (set: string, id: string): string =>
    description.equations.find(
      ({ id: other, over }) => other === id && over.split(/[[,]/).includes(set),
    )?.unit ?? "";
  const rows = request
    .twoPasts()
    // What flows into a stage that is left after a fixed time is its stock once more.
    .filter(({ set, equation }) => set !== "stage" || equation === "stock")
    .map(({ set, key, equation, months, request: own, planning }): Row => ({
      key: `${set}/${key}/${equation}`,
      label: `${key}: ${equation}${months > 1 ? `, ${months} ${word(language, "months")}` : ""}`,
      kind: "leaf",
      // A sum of months has no month in its unit, and what a line counts is known by the line.
      unit: unitOf(set, equation)
        .replace(/\/month$/, "")
        .replace(/^driver$/, ""),
      values: [own, planning, planning - own],
    }));
  return {
    id: "pasts",
    numbered: false,
    title: word(language, "pasts"),
    heading: word(language, "quantity"),
    unit: "",
    priced: false,
    decimals: 0,
    periods: ["request", "planning", "difference"],
    columnLabels: {
      request: word(language, "request"),
      planning: word(language, "planningRun"),
      difference: word(language, "difference"),
    },
    rows,
  };
}
