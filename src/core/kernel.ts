/**
 * Turns a bound program into one function of straight-line arithmetic per month. The source is made of slot
 * and input numbers and a fixed alphabet, never of a scenario's text. It does the same operations in the same
 * order as the interpreter, so both agree bit for bit; the interpreter serves where code generation is forbidden.
 */
import type { Node, Program } from "./bind.ts";
import { monthOfYear } from "./calendar.ts";

/** How a kernel's numbers lie in memory. */
interface Layout {
  /** Years the run touches. */
  readonly years: number;
  /** Length of the input buffer: constants, then per month the inputs that vary, then histories. */
  readonly inputs: number;
  /** Length of the output buffer: per year the program's outputs, or per month all slots. */
  readonly outputs: number;
}

export interface Kernel {
  readonly layout: Layout;
  /** Fills the input buffer from a program of the same structure. */
  readonly load: (program: Program, buffer: Float64Array) => void;
  /** Runs all months. `output` is filled year by year: year × outputs + output. */
  readonly run: (input: Float64Array, output: Float64Array) => void;
}

/** Where everything lies; the same for all programs of one structure. */
function place(program: Program): {
  constants: number[];
  varying: number[];
  position: number[];
  histories: (readonly [slot: number, offset: number, length: number])[];
  historyBase: number;
  workLength: number;
  total: number;
} {
  const constants: number[] = [];
  const varying: number[] = [];
  const position: number[] = [];
  for (const [i, { constant }] of program.inputs.entries()) {
    const list = constant ? constants : varying;
    position[i] = list.push(i) - 1;
  }
  const historyBase = constants.length + varying.length * program.months;
  const histories: [number, number, number][] = [];
  let workLength = 0;
  let total = historyBase;
  for (const [slot, history] of program.histories) {
    histories.push([slot, workLength, history.length]);
    workLength += history.length + program.months;
    total += history.length;
  }
  return { constants, varying, position, histories, historyBase, workLength, total };
}

/** Months since the start at which each year of the run ends. */
function yearEnds({ start, months }: Program): number[] {
  const ends: number[] = [];
  for (let month = 1; month <= months; month += 1) {
    if (month === months || monthOfYear(start + month) === 0) ends.push(month);
  }
  return ends;
}

/** The kernel's source: a function body with the parameters I (inputs), O (outputs) and W (work). */
export function kernelSource(program: Program): string {
  const { slots, order, outputs } = program;
  const { constants, varying, position, histories, historyBase } = place(program);
  const work = new Map(histories.map(([slot, offset, length]) => [slot, { offset, length }]));
  const previous = new Set<number>();
  const yearly = new Set<number>();

  const input = (index: number): string =>
    program.inputs[index]!.constant
      ? `c${position[index]}`
      : position[index] === 0
        ? "I[p]"
        : `I[p+${position[index]}]`;

  const text = (node: Node): string => {
    switch (node.op) {
      case "const":
        return String(node.value);
      case "input":
        return input(node.input);
      case "slot":
        return `s${node.slot}`;
      case "prev":
        previous.add(node.slot);
        return `p${node.slot}`;
      case "ytd":
        yearly.add(node.slot);
        return `y${node.slot}`;
      case "delay": {
        const { offset, length } = work.get(node.slot)!;
        return `W[t+${offset + length - node.by}]`;
      }
      case "sum":
        return `(${node.terms.map(text).join("+")})`;
      case "min":
      case "max":
        return `Math.${node.op}(${text(node.a)},${text(node.b)})`;
      default:
        return `(${text(node.a)}${node.op}${text(node.b)})`;
    }
  };

  const month: string[] = order.map((slot) => `const s${slot}=${text(slots[slot]!.node)};`);
  const before: string[] = constants.map((_, i) => `const c${i}=I[${i}];`);
  let from = historyBase;
  for (const [, offset, length] of histories) {
    before.push(`for(let i=0;i<${length};i++)W[${offset}+i]=I[${from}+i];`);
    from += length;
  }
  for (const slot of previous) {
    const { start } = slots[slot]!;
    // The first month's value of an input, before the loop has set p.
    before.push(
      `let p${slot}=${start === undefined ? "0" : input(start).replace("I[p", `I[${constants.length}`)};`,
    );
  }
  for (const [slot, { offset, length }] of work) month.push(`W[t+${offset + length}]=s${slot};`);
  for (const slot of previous) month.push(`p${slot}=s${slot};`);
  for (const slot of yearly) month.push(`y${slot}+=s${slot};`);

  const yearStart = [...yearly].map((slot) => `let y${slot}=0;`);
  const yearEnd: string[] = [];
  for (const [i, { slot, aggregate }] of outputs.entries()) {
    const state = aggregate === "end" && previous.has(slot);
    if (!state) {
      yearStart.push(`let a${i}=0;`);
      month.push(aggregate === "sum" ? `a${i}+=s${slot};` : `a${i}=s${slot};`);
    }
    yearEnd.push(`O[o+${i}]=${state ? `p${slot}` : `a${i}`};`);
  }
  return [
    `"use strict";`,
    ...before,
    `let p=${constants.length},o=0,t=0;`,
    `for(const e of [${yearEnds(program).join(",")}]){`,
    ...yearStart,
    `for(;t<e;t++,p+=${varying.length}){`,
    ...month,
    "}",
    ...yearEnd,
    `o+=${outputs.length};}`,
  ].join("");
}

/**
 * Compiles a program's structure, or takes the kernel of the same source from those made before.
 * @throws EvalError where code may not be generated.
 */
export function compile(program: Program, made?: Map<string, Kernel>): Kernel {
  const source = kernelSource(program);
  const known = made?.get(source);
  if (known !== undefined) return known;
  const kernel = build(program, source);
  made?.set(source, kernel);
  return kernel;
}

function build(program: Program, source: string): Kernel {
  const { constants, varying, position, histories, historyBase, workLength, total } =
    place(program);
  const years = yearEnds(program).length;
  const work = new Float64Array(workLength);
  // eslint-disable-next-line typescript/no-implied-eval -- slot numbers and a fixed alphabet only
  const body = new Function("I", "O", "W", source) as (
    input: Float64Array,
    output: Float64Array,
    work: Float64Array,
  ) => void;

  const load = (given: Program, buffer: Float64Array): void => {
    for (const [i, index] of constants.entries()) buffer[i] = given.inputs[index]!.value as number;
    const width = varying.length;
    for (const index of varying) {
      const series = given.inputs[index]!.value as readonly number[];
      for (let month = 0; month < given.months; month += 1) {
        buffer[constants.length + month * width + position[index]!] = series[month]!;
      }
    }
    let at = historyBase;
    for (const [slot] of histories) {
      for (const value of given.histories.get(slot)!) buffer[at++] = value;
    }
  };

  return {
    layout: { years, inputs: total, outputs: years * program.outputs.length },
    load,
    run: (input, output) => body(input, output, work),
  };
}
