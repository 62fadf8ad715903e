/** Text measured in terminal columns, which are not code units: `å` may be two of them, `中` takes two columns. */

const lineBreaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu;
const formatting = /\p{Cf}/gu;
const unprintable = /[\p{Cc}\p{Cs}]/gu;
const zeroWidth = /^[\p{Mn}\p{Me}]$/u;
const doubleWidth =
  /^[\p{Emoji_Presentation}\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{20000}-\u{3fffd}]$/u;

/**
 * A scenario's text on one line and without characters that could rewrite what the terminal shows:
 * line breaks become spaces, invisible formatting is dropped, other control characters show as `�`.
 */
export function printable(text: string): string {
  return text
    .replace(lineBreaks, " ")
    .replace(formatting, "")
    .replace(unprintable, "\ufffd")
    .trim();
}

/** Columns a printable text takes. */
export function textWidth(text: string): number {
  return Array.from(text).reduce((sum, character) => sum + characterWidth(character), 0);
}

function characterWidth(character: string): number {
  if (zeroWidth.test(character)) return 0;
  return doubleWidth.test(character) ? 2 : 1;
}

export function alignLeft(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - textWidth(text)));
}

export function alignRight(text: string, width: number): string {
  return " ".repeat(Math.max(0, width - textWidth(text))) + text;
}

/** The narrowest column of text that indentation leaves. */
const narrowest = 8;

/**
 * A printable text as lines of at most `width` columns, the first indented by `indent`, the others
 * by `hanging`. Lines break at spaces, never at no-break spaces; a word that is longer than a line
 * is cut. Always at least one line.
 */
export function wrap(text: string, width: number, indent = 0, hanging = indent): string[] {
  const most = Math.max(0, width - narrowest);
  const later = " ".repeat(Math.min(hanging, most));
  const lines: string[] = [];
  let start = " ".repeat(Math.min(indent, most));
  let line = start;
  for (const word of text.split(/ +/u)) {
    for (const [i, piece] of cut(word, width - later.length).entries()) {
      const joined = line === start ? line + piece : `${line}${i === 0 ? " " : ""}${piece}`;
      if (textWidth(joined) <= width) line = joined;
      else {
        lines.push(line);
        start = later;
        line = start + piece;
      }
    }
  }
  return [...lines, line].map((written) => written.trimEnd());
}

/** A word in pieces of at most `width` columns; combining marks stay with their letter. */
function cut(word: string, width: number): readonly string[] {
  const pieces: string[] = [];
  let piece = "";
  for (const character of word) {
    if (textWidth(piece + character) > width) {
      pieces.push(piece);
      piece = "";
    }
    piece += character;
  }
  return [...pieces, piece];
}
