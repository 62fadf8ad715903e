/** The laws of the model, on every scenario of the project. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nodeIo } from "../src/cli/io.ts";
import { openScenario } from "../src/cli/actions/load.ts";
import { cappedOf, type Scenario } from "../src/model/scenario.ts";
import type { Funding } from "../src/model/tables/file.ts";
import { allFigures, observe, opened, sum, worldOf } from "./support/build.ts";
import { root } from "./support/forecast.ts";

const folder = join(root, "scenarios");
const files = readdirSync(folder).filter(
  (file) =>
    file.endsWith(".yaml") &&
    /^format: forecast-scenario/m.test(readFileSync(join(folder, file), "utf8")),
);

function read(file: string): Scenario {
  const found = openScenario({ ...nodeIo(), cwd: root }, join(folder, file), {});
  const parsed = found.ok ? found.opened.parse([]) : found;
  if (!parsed.ok) throw new Error(parsed.diagnostics.map(({ message }) => message).join("; "));
  return parsed.scenario;
}

describe.each(files)("%s", (file) => {
  const scenario = read(file);
  const modes: readonly Funding[] =
    cappedOf(scenario).length === 0 ? ["need", "proposed"] : ["need", "available", "proposed"];

  it.each(modes)("adds its months up to the same years, to the bit: %s", (funding) => {
    const counted = Object.entries(scenario.measures).flatMap(([key, measure]) =>
      opened(scenario).counts(measure, funding) ? [key] : [],
    );
    const { world } = worldOf(scenario, { funding, counted: new Set(counted) });
    const flows = allFigures(world).filter(
      ({ set, figure }) =>
        (set === "line" && figure === "cost") || figure === "flow" || figure === "stock",
    );
    // The interpreter runs where months are kept, the kernel where they are not.
    const [months, years] = [
      opened(scenario, { funding, monthly: true }),
      opened(scenario, { funding, monthly: false }),
    ];
    const view = { mode: funding } as const;
    for (const request of [months, years]) request.want(view, flows);
    let compared = 0;
    for (const figure of flows) {
      for (const column of years.columns) {
        const value = years.read(view, figure, column);
        expect(Object.is(months.read(view, figure, column), value)).toBe(true);
        const own = months.columns
          .filter(({ from }) => column.from <= from && from < column.to)
          .map((month) => months.read(view, figure, month) ?? NaN);
        const total = figure.figure === "stock" ? (own.at(-1) ?? NaN) : sum(own);
        if (value === null) continue;
        expect(Math.abs(total - value)).toBeLessThanOrEqual(1e-9 * (1 + Math.abs(value)));
        compared += 1;
      }
    }
    expect(compared).toBeGreaterThan(20);
  });

  it("keeps everybody: who came is somewhere, month by month", () => {
    const { world, values, run, input } = observe(scenario);
    const all = Object.keys(scenario.streams).map((stream) => {
      const stages = (world.sets["stage"] ?? []).filter(({ key }) => key.startsWith(`${stream}.`));
      expect(stages.length).toBeGreaterThan(1);
      const before = sum(stages.map(({ key }) => input("stage", key, "opening")[0] ?? NaN));
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
