/** Writes a scenario's text back into its file. */
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { readDocument, readText, type Document } from "../../scenario/read.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import type { RootFlag } from "../options.ts";
import { readBytes, scenarioIn } from "./load.ts";
import { printDiagnostics } from "./print.ts";
import { writeFile } from "./write.ts";

/** The document with another text, as it will be read. */
export function documentOf(document: Document, text: string): Document | readonly Diagnostic[] {
  const read = readDocument(new TextEncoder().encode(text), document.file);
  return read.ok ? read.document : read.diagnostics;
}

/** Puts a text in place of the one that was read: not if it could not be used, nor if the file has changed meanwhile. */
export function replaceFile(io: Io, document: Document, flags: RootFlag, text: string): ExitCode {
  const { file } = document;
  const denied = (message: string, help: string): ExitCode =>
    printDiagnostics(io, [{ code: "not-written", severity: "error", file, message, help }]);
  const next = documentOf(document, text);
  const [first] = "tree" in next ? problemsOf(io, next, flags) : next;
  if (first !== undefined) {
    const message = `not written, because it could not be read again: ${first.message}`;
    return denied(message, "write the numbers in by hand");
  }
  const read = readBytes(io, file);
  if ("problem" in read) return printDiagnostics(io, [read.problem]);
  const now = readText(read.bytes, file);
  if (!now.ok || now.text !== document.text) {
    return denied(
      "not written, because the file has been changed meanwhile",
      "run the command again",
    );
  }
  // A byte order mark is no part of the text that was read.
  const mark = read.bytes[0] === 0xef ? "\ufeff" : "";
  return writeFile(io, file, mark + text);
}

function problemsOf(io: Io, document: Document, flags: RootFlag): readonly Diagnostic[] {
  const parsed = scenarioIn(io, document, flags).parse([]);
  return parsed.ok ? [] : parsed.diagnostics;
}
