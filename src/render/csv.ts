import type { Report, Row, Table } from "../tables/table.ts";
import { escaped } from "../diagnostics/visible.ts";
import { at } from "./at.ts";
import { checkedValues } from "./finite.ts";

const header = ["scenario", "table", "row", "area", "appropriation", "period", "value", "unit"];

/**
 * Tidy CSV: one line per cell that is not empty, values unrounded as the shortest text that reads
 * back as the same float, one header for all reports. Quoted as in RFC 4180, but with the line ends
 * of every other output.
 */
export function renderCsv(reports: readonly Report[]): string {
  const records = reports.flatMap((report) =>
    report.tables.flatMap((table) =>
      table.rows.flatMap((row) => rowRecords(nameOf(report), table, row)),
    ),
  );
  return [header, ...records].map(csvRecord).join("");
}

/** The scenario, and how its run differs from what it says: one file's runs can be told apart. */
const nameOf = ({ scenario, variant }: Report): string =>
  variant.length === 0 ? scenario : `${scenario} (${variant.join("; ")})`;

function rowRecords(scenario: string, table: Table, row: Row): readonly (readonly CsvField[])[] {
  const { key, area = null, appropriation = null, unit = table.unit } = row;
  return checkedValues(table, row).flatMap((value, i) =>
    value === null
      ? []
      : [[scenario, table.id, key, area, appropriation, at(table.periods, i), value, unit]],
  );
}

/** A text, a number that is written unrounded, or nothing. */
export type CsvField = string | number | null;

/**
 * One line of CSV with its line end.
 *
 * A spreadsheet runs a field that starts with `=`, `+`, `-`, `@` or a tab as a
 * formula, quoted or not, and names come from whoever wrote the scenario. Such a text gets a leading
 * apostrophe, which a spreadsheet takes as "this is text". No sensible name needs it, so in practice
 * names are the same here and in JSON; numbers are never touched. Control characters show as `\u001b`.
 */
export function csvRecord(fields: readonly CsvField[]): string {
  return `${fields.map(csvField).join(",")}\n`;
}

function csvField(field: CsvField): string {
  if (field === null) return "";
  if (typeof field === "string") return textField(field);
  if (!Number.isFinite(field)) throw new RangeError(`${field} is not a finite number`);
  return String(field);
}

/** All but tabs and line feeds, which a label may have. */
const controls = /(?![\t\n])[\p{Cc}\p{Cs}\u2028-\u202e\u2066-\u2069]/gu;

function textField(text: string): string {
  const plain = text.replace(controls, escaped);
  const safe = /^[=+\-@\t]/u.test(plain) ? `'${plain}` : plain;
  return /[",\n]/u.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
