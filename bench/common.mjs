// What the benches share: where things are, bundling, interleaved rounds, medians, verdicts.
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { build } from "esbuild";

export const root = join(import.meta.dirname, "..");
export const scenarioIn = (checkout) => join(checkout, "scenarios/feb2014.yaml");

/** `[rounds] [--beside <other checkout>]`, and other switches by name. */
export function argumentsOf(rounds, switches = []) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      beside: { type: "string" },
      ...Object.fromEntries(switches.map((name) => [name, { type: "boolean", default: false }])),
    },
  });
  const { beside } = values;
  return {
    ...values,
    rounds: Number(positionals[0] ?? rounds),
    beside: beside === undefined ? undefined : resolve(beside),
  };
}

/** A folder that is gone when the bench is over. */
export function temporaryFolder() {
  const folder = mkdtempSync(join(tmpdir(), "forecast-bench-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** The first of some files that a checkout has: layouts differ from version to version. */
export function fileIn(checkout, ...files) {
  const found = files.find((file) => existsSync(join(checkout, file)));
  if (found === undefined) throw new Error(`${checkout} has none of ${files.join(", ")}`);
  return `./${found}`;
}

/** Bundles some exports of a checkout's sources and loads them: file → names. */
export async function load(checkout, folder, exports) {
  const { length } = loaded;
  const outfile = join(folder, `bundle-${length}.cjs`);
  loaded.push(outfile);
  await build({
    stdin: {
      contents: Object.entries(exports)
        .map(([file, names]) => `export { ${names} } from "${file}";`)
        .join("\n"),
      resolveDir: checkout,
      loader: "ts",
    },
    bundle: true,
    platform: "node",
    format: "cjs",
    outfile,
  });
  return createRequire(import.meta.url)(outfile);
}
const loaded = [];

/** feb2014 of a checkout, read by what `load` took from it. */
export function readScenario({ nodeIo, openScenario }, checkout) {
  const opened = openScenario({ ...nodeIo(), cwd: checkout }, scenarioIn(checkout), {});
  if (!opened.ok) throw new Error(JSON.stringify(opened.diagnostics));
  const parsed = opened.opened.parse([]);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
  return parsed.scenario;
}

/** CPU time of this process in µs: on a busy machine it says more than wall time. */
export function cpuTime() {
  const { user, system } = process.cpuUsage();
  return user + system;
}

export const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

/** Measures everything once a round, every other round in reverse order: name → values by round. */
export async function interleave(rounds, contenders) {
  const entries = Object.entries(contenders);
  const values = Object.fromEntries(entries.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round += 1) {
    for (const [name, measure] of round % 2 === 0 ? entries : entries.toReversed()) {
      values[name].push(await measure());
    }
  }
  return values;
}

/** The median over rounds of one value to another of the same round. */
export const ratio = (values, bases) => median(values.map((value, round) => value / bases[round]));

/** How far a median ratio strays by itself: twice its standard error, from a null control's median deviation. */
export function noise(values, bases) {
  const off = values.map((value, round) => Math.abs(value / bases[round] - 1));
  return (2 * 1.25 * 1.48 * median(off)) / Math.sqrt(off.length);
}

export const print = (line) => void process.stdout.write(`${line}\n`);

/** "limit … holds", or "limit … MISSED" and exit status 1. */
export function verdict(holds, limit) {
  if (!holds) process.exitCode = 1;
  return `  limit ${limit}  ${holds ? "holds" : "MISSED"}`;
}
