import { describe, expect, test } from "vitest";
import type { Observed } from "../build.ts";
import { above, holds, observed, differs, plus, times, zeros, keysOf } from "./cases.ts";

describe("housing", () => {
  const room = (run: Observed, tier: string): number[] =>
    times(run.values("places", tier), run.input("tier", tier, "occupancy"));

  test("has a place for everybody who lives in it, and never fewer than none", () => {
    holds((given) => {
      const run = observed(given);
      expect(
        keysOf(run, "tier").flatMap((key) => [
          ...above(key, run.values("lodged", key), room(run, key)),
          ...above(key, zeros(run), run.values("places", key)),
        ]),
      ).toEqual([]);
    });
  });

  test("has somewhere for everybody, or counts them as unhoused", () => {
    holds((given) => {
      const run = observed(given);
      expect(
        keysOf(run, "need").flatMap((key) => {
          const rooms = keysOf(run, "fill").filter((fill) => fill.endsWith(`/${key}`));
          const filled = rooms.map((fill) => run.values("filled", fill));
          return differs(
            key,
            plus(run.values("unhoused", key), ...filled),
            run.values("housed", key),
          );
        }),
      ).toEqual([]);
    });
  });

  test("is used only when the earlier tiers for the same people are full", () => {
    holds((given) => {
      const run = observed(given);
      const tiers = Object.entries(run.scenario.tiers);
      expect(
        tiers.flatMap(([key, tier], rank) =>
          tier.for.flatMap((need) => {
            const earlier = tiers.slice(0, rank).filter(([, other]) => other.for.includes(need));
            const filled = run.values("filled", `${key}/${need}`);
            return earlier.flatMap(([first]) => {
              const empty = plus(
                room(run, first),
                run.values("lodged", first).map((n) => -n),
              );
              return filled.flatMap((people, month) =>
                people > 1e-6 && (empty[month] ?? 0) > 1e-6
                  ? [`${need} in ${key} in month ${month}, though ${first} has room`]
                  : [],
              );
            });
          }),
        ),
      ).toEqual([]);
    });
  });
});
