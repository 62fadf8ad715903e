import { describe, expect, test } from "vitest";
import type { FlowGroup } from "../../../src/model/costs/file.ts";
import type { Stream } from "../../../src/model/process/file.ts";
import type { Scenario } from "../../../src/model/scenario.ts";
import {
  always,
  follow,
  followStock,
  near,
  period,
  point,
  process,
  quantity,
  rate,
  scenario,
  staff,
  staffed,
  stream,
  sum,
  trace,
  work,
  type Given,
} from "../../support/build.ts";

const halves = process({ open: [rate(0.5), { granted: 0.2, refused: "rest" }] });
const granted: FlowGroup = {
  label: "granted",
  moves: [{ from: "open", to: "granted" }],
  streams: undefined,
};

/** Streams that go through the same process. */
const together = (streams: Record<string, Stream>, given: Partial<Scenario> = {}): Scenario =>
  scenario({
    period: period("2014-01..2014-04"),
    processes: { a: halves },
    flows: { granted },
    streams,
    ...given,
  });

describe("an intake", () => {
  test("comes in equal parts, and may change over time", () => {
    const run = trace(together({ a: stream("a", { intake: { "2014-03": 20, 2014: 10 } }) }));
    expect(run("applications", "a")).toEqual(near(10, 10, 20, 10));
  });

  test("follows a season", () => {
    // 10 a month are 120 a year; a season that has half of them in February and a sixth in March.
    const season = [0, 6, 2, 0, 1, 1, 1, 1, 0, 0, 0, 0].map((weight) => weight / 12);
    const run = trace(
      together({ a: stream("a", { intake: 10, season }) }, { period: period("2014-01..2014-12") }),
    );
    expect(run("applications", "a")).toEqual(near(0, 60, 20, 0, 10, 10, 10, 10, 0, 0, 0, 0));
    expect(sum(run("applications", "a"))).toBeCloseTo(120, 9);
  });

  test("starts in any month of a season", () => {
    const season = Array.from({ length: 12 }, (_, i) => (i + 1) / 78);
    const run = trace(
      together({ a: stream("a", { intake: 78, season }) }, { period: period("2014-11..2015-02") }),
    );
    expect(run("applications", "a")).toEqual(near(132, 144, 12, 24));
  });

  test("is divided between streams", () => {
    const run = trace(
      together(
        {
          a: stream("a", { of: ["asylum", { "2014-01": 0.9, 2014: 0.8 }] }),
          b: stream("a", { of: ["asylum", { "2014-01": 0.1, 2014: 0.2 }] }),
        },
        {
          intakes: {
            asylum: { label: "asylum", volume: quantity(50, "persons/month"), season: undefined },
          },
        },
      ),
    );
    expect(run("applications", "a")).toEqual(near(45, 40, 40, 40));
    expect(run("applications", "b")).toEqual(near(5, 10, 10, 10));
  });

  test("can be low or high, and scaled", () => {
    const volume = { ...quantity(0, "persons/month"), points: [point(always, 10, 8, 14)] };
    const given = together({ a: { ...stream("a"), intake: { volume, season: undefined } } });
    const applications = (intakeCase: "low" | "mid" | "high", intakeScale = 1): number =>
      trace(given, { intakeCase, intakeScale })("applications", "a")[0] ?? Number.NaN;
    expect([applications("low"), applications("mid"), applications("high")]).toEqual(
      near(8, 10, 14),
    );
    expect([applications("high", 1.5), applications("mid", 0)]).toEqual(near(21, 0));
  });

  test("of nobody leaves a stream to those it has", () => {
    const run = trace(together({ a: stream("a", { opening: { open: 8 } }) }));
    expect(run("applications", "a")).toEqual([0, 0, 0, 0]);
    expect(run("stock", "a.open")).toEqual(near(4, 2, 1, 0.5));
  });
});

describe("followers", () => {
  // 1000 people in stage open of stream a: 500 leave in January, a fifth of them granted.
  const first = stream("a", { opening: { open: 1000 } });
  const family = (ratio: Given, lag: number, history: Given, flow = "granted"): Stream =>
    stream("a", { intake: 3, follows: [follow(flow, ratio, lag, history)] });

  test("come some months after the event, before the start from history", () => {
    // Granted: 100, 50, 25, 12.5; two months later half as many apply, besides the 3 who do anyway.
    const given = together({
      a: first,
      b: family(0.5, 2, { "2013-11": 70, "2013-12": 90 }, "granted/a"),
    });
    expect(trace(given)("applications", "b")).toEqual(near(3 + 35, 3 + 45, 3 + 50, 3 + 25));
  });

  test("can follow those of their own kind", () => {
    // Of b's own 3 applications half leave next month, a fifth of those granted, and 1 follows each.
    const given = together({ b: family(1, 1, 0, "granted/b") });
    // Stock: 3 → granted 0.3 in February → 3.3 applications in March (and so on).
    expect(trace(given)("applications", "b").slice(0, 3)).toEqual(near(3, 3, 3.3));
  });

  test("do not change with the scale of the intake, but with what they follow", () => {
    const given = together({ a: first, b: family(0.5, 1, 10, "granted/a") });
    const [january, february] = trace(given, { intakeScale: 2 })("applications", "b");
    expect([january, february]).toEqual(near(6 + 5, 6 + 50));
  });

  test("follow the flow of all streams, or of those the flow counts", () => {
    const twice = { a: first, c: first, b: family(1, 1, 0) };
    expect(trace(together(twice))("applications", "b").slice(0, 2)).toEqual(near(3, 3 + 200));
    const flows = { granted: { ...granted, streams: ["c"] } };
    expect(trace(together(twice, { flows }))("applications", "b").slice(0, 2)).toEqual(
      near(3, 3 + 100),
    );
  });

  test("can follow applications", () => {
    const flows = {
      granted: { label: "new", moves: [{ from: undefined, to: "open" }], streams: undefined },
    };
    const given = together(
      { a: stream("a", { intake: 40 }), b: family(0.25, 1, 0, "granted/a") },
      { flows },
    );
    expect(trace(given)("applications", "b").slice(0, 2)).toEqual(near(3, 3 + 10));
  });
});

describe("applications that a stock gives rise to", () => {
  const stocks = {
    open: { label: "open", stages: ["open"], streams: undefined },
    all: { label: "all", stages: ["open", "granted", "refused"], streams: ["a"] },
  };
  // Half of the 1000 people in a leave each month: 1000, 500, 250, 125 are there when the months open.
  const asked = stream("a", { opening: { open: 1000 } });
  const askers = (
    stock: string,
    ratio: Given,
    given: Parameters<typeof stream>[1] = {},
  ): number[] =>
    trace(
      together(
        { a: asked, b: stream("b", { ...given, follows: [followStock(stock, ratio)] }) },
        { stocks, processes: { a: halves, b: halves } },
      ),
    )("applications", "b");

  test("come in the month that opens with it, in proportion", () => {
    expect(askers("open/a", 0.4)).toEqual(near(400, 200, 100, 50));
    expect(askers("open/a", { "2014-02": 0, 2014: 0.4 })).toEqual(near(400, 0, 100, 50));
  });

  test("come besides those who come anyway", () => {
    expect(askers("open/a", 0.4, { intake: 7 })).toEqual(near(407, 207, 107, 57));
  });

  test("count all stages and streams of the group", () => {
    // Nobody disappears from all.
    expect(askers("all", 0.1)).toEqual(near(100, 100, 100, 100));
    // Those who ask are open cases too: 1000, 500 + 100 and so on; half of each leaves.
    expect(askers("open", 0.1)).toEqual(near(100, 60, 36, 21.6));
  });

  test("have no season of their own, so steady staff is set by all of them", () => {
    const desk = process({ open: [staffed("desk"), { done: 1 }] });
    const run = trace(
      together(
        {
          a: asked,
          b: stream("b", {
            follows: [followStock("open/a", 0.4)],
            work: { open: work({ effort: 1, aim: 1 }) },
          }),
        },
        {
          stocks,
          processes: { a: halves, b: desk },
          staff: { desk: staff({ before: 1, steady: true, serves: ["b.open"] }) },
        },
      ),
    );
    expect(run("seasonal", "b")).toEqual([0, 0, 0, 0]);
    expect(run("workload", "b.open")).toEqual(run("ready", "b.open"));
  });
});
