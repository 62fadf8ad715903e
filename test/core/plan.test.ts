import { describe, expect, test } from "vitest";
import {
  costInYear,
  costOn,
  defaults,
  forecast,
  type Forecast,
  type Options,
} from "../../src/core/plan.ts";
import type { CostLine, Planning, Scenario } from "../../src/core/scenario.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import {
  after,
  appropriation,
  effect,
  follow,
  line,
  measure,
  month,
  near,
  period,
  process,
  quantity,
  rate,
  scenario,
  staff,
  staffed,
  stream,
  work,
  type Given,
} from "./build.ts";

/** 100 applications a month, all decided in the next month, 2 each on 1/1; rent on 1/2. */
const request = (given: Partial<Scenario> = {}): Scenario =>
  scenario({
    period: period("2014-01..2016-12"),
    processes: { a: process({ open: [rate(1), { done: 1 }] }) },
    streams: { a: stream("a", { intake: 100, opening: { open: 100 } }) },
    flows: { done: { label: "done", moves: [{ from: "open", to: "done" }], streams: undefined } },
    appropriations: { "1/1": appropriation(), "1/2": appropriation() },
    costs: {
      cases: line("flow/done", 2, "money/person"),
      rent: line("time", 7, "money/month", { on: "1/2" }),
    },
    ...given,
  });

const planning = (given: Partial<Planning> = {}, assumed: Partial<Scenario> = {}): Planning => ({
  label: "the assumption",
  start: month("2013-07"),
  years: [2014, 2015, 2016],
  assumption: request(assumed),
  ...given,
});

function runOf(given: Scenario, options: Partial<Options> = {}): Forecast {
  const planned = forecast(given, { ...defaults, ...options });
  if (!planned.ok) throw new Error(planned.diagnostics.map(({ message }) => message).join("; "));
  return planned.value;
}

function problemsOf(given: Scenario, options: Partial<Options> = {}): readonly Diagnostic[] {
  const planned = forecast(given, { ...defaults, ...options });
  return planned.ok ? [] : planned.diagnostics;
}

/** The frames of an appropriation, each year's amount and whether it was published. */
const framesOf = (given: Scenario, key = "1/1"): unknown[] =>
  [...(runOf(given).frames.get(key) ?? [])].map(([year, { amount, kind }]) => [year, amount, kind]);

describe("frames", () => {
  test("are what was published", () => {
    const appropriations = { "1/1": appropriation({ frame: { 2014: 500, 2016: 600, 2017: 1 } }) };
    expect(framesOf(request({ appropriations }))).toEqual([
      [2014, 500, "published"],
      [2016, 600, "published"],
    ]);
  });

  test("of a year are January's value", () => {
    const frame = { "2014-01": 500, 2014: 7, 2015: 600 };
    const appropriations = { "1/1": appropriation({ frame }) };
    expect(framesOf(request({ appropriations }))).toEqual([
      [2014, 500, "published"],
      [2015, 600, "published"],
    ]);
  });

  test("are unknown without a planning assumption", () => {
    expect(framesOf(request())).toEqual([]);
  });

  test("of other years are what the planning assumption's run needs", () => {
    // The assumption has 80 applications a month: 80 · 2 · 12 = 1920 a year. It starts with 4000 open
    // cases in July 2013, which are decided by the end of that month.
    const assumed = { streams: { a: stream("a", { intake: 80, opening: { open: 4000 } }) } };
    const appropriations = { "1/1": appropriation({ frame: { 2014: 500 } }) };
    expect(framesOf(request({ appropriations, planning: planning({}, assumed) }))).toEqual([
      [2014, 500, "published"],
      [2015, 1920, "computed"],
      [2016, 1920, "computed"],
    ]);
  });

  test("depend on where the assumption starts", () => {
    // From January 2014 its own 4000 open cases are decided within 2014: (4000 + 11 · 80) · 2.
    const assumed = { streams: { a: stream("a", { intake: 80, opening: { open: 4000 } }) } };
    const late = planning({ start: month("2014-01") }, assumed);
    expect(framesOf(request({ planning: late }))[0]).toEqual([2014, 9760, "computed"]);
  });

  test("are for whole years, though the request may end within one", () => {
    const given = request({ period: period("2014-01..2016-02"), planning: planning() });
    expect(framesOf(given)[2]).toEqual([2016, 2400, "computed"]);
  });

  test("are not computed for other years, nor where that is not wanted or nothing is spent", () => {
    const given = request({
      planning: planning({ years: [2015, 2019] }),
      appropriations: {
        "1/1": appropriation(),
        "1/2": appropriation({ computed: false, frame: { 2016: 3 } }),
        "1/3": appropriation(),
      },
    });
    expect(framesOf(given, "1/1")).toEqual([[2015, 2400, "computed"]]);
    expect(framesOf(given, "1/2")).toEqual([[2016, 3, "published"]]);
    expect(framesOf(given, "1/3")).toEqual([]);
  });

  test("are not changed by measures, the funding mode, or the intake's case and scale", () => {
    const measures = {
      m: measure({ effects: [effect("costs.cases.cost", { add: 1 }, "2013-01")] }),
    };
    const given = request({ planning: planning({}, { measures }), measures });
    const { run, frames } = runOf(given, {
      funding: "proposed",
      intakeScale: 3,
      intakeCase: "high",
    });
    expect(frames.get("1/1")?.get(2014)?.amount).toBe(2400);
    expect(run.inYear("cost", "cases", 2015)).toBeCloseTo(300 * 3 * 12, 6);
  });
});

describe("costs", () => {
  test("of an appropriation are those of its lines", () => {
    const given = request({
      costs: {
        b: line("time", 0.1, "money/month"),
        a: line("time", 0.2, "money/month"),
        c: line("time", 5, "money/month", { on: "1/2" }),
      },
    });
    const { run } = runOf(given);
    expect(costOn(given, run, "1/1", 2014)).toBeCloseTo(3.6, 9);
    expect(costOn(given, run, "1/2", 2015)).toBeCloseTo(60, 9);
    expect(costOn(given, run, "1/3", 2014)).toBeUndefined();
    expect(costOn(given, run, "1/1", 2019)).toBe(0);
  });

  test("of measures belong to years", () => {
    const given = measure({ costs: { "1/1": { 2014: 24, 2015: 12 } } });
    const years = [2013, 2014, 2015, 2016, 2017];
    const costs = (delay: number): (number | undefined)[] =>
      years.map((year) => costInYear({ ...given, delay }, "1/1", year));
    expect(costs(0)).toEqual([undefined, 24, 12, undefined, undefined]);
    expect(costs(12)).toEqual([undefined, undefined, 24, 12, undefined]);
    // Three months later: a quarter of each year's money moves on.
    expect(costs(3)).toEqual([undefined, 18, 9 + 6, 3, undefined]);
    expect(costs(11)).toEqual([undefined, ...near(2, 22 + 1, 11), undefined]);
    expect(costs(15)).toEqual([undefined, undefined, 18, 15, 3]);
    expect(costInYear(given, "1/2", 2014)).toBeUndefined();
  });
});

describe("measures", () => {
  const given = request({
    measures: {
      asked: measure({
        costs: { "1/1": 10 },
        effects: [effect("costs.cases.cost", { multiply: 0.5 }, "2014-01")],
      }),
      within: measure({
        costs: { "1/1": 5 },
        effects: [effect("costs.cases.cost", { multiply: 0.1 }, "2014-01")],
        financedWithin: true,
      }),
    },
    capped: { appropriation: "1/1", pays: [] },
    appropriations: { "1/1": appropriation({ frame: 1000 }) },
  });
  const costOfCases = (options: Partial<Options>): number | undefined =>
    runOf(given, options).run.inYear("cost", "cases", 2014);

  test("have effects where they count", () => {
    expect([
      costOfCases({ funding: "need" }),
      costOfCases({ funding: "proposed" }),
      costOfCases({ funding: "available" }),
    ]).toEqual(near(2400, 120, 240));
  });

  test("can be switched off", () => {
    const without = new Set(["within"]);
    const { measureCost, run } = runOf(given, { funding: "proposed", without });
    expect(run.inYear("cost", "cases", 2014)).toBeCloseTo(1200, 9);
    expect(measureCost("within", "1/1", 2014)).toBeUndefined();
    expect(measureCost("asked", "1/1", 2014)).toBe(10);
    expect(measureCost("asked", "1/2", 2014)).toBeUndefined();
  });

  test("say whether they count", () => {
    const countedIn = (funding: Options["funding"]): boolean[] =>
      Object.values(given.measures).map(runOf(given, { funding }).counted);
    expect(countedIn("need")).toEqual([false, false]);
    expect(countedIn("proposed")).toEqual([true, true]);
    expect(countedIn("available")).toEqual([false, true]);
  });

  test("count in `proposed` where nothing is capped", () => {
    const open = { ...given, capped: undefined };
    expect(runOf(open, { funding: "proposed" }).run.inYear("cost", "cases", 2014)).toBeCloseTo(
      120,
      9,
    );
  });
});

describe("options", () => {
  test("have defaults", () => {
    const planned = forecast(request());
    expect(planned.ok && planned.value.options).toEqual(defaults);
    expect(planned.ok && planned.value.run.inYear("cost", "cases", 2014)).toBeCloseTo(2400, 9);
    const inMonth = (): unknown =>
      planned.ok && planned.value.run.inMonth("cost", "cases", month("2014-01"));
    expect(inMonth).toThrow("the run kept no months");
  });

  test("keep the months", () => {
    const { run } = runOf(request(), { monthly: true });
    expect(run.inMonth("cost", "cases", month("2014-02"))).toBeCloseTo(200, 9);
  });
});

describe("problems of the data", () => {
  test("a missing year", () => {
    const streams = { a: stream("a", { intake: { 2014: 100, 2016: 100 } }) };
    expect(problemsOf(request({ streams }))).toEqual([
      {
        code: "missing-key",
        severity: "error",
        message: "no value for 2015",
        help: "the run needs 2014-01 to 2016-12: add the years, or one value for all",
        path: "streams.a.intake.volume",
      },
    ]);
  });

  test("missing months", () => {
    const streams = { a: stream("a", { intake: { "2014-01": 1, 2015: 1, 2016: 1 } }) };
    const messages = (given: Partial<Scenario>): string[] =>
      problemsOf(request(given)).map(({ message }) => message);
    expect(messages({ streams })).toEqual([
      "no value for 2014-02, 2014-03, 2014-04, 2014-05, 2014-06, 2014-07, 2014-08, 2014-09, 2014-10, 2014-11, 2014-12",
    ]);
    expect(messages({ streams: { a: stream("a", { intake: { 2016: 1 } }) } })).toEqual([
      "no value for 2014, 2015",
    ]);
  });

  test("a missing year is one problem, however often the input is read", () => {
    const volume = quantity({ 2014: 1, 2016: 1 }, "persons/month");
    const share = { 2015: 0.5, 2016: 0.5 };
    const given = request({
      intakes: { all: { label: "all", volume, season: undefined } },
      streams: {
        a: stream("a", { of: ["all", share] }),
        b: stream("a", { of: ["all", 0.5] }),
      },
    });
    expect(problemsOf(given).map(({ path, message }) => [path, message])).toEqual([
      ["intakes.all.volume", "no value for 2015"],
      ["streams.a.intake.share", "no value for 2014"],
    ]);
  });

  test("parts of an intake beyond the whole", () => {
    const sharing = (a: Given, c: Given): readonly Diagnostic[] =>
      problemsOf(
        request({
          intakes: {
            all: { label: "all", volume: quantity(9, "persons/month"), season: undefined },
            none: { label: "none", volume: quantity(9, "persons/month"), season: undefined },
          },
          streams: {
            a: stream("a", { of: ["all", a] }),
            b: stream("a", { intake: 5 }),
            c: stream("a", { of: ["all", c] }),
            d: stream("a"),
          },
        }),
      );
    expect(sharing({ "2014..2015": 0.5, 2016: 0.75 }, 0.5)).toEqual([
      {
        code: "out-of-range",
        severity: "error",
        message: "the streams' shares of all add up to 1.25 in 2016-01",
        help: "they may add up to 1 at most",
        path: "intakes.all",
      },
    ]);
    expect(sharing(0.75, 0.75)).toMatchObject([
      { message: "the streams' shares of all add up to 1.5 in 2014-01" },
    ]);
    expect(sharing(0.3, 0.7)).toEqual([]);
    expect(sharing(0.3, 0.3)).toEqual([]);
  });

  test("an effect on what the months do not read", () => {
    const measures = {
      m: measure({
        effects: [
          effect("costs.cases.cost", { add: 1 }, "2014-01"),
          effect("appropriations.1/1.frame", { add: 1 }, "2014-01"),
        ],
      }),
    };
    const appropriations = { "1/1": appropriation({ frame: 1 }), "1/2": appropriation() };
    const given = request({ appropriations, measures });
    expect(problemsOf(given)).toEqual([]);
    expect(problemsOf(given, { funding: "proposed" })).toMatchObject([
      {
        code: "unknown-name",
        message:
          'an effect of m changes "appropriations.1/1.frame", which is not an input of the model\'s months',
        path: "development.m.effects",
      },
    ]);
  });

  test("a history that is missing, or too short", () => {
    const history = (given: Parameters<typeof line>[3]): readonly Diagnostic[] =>
      problemsOf(request({ costs: { cases: line("flow/done", 2, "money/person", given) } }));
    expect(history({ lag: 2 })).toEqual([
      {
        code: "missing-key",
        severity: "error",
        message: "the payment looks back 2 months and has no history",
        help: 'add "history" for 2013-11 to 2013-12',
        path: "costs.cases",
      },
    ]);
    expect(history({ lag: 1, spread: 12 })[0]?.help).toBe('add "history" for 2013-01 to 2013-12');
    expect(history({ lag: 2, history: { "2013-12": 1 } })).toMatchObject([
      { message: "no value for 2013-11", path: "costs.cases.history" },
    ]);
    expect(history({ spread: 1 })).toEqual([]);
  });

  test("followers of an unknown past", () => {
    const follows = [follow("done", 1, 3)];
    expect(problemsOf(request({ streams: { a: stream("a", { follows }) } }))).toMatchObject([
      {
        code: "missing-key",
        path: "streams.a.follows",
        message: "done looks back 3 months and has no history",
      },
    ]);
  });

  describe("shares of those who leave", () => {
    const shares = (
      to: Readonly<Record<string, string | number>>,
      yes: Given,
    ): readonly Diagnostic[] =>
      problemsOf(
        request({
          flows: {},
          costs: {},
          processes: { a: process({ open: [after(1), to] }) },
          streams: { a: stream("a", { shares: { yes } }) },
        }),
      );

    test("beyond one", () => {
      expect(shares({ x: "yes", y: 0.5, z: "rest" }, { 2014: 0.5, 2015: 0.75, 2016: 0.9 })).toEqual(
        [
          {
            code: "out-of-range",
            severity: "error",
            message: "the shares of those who leave a.open add up to 1.25 in 2015-01",
            help: "the shares beside `rest` may add up to 1 at most",
            path: "processes.a.stages.open.to",
          },
        ],
      );
    });

    test("that leave people behind", () => {
      expect(shares({ x: "yes", y: 0.25 }, 0.5)).toMatchObject([
        {
          message: "the shares of those who leave a.open add up to 0.75 in 2014-01",
          help: "they must add up to 1; give one way the share `rest`",
        },
      ]);
    });

    test("that add up but for rounding", () => {
      expect(shares({ x: "yes", y: 0.2, w: 0.7 }, 0.1)).toEqual([]);
      expect(shares({ x: "yes", y: 0.9, z: "rest" }, 0.1)).toEqual([]);
    });
  });

  test("the planning assumption's, by its name", () => {
    const streams = { a: stream("a", { intake: { "2014..2016": 100 } }) };
    expect(problemsOf(request({ planning: planning({}, { streams }) }))).toMatchObject([
      {
        message:
          "the assumption: no value for 2013-07, 2013-08, 2013-09, 2013-10, 2013-11, 2013-12",
        path: "streams.a.intake.volume",
      },
    ]);
  });

  test("that make the run impossible are reported instead", () => {
    // No effort in 2013: the planning run divides by nothing, and says what is missing.
    const effort = { "2014..2016": 1 };
    const desk = {
      processes: { a: process({ open: [staffed("desk"), { done: 1 }] }) },
      streams: {
        a: stream("a", { opening: { open: 1 }, work: { open: work({ effort, aim: 1 }) } }),
      },
      capacities: { desk: staff({ serves: ["a.open"] }) },
    };
    expect(problemsOf(request({ planning: planning({}, desk) }))).toMatchObject([
      { code: "missing-key", path: "streams.a.work.open.effort" },
    ]);
  });
});

describe("problems of the money", () => {
  const available = { funding: "available" } as const;

  test("nothing is capped", () => {
    expect(problemsOf(request(), available)).toMatchObject([
      {
        code: "missing-key",
        path: "capped",
        message: expect.stringContaining("is capped") as string,
      },
    ]);
  });

  test("years without a frame", () => {
    const capped = { appropriation: "1/1", pays: [] };
    const appropriations = { "1/1": appropriation({ frame: { 2014: 1 }, available: { 2016: 1 } }) };
    expect(problemsOf(request({ capped, appropriations }), available)).toEqual([
      {
        code: "missing-key",
        severity: "error",
        message: "1/1 has no frame for 2015, so funding mode `available` cannot be run",
        help: "give the frame, what is available, or a planning assumption that covers the year",
        path: "appropriations.1/1.frame",
      },
    ]);
    expect(
      problemsOf(request({ capped, appropriations, planning: planning() }), available),
    ).toMatchObject([]);
  });
});

describe("problems of the run", () => {
  /** Staff paid by what is left of a capped appropriation, on which cases are paid as well. */
  const agency = (costs: Scenario["costs"], given: Partial<Scenario> = {}): Scenario =>
    request({
      processes: { a: process({ open: [staffed("desk"), { done: 1 }] }) },
      streams: {
        a: stream("a", { opening: { open: 9 }, work: { open: work({ effort: 1, aim: 1 }) } }),
      },
      capacities: { desk: staff({ before: 1, serves: ["a.open"] }) },
      appropriations: { "1/1": appropriation({ frame: 12 }) },
      capped: { appropriation: "1/1", pays: ["desk"] },
      costs: { wages: line("staff/desk", 1, "money/staff-month"), ...costs },
      ...given,
    });
  const cases = line("flow/done", 2, "money/person");

  test("a circle", () => {
    const [problem, ...more] = problemsOf(agency({ cases }), { funding: "available" });
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ code: "cycle", severity: "error" });
    expect(problem?.message).toMatch(/^these need each other in the same month: (.+) → .* → \1$/);
    expect(problem?.message).toContain("staff of desk → affordable of desk");
    expect(problem?.help).toContain("known when the month opens");
  });

  test("staff without a price", () => {
    const wages = (cost: Given): CostLine => line("staff/desk", cost, "money/staff-month");
    const problems = (costs: Scenario["costs"]): readonly Diagnostic[] =>
      problemsOf(agency(costs), { funding: "available" });
    const problem = {
      code: "out-of-range",
      severity: "error",
      message: "staff whose number the money decides cannot be free",
      help: "give what a person on the staff costs a month",
      path: "costs.wages.cost",
    };
    expect(problems({ wages: wages(0) })).toEqual([problem]);
    expect(problems({ wages: wages({ 2014: 1, 2015: 0, 2016: 1 }) })).toEqual([problem]);
    expect(problems({ wages: wages(0), premises: wages({ 2014: 1, 2015: 0, 2016: 1 }) })).toEqual([
      problem,
    ]);
    expect(problems({ wages: wages(0), premises: wages(1) })).toEqual([]);
    expect(problemsOf(agency({ wages: wages(0) }))).toEqual([]);
  });

  test("no circle where the money does not decide, or is paid later", () => {
    expect(problemsOf(agency({ cases }))).toEqual([]);
    const later = line("flow/done", 2, "money/person", { lag: 1, history: 0 });
    expect(problemsOf(agency({ cases: later }), { funding: "available" })).toEqual([]);
  });

  test("a figure that is none", () => {
    const effortless = work({ effort: { 2014: 1, 2015: 0, 2016: 1 }, aim: 1 });
    const streams = { a: stream("a", { opening: { open: 9 }, work: { open: effortless } }) };
    expect(problemsOf(agency({}, { streams }))).toEqual([
      {
        code: "out-of-range",
        severity: "error",
        message: expect.stringMatching(/^\w+ of \S+ in 2015 is not a finite number$/) as string,
        help: "look for a zero or a very large number among the inputs it depends on",
      },
    ]);
  });

  test("a mistake of the program is thrown", () => {
    const broken = request({ streams: { a: stream("nothing") } });
    expect(() => forecast(broken)).toThrow(TypeError);
    expect(() =>
      forecast(request({ costs: { x: line("nights/none", 1, "money/person-day") } })),
    ).toThrow("tier has no none");
  });

  test("a mistake of the program is not, where the data have problems", () => {
    const broken = request({
      planning: planning({}, { streams: { a: stream("a", { intake: { 2014: 1 } }) } }),
      costs: { x: line("nights/none", 1, "money/person-day") },
    });
    expect(problemsOf(broken)).toMatchObject([{ code: "missing-key" }]);
  });

  test("an appropriation nobody declared has no funds", () => {
    const given = agency({}, { capped: { appropriation: "1/9", pays: [] } });
    expect(problemsOf(given, { funding: "available" })).toHaveLength(3);
  });
});

test("a quantity has the value of the shortest span that covers the month", () => {
  const intake = { "2014..2016": 1, 2015: 2, "2015-03": 3 };
  const { run } = runOf(request({ streams: { a: stream("a", { intake }) } }), { monthly: true });
  const applications = ["2014-12", "2015-02", "2015-03", "2015-04", "2016-01"].map((text) =>
    run.inMonth("applications", "a", month(text)),
  );
  expect(applications).toEqual([1, 2, 3, 2, 1]);
  expect(quantity(intake).points.map(({ mid }) => mid)).toEqual([3, 2, 1]);
});
