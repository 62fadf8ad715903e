// Wall time of whole commands as ratios to `node -e 0`, medians of interleaved rounds.
// The first line is a null control: `node -e 0` against itself. Usage: node bench/startup.mjs [rounds]
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  argumentsOf,
  interleave,
  median,
  print,
  ratio,
  root,
  scenarioIn,
  temporaryFolder,
  verdict,
} from "./common.mjs";

const { rounds } = argumentsOf(15);
const small = join(temporaryFolder(), "small.yaml");
writeFileSync(small, `${smallScenario()}\n`);

const bin = join(root, "bin/forecast.cjs");
const base = "node -e 0";
const commands = [
  { name: base, argv: ["-e", "0"] },
  { name: "node -e 0 (null control)", argv: ["-e", "0"] },
  { name: "--help", argv: [bin, "--help"], limit: 1.6 },
  { name: "--version", argv: [bin, "--version"], limit: 1.6 },
  { name: "20-line scenario", argv: [bin, small], limit: 2.0 },
  { name: "feb2014", argv: [bin, scenarioIn(root)], limit: 4.0 },
];

const once = (argv) => {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, argv, { cwd: root });
  if (status !== 0) throw new Error(`${argv.join(" ")} failed: ${stderr}`);
  return performance.now() - start;
};
const contenders = Object.fromEntries(commands.map(({ name, argv }) => [name, () => once(argv)]));
await interleave(1, contenders); // warms the file cache
const times = await interleave(rounds, contenders);

print(`node ${process.version}, ${rounds} rounds`);
for (const { name, limit } of commands) {
  const to = ratio(times[name], times[base]);
  const judged = limit === undefined ? "" : verdict(to <= limit, `${limit.toFixed(1)} ×`);
  const time = median(times[name]).toFixed(1);
  print(`${name.padEnd(26)} ${time.padStart(7)} ms ${to.toFixed(2).padStart(6)} ×${judged}`);
}

function smallScenario() {
  return `format: forecast-scenario/2
name: small
title: A small agency
language: en
period: { from: 2024-01, to: 2025-12, prices: 2024 prices }
areas: { 1: Migration }
streams:
  all:
    label: Everybody
    process: simple
    intake: 12000 persons/year
    opening: { open: 4000 }
    work: { open: { effort: 10 hours/case, aim: 4 months } }
processes:
  simple: { start: open, stages: { open: { leave: { staff: staff }, to: { done: 1 } } }, ends: [done] }
staff:
  staff: { label: Staff, before: 80, productivity: 120 hours/staff-month, hire: 2 % /month, shed: 2 % /month, serves: [all.open] }
appropriations:
  1/1:1: { label: Administration, basis: cost, frame: { 2024..2025: 60 mkr } }
costs:
  staff: { label: Staff, on: 1/1:1, driver: staff/staff, cost: 65000 SEK/staff-month }`;
}
