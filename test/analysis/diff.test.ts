import { describe, expect, test } from "vitest";
import type { Cell } from "../../src/analysis/address.ts";
import { diff } from "../../src/analysis/diff.ts";

const exact = { absolute: 0, relative: 0 };
const cell = (address: string, value: number | null, unit = "mkr"): Cell => ({
  address,
  unit,
  value,
});
const changed = (a: number | null, b: number | null, tolerance = exact): boolean =>
  diff([cell("x", a)], [cell("x", b)], tolerance).length > 0;

describe("a difference", () => {
  test("is the second result less the first", () => {
    expect(diff([cell("x", 10)], [cell("x", 13)], exact)).toEqual([
      { address: "x", unit: "mkr", a: 10, b: 13, difference: 3 },
    ]);
    expect(diff([cell("x", 13)], [cell("x", 10)], exact)[0]?.difference).toBe(-3);
  });

  test("is said of the cells that differ only, in the order of the first result, then those only the second has", () => {
    const a = [cell("p", 1), cell("q", 2), cell("r", 3)];
    const b = [cell("new", 9), cell("r", 4), cell("p", 1)];
    expect(diff(a, b, exact)).toEqual([
      { address: "q", unit: "mkr", a: 2, b: undefined, difference: undefined },
      { address: "r", unit: "mkr", a: 3, b: 4, difference: 1 },
      { address: "new", unit: "mkr", a: undefined, b: 9, difference: undefined },
    ]);
  });

  test("is there where the unit is another, whatever the number", () => {
    expect(diff([cell("x", 5)], [cell("x", 5, "tkr")], exact)).toEqual([
      { address: "x", unit: "mkr", a: 5, b: 5, difference: undefined, otherUnit: "tkr" },
    ]);
  });

  test("is told in the unit of the first, where both are units of one money", () => {
    const scales = { SEK: 1, tkr: 1e3, mkr: 1e6 };
    const of = (a: number, b: number, unit: string): unknown =>
      diff([cell("x", a)], [cell("x", b, unit)], exact, scales);
    expect(of(5.1, 5100, "tkr")).toEqual([]);
    expect(of(0.1, 100_000, "SEK")).toEqual([]);
    expect(of(5, 6000, "tkr")).toEqual([{ address: "x", unit: "mkr", a: 5, b: 6, difference: 1 }]);
    expect(of(5, 5, "persons")).toMatchObject([{ otherUnit: "persons", difference: undefined }]);
    expect(diff([cell("x", 5, "toString")], [cell("x", 5)], exact, scales)).toHaveLength(1);
    expect(diff([cell("x", null)], [cell("x", null, "tkr")], exact, scales)).toEqual([]);
  });

  test("is there between an empty cell and any number, 0 too, but not between empty cells", () => {
    const wide = { absolute: 1e9, relative: 1 };
    expect(changed(null, 0, wide)).toBe(true);
    expect(changed(0, null, wide)).toBe(true);
    expect(changed(null, null)).toBe(false);
    expect(diff([cell("x", null)], [cell("x", 0)], wide)).toEqual([
      { address: "x", unit: "mkr", a: null, b: 0, difference: undefined },
    ]);
  });

  test("is there where a value is no number, also from itself", () => {
    expect(changed(NaN, NaN, { absolute: 1e9, relative: 1 })).toBe(true);
    expect(changed(1, NaN, { absolute: 1e9, relative: 1 })).toBe(true);
  });

  test("is none between equal values, infinite ones too", () => {
    expect(changed(5, 5)).toBe(false);
    expect(changed(Infinity, Infinity)).toBe(false);
  });
});

describe("a tolerance", () => {
  test("as an amount takes in what differs by as much, in both directions", () => {
    const half = { absolute: 0.5, relative: 0 };
    expect(changed(10, 10.5, half)).toBe(false);
    expect(changed(10.5, 10, half)).toBe(false);
    expect(changed(10, 10.625, half)).toBe(true);
    expect(changed(10.625, 10, half)).toBe(true);
    // Values of 1000 do not make it 500.
    expect(changed(1000, 1001, half)).toBe(true);
  });

  test("takes in what differs by as much in decimals, whatever the last bits say", () => {
    for (const [a, b] of [
      [12, 12.1],
      [12.1, 12],
      [-28, -27.9],
      [1e6, 1e6 + 0.1],
    ] as const) {
      expect(changed(a, b, { absolute: 0.1, relative: 0 })).toBe(false);
      expect(changed(a, b, { absolute: 0.0999, relative: 0 })).toBe(true);
    }
    // Without a tolerance each bit counts.
    expect(changed(0.3, 0.1 + 0.2)).toBe(true);
  });

  test("as a share is of the larger of the two sizes", () => {
    const half = { absolute: 0, relative: 0.5 };
    expect(changed(4, 8, half)).toBe(false);
    expect(changed(8, 4, half)).toBe(false);
    expect(changed(4, 8.5, half)).toBe(true);
    expect(changed(8.5, 4, half)).toBe(true);
    expect(changed(-4, -8, half)).toBe(false);
    expect(changed(-8.5, -4, half)).toBe(true);
    expect(changed(0, 0.001, half)).toBe(true);
  });

  test("as both is the larger of the two", () => {
    const both = { absolute: 1, relative: 0.25 };
    expect(changed(0, 1, both)).toBe(false);
    expect(changed(75, 100, both)).toBe(false);
    expect(changed(74, 100, both)).toBe(true);
  });
});
