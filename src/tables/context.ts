/** What specs of tables are made from: a request, the funding mode shown and the periods. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Column } from "../engine/session.ts";
import type { Scenario } from "../model/scenario.ts";
import type { Funding } from "../model/tables/file.ts";
import type { Request, View } from "../request/request.ts";
import type { Spec } from "./spec.ts";
import type { Language } from "./table.ts";
import { word } from "./words.ts";

export interface Context {
  readonly request: Request;
  /** The funding mode of the tables, and the run that makes their figures. */
  readonly mode: Funding;
  readonly view: View;
  /** Of the words the built-in tables need; labels are the scenario's. */
  readonly language: Language;
  readonly columns: readonly Column[];
  /** The name of the budget year a column belongs to. */
  readonly yearOf: (column: Column) => string;
  /** A table's spec, in this funding mode or another; undefined when there is none of that name. */
  readonly spec: (id: string, mode?: Funding) => Spec | undefined;
  readonly report: (problem: Diagnostic) => void;
}

type Values = readonly (number | null)[];

/** Neighbouring columns as spans: `2023`, `2025–2027`. */
export const spansOf = (
  columns: readonly Column[],
  belongs: (column: Column, index: number) => boolean,
): string[] =>
  columns.flatMap((first, i): string[] => {
    const before = columns[i - 1];
    if (!belongs(first, i) || (before !== undefined && belongs(before, i - 1))) return [];
    const after = columns.findIndex((column, j) => j > i && !belongs(column, j));
    const last = columns[(after < 0 ? columns.length : after) - 1] ?? first;
    return [first.name === last.name ? first.name : `${first.name}–${last.name}`];
  });

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** `1:8: frame not known 2015–2018`, where a row has values and what is taken from it has none; undefined otherwise. */
export function unknownNote(
  { columns, language }: Pick<Context, "columns" | "language">,
  label: string,
  values: Values,
  less: { readonly label: string; readonly values: Values },
): string | undefined {
  const spans = spansOf(
    columns,
    (_, i) => typeof values[i] === "number" && less.values[i] === null,
  );
  if (spans.length === 0) return undefined;
  return `${label}: ${lowerFirst(less.label)} ${word(language, "unknown")} ${spans.join(", ")}`;
}

/** The scenario's money unit as an amount: 1000000 for mkr. */
export function moneyScale({ money, unit: own }: Scenario, unit = own): number | undefined {
  if (unit === money.currency) return 1;
  return Object.hasOwn(money.amounts, unit) ? money.amounts[unit] : undefined;
}

/** Whether a unit is an amount of money, or money per something. */
export const isMoney = (scenario: Scenario, unit: string): boolean =>
  moneyScale(scenario, unit.split("/")[0]) !== undefined;
