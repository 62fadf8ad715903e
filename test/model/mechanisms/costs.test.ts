import { describe, expect, test } from "vitest";
import type { CostLine, FlowGroup, StockGroup } from "../../../src/model/costs/file.ts";
import type { Scenario } from "../../../src/model/scenario.ts";
import {
  line,
  near,
  claim,
  period,
  process,
  quantity,
  rate,
  scenario,
  staff,
  staffed,
  stream,
  sum,
  tier,
  trace,
  work,
  type Given,
  type Trace,
} from "../../support/build.ts";

const moves = (...list: FlowGroup["moves"]): FlowGroup => ({
  label: "flow",
  moves: list,
  streams: undefined,
});
const stages = (...list: string[]): StockGroup => ({
  label: "stock",
  stages: list,
  streams: undefined,
});

/**
 * The first quarter of the leap year 2012. A tenth of a's people leave each month, a third of them to x.
 *   a: 1000 + 100 − 100 = 1000, always      b: 200 decided cases of 400 in January, then 100, then 50
 */
function agency(
  costs: Readonly<Record<string, CostLine>>,
  given: Partial<Scenario> = {},
): Scenario {
  return scenario({
    period: period("2012-01..2012-03"),
    processes: {
      a: process({ open: [rate(0.1), { x: "third", y: "rest" }] }),
      b: process({ open: [staffed("desk"), { done: 1 }] }),
    },
    streams: {
      a: stream("a", { intake: 100, opening: { open: 1000 }, shares: { third: 1 / 3 } }),
      b: stream("b", {
        opening: { open: 400 },
        work: { open: work({ effort: 2, aim: 2, shortest: 2 }) },
      }),
    },
    staff: { desk: staff({ before: 8, productivity: 50, serves: ["b.open"] }) },
    flows: {
      left: moves({ from: "open", to: undefined }),
      granted: moves({ from: "open", to: "x" }, { from: "open", to: "done" }),
      new: moves({ from: undefined, to: "open" }),
    },
    stocks: { open: stages("open"), all: stages("open", "x", "y", "done") },
    claims: {
      a: claim({ streams: ["a"], stages: ["open"], own: 0.2 }),
      b: claim({ streams: ["b"], stages: ["open"] }),
    },
    tiers: {
      flats: tier(["a"], { places: 300 }),
      hotel: tier(["a", "b"], { food: true, occupancy: 0.5, reserve: 10 }),
    },
    costs,
    ...given,
  });
}

/** The monthly cost of a driver at 1 each. */
const costOf = (driver: string | readonly string[], measure: string): number[] =>
  trace(agency({ line: line(driver, 1, `money/${measure}`) }))("cost", "line");

const days = [31, 29, 31];
/** A number of people or places over the days of each month. */
const onDays = (people: number | readonly number[]): unknown[] =>
  near(...days.map((n, month) => n * (typeof people === "number" ? people : (people[month] ?? 0))));

describe("drivers", () => {
  test("time", () => {
    expect(costOf("time", "month")).toEqual([1, 1, 1]);
    // 12 a year, given per month.
    expect(trace(agency({ rent: line("time", 12 / 12, "money/month") }))("cost", "rent")).toEqual(
      near(1, 1, 1),
    );
  });

  test("flows, of all streams or one", () => {
    // b: 8 staff · 50 hours ÷ 2 = 200 in January; staff is shed at once to the 100 and 50 wanted.
    expect(costOf("flow/left", "person")).toEqual(near(300, 200, 150));
    expect(costOf("flow/left/a", "person")).toEqual(near(100, 100, 100));
    expect(costOf("flow/left/b", "person")).toEqual(near(200, 100, 50));
    expect(costOf("flow/granted", "person")).toEqual(
      near(100 / 3 + 200, 100 / 3 + 100, 100 / 3 + 50),
    );
    expect(costOf("flow/new", "person")).toEqual(near(100, 100, 100));
    expect(costOf("flow/new/b", "person")).toEqual([0, 0, 0]);
  });

  test("flows of no streams and of stages a stream does not have", () => {
    const flows = { left: { ...moves({ from: "x", to: undefined }) } };
    const run = trace(agency({ line: line("flow/left", 1, "money/person") }, { flows }));
    expect(run("cost", "line")).toEqual([0, 0, 0]);
  });

  test("days of people, from the mean stock and the calendar", () => {
    // a has always 1000 open cases; b's mean falls: (400 + 200) ÷ 2, 150, 75. February has 29 days.
    expect(costOf("person_days/open/a", "person-day")).toEqual(onDays(1000));
    expect(costOf("person_days/open/b", "person-day")).toEqual(onDays([300, 150, 75]));
    expect(costOf("person_days/open", "person-day")).toEqual(onDays([1300, 1150, 1075]));
    // Nobody disappears: 1400 at the start, 100 more each month.
    expect(costOf("person_days/all", "person-day")).toEqual(onDays([1450, 1550, 1650]));
  });

  test("days in a February that is no leap day longer", () => {
    const given = agency(
      { line: line("person_days/open/a", 1, "money/person-day") },
      { period: period("2013-02") },
    );
    expect(trace(given)("cost", "line")).toEqual(near(28_000));
  });

  test("staff", () => {
    // 400 cases ÷ 2 months · 2 hours ÷ 50 hours = 8, then 4, then 2.
    expect(costOf("staff/desk", "staff-month")).toEqual(near(8, 4, 2));
  });

  test("nights, of all or of one claim", () => {
    // 800 of a need housing: 300 in flats, 500 in the hotel, with b's.
    expect(costOf("nights/flats", "person-day")).toEqual(onDays(300));
    expect(costOf("nights/hotel", "person-day")).toEqual(onDays([800, 650, 575]));
    expect(costOf("nights/hotel/a", "person-day")).toEqual(onDays(500));
    expect(costOf("nights/hotel/b", "person-day")).toEqual(onDays([300, 150, 75]));
  });

  test("places, occupied or not", () => {
    expect(costOf("place_days/flats", "place-day")).toEqual(onDays(300));
    expect(costOf("place_days/hotel", "place-day")).toEqual(onDays([1610, 1310, 1160]));
  });

  test("own accommodation", () => {
    expect(costOf("own_days/a", "person-day")).toEqual(onDays(200));
    expect(costOf("own_days/b", "person-day")).toEqual([0, 0, 0]);
  });

  test("days with food and without", () => {
    expect(costOf("fed_days/a", "person-day")).toEqual(onDays(500));
    expect(costOf("catering_days/a", "person-day")).toEqual(onDays(500));
    expect(costOf("fed_days/b", "person-day")).toEqual(onDays([300, 150, 75]));
    expect(costOf("catering_days/b", "person-day")).toEqual([0, 0, 0]);
  });

  test("counted together", () => {
    const both = costOf(["own_days/a", "nights/hotel/b"], "person-day");
    expect(both).toEqual(onDays([500, 350, 275]));
    expect(costOf(["time", "time"], "month")).toEqual([2, 2, 2]);
  });
});

describe("prices", () => {
  test("are the unit cost, which may change, times the index of the month of payment", () => {
    const costs = {
      rent: {
        ...line("time", { "2012-01": 100, 2012: 120 }, "money/month", { index: "prices" }),
      },
      late: line("time", 100, "money/month", {
        index: "prices",
        lag: 1,
        history: 3,
        per: "month/month",
      }),
    };
    const indices = { prices: quantity({ "2012-03": 1.1, 2012: 1 }) };
    const run = trace(agency(costs, { indices }));
    expect(run("cost", "rent")).toEqual(near(100, 120, 132));
    expect(run("cost", "late")).toEqual(near(300, 100, 110));
  });
});

describe("a share of other lines", () => {
  const rent = line("time", { "2012-01": 1000, 2012: 1200 }, "money/month", { index: "prices" });
  const indices = { prices: quantity({ "2012-03": 1.1, 2012: 1 }) };
  const costs = (given: Readonly<Record<string, CostLine>>): Trace =>
    trace(agency({ rent, fee: line("time", 500, "money/month"), ...given }, { indices }));

  test("counts the money they pay in the month, at its prices", () => {
    // 1000, 1200 and 1200 · 1.1 of rent, 500 of fees each month.
    const run = costs({
      wrong: line(["cost/rent", "cost/fee"], 0.03, ""),
      half: line("cost/rent", { "2012-01": 0, 2012: 0.5 }, ""),
    });
    expect(run("cost", "rent")).toEqual(near(1000, 1200, 1320));
    expect(run("due", "wrong")).toEqual(near(1500, 1700, 1820));
    expect(run("cost", "wrong")).toEqual(near(45, 51, 54.6));
    expect(run("cost", "half")).toEqual(near(0, 600, 660));
  });

  test("can be counted in turn", () => {
    const run = costs({ a: line("cost/rent", 0.1, ""), b: line(["cost/a", "cost/rent"], 0.5, "") });
    expect(run("cost", "b")).toEqual(near(550, 660, 726));
  });

  test("counts what is paid, not what it is paid for", () => {
    // Rent paid a month later: 900 of December, 1000, 1200, at the prices of the month it is paid in.
    const late = { ...rent, cost: quantity(1, "money/month"), lag: 1, history: quantity(900) };
    const run = costs({ late, share: line("cost/late", 0.1, "") });
    expect(run("cost", "late")).toEqual(near(900, 1, 1.1));
    expect(run("cost", "share")).toEqual(near(90, 0.1, 0.11));
  });

  test("may be paid later, or in parts", () => {
    const given = { history: 800, per: "money/month" };
    const run = costs({
      later: line("cost/rent", 0.1, "", { ...given, lag: 1 }),
      parts: line("cost/rent", 0.1, "", { ...given, spread: 2 }),
    });
    expect(run("cost", "later")).toEqual(near(80, 100, 120));
    expect(run("cost", "parts")).toEqual(near(90, 110, 126));
  });
});

describe("payment", () => {
  /** A line that pays 1 per person who leaves a; 100, 200, ... 100 · n do so in month n. */
  const paid = (given: Parameters<typeof line>[3], months = "2014-01..2014-06"): number[] => {
    const leaving = Object.fromEntries(
      Array.from({ length: 36 }, (_, i) => [
        `${2014 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}`,
        100 * (i + 1),
      ]),
    );
    return trace(
      scenario({
        period: period(months),
        processes: { a: process({ open: [rate(1), { done: 1 }] }) },
        // Who applies in January leaves in February: the opening stock makes it 100 · n from January.
        streams: {
          a: stream("a", {
            intake: record(leaving, (people) => people + 100),
            opening: { open: 100 },
          }),
        },
        flows: { done: moves({ from: "open", to: "done" }) },
        costs: { line: line("flow/done", 1, "money/person", given) },
      }),
    )("cost", "line");
  };
  const record = (given: Record<string, number>, change: (value: number) => number): Given =>
    Object.fromEntries(Object.entries(given).map(([key, value]) => [key, change(value)]));

  test("is made when it happens", () => {
    expect(paid({})).toEqual(near(100, 200, 300, 400, 500, 600));
  });

  test("comes some months later, at first for what happened before the start", () => {
    const history = { "2013-10": 7, "2013-11": 8, "2013-12": 9 };
    expect(paid({ lag: 3, history })).toEqual(near(7, 8, 9, 100, 200, 300));
  });

  test("is spread over months, the first of which is the month it happens", () => {
    // A third each in three months: (4 + 5 + 100) ÷ 3, (5 + 100 + 200) ÷ 3, then the mean of three months.
    const history = { "2013-11": 4, "2013-12": 5 };
    expect(paid({ spread: 3, history })).toEqual(near(109 / 3, 305 / 3, 200, 300, 400, 500));
  });

  test("is spread over months that begin later", () => {
    // Two months in two parts: of people who left one and two months ago.
    const history = { "2013-11": 4, "2013-12": 6 };
    expect(paid({ lag: 1, spread: 2, history })).toEqual(near(5, 53, 150, 250, 350, 450));
  });

  test("over two years remembers those of two years", () => {
    // One month later, in 24 parts. January 2014 pays for January 2012 to December 2013: 12 · 10 and
    // 12 · 20 people, 360 ÷ 24. February for eleven of 10, twelve of 20 and the 100 of January.
    const history = { 2012: 10, 2013: 20 };
    const costs = paid({ lag: 1, spread: 24, history }, "2014-01..2016-02");
    expect(costs.slice(0, 3)).toEqual(near(15, (350 + 100) / 24, (340 + 300) / 24));
    // January 2016 pays for all of 2014 and 2015: 100 · (1 + ... + 24) ÷ 24.
    expect(costs[24]).toBeCloseTo(1250, 9);
    expect(costs[25]).toBeCloseTo(1350, 9);
  });

  test("in parts adds up to the whole", () => {
    const once = { ...line("time", 1, "money/month"), spread: 5, lag: 2 };
    const given = agency(
      { line: { ...once, cost: quantity(1, "money/month"), history: quantity(0, "month/month") } },
      { period: period("2012-01..2013-12") },
    );
    // Time passes in 24 months; payments for the last 2 + 4 are not all made at the end of the run.
    const unpaid = 2 + 4 / 5 + 3 / 5 + 2 / 5 + 1 / 5;
    expect(sum(trace(given)("cost", "line"))).toBeCloseTo(24 - unpaid, 9);
  });
});
