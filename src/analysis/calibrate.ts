/**
 * Fits the numbers a scenario declares to the published figures that have a tolerance, by bounded least squares
 * from several starts, and says how much that is worth: baselines, what the targets cannot tell apart, and
 * what a fit predicts that has not seen a group of them.
 */
import { failed, ok, type Diagnostic, type Result } from "../diagnostics/diagnostic.ts";
import type { FittedModel, LevelFound, Parameter, SetLevel, Target } from "./fitted-model.ts";
import { rowName, type CellsRef } from "../model/refs.ts";
import { distanceOf, farAtStart, missOf, residualsOf } from "./fitted-model.ts";
import { multistart, startsIn, type LocalSolution } from "./least-squares.ts";
import { singularValues } from "./linear.ts";

/** Fitted numbers are written with so many digits; all that is reported is computed from these. */
const digits = 4;
const levelDigits = 5;

interface FittedParameter extends Parameter {
  /** In its unit, as written. */
  readonly value: number;
  readonly at: "free" | "lower" | "upper";
  /** Whether any target moves with it where the fit ends. */
  readonly moves: boolean;
}

export interface FittedTarget {
  readonly target: Target;
  /** With the numbers at their starts. */
  readonly unfitted: number;
  readonly fitted: number;
  /** How far the fit lies from it; 0 on the side where it may lie anywhere. */
  readonly missed: number;
}

/** One direction in the space of the numbers, each over its range, and how much the targets move along it. */
interface Direction {
  /** Change of the weighted targets, in tolerances, over the whole range. */
  readonly size: number;
  /** Share of each number, the largest first; those that hardly belong to it are left out. */
  readonly parts: readonly { readonly parameter: Parameter; readonly share: number }[];
}

/** Targets predicted by a fit that has not seen them. */
interface LeftOut {
  readonly name: string;
  readonly cells: readonly {
    readonly target: Target;
    /** Null where that fit makes no run. */
    readonly predicted: number | null;
    /** How far it lies from the target; 0 on the side where it may lie anywhere. */
    readonly missed: number | null;
  }[];
}

/** A row's misses, and those of what could be said without fitting. Sums of misses in the row's unit. */
interface RowFit {
  readonly row: Target["row"];
  readonly unit: string;
  readonly funding: Target["funding"];
  /** Sum of the published figures. */
  readonly published: number;
  readonly net: number;
  readonly absolute: number;
  /** Absolute misses when every figure is 0, is the row's first, or comes from the starts. */
  readonly zeros: number;
  readonly first: number;
  readonly unfitted: number;
}

export interface Fit {
  /** As they are written. */
  readonly numbers: readonly number[];
  readonly levels: readonly number[];
  readonly solution: LocalSolution;
  /** The sums of squares all starts ended with, and where each began. */
  readonly costs: readonly {
    readonly start: number;
    readonly cost: number;
    readonly reason: string;
  }[];
}

export interface Calibration {
  readonly parameters: readonly FittedParameter[];
  readonly levels: readonly (FittedModel["levels"][number] & SetLevel & LevelFound)[];
  readonly targets: readonly FittedTarget[];
  readonly rows: readonly RowFit[];
  readonly directions: readonly Direction[];
  readonly leftOut: readonly LeftOut[];
  readonly fit: Fit;
  /** Weighted sum of squared misses in tolerances, before and after. */
  readonly cost: { readonly unfitted: number; readonly fitted: number };
  /** Targets less fitted numbers. */
  readonly freedom: number;
}

/** By how much the planning run's need misses the frame; 0 where only the level's rounding does. */
export const frameMissed = ({ need, frame }: Calibration["levels"][number]): number =>
  Math.abs(need - frame) > 1e-4 * Math.abs(frame) ? need - frame : 0;

const round = (value: number, to: number): number => Number(value.toPrecision(to));

/** Within the range, whatever rounding does. */
const roundIn = (value: number, { from, to }: Parameter): number =>
  Math.min(to, Math.max(from, round(value, digits)));

const sumOfSquares = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value * value, 0);

/** Fits to the targets that `wanted` picks, from the declared starts and from others spread over the ranges. */
export function fit(
  { parameters, targets, run }: FittedModel,
  starts: number,
  wanted: (index: number) => boolean = () => true,
): Fit {
  const chosen = targets.flatMap((_, i) => (wanted(i) ? [i] : []));
  const pick = <T>(list: readonly T[]): T[] =>
    chosen.flatMap((i) => {
      const item = list[i];
      return item === undefined ? [] : [item];
    });
  const seen = pick(targets);
  const lower = parameters.map(({ from }) => from);
  const upper = parameters.map(({ to }) => to);
  const residuals = (numbers: readonly number[]): number[] => {
    const outcome = run(numbers);
    return outcome === undefined ? seen.map(() => NaN) : residualsOf(seen, pick(outcome.values));
  };
  const solutions = multistart({ residuals, lower, upper }, [
    parameters.map(({ start }) => start),
    ...startsIn(lower, upper, starts),
  ]);
  const [best] = solutions;
  if (best === undefined) throw new Error("a fit has at least one start");
  const numbers = parameters.map((parameter, i) =>
    roundIn(best.x[i] ?? parameter.start, parameter),
  );
  return {
    numbers,
    levels: (run(numbers)?.levels ?? []).map(({ value }) => round(value, levelDigits)),
    solution: best,
    costs: solutions.map(({ start, cost, reason }) => ({ start, cost, reason })),
  };
}

/** Whether a target is one of the cells `5/13/1:2@2015..2018`. */
const covers = (cells: CellsRef, { row, period }: Target): boolean =>
  rowName(cells.row) === rowName(row) && cells.from <= period && period <= cells.to;

/** Why there is no fit that could be used. */
const noFit = (message: string, help: string): Result<never> =>
  failed([{ code: "out-of-range", severity: "error", message, help, path: "calibration.fit" }]);

/** Problems of a scenario that nobody has written yet, with the fitted numbers in it. */
const withFitted = ({ code, severity, message, help }: Diagnostic): Diagnostic => ({
  code,
  severity,
  message: `with the fitted numbers in the file: ${message}`,
  help,
  path: "calibration.fit",
});

/** Whether two figures are the same target, but for rounding. */
const isSame = ({ tolerance }: Target, a: number, b: number): boolean =>
  Math.abs(a - b) <= 1e-6 * (Math.abs(a) + Math.abs(b)) + 0.1 * tolerance;

/** Fits, and reports on the scenario as it would be written; what could not be written is no fit. */
export function calibrate(
  model: FittedModel,
  leaveOut: Readonly<Record<string, readonly CellsRef[]>>,
  starts: number,
  progress: (done: number, all: number) => void = () => {},
): Result<Calibration> {
  const { parameters, targets, run } = model;
  const groups = Object.entries(leaveOut);
  const best = fit(model, starts);
  progress(1, 1 + groups.length);
  const { solution } = best;
  const unfitted = run(parameters.map(({ start }) => start));
  const cost = unfitted && distanceOf(targets, unfitted.values);
  // Elsewhere a fit is no worse than at its start.
  if (unfitted === undefined || cost === undefined || !Number.isFinite(cost)) {
    return failed([farAtStart]);
  }
  const stuck = parameters.filter(
    (_, i) => !Number.isFinite(sumOfSquares(solution.jacobian.map((row) => row[i] ?? NaN))),
  );
  if (stuck.length > 0) {
    const names = stuck.flatMap(({ inputs }) => inputs).join(", ");
    const message = `the fit ends where the model cannot be run with any other ${names}`;
    return noFit(message, "choose another start, or a range in which the model can be run");
  }
  const found = model.written(best.numbers, best.levels);
  // Each number may be in its range and all together impossible, such as shares that add up to more than one.
  if (!found.ok) return failed(found.diagnostics.map(withFitted));
  const fitted = run(best.numbers, best.levels);
  if (fitted === undefined) {
    const message = "the model cannot be run with the fitted numbers as they are rounded";
    return noFit(message, "narrow the ranges to numbers that are possible together");
  }
  const different = targets.flatMap((target, i): Diagnostic[] => {
    const [ours, written] = [fitted.values[i] ?? NaN, found.value.values[i] ?? NaN];
    if (isSame(target, ours, written)) return [];
    return [
      {
        code: "out-of-range",
        severity: "error",
        message: `${rowName(target.row)}@${target.period} is ${ours} in the fit, and would be ${written} with the numbers in the file`,
        help: "write each fitted input as one number that nothing else in the file replaces",
        path: "calibration.fit",
      },
    ];
  });
  if (different.length > 0) return failed(different);
  const compared = targets.map((target, i): FittedTarget => {
    const value = found.value.values[i] ?? NaN;
    const missed = missOf(target, value);
    return { target, unfitted: unfitted.values[i] ?? NaN, fitted: value, missed };
  });
  const value: Calibration = {
    parameters: parameters.map((parameter, i) => ({
      ...parameter,
      value: best.numbers[i] ?? parameter.start,
      at: solution.at[i] ?? "free",
      moves: solution.jacobian.some((row) => row[i] !== 0),
    })),
    levels: model.levels.map((level, i) => ({
      ...level,
      before: fitted.levels[i]?.before ?? NaN,
      frame: fitted.levels[i]?.frame ?? NaN,
      value: best.levels[i] ?? NaN,
      need: found.value.levels[i]?.need ?? NaN,
      share: found.value.levels[i]?.share ?? NaN,
    })),
    targets: compared,
    rows: rowsOf(compared),
    directions: directionsOf(parameters, solution),
    leftOut: groups.map(([name, cells], i) => {
      const left = predict(model, name, (target) => cells.some((c) => covers(c, target)), starts);
      progress(2 + i, 1 + groups.length);
      return left;
    }),
    fit: best,
    cost: {
      unfitted: cost,
      fitted: distanceOf(targets, found.value.values),
    },
    freedom: targets.length - parameters.length,
  };
  return ok(value);
}

/** Fits without some targets and says what the model then gives for them. */
function predict(
  model: FittedModel,
  name: string,
  isLeftOut: (target: Target) => boolean,
  starts: number,
): LeftOut {
  const { targets, run } = model;
  const without = fit(model, starts, (i) => {
    const target = targets[i];
    return target !== undefined && !isLeftOut(target);
  });
  const outcome = run(without.numbers);
  return {
    name,
    cells: targets.flatMap((target, i) => {
      const value = outcome?.values[i] ?? NaN;
      const predicted = Number.isFinite(value) ? value : null;
      const missed = predicted === null ? null : missOf(target, predicted);
      return isLeftOut(target) ? [{ target, predicted, missed }] : [];
    }),
  };
}

/** Misses row by row. */
function rowsOf(compared: readonly FittedTarget[]): RowFit[] {
  const rows = new Map<string, FittedTarget[]>();
  for (const cell of compared) {
    const name = `${cell.target.funding} ${rowName(cell.target.row)}`;
    rows.set(name, [...(rows.get(name) ?? []), cell]);
  }
  return [...rows.values()].flatMap((cells): RowFit[] => {
    const [first] = cells;
    if (first === undefined) return [];
    const sum = (value: (cell: FittedTarget) => number): number =>
      cells.reduce((total, cell) => total + value(cell), 0);
    const { row, unit, funding, published } = first.target;
    const absolute = (value: (cell: FittedTarget) => number): number =>
      sum((cell) => Math.abs(missOf(cell.target, value(cell))));
    return [
      {
        row,
        unit,
        funding,
        published: sum(({ target }) => target.published),
        net: sum((cell) => missOf(cell.target, cell.fitted)),
        absolute: absolute((cell) => cell.fitted),
        zeros: absolute(() => 0),
        first: absolute(() => published),
        unfitted: absolute((cell) => cell.unfitted),
      },
    ];
  });
}

/** Numbers whose share of a direction is smaller than this hardly belong to it. */
const leastShare = 0.25;

/** Directions from the best determined to the least. */
function directionsOf(parameters: readonly Parameter[], { jacobian }: LocalSolution): Direction[] {
  return singularValues(jacobian).map(({ value, vector }) => ({
    size: value,
    parts: parameters
      .map((parameter, i) => ({ parameter, share: vector[i] ?? 0 }))
      .filter(({ share }) => Math.abs(share) >= leastShare)
      .toSorted((a, b) => Math.abs(b.share) - Math.abs(a.share)),
  }));
}
