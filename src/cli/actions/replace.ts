/** Writes a scenario's text back into its file. */
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { readDocument, readText, type Document } from "../../scenario/read.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { fileProblem, readBytes, scenarioIn } from "./load.ts";
import { printDiagnostics } from "./print.ts";

/** The document with another text, as it will be read. */
export function documentOf(document: Document, text: string): Document | readonly Diagnostic[] {
  const read = readDocument(new TextEncoder().encode(text), document.file);
  return read.ok ? read.document : read.diagnostics;
}

/** Puts a text in place of the one that was read: not if it could not be used, nor if the file has changed meanwhile. */
export function replaceFile(io: Io, document: Document, text: string): ExitCode {
  const { file } = document;
  const next = documentOf(document, text);
  const problems = "tree" in next ? problemsOf(io, next) : next;
  if (problems.length > 0) {
    const [first] = problems;
    return printDiagnostics(io, [
      {
        code: "not-readable",
        severity: "error",
        file,
        message: `not written, because it could not be read again: ${first?.message ?? ""}`,
        help: "write the numbers in by hand",
      },
    ]);
  }
  const read = readBytes(io, file);
  if ("problem" in read) return printDiagnostics(io, [read.problem]);
  const now = readText(read.bytes, file);
  if (!now.ok || now.text !== document.text) {
    return printDiagnostics(io, [
      {
        code: "not-readable",
        severity: "error",
        file,
        message: "not written, because the file has been changed meanwhile",
        help: "run the command again",
      },
    ]);
  }
  // A byte order mark is no part of the text that was read.
  const mark = read.bytes[0] === 0xef ? "\ufeff" : "";
  try {
    io.writeFileAtomic(file, mark + text, { overwrite: true });
    return exitCodes.ok;
  } catch (error) {
    return printDiagnostics(io, [fileProblem(error, file)]);
  }
}

function problemsOf(io: Io, document: Document): readonly Diagnostic[] {
  const parsed = scenarioIn(io, document).parse([]);
  return parsed.ok ? [] : parsed.diagnostics;
}
