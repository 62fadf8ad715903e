import { describe, expect, test } from "vitest";
import type { Claim, Tier } from "../../../src/model/housing/file.ts";
import type { Scenario } from "../../../src/model/scenario.ts";
import {
  near,
  claim,
  period,
  process,
  rate,
  scenario,
  stream,
  tier,
  trace,
  type Given,
  type Trace,
} from "../../support/build.ts";

/** People who stay where they are, by stream; each stream has a claim of the same name. */
function homes(
  people: Readonly<Record<string, number>>,
  tiers: Readonly<Record<string, Tier>>,
  given: { readonly own?: Given; readonly months?: string } = {},
): Scenario {
  const names = Object.keys(people);
  const of = <T>(make: (name: string) => T): Record<string, T> =>
    Object.fromEntries(names.map((name) => [name, make(name)]));
  return scenario({
    period: period(given.months ?? "2014-01..2014-03"),
    processes: { p: process({ here: [rate(0), { gone: 1 }] }) },
    streams: of((name) => stream("p", { opening: { here: people[name] ?? 0 } })),
    claims: of((name): Claim =>
      claim({
        streams: [name],
        stages: ["here"],
        ...(given.own === undefined ? {} : { own: given.own }),
      }),
    ),
    tiers,
  });
}

const first = (run: Trace, equation: Parameters<Trace>[0], ...keys: readonly string[]): number[] =>
  keys.map((key) => run(equation, key)[0] ?? Number.NaN);

describe("people to be housed", () => {
  test("are the mean of those there at the beginning and the end of a month", () => {
    // 100 + 20 − 10 = 110 at the end of January, then 110 + 20 − 11 = 119.
    const run = trace(
      scenario({
        period: period("2014-01..2014-02"),
        processes: { a: process({ here: [rate(0.1), { gone: 1 }] }) },
        streams: { a: stream("a", { intake: 20, opening: { here: 100 } }) },
        claims: { all: claim({ streams: ["a"], stages: ["here"] }) },
      }),
    );
    expect(run("present", "all")).toEqual(near(105, 114.5));
    expect(run("unhoused", "all")).toEqual(near(105, 114.5));
  });

  test("are those in the stages of the claim, in the streams that have them", () => {
    const run = trace(
      scenario({
        period: period("2014-01"),
        processes: {
          a: process({ here: [rate(0), { there: 1 }], there: [rate(0), { gone: 1 }] }),
          b: process({ here: [rate(0), { gone: 1 }] }),
        },
        streams: {
          a: stream("a", { opening: { here: 1, there: 10, gone: 1000 } }),
          b: stream("b", { opening: { here: 100, gone: 10_000 } }),
        },
        claims: {
          here: claim({ streams: ["a", "b"], stages: ["here"] }),
          there: claim({ streams: ["a", "b"], stages: ["there", "gone"] }),
          none: claim({ streams: [], stages: ["here"] }),
        },
      }),
    );
    expect(first(run, "present", "here", "there", "none")).toEqual(near(101, 11_010, 0));
  });

  test("are fewer by those who arrange their own accommodation", () => {
    const run = trace(homes({ a: 100 }, {}, { own: { "2014-01": 0.4, 2014: 0.5 } }));
    expect(run("own", "a")).toEqual(near(40, 50, 50));
    expect(run("housed", "a")).toEqual(near(60, 50, 50));
    expect(run("own_days", "a")).toEqual(near(40 * 31, 50 * 28, 50 * 31));
  });
});

describe("tiers", () => {
  test("are filled in order; those without a limit take the rest", () => {
    const run = trace(
      homes(
        { a: 100 },
        {
          flats: tier(["a"], { places: 40 }),
          rooms: tier(["a"], { places: 25 }),
          hotel: tier(["a"]),
        },
      ),
    );
    expect(first(run, "lodged", "flats", "rooms", "hotel")).toEqual(near(40, 25, 35));
    expect(first(run, "places", "flats", "rooms", "hotel")).toEqual(near(40, 25, 35));
    expect(first(run, "unhoused", "a")).toEqual([0]);
  });

  test("take those the earlier ones have no room for, and no more", () => {
    const run = trace(
      homes(
        { a: 30 },
        {
          flats: tier(["a"], { places: 20 }),
          rooms: tier(["a"], { places: 25 }),
          hotel: tier(["a"]),
        },
      ),
    );
    expect(first(run, "lodged", "flats", "rooms", "hotel")).toEqual(near(20, 10, 0));
  });

  test("leave people without a roof where all have a limit", () => {
    const run = trace(homes({ a: 100 }, { flats: tier(["a"], { places: 40 }) }));
    expect(first(run, "unhoused", "a")).toEqual(near(60));
  });

  test("are half empty where few people come", () => {
    const run = trace(homes({ a: 30 }, { flats: tier(["a"], { places: 40 }), hotel: tier(["a"]) }));
    expect(first(run, "lodged", "flats", "hotel")).toEqual(near(30, 0));
    expect(run("place_days", "flats")).toEqual(near(40 * 31, 40 * 28, 40 * 31));
    expect(run("nights", "flats")).toEqual(near(30 * 31, 30 * 28, 30 * 31));
  });

  test("serve their claims in order of priority, and only those", () => {
    // Flats have 60 places: b first, all 50, and 10 of a. Rooms are for a: 30. The hotel is for c and a.
    const run = trace(
      homes(
        { a: 100, b: 50, c: 5 },
        {
          flats: tier(["b", "a"], { places: 60 }),
          rooms: tier(["a"], { places: 30 }),
          hotel: tier(["c", "a"]),
        },
      ),
    );
    const fills = ["flats/b", "flats/a", "rooms/a", "hotel/c", "hotel/a"];
    expect(first(run, "filled", ...fills)).toEqual(near(50, 10, 30, 5, 60));
    expect(first(run, "unhoused", "a", "b", "c")).toEqual([0, 0, 0]);
  });

  test("do not make room for a claim they are not for", () => {
    const run = trace(homes({ a: 100, b: 50 }, { flats: tier(["a"], { places: 60 }) }));
    expect(first(run, "unhoused", "a", "b")).toEqual(near(40, 50));
  });

  test("house as many persons a place as their occupancy says", () => {
    // 20 flats for 1.5 persons each are 30 persons; the other 70 take 70 ÷ 0.8 places and a reserve of 4.
    const run = trace(
      homes(
        { a: 100 },
        {
          flats: tier(["a"], { places: 20, occupancy: 1.5 }),
          hotel: tier(["a"], { occupancy: 0.8, reserve: 4 }),
        },
      ),
    );
    expect(first(run, "lodged", "flats", "hotel")).toEqual(near(30, 70));
    expect(first(run, "places", "flats", "hotel")).toEqual(near(20, 91.5));
  });
});

describe("places", () => {
  const half = "2014-01..2014-06";
  /** Places of a tier for 100 people; the others live in a tier without a limit. */
  const placesOf = (given: Parameters<typeof tier>[1], people = 100): number[] =>
    trace(
      homes({ a: people }, { flats: tier(["a"], given), hotel: tier(["a"]) }, { months: half }),
    )("places", "flats");

  test("follow the plan", () => {
    expect(placesOf({ places: { "2014-03": 50, 2014: 30 } })).toEqual(near(30, 30, 50, 30, 30, 30));
  });

  test("are acquired for those in tiers without a limit, at a pace, for use from the next month", () => {
    // 100 − 70 = 30 lack a place: 12, 12, and the last 6.
    expect(placesOf({ places: 70, pace: 12 })).toEqual(near(70, 82, 94, 100, 100, 100));
  });

  test("are acquired up to the most there can be", () => {
    expect(placesOf({ places: 70, pace: 12, most: 90 })).toEqual(near(70, 82, 90, 90, 90, 90));
  });

  test("are acquired for a reserve", () => {
    expect(placesOf({ places: 95, pace: 12, reserve: 8 })).toEqual(
      near(95, 107, 108, 108, 108, 108),
    );
  });

  test("are acquired for the number of persons that live in a place", () => {
    // 100 people need 50 places for two.
    expect(placesOf({ places: 41, pace: 5, occupancy: 2 })).toEqual(near(41, 46, 50, 50, 50, 50));
  });

  test("are given up at a pace where they stand empty, but for the reserve", () => {
    expect(placesOf({ places: 140, release: 15 })).toEqual(near(140, 125, 110, 100, 100, 100));
    expect(placesOf({ places: 140, release: 15, reserve: 20 })).toEqual(
      near(140, 125, 120, 120, 120, 120),
    );
    expect(placesOf({ places: 140 })).toEqual(near(140, 140, 140, 140, 140, 140));
  });

  test("cannot be given up twice", () => {
    expect(placesOf({ places: 40, release: 30 }, 0)).toEqual(near(40, 10, 0, 0, 0, 0));
    // Given up: 30; the plan then falls from 40 to 20.
    const plan = { "2014-01": 40, "2014-02": 40, 2014: 20 };
    expect(placesOf({ places: plan, release: 15 }, 0)).toEqual(near(40, 25, 0, 0, 0, 0));
  });

  test("acquired add to a plan that grows", () => {
    const plan = { "2014-01": 50, "2014-02": 50, 2014: 60 };
    expect(placesOf({ places: plan, pace: 10 })).toEqual(near(50, 60, 80, 90, 100, 100));
  });

  test("are acquired in earlier tiers first", () => {
    // 20 lack a place: 12 flats, then 8 rooms; in February nobody lacks one.
    const run = trace(
      homes(
        { a: 100 },
        {
          flats: tier(["a"], { places: 50, pace: 12 }),
          rooms: tier(["a"], { places: 30, pace: 12 }),
          hotel: tier(["a"]),
        },
      ),
    );
    expect(run("places", "flats")).toEqual(near(50, 62, 62));
    expect(run("places", "rooms")).toEqual(near(30, 38, 38));
    expect(run("lodged", "hotel")).toEqual(near(20, 0, 0));
  });

  test("are acquired for people without a roof", () => {
    const run = trace(homes({ a: 100 }, { flats: tier(["a"], { places: 70, pace: 12 }) }));
    expect(run("places", "flats")).toEqual(near(70, 82, 94));
    expect(run("unhoused", "a")).toEqual(near(30, 18, 6));
  });

  test("are not acquired for people who live in an earlier tier", () => {
    const run = trace(
      homes({ a: 100 }, { hotel: tier(["a"]), flats: tier(["a"], { places: 10, pace: 5 }) }),
    );
    expect(run("lodged", "hotel")).toEqual(near(100, 100, 100));
    expect(run("places", "flats")).toEqual(near(10, 10, 10));
  });

  test("are acquired whatever happens in tiers for other people", () => {
    // Both lack places; only a's are acquired in the flats, and b's rooms are not given up for them.
    const run = trace(
      homes(
        { a: 100, b: 30 },
        {
          flats: tier(["a"], { places: 50, pace: 50 }),
          rooms: tier(["b"], { places: 10, pace: 5, release: 60 }),
          hotel: tier(["a", "b"]),
        },
      ),
    );
    expect(run("places", "flats")).toEqual(near(50, 100, 100));
    expect(run("places", "rooms")).toEqual(near(10, 15, 20));
  });

  test("are not acquired in place of those given up elsewhere", () => {
    // Nobody of a is there, so flats are given up; b's rooms are enough.
    const run = trace(
      homes(
        { a: 0, b: 10 },
        {
          flats: tier(["a"], { places: 100, release: 10 }),
          rooms: tier(["a", "b"], { places: 10, pace: 5 }),
        },
      ),
    );
    expect(run("places", "flats")).toEqual(near(100, 90, 80));
    expect(run("places", "rooms")).toEqual(near(10, 10, 10));
  });

  test("are not acquired for people who may not live there", () => {
    const run = trace(
      homes(
        { a: 10, b: 100 },
        { flats: tier(["a"], { places: 10, pace: 12 }), hotel: tier(["a", "b"]) },
      ),
    );
    expect(run("places", "flats")).toEqual(near(10, 10, 10));
  });
});
