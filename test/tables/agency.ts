/** A small agency with one of everything that built-in tables show. */
import type { Scenario } from "../../src/model/scenario.ts";
import {
  appropriation,
  claim,
  effect,
  line,
  measure,
  process,
  rate,
  staff,
  stream,
  tier,
} from "../support/build.ts";
import { small } from "../request/small.ts";

/**
 * Streams `a` and `b` have 100 and 50 applications a month, each decided in the month after it came, so that as many are
 * open; stream `c` is of another process. Of those open in `a` a quarter lives on its own, 50 in flats and the others in
 * hotels; 20 of `b` live in a camp, and the others nowhere. A decision costs 2 of money, and a quarter more in overhead; a
 * measure halves it from 2015, another takes 1 off the rent of 7 a month from July 2014.
 */
export const agency = (given: Partial<Scenario> = {}): Scenario =>
  small({
    unit: "tkr",
    areas: { "1": "Area 1", "2": "Area 2" },
    sources: { report: { title: "Report" } },
    processes: {
      a: process({ open: [rate(1), { done: 1 }] }),
      c: process({ other: [rate(1), { away: 1 }] }),
    },
    streams: {
      a: { ...stream("a", { intake: 100, opening: { open: 100 } }), label: "First" },
      b: { ...stream("b", { intake: 50, opening: { open: 50 } }), label: "Second", process: "a" },
      c: { ...stream("c", { intake: 10, opening: { other: 10 } }), label: "Third" },
    },
    stocks: {
      open: { label: "Open", stages: ["open"], streams: undefined },
      first: { label: "First only", stages: ["open"], streams: ["a"] },
      none: { label: "None", stages: ["other"], streams: ["a"] },
    },
    flows: {
      done: { label: "Done", moves: [{ from: "open", to: "done" }], streams: undefined },
      away: { label: "Away", moves: [{ from: "other", to: "away" }], streams: undefined },
      none: { label: "None", moves: [{ from: "other", to: "away" }], streams: ["a"] },
    },
    staff: { desk: { ...staff({ before: 8, decided: 8, serves: [] }), label: "Desk" } },
    claims: {
      firsts: claim({ streams: ["a"], stages: ["open"], own: 0.25 }),
      seconds: claim({ streams: ["b"], stages: ["open"] }),
    },
    tiers: {
      flats: { ...tier(["firsts"], { places: 50 }), label: "Flats" },
      hotel: { ...tier(["firsts"]), label: "Hotel" },
      camp: { ...tier(["seconds"], { places: 20, runByOthers: true }), label: "Camp" },
    },
    tierGroups: { cheap: { label: "Cheap", tiers: ["flats", "camp"] } },
    appropriations: {
      "1/1": {
        ...appropriation({
          items: { x: "Item x", y: "Item y" },
          frame: { 2014: 3000, 2016: 5000 },
        }),
        label: "Cases",
      },
      "2/1": { ...appropriation({ frame: 90_000 }), label: "Housing" },
      "1/2": { ...appropriation(), label: "Empty" },
    },
    costs: {
      cases: { ...line("flow/done", 2, "money/person", { item: "x" }), label: "Decisions" },
      rent: { ...line("time", 7, "money/month", { item: "y" }), label: "Rent" },
      flats: { ...line("place_days/flats", 2, "money/place-day", { on: "2/1" }), label: "Flats" },
      hotel: { ...line("nights/hotel", 3, "money/person-day", { on: "2/1" }), label: "Hotel" },
      camp: { ...line("nights/camp", 1, "money/person-day", { on: "2/1" }), label: "Camp" },
      share: { ...line("cost/cases", 0.25, "money/money", { on: "1/1" }), label: "Overhead" },
    },
    measures: {
      faster: {
        ...measure({
          costs: { "1/1": { 2014: 100, 2015: 200, 2016: 300 } },
          effects: [effect("costs.cases.cost", { multiply: 0.5 }, "2015-01")],
        }),
        label: "Faster decisions",
      },
      within: {
        ...measure({
          costs: { "1/2": { "2014..2016": 40 } },
          effects: [effect("costs.rent.cost", { add: -1 }, "2014-07")],
          withinFrame: true,
        }),
        label: "Lower rent",
      },
    },
    ...given,
  });
