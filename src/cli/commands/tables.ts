import type { TablesFlags } from "../actions/tables.ts";
import { withRoot } from "../options.ts";
import { languageOption, withOutput, type Declare } from "./command.ts";

const examples = `
Examples:
  forecast tables scenarios/feb2014.yaml
  forecast tables scenarios/feb2014.yaml --format json`;

export const tables: Declare = (program, { io, report }) => {
  const command = program
    .command("tables")
    .description("list the tables a scenario can print: its own, then the built-in ones")
    .argument("<scenario>", "scenario file");
  withOutput(withRoot(command))
    .addOption(languageOption("captions and titles"))
    .addHelpText("after", examples)
    .action(async (file: string, flags: TablesFlags) => {
      report(await (await import("../actions/index.ts")).tablesCommand(io, file, flags));
    });
};
