import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  daysIn,
  isLeapYear,
  monthName,
  monthOf,
  monthOfYear,
  monthsOf,
  parseMonth,
  yearOf,
  yearsOf,
} from "../../src/core/calendar.ts";
import { month, period, sum } from "./build.ts";

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
