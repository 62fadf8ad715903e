/** Checks many cases in a thread that is ended when it hangs, and reports what it finds. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import process from "node:process";
import { parseArgs } from "node:util";
import { Worker } from "node:worker_threads";
import { caseOf } from "./cases.ts";
import { idle } from "./scalars.ts";
import { stemsIn } from "./stems.ts";
import type { Finding, Work } from "./worker.ts";

/** A case that is at it so long will not end; in milliseconds of processor time. */
const hangs = 10_000;
/** More findings than this are for another day. */
const most = 50;

const usage = `npm run fuzz -- [--large] [--from <seed>] [--count <seeds>]
npm run fuzz -- --scalars
npm run fuzz -- [--large] --show <seed> --into <folder>
`;

/** Runs seeds from one on, up to another; resolves to the seed to go on from, after a hang or a crash. */
function runFrom(
  work: Work,
  script: string,
  report: (finding: Finding) => "go on" | "stop",
): Promise<number> {
  const { at, to } = work;
  return new Promise((resolve) => {
    const worker = new Worker(script, {
      workerData: work,
      resourceLimits: { maxOldGenerationSizeMb: 2048 },
    });
    let [seed, since] = [-1, 0];
    const used = (): number => {
      const { user, system } = process.cpuUsage();
      return (user + system) / 1000;
    };
    const watch = setInterval(() => {
      const now = Atomics.load(at, 0);
      if (now !== seed) [seed, since] = [now, used()];
      else if (used() - since > hangs) {
        clearInterval(watch);
        report({ seed, problem: `does not end in ${hangs} ms of processor time` });
        void worker.terminate();
      }
    }, 200);
    worker.on("message", (finding: Finding) => {
      if (report(finding) === "stop") void worker.terminate();
    });
    worker.on("error", (error) => {
      report({ seed: Atomics.load(at, 0), problem: `the thread ended: ${error.message}` });
    });
    worker.on("exit", () => {
      clearInterval(watch);
      const last = Atomics.load(at, 0);
      resolve(last >= to ? to : last + 1);
    });
  });
}

function show(root: string, seed: number, isLarge: boolean, folder: string): void {
  const { argv, files } = caseOf(stemsIn(root), seed, isLarge);
  for (const [name, text] of Object.entries({ ...files, argv: `${JSON.stringify(argv)}\n` })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/** Scalars of all scenarios that change nothing. */
async function scalars(root: string): Promise<number> {
  const stems = stemsIn(root);
  let found = 0;
  for (const stem of [...stems.small, ...stems.whole]) {
    const [, name = ""] = /^name: (.*)$/m.exec(stem.scenario) ?? [];
    for (const one of await idle(stem)) {
      found += 1;
      process.stdout.write(`${name}: ${one}\n`);
    }
  }
  process.stdout.write(`${found} scalars change nothing\n`);
  return found === 0 ? 0 : 1;
}

export async function main(
  argv: readonly string[],
  { root, scratch }: { readonly root: string; readonly scratch: string },
): Promise<number> {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      large: { type: "boolean", default: false },
      from: { type: "string", default: "0" },
      count: { type: "string" },
      scalars: { type: "boolean", default: false },
      show: { type: "string" },
      into: { type: "string" },
    },
  });
  if (values.scalars) return scalars(root);
  const isLarge = values.large;
  const [from, count] = [Number(values.from), Number(values.count ?? (isLarge ? 5000 : 100_000))];
  if (values.show !== undefined && values.into !== undefined) {
    show(root, Number(values.show), isLarge, values.into);
    return 0;
  }
  if (!Number.isInteger(from) || !Number.isInteger(count) || values.show !== undefined) {
    process.stderr.write(usage);
    return 2;
  }
  let found = 0;
  const report = ({ seed, problem }: Finding): "go on" | "stop" => {
    found += 1;
    process.stdout.write(`seed ${seed}: ${problem.replaceAll("\n", " ")}\n`);
    return found < most ? "go on" : "stop";
  };
  const to = from + count;
  const at = new Int32Array(new SharedArrayBuffer(4));
  for (let next = from; next < to;) {
    next = await runFrom(
      { root, from: next, to, isLarge, at },
      join(scratch, "worker.mjs"),
      report,
    );
    if (found >= most) break;
  }
  process.stdout.write(`${found} findings in ${count} ${isLarge ? "large" : "small"} cases\n`);
  return found === 0 ? 0 : 1;
}
