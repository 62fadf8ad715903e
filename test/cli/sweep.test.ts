import { describe, expect, it } from "vitest";
import { forecast } from "../support/forecast.ts";

const sweep = async (
  ...argv: string[]
): Promise<{ status: number; rows: string[][]; err: string }> => {
  const { status, out, err } = await forecast(["sweep", "scenarios/feb2014.yaml", ...argv]);
  return {
    status,
    err,
    rows: out
      .split("\n")
      .filter((line) => line !== "")
      .map((line) => line.split(",")),
  };
};

const intake = "intakes.asylum.volume.2014";

describe("sweep", () => {
  it("sixteen intakes from 52 to 67 thousand: needs do not fall, and no step leaps", async () => {
    const cellsOf = [
      "need/8/1:1/need@2014",
      "need/8/1:2/need@2014",
      "need/8/1:6/need@2014",
      "need/8/1:7/need@2014",
      "need/8/1:8/need@2014",
      "need/13/1:2/need@2014",
    ];
    const { rows, status } = await sweep(
      "--vary",
      `${intake}=52000:67000:1000`,
      "--select",
      cellsOf.join(","),
    );
    expect(status).toBe(0);
    const points = rows.slice(1).map((row) => row.slice(2, 2 + cellsOf.length).map(Number));
    expect(points).toHaveLength(16);
    const total = points.map((values) => values.reduce((sum, value) => sum + value, 0));
    for (const series of [total, points.map(([a = 0]) => a), points.map(([, b = 0]) => b)]) {
      const steps = series.slice(1).map((value, i) => value - (series[i] ?? 0));
      expect(Math.min(...steps)).toBeGreaterThanOrEqual(0);
      for (const [i, step] of steps.entries()) {
        expect(step).toBeLessThanOrEqual(3 * Math.max(steps[i - 1] ?? 0, steps[i + 1] ?? 0));
      }
    }
  });

  it("varies the last input fastest and records every point's inputs", async () => {
    const { rows } = await sweep(
      "--vary",
      `${intake}=55000,60000`,
      "--vary",
      "staff.case_work.hire=0:0.02:0.01",
      "--select",
      "5/8/1:1@2015",
    );
    expect(rows[0]).toEqual(["point", intake, "staff.case_work.hire", "5/8/1:1@2015", "error"]);
    expect(rows.slice(1).map((row) => row.slice(0, 3))).toEqual([
      ["1", "55000", "0"],
      ["2", "55000", "0.01"],
      ["3", "55000", "0.02"],
      ["4", "60000", "0"],
      ["5", "60000", "0.01"],
      ["6", "60000", "0.02"],
    ]);
  });

  it("gives what single runs give", async () => {
    const { rows } = await sweep("--vary", `${intake}=62000`, "--select", "need/8/1:2/need@2016");
    const { out } = await forecast([
      "scenarios/feb2014.yaml",
      "--set",
      `${intake}=62000`,
      "--table",
      "need",
      "--format",
      "csv",
    ]);
    expect(out).toContain(`need,8/1:2/need,8,1:2,2016,${rows[1]?.[2]},mkr`);
  });

  it("makes a failed point a row with its message", async () => {
    const { rows, status } = await sweep(
      "--vary",
      "streams.adults.shares.granted=0.5,0.9",
      "--select",
      "5/8/1:1@2015",
    );
    expect(status).toBe(1);
    expect(rows[1]?.at(-1)).toBe("");
    expect(rows[2]?.slice(2).join(",")).toContain("add up to 1.265");
  });

  it("stops when nobody reads any more", async () => {
    let rows = 0;
    const { status } = await forecast(
      [
        "sweep",
        "scenarios/feb2014.yaml",
        "--vary",
        `${intake}=1:100000:1`,
        "--select",
        "1/places@total",
      ],
      { stdout: () => void (rows += 1), stdoutClosed: () => rows > 30 },
    );
    expect(status).toBe(0);
    expect(rows).toBeLessThan(60);
  });

  it("writes NDJSON", async () => {
    const { out } = await forecast([
      "sweep",
      "scenarios/feb2014.yaml",
      "--vary",
      `${intake}=59000`,
      "--select",
      "1/places@total",
      "--format",
      "ndjson",
    ]);
    expect(JSON.parse(out)).toEqual({
      point: 1,
      inputs: { [intake]: 59000 },
      outputs: { "1/places@total": 80 },
    });
  });

  it.each([
    [["--vary", "a", "--select", "5/8/1:1@2015"], "does not say what to vary"],
    [["--vary", `${intake}=1:2`, "--select", "5/8/1:1@2015"], "is not a range"],
    [["--vary", `${intake}=2:1:1`, "--select", "5/8/1:1@2015"], "never reaches its end"],
    [["--vary", `${intake}=0:1:1e-9`, "--select", "5/8/1:1@2015"], "more than 1000000 values"],
    [["--vary", `${intake}=1,,2`, "--select", "5/8/1:1@2015"], "empty value"],
    [
      ["--vary", `${intake}=1`, "--vary", `${intake}=2`, "--select", "5/8/1:1@2015"],
      "varied twice",
    ],
    [["--vary", `${intake}=1`], "nothing is selected"],
    [["--select", "5/8/1:1@2015"], "nothing is varied"],
    [["--vary", `${intake}=1`, "--select", "5"], "is not an address"],
    [["--vary", "intake.asylum.volume=1,2", "--select", "5/8/1:1@2015"], 'did you mean "intakes"?'],
    [["--vary", `${intake}=1`, "--select", "6/8/1:1@2015"], 'there is no table "6"'],
    [["--vary", `${intake}=1`, "--select", "5/8/1:3@2015"], 'has no row "8/1:3"'],
    [["--vary", `${intake}=1`, "--select", "5/8/1:1@2025"], "has no period 2025"],
  ])("refuses %s", async (argv, message) => {
    const { status, rows, err } = await sweep(...argv);
    expect({ status, rows }).toEqual({ status: 2, rows: [] });
    expect(err).toContain(message);
  });
});
