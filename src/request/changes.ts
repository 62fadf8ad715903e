/** Changed inputs as numbers to set: what a sweep or a fit does many thousand times without reading the scenario again. */
import { ok, type Result } from "../diagnostics/diagnostic.ts";
import { toBase } from "../language/units.ts";
import { inputAt } from "../model/paths.ts";
import type { Case, Quantity } from "../amounts/quantity.ts";
import type { Scenario } from "../model/scenario.ts";
import type { Request, Run } from "./request.ts";

/** A number and what it becomes, in base units. */
export interface Write {
  readonly number: number;
  readonly value: number;
}

const cases: readonly Case[] = ["low", "mid", "high"];

/** Whether a path leads to an input, of the scenario or of its planning assumption: no change of it alters the structure. */
export const isInput = (scenario: Scenario, path: string): boolean =>
  inputAt(quantitiesFor(scenario, path), withoutPrefix(path)) !== undefined &&
  (scenario.planning !== undefined || !path.startsWith(planned));

/**
 * What has to be set so that the request's scenario becomes another one that differs in inputs only. Undefined where an input
 * holds in other months than before: that is another structure.
 */
export function writesFor(request: Request, changed: Scenario): readonly Write[] | undefined {
  const { scenario } = request;
  const pairs = [
    ...pairsOf(scenario, changed, "request"),
    ...(scenario.planning === undefined || changed.planning === undefined
      ? []
      : pairsOf(scenario.planning.assumption, changed.planning.assumption, "planning")),
  ];
  // Frames that were recorded and are computed now come from a run that was not made.
  if ((scenario.planning?.frames === undefined) !== (changed.planning?.frames === undefined)) {
    return undefined;
  }
  const writes = new Map<number, number>();
  for (const [before, after, run] of pairs) {
    if (before === after) continue;
    if (before === undefined || before.points.length !== after.points.length) return undefined;
    if (!isEqual(before.left, after.left)) return undefined;
    for (const [i, point] of before.points.entries()) {
      const other = after.points[i]!;
      if (other.from !== point.from || other.to !== point.to) return undefined;
      for (const which of cases) {
        if (point[which] === other[which]) continue;
        writes.set(request.numberOf(before, point, which, run), other[which]);
      }
    }
  }
  return [...writes].map(([number, value]) => ({ number, value }));
}

/** Whether two inputs leave the same years to the planning run. */
const isEqual = (a: Quantity["left"], b: Quantity["left"]): boolean =>
  a?.length === b?.length &&
  (a ?? []).every(({ from, to }, i) => from === b![i]!.from && to === b![i]!.to);

const pairsOf = (
  before: Scenario,
  after: Scenario,
  run: Run,
): (readonly [Quantity | undefined, Quantity, Run])[] =>
  [...after.quantities].map(([path, quantity]) => [before.quantities.get(path), quantity, run]);

/** An input that takes many values: which numbers it sets, and what to. */
export interface Setter {
  readonly touches: ReadonlySet<number>;
  /** Undefined for a value that changes more than numbers. */
  readonly at: (value: number | string) => Result<readonly Write[]> | undefined;
}

/**
 * Prepares an input to be set to values again and again. `read` gives the scenario with one value in it; it is asked for few
 * of them: what is checked of one number is that it lies between bounds, so a plain number between two that can be read can
 * be read too. Undefined where a value changes more than numbers, or the scenario can be read with none of the extremes.
 */
export function setterOf(
  request: Request,
  path: string,
  values: readonly (number | string)[],
  read: (value: number | string) => Result<Scenario>,
): Setter | undefined {
  const { scenario, numbers } = request;
  if (!isInput(scenario, path)) return undefined;
  const known = new Map<number | string, Result<readonly Write[]> | undefined>();
  const written = (value: number | string): Result<readonly Write[]> | undefined => {
    if (known.has(value)) return known.get(value);
    const changed = read(value);
    const writes = changed.ok ? writesFor(request, changed.value) : [];
    const found = changed.ok ? writes && ok(writes) : changed;
    known.set(value, found);
    return found;
  };

  const plain = values.filter((value) => typeof value === "number");
  const extremes = [
    plain.reduce((a, b) => Math.min(a, b), Infinity),
    plain.reduce((a, b) => Math.max(a, b), -Infinity),
  ].filter(Number.isFinite);
  // Numbers that differ between samples are those it sets; one of the samples may be what they are already.
  const touches = new Set<number>();
  const sound: { readonly value: number; readonly writes: ReadonlyMap<number, number> }[] = [];
  for (const value of new Set([...extremes, ...values.slice(0, 2)])) {
    const found = written(value);
    if (found === undefined) return undefined;
    if (!found.ok) continue;
    for (const { number } of found.value) touches.add(number);
    if (typeof value !== "number") continue;
    sound.push({ value, writes: new Map(found.value.map((write) => [write.number, write.value])) });
  }
  // A number that is what it was before is set as well, after another value.
  const allOf = (writes: ReadonlyMap<number, number>): readonly Write[] =>
    [...touches].map((number) => ({ number, value: writes.get(number) ?? numbers[number]!.value }));

  const [first] = touches;
  const measure = first === undefined ? undefined : numbers[first]!.measure;
  const base = (value: number): number => (measure === undefined ? NaN : toBase(value, measure));
  /** Whether plain numbers are in the unit the numbers are in, and nothing is added to them. */
  const isPlain = sound.every((sample) =>
    allOf(sample.writes).every(({ value }) => value === base(sample.value)),
  );
  const least = isPlain ? Math.min(...sound.map(({ value }) => value)) : Infinity;
  const most = isPlain ? Math.max(...sound.map(({ value }) => value)) : -Infinity;
  return {
    touches,
    at: (value) => {
      if (typeof value === "number" && least <= value && value <= most) {
        return ok([...touches].map((number) => ({ number, value: base(value) })));
      }
      const found = written(value);
      if (found === undefined || !found.ok) return found;
      const writes = new Map(found.value.map((write) => [write.number, write.value]));
      // A value that sets more than the samples did is not one of these numbers only.
      if ([...writes.keys()].some((number) => !touches.has(number))) return undefined;
      return ok(allOf(writes));
    },
  };
}

const planned = "planning.set.";

const withoutPrefix = (path: string): string =>
  path.startsWith(planned) ? path.slice(planned.length) : path;

const quantitiesFor = (scenario: Scenario, path: string): Scenario["quantities"] =>
  path.startsWith(planned) && scenario.planning !== undefined
    ? scenario.planning.assumption.quantities
    : scenario.quantities;
