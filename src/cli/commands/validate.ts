import { withRoot, type RootFlag } from "../options.ts";
import type { Declare } from "./command.ts";

export const validate: Declare = (program, { io, report }) => {
  const command = program
    .command("validate")
    .description("check files of scenarios and outcomes: exit status 1 when one cannot be used")
    .argument("<file...>", "scenario files, or files of outcomes");
  withRoot(command).action(async (files: string[], flags: RootFlag) => {
    report((await import("../actions/index.ts")).validateCommand(io, files, flags));
  });
};
