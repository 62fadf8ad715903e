/**
 * Random scenarios that pass `check`. A scenario is drawn as a plan of numbers (`Draft`), in which everything
 * refers to everything else by number; `build` gives it names and an order. So one draft can be built
 * twice, with other names or in another order, and still mean the same.
 */
import * as fc from "fast-check";
import { monthOf, yearOf, type Month } from "../../src/core/calendar.ts";
import type {
  Appropriation,
  CostLine,
  Effect,
  FlowGroup,
  Follow,
  Leave,
  Measure,
  Origin,
  Point,
  Quantity,
  Scenario,
  Split,
  Stream,
} from "../../src/core/scenario.ts";
import { unit } from "../../src/core/units.ts";
import { always, point, scenario } from "../core/build.ts";

// Drafts

/** A base value, and how it changes: factors take turns over the years or, in the first year, months. */
export interface Amount {
  readonly base: number;
  readonly by: "always" | "year" | "month";
  readonly factors: readonly number[];
}

const amount = (min: number, max: number): fc.Arbitrary<Amount> =>
  fc.record({
    base: fc.double({ min, max, noNaN: true }),
    by: fc.constantFrom("always", "always", "year", "month"),
    factors: fc.array(fc.double({ min: 0.5, max: 1, noNaN: true }), { minLength: 1, maxLength: 4 }),
  });

const maybe = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.option(arbitrary, { nil: undefined });
const number = (max: number): fc.Arbitrary<number> => fc.nat({ max });
const share = fc.double({ min: 0, max: 1, noNaN: true });
/** Which of a list to take, in the list's order. */
const picks = fc.array(fc.boolean(), { minLength: 1, maxLength: 8 });
/** Sorts a list by these keys, taken in turns. */
const priorities = fc.array(number(99), { minLength: 3, maxLength: 7 });

const stage = fc.record({
  leave: fc.constantFrom("staff", "staff", "places", "after", "rate"),
  capacity: number(5),
  months: fc.integer({ min: 1, max: 8 }),
  rate: amount(0.05, 1),
  ways: fc.uniqueArray(
    fc.record({ to: number(99), weight: fc.integer({ min: 1, max: 9 }), named: fc.boolean() }),
    { minLength: 1, maxLength: 4, selector: ({ to }) => to % 9 },
  ),
  rest: fc.boolean(),
  unserved: fc.oneof(
    fc.constant(undefined),
    fc.constant(undefined),
    fc.record({
      to: fc.uniqueArray(number(9), { minLength: 1, maxLength: 3 }),
      rest: fc.boolean(),
      named: fc.boolean(),
    }),
  ),
});

const process = fc.record({
  stages: fc.array(stage, { minLength: 1, maxLength: 4 }),
  ends: fc.integer({ min: 1, max: 2 }),
  chain: fc.boolean(),
});

const work = fc.record({
  effort: amount(0.5, 40),
  aim: amount(4, 12),
  shortest: maybe(amount(1, 2)),
  floor: maybe(amount(0, 4000)),
  aimed: fc.boolean(),
});

const origin: Origin = { kind: "assumed", source: undefined, page: undefined, why: undefined };
const season = maybe(fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 12, maxLength: 12 }));

const stream = fc.record({
  process: number(9),
  intake: fc.constantFrom("none", "own", "own", "of", "of"),
  volume: amount(0, 900),
  season,
  of: number(9),
  part: amount(0, 1),
  follows: fc.array(
    fc.record({
      flow: number(9),
      /** Whether a stock is followed, by number, instead of a flow. */
      stock: fc.boolean(),
      stream: maybe(number(9)),
      ratio: amount(0, 0.6),
      lag: fc.integer({ min: 1, max: 14 }),
      history: amount(0, 300),
    }),
    { maxLength: 2 },
  ),
  shares: fc.array(amount(0, 1), { minLength: 2, maxLength: 5 }),
  opening: fc.array(maybe(amount(0, 5000)), { minLength: 1, maxLength: 7 }),
  work: fc.array(work, { minLength: 1, maxLength: 3 }),
  need: number(3),
});

const line = fc.record({
  on: number(9),
  kind: fc.constantFrom(
    "time",
    "flow",
    "person_days",
    "staff",
    "nights",
    "nights",
    "place_days",
    "own_days",
    "fed_days",
    "catering_days",
    "cost",
  ),
  of: fc.tuple(number(9), number(9)),
  part: maybe(number(9)),
  second: fc.boolean(),
  cost: amount(1, 1000),
  index: maybe(number(3)),
  lag: fc.constantFrom(0, 0, 1, 3, 7),
  spread: fc.constantFrom(1, 1, 2, 13, 24),
  history: amount(0, 2000),
});

const development = fc.record({
  costs: fc.array(fc.record({ on: number(9), money: amount(0, 1e7) }), { maxLength: 2 }),
  effects: fc.array(
    fc.record({
      on: number(999),
      size: share,
      from: fc.integer({ min: -14, max: 30 }),
      ramp: fc.constantFrom(0, 1, 12, 30),
      months: maybe(number(20)),
    }),
    { maxLength: 3 },
  ),
  financedWithin: fc.boolean(),
  delay: number(18),
});

/** A scenario without names. */
export const drafts = fc.record({
  start: fc.integer({ min: monthOf(2011, 0), max: monthOf(2016, 11) }),
  months: fc.oneof(fc.integer({ min: 1, max: 14 }), fc.integer({ min: 1, max: 48 })),
  intakes: fc.array(fc.record({ volume: amount(0, 1500), season }), { minLength: 1, maxLength: 2 }),
  processes: fc.array(process, { minLength: 1, maxLength: 3 }),
  streams: fc.array(stream, { minLength: 1, maxLength: 4 }),
  staff: fc.array(
    fc.record({
      before: amount(0, 300),
      plan: fc.option(amount(0, 300), { nil: undefined, freq: 4 }),
      productivity: amount(20, 160),
      hire: amount(0, 0.5),
      shed: amount(0, 0.5),
      steady: fc.boolean(),
      order: priorities,
      /** Paid by the capped appropriation, as far as its money goes. */
      salary: maybe(amount(1000, 60_000)),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  places: fc.array(fc.record({ places: amount(0, 400), order: priorities }), {
    minLength: 1,
    maxLength: 2,
  }),
  stocks: fc.array(fc.record({ stages: picks, streams: maybe(picks) }), {
    minLength: 1,
    maxLength: 3,
  }),
  flows: fc.array(
    fc.record({
      moves: fc.array(fc.record({ from: maybe(number(9)), to: maybe(number(9)) }), {
        minLength: 1,
        maxLength: 3,
      }),
      streams: maybe(picks),
    }),
    { maxLength: 3 },
  ),
  needs: fc.array(fc.record({ stages: picks, own: maybe(amount(0, 1)) }), { maxLength: 3 }),
  tiers: fc.array(
    fc.record({
      limit: fc.boolean(),
      places: amount(0, 3000),
      pace: maybe(amount(0, 200)),
      release: maybe(amount(0, 200)),
      most: maybe(amount(0, 4000)),
      occupancy: amount(0.5, 2),
      reserve: maybe(amount(0, 200)),
      food: fc.boolean(),
      runByOthers: fc.boolean(),
      for: picks,
      order: priorities,
    }),
    { maxLength: 4 },
  ),
  appropriations: fc.array(
    fc.record({
      basis: fc.constantFrom("cost", "cash", "cash"),
      frame: maybe(amount(0, 1e8)),
      computed: fc.boolean(),
      available: maybe(amount(0, 1e8)),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  funds: amount(0, 2e8),
  capped: fc.boolean(),
  indices: fc.array(amount(0.8, 1.4), { maxLength: 2 }),
  costs: fc.array(line, { maxLength: 10 }),
  measures: fc.array(development, { maxLength: 4 }),
  planning: maybe(fc.record({ early: number(9), intake: share, years: picks })),
});

export type Draft = typeof drafts extends fc.Arbitrary<infer T> ? T : never;

// Building

type Kind =
  | "area"
  | "appropriation"
  | "capacity"
  | "end"
  | "flow"
  | "index"
  | "intake"
  | "line"
  | "measure"
  | "need"
  | "process"
  | "share"
  | "stage"
  | "stock"
  | "stream"
  | "tier"
  | "tierGroup";

/** The name of the nth thing of a kind; no two things may have the same. */
type Naming = (kind: Kind, n: number) => string;

/** Puts the entries of a mapping, or of a list that is no priority, into another order. */
type Shuffle = <T>(items: readonly T[]) => readonly T[];

export interface Style {
  readonly naming?: Naming;
  readonly shuffle?: Shuffle;
}

const plainNaming: Naming = (kind, n) => `${kind}${n}`;
const inOrder: Shuffle = (items) => items;

const at = <T>(list: readonly T[], i: number): T => {
  if (list.length === 0) throw new Error("nothing to choose from");
  return list[i % list.length] as T;
};
const chosen = <T>(list: readonly T[], which: readonly boolean[]): T[] =>
  list.filter((_, i) => at(which, i));
/** In the order of the keys; equal keys keep their order. */
const ranked = <T>(list: readonly T[], order: readonly number[]): T[] =>
  list
    .map((item, i) => [item, at(order, i)] as const)
    .toSorted(([, a], [, b]) => a - b)
    .map(([item]) => item);

/** Gives a draft names. */
export function build(draft: Draft, style: Style = {}): Scenario {
  const { planning } = draft;
  const request = buildOne(draft, style, 1);
  if (planning === undefined) return request;
  const years = range(yearOf(draft.start), yearOf(draft.start + draft.months - 1));
  return {
    ...request,
    planning: {
      label: "assumption",
      start: monthOf(yearOf(draft.start), 0) - planning.early,
      years: chosen(years, planning.years),
      assumption: buildOne(draft, style, planning.intake),
    },
  };
}

const range = (from: number, to: number): number[] =>
  Array.from({ length: to - from + 1 }, (_, i) => from + i);

/** Years before the start that inputs cover: the longest a payment looks back, and the planning run's. */
const yearsBefore = 5;

function buildOne(draft: Draft, style: Style, intakeFactor: number): Scenario {
  const { naming: name = plainNaming, shuffle = inOrder } = style;
  const { start, months } = draft;
  const years = range(yearOf(start) - yearsBefore, yearOf(start + months));
  const mapping = <T>(entries: readonly (readonly [string, T])[]): Record<string, T> =>
    Object.fromEntries(shuffle(entries));
  const mapped = <T, U>(
    kind: Kind,
    list: readonly T[],
    change: (item: T, key: string, n: number) => U,
  ): Record<string, U> =>
    mapping(list.map((item, n) => [name(kind, n), change(item, name(kind, n), n)]));

  const quantity = (
    { base, by, factors }: Amount,
    measure: string,
    scale = 1,
    spread = 0,
  ): Quantity => {
    const value = (span: { from: Month; to: Month }, factor: number): Point => {
      const mid = base * factor * scale;
      return point(span, mid, mid * (1 - spread), mid * (1 + spread));
    };
    const yearly = (): Point[] =>
      years.map((year, i) =>
        value({ from: monthOf(year, 0), to: monthOf(year, 11) }, at(factors, i)),
      );
    const monthly = (): Point[] =>
      range(start, start + 5).map((month, i) =>
        value({ from: month, to: month }, at(factors, i + 1)),
      );
    const points = {
      always: () => [value(always, 1)],
      year: yearly,
      month: () => [...monthly(), ...yearly()],
    };
    return { path: "", unit: measure, measure: unit(measure), bounds: {}, points: points[by]() };
  };
  const optional = (given: Amount | undefined, measure: string): Quantity | undefined =>
    given === undefined ? undefined : quantity(given, measure);

  /** Inputs that measures may change, and whether they are shares, which may only fall. */
  const inputs: { readonly path: string; readonly share: boolean }[] = [];
  const open = (path: string): void => void inputs.push({ path, share: false });
  const openShare = (path: string): void => void inputs.push({ path, share: true });

  // Processes

  const processes = draft.processes.map(({ stages, ends, chain }) => {
    const stageNames = stages.map((_, n) => name("stage", n));
    const endNames = range(0, ends - 1).map((n) => name("end", n));
    const all = [...stageNames, ...endNames];
    /** Shares by number; `most` is undefined where the others leave no room for a change. */
    const shares: { readonly name: string; readonly part: number; readonly fixed: boolean }[] = [];
    const unserved = stages.map((given, n): Record<string, Split> | undefined => {
      if (given.leave !== "staff" || given.unserved === undefined) return undefined;
      const { to, rest, named } = given.unserved;
      const targets = [...new Set(to.map((target) => at(all, target)))];
      return mapping(
        targets.map((target, i): [string, Split] => {
          if (rest && i === targets.length - 1) return [target, "rest"];
          if (!named || i > 0) return [target, 1 / targets.length];
          const key = name("share", 100 + n);
          shares.push({ name: key, part: 1 / targets.length, fixed: !rest });
          return [target, key];
        }),
      );
    });
    const ways = stages.map((given, n): Record<string, Split> => {
      const targets = [
        ...new Map(
          given.ways.map((way, i) => [chain && i === 0 ? at(all, n + 1) : at(all, way.to), way]),
        ),
      ];
      const total = targets.reduce((sum, [, { weight }]) => sum + weight, 0);
      return mapping(
        targets.map(([target, { weight, named }], i): [string, Split] => {
          if (given.rest && i === targets.length - 1) return [target, "rest"];
          const part = weight / total;
          if (!named) return [target, part];
          const key = name("share", n * 4 + i);
          shares.push({ name: key, part, fixed: !given.rest });
          return [target, key];
        }),
      );
    });
    return { stages, stageNames, endNames, all, ways, unserved, shares };
  });
  const processOf = (n: number): (typeof processes)[number] => at(processes, n);
  const staffName = (n: number): string => name("capacity", n % draft.staff.length);
  const placesName = (n: number): string =>
    name("capacity", draft.staff.length + (n % draft.places.length));
  const leaveOf = (given: Draft["processes"][number]["stages"][number]): Leave => {
    switch (given.leave) {
      case "staff":
        return { by: "capacity", capacity: staffName(given.capacity) };
      case "places":
        return { by: "places", capacity: placesName(given.capacity) };
      case "after":
        return { by: "after", months: given.months };
      case "rate":
        return { by: "rate", rate: quantity(given.rate, "1/month") };
    }
  };

  // Flows: the first is all applications, the last can be followed by all

  const startNames = [...new Set(processes.map(({ stageNames }) => at(stageNames, 0)))];
  const allStages = [...new Set(processes.flatMap(({ all }) => all))];
  const allLeft = [...new Set(processes.flatMap(({ stageNames }) => stageNames))];
  const streamNames = draft.streams.map((_, n) => name("stream", n));
  const movesOf = (given: Draft["flows"][number]["moves"]): FlowGroup["moves"] => {
    const found = new Map<string, { from: string | undefined; to: string | undefined }>();
    for (const { from, to } of given) {
      const stageFrom = from === undefined ? undefined : at(allLeft, from);
      const target = to === undefined && from !== undefined ? undefined : at(allStages, to ?? 0);
      // One way per stage, so that nobody is counted twice.
      found.set(stageFrom ?? "", {
        from: stageFrom,
        to: stageFrom === undefined ? at(startNames, 0) : target,
      });
    }
    return [...found.values()];
  };
  const flowDrafts: readonly FlowGroup[] = [
    {
      label: "applications",
      moves: startNames.map((to) => ({ from: undefined, to })),
      streams: undefined,
    },
    ...draft.flows.map(({ moves, streams }) => ({
      label: "flow",
      moves: shuffle(movesOf(moves)),
      streams: streams && shuffle(chosen(streamNames, streams)),
    })),
    {
      label: "left",
      moves: shuffle(allLeft.map((from) => ({ from, to: undefined }))),
      streams: undefined,
    },
  ];
  /** A flow, or a flow of one of its streams. */
  const flowName = (n: number, part: number | undefined): string => {
    const index = n % flowDrafts.length;
    const streams = flowDrafts[index]?.streams ?? streamNames;
    const group = name("flow", index);
    // Streams in the order of their numbers, whatever the order they are listed in.
    const listed = streamNames.filter((key) => streams.includes(key));
    return part === undefined || listed.length === 0 ? group : `${group}/${at(listed, part)}`;
  };

  /** A group of stages, or of one of its streams. */
  const stockName = (n: number, part: number | undefined): string => {
    const index = n % draft.stocks.length;
    const which = draft.stocks[index]?.streams;
    const listed = which === undefined ? streamNames : chosen(streamNames, which);
    return part === undefined || listed.length === 0
      ? name("stock", index)
      : `${name("stock", index)}/${at(listed, part)}`;
  };

  // Streams

  /** How many streams an intake is divided between. */
  const streamsOf = (n: number): number =>
    draft.streams.filter(({ intake, of }) => intake === "of" && of % draft.intakes.length === n)
      .length;
  const streams = mapped("stream", draft.streams, (given, key): Stream => {
    const { stages, stageNames, all, unserved, shares } = processOf(given.process);
    const path = `streams.${key}`;
    const follows = given.follows.map((draftFollow, i): Follow => {
      const { flow, stock, stream: part, ratio, lag, history } = draftFollow;
      // A stock that grows with what follows from it is not to grow without end: measures can only lower the ratio.
      (stock ? openShare : open)(`${path}.follows.${i}.ratio`);
      if (stock) return { stock: stockName(flow, part), ratio: quantity(ratio, "1/month", 0.05) };
      return {
        flow: flowName(flow, part),
        ratio: quantity(ratio, ""),
        lag,
        history: quantity(history, "persons/month"),
      };
    });
    if (given.intake === "own") open(`${path}.intake.volume`);
    if (given.intake === "of") openShare(`${path}.intake.share`);
    for (const { name: shareName, fixed } of shares) {
      if (!fixed) openShare(`${path}.shares.${shareName}`);
    }
    const staffedStages = stageNames.flatMap((stageName, n) =>
      stages[n]?.leave === "staff"
        ? [
            [
              stageName,
              // Where nobody waits no case can take longer than a month.
              {
                ...at(given.work, n),
                ...(unserved[n] === undefined ? {} : { shortest: undefined }),
              },
            ] as const,
          ]
        : [],
    );
    for (const [stageName] of staffedStages) open(`${path}.work.${stageName}.effort`);
    const weights = given.season;
    const total = weights?.reduce((a, b) => a + b, 0) ?? 1;
    return {
      label: key,
      process: name("process", given.process % processes.length),
      intake:
        given.intake === "none"
          ? undefined
          : given.intake === "of"
            ? {
                of: name("intake", given.of % draft.intakes.length),
                share: quantity(given.part, "", 1 / streamsOf(given.of % draft.intakes.length)),
              }
            : {
                volume: quantity(given.volume, "persons/month", intakeFactor, 0.1),
                season: weights && { weights: weights.map((weight) => weight / total), origin },
              },
      follows,
      shares: mapping(
        shares.map(({ name: shareName, part, fixed }, i) => [
          shareName,
          quantity(
            fixed ? { base: part, by: "always", factors: [1] } : at(given.shares, i),
            "",
            fixed ? 1 : part,
          ),
        ]),
      ),
      opening: mapping(
        all.flatMap((stageName, n) => {
          const people = at(given.opening, n);
          return people === undefined ? [] : [[stageName, quantity(people, "persons")] as const];
        }),
      ),
      work: mapping(
        staffedStages.map(([stageName, { effort, aim, shortest, floor, aimed }]) => [
          stageName,
          {
            effort: quantity(effort, "hours/person"),
            aim: aimed || floor === undefined ? quantity(aim, "months") : undefined,
            shortest: shortest && quantity({ ...shortest, factors: [1] }, "months"),
            floor: optional(floor, "persons"),
          },
        ]),
      ),
    };
  });

  // Capacities

  const served = (by: "staff" | "places", capacity: string, order: readonly number[]): string[] =>
    ranked(
      draft.streams.flatMap((given, s) => {
        const { stages, stageNames } = processOf(given.process);
        return stages.flatMap((stageDraft, n) => {
          const leave = leaveOf(stageDraft);
          return stageDraft.leave === by && "capacity" in leave && leave.capacity === capacity
            ? [`${at(streamNames, s)}.${at(stageNames, n)}`]
            : [];
        });
      }),
      order,
    );
  const capacities = mapping<Scenario["capacities"][string]>([
    ...draft.staff.map((given, n) => {
      const key = name("capacity", n);
      open(`capacities.${key}.productivity`);
      openShare(`capacities.${key}.hire`);
      return [
        key,
        {
          kind: "staff" as const,
          label: key,
          before: quantity(given.before, "staff"),
          plan: optional(given.plan, "staff"),
          productivity: quantity(given.productivity, "hours/staff-month"),
          hire: quantity(given.hire, "1/month"),
          shed: quantity(given.shed, "1/month"),
          steady: given.steady,
          serves: served("staff", key, given.order),
        },
      ] as const;
    }),
    ...draft.places.map((given, n) => {
      const key = placesName(n);
      open(`capacities.${key}.places`);
      return [
        key,
        {
          kind: "places" as const,
          label: key,
          places: quantity(given.places, "persons/month"),
          serves: served("places", key, given.order),
        },
      ] as const;
    }),
  ]);

  // Housing: each stream belongs to one need at most

  const needs = mapped("need", draft.needs, ({ stages, own }, key, n) => {
    if (own !== undefined) openShare(`housing.needs.${key}.own`);
    return {
      label: key,
      streams: shuffle(streamNames.filter((_, s) => draft.streams[s]?.need === n)),
      stages: shuffle(chosen(allStages, stages)),
      own: optional(own, ""),
    };
  });
  const needNames = draft.needs.map((_, n) => name("need", n));
  const needsOf = (given: Draft["tiers"][number]): string[] =>
    ranked(chosen(needNames, given.for), given.order);
  // Tiers are filled in the order they stand in.
  const tiers = Object.fromEntries(
    draft.tiers.map((given, n) => {
      const key = name("tier", n);
      const path = `housing.tiers.${key}`;
      open(`${path}.occupancy`);
      if (given.limit) open(`${path}.places`);
      return [
        key,
        {
          label: key,
          places: given.limit ? quantity(given.places, "places") : undefined,
          pace: optional(given.pace, "places/month"),
          release: optional(given.release, "places/month"),
          most: optional(given.most, "places"),
          occupancy: quantity(given.occupancy, "persons/place"),
          reserve: optional(given.reserve, "places"),
          food: given.food,
          runByOthers: given.runByOthers,
          for: needsOf(given),
        },
      ];
    }),
  );

  // Money

  const stocks = mapped("stock", draft.stocks, ({ stages, streams: which }, key) => ({
    label: key,
    stages: shuffle(chosen(allStages, stages)),
    streams: which && shuffle(chosen(streamNames, which)),
  }));
  const flows = mapped("flow", flowDrafts, (group) => group);
  const appropriationName = (n: number): string =>
    `${name("area", 0)}/${name("appropriation", n % draft.appropriations.length)}`;
  const capped = draft.capped ? appropriationName(0) : undefined;
  const appropriations = mapping(
    draft.appropriations.map((given, n): [string, Appropriation] => [
      appropriationName(n),
      {
        label: "appropriation",
        basis: given.basis,
        items: {},
        // The capped one has funds in every year.
        frame: optional(n === 0 ? (given.frame ?? draft.funds) : given.frame, "money"),
        computed: given.computed,
        available: optional(given.available, "money"),
      },
    ]),
  );

  const driverUnits: Readonly<Record<string, string>> = {
    time: "month",
    flow: "person",
    person_days: "person-day",
    staff: "staff-month",
    nights: "person-day",
    place_days: "place-day",
    own_days: "person-day",
    fed_days: "person-day",
    catering_days: "person-day",
    cost: "money",
  };
  /** Staff whose number the money decides is paid by a line of its own, in the month it works. */
  const isPaid = (n: number): boolean => {
    const { plan, salary } = at(draft.staff, n);
    return draft.capped && plan === undefined && salary !== undefined;
  };
  const driverOf = (kind: string, n: number, part: number | undefined): string => {
    switch (kind) {
      case "flow":
        return `flow/${flowName(n, part)}`;
      case "person_days":
        return `person_days/${stockName(n, part)}`;
      case "staff":
        return isPaid(n) ? "time" : `staff/${staffName(n)}`;
      case "nights":
      case "place_days": {
        if (draft.tiers.length === 0) return "time";
        const index = n % draft.tiers.length;
        const residents = needsOf(at(draft.tiers, index));
        const divided = kind === "nights" && part !== undefined && residents.length > 0;
        return `${kind}/${name("tier", index)}${divided ? `/${at(residents, part)}` : ""}`;
      }
      case "own_days":
      case "fed_days":
      case "catering_days":
        return needNames.length === 0 ? "time" : `${kind}/${at(needNames, n)}`;
      default:
        return "time";
    }
  };
  /** Of the lines made so far, whose money a later one may count, whether it is known when the month opens. */
  const isKnown: boolean[] = [];
  const lineOf = (given: Draft["costs"][number]): CostLine => {
    const on = appropriationName(given.on);
    const isCapped = on === capped;
    const spread = isCapped ? 1 : given.spread;
    const countable = isKnown.flatMap((before, n) => (before || !isCapped ? [n] : []));
    const kind = given.kind === "cost" && countable.length === 0 ? "time" : given.kind;
    const lag = at(draft.appropriations, given.on).basis === "cost" ? 0 : given.lag;
    // On the capped appropriation a line counts what is known when the month opens, or is paid later.
    const known = ["time", "staff", "person_days", "cost"].includes(kind) || lag > 0;
    const counting = (n: number, part: number | undefined): string =>
      kind === "cost" ? `cost/${name("line", at(countable, n))}` : driverOf(kind, n, part);
    const first =
      isCapped && !known ? `flow/${name("flow", 0)}` : counting(given.of[0], given.part);
    const more = isCapped && !known ? first : counting(given.of[1], undefined);
    const isHousing = (driver: string): boolean => /^(?:nights|place_days)\//.test(driver);
    const unitOf = (driver: string): string => driverUnits[driver.split("/")[0] ?? ""] ?? "";
    const counted = unitOf(first);
    // A line can count two things of one unit, but not two tiers.
    const both = given.second && unitOf(more) === counted && !(isHousing(first) && isHousing(more));
    const drivers = both ? [...new Set([first, more])] : [first];
    const result: CostLine = {
      label: "line",
      on,
      item: undefined,
      drivers: shuffle(drivers),
      cost: quantity(given.cost, `money/${counted}`, kind === "cost" ? 0.001 : 1),
      index:
        given.index === undefined || draft.indices.length === 0 || kind === "cost"
          ? undefined
          : name("index", given.index % draft.indices.length),
      lag,
      spread,
      history: lag === 0 && spread === 1 ? undefined : quantity(given.history, `${counted}/month`),
    };
    const knownDriver = (driver: string): boolean =>
      /^(?:time|staff|person_days)/.test(driver) ||
      driver === `flow/${name("flow", 0)}` ||
      isKnown.some((before, n) => before && driver === `cost/${name("line", n)}`);
    isKnown.push(lag > 0 || (spread === 1 && drivers.every(knownDriver)));
    return result;
  };
  const paid = draft.staff.flatMap(({ salary }, n) =>
    salary !== undefined && isPaid(n) ? [{ capacity: name("capacity", n), salary }] : [],
  );
  const costs = mapped<CostLine, CostLine>(
    "line",
    [
      ...draft.costs.map(lineOf),
      ...paid.map(({ capacity, salary }): CostLine => ({
        label: "salary",
        on: appropriationName(0),
        item: undefined,
        drivers: [`staff/${capacity}`],
        cost: quantity(salary, "money/staff-month"),
        index: undefined,
        lag: 0,
        spread: 1,
        history: undefined,
      })),
    ],
    (given, key) => {
      const counts = given.drivers.some((driver) => driver.startsWith("cost/"));
      (counts ? openShare : open)(`costs.${key}.cost`);
      return given;
    },
  );

  const intakes = mapped("intake", draft.intakes, ({ volume, season: weights }, key, n) => {
    if (streamsOf(n) > 0) open(`intakes.${key}.volume`);
    const total = weights?.reduce((a, b) => a + b, 0) ?? 1;
    return {
      label: key,
      volume: quantity(volume, "persons/month", intakeFactor, 0.1),
      season: weights && { weights: weights.map((weight) => weight / total), origin },
    };
  });

  /** Of two effects on one input the order would count if one added and the other multiplied. */
  const effectOf = (given: Draft["measures"][number]["effects"][number]): Effect => {
    const { path, share: isShare } = at(inputs, given.on);
    const adds = !isShare && inputs.findIndex((input) => input.path === path) % 2 === 0;
    return {
      on: path,
      change: adds
        ? { add: given.size * 20 }
        : { multiply: 0.5 + given.size * (isShare ? 0.5 : 1) },
      origin,
      from: start + given.from,
      ramp: given.ramp,
      until: given.months === undefined ? undefined : start + given.from + given.months,
    };
  };
  const measures = mapped("measure", draft.measures, (given, key): Measure => ({
    label: key,
    strategicArea: name("area", 1),
    costs: mapping([
      ...new Map(
        given.costs.map(({ on, money }) => [appropriationName(on), quantity(money, "money")]),
      ),
    ]),
    effects: given.effects.map(effectOf),
    financedWithin: given.financedWithin,
    delay: given.delay,
  }));

  return scenario({
    name: "random",
    period: { from: start, to: start + months - 1 },
    areas: { [name("area", 0)]: "area" },
    strategicAreas: { [name("area", 1)]: "strategic area" },
    intakes,
    streams,
    processes: mapped("process", processes, ({ stages, stageNames, endNames, ways, unserved }) => ({
      start: at(stageNames, 0),
      stages: mapping(
        stages.map((given, n) => [
          at(stageNames, n),
          { leave: leaveOf(given), to: at(ways, n), unserved: unserved[n] },
        ]),
      ),
      ends: shuffle(endNames),
    })),
    capacities,
    stocks,
    flows,
    needs,
    tiers,
    tierGroups: mapped("tierGroup", [0], (_, key) => ({ label: key, tiers: Object.keys(tiers) })),
    appropriations,
    indices: mapped("index", draft.indices, (given) => quantity(given, "")),
    costs,
    measures,
    capped:
      capped === undefined
        ? undefined
        : { appropriation: capped, pays: paid.map(({ capacity }) => capacity) },
  });
}

/** Whole scenarios with plain names. */
export const scenarios: fc.Arbitrary<Scenario> = drafts.map((draft) => build(draft));

/** Whole numbers from 0 to 2³¹, always the same from one seed. */
function numbersFrom(seed: number): () => number {
  let state = Math.abs(seed) % 2_147_483_647;
  return () => {
    state = (state * 48_271 + 11) % 2_147_483_647;
    return state;
  };
}

/** Always the same order from one seed. */
export function randomShuffle(seed: number): Shuffle {
  const next = numbersFrom(seed);
  return (items) =>
    items
      .map((item) => [item, next()] as const)
      .toSorted(([, a], [, b]) => a - b)
      .map(([item]) => item);
}

/** Random words that start with a letter; no two are the same. Always the same from one seed. */
export function randomNaming(seed: number): Naming {
  const next = numbersFrom(seed);
  const letters = "a b c x y z Å ä ö É ß Ω ж Ю 中".split(" ");
  const signs = [...letters, "0", "1", "8", "9", "_"];
  const words = new Map<string, string>();
  const pick = (from: readonly string[]): string => from[next() % from.length] ?? "";
  return (kind, n) => {
    const key = `${kind}${n}`;
    const known = words.get(key);
    if (known !== undefined) return known;
    const middle = Array.from({ length: next() % 6 }, () => pick(signs)).join("");
    const word = `${pick(letters)}${middle}q${words.size}`;
    words.set(key, word);
    return word;
  };
}
