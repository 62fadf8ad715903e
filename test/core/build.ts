/**
 * Scenarios in memory, for tests of the core: amounts are in base units (a month's, not a year's), and
 * what a test does not mention is absent.
 */
import { expect } from "vitest";
import { bind, type Program, type World } from "../../src/core/bind.ts";
import { parseMonth, type Month, type Period } from "../../src/core/calendar.ts";
import type { EquationId, InputId, SetId } from "../../src/core/equations.ts";
import { interpret } from "../../src/core/interpreter.ts";
import type {
  Appropriation,
  CostLine,
  Effect,
  Follow,
  Leave,
  Measure,
  Need,
  Origin,
  PlacesCapacity,
  Point,
  Process,
  Quantity,
  Scenario,
  Split,
  StaffCapacity,
  Stream,
  Tier,
  Work,
} from "../../src/core/scenario.ts";
import { kronor, unit } from "../../src/core/units.ts";
import { buildWorld, type Setup } from "../../src/core/world.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";

/** `2014-03` as a number. */
export function month(text: string): Month {
  const found = parseMonth(text);
  if (found === undefined) throw new Error(`"${text}" is not a month`);
  return found;
}

/** `2014-03..2015-02`, or one month. */
export function period(text: string): Period {
  const [from = "", to = from] = text.split("..");
  return { from: month(from), to: month(to) };
}

const origin: Origin = { kind: "assumed", source: undefined, page: undefined, why: undefined };

/** One value for all time, or values by year (`2014`), month (`2014-03`) or years (`2014..2016`). */
export type Given = number | Readonly<Record<string, number>>;

function spanOf(key: string): Period {
  if (key.length === 7) return period(key);
  const [first = "", last = first] = key.split("..");
  return { from: month(`${first}-01`), to: month(`${last}-12`) };
}

export function point(span: Period, mid: number, low = mid, high = mid): Point {
  return { from: span.from, to: span.to, low, mid, high, origin };
}

export const always: Period = { from: -Infinity, to: Infinity };

export function quantity(given: Given, measure = ""): Quantity {
  const points =
    typeof given === "number"
      ? [point(always, given)]
      : Object.entries(given)
          .map(([key, value]) => point(spanOf(key), value))
          .toSorted((a, b) => a.to - a.from - (b.to - b.from));
  return { path: "", unit: measure, measure: unit(measure), bounds: {}, points };
}

type Raw<T> = { readonly [K in keyof T]?: Given | undefined };

const optional = (given: Given | undefined, measure: string): Quantity | undefined =>
  given === undefined ? undefined : quantity(given, measure);

const record = <T, U>(
  given: Readonly<Record<string, T>>,
  change: (value: T, key: string) => U,
): Record<string, U> =>
  Object.fromEntries(Object.entries(given).map(([key, value]) => [key, change(value, key)]));

// Processes and streams

export const rate = (given: Given): Leave => ({ by: "rate", rate: quantity(given, "1/month") });
export const after = (months: number): Leave => ({ by: "after", months });
export const staffed = (capacity: string): Leave => ({ by: "capacity", capacity });
export const placed = (capacity: string): Leave => ({ by: "places", capacity });

/** A process that starts with the first stage; ways that lead to no stage lead to an end. */
export function process(
  stages: Readonly<
    Record<
      string,
      readonly [
        Leave,
        Readonly<Record<string, Split>>,
        unserved?: Readonly<Record<string, Split>> | undefined,
      ]
    >
  >,
): Process {
  const targets = Object.values(stages).flatMap(([, to, unserved = {}]) => [
    ...Object.keys(to),
    ...Object.keys(unserved),
  ]);
  return {
    start: Object.keys(stages)[0] ?? "",
    stages: record(stages, ([leave, to, unserved]) => ({ leave, to, unserved })),
    ends: [...new Set(targets.filter((target) => !Object.hasOwn(stages, target)))],
  };
}

export const follow = (flow: string, ratio: Given, lag: number, history?: Given): Follow => ({
  flow,
  ratio: quantity(ratio),
  lag,
  history: optional(history, "persons/month"),
});

export const followStock = (stock: string, ratio: Given): Follow => ({
  stock,
  ratio: quantity(ratio, "1/month"),
});

export const work = (given: Raw<Work> & { readonly effort: Given }): Work => ({
  effort: quantity(given.effort, "hours/person"),
  aim: optional(given.aim, "months"),
  shortest: optional(given.shortest, "months"),
  floor: optional(given.floor, "persons"),
});

interface GivenStream {
  /** Applications a month. */
  readonly intake?: Given;
  readonly season?: readonly number[];
  /** A share of a declared intake. */
  readonly of?: readonly [intake: string, share: Given];
  readonly follows?: readonly Follow[];
  readonly shares?: Readonly<Record<string, Given>>;
  readonly opening?: Readonly<Record<string, Given>>;
  readonly work?: Readonly<Record<string, Work>>;
}

export function stream(name: string, given: GivenStream = {}): Stream {
  const { intake, season, of, follows = [], shares = {}, opening = {} } = given;
  const volume = optional(intake, "persons/month");
  return {
    label: name,
    process: name,
    intake:
      of === undefined
        ? volume && { volume, season: season && { weights: season, origin } }
        : { of: of[0], share: quantity(of[1]) },
    follows,
    shares: record(shares, (share) => quantity(share)),
    opening: record(opening, (people) => quantity(people, "persons")),
    work: given.work ?? {},
  };
}

// Capacities and housing

type StaffNumbers = "before" | "plan" | "productivity" | "hire" | "shed";

export const staff = (
  given: Raw<Pick<StaffCapacity, StaffNumbers>> & {
    readonly steady?: boolean;
    readonly serves: readonly string[];
  },
): StaffCapacity => ({
  kind: "staff",
  label: "staff",
  before: quantity(given.before ?? 0, "staff"),
  plan: optional(given.plan, "staff"),
  productivity: quantity(given.productivity ?? 100, "hours/staff-month"),
  hire: quantity(given.hire ?? 1, "1/month"),
  shed: quantity(given.shed ?? 1, "1/month"),
  steady: given.steady ?? false,
  serves: given.serves,
});

export const offer = (places: Given, serves: readonly string[]): PlacesCapacity => ({
  kind: "places",
  label: "places",
  places: quantity(places, "persons/month"),
  serves,
});

export const need = (given: Partial<Pick<Need, "streams" | "stages">> & { own?: Given }): Need => ({
  label: "need",
  streams: given.streams ?? [],
  stages: given.stages ?? [],
  own: optional(given.own, ""),
});

type TierNumbers = "places" | "pace" | "release" | "most" | "occupancy" | "reserve";

/** A tier for some needs; without `places` it takes as many as come. */
export const tier = (
  needs: readonly string[],
  given: Raw<Pick<Tier, TierNumbers>> & {
    readonly food?: boolean;
    readonly runByOthers?: boolean;
  } = {},
): Tier => ({
  label: "tier",
  places: optional(given.places, "places"),
  pace: optional(given.pace, "places/month"),
  release: optional(given.release, "places/month"),
  most: optional(given.most, "places"),
  occupancy: quantity(given.occupancy ?? 1, "persons/place"),
  reserve: optional(given.reserve, "places"),
  food: given.food ?? false,
  runByOthers: given.runByOthers ?? false,
  for: needs,
});

// Money

export const appropriation = (
  given: Partial<Pick<Appropriation, "basis" | "items" | "computed">> &
    Raw<Pick<Appropriation, "frame" | "available">> = {},
): Appropriation => ({
  label: "appropriation",
  basis: given.basis ?? "cash",
  items: given.items ?? {},
  computed: given.computed ?? true,
  frame: optional(given.frame, "money"),
  available: optional(given.available, "money"),
});

/** A cost line on 1/1 unless said otherwise. */
export function line(
  drivers: string | readonly string[],
  cost: Given,
  measure: string,
  given: Partial<Pick<CostLine, "on" | "item" | "index" | "lag" | "spread">> & {
    history?: Given;
    per?: string;
  } = {},
): CostLine {
  return {
    label: "line",
    on: given.on ?? "1/1",
    item: given.item,
    drivers: typeof drivers === "string" ? [drivers] : drivers,
    cost: quantity(cost, measure),
    index: given.index,
    lag: given.lag ?? 0,
    spread: given.spread ?? 1,
    history: optional(given.history, given.per ?? "persons/month"),
  };
}

export const measure = (
  given: Partial<Pick<Measure, "effects" | "financedWithin" | "delay" | "strategicArea">> & {
    costs?: Readonly<Record<string, Given>>;
  } = {},
): Measure => ({
  label: "measure",
  strategicArea: given.strategicArea ?? "area",
  costs: record(given.costs ?? {}, (cost) => quantity(cost, "money")),
  effects: given.effects ?? [],
  financedWithin: given.financedWithin ?? false,
  delay: given.delay ?? 0,
});

export const effect = (
  on: string,
  change: Effect["change"],
  from: string,
  given: { readonly ramp?: number; readonly until?: string } = {},
): Effect => ({
  on,
  change,
  origin,
  from: month(from),
  ramp: given.ramp ?? 0,
  until: given.until === undefined ? undefined : month(given.until),
});

// Scenarios

const sections: Readonly<Record<string, string>> = {
  tiers: "housing.tiers",
  needs: "housing.needs",
  measures: "development",
};

const isQuantity = (node: object): node is Quantity => "points" in node && "measure" in node;

/** A copy in which every quantity has its path, such as `housing.tiers.flats.places`. */
function named(node: unknown, path: string, found: Map<string, Quantity>): unknown {
  if (typeof node !== "object" || node === null || node instanceof Map) return node;
  if (isQuantity(node)) {
    const quantityWithPath = { ...node, path };
    found.set(path, quantityWithPath);
    return quantityWithPath;
  }
  if (Array.isArray(node)) return node.map((item, i) => named(item, `${path}.${i}`, found));
  return record(node as Record<string, unknown>, (value, key) =>
    named(value, path === "" ? (sections[key] ?? key) : `${path}.${key}`, found),
  );
}

const empty: Scenario = {
  name: "test",
  title: "Test",
  language: "en",
  money: kronor,
  unit: "mkr",
  period: period("2014-01..2014-12"),
  prices: "2014",
  sources: {},
  areas: { "1": "Area 1" },
  strategicAreas: { area: "Area" },
  intakes: {},
  streams: {},
  processes: {},
  capacities: {},
  stocks: {},
  flows: {},
  needs: {},
  tiers: {},
  tierGroups: {},
  appropriations: { "1/1": appropriation() },
  indices: {},
  costs: {},
  measures: {},
  capped: undefined,
  planning: undefined,
  tables: new Map(),
  published: [],
  calibration: undefined,
  quantities: new Map(),
};

export function scenario(given: Partial<Scenario>): Scenario {
  const quantities = new Map<string, Quantity>();
  const { planning, ...rest } = { ...empty, ...given };
  return { ...(named(rest, "", quantities) as Scenario), planning, quantities };
}

// Runs

export const noDiagnostics = (problem: Diagnostic): never => {
  throw new Error(`${problem.path}: ${problem.message}`);
};

export const setupOf = (given: Scenario, changes: Partial<Setup> = {}): Setup => ({
  period: given.period,
  funding: "need",
  intakeCase: "mid",
  intakeScale: 1,
  effects: new Set(),
  funds: new Map(),
  financed: new Map(),
  ...changes,
});

/** The monthly values of any of the model's quantities. */
export type Trace = (equation: EquationId, key: string) => number[];

/** A run with all its months. */
export interface Observed {
  readonly world: World;
  readonly program: Program;
  readonly run: ReturnType<typeof interpret>;
  readonly values: Trace;
  /** The monthly values of an element's input. */
  readonly input: (set: SetId, key: string, id: InputId) => number[];
}

/** Runs a scenario in the interpreter; its problems are thrown. */
export function observe(given: Scenario, changes: Partial<Setup> = {}): Observed {
  const world = buildWorld(given, setupOf(given, changes), noDiagnostics);
  const program = bind(world);
  const run = interpret(program);
  const positions = new Map(
    program.slots.map(({ equation, set, element }, slot) => [
      `${equation} ${world.sets[set][element]?.key}`,
      slot,
    ]),
  );
  return {
    world,
    program,
    run,
    values: (equation, key) => {
      const slot = positions.get(`${equation} ${key}`);
      if (slot === undefined) throw new Error(`the run has no ${equation} of ${key}`);
      return [...run.values.subarray(slot * run.months, (slot + 1) * run.months)];
    },
    input: (set, key, id) => {
      const value = world.sets[set].find((element) => element.key === key)?.inputs[id];
      if (value === undefined) throw new Error(`the run has no input ${id} of ${key}`);
      return typeof value === "number"
        ? Array.from({ length: run.months }, () => value)
        : [...value];
    },
  };
}

export const trace = (given: Scenario, changes: Partial<Setup> = {}): Trace =>
  observe(given, changes).values;

/** Matches numbers that are these but for rounding. */
export const near = (...values: readonly number[]): unknown[] =>
  values.map((value) => expect.closeTo(value, 9) as unknown);

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);
