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

/** A figure of a year or a month. */
export interface Figure extends Period {
  /** `2012` or `2012-03`. */
  readonly period: string;
  readonly value: number;
}

export const monthsOf = ({ from, to }: Period): Month[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** The years a period touches, in order. */
export const yearsOf = ({ from, to }: Period): number[] =>
  Array.from({ length: yearOf(to) - yearOf(from) + 1 }, (_, i) => yearOf(from) + i);

/** `2014`, `2014-03`, `2015..2018`; empty for all time. */
export function spanName({ from, to }: Period): string {
  if (from === -Infinity) return "";
  if (from % 12 === 0 && to % 12 === 11) {
    const [first, last] = [yearOf(from), yearOf(to)];
    return first === last ? `${first}` : `${first}..${last}`;
  }
  return from === to ? monthName(from) : `${monthName(from)}..${monthName(to)}`;
}

/** A budget year: twelve months from the one it opens with. */
export interface BudgetYear {
  /** `2014`, or `2026/27` where it does not open in January. */
  readonly name: string;
  readonly opens: Month;
}

/** The budget years a period touches, in order, where years open in this month of the calendar year (January = 1). */
export function budgetYears({ from, to }: Period, yearStarts = 1): BudgetYear[] {
  const opening = (month: Month): Month => {
    const since = (((month - (yearStarts - 1)) % 12) + 12) % 12;
    return month - since;
  };
  const years: BudgetYear[] = [];
  for (let opens = opening(from); opens <= to; opens += 12) {
    years.push({ name: budgetYearName(opens), opens });
  }
  return years;
}

/** `2014`, or `2026/27`. */
export function budgetYearName(opens: Month): string {
  const year = yearOf(opens);
  return monthOfYear(opens) === 0
    ? String(year)
    : `${year}/${String((year + 1) % 100).padStart(2, "0")}`;
}

/** A budget year as written: `2014`, or `2026/27` where years do not start in January. */
const yearPattern = /^(\d{4})(?:\/(\d{2}))?$/;

/** Whether what follows the stroke is the year after. */
const isYear = ([, year, next]: RegExpExecArray): boolean =>
  next === undefined || Number(next) === (Number(year) + 1) % 100;

/** The first month of a year that is written out; undefined for anything else. A plain `2014` is a calendar year. */
function openingOf(text: string, yearStarts: number): Month | undefined {
  const read = yearPattern.exec(text);
  if (read === null || !isYear(read)) return undefined;
  if (read[2] === undefined) return monthOf(Number(read[1]), 0);
  return yearStarts > 1 ? monthOf(Number(read[1]), yearStarts - 1) : undefined;
}

/**
 * Reads `2014`, `2014-03`, `2015..2018`, `2014-03..2014-08`, or with years that start in another month `2026/27`;
 * undefined for anything else.
 */
export function parseSpan(text: string, yearStarts = 1): Period | undefined {
  const [first = "", last = first, ...more] = text.split("..");
  const from = openingOf(first, yearStarts) ?? parseMonth(first);
  const end = openingOf(last, yearStarts);
  const to = end === undefined ? parseMonth(last) : end + 11;
  if (from === undefined || to === undefined || more.length > 0) return undefined;
  return to < from ? undefined : { from, to };
}

/** Whether a text looks like a span, whatever month years start in. */
export const isSpan = (text: string): boolean =>
  text.split("..").length <= 2 &&
  text.split("..").every((part) => yearPattern.test(part) || parseMonth(part) !== undefined);

/** The names of the budget years from one to another: `2015..2018`, `2026/27..2028/29`; undefined for anything else. */
export function parseYears(text: string): string[] | undefined {
  const [first = "", last = first, ...more] = text.split("..");
  const [a, b] = [first, last].map((part) => yearPattern.exec(part));
  if (!a || !b || more.length > 0 || (a[2] === undefined) !== (b[2] === undefined)) {
    return undefined;
  }
  if (![a, b].every(isYear)) return undefined;
  const [from, to] = [Number(a[1]), Number(b[1])];
  if (to < from || to - from > 999) return undefined;
  return Array.from({ length: to - from + 1 }, (_, i) => {
    const year = from + i;
    return a[2] === undefined
      ? String(year)
      : `${year}/${String((year + 1) % 100).padStart(2, "0")}`;
  });
}
