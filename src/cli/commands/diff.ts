import { listOption, withRunOptions } from "../options.ts";
import type { DiffFlags } from "../actions/diff.ts";
import { languageOption, withOutput, type Declare } from "./command.ts";

const examples = `
Examples:
  forecast diff main.yaml branch.yaml
  forecast diff golden/feb2014.json scenarios/feb2014.yaml --tolerance 0.5
  forecast diff a.yaml b.yaml --table need --format markdown`;

export const diff: Declare = (program, { io, report }) => {
  const command = program
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
  withOutput(withRunOptions(command))
    .addOption(languageOption("numbers"))
    .addHelpText("after", examples)
    .action(async (a: string, b: string, flags: DiffFlags) => {
      report(await (await import("../actions/index.ts")).diffCommand(io, a, b, flags));
    });
};
