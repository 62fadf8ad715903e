/** Runs a world and gives its results by the names of the scenario's elements. */
import { bind, type Program, type World } from "./bind.ts";
import { monthName, monthOf, yearOf, type Month } from "./calendar.ts";
import type { OutputId } from "./equations.ts";
import { interpret, type Trace } from "./interpreter.ts";
import { compile, type Kernel } from "./kernel.ts";

export interface Run {
  readonly start: Month;
  readonly months: number;
  readonly years: readonly number[];
  /** The output's value in a year: the sum over its months, or the value of the last one; undefined if there is none. */
  readonly inYear: (output: OutputId, key: string, year: number) => number | undefined;
  /** The output's value in a month; only for runs made with `monthly`. */
  readonly inMonth: (output: OutputId, key: string, month: Month) => number | undefined;
}

/** A figure that is not a number: the scenario drives the model out of its range. */
export class NotFinite extends Error {
  readonly what: string;

  constructor(what: string) {
    super(`${what} is not a finite number`);
    this.what = what;
  }
}

const kernels = new Map<string, Kernel>();

const positionsOf = (program: Program, world: World): ReadonlyMap<string, number> => {
  const positions = new Map<string, number>();
  for (const [i, { equation, element, slot }] of program.outputs.entries()) {
    positions.set(`${equation} ${world.sets[program.slots[slot]!.set][element]!.key}`, i);
  }
  return positions;
};

const yearsFrom = (start: Month, months: number): number[] => {
  const first = yearOf(start);
  return Array.from({ length: yearOf(start + months - 1) - first + 1 }, (_, i) => first + i);
};

/** Yearly outputs of a trace, added in the order of months as the kernel does. */
export function yearlyOutputs(program: Program, { values, months }: Trace): Float64Array {
  const { outputs, start } = program;
  const years = yearsFrom(start, months);
  const result = new Float64Array(years.length * outputs.length);
  for (const [y, year] of years.entries()) {
    const from = Math.max(0, monthOf(year, 0) - start);
    const to = Math.min(months, monthOf(year + 1, 0) - start);
    for (const [i, { slot, aggregate }] of outputs.entries()) {
      let total = 0;
      for (let month = from; month < to; month += 1) {
        const value = values[slot * months + month]!;
        total = aggregate === "sum" ? total + value : value;
      }
      result[y * outputs.length + i] = total;
    }
  }
  return result;
}

/**
 * Binds and runs a world. Uses the interpreter when months are asked for or code may not be generated,
 * the kernel otherwise; both give the same numbers.
 * @throws CycleError, NotFinite
 */
export function run(world: World, options: { readonly monthly: boolean }): Run {
  const program = bind(world);
  const { start, months, outputs } = program;
  const positions = positionsOf(program, world);
  const years = yearsFrom(start, months);
  const kernel = options.monthly ? undefined : kernelFor(program);
  const trace = kernel === undefined ? interpret(program) : undefined;
  const yearly = trace === undefined ? runKernel(kernel!, program) : yearlyOutputs(program, trace);

  const bad = yearly.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    const { equation, slot, element } = outputs[bad % outputs.length]!;
    const { key } = world.sets[program.slots[slot]!.set][element]!;
    throw new NotFinite(`${equation} of ${key} in ${years[Math.floor(bad / outputs.length)]}`);
  }
  return {
    start,
    months,
    years,
    inYear: (output, key, year) => {
      const position = positions.get(`${output} ${key}`);
      const at = years.indexOf(year);
      return position === undefined || at < 0 ? undefined : yearly[at * outputs.length + position];
    },
    inMonth: (output, key, month) => {
      if (trace === undefined) throw new Error(`${monthName(month)}: the run kept no months`);
      const position = positions.get(`${output} ${key}`);
      if (position === undefined || month < start || month >= start + months) return undefined;
      return trace.values[outputs[position]!.slot * months + month - start];
    },
  };
}

function runKernel(kernel: Kernel, program: Program): Float64Array {
  const input = new Float64Array(kernel.layout.inputs);
  const output = new Float64Array(kernel.layout.outputs);
  kernel.load(program, input);
  kernel.run(input, output);
  return output;
}

/** The kernel of the program's structure; undefined where code may not be generated. */
function kernelFor(program: Program): Kernel | undefined {
  try {
    return compile(program, kernels);
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
}
