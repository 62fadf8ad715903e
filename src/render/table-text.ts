import type { Report, Row, Table, Language } from "../tables/table.ts";
import { at } from "./at.ts";
import { captions, unitText } from "../tables/words.ts";
import { formatNumber } from "./numbers.ts";
import { printed, printedDecimals, totalPeriod } from "./rounding.ts";
import { printable } from "./width.ts";

/** A row in words and digits. */
export type RowText = Readonly<{
  kind: Row["kind"];
  depth: number;
  label: string;
  /** One per period; an empty cell is the empty text. */
  numbers: readonly string[];
  /** One per text column. */
  notes: readonly string[];
}>;

/** A table in words and digits, before it is laid out as text or Markdown. */
export type TableText = Readonly<{
  /** `Tabell 5`, or empty. */
  number: string;
  title: string;
  /** Unit and price basis: `mkr, löpande priser`. */
  measure: string;
  heading: string;
  periods: readonly string[];
  notes: readonly string[];
  rows: readonly RowText[];
  footnotes: readonly string[];
}>;

export function tableText(table: Table, report: Report, language: Language): TableText {
  const decimals = printedDecimals(table);
  const cells = printed(table);
  const words = captions[language];
  const notes = (table.notes ?? []).map(printable);
  return {
    number: table.numbered ? `${words.table} ${printable(table.id)}` : "",
    title: printable(table.title),
    measure: measure(table, report, language),
    heading: printable(table.heading),
    periods: table.periods.map((period) =>
      printable(table.columnLabels?.[period] ?? (period === totalPeriod ? words.total : period)),
    ),
    notes,
    footnotes: (table.footnotes ?? []).map(printable),
    rows: table.rows.map((row, i) => ({
      kind: row.kind,
      depth: row.depth ?? 0,
      label: label(row, table, language),
      numbers: at(cells, i).map((cell) =>
        cell === null ? "" : formatNumber(cell, decimals, language),
      ),
      notes: notes.map((_, column) => printable(row.notes?.[column] ?? "")),
    })),
  };
}

/** A table is often copied out of its report, so each says what its figures are. */
function measure(table: Table, report: Report, language: Language): string {
  return [unitText(table.unit, language), table.priced ? report.prices : ""]
    .map(printable)
    .filter((part) => part !== "")
    .join(", ");
}

/** The label, with the row's unit where that is not the table's. */
function label(row: Row, table: Table, language: Language): string {
  const unit = row.unit ?? table.unit;
  const differs = unit !== table.unit && unit !== "" && row.kind !== "heading";
  return printable(differs ? `${row.label} (${unitText(unit, language)})` : row.label);
}
