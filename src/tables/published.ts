/** Published figures beside the model's: the row a figure belongs to, in its unit, and where it was published. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { oneOf } from "../diagnostics/suggest.ts";
import { rowName, type RowRef } from "../model/refs.ts";
import type { Scenario } from "../model/scenario.ts";
import { isMoney, moneyScale } from "./context.ts";
import type { Language } from "./table.ts";
import type { Shown, Spec } from "./spec.ts";
import { word } from "./words.ts";

/** A row of the model's tables in the unit of a published figure. */
interface Compared {
  readonly shows: Shown;
  readonly spec: Spec;
  /** To print figures of this unit with. */
  readonly decimals: number;
  readonly isMoney: boolean;
}

/** Why there is none, and which of its keys says so. */
interface NotCompared {
  readonly problem: Pick<Diagnostic, "code" | "severity" | "message" | "help">;
  readonly key: "row" | "unit";
}

/** Finds a row among the tables and converts it to the unit given. */
export function rowToCompare(
  scenario: Scenario,
  specOf: (id: string) => Spec | undefined,
  { row: ref, unit }: { readonly row: RowRef; readonly unit: string },
): Compared | NotCompared {
  const spec = specOf(ref.table);
  const rows = spec?.rows.filter(({ shows }) => shows !== undefined) ?? [];
  const found = rows.find(({ key }) => key === ref.row);
  if (spec === undefined || found?.shows === undefined) {
    const names = rows.map(({ key }) => `${ref.table}/${key}`);
    const help = spec === undefined ? "write table/row" : `expected ${oneOf(rowName(ref), names)}`;
    const message = `there is no row "${rowName(ref)}"`;
    return { problem: { code: "unknown-name", severity: "error", message, help }, key: "row" };
  }
  const shown = found.unit ?? spec.unit;
  const factor = unitFactor(scenario, shown, unit);
  if (factor === undefined) {
    const [own, given] = [shown || "plain numbers", unit || "plain numbers"];
    const message = `"${rowName(ref)}" is in ${own}, the published figure in ${given}`;
    const help = `write the figures in ${own}`;
    return { problem: { code: "bad-unit", severity: "error", message, help }, key: "unit" };
  }
  return {
    shows: factor === 1 ? found.shows : { kind: "scaled", of: found.shows, by: factor },
    spec,
    decimals: unit === "" ? 3 : isMoney(scenario, unit) ? 1 : 0,
    isMoney: isMoney(scenario, unit),
  };
}

/** What one unit is in another; undefined when they measure different things. */
function unitFactor(scenario: Scenario, from: string, to: string): number | undefined {
  if (from === to) return 1;
  const [a, b] = [moneyScale(scenario, from), moneyScale(scenario, to)];
  return a === undefined || b === undefined ? undefined : a / b;
}

/** `Budgetunderlag 2015–2018, p. 8` */
export const citation = (
  sources: Readonly<Record<string, { readonly title: string }>>,
  source: string,
  page: string | undefined,
  language: Language,
): string =>
  `${sources[source]?.title ?? source}${page === undefined ? "" : `, ${word(language, "page")} ${page}`}`;
