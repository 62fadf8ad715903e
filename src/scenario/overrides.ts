/** Changed inputs: `--set path=value` and the planning assumption's `set`, put into a copy of the file's tree. */
import { hasSize, noSize } from "../amounts/size.ts";
import { brief } from "../diagnostics/brief.ts";
import type { Code } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { oneOf } from "../diagnostics/suggest.ts";
import { parseWritten } from "../amounts/quantity.ts";
import { isSpan } from "../language/calendar.ts";
import { longestPath, splitPath } from "../model/paths.ts";

export interface Override {
  /** `intakes.<intake>.volume.<year>` */
  readonly path: string;
  readonly value: unknown;
}

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A plain number takes the unit that is written with the number it replaces; one in per cent stands for itself. */
function inUnitOf(old: unknown, value: unknown): unknown {
  if (typeof old !== "string" || typeof value !== "number") return value;
  const { unit = "" } = parseWritten(old) ?? {};
  return unit === "" || unit.includes("%") ? value : `${value} ${unit}`;
}

/**
 * A copy of the tree with one input changed. An input that is there is replaced, an optional one that is not there
 * is added; in an input with one value for all time, one year can be set. Undefined and a reported problem when the
 * path leads nowhere.
 */
export function applyOverride(
  tree: unknown,
  { path, value }: Override,
  report: (problem: Diagnostic) => void,
): unknown {
  const refuse = (code: Code, message: string, help: string): undefined => {
    report({ code, severity: "error", message, help, path });
    return undefined;
  };
  if (path.length > longestPath) {
    const message = `no input has a path as long as "${brief(path)}"`;
    return refuse("unknown-name", message, `a path has at most ${longestPath} signs`);
  }
  if (typeof value === "number" && !hasSize(value)) {
    return refuse("bad-number", ...noSize(`${value}`, value));
  }
  const steps = splitPath(path);
  const fail = (at: number, allowed: readonly string[]): undefined => {
    const step = steps[at] ?? "";
    const before = steps.slice(0, at).join(".");
    const message = `there is no input "${path}": ${before === "" ? "the scenario" : before} has no "${step}"`;
    return refuse("unknown-name", message, `expected ${oneOf(step, allowed)}`);
  };

  const change = (node: unknown, at: number): unknown => {
    if (at === steps.length) return inUnitOf(node, value);
    const step = steps[at] ?? "";
    const isPeriod = at === steps.length - 1 && isSpan(step);
    if (Array.isArray(node)) {
      const index = Number(step);
      if (!Number.isInteger(index) || !(index in node)) {
        return fail(
          at,
          node.map((_, i) => String(i)),
        );
      }
      return node.map((item: unknown, i) => (i === index ? change(item, at + 1) : item));
    }
    if (["__proto__", "constructor", "prototype"].includes(step)) return fail(at, []);
    if (!isTree(node)) {
      // One value for all time becomes that value and an exception.
      return isPeriod && node !== undefined
        ? { value: node, [step]: inUnitOf(node, value) }
        : fail(at, []);
    }
    // Keys of `planning.set` are paths themselves, and names of appropriations may have dots.
    for (let end = steps.length; end > at + 1; end -= 1) {
      const dotted = steps.slice(at, end).join(".");
      if (Object.hasOwn(node, dotted)) return { ...node, [dotted]: change(node[dotted], end) };
    }
    // The assumption may set what it has not set so far.
    const isAssumed = at === 2 && steps[0] === "planning" && steps[1] === "set";
    if (isAssumed) return { ...node, [steps.slice(at).join(".")]: value };
    // A last key that is not there may be one of the format's optional ones: the schema knows.
    const isLast = at === steps.length - 1;
    if (!Object.hasOwn(node, step) && !isLast) return fail(at, Object.keys(node));
    return { ...node, [step]: change(node[step], at + 1) };
  };

  if (steps.length === 0) return fail(0, isTree(tree) ? Object.keys(tree) : []);
  return change(tree, 0);
}
