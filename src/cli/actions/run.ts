import { rendererOf } from "../../render/index.ts";
import { buildReport, ownTables } from "../../tables/build.ts";
import type { Report } from "../../tables/table.ts";
import { inUnit } from "../../tables/unit.ts";
import type { Diagnostic, Result } from "../../diagnostics/diagnostic.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { openScenario } from "./load.ts";
import type { RunFlags } from "../options.ts";
import { writeResult, type OutputFlags } from "./output.ts";
import { describeVariant, guarded, runScenario } from "./setup.ts";
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
): Result<Report> {
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
    return flags.unit === undefined ? built : inUnit(built.value, flags.unit, scenario.money);
  });
}

/** `forecast run`: every scenario's tables; nothing is printed when one of them cannot be used. */
export async function runCommand(
  io: Io,
  files: readonly string[],
  flags: RunCommandFlags,
): Promise<ExitCode> {
  const outcomes = files.map((file) => reportOf(io, file, flags, (own) => flags.table ?? own));
  const problems = outcomes.flatMap((outcome): readonly Diagnostic[] =>
    outcome.ok ? [] : outcome.diagnostics,
  );
  if (problems.length > 0) return printDiagnostics(io, problems);
  const reports = outcomes.flatMap((outcome) => (outcome.ok ? [outcome.value] : []));
  return writeResult(io, flags, async (format, options) =>
    (await rendererOf(format))(reports, { ...options, language: flags.lang }),
  );
}
