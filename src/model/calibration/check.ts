/** Checks what a scenario says of its calibration, as far as no run is needed for it. */
import type { Code } from "../../diagnostics/codes.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { oneOf } from "../../diagnostics/suggest.ts";
import { parseSpan } from "../../language/calendar.ts";
import { valueAt, type Written } from "../../amounts/quantity.ts";
import { rowName } from "../refs.ts";
import type { Scenario } from "../scenario.ts";
import type { FitSpec, LevelSpec } from "./file.ts";

/** Inputs that are no part of the model's months: a frame or a cost that is fitted explains nothing. */
const notFitted = ["appropriations.", "measures.", "published.", "tables."];

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
  const targets = published.filter(({ tolerance }) => tolerance !== undefined);
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

  function checkRange({ start, from, to }: FitSpec, at: string): void {
    const units = new Set([start, from, to].map(({ unit }) => unit));
    if (units.size > 1) {
      const help = "write start, from and to in the unit the input is written in";
      report("bad-unit", at, "start, from and to are in different units", help);
    }
    if (from.number >= to.number || start.number < from.number || start.number > to.number) {
      const shown = (value: Written): string => `${value.number} ${value.unit}`.trim();
      report(
        "out-of-range",
        `${at}.start`,
        `start ${shown(start)} is not between from ${shown(from)} and to ${shown(to)}`,
        "the range has to be wider than nothing and hold the start",
      );
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
