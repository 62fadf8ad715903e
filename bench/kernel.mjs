// Runs of feb2014 a second: the generated kernel beside the interpreter and, where a C compiler is at hand,
// beside the same arithmetic in C (-O2). One run = all months in `need` mode, all outputs. Medians of
// interleaved rounds; the kernel against itself is the null control. Usage: node bench/kernel.mjs [rounds]
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");
const rounds = Number(process.argv[2] ?? 9);
const folder = mkdtempSync(join(tmpdir(), "forecast-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));

const bundle = join(folder, "core.cjs");
await build({
  stdin: {
    contents: `export { nodeIo } from "./src/cli/io.ts"; export { openScenario } from "./src/cli/load.ts";
      export { bind } from "./src/core/bind.ts"; export { compile, kernelSource } from "./src/core/kernel.ts";
      export { interpret } from "./src/core/interpreter.ts"; export { yearlyOutputs } from "./src/core/run.ts";
      export { buildWorld } from "./src/core/world.ts";`,
    resolveDir: root,
    loader: "ts",
  },
  bundle: true,
  platform: "node",
  format: "cjs",
  outfile: bundle,
});
const core = createRequire(import.meta.url)(bundle);

const opened = core.openScenario(
  { ...core.nodeIo(), cwd: root },
  join(root, "scenarios/feb2014.yaml"),
);
if (!opened.ok) throw new Error(JSON.stringify(opened.diagnostics));
const parsed = opened.opened.parse([]);
if (!parsed.ok) throw new Error(JSON.stringify(parsed.diagnostics));
const { scenario } = parsed;
const setup = {
  period: scenario.period,
  funding: "need",
  intakeCase: "mid",
  intakeScale: 1,
  effects: new Set(),
  funds: new Map(),
  financed: new Map(),
};
const program = core.bind(
  core.buildWorld(scenario, setup, (problem) => {
    throw new Error(problem.message);
  }),
);
const kernel = core.compile(program);
const input = new Float64Array(kernel.layout.inputs);
const output = new Float64Array(kernel.layout.outputs);
kernel.load(program, input);

const perSecond = (count, run) => {
  const start = performance.now();
  for (let i = 0; i < count; i += 1) run();
  return (count * 1e3) / (performance.now() - start);
};
const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const runKernel = () => kernel.run(input, output);
const c = compileC(core.kernelSource(program));

const contenders = {
  kernel: () => perSecond(20_000, runKernel),
  "kernel again (null control)": () => perSecond(20_000, runKernel),
  interpreter: () => perSecond(50, () => core.yearlyOutputs(program, core.interpret(program))),
  ...(c === undefined ? {} : { "C, -O2": c }),
};
for (let i = 0; i < 3; i += 1) contenders.kernel(); // lets the optimiser finish
const rates = Object.fromEntries(Object.keys(contenders).map((name) => [name, []]));
for (let round = 0; round < rounds; round += 1) {
  for (const [name, measure] of Object.entries(contenders)) rates[name].push(measure());
}
process.stdout.write(
  `feb2014: ${program.slots.length} slots, ${program.months} months, ${program.outputs.length} outputs a year; node ${process.version}, ${rounds} rounds\n`,
);
for (const [name, values] of Object.entries(rates)) {
  const ratio = median(values.map((value, round) => value / rates.kernel[round]));
  process.stdout.write(
    `${name.padEnd(28)} ${Math.round(median(values)).toLocaleString("en").padStart(9)} runs/s ${ratio.toFixed(3).padStart(7)} × kernel\n`,
  );
}
const memory = process.memoryUsage().rss / 1e6;
process.stdout.write(
  `buffers ${((input.byteLength + output.byteLength) / 1024).toFixed(0)} kB; process ${memory.toFixed(0)} MB\n`,
);
if (median(rates.kernel) < 50_000) process.exitCode = 1;

/** The kernel's source is close enough to C to be translated by a few replacements. */
function compileC(source) {
  const body = source
    .replace('"use strict";', "")
    .replaceAll("Math.min", "MIN")
    .replaceAll("Math.max", "MAX")
    .replace(
      /for\(const e of \[([\d,]+)\]\)\{/,
      (_, ends) =>
        `static const int E[]={${ends}};for(unsigned y=0;y<sizeof E/sizeof*E;y++){const int e=E[y];`,
    )
    .replace(/let p=(\d+),o=0,t=0;/, "int p=$1,o=0,t=0;")
    .replaceAll(/\blet i=/g, "int i=")
    .replaceAll(/\b(?:let|const) (?=[a-z]\d)/g, "double ");
  const text = `#include <stdio.h>
#include <time.h>
#define MIN(a,b) __builtin_fmin(a,b)
#define MAX(a,b) __builtin_fmax(a,b)
static double W[${1 << 16}];
__attribute__((noinline)) static void run(const double*restrict I,double*restrict O){${body}}
int main(int n,char**v){static double I[${input.length}],O[${output.length}];FILE*f=fopen(v[1],"rb");if(fread(I,8,${input.length},f)!=${input.length})return 1;
struct timespec a,b;clock_gettime(CLOCK_MONOTONIC,&a);for(int i=0;i<20000;i++){run(I,O);__asm__ volatile(""::"r"(O):"memory");}clock_gettime(CLOCK_MONOTONIC,&b);
printf("%.17g %.17g\\n",20000/((b.tv_sec-a.tv_sec)+(b.tv_nsec-a.tv_nsec)/1e9),O[0]);return 0;}`;
  const [file, exe, data] = ["kernel.c", "kernel", "input"].map((name) => join(folder, name));
  writeFileSync(file, text);
  writeFileSync(data, Buffer.from(input.buffer));
  const made = spawnSync("cc", [
    "-O2",
    "-fno-math-errno",
    "-ffinite-math-only",
    "-o",
    exe,
    file,
    "-lm",
  ]);
  if (made.status !== 0) return undefined;
  return () => Number(execFileSync(exe, [data], { encoding: "utf8" }).split(" ")[0]);
}
