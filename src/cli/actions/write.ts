/** Writes files, and says why where one cannot be written. */
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { printDiagnostics } from "./print.ts";

type Cause = readonly [message: string, help: string];

const noRoom = "make room, or name a file elsewhere";
const ofFolder: Cause = ["no file can be made in its folder", "check the folder's permissions"];

/** By what the system says, or by that and what the program was about to do. */
const causes: Readonly<Record<string, Cause>> = {
  "EACCES access": [
    "it is protected against writing",
    "check its permissions, or name another file",
  ],
  "EPERM access": [
    "it is protected against writing",
    "check its permissions, or name another file",
  ],
  "EPERM fchown": [
    "its owner or its group would change",
    "let its owner run the command, or name another file",
  ],
  EACCES: ofFolder,
  EPERM: ofFolder,
  ENOENT: ["its folder does not exist", "make the folder first"],
  ENOTDIR: ["a part of its path is a file, not a folder", "name a file in a folder"],
  EISDIR: ["this is a directory", "name a file in it"],
  EROFS: ["its file system can only be read", "name a file elsewhere"],
  ENOSPC: ["no space is left on the device", noRoom],
  EDQUOT: ["no more space may be used on the device", noRoom],
  EFBIG: ["the result is larger than a file may be", "write fewer tables"],
  ENAMETOOLONG: ["the name is too long", "choose a shorter one"],
  ELOOP: ["its links lead in a circle", "name the file they should lead to"],
};

/** Writes a file, in place of an earlier one of that name, or prints why that cannot be. */
export function writeFile(io: Io, file: string, data: string | Uint8Array): ExitCode {
  try {
    io.writeFileAtomic(file, data, { overwrite: true });
    return exitCodes.ok;
  } catch (error) {
    return printDiagnostics(io, [unwritten(error, file)]);
  }
}

function unwritten(error: unknown, file: string): Diagnostic {
  const { code = "unknown cause", syscall } = error as { code?: string; syscall?: string };
  const [message, help] = causes[`${code} ${syscall}`] ??
    causes[code] ?? [`the system says ${code}`, "name a file elsewhere"];
  return {
    code: "not-written",
    severity: "error",
    file,
    message: `cannot write: ${message}`,
    help,
  };
}
