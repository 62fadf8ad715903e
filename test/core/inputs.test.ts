import { describe, expect, test } from "vitest";
import { rampAt, readInputs, valueAt, type Inputs } from "../../src/core/inputs.ts";
import type { Bounds, Effect, Quantity } from "../../src/core/scenario.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import {
  effect,
  measure,
  month,
  noDiagnostics,
  period,
  point,
  quantity,
  scenario,
  type Given,
} from "./build.ts";

describe("a value", () => {
  test("is that of the first point that covers the month, of one case", () => {
    const [first] = quantity({ 2014: 5 }).points;
    const of = (changes: object): ReturnType<typeof quantity> => ({
      ...quantity({ "2014-02": 7, 2014: 5 }),
      ...changes,
    });
    expect(valueAt(of({}), month("2014-02"))).toBe(7);
    expect(valueAt(of({}), month("2014-03"))).toBe(5);
    expect(valueAt(of({}), month("2015-01"))).toBeUndefined();
    expect(valueAt(of({ points: [{ ...first, low: 1, high: 9 }] }), month("2014-01"), "high")).toBe(
      9,
    );
  });
});

describe("a ramp", () => {
  const part = (given: Partial<Effect>, at: string, delay = 0): number =>
    rampAt(
      { on: "", change: { add: 1 }, from: month("2014-03"), ramp: 0, until: undefined, ...given },
      delay,
      month(at),
    );

  test.each([
    [{}, "2014-02", 0, 0],
    [{}, "2014-03", 0, 1],
    [{ ramp: 1 }, "2014-03", 0, 1],
    [{ ramp: 4 }, "2014-03", 0, 0.25],
    [{ ramp: 4 }, "2014-05", 0, 0.75],
    [{ ramp: 4 }, "2015-05", 0, 1],
    [{ ramp: 4 }, "2014-05", 2, 0.25],
    [{ ramp: 4 }, "2014-04", 2, 0],
    [{ until: month("2014-04") }, "2014-04", 0, 1],
    [{ until: month("2014-04") }, "2014-05", 0, 0],
    [{ until: month("2014-04") }, "2014-05", 1, 1],
  ])("%j in %s, put off by %i months: %d", (given, at, delay, expected) => {
    expect(part(given, at, delay)).toBe(expected);
  });
});

const path = "indices.x";

/** Inputs of November 2013 to February 2014, with the effects of measures `a`, `b`, ... on one of them. */
function inputsWith(
  effects: readonly Effect[],
  report: (problem: Diagnostic) => void = noDiagnostics,
): Inputs {
  const names = effects.map((_, i) => "abc".charAt(i));
  const measures = Object.fromEntries(
    effects.map((given, i) => [names[i] ?? "", measure({ effects: [given] })]),
  );
  const changed = scenario({ measures });
  return readInputs(changed, new Set(names.toReversed()), period("2013-11..2014-02"), report);
}
const input = (given: Given, unit = "", bounds: Bounds = {}): Quantity => ({
  ...quantity(given, unit),
  path,
  bounds,
});

describe("a series", () => {
  const more = effect(path, { add: 1 }, "2014-02");

  test("is one number where it never changes, and one a month otherwise", () => {
    const { series } = inputsWith([]);
    expect(series(input(5))).toBe(5);
    expect(series(input({ "2012..2015": 5 }))).toBe(5);
    expect(series(input({ 2013: 5, 2014: 5 }))).toEqual([5, 5, 5, 5]);
    const exactly = [point(period("2013-11..2014-02"), 5)];
    expect(series({ ...input(5), points: exactly })).toBe(5);
    expect(inputsWith([more]).series(input(5))).toEqual([5, 5, 5, 6]);
    expect(inputsWith([more]).series({ ...input(5), path: "indices.y" })).toBe(5);
  });

  test("is scaled before effects are added", () => {
    expect(inputsWith([]).series(input(5), "mid", 3)).toBe(15);
    expect(inputsWith([more]).series(input(5), "mid", 3)).toEqual([15, 15, 15, 16]);
  });

  test("begins with a constant's value", () => {
    expect(inputsWith([]).constant(input(5))).toBe(5);
    expect(inputsWith([]).constant(input({ 2013: 5, 2014: 6 }))).toBe(5);
    expect(inputsWith([effect(path, { add: 1 }, "2013-11")]).constant(input(5))).toBe(6);
  });
});

describe("the past", () => {
  test("is what the history says, oldest first", () => {
    const { past } = inputsWith([]);
    expect(past(input({ "2013-08": 1, "2013-09": 2, "2013-10": 3 }), 3, "x", "it")).toEqual([
      1, 2, 3,
    ]);
    expect(past(input(7), 2, "x", "it")).toEqual([7, 7]);
    expect(past(undefined, 0, "x", "it")).toEqual([]);
  });

  test("is a problem where there is no history, in one month or more", () => {
    const problems: Diagnostic[] = [];
    const { past } = inputsWith([], (problem) => problems.push(problem));
    expect(past(undefined, 1, "x", "it")).toHaveLength(1);
    expect(past(undefined, 2, "y", "it")).toHaveLength(2);
    expect(problems.map(({ help, path: at }) => [at, help])).toEqual([
      ["x", 'add "history" for 2013-10 to 2013-10'],
      ["y", 'add "history" for 2013-09 to 2013-10'],
    ]);
  });

  test("is not changed by measures", () => {
    expect(inputsWith([effect(path, { add: 1 }, "2013-01")]).past(input(7), 2, "x", "it")).toEqual([
      7, 7,
    ]);
  });
});

describe("effects that drive an input out of its bounds", () => {
  const problemOf = (
    given: Quantity,
    ...effects: readonly Effect[]
  ): Partial<Diagnostic> | undefined => {
    const problems: Diagnostic[] = [];
    inputsWith(effects, (problem) => problems.push(problem)).series(given);
    expect(problems.length).toBeLessThan(2);
    return problems[0];
  };
  const less = effect(path, { add: -0.5 }, "2014-01");

  test("are reported with the first month, and the measures", () => {
    expect(problemOf(input(0.25, "", { max: 1 }), less)).toEqual({
      code: "out-of-range",
      severity: "error",
      message: "with the effects of a this becomes -0.25 in 2014-01",
      help: "expected from 0 to 1: make the effects smaller",
      path,
    });
    expect(problemOf(input(1.25), less, less, less)?.message).toContain(
      "of a, b, c this becomes -0.25",
    );
  });

  test.each<[string, Quantity, Effect, string | undefined]>([
    ["none, down to the bound", input(0.5, "", { max: 1 }), less, undefined],
    [
      "none, up to the bound",
      input(0.75, "", { max: 1 }),
      effect(path, { add: 0.25 }, "2014-01"),
      undefined,
    ],
    ["none, of what cannot be nothing", input(1, "", { positive: true }), less, undefined],
    [
      "more than there can be",
      input(0.5, "", { max: 1 }),
      effect(path, { add: 0.75 }, "2014-01"),
      "1.25 in 2014-01; from 0 to 1",
    ],
    [
      "in the first month",
      input(0.5, "", { max: 1 }),
      effect(path, { add: 0.75 }, "2013-01"),
      "1.25 in 2013-11; from 0 to 1",
    ],
    [
      "less than there has to be",
      input(1.25, "months", { min: 1 }),
      less,
      "0.75 in 2014-01; 1 or more",
    ],
    ["less than nothing", input(0.25), less, "-0.25 in 2014-01; 0 or more"],
    [
      "nothing of what is needed",
      input(0.5, "hours/person", { positive: true }),
      less,
      "0 in 2014-01; more than 0",
    ],
    [
      "more, in the unit of the input",
      input(1, "persons/year", { max: 12 }),
      effect(path, { multiply: 1.25 }, "2014-01"),
      "15 in 2014-01; from 0 to 12",
    ],
    [
      "more, in a unit of many months",
      input(24, "years", { max: 2 }),
      effect(path, { multiply: 1.25 }, "2014-01"),
      "2.5 in 2014-01; from 0 to 2",
    ],
  ])("%s", (_, given, change, expected) => {
    const problem = problemOf(given, change);
    const found = `${problem?.message?.split("this becomes ")[1]}; ${problem?.help?.split(/^expected |:/)[1]}`;
    expect(found).toBe(expected ?? "undefined; undefined");
  });

  test("are no problem where the effect is not", () => {
    expect(problemOf(input({ 2013: -1, 2014: 1 }))).toBeUndefined();
  });
});
