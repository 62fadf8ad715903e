import { describe, expect, test } from "vitest";
import { loadBuffer } from "../../src/engine/buffer.ts";
import { evaluateGiven, fillPast, interpret, outputsOf } from "../../src/engine/interpreter.ts";
import type { Node, Program } from "../../src/engine/program.ts";
import { loaded } from "../support/build.ts";
import {
  element,
  equation,
  figure,
  input,
  model,
  numbers,
  programOf,
  slotOf,
  world,
} from "./toy.ts";

const description = model({
  inputs: { x: input("month"), y: input("month"), before: input("past") },
  equations: [
    equation("double", "x * 2"),
    equation("p", "double + y", { before: "before * y + x" }),
    equation("q", "prev(p) + ytd(p) + delay(p, n)"),
    equation("r", "spread(p, one, one)"),
  ],
  figures: [figure("all", "total(p) + closing(q)")],
});
const known = numbers();
/** Five months from November 2013: x is 1 and 2, y is 10, 20, 30, 40 and 50. */
const program = programOf(
  description,
  world(
    {
      thing: [
        element("a", {
          inputs: {
            x: known.given("x", { 2013: 1, 2014: 2 }),
            y: known.given("y", {
              "2013-11": 10,
              "2013-12": 20,
              "2014-01": 30,
              "2014-02": 40,
              "2014-03": 50,
            }),
            before: known.given("before", { "2013-08": 5, "2013-09": 6, "2013-10": 7 }),
          },
          counts: { n: 3, one: 1 },
        }),
      ],
    },
    { start: "2013-11", months: 5 },
  ),
);
const buffer = loaded(program, known.values);

describe("the interpreter", () => {
  test("keeps every slot of every month", () => {
    const run = interpret(program, buffer);
    const of = (id: string): number[] => {
      const slot = slotOf(program, id);
      return [...run.values.subarray(slot * 5, slot * 5 + 5)];
    };
    expect([run.months, run.values.length]).toEqual([5, 5 * program.slots.length]);
    expect(of("double")).toEqual([2, 2, 4, 4, 4]);
    expect(of("p")).toEqual([12, 22, 34, 44, 54]);
    // Before the start p was 5 · 10 + 1 = 51, 61 and 71. Last month's, the year's so far, and that of three months ago.
    expect(of("q")).toEqual([
      71 + 0 + 51,
      12 + 12 + 61,
      22 + 0 + 71,
      34 + 34 + 12,
      44 + (34 + 44) + 22,
    ]);
    expect(of("r")).toEqual([71, 12, 22, 34, 44]);
  });

  test("adds up years, and keeps their last months", () => {
    // p and q of November and December 2013, and of January to March 2014.
    expect([...outputsOf(program, interpret(program, buffer))]).toEqual([34, 85, 132, 144]);
  });
});

describe("what was before the start", () => {
  test("is filled in from numbers", () => {
    const empty = loadBuffer(program, known.values);
    const past = program.pasts.map(({ at, length }) => [at, at + length] as const);
    const filled = (): number[][] => past.map((span) => Array.from(empty.subarray(...span)));
    expect(filled()).toEqual([
      [0, 0, 0],
      [0, 0],
    ]);
    fillPast(program, empty);
    // Three months of p, and the running total from nothing: one month of it.
    expect(filled()).toEqual([
      [51, 61, 71],
      [0, 71],
    ]);
  });

  test("is filled in for some only", () => {
    const empty = loadBuffer(program, known.values);
    const [first, second] = program.pasts;
    fillPast(program, empty, program.pasts.slice(1));
    expect([empty[first?.at ?? -1], empty[(second?.at ?? -1) + 1]]).toEqual([0, 71]);
  });
});

describe("what depends on numbers only", () => {
  const value = (node: Node, month: number): number => evaluateGiven(program, buffer, node, month);
  const slot = (id: string): Node => ({ op: "slot", slot: slotOf(program, id) });

  test("has a value in each month, and before the start that of the first", () => {
    expect([-2, 0, 1, 2, 4].map((month) => value(slot("p"), month))).toEqual([12, 12, 22, 34, 54]);
    expect(value({ op: "min", of: [slot("p"), { op: "const", value: 13 }] }, 3)).toBe(13);
  });

  test.each(["q", "r"])("does not depend on the run: %s", (id) => {
    expect(() => value(slot(id), 1)).toThrow("this depends on the run");
  });

  test("is not the year so far", () => {
    expect(() => value({ op: "ytd", slot: 0 }, 1)).toThrow("this depends on the run");
  });

  test("can be a calendar", () => {
    const of = Array.from({ length: 12 }, (_, i): Node => ({ op: "const", value: i }));
    const calendar: Node = { op: "calendar", of };
    const from: Program = program;
    expect([0, 1, 2].map((month) => evaluateGiven(from, buffer, calendar, month))).toEqual([
      10, 11, 0,
    ]);
  });
});
