/** Checks appropriations: their areas, and what their money decides. */
import type { CostLine } from "../costs/file.ts";
import { spanName } from "../../language/calendar.ts";
import { cappedOf } from "../scenario.ts";

/** Whose salaries a line pays. */
const staffOf = ({ drivers }: CostLine): string[] =>
  drivers.flatMap(({ kind, of }) => (kind === "staff" ? [of] : []));
import type { Checking } from "../checking.ts";

export function checkMoney({ scenario, report, known, unique, inside, keys }: Checking): void {
  for (const key of keys(scenario.appropriations)) {
    const { area } = scenario.appropriations[key]!;
    known("expenditure area", area, keys(scenario.areas), `appropriations.${key}`);
    for (const part of ["frame", "available"] as const) {
      // Earlier years may be the planning run's.
      const later = scenario.appropriations[key]![part]?.points.filter(
        ({ from }) => from > scenario.period.to,
      );
      for (const point of later ?? []) {
        inside(point, `appropriations.${key}.${part}.${spanName(point)}`);
      }
    }
  }
  // Money can only decide staff that it pays for.
  const all = cappedOf(scenario);
  for (const [n, { appropriation, caps }] of all.entries()) {
    const at = `appropriations.${appropriation}.caps`;
    const others = all.slice(0, n);
    unique(caps, at);
    const paid = new Set(
      Object.values(scenario.costs).flatMap((line) =>
        line.on === appropriation ? staffOf(line) : [],
      ),
    );
    const eligible = keys(scenario.staff).filter(
      (key) => scenario.staff[key]!.decided === undefined && paid.has(key),
    );
    // Such a line's cost is all staff, this month: otherwise the money left for staff cannot be told.
    for (const [key, line] of Object.entries(scenario.costs)) {
      if (line.on !== appropriation || !staffOf(line).some((of) => caps.includes(of))) continue;
      if (line.drivers.length > 1) {
        report(
          "wrong-type",
          `costs.${key}.driver`,
          "a line that pays for staff whose number the money decides can count nothing else",
          "write a line for each driver",
        );
      }
      if (line.lag > 0) {
        report(
          "out-of-range",
          `costs.${key}.lag`,
          "staff whose number the money decides is paid in the month it works",
          "leave out the lag",
        );
      }
    }
    for (const [i, name] of caps.entries()) {
      known(
        `staff that is not decided in advance, paid by a cost line on ${appropriation}`,
        name,
        eligible,
        `${at}.${i}`,
      );
      if (others.some((other) => other.caps.includes(name))) {
        report("duplicate-key", `${at}.${i}`, `"${name}" is paid by another appropriation`);
      }
    }
  }
}
