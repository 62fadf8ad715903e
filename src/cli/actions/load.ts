/** Reads scenario files and the files they name, for all commands. */
import { readableFolders, resolveInside, withoutContent } from "../../scenario/series.ts";
import { readDocument, readText, type Document, type Failure } from "../../scenario/read.ts";
import { scenarioReader, type ReadFile, type ReadScenarioWith } from "../../scenario/parse.ts";
import type { Code } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import type { Io } from "../io.ts";
import type { RootFlag } from "../options.ts";

/** Stands for standard input where a file is named. */
export const standardInput = "-";

/** A larger file is not read at all. */
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
  ENAMETOOLONG: {
    code: "file-not-found",
    message: "the file does not exist",
    help: "the name is longer than names can be",
  },
  ELOOP: {
    code: "not-readable",
    message: "the file cannot be read: its links lead in a circle",
    help: "name the file they should lead to",
  },
};

/** Why a file cannot be read. */
function fileProblem(error: unknown, file: string): Diagnostic {
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

/** The content of a file the user named, or of standard input. What is no file could be read for ever. */
export function readBytes(io: Io, file: string): Bytes {
  const problem = (code: Code, message: string, help: string): Bytes => ({
    problem: { code, severity: "error", file, message, help },
  });
  const tooLarge = (size: number): Bytes =>
    problem(
      "too-large",
      `the file has ${Math.round(size / 1e6)} MB`,
      "put long series into CSV files",
    );
  try {
    if (file === standardInput) {
      const bytes = io.stdin(largestFile + 1);
      return bytes.length > largestFile ? tooLarge(bytes.length) : { bytes };
    }
    const { kind, size } = io.stat(file);
    if (kind === "directory") {
      return { problem: fileProblem(Object.assign(new Error(), { code: "EISDIR" }), file) };
    }
    if (kind === "other") {
      const help = "name a file, or - for what comes through a pipe";
      return problem("not-readable", "this is a pipe or a device, not a file", help);
    }
    return size > largestFile ? tooLarge(size) : { bytes: io.readFile(file) };
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

export function openScenario(
  io: Io,
  file: string,
  flags: RootFlag,
): { ok: true; opened: Opened } | Failure {
  const found = openDocument(io, file);
  return found.ok ? { ok: true, opened: scenarioIn(io, found.document, flags) } : found;
}

export const scenarioIn = (io: Io, document: Document, flags: RootFlag): Opened => ({
  file: document.file,
  parse: scenarioReader(document, companionReader(io, document.file, flags)),
});

/** Reads files a scenario names, each once. */
function companionReader(io: Io, file: string, flags: RootFlag): ReadFile {
  const texts = new Map<string, ReturnType<ReadFile>>();
  return (name) => {
    const known = texts.get(name);
    if (known !== undefined) return known;
    const made = readCompanion(io, file, name, flags);
    texts.set(name, made);
    return made;
  };
}

function readCompanion(
  io: Io,
  file: string,
  name: string,
  { root }: RootFlag,
): ReturnType<ReadFile> {
  const denied = ({ code, message, help }: Diagnostic): ReturnType<ReadFile> => ({
    problem: { code, severity: "error", message, help },
  });
  const folders = foldersOf(io, file, root);
  if ("problem" in folders) return denied(folders.problem);
  // Names are composed where they are read, and on some systems decomposed in the names of files.
  const attempted = [...new Set([name, name.normalize("NFD")])].map((written) =>
    resolveInside(folders.roots, folders.base, written, io),
  );
  const found = attempted.find(({ ok }) => ok) ?? attempted[0];
  if (found?.ok !== true) return denied(found?.diagnostics[0] ?? fileProblem(undefined, name));
  const read = readBytes(io, found.path);
  if ("problem" in read) {
    return denied({ ...read.problem, message: `${name}: ${read.problem.message}` });
  }
  const text = readText(read.bytes, name);
  return text.ok
    ? { text: text.text }
    : { problem: withoutContent(text.diagnostics[0] ?? fileProblem(undefined, name)) };
}

/** The folder of a scenario, which for standard input is the current one, and those it may read files in. */
function foldersOf(
  io: Io,
  file: string,
  root: string | undefined,
): ReturnType<typeof readableFolders> | { readonly problem: Diagnostic } {
  try {
    if (root === "") throw Object.assign(new Error(), { code: "ENOENT" });
    const scenario =
      file === standardInput ? `${io.realpath(".").replace(/\/$/, "")}/-` : io.realpath(file);
    return readableFolders(scenario, root === undefined ? undefined : io.realpath(root));
  } catch (error) {
    return {
      problem: { ...fileProblem(error, file), message: `there is no folder "${root ?? "."}"` },
    };
  }
}
