/** Plants faults in the sources, one at a time, and tells which of them no test notices. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { sortOut, type Accepted } from "./accepted.ts";
import { config } from "./config.ts";
import { copyProject, filesOf } from "./copy.ts";
import { mutantsOf, sampleOf, type Mutant } from "./mutants.ts";
import { regionOf, withProbes, type Region } from "./probes.ts";
import { report, scoreOf, type Result } from "./report.ts";
import { Runner } from "./runner.ts";
import { edited } from "./source.ts";

const usage = `npm run mutants -- [options] [glob …]

Globs are of files to mutate; without any those of test/mutants/config.ts.

  --sample N     only N mutants
  --seed S       which ones, any word; 1 if left out
  --workers N    processes that run tests, 1 or 2
  --strings      texts too, which are labels mostly
  --all-tests    also with the tests that config.ts leaves out
  --list         shows the mutants instead of running tests

Exit status: 0 enough are noticed, 1 too few, 2 trouble.
`;

interface Options {
  readonly globs: readonly string[];
  readonly sample: number;
  readonly seed: string;
  readonly workers: number;
  readonly strings: boolean;
  readonly allTests: boolean;
  readonly list: boolean;
}

class Trouble extends Error {}

function read(argv: readonly string[]): Options {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      sample: { type: "string" },
      seed: { type: "string", default: "1" },
      workers: { type: "string", default: String(config.workers) },
      strings: { type: "boolean", default: false },
      "all-tests": { type: "boolean", default: false },
      list: { type: "boolean", default: false },
    },
  });
  const whole = (name: string, given: string, most: number): number => {
    const number = Number(given);
    if (Number.isInteger(number) && number >= 1 && number <= most) return number;
    throw new Trouble(`--${name}: "${given}" is not a whole number from 1 to ${most}`);
  };
  return {
    globs: positionals.length > 0 ? positionals : config.files,
    sample: values.sample === undefined ? Infinity : whole("sample", values.sample, 1_000_000),
    seed: values.seed,
    workers: whole("workers", values.workers, config.workers),
    strings: values.strings,
    allTests: values["all-tests"],
    list: values.list,
  };
}

/** A file to mutate: its text, where tests can be seen to pass, and the mutants. */
interface Source {
  readonly file: string;
  readonly text: string;
  readonly probed: string;
  readonly regions: readonly Region[];
  readonly mutants: readonly Mutant[];
}

/** The files of the project that are to be mutated, with the text they have in the copy. */
function sourcesOf(root: string, copy: string, { globs, strings }: Options): Source[] {
  const holdEquations = new Set(filesOf(root, config.equations.files));
  const files = filesOf(root, globs).filter((file) => /(?<!\.d)\.ts$/.test(file));
  return files.map((file, number) => {
    const text = readFileSync(join(copy, file), "utf8");
    const { text: probed, regions } = withProbes(file, number, text);
    const equations = holdEquations.has(file) ? config.equations.keys : [];
    return { file, text, probed, regions, mutants: mutantsOf(file, text, { equations, strings }) };
  });
}

/** What is known of a file of tests from its run without a fault. */
interface Tests {
  readonly file: string;
  readonly milliseconds: number;
  /** `3 17`: numbers of a source and of a region of it. */
  readonly reached: ReadonlySet<string>;
}

/** Does all jobs, each with whichever runner is free. */
async function share<T>(
  runners: readonly Runner[],
  jobs: readonly T[],
  work: (runner: Runner, job: T) => Promise<void>,
): Promise<void> {
  const queue = jobs.values();
  await Promise.all(
    runners.map(async (runner) => {
      for (const job of queue) await work(runner, job);
    }),
  );
}

/** Runs all tests without a fault, which have to pass; `used` are the patterns that tests were left out for. */
async function reach(
  runners: readonly Runner[],
  files: readonly string[],
  sources: readonly Source[],
): Promise<{ tests: Tests[]; used: ReadonlySet<string> }> {
  const probed = sources.map(({ file, probed: text }) => [file, text] as const);
  const tests: Tests[] = [];
  const used = new Set<string>();
  const failures: string[] = [];
  await share(runners, files, async (runner, file) => {
    const outcome = await runner.run({ test: file, sources: probed }, 30 * 60_000);
    if (typeof outcome === "string") {
      failures.push(`${file} (${outcome})`);
      return;
    }
    const { failure, ran, milliseconds, reached } = outcome;
    if (failure !== undefined) failures.push(failure);
    if (ran > 0) tests.push({ file, milliseconds, reached: new Set(reached) });
    for (const pattern of outcome.leftOut) used.add(pattern);
  });
  if (failures.length > 0) {
    throw new Trouble(`tests fail without any fault:\n${failures.toSorted().join("\n")}`);
  }
  return { tests: tests.toSorted((a, b) => a.milliseconds - b.milliseconds), used };
}

/** Runs the tests that reach a mutant until one notices it, those first that noticed the last ones of the same file. */
async function tried(
  runner: Runner,
  mutant: Mutant,
  text: string,
  tests: readonly Tests[],
  noticed: string[],
): Promise<Result> {
  const rank = ({ file }: Tests): number => noticed.indexOf(file);
  const first = tests.filter((one) => rank(one) >= 0).toSorted((a, b) => rank(b) - rank(a));
  const sources = [[mutant.file, edited(text, [mutant])] as const];
  for (const { file, milliseconds } of [...first, ...tests.filter((one) => rank(one) < 0)]) {
    const limit = 1000 * config.limit.seconds + config.limit.factor * milliseconds;
    let outcome = await runner.run({ test: file, sources }, limit);
    // It may have been the machine that was busy.
    if (outcome === "timeout") outcome = await runner.run({ test: file, sources }, 2 * limit);
    if (typeof outcome === "string") return { mutant, status: "timeout", tests: tests.length };
    if (outcome.failure === undefined) continue;
    if (noticed.includes(file)) noticed.splice(noticed.indexOf(file), 1);
    noticed.push(file);
    return { mutant, status: "killed", tests: tests.length };
  }
  return { mutant, status: "survived", tests: tests.length };
}

/** Runs tests once more without a fault: where they fail now, it was not the faults that they noticed. */
async function control(runners: readonly Runner[], files: readonly string[]): Promise<void> {
  await Promise.all(
    runners.map(async (runner) => {
      for (const file of files.slice(-3)) {
        const outcome = await runner.run({ test: file, sources: [] }, 30 * 60_000);
        if (typeof outcome !== "string" && outcome.failure === undefined) continue;
        throw new Trouble(`${file} failed without a fault after it had been run with some`);
      }
    }),
  );
}

/** What goes on, for whoever waits; results go to standard output. */
const say = (text: string): void => void process.stderr.write(`${text}\n`);

interface Folders {
  readonly root: string;
  /** Is removed when the process ends. */
  readonly scratch: string;
}

async function run(options: Options, { root, scratch }: Folders): Promise<number> {
  const copy = join(scratch, "copy");
  if (!options.list) copyProject(root, copy, config.prepare);
  const sources = sourcesOf(root, options.list ? root : copy, options);
  const all = sources.flatMap(({ mutants }) => mutants);
  if (all.length === 0) throw new Trouble(`nothing to mutate in ${options.globs.join(", ")}`);
  const chosen = sampleOf(all, options.sample, options.seed);
  if (options.list) {
    for (const { file, line, operator, to } of chosen) {
      process.stdout.write(`${file}:${line} ${operator}: ${to.split("\n").join(" ")}\n`);
    }
    return 0;
  }

  const leftOut = options.allTests ? [] : config.leftOut.map(({ tests }) => tests);
  const start = { root: copy, scratch, leftOut: leftOut.map(({ source }) => source) };
  const runners = Array.from(
    { length: options.workers },
    () => new Runner(join(scratch, "worker.mjs"), start),
  );
  try {
    const [known = []] = await Promise.all(runners.map((runner) => runner.start()));
    const files = known.filter((file) => !leftOut.some((pattern) => pattern.test(file)));
    say(`${chosen.length} of ${all.length} mutants in ${sources.length} files`);
    say(`${files.length} files of tests without a fault, to see what they reach …`);
    const { tests, used } = await reach(runners, files, sources);
    for (const pattern of leftOut) {
      const needed = used.has(pattern.source) || known.some((file) => pattern.test(file));
      if (!needed) say(`config.ts leaves out ${pattern.source}: there is no such test`);
    }

    const numbers = new Map(sources.map((source, number) => [source.file, { source, number }]));
    const noticed = new Map<string, string[]>(sources.map(({ file }) => [file, []]));
    const results: Result[] = [];
    await share(runners, chosen, async (runner, mutant) => {
      const found = numbers.get(mutant.file);
      if (found === undefined) return;
      const region = regionOf(found.source.regions, mutant.start, mutant.end);
      const near = tests.filter(({ reached }) => reached.has(`${found.number} ${region}`));
      const killers = noticed.get(mutant.file) ?? [];
      const result = await tried(runner, mutant, found.source.text, near, killers);
      results.push(result);
      if (result.status === "survived") say(`survived: ${mutant.file}:${mutant.line} ${mutant.to}`);
      if (results.length % 25 === 0 || results.length === chosen.length) {
        say(`${results.length} of ${chosen.length}, ${scoreOf(results).toFixed(0)} % noticed`);
      }
    });
    await control(runners, [...new Set([...noticed.values()].flat())]);
    const order = new Map(chosen.map((mutant, i) => [mutant, i]));
    const inOrder = results.toSorted(
      (a, b) => (order.get(a.mutant) ?? 0) - (order.get(b.mutant) ?? 0),
    );
    const entries = JSON.parse(
      readFileSync(join(copy, "test/mutants/accepted.json"), "utf8"),
    ) as Accepted[];
    const sorted = sortOut(inOrder, all, entries);
    process.stdout.write(report(sorted, config.score));
    return scoreOf(sorted.counted) < config.score ? 1 : 0;
  } finally {
    for (const runner of runners) runner.stop();
  }
}

/** Runs a command line; its exit status. */
export async function main(argv: readonly string[], folders: Folders): Promise<number> {
  try {
    if (argv.includes("--help")) {
      process.stdout.write(usage);
      return 0;
    }
    return await run(read(argv), folders);
  } catch (error) {
    const expected =
      error instanceof Trouble ||
      (error instanceof TypeError && "code" in error && error.code !== undefined);
    say(error instanceof Error ? ((expected ? error.message : error.stack) ?? "") : String(error));
    return 2;
  }
}
