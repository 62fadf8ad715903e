/** A part of the input for a message, which must not become as long as the input. */
export function brief(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}
