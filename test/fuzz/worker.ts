/** A thread that checks one seed after another and says what it finds. */
import { parentPort, workerData } from "node:worker_threads";
import { caseOf } from "./cases.ts";
import { check } from "./check.ts";
import { stemsIn } from "./stems.ts";

/** What a worker is to do; `at` holds the seed it is at. */
export interface Work {
  readonly root: string;
  readonly from: number;
  readonly to: number;
  readonly isLarge: boolean;
  readonly at: Int32Array;
}

export interface Finding {
  readonly seed: number;
  readonly problem: string;
}

const { root, from, to, isLarge, at } = workerData as Work;
const stems = stemsIn(root);
for (let seed = from; seed < to; seed += 1) {
  Atomics.store(at, 0, seed);
  const problem = await check(caseOf(stems, seed, isLarge), { timed: true });
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- that is for windows
  if (problem !== undefined) parentPort?.postMessage({ seed, problem } satisfies Finding);
}
Atomics.store(at, 0, to);
