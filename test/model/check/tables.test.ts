import { rowRef } from "../../../src/model/refs.ts";
import type { Scenario } from "../../../src/model/scenario.ts";
import type { RowSpec } from "../../../src/model/tables/file.ts";
import { describe, expect, test } from "vitest";
import { effect, month, period, point, quantity } from "../../support/build.ts";
import { row, table, problemsOf, examples, inside, valid } from "./valid.ts";

const withTable = (...rows: readonly RowSpec[]): Partial<Scenario> => ({
  tables: new Map([["t", table(...rows)]]),
});

const inYear = (year: number): { from: number; to: number } => ({
  from: year * 12,
  to: year * 12 + 11,
});

describe("measures and tables:", () => {
  test.each(
    examples(
      [
        "an unknown strategic area",
        inside("measures", "m", { strategicArea: "aera" }),
        ["unknown-name", "measures.m.strategic_area", 'unknown strategic area "aera"', "area"],
      ],
      [
        "a measure on an unknown appropriation",
        inside("measures", "m", { costs: { "1/9": quantity(1, "money") } }),
        ["unknown-name", "measures.m.costs.1/9", 'unknown appropriation "1/9"'],
      ],
      [
        "years the period does not have",
        { tables: new Map([["t", { ...table(), years: ["2013", "2014", "2016"] }]]) },
        [
          "out-of-range",
          "tables.t.years",
          "the period has no 2013, 2016",
          "it runs from 2014-01 to 2014-12",
        ],
      ],
      [
        "one year more, of a period of a month",
        {
          period: period("2014-05"),
          tables: new Map([["t", { ...table(), years: ["2014", "2015"] }]]),
        },
        ["out-of-range", "tables.t.years", "the period has no 2015", "from 2014-05 to 2014-05"],
      ],
      [
        "a table without a unit",
        { tables: new Map([["t", { ...table(), unit: "" }]]) },
        ["bad-unit", "tables.t.unit", "needs a unit"],
      ],
      [
        "a least value of a sum",
        withTable(row("x"), row("y", { sum: ["x"], least: 0 })),
        ["wrong-type", "tables.t.rows.1.least", "whatever its size", '"least" on rows with'],
      ],
      [
        "a least value of a given row",
        withTable(row("x", { given: { 2014: 1 }, source: "bill", least: 0 })),
        ["wrong-type", "tables.t.rows.0.least", "a given figure as it is"],
      ],
      [
        "given figures of an unknown source, and of none",
        withTable(row("x", { given: { 2014: 1 }, source: "bil" }), row("y", { given: {} })),
        ["unknown-name", "tables.t.rows.0.source", 'unknown source "bil"', "bill"],
        ["missing-key", "tables.t.rows.1", "given figures need a source", 'add "source"'],
      ],
      [
        "a source of what is not given",
        withTable(
          row("x", { show: rowRef("need/1"), source: "bill" }),
          row("y", { source: "bill" }),
        ),
        ["wrong-type", "tables.t.rows.0", "only given figures have a source"],
        ["wrong-type", "tables.t.rows.1", "only given figures have a source"],
      ],
      [
        "given figures of a year the table does not show",
        withTable(row("x", { given: { 2013: 1, 2014: 1, 2015: 1 }, source: "bill" })),
        ["out-of-range", "tables.t.rows.0.given.2013", "the table has no 2013", "it shows 2014"],
        ["out-of-range", "tables.t.rows.0.given.2015", "the table has no 2015"],
      ],
      [
        "given figures that are shown as well",
        withTable(row("x", { given: { 2014: 1 }, source: "bill", show: rowRef("need/1") })),
        ["wrong-type", "tables.t.rows.0", "a row shows one thing"],
      ],
      ["a least value of a row", withTable(row("x", { show: rowRef("need/1"), least: 0 }))],
      ["tables in another unit", { unit: "tkr" }],
      [
        "tables in an unknown unit",
        { unit: "mSEK" },
        ["unknown-name", "unit", 'unknown unit of money "mSEK"', "one of SEK, kr, tkr, mkr"],
      ],
      [
        "a row given twice",
        withTable(row("x"), row("x")),
        ["duplicate-key", "tables.t.rows.1.key", '"x" stands here twice'],
      ],
      [
        "a row of two kinds",
        withTable(
          row("x", { show: rowRef("need/1") }),
          row("y", { show: rowRef("need/1"), sum: ["x"] }),
        ),
        ["wrong-type", "tables.t.rows.1", "a row shows one thing"],
      ],
      [
        "a row less something of nothing",
        withTable(row("x", { less: rowRef("need/1") })),
        ["missing-key", "tables.t.rows.0", '"less" needs a "show"'],
      ],
      [
        "a sum of an unknown row",
        withTable(row("x"), row("y", { sum: ["x", "z"] })),
        ["unknown-name", "tables.t.rows.1.sum.1", 'unknown row "z"', "one of x"],
      ],
      [
        "a total of itself",
        withTable(row("x"), row("y", { total: ["y"] })),
        ["unknown-name", "tables.t.rows.1.total.0", 'unknown row "y"'],
      ],
      [
        "costs, effects and published figures of other years",
        {
          ...inside("measures", "m", {
            costs: { "1/1": { ...quantity(1, "money"), points: [point(inYear(2019), 1)] } },
            effects: [
              effect("x", { add: 1 }, "2019-01"),
              { ...effect("x", { add: 1 }, "2009-01"), until: month("2010-01") },
            ],
          }),
          published: valid.published.map((one) => ({ ...one, values: { 2019: 1 } })),
        },
        ["out-of-range", "measures.m.costs.1/1.2019", "the run does not cover 2019"],
        ["out-of-range", "measures.m.effects.0.from", "the run does not cover 2019-01"],
        ["out-of-range", "measures.m.effects.1.until", "the run does not cover 2009-01..2010-01"],
        ["out-of-range", "published.0.values.2019", "the run does not cover 2019"],
      ],
      [
        "a row added twice",
        withTable(row("x"), row("y", { total: ["x", "x"] })),
        ["duplicate-key", "tables.t.rows.1.total.1", '"x" is added twice'],
      ],
      [
        "a row and a part of a part of it",
        withTable(
          row("x"),
          row("y", { sum: ["x"] }),
          row("z", { sum: ["y"] }),
          row("all", { total: ["z", "x"] }),
        ),
        ["duplicate-key", "tables.t.rows.3.total.1", '"x" and "z" count the same'],
      ],
      [
        "rows of rows that go round, which are no parts of one another",
        withTable(
          row("x", { sum: ["y"] }),
          row("y", { sum: ["x"] }),
          row("z"),
          row("all", { total: ["z"] }),
        ),
      ],
    ),
  )("$name", ({ change, expected }) => {
    expect(problemsOf(change)).toEqual(expected);
  });
});
