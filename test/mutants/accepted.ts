/** Survivors that are accepted, each with its reason: accepted.json. */
import { keyOf, type Key, type Mutant } from "./mutants.ts";
import type { Result } from "./report.ts";

export interface Accepted extends Key {
  readonly why: string;
}

export interface Sorted {
  /** The mutants by which tests are judged. */
  readonly counted: readonly Result[];
  readonly accepted: readonly (Result & { readonly why: string })[];
  /** Entries of no use any more: there is no such mutant, or a test notices it. */
  readonly stale: readonly (Accepted & { readonly because: string })[];
}

/** Takes the accepted ones out; `all` are the mutants of all files looked at, also those that were not run. */
export function sortOut(
  results: readonly Result[],
  all: readonly Mutant[],
  entries: readonly Accepted[],
): Sorted {
  const reasons = new Map(entries.map((entry) => [keyOf(entry), entry.why]));
  const there = new Set(all.map(keyOf));
  const files = new Set(all.map(({ file }) => file));
  return {
    counted: results.filter(({ mutant }) => !reasons.has(keyOf(mutant))),
    accepted: results.flatMap((result) => {
      const why = reasons.get(keyOf(result.mutant));
      return why === undefined ? [] : [{ ...result, why }];
    }),
    stale: entries.flatMap((entry) => {
      if (!files.has(entry.file)) return [];
      if (!there.has(keyOf(entry))) return [{ ...entry, because: "there is no such code" }];
      const same = results.filter(({ mutant }) => keyOf(mutant) === keyOf(entry));
      return same.length > 0 && same.every(({ status }) => status !== "survived")
        ? [{ ...entry, because: "a test notices it" }]
        : [];
    }),
  };
}
