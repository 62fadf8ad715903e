import { describe, expect, test } from "vitest";
import { sum } from "../build.ts";
import { holds, observed, above, differs, plus, times, opened, zeros, keysOf } from "./cases.ts";

describe("people", () => {
  test("are neither made nor lost", () => {
    holds((given) => {
      const run = observed(given);
      const stages = keysOf(run, "stage");
      const before = sum(stages.map((key) => run.input("stage", key, "opening")[0] ?? Number.NaN));
      const arrived = plus(
        zeros(run),
        ...keysOf(run, "stream").map((key) => run.values("applications", key)),
      );
      const there = plus(...stages.map((key) => run.values("stock", key)));
      const expected = arrived.map((_, month) => before + sum(arrived.slice(0, month + 1)));
      expect(differs("people", there, expected)).toEqual([]);
    });
  });

  test("are never fewer than none", () => {
    holds((given) => {
      const run = observed(given);
      const none = zeros(run);
      expect([
        ...keysOf(run, "stage").flatMap((key) => above(key, none, run.values("stock", key))),
        ...keysOf(run, "move").flatMap((key) => above(key, none, run.values("moved", key))),
        ...keysOf(run, "need").flatMap((key) => above(key, none, run.values("unhoused", key))),
      ]).toEqual([]);
    });
  });

  test("all take one of the ways out of a stage they leave", () => {
    holds((given) => {
      const run = observed(given);
      const left = keysOf(run, "stage").filter(
        (key) => !keysOf(run, "stage", "never").includes(key),
      );
      expect(
        left.flatMap((key) => {
          const ways = keysOf(run, "move").filter((way) => way.startsWith(`${key}->`));
          const moved = plus(...ways.map((way) => run.values("moved", way)));
          return differs(key, moved, run.values("left", key));
        }),
      ).toEqual([]);
    });
  });

  test("leave no faster than the shortest time a case takes", () => {
    holds((given) => {
      const run = observed(given);
      expect(
        keysOf(run, "stage", "staff").flatMap((key) => {
          const opening = run.input("stage", key, "opening")[0] ?? Number.NaN;
          const taken = times(run.values("left", key), run.input("stage", key, "shortest"));
          return above(key, taken, opened(run.values("stock", key), opening));
        }),
      ).toEqual([]);
    });
  });

  test("take no more places than are offered", () => {
    holds((given) => {
      const run = observed(given);
      const offers = Object.entries(run.scenario.capacities).flatMap(([key, capacity]) =>
        capacity.kind === "places" && capacity.serves.length > 0
          ? [[key, capacity.serves] as const]
          : [],
      );
      expect(
        offers.flatMap(([key, serves]) =>
          above(
            key,
            plus(...serves.map((stage) => run.values("left", stage))),
            run.input("allotment", key, "offered"),
          ),
        ),
      ).toEqual([]);
    });
  });
});
