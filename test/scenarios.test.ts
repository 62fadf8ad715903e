/** The laws of the model, on every scenario of the project. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nodeIo } from "../src/cli/io.ts";
import { openScenario } from "../src/cli/load.ts";
import { defaults, forecast } from "../src/core/plan.ts";
import type { Funding, Scenario } from "../src/core/scenario.ts";
import { monthsOf, yearOf } from "../src/core/calendar.ts";
import { outputs } from "../src/core/equations.ts";
import { observe, sum } from "./core/build.ts";
import { root } from "./support/forecast.ts";

const folder = join(root, "scenarios");
const files = readdirSync(folder).filter(
  (file) =>
    file.endsWith(".yaml") &&
    /^format: forecast-scenario/m.test(readFileSync(join(folder, file), "utf8")),
);

function read(file: string): Scenario {
  const opened = openScenario({ ...nodeIo(), cwd: root }, join(folder, file));
  const parsed = opened.ok ? opened.opened.parse([]) : opened;
  if (!parsed.ok) throw new Error(parsed.diagnostics.map(({ message }) => message).join("; "));
  return parsed.scenario;
}

describe.each(files)("%s", (file) => {
  const scenario = read(file);
  const modes: readonly Funding[] =
    scenario.capped === undefined ? ["need", "proposed"] : ["need", "available", "proposed"];

  it.each(modes)("adds its months up to the same years, to the bit: %s", (funding) => {
    const [months, years] = [true, false].map((monthly) => {
      const ran = forecast(scenario, { ...defaults, funding, monthly });
      if (!ran.ok) throw new Error(ran.diagnostics.map(({ message }) => message).join("; "));
      return ran.value.run;
    });
    if (months === undefined || years === undefined) throw new Error("two runs");
    const { world } = observe(scenario);
    let compared = 0;
    for (const { equation, aggregate } of outputs) {
      for (const { key } of Object.values(world.sets).flat()) {
        for (const year of years.years) {
          // The interpreter runs where months are kept, the kernel where they are not.
          const value = years.inYear(equation, key, year);
          if (value === undefined) continue;
          expect(Object.is(months.inYear(equation, key, year), value)).toBe(true);
          const own = monthsOf(scenario.period)
            .filter((month) => yearOf(month) === year)
            .map((month) => months.inMonth(equation, key, month) ?? NaN);
          const total = aggregate === "sum" ? sum(own) : (own.at(-1) ?? NaN);
          expect(Math.abs(total - value)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(value)));
          compared += 1;
        }
      }
    }
    expect(compared).toBeGreaterThan(20);
  });

  it("keeps everybody: who came is somewhere, month by month", () => {
    const { world, values, run } = observe(scenario);
    const all = Object.keys(scenario.streams).map((stream) => {
      const stages = world.sets.stage.filter(({ key }) => key.startsWith(`${stream}.`));
      expect(stages.length).toBeGreaterThan(1);
      const before = sum(stages.map(({ inputs }) => inputs["opening"] as number));
      const came = values("applications", stream);
      const here = stages.map(({ key }) => values("stock", key));
      return Array.from({ length: run.months }, (_, month) => {
        const wanted = before + sum(came.slice(0, month + 1));
        const found = sum(here.map((stock) => stock[month] ?? NaN));
        return Math.abs(found - wanted) / Math.max(1, wanted / 1e6);
      });
    });
    expect(Math.max(...all.flat())).toBeLessThan(1e-6);
  });
});

it("the laws are tried on the scenarios there are", () => {
  expect(files).toEqual(
    expect.arrayContaining(["bu2025.yaml", "example-other-agency.yaml", "feb2014.yaml"]),
  );
});
