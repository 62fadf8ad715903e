import { Option } from "commander";
import { listOption, repeatOption, withRunOptions } from "../options.ts";
import type { SweepFlags } from "../actions/sweep.ts";
import type { Declare } from "./command.ts";

const examples = `
Examples:
  forecast sweep scenario.yaml --vary <path>=52000:67000:1000 --select need/<appropriation>/need@<year>
  forecast sweep scenario.yaml --vary <path>=1,2 --vary <path>=0:1:0.1 --select <table>/<row>@<year> --format ndjson`;

export const sweep: Declare = (program, { io, report }) => {
  const command = program
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
  withRunOptions(command)
    .addHelpText("after", examples)
    .action(async (file: string, flags: SweepFlags) => {
      report(await (await import("../actions/index.ts")).sweepCommand(io, file, flags));
    });
};
