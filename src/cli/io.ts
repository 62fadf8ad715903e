import {
  accessSync,
  closeSync,
  constants,
  copyFileSync,
  fchmodSync,
  fchownSync,
  fstatSync,
  fsyncSync,
  linkSync,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  readSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
  type BigIntStats,
  type Stats,
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
  /** The current directory; undefined where it does not exist any more. */
  cwd: string | undefined;
  readFile: (path: string) => Uint8Array;
  /** All of standard input, the same whenever it is asked for; no more than `most` bytes are read. */
  stdin: (most: number) => Uint8Array;
  /** Whether a path leads to a file that was read, by whatever name. */
  wasRead: (path: string) => boolean;
  stat: (path: string) => FileStat;
  /** The absolute path with all symbolic links followed. */
  realpath: (path: string) => string;
  /**
   * Writes a file so that a reader sees the old content or the new, never a part, also if the program is
   * interrupted. A replaced file keeps its mode and owner; one that nobody may write, or whose owner cannot be kept, is
   * left alone: the error's `syscall` is `access` or `fchown`. Without `overwrite` any existing file is, with `EEXIST`.
   */
  writeFileAtomic: (
    path: string,
    data: string | Uint8Array,
    options: Readonly<{ overwrite: boolean }>,
  ) => void;
}>;

/** The real world. */
export function nodeIo(): Io {
  const cwd = currentDirectory();
  const at = (path: string): string => resolve(cwd ?? "/", path);
  const seen = new Set<string>();
  let input: Uint8Array | undefined;
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
    readFile: (path) => {
      const bytes = readFileSync(at(path));
      seen.add(realpathSync(at(path))).add(identity(statSync(at(path), { bigint: true })));
      return bytes;
    },
    stdin: (most) => {
      const stats = fstatSync(0, { bigint: true });
      if (stats.isFile()) seen.add(identity(stats));
      return (input ??= readInput(most));
    },
    wasRead: (path) => {
      try {
        const stats = statSync(at(path), { bigint: true });
        return seen.has(realpathSync(at(path))) || seen.has(identity(stats));
      } catch {
        return false; // What cannot be found was not read.
      }
    },
    stat: (path) => fileStat(at(path)),
    realpath: (path) => realpathSync(at(path)),
    writeFileAtomic: (path, data, { overwrite }) => {
      writeAtomic(at(path), data, overwrite);
    },
  };
}

function currentDirectory(): string | undefined {
  try {
    return process.cwd();
  } catch {
    return undefined;
  }
}

/** The same for all names of a file; another where an editor has put a new file in its place. */
const identity = ({ dev, ino }: BigIntStats): string => `${dev}:${ino}`;

function readInput(most: number): Uint8Array {
  const chunks: Uint8Array[] = [];
  for (let length = 0; length < most;) {
    const chunk = new Uint8Array(Math.min(most - length, 65_536));
    const count = readSome(chunk);
    if (count === 0) break;
    chunks.push(chunk.subarray(0, count));
    length += count;
  }
  return Buffer.concat(chunks);
}

/** A terminal or pipe that another program has made non-blocking has nothing yet at times. */
function readSome(chunk: Uint8Array): number {
  for (;;) {
    try {
      return readSync(0, chunk);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EAGAIN") throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10);
    }
  }
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
  // A signal that came while a file was written is told in the next turn.
  if (deferring) await new Promise((resolved) => void setImmediate(resolved));
  // What went wrong with a stream is told in a later turn.
  if (streams.every(({ errored }) => errored === null)) process.exit();
}

/** Whether signals end the program in the next turn rather than at once. */
let deferring = false;

/** From now on a signal ends the program, as it does by itself, but not in the middle of what it does. */
function deferSignals(): void {
  if (deferring) return;
  deferring = true;
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.once(signal, () => void process.kill(process.pid, signal));
  }
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
    if (!existing.isDirectory()) accessSync(path, constants.W_OK);
    writeFileSync(path, data);
    return;
  }
  const target = leadsTo(path);
  if (existing !== undefined && overwrite) checkWritable(target, existing);
  deferSignals();
  // Not made of the file's name, which may be as long as a name can be.
  const unique = `${process.pid}-${Math.random().toString(36).slice(2)}`;
  const temporary = join(dirname(target), `.forecast-${unique}.tmp`);
  try {
    const file = openSync(temporary, "wx");
    try {
      if (existing !== undefined) keepOwner(file, existing);
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

/** Through a symbolic link the file it points to is written, not the link, whether the file is there or not. */
function leadsTo(path: string): string {
  const own = join(realpathSync(dirname(path)), basename(path));
  const isLink = lstatSync(own, { throwIfNoEntry: false })?.isSymbolicLink() ?? false;
  return isLink ? leadsTo(resolve(dirname(own), readlinkSync(own))) : own;
}

/** Throws where a file is protected: its folder alone would let it be replaced. For root, too, who may write anything. */
function checkWritable(path: string, { mode }: Stats): void {
  accessSync(path, constants.W_OK);
  if ((mode & 0o222) !== 0) return;
  const message = `EACCES: permission denied, access '${path}'`;
  throw Object.assign(new Error(message), { code: "EACCES", syscall: "access" });
}

/** Gives a new file the owner and the mode of the one it will replace. */
function keepOwner(file: number, { uid, gid, mode }: Stats): void {
  const made = fstatSync(file);
  if (made.uid !== uid || made.gid !== gid) fchownSync(file, uid, gid);
  fchmodSync(file, mode & 0o7777);
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
