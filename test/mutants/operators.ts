/** Faults that are planted in code. */
import type { Node } from "oxc-parser";
import type { Edit } from "./source.ts";

export type Operator =
  | "arithmetic"
  | "array method"
  | "boundary"
  | "comparison"
  | "condition"
  | "equation"
  | "literal"
  | "logic"
  | "number"
  | "removal"
  | "spread"
  | "string";

export interface Fault extends Edit {
  readonly operator: Operator;
}

type Of<T extends Node["type"]> = Extract<Node, { type: T }>;

/** A map, because any word may be looked up, also `toString`. */
const entriesOf = <T = string>(entries: Readonly<Record<string, T>>): ReadonlyMap<string, T> =>
  new Map(Object.entries(entries));

/** Operator → what is put in its place, and as what kind of fault. */
const swaps = entriesOf<readonly (readonly [Operator, string])[]>({
  "+": [["arithmetic", "-"]],
  "-": [["arithmetic", "+"]],
  "*": [["arithmetic", "/"]],
  "/": [["arithmetic", "*"]],
  "%": [["arithmetic", "*"]],
  "**": [["arithmetic", "*"]],
  "<": [
    ["boundary", "<="],
    ["comparison", ">="],
  ],
  "<=": [
    ["boundary", "<"],
    ["comparison", ">"],
  ],
  ">": [
    ["boundary", ">="],
    ["comparison", "<="],
  ],
  ">=": [
    ["boundary", ">"],
    ["comparison", "<"],
  ],
  "===": [["comparison", "!=="]],
  "!==": [["comparison", "==="]],
  "+=": [["arithmetic", "-="]],
  "-=": [["arithmetic", "+="]],
  "*=": [["arithmetic", "/="]],
  "/=": [["arithmetic", "*="]],
  "??=": [["logic", "="]],
  "||=": [["logic", "="]],
  "&&=": [["logic", "="]],
  "++": [["arithmetic", "--"]],
  "--": [["arithmetic", "++"]],
});

/** Methods that give the same kind of thing back: a fault leaves them out. */
const dropped = new Set([
  "filter",
  "reverse",
  "slice",
  "sort",
  "toReversed",
  "toSorted",
  "trim",
  "trimEnd",
  "trimStart",
]);

const exchanged = entriesOf({
  some: "every",
  every: "some",
  find: "findLast",
  findLast: "find",
  findIndex: "findLastIndex",
  findLastIndex: "findIndex",
  indexOf: "lastIndexOf",
  lastIndexOf: "indexOf",
  startsWith: "endsWith",
  endsWith: "startsWith",
});

const exchangedMath = entriesOf({
  min: "max",
  max: "min",
  floor: "ceil",
  ceil: "floor",
  round: "floor",
  trunc: "ceil",
});

/** A piece of code that has to be kept together wherever it is put. */
const loose = new Set([
  "ArrowFunctionExpression",
  "AssignmentExpression",
  "AwaitExpression",
  "BinaryExpression",
  "ConditionalExpression",
  "LogicalExpression",
  "TSAsExpression",
  "TSSatisfiesExpression",
  "UnaryExpression",
]);

const isText = (node: Node): boolean =>
  node.type === "TemplateLiteral" ||
  (node.type === "Literal" && typeof node.value === "string") ||
  (node.type === "BinaryExpression" &&
    node.operator === "+" &&
    (isText(node.left) || isText(node.right)));

/** The faults of one node; `around` are the nodes it is in, innermost last. */
export function faultsOf(node: Node, around: readonly Node[], text: string): Fault[] {
  const parent = around.at(-1);
  const source = ({ start, end }: Node): string => text.slice(start, end);
  const grouped = (part: Node): string =>
    loose.has(part.type) ? `(${source(part)})` : source(part);
  const fault = (operator: Operator, { start, end }: Omit<Edit, "put">, put: string): Fault => ({
    operator,
    start,
    end,
    put,
  });
  /** The faults of an operator that is somewhere behind a place. */
  const swapped = (operator: string, after: number): Fault[] => {
    const start = text.indexOf(operator, after);
    return (swaps.get(operator) ?? []).map(([kind, put]) =>
      fault(kind, { start, end: start + operator.length }, put),
    );
  };
  const condition = (test: Node): Fault[] =>
    test.type === "Literal"
      ? []
      : [fault("condition", test, "true"), fault("condition", test, "false")];

  switch (node.type) {
    case "BinaryExpression":
      // A sum of texts is a label.
      return isText(node) ? [] : swapped(node.operator, node.left.end);
    case "AssignmentExpression":
      return isText(node.right) ? [] : swapped(node.operator, node.left.end);
    case "UpdateExpression":
      return swapped(node.operator, node.prefix ? node.start : node.argument.end);
    case "LogicalExpression": {
      const { left, operator, right } = node;
      if (operator === "??") {
        const fallback = fault("logic", node, `(${source(right)})`);
        // An empty text behind ?? is there for the type: nobody reads it.
        return right.type === "Literal" && right.value === ""
          ? [fallback]
          : [fault("logic", node, grouped(left)), fallback];
      }
      const other = operator === "&&" ? "||" : "&&";
      const put = `${grouped(left)} ${other} ${grouped(right)}`;
      return [fault("logic", node, parent?.type === "LogicalExpression" ? `(${put})` : put)];
    }
    case "UnaryExpression":
      if (node.operator === "!") return [fault("logic", node, grouped(node.argument))];
      return node.operator === "-" ? [fault("arithmetic", node, grouped(node.argument))] : [];
    case "ConditionalExpression":
    case "IfStatement":
      return condition(node.test);
    case "WhileStatement":
      return node.test.type === "Literal" ? [] : [fault("condition", node.test, "false")];
    case "ForStatement":
      return node.test === null ? [] : [fault("condition", node.test, "false")];
    case "Literal":
      return literal(node, fault);
    case "TemplateLiteral":
      return parent?.type === "TaggedTemplateExpression" ? [] : [fault("string", node, '""')];
    case "CallExpression":
      return call(node, fault);
    case "SpreadElement": {
      // With the comma behind it, if there is one.
      const [comma = ""] = /^\s*,/.exec(text.slice(node.end)) ?? [];
      return parent?.type === "ArrayExpression" || parent?.type === "ObjectExpression"
        ? [fault("spread", { start: node.start, end: node.end + comma.length }, "")]
        : [];
    }
    case "ExpressionStatement":
    case "ForOfStatement":
    case "ForInStatement":
      return [fault("removal", node, ";")];
    case "BreakStatement":
    case "ContinueStatement":
      // By itself behind a condition it is gone when the condition is false.
      return parent?.type === "IfStatement" ? [] : [fault("removal", node, ";")];
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return emptied(node.body, fault);
    default:
      return [];
  }
}

type Make = (operator: Operator, at: Omit<Edit, "put">, put: string) => Fault;

function literal(node: Of<"Literal">, fault: Make): Fault[] {
  switch (typeof node.value) {
    case "number": {
      const [more, less] = [node.value + 1, node.value - 1];
      const numbers = node.value > 0 ? [more, less] : [more];
      return numbers.map((number) => fault("number", node, String(number)));
    }
    case "boolean":
      return [fault("literal", node, String(!node.value))];
    case "string":
      return [fault("string", node, node.value === "" ? '"mutant"' : '""')];
    default:
      return [];
  }
}

function call({ callee, end, arguments: given }: Of<"CallExpression">, fault: Make): Fault[] {
  if (callee.type !== "MemberExpression" || callee.computed || callee.optional) return [];
  const { object, property } = callee;
  if (property.type !== "Identifier") return [];
  const { name } = property;
  if (object.type === "Identifier" && object.name === "Math") {
    if (name === "abs") return [fault("arithmetic", callee, "")];
    const other = exchangedMath.get(name);
    return other === undefined ? [] : [fault("arithmetic", property, other)];
  }
  if (dropped.has(name)) return [fault("array method", { start: object.end, end }, "")];
  const other = exchanged.get(name);
  return other === undefined || given.length === 0 ? [] : [fault("array method", property, other)];
}

/** Nothing that a function does is done. */
function emptied(body: Node | null, fault: Make): Fault[] {
  if (body === null) return [];
  if (body.type === "BlockStatement") {
    return body.body.length === 0 ? [] : [fault("removal", body, "{}")];
  }
  const nothing = body.type === "Identifier" && body.name === "undefined";
  return nothing ? [] : [fault("removal", body, "undefined")];
}
