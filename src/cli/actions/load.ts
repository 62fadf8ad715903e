/** Reads scenario files and the files they name, for all commands. */
import { resolveInside, rootOf } from "../../scenario/series.ts";
import { readDocument, readText, type Document, type Failure } from "../../scenario/read.ts";
import { scenarioReader, type ReadFile, type ReadScenarioWith } from "../../scenario/parse.ts";
import type { Code } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Io } from "../io.ts";

/** Above this the file is refused before it is read into memory. */
const largestFile = 64 * 1024 * 1024;

const causes: Readonly<Record<string, { code: Code; message: string; help: string }>> = {
  ENOENT: {
    code: "file-not-found",
    message: "the file does not exist",
    help: "check the path; paths are relative to the current directory",
  },
  ENOTDIR: {
    code: "file-not-found",
    message: "the file does not exist",
    help: "a part of the path is a file, not a directory",
  },
  EISDIR: {
    code: "is-directory",
    message: "this is a directory, not a file",
    help: "name a file in it",
  },
};

/** Why a file cannot be read. */
export function fileProblem(error: unknown, file: string): Diagnostic {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  const cause = Object.hasOwn(causes, code) ? causes[code] : undefined;
  return {
    severity: "error",
    file,
    ...(cause ?? {
      code: "not-readable",
      message: `the file cannot be read (${code || "unknown cause"})`,
      help: "check its permissions",
    }),
  };
}

type Bytes = { readonly bytes: Uint8Array } | { readonly problem: Diagnostic };

/** The content of a file the user named. */
export function readBytes(io: Io, file: string): Bytes {
  try {
    const { kind, size } = io.stat(file);
    if (kind === "directory") {
      return { problem: fileProblem(Object.assign(new Error(), { code: "EISDIR" }), file) };
    }
    if (size > largestFile) {
      return {
        problem: {
          code: "too-large",
          severity: "error",
          file,
          message: `the file has ${Math.round(size / 1e6)} MB`,
          help: "put long series into CSV files",
        },
      };
    }
    return { bytes: io.readFile(file) };
  } catch (error) {
    return { problem: fileProblem(error, file) };
  }
}

/** A scenario file, read once, to be parsed with any changes of its inputs. */
export interface Opened {
  readonly file: string;
  readonly parse: ReadScenarioWith;
}

/** A YAML file the user named. */
export function openDocument(io: Io, file: string): { ok: true; document: Document } | Failure {
  const read = readBytes(io, file);
  return "problem" in read
    ? { ok: false, diagnostics: [read.problem] }
    : readDocument(read.bytes, file);
}

export function openScenario(io: Io, file: string): { ok: true; opened: Opened } | Failure {
  const found = openDocument(io, file);
  return found.ok ? { ok: true, opened: scenarioIn(io, found.document) } : found;
}

export const scenarioIn = (io: Io, document: Document): Opened => ({
  file: document.file,
  parse: scenarioReader(document, companionReader(io, document.file)),
});

/** Reads files a scenario names, each once, and only inside its root. */
function companionReader(io: Io, file: string): ReadFile {
  const texts = new Map<string, ReturnType<ReadFile>>();
  return (name) => {
    const known = texts.get(name);
    if (known !== undefined) return known;
    const made = readCompanion(io, file, name);
    texts.set(name, made);
    return made;
  };
}

function readCompanion(io: Io, file: string, name: string): ReturnType<ReadFile> {
  const { root, base } = rootOf(io.cwd, file, io);
  const found = resolveInside(root, base, name, io);
  if (!found.ok) return { problem: found.diagnostics[0] ?? fileProblem(undefined, name) };
  const read = readBytes(io, found.path);
  if ("problem" in read) {
    const { code, message, help } = read.problem;
    return { problem: { code, severity: "error", message: `${name}: ${message}`, help } };
  }
  const text = readText(read.bytes, name);
  return text.ok
    ? { text: text.text }
    : { problem: text.diagnostics[0] ?? fileProblem(undefined, name) };
}
