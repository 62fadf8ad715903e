/** The commands that run scenarios. Loaded only when one of them is called. */
export { backtestCommand } from "./backtest.ts";
export { diffCommand } from "./diff.ts";
export { framesCommand } from "./frames.ts";
export { runCommand } from "./run.ts";
export { sweepCommand } from "./sweep.ts";
export { tablesCommand } from "./tables.ts";
export { validateCommand } from "./validate.ts";
