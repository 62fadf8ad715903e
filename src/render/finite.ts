import type { Row, Table } from "../tables/table.ts";
import { at } from "./at.ts";

/**
 * The values of a row, checked: one per period, all finite. A NaN that reaches a table is a bug of
 * the program, and printing it, or a blank in its place, would hide that. A heading has only empty
 * cells, so that every row of a table has the same length.
 */
export function checkedValues(table: Table, row: Row): readonly (number | null)[] {
  if (row.kind === "heading") return table.periods.map(() => null);
  const { values } = row;
  if (values.length !== table.periods.length) {
    throw new Error(
      `${address(table, row)}: ${values.length} values for ${table.periods.length} periods`,
    );
  }
  const wrong = values.findIndex((value) => value !== null && !Number.isFinite(value));
  if (wrong !== -1) {
    throw new Error(
      `${address(table, row)}@${at(table.periods, wrong)}: ${at(values, wrong)} is not a finite number`,
    );
  }
  return values;
}

/** `table/row`, as in the addresses the command line takes. */
export function address(table: Table, row: Row): string {
  return `${table.id}/${row.key}`;
}
