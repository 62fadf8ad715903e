import type { CalibrateFlags } from "../actions/calibrate.ts";
import { withRoot } from "../options.ts";
import { languageOption, withOutput, type Declare } from "./command.ts";

const examples = `
Examples:
  forecast calibrate scenarios/feb2014.yaml --lang en
  forecast calibrate scenarios/feb2014.yaml --write
  forecast calibrate scenarios/feb2014.yaml --verify`;

export const calibrate: Declare = (program, { io, report }) => {
  const command = program
    .command("calibrate")
    .description(
      "fit the numbers a scenario declares to its published figures, and report on the fit",
    )
    .argument("<scenario>", "scenario file")
    .option("--write", "put the fitted numbers into the file")
    .option("--verify", "exit status 1 unless the numbers in the file come out again")
    .option("--starts <number>", "starts spread over the ranges, beside the declared one", "8");
  withOutput(withRoot(command))
    .addOption(languageOption("captions and numbers"))
    .addHelpText("after", examples)
    .action(async (file: string, flags: CalibrateFlags) => {
      report(await (await import("../actions/fit.ts")).calibrateCommand(io, file, flags));
    });
};
