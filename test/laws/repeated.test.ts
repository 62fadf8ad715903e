import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Quantity } from "../../src/amounts/quantity.ts";
import { cappedOf, type Scenario } from "../../src/model/scenario.ts";
import { writesFor, type Write } from "../../src/request/changes.ts";
import type { Request, View } from "../../src/request/request.ts";
import { period, process, quantity, rate, scenario, stream } from "../support/build.ts";
import { build } from "../support/random-scenario.ts";
import {
  altered,
  cases,
  figuresIn,
  figuresWith,
  isOfOneRun,
  openOf,
  readAll,
  runs,
  scaled,
  unequal,
  within,
  type Case,
  type Values,
} from "./cases.ts";

/** Everything that is given as a quantity, and not as nothing. */
const inputsOf = ({ quantities }: Scenario): Quantity[] =>
  [...quantities.values()].filter(({ points }) => points.some(({ mid }) => mid !== 0));

/** A change of some inputs: which ones, by number, and how many thousandths of each are added. */
interface Change {
  readonly inputs: readonly number[];
  readonly thousandths: readonly number[];
  /** Whether the scenario changes, its planning assumption, or both. */
  readonly where: "scenario" | "assumption" | "both";
}

const changes: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.record({
    inputs: fc.array(fc.nat({ max: 9999 }), { minLength: 1, maxLength: 4 }),
    thousandths: fc.array(fc.integer({ min: -300, max: 0 }), { minLength: 4, maxLength: 4 }),
    where: fc.constantFrom("scenario", "assumption", "both"),
  }),
  { minLength: 1, maxLength: 3 },
);

function changed(base: Scenario, { inputs, thousandths, where }: Change): Scenario {
  const all = inputsOf(base);
  const factors = new Map(
    inputs.map((n, i) => [all[n % all.length]?.path, 1 + (thousandths[i] ?? 0) / 1000]),
  );
  const other = altered(base, (given) => {
    const factor = factors.get(given.path);
    return factor === undefined ? given : scaled(given, factor);
  });
  if (where === "both") return other;
  return where === "scenario"
    ? { ...other, planning: base.planning }
    : { ...base, planning: other.planning };
}

/** The same agency, whose money in `available` is what the planning assumption needs. */
const planned = (given: Case): Case => ({
  ...given,
  draft: {
    ...given.draft,
    capped: true,
    planning: given.draft.planning ?? { early: 0, intake: 0.5 },
    appropriations: given.draft.appropriations.map((one) => ({
      ...one,
      left: [true],
      frame: undefined,
      available: undefined,
    })),
  },
});

const halfPlanned = fc
  .tuple(cases, fc.boolean())
  .map(([given, isPlanned]) => (isPlanned ? planned(given) : given));

/** All runs of a request: in each funding mode, and with one measure only. */
function viewsOf(base: Scenario): View[] {
  const [only] = Object.keys(base.measures);
  return [
    { mode: "need" },
    { mode: "proposed" },
    ...(cappedOf(base).length === 0 ? [] : [{ mode: "available" } as const]),
    ...(only === undefined ? [] : [{ mode: "proposed", only } as const]),
    ...(base.planning === undefined ? [] : [{ mode: "planning" } as const]),
  ];
}

/** All figures of a view, or what is wrong with its run. */
function seenIn(request: Request, view: View): Values | readonly string[] {
  const { scenario: own, planningYears, columns } = request;
  const isPlanning = view.mode === "planning";
  const about = isPlanning ? (own.planning?.assumption ?? own) : own;
  const figures = figuresIn(about, view.mode === "planning" ? {} : { funding: view.mode }).filter(
    (figure) => !isPlanning || isOfOneRun(figure),
  );
  request.want(view, figures as never);
  const problems = request.run([view]).map(({ message }) => message);
  if (problems.length > 0) return problems.toSorted();
  return readAll(request, view, figures, isPlanning ? planningYears : columns);
}

/** What is not the same in two views. */
const apart = (a: Values | readonly string[], b: Values | readonly string[]): readonly unknown[] =>
  a instanceof Map && b instanceof Map
    ? unequal(a as Values, b as Values)
    : JSON.stringify(a) === JSON.stringify(b)
      ? []
      : [a, b];

describe("numbers that are set", () => {
  test("give the very figures of the changed scenario, whatever was set before", () => {
    let compared = 0;
    let moved = 0;
    fc.assert(
      fc.property(
        halfPlanned,
        changes,
        fc.boolean(),
        fc.boolean(),
        (given, list, early, monthly) => {
          const base = build(given.draft);
          const options = { intakeCase: given.intakeCase, monthly };
          const request = openOf(base, options);
          const views = viewsOf(base);
          // Runs may be there already, or be made when the numbers have been set.
          const before = early ? views.map((view) => seenIn(request, view)) : [];
          let set: readonly Write[] = [];
          for (const change of [...list, { ...list[0], thousandths: [0, 0, 0, 0] } as Change]) {
            const other = changed(base, change);
            const writes = writesFor(request, other);
            if (writes === undefined) throw new Error("the structure is another one");
            const numbers = new Set(writes.map(({ number }) => number));
            for (const { number } of set.filter((one) => !numbers.has(one.number))) {
              request.set(number, request.numbers[number]?.value ?? Number.NaN);
            }
            for (const { number, value } of writes) request.set(number, value);
            set = writes;
            const direct = openOf(other, options);
            for (const [i, view] of views.entries()) {
              const found = seenIn(request, view);
              expect(apart(seenIn(direct, view), found)).toEqual([]);
              if (!(found instanceof Map)) continue;
              compared += 1;
              if (early && apart(before[i] ?? [], found).length > 0) moved += 1;
            }
          }
        },
      ),
      { ...runs, numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(250);
    // Where no figure moved with the numbers, the law says little.
    expect(moved).toBeGreaterThan(60);
  });

  /** The part of a scenario at a path is another one. */
  const replaced = (
    node: unknown,
    path: readonly string[],
    change: (n: number) => number,
  ): unknown => {
    const [step, ...rest] = path;
    if (step === undefined) return change(node as number);
    if (Array.isArray(node)) {
      return node.map((item: unknown, i) =>
        String(i) === step ? replaced(item, rest, change) : item,
      );
    }
    const own = node as Readonly<Record<string, unknown>>;
    return { ...own, [step]: replaced(own[step], rest, change) };
  };
  /** Where a number that is no quantity stands in a scenario: a season's weight, an effect, a share that is a number. */
  const placeOf = (path: string): string[] | undefined => {
    const steps = path.split(".");
    if (/^intakes\..*\.season\.weights/.test(path)) return steps;
    if (/^streams\..*\.season\.weights/.test(path)) return steps.toSpliced(2, 0, "intake");
    if (/^measures\..*\.effects\..*\.(?:add|multiply)$/.test(path)) {
      return steps.toSpliced(4, 0, "change");
    }
    return /^processes\..*\.(?:to|unserved)\./.test(path) ? steps : undefined;
  };

  test("may be weights of seasons, effects and shares too", () => {
    let compared = 0;
    fc.assert(
      fc.property(
        cases,
        fc.array(fc.nat({ max: 9999 }), { minLength: 3, maxLength: 3 }),
        (given, picks) => {
          const base: Scenario = { ...build(given.draft), planning: undefined };
          const options = { funding: "proposed" } as const;
          const request = openOf(base, options);
          const numbers = request.numbers.flatMap(({ path }, number) => {
            const place = placeOf(path);
            return place === undefined ? [] : [{ number, place }];
          });
          if (numbers.length === 0) return;
          const view: View = { mode: "proposed" };
          seenIn(request, view);
          let other = base;
          const chosen = new Set(picks.map((n) => numbers[n % numbers.length]));
          for (const { number, place } of [...chosen].filter((one) => one !== undefined)) {
            request.set(number, (request.numbers[number]?.value ?? Number.NaN) * 0.75);
            other = replaced(other, place, (n) => n * 0.75) as Scenario;
            compared += 1;
          }
          expect(apart(seenIn(openOf(other, options), view), seenIn(request, view))).toEqual([]);
        },
      ),
      { ...runs, numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(60);
  });

  test("may be the options of a run: the intake's case and scale, and the measures that are on", () => {
    fc.assert(
      fc.property(cases, fc.constantFrom(0.5, 1, 3), (drawn, intakeScale) => {
        const given = within(drawn);
        const base = build(given.draft);
        const { funding, intakeCase } = given;
        const request = openOf(base, { funding });
        const set = (path: string, value: number): void => {
          request.set(
            request.numbers.findIndex((one) => one.path === path),
            value,
          );
        };
        for (const which of ["low", "mid", "high"]) {
          set(`options.intake.${which}`, which === intakeCase ? 1 : 0);
        }
        set("options.scale", intakeScale);
        const without = new Set(Object.keys(base.measures).slice(0, 1));
        for (const key of without) set(`options.measures.${key}`, 0);
        const options = { funding, intakeCase, intakeScale, without };
        const expected = figuresWith(base, options);
        const found = readAll(request, { mode: funding }, figuresIn(base, options));
        const own = [...expected].filter(([name]) => found.has(name));
        expect(unequal(new Map(own), found)).toEqual([]);
      }),
      { ...runs, numRuns: 60 },
    );
  });

  test("that are set to what they are change nothing", () => {
    fc.assert(
      fc.property(cases, ({ draft, funding }) => {
        const base = build(draft);
        const request = openOf(base, { funding });
        expect(
          writesFor(
            request,
            altered(base, (given) => ({ ...given })),
          ),
        ).toEqual([]);
        const before = seenIn(request, { mode: funding });
        for (const [number, { value, path }] of request.numbers.entries()) {
          // The planning run fills in frames of its own.
          if (!/\.frame\.[^.]*$/.test(path)) request.set(number, value);
        }
        expect(apart(before, seenIn(request, { mode: funding }))).toEqual([]);
      }),
      { ...runs, numRuns: 30 },
    );
  });

  test("are not told of a change of structure", () => {
    const of = (value: Quantity): Scenario =>
      scenario({
        period: period("2014-01..2015-12"),
        processes: { a: process({ open: [{ rate: value }, { done: 1 }] }) },
        streams: { a: stream("a", { intake: 10 }) },
      });
    const request = openOf(of(quantity(0.5, "1/month")));
    expect(writesFor(request, of(quantity(0.25, "1/month")))).toHaveLength(3);
    expect(writesFor(request, of(quantity({ 2014: 0.5, 2015: 0.25 }, "1/month")))).toBeUndefined();
  });

  test("and break a rule are reported, until they are set to others", () => {
    const of = (share: number): Scenario =>
      scenario({
        processes: { a: process({ open: [rate(0.5), { done: "x", gone: "rest" }] }) },
        streams: { a: stream("a", { intake: 10, shares: { x: share } }) },
      });
    const request = openOf(of(0.5));
    const codesWith = (share: number): string[] => {
      for (const { number, value } of writesFor(request, of(share)) ?? []) {
        request.set(number, value);
      }
      return request.run([{ mode: "need" }]).map(({ code }) => code);
    };
    expect(codesWith(1.5)).toEqual(["out-of-range"]);
    expect(codesWith(0.75)).toEqual([]);
  });
});
