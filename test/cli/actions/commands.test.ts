import { describe, expect, test } from "vitest";
import { run } from "../../../src/cli/program.ts";
import { fakeIo } from "../../support/fake-io.ts";
import { tiny } from "./tiny.ts";

/** Runs a command line on the tiny scenario and another one with a dearer rent. */
async function forecast(
  ...argv: readonly string[]
): Promise<{ status: number; out: string; err: string; files: readonly string[] }> {
  const dearer = tiny.replace("1.2 mkr/year", "1.5 mkr/year");
  const outcomes = `format: forecast-outcomes/1
title: What came
sources: { report: { title: Report } }
outcomes: [{ row: flows/done, unit: persons, source: report, values: { 2024: 1000 } }]
`;
  const { io, out, err, files } = fakeIo({
    "s.yaml": tiny,
    "b.yaml": dearer,
    "came.yaml": outcomes,
  });
  const status = await run(argv, io);
  return {
    status,
    out: out(),
    err: err(),
    files: [...files.keys()].map((path) => path.replace("/project/", "")),
  };
}

const tablesIn = (csv: string): string[] => [
  ...new Set(
    csv
      .trimEnd()
      .split("\n")
      .slice(1)
      .map((line) => line.split(",")[1] ?? ""),
  ),
];

describe("a command line", () => {
  test("runs scenarios where no command is named", async () => {
    const short = await forecast("s.yaml", "--format", "csv");
    expect(short).toMatchObject({ status: 0, err: "" });
    expect(await forecast("run", "s.yaml", "--format", "csv")).toEqual(short);
    expect(tablesIn(short.out)).toEqual(["need"]);
  });

  test("takes lists with commas, blanks and repeated options", async () => {
    const { out } = await forecast(
      "s.yaml",
      "-t",
      "stocks, flows,",
      "--table",
      "stay",
      "--format",
      "csv",
    );
    expect(tablesIn(out)).toEqual(["stocks", "flows", "stay"]);
  });

  test("takes repeated changes, in which commas are no lists", async () => {
    const { out, status } = await forecast(
      "s.yaml",
      "--format",
      "csv",
      "--set",
      "costs.rent.cost=0",
      "--set",
      "costs.cases.cost=1000",
    );
    expect(status).toBe(0);
    expect(out).toContain(
      "tiny (costs.rent.cost=0; costs.cases.cost=1000),need,1/1/forecast,1,1,2024,1.2,mkr",
    );
    const comma = await forecast("s.yaml", "--set", "costs.rent.cost=1,5");
    expect(comma.status).toBe(2);
    expect(comma.err).toContain("1,5");
  });

  test("shows months, other units and other words where they are asked for", async () => {
    const { out } = await forecast("s.yaml", "--monthly", "--unit", "SEK", "--format", "csv");
    expect(out).toContain("tiny,need,1/1/forecast,1,1,2024-01,300000,SEK");
    expect((await forecast("s.yaml", "--lang", "sv")).out).toContain("Behov");
  });

  test("writes into a file in the format of its ending", async () => {
    const { status, out, files } = await forecast("s.yaml", "-o", "need.csv");
    expect({ status, out }).toEqual({ status: 0, out: "" });
    expect(files).toContain("need.csv");
    expect((await forecast("s.yaml", "--output", "other.yaml")).status).toBe(2);
  });

  test("compares exactly unless a tolerance is given", async () => {
    expect((await forecast("diff", "s.yaml", "b.yaml", "--table", "need")).status).toBe(1);
    expect((await forecast("diff", "s.yaml", "b.yaml", "--tolerance", "1")).status).toBe(0);
    expect((await forecast("diff", "s.yaml", "b.yaml", "--table", "stocks,flows")).status).toBe(0);
  });

  test("sweeps in CSV unless told otherwise", async () => {
    const argv = ["sweep", "s.yaml", "--vary", "costs.rent.cost=0,1.2", "--select"] as const;
    const { status, out } = await forecast(...argv, "flows/done@2024,need/1/1/need@2024");
    expect(status).toBe(0);
    expect(out).toBe(
      "point,costs.rent.cost,flows/done@2024,need/1/1/need@2024,error\n1,0,1200,2.4,\n2,1.2,1200,3.6,\n",
    );
    const json = await forecast(...argv, "flows/done@2024", "--format", "ndjson");
    expect(json.out.split("\n")).toHaveLength(3);
  });

  test("scores, lists and validates", async () => {
    const scored = await forecast(
      "backtest",
      "s.yaml",
      "--outcomes",
      "came.yaml",
      "--format",
      "csv",
    );
    expect(scored.status).toBe(0);
    expect(tablesIn(scored.out)).toEqual(["backtest", "scores"]);
    const listed = await forecast("tables", "s.yaml", "--format", "csv");
    expect(tablesIn(listed.out)).toContain("assumptions");
    expect(await forecast("validate", "s.yaml", "came.yaml")).toMatchObject({
      status: 0,
      out: "s.yaml: valid\ncame.yaml: valid\n",
    });
    // The tiny scenario has nothing to fit.
    expect(await forecast("calibrate", "s.yaml")).toMatchObject({ status: 2, out: "" });
  });

  test.each([
    [[], "Usage: forecast"],
    [["run"], "Usage: forecast"],
    [["diff", "s.yaml"], "missing required argument"],
    [["s.yaml", "--funding", "all"], "--funding"],
    [["s.yaml", "--intake", "most"], "--intake"],
    [["s.yaml", "--format", "xlsx"], "--format"],
    [["s.yaml", "--lang", "de"], "--lang"],
    [["sweep", "s.yaml", "--format", "json"], "--format"],
    [["backtest", "s.yaml"], "--outcomes"],
    [["s.yaml", "--tabel", "need"], "did you mean --table?"],
  ])("that cannot be understood is 2: %j", async (argv, message) => {
    const { status, out, err } = await forecast(...argv);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(message);
  });

  test("asks for help or the version with status 0", async () => {
    const help = await forecast("--help");
    expect(help).toMatchObject({ status: 0, err: "" });
    for (const command of ["run", "diff", "sweep", "backtest", "calibrate", "tables", "validate"]) {
      expect(help.out).toMatch(new RegExp(`^ +${command}\\b`, "m"));
      const own = await forecast(command, "--help");
      expect(own).toMatchObject({ status: 0, err: "" });
      expect(own.out).toContain(`Usage: forecast ${command}`);
    }
    const version = await forecast("--version");
    expect(version.status).toBe(0);
    expect(version.out).toMatch(/^\d+\.\d+\.\d+\n$/);
  });
});
