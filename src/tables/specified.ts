/** The request's own tables, from their specifications in the scenario. Their rows show rows of built-in tables. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { oneOf } from "../diagnostics/suggest.ts";
import { rowName, type RowRef } from "../model/refs.ts";
import type { Scenario } from "../model/scenario.ts";
import type { RowSpec, TableSpec } from "../model/tables/file.ts";
import { isMoney, moneyScale, unknownNote, type Context } from "./context.ts";
import { citation } from "./published.ts";
import type { Shown, Spec, SpecRow } from "./spec.ts";

/** The appropriation a row key starts with, if it does. */
const appropriationOf = ({ appropriations }: Scenario, key: string): string | undefined =>
  Object.keys(appropriations).find(
    (appropriation) => key === appropriation || key.startsWith(`${appropriation}/`),
  );

/** A row of a built-in table in another table's unit. */
interface Found {
  readonly label: string;
  readonly shows: Shown;
  readonly footnote: string | undefined;
}

/** The spec of a table of the scenario's own; a row that shows nothing known is reported. */
export function specifiedSpec(
  id: string,
  table: TableSpec,
  context: Context,
  report: (problem: Diagnostic) => void,
): Spec {
  const { request, language } = context;
  const { scenario } = request;
  // Rounded months do not add up to a year that anybody knows, so only years have a total.
  const total = request.options.monthly ? undefined : table.total;
  const columns = context.columns.filter((column) => table.years.includes(context.yearOf(column)));
  const scale = moneyScale(scenario, table.unit);

  /** A built-in row in this table's unit. */
  const find = (ref: RowRef, path: string): Found => {
    const address = rowName(ref);
    const spec = scenario.tables.has(ref.table) ? undefined : context.spec(ref.table);
    const row = spec?.rows.find(({ key }) => key === ref.row);
    if (spec === undefined || row?.shows === undefined) {
      const rows = (spec?.rows ?? [])
        .filter(({ kind }) => kind !== "heading")
        .map(({ key }) => `${ref.table}/${key}`);
      report({
        code: "unknown-name",
        severity: "error",
        message: `there is no row "${address}"`,
        help:
          spec === undefined
            ? "write the name of a built-in table and one of its rows: need/<appropriation>/forecast"
            : `expected ${oneOf(address, rows)}`,
        path,
      });
      return { label: address, shows: { kind: "given", at: () => null }, footnote: undefined };
    }
    const unit = row.unit ?? spec.unit;
    const from = moneyScale(scenario, unit);
    if (unit !== table.unit && (from === undefined || scale === undefined)) {
      report({
        code: "bad-unit",
        severity: "error",
        message: `"${address}" is in ${unit || "plain numbers"}, the table in ${table.unit}`,
        help: "put rows of another unit into a table of their own",
        path,
      });
    }
    const { label, shows, footnote } = row;
    return {
      label,
      footnote,
      shows:
        from === undefined || scale === undefined || from === scale
          ? shows
          : { kind: "scaled", of: shows, by: from / scale },
    };
  };

  const found = new Map<RowRef, Found>();
  const once = (ref: RowRef, path: string): Found => {
    const known = found.get(ref) ?? find(ref, path);
    found.set(ref, known);
    return known;
  };

  const placed = new Map(table.rows.map((row, index) => [row.key, { row, index }]));
  const done = new Map<string, Shown | undefined>();
  /** Rows on the way to the one whose cells are made. */
  const open = new Set<string>();
  const showsOf = (key: string): Shown | undefined => {
    if (done.has(key)) return done.get(key);
    const { row, index } = placed.get(key)!;
    const path = `tables.${id}.rows.${index}`;
    if (open.has(key)) {
      const help = "leave out one of the rows it adds up";
      const message = `row "${key}" adds up itself`;
      report({ code: "cycle", severity: "error", message, help, path });
      return undefined;
    }
    open.add(key);
    const shown = ownShows(row, path);
    open.delete(key);
    done.set(key, shown);
    return shown;
  };

  const ownShows = (row: RowSpec, path: string): Shown | undefined => {
    const { given, show, less, least = -Infinity } = row;
    const parts = row.sum ?? row.total;
    if (parts !== undefined) {
      return { kind: "sum", of: parts.flatMap((part) => showsOf(part) ?? []) };
    }
    if (given !== undefined) {
      // Months have no figures of years.
      const at = request.options.monthly
        ? () => null
        : ({ name }: { readonly name: string }) => given[name] ?? null;
      return { kind: "given", at };
    }
    if (show === undefined) return undefined;
    const of = once(show, `${path}.show`).shows;
    if (less !== undefined) {
      return { kind: "difference", of, less: once(less, `${path}.less`).shows, least };
    }
    return least === -Infinity ? of : { kind: "least", of, least };
  };

  const rows = table.rows.map((row): SpecRow => {
    const shows = showsOf(row.key);
    const appropriation = appropriationOf(scenario, row.key);
    const place = appropriation === undefined ? undefined : scenario.appropriations[appropriation];
    const parts = row.sum ?? row.total;
    return {
      key: row.key,
      label: row.label ?? row.key,
      depth: row.depth,
      kind: row.total ? "total" : row.sum ? "sum" : (row.show ?? row.given) ? "leaf" : "heading",
      ...(shows === undefined ? {} : { shows }),
      ...(parts === undefined ? {} : { parts }),
      ...(place === undefined ? {} : { area: place.area, appropriation: place.number }),
    };
  });

  return {
    id,
    numbered: /^\d+$/.test(id),
    title: table.title,
    heading: table.heading,
    unit: table.unit,
    priced: isMoney(scenario, table.unit),
    decimals: table.decimals,
    columns,
    total: total !== undefined,
    ...(total === undefined ? {} : { columnLabels: { total } }),
    rows,
    footnotes: (_, read) => {
      const said: string[] = [];
      const seen = new Set<string>();
      /** What is said of a row, and of those it adds up before it. */
      const say = (row: RowSpec): void => {
        if (seen.has(row.key)) return;
        seen.add(row.key);
        for (const part of row.sum ?? row.total ?? []) {
          const other = placed.get(part);
          if (other !== undefined) say(other.row);
        }
        const [show, less] = [row.show, row.less].map((ref) => (ref ? found.get(ref) : undefined));
        for (const one of [show, less]) if (one?.footnote !== undefined) said.push(one.footnote);
        if (show !== undefined && less !== undefined) {
          const taken = { label: less.label, values: read(less.shows) };
          const label = row.label ?? row.key;
          const note = unknownNote({ columns, language }, label, read(show.shows), taken);
          if (note !== undefined) said.push(note);
        }
      };
      for (const row of table.rows) {
        say(row);
        if (row.source === undefined) continue;
        const origin = citation(scenario.sources, row.source, row.page, language);
        said.push(`${row.label ?? row.key}: ${origin}`);
      }
      return said;
    },
  };
}
