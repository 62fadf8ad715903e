import type { FramesFlags } from "../actions/frames.ts";
import { withRoot } from "../options.ts";
import { languageOption, withOutput, type Declare } from "./command.ts";

const examples = `
Examples:
  forecast frames scenarios/feb2014.yaml
  forecast frames scenarios/feb2014.yaml --write
  forecast frames scenarios/feb2014.yaml --verify`;

export const frames: Declare = (program, { io, report }) => {
  const command = program
    .command("frames")
    .description("the frames that follow from the planning assumption, to record and to verify")
    .argument("<scenario>", "scenario file")
    .option("--write", "record the frames in the file")
    .option("--verify", "exit status 1 unless the recorded frames come out again");
  withOutput(withRoot(command))
    .addOption(languageOption("captions and numbers"))
    .addHelpText("after", examples)
    .action(async (file: string, flags: FramesFlags) => {
      report(await (await import("../actions/index.ts")).framesCommand(io, file, flags));
    });
};
