/**
 * A bound model with numbers in it: set numbers, run, read figures. A change of a number is a write into a buffer; what was
 * before the start and the rules are looked at again only where they depend on it.
 */
import { daysIn } from "../language/calendar.ts";
import { cellsOf, loadBuffer, yearOf } from "./buffer.ts";
import { evaluateGiven, fillPast, interpret, outputsOf, type Trace } from "./interpreter.ts";
import { compile, type Kernel } from "./kernel.ts";
import type { BoundRule, FigureNode, FigureRef, Node, Past, Program } from "./program.ts";

/** A period that figures are asked for: whole months of the run. */
export interface Column {
  readonly name: string;
  /** Its months, counted from the start; `to` is not included. */
  readonly from: number;
  readonly to: number;
  readonly months: number;
  readonly days: number;
}

/** Why a run is worth nothing: a rule that its numbers break, or a figure that is not a number. */
export type Fault =
  | {
      readonly kind: "rule";
      readonly rule: string;
      readonly set: string;
      readonly key: string;
      readonly op: BoundRule["op"];
      /** What is compared, in the first month in which it does not hold. */
      readonly a: number;
      readonly b: number;
      readonly month: number;
    }
  | { readonly kind: "not-finite"; readonly what: string; readonly year: string };

export interface Session {
  readonly program: Program;
  /** Sets a number; says whether the program reads it. */
  readonly set: (number: number, value: number) => boolean;
  /** Sets what a slot was before the start, oldest month first, instead of what the numbers say. */
  readonly setPast: (slot: number, values: readonly number[]) => void;
  /** What a slot was before the start, oldest month first; empty where nothing looks back to it. */
  readonly past: (slot: number) => readonly number[];
  /** Runs all months if a number has changed since. */
  readonly run: () => readonly Fault[];
  /** A figure of the last run; `under` gives the session of another mode. Null is an empty cell. */
  readonly read: (figure: FigureNode, column: Column, under: Under) => number | null;
  /** A slot's value in a month; only in sessions that keep months. */
  readonly inMonth: (slot: number, month: number) => number;
}

/** The value of a figure in another funding mode. */
export type Under = (mode: string, figure: FigureRef, column: Column) => number | null;

/** Less than this many people, days or months are none: hours that are used up leave a rest of rounding. */
const nothing = 1e-6;

/** Some months of a run as a column. */
export function columnOf(name: string, start: number, from: number, to: number): Column {
  let days = 0;
  for (let month = from; month < to; month += 1) days += daysIn(start + month);
  return { name, from, to, months: to - from, days };
}

/** Opens a session with a value for each number; `monthly` keeps all months, for columns that are not budget years. */
export function openSession(
  program: Program,
  initial: ArrayLike<number>,
  { monthly }: { readonly monthly: boolean },
): Session {
  const { lanes, years, outputs } = program;
  const buffer = loadBuffer(program, initial);
  const output = new Float64Array(years.length * outputs.length);
  const outputAt = new Map(outputs.map(({ slot, aggregate }, i) => [`${slot} ${aggregate}`, i]));
  const pastAt = new Map(program.pasts.map((past) => [past.slot, past]));
  let trace: Trace | undefined;
  let kernel: Kernel | undefined;
  let dirty = true;
  let pasts: ReadonlySet<Past> = new Set(program.pasts);
  let rules: ReadonlySet<BoundRule> = new Set(program.rules);
  const given = new Set<number>();
  /** Rules that did not hold when they were last looked at. */
  const broken = new Map<BoundRule, Fault>();
  let dependents: Dependents | undefined;
  let found: readonly Fault[] = [];

  const execute = (): void => {
    if (!monthly) kernel ??= kernelFor(program);
    if (kernel === undefined) {
      trace = interpret(program, buffer);
      output.set(outputsOf(program, trace));
    } else kernel.run(buffer, output);
  };

  const faults = (): Fault[] => {
    let bad = 0;
    while (bad < output.length && Number.isFinite(output[bad]!)) bad += 1;
    if (bad === output.length) return [...broken.values()];
    const { equation, key } = program.slots[outputs[bad % outputs.length]!.slot]!;
    const year = years[Math.floor(bad / outputs.length)]!.name;
    return [...broken.values(), { kind: "not-finite", what: `${equation} of ${key}`, year }];
  };

  /** A sum over months, or the value of the last one. */
  const over = (slot: number, aggregate: "sum" | "end", { from, to }: Column): number => {
    if (trace === undefined) {
      const year = years.findIndex((one) => one.from === from && one.to === to);
      const at = outputAt.get(`${slot} ${aggregate}`);
      if (year < 0 || at === undefined) throw new Error("the run kept no such months");
      return output[year * outputs.length + at]!;
    }
    const base = slot * trace.months;
    if (aggregate === "end") return trace.values[base + to - 1]!;
    let total = 0;
    for (let month = from; month < to; month += 1) total += trace.values[base + month]!;
    return total;
  };

  const opening = (slot: number, { from }: Column): number => {
    if (from === 0) {
      const { at, length } = pastAt.get(slot)!;
      return buffer[at + length - 1]!;
    }
    if (trace !== undefined) return trace.values[slot * trace.months + from - 1]!;
    const before = years.findIndex(({ to }) => to === from);
    return output[before * outputs.length + outputAt.get(`${slot} end`)!]!;
  };

  const read = (figure: FigureNode, column: Column, under: Under): number | null => {
    const at = (node: FigureNode): number | null => {
      switch (node.op) {
        case "const":
          return node.value;
        case "input":
          return buffer[lanes[node.lane]!.place]!;
        case "months":
          return column.months;
        case "days":
          return column.days;
        case "total":
          return over(node.slot, "sum", column);
        case "closing":
          return over(node.slot, "end", column);
        case "opening":
          return opening(node.slot, column);
        case "share": {
          const year = yearOf(program, column.from);
          if (!node.lanes.some((lane) => lanes[lane]!.numbers[year]! >= 0)) return null;
          const value = evaluateGiven(program, buffer, node.node, column.from);
          return column.months === 12 ? value : (value * column.months) / 12;
        }
        case "under":
          return under(node.mode, node.figure, column);
        case "sum": {
          let total: number | null = null;
          for (const part of node.of) {
            const value = at(part);
            if (value !== null) total = total === null ? value : total + value;
          }
          return total;
        }
        case "min":
        case "max": {
          const values = node.of.map(at);
          return values.includes(null) ? null : Math[node.op](...(values as number[]));
        }
        default: {
          const [a, b] = [at(node.a), at(node.b)];
          if (a === null || b === null) return null;
          switch (node.op) {
            case "+":
              return a + b;
            case "-":
              return a - b;
            case "*":
              return a * b;
            case "/":
              return a / b;
            case "per":
              return Math.abs(b) < nothing ? null : a / b;
            case "where":
              return b === 0 ? null : a;
          }
        }
      }
    };
    return at(figure);
  };

  return {
    program,
    set: (number, value) => {
      dependents ??= dependentsOf(program);
      const on = dependents.get(number);
      if (on === undefined) return false;
      for (const cell of on.cells) buffer[cell] = value;
      if (on.pasts.length > 0) pasts = new Set([...pasts, ...on.pasts]);
      if (on.rules.length > 0) rules = new Set([...rules, ...on.rules]);
      dirty = true;
      return true;
    },
    setPast: (slot, before) => {
      const past = pastAt.get(slot);
      if (past === undefined || before.length !== past.length) {
        throw new Error(`slot ${slot} is looked back to ${past?.length ?? 0} months`);
      }
      buffer.set(before, past.at);
      given.add(slot);
      dirty = true;
    },
    past: (slot) => {
      const { at = 0, length = 0 } = pastAt.get(slot) ?? {};
      return [...buffer.subarray(at, at + length)];
    },
    run: () => {
      if (!dirty) return found;
      dirty = false;
      if (pasts.size > 0) {
        fillPast(
          program,
          buffer,
          [...pasts].filter(({ slot }) => !given.has(slot)),
        );
        pasts = new Set();
      }
      for (const rule of rules) {
        const fault = lookAt(program, buffer, rule);
        if (fault === undefined) broken.delete(rule);
        else broken.set(rule, fault);
      }
      if (rules.size > 0) rules = new Set();
      execute();
      found = faults();
      return found;
    },
    read,
    inMonth: (slot, month) => {
      if (trace === undefined) throw new Error("the run kept no months");
      return trace.values[slot * trace.months + month]!;
    },
  };
}

/** The kernel of the program's structure; undefined where code may not be generated. */
function kernelFor(program: Program): Kernel | undefined {
  try {
    return compile(program);
  } catch (error) {
    if (error instanceof EvalError) return undefined;
    throw error;
  }
}

interface Dependent {
  readonly cells: readonly number[];
  readonly pasts: Past[];
  readonly rules: BoundRule[];
}

type Dependents = ReadonlyMap<number, Dependent>;

/** What each number is read by. */
function dependentsOf(program: Program): Dependents {
  const found = new Map<number, Dependent>(
    [...cellsOf(program)].map(([number, cells]) => [number, { cells, pasts: [], rules: [] }]),
  );
  const note = (nodes: readonly Node[], add: (dependent: Dependent) => void): void => {
    const numbers = new Set(
      nodes
        .flatMap((node) => [...lanesOf(program, node)])
        .flatMap((lane) => program.lanes[lane]!.numbers),
    );
    for (const number of numbers) {
      const dependent = found.get(number);
      if (dependent !== undefined) add(dependent);
    }
  };
  for (const past of program.pasts) note([past.node], ({ pasts }) => pasts.push(past));
  for (const rule of program.rules) note([rule.a, rule.b], ({ rules }) => rules.push(rule));
  return found;
}

/** The lanes something reads that depends on numbers only. */
function lanesOf({ slots }: Program, node: Node, found = new Set<number>()): Set<number> {
  const visit = (one: Node): void => {
    switch (one.op) {
      case "const":
      case "prev":
      case "ytd":
      case "delay":
        break;
      case "input":
        found.add(one.lane);
        break;
      case "slot":
        visit(slots[one.slot]!.node);
        break;
      case "sum":
      case "min":
      case "max":
      case "calendar":
        one.of.forEach(visit);
        break;
      default:
        visit(one.a);
        visit(one.b);
    }
  };
  visit(node);
  return found;
}

/** The first month in which a rule does not hold. */
function lookAt(program: Program, buffer: Float64Array, given: BoundRule): Fault | undefined {
  const { rule, set, key, op, pace } = given;
  const months =
    pace === 0
      ? [0]
      : pace === 1
        ? program.years.map(({ from }) => from)
        : Array.from({ length: program.months }, (_, month) => month);
  for (const month of months) {
    const [a, b] = [given.a, given.b].map((node) =>
      evaluateGiven(program, buffer, node, month),
    ) as [number, number];
    const holds = op === "<=" ? a <= b : op === ">=" ? a >= b : a > b;
    if (!holds) return { kind: "rule", rule, set, key, op, a, b, month };
  }
  return undefined;
}
