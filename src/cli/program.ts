import { Command, CommanderError, Option } from "commander";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { renderDiagnostic } from "../diagnostics/render.ts";
import { exitCodes, type ExitCode } from "./exit-codes.ts";
import type { BacktestFlags } from "./backtest.ts";
import type { CalibrateFlags } from "./calibrate.ts";
import type { DiffFlags } from "./diff.ts";
import type { Io } from "./io.ts";
import type { RunCommandFlags } from "./run-command.ts";
import type { SweepFlags } from "./sweep.ts";
import type { TablesFlags } from "./tables.ts";
import { listOption, repeatOption, withRunOptions } from "./options.ts";

/** The version in package.json, put in by the build. */
declare const __VERSION__: string;

/** Width of help text where there is no terminal, so that it is the same everywhere. */
const defaultColumns = 80;

/**
 * The command line with all its commands. Nothing in it writes or exits by itself: text goes to
 * `io`, commander's own way out is a thrown CommanderError, and an action that did not end well
 * says so through `report`. Add commands with `program.command(...)`: it hands these settings on,
 * `addCommand` does not.
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
    .addHelpText("after", examples.program);

  const runTables = program
    .command("run", { isDefault: true })
    .description("run scenarios and print their tables (what `forecast FILE` does)")
    .argument("[scenario...]", "scenario files")
    .addOption(listOption("-t, --table <names>", "tables to print, such as 5,stocks,need"))
    .option("--monthly", "show months instead of years");
  withOutput(withRunOptions(runTables), ["text", "markdown", "csv", "json"])
    .addOption(
      new Option("--lang <language>", "language of captions and numbers").choices(["sv", "en"]),
    )
    .option("--unit <unit>", "unit of money, such as tkr")
    .addHelpText("after", examples.run)
    .action(async (files: string[], flags: RunCommandFlags) => {
      if (files.length === 0) return program.help({ error: true });
      report((await import("./run.ts")).runCommand(io, files, flags));
    });

  const compare = program
    .command("diff")
    .description("compare two results cell by cell: exit status 0 same, 1 different, 2 trouble")
    .argument("<a>", "scenario file or saved JSON result")
    .argument("<b>", "scenario file or saved JSON result")
    .option(
      "--tolerance <amount>",
      "differences up to this are none: 0.5 in the cell's unit, or 0.1%",
      "0",
    )
    .addOption(listOption("-t, --table <names>", "tables to compare"))
    .option("--monthly", "compare months instead of years");
  withOutput(withRunOptions(compare), ["text", "markdown", "csv", "json"])
    .addOption(new Option("--lang <language>", "language of numbers").choices(["sv", "en"]))
    .addHelpText("after", examples.diff)
    .action(async (a: string, b: string, flags: DiffFlags) => {
      report((await import("./run.ts")).diffCommand(io, a, b, flags));
    });

  const sweep = program
    .command("sweep")
    .description("run a scenario for every combination of some inputs, one row per point")
    .argument("<scenario>", "scenario file")
    .addOption(
      repeatOption(
        "--vary <path=values>",
        "an input and its values: path=from:to:step or path=a,b,c",
      ),
    )
    .addOption(listOption("--select <addresses>", "cells to print: table/row@period"))
    .addOption(
      new Option("--format <format>", "format of the rows")
        .choices(["csv", "ndjson"])
        .default("csv"),
    );
  withRunOptions(sweep)
    .addHelpText("after", examples.sweep)
    .action(async (file: string, flags: SweepFlags) => {
      report(await (await import("./run.ts")).sweepCommand(io, file, flags));
    });

  const backtest = program
    .command("backtest")
    .description("score a scenario by what came, beside forecasts made without a model")
    .argument("<scenario>", "scenario file")
    .requiredOption("--outcomes <file>", "file of outcomes");
  withOutput(withRunOptions(backtest), ["text", "markdown", "csv", "json"])
    .addOption(
      new Option("--lang <language>", "language of captions and numbers").choices(["sv", "en"]),
    )
    .addHelpText("after", examples.backtest)
    .action(async (file: string, flags: BacktestFlags) => {
      report((await import("./run.ts")).backtestCommand(io, file, flags));
    });

  const fitting = program
    .command("calibrate")
    .description(
      "fit the numbers a scenario declares to its published figures, and report on the fit",
    )
    .argument("<scenario>", "scenario file")
    .option("--write", "put the fitted numbers into the file")
    .option("--verify", "exit status 1 unless the numbers in the file come out again")
    .option("--starts <number>", "starts spread over the ranges, beside the declared one", "8");
  withOutput(fitting, ["text", "markdown", "csv", "json"])
    .addOption(
      new Option("--lang <language>", "language of captions and numbers").choices(["sv", "en"]),
    )
    .addHelpText("after", examples.calibrate)
    .action(async (file: string, flags: CalibrateFlags) => {
      report((await import("./fit.ts")).calibrateCommand(io, file, flags));
    });

  const list = program
    .command("tables")
    .description("list the tables a scenario can print: its own, then the built-in ones")
    .argument("<scenario>", "scenario file");
  withOutput(list, ["text", "markdown", "csv", "json"])
    .addOption(
      new Option("--lang <language>", "language of captions and titles").choices(["sv", "en"]),
    )
    .addHelpText("after", examples.tables)
    .action(async (file: string, flags: TablesFlags) => {
      report((await import("./run.ts")).tablesCommand(io, file, flags));
    });

  program
    .command("validate")
    .description("check files of scenarios and outcomes: exit status 1 when one cannot be used")
    .argument("<file...>", "scenario files, or files of outcomes")
    .action(async (files: string[]) => {
      report((await import("./run.ts")).validateCommand(io, files));
    });
  return program;
}

const withOutput = (command: Command, formats: readonly string[]): Command =>
  command
    .addOption(new Option("--format <format>", "format of the result").choices(formats))
    .option("-o, --output <file>", "write to a file; its ending chooses the format");

const examples = {
  program: `
Examples:
  forecast scenarios/feb2014.yaml
  forecast scenarios/feb2014.yaml --table need,stocks --lang en
  forecast diff before.yaml after.yaml --tolerance 0.5
  forecast sweep scenarios/feb2014.yaml --vary intakes.asylum.volume.2014=52000:67000:1000 --select need/8/1:2/need@2014
  forecast backtest scenarios/jan2012.yaml --outcomes scenarios/jan2012-outcomes.yaml`,
  run: `
Examples:
  forecast scenarios/feb2014.yaml
  forecast scenarios/feb2014.yaml --table 5 --funding available
  forecast scenarios/feb2014.yaml --set intakes.asylum.volume.2014=62000
  forecast scenarios/feb2014.yaml --table stocks --monthly --output stocks.csv`,
  diff: `
Examples:
  forecast diff main.yaml branch.yaml
  forecast diff golden/feb2014.json scenarios/feb2014.yaml --tolerance 0.5
  forecast diff a.yaml b.yaml --table need --format markdown`,
  sweep: `
Examples:
  forecast sweep s.yaml --vary intakes.asylum.volume.2014=52000:67000:1000 --select need/8/1:2/need@2014
  forecast sweep s.yaml --vary a.b=1,2 --vary c.d=0:1:0.1 --select 5/8/1:1@2015,5/8/1:2@2015 --format ndjson`,
  backtest: `
Examples:
  forecast backtest scenarios/jan2012.yaml --outcomes scenarios/jan2012-outcomes.yaml
  forecast backtest s.yaml --outcomes came.yaml --set streams.adults.shares.granted.2013=0.5
  forecast backtest s.yaml --outcomes came.yaml --output score.csv`,
  tables: `
Examples:
  forecast tables scenarios/feb2014.yaml
  forecast tables scenarios/feb2014.yaml --format json`,
  calibrate: `
Examples:
  forecast calibrate scenarios/feb2014.yaml --lang en
  forecast calibrate scenarios/feb2014.yaml --write
  forecast calibrate scenarios/feb2014.yaml --verify`,
} as const;

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
  help.push("`forecast --help` lists commands and options");
  return { code: "usage", severity: "error", message, help: help.join("\n") };
}

/** Not a diagnostic: the user can do nothing about it. */
function reportBug(error: unknown, io: Io): ExitCode {
  const { message, stack } = error instanceof Error ? error : new Error(String(error));
  // The stack holds paths of this machine, so it is printed only where it is asked for.
  const details = io.env["FORECAST_DEBUG"] === "1" ? stack : message;
  io.stderr(
    `forecast: internal error: ${details}\n` +
      "This is a bug in forecast, not in your input. Please report it with the command line\n" +
      "and what it prints when FORECAST_DEBUG=1 is set.\n",
  );
  return exitCodes.bug;
}
