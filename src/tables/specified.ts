/** The request's own tables, from their specifications in the scenario. Their rows show rows of built-in tables. */
import {
  splitAppropriation,
  type RowSpec,
  type Scenario,
  type TableSpec,
} from "../core/scenario.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { oneOf } from "../diagnostics/suggest.ts";
import {
  addUp,
  combine,
  isMoney,
  moneyScale,
  scaled,
  unknownNote,
  type Context,
  type Values,
} from "./context.ts";
import { citation } from "./published.ts";
import type { Row, Table } from "./table.ts";

/** The appropriation a row key starts with, if it does. */
const appropriationOf = ({ appropriations }: Scenario, key: string): string | undefined =>
  Object.keys(appropriations).find(
    (appropriation) => key === appropriation || key.startsWith(`${appropriation}/`),
  );

/** Builds a specified table; a row that shows nothing known is reported. */
export function buildSpecified(
  id: string,
  spec: TableSpec,
  context: Context,
  report: (problem: Diagnostic) => void,
): Table {
  const { scenario } = context.forecast;
  const { columns } = context;
  // Rounded months do not add up to a year that anybody knows, so only years have a total.
  const total = context.forecast.options.monthly ? undefined : spec.total;
  const wanted = columns.flatMap(({ year }, i) => (spec.years.includes(year) ? [i] : []));
  const scale = moneyScale(context.forecast, spec.unit);
  const done = new Map<string, Values>();

  const footnotes: string[] = [];

  /** A built-in row in this table's unit, for this table's columns. */
  const shown = (address: string, path: string): Pick<Row, "label" | "values"> => {
    const slash = address.indexOf("/");
    const name = address.slice(0, Math.max(0, slash));
    const table = scenario.tables.has(name) ? undefined : context.table(name);
    const row = table?.rows.find(({ key }) => key === address.slice(slash + 1));
    if (table === undefined || row === undefined || row.kind === "heading") {
      const rows = (table?.rows ?? [])
        .filter(({ kind }) => kind !== "heading")
        .map(({ key }) => `${table!.id}/${key}`);
      report({
        code: "unknown-name",
        severity: "error",
        message: `there is no row "${address}"`,
        help:
          table === undefined
            ? "write the name of a built-in table and one of its rows: need/<appropriation>/forecast"
            : `expected ${oneOf(address, rows)}`,
        path,
      });
      return { label: address, values: wanted.map(() => null) };
    }
    const unit = row.unit ?? table.unit;
    const from = moneyScale(context.forecast, unit);
    if (unit !== spec.unit && (from === undefined || scale === undefined)) {
      report({
        code: "bad-unit",
        severity: "error",
        message: `"${address}" is in ${unit || "plain numbers"}, the table in ${spec.unit}`,
        help: "put rows of another unit into a table of their own",
        path,
      });
    }
    const values = wanted.map((i) => row.values[i] ?? null);
    if (row.footnote !== undefined) footnotes.push(row.footnote);
    const factor = from === undefined || scale === undefined ? 1 : from / scale;
    return { label: row.label, values: factor === 1 ? values : scaled(values, 1 / factor) };
  };

  /** Given figures, which are of whole years; a heading has none. */
  const figures = ({ given = {} }: RowSpec): Values =>
    wanted.map((i) => {
      const { name, month } = columns[i]!;
      return month === undefined ? (given[name] ?? null) : null;
    });

  const valuesOf = (key: string, open: readonly string[]): Values => {
    const known = done.get(key);
    if (known !== undefined) return known;
    const index = spec.rows.findIndex((row) => row.key === key);
    const row = spec.rows[index]!;
    const path = `tables.${id}.rows.${index}`;
    if (open.includes(key)) {
      report({ code: "cycle", severity: "error", message: `row "${key}" adds up itself`, path });
      return wanted.map(() => null);
    }
    const parts = row.sum ?? row.total;
    let values: Values =
      parts !== undefined
        ? addUp(
            parts.map((part) => valuesOf(part, [...open, key])),
            wanted.length,
          )
        : row.show === undefined
          ? figures(row)
          : shown(row.show, `${path}.show`).values;
    if (row.less !== undefined) {
      const less = shown(row.less, `${path}.less`);
      const note = unknownNote(
        { columns: wanted.map((i) => columns[i]!), language: context.language },
        row.label ?? row.key,
        values,
        less,
      );
      if (note !== undefined) footnotes.push(note);
      values = combine(values, less.values, (a, b) => a - b);
    }
    const { least } = row;
    if (least !== undefined) {
      values = values.map((value) => (value === null ? null : Math.max(least, value)));
    }
    done.set(key, values);
    return values;
  };

  const rows = spec.rows.map((row): Row => {
    const values = valuesOf(row.key, []);
    const appropriation = appropriationOf(scenario, row.key);
    const place = appropriation === undefined ? undefined : splitAppropriation(appropriation);
    const parts = row.sum ?? row.total;
    if (row.source !== undefined) {
      const origin = citation(scenario.sources, row.source, row.page, context.language);
      footnotes.push(`${row.label ?? row.key}: ${origin}`);
    }
    return {
      key: row.key,
      label: row.label ?? row.key,
      depth: row.depth,
      kind: row.total ? "total" : row.sum ? "sum" : (row.show ?? row.given) ? "leaf" : "heading",
      values: total === undefined ? values : withTotal(values),
      ...(parts === undefined ? {} : { parts }),
      ...(place === undefined ? {} : { area: place.area, appropriation: place.number }),
    };
  });
  return {
    id,
    numbered: /^\d+$/.test(id),
    title: spec.title,
    heading: spec.heading,
    unit: spec.unit,
    priced: isMoney(context.forecast, spec.unit),
    decimals: spec.decimals,
    periods: [...wanted.map((i) => columns[i]!.name), ...(total === undefined ? [] : ["total"])],
    ...(total === undefined ? {} : { columnLabels: { total } }),
    rows,
    ...(footnotes.length === 0 ? {} : { footnotes: [...new Set(footnotes)] }),
  };
}

/** Values and, last, their sum. */
const withTotal = (values: Values): Values => [
  ...values,
  ...addUp(
    values.map((value) => [value]),
    1,
  ),
];
