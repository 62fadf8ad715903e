/** The mutants of a file: one fault each. */
import { createHash } from "node:crypto";
import type { Node } from "oxc-parser";
import { equationFaults } from "./equations.ts";
import { faultsOf, type Fault, type Operator } from "./operators.ts";
import { edited, parse, walk } from "./source.ts";

/** What tells a mutant from others as long as its code stays as it is, wherever it moves in the file. */
export interface Key {
  readonly file: string;
  /** The functions and names it is in, from the outside in. */
  readonly within: string;
  /** The lines as they are, and with the fault. */
  readonly from: string;
  readonly to: string;
}

export interface Mutant extends Key {
  readonly operator: Operator;
  readonly start: number;
  readonly end: number;
  readonly line: number;
  readonly put: string;
}

/** The name a node gives to what is in it. */
function nameOf(node: Node, around: readonly Node[]): string | undefined {
  if (node.type === "FunctionDeclaration") return node.id?.name;
  if (node.type === "VariableDeclarator" && node.id.type === "Identifier") {
    const value = node.init?.type ?? "";
    return value.includes("Function") || around.length < 4 ? node.id.name : undefined;
  }
  if (node.type === "ObjectExpression") {
    // Entries of lists, such as equations, say by themselves what they are called.
    for (const part of node.properties) {
      if (part.type !== "Property" || part.key.type !== "Identifier") continue;
      if (part.key.name !== "id" || part.value.type !== "Literal") continue;
      return String(part.value.value);
    }
  }
  return undefined;
}

const pathOf = (node: Node, around: readonly Node[]): string =>
  [...around, node].flatMap((outer, i) => nameOf(outer, around.slice(0, i)) ?? []).join("/");

/** Whether a text is an equation: the value at one of these keys. */
function isEquation(node: Node, around: readonly Node[], keys: readonly string[]): boolean {
  const parent = around.at(-1);
  if (parent?.type !== "Property" || parent.value !== node || parent.computed) return false;
  return parent.key.type === "Identifier" && keys.includes(parent.key.name);
}

/** Where the text of a string is that stands in quotes, written as it is meant. */
function quoted(node: Node, text: string): { start: number; end: number } | undefined {
  const isString =
    (node.type === "Literal" && typeof node.value === "string") ||
    (node.type === "TemplateLiteral" && node.expressions.length === 0);
  const inner = text.slice(node.start + 1, node.end - 1);
  return isString && !inner.includes("\\")
    ? { start: node.start + 1, end: node.end - 1 }
    : undefined;
}

/** Texts that name modules and keys are no labels. */
function isName(node: Node, around: readonly Node[]): boolean {
  const parent = around.at(-1);
  if (parent?.type === "Property") return parent.key === node;
  return parent?.type === "ImportExpression" || parent?.type === "ExportNamedDeclaration";
}

/** A few lines without their indent; of many the first and the last. */
function shown(lines: string): string {
  const list = lines.split("\n").map((line) => line.trim());
  return (list.length > 4 ? [...list.slice(0, 2), "…", ...list.slice(-1)] : list).join("\n");
}

export interface Wanted {
  /** The keys of equations, in a file that holds some. */
  readonly equations: readonly string[];
  readonly strings: boolean;
}

export function mutantsOf(file: string, text: string, wanted: Wanted): Mutant[] {
  const found: Mutant[] = [];
  const seen = new Set<string>();
  const add = ({ operator, start, end, put }: Fault, within: string): void => {
    const first = text.lastIndexOf("\n", start - 1) + 1;
    const newline = text.indexOf("\n", end);
    const lines = text.slice(first, newline < 0 ? text.length : newline);
    const changed = edited(lines, [{ start: start - first, end: end - first, put }]);
    const line = text.slice(0, first).split("\n").length;
    // The same line can come of two faults.
    const known = `${line} ${lines.length} ${changed}`;
    if (changed === lines || seen.has(known)) return;
    seen.add(known);
    const [from, to] = [shown(lines), shown(changed)];
    found.push({ file, within, from, to, operator, start, end, put, line });
  };
  walk(parse(file, text), (node, around) => {
    const inside = isEquation(node, around, wanted.equations) ? quoted(node, text) : undefined;
    if (inside !== undefined) {
      const within = pathOf(node, around);
      for (const fault of equationFaults(text.slice(inside.start, inside.end))) {
        const [start, end] = [inside.start + fault.start, inside.start + fault.end];
        add({ operator: "equation", start, end, put: fault.put }, within);
      }
      return;
    }
    if (isName(node, around)) return;
    const faults = faultsOf(node, around, text).filter(
      ({ operator }) => operator !== "string" || wanted.strings,
    );
    if (faults.length === 0) return;
    const within = pathOf(node, around);
    for (const fault of faults) add(fault, within);
  });
  return found;
}

export const keyOf = ({ file, within, from, to }: Key): string =>
  [file, within, from, to].join("\n\n");

/** Some mutants, always the same for a seed; whether one is among them depends little on changes elsewhere. */
export function sampleOf(mutants: readonly Mutant[], size: number, seed: string): Mutant[] {
  const seen = new Map<string, number>();
  const drawn = mutants.map((mutant) => {
    const key = keyOf(mutant);
    const times = (seen.get(key) ?? 0) + 1;
    seen.set(key, times);
    return { mutant, lot: createHash("sha256").update(`${seed} ${times} ${key}`).digest("hex") };
  });
  const chosen = new Set(
    drawn
      .toSorted((a, b) => (a.lot < b.lot ? -1 : 1))
      .slice(0, size)
      .map(({ mutant }) => mutant),
  );
  return mutants.filter((mutant) => chosen.has(mutant));
}
