import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { formatNumber } from "../../src/render/numbers.ts";
import { printed } from "../../src/render/rounding.ts";
import { renderText } from "../../src/render/text.ts";
import { textWidth } from "../../src/render/width.ts";
import type { Report, Table } from "../../src/tables/table.ts";
import { published } from "./published.ts";
import { assumptions, monthly, months, report, table } from "./samples.ts";

const text = (shown: Report, width = 80): string => renderText(shown, { width, color: false });
const lines = (tables: readonly Table[], width = 80): string[] =>
  text(report(tables), width).split("\n");
const golden = (name: string): string => `../golden/render/${name}.txt`;

const crowded = report([monthly(months(60, 2014, 3)), assumptions], {
  variant: ["tillgängliga medel", "volymfall hög", "ansökningar 2014 = 67\u00a0000"],
});

describe("looks as in the golden files", () => {
  test.each([
    ["published-sv-80", published("sv"), 80],
    ["published-en-80", published("en"), 80],
    ["published-sv-120", published("sv"), 120],
    ["published-sv-60", published("sv"), 60],
    ["monthly-80", crowded, 80],
    ["monthly-120", crowded, 120],
    ["year-of-months-140", report([monthly([...months(12), "total"])]), 140],
    ["assumptions-60", report([assumptions]), 60],
  ])("%s", async (name, shown, width) => {
    await expect(text(shown, width)).toMatchFileSnapshot(golden(name));
  });
});

describe("the language of an option", () => {
  test("goes before the scenario's, for captions and numbers but not for labels", () => {
    const english = renderText(published("sv"), { width: 80, color: false, language: "en" });
    expect(english).toContain("Table 5  Behov utöver föreslagna ramar i BP 2014");
    expect(english).toContain("2,326");
    expect(english).toContain("Summa"); // the table's own word
    expect(renderText(crowded, { width: 80, color: false, language: "en" })).toContain("Run with:");
  });

  test("names the total of a table that does not", () => {
    const total = table({ periods: ["2014", "total"], rows: [] });
    expect(lines([total])[4]).toMatch(/^Row .* 2014 {3}Summa$/u);
  });
});

describe("colour", () => {
  test("is only added: without its codes the text is the same", () => {
    const colored = renderText(published("en"), { width: 80, color: true });
    expect(colored).toContain("\u001b[1mTable 5  Needs");
    expect(colored).toContain("\u001b[2m───");
    // oxlint-disable-next-line no-control-regex
    expect(colored.replaceAll(/\u001b\[\d+m/gu, "")).toBe(text(published("en")));
  });

  test("is absent unless asked for, whatever a label holds", () => {
    expect(text(report([table({ title: "\u001b[31mred" })]))).not.toContain("\u001b");
  });
});

describe("a table", () => {
  test("says how the run was made under the title", () => {
    expect(text(crowded).split("\n")[1]).toBe(
      "Körd med: tillgängliga medel; volymfall hög; ansökningar 2014 = 67\u00a0000",
    );
  });

  test("without a number, unit, price basis or row is still a table", () => {
    const bare = report([table({ title: "Bare", unit: "", rows: [] })], { prices: "" });
    expect(text(bare).split("\n").slice(2)).toEqual([
      "Bare",
      "─".repeat(80),
      `Row${" ".repeat(73)}2014`,
      "",
    ]);
  });

  test("with a long title continues it beside its number, with the unit where there is room", () => {
    const long = table({ numbered: true, id: "7", title: "Behov av medel för boendeplatser" });
    const other = table({ numbered: true, id: "7", title: "Behov av boendeplatser i Göteborg" });
    expect(lines([long], 40).slice(2, 5)).toEqual([
      "Tabell 7  Behov av medel för",
      "          boendeplatser",
      `${" ".repeat(21)}mkr, löpande priser`,
    ]);
    expect(lines([other], 40)[3]).toBe("          Göteborg   mkr, löpande priser");
  });

  test("without periods has labels and text only", () => {
    const only = { ...assumptions, periods: [], rows: [] };
    expect(lines([only]).slice(-2)).toEqual(["Antagande   Källa   Motivering", ""]);
    expect(
      lines(
        [
          {
            ...assumptions,
            periods: [],
            rows: assumptions.rows.map((row) => ({ ...row, values: [] })),
          },
        ],
        40,
      ),
    ).toContain("Antagande     Källa         Motivering");
  });

  test("shows a unit of a row's own after its label, but none that is empty", () => {
    const rows = ["%", "", "mkr"].map((unit, i) => ({
      key: `${i}`,
      label: `row ${i}`,
      kind: "leaf" as const,
      values: [1],
      unit,
    }));
    const labels = lines([table({ rows })]).slice(5, 8);
    expect(labels.map((line) => line.replace(/ +1$/u, ""))).toEqual([
      "row 0 (%)",
      "row 1",
      "row 2",
    ]);
  });

  test("has a rule before the first of several totals", () => {
    const total = { label: "Total", kind: "total" as const, parts: ["a"], values: [1] };
    const rows = [
      { key: "a", label: "A", kind: "leaf" as const, values: [1] },
      { key: "x", ...total },
      { key: "y", ...total },
    ];
    expect(lines([table({ rows })]).filter((line) => line.startsWith("─"))).toHaveLength(2);
  });

  test("keeps six columns of six figures side by side at 80 columns, and splits longer ones", () => {
    const periods = ["2014", "2015", "2016", "2017", "2018", "total"];
    const blocks = (amount: number): number => {
      const values = periods.map(() => amount);
      const rows = [{ key: "a", label: "Kommunersättningar m.m.", kind: "leaf" as const, values }];
      return lines([table({ periods, rows })]).filter((line) => line.startsWith("─")).length;
    };
    expect(blocks(123_456)).toBe(1);
    expect(blocks(1_234_567)).toBe(2);
  });

  test("lines up wide characters", () => {
    const rows = ["移民局", "Överföring", "O\u0308verfo\u0308ring"].map((label, i) => ({
      key: `${i}`,
      label,
      kind: "leaf" as const,
      values: [1000],
    }));
    expect(
      lines([table({ rows })])
        .slice(3, 8)
        .map(textWidth),
    ).toEqual([80, 80, 80, 80, 80]);
  });
});

const label = fc.stringMatching(/^[a-zåäö移 ]{1,60}$/u);
const anyTable: fc.Arbitrary<Table> = fc
  .record({ columns: fc.integer({ min: 0, max: 30 }), monthly: fc.boolean(), total: fc.boolean() })
  .chain(({ columns, monthly: byMonth, total }) => {
    const years = Array.from({ length: columns }, (_, i) => `${2014 + i}`);
    const periods = [...(byMonth ? months(columns) : years), ...(total ? ["total"] : [])];
    const values = fc.array(fc.option(fc.integer({ min: -999_999, max: 999_999 })), {
      minLength: periods.length,
      maxLength: periods.length,
    });
    const row = fc.record({
      key: fc.uuid(),
      label,
      depth: fc.integer({ min: 0, max: 3 }),
      kind: fc.constantFrom("heading" as const, "leaf" as const),
      values,
      notes: fc.array(label, { maxLength: 2 }),
    });
    return fc.record({
      id: fc.constant("1"),
      numbered: fc.boolean(),
      priced: fc.boolean(),
      title: label,
      heading: label,
      unit: fc.constantFrom("mkr", ""),
      decimals: fc.constant(1),
      periods: fc.constant(periods),
      notes: fc.array(label, { maxLength: 2 }),
      rows: fc.uniqueArray(row, { selector: ({ key }) => key, maxLength: 5 }),
    });
  });

test("no line is wider than the terminal, none ends in a space, no figure is lost", () => {
  const property = fc.property(anyTable, fc.integer({ min: 40, max: 160 }), (generated, width) => {
    const shown = lines([generated], width);
    expect(Math.max(...shown.map(textWidth))).toBeLessThanOrEqual(width);
    expect(shown.filter((line) => line.endsWith(" "))).toEqual([]);
    const words = new Set(shown.flatMap((line) => line.split(/ +/u)));
    const figures = generated.rows.flatMap((row, i) =>
      row.kind === "heading" ? [] : (printed(generated)[i] ?? []),
    );
    const expected = figures.map((cell) => (cell === null ? "" : formatNumber(cell, 1, "sv")));
    expect(expected.filter((figure) => figure !== "" && !words.has(figure))).toEqual([]);
  });
  expect(() => fc.assert(property)).not.toThrow();
});
