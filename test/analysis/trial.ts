/** Bounded linear least squares by trying every choice of bounds: slow, and plainly right. */
import * as fc from "fast-check";

export interface System {
  readonly rows: readonly (readonly number[])[];
  readonly b: readonly number[];
  readonly lower: readonly number[];
  readonly upper: readonly number[];
}

export const columnsOf = (rows: readonly (readonly number[])[]): number[][] =>
  (rows[0] ?? []).map((_, j) => rows.map((row) => row[j] ?? NaN));

const product = (row: readonly number[], x: readonly number[]): number =>
  row.reduce((sum, value, j) => sum + value * (x[j] ?? NaN), 0);

export const costOf = ({ rows, b }: System, x: readonly number[]): number =>
  rows.reduce((sum, row, i) => sum + (product(row, x) - (b[i] ?? NaN)) ** 2, 0);

/** Gauss–Jordan; undefined if singular. */
function solve(matrix: readonly (readonly number[])[]): number[] | undefined {
  let rows = matrix.map((row) => [...row]);
  for (let k = 0; k < rows.length; k += 1) {
    const [pivot] = rows.slice(k).toSorted((a, b) => Math.abs(b[k] ?? NaN) - Math.abs(a[k] ?? NaN));
    if (pivot === undefined || Math.abs(pivot[k] ?? 0) < 1e-9) return undefined;
    const own = pivot.map((value) => value / (pivot[k] ?? NaN));
    const others = rows.filter((row) => row !== pivot);
    others.splice(k, 0, own);
    rows = others.map((row) =>
      row === own ? own : row.map((value, j) => value - (row[k] ?? NaN) * (own[j] ?? NaN)),
    );
  }
  return rows.map((row) => row.at(-1) ?? NaN);
}

/** Undefined if columns are linearly dependent. */
export function bestByTrial(system: System): number[] | undefined {
  const { rows, b, lower, upper } = system;
  const columns = columnsOf(rows);
  const count = columns.length;
  let best: number[] | undefined;
  for (let choice = 0; choice < 3 ** count; choice += 1) {
    const x = columns.map((_, j) => {
      const digit = Math.floor(choice / 3 ** j) % 3;
      return [lower[j] ?? NaN, upper[j] ?? NaN, undefined][digit];
    });
    const free = [...x.keys()].filter((j) => x[j] === undefined);
    const bound = x.map((value) => value ?? 0);
    const left = rows.map((row, i) => (b[i] ?? NaN) - product(row, bound));
    const solved = solve(
      free.map((j) => [
        ...free.map((k) => product(columns[j] ?? [], columns[k] ?? [])),
        product(columns[j] ?? [], left),
      ]),
    );
    if (solved === undefined) return undefined;
    const full = x.map((value, j) => value ?? solved[free.indexOf(j)] ?? NaN);
    const inside = full.every(
      (value, j) => value >= (lower[j] ?? NaN) && value <= (upper[j] ?? NaN),
    );
    if (inside && (best === undefined || costOf(system, full) < costOf(system, best))) best = full;
  }
  return best;
}

/** Small whole numbers, so that ties, bounds that just bind and dependent columns come up. */
export const integerSystem = (size: {
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}): fc.Arbitrary<System> => {
  const vector = (length: number, min: number, max: number): fc.Arbitrary<number[]> =>
    fc.array(fc.integer({ min, max }), { minLength: length, maxLength: length });
  return fc
    .tuple(
      fc.integer({ min: size.rows[0], max: size.rows[1] }),
      fc.integer({ min: size.columns[0], max: size.columns[1] }),
    )
    .chain(([m, n]) =>
      fc.record({
        rows: fc.array(vector(n, -4, 4), { minLength: m, maxLength: m }),
        b: vector(m, -9, 9),
        lower: vector(n, -3, 0),
        upper: vector(n, 0, 3),
      }),
    );
};
