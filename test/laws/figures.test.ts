import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Quantity } from "../../src/amounts/quantity.ts";
import { bind } from "../../src/engine/bind.ts";
import { interpret } from "../../src/engine/interpreter.ts";
import type { FigureRef } from "../../src/engine/program.ts";
import { unit, type Unit } from "../../src/language/units.ts";
import { parseDomains } from "../../src/language/description.ts";
import { description } from "../../src/model/description.ts";
import type { Season } from "../../src/model/intake/file.ts";
import type { Effect, Measure } from "../../src/model/measures/file.ts";
import { partRef } from "../../src/model/refs.ts";
import type { Scenario } from "../../src/model/scenario.ts";
import { loaded, sum, worldOf } from "../support/build.ts";
import { build, randomNaming, randomShuffle } from "../support/random-scenario.ts";
import {
  altered,
  cases,
  countedIn,
  daysOf,
  differs,
  figuresIn,
  figuresOf,
  figuresWith,
  holds,
  isRatio,
  keysOf,
  minus,
  nameOf,
  observed,
  openIn,
  openOf,
  openingOf,
  partsOfName,
  passing,
  plus,
  readAll,
  runs,
  scaled,
  stagesIn,
  times,
  unequal,
  unlike,
  withFunds,
  within,
  zeros,
  type Case,
  type Seen,
  type Values,
} from "./cases.ts";

/** All figures of a scenario's months. */
const monthsOf = (scenario: Scenario, given: Case): Values =>
  figuresWith(scenario, { ...given, monthly: true });

/** How a figure of several months comes from those of each. */
const over: Readonly<Record<string, "closing" | "days" | "months">> = {
  "stock group": "closing",
  "there effect": "closing",
  "persons tier": "days",
  "persons_in_own agency": "days",
  "places agency": "days",
  "places tier": "days",
  "places tier_group": "days",
  "staff capacity": "months",
  "unhoused agency": "months",
};

/** A scenario some months later, in which nothing else is different. */
function later(base: Scenario, by: number): Scenario {
  const month = (calendarMonth: number): number => (calendarMonth + by) % 12;
  const seasonLater = (season: Season | undefined): Season | undefined => {
    if (season === undefined) return undefined;
    if ("weights" in season) {
      const weights = season.weights.map((_, i) => season.weights[(i + 12 - (by % 12)) % 12] ?? 0);
      return { ...season, weights };
    }
    const observedLater = season.observed.map((one) => ({
      ...one,
      calendarMonth: month(one.calendarMonth),
    }));
    return { ...season, observed: observedLater };
  };
  const spans = <T extends { readonly from: number; readonly to: number }>(
    list: readonly T[],
  ): T[] => list.map((one) => ({ ...one, from: one.from + by, to: one.to + by }));
  const moved = altered(base, (quantity) => ({
    ...quantity,
    points: spans(quantity.points),
    ...(quantity.left === undefined ? {} : { left: spans(quantity.left) }),
  }));
  const { streams, intakes, measures, period } = moved;
  const record = <T>(list: Readonly<Record<string, T>>, change: (one: T) => T): Record<string, T> =>
    Object.fromEntries(Object.entries(list).map(([key, one]) => [key, change(one)]));
  return {
    ...moved,
    period: { from: period.from + by, to: period.to + by },
    yearStarts: month(base.yearStarts - 1) + 1,
    intakes: record(intakes, (one) => ({ ...one, season: seasonLater(one.season) })),
    streams: record(streams, (one) =>
      one.intake === undefined || "of" in one.intake
        ? one
        : { ...one, intake: { ...one.intake, season: seasonLater(one.intake.season) } },
    ),
    measures: record(measures, (one) => ({
      ...one,
      effects: one.effects.map((effect) => ({
        ...effect,
        from: effect.from + by,
        until: effect.until === undefined ? undefined : effect.until + by,
      })),
    })),
  };
}

/** Every quantity of a run in which all months have thirty days, by name. */
function evenly(scenario: Scenario, { funding, intakeCase }: Case): Map<string, number[]> {
  const counted = new Set(countedIn(scenario, funding).map(([key]) => key));
  const { world, numbers } = worldOf(scenario, { funding, intakeCase, counted });
  const always = { from: -Infinity, to: Infinity, number: numbers.length };
  const days = { path: "days", measure: unit("day/month"), points: [always] };
  const even = { ...world, shared: { ...world.shared, days } };
  const program = bind(description, even, ({ key, input }) => {
    throw new Error(`${key} has no ${input}`);
  })([]);
  const { values, months } = interpret(program, loaded(program, [...numbers, 30]));
  return new Map(
    program.slots.map(({ equation, set, key }, slot) => [
      `${equation} ${set} ${key}`,
      [...values.subarray(slot * months, (slot + 1) * months)],
    ]),
  );
}

describe("figures", () => {
  test("of months add up to those of years", () => {
    holds((given) => {
      const scenario = build(given.draft);
      const request = openOf(scenario, given);
      const yearly = readAll(request, { mode: given.funding }, figuresIn(scenario, given));
      const monthly = monthsOf(scenario, given);
      const { columns } = openOf(scenario, { ...given, monthly: true });
      const total = [...yearly].map(([name]): [string, number | null] => {
        const ref = partsOfName(name);
        const year = request.columns[Number(ref.column)];
        const months = columns.flatMap(({ from, days }) => {
          const value = monthly.get(nameOf(ref, from)) ?? null;
          const isIn = year !== undefined && year.from <= from && from < year.to;
          return isIn && value !== null ? [{ value, days }] : [];
        });
        if (months.length === 0) return [name, null];
        switch (over[`${ref.figure} ${ref.set}`]) {
          case "closing":
            return [name, months.at(-1)?.value ?? null];
          case "days":
            return [name, sum(months.map(({ value, days }) => value * days)) / (year?.days ?? NaN)];
          case "months":
            return [name, sum(months.map(({ value }) => value)) / months.length];
          default:
            return [name, sum(months.map(({ value }) => value))];
        }
      });
      expect(unlike(yearly, new Map(total))).toEqual([]);
    }, 60);
  });

  test("of parts add up to totals", () => {
    holds((given) => {
      const run = observed(given);
      const { scenario } = run;
      const request = openOf(scenario, given);
      const figures = readAll(request, { mode: given.funding }, figuresIn(scenario, given));
      const inMonths = (values: readonly (readonly number[])[]): number[] =>
        plus(zeros(run), ...values);
      const wrong: string[] = [];
      for (const key of keysOf(run, "flow")) {
        const expected = passing(run, partRef(key));
        wrong.push(...differs(run, "persons", key, run.values("flow", key), expected));
      }
      for (const key of keysOf(run, "group").filter((name) => !name.includes("/"))) {
        const streams = scenario.stocks[key]?.streams ?? Object.keys(scenario.streams);
        const stages = streams.flatMap((stream) => stagesIn(run, { of: key, stream }));
        const all = stagesIn(run, { of: key, stream: undefined });
        if (stages.toSorted().join(" ") !== all.toSorted().join(" ")) wrong.push(key);
      }
      const linesOf = (is: (line: Scenario["costs"][string]) => boolean): string[] =>
        Object.entries(scenario.costs).flatMap(([key, line]) => (is(line) ? [key] : []));
      for (const key of keysOf(run, "appropriation", "yes")) {
        const lines = linesOf(({ on }) => on === key).map((name) => run.values("cost", name));
        const parts = [...lines, run.values("financed", key)];
        wrong.push(...differs(run, "money", key, run.values("spent", key), inMonths(parts)));
      }
      /** A figure of all years; what is empty counts as nothing. */
      const shown = (figure: string, set: string, key: string): number[] =>
        request.columns.map((_, i) => figures.get(nameOf({ figure, set, key }, i)) ?? 0);
      const none = request.columns.map(() => 0);
      const all = (figure: string, set: string, keys: readonly string[]): number[] =>
        plus(none, ...keys.map((key) => shown(figure, set, key)));
      const compare = (figure: string, set: string, key: string, parts: readonly number[]): void =>
        void wrong.push(
          ...differs(run, "money", `${figure} of ${key}`, shown(figure, set, key), parts),
        );
      /** What the lines cost where no measure counts and nothing binds. */
      const without = openOf(scenario, { ...given, funding: "need" });
      const spent = (set: "appropriation" | "agency", key: string): number[] =>
        without.columns.map(
          (column) => without.read({ mode: "need" }, { figure: "forecast", set, key }, column) ?? 0,
        );
      const appropriations = Object.keys(scenario.appropriations);
      const measures = Object.keys(scenario.measures);
      const counted = countedIn(scenario, given.funding).map(([key]) => key);
      const costs = (keys: readonly string[], on: readonly string[]): number[] =>
        all(
          "cost",
          "measure_cost",
          keys.flatMap((key) => on.map((appropriation) => `${key} ${appropriation}`)),
        );
      for (const key of appropriations) {
        const own = linesOf(({ on }) => on === key);
        compare("forecast", "appropriation", key, all("cost", "line", own));
        compare("measures", "appropriation", key, costs(counted, [key]));
        compare("all_measures", "appropriation", key, costs(measures, [key]));
        const forecast = shown("forecast", "appropriation", key);
        compare("need", "appropriation", key, plus(forecast, costs(counted, [key])));
        const frames = shown("frame", "appropriation", key);
        const need = shown("need", "appropriation", key);
        // Of a frame that is not known there is no gap, nor where nothing is spent.
        const isKnown = (i: number): boolean =>
          ["frame", "need"].every((figure) => {
            const ref = { figure, set: "appropriation", key };
            return (figures.get(nameOf(ref, i)) ?? null) !== null;
          });
        const gap = need.map((amount, i) => (isKnown(i) ? amount - (frames[i] ?? Number.NaN) : 0));
        compare("gap", "appropriation", key, gap);
        const saved = minus(spent("appropriation", key), forecast);
        compare("saved", "appropriation", key, saved);
        compare("net", "appropriation", key, minus(saved, costs(counted, [key])));
        for (const item of Object.keys(scenario.appropriations[key]?.items ?? {})) {
          const lines = linesOf((line) => line.on === key && line.item === item);
          compare("forecast", "item", `${key}/${item}`, all("cost", "line", lines));
        }
      }
      for (const key of measures) compare("cost", "measure", key, costs([key], appropriations));
      compare("forecast", "agency", "agency", all("cost", "line", Object.keys(scenario.costs)));
      compare("measures", "agency", "agency", costs(counted, appropriations));
      const saved = minus(spent("agency", "agency"), shown("forecast", "agency", "agency"));
      compare("saved", "agency", "agency", saved);
      compare("net", "agency", "agency", minus(saved, costs(counted, appropriations)));
      const own = Object.entries(scenario.tiers).flatMap(([key, tier]) =>
        tier.run_by_others === true ? [] : [key],
      );
      const tierLines = (key: string): string[] =>
        linesOf(({ drivers }) =>
          drivers.some(({ kind, of }) => ["nights", "place_days"].includes(kind) && of === key),
        );
      for (const key of Object.keys(scenario.tiers)) {
        compare("cost", "tier", key, all("cost", "line", tierLines(key)));
      }
      compare("housing_cost", "agency", "agency", all("cost", "tier", own));
      const places = (keys: readonly string[]): number[] => all("places", "tier", keys);
      wrong.push(
        ...differs(run, "places", "agency", shown("places", "agency", "agency"), places(own)),
        ...Object.entries(scenario.tierGroups).flatMap(([key, { tiers }]) =>
          differs(run, "places", key, shown("places", "tier_group", key), places(tiers)),
        ),
      );
      expect(wrong).toEqual([]);
    });
  });

  test("are the same in every run, whether it keeps months or not", () => {
    holds((given) => {
      const yearly = openOf(build(given.draft), given);
      const monthly = openOf(build(given.draft), { ...given, monthly: true });
      const again = figuresOf(monthly, yearly.columns);
      expect(unequal(figuresOf(yearly), again)).toEqual([]);
    }, 60);
  });

  test("do not depend on the order in which the scenario lists its parts", () => {
    fc.assert(
      fc.property(cases, fc.integer(), (given, seed) => {
        const once = figuresWith(build(given.draft), given);
        const shuffled = build(given.draft, { shuffle: randomShuffle(seed) });
        const again = figuresWith(shuffled, given);
        expect(unequal(once, again)).toEqual([]);
      }),
      { ...runs, numRuns: 60 },
    );
  });

  test("do not depend on names", () => {
    fc.assert(
      fc.property(cases, fc.integer(), (given, seed) => {
        const plain = new Map<string, string>();
        const naming = randomNaming(seed);
        const renamed = build(given.draft, {
          naming: (kind, n) => {
            const word = naming(kind, n);
            plain.set(word, `${kind}${n}`);
            return word;
          },
        });
        const expected = figuresWith(build(given.draft), given);
        const found = figuresWith(renamed, given);
        const plainly = [...found].map(([name, value]): [string, number | null] => [
          name.replaceAll(/[\p{L}\p{N}_]+/gu, (word) => plain.get(word) ?? word),
          value,
        ]);
        expect(unlike(expected, new Map(plainly))).toEqual([]);
      }),
      { ...runs, numRuns: 60 },
    );
  });

  test("are those of the run the laws look at", () => {
    holds((given) => {
      const run: Seen = observed(given);
      const { scenario } = run;
      const request = openOf(scenario, { ...given, monthly: true });
      const found = readAll(request, { mode: given.funding }, figuresIn(scenario, given));
      const looked = new Map<string, number | null>();
      const see = (figure: string, set: string, key: string, values: readonly number[]): void => {
        for (const [month, value] of values.entries()) {
          looked.set(nameOf({ figure, set, key }, month), value);
        }
      };
      const all = (keys: readonly string[], id: "stock" | "unhoused" | "own"): number[] =>
        plus(zeros(run), ...keys.map((key) => run.values(id, key)));
      for (const key of keysOf(run, "group")) {
        see("stock", "group", key, all(stagesIn(run, partRef(key)), "stock"));
      }
      for (const key of keysOf(run, "flow")) see("flow", "flow", key, run.values("flow", key));
      for (const key of keysOf(run, "capacity")) {
        see("staff", "capacity", key, run.values("staff", key));
      }
      for (const key of keysOf(run, "tier")) {
        see("persons", "tier", key, run.values("lodged", key));
        see("places", "tier", key, run.values("places", key));
      }
      for (const key of keysOf(run, "line")) see("cost", "line", key, run.values("cost", key));
      const claims = keysOf(run, "claim");
      see("unhoused", "agency", "agency", all(claims, "unhoused"));
      see("persons_in_own", "agency", "agency", all(claims, "own"));
      const same = [...looked.keys()].map((name): [string, number | null] => [
        name,
        // A flow that counts no move is empty.
        found.has(name) ? (found.get(name) ?? 0) : null,
      ]);
      expect(unlike(looked, new Map(same))).toEqual([]);
      const counted = countedIn(scenario, given.funding).map(([key]) => key);
      const counts = Object.entries(scenario.measures).filter(([, one]) => request.counts(one));
      expect(counts.map(([key]) => key).toSorted()).toEqual(counted);
    });
  });

  test("of one amount per another are those of the two", () => {
    holds((given) => {
      const run = observed(given);
      const { scenario } = run;
      const request = openOf(scenario, given);
      const found = readAll(request, { mode: given.funding }, figuresIn(scenario, given));
      const days = daysOf(run);
      const wrong = request.columns.flatMap(({ from, to }, i) => {
        const total = (values: readonly number[]): number => sum(values.slice(from, to));
        const shown = (figure: string, set: string, key: string): number | null =>
          found.get(nameOf({ figure, set, key }, i)) ?? null;
        const differ = (
          [figure, set, key]: readonly [string, string, string],
          a: number | null,
          b: number,
        ): string[] => {
          const value = shown(figure, set, key);
          // Of next to nothing there is no more than a rest of rounding.
          if (Math.abs(b) < 1e-5) return Math.abs(b) > 1e-7 || value === null ? [] : [key];
          const wanted = a === null ? null : a / b;
          const isSame =
            value === wanted ||
            (value !== null &&
              wanted !== null &&
              Math.abs(value - wanted) <= 1e-6 * Math.abs(wanted));
          return isSame ? [] : [`${figure} of ${key}: ${value}, not ${a} / ${b}`];
        };
        return [
          ...keysOf(run, "line").flatMap((key) =>
            differ(
              ["unit_cost", "line", key],
              total(run.values("cost", key)),
              total(run.values("due", key)),
            ),
          ),
          ...keysOf(run, "tier").flatMap((key) => {
            const cost = shown("cost", "tier", key);
            const places = total(times(run.values("places", key), days));
            return [
              ...differ(
                ["day_cost", "tier", key],
                cost,
                total(times(run.values("lodged", key), days)),
              ),
              ...differ(["place_cost", "tier", key], cost, places),
            ];
          }),
          ...keysOf(run, "tier_group").flatMap((key) => {
            const own = shown("places", "agency", "agency") ?? 0;
            return differ(
              ["share_of_places", "tier_group", key],
              shown("places", "tier_group", key),
              own,
            );
          }),
          ...keysOf(run, "group").flatMap((key) => {
            const stages = stagesIn(run, partRef(key));
            const inside = new Set(stages);
            const at = (values: readonly (readonly number[])[], month: number): number =>
              sum(values.map((one) => one[month] ?? Number.NaN));
            const opening = at(
              stages.map((stage) => openIn(run, stage)),
              from,
            );
            const closing = at(
              stages.map((stage) => run.values("stock", stage)),
              to - 1,
            );
            const left = keysOf(run, "move").filter((way) => {
              const [stage = "", target = ""] = way.split("->");
              const stream = stage.slice(0, stage.indexOf("."));
              return inside.has(stage) && !inside.has(`${stream}.${target}`);
            });
            const leaving = sum(left.map((way) => total(run.values("moved", way))));
            return differ(["stay", "group", key], ((opening + closing) / 2) * (to - from), leaving);
          }),
        ];
      });
      expect(wrong).toEqual([]);
    }, 60);
  });

  test("do not depend on the units that people, places, staff, hours and money are counted in", () => {
    const power = fc.integer({ min: -3, max: 3 }).map((n) => 2 ** n);
    const units = fc.record({
      person: power,
      place: power,
      staff: power,
      hour: power,
      money: power,
    });
    fc.assert(
      fc.property(cases, units, (given, sizes) => {
        /** How many of the other units one of this unit's is; powers of two leave no rest. */
        const factorOf = ({ dimensions }: Unit): number =>
          dimensions.reduce(
            (factor, [name, exponent]) =>
              factor * (name in sizes ? sizes[name as keyof typeof sizes] : 1) ** exponent,
            1,
          );
        const base = build(given.draft);
        const changed = (effect: Effect): Effect => {
          const on = base.quantities.get(effect.on);
          if (on === undefined || !("add" in effect.change)) return effect;
          return { ...effect, change: { add: effect.change.add * factorOf(on.measure) } };
        };
        const counted = altered(base, (quantity) => scaled(quantity, factorOf(quantity.measure)));
        const other: Scenario = {
          ...counted,
          measures: Object.fromEntries(
            Object.entries(counted.measures).map(([key, measure]) => [
              key,
              { ...measure, effects: measure.effects.map(changed) },
            ]),
          ),
        };
        const measured = (on: Quantity | undefined): number =>
          on === undefined ? Number.NaN : factorOf(on.measure);
        const factorOfFigure = ({ figure, set, key }: FigureRef): number => {
          if (figure === "unit_cost") return measured(base.costs[key]?.cost);
          if (figure === "there") {
            const [measure = "", n = ""] = key.split(" ");
            const effect = base.measures[measure]?.effects[Number(n)];
            const adds = effect !== undefined && "add" in effect.change;
            return adds ? measured(base.quantities.get(effect.on)) : 1;
          }
          const found = description.figures.find(
            ({ id, over: on }) => id === figure && parseDomains(on).some((one) => one.set === set),
          );
          return factorOf(unit(found?.unit ?? ""));
        };
        const shown = figuresWith(other, given);
        const expected = [...figuresWith(base, given)].map(([name, value]) => {
          const ref = partsOfName(name);
          // What is next to nothing in one unit may be something in another.
          const isEmpty = isRatio(ref) && (value === null || shown.get(name) === null);
          const again = isEmpty ? (shown.get(name) ?? null) : value && value * factorOfFigure(ref);
          return [name, again] as const;
        });
        expect(unequal(new Map(expected), shown)).toEqual([]);
      }),
      { ...runs, numRuns: 60 },
    );
  });

  test("do not depend on the four years the run is in", () => {
    holds((given) => {
      const { draft } = given;
      // As long as the century is the same, four years later has the same days.
      const four = build({ ...draft, start: draft.start + 48 });
      expect(unequal(monthsOf(build(draft), given), monthsOf(four, given))).toEqual([]);
    }, 60);
  });

  test("do not depend on the calendar month in which all of it begins, but for its days", () => {
    fc.assert(
      fc.property(cases, fc.integer({ min: 1, max: 23 }), (given, by) => {
        const { scenario, funds } = observed(given);
        const base = withFunds(scenario, funds);
        // A season's weights are those of other calendar months then.
        const compared = (values: ReadonlyMap<string, number[]>): [string, number[]][] =>
          [...values].filter(([name]) => !name.startsWith("weight season_month"));
        const expected = new Map(compared(evenly(base, given)));
        const found = new Map(compared(evenly(later(base, by), given)));
        expect([...found.keys()]).toEqual([...expected.keys()]);
        const wrong = [...found].filter(
          ([name, values]) =>
            !values.every((value, month) => Object.is(value, expected.get(name)?.[month])),
        );
        expect(wrong.map(([name]) => name)).toEqual([]);
      }),
      { ...runs, numRuns: 60 },
    );
  });

  test("do not depend on what comes later", () => {
    holds((given) => {
      const { funding } = given;
      const scenario = build(given.draft);
      const { from, to } = scenario.period;
      // A year's money is for the months of it that belong to the run.
      const months =
        funding === "available" ? openingOf(scenario, to) - from : Math.ceil((to - from + 1) / 2);
      if (months <= 0) return;
      const period = { from, to: from + months - 1 };
      const short = monthsOf({ ...scenario, period }, given);
      const long = monthsOf(scenario, given);
      const first = [...long].filter(([name]) => short.has(name));
      expect(unequal(short, new Map(first))).toEqual([]);
    }, 60);
  });

  test("with twice the intake are those of volumes that are twice as large", () => {
    holds((given) => {
      const drawn = build(given.draft);
      const own = [...drawn.quantities.keys()].find((path) => /^streams\..*\.volume$/.test(path));
      // What measures add to an intake is added to all of it, and not scaled.
      const measures = Object.entries(drawn.measures).map(([key, measure]): [string, Measure] => [
        key,
        { ...measure, effects: measure.effects.map((one) => ({ ...one, on: own ?? one.on })) },
      ]);
      const base: Scenario = { ...drawn, measures: Object.fromEntries(measures) };
      const doubled = altered(base, (quantity) =>
        quantity.path.endsWith(".volume") ? scaled(quantity, 2) : quantity,
      );
      // The planning assumption is what it was.
      const twice = figuresWith(base, { ...given, intakeScale: 2, monthly: true });
      const other = { ...doubled, planning: base.planning };
      expect(unequal(twice, monthsOf(other, given))).toEqual([]);
    }, 60);
  });

  test("of the low and the high intake are those of such volumes", () => {
    holds((given) => {
      const { intakeCase, draft } = given;
      const base = build(draft);
      const chosen = altered(base, (quantity) =>
        quantity.path.endsWith(".volume")
          ? {
              ...quantity,
              points: quantity.points.map((point) => ({ ...point, mid: point[intakeCase] })),
            }
          : quantity,
      );
      const other = { ...chosen, planning: base.planning };
      const expected = monthsOf(other, { ...given, intakeCase: "mid" });
      expect(unequal(expected, monthsOf(base, given))).toEqual([]);
    }, 60);
  });

  /** A scenario with some of its measures only. */
  const withMeasures = (base: Scenario, keys: readonly string[]): Scenario => ({
    ...base,
    measures: Object.fromEntries(
      Object.entries(base.measures).filter(([key]) => keys.includes(key)),
    ),
  });

  test("without a measure are those of a scenario that has none such", () => {
    fc.assert(
      fc.property(cases, fc.array(fc.boolean(), { minLength: 1, maxLength: 4 }), (given, picks) => {
        const base = build(given.draft);
        const keys = Object.keys(base.measures);
        const without = keys.filter((_, i) => picks[i % picks.length] === true);
        const other = withMeasures(
          base,
          keys.filter((key) => !without.includes(key)),
        );
        const found = figuresWith(base, { ...given, without: new Set(without), monthly: true });
        const expected = monthsOf(other, given);
        const isOff = (name: string): boolean => {
          const { set, key, column } = partsOfName(name);
          // The planning assumption has its measures, whatever is switched off.
          if (column.startsWith("planned")) return false;
          return set.startsWith("measure") && without.includes(key.split(" ")[0] ?? "");
        };
        const kept = new Map([...found].filter(([name]) => !isOff(name)));
        expect(unequal(expected, kept)).toEqual([]);
        // What is switched off costs nothing, and is shown as empty.
        const off = [...found].filter(([name, value]) => isOff(name) && value !== null);
        expect(off).toEqual([]);
      }),
      { ...runs, numRuns: 60 },
    );
  });

  test("with one measure only are those of a scenario that has no other", () => {
    holds((drawn) => {
      const given = within(drawn);
      const base = build(given.draft);
      const request = openOf(base, given);
      for (const only of Object.keys(base.measures)) {
        const other = withMeasures(base, [only]);
        const figures = figuresIn(other, given);
        const alone = readAll(openOf(other, given), { mode: given.funding }, figures);
        const found = readAll(request, { mode: given.funding, only }, figures);
        expect(unequal(alone, found)).toEqual([]);
      }
    }, 60);
  });
});
