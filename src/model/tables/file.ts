/** A request's own tables and published figures, as they stand in the file. */
import * as z from "zod/mini";
import { made, object, pagesOf, type Kit } from "../../amounts/kit.ts";
import { rowRef, type RowRef } from "../refs.ts";
import { toleranceShape, type Tolerance } from "../calibration/file.ts";

/** `2014`, or `2026/27`. */
const yearName = /^\d{4}(?:\/\d{2})?$/;

/** More rows than these are no table. */
const mostRows = 1000;

export type Funding = "need" | "available" | "proposed";

// oxlint-disable-next-line typescript/explicit-module-boundary-types -- zod's types say it, and nothing else can
export function tableShapes(kit: Kit) {
  const { text, origin, years } = kit;
  const page = z.optional(made(origin.page, pagesOf));
  const row = object({
    key: text.check(
      z.regex(/^[^@,]+$/, "a row's key has no @ and no comma: it is part of addresses"),
    ),
    label: z.optional(text),
    depth: z.optional(z.int().check(z.minimum(0), z.maximum(5))),
    show: z.optional(made(text, rowRef)),
    given: z.optional(
      z.record(z.string().check(z.regex(yearName, "a given figure belongs to a year")), z.number()),
    ),
    source: z.optional(text),
    page,
    less: z.optional(made(text, rowRef)),
    least: z.optional(z.number()),
    sum: z.optional(z.array(text)),
    total: z.optional(z.array(text)),
  });
  const tolerance = toleranceShape(kit);
  return {
    table: object({
      title: text,
      heading: z.optional(text),
      unit: z.optional(text),
      decimals: z.optional(z.int().check(z.minimum(0), z.maximum(6))),
      years,
      total: z.optional(text),
      rows: z.array(row).check(z.maxLength(mostRows, `a table has at most ${mostRows} rows`)),
    }),
    published: object({
      row: made(text, rowRef),
      source: text,
      page,
      unit: z.optional(z.string()),
      kind: z.optional(z.enum(["published", "derived"])),
      funding: z.optional(z.enum(["need", "available", "proposed"])),
      values: z.record(
        z.string().check(z.regex(yearName, "a published value belongs to a year")),
        z.number(),
      ),
      tolerance: z.optional(
        made(z.union([tolerance, z.array(tolerance).check(z.minLength(1))]), (given) => {
          const list = [given].flat();
          return {
            amount: Math.max(...list.map(({ amount }) => amount)),
            share: Math.max(...list.map(({ share }) => share)),
          };
        }),
      ),
      weight: z.optional(z.number().check(z.minimum(1e-6), z.maximum(1e6))),
      compare: z.optional(z.enum(["equal", "at_least", "at_most"])),
    }),
  };
}

export type TableFile = z.output<ReturnType<typeof tableShapes>["table"]>;
export type PublishedFile = z.output<ReturnType<typeof tableShapes>["published"]>;

export interface RowSpec {
  readonly key: string;
  readonly label: string | undefined;
  readonly depth: number;
  /** Row of a built-in table. */
  readonly show: RowRef | undefined;
  /** Figures by year in the table's unit, that come from no run: an earlier request, an outcome. */
  readonly given: Readonly<Record<string, number>> | undefined;
  /** Where given figures come from. */
  readonly source: string | undefined;
  readonly page: string | undefined;
  readonly less: RowRef | undefined;
  /** Smallest value shown: 0 prints a surplus as 0. */
  readonly least: number | undefined;
  readonly sum: readonly string[] | undefined;
  readonly total: readonly string[] | undefined;
}

export interface TableSpec {
  readonly title: string;
  readonly heading: string;
  readonly unit: string;
  readonly decimals: number;
  /** Budget years, by name. */
  readonly years: readonly string[];
  /** Label of a column that adds up the years. */
  readonly total: string | undefined;
  readonly rows: readonly RowSpec[];
}

/** A table with what is left out filled in; `unit` is the scenario's. */
export const tableSpec = (given: TableFile, unit: string): TableSpec => ({
  title: given.title,
  heading: given.heading ?? "",
  unit: given.unit ?? unit,
  decimals: given.decimals ?? 0,
  years: given.years,
  total: given.total,
  rows: given.rows.map((row): RowSpec => ({
    key: row.key,
    label: row.label,
    depth: row.depth ?? 0,
    show: row.show,
    given: row.given,
    source: row.source,
    page: row.page,
    less: row.less,
    least: row.least,
    sum: row.sum,
    total: row.total,
  })),
});

/** Published cells that the fit table compares with; those with a tolerance are targets of a calibration. */
export interface PublishedRow {
  readonly row: RowRef;
  readonly source: string;
  readonly page: string | undefined;
  /** Whether the figures are printed or derived from printed ones. */
  readonly kind: "published" | "derived";
  readonly unit: string;
  /** Funding mode the figure belongs to. */
  readonly funding: Funding;
  readonly values: Readonly<Record<string, number>>;
  readonly tolerance: Tolerance | undefined;
  /** What a squared miss of one tolerance counts. */
  readonly weight: number;
  /** A figure such as "more than 15 000" is missed on one side only. */
  readonly compare: "equal" | "at_least" | "at_most";
}

export const publishedRow = (given: PublishedFile, unit: string): PublishedRow => ({
  row: given.row,
  source: given.source,
  page: given.page,
  kind: given.kind ?? "published",
  unit: given.unit ?? unit,
  funding: given.funding ?? "need",
  values: given.values,
  tolerance: given.tolerance,
  weight: given.weight ?? 1,
  compare: given.compare ?? "equal",
});
