import { describe, expect, test } from "vitest";
import { partRef } from "../../src/model/refs.ts";
import type { Scenario } from "../../src/model/scenario.ts";
import { flowParts, groupStages, stagesOf, waysOf } from "../../src/model/structure.ts";
import { process, rate, scenario, stream } from "../support/build.ts";

const given: Scenario = scenario({
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

describe("what groups are made of", () => {
  test("ways and stages of a stream", () => {
    expect(waysOf(given, "z").map(({ key }) => key)).toEqual(["z.b->a", "z.b->end", "z.a->end"]);
    expect(stagesOf(given, "x")).toEqual(["b", "a", "end"]);
  });

  test("moves of a flow, in the order of their names", () => {
    const keys = (flow: string): string[] =>
      flowParts(given, partRef(flow)).map(({ set, key }) => `${set} ${key}`);
    expect(keys("out")).toEqual([
      "move x.a->end",
      "move x.b->a",
      "move x.b->end",
      "move y.a->end",
      "move z.a->end",
      "move z.b->a",
      "move z.b->end",
    ]);
    expect(keys("out/y")).toEqual(["move y.a->end"]);
    expect(keys("some")).toEqual(["stream y", "move z.b->a"]);
    expect(keys("some/z")).toEqual(["move z.b->a"]);
  });

  test("moves of a flow, each once", () => {
    const moves = [
      { from: "b", to: undefined },
      { from: "b", to: "a" },
      { from: undefined, to: "b" },
    ];
    const twice = { ...given, flows: { twice: { label: "", moves, streams: ["z"] } } };
    expect(flowParts(twice, partRef("twice")).map(({ key }) => key)).toEqual([
      "z",
      "z.b->a",
      "z.b->end",
    ]);
  });

  test("stages of a group, in the order of their names", () => {
    expect(groupStages(given, partRef("all"))).toEqual([
      "x.a",
      "x.b",
      "x.end",
      "y.a",
      "y.end",
      "z.a",
      "z.b",
      "z.end",
    ]);
    expect(groupStages(given, partRef("all/y"))).toEqual(["y.a", "y.end"]);
    expect(groupStages(given, partRef("some"))).toEqual(["z.b"]);
    expect(groupStages(given, partRef("some/y"))).toEqual([]);
  });
});
