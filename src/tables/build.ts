/** The tables asked for, as specs, each made once, and filled. */
import { brief } from "../diagnostics/brief.ts";
import {
  failed,
  mostProblems,
  ok,
  type Diagnostic,
  type Result,
} from "../diagnostics/diagnostic.ts";
import { oneOf } from "../diagnostics/suggest.ts";
import type { Column } from "../engine/session.ts";
import { budgetYearName, budgetYears } from "../language/calendar.ts";
import type { Scenario } from "../model/scenario.ts";
import type { Funding } from "../model/tables/file.ts";
import type { Request } from "../request/request.ts";
import { builtIn, builtInSpec } from "./built-in.ts";
import type { Context } from "./context.ts";
import type { Language, Report, Table } from "./table.ts";
import { fill, wantAll, type Spec } from "./spec.ts";
import { specifiedSpec } from "./specified.ts";

/** Names of all tables of a scenario: its own, in their order, then the built-in ones. */
export const tableNames = ({ tables }: Scenario): string[] => [
  ...tables.keys(),
  ...Object.keys(builtIn),
];

/** What is printed unless something else is asked for: the request's own tables, or else the needs. */
export function ownTables({ tables }: Scenario): string[] {
  const own = [...tables.keys()];
  return own.length > 0 ? own : ["need"];
}

/** Specs on demand, in the request's funding mode or another. */
export interface Tables {
  readonly request: Request;
  readonly language: Language;
  readonly spec: (id: string, mode?: Funding) => Spec | undefined;
  /** What was found wrong with the specs made so far. */
  readonly problems: readonly Diagnostic[];
}

export function tablesOf(request: Request, language: Language = request.scenario.language): Tables {
  const { scenario, options, columns } = request;
  const problems: Diagnostic[] = [];
  const report = (problem: Diagnostic): void => {
    if (problems.length < mostProblems) problems.push(problem);
  };
  for (const id of [...scenario.tables.keys()].filter((name) => Object.hasOwn(builtIn, name))) {
    report({
      code: "duplicate-key",
      severity: "error",
      message: `"${id}" is the name of a built-in table`,
      help: "give the table another name",
      path: `tables.${id}`,
    });
  }
  const { period, yearStarts } = scenario;
  const years = budgetYears(period, yearStarts);
  const yearOf = ({ from }: Column): string =>
    budgetYearName(years.findLast(({ opens }) => opens <= period.from + from)!.opens);
  const made = new Map<string, Spec | undefined>();

  const spec = (id: string, mode: Funding = options.funding): Spec | undefined => {
    const name = `${mode} ${id}`;
    if (made.has(name)) return made.get(name);
    // A table that asks for itself while it is made finds nothing.
    made.set(name, undefined);
    const context: Context = {
      request,
      mode,
      view: { mode },
      language,
      columns,
      yearOf,
      spec: (other, otherMode = mode) => spec(other, otherMode),
      report,
    };
    const own = scenario.tables.get(id);
    const found =
      own === undefined ? builtInSpec(id, context) : specifiedSpec(id, own, context, report);
    made.set(name, found);
    return found;
  };
  return { request, language, spec, problems };
}

/** The report of the tables asked for. @throws RunFailed */
export function buildReport(
  { request, language, spec, problems }: Tables,
  names: readonly string[],
  variant: readonly string[],
): Result<Report> {
  const { scenario } = request;
  const known = tableNames(scenario);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    return failed(
      unknown.map((name) => ({
        code: "unknown-name",
        severity: "error",
        message: `there is no table "${name}"`,
        help: `expected ${oneOf(name, known)}`,
      })),
    );
  }
  const specs = [...new Set(names)].flatMap((name) => spec(name) ?? []);
  if (problems.length > 0) return failed(problems);
  for (const { rows } of specs) wantAll(request, rows);
  const tables = specs.map((one) => fill(request, one));
  const unfit = tables.flatMap(notFinite).slice(0, mostProblems);
  if (unfit.length > 0) return failed(unfit);
  return ok({
    scenario: scenario.name,
    title: scenario.title,
    language,
    prices: scenario.prices,
    variant,
    tables,
  });
}

/** Cells whose value is no number: the run's are, but what is added, converted or compared may grow too large. */
const notFinite = ({ id, periods, rows }: Table): Diagnostic[] =>
  rows.flatMap(({ key, values }) => {
    const at = values.findIndex((value) => value !== null && !Number.isFinite(value));
    return at < 0
      ? []
      : [
          {
            code: "out-of-range",
            severity: "error",
            message: `${brief(`${id}/${key}`)}@${periods[at]} is not a finite number`,
            help: "look for a very large number among the figures it is made of, or a very small one among those it is divided by",
          },
        ];
  });
