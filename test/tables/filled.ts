/** Tables of scenarios in memory, filled. */
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import type { Scenario } from "../../src/model/scenario.ts";
import type { PublishedRow, RowSpec, TableSpec } from "../../src/model/tables/file.ts";
import { rowRef } from "../../src/model/refs.ts";
import type { Options } from "../../src/request/request.ts";
import { buildReport, tablesOf } from "../../src/tables/build.ts";
import type { Language, Row, Table } from "../../src/tables/table.ts";
import { opened } from "../support/build.ts";
import { there } from "../support/there.ts";

/** A table of a scenario with its values; what is wrong with it is thrown. */
export function tableOf(
  given: Scenario,
  id: string,
  options: Partial<Options> = {},
  language?: Language,
): Table {
  const built = buildReport(tablesOf(opened(given, options), language), [id], []);
  if (!built.ok) throw new Error(built.diagnostics.map(({ message }) => message).join("\n"));
  return there(built.value.tables[0]);
}

/** What is wrong with a table. */
export function problemsOf(given: Scenario, id: string): readonly Diagnostic[] {
  const built = buildReport(tablesOf(opened(given)), [id], []);
  return built.ok ? [] : built.diagnostics;
}

/** The values of rows that are no headings, by key. */
export const valuesOf = ({ rows }: Table): Readonly<Record<string, Row["values"]>> =>
  Object.fromEntries(
    rows.filter(({ kind }) => kind !== "heading").map(({ key, values }) => [key, values]),
  );

/** Keys with the kind of their rows, as a reader sees them: from the top. */
export const kindsOf = ({ rows }: Table): string[] => rows.map(({ key, kind }) => `${kind} ${key}`);

export const rowOf = ({ rows }: Table, key: string): Row => {
  const found = rows.find((row) => row.key === key);
  if (found === undefined) throw new Error(`there is no row ${key}`);
  return found;
};

/** A row of a scenario's own table that shows, or takes away, rows by name. */
export const rowSpec = (
  key: string,
  given: Omit<Partial<RowSpec>, "show" | "less"> & {
    readonly show?: string;
    readonly less?: string;
  } = {},
): RowSpec => ({
  key,
  label: undefined,
  depth: 0,
  given: undefined,
  source: undefined,
  page: undefined,
  least: undefined,
  sum: undefined,
  total: undefined,
  ...given,
  show: given.show === undefined ? undefined : rowRef(given.show),
  less: given.less === undefined ? undefined : rowRef(given.less),
});

export const tableSpec = (rows: readonly RowSpec[], given: Partial<TableSpec> = {}): TableSpec => ({
  title: "A table",
  heading: "",
  unit: "tkr",
  decimals: 1,
  years: ["2014", "2015", "2016"],
  total: undefined,
  rows,
  ...given,
});

/** A published figure without a tolerance. */
export const published = (
  row: string,
  values: Readonly<Record<string, number>>,
  given: Partial<PublishedRow> = {},
): PublishedRow => ({
  row: rowRef(row),
  source: "report",
  page: undefined,
  kind: "published",
  unit: "tkr",
  funding: "need",
  values,
  tolerance: undefined,
  weight: 1,
  compare: "equal",
  ...given,
});
