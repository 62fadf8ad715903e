/** What declarations of commands share. A command is its declaration, a row of the registry, and its work in a file that is loaded when it is called. */
import { Option, type Command } from "commander";
import { formatNames } from "../../render/names.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";

/** What a command is given: the world outside, and where to say how it ended. */
interface Calling {
  readonly io: Io;
  readonly report: (status: ExitCode) => void;
}

/** Adds a command to the program. */
export type Declare = (program: Command, calling: Calling) => void;

/** Adds the options that say where a result goes and in which format. */
export const withOutput = (command: Command): Command =>
  command
    .addOption(new Option("--format <format>", "format of the result").choices(formatNames))
    .option("-o, --output <file>", "write to a file; its ending chooses the format");

export const languageOption = (of: string): Option =>
  new Option("--lang <language>", `language of ${of}`).choices(["sv", "en"]);
