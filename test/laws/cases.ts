/** Random runs, what the scenario says about them, and how their months compare. */
import * as fc from "fast-check";
import { vi } from "vitest";
import type { Case as IntakeCase, Quantity } from "../../src/amounts/quantity.ts";
import type { FigureRef } from "../../src/engine/program.ts";
import type { Column } from "../../src/engine/session.ts";
import {
  budgetYears,
  monthOf,
  monthOfYear,
  yearOf,
  type Month,
} from "../../src/language/calendar.ts";
import type { SetId } from "../../src/model/description.ts";
import type { Season } from "../../src/model/intake/file.ts";
import type { Measure } from "../../src/model/measures/file.ts";
import { stageKey, type PartRef } from "../../src/model/refs.ts";
import { cappedOf, type Scenario } from "../../src/model/scenario.ts";
import type { Staff } from "../../src/model/staff/file.ts";
import type { Funding } from "../../src/model/tables/file.ts";
import type { Options, Request, View } from "../../src/request/request.ts";
import {
  allFigures,
  observe,
  opened as openedRequest,
  point,
  sum,
  worldOf,
  type Observed,
} from "../support/build.ts";
import { build, drafts, isCapped, type Draft } from "../support/random-scenario.ts";

// A law takes a second or two, where others want the machine as well some more.
vi.setConfig({ testTimeout: 60_000 });

/** The same examples every time; another seed looks elsewhere. The search for a smaller case ends some time too. */
export const runs = {
  seed: 20_140_225,
  numRuns: 120,
  interruptAfterTimeLimit: 50_000,
  markInterruptAsFailure: true,
};

export interface Case {
  readonly draft: Draft;
  readonly funding: Funding;
  readonly intakeCase: IntakeCase;
}

export const cases: fc.Arbitrary<Case> = fc
  .record({
    draft: drafts,
    funding: fc.constantFrom<Funding>("need", "available", "available", "proposed"),
    intakeCase: fc.constantFrom("low", "mid", "high"),
  })
  .map((given) =>
    given.funding === "available" && !isCapped(given.draft) ? { ...given, funding: "need" } : given,
  );

/** The same agency, in which what measures cost is paid of the money that binds. */
export const within = (given: Case): Case => ({
  ...given,
  funding: isCapped(given.draft) ? "available" : given.funding,
  draft: {
    ...given.draft,
    measures: given.draft.measures.map((one) => ({
      ...one,
      withinFrame: true,
      costs: given.draft.appropriations.map((_, on) => ({
        on,
        money: { base: 3e7, by: "year", factors: [1, 0.5] },
      })),
    })),
  },
});

export const holds = (law: (given: Case) => void, numRuns = runs.numRuns): void =>
  fc.assert(
    fc.property(cases, (given) => law(given)),
    { ...runs, numRuns },
  );

// What a scenario says

/** The value in a month: that of the shortest span that covers it. */
export function valueIn(
  { points }: Quantity,
  month: Month,
  intakeCase: IntakeCase = "mid",
): number | undefined {
  const [shortest] = points
    .filter(({ from, to }) => from <= month && month <= to)
    .toSorted((a, b) => a.to - a.from - (b.to - b.from));
  return shortest?.[intakeCase];
}

/** The measures whose effects and cost a run counts, by key. */
export const countedIn = ({ measures }: Scenario, funding: Funding): [string, Measure][] =>
  Object.entries(measures)
    .filter(
      ([, { withinFrame }]) => funding === "proposed" || (funding === "available" && withinFrame),
    )
    .toSorted(([a], [b]) => (a < b ? -1 : 1));

/** The first month of the budget year of a month. */
export function openingOf({ yearStarts }: Scenario, month: Month): Month {
  const inYear = monthOf(yearOf(month), yearStarts - 1);
  return inYear <= month ? inYear : inYear - 12;
}

/** A measure's cost in a budget year: a twelfth a month of the cost of the year the month is put off from. */
export function measureCost(
  scenario: Scenario,
  { costs, delay }: Measure,
  appropriation: string,
  opens: Month,
): number | undefined {
  const given = costs[appropriation];
  if (given === undefined) return undefined;
  const twelfths = Array.from({ length: 12 }, (_, i) =>
    valueIn(given, openingOf(scenario, opens + i - delay)),
  );
  return twelfths.every((cost) => cost === undefined)
    ? undefined
    : sum(twelfths.map((cost) => (cost ?? 0) / 12));
}

/** How many times an even month's share of a year comes in a month. */
export function seasonIn(season: Season | undefined, month: Month): number {
  if (season === undefined) return 1;
  const parts =
    "weights" in season
      ? season.weights.map((value, calendarMonth) => ({ calendarMonth, value }))
      : season.observed;
  const own = parts.filter(({ calendarMonth }) => calendarMonth === monthOfYear(month));
  const total = sum(parts.map(({ value }) => value));
  return (sum(own.map(({ value }) => value)) / total) * 12;
}

/** The season of a stream's own intake, or of the one it takes a part of. */
export function seasonOf({ streams, intakes }: Scenario, name: string): Season | undefined {
  const intake = streams[name]?.intake;
  return intake !== undefined && "of" in intake ? intakes[intake.of]?.season : intake?.season;
}

/** A scenario, its planning assumption included, in which quantities are other ones. */
export function altered(base: Scenario, change: (given: Quantity) => Quantity): Scenario {
  const changed = new Map<Quantity, Quantity>();
  const other = (given: Quantity): Quantity => {
    const known = changed.get(given) ?? change(given);
    changed.set(given, known);
    return known;
  };
  const copy = (node: unknown): unknown => {
    if (typeof node !== "object" || node === null) return node;
    if (node instanceof Map) {
      return new Map(
        [...(node as Map<unknown, unknown>)].map(([key, value]) => [key, copy(value)]),
      );
    }
    if ("points" in node && "path" in node) return other(node as Quantity);
    if (Array.isArray(node)) return node.map(copy);
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, copy(value)]));
  };
  return copy(base) as Scenario;
}

/** A quantity whose every value is this many times what it was. */
export const scaled = (given: Quantity, factor: number): Quantity => ({
  ...given,
  points: given.points.map(({ low, mid, high, ...rest }) => ({
    ...rest,
    low: low * factor,
    mid: mid * factor,
    high: high * factor,
  })),
});

// Requests

export const openOf = (scenario: Scenario, options: Partial<Options> = {}): Request =>
  openedRequest(scenario, options);

/** The figures of a run's elements. */
export function figuresIn(
  scenario: Scenario,
  { funding = "need", without }: Partial<Options>,
): FigureRef[] {
  const counted = countedIn(scenario, funding).flatMap(([key]) =>
    without?.has(key) === true ? [] : [key],
  );
  return allFigures(worldOf(scenario, { funding, counted: new Set(counted) }).world);
}

/** Values of figures by name. */
export type Values = ReadonlyMap<string, number | null>;

/** A figure's name among values: its column is told by its position. */
export const nameOf = ({ figure, set, key }: FigureRef, column: number | string): string =>
  `${figure} ${set} ${column} ${key}`;

/** The figure and the column of a name. */
export function partsOfName(name: string): FigureRef & { readonly column: string } {
  const [figure = "", set = "", column = "", ...key] = name.split(" ");
  return { figure, set, column, key: key.join(" ") };
}

/** Some figures of a view in some columns. */
export function readAll(
  request: Request,
  view: View,
  figures: readonly FigureRef[],
  columns: readonly Column[] = request.columns,
): Values {
  const wanted = figures as readonly (FigureRef & Parameters<Request["read"]>[1])[];
  request.want(view, wanted);
  const values = new Map<string, number | null>();
  for (const [i, column] of columns.entries()) {
    for (const figure of wanted) {
      values.set(nameOf(figure, i), request.read(view, figure, column));
    }
  }
  return values;
}

/** Whether a figure is of one run, and does not compare one with another. */
export const isOfOneRun = ({ figure }: FigureRef): boolean => !["saved", "net"].includes(figure);

/** All figures of a request in its mode, and of its planning run. */
export function figuresOf(request: Request, columns: readonly Column[] = request.columns): Values {
  const { scenario, options } = request;
  const figures = figuresIn(scenario, options);
  // What measures save is read in another mode too.
  const forecasts = figures.filter(({ figure }) => figure === "forecast");
  if (options.funding !== "need") readAll(request, { mode: "need" }, forecasts, []);
  const values = new Map(readAll(request, { mode: options.funding }, figures, columns));
  if (scenario.planning === undefined) return values;
  const planned = readAll(
    request,
    { mode: "planning" },
    figuresIn(scenario.planning.assumption, {}).filter(isOfOneRun),
    request.planningYears,
  );
  for (const [name, value] of planned) {
    const { column, ...figure } = partsOfName(name);
    values.set(nameOf(figure, `planned${column}`), value);
  }
  return values;
}

/** All figures of a scenario. */
export const figuresWith = (scenario: Scenario, options: Partial<Options>): Values =>
  figuresOf(openOf(scenario, options));

/** What the planning assumption needs by itself in a budget year. */
export function plannedIn(
  scenario: Scenario,
): (appropriation: string, opens: Month) => number | undefined {
  const { planning, period } = scenario;
  if (planning === undefined) return () => undefined;
  const to = openingOf(scenario, period.to) + 11;
  const own: Scenario = { ...planning.assumption, period: { from: planning.start, to } };
  let request: Request | undefined;
  return (appropriation, opens) => {
    request ??= openOf(own);
    const column = request.columns.find(({ from }) => planning.start + from === opens);
    const figure = { figure: "forecast", set: "appropriation", key: appropriation } as const;
    return column && (request.read({ mode: "need" }, figure, column) ?? undefined);
  };
}

/** The frame of a budget year, and where it comes from: a published one, or else what the planning assumption needs. */
export function frameIn(
  { appropriations, costs, planning }: Scenario,
  appropriation: string,
  opens: Month,
  planned: ReturnType<typeof plannedIn>,
): { readonly kind: "published" | "computed"; readonly amount: number } | undefined {
  const { frame } = appropriations[appropriation] ?? {};
  const published = frame && valueIn(frame, opens);
  if (published !== undefined) return { kind: "published", amount: published };
  const isLeft = frame?.left?.some(({ from, to }) => from <= opens && opens <= to) === true;
  const isSpent = Object.values(costs).some(({ on }) => on === appropriation);
  if (planning === undefined || !isLeft || !isSpent) return undefined;
  return { kind: "computed", amount: planned(appropriation, opens) ?? Number.NaN };
}

/** What may be spent on each capped appropriation, by the first months of budget years: what is available, or else the frame. */
type Funds = ReadonlyMap<string, ReadonlyMap<Month, number>>;

function fundsOf(scenario: Scenario): Funds {
  const planned = plannedIn(scenario);
  const years = budgetYears(scenario.period, scenario.yearStarts);
  return new Map(
    cappedOf(scenario).map(({ appropriation }) => {
      const { available } = scenario.appropriations[appropriation] ?? {};
      const amounts = years.map(({ opens }): [Month, number] => [
        opens,
        (available && valueIn(available, opens)) ??
          frameIn(scenario, appropriation, opens, planned)?.amount ??
          Number.NaN,
      ]);
      return [appropriation, new Map(amounts)];
    }),
  );
}

/** A scenario in which so much money is available. */
export function withFunds(scenario: Scenario, funds: Funds): Scenario {
  const appropriations = Object.entries(scenario.appropriations).map(([key, one]) => {
    const own = funds.get(key);
    if (own === undefined) return [key, one];
    const points = [...own].map(([from, amount]) => point({ from, to: from + 11 }, amount));
    const given = one.available ?? one.frame;
    return [key, { ...one, available: given && { ...given, path: `funds of ${key}`, points } }];
  });
  return { ...scenario, appropriations: Object.fromEntries(appropriations) as never };
}

// Runs

/** A run of a random scenario with all its months. */
export interface Seen extends Observed {
  readonly scenario: Scenario;
  readonly given: Case;
  readonly funds: Funds;
}

const seen = new Map<string, Seen>();

/** The request's run, put together from what a request reads. Laws ask for the same ones again and again. */
export function observed(given: Case): Seen {
  const name = JSON.stringify(given);
  const known = seen.get(name);
  if (known !== undefined) return known;
  const scenario = build(given.draft);
  const { funding, intakeCase } = given;
  const counted = new Set(countedIn(scenario, funding).map(([key]) => key));
  const funds: Funds = funding === "available" ? fundsOf(scenario) : new Map();
  const run = observe(withFunds(scenario, funds), { funding, intakeCase, counted });
  const made = { scenario, given, funds, ...run };
  // Where a law fails, the search for a smaller case makes ever new ones.
  if (seen.size >= runs.numRuns) seen.clear();
  seen.set(name, made);
  return made;
}

// Comparing

/** Kinds of amounts, and the quantities whose largest value tells how much there is of a kind in a run. */
const kinds = {
  persons: ["stock", "applications", "moved"],
  places: ["places"],
  staff: ["staff"],
  hours: ["hours"],
  money: ["cost", "left_to_spend"],
} as const;

type Kind = keyof typeof kinds;

const slacks = new WeakMap<Observed, Map<Kind, number>>();

/** Rounding: what is less than 1e-10 of the largest amount of its kind in the run. */
export function slack(run: Observed, kind: Kind): number {
  const known = slacks.get(run) ?? new Map<Kind, number>();
  slacks.set(run, known);
  const found =
    known.get(kind) ??
    1e-10 *
      kinds[kind]
        .flatMap((quantity) => run.every(quantity))
        .flat()
        .reduce((largest, value) => Math.max(largest, Math.abs(value)), 0);
  known.set(kind, found);
  return found;
}

/** Months in which a first series is greater than a second, beyond rounding. */
export function above(
  run: Observed,
  kind: Kind,
  what: string,
  first: readonly number[],
  second: readonly number[],
): string[] {
  const most = slack(run, kind);
  return first.flatMap((value, month) => {
    const limit = second[month] ?? Number.NaN;
    return value <= limit + most ? [] : [`${what}: ${value} > ${limit} in month ${month}`];
  });
}
export const differs = (
  run: Observed,
  kind: Kind,
  what: string,
  a: readonly number[],
  b: readonly number[],
): string[] => [...above(run, kind, what, a, b), ...above(run, kind, what, b, a)];

/** Names under which a second set of figures has not the very same value, and names that one of the two lacks. */
export const unequal = (a: Values, b: Values): string[] => [
  ...[...a].flatMap(([name, value]) =>
    Object.is(b.get(name), value) ? [] : [`${name}: ${value}, then ${b.get(name)}`],
  ),
  ...[...b.keys()].filter((name) => !a.has(name)),
];

/** What figures count; what is one amount per another has no slack of its own. */
const countedBy: Readonly<Record<string, readonly string[]>> = {
  persons: ["stock group", "flow flow", "persons tier", "persons_in_own agency", "unhoused agency"],
  places: ["places tier", "places tier_group", "places agency"],
  staff: ["staff capacity"],
  money: [
    "cost line",
    "cost tier",
    "cost measure",
    "cost measure_cost",
    "housing_cost agency",
    ...["forecast", "measures", "all_measures", "need", "frame", "gap", "saved", "net"].flatMap(
      (figure) => [`${figure} appropriation`, `${figure} agency`, `${figure} item`],
    ),
  ],
};
const kindOf = ({ figure, set }: FigureRef): string | undefined =>
  Object.keys(countedBy).find((kind) => countedBy[kind]?.includes(`${figure} ${set}`));

/** Whether a figure is one amount per another, of which nothing is left where the other is small. */
export const isRatio = (ref: FigureRef): boolean =>
  kindOf(ref) === undefined && ref.figure !== "there";

/** The largest figures of each kind among some. */
function largestOf(values: Values): (ref: FigureRef) => number {
  const largest = new Map<string, number>();
  for (const [name, value] of values) {
    const kind = kindOf(partsOfName(name));
    if (kind !== undefined) {
      largest.set(kind, Math.max(largest.get(kind) ?? 0, Math.abs(value ?? 0)));
    }
  }
  return (ref) => largest.get(kindOf(ref) ?? "") ?? 1;
}

/**
 * Figures of a second set that are not those of the first but for rounding: what is less than 1e-10 of the largest
 * figure of their kind. What is one amount per another is left out.
 */
export function unlike(a: Values, b: Values): string[] {
  const largest = largestOf(a);
  return [
    ...[...a].flatMap(([name, value]) => {
      const other = b.get(name);
      const ref = partsOfName(name);
      const same =
        isRatio(ref) && other !== undefined
          ? true
          : value === null || other === null || other === undefined
            ? value === other
            : Math.abs(other - value) <= 1e-10 * largest(ref);
      return same ? [] : [`${name}: ${value}, then ${other}`];
    }),
    ...[...b.keys()].filter((name) => !a.has(name)),
  ];
}

// Series

export const plus = (...series: readonly (readonly number[])[]): number[] =>
  (series[0] ?? []).map((_, month) => sum(series.map((values) => values[month] ?? Number.NaN)));
export const minus = (a: readonly number[], b: readonly number[]): number[] =>
  a.map((value, month) => value - (b[month] ?? Number.NaN));
export const times = (a: readonly number[], b: readonly number[]): number[] =>
  a.map((value, month) => value * (b[month] ?? Number.NaN));
/** A stock at the beginning of each month. */
export const opened = (closing: readonly number[], before: number): number[] => [
  before,
  ...closing.slice(0, -1),
];
export const zeros = (run: Observed): number[] => Array.from({ length: run.run.months }, () => 0);
/** Months of the run as months of the calendar. */
export const monthsIn = (run: Observed): Month[] =>
  zeros(run).map((_, month) => run.world.start + month);
/** The first month of the budget year of each month. */
export const yearsIn = (run: Seen): Month[] =>
  monthsIn(run).map((month) => openingOf(run.scenario, month));
/** The calendar days of each month. */
export const daysOf = (run: Observed): number[] =>
  monthsIn(run).map((month) =>
    new Date(Date.UTC(yearOf(month), month - monthOf(yearOf(month), 0) + 1, 0)).getUTCDate(),
  );

// Elements

export const keysOf = ({ world }: Observed, set: SetId, tag?: string): string[] =>
  (world.sets[set] ?? [])
    .filter(({ tags }) => tag === undefined || Object.values(tags).includes(tag))
    .map(({ key }) => key);

/** `adults.open_cases` → its stream and stage. */
const partsOf = (stage: string): [stream: string, stage: string] => {
  const dot = stage.indexOf(".");
  return [stage.slice(0, dot), stage.slice(dot + 1)];
};

const processOf = ({ scenario }: Seen, stream: string): Scenario["processes"][string] | undefined =>
  scenario.processes[scenario.streams[stream]?.process ?? ""];

/** What the scenario says of a stage that people leave. */
export function stageOf(run: Seen, key: string): Scenario["processes"][string]["stages"][string] {
  const [stream, stage] = partsOf(key);
  const found = processOf(run, stream)?.stages[stage];
  if (found === undefined) throw new Error(`nobody leaves ${key}`);
  return found;
}

/** Everybody in a stage when each month opens. */
export const openIn = (run: Observed, stage: string): number[] =>
  opened(run.values("stock", stage), run.input("stage", stage, "opening")[0] ?? Number.NaN);

/** Applications that enter a stage. */
export function applyingAt(run: Seen, key: string): number[] {
  const [stream, stage] = partsOf(key);
  return processOf(run, stream)?.start === stage ? run.values("applications", stream) : zeros(run);
}

/** The ways out of a stage. */
export const waysFrom = (run: Observed, stage: string): string[] =>
  keysOf(run, "move").filter((way) => way.startsWith(`${stage}->`));

/** Everybody who comes to a stage. */
export function comingTo(run: Seen, key: string): number[] {
  const [stream, stage] = partsOf(key);
  const ways = keysOf(run, "move").filter(
    (way) => way.startsWith(`${stream}.`) && way.endsWith(`->${stage}`),
  );
  return plus(applyingAt(run, key), ...ways.map((way) => run.values("moved", way)));
}

/** What staff is, in the scenario. */
export function staffOf({ scenario }: Seen, key: string): Staff {
  const found = scenario.staff[key];
  if (found === undefined) throw new Error(`${key} is no staff`);
  return found;
}

/** The stages that staff or a quota serves, as keys. */
export const servedBy = ({ serves }: Pick<Staff, "serves">): string[] => serves.map(stageKey);

/** The share of those who leave a stage, served or not, who take a way out. */
export function portionOf(run: Observed, way: string, who: "served" | "missed"): number[] {
  const [stage = "", target = ""] = way.split("->");
  const key = who === "served" ? way : `${stage} unserved->${target}`;
  return keysOf(run, "way").includes(key) ? run.values("portion", key) : zeros(run);
}

/** People who pass in a flow, or in the flow of one stream. */
export function passing(run: Seen, { of: group, stream: one }: PartRef): number[] {
  const flow = run.scenario.flows[group];
  const streams = one === undefined ? (flow?.streams ?? Object.keys(run.scenario.streams)) : [one];
  const parts = streams.flatMap((stream) =>
    (flow?.moves ?? []).flatMap(({ from, to }) => {
      if (from === undefined) {
        return processOf(run, stream)?.start === to ? [run.values("applications", stream)] : [];
      }
      const ways = waysFrom(run, `${stream}.${from}`);
      return ways
        .filter((way) => to === undefined || way === `${stream}.${from}->${to}`)
        .map((way) => run.values("moved", way));
    }),
  );
  return plus(zeros(run), ...parts);
}

/** The stages of a group, or of a group in one stream. */
export function stagesIn(run: Seen, { of: group, stream: one }: PartRef): string[] {
  const stock = run.scenario.stocks[group];
  const streams = one === undefined ? (stock?.streams ?? Object.keys(run.scenario.streams)) : [one];
  return existing(run, streams, stock?.stages ?? []);
}

/** Those of some stages that some streams have. */
export function existing(
  run: Seen,
  streams: readonly string[],
  stages: readonly string[],
): string[] {
  const all = new Set(keysOf(run, "stage"));
  return streams
    .flatMap((stream) => stages.map((stage) => `${stream}.${stage}`))
    .filter((key) => all.has(key));
}
