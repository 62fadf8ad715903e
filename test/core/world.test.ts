import { describe, expect, test } from "vitest";
import type { Scenario } from "../../src/core/scenario.ts";
import { groupStages } from "../../src/core/structure.ts";
import { buildWorld, type Setup } from "../../src/core/world.ts";
import {
  appropriation,
  line,
  month,
  noDiagnostics,
  period,
  process,
  rate,
  scenario,
  setupOf,
  staff,
  staffed,
  stream,
  work,
  type Given,
} from "./build.ts";

const given: Scenario = scenario({
  period: period("2013-11..2014-02"),
  processes: {
    long: process({ b: [rate(1), { a: 0.5, end: 0.5 }], a: [rate(1), { end: 1 }] }),
    short: process({ a: [rate(1), { end: 1 }] }),
  },
  streams: { z: stream("long"), y: stream("short"), x: stream("long") },
  flows: {
    out: {
      label: "",
      moves: [
        { from: "a", to: undefined },
        { from: "b", to: undefined },
      ],
      streams: undefined,
    },
    some: {
      label: "",
      moves: [
        { from: "b", to: "a" },
        { from: undefined, to: "a" },
      ],
      streams: ["z", "y"],
    },
  },
  stocks: {
    all: { label: "", stages: ["end", "b", "a"], streams: undefined },
    some: { label: "", stages: ["b"], streams: ["z", "y"] },
  },
});

describe("a world", () => {
  const worldOf = (
    changes: Partial<Scenario>,
    setup: Partial<Setup> = {},
  ): ReturnType<typeof buildWorld> => {
    const changed = scenario({ ...given, ...changes });
    return buildWorld(changed, setupOf(changed, setup), noDiagnostics);
  };

  test("has its elements in the order of their names", () => {
    const { sets } = worldOf({});
    expect(sets.stream.map(({ key }) => key)).toEqual(["x", "y", "z"]);
    expect(sets.stage.map(({ key }) => key)).toEqual(groupStages(given, "all"));
    expect(sets.agency).toHaveLength(1);
    expect(sets.line).toEqual([]);
  });

  test("knows the calendar of its months", () => {
    const { calendar, start, months } = worldOf({});
    expect([start, months]).toEqual([month("2013-11"), 4]);
    expect(calendar.days).toEqual([30, 31, 31, 28]);
    // Of 2014 the run has two months only.
    expect(calendar.months_left).toEqual([2, 1, 2, 1]);
    expect(
      worldOf({ period: period("2014-09..2015-12") }).calendar.months_left.slice(0, 6),
    ).toEqual([4, 3, 2, 1, 12, 11]);
  });

  test("lets money decide only where it is told to", () => {
    const staffOf = (setup: Partial<Setup>, pays: readonly string[], plan?: Given): unknown => {
      const { sets } = worldOf(
        {
          processes: { p: process({ a: [staffed("desk"), { end: 1 }] }) },
          streams: { p: stream("p", { work: { a: work({ effort: 1, aim: 1 }) } }) },
          flows: {},
          stocks: {},
          capacities: { desk: staff({ plan, serves: ["p.a"] }) },
          appropriations: { "1/1": appropriation() },
          costs: { pay: line("staff/desk", 1, "money/staff-month") },
          capped: { appropriation: "1/1", pays },
        },
        setup,
      );
      return [sets.staffing[0]?.tags["by"], sets.appropriation.length];
    };
    expect(staffOf({ funding: "available" }, ["desk"])).toEqual(["money", 1]);
    expect(staffOf({ funding: "available" }, [])).toEqual(["aim", 1]);
    expect(staffOf({ funding: "available" }, [], 4)).toEqual(["plan", 1]);
    expect(staffOf({ funding: "need" }, ["desk"])).toEqual(["aim", 0]);
    expect(staffOf({ funding: "proposed" }, ["desk"])).toEqual(["aim", 0]);
  });

  test("can have stages and ends by any name", () => {
    const processes = {
      p: process(Object.fromEntries([["toString", [rate(0.5), { constructor: 1 } as never]]])),
    };
    const { sets } = worldOf({ processes, streams: { p: stream("p") }, flows: {}, stocks: {} });
    expect(sets.stage.map(({ key, inputs }) => [key, inputs["opening"]])).toEqual([
      ["p.constructor", 0],
      ["p.toString", 0],
    ]);
  });
});
