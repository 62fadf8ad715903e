/** Builds the tables asked for, each once, whatever other tables they show. */
import type { Forecast } from "../core/plan.ts";
import type { Funding } from "../core/scenario.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { oneOf } from "../diagnostics/suggest.ts";
import { builtIn, buildBuiltIn } from "./built-in.ts";
import { columnsOf, type Context, type Language } from "./context.ts";
import { buildSpecified } from "./specified.ts";
import type { Report, Table } from "./table.ts";

export type Built<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** Names of all tables of a scenario: its own, in their order, then the built-in ones. */
export const tableNames = ({ scenario }: Pick<Forecast, "scenario">): string[] => [
  ...scenario.tables.keys(),
  ...Object.keys(builtIn),
];

/** What is printed unless something else is asked for: the request's own tables, or else the needs. */
export function ownTables({ scenario }: Pick<Forecast, "scenario">): string[] {
  const own = [...scenario.tables.keys()];
  return own.length > 0 ? own : ["need"];
}

/** Tables on demand, for one forecast and its other funding modes. */
export interface Tables {
  readonly language: Language;
  readonly table: (id: string, funding?: Funding) => Table | undefined;
  readonly problems: readonly Diagnostic[];
}

/** `inMode` runs the scenario in another funding mode, with all its measures or just one; once for each. */
export function tablesOf(
  forecast: Forecast,
  inMode: (funding: Funding, only?: string) => Forecast,
  language: Language = forecast.scenario.language,
): Tables {
  const problems: Diagnostic[] = [];
  const report = (problem: Diagnostic): void => void problems.push(problem);
  for (const id of [...forecast.scenario.tables.keys()].filter((name) =>
    Object.hasOwn(builtIn, name),
  )) {
    const message = `"${id}" is the name of a built-in table`;
    report({
      code: "duplicate-key",
      severity: "error",
      message,
      help: "give the table another name",
      path: `tables.${id}`,
    });
  }
  const contexts = new Map<Funding, Context>();
  const forecasts = new Map<string, Forecast>([[forecast.options.funding, forecast]]);

  const modeOf = (funding: Funding, only?: string): Forecast => {
    const name = only === undefined ? funding : `${funding} ${only}`;
    const known = forecasts.get(name) ?? inMode(funding, only);
    forecasts.set(name, known);
    return known;
  };

  const contextOf = (funding: Funding): Context => {
    const known = contexts.get(funding);
    if (known !== undefined) return known;
    const own = modeOf(funding);
    const made = new Map<string, Table | undefined>();
    const context: Context = {
      forecast: own,
      language,
      inMode: modeOf,
      columns: columnsOf(own, own.options.monthly),
      table: (id, other = funding) => {
        if (other !== funding) return contextOf(other).table(id);
        if (made.has(id)) return made.get(id);
        // A table that asks for itself while it is built finds nothing.
        made.set(id, undefined);
        const table = build(id, context);
        made.set(id, table);
        return table;
      },
      report,
    };
    contexts.set(funding, context);
    return context;
  };

  const build = (id: string, context: Context): Table | undefined => {
    const spec = forecast.scenario.tables.get(id);
    return spec === undefined
      ? buildBuiltIn(id, context)
      : buildSpecified(id, spec, context, report);
  };

  return {
    language,
    table: (id, funding = forecast.options.funding) => contextOf(funding).table(id),
    problems,
  };
}

/** The report of the tables asked for. */
export function buildReport(
  tables: Tables,
  forecast: Forecast,
  names: readonly string[],
  variant: readonly string[],
): Built<Report> {
  const { scenario } = forecast;
  const known = tableNames(forecast);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    return {
      ok: false,
      diagnostics: unknown.map((name) => ({
        code: "unknown-name",
        severity: "error",
        message: `there is no table "${name}"`,
        help: `expected ${oneOf(name, known)}`,
      })),
    };
  }
  const built = names.flatMap((name) => tables.table(name) ?? []);
  if (tables.problems.length > 0) return { ok: false, diagnostics: tables.problems };
  return {
    ok: true,
    value: {
      scenario: scenario.name,
      title: scenario.title,
      language: tables.language,
      prices: scenario.prices,
      variant,
      tables: built,
    },
  };
}
