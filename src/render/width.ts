/** Text measured in terminal columns, which are not code units: `å` may be two of them, `中` takes two columns. */
import { escaped } from "../diagnostics/visible.ts";

const lineBreaks = /[\t\n\v\f\r\u0085\u2028\u2029]+/gu;
/** All but the joiners of Persian and Indian words and of emoji, and what turns the order of letters. */
const formatting = /(?![\u202a-\u202e\u2066-\u2069]|\u200c|\u200d)\p{Cf}/gu;
const unprintable = /[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/gu;
const zeroWidth = /^[\p{Mn}\p{Me}\p{Cf}\u1160-\u11ff\ud7b0-\ud7fb]$/u;
const doubleWidth =
  /^[\p{Emoji_Presentation}\u1100-\u115f\u2329\u232a\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97c\uac00-\ud7a3\uf900-\ufaff\ufe10-\ufe19\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{16fe0}-\u{18dff}\u{1aff0}-\u{1b2ff}\u{1f200}-\u{1f2ff}\u{20000}-\u{3fffd}]/u;
/** Signs that are pictures only because of what follows them: `❤️`, `1️⃣`, flags. */
const picture = /^(?:\p{Emoji}[\ufe0f\p{Emoji_Modifier}]|\p{Regional_Indicator}{2})/u;
/** What a reader takes for one sign: a flag, emoji that are joined, a letter or a syllable, each with its marks. */
const sign =
  /(?:\p{Regional_Indicator}{2}|\p{Emoji}[\ufe0f\p{Emoji_Modifier}]?(?:\u200d\p{Emoji}[\ufe0f\p{Emoji_Modifier}]?)*|.)[\p{M}\p{Cf}\u1160-\u11ff\ud7b0-\ud7fb]*/gsu;

/**
 * A scenario's text on one line and without characters that could rewrite what the terminal shows:
 * line breaks become spaces, invisible formatting is dropped, other control characters show as `\u001b`.
 */
export function printable(text: string): string {
  return text.replace(lineBreaks, " ").replace(formatting, "").replace(unprintable, escaped).trim();
}

const signsOf = (text: string): readonly string[] => text.match(sign) ?? [];

/** Columns a printable text takes. */
export function textWidth(text: string): number {
  return signsOf(text).reduce((sum, own) => sum + signWidth(own), 0);
}

/** What joins a wide character makes no sign wider than two columns. */
function signWidth(own: string): number {
  if (doubleWidth.test(own) || picture.test(own)) return 2;
  return Array.from(own).filter((character) => !zeroWidth.test(character)).length;
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

/** A word in pieces of at most `width` columns; what belongs to one sign stays together. */
function cut(word: string, width: number): readonly string[] {
  const pieces: string[] = [];
  let piece = "";
  for (const next of signsOf(word)) {
    if (textWidth(piece + next) > width) {
      pieces.push(piece);
      piece = "";
    }
    piece += next;
  }
  return [...pieces, piece];
}
