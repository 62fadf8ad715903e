import type { FileStat, Io } from "../../src/cli/io.ts";

/** An io whose files live in memory, and what the program wrote to it. */
export type FakeIo = Readonly<{
  io: Io;
  /** All of standard output so far. */
  out: () => string;
  /** All of standard error so far. */
  err: () => string;
  /** The files by path, as changed by the program. */
  files: Map<string, Uint8Array>;
}>;

/** The working directory of a fake io. */
const cwd = "/project";

/** Paths of `files` are relative to the working directory; `-` is standard input. Anything of Io can be replaced. */
export function fakeIo(
  files: Readonly<Record<string, string | Uint8Array>> = {},
  replaced: Partial<Io> = {},
): FakeIo {
  const stored = new Map(
    Object.entries(files).map(([path, data]) => [absolute(path), toBytes(data)]),
  );
  const seen = new Set<string>();
  let out = "";
  let err = "";
  const isDirectory = (path: string): boolean =>
    [...stored.keys()].some((file) => file.startsWith(`${path}/`));
  const stat = (path: string): FileStat => {
    const data = stored.get(absolute(path));
    if (data !== undefined) return { kind: "file", size: data.length };
    if (isDirectory(absolute(path))) return { kind: "directory", size: 0 };
    throw failure("ENOENT", path);
  };
  const io: Io = {
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
    stdoutClosed: () => false,
    stdoutIsTty: false,
    stderrIsTty: false,
    columns: undefined,
    env: {},
    cwd,
    readFile: (path) => {
      if (stat(path).kind === "directory") throw failure("EISDIR", path);
      seen.add(absolute(path));
      return stored.get(absolute(path)) ?? new Uint8Array();
    },
    stdin: () => stored.get(absolute("-")) ?? new Uint8Array(),
    wasRead: (path) => seen.has(absolute(path)),
    stat,
    realpath: (path) => {
      stat(path);
      return absolute(path);
    },
    writeFileAtomic: (path, data, { overwrite }) => {
      if (isDirectory(absolute(path))) throw failure("EISDIR", path);
      if (!overwrite && stored.has(absolute(path))) throw failure("EEXIST", path);
      stored.set(absolute(path), toBytes(data));
    },
    ...replaced,
  };
  return { io, out: () => out, err: () => err, files: stored };
}

function absolute(path: string): string {
  const parts: string[] = [];
  for (const part of (path.startsWith("/") ? path : `${cwd}/${path}`).split("/")) {
    if (part === "..") parts.pop();
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return `/${parts.join("/")}`;
}

function toBytes(data: string | Uint8Array): Uint8Array {
  return typeof data === "string" ? new TextEncoder().encode(data) : data;
}

function failure(code: string, path: string): Error {
  return Object.assign(new Error(`${code}: ${path}`), { code });
}
