import { describe, expect, test } from "vitest";
import type { Split } from "../../../src/model/process/file.ts";
import type { Leave } from "../../../src/model/process/ways.ts";
import type { Scenario } from "../../../src/model/scenario.ts";
import {
  after,
  near,
  offer,
  period,
  placed,
  process,
  rate,
  scenario,
  staff,
  staffed,
  stream,
  trace,
  work,
  type Given,
} from "../../support/build.ts";

const months = { period: period("2014-01..2014-04") };

/** One stream whose people wait in `open` until they leave for `done`. */
const waiting = (leave: Leave, given: Partial<Scenario> = {}, intake: Given = 10): Scenario =>
  scenario({
    ...months,
    processes: { a: process({ open: [leave, { done: 1 }] }) },
    streams: { a: stream("a", { intake, opening: { open: 100 } }) },
    ...given,
  });

describe("leaving at a rate", () => {
  test("takes a share of those who were here when the month opened", () => {
    // January: 100 · 0.2 = 20 leave, 100 + 10 − 20 = 90 stay. February: 18, 82. March: 16.4, 75.6.
    const run = trace(waiting(rate(0.2)));
    expect(run("left", "a.open")).toEqual(near(20, 18, 16.4, 15.12));
    expect(run("stock", "a.open")).toEqual(near(90, 82, 75.6, 70.48));
    expect(run("stock", "a.done")).toEqual(near(20, 38, 54.4, 69.52));
  });

  test("can change from month to month", () => {
    const run = trace(waiting(rate({ "2014-01": 1, "2014-02": 0, 2014: 0.5 }), {}, 0));
    expect(run("left", "a.open")).toEqual(near(100, 0, 0, 0));
  });
});

describe("leaving after some months", () => {
  test("lets everybody stay as long; those here at the start leave in equal parts", () => {
    // 100 in the stage at the start, three months' stay: a third of them leaves each month.
    const intake = { "2014-01": 7, "2014-02": 8, 2014: 9 };
    const run = trace(waiting(after(3), {}, intake));
    expect(run("left", "a.open")).toEqual(near(100 / 3, 100 / 3, 100 / 3, 7));
    expect(run("stock", "a.open")).toEqual(near(7 + 200 / 3, 15 + 100 / 3, 24, 24 + 9 - 7));
  });

  test("of one month lets the opening stock go", () => {
    const run = trace(waiting(after(1)));
    expect(run("left", "a.open")).toEqual(near(100, 10, 10, 10));
  });
});

describe("leaving by a quota", () => {
  const town = (places: Given): Partial<Scenario> => ({
    quotas: { town: offer(places, ["a.open"]) },
  });

  test("takes as many people as there are places", () => {
    const run = trace(waiting(placed("town"), town({ "2014-01": 40, "2014-02": 0, 2014: 50 })));
    expect(run("left", "a.open")).toEqual(near(40, 0, 50, 40));
    expect(run("stock", "a.open")).toEqual(near(70, 80, 40, 10));
  });

  test("takes no more than were here when the month opened", () => {
    expect(trace(waiting(placed("town"), town(1000)))("left", "a.open")).toEqual(
      near(100, 10, 10, 10),
    );
  });

  test("gives stages their places in order of priority", () => {
    // 40 places a month. January: all 30 of b first, 10 of a. Then the 20 who joined b, and 20 of a.
    const both = scenario({
      ...months,
      processes: { p: process({ open: [placed("town"), { done: 1 }] }) },
      streams: {
        a: { ...stream("p", { opening: { open: 100 } }) },
        b: { ...stream("p", { intake: 20, opening: { open: 30 } }) },
      },
      quotas: { town: offer(40, ["b.open", "a.open"]) },
    });
    const run = trace(both);
    expect(run("left", "b.open")).toEqual(near(30, 20, 20, 20));
    expect(run("left", "a.open")).toEqual(near(10, 20, 20, 20));
  });
});

describe("leaving by staff", () => {
  const desk = (given: Parameters<typeof work>[0], hours = 1000): Scenario =>
    waiting(staffed("desk"), {
      streams: {
        a: stream("a", { intake: 10, opening: { open: 600 }, work: { open: work(given) } }),
      },
      staff: { desk: staff({ decided: hours / 100, serves: ["a.open"] }) },
    });

  test("takes hours worked ÷ hours per case", () => {
    // 10 staff · 100 hours ÷ 4 hours = 250 cases; then 600 + 10 − 250 = 360 are open.
    const run = trace(desk({ effort: 4, aim: 3 }));
    expect(run("left", "a.open").slice(0, 2)).toEqual(near(250, 250));
    expect(run("stock", "a.open").slice(0, 2)).toEqual(near(360, 120));
  });

  test("takes no more than the shortest time allows", () => {
    // At least 4 months: a quarter of 600, then of 460.
    const run = trace(desk({ effort: 4, aim: 4, shortest: 4 }));
    expect(run("left", "a.open").slice(0, 2)).toEqual(near(150, 115));
  });
});

describe("ways out of a stage", () => {
  const ways = (
    to: Readonly<Record<string, Split>>,
    shares: Record<string, Given> = {},
  ): Scenario =>
    scenario({
      ...months,
      processes: { a: process({ open: [rate(0.5), to] }) },
      streams: { a: stream("a", { opening: { open: 100 }, shares }) },
    });

  test("are taken by fixed parts", () => {
    const run = trace(ways({ x: 0.25, y: 0.75 }));
    expect(run("moved", "a.open->x")).toEqual(near(12.5, 6.25, 3.125, 1.5625));
    expect(run("moved", "a.open->y")).toEqual(near(37.5, 18.75, 9.375, 4.6875));
  });

  test("are taken by the stream's shares, and the rest", () => {
    // The share rises from 0.2 to 0.6 in February, so the rest falls from 0.7 to 0.3.
    const shares = { granted: { "2014-01": 0.2, 2014: 0.6 } };
    const run = trace(ways({ x: "granted", y: 0.1, z: "rest" }, shares));
    expect(run("moved", "a.open->x").slice(0, 2)).toEqual(near(10, 15));
    expect(run("moved", "a.open->y").slice(0, 2)).toEqual(near(5, 2.5));
    expect(run("moved", "a.open->z").slice(0, 2)).toEqual(near(35, 7.5));
  });

  test("are the rest of a share that changes", () => {
    const shares = { granted: { "2014-01": 0.2, 2014: 0.6 } };
    const run = trace(ways({ x: "granted", z: "rest" }, shares));
    expect(run("moved", "a.open->z").slice(0, 2)).toEqual(near(40, 10));
  });

  test("do not depend on the order they are listed in, to the last bit", () => {
    // 0.1 + 0.2 + 0.3 is not 0.3 + 0.2 + 0.1.
    const one = trace(ways({ x: 0.1, y: 0.2, z: 0.3, rest: "rest" }));
    const other = trace(ways({ rest: "rest", z: 0.3, y: 0.2, x: 0.1 }));
    expect(one("stock", "a.rest")).toEqual(other("stock", "a.rest"));
  });

  test("are nobody's where the shares leave no rest", () => {
    const run = trace(ways({ x: "all", z: "rest" }, { all: 1 }));
    expect(run("moved", "a.open->z")).toEqual([0, 0, 0, 0]);
  });

  test("lead on from next month only", () => {
    // Everybody leaves every month, so 100 people are in one stage after the other.
    const chain = scenario({
      ...months,
      processes: {
        a: process({ one: [rate(1), { two: 1 }], two: [rate(1), { one: 0.5, done: "rest" }] }),
      },
      streams: { a: stream("a", { opening: { one: 100, done: 1 } }) },
    });
    const run = trace(chain);
    expect(run("stock", "a.one")).toEqual(near(0, 50, 0, 25));
    expect(run("stock", "a.two")).toEqual(near(100, 0, 50, 0));
    expect(run("stock", "a.done")).toEqual(near(1, 51, 51, 76));
  });
});
