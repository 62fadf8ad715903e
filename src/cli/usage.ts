import type { Diagnostic } from "../diagnostics/diagnostic.ts";

/** A command line that cannot be understood. */
export const usage = (message: string, help: string): Diagnostic => ({
  code: "usage",
  severity: "error",
  message,
  help,
});
