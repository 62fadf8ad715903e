import { expect, test } from "vitest";
import { splitPeriods } from "../../src/render/split.ts";
import { months } from "./samples.ts";

const split = (ids: readonly string[], capacity: number): string[][] =>
  splitPeriods(ids, capacity).map((group) => group.map((i) => ids[i] ?? ""));

test("a year of months is split into equal parts of the year", () => {
  expect(split(months(12), 7).map((group) => group.length)).toEqual([6, 6]);
  expect(split(months(12), 5).map((group) => group.length)).toEqual([4, 4, 4]);
  expect(split(months(24), 13).map((group) => group.length)).toEqual([12, 12]);
  expect(split(months(3), 1).map((group) => group.length)).toEqual([1, 1, 1]);
});

test("months break at the same months every year, wherever they begin", () => {
  const groups = split(months(14, 2014, 11), 6);
  expect(groups.map((group) => group[0])).toEqual(["2014-11", "2015-01", "2015-07"]);
});

test("the total stays beside the last period", () => {
  expect(split([...months(12), "total"], 7).at(-1)).toEqual([...months(12).slice(-6), "total"]);
  expect(split(["2014", "2015", "2016", "total"], 3)).toEqual([
    ["2014", "2015"],
    ["2016", "total"],
  ]);
});

test("other periods are spread evenly", () => {
  const years = Array.from({ length: 8 }, (_, i) => `${2014 + i}`);
  expect(split(years, 7).map((group) => group.length)).toEqual([4, 4]);
});

test("a total alone and no period at all", () => {
  expect(split(["total"], 2)).toEqual([["total"]]);
  expect(split([], 2)).toEqual([]);
});
