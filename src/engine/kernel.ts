/**
 * The fast execution: a function generated for a program's structure, in which slots are local variables. Programs of one
 * structure share it; their numbers lie in a buffer. Its source is made of slot numbers and a fixed alphabet only, never of
 * scenario text. The interpreter serves where code generation is forbidden.
 */
import { monthOfYear } from "../language/calendar.ts";
import type { Lane, Node, Program } from "./program.ts";

export interface Kernel {
  /** Runs all months: what figures need of them is written year by year, year × outputs + output. */
  readonly run: (buffer: Float64Array, output: Float64Array) => void;
}

/** What outputs depend on, in this month or earlier ones. */
function neededSlots({ slots, outputs }: Program): ReadonlySet<number> {
  const needed = new Set<number>();
  const open = outputs.map(({ slot }) => slot);
  const visit = (node: Node): void => {
    switch (node.op) {
      case "const":
      case "input":
        break;
      case "slot":
      case "prev":
      case "ytd":
      case "delay":
        open.push(node.slot);
        break;
      case "sum":
      case "min":
      case "max":
      case "calendar":
        node.of.forEach(visit);
        break;
      default:
        visit(node.a);
        visit(node.b);
    }
  };
  for (let slot = open.pop(); slot !== undefined; slot = open.pop()) {
    if (needed.has(slot)) continue;
    needed.add(slot);
    visit(slots[slot]!.node);
  }
  return needed;
}

/** The kernel's source: a function body with the parameters I (numbers), O (outputs) and W (what is looked back to). */
export function kernelSource(program: Program): { readonly source: string; readonly work: number } {
  const { slots, order, outputs, layout, lanes } = program;
  const needed = neededSlots(program);
  const pasts = new Map(program.pasts.map((past) => [past.slot, past]));
  /** Slots that are looked back to further than last month: where their values begin in the work array. */
  const work = new Map<number, number>();
  let workLength = 0;
  const previous = new Set<number>();
  const yearly = new Set<number>();
  const constants = new Set<number>();
  const ofYear = new Set<number>();
  /** What is computed once, each year and each month. */
  const [once, year, month]: [string[], string[], string[]] = [[], [], []];
  let calendars = 0;

  const input = ({ every, place }: Lane): string => {
    switch (every) {
      case "run":
        constants.add(place);
        return `c${place}`;
      case "year":
        ofYear.add(place);
        return `k${place}`;
      case "month":
        return place === 0 ? "I[p]" : `I[p+${place}]`;
      case "past":
        throw new Error("what was before the start is no input of a month");
    }
  };

  const lookBack = (slot: number): number => {
    let from = work.get(slot);
    if (from === undefined) {
      from = workLength;
      work.set(slot, from);
      workLength += pasts.get(slot)!.length + program.months;
    }
    return from;
  };

  const text = (node: Node): string => {
    switch (node.op) {
      case "const":
        return node.value < 0 ? `(${node.value})` : String(node.value);
      case "input":
        return input(lanes[node.lane]!);
      case "slot":
        return `s${node.slot}`;
      case "prev":
        previous.add(node.slot);
        return `p${node.slot}`;
      case "ytd":
        yearly.add(node.slot);
        return `y${node.slot}`;
      case "delay":
        return `W[t+${lookBack(node.slot) + pasts.get(node.slot)!.length - node.by}]`;
      case "sum":
        return `(${node.of.map(text).join("+")})`;
      case "calendar":
        // Twelve numbers that do not change: a table of them.
        once.push(`const q${calendars}=[${node.of.map(text).join(",")}];`);
        calendars += 1;
        return `q${calendars - 1}[m]`;
      case "min":
      case "max":
        return `Math.${node.op}(${node.of.map(text).join(",")})`;
      default:
        return `(${text(node.a)}${node.op}${text(node.b)})`;
    }
  };

  for (const slot of order) {
    if (!needed.has(slot)) continue;
    const { node, pace } = slots[slot]!;
    const line = `const s${slot}=${text(node)};`;
    [once, year, month][pace]!.push(line);
  }
  const before: string[] = [];
  for (const slot of previous) {
    const { at, length } = pasts.get(slot)!;
    before.push(`let p${slot}=I[${at + length - 1}];`);
  }
  for (const [slot, from] of work) {
    const { at, length } = pasts.get(slot)!;
    before.push(`for(let i=0;i<${length};i++)W[${from}+i]=I[${at}+i];`);
    month.push(`W[t+${from + length}]=s${slot};`);
  }
  for (const slot of previous) month.push(`p${slot}=s${slot};`);
  for (const slot of yearly) month.push(`y${slot}+=s${slot};`);

  const yearStart = [...yearly].map((slot) => `let y${slot}=0;`);
  const yearEnd: string[] = [];
  for (const [i, { slot, aggregate }] of outputs.entries()) {
    const isState = aggregate === "end" && previous.has(slot);
    if (!isState) {
      yearStart.push(`let a${i}=0;`);
      month.push(aggregate === "sum" ? `a${i}+=s${slot};` : `a${i}=s${slot};`);
    }
    yearEnd.push(`O[o+${i}]=${isState ? `p${slot}` : `a${i}`};`);
  }
  const source = [
    `"use strict";`,
    ...[...constants].map((place) => `const c${place}=I[${place}];`),
    ...once,
    ...before,
    `let p=${layout.monthsAt},n=${layout.yearsAt},o=0,t=0,m=${monthOfYear(program.start)};`,
    `for(const e of [${program.years.map(({ to }) => to).join(",")}]){`,
    ...[...ofYear].map((place) => `const k${place}=I[n+${place}];`),
    ...yearStart,
    ...year,
    `for(;t<e;t++,p+=${layout.month},m=m===11?0:m+1){`,
    ...month,
    "}",
    ...yearEnd,
    `o+=${outputs.length};n+=${layout.year};}`,
  ].join("");
  return { source, work: workLength };
}

/** Kernels by source: programs of one structure share one. */
const made = new Map<string, (I: Float64Array, O: Float64Array, W: Float64Array) => void>();

/**
 * Compiles a program's structure, or takes what was compiled for another of the same structure.
 * @throws EvalError where code may not be generated.
 */
export function compile(program: Program): Kernel {
  const { source, work } = kernelSource(program);
  const known = made.get(source);
  // eslint-disable-next-line typescript/no-implied-eval -- slot numbers and a fixed alphabet only
  const body = known ?? (new Function("I", "O", "W", source) as NonNullable<typeof known>);
  made.set(source, body);
  const memory = new Float64Array(work);
  return { run: (buffer, output) => body(buffer, output, memory) };
}
