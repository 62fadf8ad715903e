import { describe, expect, test } from "vitest";
import { csvRecord, renderCsv } from "../../src/render/csv.ts";
import { rendererOf, type Render } from "../../src/render/index.ts";
import { formatNames } from "../../src/render/names.ts";
import { renderJson } from "../../src/render/json.ts";
import { renderMarkdown } from "../../src/render/markdown.ts";
import type { Row } from "../../src/tables/table.ts";
import { published } from "./published.ts";
import { assumptions, report, table } from "./samples.ts";

const options = { width: 80, color: false };
const golden = (name: string): string => `../golden/render/${name}`;

/** All formats, as the registry loads them. */
const formats = Object.fromEntries(
  await Promise.all(
    formatNames.map(async (name) => {
      const render = await rendererOf(name);
      return [name, (...given: Parameters<typeof render>) => String(render(...given))] as const;
    }),
  ),
) as Record<(typeof formatNames)[number], (...given: Parameters<Render>) => string>;

describe("every format", () => {
  test("has a golden file", async () => {
    const reports = [published("sv")];
    await expect(formats.markdown(reports, options)).toMatchFileSnapshot(golden("published.md"));
    await expect(formats.csv(reports, options)).toMatchFileSnapshot(golden("published.csv"));
    await expect(formats.json(reports, options)).toMatchFileSnapshot(golden("published.json"));
  });

  test("takes several reports, and none", () => {
    const two = [report([table()]), report([table()], { scenario: "other" })];
    expect(formats.text(two, options).split("\n").slice(6, 9)).toEqual([
      "",
      "",
      `Sample${" ".repeat(69)}other`,
    ]);
    expect(formats.markdown(two, options)).toContain("| A | 1 |\n\n## Sample (other)\n");
    expect(formats.csv(two, options).match(/^scenario,/gmu)).toHaveLength(1);
    expect(JSON.parse(formats.json(two, options))).toHaveProperty("results.1.scenario", "other");
    expect(formats.text([], options)).toBe("");
    expect(formats.markdown([], options)).toBe("");
    expect(formats.csv([], options)).toBe(
      "scenario,table,row,area,appropriation,period,value,unit\n",
    );
    expect(JSON.parse(formats.json([], options))).toHaveProperty("results", []);
  });

  test.each(formatNames)("%s refuses what is no number", (name) => {
    const sum: Row = { key: "s", label: "S", kind: "sum", parts: ["a"], values: [NaN] };
    const leaf: Row = { key: "a", label: "A", kind: "leaf", values: [1] };
    const wrong = [report([table({ rows: [leaf, sum] })])];
    expect(() => formats[name](wrong, options)).toThrow("t/s@2014: NaN is not a finite number");
  });
});

describe("csv", () => {
  const one = (row: Partial<Row>, scenario = "sample"): string => {
    const rows = [{ key: "a", label: "A", kind: "leaf" as const, values: [1], ...row }];
    return renderCsv([report([table({ rows })], { scenario })]).split("\n")[1] ?? "";
  };

  test("has the row's place, the unrounded value and its unit", () => {
    const row = { key: "8/1:1/forecast", area: "8", appropriation: "1:1", unit: "%" };
    expect(one({ ...row, values: [0.1 + 0.2] })).toBe(
      "sample,t,8/1:1/forecast,8,1:1,2014,0.30000000000000004,%",
    );
    expect(one({ values: [-1e-7] })).toBe("sample,t,a,,,2014,-1e-7,mkr");
    expect(one({ values: [-0] })).toBe("sample,t,a,,,2014,0,mkr");
  });

  test("leaves out headings and empty cells", () => {
    expect(one({ values: [null] })).toBe("");
    expect(one({ kind: "heading" })).toBe("");
  });

  test("takes single records, for results that come one at a time", () => {
    expect(csvRecord([1, -0.5, null, "", "a,b", "-a"])).toBe('1,-0.5,,,"a,b",\'-a\n');
    expect(() => csvRecord([NaN])).toThrow("NaN is not a finite number");
  });

  test("quotes as RFC 4180 says", () => {
    expect(one({ key: 'a,"b"\nc' })).toBe('sample,t,"a,""b""');
    expect(one({ unit: "kr, totalt" })).toBe('sample,t,a,,,2014,1,"kr, totalt"');
  });

  test.each(["=1+1", "+1", "-1", "@SUM(A1)", "\tx"])(
    "does not hand a spreadsheet the formula %j",
    (name) => {
      expect(one({ key: name })).toBe(`sample,t,'${name},,,2014,1,mkr`);
      expect(one({}, name)).toBe(`'${name},t,a,,,2014,1,mkr`);
    },
  );
});

describe("json", () => {
  test("has values and printed figures, and says what a row does not have", () => {
    const row: Row = { key: "a", label: "A", kind: "leaf", values: [1.25] };
    const head: Row = { key: "h", label: "H", kind: "heading", values: [] };
    expect(JSON.parse(renderJson([report([table({ rows: [row, head] })])]))).toEqual({
      format: "forecast-result",
      version: 1,
      results: [
        {
          scenario: "sample",
          title: "Sample",
          language: "sv",
          prices: "löpande priser",
          variant: [],
          tables: [
            {
              id: "t",
              numbered: false,
              title: "Table",
              heading: "Row",
              unit: "mkr",
              decimals: 1,
              periods: ["2014"],
              notes: [],
              footnotes: [],
              rows: [
                {
                  key: "a",
                  label: "A",
                  area: null,
                  appropriation: null,
                  kind: "leaf",
                  depth: 0,
                  parts: [],
                  unit: "mkr",
                  decimals: 1,
                  values: [1.25],
                  printed: [1.3],
                  notes: [],
                },
                {
                  key: "h",
                  label: "H",
                  area: null,
                  appropriation: null,
                  kind: "heading",
                  depth: 0,
                  parts: [],
                  unit: "mkr",
                  decimals: 1,
                  values: [null],
                  printed: [null],
                  notes: [],
                },
              ],
            },
          ],
        },
      ],
    });
  });

  test("writes a list of plain values on one line, and numbers that read back the same", () => {
    const rows: Row[] = [{ key: "a", label: "A", kind: "leaf", values: [0.1 + 0.2, -0] }];
    const written = renderJson([report([table({ periods: ["2014", "2015"], rows })])]);
    expect(written).toContain('\n              "values": [0.30000000000000004, 0],\n');
    expect(written.endsWith("}\n")).toBe(true);
  });
});

describe("markdown", () => {
  test("cannot be broken by a label", () => {
    const rows: Row[] = [
      { key: "a", label: "a | b * c_d <b> [x](y) `z`\n\\", depth: 1, kind: "leaf", values: [-1.5] },
    ];
    expect(renderMarkdown(report([table({ rows })]), {})).toContain(
      String.raw`| &emsp;a \| b \* c\_d \<b\> \[x\](y) \`z\` \\ | −1,5 |`,
    );
  });

  test("says how the run was made, in the language asked for", () => {
    const made = report([table({ unit: "" })], { variant: ["a", "b"], prices: "" });
    expect(renderMarkdown(made, { language: "en" })).toBe(
      [
        "## Sample (sample)",
        "Run with: a; b",
        "### Table",
        "| Row | 2014 |\n| :-- | --: |\n| A | 1 |\n",
      ].join("\n\n"),
    );
  });

  test("has the text columns and empty cells", () => {
    const rendered = renderMarkdown(report([assumptions]), {});
    expect(rendered).toContain(
      "| Antagande | 2014 | Källa | Motivering |\n| :-- | --: | :-- | :-- |",
    );
    expect(rendered).toContain("| Beläggning (%) | 95 | | Antagande; ");
  });
});
