/** Shows money in another unit than the scenario's. */
import type { Money } from "../language/units.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { oneOf } from "../diagnostics/suggest.ts";
import type { Report, Row, Table } from "./table.ts";

/** A copy of the report with all amounts of money in `unit`; other units stay. */
export function inUnit(
  report: Report,
  unit: string,
  money: Money,
): { ok: true; value: Report } | { ok: false; diagnostics: readonly Diagnostic[] } {
  const scales: Readonly<Record<string, number>> = { ...money.amounts, [money.currency]: 1 };
  const scaleOf = (name: string): number | undefined =>
    Object.hasOwn(scales, name) ? scales[name] : undefined;
  const to = scaleOf(unit);
  if (to === undefined) {
    const names = Object.keys(scales);
    return {
      ok: false,
      diagnostics: [
        {
          code: "usage",
          severity: "error",
          message: `"${unit}" is not a unit of money`,
          help: `expected ${oneOf(unit, names)}`,
        },
      ],
    };
  }
  /** As many decimals fewer as the amounts grow by powers of ten, and the other way round. */
  const decimalsFor = (decimals: number, from: number): number =>
    Math.max(0, Math.min(6, decimals - powersOfTen(from) + powersOfTen(to)));
  const inTable = (table: Table): Table => {
    const tableScale = scaleOf(table.unit);
    const inRow = (row: Row): Row => {
      const from = row.unit === undefined ? tableScale : scaleOf(row.unit);
      if (from === undefined || from === to) return row;
      const values = row.values.map((value) => (value === null ? null : (value * from) / to));
      return {
        ...row,
        values,
        ...(row.unit === undefined ? {} : { unit }),
        ...(row.decimals === undefined ? {} : { decimals: decimalsFor(row.decimals, from) }),
      };
    };
    const rows = table.rows.map(inRow);
    return tableScale === undefined
      ? { ...table, rows }
      : { ...table, unit, rows, decimals: decimalsFor(table.decimals, tableScale) };
  };
  return { ok: true, value: { ...report, tables: report.tables.map(inTable) } };
}

function powersOfTen(scale: number): number {
  let power = 0;
  for (let rest = scale; rest >= 10; rest /= 10) power += 1;
  return power;
}
