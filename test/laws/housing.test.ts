import { describe, expect, test } from "vitest";
import type { Claim, Tier } from "../../src/model/housing/file.ts";
import {
  above,
  daysOf,
  differs,
  existing,
  holds,
  keysOf,
  minus,
  observed,
  openIn,
  plus,
  slack,
  times,
  zeros,
  type Seen,
} from "./cases.ts";

describe("housing", () => {
  const room = (run: Seen, tier: string): number[] =>
    times(run.values("places", tier), run.input("tier", tier, "occupancy"));
  const filled = (run: Seen, tier: string, claim: string): number[] =>
    run.values("filled", `${tier}/${claim}`);
  const tiersOf = (run: Seen): [string, Tier][] => Object.entries(run.scenario.tiers);
  const tiersFor = (run: Seen, claim: string): string[] =>
    tiersOf(run).flatMap(([key, tier]) => (tier.for.includes(claim) ? [key] : []));
  /** Those of a claim, on average over each month. */
  const present = (run: Seen, { streams, stages }: Claim): number[] => {
    const all = existing(run, streams, stages);
    const twice = all.flatMap((stage) => [openIn(run, stage), run.values("stock", stage)]);
    return plus(zeros(run), ...twice).map((people) => people / 2);
  };

  test("is for those who are there on average and arrange none of their own", () => {
    holds((given) => {
      const run = observed(given);
      expect(
        Object.entries(run.scenario.claims).flatMap(([key, claim]) => {
          const people = present(run, claim);
          const own = times(people, run.input("claim", key, "own_share"));
          const ownDays = run.values("own_days", key);
          return [
            ...differs(run, "persons", key, run.values("housed", key), minus(people, own)),
            ...differs(run, "persons", `${key} own`, ownDays, times(own, daysOf(run))),
          ];
        }),
      ).toEqual([]);
    });
  });

  test("has a place for everybody who lives in it, and never fewer than none", () => {
    holds((given) => {
      const run = observed(given);
      expect(
        keysOf(run, "tier").flatMap((key) => [
          ...above(run, "persons", key, run.values("lodged", key), room(run, key)),
          ...above(run, "places", key, zeros(run), run.values("places", key)),
        ]),
      ).toEqual([]);
    });
  });

  test("has somewhere for everybody, or counts them as unhoused", () => {
    holds((given) => {
      const run = observed(given);
      expect(
        keysOf(run, "claim").flatMap((key) => {
          const inTiers = tiersFor(run, key).map((tier) => filled(run, tier, key));
          const found = plus(run.values("unhoused", key), ...inTiers);
          return differs(run, "persons", key, found, run.values("housed", key));
        }),
      ).toEqual([]);
    });
  });

  test("counts all who live in a tier, by night", () => {
    holds((given) => {
      const run = observed(given);
      const days = daysOf(run);
      expect(
        tiersOf(run).flatMap(([key, tier]) => {
          const people = plus(zeros(run), ...tier.for.map((claim) => filled(run, key, claim)));
          const places = run.values("places", key);
          return [
            ...differs(run, "persons", key, run.values("lodged", key), people),
            ...differs(run, "persons", key, run.values("nights", key), times(people, days)),
            ...differs(run, "places", key, run.values("place_days", key), times(places, days)),
          ];
        }),
      ).toEqual([]);
    });
  });

  test("is used only when the earlier tiers for the same people are full", () => {
    holds((given) => {
      const run = observed(given);
      const most = slack(run, "persons");
      expect(
        keysOf(run, "claim").flatMap((claim) => {
          const tiers = tiersFor(run, claim);
          // After the last tier there is nowhere.
          const later = [
            ...tiers.map((tier) => filled(run, tier, claim)),
            run.values("unhoused", claim),
          ];
          return tiers.flatMap((first, rank) => {
            const empty = minus(room(run, first), run.values("lodged", first));
            // A tier without a limit has room for everybody.
            const limited = keysOf(run, "tier", "yes").includes(first);
            return plus(...later.slice(rank + 1)).flatMap((people, month) =>
              people > most && (!limited || (empty[month] ?? NaN) > most)
                ? [`${claim} in month ${month}, though ${first} has room`]
                : [],
            );
          });
        }),
      ).toEqual([]);
    });
  });

  test("is given to the first of a tier's claims first", () => {
    holds((given) => {
      const run = observed(given);
      const most = slack(run, "persons");
      expect(
        tiersOf(run).flatMap(([key, tier]) =>
          tier.for.flatMap((claim, rank) => {
            const others = tier.for.slice(rank + 1).map((other) => filled(run, key, other));
            const later = tiersFor(run, claim);
            const elsewhere = plus(
              run.values("unhoused", claim),
              ...later.slice(later.indexOf(key) + 1).map((other) => filled(run, other, claim)),
            );
            return plus(zeros(run), ...others).flatMap((people, month) =>
              people > most && (elsewhere[month] ?? NaN) > most
                ? [`${key} in month ${month}: not for ${claim}`]
                : [],
            );
          }),
        ),
      ).toEqual([]);
    });
  });

  test("without a limit has the places that are needed, and the reserve", () => {
    holds((given) => {
      const run = observed(given);
      expect(
        keysOf(run, "tier", "no").flatMap((key) => {
          const occupancy = run.input("tier", key, "occupancy");
          const needed = run.values("lodged", key).map((n, month) => n / (occupancy[month] ?? NaN));
          const expected = plus(needed, run.input("tier", key, "reserve"));
          return differs(run, "places", key, run.values("places", key), expected);
        }),
      ).toEqual([]);
    });
  });

  test("with a limit grows by what is lacking, first in the first tiers, and shrinks by what is empty", () => {
    holds((given) => {
      const run = observed(given);
      const tiers = tiersOf(run);
      const isLimited = new Set(keysOf(run, "tier", "yes"));
      const shared = (a: Tier, b: Tier): string[] => a.for.filter((claim) => b.for.includes(claim));
      const acquired = new Map<string, number[]>();
      expect(
        tiers.flatMap(([key, tier], rank) => {
          if (!isLimited.has(key)) return [];
          const input = (id: "base" | "pace" | "release" | "most" | "reserve"): number[] =>
            run.input("tier", key, id);
          const [pace, release, most] = [input("pace"), input("release"), input("most")];
          const occupancy = run.input("tier", key, "occupancy");
          const places = run.values("places", key);
          // Those who live here, in what they can be taken from, and nowhere.
          const people = plus(
            run.values("lodged", key),
            ...tiers
              .slice(rank + 1)
              .filter(([later]) => !isLimited.has(later))
              .flatMap(([later, other]) =>
                shared(tier, other).map((claim) => filled(run, later, claim)),
              ),
            ...tier.for.map((claim) => run.values("unhoused", claim)),
          );
          const rivals = tiers
            .slice(0, rank)
            .filter(([first, other]) => isLimited.has(first) && shared(tier, other).length > 0)
            .map(([first]) => (acquired.get(first) ?? []).map((n) => Math.max(0, n)));
          const target = plus(
            people.map((n, month) => n / (occupancy[month] ?? NaN)),
            input("reserve"),
          );
          const lacking = minus(minus(target, places), plus(zeros(run), ...rivals));
          const change = lacking.map((n, m) => {
            const up = Math.min(n, pace[m] ?? NaN, (most[m] ?? NaN) - (places[m] ?? NaN));
            return Math.max(up, -Math.min(release[m] ?? NaN, places[m] ?? NaN));
          });
          acquired.set(key, change);
          let gained = 0;
          const expected = input("base").map((base, m) => {
            const there = Math.max(0, base + gained);
            gained += change[m] ?? NaN;
            return there;
          });
          return differs(run, "places", key, places, expected);
        }),
      ).toEqual([]);
    });
  });
});
