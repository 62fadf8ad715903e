/** Source text as a tree, with nothing in it that is of types only. */
import { parseSync, visitorKeys, type Node } from "oxc-parser";

/** Expressions with a type beside them; all else that is called TS… is of types only. */
const typed = new Set(["TSAsExpression", "TSSatisfiesExpression", "TSNonNullExpression"]);

/** Nodes without anything that runs. */
const silent = new Set(["ImportDeclaration", "ExportAllDeclaration", "ExportSpecifier"]);

const isNode = (value: unknown): value is Node =>
  typeof value === "object" && value !== null && "type" in value;

/** The parts of a node that run, in the order of the text. */
function partsOf(node: Node): Node[] {
  return (visitorKeys[node.type] ?? [])
    .flatMap((key): unknown => node[key as keyof Node])
    .filter(isNode)
    .filter(({ type }) => !silent.has(type) && (!type.startsWith("TS") || typed.has(type)));
}

/** @throws Error if the text is not TypeScript. */
export function parse(file: string, text: string): Node {
  const { program, errors } = parseSync(file, text);
  const [error] = errors;
  if (error !== undefined) throw new Error(`${file}: ${error.message}`);
  return program;
}

/** Visits what runs, from the outside in; `around` are the nodes it is in, innermost last. */
export function walk(node: Node, visit: (node: Node, around: readonly Node[]) => void): void {
  const around: Node[] = [];
  const enter = (inner: Node): void => {
    visit(inner, around);
    around.push(inner);
    for (const part of partsOf(inner)) enter(part);
    around.pop();
  };
  enter(node);
}

/** A change of a text: what is from `start` up to `end` becomes `put`. */
export interface Edit {
  readonly start: number;
  readonly end: number;
  readonly put: string;
}

/** Makes changes that do not overlap; of those at one place the first comes first. */
export function edited(text: string, edits: readonly Edit[]): string {
  let at = 0;
  let done = "";
  for (const { start, end, put } of edits.toSorted((a, b) => a.start - b.start)) {
    done += text.slice(at, start) + put;
    at = end;
  }
  return done + text.slice(at);
}
