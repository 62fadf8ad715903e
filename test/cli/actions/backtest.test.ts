import { describe, expect, test } from "vitest";
import { backtestCommand, type BacktestFlags } from "../../../src/cli/actions/backtest.ts";
import { cells } from "../../support/forecast.ts";
import { fakeIo } from "../../support/fake-io.ts";
import { plain, tiny } from "./tiny.ts";

const file = (...rows: readonly string[]): string => `format: forecast-outcomes/1
title: What came
sources: { annual: { title: Annual report } }
outcomes:
${rows.map((row) => `  - { ${row} }\n`).join("")}`;

const done = "row: flows/done, unit: persons, source: annual, page: 7";

async function backtest(
  outcomes: string,
  flags: Partial<BacktestFlags> = {},
  text = tiny,
): Promise<{ status: number; out: string; err: string; at: ReadonlyMap<string, number> }> {
  const { io, out, err } = fakeIo({ "s.yaml": text, "came.yaml": outcomes });
  const status = await backtestCommand(io, "s.yaml", {
    ...plain,
    outcomes: "came.yaml",
    format: "csv",
    ...flags,
  });
  return { status, out: out(), err: err(), at: cells(out()) };
}

describe("a back-test", () => {
  test("sets what came beside what the scenario says, with the past as a baseline", async () => {
    const { status, err, at } = await backtest(
      file(`${done}, values: { 2024: 1000, 2025: 1500 }, before: { 2023: 900 }`),
    );
    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(at.get("backtest/forecast/flows/done@2024")).toBe(1200);
    expect(at.get("backtest/outcome/flows/done@2025")).toBe(1500);
    expect(at.get("backtest/error/flows/done@2024")).toBe(200);
    expect(at.get("backtest/error_percent/flows/done@2025")).toBe(-20);
    expect(at.get("backtest/no_change/flows/done@2025")).toBe(900);
    expect(at.get("scores/mae/flows/done@forecast")).toBe(250);
  });

  test("compares in the unit of the outcome, or the scenario's", async () => {
    const { at } = await backtest(
      file(
        "row: need/1/1/forecast, unit: tkr, source: annual, values: { 2024: 3500 }",
        "row: need/1/1/need, source: annual, values: { 2024: 3 }",
      ),
    );
    expect(at.get("backtest/forecast/need/1/1/forecast@2024")).toBe(3600);
    expect(at.get("backtest/error/need/1/1/need@2024")).toBeCloseTo(0.6, 9);
  });

  test("has tables of months beside those of years", async () => {
    const { out, at } = await backtest(
      file(
        `${done}, values: { 2024-03: 90 }, before: { 2023-12: 80 }`,
        "row: stocks/open, unit: persons, source: annual, values: { 2024: 110 }",
      ),
    );
    expect(at.get("backtest-monthly/forecast/flows/done@2024-03")).toBe(100);
    expect(at.get("backtest-monthly/horizon@2024-03")).toBe(3);
    expect(at.get("backtest/forecast/stocks/open@2024")).toBe(100);
    expect(out.indexOf("backtest,")).toBeLessThan(out.indexOf("backtest-monthly,"));
    expect(at.has("backtest-monthly/outcome/stocks/open@2024")).toBe(false);
    const months = await backtest(file(`${done}, values: { 2024-03: 90 }`));
    expect(months.out).not.toContain("backtest,");
  });

  test("says where what came was published, of what and in which prices", async () => {
    const { out } = await backtest(file(`${done}, values: { 2024: 1000 }`), { format: "json" });
    expect(JSON.parse(out)).toMatchObject({
      results: [{ scenario: "tiny", title: "What came", language: "en", prices: "2024 prices" }],
    });
    expect(out).toContain("flows/done: Annual report, p. 7");
  });

  test("is made with the options of a run, and says so", async () => {
    const { out } = await backtest(file(`${done}, values: { 2025: 1000 }`), {
      format: "json",
      scaleIntake: "2",
      lang: "sv",
    });
    expect(out).toContain('"variant": ["intake × 2"]');
    expect(out).toContain("Annual report, s. 7");
    expect(out).toContain("2400");
  });

  test("names its prices where it shows money only", async () => {
    const text = async (row: string): Promise<string> =>
      (await backtest(file(row), { format: "text" })).out;
    expect(await text(`${done}, values: { 2024: 1000 }`)).not.toContain("2024 prices");
    expect(await text("row: need/1/1/need, source: annual, values: { 2024: 3 }")).toContain(
      "2024 prices",
    );
  });
});

describe("a back-test is refused", () => {
  test.each([
    [`${done}, values: { 2026: 1 }`, "the run does not cover 2026"],
    [`${done}, values: { 2023: 1, 2024: 1 }`, "the run does not cover 2023"],
    [`${done}, values: { 2023-12: 1 }`, "the run does not cover 2023-12"],
    [`${done}, values: { 2026-01: 1 }`, "the run does not cover 2026-01"],
    [
      `${done}, values: { 2025: 1 }, before: { 2024: 1 }`,
      "2024 does not lie before the start of the run",
    ],
    [
      `${done}, values: { 2024-02: 1 }, before: { 2024-01: 1 }`,
      "2024-01 does not lie before the start of the run",
    ],
    [
      "row: flows/don, unit: persons, source: annual, values: { 2024: 1 }",
      'there is no row "flows/don"',
    ],
    ["row: flows/done, source: annual, values: { 2024: 1 }", '"flows/done" is in persons'],
  ])("with %s", async (row, message) => {
    const { status, out, err } = await backtest(file(row));
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(message);
    expect(err).toMatch(/came\.yaml:5:\d+/);
  });

  test("and all that is wrong with years and months is said, each thing once", async () => {
    const { err } = await backtest(
      file(
        `${done}, values: { 2026: 1 }`,
        "row: stocks/opn, unit: persons, source: annual, values: { 2024-01: 1 }",
      ),
    );
    expect(err).toContain("the run does not cover 2026");
    expect(err).toContain("it runs from 2024-01 to 2025-12");
    expect(err).toContain('there is no row "stocks/opn"');
    const twice = await backtest(
      file(
        `${done}, values: { 2024: 1 }`,
        `${done.replace("done", "don")}, values: { 2024-01: 1 }`,
      ),
      { set: ["x"] },
    );
    expect(twice.err.match(/--set "x" has no value/g)).toHaveLength(1);
  });

  test("also where only its months are wrong, or only its years", async () => {
    const right = `${done}, values: { 2024: 1 }`;
    const wrong = "row: stocks/open, unit: persons, source: annual, values: { 2026-01: 1 }";
    for (const rows of [
      [right, wrong],
      [right.replace("2024", "2024-01"), wrong.replace("2026-01", "2026")],
    ]) {
      const { status, out, err } = await backtest(file(...rows));
      expect({ status, out }).toEqual({ status: 2, out: "" });
      expect(err).toContain("the run does not cover 2026");
    }
  });

  test("where either file cannot be read, and of both what is wrong", async () => {
    const found = await backtest("title: x\n", {}, tiny.replace("cost: 2000", "price: 2000"));
    expect(found).toMatchObject({ status: 2, out: "" });
    expect(found.err).toContain("s.yaml:");
    expect(found.err).toContain("came.yaml");
    const { io, err } = fakeIo({ "came.yaml": file(`${done}, values: { 2024: 1 }`) });
    expect(await backtestCommand(io, "s.yaml", { ...plain, outcomes: "came.yaml" })).toBe(2);
    expect(err()).toContain("s.yaml");
    expect(err()).not.toContain("came.yaml");
  });

  test("into one of the files it reads", async () => {
    const outcomes = file(`${done}, values: { 2024: 1000 }`);
    const { io, err, files } = fakeIo({ "s.yaml": tiny, "came.json": outcomes });
    const flags = { ...plain, outcomes: "came.json", output: "came.json" } as const;
    expect(await backtestCommand(io, "s.yaml", flags)).toBe(2);
    expect(err()).toContain('"came.json" is one of the files that are read');
    expect(new TextDecoder().decode(files.get("/project/came.json"))).toBe(outcomes);
  });
});
