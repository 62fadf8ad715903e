/** Changes inputs of a scenario that has been read, without reading the rest of the file again. */
import type { Scenario } from "../model/scenario.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { inputAt, splitPath } from "../model/paths.ts";
import { applyOverride, type Override } from "./overrides.ts";
import { readQuantity, type Quantity, type Reading } from "../amounts/quantity.ts";

/** A scenario and the tree it was read from. */
export interface ReadScenario {
  readonly scenario: Scenario;
  readonly tree: unknown;
}

/**
 * The scenario with the changed inputs in place of the old ones. Undefined when one of the changes is not to an
 * input but to the structure (a name, a lag, a list), so that the whole file has to be read again. Problems are
 * reported with the input's path.
 */
export function withInputs(
  { scenario, tree }: ReadScenario,
  overrides: readonly Override[],
  reading: Reading,
  report: (problem: Diagnostic) => void,
): ReadScenario | undefined {
  const { quantities } = scenario;
  const changed = new Map<string, Quantity>();
  for (const { path } of overrides) {
    const found = inputAt(quantities, path);
    if (found === undefined) return undefined;
    changed.set(found.path, found);
  }
  let failed = false;
  const changedTree = overrides.reduce<unknown>(
    (node, override) =>
      applyOverride(node, override, (problem) => {
        failed = true;
        report(problem);
      }) ?? node,
    tree,
  );
  if (failed) return { scenario, tree };
  const replaced = new Map<Quantity, Quantity>();
  for (const old of changed.values()) {
    const steps = splitPath(old.path);
    const read = readQuantity(at(changedTree, steps), { ...old.bounds, unit: old.unit }, steps, {
      ...reading,
      problem: (code, message, where, help, place) =>
        report({ code, severity: "error", message, help, path: where.join("."), ...place }),
    });
    if (read !== undefined) replaced.set(old, read);
  }
  return { scenario: replaceAll(scenario, replaced), tree: changedTree };
}

const at = (tree: unknown, steps: readonly string[]): unknown =>
  steps.reduce<unknown>(
    (node, step) =>
      typeof node === "object" && node !== null && Object.hasOwn(node, step)
        ? (node as Readonly<Record<string, unknown>>)[step]
        : undefined,
    tree,
  );

/** A copy in which quantities are replaced; what has none of them is shared. */
function replaceAll(scenario: Scenario, replaced: ReadonlyMap<Quantity, Quantity>): Scenario {
  const all: ReadonlySet<unknown> = new Set(scenario.quantities.values());
  const copy = (node: unknown): unknown => {
    if (typeof node !== "object" || node === null || node instanceof Map) return node;
    if (all.has(node)) return replaced.get(node as Quantity) ?? node;
    if (Array.isArray(node)) {
      const items = node.map(copy);
      return items.some((item, i) => item !== node[i]) ? items : node;
    }
    const entries = Object.entries(node).map(([key, value]) => [key, copy(value)] as const);
    const same = entries.every(([key, value]) => (node as Record<string, unknown>)[key] === value);
    return same ? node : Object.fromEntries(entries);
  };
  const quantities = new Map(
    [...scenario.quantities].map(([path, quantity]) => [path, replaced.get(quantity) ?? quantity]),
  );
  return { ...(copy({ ...scenario, planning: undefined }) as Scenario), quantities };
}
