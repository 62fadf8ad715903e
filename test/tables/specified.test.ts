import { describe, expect, test } from "vitest";
import type { Scenario } from "../../src/model/scenario.ts";
import type { RowSpec, TableSpec } from "../../src/model/tables/file.ts";
import { planning, small } from "../request/small.ts";
import { appropriation, period } from "../support/build.ts";
import { agency } from "./agency.ts";
import { kindsOf, problemsOf, rowOf, rowSpec, tableOf, tableSpec, valuesOf } from "./filled.ts";

/** An agency with a table of its own. */
const withTable = (
  rows: readonly RowSpec[],
  given: Partial<TableSpec> = {},
  more: Partial<Scenario> = {},
): Scenario => agency({ ...more, tables: new Map([["5", tableSpec(rows, given)]]) });

const three = (value: number | null): (number | null)[] => [value, value, value];
const near = (value: number): unknown => expect.closeTo(value, 9);

describe("a table of the scenario's own", () => {
  test("has the title, heading, unit and decimals that are written, and a number if its name is one", () => {
    const table = tableOf(withTable([rowSpec("a")], { heading: "Row", decimals: 2 }), "5");
    expect(table).toEqual({
      id: "5",
      numbered: true,
      title: "A table",
      heading: "Row",
      unit: "tkr",
      priced: true,
      decimals: 2,
      periods: ["2014", "2015", "2016"],
      rows: [{ key: "a", label: "a", depth: 0, kind: "heading", values: three(null) }],
    });
    const named = (id: string): Scenario => agency({ tables: new Map([[id, tableSpec([])]]) });
    expect(tableOf(named("12"), "12").numbered).toBe(true);
    expect(tableOf(named("5a"), "5a").numbered).toBe(false);
    expect(tableOf(named("t5"), "t5").numbered).toBe(false);
  });

  test("shows rows of built-in tables for its years, with labels of its own", () => {
    const given = withTable(
      [
        rowSpec("head", { label: "Heading", depth: 1 }),
        rowSpec("x", { show: "need/1/1/forecast", label: "Cases", depth: 2 }),
        rowSpec("y", { show: "need/2/1/forecast" }),
      ],
      { years: ["2014", "2016"] },
    );
    const table = tableOf(given, "5");
    expect(table.periods).toEqual(["2014", "2016"]);
    expect(table.rows).toEqual([
      { key: "head", label: "Heading", depth: 1, kind: "heading", values: [null, null] },
      { key: "x", label: "Cases", depth: 2, kind: "leaf", values: [4.584, 4.584] },
      { key: "y", label: "y", depth: 0, kind: "leaf", values: [71.175, 71.37] },
    ]);
  });

  test("converts rows to its unit, whatever theirs is", () => {
    const values = (unit: string, show: string, more: Partial<Scenario> = {}): unknown => {
      const table = tableOf(withTable([rowSpec("x", { show })], { unit }, more), "5");
      return rowOf(table, "x").values[0];
    };
    // 4584 of money.
    expect(values("SEK", "need/1/1/forecast")).toEqual(near(4584));
    expect(values("tkr", "need/1/1/forecast")).toBe(4.584);
    expect(values("mkr", "need/1/1/forecast")).toEqual(near(0.004584));
    expect(values("SEK", "need/1/1/forecast", { unit: "mkr" })).toEqual(near(4584));
    expect(values("tkr", "housing/cost/total", { unit: "SEK" })).toEqual(near(63.875));
    expect(values("persons", "stocks/open")).toBe(150);
    expect(values("places", "housing/places/flats")).toBe(50);
    expect(values("SEK/person", "unit-costs/line/cases")).toBe(2);
  });

  test("says that it shows money where it does", () => {
    const priced = (unit: string, show: string): boolean =>
      tableOf(withTable([rowSpec("x", { show })], { unit }), "5").priced;
    expect(priced("persons", "stocks/open")).toBe(false);
    expect(priced("SEK/person", "unit-costs/line/cases")).toBe(true);
  });

  test("takes another row away, both in its unit, and shows no less than the least", () => {
    const table = tableOf(
      withTable(
        [
          rowSpec("gap", { show: "need/1/1/need", less: "need/1/1/frame" }),
          rowSpec("lack", { show: "need/1/1/need", less: "need/1/1/frame", least: 0 }),
          rowSpec("floor", { show: "need/1/1/need", least: 5000 }),
          rowSpec("free", { show: "need/1/1/need", least: 4000 }),
        ],
        { unit: "SEK" },
      ),
      "5",
    );
    expect(valuesOf(table)).toEqual({
      gap: [near(1584), null, near(-416)],
      lack: [near(1584), null, 0],
      floor: three(5000),
      free: three(near(4584) as number),
    });
  });

  test("adds up rows, wherever they stand, as sums and as totals", () => {
    const table = tableOf(
      withTable([
        rowSpec("all", { total: ["both", "rent"], label: "All" }),
        rowSpec("both", { sum: ["cases", "given"] }),
        rowSpec("cases", { show: "need/1/1/item/x" }),
        rowSpec("given", { given: { 2014: 1, 2016: 2.5 }, source: "report" }),
        rowSpec("rent", { show: "need/1/1/item/y" }),
      ]),
      "5",
    );
    expect(valuesOf(table)).toEqual({
      all: [near(4.684), near(3.684), near(6.184)],
      both: [near(4.6), near(3.6), near(6.1)],
      cases: three(3.6),
      given: [1, null, 2.5],
      rent: three(0.084),
    });
    expect(kindsOf(table)).toEqual([
      "total all",
      "sum both",
      "leaf cases",
      "leaf given",
      "leaf rent",
    ]);
    expect(rowOf(table, "all").parts).toEqual(["both", "rent"]);
    expect(rowOf(table, "both").parts).toEqual(["cases", "given"]);
    expect(rowOf(table, "cases").parts).toBeUndefined();
  });

  test("places a row whose key starts with an appropriation under it", () => {
    const table = tableOf(
      withTable(
        ["1/1", "1/1/x", "1/10", "2/1/need", "x/1/1"].map((key) =>
          rowSpec(key, { show: "need/1/1/need" }),
        ),
      ),
      "5",
    );
    const places = table.rows.map(({ key, area, appropriation: number }) => [key, area, number]);
    expect(places).toEqual([
      ["1/1", "1", "1"],
      ["1/1/x", "1", "1"],
      ["1/10", undefined, undefined],
      ["2/1/need", "2", "1"],
      ["x/1/1", undefined, undefined],
    ]);
  });

  test("may have a last column with the sum of its years", () => {
    const rows = [rowSpec("x", { show: "flows/done" })];
    const table = tableOf(
      withTable(rows, { unit: "persons", years: ["2014", "2015"], total: "Together" }),
      "5",
    );
    expect(table).toMatchObject({
      periods: ["2014", "2015", "total"],
      columnLabels: { total: "Together" },
      rows: [{ values: [1800, 1800, 3600] }],
    });
    expect(tableOf(withTable(rows, { unit: "persons" }), "5").columnLabels).toBeUndefined();
  });

  test("shows the months of its years, without the total and without figures given by year", () => {
    const given = withTable(
      [
        rowSpec("x", { show: "flows/done/a" }),
        rowSpec("y", { given: { 2015: 3 }, source: "report" }),
      ],
      { unit: "persons", years: ["2015"], total: "Together" },
    );
    const table = tableOf(given, "5", { monthly: true });
    expect(table.periods).toEqual(
      Array.from({ length: 12 }, (_, i) => `2015-${String(i + 1).padStart(2, "0")}`),
    );
    expect(table.columnLabels).toBeUndefined();
    expect(rowOf(table, "x").values).toEqual(Array.from({ length: 12 }, () => 100));
    expect(rowOf(table, "y").values).toEqual(Array.from({ length: 12 }, () => null));
  });

  test("shows the months of budget years that start in summer", () => {
    const given = withTable([rowSpec("x", { show: "flows/done/a" })], {
      unit: "persons",
      years: ["2015/16"],
    });
    const july = { ...given, period: period("2014-07..2016-06"), yearStarts: 7, published: [] };
    const { periods } = tableOf(july, "5", { monthly: true });
    expect([periods[0], periods.at(-1), periods.length]).toEqual(["2015-07", "2016-06", 12]);
  });

  test("is in the funding mode of the run", () => {
    const given = withTable([rowSpec("x", { show: "need/1/1/measures" })]);
    expect(rowOf(tableOf(given, "5"), "x").values).toEqual(three(null));
    expect(rowOf(tableOf(given, "5", { funding: "proposed" }), "x").values).toEqual([
      0.1, 0.2, 0.3,
    ]);
  });
});

describe("under a table of its own", () => {
  const frames = { "1/1": appropriation({ frame: { 2015: 500 } }), "1/2": appropriation() };
  const gap = rowSpec("gap", { show: "need/1/1/need", less: "need/1/1/frame", label: "Gap" });

  test("stands what is not known of each difference, several gaps with all their years", () => {
    const years = ["2014", "2015", "2016", "2017", "2018"];
    const given = small({
      period: period("2014-01..2018-12"),
      unit: "tkr",
      appropriations: {
        "1/1": appropriation({ frame: { 2015: 500 } }),
        "1/2": appropriation({ frame: { "2014..2015": 1, 2017: 1 } }),
      },
      tables: new Map([
        [
          "5",
          tableSpec([gap, rowSpec("other", { show: "need/1/2/need", less: "need/1/2/frame" })], {
            years,
          }),
        ],
      ]),
    });
    expect(tableOf(given, "5").footnotes).toEqual([
      "Gap: frame not known 2014, 2016–2018",
      "other: frame not known 2016, 2018",
    ]);
    expect(tableOf(given, "5", {}, "sv").footnotes?.[0]).toBe("Gap: ram inte känd 2014, 2016–2018");
  });

  test("stands which frames are computed, once, for rows that are shown and taken away", () => {
    const made = (rows: readonly RowSpec[]): readonly string[] | undefined =>
      tableOf(
        small({
          unit: "tkr",
          appropriations: frames,
          planning: planning(),
          tables: new Map([["5", tableSpec(rows)]]),
        }),
        "5",
      ).footnotes;
    const first = "Frame 2014, 2016: computed from the assumption, not recorded in the scenario";
    expect(made([gap])).toEqual([first]);
    expect(made([rowSpec("f", { show: "need/1/1/frame" }), gap])).toEqual([first]);
    expect(made([rowSpec("f", { show: "need/1/2/frame" }), gap])).toEqual([
      "Frame 2014–2016: computed from the assumption, not recorded in the scenario",
      first,
    ]);
    expect(made([rowSpec("n", { show: "need/1/1/need" })])).toBeUndefined();
  });

  test("stands where given figures come from", () => {
    const given = withTable([
      rowSpec("x", { given: { 2014: 1 }, source: "report", page: "8", label: "Before" }),
      rowSpec("y", { given: { 2014: 2 }, source: "unheard" }),
    ]);
    expect(tableOf(given, "5").footnotes).toEqual(["Before: Report, p. 8", "y: unheard"]);
    expect(tableOf(given, "5", {}, "sv").footnotes?.[0]).toBe("Before: Report, s. 8");
  });

  test("stands what is said of the rows of a sum before what is said of those after it", () => {
    const given = withTable([
      rowSpec("both", { sum: ["late", "early"] }),
      rowSpec("early", { show: "need/1/1/need", less: "need/1/1/frame" }),
      rowSpec("late", { show: "need/1/2/frame", less: "need/1/1/frame" }),
      rowSpec("last", { show: "need/1/1/need", less: "need/1/2/frame" }),
    ]);
    expect(tableOf(given, "5").footnotes).toEqual([
      "early: frame not known 2015",
      "last: frame not known 2014–2016",
    ]);
    const turned = withTable([
      rowSpec("both", { sum: ["late"] }),
      rowSpec("early", { show: "need/2/1/need", less: "need/1/2/frame" }),
      rowSpec("late", { show: "need/1/1/need", less: "need/1/1/frame" }),
    ]);
    expect(tableOf(turned, "5").footnotes).toEqual([
      "late: frame not known 2015",
      "early: frame not known 2014–2016",
    ]);
  });
});

describe("of a table of its own is reported", () => {
  test("a row that there is not, with one that may be meant", () => {
    const problems = problemsOf(
      withTable([
        rowSpec("x", { show: "need/1/1/forcast" }),
        rowSpec("y", { show: "need/1/1/need", less: "needs/1/1/frame" }),
        rowSpec("z", { show: "need/1/1" }),
      ]),
      "5",
    );
    expect(problems).toMatchObject([
      {
        code: "unknown-name",
        severity: "error",
        message: 'there is no row "need/1/1/forcast"',
        path: "tables.5.rows.0.show",
        help: expect.stringContaining('did you mean "need/1/1/forecast"?') as unknown,
      },
      {
        message: 'there is no row "needs/1/1/frame"',
        path: "tables.5.rows.1.less",
        help: "write the name of a built-in table and one of its rows: need/<appropriation>/forecast",
      },
      { message: 'there is no row "need/1/1"', path: "tables.5.rows.2.show" },
    ]);
    // Headings show nothing, so that they are not offered.
    expect(problems[0]?.help).not.toContain("one of need/1,");
  });

  test("a row of a table of the scenario's own", () => {
    const given = agency({
      tables: new Map([
        ["4", tableSpec([rowSpec("x", { show: "need/1/1/need" })])],
        ["5", tableSpec([rowSpec("y", { show: "4/x" })])],
      ]),
    });
    expect(problemsOf(given, "5")).toMatchObject([
      { message: 'there is no row "4/x"', path: "tables.5.rows.0.show" },
    ]);
  });

  test.each([
    ["stocks/open", "tkr", '"stocks/open" is in persons, the table in tkr'],
    ["need/1/1/need", "persons", '"need/1/1/need" is in tkr, the table in persons'],
    ["housing/share/cheap", "tkr", '"housing/share/cheap" is in plain numbers, the table in tkr'],
    [
      "housing/places/flats",
      "persons",
      '"housing/places/flats" is in places, the table in persons',
    ],
    ["unit-costs/line/cases", "SEK", '"unit-costs/line/cases" is in SEK/person, the table in SEK'],
  ])("%s in a table in %s", (show, unit, message) => {
    const rows = [rowSpec("h"), rowSpec("x", { show })];
    expect(problemsOf(withTable(rows, { unit }), "5")).toMatchObject([
      { code: "bad-unit", severity: "error", message, path: "tables.5.rows.1.show" },
    ]);
  });

  test("a sum that adds up itself, once", () => {
    const cycle = withTable([
      rowSpec("a", { sum: ["b", "c"] }),
      rowSpec("b", { total: ["a"] }),
      rowSpec("c", { show: "need/1/1/need" }),
    ]);
    expect(problemsOf(cycle, "5")).toMatchObject([
      {
        code: "cycle",
        severity: "error",
        message: 'row "a" adds up itself',
        path: "tables.5.rows.0",
      },
    ]);
  });

  test("a wrong row once, however often it is added up", () => {
    const given = withTable([
      rowSpec("all", { total: ["x"] }),
      rowSpec("some", { sum: ["x"] }),
      rowSpec("x", { show: "need/9/9/need" }),
    ]);
    expect(problemsOf(given, "5")).toHaveLength(1);
  });
});
