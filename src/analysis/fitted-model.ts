/** A scenario as a function of the numbers its calibration may fit: what the targets become. */
import { failed, ok, type Diagnostic, type Result } from "../diagnostics/diagnostic.ts";
import type { Column } from "../engine/session.ts";
import { parseSpan } from "../language/calendar.ts";
import { valueAt } from "../amounts/quantity.ts";
import { toleranceOf, type FitSpec } from "../model/calibration/file.ts";
import { rowName, type RowRef } from "../model/refs.ts";
import type { Scenario } from "../model/scenario.ts";
import type { Funding, PublishedRow } from "../model/tables/file.ts";
import { isInput, writesFor, type Write } from "../request/changes.ts";
import { openRequest, RunFailed, type FigureRef, type Request } from "../request/request.ts";
import { tablesOf } from "../tables/build.ts";
import { rowToCompare } from "../tables/published.ts";
import { valueIn, wantAll, type Shown } from "../tables/spec.ts";

/** One published figure that a fit is held to. */
export interface Target {
  /** With the period its address. */
  readonly row: RowRef;
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
  /** Name of a budget year. */
  readonly year: string;
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
interface Outcome {
  readonly levels: readonly SetLevel[];
  /** The model's figure for each target. */
  readonly values: readonly number[];
}

/** What comes of a level in the scenario as it would be written. */
export interface LevelFound {
  /** Need of the planning run in the level's year, in money. */
  readonly need: number;
  /** The largest share of its appropriation the line has in a year of the request. */
  readonly share: number;
}

export interface FittedModel {
  readonly parameters: readonly Parameter[];
  readonly levels: readonly Level[];
  readonly targets: readonly Target[];
  /**
   * Undefined where the numbers drive the model out of its range. Levels that are not given follow from the frames. Made to be
   * repeated.
   */
  readonly run: (numbers: readonly number[], levels?: readonly number[]) => Outcome | undefined;
  /** The same from the scenario as it would be written. */
  readonly written: (
    numbers: readonly number[],
    levels: readonly number[],
  ) => Result<{ readonly values: readonly number[]; readonly levels: readonly LevelFound[] }>;
}

/** The scenario with these numbers in its inputs: first the fitted ones, then the levels, each in its unit. */
export type ScenarioAt = (numbers: readonly number[]) => Result<Scenario>;

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
          tolerance: toleranceOf(tolerance, value),
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

/** Misses in tolerances, each weighted so that its square counts what the target says. */
export const residualsOf = (targets: readonly Target[], values: readonly number[]): number[] =>
  targets.map(
    (target, i) => (Math.sqrt(target.weight) * missOf(target, values[i] ?? NaN)) / target.tolerance,
  );

/** The sum a fit makes as small as it can. */
export const distanceOf = (targets: readonly Target[], values: readonly number[]): number =>
  residualsOf(targets, values).reduce((sum, value) => sum + value * value, 0);

/** Why a fit cannot begin. */
export const farAtStart: Diagnostic = {
  code: "out-of-range",
  severity: "error",
  message: "with every number at its start the model has no finite distance from the targets",
  help: "start from numbers the model can be run with",
  path: "calibration.fit",
};

/** Raised when a fitted number changes more than a value in the model's months. */
export class StructureChanged extends Error {}

/** A number to be fitted as what it sets: in the model a number is proportional to what is written. */
interface Setter {
  readonly start: number;
  readonly writes: readonly (Write & { readonly from: number })[];
}

/**
 * Prepares a scenario for fitting; `inFile` reads it from the text with the numbers in it.
 * @throws StructureChanged when a fitted number is more than a value in the model's months
 */
export function fittedModel(
  scenario: Scenario,
  at: ScenarioAt,
  inFile: ScenarioAt = at,
): Result<FittedModel> {
  const parameters = parametersOf(scenario);
  const levels = levelsOf(scenario);
  const targets = targetsOf(scenario);
  const starts = [...parameters, ...levels].map(({ start }) => start);
  const paths = [...parameters.flatMap(({ inputs }) => inputs), ...levels.map(({ path }) => path)];
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
    return failed([
      { code: "missing-key", severity: "error", message, help, path: "calibration.levels" },
    ]);
  }
  if (paths.some((path) => !isInput(base.value, path))) throw new StructureChanged();
  const opened = openRequest(base.value);
  if (!opened.ok) return opened;
  const request = opened.value;
  const setters: Setter[] = [];
  const problems: Diagnostic[] = [];
  for (const [i, start] of starts.entries()) {
    const other = others[i] ?? start;
    const changed = at(starts.map((value, j) => (i === j ? other : value)));
    if (!changed.ok) {
      problems.push(...changed.diagnostics);
      continue;
    }
    const writes = writesFor(request, changed.value);
    if (writes === undefined) throw new StructureChanged();
    const from = (number: number): number => request.numbers[number]?.value ?? NaN;
    setters.push({
      start,
      writes: writes.map(({ number, value }) => ({
        number,
        from: from(number),
        // Per unit of what is written.
        value: (value - from(number)) / (other - start),
      })),
    });
  }
  if (problems.length > 0) return failed(problems);
  const set = (index: number, written: number): void => {
    const { start, writes } = setters[index]!;
    for (const { number, from, value } of writes) {
      request.set(number, from + value * (written - start));
    }
  };
  const prepared = attempt(() => cellsOf(scenario, request));
  if (!prepared.ok) return prepared;
  const cells = prepared.value;
  const planned: (() => SetLevel)[] = [];
  for (const [i, level] of levels.entries()) {
    const found = attempt(() =>
      levelCells(level, request, (written) => set(parameters.length + i, written)),
    );
    if (!found.ok) return found;
    if (found.value === undefined) problems.push(idle(level, i));
    else planned.push(found.value);
  }
  if (problems.length > 0) return failed(problems);

  const model: FittedModel = {
    parameters,
    levels,
    targets,
    run: (numbers, given) => {
      for (const i of parameters.keys()) set(i, numbers[i] ?? NaN);
      for (const [i, { start }] of levels.entries()) set(parameters.length + i, start);
      const ran = attempt(() => {
        const made = planned.map((level) => level());
        for (const [i, { value }] of made.entries()) {
          set(parameters.length + i, given?.[i] ?? value);
        }
        return { levels: made, values: cells.map((cell) => cell() ?? NaN) };
      });
      return ran.ok ? ran.value : undefined;
    },
    written: (numbers, setLevels) => {
      const made = inFile([...numbers, ...setLevels]);
      if (!made.ok) return made;
      const own = openRequest(made.value);
      if (!own.ok) return own;
      return attempt(() => ({
        values: cellsOf(made.value, own.value).map((cell) => cell() ?? NaN),
        levels: levels.map((level) => ({
          need: plannedNeed(level, own.value)(),
          share: shareOf(level, own.value),
        })),
      }));
    },
  };
  const first = model.run(parameters.map(({ start }) => start));
  return first !== undefined && Number.isFinite(distanceOf(targets, first.values))
    ? ok(model)
    : failed([farAtStart]);
}

/** What is wrong with a scenario, or what `make` gives. */
function attempt<T>(make: () => T): Result<T> {
  try {
    return ok(make());
  } catch (error) {
    if (error instanceof RunFailed) return failed(error.diagnostics);
    throw error;
  }
}

const costOn = (key: string): FigureRef => ({ figure: "forecast", set: "appropriation", key });
const costOf = (line: string): FigureRef => ({ figure: "cost", set: "line", key: line });

/** Reads a figure of the planning run in the level's year; NaN where the run has no such year. */
function plannedFigure({ year }: Level, request: Request, figure: FigureRef): () => number {
  const column = request.planningYears.find(({ name }) => name === year);
  return () =>
    column === undefined ? NaN : (request.read({ mode: "planning" }, figure, column) ?? NaN);
}

const plannedNeed = (level: Level, request: Request): (() => number) =>
  plannedFigure(level, request, costOn(level.appropriation));

/**
 * A line's cost is proportional to its unit cost, which nothing else depends on: one run tells the level. Undefined where the
 * need does not depend on it.
 */
function levelCells(
  level: Level,
  request: Request,
  set: (written: number) => void,
): (() => SetLevel) | undefined {
  const { line, appropriation, year, start } = level;
  const { frame } = request.scenario.appropriations[appropriation]!;
  const opens = parseSpan(year, request.scenario.yearStarts)?.from ?? NaN;
  const published = (frame && valueAt(frame, opens)) ?? 0;
  const need = plannedNeed(level, request);
  const cost = plannedFigure(level, request, costOf(line));
  const atStart = need();
  set(start * 2);
  const moves = Math.abs(need() - atStart) > 0;
  set(start);
  if (!moves) return undefined;
  return () => {
    const before = need();
    // The rest may cost more than the frame already: then the line is left out, and the frame is missed.
    const value = Math.max(0, start * (1 + (published - before) / cost()));
    return { before, frame: published, value };
  };
}

const idle = ({ path, appropriation, year }: Level, i: number): Diagnostic => ({
  code: "out-of-range",
  severity: "error",
  message: `${path} moves no need of ${appropriation} in the planning run's ${year}`,
  help: "choose a line that costs something in that year, and leave it out of planning.set",
  path: `calibration.levels.${i}.line`,
});

/** The largest share of its appropriation a line has in a year of the request. */
function shareOf({ line, appropriation }: Level, request: Request): number {
  const read = (figure: FigureRef, column: Column): number =>
    request.read({ mode: "need" }, figure, column) ?? 0;
  return Math.max(
    ...request.columns.map(
      (column) => read(costOf(line), column) / (read(costOn(appropriation), column) || Infinity),
    ),
  );
}

/** The model's figure for each target, to be read again and again. @throws RunFailed with targets that name no cell. */
function cellsOf(scenario: Scenario, request: Request): (() => number | null)[] {
  const tables = tablesOf(request);
  const problems: Diagnostic[] = [];
  const found = scenario.published.flatMap(({ tolerance, values, funding, ...given }, i) => {
    if (tolerance === undefined) return [];
    const row = rowToCompare(scenario, (id) => tables.spec(id, funding), given);
    if ("problem" in row) {
      problems.push({ ...row.problem, path: `published.${i}.${row.key}` });
      return [];
    }
    return Object.keys(values).map((period) => ({
      shows: row.shows,
      column: row.spec.columns.find(({ name }) => name === period),
      row: given.row,
      period,
      path: `published.${i}.values.${period}`,
    }));
  });
  if (problems.length > 0) throw new RunFailed(problems);
  wantAll(request, found);
  const read = ({ shows, column }: { shows: Shown; column: Column | undefined }): number | null =>
    column === undefined ? null : valueIn(request, shows, column);
  for (const cell of found.filter((one) => read(one) === null)) {
    problems.push({
      code: "unknown-name",
      severity: "error",
      message: `the model has no figure for ${rowName(cell.row)}@${cell.period}`,
      help: "a target needs one: leave the year out, or the tolerance",
      path: cell.path,
    });
  }
  if (problems.length > 0) throw new RunFailed(problems);
  return found.map((cell) => () => read(cell));
}
