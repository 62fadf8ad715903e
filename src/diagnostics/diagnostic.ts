import type { Code } from "./codes.ts";

/**
 * A problem as a value, so that all problems of a file can be collected and reported in one go.
 * Nothing is thrown and nothing is formatted before rendering.
 */
export type Diagnostic = Readonly<{
  code: Code;
  severity: "error" | "warning";
  /** What is wrong, in one sentence without a full stop. */
  message: string;
  /** What to do about it; may have several lines. */
  help?: string | undefined;
  /** Address of the value inside the scenario, such as `streams.adults.intake.2014`. */
  path?: string | undefined;
  /** Name of the file as the user wrote it, never an absolute path made by the program. */
  file?: string | undefined;
  /** 1-based. */
  line?: number | undefined;
  /** 1-based, counted in UTF-16 code units as the YAML parser does. */
  column?: number | undefined;
  /** The whole source line, without its line break. */
  source?: string | undefined;
}>;

/** More problems than this of one scenario help nobody. */
export const mostProblems = 50;

/** What came of something that scenarios, files or options can make fail. */
export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

export const ok = <T>(value: T): Result<T> => ({ ok: true, value });

export const failed = (diagnostics: readonly Diagnostic[]): Result<never> => ({
  ok: false,
  diagnostics,
});
