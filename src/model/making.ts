/** What the subjects share when they turn a scenario into elements. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import {
  collectElements,
  type Elements,
  type KeyTarget,
  type Source,
  type Draft,
} from "../engine/world.ts";
import { numberAt, type Given, type Numbers } from "../engine/numbers.ts";
import { spanName, type Period } from "../language/calendar.ts";
import { dimensionless, toBase } from "../language/units.ts";
import {
  description,
  type CountId,
  type EquationId,
  type InputId,
  type RelationId,
  type SetId,
} from "./description.ts";
import type { Case, Quantity } from "../amounts/quantity.ts";
import type { Scenario } from "./scenario.ts";
import type { Funding } from "./tables/file.ts";

/** How a run is made. */
export interface Setup {
  readonly period: Period;
  readonly funding: Funding;
  /** Keys of the measures whose effects and costs count. */
  readonly counted: ReadonlySet<string>;
  /** What the bill proposes, by appropriation and budget year, as far as it is known. */
  readonly frames: ReadonlyMap<string, Given>;
  /** What may be spent on a capped appropriation, by budget year. */
  readonly allowances: ReadonlyMap<string, Given>;
}

/** An element whose inputs, relations and tags are named by the description. */
export interface NamedDraft extends Omit<Draft, "inputs" | "counts"> {
  readonly inputs: Partial<Record<InputId, Source>>;
  readonly counts: Partial<Record<CountId, number>>;
}

/** What all subjects see. */
export interface Making {
  readonly scenario: Scenario;
  readonly setup: Setup;
  readonly numbers: Numbers;
  readonly report: (problem: Diagnostic) => void;
  readonly add: (set: SetId, key: string, tags?: Readonly<Record<string, string>>) => NamedDraft;
  readonly has: (set: SetId, key: string) => boolean;
  readonly link: (draft: NamedDraft, relation: RelationId, key: string, rank?: number) => void;
  readonly links: (draft: NamedDraft, relation: RelationId, keys: readonly string[]) => void;
  readonly ports: (
    draft: NamedDraft,
    relation: RelationId,
    targets: readonly NamedTarget[],
  ) => void;
  /** An input of months, as effects of measures change it. */
  readonly monthly: (quantity: Quantity) => Source;
  /** The same of a volume, which comes in three cases and is scaled. */
  readonly volume: (quantity: Quantity) => Source;
  /** An input that is read when the run starts. */
  readonly atStart: (quantity: Quantity) => Source;
  /** Numbers as they are written, which no measure changes. */
  readonly plain: (quantity: Quantity) => Given;
  /** Paths of what is read by month, and of what is read when the run starts. */
  readonly read: { readonly months: ReadonlySet<string>; readonly start: ReadonlySet<string> };
  /** Where an element stands in the scenario, by set and key. */
  readonly places: Map<string, string>;
  readonly finish: Elements["finish"];
}

export interface NamedTarget extends KeyTarget {
  readonly set: SetId;
  readonly equation: EquationId;
}

/** The numbers of a quantity. */
export function givenOf(numbers: Numbers, quantity: Quantity, which: Case = "mid"): Given {
  const { path, measure, points } = quantity;
  return {
    path,
    measure,
    points: points.map((point) => {
      const { from, to, origin } = point;
      const span = spanName(point);
      const full = span === "" ? path : `${path}.${span}`;
      const parameter = {
        path: which === "mid" ? full : `${full}.${which}`,
        measure,
        origin,
        value: point[which],
      };
      return { from, to, number: numbers.add(point, which, () => parameter) };
    }),
  };
}

const always = { from: -Infinity, to: Infinity };

/** A number that holds at all times and is not written as a quantity: what it is a part of, and which part. */
export function single(
  numbers: Numbers,
  whole: object,
  part: string,
  parameter: {
    readonly path: string;
    readonly value: number;
    readonly measure?: Quantity["measure"];
    readonly origin?: unknown;
  },
): Given {
  const { path, value, measure = dimensionless, origin } = parameter;
  const number = numbers.add(whole, part, () => ({ path, measure, origin, value }));
  return { path, measure, points: [{ ...always, number }] };
}

/** Starts a world: elements by set, and inputs as measures change them. */
export function startMaking(
  scenario: Scenario,
  setup: Setup,
  numbers: Numbers,
  report: (problem: Diagnostic) => void,
): Making {
  const elements = collectElements(description);
  const [months, start] = [new Set<string>(), new Set<string>()];
  /** Path → effects of the measures that count, in code-point order of measures, then as listed. */
  const effects = new Map<string, { measure: string; index: number }[]>();
  for (const measure of [...setup.counted].toSorted()) {
    for (const [index, { on }] of scenario.measures[measure]!.effects.entries()) {
      effects.set(on, [...(effects.get(on) ?? []), { measure, index }]);
    }
  }

  /** The number with its cases and effects, as an element of its own where it has any. */
  const parameter = (quantity: Quantity, { cases = false, atStart = false }): Source => {
    const { path, measure, bounds } = quantity;
    const on = effects.get(path) ?? [];
    if (on.length === 0 && !cases) return givenOf(numbers, quantity);
    if (elements.has("parameter", path)) return { parameter: path };
    const draft = elements.add("parameter", path, {
      case: cases ? "yes" : "no",
      changed: on.length > 0 ? "yes" : "no",
    });
    const given = givenOf(numbers, quantity);
    const number = atStart ? numberAt(given, setup.period.from) : undefined;
    // What is read at the start is the same number in all months.
    draft.inputs["mid"] =
      number === undefined ? given : { ...given, points: [{ ...always, number }] };
    if (cases) {
      draft.inputs["low"] = givenOf(numbers, quantity, "low");
      draft.inputs["high"] = givenOf(numbers, quantity, "high");
    }
    if (on.length === 0) return { parameter: path };
    const { min = 0, max = Infinity, positive = false } = bounds;
    draft.inputs["lower"] = positive ? Number.MIN_VALUE : toBase(min, measure);
    draft.inputs["upper"] = toBase(max, measure);
    const keys = on.map(({ measure: owner, index }) => `${owner} ${index}`);
    elements.link(draft, "last", keys.at(-1)!);
    for (const [n, { measure: owner, index }] of on.entries()) {
      const effect = scenario.measures[owner]!.effects[index]!;
      const { change, from, ramp, until, origin } = effect;
      const made = elements.add("effect", keys[n]!, {
        does: "add" in change ? "add" : "multiply",
        first: n === 0 ? "yes" : "no",
        ends: until === undefined ? "no" : "yes",
      });
      elements.link(made, "changes", path);
      elements.link(made, "by", owner);
      if (n > 0) elements.link(made, "previous", keys[n - 1]!);
      const at = `measures.${owner}.effects.${index}`;
      if ("add" in change) {
        const said = { path: `${at}.add`, value: change.add, measure, origin };
        made.inputs["amount"] = single(numbers, effect, "add", said);
      } else {
        const said = { path: `${at}.multiply`, value: change.multiply, origin };
        made.inputs["factor"] = single(numbers, effect, "multiply", said);
      }
      made.counts["from"] = from;
      made.counts["put_off"] = scenario.measures[owner]!.delay;
      made.counts["ramp"] = Math.max(1, ramp);
      if (until !== undefined) made.counts["until"] = until;
    }
    return { parameter: path };
  };

  return {
    scenario,
    setup,
    numbers,
    report,
    add: (set, key, tags) => elements.add(set, key, tags),
    has: elements.has,
    link: (draft, relation, key, rank) => elements.link(draft, relation, key, rank),
    links: (draft, relation, keys) => elements.links(draft, relation, keys),
    ports: (draft, relation, targets) => elements.ports(draft, relation, targets),
    monthly: (quantity) => {
      months.add(quantity.path);
      return parameter(quantity, {});
    },
    volume: (quantity) => {
      months.add(quantity.path);
      return parameter(quantity, { cases: true });
    },
    atStart: (quantity) => {
      start.add(quantity.path);
      return parameter(quantity, { atStart: true });
    },
    plain: (quantity) => givenOf(numbers, quantity),
    read: { months, start },
    places: new Map(),
    finish: elements.finish,
  };
}
