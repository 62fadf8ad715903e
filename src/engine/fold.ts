/** Arithmetic on nodes that drops what changes nothing, so that both executions see the same tree. */
import type { Node } from "./program.ts";

export const number = (value: number): Node => ({ op: "const", value });
const isZero = (node: Node): boolean => node.op === "const" && node.value === 0;
const isOne = (node: Node): boolean => node.op === "const" && node.value === 1;

const arithmetic: Readonly<Record<"+" | "-" | "*" | "/", (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
};

/** Drops additions of nothing and factors of one (`month` is one month). */
export function binary(op: "+" | "-" | "*" | "/", a: Node, b: Node): Node {
  if (a.op === "const" && b.op === "const") return number(arithmetic[op](a.value, b.value));
  if ((op === "+" || op === "-") && isZero(b)) return a;
  if (op === "+" && isZero(a)) return b;
  if ((op === "*" || op === "/") && isOne(b)) return a;
  if (op === "*" && isOne(a)) return b;
  if (op === "*" && (isZero(a) || isZero(b))) return number(0);
  return { op, a, b };
}

export function extreme(op: "min" | "max", of: readonly Node[]): Node {
  return of.every((part) => part.op === "const")
    ? number(Math[op](...of.map((part) => part.value)))
    : { op, of };
}

export function sum(terms: readonly Node[]): Node {
  const kept = terms.filter((term) => !isZero(term));
  const [first] = kept;
  return first === undefined ? number(0) : kept.length === 1 ? first : { op: "sum", of: kept };
}
