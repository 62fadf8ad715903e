import { expect, test } from "vitest";
import { splitAppropriation } from "../../src/core/scenario.ts";

test.each([
  ["8/1:1", "8", "1:1"],
  ["13/1:2", "13", "1:2"],
  ["area/a/b", "area", "a/b"],
])("%s is an area and a number", (key, area, number) => {
  expect(splitAppropriation(key)).toEqual({ area, number });
});
