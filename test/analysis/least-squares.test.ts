import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  minimise,
  multistart,
  startsIn,
  type Problem,
  type Solution,
} from "../../src/analysis/least-squares.ts";
import { singularValues } from "../../src/analysis/linear.ts";
import * as published from "./problems.ts";
import { bestByTrial, costOf, integerSystem } from "./trial.ts";

const far = (a: readonly number[], b: readonly number[]): number =>
  Math.max(...a.map((value, i) => Math.abs(value - (b[i] ?? NaN)) / (1 + Math.abs(value))));

/** Half the derivative of the sum by each variable's share of its range, and what it is measured against. */
const slopes = ({ jacobian, residuals, x }: Solution): { slope: number; scale: number }[] =>
  x.map((_, j) => {
    const column = jacobian.map((row) => row[j] ?? NaN);
    const products = column.map((value, i) => value * (residuals[i] ?? NaN));
    return {
      slope: products.reduce((a, b) => a + b, 0),
      scale: Math.sqrt(column.reduce((a, b) => a + b * b, 0)) + 1e-12,
    };
  });

/** The conditions of Karush, Kuhn and Tucker: no variable can move to where the sum is smaller. */
function expectStationary(solution: Solution, tolerance: number): void {
  const length = Math.sqrt(solution.cost);
  slopes(solution).forEach(({ slope, scale }, j) => {
    const pull = slope / (scale * (length + 1e-3));
    // At the lower bound the sum may rise with the variable, at the upper it may fall.
    expect(pull).toBeGreaterThan(solution.at[j] === "upper" ? -Infinity : -tolerance);
    expect(pull).toBeLessThan(solution.at[j] === "lower" ? Infinity : tolerance);
  });
}

// Sums of squares as printed in MGH (6 digits) or, with more digits, squares of the norms in the tests of MINPACK.
describe("published problems of Moré, Garbow and Hillstrom", () => {
  const { bard, kowalikOsborne } = published;
  const positive = { lower: [0.01, 0.01, 0.01], upper: [10, 10, 10] };
  test.each<readonly [string, Problem, readonly number[], number, number, readonly number[]]>([
    ["Rosenbrock", published.rosenbrock, [-1.2, 1], 0, 1e-15, [1, 1]],
    ["Box 3-D", published.box3, [0, 10, 20], 0, 1e-15, [1, 10, 1]],
    ["Bard", bard(positive), [1, 1, 1], 8.21487e-3, 1e-8, [0.08241058, 1.133037, 2.343695]],
    [
      "Kowalik–Osborne",
      kowalikOsborne(1),
      [0.25, 0.39, 0.415, 0.39],
      3.07505e-4,
      1e-9,
      [0.1928078, 0.1912626, 0.1230528, 0.1360532],
    ],
    ["Meyer", published.meyer, [0.02, 5500, 330], 87.9458, 1e-4, [0.005609636, 6181.346, 345.2236]],
    ["Jennrich–Sampson", published.jennrichSampson, [0.3, 0.4], 124.362, 1e-3, [0.25782, 0.25782]],
    [
      "Brown–Dennis",
      published.brownDennis,
      [25, 5, -5, -1],
      85822.2,
      0.1,
      [-11.59, 13.2, -0.4034, 0.2367],
    ],
    [
      "Osborne 1",
      published.osborne1,
      [0.5, 1.5, -1, 0.01, 0.02],
      5.46489e-5,
      1e-10,
      [0.37541, 1.93585, -1.464687, 0.01286753, 0.0221227],
    ],
  ])("%s", (_, problem, start, cost, within, x) => {
    const solution = minimise(problem, start);
    expect(Math.abs(solution.cost - cost)).toBeLessThan(within);
    expect(far(solution.x, x)).toBeLessThan(1e-3);
    expect(solution.at).toEqual(x.map(() => "free"));
    expect(solution.reason).not.toBe("iterations");
    // What the problems need is known; many more would be a fault.
    expect(solution.evaluations).toBeLessThan(600);
    expectStationary(solution, 1e-5);
  });

  test("Powell's singular function, whose Jacobian is singular at the solution", () => {
    const { cost, x } = minimise(published.powellSingular, [3, -1, 0, 1]);
    expect(cost).toBeLessThan(1e-20);
    expect(far(x, [0, 0, 0, 0])).toBeLessThan(1e-4);
  });

  test("Freudenstein and Roth has a local minimum, and starts elsewhere find the other", () => {
    const problem = published.freudensteinRoth;
    const local = minimise(problem, [0.5, -2]);
    expect(Math.abs(local.cost - 48.9842)).toBeLessThan(1e-4);
    expect(far(local.x, [11.4128, -0.896805])).toBeLessThan(1e-5);

    const found = multistart(problem, [[0.5, -2], ...startsIn(problem.lower, problem.upper, 7)]);
    expect(found[0]?.cost).toBeLessThan(1e-15);
    expect(far(found[0]?.x ?? [], [5, 4])).toBeLessThan(1e-8);
    expect(found.find(({ start }) => start === 0)).toEqual({ ...local, start: 0 });
  });

  test("linear of rank one", () => {
    // m (m − 1) / (2 (2 m + 1)) with m = 10.
    const solution = minimise(published.rankOne, [1, 1, 1, 1, 1]);
    expect(solution.cost).toBeCloseTo(90 / 42, 12);
    const values = singularValues(solution.jacobian).map(({ value }) => value);
    expect((values[1] ?? NaN) / (values[0] ?? NaN)).toBeLessThan(1e-10);
  });
});

describe("reference datasets of NIST with certified values", () => {
  const mgh09 = [1.9280693458e-1, 1.9128232873e-1, 1.2305650693e-1, 1.3606233068e-1];
  const misra = [2.3894212918e2, 5.5015643181e-4];
  const thurber = [
    1.28813968e3, 1.4910792535e3, 5.8323836877e2, 7.5416644291e1, 9.6629502864e-1, 3.9797285797e-1,
    4.9727297349e-2,
  ];
  test.each<readonly [string, Problem, readonly number[], number, readonly number[], number]>([
    ["Misra1a, start 1", published.misra1a, [500, 1e-4], 1.2455138894e-1, misra, 1e-7],
    ["Misra1a, start 2", published.misra1a, [250, 5e-4], 1.2455138894e-1, misra, 1e-7],
    [
      "MGH09, start 1",
      published.kowalikOsborne(50),
      [25, 39, 41.5, 39],
      3.0750560385e-4,
      mgh09,
      1e-4,
    ],
    [
      "MGH09, start 2",
      published.kowalikOsborne(1),
      [0.25, 0.39, 0.415, 0.39],
      3.0750560385e-4,
      mgh09,
      1e-6,
    ],
    [
      "Thurber, start 1",
      published.thurber,
      [1000, 1000, 400, 40, 0.7, 0.3, 0.03],
      5.6427082397e3,
      thurber,
      1e-6,
    ],
    [
      "Thurber, start 2",
      published.thurber,
      [1300, 1500, 500, 75, 1, 0.4, 0.05],
      5.6427082397e3,
      thurber,
      1e-6,
    ],
  ])("%s", (_, problem, start, cost, x, within) => {
    const solution = minimise(problem, start);
    expect(Math.abs(solution.cost / cost - 1)).toBeLessThan(1e-8);
    expect(far(solution.x, x)).toBeLessThan(within);
  });
});

describe("problems with bounds", () => {
  test("Hock and Schittkowski 1: no bound is active", () => {
    const { cost, x, at } = minimise(published.hs1, [-2, 1]);
    expect(cost).toBeLessThan(1e-15);
    expect(far(x, [1, 1])).toBeLessThan(1e-7);
    expect(at).toEqual(["free", "free"]);
  });

  test("Hock and Schittkowski 2: the bound is active, the start outside it", () => {
    const { lower, upper } = published.hs2;
    const found = multistart(published.hs2, [[-2, 1], ...startsIn(lower, upper, 4)]);
    const [best] = found;
    expect(best?.cost).toBeCloseTo(0.0504261879, 10);
    expect(best?.x).toEqual([expect.closeTo(1.224370749, 8), 1.5]);
    expect(best?.at).toEqual(["free", "lower"]);
    expect(best?.held).toEqual([false, true]);

    // From the published start it finds the other minimum: with b = 1.5 the derivative is 400a³ − 598a − 2.
    const other = found.find(({ start }) => start === 0);
    const [a = NaN] = other?.x ?? [];
    expect(a).toBeLessThan(-1);
    expect(400 * a ** 3 - 598 * a - 2).toBeCloseTo(0, 4);
    expect(other?.held).toEqual([false, true]);
  });

  test("Hock and Schittkowski 25", () => {
    const { cost, x } = minimise(published.hs25, [100, 12.5, 3]);
    expect(cost).toBeLessThan(1e-15);
    expect(far(x, [50, 25, 1.5])).toBeLessThan(1e-6);
  });

  test("Hock and Schittkowski 38", () => {
    const { cost, x } = minimise(published.wood, [-3, -1, -3, -1]);
    expect(cost).toBeLessThan(1e-15);
    expect(far(x, [1, 1, 1, 1])).toBeLessThan(1e-6);
  });

  test("Bard with a bound that binds, against a search without derivatives", () => {
    const solution = minimise(
      published.bard({ lower: [-1, 0.01, 0.01], upper: [1, 10, 1.5] }),
      [1, 1, 1],
    );
    // With c = 1.5 the best a is a mean, so one variable is left: golden section.
    const costAt = (b: number): number => {
      const left = published.bardModel(b, 1.5).map((f, i) => (published.bardData[i] ?? NaN) - f);
      const a = left.reduce((sum, value) => sum + value, 0) / left.length;
      return left.reduce((sum, value) => sum + (value - a) ** 2, 0);
    };
    const golden = (Math.sqrt(5) - 1) / 2;
    let [low, high] = [0.5, 5];
    while (high - low > 1e-9) {
      const [p, q] = [high - golden * (high - low), low + golden * (high - low)];
      if (costAt(p) < costAt(q)) high = q;
      else low = p;
    }
    expect(solution.at).toEqual(["free", "free", "upper"]);
    expect(solution.held).toEqual([false, false, true]);
    expect(solution.x[2]).toBe(1.5);
    expect(solution.x[1]).toBeCloseTo(low, 5);
    expect(solution.cost).toBeCloseTo(costAt(low), 12);
  });

  test("random linear ones: as good as the best of all choices of bounds", () => {
    fc.assert(
      fc.property(integerSystem({ rows: [1, 6], columns: [1, 4] }), (system) => {
        const { rows, b, lower, upper } = system;
        const start = lower.map((low, j) => (low + (upper[j] ?? NaN)) / 2);
        const solution = minimise(
          {
            lower,
            upper,
            residuals: (x) =>
              rows.map(
                (row, i) =>
                  row.reduce((sum, value, j) => sum + value * (x[j] ?? NaN), 0) - (b[i] ?? NaN),
              ),
          },
          start,
        );
        expectStationary(solution, 1e-5);
        expect(solution.cost).toBeLessThanOrEqual(costOf(system, start) + 1e-9);
        const best = bestByTrial(system);
        const known = best === undefined ? solution.cost : costOf(system, best);
        expect(solution.cost).toBeCloseTo(known, 7);
      }),
      { numRuns: 200 },
    );
  });
});

describe("whatever the residuals,", () => {
  const value = fc.double({ min: -4, max: 4, noNaN: true });
  const kinked = fc
    .record({
      lower: fc.array(fc.integer({ min: -4, max: 1 }), { minLength: 3, maxLength: 3 }),
      width: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 3, maxLength: 3 }),
      start: fc.array(value, { minLength: 3, maxLength: 3 }),
      weights: fc.array(value, { minLength: 6, maxLength: 6 }),
    })
    .map(({ lower, width, start, weights: [p = 0, q = 0, r = 0, s = 0, t = 0, v = 0] }) => {
      const upper = lower.map((low, j) => low + (width[j] ?? NaN));
      const residuals = ([a = NaN, b = NaN, c = NaN]: readonly number[]): number[] => [
        Math.max(p, a + b) - q * c,
        Math.min(a * b, r) + Math.abs(c - s),
        t - Math.abs(a - v) * b,
        Math.sqrt(a - p - 3),
      ];
      // Some start where the last one is NaN; elsewhere it becomes NaN on the way.
      return { problem: { residuals, lower, upper }, start };
    });

  test("it stays inside the bounds, is no worse than the start and the same every time", () => {
    fc.assert(
      fc.property(kinked, ({ problem, start }) => {
        const { lower, upper } = problem;
        let asked = 0;
        const inside = (x: readonly number[]): boolean =>
          x.every((v, j) => v >= (lower[j] ?? NaN) && v <= (upper[j] ?? NaN));
        const residuals = (x: readonly number[]): number[] => {
          asked += 1;
          if (!inside(x)) throw new Error(`asked for ${x.join(" ")}`);
          return problem.residuals(x);
        };
        const solution = minimise({ ...problem, residuals }, start);
        expect(solution.evaluations).toBe(asked);
        expect(inside(solution.x)).toBe(true);
        const clipped = start.map((v, j) =>
          Math.min(upper[j] ?? NaN, Math.max(lower[j] ?? NaN, v)),
        );
        const first = problem.residuals(clipped).reduce((sum, r) => sum + r * r, 0);
        const cost = Number.isNaN(first) ? Infinity : first;
        expect(solution.cost).toBeLessThanOrEqual(cost * (1 + 1e-9) + 1e-9);
        expect(solution.residuals).toEqual(problem.residuals(solution.x));
        expect(minimise(problem, start)).toEqual(solution);
      }),
      { numRuns: 200 },
    );
  });
});

describe("residuals with a kink", () => {
  test("at the minimum", () => {
    const { x, cost } = minimise(
      { residuals: ([a = NaN]) => [Math.abs(a - 0.3) + 1], lower: [-1], upper: [1] },
      [0.9],
    );
    expect(x[0]).toBeCloseTo(0.3, 4);
    expect(cost).toBeCloseTo(1, 4);
  });

  test("on the way", () => {
    const residuals = ([a = NaN, b = NaN]: readonly number[]): number[] => [
      Math.max(0, a - 1) + 2 * Math.min(b, 0.5) - 2,
      Math.min(a, 3) - Math.max(b, -1) - 1,
    ];
    const { cost } = minimise({ residuals, lower: [-4, -4], upper: [4, 4] }, [-3, -3]);
    expect(cost).toBeLessThan(1e-15);
  });
});

describe("a variable", () => {
  test("without influence stays where it started", () => {
    const solution = minimise(
      { residuals: ([a = NaN]) => [a - 1, a - 2], lower: [0, 0, 0], upper: [4, 4, 4] },
      [3, 1, 4],
    );
    expect(solution.x).toEqual([expect.closeTo(1.5, 8), 1, 4]);
    expect(solution.at).toEqual(["free", "free", "upper"]);
    expect(solution.held).toEqual([false, false, false]);
    expect(singularValues(solution.jacobian).map(({ value }) => value)).toEqual([
      expect.closeTo(4 * Math.SQRT2, 8),
      0,
      0,
    ]);
  });

  test("whose bounds are equal is fixed", () => {
    let asked = 0;
    const residuals = ([a = NaN, b = NaN]: readonly number[]): number[] => {
      asked += b === 2 ? 0 : 1;
      return [a * b - 6, a + b];
    };
    const solution = minimise({ residuals, lower: [-9, 2], upper: [9, 2] }, [0, 0]);
    // (2a − 6)² + (a + 2)² is smallest at a = 2.
    expect(solution.x).toEqual([expect.closeTo(2, 8), 2]);
    expect(solution.jacobian.map((row) => row[1])).toEqual([0, 0]);
    expect(asked).toBe(0);
  });

  test("leaves the bound it starts on when the sum falls inwards", () => {
    const residuals = ([a = NaN]: readonly number[]): number[] => [a - 1];
    for (const start of [0, 4]) {
      const { x, at } = minimise({ residuals, lower: [0], upper: [4] }, [start]);
      expect([x, at]).toEqual([[expect.closeTo(1, 8)], ["free"]]);
    }
    const held = minimise({ residuals, lower: [2], upper: [4] }, [2]);
    expect([held.x, held.at, held.held, held.iterations]).toEqual([[2], ["lower"], [true], 0]);
    expect(held.reason).toBe("gradient");
  });

  test("is exactly on its bound, whatever the rounding of the range", () => {
    // −0.4 + (1 + 0.4) is less than 1.
    const { x } = minimise({ residuals: ([a = NaN]) => [a - 3], lower: [-0.4], upper: [1] }, [0.2]);
    expect(x).toEqual([1]);
  });

  test("may be in any unit", () => {
    // A power of two changes no digit.
    const inLarge = minimise(
      {
        residuals: ([a = NaN, b = NaN]) => [
          ...published.rosenbrock.residuals([a / 1024, b * 4096]),
        ],
        lower: [-5 * 1024, -5 / 4096],
        upper: [5 * 1024, 5 / 4096],
      },
      [-1.2 * 1024, 1 / 4096],
    );
    const { x, ...own } = minimise(published.rosenbrock, [-1.2, 1]);
    expect({ ...inLarge, x: undefined }).toEqual({ ...own, x: undefined });
    expect(inLarge.x).toEqual([(x[0] ?? NaN) * 1024, (x[1] ?? NaN) / 4096]);
  });
});

test("combinations that residuals cannot tell apart are seen in the singular values", () => {
  const solution = minimise(
    {
      residuals: ([a = NaN, b = NaN]) => [a + b - 1, 2 * (a + b) - 2.5],
      lower: [-3, -3],
      upper: [3, 3],
    },
    [2, -1.3],
  );
  expect(solution.cost).toBeCloseTo(0.05, 12);
  // The start is moved by the least that serves.
  expect(far(solution.x, [2.25, -1.05])).toBeLessThan(1e-8);
  const [told, untold] = singularValues(solution.jacobian);
  expect(told?.value).toBeGreaterThan(1);
  expect(untold?.value).toBeLessThan(1e-10);
  expect(untold?.vector.map(Math.abs)).toEqual([
    expect.closeTo(Math.SQRT1_2, 8),
    expect.closeTo(Math.SQRT1_2, 8),
  ]);
});

test("more variables than residuals", () => {
  const { cost, x } = minimise(
    {
      residuals: ([a = NaN, b = NaN, c = NaN]) => [a * b + c - 2],
      lower: [-3, -3, -3],
      upper: [3, 3, 3],
    },
    [2, -1.3, 1],
  );
  expect(cost).toBeLessThan(1e-15);
  expect(x.every((value) => Math.abs(value) < 3)).toBe(true);
});

describe("where residuals are not finite", () => {
  const bounds = { lower: [-1], upper: [10] };

  test("steps are not taken", () => {
    // The first steps from 9 lead below 0, where there is no logarithm.
    const solution = minimise({ residuals: ([a = NaN]) => [Math.log(a)], ...bounds }, [9]);
    expect(solution.x[0]).toBeCloseTo(1, 8);
  });

  test("overflow counts as such", () => {
    const residuals = ([a = NaN]: readonly number[]): number[] => [a < 2 ? 1e200 : a];
    expect(minimise({ residuals, ...bounds }, [1])).toMatchObject({
      reason: "not-finite",
      cost: Infinity,
    });
    expect(minimise({ residuals, ...bounds }, [9]).x[0]).toBeCloseTo(2, 2);
  });

  test("slopes too large to be squared lead nowhere", () => {
    const residuals = ([a = NaN]: readonly number[]): number[] => [(a - 1) * 1e160, 1];
    expect(minimise({ residuals, ...bounds }, [1])).toMatchObject({ reason: "not-finite", x: [1] });
  });

  test("a start is reported", () => {
    const solution = minimise({ residuals: ([a = NaN]) => [Math.log(a)], ...bounds }, [-1]);
    expect(solution).toEqual({
      reason: "not-finite",
      x: [-1],
      cost: Infinity,
      residuals: [NaN],
      jacobian: [],
      at: ["lower"],
      held: [],
      iterations: 0,
      evaluations: 1,
    });
  });

  test("one side is enough for a slope", () => {
    const edge = 2;
    const residuals = ([a = NaN]: readonly number[]): number[] => [a < edge ? NaN : a - 1];
    const solution = minimise({ residuals, lower: [0], upper: [4] }, [edge]);
    expect(solution.x).toEqual([edge]);
    expect(solution.jacobian[0]?.[0]).toBeCloseTo(4, 8);
  });

  test("no side is not", () => {
    const residuals = ([a = NaN]: readonly number[]): number[] => [a === 2 ? 1 : NaN];
    const solution = minimise({ residuals, lower: [0], upper: [4] }, [2]);
    expect(solution).toMatchObject({ reason: "not-finite", x: [2], cost: 1, jacobian: [[NaN]] });
  });
});

test("a function may use its array again", () => {
  const own = new Float64Array(2);
  const residuals = (x: readonly number[]): Float64Array => {
    own.set(published.rosenbrock.residuals(x));
    return own;
  };
  const { rosenbrock } = published;
  expect(minimise({ ...rosenbrock, residuals }, [-1.2, 1])).toEqual(
    minimise(rosenbrock, [-1.2, 1]),
  );
});

test("it stops after the iterations it is given", () => {
  const solution = minimise(published.rosenbrock, [-1.2, 1], { maxIterations: 3 });
  expect([solution.reason, solution.iterations]).toEqual(["iterations", 3]);
  expect(solution.cost).toBeLessThan(24.2);
});

test("the step of differences is a share of the range", () => {
  const asked: number[] = [];
  const residuals = ([a = NaN]: readonly number[]): number[] => {
    asked.push(a);
    return [a * a];
  };
  minimise({ residuals, lower: [0], upper: [8] }, [4], { step: 0.25, maxIterations: 0 });
  expect(asked).toEqual([4, 2, 6]);
});

test.each([
  ["a bound that is not finite", [0], [Infinity], [1], 0.1],
  ["bounds in the wrong order", [2], [1], [1], 0.1],
  ["a start that is no number", [0], [1], [NaN], 0.1],
  ["different lengths", [0], [1], [1, 2], 0.1],
  ["a step that leaves the range", [0], [1], [1], 0.6],
] as const)("%s is refused", (_, lower, upper, start, step) => {
  const problem = { residuals: (x: readonly number[]): readonly number[] => x, lower, upper };
  expect(() => minimise(problem, start, { step })).toThrow(RangeError);
});

test("solutions of equal cost are in order of their starts, those without one last", () => {
  const residuals = ([a = NaN]: readonly number[]): number[] => [a < -3 ? NaN : a * a - 1];
  const found = multistart({ residuals, lower: [-4], upper: [4] }, [[-4], [1], [0], [-1], [-4]]);
  expect(found.map(({ start, cost }) => [start, cost])).toEqual([
    [1, 0],
    [3, 0],
    [2, 1],
    [0, Infinity],
    [4, Infinity],
  ]);
});

describe("starts in a box", () => {
  test("are multiples of roots of primes, without their whole parts", () => {
    const part = (value: number): number => value - Math.floor(value);
    expect(startsIn([0, 10, -1], [1, 30, -1], 2)).toEqual([
      [part(Math.SQRT2), 10 + 20 * part(Math.sqrt(3)), -1],
      [part(2 * Math.SQRT2), 10 + 20 * part(2 * Math.sqrt(3)), -1],
    ]);
  });

  test("are less alike than those of Halton's sequence", () => {
    const primes = [2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71];
    const halton = (i: number, base: number): number => {
      let [digits, scale] = [0, 1];
      for (let rest = i; rest > 0; rest = Math.floor(rest / base)) {
        digits = digits * base + (rest % base);
        scale *= base;
      }
      return digits / scale;
    };
    const alike = (points: readonly (readonly number[])[]): number => {
      const series = primes.map((_, j) => {
        const values = points.map((point) => point[j] ?? NaN);
        const mean = values.reduce((a, b) => a + b) / values.length;
        const centred = values.map((value) => value - mean);
        const length = Math.sqrt(centred.reduce((sum, value) => sum + value * value, 0));
        return centred.map((value) => value / length);
      });
      return series
        .flatMap((a, j) =>
          series
            .slice(j + 1)
            .map((b) => a.reduce((sum, value, i) => sum + value * (b[i] ?? NaN), 0)),
        )
        .filter((correlation) => Math.abs(correlation) > 0.5).length;
    };
    const sequence = Array.from({ length: 16 }, (_, i) => primes.map((p) => halton(i + 1, p)));
    const ones = primes.map(() => 1);
    const starts = startsIn(
      primes.map(() => 0),
      ones,
      16,
    );
    expect([alike(starts), alike(sequence)]).toEqual([13, 91]);
    expect(starts.flat().every((share) => share > 0 && share < 1)).toBe(true);
  });
});
