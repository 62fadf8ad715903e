import { expect, test } from "vitest";
import { at } from "../../src/render/at.ts";

test("an item that must be there is there, or that is a bug", () => {
  expect(at(["a", null], 1)).toBeNull();
  expect(() => at(["a"], 1)).toThrow("no item 1 in a list of 1");
  expect(() => at([], -1)).toThrow(RangeError);
});
