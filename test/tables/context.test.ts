import { describe, expect, test } from "vitest";
import { columnOf } from "../../src/engine/session.ts";
import { isMoney, moneyScale, spansOf, unknownNote } from "../../src/tables/context.ts";
import { unitText, word } from "../../src/tables/words.ts";
import { scenario } from "../support/build.ts";

const columns = ["2014", "2015", "2016", "2017", "2018"].map((name, i) =>
  columnOf(name, 0, 12 * i, 12 * i + 12),
);
const spans = (...names: readonly string[]): string[] =>
  spansOf(columns, ({ name }) => names.includes(name));

describe("neighbouring columns", () => {
  test("are one span, others spans of their own", () => {
    expect(spans("2014")).toEqual(["2014"]);
    expect(spans("2014", "2016", "2017")).toEqual(["2014", "2016–2017"]);
    expect(spans("2015", "2016", "2018")).toEqual(["2015–2016", "2018"]);
    expect(spans("2017", "2018")).toEqual(["2017–2018"]);
    expect(spans("2014", "2015", "2016", "2017", "2018")).toEqual(["2014–2018"]);
    expect(spans()).toEqual([]);
  });

  test("are told apart by their place too", () => {
    expect(spansOf(columns, (_, i) => i !== 2)).toEqual(["2014–2015", "2017–2018"]);
  });
});

describe("the note on what is not known", () => {
  const note = (
    values: readonly (number | null)[],
    less: readonly (number | null)[],
    language: "en" | "sv" = "en",
  ): string | undefined =>
    unknownNote({ columns, language }, "1:8", values, { label: "Frame of All", values: less });

  test("names all years with a need and without a frame, several gaps one after the other", () => {
    expect(note([1, 1, 1, 1, 1], [null, 5, null, null, 5])).toBe(
      "1:8: frame of All not known 2014, 2016–2017",
    );
    expect(note([0, 1, 1, 1, 1], [null, 5, 5, 5, 5], "sv")).toBe(
      "1:8: frame of All inte känd 2014",
    );
  });

  test("is not said of years without a value, nor of those with both", () => {
    expect(note([1, null, null, 1, 1], [5, null, 5, 0, 5])).toBeUndefined();
    expect(note([1, null, 1, 1, 1], [5, null, null, 5, 5])).toBe(
      "1:8: frame of All not known 2016",
    );
  });
});

describe("an amount of money", () => {
  const kronor = scenario({});
  const euros = scenario({
    money: { currency: "EUR", amounts: { MEUR: 1e6, kEUR: 1e3 }, unit: "MEUR" },
    unit: "MEUR",
  });

  test("is so many of the currency", () => {
    expect(moneyScale(kronor)).toBe(1e6);
    expect(moneyScale(kronor, "tkr")).toBe(1e3);
    expect(moneyScale(kronor, "SEK")).toBe(1);
    expect(moneyScale(euros)).toBe(1e6);
    expect(moneyScale(euros, "kEUR")).toBe(1e3);
    expect(moneyScale(euros, "EUR")).toBe(1);
    expect(moneyScale(scenario({ unit: "SEK" }))).toBe(1);
  });

  test("has no scale where it is something else, or of another currency", () => {
    for (const unit of ["persons", "", "toString", "MEUR", "EUR"]) {
      expect(moneyScale(kronor, unit)).toBeUndefined();
    }
    expect(moneyScale(euros, "mkr")).toBeUndefined();
  });

  test("may be per something", () => {
    expect(isMoney(kronor, "SEK/person-day")).toBe(true);
    expect(isMoney(kronor, "mkr")).toBe(true);
    expect(isMoney(kronor, "persons/SEK")).toBe(false);
    expect(isMoney(kronor, "persons")).toBe(false);
    expect(isMoney(kronor, "")).toBe(false);
    expect(isMoney(euros, "SEK")).toBe(false);
  });
});

describe("the program's words", () => {
  test("are in the language asked for", () => {
    expect(word("sv", "needRow")).toBe("Behov");
    expect(word("en", "needRow")).toBe("Need");
  });

  test("of units are translated part by part, but not amounts of money and unknown words", () => {
    expect(unitText("SEK/person-day", "sv")).toBe("SEK/person-dygn");
    expect(unitText("mkr/month", "sv")).toBe("mkr/månad");
    expect(unitText("hours/place", "sv")).toBe("timmar/plats");
    expect(unitText("constructor", "sv")).toBe("constructor");
    expect(unitText("SEK/person-day", "en")).toBe("SEK/person-day");
    expect(unitText("", "sv")).toBe("");
  });
});
