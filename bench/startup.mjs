// Wall time of whole commands as ratios to `node -e 0`, medians of interleaved rounds.
// The first line is a null control: `node -e 0` against itself. Usage: node bench/startup.mjs [rounds]
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");
const rounds = Number(process.argv[2] ?? 15);
const folder = mkdtempSync(join(tmpdir(), "forecast-bench-"));
const small = join(folder, "small.yaml");
writeFileSync(small, `${smallScenario()}\n`);

const bin = join(root, "bin/forecast.cjs");
const commands = [
  { name: "node -e 0 (null control)", argv: ["-e", "0"], limit: undefined },
  { name: "--help", argv: [bin, "--help"], limit: 1.6 },
  { name: "--version", argv: [bin, "--version"], limit: 1.6 },
  { name: "20-line scenario", argv: [bin, small], limit: 2.0 },
  { name: "feb2014", argv: [bin, join(root, "scenarios/feb2014.yaml")], limit: 4.0 },
];

const once = (argv) => {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, argv, { cwd: root });
  if (status !== 0) throw new Error(`${argv.join(" ")} failed: ${stderr}`);
  return performance.now() - start;
};
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];

const times = commands.map(() => []);
const bases = [];
for (let round = -1; round < rounds; round += 1) {
  const base = once(["-e", "0"]);
  const measured = commands.map(({ argv }) => once(argv));
  if (round < 0) continue; // warms the file cache
  bases.push(base);
  for (const [i, time] of measured.entries()) times[i].push(time);
}
rmSync(folder, { recursive: true });

process.stdout.write(
  `node ${process.version}, ${rounds} rounds, node -e 0: ${median(bases).toFixed(1)} ms\n`,
);
for (const [i, { name, limit }] of commands.entries()) {
  const ratio = median(times[i].map((time, round) => time / bases[round]));
  const verdict =
    limit === undefined
      ? ""
      : `  limit ${limit.toFixed(1)} ×  ${ratio <= limit ? "holds" : "MISSED"}`;
  process.stdout.write(
    `${name.padEnd(26)} ${median(times[i]).toFixed(1).padStart(7)} ms ${ratio.toFixed(2).padStart(6)} ×${verdict}\n`,
  );
}

function smallScenario() {
  return `format: forecast-scenario/1
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
  simple: { start: open, stages: { open: { leave: { capacity: staff }, to: { done: 1 } } }, ends: [done] }
capacities:
  staff: { label: Staff, staff: 80, productivity: 120 hours/staff-month, hire: 2 % /month, shed: 2 % /month, serves: [all.open] }
appropriations:
  1/1:1: { label: Administration, basis: cost, frame: { 2024..2025: 60 mkr } }
costs:
  staff: { label: Staff, on: 1/1:1, driver: staff/staff, cost: 65000 SEK/staff-month }`;
}
