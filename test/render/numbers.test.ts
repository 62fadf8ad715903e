import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromScaled, toScaled } from "../../src/render/decimal.ts";
import { formatNumber } from "../../src/render/numbers.ts";

describe("a number in Swedish", () => {
  test.each([
    [0, 0, "0"],
    [20, 1, "20"],
    [12.5, 1, "12,5"],
    [12.5, 3, "12,5"],
    [0.05, 2, "0,05"],
    [100, 0, "100"],
    [2326, 0, "2\u00a0326"],
    [1234567.25, 2, "1\u00a0234\u00a0567,25"],
    [-2326.5, 1, "\u22122\u00a0326,5"],
    [-0, 1, "0"],
    [-0.04, 1, "0"],
    [132.5, 0, "133"],
    [1e21, 0, "1\u00a0000\u00a0000\u00a0000\u00a0000\u00a0000\u00a0000\u00a0000"],
  ])("%f with at most %i decimals", (value, decimals, expected) => {
    expect(formatNumber(value, decimals, "sv")).toBe(expected);
  });
});

test.each([
  [2326, 0, "2,326"],
  [-1234567.25, 2, "\u22121,234,567.25"],
  [999, 2, "999"],
])("a number in English: %f", (value, decimals, expected) => {
  expect(formatNumber(value, decimals, "en")).toBe(expected);
});

test("a number that is not finite is refused", () => {
  expect(() => formatNumber(NaN, 0, "sv")).toThrow("NaN is not a finite number");
});

test("what is printed reads back as the rounded number", () => {
  const decimals = fc.integer({ min: 0, max: 6 });
  fc.assert(
    fc.property(fc.double({ noNaN: true, min: -1e15, max: 1e15 }), decimals, (value, places) => {
      const text = formatNumber(value, places, "sv");
      const read = text.replaceAll("\u00a0", "").replace("\u2212", "-").replace(",", ".");
      expect(Number(read)).toBe(fromScaled(toScaled(value, places), places));
      expect(text).toMatch(/^\u2212?\d{1,3}(\u00a0\d{3})*(,\d*[1-9])?$/u);
    }),
  );
});
