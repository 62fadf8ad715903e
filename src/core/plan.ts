/**
 * The runs a request is made of: the planning assumption's run gives the frames of years for which none is
 * published, the request's run gives the needs. They form a small graph outside the equations.
 */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { CycleError } from "./bind.ts";
import { monthOf, yearOf, yearsOf, type Period } from "./calendar.ts";
import { valueAt } from "./inputs.ts";
import { NotFinite, run, type Run } from "./run.ts";
import type { Funding, IntakeCase, Measure, Quantity, Scenario } from "./scenario.ts";
import { codePoint } from "./structure.ts";
import { buildWorld } from "./world.ts";

export interface Options {
  readonly funding: Funding;
  readonly intakeCase: IntakeCase;
  readonly intakeScale: number;
  /** Keys of measures that are switched off. */
  readonly without: ReadonlySet<string>;
  /** Whether months are kept. */
  readonly monthly: boolean;
}

export const defaults: Options = {
  funding: "need",
  intakeCase: "mid",
  intakeScale: 1,
  without: new Set(),
  monthly: false,
};

/** Where a frame comes from. */
interface Frame {
  readonly amount: number;
  readonly kind: "published" | "computed";
}

export interface Forecast {
  readonly scenario: Scenario;
  readonly options: Options;
  readonly run: Run;
  /** Appropriation → year → frame in money; a year without one is unknown. */
  readonly frames: ReadonlyMap<string, ReadonlyMap<number, Frame>>;
  /** What a measure costs on an appropriation in a year, and whether this run counts it as spent. */
  readonly measureCost: (
    measure: string,
    appropriation: string,
    year: number,
  ) => number | undefined;
  readonly counted: (measure: Measure) => boolean;
}

export type Planned<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** A yearly amount: its value in January of the year. */
const inYear = (quantity: Quantity | undefined, year: number): number | undefined =>
  quantity === undefined ? undefined : valueAt(quantity, monthOf(year, 0));

/** The measure's cost in a year; a delay of some months moves that part of each year's money to the next. */
export function costInYear(
  measure: Measure,
  appropriation: string,
  year: number,
): number | undefined {
  const quantity = measure.costs[appropriation];
  const whole = Math.floor(measure.delay / 12);
  const part = (measure.delay - 12 * whole) / 12;
  const now = inYear(quantity, year - whole);
  if (part === 0) return now;
  const before = inYear(quantity, year - whole - 1);
  return now === undefined && before === undefined
    ? undefined
    : (now ?? 0) * (1 - part) + (before ?? 0) * part;
}

/** The cost of all lines on an appropriation in a year. */
export function costOn(
  scenario: Scenario,
  { inYear: value }: Run,
  appropriation: string,
  year: number,
): number | undefined {
  const lines = Object.keys(scenario.costs).filter(
    (key) => scenario.costs[key]!.on === appropriation,
  );
  if (lines.length === 0) return undefined;
  return lines.toSorted().reduce((total, key) => total + (value("cost", key, year) ?? 0), 0);
}

/** Runs the planning assumption: its own start, stock and shares; need mode, no measures. */
function runPlanning(scenario: Scenario, report: (problem: Diagnostic) => void): Run | undefined {
  const { planning } = scenario;
  if (planning === undefined) return undefined;
  // Frames are for whole years, whatever part of the last one the request covers.
  const period: Period = { from: planning.start, to: monthOf(yearOf(scenario.period.to), 11) };
  const world = buildWorld(
    planning.assumption,
    { ...unfunded, period, funding: "need", intakeCase: "mid", intakeScale: 1, effects: new Set() },
    (problem) => report({ ...problem, message: `${planning.label}: ${problem.message}` }),
  );
  return run(world, { monthly: false });
}

const unfunded = { funds: new Map<number, number>(), financed: new Map<number, number>() };

/** Frames by appropriation: published ones first, then what the planning assumption's run needs. */
function framesOf(scenario: Scenario, planned: Run | undefined): Map<string, Map<number, Frame>> {
  const years = yearsOf(scenario.period);
  const computed = (key: string, year: number): number | undefined =>
    planned !== undefined && scenario.planning!.years.includes(year)
      ? costOn(scenario.planning!.assumption, planned, key, year)
      : undefined;
  return new Map(
    Object.entries(scenario.appropriations).map(([key, { frame, computed: wanted }]) => [
      key,
      new Map(
        years.flatMap((year): [number, Frame][] => {
          const published = inYear(frame, year);
          if (published !== undefined) return [[year, { amount: published, kind: "published" }]];
          const amount = wanted ? computed(key, year) : undefined;
          return amount === undefined ? [] : [[year, { amount, kind: "computed" }]];
        }),
      ),
    ]),
  );
}

/** Runs a checked scenario. Problems with the scenario's own data are returned, not thrown. */
export function forecast(scenario: Scenario, options: Options = defaults): Planned<Forecast> {
  const problems: Diagnostic[] = [];
  const report = (problem: Diagnostic): void => void problems.push(problem);
  try {
    const planned = runPlanning(scenario, report);
    const frames = framesOf(scenario, planned);
    const active = Object.entries(scenario.measures)
      .filter(([key]) => !options.without.has(key))
      .toSorted(([one], [other]) => codePoint(one, other));
    const counted = (measure: Measure): boolean =>
      options.funding === "proposed" || (options.funding === "available" && measure.financedWithin);
    const years = yearsOf(scenario.period);
    const capped = scenario.capped?.appropriation;
    if (options.funding === "available") problems.push(...missingFunds(scenario, frames, years));
    const cost = (measure: Measure, year: number): number =>
      capped === undefined ? 0 : (costInYear(measure, capped, year) ?? 0);
    const world = buildWorld(
      scenario,
      {
        period: scenario.period,
        funding: options.funding,
        intakeCase: options.intakeCase,
        intakeScale: options.intakeScale,
        effects: new Set(active.filter(([, measure]) => counted(measure)).map(([key]) => key)),
        funds: capped === undefined ? new Map() : fundsOf(scenario, capped, frames, years),
        financed: new Map(
          years.map((year) => [
            year,
            active.reduce((sum, [, m]) => sum + (counted(m) ? cost(m, year) : 0), 0),
          ]),
        ),
      },
      report,
    );
    if (problems.length > 0) return { ok: false, diagnostics: problems };
    const off = options.without;
    return {
      ok: true,
      value: {
        scenario,
        options,
        run: run(world, { monthly: options.monthly }),
        frames,
        measureCost: (key, appropriation, year) =>
          off.has(key) ? undefined : costInYear(scenario.measures[key]!, appropriation, year),
        counted,
      },
    };
  } catch (error) {
    if (problems.length > 0) return { ok: false, diagnostics: problems };
    if (error instanceof CycleError || error instanceof NotFinite) {
      return { ok: false, diagnostics: [explain(error)] };
    }
    throw error;
  }
}

const explain = (error: CycleError | NotFinite): Diagnostic =>
  error instanceof CycleError
    ? {
        code: "cycle",
        severity: "error",
        message: error.message,
        help: "a cost line on the capped appropriation can only be driven by what is known when the month opens: person_days, staff, time, applications",
      }
    : {
        code: "out-of-range",
        severity: "error",
        message: error.message,
        help: "look for a zero or a very large number among the inputs it depends on",
      };

/** Money that may be spent per year: what is available, or else the frame. */
function fundsOf(
  scenario: Scenario,
  capped: string,
  frames: ReadonlyMap<string, ReadonlyMap<number, Frame>>,
  years: readonly number[],
): Map<number, number> {
  const available = scenario.appropriations[capped]?.available;
  return new Map(
    years.flatMap((year): [number, number][] => {
      const amount = inYear(available, year) ?? frames.get(capped)?.get(year)?.amount;
      return amount === undefined ? [] : [[year, amount]];
    }),
  );
}

function missingFunds(
  scenario: Scenario,
  frames: ReadonlyMap<string, ReadonlyMap<number, Frame>>,
  years: readonly number[],
): Diagnostic[] {
  const capped = scenario.capped?.appropriation;
  if (capped === undefined) {
    return [
      {
        code: "missing-key",
        severity: "error",
        message: "funding mode `available` needs to know which appropriation is capped",
        help: 'add "capped: { appropriation: area/number, pays: [capacity] }"',
        path: "capped",
      },
    ];
  }
  const funds = fundsOf(scenario, capped, frames, years);
  return years
    .filter((year) => !funds.has(year))
    .map((year) => ({
      code: "missing-key",
      severity: "error",
      message: `${capped} has no frame for ${year}, so funding mode \`available\` cannot be run`,
      help: "give the frame, what is available, or a planning assumption that covers the year",
      path: `appropriations.${capped}.frame`,
    }));
}
