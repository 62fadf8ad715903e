/** What table builders see: a forecast, its other funding modes on demand, and the periods to show. */
import { daysIn, monthName, monthsOf, yearOf, yearsOf, type Month } from "../core/calendar.ts";
import type { OutputId } from "../core/equations.ts";
import type { Forecast } from "../core/plan.ts";
import type { Funding, Scenario } from "../core/scenario.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Row, Table } from "./table.ts";
import { word } from "./words.ts";

export type Language = Scenario["language"];

/** One column: a year or a month. */
export interface Column {
  readonly name: string;
  readonly year: number;
  /** Undefined for a whole year. */
  readonly month: Month | undefined;
  readonly days: number;
  readonly months: number;
}

export interface Context {
  readonly forecast: Forecast;
  /** Of the words the built-in tables need; labels are the scenario's. */
  readonly language: Language;
  /** The same scenario in another funding mode, with all measures or just one. */
  readonly inMode: (funding: Funding, only?: string) => Forecast;
  readonly columns: readonly Column[];
  /** A table, made once, in this funding mode or another; undefined when there is none of that name. */
  readonly table: (id: string, funding?: Funding) => Table | undefined;
  readonly report: (problem: Diagnostic) => void;
}

export type Values = readonly (number | null)[];

/** The columns of a forecast: its years, or its months. */
export function columnsOf({ scenario }: Forecast, monthly: boolean): Column[] {
  const months = monthsOf(scenario.period);
  if (monthly) {
    return months.map((month) => ({
      name: monthName(month),
      year: yearOf(month),
      month,
      days: daysIn(month),
      months: 1,
    }));
  }
  return yearsOf(scenario.period).map((year) => {
    const own = months.filter((month) => yearOf(month) === year);
    return {
      name: String(year),
      year,
      month: undefined,
      days: own.reduce((sum, month) => sum + daysIn(month), 0),
      months: own.length,
    };
  });
}

/** Sum of one output over elements, per column; null where the run has none of them. */
export function output(
  { run }: Forecast,
  columns: readonly Column[],
  id: OutputId,
  keys: readonly string[],
): Values {
  return columns.map(({ year, month }) => {
    const values = keys.flatMap((key) => {
      const value = month === undefined ? run.inYear(id, key, year) : run.inMonth(id, key, month);
      return value === undefined ? [] : [value];
    });
    return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0);
  });
}

/** Combines values cell by cell; an empty cell stays empty. */
export const combine = (a: Values, b: Values, how: (a: number, b: number) => number): Values =>
  a.map((value, i) => {
    const other = b[i];
    return value === null || other === null || other === undefined ? null : how(value, other);
  });

/** Adds cell by cell; empty cells count as nothing, and only empty cells give an empty one. */
export const addUp = (lists: readonly Values[], length: number): Values =>
  Array.from({ length }, (_, i) => {
    const filled = lists.flatMap((list) => (typeof list[i] === "number" ? [list[i]] : []));
    return filled.length === 0 ? null : filled.reduce((sum, value) => sum + value, 0);
  });

export const scaled = (values: Values, factor: number): Values =>
  values.map((value) => (value === null ? null : value / factor));

/** `2015–2018`, or the one year. */
export const spanOf = (first: Column, last: Column): string =>
  first.name === last.name ? first.name : `${first.name}–${last.name}`;

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** `1:8: frame not known 2015–2018`, where a row has values and what is taken from it has none; undefined otherwise. */
export function unknownNote(
  { columns, language }: Pick<Context, "columns" | "language">,
  label: string,
  values: Values,
  less: { readonly label: string; readonly values: Values },
): string | undefined {
  const isMissing = (_: unknown, i: number): boolean =>
    typeof values[i] === "number" && less.values[i] === null;
  // Neighbours make a span: 2023, 2025–2027.
  const spans = columns.flatMap((first, i): string[] => {
    if (!isMissing(first, i) || (i > 0 && isMissing(first, i - 1))) return [];
    const after = columns.findIndex((column, j) => j > i && !isMissing(column, j));
    return [spanOf(first, columns[(after < 0 ? columns.length : after) - 1]!)];
  });
  if (spans.length === 0) return undefined;
  return `${label}: ${lowerFirst(less.label)} ${word(language, "unknown")} ${spans.join(", ")}`;
}

/** The scenario's money unit as an amount: 1000000 for mkr. */
export function moneyScale({ scenario }: Forecast, unit = scenario.unit): number | undefined {
  if (unit === scenario.money.currency) return 1;
  return Object.hasOwn(scenario.money.amounts, unit) ? scenario.money.amounts[unit] : undefined;
}

/** Whether a unit is an amount of money, or money per something. */
export const isMoney = (forecast: Forecast, unit: string): boolean =>
  moneyScale(forecast, unit.split("/")[0]) !== undefined;

export const leaf = (
  key: string,
  label: string,
  values: Values,
  extra: Partial<Row> = {},
): Row => ({
  key,
  label,
  kind: "leaf",
  values,
  ...extra,
});
