/** Numbers of a scenario as they count in a run: months and cases, what measures change, and what was before the start. */
import { describe, expect, test } from "vitest";
import { type Bounds, type Quantity, valueAt } from "../../src/amounts/quantity.ts";
import type { Season } from "../../src/model/intake/file.ts";
import type { Effect, Measure } from "../../src/model/measures/file.ts";
import type { Scenario } from "../../src/model/scenario.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import {
  after,
  always,
  effect,
  figuresOf,
  follow,
  line,
  measure,
  month,
  near,
  observe,
  opened,
  period,
  point,
  problemsIn,
  process,
  quantity,
  rate,
  scenario,
  stream,
  sum,
  trace,
  type Given,
} from "../support/build.ts";

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

const path = "indices.x";

/** November 2013 to February 2014: rent of 1 a month at the prices of an index. */
const indexed = (
  given: Quantity,
  measures: Readonly<Record<string, Measure>> = {},
  changes: Partial<Scenario> = {},
): Scenario =>
  scenario({
    period: period("2013-11..2014-02"),
    indices: { x: given },
    costs: { rent: line("time", 1, "money/month", { index: "x" }) },
    measures,
    ...changes,
  });

/** The index of each month with all the measures. */
const values = (given: Scenario): number[] =>
  observe(given, { counted: new Set(Object.keys(given.measures)) }).input("line", "rent", "index");

describe("a ramp", () => {
  const part = (given: Partial<Effect>, at: string, delay: number): number | undefined => {
    const effects = [{ ...effect(path, { add: 1 }, "2014-03"), ...given }];
    const changed = indexed(
      quantity(5),
      { m: measure({ effects, delay }) },
      { period: period(at) },
    );
    return trace(changed, { counted: new Set(["m"]) })("part", "m 0")[0];
  };

  test.each<[Partial<Effect>, string, number, number]>([
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
    // A year and two months later: May 2015 is the first of four months.
    [{ ramp: 4 }, "2015-04", 14, 0],
    [{ ramp: 4 }, "2015-05", 14, 0.25],
    [{ ramp: 4, until: month("2014-04") }, "2015-06", 14, 0.5],
    [{ ramp: 4, until: month("2014-04") }, "2015-07", 14, 0],
    [{ until: month("2014-03") }, "2016-03", 24, 1],
    [{ until: month("2014-03") }, "2016-04", 24, 0],
  ])("%j in %s, put off by %i months: %d", (given, at, delay, expected) => {
    expect(part(given, at, delay)).toBe(expected);
  });
});

describe("a series", () => {
  const more = { m: measure({ effects: [effect(path, { add: 1 }, "2014-02")] }) };

  test("has the value of each month, with the effects on it and no others", () => {
    expect(values(indexed(quantity(5)))).toEqual([5, 5, 5, 5]);
    expect(values(indexed(quantity({ "2012..2015": 5 })))).toEqual([5, 5, 5, 5]);
    expect(values(indexed(quantity({ 2013: 5, 2014: 6 })))).toEqual([5, 5, 6, 6]);
    expect(values(indexed(quantity({ "2014-01": 7, 2013: 5, 2014: 6 })))).toEqual([5, 5, 7, 6]);
    expect(values(indexed(quantity(5), more))).toEqual([5, 5, 5, 6]);
    expect(values(indexed(quantity({ 2013: 5, 2014: 6 }), more))).toEqual([5, 5, 6, 7]);
    const other = { m: measure({ effects: [effect("costs.rent.cost", { add: 1 }, "2014-02")] }) };
    expect(values(indexed(quantity(5), other))).toEqual([5, 5, 5, 5]);
  });

  test("is one number where it never changes, one a year where years are all it has, else one a month", () => {
    /** The lanes of numbers by a place in the scenario; 5, 6 and 7 are no numbers of the calendar or the options. */
    const lanes = (given: Quantity): unknown[] => {
      const { program, numbers } = observe(indexed(given));
      return program.lanes
        .map(({ every, numbers: cells }) => [every, ...cells.map((cell) => numbers[cell])])
        .filter(([, first]) => first === 5);
    };
    expect(lanes(quantity(5))).toEqual([["run", 5]]);
    expect(lanes(quantity({ "2012..2015": 5 }))).toEqual([["run", 5]]);
    const exactly = [point(period("2013-11..2014-02"), 5)];
    expect(lanes({ ...quantity(5), points: exactly })).toEqual([["run", 5]]);
    // Two numbers, even if they are the same.
    expect(lanes(quantity({ 2013: 5, 2014: 5 }))).toEqual([["year", 5, 5]]);
    expect(lanes(quantity({ "2014-01": 7, 2013: 5, 2014: 6 }))).toEqual([["month", 5, 5, 7, 6]]);
  });

  test("is scaled before effects are added", () => {
    const volume = (effects: readonly Effect[]): number[] => {
      const given = scenario({
        period: period("2013-11..2014-02"),
        processes: { a: process({ open: [rate(1), { done: 1 }] }) },
        streams: { a: stream("a", { intake: 5 }) },
        measures: { m: measure({ effects }) },
      });
      const run = trace(given, { counted: new Set(["m"]), intakeScale: 3 });
      expect(run("value", "streams.a.intake.volume")).toEqual(run("applications", "a"));
      return run("applications", "a");
    };
    expect(volume([])).toEqual([15, 15, 15, 15]);
    expect(volume([effect("streams.a.intake.volume", { add: 1 }, "2014-02")])).toEqual([
      15, 15, 15, 16,
    ]);
  });

  const opening = "streams.a.opening.open";
  /** Those who are there and stay: 5 when the run starts, or what else is said. */
  const staying = (people: Given, effects: readonly Effect[] = []): Scenario =>
    scenario({
      period: period("2013-11..2014-02"),
      processes: { a: process({ open: [rate(0), { done: 1 }] }) },
      streams: { a: stream("a", { opening: { open: people } }) },
      measures: { m: measure({ effects }) },
    });

  test("begins with a constant's value", () => {
    const ready = (people: Given, ...effects: readonly Effect[]): number[] =>
      trace(staying(people, effects), { counted: new Set(["m"]) })("ready", "a.open");
    expect(ready(5)).toEqual([5, 5, 5, 5]);
    expect(ready({ 2013: 5, 2014: 6 })).toEqual([5, 5, 5, 5]);
    expect(ready(5, effect(opening, { add: 1 }, "2013-11"))).toEqual([6, 6, 6, 6]);
    expect(ready({ 2013: 5, 2014: 6 }, effect(opening, { add: 1 }, "2013-11"))).toEqual([
      6, 6, 6, 6,
    ]);
    // Two of four months of the ramp are there.
    expect(ready(5, effect(opening, { add: 1 }, "2013-10", { ramp: 4 }))).toEqual(
      near(5.5, 5.5, 5.5, 5.5),
    );
  });

  test("is needed for the months that are read, and said once to be missing", () => {
    const missing = (given: Scenario): unknown[] =>
      problemsIn(given, { funding: "proposed" }).map(({ path: at, message, help }) => [
        at,
        message,
        help,
      ]);
    const needed = "the run needs 2013-11 to 2014-02: add the years, or one value for all";
    expect(missing(indexed(quantity({ 2013: 1 })))).toEqual([
      [path, "no value for 2014-01, 2014-02", needed],
    ]);
    // The same where measures change it, however often it is read.
    const twice = {
      rent: line("time", 1, "money/month", { index: "x" }),
      more: line("time", 1, "money/month", { index: "x" }),
    };
    expect(missing(indexed(quantity({ 2013: 1 }), more, { costs: twice }))).toEqual([
      [path, "no value for 2014-01, 2014-02", needed],
    ]);
    expect(missing(staying({ 2014: 5 }))).toEqual([
      [
        opening,
        "no value for 2013-11",
        "the run needs 2013-11 to 2013-11: add the years, or one value for all",
      ],
    ]);
    expect(missing(staying({ 2013: 5 }))).toEqual([]);
  });

  test("of a volume is missing in all three cases, which is one problem", () => {
    const given = staying(5);
    const streams = { a: stream("a", { intake: { 2014: 1 } }) };
    expect(problemsIn(scenario({ ...given, streams }))).toEqual([
      {
        code: "missing-key",
        severity: "error",
        message: "no value for 2013-11, 2013-12",
        help: "the run needs 2013-11 to 2014-02: add the years, or one value for all",
        path: "streams.a.intake.volume",
      },
    ]);
  });
});

describe("several effects on one number", () => {
  const double = measure({ effects: [effect(path, { multiply: 2 }, "2014-01")] });
  const add = measure({ effects: [effect(path, { add: 10 }, "2014-01")] });
  const all = (...given: readonly Measure[]): number[] => {
    const [first, second] = given;
    return values(
      indexed(quantity(100), { ...(first && { a: first }), ...(second && { b: second }) }),
    );
  };

  test("follow each other in the order of the names of their measures", () => {
    // 100 · 2 + 10, and (100 + 10) · 2.
    expect(all(double, add)).toEqual([100, 100, 210, 210]);
    expect(all(add, double)).toEqual([100, 100, 220, 220]);
  });

  test("by code point, whatever the order in the file, or in which they are counted", () => {
    const ordered = (measures: Readonly<Record<string, Measure>>): number | undefined =>
      values(indexed(quantity(100), measures))[3];
    expect(ordered({ b: add, a: double })).toBe(210);
    expect(ordered({ a: double, Z: add })).toBe(220);
    expect(ordered({ z: double, é: add })).toBe(210);
    const counted = (...names: readonly string[]): number | undefined =>
      observe(indexed(quantity(100), { a: double, b: add }), { counted: new Set(names) }).input(
        "line",
        "rent",
        "index",
      )[3];
    expect([counted("a", "b"), counted("b", "a")]).toEqual([210, 210]);
    expect([counted("a"), counted("b"), counted()]).toEqual([200, 110, 100]);
  });

  test("of one measure follow each other as they are listed", () => {
    const listed = (...effects: readonly Effect[]): number | undefined =>
      all(measure({ effects }))[3];
    const [times] = double.effects;
    const [plus] = add.effects;
    if (times === undefined || plus === undefined) throw new Error("no effects");
    expect(listed(times, plus)).toBe(210);
    expect(listed(plus, times)).toBe(220);
  });

  test("come and go by themselves", () => {
    // a: a quarter of +40 each month from December; b: doubled in January only.
    const a = measure({ effects: [effect(path, { add: 40 }, "2013-12", { ramp: 4 })] });
    const b = measure({
      effects: [effect(path, { multiply: 2 }, "2014-01", { until: "2014-01" })],
    });
    const run = trace(indexed(quantity(100), { a, b }), { counted: new Set(["a", "b"]) });
    expect(run("given", path)).toEqual([100, 100, 100, 100]);
    expect(run("ramped", "a 0")).toEqual([0, 0.25, 0.5, 0.75]);
    expect(run("until_it", "a 0")).toEqual([100, 100, 100, 100]);
    expect(run("with_it", "a 0")).toEqual([100, 110, 120, 130]);
    expect(run("until_it", "b 0")).toEqual([100, 110, 120, 130]);
    expect(run("ramped", "b 0")).toEqual([0, 0, 1, 1]);
    expect(run("part", "b 0")).toEqual([0, 0, 1, 0]);
    expect(run("with_it", "b 0")).toEqual([100, 110, 240, 130]);
    expect(run("value", path)).toEqual([100, 110, 240, 130]);
    expect(run("cost", "rent")).toEqual([100, 110, 240, 130]);
  });
});

describe("a measure's switch", () => {
  const given = indexed(quantity(100), {
    a: measure({ costs: { "1/1": 24 }, effects: [effect(path, { multiply: 2 }, "2013-01")] }),
    b: measure({ effects: [effect(path, { add: 10 }, "2014-01")] }),
  });

  test("takes its effects and its cost away, and brings them back", () => {
    // 2013: 200 + 200; 2014: 210 + 210; without a 100 + 100 and 110 + 110. Two months of 24 a year are 4.
    const request = opened(given, { funding: "proposed" });
    const on = request.numbers.findIndex(({ path: at }) => at === "options.measures.a");
    const costs = (): unknown => [
      figuresOf(request)("line", "cost", "rent"),
      figuresOf(request)("measure", "cost", "a"),
    ];
    expect(costs()).toEqual([near(400, 420), near(4, 4)]);
    request.set(on, 0);
    expect(costs()).toEqual([near(200, 220), [null, null]]);
    request.set(on, 1);
    expect(costs()).toEqual([near(400, 420), near(4, 4)]);
  });

  test("reaches what was there before the start", () => {
    // 60 + 30 are there and leave within three months; without the measure 60.
    const staying = scenario({
      period: period("2014-01..2014-12"),
      processes: { p: process({ here: [after(3), { done: 1 }] }) },
      streams: { a: stream("p", { opening: { here: 60 } }) },
      flows: { done: { label: "", moves: [{ from: "here", to: "done" }], streams: undefined } },
      measures: {
        m: measure({ effects: [effect("streams.a.opening.here", { add: 30 }, "2013-01")] }),
      },
    });
    const request = opened(staying, { funding: "proposed" });
    const on = request.numbers.findIndex(({ path: at }) => at === "options.measures.m");
    const left = (): unknown => figuresOf(request)("flow", "flow", "done");
    expect(left()).toEqual(near(90));
    request.set(on, 0);
    expect(left()).toEqual(near(60));
  });

  test("is off for all but one where only one is to be seen", () => {
    const request = opened(given, { funding: "proposed" });
    const only = (name: string): unknown =>
      figuresOf(request, { mode: "proposed", only: name })("line", "cost", "rent");
    expect(only("a")).toEqual(near(400, 400));
    expect(only("b")).toEqual(near(200, 220));
    expect(figuresOf(request)("line", "cost", "rent")).toEqual(near(400, 420));
  });

  test("is as good as a request without it", () => {
    const request = opened(given, { funding: "proposed", without: new Set(["a"]) });
    expect(figuresOf(request)("line", "cost", "rent")).toEqual(near(200, 220));
    expect(figuresOf(request)("measure", "cost", "a")).toEqual([null, null]);
  });
});

describe("what an effect does", () => {
  test("is shown as it is at the end of each period, in the number's unit or as a factor", () => {
    const effects = [
      // November and December are 2 and 3 of 10 months; January and February 4 and 5.
      effect(path, { add: 40 }, "2013-10", { ramp: 10 }),
      effect(path, { multiply: 0.8 }, "2013-10", { ramp: 10 }),
    ];
    const request = opened(indexed(quantity(100), { m: measure({ effects }) }), {
      funding: "proposed",
    });
    expect(figuresOf(request)("effect", "there", "m 0")).toEqual(near(12, 20));
    expect(figuresOf(request)("effect", "there", "m 1")).toEqual(near(0.94, 0.9));
  });
});

describe("effects that change nothing", () => {
  const given = (effects: readonly Effect[], delay = 0): Scenario =>
    scenario({
      period: period("2014-01..2014-12"),
      processes: { p: process({ open: [rate(1), { done: 1 }] }) },
      streams: {
        a: stream("p", { opening: { open: 5 }, follows: [follow("done", 1, 1, 7)] }),
      },
      flows: { done: { label: "", moves: [{ from: "open", to: "done" }], streams: undefined } },
      measures: { m: measure({ costs: { "1/1": 1 }, effects, delay }) },
    });
  const problems = (...made: Parameters<typeof given>): unknown[] =>
    problemsIn(given(...made), { funding: "proposed" }).map(({ code, path: at, message }) => [
      code,
      at,
      message,
    ]);
  const opening = "streams.a.opening.open";
  const late = [
    "unknown-name",
    "measures.m.effects",
    `an effect of m changes "${opening}" too late: it is read when the run starts`,
  ];
  const never = (on: string): unknown => [
    "unknown-name",
    "measures.m.effects",
    `an effect of m changes "${on}", which is not an input of the model's months`,
  ];

  test("are those on frames, histories and the costs of measures", () => {
    const one = (on: string): unknown => problems([effect(on, { add: 1 }, "2013-01")]);
    const history = "streams.a.follows.0.history";
    expect(one("appropriations.1/1.frame")).toEqual([never("appropriations.1/1.frame")]);
    expect(one(history)).toEqual([never(history)]);
    expect(one("measures.m.costs.1/1")).toEqual([never("measures.m.costs.1/1")]);
    expect(one("streams.a.follows.0.ratio")).toEqual([]);
  });

  test("are those that are not there when the run starts, on what it starts with", () => {
    const one =
      (...made: Parameters<typeof effect> extends [string, unknown, ...infer R] ? R : never) =>
      (delay = 0): unknown =>
        problems([effect(opening, { add: 1 }, ...made)], delay);
    expect(one("2014-01")()).toEqual([]);
    expect(one("2014-02")()).toEqual([late]);
    expect(one("2013-01")(12)).toEqual([]);
    expect(one("2013-01")(13)).toEqual([late]);
    expect(one("2013-06", { until: "2013-12" })()).toEqual([late]);
    expect(one("2013-06", { until: "2014-01" })()).toEqual([]);
    expect(one("2013-06", { until: "2013-12" })(1)).toEqual([]);
  });

  test("are each reported, and only of measures that count", () => {
    const made = given([
      effect("x", { add: 1 }, "2014-01"),
      effect(opening, { add: 1 }, "2014-02"),
    ]);
    const report = (funding: "need" | "proposed"): unknown[] =>
      problemsIn(made, { funding }).map(({ message }) => message);
    expect(report("proposed")).toEqual([
      `an effect of m changes "x", which is not an input of the model's months`,
      late[2],
    ]);
    expect(report("need")).toEqual([]);
    expect(problemsIn(made, { funding: "proposed" })[0]?.help).toContain(
      "effects change intakes, shares, rates, work, staff, quotas, housing",
    );
  });
});

describe("the past", () => {
  /** What is read of the months before the start, by quantity and element, oldest first. */
  const pastOf = (given: Scenario, making: Parameters<typeof observe>[1] = {}): unknown => {
    const { program, buffer } = observe(given, making);
    return Object.fromEntries(
      program.pasts.map(({ slot, at, length }) => {
        const { equation, key } = program.slots[slot] ?? { equation: "", key: "" };
        return [`${equation} of ${key}`, [...buffer.subarray(at, at + length)]];
      }),
    );
  };
  const paying = (given: Parameters<typeof line>[3], changes: Partial<Scenario> = {}): Scenario =>
    scenario({
      period: period("2013-11..2014-02"),
      costs: { fee: line("time", 1, "money/month", { per: "month/month", ...given }) },
      ...changes,
    });

  test("is what the history says, oldest first", () => {
    const history = { "2013-08": 1, "2013-09": 2, "2013-10": 3 };
    expect(pastOf(paying({ lag: 3, history }))).toEqual({ "volume of fee": [1, 2, 3] });
    expect(pastOf(paying({ lag: 2, history: 7 }))).toEqual({ "volume of fee": [7, 7] });
    expect(pastOf(paying({}))).toEqual({});
  });

  test("of what is paid in parts is a running total, from nothing at the oldest month", () => {
    // In four months November pays for August to November: three of them are before the start.
    const history = { "2013-07": 1, "2013-08": 10, "2013-09": 20, "2013-10": 30 };
    expect(pastOf(paying({ spread: 4, history }))).toEqual({
      "volume so far of fee": [0, 10, 30, 60],
    });
    // A month later, in three: November pays for August to October.
    expect(pastOf(paying({ lag: 1, spread: 3, history }))).toEqual({
      "volume so far of fee": [0, 10, 30, 60],
    });
    const run = trace(paying({ lag: 1, spread: 3, history }));
    const soFar = "volume so far" as "volume";
    expect(run(soFar, "fee")).toEqual([61, 62, 63, 64]);
    // (10 + 20 + 30) ÷ 3, (20 + 30 + 1) ÷ 3, (30 + 1 + 1) ÷ 3, 1.
    expect(run("due", "fee")).toEqual(near(20, 17, 32 / 3, 1));
  });

  test("is a problem where there is no history, in one month or more", () => {
    const problem = (given: Parameters<typeof line>[3]): unknown[] =>
      problemsIn(paying(given)).map(({ code, path: at, message, help }) => [
        code,
        at,
        message,
        help,
      ]);
    expect(problem({ lag: 1 })).toEqual([
      [
        "missing-key",
        "costs.fee",
        "the payment looks back 1 months and has no history",
        'add "history" for 2013-10 to 2013-10',
      ],
    ]);
    expect(problem({ lag: 1, spread: 2 })).toEqual([
      [
        "missing-key",
        "costs.fee",
        "the payment looks back 2 months and has no history",
        'add "history" for 2013-09 to 2013-10',
      ],
    ]);
    expect(problem({ spread: 1 })).toEqual([]);
  });

  test("is a problem where the history is too short", () => {
    expect(problemsIn(paying({ lag: 3, history: { "2013-09": 2, "2013-10": 3 } }))).toEqual([
      {
        code: "missing-key",
        severity: "error",
        message: "no value for 2013-08",
        help: "the run needs 2013-08 to 2013-10: add the years, or one value for all",
        path: "costs.fee.history",
      },
    ]);
  });

  test("of followers is a problem of the stream, by the name of the flow", () => {
    const given = scenario({
      period: period("2014-01..2014-02"),
      processes: { p: process({ open: [rate(1), { done: 1 }] }) },
      streams: {
        a: stream("p", { intake: 1 }),
        b: stream("p", { follows: [follow("done/a", 1, 2), follow("done", 1, 1, 0)] }),
      },
      flows: { done: { label: "", moves: [{ from: "open", to: "done" }], streams: undefined } },
    });
    expect(problemsIn(given)).toMatchObject([
      {
        message: "done/a looks back 2 months and has no history",
        help: 'add "history" for 2013-11 to 2013-12',
        path: "streams.b.follows",
      },
    ]);
  });

  test("is not changed by measures", () => {
    const measures = {
      m: measure({ effects: [effect("costs.fee.cost", { add: 1 }, "2013-01")] }),
    };
    const given = paying({ lag: 2, history: 7 }, { measures });
    expect(pastOf(given, { counted: new Set(["m"]) })).toEqual({ "volume of fee": [7, 7] });
  });

  test("of a stage where everybody stays as long is the opening stock, in equal parts", () => {
    const given = (effects: readonly Effect[] = []): Scenario =>
      scenario({
        period: period("2014-01..2014-04"),
        processes: { p: process({ here: [after(3), { done: 1 }] }) },
        streams: { a: stream("p", { intake: 5, opening: { here: { "2014-01": 60, 2014: 1 } } }) },
        measures: { m: measure({ effects }) },
      });
    const inflow = { "inflow of a.here": [20, 20, 20], "stock of a.here": [60] };
    expect(pastOf(given())).toMatchObject(inflow);
    expect(trace(given())("left", "a.here")).toEqual(near(20, 20, 20, 5));
    // A measure that was there when the run started: 60 + 30 are there, 30 a month leave.
    const more = [effect("streams.a.opening.here", { add: 30 }, "2013-01")];
    const counted = new Set(["m"]);
    expect(pastOf(given(more), { counted })).toMatchObject({
      "inflow of a.here": [30, 30, 30],
      "stock of a.here": [90],
    });
    expect(trace(given(more), { counted })("left", "a.here")).toEqual(near(30, 30, 30, 5));
  });
});

describe("effects that drive an input out of its bounds", () => {
  const input = (given: Given, unit = "", bounds: Bounds = {}): Quantity => ({
    ...quantity(given, unit),
    bounds,
  });
  const problemOf = (
    given: Quantity,
    ...effects: readonly Effect[]
  ): Partial<Diagnostic> | undefined => {
    const measures = Object.fromEntries(
      effects.map((one, i) => ["abc".charAt(i), measure({ effects: [one] })]),
    );
    const problems = problemsIn(indexed(given, measures), { funding: "proposed" });
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

  test("name the measures by code point, whatever their order in the file", () => {
    const one = measure({ effects: [less] });
    const given = indexed(input(1.25), { c: one, b: one, a: one });
    expect(problemsIn(given, { funding: "proposed" })[0]?.message).toContain("of a, b, c this");
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

  test("are no problem of a request in which they do not count", () => {
    const given = indexed(input(0.25), { a: measure({ effects: [less] }) });
    expect(problemsIn(given)).toEqual([]);
    expect(problemsIn(given, { funding: "proposed", without: new Set(["a"]) })).toEqual([]);
  });
});

describe("shares of those who leave", () => {
  const leaving = (
    to: Parameters<typeof process>[0][string][1],
    shares: Readonly<Record<string, Given>>,
    effects: readonly Effect[] = [],
  ): Scenario =>
    scenario({
      period: period("2014-01..2014-03"),
      processes: { p: process({ open: [rate(1), to] }) },
      streams: { a: stream("p", { intake: 1, shares }) },
      measures: { m: measure({ effects }) },
    });
  const problems = (...given: Parameters<typeof leaving>): unknown[] =>
    problemsIn(leaving(...given), { funding: "proposed" }).map(({ path: at, message, help }) => [
      at,
      message,
      help,
    ]);

  test("leave a rest, which may be nothing", () => {
    const given = leaving(
      { x: "x", y: 0.25, z: "rest" },
      { x: { "2014-01": 0.25, "2014-02": 0.5, 2014: 0.75 } },
    );
    const run = trace(given);
    expect(run("given_sum", "a.open")).toEqual([0.5, 0.75, 1]);
    expect(run("portion", "a.open->x")).toEqual([0.25, 0.5, 0.75]);
    expect(run("portion", "a.open->y")).toEqual([0.25, 0.25, 0.25]);
    expect(run("portion", "a.open->z")).toEqual([0.5, 0.25, 0]);
    expect(problemsIn(given)).toEqual([]);
  });

  test("may not add up to more than one, in any month", () => {
    const place = "processes.p.stages.open.to";
    expect(problems({ x: "x", y: 0.5, z: "rest" }, { x: { "2014-03": 0.75, 2014: 0.5 } })).toEqual([
      [
        place,
        "the shares of those who leave a.open add up to 1.25 in 2014-03",
        "the shares beside `rest` may add up to 1 at most",
      ],
    ]);
    // As written 0.5 + 0.25; a measure adds a quarter of 0.5 each month from February.
    const effects = [effect("streams.a.shares.x", { add: 0.5 }, "2014-02", { ramp: 4 })];
    expect(problems({ x: "x", y: 0.25, z: "rest" }, { x: 0.5 }, effects)).toEqual([]);
    expect(problems({ x: "x", y: 0.375, z: "rest" }, { x: 0.5 }, effects)).toEqual([
      [
        place,
        "the shares of those who leave a.open add up to 1.125 in 2014-03",
        "the shares beside `rest` may add up to 1 at most",
      ],
    ]);
  });

  test("add up to one where there is no rest", () => {
    const message = (x: number): unknown => problems({ x: "x", y: 0.5 }, { x });
    const wrong = (shown: number): unknown => [
      [
        "processes.p.stages.open.to",
        `the shares of those who leave a.open add up to ${shown} in 2014-01`,
        "they must add up to 1; give one way the share `rest`",
      ],
    ];
    expect(message(0.5)).toEqual([]);
    expect(message(0.25)).toEqual(wrong(0.75));
    expect(message(0.75)).toEqual(wrong(1.25));
  });

  test("may miss one by what rounding does", () => {
    expect(problems({ x: 0.1, y: 0.2, z: 0.7 }, {})).toEqual([]);
    expect(problems({ x: 0.1, y: 0.2, v: 0.7, z: "rest" }, {})).toEqual([]);
  });
});

describe("parts of an intake", () => {
  const sharing = (a: Given, b: Given, effects: readonly Effect[] = []): readonly Diagnostic[] =>
    problemsIn(
      scenario({
        period: period("2014-01..2014-03"),
        intakes: {
          all: { label: "all", volume: quantity(9, "persons/month"), season: undefined },
          none: { label: "none", volume: quantity(9, "persons/month"), season: undefined },
        },
        processes: { p: process({ open: [rate(1), { done: 1 }] }) },
        streams: { a: stream("p", { of: ["all", a] }), b: stream("p", { of: ["all", b] }) },
        measures: { m: measure({ effects }) },
      }),
      { funding: "proposed" },
    );

  test("may not add up to more than the whole", () => {
    expect(sharing(0.3, 0.7)).toEqual([]);
    expect(sharing(0.3, 0.3)).toEqual([]);
    expect(sharing({ "2014-02": 0.75, 2014: 0.5 }, 0.5)).toEqual([
      {
        code: "out-of-range",
        severity: "error",
        message: "the streams' shares of all add up to 1.25 in 2014-02",
        help: "they may add up to 1 at most",
        path: "intakes.all",
      },
    ]);
  });

  test("nor with what measures add", () => {
    const more = [effect("streams.b.intake.share", { add: 0.25 }, "2014-03")];
    expect(sharing(0.5, 0.25, more)).toEqual([]);
    expect(sharing(0.5, 0.5, more)).toMatchObject([
      { message: "the streams' shares of all add up to 1.25 in 2014-03" },
    ]);
  });
});

describe("the case of an intake, and its scale", () => {
  const volume = {
    ...quantity(0, "persons/month"),
    points: [point(period("2014-01..2014-12"), 10, 8, 14), point(always, 20, 20, 40)],
  };
  const given = scenario({
    period: period("2014-12..2015-01"),
    intakes: { all: { label: "all", volume, season: undefined } },
    processes: { p: process({ open: [rate(1), { done: 1 }] }) },
    streams: {
      a: stream("p", { of: ["all", 0.5] }),
      b: stream("p", { intake: 3 }),
      c: stream("p", { follows: [follow("new/b", 1, 1, 1)] }),
    },
    flows: { new: { label: "", moves: [{ from: undefined, to: "open" }], streams: undefined } },
    measures: {
      m: measure({ effects: [effect("intakes.all.volume", { add: 1 }, "2015-01")] }),
    },
  });

  test.each<["low" | "mid" | "high", number, number[], number[]]>([
    ["low", 1, [8, 20], [8, 21]],
    ["mid", 1, [10, 20], [10, 21]],
    ["high", 1, [14, 40], [14, 41]],
    ["high", 0.5, [7, 20], [7, 21]],
    ["low", 0, [0, 0], [0, 1]],
  ])("%s, times %d: %j, and with a measure %j", (intakeCase, intakeScale, plain, changed) => {
    const making = { intakeCase, intakeScale };
    const run = trace(given, making);
    expect(run("value", "intakes.all.volume")).toEqual(plain);
    expect(run("applications", "a")).toEqual(plain.map((people) => people / 2));
    const measured = trace(given, { ...making, counted: new Set(["m"]) });
    expect(measured("given", "intakes.all.volume")).toEqual(plain);
    expect(measured("value", "intakes.all.volume")).toEqual(changed);
    // A volume without a range is the same in all cases, and scaled; who follows is not scaled, but follows who is.
    expect(run("applications", "b")).toEqual([3 * intakeScale, 3 * intakeScale]);
    expect(run("applications", "c")).toEqual([1, 3 * intakeScale]);
  });
});

describe("a season", () => {
  const origin = { kind: "assumed", source: undefined, page: undefined, why: undefined } as const;
  /** 100 a month, shared by two streams. */
  const seasoned = (season: Season): Scenario =>
    scenario({
      period: period("2014-11..2015-12"),
      intakes: { all: { label: "all", volume: quantity(100, "persons/month"), season } },
      processes: { p: process({ open: [rate(1), { done: 1 }] }) },
      streams: { a: stream("p", { of: ["all", 0.75] }), b: stream("p", { of: ["all", 0.25] }) },
    });
  /** Nothing in most months. */
  const months = (given: Readonly<Record<number, number>>): number[] =>
    Array.from({ length: 12 }, (_, i) => given[i + 1] ?? 0);

  test("by weights is a month's part of all weights, times twelve", () => {
    // 3 + 2 + 1 + 2 = 8: three eighths of the year in January, two in March, one in November, two in December.
    const weights = months({ 1: 3, 3: 2, 11: 1, 12: 2 });
    const run = trace(seasoned({ weights, origin }));
    expect(run("weight", "intakes.all/03")[0]).toBe(2);
    expect(run("weight_of_year", "intakes.all")[0]).toBe(8);
    const expected = [1.5, 3, 4.5, 0, 3, 0, 0, 0, 0, 0, 0, 0, 1.5, 3];
    expect(run("season", "intakes.all")).toEqual(near(...expected));
    expect(run("applications", "a")).toEqual(near(...expected.map((part) => part * 75)));
    expect(run("applications", "b")).toEqual(near(...expected.map((part) => part * 25)));
    expect(sum(run("applications", "b").slice(2))).toBeCloseTo(300, 9);
    expect(run("surge", "a/intake").slice(0, 2)).toEqual(near(37.5, 150));
  });

  test("by observations adds up the years it is read from", () => {
    // January: 20 + 40; June: 30 + 10; 100 in all.
    const value = (
      name: string,
      people: number,
    ): Extract<Season, { observed: unknown }>["observed"][number] => ({
      name,
      calendarMonth: Number(name.slice(5)) - 1,
      value: people,
    });
    const observed = [
      ...Array.from({ length: 12 }, (_, i) => `2012-${String(i + 1).padStart(2, "0")}`),
      ...Array.from({ length: 12 }, (_, i) => `2013-${String(i + 1).padStart(2, "0")}`),
    ].map((name) =>
      value(name, { "2012-01": 20, "2013-01": 40, "2012-06": 30, "2013-06": 10 }[name] ?? 0),
    );
    const run = trace(seasoned({ observed, origin }));
    expect(run("weight", "intakes.all/01")[0]).toBe(60);
    expect(run("weight", "intakes.all/06")[0]).toBe(40);
    expect(run("weight", "intakes.all/02")[0]).toBe(0);
    expect(run("weight_of_year", "intakes.all")[0]).toBe(100);
    const expected = [0, 0, 7.2, 0, 0, 0, 0, 4.8, 0, 0, 0, 0, 0, 0];
    expect(run("season", "intakes.all")).toEqual(near(...expected));
  });

  test("of nothing is a problem, said with its intake", () => {
    expect(problemsIn(seasoned({ weights: months({}), origin }))).toEqual([
      {
        code: "out-of-range",
        severity: "error",
        message: "a season's weights have to add up to a number above zero",
        path: "intakes.all.season",
      },
    ]);
  });
});
