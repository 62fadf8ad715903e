import { withRunOptions } from "../options.ts";
import type { BacktestFlags } from "../actions/backtest.ts";
import { languageOption, withOutput, type Declare } from "./command.ts";

const examples = `
Examples:
  forecast backtest scenarios/jan2012.yaml --outcomes scenarios/jan2012-outcomes.yaml
  forecast backtest s.yaml --outcomes came.yaml --set streams.adults.shares.granted.2013=0.5
  forecast backtest s.yaml --outcomes came.yaml --output score.csv`;

export const backtest: Declare = (program, { io, report }) => {
  const command = program
    .command("backtest")
    .description("score a scenario by what came, beside forecasts made without a model")
    .argument("<scenario>", "scenario file")
    .requiredOption("--outcomes <file>", "file of outcomes");
  withOutput(withRunOptions(command))
    .addOption(languageOption("captions and numbers"))
    .addHelpText("after", examples)
    .action(async (file: string, flags: BacktestFlags) => {
      report(await (await import("../actions/index.ts")).backtestCommand(io, file, flags));
    });
};
