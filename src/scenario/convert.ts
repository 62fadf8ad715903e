/** From a file that has the right shape to a scenario: inputs get their paths, effects are compared with what they change. */
import {
  isQuantity,
  readOrigin,
  readQuantity,
  type Quantity,
  type Reading,
} from "../amounts/quantity.ts";
import { brief } from "../diagnostics/brief.ts";
import { mostProblems, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { oneOf } from "../diagnostics/suggest.ts";
import type { Effect, Measure, MeasureFile } from "../model/measures/file.ts";
import type { Scenario } from "../model/scenario.ts";
import { publishedRow, tableSpec, type TableSpec } from "../model/tables/file.ts";
import type { ScenarioFile } from "./schema.ts";

type Report = (problem: Diagnostic) => void;

/** Gives every quantity its full path and collects them. Quantities are fresh from the parser, so this is their making. */
function collectQuantities(
  node: unknown,
  path: readonly string[],
  found: Map<string, Quantity>,
): void {
  if (typeof node !== "object" || node === null) return;
  if (isQuantity(node)) {
    const named = node as { path: string };
    named.path = path.join(".");
    found.set(named.path, node);
    return;
  }
  for (const [key, value] of Object.entries(node)) collectQuantities(value, [...path, key], found);
}

const mapValues = <T, U>(
  record: Readonly<Record<string, T>> | undefined,
  change: (value: T, key: string) => U,
): Record<string, U> =>
  Object.fromEntries(Object.entries(record ?? {}).map(([key, value]) => [key, change(value, key)]));

type EffectFile = NonNullable<MeasureFile["effects"]>[number];

/**
 * The scenario of a file that has the right shape, without its planning assumption; `order` is that of its tables. Names are
 * not checked here.
 */
export function convert(
  file: ScenarioFile,
  reading: Reading,
  order: readonly string[],
  report: Report,
): Scenario {
  const { money } = reading;
  const unit = file.unit ?? money.unit;
  const quantities = new Map<string, Quantity>();
  // The season of a stream's own intake stands beside the intake in the file, so its volume has the path of the intake.
  const streams = mapValues(file.streams, (stream) => ({
    ...stream,
    intake:
      stream.intake === undefined || "of" in stream.intake ? stream.intake : stream.intake.volume,
  }));
  collectQuantities({ ...file, streams }, [], quantities);

  let told = 0;
  const effect = (given: EffectFile, path: string): Effect[] => {
    const target = quantities.get(given.on);
    const problem = (code: Diagnostic["code"], message: string, help: string): Effect[] => {
      report({ code, severity: "error", message, help, path });
      told += 1;
      return [];
    };
    if (target === undefined) {
      return problem(
        "unknown-name",
        `there is no input "${brief(given.on)}"`,
        told < mostProblems
          ? `give the path of an input; ${oneOf(given.on, closest(given.on, [...quantities.keys()]))}`
          : "give the path of an input",
      );
    }
    const { from, ramp = 0, until, add, multiply } = given;
    if (until !== undefined && until < from) {
      return problem(
        "out-of-range",
        "the effect ends before it starts",
        "put `until` after `from`",
      );
    }
    if ((add === undefined) === (multiply === undefined)) {
      return problem(
        "missing-key",
        "an effect adds or multiplies",
        'give one of "add" and "multiply"',
      );
    }
    const base = { on: given.on, from, ramp, until, origin: readOrigin(given) };
    if (multiply !== undefined) return [{ ...base, change: { multiply } }];
    const amount = readQuantity(add, { unit: target.unit, min: -Infinity }, [], {
      ...reading,
      problem: (code, message, _, help) => problem(code, message, help ?? ""),
    });
    const added = amount?.points[0]?.mid;
    return added === undefined ? [] : [{ ...base, change: { add: added } }];
  };

  const { housing, groups } = file;
  const tiers = housing?.tiers ?? {};
  return {
    name: file.name,
    title: file.title,
    language: file.language,
    money,
    unit,
    period: { from: file.period.from, to: file.period.to },
    yearStarts: file.period.year_starts ?? 1,
    prices: file.period.prices,
    sources: file.sources ?? {},
    areas: file.areas ?? {},
    strategicAreas: file.strategic_areas ?? {},
    intakes: file.intakes ?? {},
    streams: file.streams,
    processes: file.processes,
    staff: file.staff ?? {},
    quotas: file.quotas ?? {},
    stocks: groups?.stocks ?? {},
    flows: groups?.flows ?? {},
    tierGroups: groups?.tiers ?? {},
    claims: housing?.claims ?? {},
    tiers: Object.fromEntries(
      (housing?.order ?? []).flatMap((key) => {
        const tier = Object.hasOwn(tiers, key) ? tiers[key] : undefined;
        return tier === undefined ? [] : [[key, tier]];
      }),
    ),
    appropriations: mapValues(file.appropriations, (given, key) => ({
      ...given,
      // The schema has seen to the slash.
      area: key.slice(0, key.indexOf("/")),
      number: key.slice(key.indexOf("/") + 1),
    })),
    indices: file.indices ?? {},
    costs: file.costs ?? {},
    measures: mapValues(file.measures, (given, key): Measure => ({
      label: given.label,
      strategicArea: given.strategic_area,
      costs: given.costs,
      effects: (given.effects ?? []).flatMap((one, i) =>
        effect(one, `measures.${key}.effects.${i}.on`),
      ),
      withinFrame: given.within_frame ?? false,
      delay: given.delay ?? 0,
    })),
    planning: undefined,
    tables: new Map(
      tablesInOrder(file.tables, order).map(([id, table]): [string, TableSpec] => [
        id,
        tableSpec(table, unit),
      ]),
    ),
    published: (file.published ?? []).map((given) => publishedRow(given, unit)),
    calibration: file.calibration,
    quantities,
  };
}

/** The tables of the file in its order; those that are not in the file, because they were set, come last. */
function tablesInOrder<T>(
  tables: Readonly<Record<string, T>> = {},
  order: readonly string[],
): [string, T][] {
  const places = new Map(order.map((key, i) => [key, i]));
  const place = (key: string): number => places.get(key) ?? order.length;
  return Object.entries(tables).toSorted(([a], [b]) => place(a) - place(b));
}

/** No path of an input has more. */
const mostSteps = 12;

/** The paths that share the longest beginning with a mistyped one, for a message that can be read. */
export function closest(path: string, known: readonly string[]): string[] {
  const steps = path.split(".", mostSteps);
  for (let length = steps.length - 1; length > 0; length -= 1) {
    const start = `${steps.slice(0, length).join(".")}.`;
    const found = known.filter((candidate) => candidate.startsWith(start));
    if (found.length > 0) return found.slice(0, 12);
  }
  return known.slice(0, 12);
}
