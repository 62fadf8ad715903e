/** Random runs, and how their months compare. */
import * as fc from "fast-check";
import { monthOf, yearsOf } from "../../../src/core/calendar.ts";
import { valueAt } from "../../../src/core/inputs.ts";
import {
  costInYear,
  defaults,
  forecast,
  type Forecast,
  type Options,
} from "../../../src/core/plan.ts";
import type { Funding, Scenario } from "../../../src/core/scenario.ts";
import type { Setup } from "../../../src/core/world.ts";
import { build, drafts, type Draft } from "../../support/random-scenario.ts";
import { observe, sum, type Observed } from "../build.ts";

/** The same examples every time; another seed looks elsewhere. */
export const runs = { seed: 20_140_225, numRuns: 120 };

interface Case {
  readonly draft: Draft;
  readonly funding: Funding;
  readonly intakeCase: "low" | "mid" | "high";
}

export const cases: fc.Arbitrary<Case> = fc
  .record({
    draft: drafts,
    funding: fc.constantFrom<Funding>("need", "available", "proposed"),
    intakeCase: fc.constantFrom("low", "mid", "high"),
  })
  .map((given) =>
    given.funding === "available" && !given.draft.capped ? { ...given, funding: "need" } : given,
  );

export const holds = (law: (given: Case) => void): void =>
  fc.assert(
    fc.property(cases, (given) => law(given)),
    runs,
  );

export function forecastOf(scenario: Scenario, options: Partial<Options>): Forecast {
  const planned = forecast(scenario, { ...defaults, ...options });
  if (!planned.ok) throw new Error(planned.diagnostics.map(({ message }) => message).join("\n"));
  return planned.value;
}

/** What `forecast` sets up for the request's run, put together from what it hands on. */
function setupFor(scenario: Scenario, { funding, intakeCase }: Case): Partial<Setup> {
  const counted = Object.entries(scenario.measures).filter(
    ([, { financedWithin }]) =>
      funding === "proposed" || (funding === "available" && financedWithin),
  );
  const setup = { funding, intakeCase, effects: new Set(counted.map(([key]) => key)) };
  const capped = scenario.capped?.appropriation;
  if (funding !== "available" || capped === undefined) return setup;
  const available = scenario.appropriations[capped]?.available;
  const frames = forecastOf(scenario, { funding, intakeCase, monthly: true }).frames.get(capped);
  const yearly = (amount: (year: number) => number): Map<number, number> =>
    new Map(yearsOf(scenario.period).map((year) => [year, amount(year)]));
  return {
    ...setup,
    funds: yearly(
      (year) =>
        (available && valueAt(available, monthOf(year, 0))) ??
        frames?.get(year)?.amount ??
        Number.NaN,
    ),
    financed: yearly((year) =>
      sum(counted.map(([, measure]) => costInYear(measure, capped, year) ?? 0)),
    ),
  };
}

/** A run of a random scenario with all its months. */
export function observed(given: Case): Observed & { readonly scenario: Scenario } {
  const scenario = build(given.draft);
  return { scenario, ...observe(scenario, setupFor(scenario, given)) };
}

/** Months in which a first series is greater than a second, beyond rounding. */
export function above(what: string, first: readonly number[], second: readonly number[]): string[] {
  return first.flatMap((value, month) => {
    const limit = second[month] ?? Number.NaN;
    const slack = 1e-6 + 1e-9 * Math.abs(limit);
    return value <= limit + slack ? [] : [`${what}: ${value} > ${limit} in month ${month}`];
  });
}
export const differs = (what: string, a: readonly number[], b: readonly number[]): string[] => [
  ...above(what, a, b),
  ...above(what, b, a),
];

export const plus = (...series: readonly (readonly number[])[]): number[] =>
  (series[0] ?? []).map((_, month) => sum(series.map((values) => values[month] ?? Number.NaN)));
export const times = (a: readonly number[], b: readonly number[]): number[] =>
  a.map((value, month) => value * (b[month] ?? Number.NaN));
/** A stock at the beginning of each month. */
export const opened = (closing: readonly number[], before: number): number[] => [
  before,
  ...closing.slice(0, -1),
];
export const zeros = (run: Observed): number[] => Array.from({ length: run.run.months }, () => 0);

export const keysOf = (
  { world }: Observed,
  set: keyof Observed["world"]["sets"],
  tag?: string,
): string[] =>
  world.sets[set]
    .filter(({ tags }) => tag === undefined || Object.values(tags).includes(tag))
    .map(({ key }) => key);

/** The keys of the elements another one leads to. */
export const targets = (
  { world }: Observed,
  set: keyof Observed["world"]["sets"],
  key: string,
  relation: "served" | "residents",
): string[] =>
  (world.sets[set].find((element) => element.key === key)?.many[relation] ?? []).map(
    (index) => world.sets[relation === "served" ? "stage" : "fill"][index]?.key ?? "",
  );
