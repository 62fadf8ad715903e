/** Fitting, with the matrices it needs. Loaded only when it is asked for. */
export { calibrateCommand } from "./calibrate.ts";
