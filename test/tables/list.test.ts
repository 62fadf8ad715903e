import { describe, expect, test } from "vitest";
import type { TableSpec } from "../../src/model/tables/file.ts";
import { listReport, listTables } from "../../src/tables/list.ts";
import { period, scenario } from "../support/build.ts";

const own = (
  title: string,
  years: readonly string[],
  extra: Partial<TableSpec> = {},
): TableSpec => ({
  title,
  heading: "",
  unit: "mkr",
  decimals: 0,
  years,
  total: undefined,
  rows: [],
  ...extra,
});

const given = scenario({
  period: period("2014-01..2016-12"),
  tables: new Map([
    ["9", own("Ninth", ["2014", "2015", "2016"])],
    ["1", own("First", ["2014", "2016"], { unit: "persons" })],
    ["last", own("Last", ["2015"])],
    ["none", own("None", [])],
  ]),
});

const builtIns = [
  "stocks",
  "flows",
  "stay",
  "staff",
  "housing",
  "need",
  "unit-costs",
  "measures",
  "savings",
  "fit",
  "assumptions",
];

describe("the list of tables", () => {
  test("has the scenario's own as it orders them, with their titles, units and years", () => {
    const { tables, ...head } = listTables(given);
    expect(head).toEqual({ scenario: "test", title: "Test", language: "en", prices: "2014" });
    expect(tables.filter((table) => table.own)).toEqual([
      { id: "9", own: true, title: "Ninth", unit: "mkr", years: ["2014", "2015", "2016"] },
      { id: "1", own: true, title: "First", unit: "persons", years: ["2014", "2016"] },
      { id: "last", own: true, title: "Last", unit: "mkr", years: ["2015"] },
      { id: "none", own: true, title: "None", unit: "mkr", years: [] },
    ]);
  });

  test("then has the built-in ones with all years of the run, named in the language asked for", () => {
    const inSwedish = listTables(given, "sv");
    expect(inSwedish.language).toBe("sv");
    const tables = inSwedish.tables.filter((table) => !table.own);
    expect(tables.map(({ id }) => id)).toEqual(builtIns);
    expect(tables[0]).toEqual({
      id: "stocks",
      own: false,
      title: "Personer per skede, periodens slut",
      unit: undefined,
      years: ["2014", "2015", "2016"],
    });
    expect(listTables(given).tables.at(-1)?.title).toBe("Inputs and their origin");
  });

  test("names budget years that start in another month", () => {
    const july = scenario({ period: period("2014-07..2016-06"), yearStarts: 7 });
    expect(listTables(july).tables[0]?.years).toEqual(["2014/15", "2015/16"]);
  });
});

describe("the list as a report", () => {
  test("has a table of the own ones with units, and one of the built-in ones without", () => {
    const report = listReport(listTables(given));
    expect(report).toMatchObject({ scenario: "test", title: "Test", variant: [], language: "en" });
    const [first, second] = report.tables;
    expect(first).toMatchObject({
      id: "own",
      title: "The scenario's own tables",
      heading: "Table",
      unit: "",
      priced: false,
      numbered: false,
      periods: [],
      notes: ["Title", "Unit", "Years"],
    });
    expect(first?.rows.map(({ key, notes }) => [key, notes])).toEqual([
      ["9", ["Ninth", "mkr", "2014–2016"]],
      ["1", ["First", "persons", "2014, 2016"]],
      ["last", ["Last", "mkr", "2015"]],
      ["none", ["None", "mkr", ""]],
    ]);
    expect(second).toMatchObject({
      id: "built-in",
      title: "Built-in tables",
      notes: ["Title", "Years"],
    });
    expect(second?.rows.map(({ key }) => key)).toEqual(builtIns);
    expect(second?.rows[2]).toMatchObject({
      label: "stay",
      kind: "leaf",
      values: [],
      notes: ["Mean stay", "2014–2016"],
    });
    expect(report.tables).toHaveLength(2);
  });

  test("leaves out the own ones where there are none, and speaks the list's language", () => {
    const report = listReport(listTables(scenario({}), "sv"));
    expect(report.language).toBe("sv");
    expect(report.tables.map(({ id, title }) => [id, title])).toEqual([
      ["built-in", "Inbyggda tabeller"],
    ]);
  });
});
