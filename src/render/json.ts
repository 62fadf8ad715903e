import type { Report, Row, Table } from "../tables/table.ts";
import { escaped } from "../diagnostics/visible.ts";
import { at } from "./at.ts";
import { checkedValues } from "./finite.ts";
import { printed } from "./rounding.ts";

/** What a result file is made of. Every key is written, in this order. */
type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/**
 * All reports as one JSON document, one element of `results` each, also for one. Values are
 * unrounded; `printed` has the figures of the printed table. Nothing depends on the language.
 * Objects are indented by two spaces; a list of plain values stands on one line, so that a change of
 * a row is a change of two lines.
 */
export function renderJson(reports: readonly Report[]): string {
  const document = { format: "forecast-result", version: 1, results: reports.map(resultJson) };
  return writeJson(document);
}

/** A whole JSON file. */
export const writeJson = (document: Json): string => `${shown(write(document, ""))}\n`;

/** A value as JSON writes it, on one line unless there is an indent. */
export const jsonText = (value: unknown, indent?: number): string =>
  `${shown(JSON.stringify(value, null, indent))}\n`;

/** JSON escapes the oldest control characters only; a terminal obeys others too. They stand in texts only. */
const shown = (json: string): string =>
  json.replace(/[\u007f-\u009f\u2028-\u202e\u2066-\u2069]/g, escaped);

function resultJson(report: Report): Json {
  const { scenario, title, language, prices, variant, tables } = report;
  return { scenario, title, language, prices, variant, tables: tables.map(tableJson) };
}

function tableJson(table: Table): Json {
  const {
    id,
    numbered,
    title,
    heading,
    unit,
    decimals,
    periods,
    notes = [],
    footnotes = [],
  } = table;
  const cells = printed(table);
  const rows = table.rows.map((row, i) => rowJson(table, row, at(cells, i)));
  return { id, numbered, title, heading, unit, decimals, periods, notes, rows, footnotes };
}

/** What a row does not have is null, or an empty list, so that all rows have the same keys. */
function rowJson(table: Table, row: Row, cells: readonly (number | null)[]): Json {
  const { key, label, area = null, appropriation = null, kind, depth = 0 } = row;
  const { parts = [], unit = table.unit, decimals = table.decimals, notes = [] } = row;
  const values = checkedValues(table, row);
  const names = { key, label, area, appropriation };
  return { ...names, kind, depth, parts, unit, decimals, values, printed: cells, notes };
}

function write(value: Json, indent: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  if (isList(value)) {
    if (value.every((item) => typeof item !== "object" || item === null)) {
      return `[${value.map((item) => write(item, inner)).join(", ")}]`;
    }
    return bracket(
      "[",
      value.map((item) => write(item, inner)),
      "]",
      indent,
    );
  }
  const members = Object.entries(value);
  return bracket(
    "{",
    members.map(([key, item]) => `${JSON.stringify(key)}: ${write(item, inner)}`),
    "}",
    indent,
  );
}

function bracket(open: string, items: readonly string[], close: string, indent: string): string {
  return `${open}\n${items.map((item) => `${indent}  ${item}`).join(",\n")}\n${indent}${close}`;
}

/** Array.isArray does not narrow a readonly array. */
function isList(value: object): value is readonly Json[] {
  return Array.isArray(value);
}
