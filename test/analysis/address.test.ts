import { describe, expect, test } from "vitest";
import { cellsOf, formatAddress, parseAddress } from "../../src/analysis/address.ts";
import type { Row, Table } from "../../src/tables/table.ts";

describe("an address", () => {
  test.each([
    ["need/1/1/forecast@2016", "need", "1/1/forecast", "2016"],
    ["5/8/1:1@total", "5", "8/1:1", "total"],
    ["stocks/open@2014-03", "stocks", "open", "2014-03"],
    ["stocks/open@2014/15", "stocks", "open", "2014/15"],
  ])("%s names table, row and period", (text, table, row, period) => {
    expect(parseAddress(text)).toEqual({ table, row, period });
    expect(formatAddress({ table, row, period })).toBe(text);
  });

  test.each([
    "need",
    "need/1/1",
    "need@2016",
    "/open@2016",
    "stocks/@2016",
    "stocks/open@",
    "stocks/open@16",
    "stocks/open@2016-1",
    "stocks/open@20161",
    "stocks/open@sum",
    "stocks/open@totals",
    "stocks/open@2016@2017",
  ])("%s is none", (text) => {
    expect(parseAddress(text)).toBeUndefined();
  });
});

describe("the cells of a report", () => {
  const row = (key: string, values: Row["values"], extra: Partial<Row> = {}): Row => ({
    key,
    label: key,
    kind: "leaf",
    values,
    ...extra,
  });
  const table = (id: string, periods: readonly string[], rows: readonly Row[]): Table => ({
    id,
    numbered: false,
    title: id,
    heading: "",
    unit: "mkr",
    priced: true,
    decimals: 0,
    periods,
    rows,
  });

  test("are those of all rows but headings, in their rows' units, in the order of print", () => {
    const report = {
      tables: [
        table(
          "a",
          ["2014", "total"],
          [
            row("h", [null, null], { kind: "heading" }),
            row("x", [1.25, 2.5]),
            row("y", [null, 0], { kind: "sum", unit: "persons" }),
          ],
        ),
        table("b", ["2014"], [row("x", [7], { kind: "total" })]),
      ],
    };
    expect(cellsOf(report)).toEqual([
      { address: "a/x@2014", unit: "mkr", value: 1.25 },
      { address: "a/x@total", unit: "mkr", value: 2.5 },
      { address: "a/y@2014", unit: "persons", value: null },
      { address: "a/y@total", unit: "persons", value: 0 },
      { address: "b/x@2014", unit: "mkr", value: 7 },
    ]);
  });
});
