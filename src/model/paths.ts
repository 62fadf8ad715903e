/** Paths: the place of an input in a scenario, `streams.adults.shares.granted.2015`. */
import type { Quantity } from "../amounts/quantity.ts";

/** The steps of an input's address; a range of years such as 2015..2018 is one step. */
export const splitPath = (path: string): string[] =>
  path.match(/\d{4}(?:[-/]\d{2})?\.\.\d{4}(?:[-/]\d{2})?|[^.]+/g) ?? [];

/** Longest path of an input, in UTF-16 code units: names are short, and a path has few of them. */
export const longestPath = 2000;

/** The input a path leads to, or into: `intakes.<intake>.volume` for `intakes.<intake>.volume.<year>.mid`. */
export function inputAt(
  quantities: ReadonlyMap<string, Quantity>,
  path: string,
): Quantity | undefined {
  if (path.length > longestPath) return undefined;
  const steps = splitPath(path);
  for (let length = steps.length; length > 0; length -= 1) {
    const found = quantities.get(steps.slice(0, length).join("."));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Whether a path leads to a part, or into it. */
export const isOf = (part: string, path: string): boolean =>
  path === part || path.startsWith(`${part}.`);
