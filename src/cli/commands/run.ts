import { composed, listOption, withRunOptions } from "../options.ts";
import type { RunCommandFlags } from "../actions/run.ts";
import { languageOption, withOutput, type Declare } from "./command.ts";

const examples = `
Examples:
  forecast scenarios/feb2014.yaml
  forecast scenarios/feb2014.yaml --table 5 --funding available
  forecast scenarios/feb2014.yaml --table assumptions
  forecast scenario.yaml --set <path>=62000
  forecast scenarios/feb2014.yaml --table stocks --monthly --output stocks.csv`;

export const run: Declare = (program, { io, report }) => {
  const command = program
    .command("run", { isDefault: true })
    .description("run scenarios and print their tables (what `forecast FILE` does)")
    .argument("[scenario...]", "scenario files")
    .addOption(listOption("-t, --table <names>", "tables to print, such as 5,stocks,need"))
    .option("--monthly", "show months instead of years");
  withOutput(withRunOptions(command))
    .addOption(languageOption("captions and numbers"))
    .option("--unit <unit>", "unit of money, such as tkr", composed)
    .addHelpText("after", examples)
    .action(async (files: string[], flags: RunCommandFlags) => {
      if (files.length === 0) return program.help({ error: true });
      report(await (await import("../actions/index.ts")).runCommand(io, files, flags));
    });
};
