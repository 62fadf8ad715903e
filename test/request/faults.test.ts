import { describe, expect, test } from "vitest";
import type { Bounds } from "../../src/amounts/quantity.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { CostLine } from "../../src/model/costs/file.ts";
import type { Scenario } from "../../src/model/scenario.ts";
import { openRequest, type Options } from "../../src/request/request.ts";
import {
  after,
  appropriation,
  effect,
  follow,
  line,
  measure,
  opened,
  problemsIn,
  quantity,
  process,
  rate,
  staff,
  staffed,
  stream,
  work,
  type Given,
} from "../support/build.ts";
import { busy, planning, small } from "./small.ts";

const messages = (given: Scenario, options?: Partial<Options>): string[] =>
  problemsIn(given, options).map(({ message }) => message);

describe("missing values", () => {
  test("of a year", () => {
    const streams = { a: stream("a", { intake: { 2014: 100, 2016: 100 } }) };
    expect(problemsIn(small({ streams }))).toEqual([
      {
        code: "missing-key",
        severity: "error",
        message: "no value for 2015",
        help: "the run needs 2014-01 to 2016-12: add the years, or one value for all",
        path: "streams.a.intake.volume",
      },
    ]);
  });

  test("of months, by name where they are few", () => {
    const intake = (given: Given): string[] =>
      messages(small({ streams: { a: stream("a", { intake: given }) } }));
    expect(intake({ "2014-01": 1, 2015: 1, 2016: 1 })).toEqual([
      "no value for 2014-02, 2014-03, 2014-04, 2014-05, 2014-06, 2014-07, 2014-08, 2014-09, 2014-10, 2014-11, 2014-12",
    ]);
    expect(intake({ 2016: 1 })).toEqual(["no value for 2014, 2015"]);
  });

  test("are one problem, however often the input is read", () => {
    const volume = quantity({ 2014: 1, 2016: 1 }, "persons/month");
    const given = small({
      intakes: { all: { label: "all", volume } },
      streams: {
        a: stream("a", { of: ["all", { 2015: 0.5, 2016: 0.5 }] }),
        b: stream("a", { of: ["all", 0.5] }),
      },
    });
    // The cases of the intake are numbers of their own.
    const found = problemsIn(given).map(({ path, message }) => `${path}: ${message}`);
    expect(found).toContain("intakes.all.volume: no value for 2015");
    expect(found).toContain("streams.a.intake.share: no value for 2014");
    expect(new Set(found).size).toBe(found.length);
    expect(found.filter((text) => text.startsWith("streams"))).toHaveLength(1);
  });

  test("of the start", () => {
    const streams = { a: stream("a", { opening: { open: { "2014-02": 5 } } }) };
    expect(problemsIn(small({ streams }))).toMatchObject([
      {
        message: "no value for 2014-01",
        help: "the run needs 2014-01 to 2014-01: add the years, or one value for all",
        path: "streams.a.opening.open",
      },
    ]);
  });

  test("of a history, or all of it", () => {
    const history = (given: Parameters<typeof line>[3]): readonly Diagnostic[] =>
      problemsIn(small({ costs: { cases: line("flow/done", 2, "money/person", given) } }));
    expect(history({ lag: 2 })).toEqual([
      {
        code: "missing-key",
        severity: "error",
        message: "the payment looks back 2 months and has no history",
        help: 'add "history" for 2013-11 to 2013-12',
        path: "costs.cases",
      },
    ]);
    // What is paid in twelve parts, the first a month later, in January stems from January to December.
    expect(history({ lag: 1, spread: 12 })[0]?.help).toBe('add "history" for 2013-01 to 2013-12');
    expect(history({ lag: 2, history: { "2013-12": 1 } })).toMatchObject([
      { message: "no value for 2013-11", path: "costs.cases.history" },
    ]);
    expect(history({ lag: 2, history: { 2013: 1 } })).toEqual([]);
    expect(history({ spread: 1 })).toEqual([]);
  });

  test("of what is followed", () => {
    const follows = [follow("done", 1, 3)];
    expect(problemsIn(small({ streams: { a: stream("a", { follows }) } }))).toEqual([
      {
        code: "missing-key",
        severity: "error",
        message: "done looks back 3 months and has no history",
        help: 'add "history" for 2013-10 to 2013-12',
        path: "streams.a.follows",
      },
    ]);
    const part = [follow("done/a", 1, 1)];
    expect(messages(small({ streams: { a: stream("a", { follows: part }) } }))).toEqual([
      "done/a looks back 1 months and has no history",
    ]);
  });

  test("of the planning assumption, by its name", () => {
    const streams = { a: stream("a", { intake: { "2014..2016": 100 } }) };
    const found = problemsIn(small({ planning: planning({ streams }) }));
    expect(found[0]).toMatchObject({
      message: "the assumption: no value for 2013-07, 2013-08, 2013-09, 2013-10, 2013-11, 2013-12",
      path: "streams.a.intake.volume",
    });
    expect(found.every(({ message }) => message.startsWith("the assumption: "))).toBe(true);
  });

  test("are reported instead of what they make impossible", () => {
    // No effort in 2013: the planning run would divide by nothing.
    const desk = {
      processes: { a: process({ open: [staffed("desk"), { done: 1 }] }) },
      streams: {
        a: stream("a", {
          opening: { open: 1 },
          work: { open: work({ effort: { "2014..2016": 1 }, aim: 1 }) },
        }),
      },
      staff: { desk: staff({ serves: ["a.open"] }) },
    };
    expect(problemsIn(small({ planning: planning(desk) }))).toMatchObject([
      { code: "missing-key", path: "streams.a.work.open.effort" },
    ]);
  });
});

describe("effects", () => {
  test("on what the months do not read", () => {
    const measures = {
      m: measure({
        effects: [
          effect("costs.cases.cost", { add: 1 }, "2014-01"),
          effect("appropriations.1/1.frame", { add: 1 }, "2014-01"),
        ],
      }),
    };
    const appropriations = { "1/1": appropriation({ frame: 1 }), "1/2": appropriation() };
    const given = small({ appropriations, measures });
    expect(problemsIn(given)).toEqual([]);
    expect(problemsIn(given, { funding: "proposed" })).toMatchObject([
      {
        code: "unknown-name",
        message:
          'an effect of m changes "appropriations.1/1.frame", which is not an input of the model\'s months',
        path: "measures.m.effects",
      },
    ]);
    expect(problemsIn(given, { funding: "proposed", without: new Set(["m"]) })).toEqual([]);
  });

  test("that come too late for what is read at the start", () => {
    const found = (from: string, delay = 0): string[] => {
      const effects = [effect("streams.a.opening.open", { add: 5 }, from)];
      const measures = { m: measure({ effects, delay }) };
      return messages(small({ measures }), { funding: "proposed" });
    };
    const late =
      'an effect of m changes "streams.a.opening.open" too late: it is read when the run starts';
    expect([found("2014-01"), found("2014-02"), found("2013-12", 2)]).toEqual([[], [late], [late]]);
  });

  describe("that go beyond what the format allows", () => {
    const found = (
      add: number,
      bounds: Bounds,
      ramp = 0,
      measureText = "money/person",
    ): readonly Diagnostic[] => {
      const cost = { ...quantity(2, measureText), bounds };
      const effects = [effect("costs.cases.cost", { add }, "2014-03", { ramp })];
      const measures = {
        up: measure({ effects }),
        idle: measure(),
        on: measure({ effects: [effect("costs.cases.cost", { multiply: 1 }, "2014-01")] }),
      };
      const costs = { cases: { ...line("flow/done", 2, "money/person"), cost } };
      return problemsIn(small({ measures, costs }), { funding: "proposed" });
    };

    test.each([
      [-3, {}, "becomes -1 in 2014-03", "expected 0 or more"],
      [-3, { min: -0.5 }, "becomes -1 in 2014-03", "expected -0.5 or more"],
      [2, { max: 3 }, "becomes 4 in 2014-03", "expected from 0 to 3"],
      [-2, { positive: true }, "becomes 0 in 2014-03", "expected more than 0"],
    ])("%d where %j", (add, bounds, message, help) => {
      expect(found(add, bounds)).toEqual([
        {
          code: "out-of-range",
          severity: "error",
          message: `with the effects of on, up this ${message}`,
          help: `${help}: make the effects smaller`,
          path: "costs.cases.cost",
        },
      ]);
    });

    test("in the first month in which they do", () => {
      // A quarter of 4 less each month: 1, 0, −1.
      expect(found(-4, {}, 4)[0]?.message).toContain("becomes -1 in 2014-05");
    });

    test("in the unit the input is documented in", () => {
      // 2 a month is 24 a year; the effect takes 3 a month.
      expect(found(-3, {}, 0, "money/person-year")[0]?.message).toContain("becomes -12 in");
    });

    test("are no fault where they do not", () => {
      expect(found(-2, {})).toEqual([]);
      expect(found(1, { max: 3 })).toEqual([]);
    });
  });
});

describe("shares", () => {
  const shares = (
    to: Readonly<Record<string, string | number>>,
    yes: Given,
    unserved?: Readonly<Record<string, string | number>>,
  ): readonly Diagnostic[] =>
    problemsIn(
      small({
        flows: {},
        costs: {},
        processes: {
          a: process({ open: [unserved === undefined ? after(1) : staffed("desk"), to, unserved] }),
        },
        staff: unserved === undefined ? {} : { desk: staff({ before: 1, serves: ["a.open"] }) },
        streams: {
          a: stream("a", { shares: { yes }, work: { open: work({ effort: 1, aim: 1 }) } }),
        },
      }),
    );

  test("of those who leave, beyond one", () => {
    expect(shares({ x: "yes", y: 0.5, z: "rest" }, { 2014: 0.5, 2015: 0.75, 2016: 0.9 })).toEqual([
      {
        code: "out-of-range",
        severity: "error",
        message: "the shares of those who leave a.open add up to 1.25 in 2015-01",
        help: "the shares beside `rest` may add up to 1 at most",
        path: "processes.a.stages.open.to",
      },
    ]);
  });

  test("of those who leave, that leave people behind", () => {
    expect(shares({ x: "yes", y: 0.25 }, 0.5)).toMatchObject([
      {
        message: "the shares of those who leave a.open add up to 0.75 in 2014-01",
        help: "they must add up to 1; give one way the share `rest`",
      },
    ]);
  });

  test("of those who are not served", () => {
    expect(shares({ done: 1 }, 0.5, { x: "yes", y: 0.75 })).toMatchObject([
      {
        message:
          "the shares of those who are not served where they leave a.open add up to 1.25 in 2014-01",
        help: "they must add up to 1; give one way the share `rest`",
        path: "processes.a.stages.open.unserved",
      },
    ]);
  });

  test("that add up but for rounding", () => {
    expect(shares({ x: "yes", y: 0.2, w: 0.7 }, 0.1)).toEqual([]);
    expect(shares({ x: "yes", y: 0.9, z: "rest" }, 0.1)).toEqual([]);
  });

  test("of an intake, beyond the whole", () => {
    const sharing = (a: Given, c: Given): readonly Diagnostic[] => {
      const volume = quantity(9, "persons/month");
      return problemsIn(
        small({
          intakes: { all: { label: "all", volume }, none: { label: "none", volume } },
          streams: {
            a: stream("a", { of: ["all", a] }),
            b: stream("a", { intake: 5 }),
            c: stream("a", { of: ["all", c] }),
            d: stream("a"),
          },
        }),
      );
    };
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
});

describe("a season without weight", () => {
  const season = Array.from({ length: 12 }, () => 0);
  const problem = {
    code: "out-of-range",
    severity: "error",
    message: "a season's weights have to add up to a number above zero",
  };

  test("of a stream", () => {
    const streams = { a: stream("a", { intake: 5, season }) };
    expect(problemsIn(small({ streams }))[0]).toMatchObject({
      ...problem,
      path: "streams.a.season",
    });
  });

  test("of an intake", () => {
    const { intake } = stream("a", { intake: 5, season });
    if (intake === undefined || "of" in intake) throw new Error("this is the stream's own");
    const intakes = { all: { label: "all", ...intake } };
    const streams = { a: stream("a", { of: ["all", 1] }) };
    expect(problemsIn(small({ intakes, streams }))[0]).toMatchObject({
      ...problem,
      path: "intakes.all.season",
    });
  });
});

describe("money", () => {
  const available = { funding: "available" } as const;

  test("that binds nowhere", () => {
    expect(problemsIn(small(), available)).toEqual([
      {
        code: "missing-key",
        severity: "error",
        message: "funding mode `available` needs to know which appropriation is capped",
        help: 'add "caps: [staff]" to the appropriation that pays for the staff',
        path: "appropriations",
      },
    ]);
  });

  test("that is missing, by appropriation and year", () => {
    const appropriations = {
      "1/1": appropriation({ frame: { 2014: 1 }, available: { 2016: 1 }, caps: ["desk"] }),
      "1/2": appropriation({ available: { "2014..2015": 1 }, caps: [] }),
      "1/3": appropriation(),
    };
    const problem = (key: string, year: number): Diagnostic => ({
      code: "missing-key",
      severity: "error",
      message: `${key} has no frame for ${year}, so funding mode \`available\` cannot be run`,
      help: "give the frame, what is available, or a planning assumption that covers the year",
      path: `appropriations.${key}.frame`,
    });
    const given = busy({ appropriations });
    expect(problemsIn(given, available)).toEqual([problem("1/1", 2015), problem("1/2", 2016)]);
    expect(problemsIn(given)).toEqual([]);
    // Nothing is spent on 1/2, so nothing is planned for it.
    expect(problemsIn({ ...given, planning: planning() }, available)).toEqual([
      problem("1/2", 2016),
    ]);
  });

  test("of budget years that start in April, by name", () => {
    const given = busy({
      yearStarts: 4,
      appropriations: { "1/1": appropriation({ frame: { 2014: 1 }, caps: ["desk"] }) },
    });
    // January 2014 belongs to the year that opened in April 2013, for which nothing is given.
    expect(messages(given, available).map((text) => text.split(",")[0])).toEqual([
      "1/1 has no frame for 2013/14",
      "1/1 has no frame for 2015/16",
      "1/1 has no frame for 2016/17",
    ]);
  });

  test("that is decided by what it decides", () => {
    const cases = line("flow/done", 2, "money/person");
    const wages = line("staff/desk", 2, "money/staff-month");
    const [problem, ...more] = problemsIn(busy({ costs: { wages, cases } }), available);
    expect(more).toEqual([]);
    expect(problem).toMatchObject({ code: "cycle", severity: "error" });
    expect(problem?.message).toMatch(/^these need each other in the same month: (.+) → .* → \1$/);
    expect(problem?.message).toContain("staff of desk → affordable of desk");
    expect(problem?.help).toContain("known when the month opens");
    // Not where money does not decide, or where it is paid later, at once or in parts.
    expect(problemsIn(busy({ costs: { wages, cases } }))).toEqual([]);
    for (const spread of [1, 3]) {
      const later = line("flow/done", 2, "money/person", { lag: 1, spread, history: 0 });
      expect(problemsIn(busy({ costs: { wages, cases: later } }), available)).toEqual([]);
    }
  });

  test("that pays staff who cost nothing", () => {
    const wages = (cost: Given): CostLine => line("staff/desk", cost, "money/staff-month");
    const problems = (costs: Scenario["costs"]): readonly Diagnostic[] =>
      problemsIn(busy({ costs }), available);
    const problem = {
      code: "out-of-range",
      severity: "error",
      message: "staff whose number the money decides cannot be free",
      help: "give what a person on the staff costs a month",
      path: "costs.wages.cost",
    };
    expect(problems({ wages: wages(0) })[0]).toEqual(problem);
    expect(problems({ wages: wages({ 2014: 1, 2015: 0, 2016: 1 }) })[0]).toEqual(problem);
    expect(
      problems({ wages: wages(0), premises: wages({ 2014: 1, 2015: 0, 2016: 1 }) })[0],
    ).toMatchObject({ message: problem.message });
    expect(problems({ wages: wages(0), premises: wages(1) })).toEqual([]);
    expect(problemsIn(busy({ costs: { wages: wages(0) } }))).toEqual([]);
  });
});

describe("a figure that is no number", () => {
  const effortless = (effort: Given): Scenario =>
    busy({
      streams: {
        a: stream("a", { opening: { open: 9 }, work: { open: work({ effort, aim: 1 }) } }),
      },
      measures: {},
    });

  test("is named with its year", () => {
    const request = opened(effortless({ 2014: 1, 2015: 0, 2016: 1 }));
    request.want({ mode: "need" }, [{ set: "flow", figure: "flow", key: "done" }]);
    expect(request.run([{ mode: "need" }])).toEqual([
      {
        code: "out-of-range",
        severity: "error",
        message: expect.stringMatching(/^\w+ of \S+ in 2015 is not a finite number$/) as string,
        help: "look for a zero or a very large number among the inputs it depends on",
      },
    ]);
  });

  test("of the planning run is said to be its", () => {
    const assumed = effortless({ 2014: 0, "2013..2016": 1 });
    const given = busy({
      appropriations: { "1/1": appropriation() },
      costs: { cases: line("flow/done", 1, "money/person") },
      planning: {
        ...planning(),
        assumption: { ...assumed, costs: { cases: line("flow/done", 1, "money/person") } },
      },
    });
    expect(messages(given)).toEqual([
      expect.stringMatching(/^the assumption: \w+ of \S+ in 2014 is not a finite number$/),
    ]);
  });
});

describe("a mistake of the program", () => {
  test("is thrown", () => {
    expect(() => openRequest(small({ streams: { a: stream("nothing") } }))).toThrow(TypeError);
    expect(() =>
      openRequest(small({ costs: { x: line("nights/none", 1, "money/person-day") } })),
    ).toThrow("tier has no none");
  });

  test("is not, where the data have problems", () => {
    const broken = small({
      planning: planning({ streams: { a: stream("a", { intake: { 2014: 1 } }) } }),
      costs: { x: line("nights/none", 1, "money/person-day") },
    });
    expect(problemsIn(broken)[0]).toMatchObject({ code: "missing-key" });
  });
});

describe("faults go away", () => {
  test("when a number is set back", () => {
    const given = small({
      processes: { a: process({ open: [rate(1), { x: "yes", done: "rest" }] }) },
      streams: { a: stream("a", { intake: 100, shares: { yes: 0.5 } }) },
    });
    const request = opened(given);
    const share = given.quantities.get("streams.a.shares.yes");
    const [first] = share?.points ?? [];
    if (share === undefined || first === undefined) throw new Error("there is no share");
    const number = request.numberOf(share, first, "mid");
    const run = (): readonly Diagnostic[] => request.run([{ mode: "need" }]);
    expect(run()).toEqual([]);
    request.set(number, 1.5);
    expect(run()).toMatchObject([
      { message: "the shares of those who leave a.open add up to 1.5 in 2014-01" },
    ]);
    const [column = expect.fail()] = request.columns;
    const figure = { set: "line", figure: "cost", key: "cases" } as const;
    expect(() => request.read({ mode: "need" }, figure, column)).toThrow("add up to 1.5");
    request.set(number, 0.5);
    expect(run()).toEqual([]);
    // 1100 · 2, half of them done.
    expect(request.read({ mode: "need" }, figure, column)).toBe(1100);
  });
});
