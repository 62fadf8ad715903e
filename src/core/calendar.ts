/**
 * Months as whole numbers: month m is year floor(m / 12), month of year m mod 12 (January = 0). Time is
 * never an accumulated float. Days follow the Gregorian calendar.
 */
export type Month = number;

export const monthOf = (year: number, monthOfYear: number): Month => year * 12 + monthOfYear;
export const yearOf = (month: Month): number => Math.floor(month / 12);
/** January = 0. */
export const monthOfYear = (month: Month): number => month - 12 * yearOf(month);

const lengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const;

export const isLeapYear = (year: number): boolean =>
  year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);

/** Calendar days in a month. */
export function daysIn(month: Month): number {
  const index = monthOfYear(month);
  return index === 1 && isLeapYear(yearOf(month)) ? 29 : lengths[index]!;
}

/** `2014-03`. */
export const monthName = (month: Month): string =>
  `${yearOf(month)}-${String(monthOfYear(month) + 1).padStart(2, "0")}`;

/** Reads `2014-03`; undefined when the text is not a month. */
export function parseMonth(text: string): Month | undefined {
  const match = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(text);
  return match === null ? undefined : monthOf(Number(match[1]), Number(match[2]) - 1);
}

/** A run of whole months, both ends included. */
export interface Period {
  readonly from: Month;
  readonly to: Month;
}

export const monthsOf = ({ from, to }: Period): Month[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** The years a period touches, in order. */
export const yearsOf = ({ from, to }: Period): number[] =>
  Array.from({ length: yearOf(to) - yearOf(from) + 1 }, (_, i) => yearOf(from) + i);
