import { backtest, type Scorable } from "../../analysis/backtest.ts";
import { monthName, type Period } from "../../language/calendar.ts";
import type { Diagnostic, Result } from "../../diagnostics/diagnostic.ts";
import { backtestTables } from "../../analysis/backtest-report.ts";
import { rendererOf } from "../../render/index.ts";
import { readOutcomes, type OutcomeRow, type Outcomes } from "../../scenario/outcomes.ts";
import { distinct } from "../../scenario/parse.ts";
import { rowName } from "../../model/refs.ts";
import { citation, rowToCompare } from "../../tables/published.ts";
import { valueIn } from "../../tables/spec.ts";
import type { Report } from "../../tables/table.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { openDocument, openScenario, type Opened } from "./load.ts";
import type { RunFlags } from "../options.ts";
import { writeResult, type OutputFlags } from "./output.ts";
import { printDiagnostics } from "./print.ts";
import { describeVariant, guarded, runScenario } from "./setup.ts";

export interface BacktestFlags extends RunFlags, OutputFlags {
  readonly outcomes: string;
  readonly lang?: "sv" | "en";
}

/** `forecast backtest`: what a scenario said beside what came. There is no pass and no fail: the status is 0. */
export async function backtestCommand(
  io: Io,
  file: string,
  flags: BacktestFlags,
): Promise<ExitCode> {
  const opened = openScenario(io, file, flags);
  const outcomes = openOutcomes(io, flags.outcomes);
  if (!opened.ok || !outcomes.ok) {
    const scenario = opened.ok ? opened.opened.parse([]) : opened;
    return printDiagnostics(
      io,
      [scenario, outcomes].flatMap((read) => (read.ok ? [] : read.diagnostics)),
    );
  }
  const report = reportOn(opened.opened, outcomes.value, flags);
  if (!report.ok) return printDiagnostics(io, report.diagnostics);
  return writeResult(io, flags, async (format, options) =>
    (await rendererOf(format))([report.value], options),
  );
}

function openOutcomes(io: Io, file: string): Result<Outcomes> {
  const found = openDocument(io, file);
  if (!found.ok) return found;
  const read = readOutcomes(found.document);
  return read.ok ? { ok: true, value: read.outcomes } : read;
}

/** What is said of the outcomes of years, then of those of months, or all that is wrong with them. */
function reportOn(opened: Opened, outcomes: Outcomes, flags: BacktestFlags): Result<Report> {
  const parts = [false, true]
    .filter((monthly) => outcomes.rows.some((row) => row.monthly === monthly))
    .map((monthly) => score(opened, outcomes, monthly, flags));
  const reports = parts.flatMap((part) => (part.ok ? [part.value] : []));
  const [first] = reports;
  return first === undefined || reports.length < parts.length
    ? {
        ok: false,
        diagnostics: distinct(parts.flatMap((part) => (part.ok ? [] : part.diagnostics))),
      }
    : { ok: true, value: { ...first, tables: reports.flatMap(({ tables }) => tables) } };
}

/** Runs the scenario in years or months and scores the rows with such outcomes. */
function score(
  opened: Opened,
  outcomes: Outcomes,
  monthly: boolean,
  flags: BacktestFlags,
): Result<Report> {
  const ran = runScenario(opened, flags, [], { monthly, language: flags.lang });
  if (!ran.ok) return ran;
  const { request, tables, locate } = ran.value;
  const { name, period, prices, unit: ownUnit } = request.scenario;
  return guarded(locate, () => {
    const problems: Diagnostic[] = [];
    let priced = false;
    const rows = outcomes.rows.flatMap((outcome, i): Scorable[] => {
      if (outcome.monthly !== monthly) return [];
      const { row: ref, unit = ownUnit, source, page, values, before } = outcome;
      const row = rowName(ref);
      const path = `outcomes.${i}`;
      problems.push(...outsideRun(outcome, period, path).map(outcomes.locate));
      const found = rowToCompare(request.scenario, tables.spec, { row: ref, unit });
      if ("problem" in found) {
        problems.push(outcomes.locate({ ...found.problem, path: `${path}.${found.key}` }));
        return [];
      }
      priced ||= found.isMoney;
      const { decimals, shows, spec } = found;
      const forecast = (at: string): number | null => {
        const column = spec.columns.find(({ name: own }) => own === at);
        return column === undefined ? null : valueIn(request, shows, column);
      };
      const origin = citation(outcomes.sources, source, page, tables.language);
      return [{ row, unit, decimals, origin, outcomes: values, before, forecast }];
    });
    problems.push(...tables.problems.map(locate));
    if (problems.length > 0) return { ok: false, diagnostics: problems };
    const { language } = tables;
    const shown = backtestTables(backtest(rows, period.from), { monthly, priced, language });
    const variant = describeVariant(flags);
    const head = { scenario: name, title: outcomes.title, language, prices, variant };
    return { ok: true, value: { ...head, tables: shown } };
  });
}

/** Figures of periods that the run does not cover, and past ones that are not before its start. */
function outsideRun({ values, before }: OutcomeRow, run: Period, path: string): Diagnostic[] {
  const problem = (at: string, message: string, help: string): Diagnostic => ({
    code: "out-of-range",
    severity: "error",
    message,
    help,
    path: `${path}.${at}`,
  });
  const covered = `it runs from ${monthName(run.from)} to ${monthName(run.to)}`;
  return [
    ...values
      .filter(({ from, to }) => from < run.from || to > run.to)
      .map(({ period }) =>
        problem(
          `values.${period}`,
          `the run does not cover ${period}`,
          `${covered}; put what was known when it starts under "before"`,
        ),
      ),
    ...before
      .filter(({ to }) => to >= run.from)
      .map(({ period }) =>
        problem(
          `before.${period}`,
          `${period} does not lie before the start of the run`,
          `${covered}; baselines are made from earlier figures only`,
        ),
      ),
  ];
}
