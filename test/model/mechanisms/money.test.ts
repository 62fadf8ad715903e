import { describe, expect, test } from "vitest";
import type { CostLine } from "../../../src/model/costs/file.ts";
import type { Measure } from "../../../src/model/measures/file.ts";
import type { Scenario } from "../../../src/model/scenario.ts";
import type { Staff } from "../../../src/model/staff/file.ts";
import {
  appropriation,
  figuresOf,
  line,
  measure,
  near,
  opened,
  period,
  process,
  scenario,
  staff,
  staffed,
  stream,
  sum,
  trace,
  work,
  type Trace,
} from "../../support/build.ts";

/** A desk with endless work whose staff costs 1 a month each; it may grow and shrink at once. */
interface Given {
  readonly period?: string;
  readonly funds?: Readonly<Record<number, number>>;
  /** Money a year for a measure within the frame. */
  readonly financed?: number;
  readonly capacity?: Partial<Staff>;
  readonly others?: Readonly<Record<string, Staff>>;
  readonly costs?: Readonly<Record<string, CostLine>>;
  readonly pays?: readonly string[];
}

const pay = line("staff/desk", 1, "money/staff-month");
const desk = staff({ before: 100, productivity: 1, serves: ["a.open"] });

function agency(given: Given = {}): Scenario {
  const { capacity = {}, others = {}, costs = {}, pays = ["desk"], financed } = given;
  const names = ["a", ...Object.keys(others)];
  return scenario({
    period: period(given.period ?? "2014-01..2014-04"),
    processes: Object.fromEntries(
      names.map((name) => [
        name,
        process({ open: [staffed(name === "a" ? "desk" : name), { done: 1 }] }),
      ]),
    ),
    streams: Object.fromEntries(
      names.map((name) => [
        name,
        stream(name, { opening: { open: 1e6 }, work: { open: work({ effort: 1, aim: 10 }) } }),
      ]),
    ),
    staff: { desk: { ...desk, ...capacity }, ...others },
    stocks: { all: { label: "all", stages: ["open"], streams: ["a"] } },
    flows: { left: { label: "left", moves: [{ from: "open", to: undefined }], streams: ["a"] } },
    costs: { pay, ...costs },
    appropriations: { "1/1": appropriation({ caps: [...pays] }) },
    measures:
      financed === undefined
        ? {}
        : { inside: measure({ costs: { "1/1": financed }, withinFrame: true }) },
  });
}

const runOf = (given: Given = {}): Trace =>
  trace(agency(given), {
    funding: "available",
    funds: new Map(Object.entries(given.funds ?? { 2014: 1200 }).map(([y, m]) => [Number(y), m])),
    counted: new Set(given.financed === undefined ? [] : ["inside"]),
  });

describe("money that binds", () => {
  test("pays for the same staff in every month", () => {
    // 1200 ÷ 12 months ÷ 1 = 100 staff.
    const run = runOf();
    expect(run("affordable", "desk")).toEqual(near(100, 100, 100, 100));
    expect(run("staff", "desk")).toEqual(near(100, 100, 100, 100));
    expect(run("spent", "1/1")).toEqual(near(100, 100, 100, 100));
  });

  test("pays first for what else must be paid", () => {
    const run = runOf({ costs: { rent: line("time", 30, "money/month") } });
    expect(run("left_to_spend", "1/1")).toEqual(near(70, 70, 70, 70));
    expect(run("staff", "desk")).toEqual(near(70, 70, 70, 70));
    expect(run("spent", "1/1")).toEqual(near(100, 100, 100, 100));
  });

  test("pays first for the measures financed within it", () => {
    // 240 a year are 20 a month.
    const run = runOf({ financed: 240 });
    expect(run("staff", "desk")).toEqual(near(80, 80, 80, 80));
    expect(run("spent", "1/1")).toEqual(near(100, 100, 100, 100));
  });

  test("has to wait until staff can be shed, and saves the excess later", () => {
    // January: 200 · 0.75 = 150 are left, 100 could be paid. February: (1200 − 150) ÷ 11 = 95.5 against
    // 112.5. March: (1200 − 262.5) ÷ 10 = 93.75 is more than 84.375, and so in all months that follow.
    const capacity = staff({ before: 200, productivity: 1, shed: 0.25, serves: ["a.open"] });
    const run = runOf({ capacity, period: "2014-01..2014-12" });
    expect(run("affordable", "desk").slice(0, 3)).toEqual(near(100, 1050 / 11, 93.75));
    expect(run("staff", "desk").slice(0, 4)).toEqual(near(150, 112.5, 93.75, 93.75));
    expect(sum(run("spent", "1/1"))).toBeCloseTo(1200, 6);
  });

  test("does not hire faster than people can be hired", () => {
    const run = runOf({
      capacity: staff({ before: 50, productivity: 1, hire: 0.2, serves: ["a.open"] }),
    });
    // 50 · 1.2 = 60, 72, 86.4, 103.68; the money saved would pay for more.
    expect(run("staff", "desk")).toEqual(near(60, 72, 86.4, 103.68));
  });

  test("does not pay for staff nobody wants", () => {
    // 1 000 000 open cases aimed at in 10 months want 100 000 staff; here the money is no limit.
    const run = runOf({
      funds: { 2014: 1e9 },
      capacity: staff({ before: 1e6, productivity: 1, serves: ["a.open"] }),
    });
    expect(run("staff", "desk")[0]).toBeCloseTo(100_000, 6);
  });

  test("of nothing lets all staff go", () => {
    expect(runOf({ funds: { 2014: 0 } })("staff", "desk")).toEqual([0, 0, 0, 0]);
    expect(runOf({ funds: {} })("staff", "desk")).toEqual([0, 0, 0, 0]);
    const shed = staff({ before: 100, productivity: 1, shed: 0.25, serves: ["a.open"] });
    expect(runOf({ funds: { 2014: 0 }, capacity: shed })("staff", "desk").slice(0, 2)).toEqual(
      near(75, 56.25),
    );
  });

  test("starts anew each year", () => {
    const run = runOf({ period: "2014-11..2015-02", funds: { 2014: 1200, 2015: 2400 } });
    expect(run("staff", "desk")).toEqual(near(100, 100, 200, 200));
  });

  test("is that part of a year's that the run has months of", () => {
    // November and December have 2/12 of 2400; January and February 2/12 of 1200.
    const run = runOf({ period: "2014-11..2015-02", funds: { 2014: 2400, 2015: 1200 } });
    expect(run("staff", "desk")).toEqual(near(200, 200, 100, 100));
    expect(run("spent", "1/1")).toEqual(near(200, 200, 100, 100));
  });

  test("foresees people-days from the opening stock, and makes up for the difference", () => {
    // 1 000 000 people · 31 days · 0.000001 = 31 foreseen; 100 leave a month, which few notice.
    const costs = { meals: line("person_days/all", 1e-6, "money/person-day") };
    const run = runOf({ costs, period: "2014-01..2014-02" });
    const staffInJanuary = (1200 * (2 / 12)) / 2 - 31;
    expect(run("foreseen", "meals")[0]).toBeCloseTo(31, 9);
    expect(run("staff", "desk")[0]).toBeCloseTo(staffInJanuary, 9);
    // Half of those who leave in January are missing in its mean.
    const meals = (1e6 - staffInJanuary / 2) * 31e-6;
    expect(run("cost", "meals")[0]).toBeCloseTo(meals, 9);
    const stock = 1e6 - staffInJanuary;
    expect(run("staff", "desk")[1]).toBeCloseTo(200 - staffInJanuary - meals - stock * 28e-6, 9);
  });

  test("knows what was ordered earlier and is paid now", () => {
    // People who left a month ago cost 0.5 each; 40 left in December.
    const costs = { fees: line("flow/left", 0.5, "money/person", { lag: 1, history: 40 }) };
    const run = runOf({ costs });
    // January: 100 − 20. February: 100 − 0.5 · 80 = 60; March 100 − 30 = 70; April 100 − 35 = 65.
    expect(run("staff", "desk")).toEqual(near(80, 60, 70, 65));
    expect(run("spent", "1/1")).toEqual(near(100, 100, 100, 100));
  });

  test("foresees a share of other lines as far as it foresees them", () => {
    // Rent of 20 and 10 % of it. Meals elsewhere: 1 000 000 people · 31 days · 0.000001 = 31, a tenth of it here.
    const costs = {
      rent: line("time", 20, "money/month"),
      meals: line("person_days/all", 1e-6, "money/person-day", { on: "1/2" }),
      share: line("cost/rent", 0.1, ""),
      other: line(["cost/meals", "cost/share"], 0.1, ""),
    };
    const run = runOf({ costs, period: "2014-01..2014-02" });
    expect(run("foreseen", "share")[0]).toBeCloseTo(2, 9);
    expect(run("foreseen", "meals")[0]).toBeCloseTo(31, 9);
    expect(run("foreseen", "other")[0]).toBeCloseTo(3.3, 9);
    const staffInJanuary = 100 - 20 - 2 - 3.3;
    expect(run("staff", "desk")[0]).toBeCloseTo(staffInJanuary, 9);
    // Half of those who leave in January are missing in its mean.
    expect(run("cost", "other")[0]).toBeCloseTo(3.3 - (staffInJanuary / 2) * 31e-7, 9);
  });

  test("knows a share of what is paid later, in one payment or in parts", () => {
    // 40 left in December and 60 in November: 0.5 each, a tenth of it here.
    const history = { "2013-11": 60, "2013-12": 40 };
    const costs = {
      fees: line("flow/left", 0.5, "money/person", { on: "1/2", lag: 1, history }),
      parts: line("flow/left", 0.5, "money/person", { on: "1/2", lag: 1, spread: 2, history }),
      share: line(["cost/fees", "cost/parts"], 0.1, ""),
    };
    const run = runOf({ costs });
    expect(run("cost", "share")[0]).toBeCloseTo(2 + 2.5, 9);
    expect(run("staff", "desk")[0]).toBeCloseTo(95.5, 9);
    expect(run("spent", "1/1")).toEqual(near(100, 100, 100, 100));
  });

  test("may count what pays for staff elsewhere, or later", () => {
    const costs = {
      beside: line("cost/pay", 0.1, "", { on: "1/2" }),
      later: line("cost/pay", 0.1, "", { lag: 1, history: 100, per: "money/month" }),
    };
    const run = runOf({ costs });
    expect(run("staff", "desk").slice(0, 2)).toEqual(near(90, 91));
    expect(run("cost", "beside").slice(0, 2)).toEqual(near(9, 9.1));
  });

  test("pays everything a person on the staff costs", () => {
    const costs = { premises: line("staff/desk", 1, "money/staff-month") };
    const run = runOf({ costs });
    expect(run("salary", "desk")).toEqual(near(2, 2, 2, 2));
    expect(run("staff", "desk")).toEqual(near(50, 50, 50, 50));
  });
});

describe("several capacities", () => {
  const second = { b: staff({ before: 60, productivity: 1, serves: ["b.open"], shed: 0.5 }) };
  const costs = { other: line("staff/b", 2, "money/staff-month") };

  test("are paid in the order given", () => {
    // b first: at 2 each 100 pay for 50. Nothing is left for the desk.
    const run = runOf({ others: second, costs, pays: ["b", "desk"] });
    expect(run("staff", "b")).toEqual(near(50, 50, 50, 50));
    expect(run("staff", "desk")).toEqual([0, 0, 0, 0]);
    const turned = runOf({ others: second, costs, pays: ["desk", "b"] });
    // The desk first; b's 60 are halved each month, though there is no money for them: less next time.
    expect(turned("staff", "desk")[0]).toBeCloseTo(100, 9);
    expect(turned("staff", "b").slice(0, 2)).toEqual(near(30, 15));
    expect(turned("staff", "desk")[1]).toBeCloseTo((1200 / 3 - 160) / 3, 9);
  });

  test("that the money does not decide are paid first", () => {
    const follows = { b: staff({ before: 10, productivity: 1, hire: 0, serves: ["b.open"] }) };
    const decided = { b: staff({ decided: 20, productivity: 1, serves: ["b.open"] }) };
    expect(runOf({ others: follows, costs })("staff", "desk")).toEqual(near(80, 80, 80, 80));
    expect(runOf({ others: decided, costs })("staff", "desk")).toEqual(near(60, 60, 60, 60));
  });

  test("follow the work in the other funding modes", () => {
    const run = trace(agency(), { funding: "need" });
    expect(run("staff", "desk")[1]).toBeCloseTo(400, 9);
  });
});

describe("what may be spent", () => {
  /** What is paid for staff in 2014 and 2015. */
  const byYear = (given: Partial<Scenario>): (number | null)[] => {
    const within = scenario({ ...agency({ period: "2014-01..2015-12" }), ...given });
    return figuresOf(opened(within, { funding: "available" }))("line", "cost", "pay");
  };
  const frame = { 2014: 1200, 2015: 600 };
  const capped = (
    given: Parameters<typeof appropriation>[0],
  ): Pick<Scenario, "appropriations"> => ({
    appropriations: { "1/1": appropriation({ ...given, caps: ["desk"] }) },
  });

  test("is the frame", () => {
    expect(byYear(capped({ frame }))).toEqual(near(1200, 600));
  });

  test("or what is available, such as with money carried over, where that is given", () => {
    expect(byYear(capped({ frame, available: { 2014: 1236 } }))).toEqual(near(1236, 600));
  });

  test("does not depend on the order of the measures, to the last bit", () => {
    // 0.1 + 0.2 + 0.3 is not 0.3 + 0.2 + 0.1.
    const within = (cost: number): Measure =>
      measure({ costs: { "1/1": cost }, withinFrame: true });
    const [a, b, c] = [within(0.1), within(0.2), within(0.3)];
    const given = capped({ frame: 1 });
    expect(byYear({ ...given, measures: { a, b, c } })).toEqual(
      byYear({ ...given, measures: { c, b, a } }),
    );
  });

  test("pays for measures financed within it, and no others", () => {
    const costs = { "1/1": { 2014: 100, 2015: 40 } };
    const given = {
      ...capped({ frame }),
      measures: {
        inside: measure({ costs, withinFrame: true }),
        beside: measure({ costs }),
        elsewhere: measure({ costs: { "1/2": 5 }, withinFrame: true }),
      },
    };
    expect(byYear(given)).toEqual(near(1100, 560));
  });
});
