import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { monthOf, yearOf } from "../../../src/core/calendar.ts";
import type { OutputId } from "../../../src/core/equations.ts";
import { costOn, type Forecast } from "../../../src/core/plan.ts";
import { flowParts, groupStages, stagesOf } from "../../../src/core/structure.ts";
import { build, randomNaming, randomShuffle } from "../../support/random-scenario.ts";
import { sum } from "../build.ts";
import {
  runs,
  cases,
  holds,
  forecastOf,
  differs,
  observed,
  plus,
  zeros,
  keysOf,
  targets,
} from "./cases.ts";

/** Every output of a run in a year, by name. */
function outputsOf({ scenario, run }: Forecast, year: number): Map<string, number> {
  const found = new Map<string, number>();
  const add = (output: OutputId, keys: readonly string[]): void => {
    for (const key of keys) {
      const value = run.inYear(output, key, year);
      if (value !== undefined) found.set(`${output} ${key}`, value);
    }
  };
  const streams = Object.keys(scenario.streams);
  add("applications", streams);
  add(
    "stock",
    streams.flatMap((name) => stagesOf(scenario, name).map((stage) => `${name}.${stage}`)),
  );
  add(
    "moved",
    streams.flatMap((name) =>
      Object.entries(
        scenario.processes[scenario.streams[name]?.process ?? ""]?.stages ?? {},
      ).flatMap(([from, { to, unserved }]) =>
        Object.keys({ ...to, ...unserved }).map((target) => `${name}.${from}->${target}`),
      ),
    ),
  );
  add("staff", Object.keys(scenario.capacities));
  for (const output of ["own_days", "unhoused"] as const) add(output, Object.keys(scenario.needs));
  for (const output of ["nights", "place_days"] as const) add(output, Object.keys(scenario.tiers));
  for (const output of ["due", "cost"] as const) add(output, Object.keys(scenario.costs));
  return found;
}

/** All outputs and frames of a run by name and year. */
function figuresOf(given: Forecast): Map<string, number> {
  const figures = new Map<string, number>();
  for (const year of given.run.years) {
    for (const [name, value] of outputsOf(given, year)) figures.set(`${name} ${year}`, value);
    for (const [key, frames] of given.frames) {
      const frame = frames.get(year);
      if (frame !== undefined) figures.set(`frame ${key} ${year}`, frame.amount);
    }
  }
  return figures;
}

describe("figures", () => {
  test("of months add up to those of years", () => {
    holds((given) => {
      const scenario = build(given.draft);
      const yearly = forecastOf(scenario, given);
      const { run } = forecastOf(scenario, { ...given, monthly: true });
      const { from, to } = scenario.period;
      const wrong = yearly.run.years.flatMap((year) =>
        [...outputsOf(yearly, year)].flatMap(([name, value]) => {
          const [output = "", key = ""] = name.split(" ");
          let total = 0;
          for (let month = Math.max(from, monthOf(year, 0)); month <= to; month += 1) {
            if (yearOf(month) > year) break;
            const part = run.inMonth(output as OutputId, key, month) ?? Number.NaN;
            total = output === "stock" ? part : total + part;
          }
          return Object.is(total, value) ? [] : [`${name} in ${year}: ${total}, not ${value}`];
        }),
      );
      expect(wrong).toEqual([]);
    });
  });

  test("of parts add up to totals", () => {
    holds((given) => {
      const run = observed(given);
      const { scenario } = run;
      const yearly = forecastOf(scenario, given);
      const inMonths = (values: readonly (readonly number[])[]): number[] =>
        plus(zeros(run), ...values);
      const wrong: string[] = [];
      for (const key of keysOf(run, "flow")) {
        const parts = flowParts(scenario, key).map(({ set, key: part }) =>
          run.values(set === "move" ? "moved" : "applications", part),
        );
        wrong.push(...differs(key, run.values("flow", key), inMonths(parts)));
      }
      for (const key of keysOf(run, "group").filter((name) => !name.includes("/"))) {
        const streams = scenario.stocks[key]?.streams ?? Object.keys(scenario.streams);
        const parts = streams.flatMap((stream) => groupStages(scenario, `${key}/${stream}`));
        if (parts.toSorted().join(" ") !== groupStages(scenario, key).join(" ")) wrong.push(key);
      }
      for (const key of keysOf(run, "tier")) {
        const residents = targets(run, "tier", key, "residents");
        const parts = residents.map((fill) => run.values("filled", fill));
        wrong.push(...differs(key, run.values("lodged", key), inMonths(parts)));
      }
      for (const key of keysOf(run, "appropriation")) {
        const lines = Object.keys(scenario.costs).filter(
          (name) => scenario.costs[name]?.on === key,
        );
        if (keysOf(run, "staffing", "money").length === 0) continue;
        const parts = [
          ...lines.map((name) => run.values("cost", name)),
          run.input("appropriation", key, "financed"),
        ];
        wrong.push(...differs(key, run.values("spent", key), inMonths(parts)));
      }
      for (const key of Object.keys(scenario.appropriations)) {
        const lines = Object.keys(scenario.costs).filter(
          (name) => scenario.costs[name]?.on === key,
        );
        const total = yearly.run.years.map((year) => costOn(scenario, yearly.run, key, year) ?? 0);
        const parts = yearly.run.years.map((year) =>
          sum(lines.map((name) => yearly.run.inYear("cost", name, year) ?? Number.NaN)),
        );
        wrong.push(...differs(key, total, parts));
      }
      expect(wrong).toEqual([]);
    });
  });

  test("are the same in every run", () => {
    holds((given) => {
      const once = figuresOf(forecastOf(build(given.draft), given));
      const again = figuresOf(forecastOf(build(given.draft), { ...given, monthly: true }));
      expect([...again].filter(([name, value]) => !Object.is(once.get(name), value))).toEqual([]);
      expect(again.size).toBe(once.size);
    });
  });

  test("do not depend on the order in which the scenario lists its parts", () => {
    fc.assert(
      fc.property(cases, fc.integer(), (given, seed) => {
        const once = figuresOf(forecastOf(build(given.draft), given));
        const shuffled = build(given.draft, { shuffle: randomShuffle(seed) });
        const again = figuresOf(forecastOf(shuffled, given));
        expect([...again].filter(([name, value]) => !Object.is(once.get(name), value))).toEqual([]);
        expect(again.size).toBe(once.size);
      }),
      runs,
    );
  });

  test("do not depend on names", () => {
    fc.assert(
      fc.property(cases, fc.integer(), (given, seed) => {
        const plain = new Map<string, string>();
        const naming = randomNaming(seed);
        const renamed = build(given.draft, {
          naming: (kind, n) => {
            const word = naming(kind, n);
            plain.set(word, `${kind}${n}`);
            return word;
          },
        });
        const expected = figuresOf(forecastOf(build(given.draft), given));
        const found = figuresOf(forecastOf(renamed, given));
        const wrong = [...found].flatMap(([name, value]) => {
          const key = name.replaceAll(/[\p{L}\p{N}_]+/gu, (word) => plain.get(word) ?? word);
          const wanted = expected.get(key) ?? Number.NaN;
          const slack = 1e-6 + 1e-9 * Math.abs(wanted);
          return Math.abs(value - wanted) <= slack ? [] : [`${key}: ${value}, not ${wanted}`];
        });
        expect(wrong).toEqual([]);
        expect(found.size).toBe(expected.size);
      }),
      runs,
    );
  });
});
