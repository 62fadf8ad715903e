/** Runs a case in this process and says what must never be. */
import process from "node:process";
import { run } from "../../src/cli/program.ts";
import { fakeIo } from "../support/fake-io.ts";
import type { Case, Files } from "./cases.ts";

/** Longest that one problem may be in print. */
const longestLine = 2000;
/** In milliseconds of processor time: to start with, and for each kilobyte that is read. */
const [longestRun, perKilobyte] = [2000, 2];

interface Outcome {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

async function outcome(argv: readonly string[], files: Files): Promise<Outcome> {
  const { io, out, err } = fakeIo(files);
  const status = await run(argv, io);
  return { status, out: out(), err: err() };
}

/** What is wrong with what a command did; undefined where nothing is. */
function wrong({ status, out, err }: Outcome): string | undefined {
  if (status === 70) return `status 70: ${err.slice(0, 300)}`;
  if (status === 2 && err === "") return "status 2 without a word";
  const printed = `${out}\n${err}`;
  const [trace] = /^\s+at .+:\d+:\d+\)?$/m.exec(printed) ?? [];
  if (trace !== undefined) return `a stack trace:${trace}`;
  const [word] = /^.*(?:\bNaN\b|\bInfinity\b|\[object |\bundefined\b).*$/m.exec(printed) ?? [];
  if (word !== undefined) return `in print: ${word.slice(0, 300)}`;
  // oxlint-disable-next-line no-control-regex -- these are what is looked for
  if (/[\0-\x08\x0b-\x1f\x7f-\x9f]/.test(printed)) return "a control character in print";
  const long = err.split("\n").find((line) => line.length > longestLine);
  return long === undefined
    ? undefined
    : `a message of ${long.length} signs: ${long.slice(0, 200)}`;
}

const allTables =
  "stocks,flows,stay,staff,housing,need,unit-costs,measures,savings,fit,assumptions";

/** What is wrong with a case; undefined where nothing is. Only a process that does nothing else can be timed. */
export async function check(
  { argv, files }: Case,
  { timed }: { readonly timed: boolean },
): Promise<string | undefined> {
  const before = process.cpuUsage();
  const found = await outcome(argv, files);
  const { user, system } = process.cpuUsage(before);
  const problem = wrong(found);
  if (problem !== undefined) return problem;
  const took = (user + system) / 1000;
  const read = Object.values(files).reduce((sum, text) => sum + text.length, 0) / 1000;
  if (timed && took > longestRun + perKilobyte * read) {
    return `takes ${Math.round(took)} ms of processor time`;
  }
  // What is valid can be run.
  if (found.status !== 0 || argv[0] !== "validate" || argv[1] !== "s.yaml") return undefined;
  const ran = await outcome(["run", "s.yaml", "--table", allTables], files);
  return ran.status === 0 ? wrong(ran) : `valid, but: ${ran.err.slice(0, 300)}`;
}
