import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { renderDiagnostic } from "../../diagnostics/render.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";

/** Prints problems on stderr, a blank line between them; the exit status says the input is unusable. */
export function printDiagnostics(io: Io, problems: readonly Diagnostic[]): ExitCode {
  io.stderr(problems.map(renderDiagnostic).join("\n"));
  return exitCodes.unusable;
}
