import { describe, expect, test } from "vitest";
import { calibrate, fit, frameMissed, type Calibration } from "../../src/analysis/calibrate.ts";
import type { FittedModel } from "../../src/analysis/fitted-model.ts";
import { missOf } from "../../src/analysis/fitted-model.ts";
import { cellsRef } from "../../src/model/refs.ts";
import { model, parameter, target } from "./models.ts";
import { there } from "../support/there.ts";

const near = (value: number): unknown => expect.closeTo(value, 9);

function calibrated(
  given: FittedModel,
  leaveOut: Readonly<Record<string, readonly string[]>> = {},
): Calibration {
  const groups = Object.entries(leaveOut).map(
    ([name, cells]) => [name, cells.map(cellsRef)] as const,
  );
  const found = calibrate(given, Object.fromEntries(groups), 1);
  if (!found.ok) throw new Error(found.diagnostics.map(({ message }) => message).join());
  return found.value;
}

describe("a miss", () => {
  test("is what the model says less what was published", () => {
    expect(missOf(target("a/b@2014", 10), 12)).toBe(2);
    expect(missOf(target("a/b@2014", 10), 7)).toBe(-3);
  });

  test("is none on the side where the figure may lie anywhere", () => {
    const least = target("a/b@2014", 10, { compare: "at_least" });
    expect([missOf(least, 12), missOf(least, 10), missOf(least, 7)]).toEqual([0, 0, -3]);
    const most = target("a/b@2014", 10, { compare: "at_most" });
    expect([missOf(most, 12), missOf(most, 10), missOf(most, 7)]).toEqual([2, 0, 0]);
  });
});

describe("a fit", () => {
  test("finds the numbers the figures were made with, and is written with four digits", () => {
    // 2 x = 2.469134 and x + y = 7.
    const given = model(
      [parameter("x", 1, 0, 10), parameter("y", 1, 0, 10)],
      [target("a/b@2014", 2.469134), target("a/c@2014", 7)],
      ([x = NaN, y = NaN]) => [2 * x, x + y],
    );
    expect(fit(given, 0).numbers).toEqual([1.235, 5.765]);
  });

  test("stays within the range, whatever rounding does", () => {
    const given = (to: number, published: number): FittedModel =>
      model([parameter("x", 1, 0.123_45, to)], [target("a/b@2014", published)], ([x = NaN]) => [x]);
    expect(fit(given(1.234_44, 5), 0)).toMatchObject({
      numbers: [1.234],
      solution: { at: ["upper"] },
    });
    // Rounded up it would be 1.235.
    expect(fit(given(1.234_56, 5), 0).numbers).toEqual([1.234_56]);
    expect(fit(given(2, -5), 0)).toMatchObject({
      numbers: [0.1235],
      solution: { at: ["lower"] },
    });
    const below = model([parameter("x", 1, 0.123_44, 2)], [target("a/b@2014", -5)], ([x = NaN]) => [
      x,
    ]);
    expect(fit(below, 0).numbers).toEqual([0.123_44]);
  });

  test("weighs what targets say, and counts misses in tolerances", () => {
    // The mean of 0 and 10, weighed by weight ÷ tolerance².
    const at = (weight: number, tolerance: number): number | undefined =>
      fit(
        model(
          [parameter("x", 1, 0, 10)],
          [target("a/b@2014", 0), target("a/c@2014", 10, { weight, tolerance })],
          ([x = NaN]) => [x, x],
        ),
        0,
      ).numbers[0];
    expect(at(1, 1)).toBe(5);
    expect(at(4, 1)).toBe(8);
    expect(at(1, 0.5)).toBe(8);
    expect(at(4, 2)).toBe(5);
  });

  test("is that of the targets that are wanted only", () => {
    const given = model(
      [parameter("x", 1, 0, 10)],
      [target("a/b@2014", 2), target("a/b@2015", 8), target("a/b@2016", 5)],
      ([x = NaN]) => [x, x, x],
    );
    expect(fit(given, 0).numbers).toEqual([5]);
    expect(fit(given, 0, (i) => i === 1).numbers).toEqual([8]);
    expect(fit(given, 0, (i) => i !== 0).numbers).toEqual([6.5]);
  });

  test("tries the declared start and as many others, and takes the best", () => {
    // Two valleys, at 1 and, lower, at 8; the declared start lies in the wrong one.
    const given = model([parameter("x", 0, 0, 10)], [target("a/b@2014", 0)], ([x = NaN]) => [
      Math.min(1 + (x - 1) ** 2, (x - 8) ** 2),
    ]);
    expect(fit(given, 0)).toMatchObject({ numbers: [1], costs: [{ start: 0 }] });
    const several = fit(given, 6);
    expect(several.numbers[0]).toBeCloseTo(8, 1);
    expect(several.costs.map(({ start }) => start).toSorted((a, b) => a - b)).toEqual([
      0, 1, 2, 3, 4, 5, 6,
    ]);
  });

  test("avoids numbers that make no run", () => {
    const given = model([parameter("x", 1, 0, 10)], [target("a/b@2014", 5)], ([x = NaN]) => [x]);
    const { run } = given;
    const broken = {
      ...given,
      run: (x: readonly number[]) => (there(x[0]) > 3 ? undefined : run(x)),
    };
    const [found] = fit(broken, 0).numbers;
    expect(found).toBeGreaterThanOrEqual(1);
    expect(found).toBeLessThanOrEqual(3);
  });

  test("has the levels that follow with five digits", () => {
    const given = model([parameter("x", 1, 0, 10)], [target("a/b@2014", 5)], ([x = NaN]) => [x]);
    const { run } = given;
    const levels = [{ before: 1, frame: 2, value: 1.234_567_89 }];
    const found = fit({ ...given, run: (x) => ({ values: there(run(x)).values, levels }) }, 0);
    expect(found.levels).toEqual([1.2346]);
  });
});

describe("a calibration", () => {
  const simple = model(
    [parameter("x", 1, 0, 10), parameter("y", 2, 0, 4)],
    [
      target("a/b@2014", 6),
      target("a/b@2015", 8),
      target("a/c@2014", 6, { compare: "at_least", weight: 4, tolerance: 2 }),
      target("a/b@2014", 20, { funding: "proposed", unit: "tkr" }),
    ],
    // The first two leave x at 7, one above and one below; y ends on its upper bound.
    ([x = NaN, y = NaN]) => [x, x, y, 20],
  );

  test("sets what comes of the declared starts and of the fitted numbers beside each target", () => {
    const found = calibrated(simple);
    expect(found.parameters).toMatchObject([
      { inputs: ["x"], start: 1, value: 7, at: "free", moves: true },
      { inputs: ["y"], start: 2, value: 4, at: "upper", moves: true },
    ]);
    expect(found.targets).toMatchObject([
      { target: { period: "2014", published: 6 }, unfitted: 1, fitted: 7, missed: 1 },
      { target: { period: "2015", published: 8 }, unfitted: 1, fitted: 7, missed: -1 },
      { target: { published: 6 }, unfitted: 2, fitted: 4, missed: -2 },
      { target: { published: 20 }, unfitted: 20, fitted: 20, missed: 0 },
    ]);
    expect(found.freedom).toBe(2);
  });

  test("has the weighted sum of squared misses in tolerances, before and after", () => {
    // 5² + 7² + 4 · (4 ÷ 2)², then 1² + 1² + 4 · (2 ÷ 2)².
    expect(calibrated(simple).cost).toEqual({ unfitted: 90, fitted: 6 });
  });

  test("compares each row's misses with what could be said without fitting", () => {
    expect(calibrated(simple).rows).toEqual([
      {
        row: { table: "a", row: "b" },
        unit: "persons",
        funding: "need",
        published: 14,
        net: 0,
        absolute: 2,
        zeros: 14,
        // As in 2014: only 2015 is missed.
        first: 2,
        unfitted: 12,
      },
      {
        row: { table: "a", row: "c" },
        unit: "persons",
        funding: "need",
        published: 6,
        net: -2,
        absolute: 2,
        zeros: 6,
        first: 0,
        unfitted: 4,
      },
      {
        row: { table: "a", row: "b" },
        unit: "tkr",
        funding: "proposed",
        published: 20,
        net: 0,
        absolute: 0,
        zeros: 20,
        first: 0,
        unfitted: 0,
      },
    ]);
  });

  test("says which number moves no target", () => {
    const given = model(
      [parameter("x", 1, 0, 10), parameter("idle", 2, 0, 4)],
      [target("a/b@2014", 6)],
      ([x = NaN]) => [x],
    );
    expect(calibrated(given).parameters).toMatchObject([{ moves: true }, { moves: false }]);
  });

  test("says what the targets tell apart: how far they move, in tolerances, over the whole range", () => {
    const apart = model(
      [parameter("x", 2, 0, 4), parameter("y", 1, 0, 10)],
      [target("a/b@2014", 1), target("a/c@2014", 1, { weight: 4, tolerance: 0.5 })],
      ([x = NaN, y = NaN]) => [x, y],
    );
    // Over its range y moves a target by 10 ÷ 0.5 of weight 4, which is 40; x by 4.
    const { directions } = calibrated(apart);
    expect(directions).toMatchObject([
      { size: expect.closeTo(40, 4) as number, parts: [{ parameter: { inputs: ["y"] } }] },
      { size: expect.closeTo(4, 4) as number, parts: [{ parameter: { inputs: ["x"] } }] },
    ]);
    expect(Math.abs(there(directions[0]?.parts[0]).share)).toBeCloseTo(1, 6);
  });

  test("names the numbers of a direction with the largest share first", () => {
    // Only 3 x + 4 y + z is seen, over ranges of 1: shares of 3, 4 and 1 in √26.
    const sum = model(
      [parameter("x", 0.5, 0, 1), parameter("y", 0.5, 0, 1), parameter("z", 0.5, 0, 1)],
      [target("a/b@2014", 4)],
      ([x = NaN, y = NaN, z = NaN]) => [3 * x + 4 * y + z],
    );
    const [first, second] = calibrated(sum).directions;
    expect(first?.parts.map(({ parameter: { inputs } }) => inputs)).toEqual([["y"], ["x"]]);
    expect(first?.parts.map(({ share }) => Math.abs(share))).toEqual([
      expect.closeTo(4 / Math.sqrt(26), 5),
      expect.closeTo(3 / Math.sqrt(26), 5),
    ]);
    expect(first?.size).toBeCloseTo(Math.sqrt(26), 5);
    expect(second?.size ?? 0).toBeCloseTo(0, 6);
  });

  test("predicts each group of targets by a fit that has not seen it", () => {
    const given = model(
      [parameter("x", 1, 0, 100)],
      [
        target("a/b@2014", 10),
        target("a/b@2015", 20),
        target("a/b@2016", 30),
        target("a/c@2015", 40, { compare: "at_most" }),
      ],
      ([x = NaN]) => [x, x, x, x],
    );
    const { leftOut } = calibrated(given, {
      late: ["a/b@2015..2016"],
      one: ["a/b@2014"],
      all: ["a/b", "a/c@2015"],
      none: ["a/d", "b/b"],
    });
    // The fit sees the 10, and the 40 that may be less.
    expect(leftOut.slice(0, 2)).toMatchObject([
      {
        name: "late",
        cells: [
          { target: { period: "2015" }, predicted: 10, missed: -10 },
          { target: { period: "2016" }, predicted: 10, missed: -20 },
        ],
      },
      { name: "one", cells: [{ target: { period: "2014" }, predicted: 25, missed: 15 }] },
    ]);
    expect(leftOut[2]?.cells).toHaveLength(4);
    // There is nothing to fit to, so that the start remains; 1 is no miss of at most 40.
    expect(leftOut[2]?.cells.at(-1)).toMatchObject({ predicted: 1, missed: 0 });
    expect(leftOut[3]).toEqual({ name: "none", cells: [] });
  });

  test("reports from the scenario as it will be written", () => {
    const level = {
      line: "rest",
      path: "costs.rest.cost",
      unit: "mkr/year",
      appropriation: "1/1",
      year: "2014",
      start: 5,
      atMost: 0.25,
    };
    const written: unknown[] = [];
    const given: FittedModel = {
      ...simple,
      levels: [level],
      run: (numbers) => ({
        levels: [{ before: 80 + there(numbers[0]), frame: 90, value: 3.000_001 }],
        values: there(simple.run(numbers)).values,
      }),
      written: (...asked) => {
        written.push(asked);
        const values = [7, 7 + 1e-6, 4, 20];
        return { ok: true, value: { values, levels: [{ need: 95, share: 0.4 }] } };
      },
    };
    const found = calibrated(given);
    expect(written).toEqual([[[7, 4], [3]]]);
    const [set] = found.levels;
    expect(set).toEqual({ ...level, before: 87, frame: 90, value: 3, need: 95, share: 0.4 });
    expect(frameMissed(there(set))).toBe(5);
    expect(found.targets.map(({ fitted }) => fitted)).toEqual([7, 7 + 1e-6, 4, 20]);
  });

  test("is none where the file would give something else than the fit", () => {
    const given: FittedModel = {
      ...simple,
      written: () => ({ ok: true, value: { values: [7, 8, 4, 20], levels: [] } }),
    };
    expect(calibrate(given, {}, 0)).toMatchObject({
      ok: false,
      diagnostics: [
        {
          message: "a/b@2015 is 7 in the fit, and would be 8 with the numbers in the file",
          path: "calibration.fit",
        },
      ],
    });
  });

  test.each([
    ["makes no run at its starts", () => undefined],
    ["is nowhere finite", () => ({ levels: [], values: [NaN, 8, 6, 20] })],
    [
      "is too far from its targets to be squared",
      () => ({ levels: [], values: [1e200, 8, 6, 20] }),
    ],
  ])("is none of a model that %s", (_, run) => {
    expect(calibrate({ ...simple, run }, {}, 2)).toMatchObject({
      ok: false,
      diagnostics: [
        {
          message:
            "with every number at its start the model has no finite distance from the targets",
        },
      ],
    });
  });

  test("is none where numbers cannot be varied, and says which", () => {
    const run: FittedModel["run"] = (numbers) =>
      numbers[1] === 2 ? simple.run(numbers) : undefined;
    expect(calibrate({ ...simple, run }, {}, 0)).toMatchObject({
      ok: false,
      diagnostics: [{ message: "the fit ends where the model cannot be run with any other y" }],
    });
  });

  test("is none where rounding takes the numbers out of what is possible", () => {
    const most = 1.234_56;
    const given = model([parameter("x", 1, 0, 10)], [target("a/b@2014", 5)], ([x = NaN]) => [x]);
    const run: FittedModel["run"] = (numbers) =>
      there(numbers[0]) > most ? undefined : given.run(numbers);
    expect(calibrate({ ...given, run }, {}, 0)).toMatchObject({
      ok: false,
      diagnostics: [
        { message: "the model cannot be run with the fitted numbers as they are rounded" },
      ],
    });
  });

  test("predicts nothing by a fit that ends where the model cannot be run", () => {
    const given = model(
      [parameter("x", 1, 0, 10)],
      [target("a/b@2014", 1, { weight: 1e6 }), target("a/c@2014", 5)],
      ([x = NaN]) => [x, x],
    );
    const run: FittedModel["run"] = (numbers) =>
      there(numbers[0]) > 1.234_56 ? undefined : given.run(numbers);
    const { leftOut } = calibrated({ ...given, run }, { first: ["a/b"] });
    expect(leftOut).toMatchObject([{ cells: [{ predicted: null, missed: null }] }]);
  });

  test("counts its fits as they are done", () => {
    const said: (readonly number[])[] = [];
    calibrate(
      simple,
      { one: [cellsRef("a/b@2014")], two: [cellsRef("a/c")] },
      0,
      (...of) => void said.push(of),
    );
    expect(said).toEqual([
      [1, 3],
      [2, 3],
      [3, 3],
    ]);
  });

  test("is none where the fitted numbers are impossible together", () => {
    const diagnostics = [{ code: "out-of-range", severity: "error", message: "too much" }] as const;
    const given: FittedModel = { ...simple, written: () => ({ ok: false, diagnostics }) };
    const message = "with the fitted numbers in the file: too much";
    expect(calibrate(given, {}, 0)).toMatchObject({
      ok: false,
      diagnostics: [{ code: "out-of-range", message, path: "calibration.fit" }],
    });
  });

  test("rounds what comes out by itself, so that reading it again changes nothing", () => {
    const found = calibrated(
      model([parameter("x", 1, 0, 10)], [target("a/b@2014", 10 / 3)], ([x = NaN]) => [x]),
    );
    expect(found.parameters[0]?.value).toBe(3.333);
    expect(found.targets[0]?.missed).toEqual(near(3.333 - 10 / 3));
  });
});
