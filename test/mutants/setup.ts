/** Runs in every file of tests beside them, before they are loaded. */
import { writeFileSync } from "node:fs";
import { configureGlobal } from "fast-check";
import { afterAll, beforeEach, inject } from "vitest";
import { probe } from "./probes.ts";

export interface Given {
  /** Where to write what is seen. */
  readonly seen: string;
  /** Tests that are not run, as regular expressions. */
  readonly leftOut: readonly string[];
}

/** What is seen while a file of tests runs. */
export interface Seen {
  /** `3 17`: the number of a file and that of a region in it that was reached. */
  readonly reached: readonly string[];
  /** Of the patterns, those that a test was left out for. */
  readonly leftOut: readonly string[];
}

declare module "vitest" {
  interface ProvidedContext {
    mutants: Given;
  }
}

const { seen, leftOut } = inject("mutants");
const patterns = leftOut.map((pattern) => new RegExp(pattern));

const regions = new Set<string>();
const used = new Set<string>();
Object.assign(globalThis, {
  [probe]: (file: number, region: number) => void regions.add(`${file} ${region}`),
});

// A fault that only one seed in ten finds must not come and go; and how little it takes is nobody's question here.
configureGlobal({ seed: 1, endOnFailure: true });

let failed = false;
beforeEach((context) => {
  const { fullName } = context.task;
  const pattern = patterns.find((one) => one.test(fullName));
  if (pattern !== undefined) used.add(pattern.source);
  if (failed || pattern !== undefined) context.skip();
  context.onTestFailed(() => {
    failed = true;
  });
});

afterAll(() => {
  const all: Seen = { reached: [...regions], leftOut: [...used] };
  writeFileSync(seen, JSON.stringify(all));
});
