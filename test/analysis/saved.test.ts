import { describe, expect, test } from "vitest";
import { cellsOf } from "../../src/analysis/address.ts";
import { parseSaved } from "../../src/analysis/saved.ts";
import { renderJson } from "../../src/render/json.ts";
import type { Report } from "../../src/tables/table.ts";

const file = (tables: unknown, more: object = {}): string =>
  JSON.stringify({
    format: "forecast-result",
    version: 1,
    results: [{ scenario: "small", variant: [], tables, ...more }],
  });
const table = (id: string, rows: unknown, periods: readonly string[] = ["2014"]): object => ({
  id,
  unit: "mkr",
  periods,
  rows,
});

describe("a saved result", () => {
  test("holds the cells of all rows but headings, each in its row's unit or else the table's", () => {
    const text = file(
      [
        table(
          "need",
          [
            { key: "1/1", kind: "heading", unit: "mkr", values: [null, null] },
            { key: "1/1/need", kind: "sum", values: [1.5, null] },
            { key: "1/1/people", kind: "leaf", unit: "persons", values: [3, 4] },
          ],
          ["2014", "2015"],
        ),
        table("5", [{ key: "x", kind: "total", values: [2] }], ["total"]),
      ],
      { variant: ["funding: proposed", "a=1"] },
    );
    expect(parseSaved(text, "a.json")).toEqual({
      ok: true,
      value: {
        scenario: "small",
        variant: ["funding: proposed", "a=1"],
        tables: ["need", "5"],
        cells: [
          { address: "need/1/1/need@2014", unit: "mkr", value: 1.5 },
          { address: "need/1/1/need@2015", unit: "mkr", value: null },
          { address: "need/1/1/people@2014", unit: "persons", value: 3 },
          { address: "need/1/1/people@2015", unit: "persons", value: 4 },
          { address: "5/x@total", unit: "mkr", value: 2 },
        ],
      },
    });
  });

  test("is what `--format json` wrote of a report", () => {
    const report: Report = {
      scenario: "small",
      title: "A title",
      language: "en",
      prices: "2014",
      variant: ["intake: high"],
      tables: [
        {
          id: "need",
          numbered: false,
          title: "Need",
          heading: "",
          unit: "mkr",
          priced: true,
          decimals: 1,
          periods: ["2014", "2015"],
          rows: [
            { key: "h", label: "h", kind: "heading", values: [null, null] },
            { key: "a", label: "a", kind: "leaf", values: [0.1 + 0.2, null] },
          ],
        },
      ],
    };
    const saved = parseSaved(renderJson([report]), "a.json");
    expect(saved).toMatchObject({ ok: true, value: { variant: ["intake: high"] } });
    expect(saved.ok && saved.value.cells).toEqual(cellsOf(report));
  });

  test("has empty cells where values are missing", () => {
    const rows = [{ key: "x", kind: "leaf", values: [12] }];
    const read = parseSaved(file([table("a", rows, ["2014", "2015"])]), "a.json");
    expect(read.ok && read.value.cells.map(({ value }) => value)).toEqual([12, null]);
  });

  test("skips what is no table and no row", () => {
    const rows = [null, "x", [1], { key: "x", kind: "leaf", values: [1] }];
    const read = parseSaved(file([null, ["a"], table("a", rows), { id: "b" }]), "a.json");
    expect(read).toMatchObject({
      ok: true,
      value: { tables: ["a", "b"], cells: [{ address: "a/x@2014", value: 1 }] },
    });
  });

  const good = [table("a", [{ key: "x", kind: "leaf", values: [1] }])];
  const deep = `${"[".repeat(50_000)}${"]".repeat(50_000)}`;
  const twice = [
    table("a", [
      { key: "x", kind: "leaf", values: [1] },
      { key: "x", kind: "leaf", values: [1] },
    ]),
  ];
  test.each([
    ["{", "this is not valid JSON"],
    ["null", "this is not a saved result"],
    ["[]", "this is not a saved result"],
    ['"forecast-result"', "this is not a saved result"],
    [file(good).replace("forecast-result", "forecast-diff"), "this is not a saved result"],
    [file(good).replace('"version":1', '"version":2'), "this is not a saved result"],
    ['{"format":"forecast-result","version":1}', "the file holds 0 results"],
    ['{"format":"forecast-result","version":1,"results":{"a":1}}', "the file holds 0 results"],
    ['{"format":"forecast-result","version":1,"results":[{},{}]}', "the file holds 2 results"],
    [file([]), "the saved result has no cells"],
    [
      file([table("a", [{ key: "x", kind: "heading", values: [1] }])]),
      "the saved result has no cells",
    ],
    [file(twice), "the saved result has a cell twice"],
    [`${"[".repeat(100_000)}${"]".repeat(100_000)}`, "this is not a saved result"],
    ...[deep, '{"toString":1}', "1", "null"].map((value): [string, string] => [
      file(good).replace('"x"', value),
      "a name, a unit or a period in the saved result is no text",
    ]),
    ...['"a"', '"mkr"', '"2014"', '"small"'].map((name): [string, string] => [
      file(good).replace(name, '{"valueOf":0}'),
      "a name, a unit or a period in the saved result is no text",
    ]),
    [
      file(good, { variant: [{ toString: null }] }),
      "a name, a unit or a period in the saved result is no text",
    ],
    ...["true", '"12"', "1e999", "{}"].map((value): [string, string] => [
      file(good).replace('"values":[1]', `"values":[${value}]`),
      'the saved result has no number at "a/x@2014"',
    ]),
  ])("%#: what cannot be used is said to be so", (text, message) => {
    expect(parseSaved(text, "a.json")).toMatchObject({
      ok: false,
      diagnostics: [{ severity: "error", file: "a.json", message }],
    });
  });
});
