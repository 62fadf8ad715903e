/** Checks what a scenario says of its calibration, as far as no run is needed for it. */
import type { Code } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { oneOf } from "../../diagnostics/suggest.ts";
import { parseSpan } from "../../language/calendar.ts";
import { valueAt, type Written } from "../../amounts/quantity.ts";
import { rowName } from "../refs.ts";
import type { Scenario } from "../scenario.ts";
import { toleranceOf, type FitSpec, type LevelSpec } from "./file.ts";

/** Inputs that are no part of the model's months: a frame or a cost that is fitted explains nothing. */
const notFitted = ["appropriations.", "measures.", "planning.frames.", "published.", "tables."];

/** A smaller tolerance, in the unit of the row, makes any miss count without bound. */
const leastTolerance = 1e-9;

/** The squares of larger numbers are none. */
const largest = 1e100;

/** Each number takes two more runs a step, each group that is left out a fit of its own. */
const most = { numbers: 100, groups: 100 };

/** Problems of the numbers to be fitted, the levels and the groups to be left out. */
export function checkCalibration({
  calibration,
  costs,
  appropriations,
  published,
  yearStarts,
}: Scenario): Diagnostic[] {
  const problems: Diagnostic[] = [];
  const report = (code: Code, path: string, message: string, help?: string): void =>
    void problems.push({ code, severity: "error", message, help, path });
  if (calibration === undefined) return [];
  const seen = new Set<string>();
  const once = (path: string, at: string): void => {
    if (seen.has(path)) {
      report("duplicate-key", at, `"${path}" is set twice`, "one number for each input");
    }
    seen.add(path);
  };

  for (const [i, spec] of calibration.fit.entries()) {
    const at = `calibration.fit.${i}`;
    checkRange(spec, at);
    for (const path of spec.inputs) {
      once(path, `${at}.input`);
      if (notFitted.some((start) => path.startsWith(start))) {
        const help = "fit a share, a rate, work, a volume, staff or a unit cost";
        report("unknown-name", `${at}.input`, `"${path}" is not an input that may be fitted`, help);
      }
    }
  }
  const levelled = new Set<string>();
  for (const [i, level] of calibration.levels.entries()) {
    checkLevel(level, `calibration.levels.${i}`);
  }
  for (const [i, { values, tolerance }] of published.entries()) {
    for (const [year, figure] of Object.entries(tolerance === undefined ? {} : values)) {
      checkTolerance(toleranceOf(tolerance!, figure), figure, `published.${i}.values.${year}`);
    }
  }
  const targets = published.filter(({ tolerance }) => tolerance !== undefined);
  const numbers = calibration.fit.length;
  if (numbers > most.numbers) {
    const message = `${numbers} numbers are to be fitted: expected at most ${most.numbers}`;
    const help = "give inputs that change together one number: input: [one, another]";
    report("out-of-range", "calibration.fit", message, help);
  }
  const groups = Object.keys(calibration.leaveOut).length;
  if (groups > most.groups) {
    const message = `${groups} groups are left out: expected at most ${most.groups}`;
    const help = "put cells together into fewer groups: each takes a fit of its own";
    report("out-of-range", "calibration.leave_out", message, help);
  }
  for (const [name, cells] of Object.entries(calibration.leaveOut)) {
    for (const [i, cell] of cells.entries()) {
      const rows = [...new Set(targets.map(({ row }) => rowName(row)))];
      const at = `calibration.leave_out.${name}.${i}`;
      const { from, to, text } = cell;
      const row = rowName(cell.row);
      const years = targets
        .filter((t) => rowName(t.row) === row)
        .flatMap((t) => Object.keys(t.values));
      if (years.length === 0) {
        report("unknown-name", at, `no target is called "${row}"`, `expected ${oneOf(row, rows)}`);
      } else if (!years.some((year) => from <= year && year <= to)) {
        const help = `write ${row}, or one of its years: ${years.join(", ")}`;
        report("unknown-name", at, `"${text}" has no target in these years`, help);
      }
    }
  }
  return problems;

  function checkTolerance(tolerance: number, figure: number, at: string): void {
    if (Math.max(Math.abs(figure), tolerance) > largest) {
      const message = `the target ${figure} or its tolerance is larger than ${largest}`;
      report("out-of-range", at, message, "give figures in a larger unit");
    }
    if (tolerance >= leastTolerance) return;
    report(
      "out-of-range",
      at,
      `the target ${figure} has a tolerance of ${tolerance}: expected at least ${leastTolerance}`,
      "give an amount in the unit of the row: 50, or [10 %, 50] for the larger of both",
    );
  }

  function checkRange({ start, from, to }: FitSpec, at: string): void {
    const units = new Set([start, from, to].map(({ unit }) => unit));
    if (units.size > 1) {
      const help = "write start, from and to in the unit the input is written in";
      report("bad-unit", at, "start, from and to are in different units", help);
      return;
    }
    const shown = (value: Written): string => `${value.number} ${value.unit}`.trim();
    const range = `from ${shown(from)} to ${shown(to)}`;
    const help = "the range has to be wider than nothing and hold the start";
    if (from.number >= to.number) {
      report("out-of-range", `${at}.from`, `the range ${range} is empty`, help);
    } else if (Math.max(Math.abs(from.number), Math.abs(to.number)) > largest) {
      report("out-of-range", `${at}.from`, `the range ${range} is too wide`, "narrow the range");
    } else if (start.number < from.number || start.number > to.number) {
      const message = `start ${shown(start)} is not in the range ${range}`;
      report("out-of-range", `${at}.start`, message, help);
    }
  }

  function checkLevel({ line, year, start }: LevelSpec, at: string): void {
    once(`costs.${line}.cost`, `${at}.line`);
    const on = Object.hasOwn(costs, line) ? costs[line]!.on : undefined;
    if (on === undefined) {
      const help = `expected ${oneOf(line, Object.keys(costs))}`;
      report("unknown-name", `${at}.line`, `unknown cost line "${line}"`, help);
      return;
    }
    if (levelled.has(on)) {
      const message = `${on} has a level already`;
      report("duplicate-key", `${at}.line`, message, "one level an appropriation");
    }
    levelled.add(on);
    const frame = appropriations[on]?.frame;
    if (
      frame === undefined ||
      valueAt(frame, parseSpan(year, yearStarts)?.from ?? NaN) === undefined
    ) {
      const message = `${on} has no published frame for ${year}`;
      report("missing-key", `${at}.year`, message, "a level follows from a published frame");
    }
    if (start.number <= 0) {
      const help = "give what was assumed before";
      report("out-of-range", `${at}.start`, "a level starts from a number above 0", help);
    }
  }
}
