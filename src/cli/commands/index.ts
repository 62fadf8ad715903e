/** The registry of commands, in the order of the help. */
import { backtest } from "./backtest.ts";
import { calibrate } from "./calibrate.ts";
import type { Declare } from "./command.ts";
import { diff } from "./diff.ts";
import { frames } from "./frames.ts";
import { run } from "./run.ts";
import { sweep } from "./sweep.ts";
import { tables } from "./tables.ts";
import { validate } from "./validate.ts";

export const commands: readonly Declare[] = [
  run,
  diff,
  sweep,
  backtest,
  calibrate,
  frames,
  tables,
  validate,
];
