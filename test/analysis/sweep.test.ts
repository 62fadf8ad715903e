import { describe, expect, test } from "vitest";
import {
  countPoints,
  parseVariation,
  points,
  tooMany,
  type Variation,
} from "../../src/analysis/sweep.ts";

const valuesOf = (text: string): readonly (number | string)[] => {
  const parsed = parseVariation(text);
  if ("message" in parsed) throw new Error(parsed.message);
  return parsed.values;
};

describe("--vary", () => {
  test("takes a range with both its ends", () => {
    expect(parseVariation("a.b=1:4:1")).toEqual({ path: "a.b", values: [1, 2, 3, 4] });
    expect(valuesOf("a=10:40:10")).toEqual([10, 20, 30, 40]);
    expect(valuesOf("a=5:5:1")).toEqual([5]);
  });

  test("goes down where the step is below 0", () => {
    expect(valuesOf("a=2:-2:-2")).toEqual([2, 0, -2]);
  });

  test("ends before the end where no step hits it", () => {
    expect(valuesOf("a=0:5:2")).toEqual([0, 2, 4]);
    expect(valuesOf("a=0:1.99:1")).toEqual([0, 1]);
  });

  test("has the decimals that were written, and its last value in spite of rounding", () => {
    expect(valuesOf("a=0:0.3:0.1")).toEqual([0, 0.1, 0.2, 0.3]);
    expect(valuesOf("a=0.1:0.7:0.1")).toEqual([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7]);
    expect(valuesOf("a=1e-3:3E-3:1e-3")).toEqual([0.001, 0.002, 0.003]);
    expect(valuesOf("a=0:2.5e-1:1.25e-1")).toEqual([0, 0.125, 0.25]);
    expect(valuesOf("a=0:2e2:1.5e2")).toEqual([0, 150]);
    expect(valuesOf("a=0:3e-15:1e-15")).toEqual([0, 1e-15, 2e-15, 3e-15]);
    expect(valuesOf("a=.5:+1.:0.25")).toEqual([0.5, 0.75, 1]);
  });

  test("takes steps of any size, and a range with a unit", () => {
    expect(valuesOf("a=1e-16:3e-16:1e-16")).toEqual([1e-16, 2e-16, 3e-16]);
    expect(valuesOf("a=10 EUR/person:20 EUR/person:5 EUR/person")).toEqual([
      "10 EUR/person",
      "15 EUR/person",
      "20 EUR/person",
    ]);
    expect(valuesOf("a=1 %:2%:0.5 %")).toEqual(["1 %", "1.5 %", "2 %"]);
    expect(parseVariation(" a.b = 1, 2")).toEqual({ path: "a.b", values: [1, 2] });
  });

  test("takes a list of numbers and of texts", () => {
    expect(parseVariation("a=1, 2.5,-3e1")).toEqual({ path: "a", values: [1, 2.5, -30] });
    expect(valuesOf("a=10 hours/case,0x10,1_000,2014-01,5%")).toEqual([
      "10 hours/case",
      "0x10",
      "1_000",
      "2014-01",
      "5%",
    ]);
    expect(valuesOf("a=7")).toEqual([7]);
    // Colons between other things than numbers are part of a text.
    expect(valuesOf("a=in.csv:x")).toEqual(["in.csv:x"]);
  });

  test("takes the path up to the first equals sign", () => {
    expect(parseVariation("x=y=z")).toEqual({ path: "x", values: ["y=z"] });
    expect(parseVariation("x=1")).toEqual({ path: "x", values: [1] });
  });

  test("takes a million steps and no more", () => {
    expect(valuesOf("a=0:1000000:1")).toHaveLength(1_000_001);
    expect(parseVariation("a=0:1000001:1")).toMatchObject({
      message: '"0:1000001:1" has more than 1000000 values',
    });
  });

  test.each([
    ["a", '"a" does not say what to vary'],
    ["=1,2", '"=1,2" does not say what to vary'],
    ["a=1,000,2,000", '"000" is no number anybody writes'],
    ["a=1 EUR:2 kEUR:1 EUR", '"1 EUR:2 kEUR:1 EUR" is not a range'],
    ["a=0:1e-101:1e-101", '"0:1e-101:1e-101" has too many decimals'],
    ["a=", '"a=" does not say what to vary'],
    ["a=1,,2", '"1,,2" has an empty value'],
    ["a=1, ", '"1, " has an empty value'],
    ["a=1:2", '"1:2" is not a range'],
    ["a=1:2:3:4", '"1:2:3:4" is not a range'],
    ["a=1:2:0", '"1:2:0" never reaches its end'],
    ["a=1:1:0", '"1:1:0" never reaches its end'],
    ["a=2:1:1", '"2:1:1" never reaches its end'],
    ["a=1:2:-1", '"1:2:-1" never reaches its end'],
    ["a=0:1e308:1e-308", '"0:1e308:1e-308" never reaches its end'],
  ])("refuses %s", (text, message) => {
    expect(parseVariation(text)).toMatchObject({ code: "usage", severity: "error", message });
  });
});

describe("the points of a sweep", () => {
  const two: readonly Variation[] = [
    { path: "a", values: [1, 2] },
    { path: "b", values: ["x", "y", "z"] },
  ];

  test("are all combinations, the last input varying fastest, counted from 1", () => {
    expect([...points(two)].map(({ number, inputs }) => [number, ...inputs])).toEqual([
      [1, { path: "a", value: 1 }, { path: "b", value: "x" }],
      [2, { path: "a", value: 1 }, { path: "b", value: "y" }],
      [3, { path: "a", value: 1 }, { path: "b", value: "z" }],
      [4, { path: "a", value: 2 }, { path: "b", value: "x" }],
      [5, { path: "a", value: 2 }, { path: "b", value: "y" }],
      [6, { path: "a", value: 2 }, { path: "b", value: "z" }],
    ]);
    expect(countPoints(two)).toBe(6);
  });

  test("of three inputs are told apart", () => {
    const three = [...two, { path: "c", values: [0, 1] }];
    const seen = [...points(three)].map(({ inputs }) => inputs.map(({ value }) => value).join(" "));
    expect(seen).toHaveLength(12);
    expect(new Set(seen).size).toBe(12);
    expect(seen.slice(0, 3)).toEqual(["1 x 0", "1 x 1", "1 y 0"]);
    expect(seen.at(-1)).toBe("2 z 1");
  });

  test("may be a million", () => {
    const of = (count: number): Variation => ({
      path: "a",
      values: Array.from({ length: count }, (_, i) => i),
    });
    expect(tooMany([of(1000), of(1000)])).toBe(false);
    expect(tooMany([of(1000), of(1001)])).toBe(true);
    expect(countPoints([of(1000), of(1001)])).toBe(1_001_000);
  });
});
