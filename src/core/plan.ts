/**
 * The runs a request is made of: the planning assumption's run gives the frames of years for which none is
 * published, the request's run gives the needs. They form a small graph outside the equations.
 */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { CycleError, type World } from "./bind.ts";
import { monthOf, yearOf, yearsOf, type Period } from "./calendar.ts";
import { valueAt } from "./inputs.ts";
import { NotFinite, respond, run, type Run } from "./run.ts";
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
  /** The planning assumption's run, if there is one. */
  readonly planned: Run | undefined;
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

/** The world of the planning assumption's run: its own start, stock and shares; need mode, no measures. */
function planningWorld(
  { planning, period: { to } }: Scenario,
  report: (problem: Diagnostic) => void,
): World | undefined {
  if (planning === undefined) return undefined;
  // Frames are for whole years, whatever part of the last one the request covers.
  const period: Period = { from: planning.start, to: monthOf(yearOf(to), 11) };
  return buildWorld(
    planning.assumption,
    { ...unfunded, period, funding: "need", intakeCase: "mid", intakeScale: 1, effects: new Set() },
    (problem) => report({ ...problem, message: `${planning.label}: ${problem.message}` }),
  );
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

/** The measures that are not switched off, in code-point order. */
const activeOf = ({ measures }: Scenario, { without }: Options): [string, Measure][] =>
  Object.entries(measures)
    .filter(([key]) => !without.has(key))
    .toSorted(([one], [other]) => codePoint(one, other));

/** Whether a run counts a measure's effects and cost. */
const counts = ({ funding }: Options, measure: Measure): boolean =>
  funding === "proposed" || (funding === "available" && measure.financedWithin);

/** The world of the request's run, with this money on the capped appropriation. */
function requestWorld(
  scenario: Scenario,
  options: Options,
  funds: ReadonlyMap<number, number>,
  report: (problem: Diagnostic) => void,
): World {
  const active = activeOf(scenario, options).filter(([, measure]) => counts(options, measure));
  const capped = scenario.capped?.appropriation;
  const cost = (measure: Measure, year: number): number =>
    capped === undefined ? 0 : (costInYear(measure, capped, year) ?? 0);
  return buildWorld(
    scenario,
    {
      period: scenario.period,
      funding: options.funding,
      intakeCase: options.intakeCase,
      intakeScale: options.intakeScale,
      effects: new Set(active.map(([key]) => key)),
      funds,
      financed: new Map(
        yearsOf(scenario.period).map((year) => [
          year,
          active.reduce((sum, [, measure]) => sum + cost(measure, year), 0),
        ]),
      ),
    },
    report,
  );
}

/** Puts the parts of a forecast together. */
const forecastOf = (
  scenario: Scenario,
  options: Options,
  planned: Run | undefined,
  frames: Forecast["frames"],
  request: Run,
): Forecast => ({
  scenario,
  options,
  run: request,
  planned,
  frames,
  measureCost: (key, appropriation, year) =>
    options.without.has(key) ? undefined : costInYear(scenario.measures[key]!, appropriation, year),
  counted: (measure) => counts(options, measure),
});

/** Runs a checked scenario. Problems with the scenario's own data are returned, not thrown. */
export function forecast(scenario: Scenario, options: Options = defaults): Planned<Forecast> {
  return attempt((report) => {
    const planning = planningWorld(scenario, report);
    const planned = planning && run(planning, { monthly: false });
    const frames = framesOf(scenario, planned);
    if (options.funding === "available") missingFunds(scenario, frames).forEach(report);
    const world = requestWorld(scenario, options, fundsOf(scenario, frames), report);
    return () =>
      forecastOf(scenario, options, planned, frames, run(world, { monthly: options.monthly }));
  });
}

/** Makes worlds, then runs them unless a problem was reported; a world with problems is not fit to run. */
function attempt<T>(make: (report: (problem: Diagnostic) => void) => () => T): Planned<T> {
  const problems: Diagnostic[] = [];
  try {
    const work = make((problem) => void problems.push(problem));
    return problems.length > 0 ? { ok: false, diagnostics: problems } : { ok: true, value: work() };
  } catch (error) {
    if (problems.length > 0) return { ok: false, diagnostics: problems };
    if (error instanceof CycleError || error instanceof NotFinite) {
      return { ok: false, diagnostics: [explain(error)] };
    }
    throw error;
  }
}

/** A scenario in which one number differs from the base by this much, in base units. */
export interface Variation {
  readonly scenario: Scenario;
  readonly by: number;
}

/** Forecasts in the modes asked for, one each, as a function of changes of the scenario's numbers. */
export type Repeated = (changes: readonly number[]) => Planned<readonly Forecast[]>;

/**
 * Prepares a forecast to be repeated with other values of some numbers, without reading or binding the scenario
 * again: frames computed by the planning run and the money that follows from them change with the numbers.
 * @throws StructureChanged when a variation changes more than a number
 */
export function repeatable(
  base: Scenario,
  variations: readonly Variation[],
  modes: readonly Options[],
): Planned<Repeated> {
  return attempt((report) => {
    const planning = respondAll(planningWorld(base, report), variations, ({ scenario }) =>
      planningWorld(scenario, report),
    );
    const planned = planning?.(variations.map(() => 0));
    const funds = fundsOf(base, framesOf(base, planned));
    if (modes.some(({ funding }) => funding === "available")) {
      missingFunds(base, framesOf(base, planned)).forEach(report);
    }
    const years = [...funds.keys()];
    // Money is one more number that may change, a year each.
    const richer = years.map((year) => new Map([...funds, [year, funds.get(year)! + 1e6]]));
    const requests = modes.map((options) => {
      const changed = [
        ...variations.map(({ scenario, by }) => ({
          world: requestWorld(scenario, options, funds, report),
          by,
        })),
        ...richer.map((more) => ({ world: requestWorld(base, options, more, report), by: 1e6 })),
      ];
      return { options, run: respond(requestWorld(base, options, funds, report), changed) };
    });
    return () => (changes) =>
      attempt(() => () => {
        const nowPlanned = planning?.(changes);
        const frames = framesOf(base, nowPlanned);
        const money = fundsOf(base, frames);
        const moved = years.map((year) => money.get(year)! - funds.get(year)!);
        return requests.map(({ options, run: request }) =>
          forecastOf(base, options, nowPlanned, frames, request([...changes, ...moved])),
        );
      });
  });
}

function respondAll(
  base: World | undefined,
  variations: readonly Variation[],
  worldOf: (variation: Variation) => World | undefined,
): ((changes: readonly number[]) => Run) | undefined {
  return (
    base &&
    respond(
      base,
      variations.map((variation) => ({ world: worldOf(variation)!, by: variation.by })),
    )
  );
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

/** Money that may be spent per year on the capped appropriation: what is available, or else the frame. */
function fundsOf(scenario: Scenario, frames: Forecast["frames"]): Map<number, number> {
  const capped = scenario.capped?.appropriation;
  if (capped === undefined) return new Map();
  const available = scenario.appropriations[capped]?.available;
  return new Map(
    yearsOf(scenario.period).flatMap((year): [number, number][] => {
      const amount = inYear(available, year) ?? frames.get(capped)?.get(year)?.amount;
      return amount === undefined ? [] : [[year, amount]];
    }),
  );
}

function missingFunds(scenario: Scenario, frames: Forecast["frames"]): Diagnostic[] {
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
  const funds = fundsOf(scenario, frames);
  return yearsOf(scenario.period)
    .filter((year) => !funds.has(year))
    .map((year) => ({
      code: "missing-key",
      severity: "error",
      message: `${capped} has no frame for ${year}, so funding mode \`available\` cannot be run`,
      help: "give the frame, what is available, or a planning assumption that covers the year",
      path: `appropriations.${capped}.frame`,
    }));
}
