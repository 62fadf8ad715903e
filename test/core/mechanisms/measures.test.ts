import { describe, expect, test } from "vitest";
import { defaults, forecast } from "../../../src/core/plan.ts";
import type { Effect, Measure, Scenario } from "../../../src/core/scenario.ts";
import { effect, measure, near, period, process, rate, scenario, stream, trace } from "../build.ts";

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
  return trace(given, { effects: new Set(counted) })("applications", "a");
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
          financedWithin: true,
        }),
      },
    });

  test("can change what the run starts with", () => {
    const stock = trace(beginning("2013-06"), { effects: new Set(["m"]) })("stock", "a.open");
    expect(stock[1]).toBeCloseTo(111, 9);
  });

  test("that come too late for it are reported", () => {
    const ran = forecast(beginning("2014-02"), { ...defaults, funding: "proposed" });
    expect(ran.ok || ran.diagnostics).toMatchObject([
      { code: "unknown-name", path: "development.m.effects" },
    ]);
    expect(ran.ok || ran.diagnostics[0]?.message).toContain("too late");
  });
});
