import { describe, expect, test } from "vitest";
import { cellAt, cellsOf, loadBuffer, yearOf } from "../../src/engine/buffer.ts";
import type { Lane, Program } from "../../src/engine/program.ts";
import { element, equation, input, model, numbers, programOf, world } from "./toy.ts";

const known = numbers();
/** Five months from November 2013: two years, of two and three months. */
const program = programOf(
  model({
    inputs: {
      run: input("month"),
      other: input("start"),
      yearly: input("month"),
      asked: input("year"),
      monthly: input("month"),
      before: input("past"),
    },
    equations: [
      equation("p", "run * yearly * monthly * asked * other", { before: "before" }),
      equation("q", "delay(p, n)"),
    ],
  }),
  world(
    {
      thing: [
        element("a", {
          inputs: {
            run: known.given("run", 10),
            yearly: known.given("yearly", { 2013: 11, 2014: 12 }),
            monthly: known.given("monthly", { "2013-11": 13, "2013-12": 14, 2014: 15 }),
            asked: known.given("asked", { 2014: 16 }),
            other: known.given("other", 17),
            before: known.given("before", { "2013-09": 18, 2013: 19 }),
          },
          counts: { n: 3 },
        }),
      ],
    },
    { start: "2013-11", months: 5 },
  ),
);

/** The only lane that is read so often and has this number. */
function laneOf(value: number): Lane {
  const found = program.lanes.find(({ numbers: of }) => of.some((n) => known.values[n] === value));
  if (found === undefined) throw new Error(`no lane has ${value}`);
  return found;
}

describe("the buffer", () => {
  test("has its cells by kind", () => {
    // Once: 10 and 17. By year: 11 and 12 beside nothing and 16. By month: 13, 14 and three times 15. The past: from August.
    const cells = [
      [10, 17],
      [11, 0, 12, 16],
      [13, 14, 15, 15, 15],
      [19, 18, 19],
    ];
    // What was before the start is not filled in.
    const past = [0, 0, 0];
    expect([...loadBuffer(program, known.values)]).toEqual([...cells, past].flat());
  });

  test.each([
    [10, 0, 0],
    [10, 4, 0],
    [17, 3, 1],
    [11, 0, 2],
    [11, 1, 2],
    [11, 2, 4],
    [16, 1, 3],
    [16, 4, 5],
    [13, 0, 6],
    [13, 4, 10],
    [18, -1, 13],
    [18, -3, 11],
    // What is read month by month is read as in the first month before the start.
    [10, -1, 0],
    [12, -2, 2],
    [15, -3, 6],
  ])("has the lane with %i in month %i in cell %i", (value, month, cell) => {
    expect(cellAt(program, laneOf(value), month)).toBe(cell);
  });

  test("has a number in all months in which it holds", () => {
    const cells = (value: number): number[] | undefined =>
      cellsOf(program).get(known.values.indexOf(value));
    expect(cells(10)).toEqual([0]);
    expect(cells(12)).toEqual([4]);
    expect(cells(15)).toEqual([8, 9, 10]);
    expect(cells(19)).toEqual([11, 13]);
    expect([...cellsOf(program).values()].flat().toSorted((a, b) => a - b)).toEqual(
      // All but the one for which no number is given.
      [0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
    );
  });

  test.each([
    [0, 0],
    [1, 0],
    [2, 1],
    [4, 1],
  ])("has month %i in year %i", (month, year) => {
    expect(yearOf(program, month)).toBe(year);
  });

  test("is laid out without numbers as well", () => {
    const empty: Program = { ...program, lanes: [], layout: { ...program.layout, length: 2 } };
    expect([...loadBuffer(empty, [])]).toEqual([0, 0]);
  });
});
