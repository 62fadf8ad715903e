import { describe, expect, it } from "vitest";
import { run } from "../../src/cli/program.ts";
import { fakeIo } from "../support/fake-io.ts";
import { cell, cells, forecast } from "../support/forecast.ts";

/** 1500 are there, 500 come a month, a quarter leaves each month; a measure finds 500 more when the run starts. */
const pool = `format: forecast-scenario/2
name: pool
title: Pool
language: en
period: { from: 2025-01, to: 2025-12, prices: 2025 prices }
areas: { 1: Area }
strategic_areas: { 1: First }
streams:
  all: { label: All, process: p, intake: 6000 persons/year, opening: { open: 1500 } }
processes:
  p: { start: open, stages: { open: { leave: { rate: 0.25 /month }, to: { done: 1 } } }, ends: [done] }
groups: { stocks: { open: { label: Open, stages: [open] } } }
appropriations:
  1/1: { label: One, basis: cost }
measures:
  m: { label: Measure, strategic_area: 1, costs: { 1/1: { 2025: 1 SEK } }, effects: [{ on: streams.all.opening.open, add: 500, from: 2025-01 }] }
`;

describe("the mean stay", () => {
  it("starts from the opening stock that the run starts from", async () => {
    const { io, out, err } = fakeIo({ "s.yaml": pool });
    const argv = ["s.yaml", "--table", "stay", "--funding", "proposed", "--format", "csv"];
    expect(await run(argv, io)).toBe(0);
    expect(err()).toBe("");
    // 2000 all the time, 500 leave a month.
    expect(cell(cells(out()), "stay/open@2025")).toBeCloseTo(4, 9);
  });

  it("is empty where hours that are used up leave nobody but a rest of rounding", async () => {
    const { out, status } = await forecast([
      "scenarios/feb2014.yaml",
      "--funding",
      "available",
      "--scale-intake",
      "1.2",
      "--monthly",
      "--table",
      "stay,unit-costs",
      "--format",
      "csv",
    ]);
    expect(status).toBe(0);
    const months = [...cells(out)].filter(([key]) => key.startsWith("stay/"));
    expect(months.length).toBeGreaterThan(500);
    // A rest of rounding would make millions of months.
    expect(Math.max(...months.map(([, value]) => value))).toBeLessThan(1e6);
  });
});
