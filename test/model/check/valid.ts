/** A scenario in which everything refers to something, and ways to spoil it. */
import type { FlowGroup, StockGroup } from "../../../src/model/costs/file.ts";
import { rowRef } from "../../../src/model/refs.ts";
import type { Scenario } from "../../../src/model/scenario.ts";
import type { RowSpec, TableSpec } from "../../../src/model/tables/file.ts";
import { expect } from "vitest";
import { check } from "../../../src/model/check.ts";
import type { Diagnostic } from "../../../src/diagnostics/diagnostic.ts";
import {
  appropriation,
  claim,
  follow,
  followStock,
  line,
  measure,
  offer,
  placed,
  process,
  quantity,
  rate,
  scenario,
  staff,
  staffed,
  stream,
  tier,
  work,
} from "../../support/build.ts";

const stock = (stages: string[], streams?: string[]): StockGroup => ({
  label: "stock",
  stages,
  streams,
});
const flow = (moves: FlowGroup["moves"], streams?: string[]): FlowGroup => ({
  label: "flow",
  moves,
  streams,
});
export const row = (key: string, given: Partial<RowSpec> = {}): RowSpec => ({
  key,
  label: undefined,
  depth: 0,
  show: undefined,
  given: undefined,
  source: undefined,
  page: undefined,
  less: undefined,
  least: undefined,
  sum: undefined,
  total: undefined,
  ...given,
});
export const table = (...rows: readonly RowSpec[]): TableSpec => ({
  title: "table",
  heading: "",
  unit: "mkr",
  decimals: 0,
  years: ["2014"],
  total: undefined,
  rows,
});
export const wages = line("staff/desk", 1, "money/staff-month");
export const works = { open: work({ effort: 1, aim: 1 }) };

/** A scenario in which everything refers to something, and nothing is wrong. */
export const valid: Scenario = scenario({
  intakes: { all: { label: "all", volume: quantity(1, "persons/month"), season: undefined } },
  streams: {
    a: stream("p", {
      of: ["all", 1],
      follows: [
        follow("granted", 1, 1, 0),
        follow("granted/b", 1, 1, 0),
        followStock("open", 0.1),
        followStock("waiting/a", 0.1),
      ],
      shares: { yes: 0.5 },
      opening: { open: 1, done: 2 },
      work: works,
    }),
    b: stream("p", { intake: 1, shares: { yes: 0.6 }, work: works }),
    c: stream("q"),
  },
  processes: {
    p: process({
      open: [staffed("desk"), { wait: "yes", done: "rest" }],
      wait: [placed("town"), { done: 1 }],
    }),
    q: process({ open: [rate(1), { done: 1 }] }),
  },
  staff: {
    desk: staff({ serves: ["a.open", "b.open"] }),
    office: staff({ decided: 3, serves: [] }),
  },
  quotas: { town: offer(1, ["b.wait", "a.wait"]) },
  stocks: { open: stock(["open", "wait"]), waiting: stock(["wait"], ["a"]) },
  flows: {
    granted: flow([
      { from: "open", to: "wait" },
      { from: undefined, to: "open" },
      { from: "wait", to: undefined },
    ]),
    few: flow([{ from: "open", to: undefined }], ["a"]),
  },
  claims: {
    old: claim({ streams: ["a", "b"], stages: ["wait"] }),
    new: claim({ streams: ["a"], stages: ["open"] }),
  },
  tiers: { flats: tier(["old", "new"], { places: 1 }), hotel: tier(["old"]) },
  tierGroups: { temporary: { label: "temporary", tiers: ["hotel"] } },
  appropriations: {
    "1/1": appropriation({ basis: "cost", items: { pay: "pay" }, caps: ["desk"] }),
    "1/2": appropriation(),
  },
  indices: { prices: quantity(1) },
  costs: {
    wages: { ...wages, item: "pay", index: "prices" },
    time: line("time", 1, "money/month", { on: "1/2" }),
    flow: line(["flow/granted/b", "flow/few"], 1, "money/person", {
      on: "1/2",
      lag: 1,
      history: 1,
    }),
    few: line("flow/few/a", 1, "money/person", { on: "1/2" }),
    days: line(["person_days/open/c", "own_days/old"], 1, "money/person-day", {
      on: "1/2",
    }),
    waiting: line("person_days/waiting/a", 1, "money/person-day", { on: "1/2" }),
    nights: line(["nights/flats/old", "nights/flats/new"], 1, "mkr/person-day", { on: "1/2" }),
    places: line("place_days/flats", 1, "money/place-day", {
      on: "1/2",
      spread: 3,
      history: 1,
      per: "place-days/year",
    }),
    food: line(["fed_days/old", "catering_days/new"], 1, "money/person-day", { on: "1/2" }),
    share: line(["cost/wages", "cost/time"], 0.1, "", {
      on: "1/2",
      lag: 1,
      history: 1,
      per: "mkr/year",
    }),
    more: line("cost/share", 0.1, ""),
    office: line("staff/office", 1, "money/staff-month", { on: "1/2" }),
  },
  measures: { m: measure({ costs: { "1/1": 1 } }) },
  tables: new Map([
    [
      "t",
      table(
        row("head"),
        row("x", { show: rowRef("need/1"), less: rowRef("need/2") }),
        row("asked", { given: { 2014: 3 }, source: "bill" }),
        row("y", { sum: ["x"] }),
        row("w"),
        row("z", { total: ["w", "y"] }),
      ),
    ],
  ]),
  sources: { bill: { title: "bill", by: undefined, published: undefined } },
  published: [
    {
      row: rowRef("t/x"),
      source: "bill",
      page: undefined,
      kind: "published",
      unit: "mkr",
      funding: "need",
      values: {},
      tolerance: undefined,
      weight: 1,
      compare: "equal",
    },
  ],
});

type Change = Partial<Scenario> | (() => Partial<Scenario>);
/** Code, path and part of the message and of the help. */
type Expected = readonly [code: string, path: string, message: string, help?: string];
type Example = readonly [name: string, change: Change, ...problems: readonly Expected[]];

export const problemsOf = (change: Change): Diagnostic[] =>
  check(scenario({ ...valid, ...(typeof change === "function" ? change() : change) }));

export const matching = (expected: readonly Expected[]): unknown[] =>
  expected.map(
    ([code, path, message, help]) =>
      expect.objectContaining({
        code,
        severity: "error",
        path,
        message: expect.stringContaining(message) as unknown,
        ...(help === undefined ? {} : { help: expect.stringContaining(help) as unknown }),
      }) as unknown,
  );

export const examples = (
  ...list: readonly Example[]
): { name: string; change: Change; expected: unknown[] }[] =>
  list.map(([name, change, ...expected]) => ({ name, change, expected: matching(expected) }));

/** A change of one stream, staff, cost line, or what else stands under a key. */
export const inside = (
  section:
    | "streams"
    | "processes"
    | "staff"
    | "quotas"
    | "stocks"
    | "flows"
    | "claims"
    | "tiers"
    | "costs"
    | "measures",
  key: string,
  change: object,
): Partial<Scenario> => ({
  [section]: { ...valid[section], [key]: { ...valid[section][key], ...change } },
});
