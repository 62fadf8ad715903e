/**
 * Runs a bound program by walking its trees: slow, plain, and the oracle of the generated kernel. It keeps
 * every slot of every month.
 */
import type { Node, Program } from "./bind.ts";
import { monthOfYear } from "./calendar.ts";

/** All values of a run: slot × months + month. */
export interface Trace {
  readonly values: Float64Array;
  readonly months: number;
}

export function interpret(program: Program): Trace {
  const { months, slots, order, histories } = program;
  const values = new Float64Array(slots.length * months);

  const input = (index: number, month: number): number => {
    const { value } = program.inputs[index]!;
    return typeof value === "number" ? value : value[month]!;
  };

  const at = (slot: number, month: number): number => {
    if (month >= 0) return values[slot * months + month]!;
    const history = histories.get(slot)!;
    return history[history.length + month]!;
  };

  const previous = (slot: number, month: number): number => {
    if (month > 0) return at(slot, month - 1);
    const { start } = slots[slot]!;
    return start === undefined ? 0 : input(start, 0);
  };

  const yearToDate = (slot: number, month: number): number => {
    let total = 0;
    const first = Math.max(0, month - monthOfYear(program.start + month));
    for (let earlier = first; earlier < month; earlier += 1) total += at(slot, earlier);
    return total;
  };

  const evaluate = (node: Node, month: number): number => {
    switch (node.op) {
      case "const":
        return node.value;
      case "input":
        return input(node.input, month);
      case "slot":
        return at(node.slot, month);
      case "prev":
        return previous(node.slot, month);
      case "ytd":
        return yearToDate(node.slot, month);
      case "delay":
        return at(node.slot, month - node.by);
      case "sum":
        return node.terms
          .map((term) => evaluate(term, month))
          .reduce((total, term) => total + term);
      case "+":
        return evaluate(node.a, month) + evaluate(node.b, month);
      case "-":
        return evaluate(node.a, month) - evaluate(node.b, month);
      case "*":
        return evaluate(node.a, month) * evaluate(node.b, month);
      case "/":
        return evaluate(node.a, month) / evaluate(node.b, month);
      case "min":
        return Math.min(evaluate(node.a, month), evaluate(node.b, month));
      case "max":
        return Math.max(evaluate(node.a, month), evaluate(node.b, month));
    }
  };

  for (let month = 0; month < months; month += 1) {
    for (const slot of order) values[slot * months + month] = evaluate(slots[slot]!.node, month);
  }
  return { values, months };
}
