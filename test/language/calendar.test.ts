import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  budgetYearName,
  budgetYears,
  daysIn,
  isLeapYear,
  isSpan,
  monthName,
  monthOf,
  monthOfYear,
  monthsOf,
  parseMonth,
  parseSpan,
  parseYears,
  yearOf,
  yearsOf,
} from "../../src/language/calendar.ts";
import { month, period, sum } from "../support/build.ts";

const months = fc.integer({ min: monthOf(1000, 0), max: monthOf(9999, 11) });
const periods = fc
  .tuple(months, fc.integer({ min: 0, max: 700 }))
  .map(([from, more]) => ({ from, to: from + more }));

describe("years", () => {
  test.each([
    [2012, true],
    [2013, false],
    [2014, false],
    [1900, false],
    [2000, true],
    [2100, false],
    [2400, true],
  ])("%i: leap year is %s", (year, leap) => {
    expect(isLeapYear(year)).toBe(leap);
    expect(daysIn(monthOf(year, 1))).toBe(leap ? 29 : 28);
    expect(sum(monthsOf({ from: monthOf(year, 0), to: monthOf(year, 11) }).map(daysIn))).toBe(
      leap ? 366 : 365,
    );
  });

  test("have months of 31 and 30 days", () => {
    expect(monthsOf(period("2014-01..2014-12")).map(daysIn)).toEqual([
      31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31,
    ]);
  });
});

describe("months", () => {
  test("are numbered from January of the year 0", () => {
    expect([monthOf(0, 0), monthOf(2014, 0), monthOf(2014, 11)]).toEqual([0, 24_168, 24_179]);
  });

  test.each([
    ["2014-01", 2014, 0],
    ["2014-10", 2014, 9],
    ["2014-12", 2014, 11],
    ["1999-02", 1999, 1],
  ])("%s is read and written", (text, year, index) => {
    expect(parseMonth(text)).toBe(monthOf(year, index));
    expect(monthName(monthOf(year, index))).toBe(text);
  });

  test.each(["2014-00", "2014-13", "2014-1", "214-01", "2014", "2014-01-01", " 2014-01", "", "x"])(
    '"%s" is none',
    (text) => {
      expect(parseMonth(text)).toBeUndefined();
    },
  );

  test("are a year and a month of the year", () => {
    fc.assert(
      fc.property(months, (m) => {
        expect(monthOf(yearOf(m), monthOfYear(m))).toBe(m);
        expect([...Array(12).keys()]).toContain(monthOfYear(m));
        expect(parseMonth(monthName(m))).toBe(m);
      }),
    );
  });
});

describe("periods", () => {
  test("count both ends", () => {
    expect(monthsOf(period("2014-11..2015-02")).map(monthName)).toEqual([
      "2014-11",
      "2014-12",
      "2015-01",
      "2015-02",
    ]);
    expect(monthsOf(period("2014-11"))).toEqual([month("2014-11")]);
    expect(yearsOf(period("2014-11..2016-01"))).toEqual([2014, 2015, 2016]);
    expect(yearsOf(period("2014-01..2014-12"))).toEqual([2014]);
  });

  test("have as many months as lie between their ends, one after the other", () => {
    fc.assert(
      fc.property(periods, (span) => {
        const list = monthsOf(span);
        expect(list).toHaveLength(span.to - span.from + 1);
        expect(list.every((m, i) => m === span.from + i)).toBe(true);
        expect([...new Set(list.map(yearOf))]).toEqual(yearsOf(span));
      }),
    );
  });
});

describe("budget years", () => {
  /** Their names, and the months they open in. */
  const years = (span: string, starts?: number): string[] =>
    budgetYears(period(span), starts).map(({ name, opens }) => `${name} from ${monthName(opens)}`);

  test("are calendar years where nothing else is said", () => {
    expect(years("2014-11..2015-02")).toEqual(["2014 from 2014-01", "2015 from 2015-01"]);
    expect(years("2014-11..2015-02", 1)).toEqual(years("2014-11..2015-02"));
    expect(years("2014-12")).toEqual(["2014 from 2014-01"]);
  });

  test("may open in another month, before the period or within it", () => {
    expect(years("2026-04..2027-03", 4)).toEqual(["2026/27 from 2026-04"]);
    expect(years("2026-03..2027-04", 4)).toEqual([
      "2025/26 from 2025-04",
      "2026/27 from 2026-04",
      "2027/28 from 2027-04",
    ]);
    expect(years("2026-01..2026-12", 12)).toEqual(["2025/26 from 2025-12", "2026/27 from 2026-12"]);
  });

  test("have the names of both calendar years, of which the second has two digits", () => {
    expect(
      [month("2026-07"), month("1999-07"), month("2008-10"), month("2014-01")].map(budgetYearName),
    ).toEqual(["2026/27", "1999/00", "2008/09", "2014"]);
  });

  test("cover a period without gaps", () => {
    fc.assert(
      fc.property(periods, fc.integer({ min: 1, max: 12 }), (span, starts) => {
        const found = budgetYears(span, starts).map(({ opens }) => opens);
        expect(found.every((opens) => monthOfYear(opens) === starts - 1)).toBe(true);
        expect(found.every((opens, i) => opens === (found[0] ?? 0) + 12 * i)).toBe(true);
        expect(found[0]).toBeLessThanOrEqual(span.from);
        expect((found[0] ?? 0) + 12).toBeGreaterThan(span.from);
        expect(found.at(-1)).toBeLessThanOrEqual(span.to);
        expect((found.at(-1) ?? 0) + 12).toBeGreaterThan(span.to);
      }),
    );
  });
});

describe("spans", () => {
  test.each([
    ["2014", 1, "2014-01..2014-12"],
    ["2014-03", 1, "2014-03..2014-03"],
    ["2015..2018", 1, "2015-01..2018-12"],
    ["2014-03..2014-08", 1, "2014-03..2014-08"],
    ["2014..2015-06", 1, "2014-01..2015-06"],
    // A plain year is a calendar year, whatever budget years are.
    ["2014", 4, "2014-01..2014-12"],
    ["2026/27", 4, "2026-04..2027-03"],
    ["2026/27..2028/29", 4, "2026-04..2029-03"],
    ["1999/00", 7, "1999-07..2000-06"],
    ["2026-01..2026/27", 4, "2026-01..2027-03"],
  ])("%s, where years start in month %i", (text, starts, span) => {
    expect(parseSpan(text, starts)).toEqual(period(span));
  });

  test.each([
    ["2026/27", 1],
    ["2026/28", 4],
    ["2026/2027", 4],
    ["2015..2014", 1],
    ["2014..2015..2016", 1],
    ["2014-13", 1],
    ["14", 1],
    ["", 1],
    ["..", 1],
  ])("%j is none, where years start in month %i", (text, starts) => {
    expect(parseSpan(text, starts)).toBeUndefined();
  });

  test.each([
    ["2014", true],
    ["2026/27..2027-03", true],
    ["2014-03", true],
    ["volume", false],
    ["2014..", false],
    ["2014..2015..2016", false],
  ])("%j looks like one: %s", (text, is) => {
    expect(isSpan(text)).toBe(is);
  });
});

describe("names of budget years from one to another", () => {
  test.each([
    ["2014", ["2014"]],
    ["2015..2017", ["2015", "2016", "2017"]],
    ["2026/27", ["2026/27"]],
    ["1998/99..2000/01", ["1998/99", "1999/00", "2000/01"]],
    ["2014..2013", undefined],
    ["2014..2026/27", undefined],
    ["2026/99", undefined],
    ["2026/27..2027/29", undefined],
    ["1000..2000", undefined],
    ["2014-03", undefined],
    ["2014..2015..2016", undefined],
    ["", undefined],
  ])("%s", (text, names) => {
    expect(parseYears(text)).toEqual(names);
  });
});
