import { describe, expect, test } from "vitest";
import type { Scenario } from "../../../src/model/scenario.ts";
import {
  near,
  period,
  process,
  scenario,
  staff,
  staffed,
  stream,
  trace,
  work,
  type Given,
  type Trace,
} from "../../support/build.ts";

/** Streams with one stage each, served by one desk; 100 hours per staff-month. */
function desk(
  cases: Readonly<
    Record<string, { open: number; intake?: number; work: Parameters<typeof work>[0] }>
  >,
  capacity: Omit<Parameters<typeof staff>[0], "serves">,
): Scenario {
  const names = Object.keys(cases);
  const serves = names.map((name) => `${name}.open`);
  return scenario({
    period: period("2014-01..2014-03"),
    processes: { p: process({ open: [staffed("desk"), { done: 1 }] }) },
    streams: Object.fromEntries(
      Object.entries(cases).map(([name, { open, intake = 0, work: given }]) => [
        name,
        stream("p", { intake, opening: { open }, work: { open: work(given) } }),
      ]),
    ),
    staff: { desk: staff({ serves, ...capacity }) },
  });
}

const first = (values: readonly number[]): number => values[0] ?? Number.NaN;

describe("staff that follows the work", () => {
  /** A stage in which so much work is wanted that the staff should be 20. */
  const wanting = (before: number, limits: { hire?: Given; shed?: Given }): number[] =>
    trace(
      // 1000 open cases ÷ 1 month · 2 hours = 2000 hours, and as many new cases as are closed.
      desk({ a: { open: 1000, intake: 1000, work: { effort: 2, aim: 1 } } }, { before, ...limits }),
    )("staff", "desk");

  test("is hired no faster than the limit", () => {
    expect(wanting(10, { hire: 0.1 })).toEqual(near(11, 12.1, 13.31));
  });

  test("is as large as the work wants where it can be", () => {
    expect(first(wanting(19, { hire: 0.1 }))).toBeCloseTo(20, 9);
    expect(first(wanting(21, { shed: 0.1 }))).toBeCloseTo(20, 9);
  });

  test("is shed no faster than the limit", () => {
    // 40 · 0.95 = 38, · 0.95 = 36.1, · 0.95 = 34.295
    const run = trace(
      desk({ a: { open: 0, work: { effort: 2, aim: 1 } } }, { before: 40, shed: 0.05 }),
    );
    expect(run("staff", "desk")).toEqual(near(38, 36.1, 34.295));
  });

  test("obeys limits that change", () => {
    expect(wanting(10, { hire: { "2014-01": 0, "2014-02": 0.5, 2014: 0.1 } })).toEqual(
      near(10, 15, 16.5),
    );
  });

  /** Staff of a desk whose applications all come in the second month of the year, but for one in six in the third. */
  const seasonal = (steady: boolean): number[] =>
    trace(
      scenario({
        period: period("2014-01..2015-02"),
        processes: { p: process({ open: [staffed("desk"), { done: 1 }] }) },
        streams: {
          a: stream("p", {
            intake: 100,
            season: [0, 10, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0].map((weight) => weight / 12),
            opening: { open: 200 },
            work: { open: work({ effort: 10, aim: 2 }) },
          }),
        },
        staff: { desk: staff({ serves: ["a.open"], before: 10, steady }) },
      }),
    )("staff", "desk");

  test("rises and falls with the season", () => {
    // 200 open cases ÷ 2 months · 10 hours ÷ 100 = 10; then 100 are left; then far more is wanted than twice the staff.
    expect(seasonal(false).slice(0, 4)).toEqual(near(10, 5, 10, 20));
  });

  test("that is steady does what an even year would ask for", () => {
    // January: 200 open and nothing before. February: 100 open, but 100 more would have come in an even January.
    // March: 0 open + 1000 came, against 200 in an even year: 800 too many. And so on: always 10, over the year too.
    expect(seasonal(true)).toEqual(near(...Array.from({ length: 14 }, () => 10)));
  });

  test("wants open cases ÷ the handling time aimed at", () => {
    // a: 600 ÷ 3 · 4 = 800 hours; b: 100 ÷ 2 · 6 = 300 hours; 1100 hours are 11 staff.
    const run = trace(
      desk(
        {
          a: { open: 600, work: { effort: 4, aim: 3 } },
          b: { open: 100, work: { effort: 6, aim: 2 } },
        },
        { before: 10 },
      ),
    );
    expect(first(run("staff_wanted", "desk"))).toBeCloseTo(11, 9);
    expect(first(run("left", "a.open"))).toBeCloseTo(200, 9);
    expect(first(run("left", "b.open"))).toBeCloseTo(50, 9);
  });
});

describe("staff decided in advance", () => {
  test("is what was decided, whatever the work and the limits", () => {
    const decided = { "2014-01": 7, 2014: 3 };
    const run = trace(
      desk(
        { a: { open: 1e6, work: { effort: 2, aim: 1 } } },
        { before: 1, decided, hire: 0, shed: 0 },
      ),
    );
    expect(run("staff", "desk")).toEqual(near(7, 3, 3));
    expect(run("left", "a.open")).toEqual(near(350, 150, 150));
  });
});

describe("a ceiling", () => {
  test("asks for the work that keeps the closing stock at it, counting new cases", () => {
    // 600 open, 50 come, 500 may stay: 150 cases · 4 hours. Then only the 50 who come.
    const run = trace(
      desk({ a: { open: 600, intake: 50, work: { effort: 4, ceiling: 500 } } }, { before: 100 }),
    );
    expect(run("ceiling_work", "a.open")).toEqual(near(600, 200, 200));
    expect(run("stock", "a.open")).toEqual(near(500, 500, 500));
    expect(run("staff", "desk")).toEqual(near(6, 2, 2));
  });

  test("asks for nothing below it", () => {
    const run = trace(
      desk({ a: { open: 100, intake: 50, work: { effort: 4, ceiling: 500 } } }, { before: 0 }),
    );
    expect(run("ceiling_work", "a.open")).toEqual([0, 0, 0]);
    expect(run("stock", "a.open")).toEqual(near(150, 200, 250));
  });

  test("asks for no more than the shortest time allows", () => {
    // 600 cases that take at least 6 months: 100 can leave, though the ceiling asks for 650.
    const run = trace(
      desk(
        { a: { open: 600, intake: 50, work: { effort: 4, ceiling: 0, shortest: 6 } } },
        { before: 1000 },
      ),
    );
    expect(first(run("left", "a.open"))).toBeCloseTo(100, 9);
  });

  test("and an aim ask for the greater of both", () => {
    const both = (ceiling: number): number =>
      first(
        trace(desk({ a: { open: 600, work: { effort: 1, aim: 3, ceiling } } }, { before: 100 }))(
          "wanted",
          "a.open",
        ),
      );
    expect([both(300), both(500)]).toEqual(near(300, 200));
  });
});

describe("too little staff", () => {
  // a comes first and wants 800 hours for its aim; b's ceiling asks for 300.
  const twoStages = (hours: number): Scenario =>
    desk(
      {
        a: { open: 800, work: { effort: 4, aim: 4, shortest: 3.2 } },
        b: { open: 5000, work: { effort: 1, ceiling: 4700 } },
      },
      { decided: hours / 100 },
    );
  const parts = (hours: number): readonly number[][] => {
    const run = trace(twoStages(hours));
    return ["a.open", "b.open"].map((stage) => [
      first(run("secured", stage)),
      first(run("scheduled", stage)),
      first(run("extra", stage)),
    ]);
  };

  test("secures the ceilings first, then works off what is wanted by priority", () => {
    expect(parts(900)).toEqual([near(0, 600, 0), near(300, 0, 0)]);
  });

  test("that is not even enough for the ceilings does nothing else", () => {
    expect(parts(200)).toEqual([near(0, 0, 0), near(200, 0, 0)]);
  });

  test("secures ceilings by priority", () => {
    // Both ceilings ask for 400 and 300 hours; 500 are there.
    const run = trace(
      desk(
        {
          a: { open: 400, work: { effort: 1, ceiling: 0 } },
          b: { open: 300, work: { effort: 1, ceiling: 0 } },
        },
        { decided: 5 },
      ),
    );
    expect([first(run("left", "a.open")), first(run("left", "b.open"))]).toEqual(near(400, 100));
  });

  test("gives aims their hours by priority", () => {
    const run = trace(
      desk(
        {
          a: { open: 400, work: { effort: 1, aim: 1 } },
          b: { open: 300, work: { effort: 1, aim: 1 } },
          c: { open: 200, work: { effort: 1, aim: 1 } },
        },
        { decided: 5 },
      ),
    );
    expect(["a", "b", "c"].map((name) => first(run("left", `${name}.open`)))).toEqual(
      near(400, 100, 0),
    );
  });

  test("is idle only when no case can be worked on", () => {
    // 2000 hours: 300 secured for b, 800 scheduled for a. Of the 900 left a can use 200 (800 cases ÷
    // 3.2 months · 4 hours are 1000), b all of the other 700.
    expect(parts(2000)).toEqual([near(0, 800, 200), near(300, 0, 700)]);
    // 7000 hours: b can use 4700 more at most.
    expect(parts(7000)).toEqual([near(0, 800, 200), near(300, 0, 4700)]);
  });
});

describe("a stage in which nobody waits", () => {
  /** A telephone: of those who are not answered six in ten call again next month. */
  const telephone = (
    given: Parameters<typeof work>[0],
    capacity: Omit<Parameters<typeof staff>[0], "serves">,
    calls: Parameters<typeof stream>[1] = { intake: 1000 },
  ): Trace =>
    trace(
      scenario({
        period: period("2014-01..2014-03"),
        processes: {
          p: process({
            calls: [
              staffed("desk"),
              { answered: 0.9, calls: 0.1 },
              { calls: "again", gave_up: "rest" },
            ],
          }),
        },
        streams: {
          a: stream("p", {
            opening: { calls: 800 },
            shares: { again: 0.6 },
            work: { calls: work(given) },
            ...calls,
          }),
        },
        staff: { desk: staff({ serves: ["a.calls"], ...capacity }) },
      }),
    );

  test("is left by all who were there: those served and those not, by shares of their own", () => {
    // 5 staff · 100 hours answer 500 of 800: 450 are done, 50 ask again. Of the 300 not answered 180 call again.
    // February: 1000 + 50 + 180 = 1230 call; 500 are answered, 438 of the other 730 call again.
    // March: 1000 + 50 + 438 = 1488 call; 988 are not answered.
    const run = telephone({ effort: 1, aim: 1 }, { decided: 5 });
    expect(run("ready", "a.calls")).toEqual(near(800, 1230, 1488));
    expect(run("left", "a.calls")).toEqual(near(800, 1230, 1488));
    expect(run("handled", "a.calls")).toEqual(near(500, 500, 500));
    expect(run("missed", "a.calls")).toEqual(near(300, 730, 988));
    expect(run("moved", "a.calls->answered")).toEqual(near(450, 450, 450));
    expect(run("moved", "a.calls->calls")).toEqual(near(50 + 180, 50 + 438, 50 + 592.8));
    expect(run("moved", "a.calls->gave_up")).toEqual(near(120, 292, 395.2));
    expect(run("stock", "a.calls")).toEqual(near(1230, 1488, 1642.8));
    expect(run("stock", "a.answered")).toEqual(near(450, 900, 1350));
    expect(run("stock", "a.gave_up")).toEqual(near(120, 412, 807.2));
  });

  test("has nobody unserved where the aim is one month and staff can be had", () => {
    // 800, then 1000 + 80, then 1000 + 108 calls of an hour.
    const run = telephone({ effort: 1, aim: 1 }, { before: 8 });
    expect(run("staff", "desk")).toEqual(near(8, 10.8, 11.08));
    expect(run("missed", "a.calls")).toEqual(near(0, 0, 0));
  });

  test("has staff for every nth caller where the aim is n months", () => {
    // 800 ÷ 4 · 1 hour = 200 hours.
    const run = telephone({ effort: 1, aim: 4 }, { before: 8 });
    expect(first(run("staff", "desk"))).toBeCloseTo(2, 9);
    expect(first(run("handled", "a.calls"))).toBeCloseTo(200, 9);
  });

  test("has no more unserved than the ceiling", () => {
    // 800 − 300, then 1000 + 0.1 · 500 + 0.6 · 300 = 1230 − 300, then 1000 + 93 + 180 − 300.
    const run = telephone({ effort: 1, ceiling: 300 }, { before: 5 });
    expect(run("ceiling_work", "a.calls")).toEqual(near(500, 930, 973));
    expect(run("missed", "a.calls")).toEqual(near(300, 300, 300));
    expect(first(telephone({ effort: 1, ceiling: 900 }, { before: 5 })("missed", "a.calls"))).toBe(
      800,
    );
  });

  test("has steady staff for last month's calls as they would be in an even year", () => {
    // All of the year's 1200 come in January: 1100 more than in an even year, which are there in February. Who
    // was not answered calls again in March: 0.1 · 30 + 0.6 · (1283 − 30), less the 100 that did not come.
    const season = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    const run = telephone(
      { effort: 1, aim: 1 },
      { decided: 0.3, steady: true },
      {
        intake: 100,
        season,
        opening: { calls: 100 },
      },
    );
    expect(run("ready", "a.calls").slice(0, 2)).toEqual(near(100, 1200 + 3 + 42));
    expect(run("workload", "a.calls")).toEqual(near(100, 145, 3 + 0.6 * 1215 + 100));
  });

  test("shares its staff with stages in which cases wait", () => {
    const run = trace(
      scenario({
        period: period("2014-01..2014-02"),
        processes: {
          p: process({ open: [staffed("desk"), { done: 1 }] }),
          q: process({ open: [staffed("desk"), { done: 1 }, { gone: 1 }] }),
        },
        streams: {
          a: stream("p", { opening: { open: 400 }, work: { open: work({ effort: 1, aim: 2 }) } }),
          b: stream("q", { opening: { open: 300 }, work: { open: work({ effort: 1, aim: 1 }) } }),
        },
        staff: { desk: staff({ decided: 3, serves: ["a.open", "b.open"] }) },
      }),
    );
    expect(run("handled", "a.open")).toEqual(near(200, 200));
    expect(run("handled", "b.open")).toEqual(near(100, 0));
    expect(run("stock", "b.gone")).toEqual(near(200, 200));
    expect(run("stock", "b.open")).toEqual(near(0, 0));
  });
});
