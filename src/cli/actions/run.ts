import { rendererOf } from "../../render/index.ts";
import { buildReport, ownTables } from "../../tables/build.ts";
import type { Report } from "../../tables/table.ts";
import { inUnit } from "../../tables/unit.ts";
import { ok, type Diagnostic, type Result } from "../../diagnostics/diagnostic.ts";
import type { Money } from "../../language/units.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { openScenario } from "./load.ts";
import type { RunFlags } from "../options.ts";
import { writeResult, type OutputFlags } from "./output.ts";
import { describeVariant, guarded, noneNamed, runScenario } from "./setup.ts";
import { printDiagnostics } from "./print.ts";

export interface ReportFlags extends RunFlags {
  readonly monthly?: boolean;
  readonly unit?: string;
  readonly lang?: "sv" | "en";
}

export interface RunCommandFlags extends ReportFlags, OutputFlags {
  readonly table?: readonly string[];
}

/** The report of one scenario file with the tables that `choose` picks, given the scenario's own; or all that is wrong. */
export function reportOf(
  io: Io,
  file: string,
  flags: ReportFlags,
  choose: (own: readonly string[]) => readonly string[],
): Result<Report & { readonly money: Money }> {
  const opened = openScenario(io, file, flags);
  if (!opened.ok) return opened;
  const ran = runScenario(opened.opened, flags, [], {
    monthly: flags.monthly ?? false,
    language: flags.lang,
  });
  if (!ran.ok) return ran;
  const { request, tables, locate } = ran.value;
  const { scenario } = request;
  return guarded(locate, () => {
    const built = buildReport(tables, choose(ownTables(scenario)), describeVariant(flags));
    if (!built.ok) {
      return {
        ok: false,
        diagnostics: built.diagnostics.map((problem) =>
          problem.path === undefined ? problem : locate(problem),
        ),
      };
    }
    const { money } = scenario;
    const shown = flags.unit === undefined ? built : inUnit(built.value, flags.unit, money);
    return shown.ok ? ok({ ...shown.value, money }) : shown;
  });
}

/** `forecast run`: every scenario's tables; nothing is printed when one of them cannot be used. */
export async function runCommand(
  io: Io,
  files: readonly string[],
  flags: RunCommandFlags,
): Promise<ExitCode> {
  const none = noneNamed(flags);
  if (none.length > 0) return printDiagnostics(io, none);
  const outcomes = files.map((file) => reportOf(io, file, flags, (own) => flags.table ?? own));
  const problems = outcomes.flatMap((outcome): readonly Diagnostic[] =>
    outcome.ok ? [] : outcome.diagnostics,
  );
  if (problems.length > 0) return printDiagnostics(io, problems);
  const made = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
  // Scenarios of one name are told apart by their files.
  const reports = made.map((report, i) =>
    made.some((other, j) => j !== i && other.scenario === report.scenario)
      ? { ...report, scenario: files[i] ?? report.scenario }
      : report,
  );
  return writeResult(io, flags, async (format, options) =>
    (await rendererOf(format))(reports, { ...options, language: flags.lang }),
  );
}
