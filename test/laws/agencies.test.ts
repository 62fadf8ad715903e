import { describe, expect, test } from "vitest";
import { sum } from "../support/build.ts";
import {
  holds,
  keysOf,
  minus,
  observed,
  openIn,
  opened,
  plus,
  runs,
  servedBy,
  slack,
  staffOf,
  times,
  zeros,
  type Seen,
} from "./cases.ts";

/** Whether there is a month in which all of some amounts are more than nothing. */
const together = (...series: readonly (readonly number[])[]): boolean =>
  (series[0] ?? []).some((_, month) => series.every((values) => (values[month] ?? 0) > 1e-6));

/** Whether there is a month in which something is at a limit that is not nothing. */
const reaches = (
  run: Seen,
  kind: "staff" | "places",
  found: readonly number[],
  limits: readonly number[],
): boolean =>
  found.some((value, month) => {
    const limit = limits[month] ?? Number.NaN;
    return Math.abs(limit) > 1e-6 && Math.abs(value - limit) <= slack(run, kind);
  });

const largest = (series: readonly (readonly number[])[]): number => Math.max(0, ...series.flat());
const openings = (run: Seen): number[] =>
  keysOf(run, "stage").map((key) => run.input("stage", key, "opening")[0] ?? Number.NaN);

/** The stages that staff serves, and the hours it works there. */
function workOf(run: Seen, key: string): { serves: readonly string[]; used: number[] } {
  const serves = servedBy(staffOf(run, key));
  const used = serves.map((stage) =>
    times(run.values("handled", stage), run.input("stage", stage, "effort")),
  );
  return { serves, used: plus(zeros(run), ...used) };
}

/** Whether staff changes as fast as it can, up or down. */
function changes(run: Seen, by: "hire" | "shed", sign: 1 | -1): boolean {
  const free = [...keysOf(run, "capacity", "aim"), ...keysOf(run, "capacity", "money")];
  return free.some((key) => {
    const staff = run.values("staff", key);
    const last = opened(staff, run.input("capacity", key, "staff_before")[0] ?? Number.NaN);
    const most = times(last, run.input("capacity", key, by)).map((n) => n * sign);
    return reaches(run, "staff", minus(staff, last), most);
  });
}

/** People who live in later tiers or nowhere, of those who might live in this one. */
function elsewhere(run: Seen, key: string): number[] {
  const tiers = Object.entries(run.scenario.tiers);
  const claims = run.scenario.tiers[key]?.for ?? [];
  const later = tiers
    .slice(tiers.findIndex(([tier]) => tier === key) + 1)
    .flatMap(([tier, { for: others }]) =>
      others.flatMap((claim) =>
        claims.includes(claim) ? [run.values("filled", `${tier}/${claim}`)] : [],
      ),
    );
  return plus(zeros(run), ...later, ...claims.map((claim) => run.values("unhoused", claim)));
}

const some = (
  run: Seen,
  set: "capacity" | "tier",
  tag: "money" | "yes",
  is: (key: string) => boolean,
): boolean => keysOf(run, set, tag).some(is);

/** What can be said of a run, and of how many in a hundred runs at least and at most. */
const descriptions: Readonly<
  Record<string, readonly [least: number, most: number, is: (run: Seen) => boolean]>
> = {
  "more than a thousand people in a stage": [80, 100, (run) => largest(run.every("stock")) > 1000],
  "more than a million people in a stage": [0, 2, (run) => largest(run.every("stock")) > 1e6],
  "stages that are empty when it starts": [60, 95, (run) => openings(run).includes(0)],
  "nobody when it starts": [1, 10, (run) => openings(run).every((people) => people === 0)],
  "more than a thousand applications a year": [
    50,
    95,
    (run) => sum(run.every("applications").flat()) > (1000 / 12) * run.run.months,
  ],
  "more than a hundred staff": [50, 95, (run) => largest(run.every("staff")) > 100],
  "staff who leave people waiting": [
    40,
    90,
    (run) =>
      keysOf(run, "capacity").some((key) => {
        const { serves, used } = workOf(run, key);
        const waiting = serves.map((s) => minus(openIn(run, s), run.values("handled", s)));
        return together(used, plus(zeros(run), ...waiting));
      }),
  ],
  "staff who have nothing left to do": [
    20,
    70,
    (run) =>
      keysOf(run, "capacity").some((key) => {
        const { serves, used } = workOf(run, key);
        return serves.length > 0 && together(used, minus(run.values("hours", key), used));
      }),
  ],
  "staff that grows as fast as it can": [15, 70, (run) => changes(run, "hire", 1)],
  "staff that shrinks as fast as it can": [30, 90, (run) => changes(run, "shed", -1)],
  "people who leave unserved": [20, 70, (run) => largest(run.every("missed")) > 1],
  "people who wait for a quota": [
    15,
    70,
    (run) =>
      Object.entries(run.scenario.quotas).some(([key, quota]) => {
        const serves = servedBy(quota);
        const left = serves.map((stage) => run.values("left", stage));
        const all = serves.map((stage) => openIn(run, stage));
        return together(
          run.input("quota", key, "offered"),
          minus(plus(zeros(run), ...all), plus(zeros(run), ...left)),
        );
      }),
  ],
  "money for some of the staff that is wanted": [
    4,
    40,
    (run) =>
      some(run, "capacity", "money", (key) => {
        const affordable = run.values("affordable", key);
        return together(affordable, minus(run.values("staff_wanted", key), affordable));
      }),
  ],
  "money for just the staff there is": [
    2,
    40,
    (run) =>
      some(run, "capacity", "money", (key) =>
        reaches(run, "staff", run.values("staff", key), run.values("affordable", key)),
      ),
  ],
  "money for more than the staff that is wanted": [
    8,
    40,
    (run) =>
      some(run, "capacity", "money", (key) =>
        together(
          run.values("staff", key),
          minus(run.values("affordable", key), run.values("staff_wanted", key)),
        ),
      ),
  ],
  "a full tier, and people in the next or nowhere": [
    10,
    60,
    (run) =>
      some(run, "tier", "yes", (key) => together(run.values("lodged", key), elsewhere(run, key))),
  ],
  "a tier with empty places": [
    5,
    50,
    (run) =>
      some(run, "tier", "yes", (key) => {
        const room = times(run.values("places", key), run.input("tier", key, "occupancy"));
        return together(run.values("lodged", key), minus(room, run.values("lodged", key)));
      }),
  ],
  "places acquired as fast as can be": [
    6,
    50,
    (run) =>
      some(run, "tier", "yes", (key) =>
        reaches(run, "places", run.values("acquired", key), run.input("tier", key, "pace")),
      ),
  ],
  "places given up as fast as can be": [
    15,
    60,
    (run) =>
      some(run, "tier", "yes", (key) => {
        const most = run.input("tier", key, "release").map((n) => -n);
        return reaches(run, "places", run.values("acquired", key), most);
      }),
  ],
  "as many places as there can be": [
    2,
    30,
    (run) =>
      some(run, "tier", "yes", (key) => {
        const next = plus(run.values("places", key), run.values("acquired", key));
        const gained = together(run.values("acquired", key));
        return gained && reaches(run, "places", next, run.input("tier", key, "most"));
      }),
  ],
};

describe("agencies drawn at random", () => {
  test("are of real size, and short of one thing or another", () => {
    const found = new Map<string, number>();
    holds((given) => {
      const run = observed(given);
      for (const [what, [, , is]] of Object.entries(descriptions)) {
        found.set(what, (found.get(what) ?? 0) + (is(run) ? 1 : 0));
      }
    });
    const wrong = Object.entries(descriptions).flatMap(([what, [least, most]]) => {
      const share = ((found.get(what) ?? 0) / runs.numRuns) * 100;
      return share >= least && share <= most ? [] : [`${what}: ${share} of a hundred runs`];
    });
    expect(wrong).toEqual([]);
  });
});
