import { describe, expect, test } from "vitest";
import {
  fittedModel,
  StructureChanged,
  type FittedModel,
  type ScenarioAt,
} from "../../src/analysis/fitted-model.ts";
import { ok } from "../../src/diagnostics/diagnostic.ts";
import type { CalibrationSpec, FitSpec, LevelSpec } from "../../src/model/calibration/file.ts";
import type { Scenario } from "../../src/model/scenario.ts";
import type { PublishedRow } from "../../src/model/tables/file.ts";
import { planning, small } from "../request/small.ts";
import {
  appropriation,
  line,
  measure,
  period,
  process,
  rate,
  stream,
  type Given,
} from "../support/build.ts";
import { there } from "../support/there.ts";
import { published } from "../tables/filled.ts";

const fitted = (input: string, start: number, from: number, to: number): FitSpec => ({
  inputs: [input],
  start: { number: start, unit: "SEK/person" },
  from: { number: from, unit: "SEK/person" },
  to: { number: to, unit: "SEK/person" },
  why: "not known",
});

const level = (given: Partial<LevelSpec> = {}): LevelSpec => ({
  line: "rest",
  year: "2014",
  start: { number: 10, unit: "SEK/month" },
  atMost: 0.25,
  ...given,
});

const calibration = (
  fit: readonly FitSpec[],
  levels: readonly LevelSpec[] = [],
): CalibrationSpec => ({ fit: [...fit], levels: [...levels], leaveOut: {} });

const target = (
  row: string,
  values: Readonly<Record<string, number>>,
  given: Partial<PublishedRow> = {},
): PublishedRow =>
  published(row, values, { unit: "SEK", tolerance: { amount: 1, share: 0 }, ...given });

/** 1200 decisions a year cost so much each, the rest so much a month; as planned there are 960 decisions a year. */
const costing = (cost: Given, rest: Given = 10, given: Partial<Scenario> = {}): Scenario => {
  const costs = {
    cases: line("flow/done", cost, "money/person"),
    rest: line("time", rest, "money/month"),
  };
  const fewer = { streams: { a: stream("a", { intake: 80, opening: { open: 80 } }) } };
  return small({
    unit: "SEK",
    costs,
    appropriations: { "1/1": appropriation({ frame: { 2014: 3000 } }), "1/2": appropriation() },
    planning: planning({ ...fewer, costs }, "2014-01"),
    calibration: calibration([fitted("costs.cases.cost", 2, 1, 4)], [level()]),
    published: [target("need/1/1/forecast", { 2014: 3500, 2015: 3600 })],
    ...given,
  });
};

/** A model of a scenario that is made anew for any numbers. */
function modelOf(
  make: (numbers: readonly number[]) => Scenario,
  starts: readonly number[],
): FittedModel {
  const made = fittedModel(make(starts), (numbers) => ({ ok: true, value: make(numbers) }));
  if (!made.ok) throw new Error(made.diagnostics.map(({ message }) => message).join());
  return made.value;
}

const both = ([cost = NaN, rest = NaN]: readonly number[]): Scenario => costing(cost, rest);

/** What is wrong with a scenario that is to be fitted. */
function problemsOf(
  scenario: Scenario,
  at: ScenarioAt = () => ({ ok: true, value: scenario }),
): unknown {
  const made = fittedModel(scenario, at);
  return made.ok ? [] : made.diagnostics;
}

describe("what is fitted", () => {
  test("are the numbers and levels that the scenario declares", () => {
    const { parameters, levels } = modelOf(both, [2, 10]);
    expect(parameters).toEqual([
      {
        inputs: ["costs.cases.cost"],
        unit: "SEK/person",
        start: 2,
        from: 1,
        to: 4,
        why: "not known",
      },
    ]);
    expect(levels).toEqual([
      {
        line: "rest",
        path: "costs.rest.cost",
        unit: "SEK/month",
        appropriation: "1/1",
        year: "2014",
        start: 10,
        atMost: 0.25,
      },
    ]);
  });

  test("is held to the published figures with a tolerance: the larger of an amount and a share", () => {
    const rows = [
      target("need/1/1/need", { 2014: 3500 }, { tolerance: undefined }),
      target(
        "need/1/1/forecast",
        { 2014: 400, 2015: -1000 },
        {
          tolerance: { amount: 50, share: 0.1 },
        },
      ),
      target(
        "flows/done",
        { 2016: 1200 },
        {
          unit: "persons",
          funding: "proposed",
          weight: 3,
          compare: "at_most",
        },
      ),
    ];
    const { targets } = modelOf(
      ([cost = NaN, rest]) => costing(cost, rest, { published: rows }),
      [2, 10],
    );
    const row = { table: "need", row: "1/1/forecast" };
    const money = { row, unit: "SEK", funding: "need", weight: 1, compare: "equal" };
    expect(targets).toEqual([
      { ...money, period: "2014", published: 400, tolerance: 50 },
      { ...money, period: "2015", published: -1000, tolerance: 100 },
      {
        row: { table: "flows", row: "done" },
        period: "2016",
        unit: "persons",
        funding: "proposed",
        published: 1200,
        tolerance: 1,
        weight: 3,
        compare: "at_most",
      },
    ]);
  });
});

describe("a fitted model", () => {
  test("runs with any numbers, and sets the level so that the plan costs what the bill proposed", () => {
    const { run } = modelOf(both, [2, 10]);
    // Planned are 960 · 2 + 12 · 10; with 90 a month it is 3000. Then 1200 · 2 + 12 · 90.
    expect(run([2])).toEqual({
      levels: [{ before: 2040, frame: 3000, value: expect.closeTo(90, 9) as number }],
      values: [expect.closeTo(3480, 8), expect.closeTo(3480, 8)],
    });
    expect(run([3])).toEqual({
      levels: [{ before: 3000, frame: 3000, value: expect.closeTo(10, 9) as number }],
      values: [expect.closeTo(3720, 8), expect.closeTo(3720, 8)],
    });
    // Again as before, whatever was run between.
    expect(run([2])?.values[0]).toBeCloseTo(3480, 8);
  });

  test("leaves a line out where the others cost more than the frame already", () => {
    const { run } = modelOf(both, [2, 10]);
    expect(run([4])).toEqual({
      levels: [{ before: 3960, frame: 3000, value: 0 }],
      values: [4800, 4800],
    });
  });

  test("runs with the levels that are given", () => {
    expect(modelOf(both, [2, 10]).run([2], [50])?.values[0]).toBeCloseTo(3000, 8);
  });

  test("has levels that may be small", () => {
    const { run } = modelOf(both, [2, 10]);
    // (3000 − 960 · 3.12) ÷ 12
    expect(run([3.12])?.levels[0]?.value).toBeCloseTo(0.4, 9);
  });

  test("takes a level's frame and need from its own year", () => {
    const make = ([cost = NaN, rest = NaN]: readonly number[]): Scenario => {
      const scenario = costing(cost, rest, {
        appropriations: {
          "1/1": appropriation({ frame: { 2014: 3000, 2015: 2400 } }),
          "1/2": appropriation(),
        },
        calibration: calibration([fitted("costs.cases.cost", 2, 1, 4)], [level({ year: "2015" })]),
      });
      return scenario;
    };
    // (2400 − 960 · 2) ÷ 12
    expect(modelOf(make, [2, 10]).run([2])?.levels).toEqual([
      { before: 2040, frame: 2400, value: expect.closeTo(40, 9) as number },
    ]);
  });

  test("sets several levels, each from its own appropriation", () => {
    const make = ([cost = NaN, rest = NaN, other = NaN]: readonly number[]): Scenario => {
      const costs = {
        cases: line("flow/done", cost, "money/person"),
        rest: line("time", rest, "money/month"),
        other: line("time", other, "money/month", { on: "1/2" }),
      };
      return small({
        unit: "SEK",
        costs,
        appropriations: {
          "1/1": appropriation({ frame: { 2014: 3600 } }),
          "1/2": appropriation({ frame: { 2014: 240 } }),
        },
        planning: planning({ costs }, "2014-01"),
        calibration: calibration(
          [fitted("costs.cases.cost", 2, 1, 4)],
          [level(), level({ line: "other", start: { number: 5, unit: "SEK/month" } })],
        ),
        published: [
          target("need/1/1/forecast", { 2014: 1 }),
          target("need/1/2/forecast", { 2014: 1 }),
        ],
      });
    };
    // As planned there are as many decisions, so that the need is the frame.
    expect(modelOf(make, [2, 10, 5]).run([2])).toEqual({
      levels: [
        { before: 2520, frame: 3600, value: expect.closeTo(100, 9) as number },
        { before: 60, frame: 240, value: expect.closeTo(20, 9) as number },
      ],
      values: [expect.closeTo(3600, 8), expect.closeTo(240, 8)],
    });
  });

  test("has numbers that each set several inputs, in the units they are written in", () => {
    // Written as money for ten decisions, and for the rest of the appropriations.
    const make = ([ten = NaN]: readonly number[]): Scenario =>
      small({
        unit: "SEK",
        costs: {
          cases: line("flow/done", ten / 10, "money/person"),
          rest: line("time", { 2014: ten / 10, "2015..2016": 5 }, "money/month", { on: "1/2" }),
        },
        calibration: calibration([
          {
            ...fitted("costs.cases.cost", 20, 10, 40),
            inputs: ["costs.cases.cost", "costs.rest.cost.2014"],
          },
        ]),
        published: [
          target("need/1/1/forecast", { 2014: 1 }),
          target("need/1/2/forecast", { 2014: 1, 2015: 1 }),
        ],
      });
    const { run } = modelOf(make, [20]);
    expect(run([30])?.values).toEqual([3600, 36, 60]);
    expect(run([10])?.values).toEqual([1200, 12, 60]);
    expect(run([20])?.values).toEqual([2400, 24, 60]);
  });

  test("reads each target in its own funding mode and unit", () => {
    const make = ([cost = NaN]: readonly number[]): Scenario =>
      costing(cost, 0, {
        unit: "tkr",
        measures: { m: measure({ costs: { "1/1": { "2014..2016": 70 } } }) },
        calibration: calibration([fitted("costs.cases.cost", 2, 1, 4)]),
        published: [
          target("need/1/1/need", { 2014: 1 }),
          target("need/1/1/measures", { 2014: 1 }, { funding: "proposed" }),
          target("flows/done", { 2014: 1 }, { unit: "persons" }),
          target("need/1/1/forecast", { 2015: 1 }, { unit: "tkr" }),
        ],
      });
    const values = modelOf(make, [2]).run([3])?.values;
    expect(values).toEqual([3600, 70, 1200, expect.closeTo(3.6, 9)]);
  });

  test("makes no run of numbers that drive the model out of its range", () => {
    // Of those who leave, so large a share is done.
    const make = ([share = NaN]: readonly number[]): Scenario =>
      small({
        unit: "SEK",
        processes: {
          a: process({ open: [rate(1), { done: "granted", away: "rest" }] }),
        },
        streams: {
          a: stream("a", { intake: 100, opening: { open: 100 }, shares: { granted: share } }),
        },
        calibration: calibration([fitted("streams.a.shares.granted", 0.5, 0.1, 2)]),
        published: [target("flows/done", { 2014: 600 }, { unit: "persons" })],
      });
    const { run, written } = modelOf(make, [0.5]);
    expect(run([0.25])?.values).toEqual([300]);
    expect(run([1.5])).toBeUndefined();
    expect(run([0.75])?.values).toEqual([900]);
    expect(written([1.5], [])).toMatchObject({ ok: false, diagnostics: [{ severity: "error" }] });
  });
});

describe("the scenario as it would be written", () => {
  test("gives the figures, and the largest share each level has of its appropriation", () => {
    const make = ([cost = NaN, rest = NaN]: readonly number[]): Scenario =>
      costing(cost, rest, {
        // 1200 decisions in 2014, 650 in 2015 and 600 in 2016.
        streams: {
          a: stream("a", {
            intake: { 2014: 100, "2015..2016": 50 },
            opening: { open: 100 },
          }),
        },
        published: [target("need/1/1/forecast", { 2014: 1 })],
      });
    const { written } = modelOf(make, [2, 10]);
    const found = written([2], [30]);
    expect(found.ok && found.value.values).toEqual([2760]);
    // Planned are 960 · 2 and 12 · 30.
    expect(found.ok && there(found.value.levels[0]).need).toBeCloseTo(2280, 9);
    // 12 · 30 of 2 · 600 and as much, which is more than in the years before.
    expect(found.ok && there(found.value.levels[0]).share).toBeCloseTo(360 / 1560, 9);
  });

  test("has a share of nothing where nothing is needed", () => {
    const found = modelOf(both, [2, 10]).written([0], [0]);
    expect(found.ok && there(found.value.levels[0]).share).toBe(0);
  });

  test("may be none", () => {
    const diagnostics = [{ code: "out-of-range", severity: "error", message: "no" }] as const;
    const made = fittedModel(costing(2), ([cost = NaN, rest = NaN]) =>
      cost === 3.5 ? { ok: false, diagnostics } : { ok: true, value: costing(cost, rest) },
    );
    if (!made.ok) throw new Error("no model");
    expect(made.value.written([3.5], [1])).toEqual({ ok: false, diagnostics });
  });
});

describe("a level that moves nothing", () => {
  const problem = {
    path: "calibration.levels.0.line",
    message: expect.stringContaining("costs.rest.cost moves no need of 1/1") as string,
  };

  test("is that of a line that counts nothing", () => {
    const costs = {
      cases: line("flow/done", 2, "money/person"),
      none: line("time", 0, "money/month"),
    };
    const make = ([cost = NaN, rest = NaN]: readonly number[]): Scenario => {
      const own = { ...costs, rest: line("cost/none", rest, "") };
      return costing(cost, rest, { costs: own, planning: planning({ costs: own }, "2014-01") });
    };
    expect(problemsOf(make([2, 10]), ([cost = NaN, rest = NaN]) => ok(make([cost, rest])))).toEqual(
      [expect.objectContaining(problem)],
    );
  });

  test("is that of a line the planning assumption sets itself", () => {
    const fixed = { rest: line("time", 10, "money/month") };
    const make = ([cost = NaN, rest = NaN]: readonly number[]): Scenario =>
      costing(cost, rest, { planning: planning({ costs: fixed }, "2014-01") });
    expect(problemsOf(make([2, 10]), ([cost = NaN, rest = NaN]) => ok(make([cost, rest])))).toEqual(
      [expect.objectContaining(problem)],
    );
  });

  test("is one of a year the planning run has not", () => {
    const make = ([cost = NaN, rest = NaN]: readonly number[]): Scenario =>
      costing(cost, rest, {
        appropriations: { "1/1": appropriation({ frame: 3000 }), "1/2": appropriation() },
        calibration: calibration([fitted("costs.cases.cost", 2, 1, 4)], [level({ year: "2030" })]),
      });
    expect(problemsOf(make([2, 10]), ([cost = NaN, rest = NaN]) => ok(make([cost, rest])))).toEqual(
      [expect.objectContaining(problem)],
    );
  });
});

describe("a model that cannot be fitted", () => {
  const diagnostics = [{ code: "out-of-range", severity: "error", message: "no" }] as const;

  test("is one that cannot be read with its starts, or with other numbers in the range", () => {
    expect(problemsOf(costing(2), () => ({ ok: false, diagnostics }))).toEqual(diagnostics);
    // The end of the range that is farther from the start is tried: 4, not 1.
    const unless = (bad: number): unknown =>
      problemsOf(costing(2), ([cost = NaN, rest = NaN]) =>
        cost === bad ? { ok: false, diagnostics } : { ok: true, value: costing(cost, rest) },
      );
    expect(unless(4)).toEqual(diagnostics);
    expect(unless(1)).toEqual([]);
  });

  test("says all that is wrong with its numbers", () => {
    const all = problemsOf(costing(2), ([cost = NaN, rest = NaN]) =>
      cost === 2 && rest === 10 ? { ok: true, value: costing(2) } : { ok: false, diagnostics },
    );
    expect(all).toEqual([...diagnostics, ...diagnostics]);
  });

  test("is one with levels and no planning assumption", () => {
    expect(problemsOf(costing(2, 10, { planning: undefined }))).toMatchObject([
      { code: "missing-key", severity: "error", path: "calibration.levels" },
    ]);
    const without = {
      planning: undefined,
      calibration: calibration([fitted("costs.cases.cost", 2, 1, 4)]),
    };
    const make = ([cost = NaN]: readonly number[]): Scenario => costing(cost, 10, without);
    expect(modelOf(make, [2]).run([2])).toEqual({ levels: [], values: [2520, 2520] });
  });

  test("is one with targets that name no row, or another unit, or no figure of the model", () => {
    const withTargets = (...list: readonly PublishedRow[]): unknown =>
      problemsOf(costing(2, 10, { published: list }), ([cost = NaN, rest = NaN]) => ({
        ok: true,
        value: costing(cost, rest, { published: list }),
      }));
    expect(
      withTargets(
        target("need/1/1/need", { 2014: 1 }),
        target("need/1/1/ned", { 2014: 1 }),
        target("flows/done", { 2014: 1 }),
      ),
    ).toMatchObject([
      { code: "unknown-name", path: "published.1.row" },
      { code: "bad-unit", path: "published.2.unit" },
    ]);
    expect(
      withTargets(
        // Without a tolerance it is no target.
        target("need/1/1/ned", { 2014: 1 }, { tolerance: undefined }),
        target("need/1/1/need", { 2014: 1, 2017: 1 }),
        target("need/1/1/measures", { 2014: 1 }),
      ),
    ).toMatchObject([
      {
        code: "unknown-name",
        severity: "error",
        message: "the model has no figure for need/1/1/need@2017",
        path: "published.1.values.2017",
      },
      {
        message: "the model has no figure for need/1/1/measures@2014",
        path: "published.2.values.2014",
      },
    ]);
  });

  test("is one of which a number is no input, or holds in other months than before", () => {
    const noInput = costing(2, 10, {
      calibration: calibration([fitted("period.from", 2, 1, 4)]),
    });
    expect(() => problemsOf(noInput)).toThrow(StructureChanged);
    const otherMonths: ScenarioAt = ([cost = NaN, rest = NaN]) => ({
      ok: true,
      value: costing(cost === 2 ? 2 : { "2014..2016": cost }, rest),
    });
    expect(() => problemsOf(costing(2), otherMonths)).toThrow(StructureChanged);
  });

  test("is one that cannot be run", () => {
    const shares = (granted: number): Scenario =>
      costing(2, 10, {
        period: period("2014-01..2014-12"),
        processes: { a: process({ open: [rate(1), { done: "granted", away: "rest" }] }) },
        streams: {
          a: stream("a", { intake: 100, opening: { open: 100 }, shares: { granted } }),
        },
        published: [target("need/1/1/forecast", { 2014: 1 })],
      });
    expect(problemsOf(shares(1.5))).toMatchObject([{ severity: "error" }]);
  });
});
