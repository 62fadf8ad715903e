/** Characters that move the cursor, give orders to a terminal, change the order of letters or are not seen at all. */
const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text whose control characters are shown as JSON writes them: `\u001b`. */
export const visible = (text: string): string => text.replace(invisible, escaped);

/** A character by its number. */
export function escaped(character: string): string {
  return Array.from({ length: character.length }, (_, i) => character.charCodeAt(i))
    .map((unit) => `\\u${unit.toString(16).padStart(4, "0")}`)
    .join("");
}
