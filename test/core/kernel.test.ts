import { describe, expect, test } from "vitest";
import type { Node, Program } from "../../src/core/bind.ts";
import { interpret } from "../../src/core/interpreter.ts";
import { compile, kernelSource } from "../../src/core/kernel.ts";
import { yearlyOutputs } from "../../src/core/run.ts";

const value = (n: number): Node => ({ op: "const", value: n });
const input = (n: number): Node => ({ op: "input", input: n });
const prev = (slot: number): Node => ({ op: "prev", slot });

interface Given {
  readonly nodes: readonly Node[];
  readonly starts?: Readonly<Record<number, number>>;
  readonly inputs?: readonly (number | readonly number[])[];
  readonly histories?: Readonly<Record<number, readonly number[]>>;
  readonly aggregate?: "sum" | "end";
  readonly months?: number;
}

/** Five months from November; every slot is an output. */
function programOf(given: Given): Program {
  const slots = given.nodes.map((node): Program["slots"][number] => ({
    equation: "cost",
    set: "line",
    element: 0,
    node,
    start: undefined,
  }));
  const started = slots.map((slot, i) => ({ ...slot, start: given.starts?.[i] }));
  return {
    slots: started,
    order: slots.map((_, i) => i),
    outputs: slots.map((_, slot) => ({
      equation: "cost",
      element: 0,
      aggregate: given.aggregate ?? "sum",
      slot,
    })),
    inputs: (given.inputs ?? []).map((series) => ({
      constant: typeof series === "number",
      value: series,
    })),
    histories: new Map(Object.entries(given.histories ?? {}).map(([slot, h]) => [Number(slot), h])),
    start: 10,
    months: given.months ?? 5,
  };
}

function kernelOutputs(program: Program): number[] {
  const { layout, load, run } = compile(program);
  const buffer = new Float64Array(layout.inputs);
  const output = new Float64Array(layout.outputs);
  load(program, buffer);
  run(buffer, output);
  return [...output];
}

const months = [1, 2, 3, 4, 5];

describe("each operation is the same in both executions:", () => {
  const programs: readonly (readonly [string, Given, readonly number[]])[] = [
    ["constants", { nodes: [value(2.5), value(-1e-7)] }, [5, -2e-7, 7.5, -3e-7]],
    ["constant inputs", { nodes: [input(0), input(1)], inputs: [3, 4] }, [6, 8, 9, 12]],
    [
      "monthly inputs",
      { nodes: [input(1), input(0)], inputs: [months, [9, 8, 7, 6, 5]] },
      [17, 3, 18, 12],
    ],
    ["mixed inputs", { nodes: [input(0), input(1)], inputs: [months, 4] }, [3, 8, 12, 12]],
    [
      "arithmetic",
      {
        nodes: (["+", "-", "*", "/", "min", "max"] as const).map((op) => ({
          op,
          a: value(6),
          b: input(0),
        })),
        inputs: [4],
      },
      [20, 4, 48, 3, 8, 12, 30, 6, 72, 4.5, 12, 18],
    ],
    [
      "subtraction of a subtraction",
      { nodes: [{ op: "-", a: value(6), b: { op: "-", a: value(1), b: input(0) } }], inputs: [4] },
      [18, 27],
    ],
    [
      "sums from the left",
      {
        nodes: [{ op: "sum", terms: [value(1e16), value(1), value(1), input(0)] }],
        inputs: [-1e16],
      },
      [0, 0],
    ],
    [
      "other slots",
      {
        nodes: [input(0), { op: "*", a: { op: "slot", slot: 0 }, b: value(10) }],
        inputs: [months],
      },
      [3, 30, 12, 120],
    ],
    [
      "last month's value, from nothing",
      { nodes: [{ op: "+", a: prev(0), b: value(1) }] },
      [3, 12],
    ],
    [
      "last month's value, from a start",
      { nodes: [{ op: "+", a: prev(0), b: value(1) }], starts: { 0: 0 }, inputs: [10] },
      [23, 42],
    ],
    [
      "last month's value, from a monthly start",
      {
        nodes: [{ op: "+", a: prev(0), b: value(1) }],
        starts: { 0: 1 },
        inputs: [7, [0, 1, 2, 3, 4], [10, 0, 0, 0, 0]],
      },
      [3, 12],
    ],
    [
      "last month's value, from a later monthly start",
      {
        nodes: [{ op: "+", a: prev(0), b: input(1) }],
        starts: { 0: 2 },
        inputs: [7, [0, 1, 2, 3, 4], [10, 0, 0, 0, 0]],
      },
      [21, 49],
    ],
    [
      "the year so far",
      { nodes: [input(0), { op: "ytd", slot: 0 }], inputs: [months] },
      [3, 1, 12, 10],
    ],
    [
      "the value months ago",
      {
        nodes: [input(0), { op: "delay", slot: 0, by: 2 }],
        inputs: [months],
        histories: { 0: [70, 80] },
      },
      [3, 150, 12, 6],
    ],
    [
      "values of different months ago",
      {
        nodes: [input(0), { op: "delay", slot: 0, by: 1 }, { op: "delay", slot: 0, by: 3 }],
        inputs: [months],
        histories: { 0: [60, 70, 80] },
      },
      [3, 81, 130, 12, 9, 83],
    ],
    [
      "delays of two slots",
      {
        nodes: [input(0), { op: "delay", slot: 0, by: 1 }, { op: "delay", slot: 1, by: 2 }],
        inputs: [months],
        histories: { 0: [1], 1: [5, 6] },
      },
      [3, 2, 11, 12, 9, 4],
    ],
  ];

  test.each(programs)("%s", (_, given, expected) => {
    const program = programOf(given);
    const interpreted = [...yearlyOutputs(program, interpret(program))];
    expect(interpreted).toEqual(expected.map((n) => expect.closeTo(n, 12) as unknown));
    expect(kernelOutputs(program)).toEqual(interpreted);
  });

  test("a state at the end of the year, kept for the next month or not", () => {
    const given: Given = {
      nodes: [input(0), { op: "+", a: prev(1), b: input(0) }],
      inputs: [months],
      aggregate: "end",
    };
    const program = programOf(given);
    // Five months from November: December's value, and March's.
    expect([...yearlyOutputs(program, interpret(program))]).toEqual([2, 3, 5, 15]);
    expect(kernelOutputs(program)).toEqual([2, 3, 5, 15]);
  });

  test.each([
    [1, 1],
    [2, 1],
    [3, 2],
    [14, 2],
    [15, 3],
  ])("%i months from November touch %i years", (count, years) => {
    const program = programOf({ nodes: [value(1)], months: count });
    expect(compile(program).layout.outputs).toBe(years);
    expect(kernelOutputs(program)).toEqual([...yearlyOutputs(program, interpret(program))]);
  });
});

describe("a kernel", () => {
  const given: Given = {
    nodes: [
      input(0),
      { op: "delay", slot: 0, by: 1 },
      { op: "+", a: prev(2), b: { op: "*", a: input(1), b: input(2) } },
    ],
    inputs: [months, 2, [5, 4, 3, 2, 1]],
    histories: { 0: [8] },
  };
  const other: Given = { ...given, inputs: [[9, 9, 9, 9, 9], 7, months], histories: { 0: [1] } };

  test("is made once per structure", () => {
    const made = new Map();
    const kernel = compile(programOf(given), made);
    expect(compile(programOf(other), made)).toBe(kernel);
    expect(compile(programOf({ ...given, inputs: [1, 2, 3] }), made)).not.toBe(kernel);
    expect(made.size).toBe(2);
  });

  test("keeps nothing from one run to the next", () => {
    const made = new Map();
    const outputs = [given, other, given].map((each) => {
      const program = programOf(each);
      const { layout, load, run } = compile(program, made);
      const buffer = new Float64Array(layout.inputs);
      const output = new Float64Array(layout.outputs).fill(Number.NaN);
      load(program, buffer);
      run(buffer, output);
      return [...output];
    });
    expect(outputs[0]).toEqual(kernelOutputs(programOf(given)));
    expect(outputs[1]).toEqual(kernelOutputs(programOf(other)));
    expect(outputs[2]).toEqual(outputs[0]);
  });

  test("grows with the structure, not with the number of months", () => {
    const long = Array.from({ length: 600 }, (_, i) => i);
    const source = kernelSource(programOf({ ...given, inputs: [long, 2, long], months: 600 }));
    const years = 51;
    expect(source.length).toBeLessThan(
      kernelSource(programOf(given)).length + years * "600,".length,
    );
  });
});
