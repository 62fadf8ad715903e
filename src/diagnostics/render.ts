import type { Diagnostic } from "./diagnostic.ts";
import { visible } from "./visible.ts";

/** Widest excerpt of a source line, in terminal columns. */
const excerptWidth = 100;
/** How much of the excerpt may lie before the caret when the line has to be cut. */
const widthBeforeCaret = 60;

/** Longest line of a message or its help, in UTF-16 code units; a name in it may be as long as a file. */
const longestLine = 800;

/**
 * One diagnostic as text, ending in a line break:
 *
 *     file:line:column: error[code]: message
 *      12 |   intak: 5
 *         |   ^
 *     help: did you mean "intake"?
 *
 * Parts that are unknown are left out. Control characters are made visible: they could otherwise rewrite what the
 * terminal shows.
 */
export function renderDiagnostic(diagnostic: Diagnostic): string {
  const { severity, code, message, help } = diagnostic;
  const lines = [`${location(diagnostic)}${severity}[${code}]: ${short(message)}`];
  lines.push(...excerpt(diagnostic));
  if (help !== undefined) {
    const [first = "", ...rest] = help.split("\n");
    lines.push(`help: ${short(first)}`, ...rest.map((line) => `      ${short(line)}`));
  }
  return lines.map((line) => `${line}\n`).join("");
}

/** `file:line:column: ` as far as known; the scenario path stands in where there is no line. */
function location({ file, line, column, path }: Diagnostic): string {
  const parts: (string | number)[] = [];
  if (file !== undefined) parts.push(short(file));
  if (file !== undefined && line !== undefined) {
    parts.push(line);
    if (column !== undefined) parts.push(column);
  } else if (path !== undefined) {
    parts.push(short(path));
  }
  return parts.length === 0 ? "" : `${parts.join(":")}: `;
}

/** The source line and, if the column is known, a caret under it. */
function excerpt({ source, line, column }: Diagnostic): readonly string[] {
  if (source === undefined || line === undefined) return [];
  const { text, caretAt } = cut(source, column ?? 1);
  const gutter = ` ${line} | `;
  const shown = `${gutter}${text}`.trimEnd();
  if (column === undefined) return [shown];
  return [shown, `${" ".repeat(gutter.length - 2)}| ${" ".repeat(caretAt)}^`];
}

/** A shown character and the terminal columns it takes. */
type Cell = Readonly<{ text: string; columns: number }>;

/** The part of a source line around a column, and how many terminal columns precede the caret. */
function cut(source: string, column: number): { text: string; caretAt: number } {
  const offset = Math.min(Math.max(column - 1, 0), source.length);
  // Only the neighbourhood is looked at: a single line may be megabytes long.
  const from = Math.max(0, offset - 4 * excerptWidth);
  const to = Math.min(source.length, offset + 4 * excerptWidth);
  const before = toCells(source.slice(from, offset));
  const after = toCells(source.slice(offset, to));
  const complete = from === 0 && to === source.length;
  if (complete && width(before) + width(after) <= excerptWidth) {
    return { text: textOf(before) + textOf(after), caretAt: width(before) };
  }
  const left = before.slice(before.length - fitting(before.toReversed(), widthBeforeCaret));
  const right = after.slice(0, fitting(after, excerptWidth - width(left)));
  const head = from > 0 || left.length < before.length ? "…" : "";
  const tail = to < source.length || right.length < after.length ? "…" : "";
  return {
    text: head + textOf(left) + textOf(right) + tail,
    caretAt: head.length + width(left),
  };
}

/** How many cells from the front fit into a number of columns. */
function fitting(cells: readonly Cell[], columns: number): number {
  let used = 0;
  const overflow = cells.findIndex((cell) => (used += cell.columns) > columns);
  return overflow === -1 ? cells.length : overflow;
}

function width(cells: readonly Cell[]): number {
  return cells.reduce((sum, cell) => sum + cell.columns, 0);
}

function textOf(cells: readonly Cell[]): string {
  return cells.map((cell) => cell.text).join("");
}

const zeroWidth = /^\p{M}$/u;
const doubleWidth =
  /^[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\uff00-\uff60]$/u;

const short = (text: string): string =>
  visible(text.length > longestLine ? `${text.slice(0, longestLine)}…` : text);

function toCells(text: string): readonly Cell[] {
  return Array.from(text, (character) => {
    // A tab has no fixed width, so a caret could not be placed under it.
    if (character === "\t") return { text: "  ", columns: 2 };
    if (zeroWidth.test(character)) return { text: character, columns: 0 };
    const shown = visible(character);
    return { text: shown, columns: doubleWidth.test(shown) ? 2 : Array.from(shown).length };
  });
}
