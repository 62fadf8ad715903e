import type { Row, Table } from "../tables/table.ts";
import { fromScaled, powerOfTen, toScaled } from "./decimal.ts";
import { address, checkedValues } from "./finite.ts";

/** The period that is the sum of the others. */
export const totalPeriod = "total";

/** The cells of a row as integers, all with the decimals of `printedDecimals`. */
type ScaledCells = readonly (bigint | null)[];

/** The most decimals any printed cell of the table has: a sum has those of its parts. */
export function printedDecimals(table: Table): number {
  const { decimals } = table;
  return table.rows.reduce((most, row) => Math.max(most, row.decimals ?? decimals), decimals);
}

/**
 * The figures of a table as printed, rows × periods. This is where the program rounds, once:
 *
 * - a leaf is rounded half away from zero to the decimals of its row, or else of the table;
 * - a sum or total is the sum of its parts' printed cells, whatever its own unrounded value, so
 *   that a reader who adds up the column gets the printed total; if all of them are empty so is it;
 * - the period `total` is in the same way the sum of the row's other printed cells.
 *
 * Throws if a sum has no parts, names a row that is not there, or contains itself.
 */
export function printed(table: Table): (number | null)[][] {
  const decimals = printedDecimals(table);
  const rows = rowsByKey(table);
  const finished = new Map<string, ScaledCells>();

  const cellsOf = (row: Row, path: readonly string[]): ScaledCells => {
    const known = finished.get(row.key);
    if (known !== undefined) return known;
    if (path.includes(row.key)) {
      throw new Error(
        `${address(table, row)} is a part of itself: ${[...path, row.key].join(" → ")}`,
      );
    }
    const values = checkedValues(table, row);
    const cells =
      row.kind === "sum" || row.kind === "total"
        ? addUp(table, partsOf(row, [...path, row.key]))
        : values.map((value) => roundLeaf(value, row.decimals ?? table.decimals, decimals));
    const complete = withTotal(table, cells);
    finished.set(row.key, complete);
    return complete;
  };

  const partsOf = (row: Row, path: readonly string[]): readonly ScaledCells[] => {
    if (row.parts === undefined) {
      throw new Error(`${address(table, row)} is a ${row.kind} without parts`);
    }
    return row.parts.map((key) => {
      const part = rows.get(key);
      if (part === undefined) {
        throw new Error(`${address(table, row)} has a part "${key}" that is no row of the table`);
      }
      return cellsOf(part, path);
    });
  };

  return table.rows.map((row) =>
    cellsOf(row, []).map((cell) => (cell === null ? null : fromScaled(cell, decimals))),
  );
}

function rowsByKey(table: Table): ReadonlyMap<string, Row> {
  const rows = new Map<string, Row>();
  for (const row of table.rows) {
    if (rows.has(row.key)) throw new Error(`${address(table, row)} stands for two rows`);
    rows.set(row.key, row);
  }
  return rows;
}

/** A leaf rounded to its own decimals, counted in the table's. */
function roundLeaf(value: number | null, own: number, common: number): bigint | null {
  return value === null ? null : toScaled(value, own) * powerOfTen(common - own);
}

function addUp(table: Table, parts: readonly ScaledCells[]): ScaledCells {
  return table.periods.map((_, i) => sum(parts.map((cells) => cells[i])));
}

function withTotal(table: Table, cells: ScaledCells): ScaledCells {
  const isTotal = (i: number): boolean => table.periods[i] === totalPeriod;
  const total = sum(cells.filter((_, i) => !isTotal(i)));
  return cells.map((cell, i) => (isTotal(i) ? total : cell));
}

/** Empty cells add nothing, and nothing but empty cells is an empty cell. */
function sum(cells: readonly (bigint | null | undefined)[]): bigint | null {
  const numbers = cells.filter((cell) => typeof cell === "bigint");
  return numbers.length === 0 ? null : numbers.reduce((total, cell) => total + cell, 0n);
}
