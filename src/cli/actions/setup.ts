/** From options to runs: what every command that runs a scenario does first. */
import {
  defaults,
  openRequest,
  RunFailed,
  type Options,
  type Request,
} from "../../request/request.ts";
import type { Scenario } from "../../model/scenario.ts";
import { failed, type Diagnostic, type Result } from "../../diagnostics/diagnostic.ts";
import { oneOf } from "../../diagnostics/suggest.ts";
import { inputAt, isOf, splitPath } from "../../model/paths.ts";
import type { Override } from "../../scenario/overrides.ts";
import { monthName, parseSpan, spanName, type Period } from "../../language/calendar.ts";
import { tablesOf, type Tables } from "../../tables/build.ts";
import type { Opened } from "./load.ts";
import type { RunFlags } from "../options.ts";
import { usage } from "../usage.ts";

/** A text from the command line as a YAML scalar would be read: finite numbers, true and false, texts. */
const scalar = (text: string): unknown =>
  /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?$/i.test(text) && Number.isFinite(Number(text))
    ? Number(text)
    : text === "true"
      ? true
      : text === "false"
        ? false
        : text;

/** `path=value`, several times. */
export function parseOverrides(given: readonly string[]): Result<readonly Override[]> {
  const bad = given.filter((text) => text.indexOf("=") < 1);
  if (bad.length > 0) {
    return {
      ok: false,
      diagnostics: bad.map((text) =>
        usage(
          `--set "${text}" has no value`,
          "write --set path=value; the table `assumptions` lists the paths",
        ),
      ),
    };
  }
  return {
    ok: true,
    value: given.map((text) => {
      const equals = text.indexOf("=");
      return { path: text.slice(0, equals).trim(), value: scalar(text.slice(equals + 1).trim()) };
    }),
  };
}

/** How the run differs from what the scenario says, for the reader. */
export function describeVariant({
  funding,
  intake,
  scaleIntake,
  set = [],
  without = [],
  planning,
}: RunFlags): string[] {
  return [
    ...(funding === "need" ? [] : [`funding: ${funding}`]),
    ...(planning === true ? ["planning assumption"] : []),
    ...(intake === "mid" ? [] : [`intake: ${intake}`]),
    ...(scaleIntake === undefined ? [] : [`intake × ${scaleIntake}`]),
    ...set,
    ...without.map((measure) => `without ${measure}`),
  ];
}

function optionsOf(flags: RunFlags, scenario: Scenario, monthly: boolean): Result<Options> {
  const scale = flags.scaleIntake === undefined ? 1 : Number(flags.scaleIntake.trim() || NaN);
  if (!Number.isFinite(scale) || scale < 0 || scale > 100) {
    return {
      ok: false,
      diagnostics: [
        usage(
          `--scale-intake "${flags.scaleIntake ?? ""}" is not a factor`,
          "give a number such as 1.05",
        ),
      ],
    };
  }
  const measures = Object.keys(scenario.measures);
  const unknown = (flags.without ?? []).filter((key) => !measures.includes(key));
  if (unknown.length > 0) {
    return {
      ok: false,
      diagnostics: unknown.map((key) =>
        usage(`there is no development measure "${key}"`, `expected ${oneOf(key, measures)}`),
      ),
    };
  }
  const { funding, intake } = flags;
  return {
    ok: true,
    value: {
      ...defaults,
      funding,
      intakeCase: intake,
      intakeScale: scale,
      without: new Set(flags.without),
      monthly,
    },
  };
}

/** The planning run as a scenario of its own, from its own start. */
function assumptionOf({ planning, period }: Scenario): Scenario | undefined {
  return (
    planning && {
      ...planning.assumption,
      period: { from: planning.start, to: period.to },
      published: [],
      calibration: undefined,
      tables: new Map(),
    }
  );
}

/** Whether a path leads into the planning assumption, and not to the frames it gave. */
export const isOfPlanning = (path: string): boolean =>
  isOf("planning", path) && !isOf("planning.frames", path);

/** A changed value for a year or month after the last of the run changes nothing: a slip of the pen. */
export function outsidePeriod({ period, yearStarts }: Scenario, path: string): Diagnostic[] {
  const step = splitPath(path).at(-1) ?? "";
  const span = parseSpan(step, yearStarts);
  if (span === undefined || span.from <= period.to) return [];
  return [
    usage(`"${path}" lies after the end of the run`, `the run ends in ${monthName(period.to)}`),
  ];
}

/** Keys of an amount that are no number. */
const words: ReadonlySet<string> = new Set(["unit", "kind", "source", "page", "why", "csv"]);

/** A changed number that no month of any run reads, or that is for another case: a what-if that would not say so. */
function withoutEffect(request: Request, path: string): Diagnostic[] {
  const { scenario, options } = request;
  const [prefix, about, run] = isOf("planning.set", path)
    ? (["planning.set.", scenario.planning?.assumption, "planning"] as const)
    : (["", scenario, "request"] as const);
  const own = path.slice(prefix.length);
  const quantity = about && inputAt(about.quantities, own);
  if (quantity === undefined) return [];
  const steps = splitPath(own.slice(quantity.path.length));
  const [first = "", last = ""] = [steps[0], steps.at(-1)];
  const span = parseSpan(first, scenario.yearStarts) ?? { from: -Infinity, to: Infinity };
  const isOfSpan = ({ from, to }: Period): boolean => from === span.from && to === span.to;
  if (words.has(last) || quantity.left?.some(isOfSpan) === true) return [];
  const which = last === "low" || last === "high" ? last : "mid";
  const set = quantity.points.filter((point) => first === "" || isOfSpan(point));
  const isRead = set.some((point) => request.isRead(request.numberOf(quantity, point, which, run)));
  if (isRead && (which === "mid" || which === options.intakeCase)) return [];
  const spans = quantity.points.filter(({ from }) => from !== -Infinity).map(spanName);
  const { period } = scenario;
  const help = isRead
    ? `add --intake ${which}`
    : spans.length === 0
      ? `the run goes from ${monthName(period.from)} to ${monthName(period.to)}, in all funding modes`
      : `its values are for ${spans.slice(0, 8).join(", ")}${spans.length > 8 ? ", …" : ""}, the shortest span counts, and the run goes from ${monthName(period.from)} to ${monthName(period.to)}`;
  return [usage(`a change of "${path}" changes nothing: no month of the run reads it`, help)];
}

/** Lists that are asked for and name nothing, such as those of an empty variable: not the same as no list. */
export function noneNamed(flags: {
  readonly table?: readonly string[];
  readonly without?: readonly string[];
}): Diagnostic[] {
  return [
    ...(flags.table?.length === 0
      ? [
          usage(
            "--table names no table",
            "`forecast tables` lists them; leave it out for the usual ones",
          ),
        ]
      : []),
    ...(flags.without?.length === 0
      ? [usage("--without names no measure", "name one, or leave it out")]
      : []),
  ];
}

/** Changes that a later one undoes. */
function undone(paths: readonly string[]): Diagnostic[] {
  return paths.flatMap((path, i) => {
    const by = paths.slice(i + 1).find((later) => isOf(later, path));
    if (by === undefined) return [];
    return by === path
      ? [usage(`"${path}" is set twice`, "give one value")]
      : [
          usage(
            `"${by}" is set after "${path}", which lies in it`,
            "set the whole first, then its part",
          ),
        ];
  });
}

/** A scenario that ran, with its tables on demand. */
export interface Ran {
  readonly request: Request;
  readonly tables: Tables;
  readonly locate: (problem: Diagnostic) => Diagnostic;
}

/** Does `work`, turning the failure of a run it needed into diagnostics. */
export function guarded<T>(
  locate: (problem: Diagnostic) => Diagnostic,
  work: () => Result<T>,
): Result<T> {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof RunFailed)) throw error;
    return { ok: false, diagnostics: error.diagnostics.map(locate) };
  }
}

/** Parses a scenario with the changes asked for and runs it. */
export function runScenario(
  opened: Opened,
  flags: RunFlags,
  extra: readonly Override[],
  { monthly, language }: { readonly monthly: boolean; readonly language?: "sv" | "en" | undefined },
): Result<Ran> {
  const overrides = parseOverrides(flags.set ?? []);
  if (!overrides.ok) return overrides;
  const changes = [...overrides.value, ...extra];
  const apart = flags.planning === true ? changes.filter(({ path }) => !isOfPlanning(path)) : [];
  if (apart.length > 0) {
    return failed(
      apart.map(({ path }) =>
        usage(
          `"${path}" is an input of the request, and the planning run does not follow it`,
          `write planning.set.${path}, or leave out --planning`,
        ),
      ),
    );
  }
  const parsed = opened.parse(changes);
  if (!parsed.ok) return parsed;
  const { locate } = parsed;
  const scenario = flags.planning === true ? assumptionOf(parsed.scenario) : parsed.scenario;
  if (scenario === undefined) {
    return {
      ok: false,
      diagnostics: [usage("the scenario has no planning assumption", "leave out --planning")],
    };
  }
  const options = optionsOf(flags, scenario, monthly);
  if (!options.ok) return options;
  const outside = [
    ...changes.flatMap(({ path }) => outsidePeriod(scenario, path)),
    ...undone(changes.map(({ path }) => path)),
  ];
  if (outside.length > 0) return failed(outside);
  const request = openRequest(scenario, options.value);
  if (!request.ok) return failed(request.diagnostics.map(locate));
  const idle = overrides.value.flatMap(({ path }) =>
    withoutEffect(
      request.value,
      // The planning run as a scenario of its own has the inputs that planning.set leads to.
      flags.planning === true && isOf("planning.set", path)
        ? path.slice("planning.set.".length)
        : path,
    ),
  );
  if (idle.length > 0) return failed(idle);
  return {
    ok: true,
    value: { request: request.value, tables: tablesOf(request.value, language), locate },
  };
}
