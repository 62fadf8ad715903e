/**
 * Least squares within bounds: the smallest sum of squared residuals for variables that each have a lower
 * and an upper bound.
 *
 * The method is Levenberg–Marquardt (Levenberg 1944, Marquardt 1963, Moré 1978) with the damping of Nielsen
 * 1999 ("Damping parameter in Marquardt's method", IMM-REP-1999-05). Each step minimises the damped linear model exactly
 * within the bounds (`boundedLinear`), so what is on a bound is there because the model says so, not
 * because a step was cut off. It computes with + − × ÷ and square roots only, in a fixed order: the same
 * problem has the same solution to the bit on every machine.
 *
 * Variables are scaled to their ranges, x = lower + u (upper − lower), so units do not matter, and steps are
 * damped alike in every u (Levenberg). Marquardt's scaling by column norms would damp a variable less the less the
 * residuals depend on it, and carry off what they hardly determine.
 */
import { boundedLinear, dot, norm, remainder, type Place } from "./linear.ts";

export interface Problem {
  /** Always as many. Not finite: cannot be computed here, which counts as worse than anything. */
  readonly residuals: (x: readonly number[]) => readonly number[] | Float64Array;
  /** Where lower and upper are equal the variable is fixed. Residuals are never asked for outside. */
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

export interface Options {
  /** Tried steps, 200 unless told. */
  readonly maxIterations?: number;
  /** Half the interval of differences for derivatives, as a share of the range; 1e-4 unless told. */
  readonly step?: number;
}

/**
 * Why it stopped. `gradient`: no direction within the bounds lowers the sum to first order. `step`: the step became
 * too small to matter; where residuals have kinks this may be short of a minimum. `decrease`: the sum hardly falls
 * any more. `iterations`: it was still falling. `not-finite`: the residuals are not finite at the start, or
 * on both sides of the solution in some variable, or change too much to be squared.
 */
type Reason = "gradient" | "step" | "decrease" | "iterations" | "not-finite";

export interface Solution {
  readonly reason: Reason;
  readonly x: readonly number[];
  /** The sum of squared residuals; Infinity when they are not finite at the start. */
  readonly cost: number;
  readonly residuals: readonly number[];
  /** jacobian[i][j]: change of residual i over the whole range of variable j, 0 if fixed. Empty if there is none. */
  readonly jacobian: readonly (readonly number[])[];
  readonly at: readonly Place[];
  /** On a bound, and the sum would fall beyond it. Empty if there is no Jacobian. */
  readonly held: readonly boolean[];
  readonly iterations: number;
  /** How often residuals were computed. */
  readonly evaluations: number;
}

/** Cosine between the residuals and the change any variable can make; for exact derivatives it is 0 at a minimum. */
const smallCosine = 1e-10;
/** Length of a step in u beside the length of u. */
const smallStep = 1e-10;
/** Decrease of the sum beside the sum, both computed and predicted. */
const smallDecrease = 1e-14;
/**
 * First damping beside the largest squared column norm (Nielsen's τ), and the least: differences have an error of some
 * 1e-12, which less damping would take for a direction worth following.
 */
const firstDamping = 1e-3;
const leastDamping = 1e-12;

interface Point {
  readonly u: readonly number[];
  readonly residuals: Float64Array;
  readonly cost: number;
}

/** Minimises from one start; what lies outside the bounds is moved to them. */
export function minimise(
  problem: Problem,
  start: readonly number[],
  options: Options = {},
): Solution {
  const { lower, upper } = problem;
  const { maxIterations = 200, step: half = 1e-4 } = options;
  check(problem, start, half);
  const widths = lower.map((low, j) => upper[j]! - low);
  let evaluations = 0;

  const xOf = (u: readonly number[]): number[] =>
    u.map((share, j) =>
      share === 1 ? upper[j]! : Math.min(upper[j]!, lower[j]! + share * widths[j]!),
    );

  const evaluate = (u: readonly number[]): Point => {
    evaluations += 1;
    // A copy: the function may use its own array again.
    const residuals = Float64Array.from(problem.residuals(xOf(u)));
    const cost = dot(residuals, residuals);
    return { u, residuals, cost: Number.isFinite(cost) ? cost : Infinity };
  };

  /**
   * One column of the Jacobian: the slope between two points on both sides, or the bound. A formula of second order
   * at a bound would have weights of both signs, and at a kink could give a slope of the wrong sign; a
   * secant has a slope the function has. A side that is not finite is left out; without both it is NaN.
   */
  const columnAt = (point: Point, j: number): Float64Array => {
    if (widths[j] === 0) return new Float64Array(point.residuals.length);
    const beside = (share: number): Point => {
      if (share === point.u[j]) return point;
      const there = evaluate(point.u.with(j, share));
      return there.cost === Infinity ? point : there;
    };
    const below = beside(Math.max(0, point.u[j]! - half));
    const above = beside(Math.min(1, point.u[j]! + half));
    const distance = above.u[j]! - below.u[j]!;
    return above.residuals.map((value, i) => (value - below.residuals[i]!) / distance);
  };
  const columnsAt = (point: Point): Float64Array[] => widths.map((_, j) => columnAt(point, j));

  let point = evaluate(
    start.map((value, j) =>
      widths[j] === 0
        ? 0
        : (Math.min(upper[j]!, Math.max(lower[j]!, value)) - lower[j]!) / widths[j]!,
    ),
  );
  let columns = point.cost === Infinity ? [] : columnsAt(point);
  let damping = firstDamping * largestSquare(columns);
  let growth = 2;

  const solution = (reason: Reason, iterations: number): Solution => {
    const at = point.u.map((share, j) => placeOf(share, widths[j]!));
    return {
      reason,
      x: xOf(point.u),
      cost: point.cost,
      residuals: [...point.residuals],
      jacobian:
        columns.length === 0
          ? []
          : Array.from(point.residuals, (_, i) => columns.map((column) => column[i]!)),
      at,
      held: columns.map((_, j) => isOutward(at[j]!, slope(columns, point, j))),
      iterations,
      evaluations,
    };
  };

  for (let iteration = 0; ; iteration += 1) {
    if (
      point.cost === Infinity ||
      !columns.every((column) => Number.isFinite(dot(column, column)))
    ) {
      return solution("not-finite", iteration);
    }
    if (isStationary(point, columns, widths)) return solution("gradient", iteration);
    if (iteration >= maxIterations) return solution("iterations", iteration);

    const next = stepWithin(point, columns, damping, widths);
    const moved = next.map((share, j) => share - point.u[j]!);
    if (norm(moved) <= smallStep * (norm(point.u) + smallStep)) {
      return solution("step", iteration);
    }
    const trial = evaluate(next);
    const left = remainder(columns, point.residuals.map(opposite), moved);
    const predicted = point.cost - dot(left, left);
    const actual = point.cost - trial.cost;
    const negligible = smallDecrease * point.cost;
    if (actual > 0) {
      // Rounding can take the predicted decrease, which is never negative, below 0.
      const surplus = 2 * (actual / Math.max(0, predicted)) - 1;
      damping *= Math.max(1 / 3, 1 - surplus * surplus * surplus);
      growth = 2;
      point = trial;
      columns = columnsAt(point);
      damping = Math.max(damping, leastDamping * largestSquare(columns));
    } else {
      damping *= growth;
      growth *= 2;
    }
    if (Math.abs(actual) <= negligible && predicted <= negligible) {
      return solution("decrease", iteration + 1);
    }
  }
}

/** The minimum of the damped linear model within the bounds. */
function stepWithin(
  { u, residuals }: Point,
  columns: readonly Float64Array[],
  damping: number,
  widths: readonly number[],
): number[] {
  const rows = residuals.length;
  const root = Math.sqrt(damping);
  const damped = columns.map((column, j) => {
    const longer = new Float64Array(rows + columns.length);
    longer.set(column);
    longer[rows + j] = root;
    return longer;
  });
  const target = new Float64Array(rows + columns.length);
  target.set(residuals.map(opposite));
  const { x, at } = boundedLinear(
    damped,
    target,
    u.map(opposite),
    u.map((share, j) => (widths[j] === 0 ? 0 : 1 - share)),
    u.map(() => 0),
  );
  return u.map((share, j) => {
    if (at[j] === "lower") return 0;
    return at[j] === "upper" ? 1 : Math.min(1, Math.max(0, share + x[j]!));
  });
}

/** Whether no variable that can move would lower the sum, to first order. */
function isStationary(
  point: Point,
  columns: readonly Float64Array[],
  widths: readonly number[],
): boolean {
  const length = norm(point.residuals);
  return columns.every((column, j) => {
    const along = slope(columns, point, j);
    return (
      Math.abs(along) <= smallCosine * norm(column) * length ||
      isOutward(placeOf(point.u[j]!, widths[j]!), along)
    );
  });
}

/** Half the derivative of the sum of squares. */
const slope = (columns: readonly Float64Array[], { residuals }: Point, j: number): number =>
  dot(columns[j]!, residuals);

const isOutward = (place: Place, along: number): boolean =>
  (place === "lower" && along > 0) || (place === "upper" && along < 0);

const placeOf = (share: number, width: number): Place => {
  if (share === 0 || width === 0) return "lower";
  return share === 1 ? "upper" : "free";
};

const opposite = (value: number): number => 0 - value;
const largestSquare = (columns: readonly Float64Array[]): number =>
  Math.max(0, ...columns.map((column) => dot(column, column)));

function check({ lower, upper }: Problem, start: readonly number[], half: number): void {
  if (lower.length !== upper.length || lower.length !== start.length) {
    throw new RangeError("lower, upper and start have different lengths");
  }
  lower.forEach((low, j) => {
    if (!(Number.isFinite(low) && Number.isFinite(upper[j]) && low <= upper[j]!)) {
      throw new RangeError(`bounds ${low} and ${upper[j]} of variable ${j} are no range`);
    }
    if (Number.isNaN(start[j])) throw new RangeError(`variable ${j} starts at NaN`);
  });
  if (!(half > 0 && half <= 0.5)) throw new RangeError(`${half} is no share of a range`);
}

export interface LocalSolution extends Solution {
  /** The position of its start among those given. */
  readonly start: number;
}

/** Minimises from every start: all solutions, the smallest sum first, then in order of starts. */
export function multistart(
  problem: Problem,
  starts: readonly (readonly number[])[],
  options: Options = {},
): LocalSolution[] {
  return starts
    .map((start, i) => ({ ...minimise(problem, start, options), start: i }))
    .toSorted((a, b) => Number(a.cost > b.cost) - Number(a.cost < b.cost));
}

/**
 * Points spread over a box: the sequence of Richtmyer (1951, LA-1342), whose point i has the fractional part of i√p as
 * its share of a range, with a prime p for each variable. A few points of Halton's sequence in many variables lie near
 * diagonals: of the 190 pairs of 20 variables, 91 have a correlation above 0.5 in the first 16 points, of
 * this one 13.
 */
export function startsIn(
  lower: readonly number[],
  upper: readonly number[],
  count: number,
): number[][] {
  const roots = primes(lower.length).map(Math.sqrt);
  return Array.from({ length: count }, (_, i) =>
    roots.map((root, j) => {
      const far = (i + 1) * root;
      const share = far - Math.floor(far);
      return Math.min(upper[j]!, lower[j]! + share * (upper[j]! - lower[j]!));
    }),
  );
}

function primes(count: number): number[] {
  const found: number[] = [];
  for (let candidate = 2; found.length < count; candidate += 1) {
    if (found.every((prime) => candidate % prime !== 0)) found.push(candidate);
  }
  return found;
}
