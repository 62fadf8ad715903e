/**
 * The address of an output cell: `table/row@period`, for instance `5/8/1:1/forecast@2016`. The table is up to
 * the first slash, the row may have more; the period is a budget year, a month or `total`; part of a year is named by its months, `2014-07..2014-12`.
 */
import type { Report } from "../tables/table.ts";

export interface Address {
  readonly table: string;
  readonly row: string;
  readonly period: string;
}

const pattern = /^([^/@]+)\/([^@]+)@(\d{4}(?:[-/]\d{2})?|\d{4}-\d{2}\.\.\d{4}-\d{2}|total)$/;

/** Whether a period is a month. */
export const isMonth = (period: string): boolean => /^\d{4}-\d{2}$/.test(period);

/** Undefined when the text is not an address. */
export function parseAddress(text: string): Address | undefined {
  const [, table, row, period] = pattern.exec(text) ?? [];
  return table === undefined || row === undefined || period === undefined
    ? undefined
    : { table, row, period };
}

export const formatAddress = ({ table, row, period }: Address): string =>
  `${table}/${row}@${period}`;

/** One cell of a result, unrounded, in the unit of its row. */
export interface Cell {
  readonly address: string;
  readonly unit: string;
  readonly value: number | null;
}

/** Every cell of a report that has rows of values, in order of print. */
export function cellsOf({ tables }: Pick<Report, "tables">): Cell[] {
  return tables.flatMap((table) =>
    table.rows
      .filter(({ kind }) => kind !== "heading")
      .flatMap((row) =>
        table.periods.map((period, i) => ({
          address: formatAddress({ table: table.id, row: row.key, period }),
          unit: row.unit ?? table.unit,
          value: row.values[i] ?? null,
        })),
      ),
  );
}
