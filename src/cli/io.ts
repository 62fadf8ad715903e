import {
  closeSync,
  copyFileSync,
  constants,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import process from "node:process";

/** What a path leads to, after following links. */
export type FileStat = Readonly<{ kind: "file" | "directory" | "other"; size: number }>;

/**
 * Everything the program knows of the world outside. It is passed in, so that tests run the whole
 * program in their own process. File access is synchronous and throws errors with a `code` such as
 * `ENOENT`; relative paths are relative to `cwd`.
 */
export type Io = Readonly<{
  /** Results only. */
  stdout: (text: string) => void;
  /** Progress, notes and diagnostics. */
  stderr: (text: string) => void;
  /** Whether the reader of standard output has gone, so that nobody waits for more. */
  stdoutClosed: () => boolean;
  stdoutIsTty: boolean;
  stderrIsTty: boolean;
  /** Width of the terminal on standard output; undefined where there is none. */
  columns: number | undefined;
  env: Readonly<Record<string, string | undefined>>;
  cwd: string;
  readFile: (path: string) => Uint8Array;
  stat: (path: string) => FileStat;
  /** The absolute path with all symbolic links followed. */
  realpath: (path: string) => string;
  /**
   * Writes a file so that a reader sees the old content or the new, never a part. Without
   * `overwrite` an existing file is left alone and `EEXIST` thrown.
   */
  writeFileAtomic: (
    path: string,
    data: string | Uint8Array,
    options: Readonly<{ overwrite: boolean }>,
  ) => void;
}>;

/** The real world. */
export function nodeIo(): Io {
  const cwd = process.cwd();
  // A reader that has seen enough (`| head`) closes the pipe. That is no error: what is still
  // written goes nowhere, and files the command was asked to write are written all the same.
  let closed = false;
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    closed = true;
    if (error.code === "EPIPE") return;
    process.stderr.write(`forecast: cannot write the result: ${error.code ?? error.message}\n`);
    process.exit(2);
  });
  process.stderr.on("error", () => {});
  return {
    stdout: (text) => void process.stdout.write(text),
    stderr: (text) => void process.stderr.write(text),
    stdoutClosed: () => closed,
    stdoutIsTty: process.stdout.isTTY,
    stderrIsTty: process.stderr.isTTY,
    columns: process.stdout.columns,
    env: process.env,
    cwd,
    readFile: (path) => readFileSync(resolve(cwd, path)),
    stat: (path) => fileStat(resolve(cwd, path)),
    realpath: (path) => realpathSync(resolve(cwd, path)),
    writeFileAtomic: (path, data, { overwrite }) => {
      writeAtomic(resolve(cwd, path), data, overwrite);
    },
  };
}

/**
 * Ends the program as soon as everything is written. Left to itself Node first waits for what V8 tidies up in the
 * background, which is of no use any more: 20 ms of 220 for a whole scenario.
 */
export async function leave(status: number): Promise<void> {
  process.exitCode = status;
  const streams = [process.stdout, process.stderr];
  await Promise.all(
    streams
      .filter(({ writableLength }) => writableLength > 0)
      .map((stream) => new Promise((resolved) => void stream.write("", resolved))),
  );
  // What went wrong with a stream is told in a later turn.
  if (streams.every(({ errored }) => errored === null)) process.exit();
}

function fileStat(path: string): FileStat {
  const stats = statSync(path);
  const kind = stats.isFile() ? "file" : stats.isDirectory() ? "directory" : "other";
  return { kind, size: stats.size };
}

function writeAtomic(path: string, data: string | Uint8Array, overwrite: boolean): void {
  const existing = statSync(path, { throwIfNoEntry: false });
  if (existing !== undefined && !existing.isFile()) {
    // A device or a pipe, such as /dev/stdout, has no content to replace; a directory throws.
    writeFileSync(path, data);
    return;
  }
  // Through a symbolic link the file it points to is replaced, not the link.
  const target = existing === undefined ? path : realpathSync(path);
  const unique = `${process.pid}-${Math.random().toString(36).slice(2)}`;
  const temporary = join(dirname(target), `.${basename(target)}.${unique}.tmp`);
  try {
    const file = openSync(temporary, "wx", existing?.mode);
    try {
      writeFileSync(file, data);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    if (overwrite) renameSync(temporary, target);
    else publishNew(temporary, target);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** Gives a finished file its name, or throws `EEXIST`: renaming would silently replace. */
function publishNew(temporary: string, target: string): void {
  try {
    linkSync(temporary, target);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EEXIST") throw error;
    // Some file systems have no hard links. Copying is not atomic there, but never replaces.
    copyFileSync(temporary, target, constants.COPYFILE_EXCL);
  }
}
