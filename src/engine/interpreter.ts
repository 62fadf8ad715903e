/**
 * Runs a bound program by walking its trees: slow, plain, and the oracle of the generated kernel. It keeps every slot of
 * every month. What depends on numbers only it also evaluates by itself: the past, and rules.
 */
import { monthOfYear } from "../language/calendar.ts";
import { cellAt } from "./buffer.ts";
import type { Node, Program } from "./program.ts";

/** All values of a run: slot × months + month. */
export interface Trace {
  readonly values: Float64Array;
  readonly months: number;
}

/** How values are looked up: slots now and before. */
interface Values {
  readonly now: (slot: number) => number;
  readonly before: (slot: number, by: number) => number;
  readonly yearSoFar: (slot: number) => number;
}

function evaluate(
  program: Program,
  buffer: Float64Array,
  node: Node,
  month: number,
  values: Values,
): number {
  const at = (one: Node): number => {
    switch (one.op) {
      case "const":
        return one.value;
      case "input":
        return buffer[cellAt(program, program.lanes[one.lane]!, month)]!;
      case "slot":
        return values.now(one.slot);
      case "prev":
        return values.before(one.slot, 1);
      case "delay":
        return values.before(one.slot, one.by);
      case "ytd":
        return values.yearSoFar(one.slot);
      case "calendar":
        return at(one.of[monthOfYear(program.start + month)]!);
      case "sum":
        return one.of.map(at).reduce((total, term) => total + term);
      case "min":
        return one.of.map(at).reduce((least, other) => Math.min(least, other));
      case "max":
        return one.of.map(at).reduce((most, other) => Math.max(most, other));
      case "+":
        return at(one.a) + at(one.b);
      case "-":
        return at(one.a) - at(one.b);
      case "*":
        return at(one.a) * at(one.b);
      case "/":
        return at(one.a) / at(one.b);
    }
  };
  return at(node);
}

/**
 * The value of something that depends on numbers only, in a month of the run; before the start what is read month by month
 * is read as in the first month.
 */
export function evaluateGiven(
  program: Program,
  buffer: Float64Array,
  node: Node,
  month: number,
): number {
  const depends = (): never => {
    throw new Error("this depends on the run");
  };
  const values: Values = {
    now: (slot) => evaluate(program, buffer, program.slots[slot]!.node, month, values),
    before: depends,
    yearSoFar: depends,
  };
  return evaluate(program, buffer, node, month, values);
}

/** Fills in what was before the start. */
export function fillPast(program: Program, buffer: Float64Array, pasts = program.pasts): void {
  for (const { length, node, runningTotal, at } of pasts) {
    for (let i = 0; i < length; i += 1) {
      if (!runningTotal) buffer[at + i] = evaluateGiven(program, buffer, node, i - length);
      else if (i === 0) buffer[at] = 0;
      else {
        buffer[at + i] = buffer[at + i - 1]! + evaluateGiven(program, buffer, node, i - length);
      }
    }
  }
}

/** Runs all months. */
export function interpret(program: Program, buffer: Float64Array): Trace {
  const { months, slots, order, years } = program;
  const result = new Float64Array(slots.length * months);
  const pasts = new Map(program.pasts.map((past) => [past.slot, past]));
  const at = (slot: number, month: number): number => {
    if (month >= 0) return result[slot * months + month]!;
    const { at: from, length } = pasts.get(slot)!;
    return buffer[from + length + month]!;
  };
  for (const { from, to } of years) {
    for (let month = from; month < to; month += 1) {
      const values: Values = {
        now: (slot) => result[slot * months + month]!,
        before: (slot, by) => at(slot, month - by),
        yearSoFar: (slot) => {
          let total = 0;
          for (let earlier = from; earlier < month; earlier += 1) total += at(slot, earlier);
          return total;
        },
      };
      for (const slot of order) {
        result[slot * months + month] = evaluate(program, buffer, slots[slot]!.node, month, values);
      }
    }
  }
  return { values: result, months };
}

/** What figures need of the months, year by year, added in the order of months as the kernel does. */
export function outputsOf(program: Program, { values, months }: Trace): Float64Array {
  const { outputs, years } = program;
  const result = new Float64Array(years.length * outputs.length);
  for (const [year, { from, to }] of years.entries()) {
    for (const [i, { slot, aggregate }] of outputs.entries()) {
      let total = 0;
      for (let month = from; month < to; month += 1) {
        const value = values[slot * months + month]!;
        total = aggregate === "sum" ? total + value : value;
      }
      result[year * outputs.length + i] = total;
    }
  }
  return result;
}
