import { describe, expect, test } from "vitest";
import type { Case as IntakeCase, Quantity } from "../../src/amounts/quantity.ts";
import type { Month } from "../../src/language/calendar.ts";
import type { Measure } from "../../src/model/measures/file.ts";
import type { Split } from "../../src/model/process/file.ts";
import type { Scenario } from "../../src/model/scenario.ts";
import { observe, sum } from "../support/build.ts";
import {
  countedIn,
  holds,
  keysOf,
  monthsIn,
  observed,
  openOf,
  portionOf,
  seasonIn,
  staffOf,
  valueIn,
  zeros,
  type Seen,
} from "./cases.ts";

/** How much of an effect is there in a month. */
function partIn(
  { from, ramp, until }: { from: Month; ramp: number; until: Month | undefined },
  delay: number,
  month: Month,
): number {
  if (until !== undefined && month > until + delay) return 0;
  const monthsOn = Math.max(0, month - from - delay + 1);
  return ramp === 0 ? Math.min(1, monthsOn) : Math.min(1, monthsOn / ramp);
}

/** A quantity's monthly values, with the effects of the measures that the run counts. */
function read(run: Seen, quantity: Quantity, intakeCase: IntakeCase = "mid"): number[] {
  const { scenario, given } = run;
  return monthsIn(run).map((month) => {
    let value = valueIn(quantity, month, intakeCase) ?? Number.NaN;
    for (const [, { effects, delay }] of countedIn(scenario, given.funding)) {
      for (const effect of effects.filter(({ on }) => on === quantity.path)) {
        const part = partIn(effect, delay, month);
        if ("add" in effect.change) value += part * effect.change.add;
        else value *= 1 - part + part * effect.change.multiply;
      }
    }
    return value;
  });
}

/** Values that are not those of a quantity, or this one where none is given. */
type Expect = (
  found: readonly number[],
  what: string,
  quantity: Quantity | undefined,
  none?: number,
) => void;

/** Compares inputs with what the scenario says; wrong ones are collected. */
function expecting(run: Seen): { readonly wrong: string[]; readonly as: Expect } {
  const wrong: string[] = [];
  const as: Expect = (found, what, quantity, none = Number.NaN) => {
    const values = quantity === undefined ? zeros(run).map(() => none) : read(run, quantity);
    wrong.push(...deviations(what, found, values));
  };
  return { wrong, as };
}

/** Months in which values are not the same but for rounding. */
const deviations = (what: string, found: readonly number[], values: readonly number[]): string[] =>
  found.flatMap((value, month) => {
    const wanted = values[month] ?? Number.NaN;
    const same =
      value === wanted ||
      (Number.isFinite(wanted) && Math.abs(value - wanted) <= 1e-12 * Math.abs(wanted));
    return same ? [] : [`${what}: ${value}, not ${wanted} in month ${month}`];
  });

describe("inputs are the scenario's, with the effects of the measures that count", () => {
  test("of streams", () => {
    holds((given) => {
      const run = observed(given);
      const { scenario } = run;
      const { wrong, as } = expecting(run);
      for (const [name, { intake, follows, opening, work, process }] of Object.entries(
        scenario.streams,
      )) {
        if (intake !== undefined) {
          const source = `${name}/intake`;
          const whole = "of" in intake ? scenario.intakes[intake.of] : intake;
          if (whole === undefined) throw new Error(`${name} has no intake`);
          const volume = read(run, whole.volume, given.intakeCase);
          wrong.push(...deviations(source, run.input("source", source, "intake"), volume));
          as(
            run.input("source", source, "part"),
            source,
            "of" in intake ? intake.share : undefined,
            1,
          );
          const season = monthsIn(run).map((month) => seasonIn(whole.season, month));
          const key = "of" in intake ? `intakes.${intake.of}` : `streams.${name}`;
          const found =
            whole.season === undefined ? zeros(run).map(() => 1) : run.values("season", key);
          wrong.push(...deviations(source, found, season));
        }
        for (const [i, follow] of follows.entries()) {
          const source = `${name}/follows/${i}`;
          as(
            run.input("source", source, "stock" in follow ? "frequency" : "ratio"),
            source,
            follow.ratio,
          );
        }
        const { stages = {}, ends = [] } = scenario.processes[process] ?? {};
        for (const stage of [...Object.keys(stages), ...ends]) {
          const [first = Number.NaN] = run.input("stage", `${name}.${stage}`, "opening");
          as([first], stage, opening[stage], 0);
        }
        for (const [stage, { effort, shortest, aim, ceiling }] of Object.entries(work)) {
          const key = `${name}.${stage}`;
          as(run.input("stage", key, "effort"), key, effort);
          as(run.input("stage", key, "shortest"), key, shortest, 1);
          if (aim !== undefined) as(run.input("stage", key, "aim"), key, aim);
          if (ceiling !== undefined) as(run.input("stage", key, "ceiling"), key, ceiling);
        }
        for (const [stage, { leave }] of Object.entries(stages)) {
          const key = `${name}.${stage}`;
          if ("rate" in leave) as(run.input("stage", key, "rate"), key, leave.rate);
        }
      }
      expect(wrong).toEqual([]);
    });
  });

  test("of ways, where the rest is what the others leave", () => {
    holds((given) => {
      const run = observed(given);
      const { scenario } = run;
      const wrong: string[] = [];
      for (const [name, { process, shares }] of Object.entries(scenario.streams)) {
        const numbers = (split: Split): number[] => {
          if (typeof split === "number") return zeros(run).map(() => split);
          const share = shares[split];
          return share === undefined ? zeros(run) : read(run, share);
        };
        for (const [stage, { to, unserved }] of Object.entries(
          scenario.processes[process]?.stages ?? {},
        )) {
          for (const [who, splits] of [
            ["served", to],
            ["missed", unserved],
          ] as const) {
            if (splits === undefined) continue;
            const others = Object.values(splits).filter((split) => split !== "rest");
            for (const target of Object.keys({ ...to, ...unserved })) {
              const way = `${name}.${stage}->${target}`;
              const split = splits[target] ?? 0;
              const expected =
                split === "rest"
                  ? zeros(run).map((_, m) => 1 - sum(others.map((one) => numbers(one)[m] ?? NaN)))
                  : numbers(split);
              // A rest may be a small difference of large shares.
              const found = portionOf(run, way, who);
              wrong.push(
                ...deviations(
                  way,
                  found.map((n) => n + 1),
                  expected.map((n) => n + 1),
                ),
              );
            }
          }
        }
      }
      expect(wrong).toEqual([]);
    });
  });

  test("of staff, quotas and housing", () => {
    holds((given) => {
      const run = observed(given);
      const { scenario } = run;
      const { wrong, as } = expecting(run);
      for (const [key, { persons }] of Object.entries(scenario.quotas)) {
        as(run.input("quota", key, "offered"), key, persons);
      }
      for (const [key, one] of Object.entries(scenario.staff)) {
        as(run.input("capacity", key, "productivity"), key, one.productivity);
        if (one.decided !== undefined) {
          as(run.input("capacity", key, "decided_staff"), key, one.decided);
          continue;
        }
        const [before = Number.NaN] = run.input("capacity", key, "staff_before");
        as([before], key, one.before);
        for (const id of ["hire", "shed"] as const) {
          as(run.input("capacity", key, id), `${id} of ${key}`, one[id]);
        }
      }
      for (const [key, { own }] of Object.entries(scenario.claims)) {
        as(run.input("claim", key, "own_share"), key, own, 0);
      }
      for (const [key, tier] of Object.entries(scenario.tiers)) {
        as(run.input("tier", key, "occupancy"), key, tier.occupancy);
        as(run.input("tier", key, "reserve"), key, tier.reserve, 0);
        if (tier.places === undefined) continue;
        as(run.input("tier", key, "base"), key, tier.places);
        as(run.input("tier", key, "pace"), key, tier.pace, 0);
        as(run.input("tier", key, "release"), key, tier.release, 0);
        as(run.input("tier", key, "most"), key, tier.most, Infinity);
      }
      expect(wrong).toEqual([]);
    });
  });

  test("of cost lines", () => {
    holds((given) => {
      const run = observed(given);
      const { scenario } = run;
      const { wrong, as } = expecting(run);
      for (const [key, { cost, index }] of Object.entries(scenario.costs)) {
        as(run.input("line", key, "unit_cost"), key, cost);
        as(
          run.input("line", key, "index"),
          key,
          index === undefined ? undefined : scenario.indices[index],
          1,
        );
      }
      expect(wrong).toEqual([]);
    });
  });

  test("as far as the effects are there when a period ends", () => {
    holds((given) => {
      const { scenario, world } = observed(given);
      const request = openOf(scenario, given);
      const counted = countedIn(scenario, given.funding);
      const wrong = counted.flatMap(([key, { effects, delay }]) =>
        effects.flatMap((effect, i) => {
          const ref = { figure: "there", set: "effect", key: `${key} ${i}` } as const;
          return request.columns.flatMap((column) => {
            const part = partIn(effect, delay, world.start + column.to - 1);
            const wanted =
              "add" in effect.change
                ? part * effect.change.add
                : 1 - part + part * effect.change.multiply;
            const found = request.read({ mode: given.funding }, ref, column) ?? Number.NaN;
            return deviations(`${ref.key} in ${column.name}`, [found], [wanted]);
          });
        }),
      );
      expect(wrong).toEqual([]);
    }, 60);
  });

  test("one after the other, in the order of the measures' keys", () => {
    holds((given) => {
      const base = observed(given);
      const [key = ""] = keysOf(base, "capacity");
      // Random scenarios add to an input or multiply it; here both are done to the same one.
      const measures = Object.entries(base.scenario.measures)
        .toReversed()
        .map(([name, measure]): [string, Measure] => [
          name,
          {
            ...measure,
            effects: measure.effects.map((one) => ({
              ...one,
              on: `staff.${key}.productivity`,
            })),
          },
        ]);
      const scenario: Scenario = { ...base.scenario, measures: Object.fromEntries(measures) };
      const counted = new Set(Object.keys(scenario.measures));
      const run = {
        ...base,
        ...observe(scenario, { funding: "proposed", counted }),
        scenario,
        given: { ...given, funding: "proposed" as const },
      };
      const { wrong, as } = expecting(run);
      as(run.input("capacity", key, "productivity"), key, staffOf(run, key).productivity);
      expect(wrong).toEqual([]);
    });
  });
});
