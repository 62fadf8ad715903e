/** The order of all sums: by code point, which no locale changes. */
export const codePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
