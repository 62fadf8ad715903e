import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { exitCodes, type ExitCode } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { openScenario } from "./load.ts";
import { printDiagnostics } from "./print.ts";
import { runScenario } from "./setup.ts";

const asIs = { funding: "need", intake: "mid", set: [], without: [] } as const;

/** `forecast validate`: says which files can be run, and all that is wrong with the others. */
export function validateCommand(io: Io, files: readonly string[]): ExitCode {
  let status: ExitCode = exitCodes.ok;
  for (const file of files) {
    const problems = problemsOf(io, file);
    if (problems.length > 0) {
      printDiagnostics(io, problems);
      status = exitCodes.findings;
    } else {
      io.stdout(`${file}: valid\n`);
    }
  }
  return status;
}

function problemsOf(io: Io, file: string): readonly Diagnostic[] {
  const opened = openScenario(io, file);
  if (!opened.ok) return opened.diagnostics;
  const ran = runScenario(opened.opened, asIs, [], { monthly: false });
  return ran.ok ? [] : ran.diagnostics;
}
