/** Published figures beside the model's: the row a figure belongs to, in its unit, and where it was published. */
import type { Forecast } from "../core/plan.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { oneOf } from "../diagnostics/suggest.ts";
import { isMoney, moneyScale, type Language } from "./context.ts";
import type { Table } from "./table.ts";
import { word } from "./words.ts";

/** A row of the model's tables in the unit of a published figure. */
interface Compared {
  /** Its value in a period of the table; null where it has none. */
  readonly at: (period: string) => number | null;
  /** To print figures of this unit with. */
  readonly decimals: number;
  readonly isMoney: boolean;
}

/** Why there is none, and which of its keys says so. */
interface NotCompared {
  readonly problem: Pick<Diagnostic, "code" | "severity" | "message" | "help">;
  readonly key: "row" | "unit";
}

/** Finds `table/row` among the tables and converts it to the unit given. */
export function rowToCompare(
  forecast: Forecast,
  tableOf: (id: string) => Table | undefined,
  { row, unit }: { readonly row: string; readonly unit: string },
): Compared | NotCompared {
  const slash = row.indexOf("/");
  const table = tableOf(row.slice(0, Math.max(0, slash)));
  const cells = table?.rows.filter(({ kind }) => kind !== "heading") ?? [];
  const found = cells.find(({ key }) => key === row.slice(slash + 1));
  if (table === undefined || found === undefined) {
    const rows = cells.map(({ key }) => `${table?.id ?? ""}/${key}`);
    const help = table === undefined ? "write table/row" : `expected ${oneOf(row, rows)}`;
    const message = `there is no row "${row}"`;
    return { problem: { code: "unknown-name", severity: "error", message, help }, key: "row" };
  }
  const shown = found.unit ?? table.unit;
  const factor = unitFactor(forecast, shown, unit);
  if (factor === undefined) {
    const [own, given] = [shown || "plain numbers", unit || "plain numbers"];
    const message = `"${row}" is in ${own}, the published figure in ${given}`;
    const help = `write the figures in ${own}`;
    return { problem: { code: "bad-unit", severity: "error", message, help }, key: "unit" };
  }
  return {
    at: (period) => {
      const value = found.values[table.periods.indexOf(period)] ?? null;
      return value === null ? null : value * factor;
    },
    decimals: unit === "" ? 3 : isMoney(forecast, unit) ? 1 : 0,
    isMoney: isMoney(forecast, unit),
  };
}

/** What one unit is in another; undefined when they measure different things. */
function unitFactor(forecast: Forecast, from: string, to: string): number | undefined {
  if (from === to) return 1;
  const [a, b] = [moneyScale(forecast, from), moneyScale(forecast, to)];
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
