// Runs of feb2014 a second of CPU time in `need` mode: the generated kernel, the interpreter, the same arithmetic in C (-O2) where
// a compiler is at hand, and the kernel of another checkout. One run = all months and what the figures of all budget
// years need of them. Medians of interleaved rounds; the kernel against itself is the null control.
//
//     node bench/kernel.mjs [rounds] [--beside ../other-checkout]
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import {
  argumentsOf,
  cpuTime,
  fileIn,
  interleave,
  load,
  median,
  print,
  ratio,
  readScenario,
  root,
  temporaryFolder,
  verdict,
} from "./common.mjs";

const { rounds, beside } = argumentsOf(9);
const folder = temporaryFolder();

/** Quantities of which the kernels of src/core keep the sum or the last value of each year, whoever reads it. */
const kept = {
  ...Object.fromEntries(
    [
      "applications",
      "moved",
      "staff",
      "own_days",
      "unhoused",
      "nights",
      "place_days",
      "due",
      "cost",
    ].map((equation) => [equation, "sum"]),
  ),
  stock: "end",
};

const fail = (problem) => {
  throw new Error(problem.message ?? JSON.stringify(problem));
};
const openFiles = (checkout) => ({
  "./src/cli/io.ts": "nodeIo",
  [fileIn(checkout, "src/cli/actions/load.ts", "src/cli/load.ts")]: "openScenario",
});

/** The kernel of a checkout with src/core: it computes every slot, and keeps all outputs there are. */
async function coreOf(checkout) {
  const core = await load(checkout, folder, {
    ...openFiles(checkout),
    "./src/core/bind.ts": "bind",
    "./src/core/kernel.ts": "compile",
    "./src/core/world.ts": "buildWorld",
  });
  const scenario = readScenario(core, checkout);
  const setup = {
    period: scenario.period,
    funding: "need",
    intakeCase: "mid",
    intakeScale: 1,
    effects: new Set(),
    funds: new Map(),
    financed: new Map(),
  };
  const program = core.bind(core.buildWorld(scenario, setup, fail));
  const kernel = core.compile(program);
  const buffer = new Float64Array(kernel.layout.inputs);
  const output = new Float64Array(kernel.layout.outputs);
  kernel.load(program, buffer);
  return { program, computed: program.slots.length, kernel, buffer, output };
}

/** The kernel of a checkout with src/engine, with all figures in it; `more` adds what the kernels of src/core keep. */
async function engineOf(checkout) {
  const engine = await load(checkout, folder, {
    ...openFiles(checkout),
    "./src/engine/bind.ts": "bind",
    "./src/engine/buffer.ts": "loadBuffer",
    "./src/engine/interpreter.ts": "fillPast, interpret, outputsOf",
    "./src/engine/kernel.ts": "compile, kernelSource",
    "./src/engine/numbers.ts": "collectNumbers",
    "./src/language/calendar.ts": "budgetYears",
    "./src/model/description.ts": "description",
    "./src/model/making.ts": "single",
    "./src/model/world.ts": "buildWorld",
  });
  const { description } = engine;
  const scenario = readScenario(engine, checkout);
  const { period, yearStarts } = scenario;
  const numbers = engine.collectNumbers();
  const option = (path, value) => engine.single(numbers, {}, path, { path, value });
  const world = engine.buildWorld(
    scenario,
    {
      period,
      funding: "need",
      counted: new Set(),
      frames: new Map(),
      allowances: new Map(),
    },
    numbers,
    {
      low_case: option("low", 0),
      mid_case: option("mid", 1),
      high_case: option("high", 0),
      scale: option("scale", 1),
    },
    engine.budgetYears(period, yearStarts),
    fail,
  );
  // Those that a set has not got are left out.
  const figures = description.figures.flatMap(({ id }) =>
    Object.entries(world.sets).flatMap(([set, elements]) =>
      elements.map(({ key }) => ({ figure: id, set, key })),
    ),
  );
  const figured = engine.bind(description, world, fail)(figures);
  const has = new Set(figured.outputs.map(({ slot, aggregate }) => `${slot} ${aggregate}`));
  const more = figured.slots.flatMap(({ equation }, slot) => {
    const aggregate = kept[equation];
    return aggregate === undefined || has.has(`${slot} ${aggregate}`) ? [] : [{ slot, aggregate }];
  });
  const withNumbers = (program) => {
    const buffer = engine.loadBuffer(
      program,
      numbers.list.map(({ value }) => value),
    );
    engine.fillPast(program, buffer);
    const output = new Float64Array(program.years.length * program.outputs.length);
    const { source, work } = engine.kernelSource(program);
    const computed = source.match(/const s\d+=/g).length;
    return { program, computed, kernel: engine.compile(program), source, work, buffer, output };
  };
  return {
    ...withNumbers({ ...figured, outputs: [...figured.outputs, ...more] }),
    figuresOnly: withNumbers(figured),
    interpreter: (program, buffer) => engine.outputsOf(program, engine.interpret(program, buffer)),
  };
}

const perSecond = (count, run) => {
  const start = cpuTime();
  for (let i = 0; i < count; i += 1) run();
  return (count * 1e6) / (cpuTime() - start);
};
const perKernel = ({ kernel, buffer, output }) =>
  perSecond(10_000, () => kernel.run(buffer, output));

const own = await engineOf(root);
const other =
  beside === undefined
    ? undefined
    : await (existsSync(join(beside, "src/engine")) ? engineOf : coreOf)(beside);
const inC = compileC(own);

const contenders = {
  kernel: () => perKernel(own),
  "kernel again (null control)": () => perKernel(own),
  "kernel, figures only": () => perKernel(own.figuresOnly),
  interpreter: () => perSecond(40, () => own.interpreter(own.program, own.buffer)),
  ...(inC === undefined ? {} : { "C, -O2": inC }),
  ...(other === undefined ? {} : { "other checkout's kernel": () => perKernel(other) }),
};
await interleave(3, contenders); // lets the optimiser finish
const rates = await interleave(rounds, contenders);

const inIt = ({ program, computed }) =>
  `${computed} of ${program.slots.length} slots computed, ${program.months} months, ${program.outputs.length} values kept a year`;
print(`feb2014, node ${process.version}, ${rounds} rounds`);
print(`kernel: ${inIt(own)} (all figures of all elements, and what src/core kept)`);
print(`figures only: ${inIt(own.figuresOnly)}`);
if (other !== undefined) print(`other checkout: ${inIt(other)}`);
for (const [name, values] of Object.entries(rates)) {
  const rate = Math.round(median(values)).toLocaleString("en");
  const to = ratio(values, rates.kernel).toFixed(3);
  print(`${name.padEnd(28)} ${rate.padStart(9)} runs/s ${to.padStart(7)} × kernel`);
}
if (other !== undefined) {
  const to = ratio(rates.kernel, rates["other checkout's kernel"]);
  print(`kernel to the other checkout's ${to.toFixed(2)} ×${verdict(to >= 0.7, "at least 0.7 ×")}`);
}
const memory = process.memoryUsage().rss / 1e6;
const buffers = (own.buffer.byteLength + own.output.byteLength) / 1024;
print(`buffers ${buffers.toFixed(0)} kB; process ${memory.toFixed(0)} MB`);

/** The kernel's source is close enough to C to be translated by a few replacements; undefined without a compiler. */
function compileC({ kernel, source, work, buffer, output }) {
  const body = source
    .replace('"use strict";', "")
    .replaceAll("===", "==")
    .replaceAll("Infinity", "INFINITY")
    .replaceAll("Math.min", "MIN")
    .replaceAll("Math.max", "MAX")
    .replaceAll(/const (q\d+)=\[([^\]]*(?:I\[[^\]]*\][^\]]*)*)\];/g, "const double $1[12]={$2};")
    .replace(
      /for\(const e of \[([\d,]+)\]\)\{/,
      (_, ends) =>
        `static const int E[]={${ends}};for(unsigned y=0;y<sizeof E/sizeof*E;y++){const int e=E[y];`,
    )
    .replace(/let (?=p=\d+,n=)/, "int ")
    .replaceAll(/\blet i=/g, "int i=")
    .replaceAll(/\b(?:let|const) (?=[a-z]\d)/g, "double ");
  const text = `#include <math.h>
#include <stdio.h>
#include <time.h>
static inline double min2(double a,double b){return a<b?a:b;}
static inline double max2(double a,double b){return a>b?a:b;}
#define min3(a,b,c) min2(min2(a,b),c)
#define max3(a,b,c) max2(max2(a,b),c)
#define PICK(a,b,c,name,...) name
#define MIN(...) PICK(__VA_ARGS__,min3,min2,)(__VA_ARGS__)
#define MAX(...) PICK(__VA_ARGS__,max3,max2,)(__VA_ARGS__)
static double W[${work + 1}];
__attribute__((noinline)) static void run(const double*restrict I,double*restrict O){${body}}
int main(int n,char**v){static double I[${buffer.length}],O[${output.length}];FILE*f=fopen(v[1],"rb");if(fread(I,8,${buffer.length},f)!=${buffer.length})return 1;
struct timespec a,b;clock_gettime(CLOCK_PROCESS_CPUTIME_ID,&a);for(int i=0;i<10000;i++){run(I,O);__asm__ volatile(""::"r"(O):"memory");}clock_gettime(CLOCK_PROCESS_CPUTIME_ID,&b);
double sum=0;for(int i=0;i<${output.length};i++)sum+=O[i];printf("%.17g %.17g\\n",10000/((b.tv_sec-a.tv_sec)+(b.tv_nsec-a.tv_nsec)/1e9),sum);return 0;}`;
  const [file, exe, data] = ["kernel.c", "kernel", "input"].map((name) => join(folder, name));
  writeFileSync(file, text);
  writeFileSync(data, Buffer.from(buffer.buffer));
  const made = spawnSync(
    "cc",
    ["-O2", "-ffp-contract=off", "-fno-diagnostics-show-caret", "-o", exe, file, "-lm"],
    {
      encoding: "utf8",
    },
  );
  if (made.error !== undefined) return undefined;
  if (made.status !== 0) throw new Error(`the kernel is no longer C: ${made.stderr.slice(0, 300)}`);
  const measure = () => execFileSync(exe, [data], { encoding: "utf8" }).split(" ").map(Number);
  kernel.run(buffer, output);
  const [, sum] = measure();
  const expected = output.reduce((total, value) => total + value, 0);
  if (Math.abs(sum - expected) > 1e-9 * Math.abs(expected)) {
    throw new Error(`C computes ${sum}, the kernel ${expected}`);
  }
  return () => measure()[0];
}
