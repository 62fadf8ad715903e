import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  describeUnit,
  dimensionless,
  kronor,
  multiply,
  parseUnit,
  sameDimensions,
  toBase,
  unit,
  unitWords,
} from "../../src/language/units.ts";

/** What one of a unit is in base units, and its dimensions. */
const read = (text: string): readonly [number, string] => [
  toBase(1, unit(text)),
  describeUnit(unit(text)),
];

describe("unit words", () => {
  test.each([
    ["persons", 1, "person"],
    ["case", 1, "person"],
    ["decisions", 1, "person"],
    ["applications/year", 1 / 12, "person/month"],
    ["persons/quarter", 1 / 3, "person/month"],
    ["nights", 1, "day"],
    ["person-nights", 1, "person-day"],
    ["person*days", 1, "person-day"],
    ["hours/staff-month", 1, "hour/staff-month"],
    ["hours/staff/month", 1, "hour/staff-month"],
    ["years", 12, "month"],
    ["SEK/place-day", 1, "money/place-day"],
    ["kr/person", 1, "money/person"],
    ["mkr/year", 1e6 / 12, "money/month"],
    ["tkr", 1e3, "money"],
    ["mdkr", 1e9, "money"],
    ["1/month", 1, "1/month"],
    ["/month", 1, "1/month"],
    ["% /month", 0.01, "1/month"],
    ["%", 0.01, "a plain number"],
    ["month/%", 100, "month"],
    ["", 1, "a plain number"],
    ["1", 1, "a plain number"],
    ["month-month/person-person", 1, "month-month/person-person"],
    ["person/person", 1, "a plain number"],
    ["driver", 1, "driver"],
  ])('"%s" is %d %s', (text, scale, dimensions) => {
    expect(read(text)).toEqual([scale, dimensions]);
  });

  test.each(unitWords)("%s is one the messages may offer", (word) => {
    expect(parseUnit(word)).not.toHaveProperty("unknown");
  });

  test("are one of something, but for quarters and years", () => {
    const scales = Object.fromEntries(unitWords.map((word) => [word, toBase(1, unit(word))]));
    expect(scales).toMatchObject({ month: 1, quarter: 3, quarters: 3, year: 12, years: 12 });
    expect(Object.keys(scales).filter((word) => scales[word] !== 1)).toEqual([
      "quarter",
      "quarters",
      "year",
      "years",
    ]);
    expect([toBase(1, unit("money")), toBase(1, dimensionless)]).toEqual([1, 1]);
  });

  test("leave out the ones for the program's own use", () => {
    expect(unitWords).not.toContain("money");
    expect(unitWords).not.toContain("driver");
    expect(unitWords).toContain("staff");
  });

  test("of money are the scenario's", () => {
    const euros = { currency: "EUR", amounts: { MEUR: 1e6 }, unit: "EUR" };
    expect(parseUnit("MEUR/year", euros)).toEqual(unit("mkr/year"));
    expect(parseUnit("EUR", euros)).toEqual(parseUnit("SEK", kronor));
    expect(parseUnit("SEK", euros)).toEqual({ unknown: "SEK" });
    expect(parseUnit("mkr", euros)).toEqual({ unknown: "mkr" });
  });

  test.each([
    ["persns", "persns"],
    ["persons/wek", "wek"],
    ["constructor", "constructor"],
    ["toString/month", "toString"],
    ["Persons", "Persons"],
    ["12 persons", "12 persons"],
  ])('of "%s" that are unknown are named', (text, unknown) => {
    expect(parseUnit(text)).toEqual({ unknown });
    expect(() => unit(text)).toThrow(`unit "${text}": unknown word "${unknown}"`);
  });
});

describe("amounts", () => {
  test("keep fractions exact until they are used", () => {
    expect(toBase(12, unit("persons/year"))).toBe(1);
    expect(toBase(7, unit("persons/year"))).toBe(7 / 12);
    expect(toBase(3, unit("%"))).toBe(0.03);
    expect(toBase(1.5, unit("% /month"))).toBe(0.015);
    expect(toBase(3_159_154, unit("tkr"))).toBe(3_159_154_000);
  });
});

describe("products of units", () => {
  test("cancel", () => {
    const cost = multiply(unit("SEK/person-day"), unit("person-days/month"));
    expect(describeUnit(cost)).toBe("money/month");
    expect(sameDimensions(multiply(unit("month"), unit("month"), -1), dimensionless)).toBe(true);
    expect(multiply(unit("persons"), unit("years"), -1)).toEqual(unit("persons/year"));
  });

  test.each([
    ["persons", "places"],
    ["persons", "persons/month"],
    ["month", "month-month"],
    ["person-month", "person-day"],
    ["", "month"],
  ])('"%s" is not "%s"', (a, b) => {
    expect(sameDimensions(unit(a), unit(b))).toBe(false);
  });

  test("measure the same whatever their scale", () => {
    expect(sameDimensions(unit("persons/year"), unit("cases/month"))).toBe(true);
    expect(sameDimensions(unit("%"), unit(""))).toBe(true);
  });

  test("do not depend on the order of the words, and undo each other", () => {
    const texts = fc.array(fc.constantFrom(...unitWords), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(texts, texts, (a, b) => {
        const up = unit(a.join("-"));
        const down = unit(b.join("*"));
        expect(multiply(up, down)).toEqual(multiply(down, up));
        expect(unit(a.toReversed().join("*"))).toEqual(up);
        expect(unit([a.join("-"), ...b].join("/")).dimensions).toEqual(
          multiply(up, down, -1).dimensions,
        );
        expect(sameDimensions(multiply(multiply(up, down), down, -1), up)).toBe(true);
      }),
    );
  });
});
