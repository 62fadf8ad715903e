/** Puts fitted numbers into a scenario's text; everything else in it stays as it is, to the byte. */
import { isAlias, isMap, isScalar, isSeq, type Pair, type ParsedNode, type Scalar } from "yaml";
import type { Provenance, Written } from "../amounts/quantity.ts";
import type { Code } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { isSpan } from "../language/calendar.ts";
import { stepsOf } from "./parse.ts";
import { parseWritten } from "../amounts/quantity.ts";
import type { Document } from "./read.ts";

/** A number to be put in, in the unit that is written there already. */
export interface Rewrite {
  readonly path: string;
  readonly number: number;
  readonly kind: Provenance;
}

/** The number an input is written with, and the unit behind it. */
interface WrittenAt extends Written {
  /** Of the number itself: the input's, or that of its `value` or `mid`. */
  readonly path: string;
  /** The unit of numbers without one, where a key gives it: `unit: persons/year`. */
  readonly unitBeside: string;
  /** Whether `low` or `high` stands beside it. */
  readonly hasRange: boolean;
}

/** Another number as it is written in the place of one. */
export const inPlaceOf = ({ unit }: Written, number: number): number | string =>
  unit === "" ? number : `${number} ${unit}`;

interface Found {
  readonly written: WrittenAt;
  readonly node: ParsedNode;
  readonly scalar: Scalar.Parsed;
  readonly kind: ParsedNode | null | undefined;
}

/** The number an input is written with: the input itself, or its `value` or `mid`. */
function find({ nodeAt }: Document, path: string): Found | { readonly problem: Diagnostic } {
  const problem = (code: Code, message: string, help: string): { problem: Diagnostic } => ({
    problem: { code, severity: "error", message, help, path },
  });
  const steps = stepsOf(path);
  const node = nodeAt(steps);
  const items = itemsOf(node);
  const valueOf = (...names: readonly string[]): (typeof items)[number] | undefined =>
    items.find(({ key }) => isScalar(key) && names.includes(String(key.value)));
  const pair = valueOf("value", "mid");
  const scalar = isMap(node) ? pair?.value : node;
  const kind = valueOf("kind")?.value;
  const isShared = (part: ParsedNode | null | undefined): boolean =>
    isAlias(part) || (part?.anchor ?? undefined) !== undefined;
  const parts = steps.map((_, i) => nodeAt(steps.slice(0, i + 1)));
  // A kind that is an alias is replaced; one that others refer to would change theirs.
  if ([...parts, scalar].some(isShared) || (isShared(kind) && !isAlias(kind))) {
    const message = `"${path}" is a value that several inputs share`;
    return problem("wrong-type", message, "write it out where it is fitted, without & and *");
  }
  if (node === undefined) {
    const message = `"${path}" is not written in the file`;
    return problem("unknown-name", message, "a fitted number replaces one: write one there first");
  }
  const { value } = isScalar(scalar) ? scalar : { value: undefined };
  const number =
    typeof value === "number" || typeof value === "string" ? parseWritten(value) : undefined;
  if (!isScalar(scalar) || number === undefined) {
    const message = `"${path}" is not one number`;
    return problem("wrong-type", message, "name the year, or write the number out where it stands");
  }
  if (scalar.tag !== undefined || scalar.type?.startsWith("BLOCK") === true) {
    const message = `"${path}" is written with a tag or as a block of text`;
    return problem("wrong-type", message, "write the number and its unit alone: 54 hours/case");
  }
  // Beside the number, or beside the years of which it is one.
  const isYear = isSpan(String(steps.at(-1)));
  const unit =
    valueOf("unit")?.value ?? (isYear ? nodeAt([...steps.slice(0, -1), "unit"]) : undefined);
  const unitBeside = isScalar(unit) && typeof unit.value === "string" ? unit.value : "";
  const ownPath =
    pair !== undefined && isScalar(pair.key) ? `${path}.${String(pair.key.value)}` : path;
  const hasRange = valueOf("low", "high") !== undefined;
  return { written: { ...number, path: ownPath, unitBeside, hasRange }, node, scalar, kind };
}

/** How an input is written. */
export function writtenAt(document: Document, path: string): WrittenAt | { problem: Diagnostic } {
  const found = find(document, path);
  return "problem" in found ? found : found.written;
}

/** The file's text with the numbers in their places, each with its kind. */
export function rewrite(
  document: Document,
  changes: readonly Rewrite[],
): { readonly text: string } | { readonly problems: readonly Diagnostic[] } {
  const { text } = document;
  const problems: Diagnostic[] = [];
  const edits: { from: number; to: number; by: string }[] = [];
  for (const { path, number, kind } of changes) {
    const found = find(document, path);
    if ("problem" in found) {
      problems.push(found.problem);
      continue;
    }
    const { node, scalar, written, kind: given } = found;
    const [from, to] = scalar.range;
    const value = String(inPlaceOf(written, number));
    if (!isMap<ParsedNode, ParsedNode>(node)) {
      edits.push({ from, to, by: `{ value: ${value}, kind: ${kind} }` });
      continue;
    }
    edits.push({ from, to, by: value });
    const edit =
      isScalar(given) || isAlias(given)
        ? { from: given.range[0], to: given.range[1], by: kind }
        : { from: to, to, by: `${separator(text, node, from)}kind: ${kind}` };
    edits.push(edit);
  }
  if (problems.length > 0) return { problems };
  // From the end, so that earlier places stay where they are.
  const result = edits
    .toSorted((a, b) => b.from - a.from || b.to - a.to)
    .reduce((now, { from, to, by }) => now.slice(0, from) + by + now.slice(to), text);
  return { text: result };
}

/** The frames of an appropriation by budget year, as they are written: `3020.5 mkr`. */
export type FrameRecord = readonly (readonly [
  appropriation: string,
  years: readonly (readonly [year: string, amount: string])[],
])[];

/** The file's text with the frames of the planning run recorded in it, instead of those that are. */
export function withFrames({ text, nodeAt }: Document, frames: FrameRecord): string {
  const planning = nodeAt(["planning"]);
  const [first] = itemsOf(planning);
  if (planning === undefined || first === undefined) throw new Error("nothing is planned");
  const lineEnd = text.includes("\r\n") ? "\r\n" : "\n";
  // A plain key ends at a colon with a blank after it.
  const keyOf = (key: string): string => (key.includes(": ") ? JSON.stringify(key) : key);
  const entries = frames.map(
    ([key, years]) =>
      `${keyOf(key)}: { ${years.map(([year, amount]) => `${year}: ${amount}`).join(", ")} }`,
  );
  const inBraces = text.charAt(planning.range[0]) === "{";
  const column = first.key.range[0] - text.lastIndexOf("\n", first.key.range[0]) - 1;
  const indent = `${lineEnd}${" ".repeat(column)}`;
  const record = inBraces
    ? ` { ${entries.join(", ")} }`
    : entries.map((entry) => `${indent}  ${entry}`).join("");
  const old = itemsOf(planning).find(({ key }) => isScalar(key) && key.value === "frames");
  if (old === undefined) {
    const at = endOf(text, planning) - (inBraces ? 1 : 0);
    const before = text.slice(0, at).trimEnd();
    const entry = `${inBraces ? ", " : indent}frames:${record}`;
    return `${before}${entry}${inBraces ? " " : ""}${text.slice(at)}`;
  }
  const from = text.indexOf(":", old.key.range[1]) + 1;
  return text.slice(0, from) + record + text.slice(endOf(text, old.value ?? old.key));
}

const itemsOf = (node: ParsedNode | undefined): readonly Pair<ParsedNode, ParsedNode | null>[] =>
  isMap<ParsedNode, ParsedNode | null>(node) ? node.items : [];

/** Where a value ends, without the blanks, comments and line breaks after it. */
function endOf(text: string, node: ParsedNode): number {
  const [from, to] = node.range;
  const isBlock = !"{[".includes(text.charAt(from));
  const pair = itemsOf(node).at(-1);
  const last = isSeq<ParsedNode>(node) ? node.items.at(-1) : (pair?.value ?? pair?.key);
  if (isBlock && last !== undefined) return endOf(text, last);
  return from + text.slice(from, to).trimEnd().length;
}

/** What stands between two entries: a comma in braces, else a new line as deep as the first. */
function separator(text: string, node: ParsedNode, from: number): string {
  if (text.charAt(node.range[0]) === "{") return ", ";
  const start = text.lastIndexOf("\n", from - 1) + 1;
  const indent = /^\s*/.exec(text.slice(start))?.[0] ?? "";
  return `${text.charAt(start - 2) === "\r" ? "\r\n" : "\n"}${indent}`;
}
