/** Options that several commands share: how a run is made. */
import type { Command } from "commander";
import { Option } from "commander";

/** Where scenarios may read the files they name, beside their own folders. */
export interface RootFlag {
  readonly root?: string;
}

/** As commander hands them over; `src/cli/setup.ts` turns them into a run's options. */
export interface RunFlags extends RootFlag {
  readonly funding: "need" | "available" | "proposed";
  readonly intake: "low" | "mid" | "high";
  readonly scaleIntake?: string;
  readonly set?: readonly string[];
  readonly without?: readonly string[];
  /** Whether the planning assumption's run is shown instead of the request's. */
  readonly planning?: boolean;
}

/** Names are composed, as they are where a file is read. */
export const composed = (value: string): string => value.normalize("NFC");

const collect = (value: string, previous: readonly string[] = []): string[] => [
  ...previous,
  composed(value),
];
/** `a,b` and repeated options add up. */
const collectList = (value: string, previous: readonly string[] = []): string[] => [
  ...previous,
  ...composed(value)
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
];

export const withRoot = (command: Command): Command =>
  command.option("--root <folder>", "folder whose CSV files a scenario may name too");

/** Adds the options that change how a run is made. */
export const withRunOptions = (command: Command): Command =>
  withRoot(command)
    .addOption(
      new Option("--funding <mode>", "what decides the capacity")
        .choices(["need", "available", "proposed"])
        .default("need"),
    )
    .addOption(
      new Option("--intake <case>", "case of the intake forecast")
        .choices(["low", "mid", "high"])
        .default("mid"),
    )
    .option("--planning", "show the planning assumption's run instead of the request's")
    .option("--scale-intake <factor>", "multiply every intake, for instance 1.05")
    .addOption(
      new Option("--set <path=value>", "change an input; may be repeated").argParser(collect),
    )
    .addOption(
      new Option("--without <measures>", "switch development measures off").argParser(collectList),
    );

export const listOption = (flags: string, description: string): Option =>
  new Option(flags, description).argParser(collectList);

export const repeatOption = (flags: string, description: string): Option =>
  new Option(flags, description).argParser(collect);
