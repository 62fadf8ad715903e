import { describe, expect, test } from "vitest";
import type { Effect, Measure } from "../../../src/model/measures/file.ts";
import type { Scenario } from "../../../src/model/scenario.ts";
import {
  appropriation,
  effect,
  measure,
  near,
  period,
  point,
  problemsIn,
  process,
  quantity,
  rate,
  scenario,
  staff,
  staffed,
  stream,
  trace,
  work,
  type Trace,
} from "../../support/build.ts";

const volume = "streams.a.intake.volume";

/** Six months' applications, 100 a month without the measures. */
function applications(
  measures: Readonly<Record<string, Measure>>,
  counted: readonly string[] = Object.keys(measures),
): number[] {
  const given = scenario({
    period: period("2014-01..2014-06"),
    processes: { a: process({ open: [rate(1), { done: 1 }] }) },
    streams: { a: stream("a", { intake: 100 }) },
    measures,
  });
  return trace(given, { counted: new Set(counted) })("applications", "a");
}

/** Applications with one measure. */
const withEffect = (
  change: Effect["change"],
  from: string,
  given: Parameters<typeof effect>[3] = {},
  delay = 0,
): number[] =>
  applications({ m: measure({ effects: [effect(volume, change, from, given)], delay }) });

describe("effects", () => {
  test("add an amount from a month on", () => {
    expect(withEffect({ add: 30 }, "2014-03")).toEqual(near(100, 100, 130, 130, 130, 130));
    expect(withEffect({ add: -30 }, "2014-05")).toEqual(near(100, 100, 100, 100, 70, 70));
  });

  test("multiply", () => {
    expect(withEffect({ multiply: 0.9 }, "2014-03")).toEqual(near(100, 100, 90, 90, 90, 90));
  });

  test("are there in full when the ramp is over", () => {
    // A quarter more each month.
    expect(withEffect({ add: 40 }, "2014-02", { ramp: 4 })).toEqual(
      near(100, 110, 120, 130, 140, 140),
    );
    expect(withEffect({ multiply: 0.8 }, "2014-02", { ramp: 4 })).toEqual(
      near(100, 95, 90, 85, 80, 80),
    );
    expect(withEffect({ add: 40 }, "2014-02", { ramp: 1 })).toEqual(
      near(100, 140, 140, 140, 140, 140),
    );
  });

  test("may have begun before the start", () => {
    // 12 months' ramp from July 2013: 7/12 in January.
    expect(withEffect({ add: 120 }, "2013-07", { ramp: 12 })).toEqual(
      near(170, 180, 190, 200, 210, 220),
    );
  });

  test("end with their last month", () => {
    expect(withEffect({ add: 30 }, "2014-02", { until: "2014-04" })).toEqual(
      near(100, 130, 130, 130, 100, 100),
    );
  });

  test("are put off with the measure, end and ramp included", () => {
    expect(withEffect({ add: 30 }, "2014-01", { until: "2014-02" }, 2)).toEqual(
      near(100, 100, 130, 130, 100, 100),
    );
    expect(withEffect({ add: 30 }, "2014-01", { ramp: 3 }, 3)).toEqual(
      near(100, 100, 100, 110, 120, 130),
    );
  });

  test("of several measures on one input come together", () => {
    const add = measure({ effects: [effect(volume, { add: 30 }, "2014-03")] });
    const more = measure({ effects: [effect(volume, { add: 5 }, "2014-05")] });
    expect(applications({ add, more })).toEqual(near(100, 100, 130, 130, 135, 135));
    const less = measure({ effects: [effect(volume, { multiply: 0.5 }, "2014-01")] });
    expect(applications({ less, same: less })).toEqual(near(25, 25, 25, 25, 25, 25));
  });

  test("of measures that do not count are not there", () => {
    const add = measure({ effects: [effect(volume, { add: 30 }, "2014-01")] });
    expect(applications({ a: add, b: add }, ["b"])).toEqual(near(130, 130, 130, 130, 130, 130));
    expect(applications({ a: add, b: add }, [])).toEqual(near(100, 100, 100, 100, 100, 100));
  });

  const beginning = (from: string): Scenario =>
    scenario({
      period: period("2014-01..2014-02"),
      processes: { a: process({ open: [rate(0), { done: 1 }] }) },
      streams: { a: stream("a", { opening: { open: 100 } }) },
      measures: {
        m: measure({
          effects: [effect("streams.a.opening.open", { add: 11 }, from)],
          withinFrame: true,
        }),
      },
    });

  test("can change what the run starts with", () => {
    const stock = trace(beginning("2013-06"), { counted: new Set(["m"]) })("stock", "a.open");
    expect(stock[1]).toBeCloseTo(111, 9);
  });

  test("can change the staff of the month before the start", () => {
    // 10 + 2, a quarter fewer each month: there is no work.
    const given = scenario({
      period: period("2014-01..2014-02"),
      processes: { a: process({ open: [staffed("desk"), { done: 1 }] }) },
      streams: { a: stream("a", { work: { open: work({ effort: 1, aim: 1 }) } }) },
      staff: { desk: staff({ before: 10, shed: 0.25, serves: ["a.open"] }) },
      measures: {
        m: measure({ effects: [effect("staff.desk.before", { add: 2 }, "2014-01")] }),
      },
    });
    expect(trace(given, { counted: new Set(["m"]) })("staff", "desk")).toEqual(near(9, 6.75));
    expect(trace(given)("staff", "desk")).toEqual(near(7.5, 5.625));
  });

  test("that come too late for it are reported", () => {
    const problems = problemsIn(beginning("2014-02"), { funding: "proposed" });
    expect(problems).toMatchObject([{ code: "unknown-name", path: "measures.m.effects" }]);
    expect(problems[0]?.message).toContain("too late");
  });
});

describe("costs", () => {
  const costs = { "1/1": { 2014: 24, 2015: 12 } };
  const spending = (given: Partial<Measure>, changes: Partial<Scenario> = {}): Scenario =>
    scenario({
      period: period("2013-01..2017-12"),
      appropriations: { "1/1": appropriation({ caps: [] }) },
      measures: { m: { ...measure({ costs }), ...given } },
      ...changes,
    });
  const capped = { funding: "available", counted: new Set(["m"]) } as const;
  /** What the measure costs in each year. */
  const byYear = (delay: number): number[] => {
    const cost = trace(spending({ delay }), capped)("yearly_cost", "m 1/1");
    expect(cost).toEqual(cost.map((_, month) => cost[month - (month % 12)]));
    return cost.filter((_, month) => month % 12 === 0);
  };

  test("belong to years, and move on with the measure", () => {
    expect(byYear(0)).toEqual([0, 24, 12, 0, 0]);
    expect(byYear(12)).toEqual([0, 0, 24, 12, 0]);
    expect(byYear(24)).toEqual([0, 0, 0, 24, 12]);
  });

  test("move on in part where the measure is put off by some months", () => {
    // Three months later: a quarter of each year's money moves on.
    expect(byYear(3)).toEqual([0, 18, 9 + 6, 3, 0]);
    expect(byYear(11)).toEqual(near(0, 2, 22 + 1, 11, 0));
    expect(byYear(15)).toEqual([0, 0, 18, 15, 3]);
  });

  test("that count are spent within the frame, a twelfth a month", () => {
    // 24 ÷ 12, 12 ÷ 12; three months later 18 ÷ 12, 15 ÷ 12.
    const spent = (given: Scenario, counted = new Set(["m"])): number[] => {
      const run = trace(given, { ...capped, counted });
      expect(run("spent", "1/1")).toEqual(run("financed", "1/1"));
      return run("financed", "1/1").filter((_, month) => month % 12 === 0);
    };
    expect(spent(spending({}))).toEqual([0, 2, 1, 0, 0]);
    expect(spent(spending({ delay: 3 }))).toEqual([0, 1.5, 1.25, 0.25, 0]);
    expect(spent(spending({}), new Set())).toEqual([0, 0, 0, 0, 0]);
    const both = { m: measure({ costs }), n: measure({ costs: { "1/1": 36 }, delay: 5 }) };
    expect(spent(spending({}, { measures: both }), new Set(["m", "n"]))).toEqual(
      near(3, 5, 4, 3, 3),
    );
  });

  test("are those of budget years, wherever these start", () => {
    // From July: 2013/14 is the year that holds from July 2013, and three months of it are in the run.
    const points = [point(period("2013-07..2014-06"), 24), point(period("2014-07..2015-06"), 12)];
    const run = (delay: number): Trace =>
      trace(
        spending(
          { costs: { "1/1": { ...quantity(0, "money"), points } }, delay },
          { period: period("2014-04..2014-09"), yearStarts: 7 },
        ),
        capped,
      );
    expect(run(0)("yearly_cost", "m 1/1")).toEqual([24, 24, 24, 12, 12, 12]);
    expect(run(0)("financed", "1/1")).toEqual([2, 2, 2, 1, 1, 1]);
    expect(run(12)("yearly_cost", "m 1/1")).toEqual([0, 0, 0, 24, 24, 24]);
  });
});
