/** Probes that tell which tests reach which part of a file. */
import type { Node } from "oxc-parser";
import { edited, parse, walk, type Edit } from "./source.ts";

/** A part of a file that runs as a whole, or nearly so. */
export interface Region {
  readonly start: number;
  readonly end: number;
}

/** The function that probes call: with the number of the file and that of the region. */
export const probe = "__reached";

/** The statements and expressions that run only if something leads there. */
function branches(node: Node): Node[] {
  switch (node.type) {
    case "FunctionDeclaration":
    case "FunctionExpression":
    case "ArrowFunctionExpression":
      return node.body === null ? [] : [node.body];
    case "IfStatement":
      return [node.consequent, ...(node.alternate === null ? [] : [node.alternate])];
    case "ForStatement":
    case "ForOfStatement":
    case "ForInStatement":
    case "WhileStatement":
      return [node.body];
    case "ConditionalExpression":
      return [node.consequent, node.alternate];
    case "LogicalExpression":
      return [node.right];
    default:
      return [];
  }
}

/** The text with a probe in every region. Region 0 is what runs when the file is loaded. */
export function withProbes(
  name: string,
  file: number,
  text: string,
): { text: string; regions: Region[] } {
  const regions: Region[] = [{ start: 0, end: text.length }];
  const edits: Edit[] = [];
  const insert = (at: number, put: string): void => void edits.push({ start: at, end: at, put });
  const call = (region: number): string => `globalThis.${probe}?.(${file}, ${region})`;
  /** What closes has to come before what closes around it: regions are found from the outside in. */
  const closing: Edit[] = [];
  const close = (at: number, put: string): void =>
    void closing.unshift({ start: at, end: at, put });

  const tree = parse(name, text);
  walk(tree, (node) => {
    for (const branch of branches(node)) {
      const region = regions.push({ start: branch.start, end: branch.end }) - 1;
      if (branch.type === "BlockStatement") insert(branch.start + 1, `${call(region)};`);
      else if (branch.type.endsWith("Statement")) {
        insert(branch.start, `{${call(region)};`);
        close(branch.end, "}");
      } else {
        insert(branch.start, `(${call(region)}, `);
        close(branch.end, ")");
      }
    }
    if (node.type === "SwitchCase") {
      const [first, last] = [node.consequent[0], node.consequent.at(-1)];
      if (first === undefined || last === undefined) return;
      insert(first.start, `${call(regions.push({ start: first.start, end: last.end }) - 1)};`);
    }
  });
  if (tree.type === "Program") insert(tree.body[0]?.start ?? 0, `${call(0)};`);
  return { text: edited(text, [...closing, ...edits]), regions };
}

/** The smallest region that a place is in. */
export function regionOf(regions: readonly Region[], start: number, end: number): number {
  let found = 0;
  for (const [i, region] of regions.entries()) {
    const inside = region.start <= start && end <= region.end;
    const size = region.end - region.start;
    const best = regions[found];
    if (inside && best !== undefined && size < best.end - best.start) found = i;
  }
  return found;
}
