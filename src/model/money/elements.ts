/** Appropriations with their lines, their measures and their money. */
import { unit } from "../../language/units.ts";
import type { Making } from "../making.ts";
import { cappedOf, type Capped, type Scenario } from "../scenario.ts";

/** What is capped in this run. */
export const cappedIn = ({
  scenario,
  setup,
}: Pick<Making, "scenario" | "setup">): readonly Capped[] =>
  setup.funding === "available" ? cappedOf(scenario) : [];

/** Cost lines on an appropriation. */
const linesOn = ({ costs }: Scenario, appropriation: string): string[] =>
  Object.keys(costs).filter((key) => costs[key]!.on === appropriation);

/** Those of them that pay for the staff of a capacity. */
export const salariesOf = (scenario: Scenario, appropriation: string, capacity: string): string[] =>
  linesOn(scenario, appropriation).filter((key) =>
    scenario.costs[key]!.drivers.some(({ kind, of }) => kind === "staff" && of === capacity),
  );

const nothing = { path: "", measure: unit("money"), points: [] };

export function addMoney(making: Making): void {
  const { scenario, setup, add, links } = making;
  const capped = new Map(cappedIn(making).map((one) => [one.appropriation, one]));
  for (const [key, { items }] of Object.entries(scenario.appropriations)) {
    const limit = capped.get(key);
    const draft = add("appropriation", key, { capped: limit === undefined ? "no" : "yes" });
    const lines = linesOn(scenario, key);
    draft.inputs.frame = setup.frames.get(key) ?? nothing;
    links(draft, "lines", lines);
    const costs = Object.entries(scenario.measures).flatMap(([measure, { costs: on }]) =>
      Object.hasOwn(on, key) ? [measure] : [],
    );
    const keyOf = (measure: string): string => `${measure} ${key}`;
    links(draft, "measure_costs", costs.map(keyOf));
    links(draft, "counted_costs", costs.filter((measure) => setup.counted.has(measure)).map(keyOf));
    for (const item of Object.keys(items ?? {})) {
      const own = lines.filter((line) => scenario.costs[line]!.item === item);
      links(add("item", `${key}/${item}`), "item_lines", own);
    }
    if (limit === undefined) continue;
    draft.inputs.allowance = setup.allowances.get(key) ?? nothing;
    const salaries = new Set(limit.caps.flatMap((capacity) => salariesOf(scenario, key, capacity)));
    links(
      draft,
      "other_lines",
      lines.filter((line) => !salaries.has(line)),
    );
  }
}
