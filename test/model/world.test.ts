import { describe, expect, test } from "vitest";
import { collectNumbers, numberAt, type Given as GivenNumbers } from "../../src/engine/numbers.ts";
import type { Element, World } from "../../src/engine/world.ts";
import { budgetYears } from "../../src/language/calendar.ts";
import type { RelationId, SetId } from "../../src/model/description.ts";
import { single } from "../../src/model/making.ts";
import { partRef } from "../../src/model/refs.ts";
import type { Scenario } from "../../src/model/scenario.ts";
import { groupStages } from "../../src/model/structure.ts";
import { buildWorld } from "../../src/model/world.ts";
import {
  after,
  always,
  appropriation,
  claim,
  effect,
  follow,
  followStock,
  line,
  measure,
  month,
  noDiagnostics,
  offer,
  period,
  placed,
  point,
  process,
  quantity,
  rate,
  scenario,
  staff,
  staffed,
  stream,
  tier,
  work,
  worldOf,
  type Given,
  type Making,
} from "../support/build.ts";

const simple: Scenario = scenario({
  period: period("2013-11..2014-02"),
  processes: {
    long: process({ b: [rate(1), { a: 0.5, end: 0.5 }], a: [rate(1), { end: 1 }] }),
    short: process({ a: [rate(1), { end: 1 }] }),
  },
  streams: { z: stream("long"), y: stream("short"), x: stream("long") },
  stocks: { all: { label: "", stages: ["end", "b", "a"], streams: undefined } },
});

const elements = ({ sets }: World, set: SetId): readonly Element[] => sets[set] ?? [];
const keysOf = (world: World, set: SetId): string[] => elements(world, set).map(({ key }) => key);

function elementOf(world: World, set: SetId, key: string): Element {
  const found = elements(world, set).find((element) => element.key === key);
  if (found === undefined) throw new Error(`${set} has no ${key}`);
  return found;
}

describe("a world", () => {
  const made = (changes: Partial<Scenario>, making: Making = {}): World =>
    worldOf(scenario({ ...simple, ...changes }), making).world;

  test("has its elements in the order of their names", () => {
    const world = made({});
    expect(keysOf(world, "stream")).toEqual(["x", "y", "z"]);
    expect(keysOf(world, "stage")).toEqual(groupStages(simple, partRef("all")));
    expect(keysOf(world, "move")).toEqual([
      "x.a->end",
      "x.b->a",
      "x.b->end",
      "y.a->end",
      "z.a->end",
      "z.b->a",
      "z.b->end",
    ]);
    expect(keysOf(world, "agency")).toEqual(["agency"]);
    expect(world.sets["line"]).toEqual([]);
  });

  test("knows the calendar of its months", () => {
    const shown = (changes: Partial<Scenario>): Record<string, unknown> => {
      const { world, numbers } = worldOf(scenario({ ...simple, ...changes }));
      const { start, months, years } = world;
      const read = (given: GivenNumbers | undefined, at: number): number | undefined =>
        given && numbers[numberAt(given, at) ?? -1];
      const monthly = (id: string): unknown =>
        Array.from({ length: months }, (_, i) => read(world.shared[id], start + i));
      return {
        years: years.map(({ name, from, to }) => [name, from, to]),
        days: monthly("days"),
        now: monthly("now"),
        left: monthly("months_left"),
        covered: years.map(({ opens }) => read(world.shared["covered"], opens)),
      };
    };
    const november = month("2013-11");
    expect(shown({})).toEqual({
      years: [
        ["2013", 0, 2],
        ["2014", 2, 4],
      ],
      days: [30, 31, 31, 28],
      now: [november, november + 1, november + 2, november + 3],
      // Of 2014 the run has two months only.
      left: [2, 1, 2, 1],
      covered: [2 / 12, 2 / 12],
    });
    const whole = shown({ period: period("2014-09..2015-12") });
    expect((whole["left"] as number[]).slice(0, 6)).toEqual([4, 3, 2, 1, 12, 11]);
    expect(whole["covered"]).toEqual([4 / 12, 1]);
    // Budget years from July: May and June belong to the one, July to September to the next.
    expect(shown({ period: period("2014-05..2014-09"), yearStarts: 7 })).toMatchObject({
      years: [
        ["2013/14", 0, 2],
        ["2014/15", 2, 5],
      ],
      left: [2, 1, 3, 2, 1],
      covered: [2 / 12, 3 / 12],
    });
  });

  test("lets money decide only where it is told to", () => {
    const staffOf = (making: Making, caps: string[] | undefined, decided?: Given): unknown => {
      const world = made(
        {
          processes: { p: process({ a: [staffed("desk"), { end: 1 }] }) },
          streams: { p: stream("p", { work: { a: work({ effort: 1, aim: 1 }) } }) },
          stocks: {},
          staff: { desk: staff({ decided, serves: ["p.a"] }) },
          appropriations: { "1/1": appropriation({ caps }) },
          costs: { pay: line("staff/desk", 1, "money/staff-month") },
        },
        making,
      );
      return [
        elementOf(world, "capacity", "desk").tags["by"],
        elementOf(world, "appropriation", "1/1").tags["capped"],
        elementOf(world, "line", "pay").tags["foreseen"],
      ];
    };
    expect(staffOf({ funding: "available" }, ["desk"])).toEqual(["money", "yes", "yes"]);
    expect(staffOf({ funding: "available" }, [])).toEqual(["aim", "yes", "yes"]);
    expect(staffOf({ funding: "available" }, [], 4)).toEqual(["decision", "yes", "yes"]);
    expect(staffOf({ funding: "available" }, undefined)).toEqual(["aim", "no", "no"]);
    expect(staffOf({ funding: "need" }, ["desk"])).toEqual(["aim", "no", "no"]);
    expect(staffOf({ funding: "proposed" }, ["desk"])).toEqual(["aim", "no", "no"]);
  });

  test("can have stages and ends by any name", () => {
    const processes = {
      p: process(Object.fromEntries([["toString", [rate(0.5), { constructor: 1 } as never]]])),
    };
    const world = made({ processes, streams: { p: stream("p") }, stocks: {} });
    expect(elements(world, "stage").map(({ key, inputs }) => [key, inputs["opening"]])).toEqual([
      ["p.constructor", 0],
      ["p.toString", 0],
    ]);
  });
});

/** A scenario with something of everything. */
const agency: Scenario = scenario({
  period: period("2014-01..2014-12"),
  intakes: { all: { label: "all", volume: quantity(9, "persons/month"), season: undefined } },
  processes: {
    p: process({
      open: [staffed("desk"), { wait: "yes", done: "rest" }, { open: 0.25, gone: "rest" }],
      wait: [placed("town"), { done: 1 }],
    }),
    q: process({ here: [after(3), { open: 0.5, done: 0.5 }], open: [rate(1), { done: 1 }] }),
  },
  streams: {
    b: stream("p", {
      of: ["all", 0.5],
      shares: { yes: 0.5 },
      work: { open: work({ effort: 1, aim: 1 }) },
    }),
    a: stream("p", {
      of: ["all", 0.25],
      shares: { yes: 0.5 },
      work: { open: work({ effort: 1, aim: 2, ceiling: 3 }) },
      follows: [follow("granted", 1, 2, 0), followStock("open/b", 0.1)],
    }),
    c: stream("q", { intake: 7, season: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1] }),
    d: stream("q"),
  },
  staff: {
    desk: staff({ before: 1, serves: ["b.open", "a.open"], steady: true }),
    office: staff({ decided: 3, serves: [] }),
  },
  quotas: { town: offer(1, ["b.wait", "a.wait"]) },
  stocks: {
    open: { label: "", stages: ["open", "wait"], streams: ["b", "a"] },
    cases: { label: "", stages: ["open"], streams: undefined },
  },
  flows: { granted: { label: "", moves: [{ from: "open", to: "wait" }], streams: ["b", "a"] } },
  claims: {
    old: claim({ streams: ["b", "a"], stages: ["wait"], own: 0.2 }),
    new: claim({ streams: ["a", "c"], stages: ["open", "here"] }),
  },
  tiers: {
    rooms: tier(["old"], { places: 1 }),
    flats: tier(["old", "new"], { places: 1, pace: 2, food: true }),
    camp: tier(["new"], { places: 1, runByOthers: true }),
    hotel: tier(["new", "old"]),
  },
  tierGroups: { few: { label: "few", tiers: ["hotel", "camp"] } },
  appropriations: {
    "1/1": appropriation({ items: { pay: "pay", rest: "rest" }, caps: ["desk"] }),
    "1/2": appropriation(),
  },
  costs: {
    wages: { ...line("staff/desk", 1, "money/staff-month"), item: "pay" },
    office: { ...line("staff/office", 1, "money/staff-month"), item: "pay" },
    nights: line(["nights/flats/new", "nights/flats"], 1, "money/person-day"),
    places: line("place_days/camp", 1, "money/place-day", { on: "1/2" }),
    days: line("person_days/open", 1, "money/person-day"),
    late: line("flow/granted", 1, "money/person", { lag: 2, history: 0 }),
    parts: line("flow/granted/a", 1, "money/person", { on: "1/2", lag: 1, spread: 6, history: 0 }),
  },
  measures: {
    within: measure({ costs: { "1/1": 12, "1/2": 6 }, withinFrame: true, delay: 15 }),
    asked: measure({ costs: { "1/1": 24 }, delay: 12 }),
  },
});

describe("the elements of a world", () => {
  const { world } = worldOf(agency, { funding: "available", counted: new Set(["within"]) });
  const of = (set: SetId, key: string): Element => elementOf(world, set, key);
  const name = (set: SetId, index: number | undefined): string | undefined =>
    elements(world, set)[index ?? -1]?.key;
  /** What a relation leads to, by key. */
  const many = (set: SetId, key: string, relation: RelationId, to: SetId): unknown[] =>
    (of(set, key).many[relation] ?? [-1]).map((index) => name(to, index));
  const one = (set: SetId, key: string, relation: RelationId, to: SetId): unknown => {
    const { one: links, rank } = of(set, key);
    return [name(to, links[relation]), rank[relation]];
  };
  const ports = (set: SetId, key: string, relation: RelationId): unknown =>
    of(set, key).ports[relation]?.map(({ set: to, element, equation }) => [
      equation,
      name(to as SetId, element),
    ]);

  test("say by their tags which equations they have", () => {
    const tags = (set: SetId, ...keys: readonly string[]): unknown[] =>
      keys.map((key) => of(set, key).tags);
    const served = { leave: "staff", aim: "yes", steady: "yes", unserved: "yes" };
    expect(tags("stage", "a.open", "b.open", "a.wait", "c.here", "c.open", "c.done")).toEqual([
      { ...served, ceiling: "yes" },
      { ...served, ceiling: "no" },
      { leave: "quota" },
      { leave: "after" },
      { leave: "rate" },
      { leave: "never" },
    ]);
    expect(tags("source", "a/intake", "a/follows/0", "a/follows/1", "c/intake")).toEqual([
      { kind: "intake", season: "no" },
      { kind: "follow" },
      { kind: "stock" },
      { kind: "intake", season: "yes" },
    ]);
    expect(tags("line", "wages", "late", "parts")).toEqual([
      { pay: "now", foreseen: "yes" },
      { pay: "lag", foreseen: "yes" },
      { pay: "spread", foreseen: "yes" },
    ]);
    expect(tags("capacity", "desk", "office")).toEqual([{ by: "money" }, { by: "decision" }]);
    expect(tags("tier", "flats", "hotel")).toEqual([{ limit: "yes" }, { limit: "no" }]);
    expect(tags("fill", "flats/old", "hotel/old")).toEqual([{ limit: "yes" }, { limit: "no" }]);
    expect(tags("appropriation", "1/1", "1/2")).toEqual([{ capped: "yes" }, { capped: "no" }]);
    expect(tags("measure_cost", "asked 1/1", "within 1/1")).toEqual([
      { delay: "years" },
      { delay: "months" },
    ]);
  });

  test("count what belongs to the structure in months and years", () => {
    expect(of("stage", "c.here").counts).toEqual({ wait: 3 });
    expect(of("source", "a/follows/0").counts).toEqual({ lag: 2 });
    expect(of("line", "wages").counts).toEqual({});
    expect(of("line", "late").counts).toEqual({ payment_lag: 2 });
    expect(of("line", "parts").counts).toEqual({ payment_lag: 1, instalments: 6 });
    expect(of("measure_cost", "asked 1/1").counts).toEqual({ years_late: 1 });
    // Fifteen months are a year and three months.
    expect(of("measure_cost", "within 1/2").counts).toEqual({
      years_late: 1,
      a_year_later: 2,
      months_late: 3,
    });
  });

  test("lead from applications through stages to ends", () => {
    expect(many("intake", "all", "taken", "source")).toEqual(["a/intake", "b/intake"]);
    expect(many("stream", "a", "intakes", "source")).toEqual([
      "a/follows/0",
      "a/follows/1",
      "a/intake",
    ]);
    expect(many("stream", "d", "intakes", "source")).toEqual([]);
    expect(ports("source", "a/follows/0", "followed")).toEqual([["flow", "granted"]]);
    expect(many("source", "a/follows/1", "watched", "stage")).toEqual(["b.open", "b.wait"]);
    expect(many("stage", "a.open", "entering", "stream")).toEqual(["a"]);
    expect(many("stage", "a.open", "into", "move")).toEqual(["a.open->open"]);
    expect(many("stage", "a.wait", "entering", "stream")).toEqual([]);
    expect(many("stage", "a.done", "into", "move")).toEqual(["a.open->done", "a.wait->done"]);
    expect(many("stage", "c.open", "into", "move")).toEqual(["c.here->open"]);
  });

  test("divide those who leave by ways, served or not", () => {
    const move = (key: string): unknown => [
      of("move", key).tags,
      ...(["from", "served_from"] as const).map(
        (relation) => one("move", key, relation, "stage") as unknown[],
      ),
      ...(["served_by", "missed_by"] as const).map((relation) => one("move", key, relation, "way")),
    ];
    const none = [undefined, undefined];
    const from = ["a.open", undefined];
    expect(move("a.open->wait")).toEqual([
      { served: "apart", missed: "no" },
      none,
      from,
      ["a.open->wait", undefined],
      none,
    ]);
    expect(move("a.open->open")).toEqual([
      { served: "no", missed: "apart" },
      none,
      from,
      none,
      ["a.open unserved->open", undefined],
    ]);
    expect(move("a.wait->done")).toEqual([
      { served: "yes", missed: "no" },
      ["a.wait", undefined],
      none,
      ["a.wait->done", undefined],
      none,
    ]);
    expect(of("parting", "a.open").tags).toEqual({ rest: "yes" });
    expect(many("parting", "a.open", "named", "way")).toEqual(["a.open->wait"]);
    expect(one("way", "a.open->done", "beside", "parting")).toEqual(["a.open", undefined]);
    expect(many("parting", "a.open unserved", "named", "way")).toEqual(["a.open unserved->open"]);
    expect(of("parting", "c.here").tags).toEqual({ rest: "no" });
    expect(world.places.get("parting a.open unserved")).toBe("processes.p.stages.open.unserved");
    expect(world.places.get("parting c.here")).toBe("processes.q.stages.here.to");
  });

  test("know who serves whom, in which order", () => {
    expect(many("capacity", "desk", "served", "stage")).toEqual(["a.open", "b.open"]);
    expect(many("capacity", "office", "served", "stage")).toEqual([]);
    expect(one("stage", "b.open", "staff_of", "capacity")).toEqual(["desk", 0]);
    expect(one("stage", "a.open", "staff_of", "capacity")).toEqual(["desk", 1]);
    expect(one("stage", "b.wait", "quota_of", "quota")).toEqual(["town", 0]);
    expect(one("stage", "a.wait", "quota_of", "quota")).toEqual(["town", 1]);
  });

  test("know who lives where, in which order", () => {
    expect(many("claim", "old", "lives", "stage")).toEqual(["a.wait", "b.wait"]);
    expect(many("claim", "new", "lives", "stage")).toEqual(["a.open", "c.here", "c.open"]);
    expect(many("claim", "new", "rooms", "fill")).toEqual(["camp/new", "flats/new", "hotel/new"]);
    expect(many("claim", "new", "fed_rooms", "fill")).toEqual(["flats/new"]);
    expect(many("tier", "hotel", "residents", "fill")).toEqual(["hotel/new", "hotel/old"]);
    // The first of its claims, in the last of the tiers.
    expect(one("fill", "hotel/new", "tier_of", "tier")).toEqual(["hotel", 0]);
    expect(one("fill", "hotel/new", "claim_of", "claim")).toEqual(["new", 3]);
    expect(one("fill", "flats/new", "tier_of", "tier")).toEqual(["flats", 1]);
    expect(one("fill", "flats/new", "claim_of", "claim")).toEqual(["new", 1]);
    expect(many("tier", "flats", "welcome", "claim")).toEqual(["new", "old"]);
    expect(many("tier", "flats", "overflow", "fill")).toEqual(["hotel/new", "hotel/old"]);
    expect(many("tier", "flats", "rivals", "tier")).toEqual(["rooms"]);
    expect(many("tier", "camp", "rivals", "tier")).toEqual(["flats"]);
    expect(many("tier", "rooms", "rivals", "tier")).toEqual([]);
    expect(many("tier", "flats", "tier_lines", "line")).toEqual(["nights"]);
    expect(many("tier", "camp", "tier_lines", "line")).toEqual(["places"]);
    expect(many("tier_group", "few", "grouped", "tier")).toEqual(["camp", "hotel"]);
    expect(one("tier_group", "few", "within", "agency")).toEqual(["agency", undefined]);
    expect(many("agency", "agency", "own_tiers", "tier")).toEqual(["flats", "hotel", "rooms"]);
    expect(many("agency", "agency", "claims", "claim")).toEqual(["new", "old"]);
  });

  test("count people together: each group and flow, and each stream's part of it", () => {
    expect(keysOf(world, "flow")).toEqual(["granted", "granted/a", "granted/b"]);
    expect(keysOf(world, "group")).toEqual([
      "cases",
      "cases/a",
      "cases/b",
      "cases/c",
      "cases/d",
      "open",
      "open/a",
      "open/b",
    ]);
    expect(ports("flow", "granted", "parts")).toEqual([
      ["moved", "a.open->wait"],
      ["moved", "b.open->wait"],
    ]);
    expect(ports("flow", "granted/b", "parts")).toEqual([["moved", "b.open->wait"]]);
    expect(many("group", "open/a", "stages", "stage")).toEqual(["a.open", "a.wait"]);
    // Who goes from open to wait, or stays, has not left.
    expect(many("group", "open/a", "exits", "move")).toEqual([
      "a.open->done",
      "a.open->gone",
      "a.wait->done",
    ]);
    expect(many("group", "cases/c", "exits", "move")).toEqual(["c.open->done"]);
  });

  test("put costs and measures on appropriations", () => {
    const lines = ["days", "late", "nights", "office", "wages"];
    expect(many("appropriation", "1/1", "lines", "line")).toEqual(lines);
    expect(many("appropriation", "1/1", "other_lines", "line")).toEqual(lines.slice(0, -1));
    expect(many("appropriation", "1/2", "lines", "line")).toEqual(["parts", "places"]);
    expect(of("appropriation", "1/2").many["other_lines"]).toBeUndefined();
    expect(many("item", "1/1/pay", "item_lines", "line")).toEqual(["office", "wages"]);
    expect(many("item", "1/1/rest", "item_lines", "line")).toEqual([]);
    expect(many("appropriation", "1/1", "measure_costs", "measure_cost")).toEqual([
      "asked 1/1",
      "within 1/1",
    ]);
    expect(many("appropriation", "1/1", "counted_costs", "measure_cost")).toEqual(["within 1/1"]);
    expect(many("measure", "within", "costs", "measure_cost")).toEqual([
      "within 1/1",
      "within 1/2",
    ]);
    expect(one("measure_cost", "within 1/2", "spent_by", "measure")).toEqual(["within", undefined]);
    expect(one("capacity", "desk", "paid_by", "appropriation")).toEqual(["1/1", 0]);
    expect(many("capacity", "desk", "salaries", "line")).toEqual(["wages"]);
    expect(many("agency", "agency", "all_lines", "line")).toEqual(
      [...lines, "parts", "places"].toSorted(),
    );
    expect(many("agency", "agency", "all_appropriations", "appropriation")).toEqual(["1/1", "1/2"]);
  });

  test("count what lines count, and what of it is known when the month opens", () => {
    expect(ports("line", "wages", "driver")).toEqual([["staff", "desk"]]);
    expect(ports("line", "nights", "driver")).toEqual([
      ["nights", "flats"],
      ["fill_nights", "flats/new"],
    ]);
    expect(ports("line", "places", "driver")).toEqual([["place_days", "camp"]]);
    expect(ports("line", "days", "driver")).toEqual([["person_days", "open"]]);
    expect(ports("line", "days", "foreseen_driver")).toEqual([["opening_days", "open"]]);
    // What is paid later is known.
    expect(ports("line", "late", "driver")).toEqual([["flow", "granted"]]);
    expect(ports("line", "late", "foreseen_driver")).toEqual([["due", "late"]]);
  });

  test("have what the format says where a scenario says nothing", () => {
    expect(of("stage", "c.here").inputs["opening"]).toBe(0);
    expect(of("stage", "a.open").inputs["shortest"]).toBe(1);
    expect(of("source", "c/intake").inputs["part"]).toBe(1);
    expect(of("claim", "new").inputs["own_share"]).toBe(0);
    expect(of("line", "wages").inputs["index"]).toBe(1);
    expect(of("tier", "rooms").inputs).toMatchObject({
      pace: 0,
      release: 0,
      most: Infinity,
      reserve: 0,
    });
    expect(of("tier", "hotel").inputs["base"]).toBeUndefined();
  });
});

describe("the numbers of a world", () => {
  const season = [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 5];
  const given = scenario({
    period: period("2014-01..2014-12"),
    intakes: {
      all: {
        label: "all",
        volume: {
          ...quantity(0, "persons/month"),
          points: [point(period("2014-01..2014-12"), 10, 8, 14), point(always, 9)],
        },
        season: {
          weights: season,
          origin: { kind: "assumed", source: undefined, page: undefined, why: "a guess" },
        },
      },
    },
    processes: {
      p: process({ open: [rate({ "2014-03": 1, 2014: 0.5 }), { x: 0.25, y: "rest" }] }),
    },
    streams: {
      a: stream("p", { of: ["all", 0.5], opening: { open: 3 } }),
      b: stream("p", { of: ["all", 0.25] }),
    },
    measures: {
      m: measure({
        costs: { "1/1": { "2014..2015": 12 } },
        effects: [
          effect("streams.a.intake.share", { multiply: 0.5 }, "2014-06"),
          effect("streams.a.intake.share", { add: 0.1 }, "2014-07"),
        ],
      }),
    },
  });
  const collected = collectNumbers();
  const said = (path: string, value: number): GivenNumbers =>
    single(collected, season, path, { path, value });
  const world = buildWorld(
    given,
    {
      period: given.period,
      funding: "need",
      counted: new Set(["m"]),
      frames: new Map(),
      allowances: new Map(),
    },
    collected,
    {
      low_case: said("low", 0),
      mid_case: said("mid", 1),
      high_case: said("high", 0),
      scale: said("scale", 2),
    },
    budgetYears(given.period),
    noDiagnostics,
  );
  const parameters = collected.list;
  /** The places of the numbers an input is given, and what they are. */
  const numbersOf = (set: SetId, key: string, input: string): unknown => {
    const source = elementOf(world, set, key).inputs[input];
    if (typeof source !== "object") return source;
    return "parameter" in source
      ? source
      : source.points.map(({ number }) => [parameters[number]?.path, parameters[number]?.value]);
  };

  test("have their place in the scenario, with the time they hold", () => {
    expect(numbersOf("stage", "a.open", "rate")).toEqual([
      ["processes.p.stages.open.leave.rate.2014-03", 1],
      ["processes.p.stages.open.leave.rate.2014", 0.5],
    ]);
    expect(numbersOf("stage", "a.open", "opening")).toEqual([["streams.a.opening.open", 3]]);
    expect(numbersOf("way", "a.open->x", "share")).toEqual([
      ["processes.p.stages.open.to.x", 0.25],
    ]);
    expect(numbersOf("measure_cost", "m 1/1", "asked")).toEqual([
      ["measures.m.costs.1/1.2014..2015", 12],
    ]);
    expect(numbersOf("measure", "m", "on")).toEqual([["options.measures.m", 1]]);
    expect(numbersOf("season_month", "intakes.all/12", "given_weight")).toEqual([
      ["intakes.all.season.weights.11", 5],
    ]);
  });

  test("are each there once, whoever reads them", () => {
    const position = (key: string): unknown => elementOf(world, "stage", key).inputs["rate"];
    expect(position("a.open")).toEqual(position("b.open"));
    const paths = parameters.map(({ path }) => path).filter((path) => path !== "");
    expect(new Set(paths).size).toBe(paths.length);
  });

  test("keep what they are measured in and where they come from", () => {
    const named = (path: string): unknown => parameters.find((one) => one.path === path);
    expect(named("processes.p.stages.open.leave.rate.2014")).toMatchObject({
      measure: { dimensions: [["month", -1]] },
      origin: { kind: "assumed" },
    });
    expect(named("intakes.all.season.weights.0")).toMatchObject({
      measure: { dimensions: [] },
      origin: { why: "a guess" },
    });
    expect(named("measures.m.effects.0.multiply")).toMatchObject({
      measure: { dimensions: [] },
      value: 0.5,
      origin: { kind: "assumed" },
    });
  });

  test("are elements of their own where measures change them or they come in cases", () => {
    const volume = "intakes.all.volume";
    const share = "streams.a.intake.share";
    expect(keysOf(world, "parameter")).toEqual([volume, share]);
    // One intake, two streams.
    expect(numbersOf("source", "a/intake", "intake")).toEqual({ parameter: volume });
    expect(numbersOf("source", "b/intake", "intake")).toEqual({ parameter: volume });
    expect(elementOf(world, "parameter", volume).tags).toEqual({ case: "yes", changed: "no" });
    expect(numbersOf("parameter", volume, "mid")).toEqual([
      [`${volume}.2014`, 10],
      [volume, 9],
    ]);
    expect(numbersOf("parameter", volume, "low")).toEqual([
      [`${volume}.2014.low`, 8],
      [`${volume}.low`, 9],
    ]);
    expect(numbersOf("parameter", volume, "high")).toEqual([
      [`${volume}.2014.high`, 14],
      [`${volume}.high`, 9],
    ]);
    expect(elementOf(world, "parameter", share).tags).toEqual({ case: "no", changed: "yes" });
    expect(numbersOf("parameter", share, "mid")).toEqual([[share, 0.5]]);
    expect(numbersOf("source", "b/intake", "part")).toEqual([["streams.b.intake.share", 0.25]]);
  });

  test("that measures change are led to by their effects, one after the other", () => {
    const effects = elements(world, "effect");
    expect(effects.map(({ key, tags, counts }) => [key, tags, counts])).toEqual([
      [
        "m 0",
        { does: "multiply", first: "yes", ends: "no" },
        { from: month("2014-06"), put_off: 0, ramp: 1 },
      ],
      [
        "m 1",
        { does: "add", first: "no", ends: "no" },
        { from: month("2014-07"), put_off: 0, ramp: 1 },
      ],
    ]);
    const [first, second] = effects.map(({ one }) => one);
    const share = keysOf(world, "parameter").indexOf("streams.a.intake.share");
    expect(first).toEqual({ changes: share, by: 0 });
    expect(second).toEqual({ changes: share, by: 0, previous: 0 });
    expect(elementOf(world, "parameter", "streams.a.intake.share").one).toEqual({ last: 1 });
  });
});
