/** The scenarios that mutants are made from. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { small, whole, wholeSeries } from "../support/small-scenario.ts";
import type { Stems } from "./cases.ts";

const names = ["example", "example-other-agency", "feb2014", "jan2012", "bu2025"];
const series = ["data/arrivals.csv", "data/asylum-monthly.csv"];

/** With targets and a number to fit. */
const fitted = `${small}sources: { r: { title: Report } }
published:
  - { row: stocks/open, source: r, unit: persons, values: { 2024: 3900 }, tolerance: 5 % }
groups: { stocks: { open: { label: Open, stages: [open] } } }
tables:
  a: { title: Request, years: 2024..2025, total: Sum, rows: [{ key: b, sum: [c, d] }, { key: c, show: need/1/1:1/need, less: need/1/1:1/frame }, { key: d, given: { 2024: 5 }, source: r }] }
calibration: { fit: [{ input: streams.all.work.open.effort, start: 9 hours/case, from: 5 hours/case, to: 20 hours/case, why: nobody knows }] }
`;

const outcomes = `format: forecast-outcomes/1
title: Outcomes
sources: { r: { title: Report } }
outcomes:
  - { row: need/1/1:1/need, source: r, unit: mkr, values: { 2024: 61, 2025: 60 }, before: { 2022: 55, 2023: 58 } }
  - { row: staff/staff, source: r, unit: staff, values: { 2024-03: 80 } }
`;

export function stemsIn(root: string): Stems {
  const read = (name: string): string => readFileSync(join(root, "scenarios", name), "utf8");
  const others = Object.fromEntries(series.map((name) => [name, read(name)]));
  return {
    small: [
      { scenario: small, others: {} },
      { scenario: fitted, others: {} },
      { scenario: whole, others: { "series.csv": wholeSeries } },
    ],
    whole: names.map((name) => ({ scenario: read(`${name}.yaml`), others })),
    outcomes,
  };
}
