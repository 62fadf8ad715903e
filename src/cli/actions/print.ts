import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { renderDiagnostic } from "../../diagnostics/render.ts";
import { visible } from "../../diagnostics/visible.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";

/** Prints a line on one of the streams; names and texts from files cannot do anything to the terminal. */
export function printLine(print: (text: string) => void, line: string): void {
  print(`${visible(line)}\n`);
}

/** Prints problems on stderr, a blank line between them; the exit status says the input is unusable. */
export function printDiagnostics(io: Io, problems: readonly Diagnostic[]): ExitCode {
  io.stderr(problems.map(renderDiagnostic).join("\n"));
  return exitCodes.unusable;
}
