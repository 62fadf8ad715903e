import { afterEach, describe, expect, test, vi } from "vitest";
import type { World } from "../../src/core/bind.ts";
import { NotFinite, run } from "../../src/core/run.ts";
import type { Scenario } from "../../src/core/scenario.ts";
import { buildWorld } from "../../src/core/world.ts";
import {
  line,
  month,
  near,
  noDiagnostics,
  period,
  process,
  rate,
  scenario,
  setupOf,
  stream,
  type Given,
} from "./build.ts";

/** A world of 10 applications a month, half of the open cases decided each month, 3 a month of rent. */
const worldOf = (rent: Given = 3, changes: Partial<Scenario> = {}): World => {
  const given = scenario({
    period: period("2013-11..2014-02"),
    processes: { a: process({ open: [rate(0.5), { done: 1 }] }) },
    streams: { a: stream("a", { intake: 10, opening: { open: 40 } }) },
    costs: { rent: line("time", rent, "money/month") },
    ...changes,
  });
  return buildWorld(given, setupOf(given), noDiagnostics);
};

describe("a run", () => {
  const yearly = run(worldOf(), { monthly: false });
  const monthly = run(worldOf(), { monthly: true });

  test("knows its months and years", () => {
    expect([yearly.start, yearly.months, yearly.years]).toEqual([
      month("2013-11"),
      4,
      [2013, 2014],
    ]);
  });

  test.each([
    // Open: 40 → 30 → 25 → 22.5 → 21.25; decided 20, 15, 12.5, 11.25.
    ["a sum over the year", "moved", "a.open->done", [35, 23.75]],
    ["the last month's state", "stock", "a.open", [25, 21.25]],
    ["what is paid", "cost", "rent", [6, 6]],
  ] as const)("gives %s", (_, output, key, values) => {
    const expected = near(...values);
    for (const each of [yearly, monthly]) {
      expect([each.inYear(output, key, 2013), each.inYear(output, key, 2014)]).toEqual(expected);
    }
  });

  test("gives months, if they were kept", () => {
    const stocks = ["2013-11", "2013-12", "2014-01", "2014-02"].map((text) =>
      monthly.inMonth("stock", "a.open", month(text)),
    );
    expect(stocks).toEqual(near(30, 25, 22.5, 21.25));
    expect(() => yearly.inMonth("stock", "a.open", month("2014-01"))).toThrow(
      "2014-01: the run kept no months",
    );
  });

  test("knows nothing of other times and names", () => {
    expect(yearly.inYear("stock", "a.open", 2012)).toBeUndefined();
    expect(yearly.inYear("stock", "a.open", 2015)).toBeUndefined();
    expect(yearly.inYear("stock", "open", 2014)).toBeUndefined();
    expect(yearly.inYear("staff", "a.open", 2014)).toBeUndefined();
    expect(monthly.inMonth("stock", "a.open", month("2013-10"))).toBeUndefined();
    expect(monthly.inMonth("stock", "a.open", month("2014-03"))).toBeUndefined();
    expect(monthly.inMonth("stock", "open", month("2014-01"))).toBeUndefined();
  });
});

describe("a figure that is not finite", () => {
  test("is found even if it is the first", () => {
    const streams = { a: stream("a", { intake: Number.NaN }) };
    const what = "applications of a in 2013 is not a finite number";
    expect(() => run(worldOf(3, { streams }), { monthly: true })).toThrow(what);
  });

  test.each([
    [Number.NaN, "cost of rent in 2013"],
    [Infinity, "cost of rent in 2013"],
    [{ 2013: 1, 2014: -Infinity }, "cost of rent in 2014"],
  ])("is refused: %j", (rent, what) => {
    for (const keepMonths of [true, false]) {
      expect(() => run(worldOf(rent), { monthly: keepMonths })).toThrow(
        new NotFinite(what).message,
      );
    }
    expect(new NotFinite(what)).toMatchObject({ what, message: `${what} is not a finite number` });
  });
});

describe("code generation", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });
  const forbid = (error: Error): void => {
    vi.stubGlobal("Function", function forbidden() {
      throw error;
    });
  };
  /** A structure of its own, so that no kernel is known. */
  const unknown = (stages: readonly string[]): World =>
    worldOf(3, {
      processes: {
        a: process(
          Object.fromEntries(
            stages.map((name, i) => [name, [rate(0.5), { [stages[i + 1] ?? "done"]: 1 }]]),
          ),
        ),
      },
      streams: { a: stream("a", { intake: 10 }) },
    });

  test("is done without where it is forbidden", () => {
    const world = unknown(["x", "y"]);
    forbid(new EvalError("Code generation from strings disallowed for this context"));
    const without = run(world, { monthly: false });
    vi.unstubAllGlobals();
    const expected = run(world, { monthly: false });
    expect(without.inYear("stock", "a.y", 2014)).toBeGreaterThan(0);
    expect(without.inYear("stock", "a.y", 2014)).toBe(expected.inYear("stock", "a.y", 2014));
  });

  test("that fails for another reason is a mistake of the program", () => {
    forbid(new SyntaxError("Unexpected token"));
    expect(() => run(unknown(["x", "y", "z"]), { monthly: false })).toThrow("Unexpected token");
  });
});
