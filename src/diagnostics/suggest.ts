import { closestMatch } from "leven";
import { brief } from "./brief.ts";

/** Longer words are not typing mistakes of a name, and comparing them would take long. */
const longestWord = 64;
/** More words than a scenario may have of one kind are not compared: that would take long for each mistake. */
const mostCompared = 500;
/** Any word of one or two letters is close to any other. */
const shortestWord = 3;

/**
 * The allowed word that `word` is most likely a misspelling of, or undefined if none is close: at
 * most one edit for every three letters, rounded. Upper case and `_` for `-` do not count as edits. Of
 * equally close words the first in `allowed` wins.
 */
export function suggest(word: string, allowed: readonly string[]): string | undefined {
  if (word.length < shortestWord || word.length > longestWord) return undefined;
  const folded = allowed.slice(0, mostCompared).map(fold);
  const maxDistance = Math.max(1, Math.round(word.length / 3));
  const closest = closestMatch(fold(word), folded, { maxDistance });
  return closest === undefined ? undefined : allowed[folded.indexOf(closest)];
}

function fold(word: string): string {
  return word.toLowerCase().replaceAll("_", "-");
}

/** `; did you mean "x"?`, or nothing. */
export function didYouMean(word: string, allowed: readonly string[]): string {
  const close = suggest(word, allowed);
  return close === undefined ? "" : `; did you mean "${brief(close)}"?`;
}

/** Longest list of allowed words that anybody reads. */
const mostWords = 24;

/** `one of a, b, c; did you mean "b"?` */
export function oneOf(word: string, allowed: readonly string[]): string {
  if (allowed.length === 0) return "nothing: none is declared";
  const more = allowed.length > mostWords ? `, … (${allowed.length} in all)` : "";
  return `one of ${allowed.slice(0, mostWords).map(brief).join(", ")}${more}${didYouMean(word, allowed)}`;
}
