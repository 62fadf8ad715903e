/** A process that runs files of tests, one at a time, on changed sources; see runner.ts. */
import { readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { createVitest } from "vitest/node";
import type { Reply, Request, Start } from "./messages.ts";
import type { Given, Seen } from "./setup.ts";

const { root, scratch, leftOut } = JSON.parse(process.argv[2] ?? "") as Start;
const seen = join(scratch, `seen-${process.pid}.json`);
const given: Given = { seen, leftOut };

/** Path → text, of files that are not as they are on disk. */
let changed = new Map<string, string>();

const vitest = await createVitest(
  "test",
  {
    root,
    watch: false,
    // Threads end with this process, also those that hang.
    pool: "threads",
    maxWorkers: 1,
    fileParallelism: false,
    globalSetup: [],
    setupFiles: [join(root, "test/mutants/setup.ts")],
    provide: { mutants: given },
    coverage: { enabled: false },
    reporters: [{}],
    silent: true,
    // Others may be using the machine; what hangs is ended by the runner.
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
  {
    cacheDir: join(scratch, `cache-${process.pid}`),
    plugins: [{ name: "mutants", enforce: "pre", load: (id: string) => changed.get(id) }],
  },
);

const tests = await vitest.globTestSpecifications();
const byPath = new Map(tests.map((spec) => [spec.moduleId.slice(root.length + 1), spec]));

async function run({ test, sources }: Request): Promise<Reply> {
  for (const path of changed.keys()) vitest.invalidateFile(path);
  changed = new Map(sources.map(([path, text]) => [join(root, path), text]));
  for (const path of changed.keys()) vitest.invalidateFile(path);
  const spec = byPath.get(test);
  if (spec === undefined) throw new Error(`there is no test ${test}`);
  rmSync(seen, { force: true });
  const start = performance.now();
  const result = await vitest.runTestSpecifications([spec]);
  const milliseconds = performance.now() - start;
  // The result holds the files run before as well.
  const testModules = result.testModules.filter(({ moduleId }) => moduleId === spec.moduleId);
  const cases = testModules.flatMap((module) => [...module.children.allTests()]);
  const failures = [
    ...cases
      .filter((one) => one.result().state === "failed")
      .map(({ fullName }) => `${test} > ${fullName}`),
    ...testModules.filter((module) => !module.ok()).map(() => test),
    ...(testModules.length === 0 || result.unhandledErrors.length > 0 ? [test] : []),
  ];
  return {
    failure: failures[0],
    milliseconds,
    ran: cases.filter((one) => one.result().state !== "skipped").length,
    ...readSeen(),
  };
}

/** Nothing where the tests could not even be loaded. */
function readSeen(): Seen {
  try {
    return JSON.parse(readFileSync(seen, "utf8")) as Seen;
  } catch {
    return { reached: [], leftOut: [] };
  }
}

process.on(
  "message",
  (request: Request) => void run(request).then((reply) => process.send?.(reply)),
);
process.on("disconnect", () => process.exit());
process.send?.([...byPath.keys()]);
