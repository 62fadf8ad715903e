/** A scenario as a function of the numbers its calibration may fit: what the targets become. */
import {
  costOn,
  defaults,
  forecast,
  repeatable,
  type Forecast,
  type Options,
  type Planned,
} from "../core/plan.ts";
import type { FitSpec, Funding, PublishedRow, Scenario } from "../core/scenario.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { tablesOf } from "../tables/build.ts";
import { rowToCompare } from "../tables/published.ts";

/** One published figure that a fit is held to. */
export interface Target {
  /** `5/8/1:1/forecast`, and with the period its address. */
  readonly row: string;
  readonly period: string;
  readonly unit: string;
  readonly funding: Funding;
  readonly published: number;
  /** A miss that is still a hit, in the row's unit. */
  readonly tolerance: number;
  /** What a squared miss of one tolerance counts. */
  readonly weight: number;
  readonly compare: PublishedRow["compare"];
}

/** A number that may be fitted, in the unit it is written in. */
export interface Parameter {
  readonly inputs: readonly string[];
  readonly unit: string;
  readonly start: number;
  readonly from: number;
  readonly to: number;
  readonly why: string;
}

/** The cost of a line that makes the planning run's need of a year what the bill proposed. */
interface Level {
  readonly line: string;
  readonly path: string;
  readonly unit: string;
  readonly appropriation: string;
  readonly year: number;
  readonly start: number;
  /** Largest share of its appropriation. */
  readonly atMost: number;
}

export interface SetLevel {
  /** Need of the planning run, with the level's start, in money. */
  readonly before: number;
  readonly frame: number;
  /** In the level's unit. */
  readonly value: number;
}

/** What a choice of numbers gives. */
export interface Outcome {
  readonly levels: readonly SetLevel[];
  /** The model's figure for each target. */
  readonly values: readonly number[];
}

export interface FittedModel {
  readonly parameters: readonly Parameter[];
  readonly levels: readonly Level[];
  readonly targets: readonly Target[];
  /** Undefined where the numbers drive the model out of its range. Made to be repeated. */
  readonly run: (numbers: readonly number[]) => Outcome | undefined;
  /** The same from the scenario as it would be written, with the levels given; and the largest share of each level's line. */
  readonly written: (
    numbers: readonly number[],
    levels: readonly number[],
  ) => Planned<{ readonly values: readonly number[]; readonly shares: readonly number[] }>;
}

/** The scenario with these numbers in its inputs: first the fitted ones, then the levels, each in its unit. */
export type ScenarioAt = (numbers: readonly number[]) => Planned<Scenario>;

const parameterOf = ({ inputs, start, from, to, why }: FitSpec): Parameter => ({
  inputs,
  unit: start.unit,
  start: start.number,
  from: from.number,
  to: to.number,
  why,
});

/** The published figures that have a tolerance, in order. */
const targetsOf = ({ published }: Scenario): Target[] =>
  published.flatMap(({ row, unit, funding, values, tolerance, weight, compare }) =>
    tolerance === undefined
      ? []
      : Object.entries(values).map(([period, value]) => ({
          row,
          period,
          unit,
          funding,
          published: value,
          tolerance: Math.max(tolerance.amount, tolerance.share * Math.abs(value)),
          weight,
          compare,
        })),
  );

const parametersOf = ({ calibration }: Scenario): Parameter[] =>
  calibration?.fit.map(parameterOf) ?? [];

const levelsOf = ({ calibration, costs }: Scenario): Level[] =>
  calibration?.levels.map(({ line, year, start, atMost }) => ({
    line,
    path: `costs.${line}.cost`,
    unit: start.unit,
    appropriation: costs[line]?.on ?? "",
    year,
    start: start.number,
    atMost,
  })) ?? [];

/** How far a figure lies from its target; 0 on the side where it may lie anywhere. */
export function missOf({ published, compare }: Target, value: number): number {
  const miss = value - published;
  if (compare === "at_least") return Math.min(0, miss);
  return compare === "at_most" ? Math.max(0, miss) : miss;
}

/**
 * Prepares a scenario for fitting.
 * @throws StructureChanged when a fitted number is more than a value in the model's months
 */
export function fittedModel(scenario: Scenario, at: ScenarioAt): Planned<FittedModel> {
  const parameters = parametersOf(scenario);
  const levels = levelsOf(scenario);
  const targets = targetsOf(scenario);
  const modes = [...new Set<Funding>(["need", ...targets.map(({ funding }) => funding)])].map(
    (funding): Options => ({ ...defaults, funding }),
  );
  const starts = [...parameters, ...levels].map(({ start }) => start);
  // One changed scenario a number; a level may become anything above 0.
  const others = [
    ...parameters.map(({ start, from, to }) => (to - start > start - from ? to : from)),
    ...levels.map(({ start }) => start * 2),
  ];
  const base = at(starts);
  if (!base.ok) return base;
  if (levels.length > 0 && base.value.planning === undefined) {
    const message = "a level follows from the planning assumption's run, and there is none";
    const help = 'add "planning", or leave out the levels';
    return {
      ok: false,
      diagnostics: [
        { code: "missing-key", severity: "error", message, help, path: "calibration.levels" },
      ],
    };
  }
  const problems: Diagnostic[] = [];
  const variations = others.flatMap((other, i) => {
    const changed = at(starts.map((start, j) => (i === j ? other : start)));
    if (changed.ok) return [{ scenario: changed.value, by: other - (starts[i] ?? 0) }];
    problems.push(...changed.diagnostics);
    return [];
  });
  if (problems.length > 0) return { ok: false, diagnostics: problems };
  const repeated = repeatable(base.value, variations, modes);
  if (!repeated.ok) return repeated;
  const first = repeated.value(starts.map(() => 0));
  if (!first.ok) return first;
  const unknown = problemsWith(scenario, first.value);
  if (unknown.length > 0) return { ok: false, diagnostics: unknown };

  return {
    ok: true,
    value: {
      parameters,
      levels,
      targets,
      run: (numbers) => {
        const changes = starts.map((start, i) => (numbers[i] ?? start) - start);
        const free = repeated.value(changes);
        if (!free.ok) return undefined;
        const set = levels.map((level) => setLevel(level, free.value));
        const values = set.map(({ value }, i) => value - (levels[i]?.start ?? 0));
        const ran =
          levels.length === 0
            ? free
            : repeated.value([...changes.slice(0, parameters.length), ...values]);
        return ran.ok ? { levels: set, values: figures(targets, ran.value) } : undefined;
      },
      written: (numbers, setLevels) => {
        const made = at([...numbers, ...setLevels]);
        if (!made.ok) return made;
        const ran = modes.map((options) => forecast(made.value, options));
        const failed = ran.flatMap((one) => (one.ok ? [] : one.diagnostics));
        const forecasts = ran.flatMap((one) => (one.ok ? [one.value] : []));
        if (failed.length > 0) return { ok: false, diagnostics: failed };
        return {
          ok: true,
          value: {
            values: figures(targets, forecasts),
            shares: levels.map((level) => shareOf(level, forecasts)),
          },
        };
      },
    },
  };
}

/** A line's cost is proportional to its unit cost, which nothing else depends on: one run tells the level. */
function setLevel(
  { line, appropriation, year, start }: Level,
  [need]: readonly Forecast[],
): SetLevel {
  const before = plannedCost(need, appropriation, year);
  const frame = need?.frames.get(appropriation)?.get(year)?.amount ?? 0;
  const own = need?.planned?.inYear("cost", line, year) ?? 0;
  // The rest may cost more than the frame already: then the line is left out, and the frame is missed.
  return { before, frame, value: Math.max(0, start * (1 + (frame - before) / own)) };
}

const plannedCost = (need: Forecast | undefined, appropriation: string, year: number): number =>
  need?.planned === undefined || need.scenario.planning === undefined
    ? 0
    : (costOn(need.scenario.planning.assumption, need.planned, appropriation, year) ?? 0);

/** The largest share of its appropriation a line has in a year of the request. */
function shareOf({ line, appropriation }: Level, [need]: readonly Forecast[]): number {
  if (need === undefined) return 0;
  const { run, scenario } = need;
  return Math.max(
    ...run.years.map(
      (year) =>
        (run.inYear("cost", line, year) ?? 0) /
        (costOn(scenario, run, appropriation, year) ?? Infinity),
    ),
  );
}

/** The row of a target in the mode it belongs to, found by name. */
function finder(
  forecasts: readonly Forecast[],
): (row: Pick<Target, "row" | "unit" | "funding">) => ReturnType<typeof rowToCompare> {
  const inMode = (funding: Funding): Forecast => {
    const found = forecasts.find(({ options }) => options.funding === funding);
    if (found === undefined) throw new Error(`${funding}: no such run`);
    return found;
  };
  const made = new Map<Funding, ReturnType<typeof tablesOf>>();
  return ({ row, unit, funding }) => {
    const own = inMode(funding);
    const tables = made.get(funding) ?? tablesOf(own, inMode);
    made.set(funding, tables);
    return rowToCompare(own, (id) => tables.table(id), { row, unit });
  };
}

/** The model's figure for each target; NaN where it has none, which no fit takes. */
function figures(targets: readonly Target[], forecasts: readonly Forecast[]): number[] {
  const find = finder(forecasts);
  const rows = new Map<string, ReturnType<typeof rowToCompare>>();
  return targets.map((target) => {
    const name = `${target.funding} ${target.row}`;
    const found = rows.get(name) ?? find(target);
    rows.set(name, found);
    return "problem" in found ? NaN : (found.at(target.period) ?? NaN);
  });
}

/** Targets that name no row, or a cell without a figure. */
function problemsWith(scenario: Scenario, forecasts: readonly Forecast[]): Diagnostic[] {
  const find = finder(forecasts);
  return scenario.published.flatMap(({ tolerance, values, ...given }, i) => {
    if (tolerance === undefined) return [];
    const found = find(given);
    if ("problem" in found) {
      return [{ ...found.problem, path: `published.${i}.${found.key}` }];
    }
    return Object.keys(values)
      .filter((period) => found.at(period) === null)
      .map((period) => ({
        code: "unknown-name",
        severity: "error",
        message: `the model has no figure for ${given.row}@${period}`,
        help: "a target needs one: leave the year out, or the tolerance",
        path: `published.${i}.values.${period}`,
      }));
  });
}
