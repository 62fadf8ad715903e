/**
 * The runs a request is made of: the planning assumption's run gives the frames of years for which none is published or
 * recorded, the request's run gives the needs, in one funding mode or several. They form a small graph outside the equations: a number that
 * is set reaches every run that reads it, and only what depends on it is run again.
 */
import { failed, ok, type Diagnostic, type Result } from "../diagnostics/diagnostic.ts";
import { bind, CycleError, type Bound } from "../engine/bind.ts";
import {
  collectNumbers,
  type Given,
  type Numbers,
  type Parameter,
  type Spanned,
} from "../engine/numbers.ts";
import {
  figureName,
  type FigureNode,
  type FigureRef as EngineFigure,
  type Program,
  type Slot,
} from "../engine/program.ts";
import { columnOf, openSession, type Column, type Session, type Under } from "../engine/session.ts";
import type { World } from "../engine/world.ts";
import {
  budgetYears,
  monthName,
  spanName,
  type BudgetYear,
  type Period,
} from "../language/calendar.ts";
import { parseDomains } from "../language/description.ts";
import { codePoint } from "../language/order.ts";
import { dimensionless, unit } from "../language/units.ts";
import { description, type FigureId, type SetId } from "../model/description.ts";
import { givenOf, single, type Setup } from "../model/making.ts";
import { switchOf } from "../model/measures/elements.ts";
import type { Case, Point, Quantity } from "../amounts/quantity.ts";
import type { Measure } from "../model/measures/file.ts";
import { cappedOf, type Scenario } from "../model/scenario.ts";
import type { Funding } from "../model/tables/file.ts";
import { buildWorld, type OptionNumbers } from "../model/world.ts";
import { explainCycle, explainFault, explainMissing } from "./faults.ts";

export interface Options {
  readonly funding: Funding;
  readonly intakeCase: Case;
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

/** A figure of one element of the model. */
export interface FigureRef extends EngineFigure {
  readonly figure: FigureId;
  readonly set: SetId;
}

/** One of a request's runs: in a funding mode, with one measure only where it is named; or the planning assumption's. */
export interface View {
  readonly mode: Funding | "planning";
  /** The only measure that is switched on. */
  readonly only?: string;
}

/** The runs that have numbers of their own: frames do not follow what the request changes. */
export type Run = "request" | "planning";

/** Where a frame comes from. */
type FrameKind = "published" | "recorded" | "computed";

export interface Request {
  readonly scenario: Scenario;
  readonly options: Options;
  /** The periods of the run: its budget years, or its months. */
  readonly columns: readonly Column[];
  /** The budget years of the planning assumption's run; none without one. */
  readonly planningYears: readonly Column[];
  /** Where the frame of a budget year comes from; undefined where it is not known. */
  readonly frameKind: (appropriation: string, column: Column) => FrameKind | undefined;
  /** Whether a funding mode counts a measure's effects and cost. */
  readonly counts: (measure: Measure, funding?: Funding) => boolean;
  /** The frames the planning run gives now, in money, whether others are recorded or not. @throws RunFailed */
  readonly plannedFrames: () => readonly PlannedFrame[];
  /** What was before the start, as the request has it and as the planning run came to it. @throws RunFailed */
  readonly twoPasts: () => readonly TwoPasts[];
  /** All numbers, by position. */
  readonly numbers: readonly Parameter[];
  /** The position of a number that a quantity is made of; the planning run has its own. */
  readonly numberOf: (quantity: Quantity, point: Point, which: Case, run?: Run) => number;
  /** Whether a month or year of some run depends on a number: the planning run, or the request's in any funding mode. */
  readonly isRead: (number: number) => boolean;
  /** @throws RangeError where there is no such number. */
  readonly set: (number: number, value: number) => void;
  /** Says which figures will be read in a run, so that it keeps what they need; `read` alone says it too late to be fast. */
  readonly want: (view: View, figures: readonly FigureRef[]) => void;
  /** Runs what has changed, and says what is wrong. */
  readonly run: (views: readonly View[]) => readonly Diagnostic[];
  /** A figure of a period; null is an empty cell. @throws RunFailed */
  readonly read: (view: View, figure: FigureRef, column: Column) => number | null;
}

/** The frame of a budget year that is left to the planning run. */
interface PlannedFrame {
  readonly appropriation: string;
  readonly year: BudgetYear;
  readonly value: number;
}

/** One quantity before the request's start in both runs: of a month, or the sum of several. */
interface TwoPasts {
  readonly set: string;
  readonly key: string;
  readonly equation: string;
  readonly months: number;
  readonly request: number;
  readonly planning: number;
}

/** Raised by `read` when the run it needs cannot be made. */
export class RunFailed extends Error {
  readonly diagnostics: readonly Diagnostic[];

  constructor(diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ message }) => message).join("; "));
    this.diagnostics = diagnostics;
  }
}

const counts = (measure: Measure, funding: View["mode"]): boolean =>
  funding === "proposed" || (funding === "available" && measure.withinFrame);

/** A model in one mode: its elements, and a session for each set of measures that is switched on. */
interface Model {
  readonly world: World;
  readonly counted: ReadonlySet<string>;
  readonly bound: Bound;
  readonly wanted: Map<string, FigureRef>;
  program: Program | undefined;
  readonly sessions: Map<string, Running>;
  /** Figures of the program, found once. */
  readonly nodes: Map<FigureRef, FigureNode | undefined>;
}

/** A session, and whether its last run is still good. */
interface Running {
  readonly session: Session;
  clean: boolean;
}

/**
 * Opens the request of a checked scenario. What its runs lack is returned; what their numbers break is found when they are
 * run.
 */
export function openRequest(scenario: Scenario, options: Options = defaults): Result<Request> {
  try {
    return ok(prepare(scenario, options));
  } catch (error) {
    if (error instanceof RunFailed) return failed(error.diagnostics);
    throw error;
  }
}

/** The numbers of a run's options. */
function optionNumbers(numbers: Numbers, { intakeCase, intakeScale }: Options): OptionNumbers {
  const whole = {};
  const option = (path: string, value: number): Given =>
    single(numbers, whole, path, { path: `options.${path}`, value, measure: dimensionless });
  return {
    low_case: option("intake.low", intakeCase === "low" ? 1 : 0),
    mid_case: option("intake.mid", intakeCase === "mid" ? 1 : 0),
    high_case: option("intake.high", intakeCase === "high" ? 1 : 0),
    scale: option("scale", intakeScale),
  };
}

/** The number that holds when a budget year opens. */
const inYear = (given: Given | undefined, { opens }: BudgetYear): number | undefined =>
  given?.points.find(({ from, to }) => from <= opens && opens <= to)?.number;

/** The shortest of some spans that holds when a budget year opens. */
const inForce = <T extends Period>(
  spans: readonly T[] | undefined,
  { opens }: BudgetYear,
): T | undefined =>
  spans
    ?.filter(({ from, to }) => from <= opens && opens <= to)
    .toSorted((a, b) => lengthOf(a) - lengthOf(b))[0];

const lengthOf = ({ from, to }: Period): number => to - from;

const yearPoint = ({ opens }: BudgetYear, number: number): Spanned => ({
  from: opens,
  to: opens + 11,
  number,
});

function prepare(scenario: Scenario, options: Options): Request {
  const numbers = collectNumbers();
  const planningNumbers: Numbers = {
    ...numbers,
    add: (whole, part, parameter) => numbers.add(whole, `planning ${part}`, parameter),
  };
  const { planning, period, yearStarts } = scenario;
  const years = budgetYears(period, yearStarts);
  const money = unit("money");

  // Frames: published and recorded ones, and numbers that the planning run fills in.
  const computedWhole = {};
  const computed: {
    readonly appropriation: string;
    readonly year: BudgetYear;
    readonly number: number;
  }[] = [];
  const kinds = new Map<string, FrameKind>();
  const unrecorded: string[] = [];
  const frames = new Map<string, Given>();
  const allowances = new Map<string, Given>();
  for (const [key, { frame, available }] of Object.entries(scenario.appropriations)) {
    const published = frame && givenOf(numbers, frame);
    const points = years.flatMap((year): Spanned[] => {
      // As everywhere the shortest span counts, whether it has a number or leaves the year to the planning run.
      const given = inForce(published?.points, year);
      const left = inForce(frame?.left, year);
      if (given !== undefined && (left === undefined || lengthOf(given) <= lengthOf(left))) {
        kinds.set(`${key} ${year.opens}`, "published");
        return [yearPoint(year, given.number)];
      }
      const isPlanned =
        planning !== undefined &&
        left !== undefined &&
        Object.values(scenario.costs).some(({ on }) => on === key);
      if (!isPlanned) return [];
      const recorded = planning.frames?.[key];
      if (planning.frames !== undefined) {
        const one = inYear(recorded && givenOf(numbers, recorded), year);
        if (one === undefined) unrecorded.push(`${key} ${year.name}`);
        kinds.set(`${key} ${year.opens}`, "recorded");
        return one === undefined ? [] : [yearPoint(year, one)];
      }
      kinds.set(`${key} ${year.opens}`, "computed");
      const path = `appropriations.${key}.frame.${year.name}`;
      const found = single(numbers, computedWhole, `${key} ${year.name}`, {
        path,
        value: 0,
        measure: money,
      }).points[0]!.number;
      computed.push({ appropriation: key, year, number: found });
      return [yearPoint(year, found)];
    });
    const path = `appropriations.${key}.frame`;
    frames.set(key, { path, measure: money, points });
    const given = available && givenOf(numbers, available);
    allowances.set(key, {
      path: `appropriations.${key}.available`,
      measure: money,
      points: years.flatMap((year) => {
        const number = inYear(given, year) ?? inYear(frames.get(key), year);
        return number === undefined ? [] : [yearPoint(year, number)];
      }),
    });
  }

  const idle = idleRecords(scenario, years, kinds);
  if (unrecorded.length > 0 || idle.length > 0) {
    throw new RunFailed([...(unrecorded.length > 0 ? [lacking(unrecorded)] : []), ...idle]);
  }

  const requestOptions = optionNumbers(numbers, options);
  const planningOptions = optionNumbers(planningNumbers, defaults);
  const switches = new Map(
    Object.entries(scenario.measures).map(([key, measure]) => [
      key,
      switchOf(numbers, measure, key).points[0]!.number,
    ]),
  );
  const switchKeys = new Map([...switches].map(([key, number]) => [number, key]));
  /** What has been set, by number; else it is as written. */
  const values = new Map<number, number>();
  for (const key of options.without) values.set(switches.get(key)!, 0);
  const valueOf = (number: number): number => {
    const written = numbers.list[number];
    if (written === undefined) throw new RangeError(`there is no number ${number}`);
    return values.get(number) ?? written.value;
  };

  const models = new Map<View["mode"], Model>();
  let planningRun: readonly Diagnostic[] | undefined;

  /** Problems of the planning run say that they are its. */
  const inView = (mode: View["mode"], problem: Diagnostic): Diagnostic =>
    mode === "planning"
      ? { ...problem, message: `${planning!.label}: ${problem.message}` }
      : problem;
  const scenarioOf = (mode: View["mode"]): Scenario =>
    mode === "planning" ? planning!.assumption : scenario;

  const setupOf = (mode: View["mode"]): Setup => {
    if (mode === "planning") {
      // Frames are for whole years, whatever part of the last one the request covers.
      const span = { from: planning!.start, to: years.at(-1)!.opens + 11 };
      const none = new Map<string, Given>();
      return { period: span, funding: "need", counted: new Set(), frames: none, allowances: none };
    }
    const counted = Object.entries(scenario.measures).flatMap(([key, measure]) =>
      counts(measure, mode) && !options.without.has(key) ? [key] : [],
    );
    return {
      period,
      funding: mode,
      counted: new Set(counted.toSorted(codePoint)),
      frames,
      allowances,
    };
  };

  /** The model of a mode, made when it is first needed. */
  const modelOf = (mode: View["mode"]): Model => {
    const known = models.get(mode);
    if (known !== undefined) return known;
    const problems: Diagnostic[] = [];
    const report = (problem: Diagnostic): void => void problems.push(inView(mode, problem));
    if (mode === "available") missingMoney(scenario, years, allowances).forEach(report);
    const setup = setupOf(mode);
    const about = scenarioOf(mode);
    const [option, own] =
      mode === "planning" ? [planningOptions, planningNumbers] : [requestOptions, numbers];
    const span = budgetYears(setup.period, yearStarts);
    const world = buildWorld(about, setup, own, option, span, report);
    let bound: Bound | undefined;
    try {
      bound = bind(description, world, (missing) => report(explainMissing(missing, about)));
    } catch (error) {
      if (!(error instanceof CycleError)) throw error;
      if (problems.length === 0) problems.push(explainCycle(error));
    }
    if (problems.length > 0 || bound === undefined) throw new RunFailed(problems);
    const model: Model = {
      world,
      bound,
      counted: setup.counted,
      wanted: new Map(),
      program: undefined,
      sessions: new Map(),
      nodes: new Map(),
    };
    models.set(mode, model);
    return model;
  };

  const want = ({ mode }: View, figures: readonly FigureRef[]): void => {
    const model = modelOf(mode);
    for (const figure of figures) {
      const name = figureName(figure);
      if (model.wanted.has(name)) continue;
      model.wanted.set(name, figure);
      // What has been bound without it is bound again.
      model.program = undefined;
      model.sessions.clear();
      model.nodes.clear();
      if (mode === "planning") planningRun = undefined;
    }
  };

  const sessionOf = ({ mode, only }: View): Running => {
    const model = modelOf(mode);
    const name = only ?? "";
    const known = model.sessions.get(name);
    if (known !== undefined) return known;
    model.program ??= model.bound([...model.wanted.values()]);
    const { program } = model;
    const monthly = options.monthly && mode !== "planning";
    const initial = numbers.list.map((_, number) => valueOf(number));
    const session = openSession(program, initial, { monthly });
    if (only !== undefined) {
      for (const [key, number] of switches) if (key !== only) session.set(number, 0);
    }
    const running = { session, clean: false };
    model.sessions.set(name, running);
    return running;
  };

  const runView = (view: View): readonly Diagnostic[] => {
    const running = sessionOf(view);
    const faults = running.session.run();
    running.clean = faults.length === 0;
    if (running.clean) return [];
    const model = modelOf(view.mode);
    const run = { scenario: scenarioOf(view.mode), world: model.world, counted: model.counted };
    return faults.map((fault) => inView(view.mode, explainFault(fault, run)));
  };

  const planningYears = (): Column[] => {
    if (planning === undefined) return [];
    const { start, years: own } = modelOf("planning").world;
    return own.map(({ name, from, to }) => columnOf(name, start, from, to));
  };

  const planningView: View = { mode: "planning" };
  /** Where in the planning run each frame is read that it gives. */
  let plannedCells:
    | { readonly number: number; readonly figure: FigureRef; readonly column: Column }[]
    | undefined;

  const cellsOfPlanning = (): NonNullable<typeof plannedCells> => {
    const columns = planningYears();
    const figures = new Map<string, FigureRef>();
    return computed.flatMap(({ appropriation, year, number }) => {
      const column = columns.find(({ name }) => name === year.name);
      const figure: FigureRef = figures.get(appropriation) ?? {
        figure: "forecast",
        set: "appropriation",
        key: appropriation,
      };
      figures.set(appropriation, figure);
      return column === undefined ? [] : [{ number, figure, column }];
    });
  };

  /** Fills in the frames the planning run gives. */
  const plan = (): readonly Diagnostic[] => {
    if (planningRun !== undefined) return planningRun;
    if (planning === undefined || computed.length === 0) return (planningRun = []);
    plannedCells ??= cellsOfPlanning();
    want(
      planningView,
      plannedCells.map(({ figure }) => figure),
    );
    const problems = runView(planningView);
    planningRun = problems;
    if (problems.length > 0) return problems;
    for (const { number, figure, column } of plannedCells) {
      setNumber(number, readIn(planningView, figure, column) ?? 0);
    }
    return problems;
  };

  const isRead = (number: number): boolean => {
    const modes: readonly View["mode"][] = [
      "need",
      "proposed",
      ...(cappedOf(scenario).length > 0 ? (["available"] as const) : []),
      ...(computed.length > 0 ? (["planning"] as const) : []),
    ];
    return modes.some((mode) => {
      readBy.set(mode, readBy.get(mode) ?? numbersReadIn(mode));
      return readBy.get(mode)!.has(number);
    });
  };
  const readBy = new Map<View["mode"], ReadonlySet<number>>();
  /** None where the run cannot be made. */
  const numbersReadIn = (mode: View["mode"]): ReadonlySet<number> => {
    try {
      const { bound, world } = modelOf(mode);
      const all = description.figures.flatMap(({ id, over }) =>
        parseDomains(over).flatMap(({ set }) =>
          world.sets[set]!.map(({ key }) => ({ figure: id, set, key })),
        ),
      );
      return new Set(bound(all).lanes.flatMap((lane) => lane.numbers));
    } catch (error) {
      if (error instanceof RunFailed) return new Set();
      throw error;
    }
  };

  const plannedFrames = (): PlannedFrame[] => {
    if (planning === undefined) return [];
    const columns = planningYears();
    const left = years.flatMap((year) =>
      Object.keys(scenario.appropriations).flatMap((key) => {
        const kind = kinds.get(`${key} ${year.opens}`);
        const column = columns.find(({ name }) => name === year.name);
        return column === undefined || kind === undefined || kind === "published"
          ? []
          : [{ appropriation: key, year, column }];
      }),
    );
    return left.map(({ appropriation, year, column }) => {
      const figure: FigureRef = { figure: "forecast", set: "appropriation", key: appropriation };
      return { appropriation, year, value: read(planningView, figure, column) ?? 0 };
    });
  };

  const twoPasts = (): TwoPasts[] => {
    if (planning === undefined) return [];
    const before = period.from - planning.start;
    const program = modelOf("planning").bound([]);
    const run = openSession(
      program,
      numbers.list.map((_, number) => valueOf(number)),
      {
        monthly: true,
      },
    );
    const nameOf = ({ set, key, equation }: Slot): string => `${set} ${key} ${equation}`;
    const slots = new Map(program.slots.map((slot, i) => [nameOf(slot), i]));
    const faults = run.run();
    if (before <= 0 || faults.length > 0) return [];
    const { session } = sessionOf({ mode: options.funding });
    session.run();
    const { stage: stages = [] } = modelOf(options.funding).world.sets;
    // An end only counts who has come since its run began.
    const ends = new Set(
      stages.flatMap(({ key, tags }) => (tags["leave"] === "never" ? [key] : [])),
    );
    return session.program.pasts.flatMap(({ slot, runningTotal }): TwoPasts[] => {
      const own = session.program.slots[slot]!;
      const other = slots.get(nameOf(own));
      const past = session.past(slot);
      const months = Math.min(past.length, before, 12);
      const isEnd = own.set === "stage" && ends.has(own.key);
      if (runningTotal || other === undefined || months === 0 || isEnd) return [];
      const last = Array.from({ length: months }, (_, i) => i);
      const { set, key, equation } = own;
      return [
        {
          set,
          key,
          equation,
          months,
          request: last.reduce((total, i) => total + past[past.length - 1 - i]!, 0),
          planning: last.reduce((total, i) => total + run.inMonth(other, before - 1 - i), 0),
        },
      ];
    });
  };

  const setNumber = (number: number, value: number): void => {
    if (valueOf(number) === value) return;
    values.set(number, value);
    const switched = switchKeys.get(number);
    for (const [mode, { sessions }] of models) {
      for (const [only, running] of sessions) {
        const isOff = switched !== undefined && only !== "" && only !== switched;
        if (isOff || !running.session.set(number, value)) continue;
        running.clean = false;
        if (mode === "planning") planningRun = undefined;
      }
    }
  };

  const under: Under = (mode, figure, column) =>
    read({ mode: mode as Funding }, figure as FigureRef, column);
  /** The planning run has one mode, the need without measures. */
  const underPlanning: Under = (_, figure, column) =>
    read(planningView, figure as FigureRef, column);

  /** A figure of the last run. */
  const readIn = (view: View, figure: FigureRef, column: Column): number | null => {
    const { session } = sessionOf(view);
    const { nodes } = modelOf(view.mode);
    let node = nodes.get(figure);
    if (node === undefined && !nodes.has(figure)) {
      node = session.program.figures.get(figureName(figure));
      nodes.set(figure, node);
    }
    return node === undefined
      ? null
      : session.read(node, column, view.mode === "planning" ? underPlanning : under);
  };

  const run = (views: readonly View[]): readonly Diagnostic[] => {
    try {
      const problems = [...plan()];
      if (problems.length > 0) return problems;
      for (const view of views) problems.push(...runView(view));
      return problems;
    } catch (error) {
      if (error instanceof RunFailed) return error.diagnostics;
      throw error;
    }
  };

  const read = (view: View, figure: FigureRef, column: Column): number | null => {
    if (
      modelOf(view.mode).nodes.has(figure) &&
      planningRun?.length === 0 &&
      sessionOf(view).clean
    ) {
      return readIn(view, figure, column);
    }
    want(view, [figure]);
    const problems = run([view]);
    if (problems.length > 0) throw new RunFailed(problems);
    return readIn(view, figure, column);
  };

  if (computed.length > 0) modelOf("planning");
  modelOf(options.funding);
  return {
    scenario,
    options,
    columns: options.monthly
      ? Array.from({ length: period.to - period.from + 1 }, (_, month) =>
          columnOf(monthName(period.from + month), period.from, month, month + 1),
        )
      : years.map(({ name, opens }) => {
          const [from, to] = [Math.max(opens, period.from), Math.min(opens + 11, period.to)];
          // Part of a year never goes by the name of the year.
          const shown = to - from === 11 ? name : spanName({ from, to });
          return columnOf(shown, period.from, from - period.from, to + 1 - period.from);
        }),
    get planningYears() {
      return planningYears();
    },
    frameKind: (appropriation, { from }) => {
      const month = period.from + from;
      const year = years.findLast(({ opens }) => opens <= month);
      return kinds.get(`${appropriation} ${year?.opens}`);
    },
    counts: (measure, funding = options.funding) => counts(measure, funding),
    isRead,
    plannedFrames,
    twoPasts,
    numbers: numbers.list,
    numberOf: (quantity, point, which, ofRun) =>
      givenOf(ofRun === "planning" ? planningNumbers : numbers, quantity, which).points[
        quantity.points.indexOf(point)
      ]!.number,
    set: setNumber,
    want,
    run,
    read,
  };
}

const renew = "record the frames again: forecast frames <scenario> --write";

/** Frames that the record should hold and does not. */
const lacking = (cells: readonly string[]): Diagnostic => ({
  code: "missing-key",
  severity: "error",
  message: `the recorded frames lack ${cells.slice(0, 5).join(", ")}${cells.length > 5 ? ", …" : ""}`,
  help: renew,
  path: "planning.frames",
});

/** Recorded frames that nothing leaves to the planning run. */
function idleRecords(
  { planning, appropriations }: Scenario,
  years: readonly BudgetYear[],
  kinds: ReadonlyMap<string, FrameKind>,
): Diagnostic[] {
  return Object.entries(planning?.frames ?? {}).flatMap(([key, { points }]) => {
    const path = `planning.frames.${key}`;
    const problem = (message: string): Diagnostic => ({
      code: "unknown-name",
      severity: "error",
      message,
      help: renew,
      path,
    });
    if (!Object.hasOwn(appropriations, key)) return [problem(`unknown appropriation "${key}"`)];
    return points.flatMap(({ from, to }) => {
      const inside = years.filter(({ opens }) => from <= opens && opens <= to);
      const [first] = inside;
      const isUsed = inside.some(({ opens }) => kinds.get(`${key} ${opens}`) === "recorded");
      return first === undefined || isUsed
        ? []
        : [problem(`the frame of ${key} in ${first.name} is not left to the planning run`)];
    });
  });
}

/** Budget years for which nothing says what may be spent. */
function missingMoney(
  scenario: Scenario,
  years: readonly BudgetYear[],
  allowances: ReadonlyMap<string, Given>,
): Diagnostic[] {
  const capped = cappedOf(scenario);
  if (capped.length === 0) {
    return [
      {
        code: "missing-key",
        severity: "error",
        message: "funding mode `available` needs to know which appropriation is capped",
        help: 'add "caps: [staff]" to the appropriation that pays for the staff',
        path: "appropriations",
      },
    ];
  }
  return capped.flatMap(({ appropriation }) =>
    years
      .filter((year) => inYear(allowances.get(appropriation), year) === undefined)
      .map(({ name }): Diagnostic => ({
        code: "missing-key",
        severity: "error",
        message: `${appropriation} has no frame for ${name}, so funding mode \`available\` cannot be run`,
        help: "give the frame, what is available, or a planning assumption that covers the year",
        path: `appropriations.${appropriation}.frame`,
      })),
  );
}
