/** Runs a world and gives its results by the names of the scenario's elements. */
import { bind, type Program, type Series, type World } from "./bind.ts";
import { monthName, monthOf, yearOf, type Month } from "./calendar.ts";
import type { OutputId } from "./equations.ts";
import { interpret, type Trace } from "./interpreter.ts";
import { compile, kernelSource, type Kernel } from "./kernel.ts";

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
  return runnerOf(program, world)(program, options);
}

/** Runs programs of one structure: the given one, or others that differ in their inputs' values only. */
type Runner = (program: Program, options: { readonly monthly: boolean }) => Run;

function runnerOf(structure: Program, world: World): Runner {
  const { start, months, outputs } = structure;
  const positions = positionsOf(structure, world);
  const years = yearsFrom(start, months);
  let kernel: Kernel | undefined;
  return (program, { monthly }) => {
    kernel ??= monthly ? undefined : kernelFor(structure);
    const trace = monthly || kernel === undefined ? interpret(program) : undefined;
    const yearly =
      trace === undefined ? runKernel(kernel!, program) : yearlyOutputs(program, trace);
    const bad = yearly.findIndex((value) => !Number.isFinite(value));
    if (bad >= 0) {
      const { equation, slot, element } = outputs[bad % outputs.length]!;
      const { key } = world.sets[structure.slots[slot]!.set][element]!;
      throw new NotFinite(`${equation} of ${key} in ${years[Math.floor(bad / outputs.length)]}`);
    }
    return {
      start,
      months,
      years,
      inYear: (output, key, year) => {
        const position = positions.get(`${output} ${key}`);
        const at = years.indexOf(year);
        return position === undefined || at < 0
          ? undefined
          : yearly[at * outputs.length + position];
      },
      inMonth: (output, key, month) => {
        if (trace === undefined) throw new Error(`${monthName(month)}: the run kept no months`);
        const position = positions.get(`${output} ${key}`);
        if (position === undefined || month < start || month >= start + months) return undefined;
        return trace.values[outputs[position]!.slot * months + month - start];
      },
    };
  };
}

/** A world in which one number of the scenario differs from the base by this much. */
export interface Changed {
  readonly world: World;
  readonly by: number;
}

/** A change that alters more than the values of inputs: it cannot be repeated number by number. */
export class StructureChanged extends Error {}

/**
 * A run as a function of changes of numbers in the scenario, made to be repeated many thousand times. All that the
 * equations read is affine in each number of a scenario, and no two numbers are multiplied before the first month
 * (a law, tested): so one changed world a number tells the monthly inputs for any changes.
 * @throws StructureChanged, and what `run` throws
 */
export function respond(
  base: World,
  changed: readonly Changed[],
): (changes: readonly number[]) => Run {
  const program = bind(base);
  const runner = runnerOf(program, base);
  const source = kernelSource(program);
  const slopes = changed.map(({ world, by }) => {
    const other = bind(world);
    if (kernelSource(other) !== source) throw new StructureChanged();
    return {
      inputs: other.inputs.flatMap(({ value }, i) => {
        const slope = slopeOf(program.inputs[i]!.value, value, by);
        return slope === undefined ? [] : [{ i, slope }];
      }),
      histories: [...other.histories].flatMap(([slot, values]) => {
        const slope = slopeOf(program.histories.get(slot)!, values, by) as readonly number[];
        return slope === undefined ? [] : [{ slot, slope }];
      }),
    };
  });
  return (changes) => {
    const inputs = [...program.inputs];
    const histories = new Map(program.histories);
    for (const [n, change] of changes.entries()) {
      if (change === 0) continue;
      for (const { i, slope } of slopes[n]!.inputs) {
        const { constant, value } = inputs[i]!;
        inputs[i] = { constant, value: moved(value, slope, change) };
      }
      for (const { slot, slope } of slopes[n]!.histories) {
        histories.set(slot, moved(histories.get(slot)!, slope, change) as readonly number[]);
      }
    }
    return runner({ ...program, inputs, histories }, { monthly: false });
  };
}

/** Change of a series per unit; undefined where it does not change. */
function slopeOf(from: Series, to: Series, by: number): Series | undefined {
  if (typeof from === "number") return from === to ? undefined : ((to as number) - from) / by;
  const other = to as readonly number[];
  if (from.every((value, i) => value === other[i])) return undefined;
  return from.map((value, i) => (value === other[i] ? 0 : (other[i]! - value) / by));
}

const moved = (value: Series, slope: Series, change: number): Series =>
  typeof value === "number"
    ? value + (slope as number) * change
    : value.map((one, i) => one + (slope as readonly number[])[i]! * change);

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
