import { describe, expect, test } from "vitest";
import { sum } from "../support/build.ts";
import {
  above,
  comingTo,
  differs,
  holds,
  keysOf,
  minus,
  monthsIn,
  observed,
  openIn,
  passing,
  plus,
  portionOf,
  seasonIn,
  seasonOf,
  servedBy,
  stageOf,
  stagesIn,
  times,
  valueIn,
  waysFrom,
  zeros,
  type Seen,
} from "./cases.ts";

describe("people", () => {
  const leftStages = (run: Seen): string[] => {
    const ends = new Set(keysOf(run, "stage", "never"));
    return keysOf(run, "stage").filter((key) => !ends.has(key));
  };
  /** All who leave a stage, by all its ways. */
  const leaving = (run: Seen, key: string): number[] =>
    plus(zeros(run), ...waysFrom(run, key).map((way) => run.values("moved", way)));

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
      expect(differs(run, "persons", "people", there, expected)).toEqual([]);
    });
  });

  test("are in the stage they came to until they leave it", () => {
    holds((given) => {
      const run = observed(given);
      expect(
        keysOf(run, "stage").flatMap((key) => {
          const stayed = minus(openIn(run, key), leaving(run, key));
          const expected = plus(stayed, comingTo(run, key));
          return differs(run, "persons", key, run.values("stock", key), expected);
        }),
      ).toEqual([]);
    });
  });

  test("are never fewer than none", () => {
    holds((given) => {
      const run = observed(given);
      const none = zeros(run);
      const fewer = (key: string, people: readonly number[]): string[] =>
        above(run, "persons", key, none, people);
      expect([
        ...keysOf(run, "stage").flatMap((key) => fewer(key, run.values("stock", key))),
        ...keysOf(run, "move").flatMap((key) => fewer(key, run.values("moved", key))),
        ...keysOf(run, "claim").flatMap((key) => fewer(key, run.values("unhoused", key))),
      ]).toEqual([]);
    });
  });

  test("apply as the intake says, after those they follow and for those who are there", () => {
    holds((given) => {
      const run = observed(given);
      expect(
        Object.entries(run.scenario.streams).flatMap(([name, { intake, follows }]) => {
          const source = `${name}/intake`;
          const own =
            intake === undefined
              ? zeros(run)
              : times(
                  times(run.input("source", source, "intake"), run.input("source", source, "part")),
                  monthsIn(run).map((month) => seasonIn(seasonOf(run.scenario, name), month)),
                );
          const following = follows.map((follow, i) => {
            const key = `${name}/follows/${i}`;
            if ("stock" in follow) {
              const watched = stagesIn(run, follow.stock).map((stage) => openIn(run, stage));
              return times(plus(zeros(run), ...watched), run.input("source", key, "frequency"));
            }
            const followed = passing(run, follow.flow);
            const { history, lag } = follow;
            const earlier = monthsIn(run).map((month, m) =>
              m < lag
                ? ((history && valueIn(history, month - lag)) ?? Number.NaN)
                : (followed[m - lag] ?? Number.NaN),
            );
            return times(earlier, run.input("source", key, "ratio"));
          });
          const found = run.values("applications", name);
          return differs(run, "persons", name, found, plus(own, ...following));
        }),
      ).toEqual([]);
    });
  });

  test("all take one of the ways out of a stage they leave, each in its share", () => {
    holds((given) => {
      const run = observed(given);
      expect(
        leftStages(run).flatMap((key) => {
          const left = run.values("left", key);
          const { unserved } = stageOf(run, key);
          const served = unserved === undefined ? left : run.values("handled", key);
          return [
            ...differs(run, "persons", key, leaving(run, key), left),
            ...waysFrom(run, key).flatMap((way) => {
              const others =
                unserved === undefined
                  ? zeros(run)
                  : times(minus(left, served), portionOf(run, way, "missed"));
              const expected = plus(times(served, portionOf(run, way, "served")), others);
              return differs(run, "persons", way, run.values("moved", way), expected);
            }),
          ];
        }),
      ).toEqual([]);
    });
  });

  test("leave at the stage's rate, after its months, or in the month if nobody waits", () => {
    holds((given) => {
      const run = observed(given);
      const expected = (key: string): number[] | undefined => {
        const { leave, unserved } = stageOf(run, key);
        const open = openIn(run, key);
        if ("rate" in leave) return times(open, run.input("stage", key, "rate"));
        if ("after" in leave) {
          const came = comingTo(run, key);
          // The opening stock came evenly.
          return open.map((_, month) =>
            month < leave.after
              ? (open[0] ?? Number.NaN) / leave.after
              : (came[month - leave.after] ?? Number.NaN),
          );
        }
        return unserved === undefined ? undefined : open;
      };
      expect(
        leftStages(run).flatMap((key) => {
          const leave = expected(key);
          return leave === undefined ? [] : differs(run, "persons", key, leaving(run, key), leave);
        }),
      ).toEqual([]);
    });
  });

  test("leave no faster than the shortest time a case takes", () => {
    holds((given) => {
      const run = observed(given);
      expect(
        keysOf(run, "stage", "staff").flatMap((key) => {
          const taken = times(run.values("left", key), run.input("stage", key, "shortest"));
          return above(run, "persons", key, taken, openIn(run, key));
        }),
      ).toEqual([]);
    });
  });

  test("fill the quotas that are offered, those of the first stages first", () => {
    holds((given) => {
      const run = observed(given);
      expect(
        Object.entries(run.scenario.quotas).flatMap(([key, quota]) => {
          let rest = run.input("quota", key, "offered");
          return servedBy(quota).flatMap((stage) => {
            const open = openIn(run, stage);
            const taken = rest.map((persons, month) =>
              Math.min(persons, open[month] ?? Number.NaN),
            );
            rest = minus(rest, taken);
            return differs(run, "persons", stage, leaving(run, stage), taken);
          });
        }),
      ).toEqual([]);
    });
  });
});
