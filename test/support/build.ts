/**
 * Scenarios in memory, for tests of the core: amounts are in base units (a month's, not a year's), and
 * what a test does not mention is absent.
 */
import { expect } from "vitest";
import { loadBuffer } from "../../src/engine/buffer.ts";
import { bind } from "../../src/engine/bind.ts";
import { collectNumbers, numberAt, type Given as GivenNumbers } from "../../src/engine/numbers.ts";
import type { Program } from "../../src/engine/program.ts";
import type { Source, World } from "../../src/engine/world.ts";
import {
  budgetYears,
  monthOf,
  parseMonth,
  type Month,
  type Period,
} from "../../src/language/calendar.ts";
import {
  description,
  type EquationId,
  type FigureId,
  type InputId,
  type SetId,
} from "../../src/model/description.ts";
import { fillPast, interpret } from "../../src/engine/interpreter.ts";
import type { Origin, Point, Quantity } from "../../src/amounts/quantity.ts";
import { driverOf } from "../../src/model/costs/drivers.ts";
import type { CostLine } from "../../src/model/costs/file.ts";
import type { Claim, Tier } from "../../src/model/housing/file.ts";
import type { Follow } from "../../src/model/intake/file.ts";
import type { Effect, Measure } from "../../src/model/measures/file.ts";
import type { Appropriation } from "../../src/model/money/file.ts";
import type { Process, Quota, Split, Stream } from "../../src/model/process/file.ts";
import type { Leave } from "../../src/model/process/ways.ts";
import { partRef, stageRef } from "../../src/model/refs.ts";
import { cappedOf, type Scenario } from "../../src/model/scenario.ts";
import type { Staff, Work } from "../../src/model/staff/file.ts";
import { matches, parseDomains } from "../../src/language/description.ts";
import {
  defaults,
  openRequest,
  type FigureRef,
  type Options,
  type Request,
  type View,
} from "../../src/request/request.ts";
import { kronor, unit } from "../../src/language/units.ts";
import { givenOf, single, type Setup } from "../../src/model/making.ts";
import { buildWorld } from "../../src/model/world.ts";
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

export const rate = (given: Given): Leave => ({ rate: quantity(given, "1/month") });
export const after = (months: number): Leave => ({ after: months });
export const staffed = (staffOf: string): Leave => ({ staff: staffOf });
export const placed = (quota: string): Leave => ({ quota });

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
  flow: partRef(flow),
  ratio: quantity(ratio),
  lag,
  history: optional(history, "persons/month"),
});

export const followStock = (stock: string, ratio: Given): Follow => ({
  stock: partRef(stock),
  ratio: quantity(ratio, "1/month"),
});

export const work = (given: Raw<Work> & { readonly effort: Given }): Work => ({
  effort: quantity(given.effort, "hours/person"),
  aim: optional(given.aim, "months"),
  shortest: optional(given.shortest, "months"),
  ceiling: optional(given.ceiling, "persons"),
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

type StaffNumbers = "before" | "decided" | "productivity" | "hire" | "shed";

export const staff = (
  given: Raw<Pick<Staff, StaffNumbers>> & {
    readonly steady?: boolean;
    readonly serves: readonly string[];
  },
): Staff => ({
  label: "staff",
  before: quantity(given.before ?? 0, "staff"),
  decided: optional(given.decided, "staff"),
  productivity: quantity(given.productivity ?? 100, "hours/staff-month"),
  hire: quantity(given.hire ?? 1, "1/month"),
  shed: quantity(given.shed ?? 1, "1/month"),
  steady: given.steady ?? false,
  serves: given.serves.map(stageRef),
});

export const offer = (places: Given, serves: readonly string[]): Quota => ({
  label: "quota",
  persons: quantity(places, "persons/month"),
  serves: serves.map(stageRef),
});

export const claim = (
  given: Partial<Pick<Claim, "streams" | "stages">> & { own?: Given },
): Claim => ({
  label: "claim",
  streams: given.streams ?? [],
  stages: given.stages ?? [],
  own: optional(given.own, ""),
});

type TierNumbers = "places" | "pace" | "release" | "most" | "occupancy" | "reserve";

/** A tier for some claims; without `places` it takes as many as come. */
export const tier = (
  claims: readonly string[],
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
  run_by_others: given.runByOthers ?? false,
  for: [...claims],
});

// Money

/** A frame of which years without a figure are left to the planning run. */
const framed = (given: Given | undefined, planned: boolean): Quantity => ({
  ...(given === undefined ? { ...quantity(0, "money"), points: [] } : quantity(given, "money")),
  left: planned ? [always] : [],
});

export const appropriation = (
  given: Partial<Pick<Appropriation, "basis" | "items" | "caps">> & {
    readonly planned?: boolean;
  } & Raw<Pick<Appropriation, "frame" | "available">> = {},
): Appropriation => ({
  label: "appropriation",
  area: "",
  number: "",
  basis: given.basis ?? "cash",
  items: given.items ?? {},
  caps: given.caps,
  frame: framed(given.frame, given.planned ?? true),
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
    drivers: [drivers].flat().map(driverOf),
    cost: quantity(cost, measure),
    index: given.index,
    lag: given.lag ?? 0,
    spread: given.spread ?? 1,
    history: optional(given.history, given.per ?? "persons/month"),
  };
}

export const measure = (
  given: Partial<Pick<Measure, "effects" | "withinFrame" | "delay" | "strategicArea">> & {
    costs?: Readonly<Record<string, Given>>;
  } = {},
): Measure => ({
  label: "measure",
  strategicArea: given.strategicArea ?? "area",
  costs: record(given.costs ?? {}, (cost) => quantity(cost, "money")),
  effects: given.effects ?? [],
  withinFrame: given.withinFrame ?? false,
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
  claims: "housing.claims",
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
  yearStarts: 1,
  prices: "2014",
  sources: {},
  areas: { "1": "Area 1" },
  strategicAreas: { area: "Area" },
  intakes: {},
  streams: {},
  processes: {},
  staff: {},
  quotas: {},
  stocks: {},
  flows: {},
  claims: {},
  tiers: {},
  tierGroups: {},
  appropriations: { "1/1": appropriation() },
  indices: {},
  costs: {},
  measures: {},
  planning: undefined,
  tables: new Map(),
  published: [],
  calibration: undefined,
  quantities: new Map(),
};

export function scenario(given: Partial<Scenario>): Scenario {
  const quantities = new Map<string, Quantity>();
  const { planning, appropriations, ...rest } = { ...empty, ...given };
  const withAreas = record(appropriations, (one, key) => ({
    ...one,
    area: key.slice(0, key.indexOf("/")),
    number: key.slice(key.indexOf("/") + 1),
  }));
  const made = named({ ...rest, appropriations: withAreas }, "", quantities) as Scenario;
  return { ...made, planning, quantities };
}

// Runs

export const noDiagnostics = (problem: Diagnostic): never => {
  throw new Error(`${problem.path}: ${problem.message}`);
};

/** How a run is made, where it is not made in `need` without measures. */
export interface Making extends Partial<Pick<Setup, "period" | "funding" | "counted">> {
  readonly intakeCase?: "low" | "mid" | "high";
  readonly intakeScale?: number;
  /** Money that may be spent a year on each capped appropriation. */
  readonly funds?: ReadonlyMap<number, number>;
}

/** The monthly values of any of the model's quantities. */
export type Trace = (equation: EquationId, key: string) => number[];

/** A run with all its months. */
export interface Observed {
  readonly world: World;
  readonly program: Program;
  /** What the numbers are, by position. */
  readonly numbers: readonly number[];
  readonly buffer: Float64Array;
  readonly run: ReturnType<typeof interpret>;
  readonly values: Trace;
  /** The monthly values of a quantity for all elements that have it. */
  readonly every: (equation: EquationId) => number[][];
  /** The monthly values of an element's input. */
  readonly input: (set: SetId, key: string, id: InputId) => number[];
}

/** The world of a run, and the numbers in it. */
export function worldOf(
  given: Scenario,
  making: Making = {},
  report: (problem: Diagnostic) => void = noDiagnostics,
): { readonly world: World; readonly numbers: readonly number[] } {
  const { intakeCase = "mid", intakeScale = 1, funds } = making;
  const numbers = collectNumbers();
  const options = {};
  const option = (path: string, value: number): GivenNumbers =>
    single(numbers, options, path, { path, value });
  const runs = making.period ?? given.period;
  const allowances = new Map(
    cappedOf(given).map(({ appropriation: key }) => {
      const { frame, available } = given.appropriations[key] ?? {};
      const amounts =
        funds === undefined
          ? [available, frame].flatMap((one) =>
              one === undefined ? [] : givenOf(numbers, one).points,
            )
          : [...funds].map(([year, amount]) => ({
              from: monthOf(year, 0),
              to: monthOf(year, 11),
              number: numbers.constant(amount, unit("money")),
            }));
      return [key, { path: key, measure: unit("money"), points: amounts }];
    }),
  );
  const setup: Setup = {
    period: runs,
    funding: making.funding ?? "need",
    counted: making.counted ?? new Set(),
    frames: new Map(),
    allowances,
  };
  const world = buildWorld(
    given,
    setup,
    numbers,
    {
      low_case: option("low", intakeCase === "low" ? 1 : 0),
      mid_case: option("mid", intakeCase === "mid" ? 1 : 0),
      high_case: option("high", intakeCase === "high" ? 1 : 0),
      scale: option("scale", intakeScale),
    },
    budgetYears(runs, given.yearStarts),
    report,
  );
  return { world, numbers: numbers.list.map(({ value }) => value) };
}

/** A program with its numbers in a buffer. */
export function loaded(program: Program, numbers: readonly number[]): Float64Array {
  const buffer = loadBuffer(program, numbers);
  fillPast(program, buffer);
  return buffer;
}

/** Runs a scenario in the interpreter; its problems are thrown. */
export function observe(given: Scenario, making: Making = {}): Observed {
  const { world, numbers } = worldOf(given, making);
  const bound = bind(description, world, ({ set, key, input }) => {
    throw new Error(`${set} ${key} has no ${input}`);
  });
  const program = bound([]);
  const buffer = loaded(program, numbers);
  const run = interpret(program, buffer);
  const positions = new Map(
    program.slots.map(({ equation, key }, slot) => [`${equation} ${key}`, slot]),
  );
  const months = (slot: number): number[] => [
    ...run.values.subarray(slot * run.months, (slot + 1) * run.months),
  ];
  const values: Trace = (equation, key) => {
    const slot = positions.get(`${equation} ${key}`);
    if (slot === undefined) throw new Error(`the run has no ${equation} of ${key}`);
    return months(slot);
  };
  return {
    world,
    program,
    numbers,
    buffer,
    run,
    values,
    every: (equation) =>
      program.slots.flatMap((slot, i) => (slot.equation === equation ? [months(i)] : [])),
    input: (set, key, id) => {
      const element = world.sets[set]?.find((one) => one.key === key);
      const source: Source | undefined = element?.inputs[id];
      if (source === undefined) throw new Error(`the run has no input ${id} of ${key}`);
      return Array.from({ length: run.months }, (_, month_) => {
        if (typeof source === "number") return source;
        if ("parameter" in source) return values("value", source.parameter)[month_] ?? NaN;
        return numbers[numberAt(source, world.start + month_) ?? -1] ?? NaN;
      });
    },
  };
}

export const trace = (given: Scenario, changes: Making = {}): Trace =>
  observe(given, changes).values;

/** Matches numbers that are these but for rounding. */
export const near = (...values: readonly number[]): unknown[] =>
  values.map((value) => expect.closeTo(value, 9) as unknown);

export const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

// Requests

/** Opens a request; its problems are thrown. */
export function opened(given: Scenario, options: Partial<Options> = {}): Request {
  const found = openRequest(given, { ...defaults, ...options });
  if (!found.ok) throw new Error(found.diagnostics.map(({ message }) => message).join("\n"));
  return found.value;
}

/** All that is wrong with a scenario as it is opened, or when it is run in its mode. */
export function problemsIn(given: Scenario, options: Partial<Options> = {}): readonly Diagnostic[] {
  const found = openRequest(given, { ...defaults, ...options });
  if (!found.ok) return found.diagnostics;
  return found.value.run([{ mode: found.value.options.funding }]);
}

/** Figures of one element, by period. */
export type Figures = (set: SetId, figure: FigureId, key: string) => (number | null)[];

/** Reads figures of a run in the request's mode, or another. */
export function figuresOf(
  request: Request,
  view: View = { mode: request.options.funding },
): Figures {
  const columns = view.mode === "planning" ? request.planningYears : request.columns;
  return (set, figure, key) =>
    columns.map((column) => request.read(view, { set, figure, key }, column));
}

/** Every figure of every element a world has. */
export const allFigures = (world: World): FigureRef[] =>
  description.figures.flatMap(({ id, over }) =>
    parseDomains(over).flatMap((domain) =>
      (world.sets[domain.set] ?? [])
        .filter(({ tags }) => matches(domain, tags))
        .map(({ key }) => ({ figure: id as FigureId, set: domain.set as SetId, key })),
    ),
  );
