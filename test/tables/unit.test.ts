import { describe, expect, test } from "vitest";
import type { Money } from "../../src/language/units.ts";
import type { Report, Row, Table } from "../../src/tables/table.ts";
import { inUnit } from "../../src/tables/unit.ts";
import { there } from "../support/there.ts";

const money: Money = { currency: "SEK", amounts: { tkr: 1e3, mkr: 1e6, score: 20 }, unit: "mkr" };

const row = (key: string, values: Row["values"], extra: Partial<Row> = {}): Row => ({
  key,
  label: key,
  kind: "leaf",
  values,
  ...extra,
});
const report = (unit: string, decimals: number, rows: readonly Row[]): Report => ({
  scenario: "small",
  title: "Small",
  language: "en",
  prices: "2014",
  variant: [],
  tables: [
    {
      id: "a",
      numbered: false,
      title: "A",
      heading: "",
      unit,
      priced: true,
      decimals,
      periods: ["2014", "2015"],
      rows,
    },
  ],
});

function shown(given: Report, unit: string): Table {
  const made = inUnit(given, unit, money);
  if (!made.ok) throw new Error(made.diagnostics.map(({ message }) => message).join());
  expect(made.value).toMatchObject({ scenario: "small", prices: "2014" });
  return there(made.value.tables[0]);
}

describe("money in another unit", () => {
  test("is a thousand times as many of what is a thousand times smaller, with three decimals fewer", () => {
    const given = report("mkr", 4, [row("x", [1.5, null]), row("h", [null, null])]);
    expect(shown(given, "tkr")).toMatchObject({
      unit: "tkr",
      decimals: 1,
      rows: [{ values: [1500, null] }, { values: [null, null] }],
    });
  });

  test("is a thousandth of what is a thousand times larger, with three decimals more", () => {
    expect(shown(report("tkr", 1, [row("x", [1500, 0])]), "mkr")).toMatchObject({
      unit: "mkr",
      decimals: 4,
      rows: [{ values: [1.5, 0] }],
    });
  });

  test("may be in the currency itself, and be so before", () => {
    expect(shown(report("mkr", 7, [row("x", [2, 3])]), "SEK")).toMatchObject({
      unit: "SEK",
      decimals: 1,
      rows: [{ values: [2e6, 3e6] }],
    });
    expect(shown(report("SEK", 0, [row("x", [5000, 1])]), "tkr")).toMatchObject({
      unit: "tkr",
      decimals: 3,
      rows: [{ values: [5, 0.001] }],
    });
  });

  test("has from 0 to 6 decimals", () => {
    expect(shown(report("mkr", 1, [row("x", [1, 1])]), "SEK").decimals).toBe(0);
    expect(shown(report("SEK", 2, [row("x", [1, 1])]), "mkr").decimals).toBe(6);
  });

  test("counts whole powers of ten only", () => {
    expect(shown(report("score", 1, [row("x", [3, 4])]), "SEK")).toMatchObject({
      decimals: 0,
      rows: [{ values: [60, 80] }],
    });
    expect(shown(report("SEK", 1, [row("x", [60, 80])]), "score")).toMatchObject({
      decimals: 2,
      rows: [{ values: [3, 4] }],
    });
  });

  test("leaves rows and tables of anything else as they are", () => {
    const rows = [
      row("people", [7, 8], { unit: "persons", decimals: 1 }),
      row("cost", [2, 3], { unit: "mkr", decimals: 4 }),
      row("rent", [2, 3], { unit: "mkr" }),
      row("day", [2, 3], { unit: "SEK/person-day" }),
    ];
    expect(shown(report("persons", 1, [row("x", [1, 2]), ...rows]), "tkr")).toEqual({
      ...report("persons", 1, []).tables[0],
      rows: [
        row("x", [1, 2]),
        row("people", [7, 8], { unit: "persons", decimals: 1 }),
        row("cost", [2000, 3000], { unit: "tkr", decimals: 1 }),
        row("rent", [2000, 3000], { unit: "tkr" }),
        row("day", [2, 3], { unit: "SEK/person-day" }),
      ],
    });
  });

  test("gives rows without a unit of their own the table's, with decimals of their own", () => {
    const made = shown(report("mkr", 0, [row("x", [1, 2], { decimals: 5 })]), "tkr");
    expect(made.rows).toEqual([row("x", [1000, 2000], { decimals: 2 })]);
  });

  test("changes nothing where it is in that unit already", () => {
    const given = report("mkr", 2, [row("x", [1.1, 2], { unit: "mkr", decimals: 3 })]);
    expect(shown(given, "mkr")).toEqual(given.tables[0]);
  });

  test.each(["persons", "toString", "MKR", ""])('refuses "%s", which is none', (unit) => {
    expect(inUnit(report("mkr", 0, []), unit, money)).toMatchObject({
      ok: false,
      diagnostics: [
        {
          code: "usage",
          severity: "error",
          message: `"${unit}" is not a unit of money`,
          help: expect.stringContaining("one of tkr, mkr, score, SEK") as unknown,
        },
      ],
    });
  });
});
