import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { run } from "../../src/cli/program.ts";
import { fakeIo } from "../support/fake-io.ts";
import { cell, cells, forecast, root } from "../support/forecast.ts";
import { small } from "../support/small-scenario.ts";

const jan2012 = [
  "backtest",
  "scenarios/jan2012.yaml",
  "--outcomes",
  "scenarios/jan2012-outcomes.yaml",
];

describe("the back-test of jan2012", () => {
  it.each([
    ["jan2012-en-80.txt", 80, ["--lang", "en"]],
    ["jan2012-sv-120.txt", 120, []],
    ["jan2012.md", 80, ["--format", "markdown", "--lang", "en"]],
    ["jan2012.csv", 80, ["--format", "csv"]],
    ["jan2012.json", 80, ["--format", "json"]],
  ] as const)("%s", async (name, columns, argv) => {
    const { status, out, err } = await forecast([...jan2012, ...argv], { columns });
    expect({ status, err }).toEqual({ status: 0, err: "" });
    await expect(out).toMatchFileSnapshot(`../golden/backtest/${name}`);
  });

  it("has the outcomes of the monthly series", () => {
    const read = (file: string): string => readFileSync(join(root, "scenarios", file), "utf8");
    const lines = read("data/asylum-monthly.csv")
      .split("\n")
      .filter((line) => /^[m2]/.test(line));
    const header = lines[0]?.split(",") ?? [];
    const sum = (of: string, column: string): number =>
      lines
        .filter((line) => line.startsWith(of))
        .reduce((total, line) => total + Number(line.split(",")[header.indexOf(column)]), 0);
    const outcomes = read("jan2012-outcomes.yaml").split("\n");
    for (const [row, column] of [
      ["asylum_decisions", "decisions"],
      ["granted", "granted"],
      ["rejected", "rejected"],
      ["transferred", "dublin"],
    ] as const) {
      const line = outcomes.find((text) => text.includes(`flows/${row},`));
      expect(line).toContain(
        `values: { 2012: ${sum("2012", column)}, 2013: ${sum("2013", column)} }, before: { 2011: ${sum("2011", column)} }`,
      );
    }
    const applications = `2012: ${sum("2012", "applications")}, 2013: ${sum("2013", "applications")}`;
    expect(read("jan2012.yaml")).toContain(applications);
  });

  it("VALIDATION.md says what the actual shares of decisions make of it", async () => {
    const shares = {
      "granted.2012": 0.31,
      "granted.2013": 0.477,
      "rejected.2012": 0.383,
      "rejected.2013": 0.253,
      "transferred.2012": 0.174,
      "transferred.2013": 0.186,
    };
    const set = Object.entries(shares).flatMap(([key, value]) => [
      "--set",
      `streams.adults.shares.${key}=${value}`,
    ]);
    const at = async (...argv: string[]): Promise<Map<string, number>> =>
      cells((await forecast([...jan2012, ...argv, "--format", "csv"])).out);
    const percent = (from: Map<string, number>, address: string): string =>
      `${String(Math.round(cell(from, address) * 10) / 10).replace("-", "−")} %`;
    const [asWas, given, hiring] = [
      await at(),
      await at(...set),
      await at(...set, "--set", "staff.case_work.hire=0.05"),
    ];
    const granted = "backtest/error_percent/flows/granted@2013";
    const waiting = "backtest/error_percent/stocks/waiting_for_place@2013";
    const all = "scores/mape/2@forecast";
    const text = readFileSync(join(root, "docs/VALIDATION.md"), "utf8").replaceAll(/\s+/g, " ");
    expect(text).toContain(
      `grants in 2013 falls from ${percent(asWas, granted)} to ${percent(given, granted)}, ` +
        `that of those who wait from ${percent(asWas, waiting)} to ${percent(given, waiting)}, ` +
        `and the mean absolute error over all rows in 2013 from ${percent(asWas, all)} to ${percent(given, all)}.`,
    );
    expect(text).toContain(`in 2011, the mean is ${percent(hiring, all)}.`);
  });
});

/** The small scenario with a group of each kind; it decides 12 000 cases a year. */
const scenario = `${small}groups:
  stocks: { open: { label: Open, stages: [open] } }
  flows: { done: { label: Done, moves: [open -> done] } }
`;

const outcomes = (...rows: readonly string[]): string =>
  `format: forecast-outcomes/1
title: What came
sources: { report: { title: Annual report } }
outcomes:
${rows.map((row) => `  - { ${row} }\n`).join("")}`;

const done = "row: flows/done, unit: persons, source: report, page: [3, 4]";
const open = "row: stocks/open, unit: persons, source: report";

async function backtest(
  file: string,
  ...argv: readonly string[]
): Promise<{ status: number; out: string; err: string; written: (name: string) => string }> {
  const { io, out, err, files } = fakeIo({ "s.yaml": scenario, "came.yaml": file });
  const status = await run(["backtest", "s.yaml", "--outcomes", "came.yaml", ...argv], io);
  const written = (name: string): string =>
    new TextDecoder().decode(files.get(`/project/${name}`) ?? new Uint8Array());
  return { status, out: out(), err: err(), written };
}

describe("backtest", () => {
  it("scores years and months in tables of their own", async () => {
    const file = outcomes(
      `${done}, values: { 2024: 11000, 2025: 12500 }, before: { 2022: 9000, 2023: 10000 }`,
      `${open}, values: { 2024-03: 4000, 2024-02: 4000 }, before: { 2023-12: 4000 }`,
      "row: need/1/1:1/need, unit: tkr, source: report, values: { 2025: 60000 }",
    );
    const { status, out, err } = await backtest(file, "--format", "csv");
    expect({ status, err }).toEqual({ status: 0, err: "" });
    const at = cells(out);
    const errorOf = (row: string, period: string): number =>
      cell(at, `backtest/forecast/${row}@${period}`) -
      cell(at, `backtest/outcome/${row}@${period}`);
    expect(cell(at, "backtest/horizon@2025")).toBe(2);
    expect(cell(at, "backtest/error/flows/done@2024")).toBe(errorOf("flows/done", "2024"));
    expect(cell(at, "backtest/same_change/flows/done@2025")).toBe(12000);
    expect(cell(at, "scores/mae/flows/done@same_change")).toBe(250);
    // Money is shown in the unit of the outcome.
    expect(cell(at, "backtest/forecast/need/1/1:1/need@2025")).toBeGreaterThan(50_000);
    expect(at.has("backtest/no_change/need/1/1:1/need@2025")).toBe(false);
    expect(cell(at, "backtest-monthly/horizon@2024-03")).toBe(3);
    expect(cell(at, "scores-monthly/mae/stocks/open@no_change")).toBe(0);
    expect(at.has("scores-monthly/skill/stocks/open@no_change")).toBe(false);
    expect(at.has("scores/mae/stocks/open@forecast")).toBe(false);
    const text = await backtest(file);
    await expect(text.out).toMatchFileSnapshot("../golden/backtest/small.txt");
    await expect((await backtest(file, "--lang", "sv")).out).toMatchFileSnapshot(
      "../golden/backtest/small-sv.txt",
    );
  });

  it("a row may be named like what is said of another", async () => {
    const file = outcomes(
      "row: need/1/1:1/forecast, source: report, values: { 2024: 60 }",
      "row: need/1/1:1/need, source: report, values: { 2024: 60 }, before: { 2023: 59 }",
    );
    const own = `tables: { 5: { title: Five, years: 2024..2025, rows: [{ key: a, show: need/1/1:1/need }, { key: a/forecast, show: need/1/1:1/need }] } }\n`;
    const rows = outcomes(
      "row: 5/a, source: report, values: { 2024: 60 }",
      "row: 5/a/forecast, source: report, values: { 2024: 60 }",
    );
    expect((await backtest(file)).status).toBe(0);
    const { io, out } = fakeIo({ "s.yaml": `${scenario}${own}`, "came.yaml": rows });
    expect(await run(["backtest", "s.yaml", "--outcomes", "came.yaml"], io)).toBe(0);
    expect(out()).toContain("5/a/forecast: Annual report");
  });

  it("takes the options of a run, and says so", async () => {
    const file = outcomes(`${done}, values: { 2024: 11000 }`);
    const argv = ["--scale-intake", "2", "--set", "staff.staff.before=160"];
    const { out } = await backtest(file, ...argv);
    expect(out).toContain("Run with: intake × 2; staff.staff.before=160");
    expect(out).not.toBe((await backtest(file)).out);
  });

  it("writes to a file, but not over those it reads", async () => {
    const file = outcomes(`${done}, values: { 2024: 11000 }`);
    const { status, out, written } = await backtest(file, "--output", "score.json");
    expect({ status, out }).toEqual({ status: 0, out: "" });
    expect(JSON.parse(written("score.json"))).toMatchObject({
      format: "forecast-result",
      results: [{ title: "What came", tables: [{ id: "backtest" }, { id: "scores" }] }],
    });
    const over = await backtest(file, "--output", "came.yaml", "--format", "csv");
    expect(over).toMatchObject({ status: 2, out: "" });
    expect(over.written("came.yaml")).toBe(file);
  });

  it("two of them can be compared", async () => {
    const file = outcomes(`${done}, values: { 2024: 11000 }`);
    const saved = async (...argv: string[]): Promise<string> =>
      (await backtest(file, "--format", "json", ...argv)).out;
    const { io, out } = fakeIo({
      "a.json": await saved(),
      "b.json": await saved("--set", "staff.staff.before=81"),
    });
    expect(await run(["diff", "a.json", "a.json"], io)).toBe(0);
    expect(await run(["diff", "a.json", "b.json"], io)).toBe(1);
    expect(out()).toContain("scores/mae/flows/done@forecast (persons)");
  });

  it("is shown in the help, with examples", async () => {
    const { io, out } = fakeIo();
    expect(await run(["--help"], io)).toBe(0);
    expect(out()).toMatch(/^ {2}backtest /m);
    const own = fakeIo();
    expect(await run(["backtest", "--help"], own.io)).toBe(0);
    expect(own.out()).toContain("--outcomes <file>");
    expect(own.out()).toContain("forecast backtest scenarios/jan2012.yaml --outcomes ");
  });
});

describe("outcomes that cannot be used", () => {
  const values = "values: { 2024: 11000 }";
  it.each([
    ["a scenario", small, "wrong-type", "came.yaml:1:9: ", "expected forecast-outcomes/1, found"],
    ["no outcome", outcomes().replace("s:\n", "s: []\n"), "out-of-range", ":4:11: ", "no outcome"],
    ["an unknown key", outcomes(`${done}, valeus: {}`), "unknown-key", ":5:69: ", '"values"?'],
    ["no values", outcomes(done), "missing-key", ":5:5: ", '"values" is missing'],
    ["no figure", outcomes(`${done}, values: {}`), "wrong-type", ":5:77: ", "needs a figure"],
    [
      "a period that is none",
      outcomes(`${done}, values: { 2024-13: 1 }`),
      "wrong-type",
      ":5:88: ",
      "write 2012 or 2012-03",
    ],
    [
      "a range of years",
      outcomes(`${done}, values: { 2024..2025: 1 }`),
      "wrong-type",
      ":5:91: ",
      "is not a year or a month",
    ],
    [
      "a text for a number",
      outcomes(`${done}, values: { 2024: many }`),
      "wrong-type",
      ":5:85: ",
      "expected a number",
    ],
    [
      "years and months",
      outcomes(`${done}, ${values}, before: { 2023-12: 1 }`),
      "wrong-type",
      ":5:113: ",
      "write two outcomes",
    ],
    [
      "an unknown source",
      outcomes(`row: flows/done, unit: persons, source: rapport, ${values}`),
      "unknown-name",
      ":5:47: ",
      'did you mean "report"?',
    ],
    [
      "a row twice",
      outcomes(`${done}, ${values}`, `${done}, values: { 2025: 1 }`),
      "duplicate-key",
      ":6:7: ",
      "stands here twice",
    ],
    [
      "an unknown row",
      outcomes(`row: flows/dine, unit: persons, source: report, ${values}`),
      "unknown-name",
      ":5:12: ",
      'did you mean "flows/done"?',
    ],
    [
      "an unknown table",
      outcomes(`row: flow/done, unit: persons, source: report, ${values}`),
      "unknown-name",
      ":5:12: ",
      "write table/row",
    ],
    [
      "another unit",
      outcomes(`row: flows/done, unit: places, source: report, ${values}`),
      "bad-unit",
      ":5:30: ",
      "write the figures in persons",
    ],
    [
      "no unit where it is not money",
      outcomes(`row: flows/done, source: report, ${values}`),
      "bad-unit",
      ":5:",
      "the published figure in mkr",
    ],
    [
      "a year after the run",
      outcomes(`${done}, values: { 2026: 1 }`),
      "out-of-range",
      ":5:85: ",
      "it runs from 2024-01 to 2025-12",
    ],
    [
      "a past that is none",
      outcomes(`${done}, ${values}, before: { 2024: 1 }`),
      "out-of-range",
      ":5:110: ",
      "does not lie before the start",
    ],
  ])("%s", async (_, file, code, place, says) => {
    const { status, out, err } = await backtest(file);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(`error[${code}]: `);
    expect(err).toContain(place);
    expect(err).toContain(says);
    expect(err).toMatch(/^ +\| +\^$/m);
  });

  it("all problems of both files are told at once, those of a run once", async () => {
    const two = outcomes(
      "row: flows/dine, unit: persons, source: report, values: { 2024: 1 }",
      "row: stocks/opn, unit: persons, source: report, values: { 2024-03: 1 }",
    );
    expect((await backtest(two)).err.match(/error\[unknown-name\]/g)).toHaveLength(2);
    const both = outcomes(
      `${done}, values: { 2024: 1 }`,
      `${open}, values: { 2024-03: 1, 2027-01: 1 }`,
    );
    const failing = await backtest(both, "--set", "staff.stuff.before=1");
    expect(failing.err.match(/error\[/g)).toHaveLength(1);
    const { io, err } = fakeIo({ "s.yaml": `${scenario}colour: red\n`, "came.yaml": "a: 1\n" });
    expect(await run(["backtest", "s.yaml", "--outcomes", "came.yaml"], io)).toBe(2);
    expect(err()).toContain("s.yaml:");
    expect(err()).toContain("came.yaml:1:1: ");
  });

  it("there is no file, or not even its option", async () => {
    const { io, err } = fakeIo({ "s.yaml": scenario });
    expect(await run(["backtest", "s.yaml", "--outcomes", "came.yaml"], io)).toBe(2);
    expect(err()).toContain("came.yaml: error[file-not-found]: ");
    expect(await run(["backtest", "s.yaml"], io)).toBe(2);
    expect(err()).toContain("'--outcomes <file>' not specified");
  });

  it("validate reads them too", async () => {
    const { io, out, err } = fakeIo({
      "good.yaml": outcomes(`${done}, ${values}`),
      "bad.yaml": outcomes(`${done}, ${values}, colour: red`),
    });
    expect(await run(["validate", "good.yaml", "bad.yaml"], io)).toBe(1);
    expect(out()).toBe("good.yaml: valid\n");
    expect(err()).toContain('unknown key "colour"');
  });
});
