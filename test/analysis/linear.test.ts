import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { boundedLinear, singularValues } from "../../src/analysis/linear.ts";
import { bestByTrial, columnsOf, costOf, integerSystem } from "./trial.ts";

const expectClose = (actual: readonly number[], expected: readonly number[], by: number): void => {
  expect(actual).toHaveLength(expected.length);
  actual.forEach((value, i) => expect(Math.abs(value - (expected[i] ?? NaN))).toBeLessThan(by));
};

describe("bounded linear least squares", () => {
  // Data and solutions, 6 digits each, are from the test program of Lawson & Hanson's BVLS in Burkardt's collection.
  test.each([
    {
      name: "both at lower bounds",
      rows: [
        [0.829509, 0.415307],
        [0.561695, 0.0661187],
      ],
      b: [0.218418, 0.956318],
      lower: [1, 3],
      upper: [2, 4],
      x: [1, 3],
      at: ["lower", "lower"],
    },
    {
      name: "none at a bound",
      rows: [
        [0.415307, 0.043829],
        [0.0661187, 0.633966],
        [0.257578, 0.0617272],
        [0.109957, 0.449539],
      ],
      b: [0.218418, 0.956318, 0.829509, 0.561695],
      lower: [0, -100],
      upper: [100, 100],
      x: [1.04661, 1.2928],
      at: ["free", "free"],
    },
    {
      name: "bounds of both kinds",
      rows: [
        [0.0617272, 0.859097, 0.692066, 0.574366, 0.0618618],
        [0.449539, 0.840847, 0.561662, 0.367027, 0.710781],
        [0.401306, 0.123104, 0.861216, 0.617205, 0.0882833],
        [0.754673, 0.00751236, 0.453794, 0.361529, 0.777994],
        [0.797287, 0.260303, 0.911977, 0.21293, 0.745303],
        [0.00183837, 0.912484, 0.597917, 0.714471, 0.308675],
        [0.897504, 0.113664, 0.188955, 0.117707, 0.899373],
        [0.350752, 0.351629, 0.761492, 0.299329, 0.763537],
        [0.0945448, 0.822887, 0.396988, 0.825003, 0.761731],
        [0.0136169, 0.267132, 0.185314, 0.82466, 0.40697],
      ],
      b: [
        0.218418, 0.956318, 0.829509, 0.561695, 0.415307, 0.0661187, 0.257578, 0.109957, 0.043829,
        0.633966,
      ],
      lower: [0, -1, 0, 0.3, 0.048],
      upper: [1, 0, 1, 0.4, 0.049],
      x: [0.370364, -0.154345, 0.197883, 0.4, 0.048],
      at: ["free", "free", "free", "upper", "lower"],
    },
    // Non-negative; the solution is SciPy's `nnls`, as the tests of NonNegLeastSquares.jl have it.
    {
      name: "non-negative",
      rows: [
        [-0.24, -0.82, 1.35, 0.36, 0.35],
        [-0.53, -0.2, -0.76, 0.98, -0.54],
        [0.22, 1.25, -1.6, -1.37, -1.94],
        [-0.51, -0.56, -0.08, 0.96, 0.46],
        [0.48, -2.25, 0.38, 0.06, -1.29],
      ],
      b: [-1.6, 0.19, 0.17, 0.31, -1.27],
      lower: [0, 0, 0, 0, 0],
      upper: [9, 9, 9, 9, 9],
      x: [2.2010416, 1.19009924, 0, 1.55001345, 0],
      at: ["free", "free", "lower", "free", "lower"],
    },
  ])("$name", ({ rows, b, lower, upper, x, at }) => {
    const columns = columnsOf(rows);
    const middle = lower.map((low, j) => (low + (upper[j] ?? NaN)) / 2);
    for (const start of [undefined, upper, middle]) {
      const solution = boundedLinear(columns, b, lower, upper, start);
      expectClose(solution.x, x, 1e-5);
      expect(solution.at).toEqual(at);
    }
  });

  test("is the best of all choices of bounds", () => {
    fc.assert(
      fc.property(integerSystem({ rows: [4, 6], columns: [1, 4] }), (system) => {
        const { rows, b, lower, upper } = system;
        const best = bestByTrial(system);
        fc.pre(best !== undefined);
        const { x, at } = boundedLinear(columnsOf(rows), b, lower, upper);
        x.forEach((value, j) => {
          expect(value).toBeGreaterThanOrEqual(lower[j] ?? NaN);
          expect(value).toBeLessThanOrEqual(upper[j] ?? NaN);
          expect(value).toBe({ free: value, lower: lower[j], upper: upper[j] }[at[j] ?? "free"]);
        });
        expect(costOf(system, x)).toBeCloseTo(costOf(system, best), 8);
      }),
      { numRuns: 300 },
    );
  });

  test.each([Infinity, NaN, 1e200])("ends where numbers are too large to compute with: %s", (b) => {
    const columns = [
      [1e200, 1],
      [-1e200, 2],
    ];
    const { x } = boundedLinear(columns, [b, 1], [0, 0], [1, 1], [0.5, 0.5]);
    expect(x).toHaveLength(2);
  });
});

describe("singular values", () => {
  const orthonormal = (vectors: readonly (readonly number[])[]): void => {
    vectors.forEach((a, i) => {
      vectors.forEach((b, j) => {
        const product = a.reduce((sum, value, k) => sum + value * (b[k] ?? NaN), 0);
        expect(product).toBeCloseTo(i === j ? 1 : 0, 12);
      });
    });
  };

  test("of a matrix whose decomposition is known", () => {
    // U diag(3, 1) Vᵀ with rotations by 60° and 45°, and a row of zeros.
    const half = Math.sqrt(0.5);
    const rows = [
      [3 * 0.5 * half - (Math.sqrt(3) / 2) * half, 3 * 0.5 * half + (Math.sqrt(3) / 2) * half],
      [3 * (Math.sqrt(3) / 2) * half + 0.5 * half, 3 * (Math.sqrt(3) / 2) * half - 0.5 * half],
      [0, 0],
    ];
    const [first, second] = singularValues(rows);
    expect([first?.value, second?.value]).toEqual([expect.closeTo(3, 12), expect.closeTo(1, 12)]);
    expectClose(first?.vector ?? [], [half, half], 1e-12);
    expect(Math.abs(second?.vector[0] ?? 0)).toBeCloseTo(half, 12);
  });

  test("of a Hilbert matrix", () => {
    // The norm of the 3 × 3 Hilbert matrix is 1.408318927123654, its determinant 1/2160.
    const rows = [1, 2, 3].map((i) => [1 / i, 1 / (i + 1), 1 / (i + 2)]);
    const values = singularValues(rows).map(({ value }) => value);
    expect(values[0]).toBeCloseTo(1.408318927123654, 13);
    expect(values.reduce((a, b) => a * b)).toBeCloseTo(1 / 2160, 15);
  });

  test("are 0 for what makes no difference", () => {
    const [large, none, ...more] = singularValues([
      [1, 1],
      [2, 2],
      [3, 3],
    ]);
    expect(more).toEqual([]);
    expect(large?.value).toBeCloseTo(Math.sqrt(28), 12);
    expect(none?.value).toBeLessThan(1e-15);
    expect(none?.vector.map(Math.abs)).toEqual([
      expect.closeTo(Math.sqrt(0.5), 12),
      expect.closeTo(Math.sqrt(0.5), 12),
    ]);
  });

  test("are as many as columns when rows are fewer", () => {
    const found = singularValues([[3, 0, 4]]);
    expect(found.map(({ value }) => value)).toEqual([expect.closeTo(5, 12), 0, 0]);
    expectClose(found[0]?.vector ?? [], [0.6, 0, 0.8], 1e-12);
    orthonormal(found.map(({ vector }) => vector));
  });

  test("of nothing are none, of what is not finite an error", () => {
    expect(singularValues([])).toEqual([]);
    expect(() => singularValues([[1, NaN]])).toThrow(RangeError);
  });

  test("keep lengths, order and orientation", () => {
    fc.assert(
      fc.property(integerSystem({ rows: [1, 6], columns: [1, 5] }), ({ rows }) => {
        const found = singularValues(rows);
        const values = found.map(({ value }) => value);
        expect(values).toEqual(values.toSorted((a, b) => b - a));
        orthonormal(found.map(({ vector }) => vector));
        for (const { value, vector } of found) {
          const image = rows.map((row) =>
            row.reduce((sum, entry, j) => sum + entry * (vector[j] ?? NaN), 0),
          );
          expect(Math.sqrt(image.reduce((sum, y) => sum + y * y, 0))).toBeCloseTo(value, 10);
          expect(Math.max(...vector)).toBe(Math.max(...vector.map(Math.abs)));
        }
      }),
    );
  });
});
