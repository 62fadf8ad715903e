/**
 * Entry of the built program, and all that is loaded for `--help` and `--version`. What a command
 * needs beyond that it imports with `await import("../actions/index.ts")`, which the build turns into loading
 * another file (see `entries` in build.mjs).
 */
export { leave, nodeIo } from "./io.ts";
export { run } from "./program.ts";
