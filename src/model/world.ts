/** Turns a scenario into a world: elements of the model's sets, and the numbers they are given. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Given, Numbers } from "../engine/numbers.ts";
import type { World, Year } from "../engine/world.ts";
import { daysIn, monthsOf, type BudgetYear } from "../language/calendar.ts";
import { unit } from "../language/units.ts";
import { addCosts } from "./costs/elements.ts";
import type { InputId } from "./description.ts";
import { addHousing } from "./housing/elements.ts";
import { addIntakes } from "./intake/elements.ts";
import { startMaking, type Making, type Setup } from "./making.ts";
import { addMeasures } from "./measures/elements.ts";
import { addMoney } from "./money/elements.ts";
import { addProcesses } from "./process/elements.ts";
import type { Scenario } from "./scenario.ts";
import { addStaff } from "./staff/elements.ts";

/** Numbers that say how a run is made: the case chosen for intakes, and a factor on them. */
export interface OptionNumbers {
  readonly low_case: Given;
  readonly mid_case: Given;
  readonly high_case: Given;
  readonly scale: Given;
}

/**
 * Builds the world of a checked scenario. Effects that change nothing are reported; what a run lacks is found when the
 * world is bound.
 */
export function buildWorld(
  scenario: Scenario,
  setup: Setup,
  numbers: Numbers,
  options: OptionNumbers,
  years: readonly BudgetYear[],
  report: (problem: Diagnostic) => void,
): World {
  const making = startMaking(scenario, setup, numbers, report);
  for (const add of [
    addIntakes,
    addProcesses,
    addStaff,
    addMoney,
    addHousing,
    addCosts,
    addMeasures,
  ]) {
    add(making);
  }
  reportIdle(making);
  const { from, to } = setup.period;
  const own = years.map(({ name, opens }): Year => ({
    name,
    opens,
    from: Math.max(opens, from) - from,
    to: Math.min(opens + 12, to + 1) - from,
  }));
  return {
    start: from,
    months: to - from + 1,
    years: own,
    shared: { ...options, ...calendar(setup, own, numbers) },
    sets: making.finish(),
    places: making.places,
  };
}

/** What the calendar gives. */
function calendar(
  { period }: Setup,
  years: readonly Year[],
  { constant }: Numbers,
): Partial<Record<InputId, Given>> {
  const months = monthsOf(period);
  const byMonth = (path: string, text: string, value: (month: number) => number): Given => {
    const measure = unit(text);
    return {
      path,
      measure,
      points: months.map((month) => ({
        from: month,
        to: month,
        number: constant(value(month), measure),
      })),
    };
  };
  const last = (month: number): number =>
    period.from + years.find(({ to }) => month - period.from < to)!.to;
  return {
    days: byMonth("calendar.days", "day/month", daysIn),
    now: byMonth("calendar.now", "month", (month) => month),
    months_left: byMonth("calendar.months_left", "month", (month) => last(month) - month),
    covered: {
      path: "calendar.covered",
      measure: unit(""),
      points: years.map(({ opens, from, to }) => ({
        from: opens,
        to: opens + 11,
        number: constant((to - from) / 12, unit("")),
      })),
    },
  };
}

/** Effects on what the model does not read month by month, or that come too late for what it reads at the start. */
function reportIdle({ scenario, setup, read, report }: Making): void {
  for (const measure of setup.counted) {
    const { effects, delay } = scenario.measures[measure]!;
    for (const { on, from, until } of effects) {
      if (read.months.has(on)) continue;
      const begins = from + delay;
      const isThere =
        begins <= setup.period.from && (until === undefined || setup.period.from <= until + delay);
      if (read.start.has(on) && isThere) continue;
      report({
        code: "unknown-name",
        severity: "error",
        message: read.start.has(on)
          ? `an effect of ${measure} changes "${on}" too late: it is read when the run starts`
          : `an effect of ${measure} changes "${on}", which is not an input of the model's months`,
        help: "effects change intakes, shares, rates, work, staff, quotas, housing, unit costs and indices, not frames, histories or the costs of measures",
        path: `measures.${measure}.effects`,
      });
    }
  }
}
