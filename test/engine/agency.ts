/** A scenario in which most equations of the model are used. */
import { bind } from "../../src/engine/bind.ts";
import type { Program } from "../../src/engine/program.ts";
import { description } from "../../src/model/description.ts";
import type { Scenario } from "../../src/model/scenario.ts";
import {
  after,
  allFigures,
  appropriation,
  claim,
  effect,
  follow,
  line,
  measure,
  period,
  process,
  rate,
  scenario,
  staff,
  staffed,
  stream,
  tier,
  work,
  worldOf,
} from "../support/build.ts";

const agencyOf = (name: string): Scenario =>
  scenario({
    period: period("2013-11..2015-03"),
    processes: {
      [name]: process({
        open: [staffed(name), { wait: "granted", done: "rest" }],
        wait: [after(2), { stay: 0.5, done: "rest" }],
        stay: [rate(0.1), { done: 1 }],
      }),
    },
    streams: {
      [name]: stream(name, {
        intake: { 2013: 100, "2014..2015": 120 },
        season: [1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1],
        follows: [follow(name, 0.2, 3, 5)],
        shares: { granted: 0.4 },
        opening: { open: 300, wait: 20 },
        work: { open: work({ effort: 10, aim: 3, ceiling: 400 }) },
      }),
    },
    staff: {
      [name]: staff({ before: 9, hire: 0.1, shed: 0.1, steady: true, serves: [`${name}.open`] }),
    },
    flows: {
      [name]: { label: "x", moves: [{ from: "open", to: undefined }], streams: undefined },
    },
    stocks: { [name]: { label: "x", stages: ["open", "wait"], streams: undefined } },
    claims: { home: claim({ streams: [name], stages: ["open", "wait"], own: 0.3 }) },
    tiers: {
      flats: tier(["home"], { places: 150, pace: 20, release: 10 }),
      hotel: tier(["home"], { occupancy: 1.5 }),
    },
    appropriations: {
      "1/1": appropriation({ caps: [name], frame: 9000 }),
      "1/2": appropriation(),
    },
    costs: {
      [name]: line(`staff/${name}`, 40, "money/staff-month"),
      days: line(`person_days/${name}`, 0.1, "money/person-day"),
      nights: line("nights/hotel", 0.2, "money/person-day", { on: "1/2" }),
      late: line(`flow/${name}`, 2, "money/person", { lag: 1, history: 30 }),
      paid: line(`flow/${name}`, 2, "money/person", {
        on: "1/2",
        lag: 1,
        spread: 5,
        history: 30,
      }),
    },
    measures: {
      [name]: measure({
        effects: [effect("costs.days.cost", { multiply: 0.9 }, "2014-02", { ramp: 6 })],
        costs: { "1/1": { 2014: 12 } },
        withinFrame: true,
        delay: 3,
      }),
    },
  });

/** Its program in a mode in which money binds, with all figures, and its numbers. */
export function agency(name = "x"): {
  readonly program: Program;
  readonly values: readonly number[];
} {
  const given = agencyOf(name);
  const { world: built, numbers: values } = worldOf(given, {
    funding: "available",
    counted: new Set([name]),
  });
  const bound = bind(description, built, ({ key, input }) => {
    throw new Error(`${key} has no ${input}`);
  });
  return { program: bound(allFigures(built)), values };
}
