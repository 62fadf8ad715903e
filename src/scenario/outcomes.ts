/** Reads outcomes: what came of what a scenario forecast, to score it by. */
import * as z from "zod/mini";
import { rowName, type RowRef } from "../model/refs.ts";
import type { Figure } from "../language/calendar.ts";
import { kronor } from "../language/units.ts";
import { mostProblems, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { oneOf } from "../diagnostics/suggest.ts";
import { distinct, fromIssue, locator } from "./parse.ts";
import { parseSpan } from "../language/calendar.ts";
import type { Document } from "./read.ts";
import { complain, kitFor, made, object } from "../amounts/kit.ts";
import { tableShapes } from "../model/tables/file.ts";
import { sourceShape } from "./schema.ts";

const format = "forecast-outcomes/1";

/** What came of one row of the model's tables: all its figures of years, or all of months. */
export interface OutcomeRow {
  readonly row: RowRef;
  /** Undefined: the scenario's. */
  readonly unit: string | undefined;
  readonly source: string;
  readonly page: string | undefined;
  readonly monthly: boolean;
  /** In order of time, at least one. */
  readonly values: readonly Figure[];
  /** What had been published of the same row when the forecast was made. */
  readonly before: readonly Figure[];
}

export interface Outcomes {
  readonly title: string;
  readonly sources: Readonly<Record<string, { readonly title: string }>>;
  readonly rows: readonly OutcomeRow[];
  /** Fills in where a problem stands: its path leads to a key of the file. */
  readonly locate: (problem: Diagnostic) => Diagnostic;
}

/** Whether a file says that it holds outcomes. */
export const holdsOutcomes = ({ tree }: Document): boolean =>
  typeof tree === "object" && tree !== null && "format" in tree && tree.format === format;

const figures = made(z.record(z.string(), z.number()), (values, ctx): readonly Figure[] =>
  Object.entries(values)
    .flatMap(([period, value]) => {
      const span = period.includes("..") ? undefined : parseSpan(period);
      if (span !== undefined) return [{ period, value, ...span }];
      const message = `"${period}" is not a year or a month`;
      complain(ctx, "wrong-type", message, [period], "write 2012 or 2012-03");
      return [];
    })
    .toSorted((a, b) => a.from - b.from),
);

/** The file, in the words scenarios use for sources and published rows. */
function outcomesSchema() {
  // No amount of money and no series is read from these parts.
  const kit = kitFor({
    money: kronor,
    yearStarts: 1,
    column: () => ({ ok: true, values: [] }),
  });
  const { row, source, page, unit } = tableShapes(kit).published.shape;
  const outcome = object({
    row,
    unit,
    source,
    page,
    values: figures.check(
      z.refine((values) => values.length > 0, "an outcome needs a figure: { 2012: 1 }"),
    ),
    before: z.optional(figures),
  });
  return object({
    format: z.literal(format),
    title: kit.text,
    sources: kit.named(sourceShape(kit)),
    outcomes: z
      .array(outcome)
      .check(z.minLength(1, "there is no outcome to score the forecast by")),
  });
}

type Read =
  | { readonly ok: true; readonly outcomes: Outcomes }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** The outcomes in a document, or all that is wrong with it; rows and periods are not compared with a run here. */
export function readOutcomes(document: Document): Read {
  const locate = locator(document, []);
  const read = outcomesSchema().safeParse(document.tree, { reportInput: true });
  if (!read.success) {
    const found = read.error.issues.slice(0, mostProblems).flatMap(fromIssue);
    // Of a file of another kind everything else is wrong too.
    const told = holdsOutcomes(document) ? found : found.filter(({ path }) => path === "format");
    return { ok: false, diagnostics: distinct(told.slice(0, mostProblems).map(locate)) };
  }
  const { title, sources, outcomes } = read.data;
  const problems: Diagnostic[] = [];
  const rows = outcomes.map(({ row, unit, source, page, values, before = [] }, i): OutcomeRow => {
    const path = `outcomes.${i}`;
    const report = (problem: Omit<Diagnostic, "severity">): void =>
      void (
        problems.length < mostProblems && problems.push(locate({ ...problem, severity: "error" }))
      );
    if (!Object.hasOwn(sources, source)) {
      const help = `expected ${oneOf(source, Object.keys(sources))}`;
      const message = `unknown source "${source}"`;
      report({ code: "unknown-name", message, help, path: `${path}.source` });
    }
    const monthly = values[0]?.from === values[0]?.to;
    const mixed = [
      ...values.map((figure) => ({ ...figure, at: "values" })),
      ...before.map((figure) => ({ ...figure, at: "before" })),
    ].find(({ from, to }) => (from === to) !== monthly);
    if (mixed !== undefined) {
      const message = "years and months cannot stand in one outcome";
      const help = "write two outcomes of the row, one of years and one of months";
      report({ code: "wrong-type", message, help, path: `${path}.${mixed.at}.${mixed.period}` });
    }
    return { row, unit, source, page, monthly, values, before };
  });
  const seen = new Set<string>();
  for (const [i, { row, monthly }] of rows.entries()) {
    const name = `${monthly} ${rowName(row)}`;
    if (seen.has(name)) {
      const message = `the outcome of "${rowName(row)}" stands here twice`;
      const help = "put its figures into one";
      const path = `outcomes.${i}.row`;
      problems.push(locate({ code: "duplicate-key", severity: "error", message, help, path }));
    }
    seen.add(name);
  }
  return problems.length > 0
    ? { ok: false, diagnostics: problems }
    : { ok: true, outcomes: { title, sources, rows, locate } };
}
