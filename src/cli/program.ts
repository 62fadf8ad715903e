import { Command, CommanderError } from "commander";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { renderDiagnostic } from "../diagnostics/render.ts";
import { visible } from "../diagnostics/visible.ts";
import { exitCodes, type ExitCode } from "./exit-codes.ts";
import { commands } from "./commands/index.ts";
import type { Io } from "./io.ts";

/** The version in package.json, put in by the build. */
declare const __VERSION__: string;

/** Width of help text where there is no terminal, so that it is the same everywhere. */
const defaultColumns = 80;

/**
 * The command line with all its commands. Nothing in it writes or exits by itself: text goes to
 * `io`, commander's own way out is a thrown CommanderError, and an action that did not end well
 * says so through `report`. Commands are added with `program.command(...)`: it hands these settings on, `addCommand` does not.
 */
export function createProgram(io: Io, report: (status: ExitCode) => void = () => {}): Command {
  const program = new Command("forecast");
  program
    .description(
      "Budget forecasts from a text scenario, for agencies whose costs follow people and cases.",
    )
    .version(__VERSION__, "-V, --version", "print the version")
    .helpOption("-h, --help", "print help")
    .exitOverride()
    .configureOutput({
      writeOut: (text) => io.stdout(text),
      writeErr: (text) => io.stderr(text),
      outputError: () => {}, // `run` reports usage errors as diagnostics.
      getOutHelpWidth: () => io.columns ?? defaultColumns,
      getErrHelpWidth: () => io.columns ?? defaultColumns,
      getOutHasColors: () => false,
      getErrHasColors: () => false,
    })
    .addHelpText("after", examples);

  program.hook("preAction", (_, command) => {
    const problem = unusable(io, command);
    if (problem !== undefined) command.error(problem);
  });
  for (const declare of commands) declare(program, { io, report });
  return program;
}

/** What no command can work with, as a message and what to do; --help and --version do not come here. */
function unusable({ cwd }: Io, command: Command): string | undefined {
  if (cwd === undefined) {
    return "the current directory does not exist any more\ngo to another one";
  }
  const { outcomes, write } = command.opts<{ outcomes?: string; write?: boolean }>();
  const inputs = [...command.args, outcomes].filter((file) => file === "-");
  if (inputs.length > 1) return "standard input (-) is named twice\nname a file instead of one";
  return write === true && inputs.length > 0
    ? "standard input (-) cannot be written back\nname the file, or leave out --write"
    : undefined;
}

const examples = `
Examples:
  forecast scenarios/feb2014.yaml
  forecast scenarios/feb2014.yaml --table need,stocks --lang en
  forecast diff before.yaml after.yaml --tolerance 0.5
  forecast sweep scenario.yaml --vary <path>=52000:67000:1000 --select need/<appropriation>/need@<year>
  forecast backtest scenarios/jan2012.yaml --outcomes scenarios/jan2012-outcomes.yaml`;

/**
 * Runs the program with the words after its name and resolves to the exit status; never rejects.
 * If several things are reported, the gravest counts.
 */
export async function run(argv: readonly string[], io: Io): Promise<ExitCode> {
  let status: ExitCode = exitCodes.ok;
  try {
    const program = createProgram(io, (reported) => {
      if (reported > status) status = reported;
    });
    await program.parseAsync(argv, { from: "user" });
    return status;
  } catch (error) {
    if (!(error instanceof CommanderError)) return reportBug(error, io);
    if (error.exitCode === 0) return exitCodes.ok; // --help and --version
    // commander.help: the help that was written says what is missing.
    if (error.code !== "commander.help") io.stderr(renderDiagnostic(usage(error)));
    return exitCodes.unusable;
  }
}

/** Commander's "error: unknown option '--verson'\n(Did you mean --version?)" as a diagnostic. */
function usage(error: CommanderError): Diagnostic {
  const [first = "", ...hints] = error.message.split("\n");
  const message = first.replace(/^error: /, "").replace(/\.$/, "");
  const help = hints.map((hint) => hint.replace(/^\(Did (.*)\)$/, "did $1"));
  // Messages of our own say what to do.
  if (error.code !== "commander.error") help.push("`forecast --help` lists commands and options");
  return { code: "usage", severity: "error", message, help: help.join("\n") };
}

/** Not a diagnostic: the user can do nothing about it. */
function reportBug(error: unknown, io: Io): ExitCode {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  // The stack holds paths of this machine, so it is printed only where it is asked for.
  const details = io.env["FORECAST_DEBUG"] === "1" ? stack : message;
  io.stderr(
    `forecast: internal error: ${details?.split("\n").map(visible).join("\n")}\n` +
      "This is a bug in forecast, not in your input. Please report it with the command line\n" +
      "and what it prints when FORECAST_DEBUG=1 is set.\n",
  );
  return exitCodes.bug;
}
