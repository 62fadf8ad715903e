/**
 * The linear problems inside a calibration. Matrices are lists of columns or rows; ml-matrix factors
 * them, with + − × ÷ and square roots only, so results are the same on every engine.
 */
import { Matrix, QrDecomposition, SingularValueDecomposition } from "ml-matrix";

type Vector = ArrayLike<number>;

/** Where a variable lies; `free` is between its bounds. */
export type Place = "free" | "lower" | "upper";

export interface BoundedSolution {
  readonly x: readonly number[];
  readonly at: readonly Place[];
}

export const dot = (a: Vector, b: Vector): number => {
  let sum = 0;
  for (let i = 0; i < a.length; i += 1) sum += a[i]! * b[i]!;
  return sum;
};

export const norm = (vector: Vector): number => Math.sqrt(dot(vector, vector));

/** b − A x. */
export const remainder = (columns: readonly Vector[], b: Vector, x: Vector): Float64Array => {
  const r = Float64Array.from(b);
  columns.forEach((column, j) => {
    for (let i = 0; i < r.length; i += 1) r[i]! -= column[i]! * x[j]!;
  });
  return r;
};

/** The x that minimises ‖A x − b‖; the columns have to be linearly independent. */
const solve = (columns: readonly Vector[], b: Float64Array): number[] =>
  new QrDecomposition(new Matrix(columns).transpose())
    .solve(Matrix.columnVector([...b]))
    .to1DArray();

/**
 * Minimises ‖A x − b‖ with lower ≤ x ≤ upper: BVLS (Stark & Parker 1995, "Bounded-variable least squares:
 * an algorithm and applications", Computational Statistics 10), the active-set method of Lawson & Hanson's
 * NNLS for two bounds. A variable on a bound has exactly the bound's value. The columns of variables that
 * can move have to be linearly independent.
 *
 * @param start a point between the bounds; those of its variables that lie on a bound start as bound.
 */
export function boundedLinear(
  columns: readonly Vector[],
  b: Vector,
  lower: readonly number[],
  upper: readonly number[],
  start: readonly number[] = lower,
): BoundedSolution {
  const x = [...start];
  const place = (value: number, j: number): Place => {
    if (value <= lower[j]!) return "lower";
    return value >= upper[j]! ? "upper" : "free";
  };
  const at = x.map(place);

  /** Moves to the minimum over the free variables; those that meet a bound on the way stay there. */
  const descend = (): void => {
    for (;;) {
      const free = [...at.keys()].filter((j) => at[j] === "free");
      if (free.length === 0) return;
      const bound = x.map((value, j) => (at[j] === "free" ? 0 : value));
      const own = free.map((j) => columns[j]!);
      const target = solve(own, remainder(columns, b, bound));
      // Numbers too large to compute with lead nowhere.
      if (!target.every(Number.isFinite)) return;
      const ends = free.map((j, k) => Math.min(upper[j]!, Math.max(lower[j]!, target[k]!)));
      // How far along the way to the target each variable meets its bound; 1 for those that never do.
      const reach = free.map((j, k) =>
        ends[k] === target[k] ? 1 : (ends[k]! - x[j]!) / (target[k]! - x[j]!),
      );
      const step = Math.min(...reach);
      free.forEach((j, k) => {
        if (ends[k] !== target[k] && reach[k] === step) {
          x[j] = ends[k]!;
          at[j] = place(ends[k]!, j);
        } else {
          const moved = x[j]! + step * (target[k]! - x[j]!);
          x[j] = step === 1 ? target[k]! : Math.min(upper[j]!, Math.max(lower[j]!, moved));
        }
      });
      if (ends.every((end, k) => end === target[k])) return;
    }
  };

  descend();
  let left = remainder(columns, b, x);
  for (;;) {
    let released = -1;
    let most = 0;
    for (let j = 0; j < x.length; j += 1) {
      if (at[j] === "free" || lower[j] === upper[j]) continue;
      const column = columns[j]!;
      const pull = (dot(column, left) * (at[j] === "lower" ? 1 : -1)) / norm(column);
      if (pull > most) {
        released = j;
        most = pull;
      }
    }
    if (released < 0) break;
    at[released] = "free";
    descend();
    const after = remainder(columns, b, x);
    // Else the largest pull, and so each, was rounding. Falling every time, it comes to no choice of bounds twice.
    if (!(dot(after, after) < dot(left, left))) break;
    left = after;
  }
  // A free variable may have its minimum just at a bound.
  const places = x.map(place);
  const edges = { free: x, lower, upper };
  return { x: places.map((side, j) => edges[side][j]!), at: places };
}

/** A direction in which the residuals change by `value` for each unit moved. */
export interface Direction {
  readonly value: number;
  /** Of length 1; its largest component is positive. */
  readonly vector: readonly number[];
}

/**
 * Singular values of a matrix and its right singular vectors, largest first, one for each column. A value that
 * is small beside the largest belongs to a combination of variables that the residuals hardly tell apart.
 */
export function singularValues(rows: readonly Vector[]): Direction[] {
  const width = rows[0]?.length ?? 0;
  if (width === 0) return [];
  if (!rows.every((row) => Array.from(row).every(Number.isFinite))) {
    throw new RangeError("singular values need finite numbers");
  }
  // Rows of zeros change neither; without them a wide matrix has fewer vectors than columns.
  const missing = Math.max(0, width - rows.length);
  const padded = [...rows, ...zeros(missing, width)];
  const { diagonal, rightSingularVectors } = new SingularValueDecomposition(new Matrix(padded), {
    computeLeftSingularVectors: false,
  });
  return diagonal.map((value, k) => ({
    value,
    vector: upright(rightSingularVectors.getColumn(k)),
  }));
}

const zeros = (rows: number, columns: number): number[][] =>
  Array.from({ length: rows }, () => Array.from({ length: columns }, () => 0));

/** A singular vector may as well point the other way; this settles which. */
const upright = (vector: readonly number[]): number[] => {
  const largest = vector.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a), 0);
  return vector.map((value) => (largest < 0 ? 0 - value : value));
};
