import { describe, expect, test } from "vitest";
import { equationFaults } from "./equations.ts";
import { mutantsOf } from "./mutants.ts";
import { edited } from "./source.ts";

const mutated = (equation: string): string[] =>
  equationFaults(equation).map((fault) => edited(equation, [fault]));

describe("faults of equations", () => {
  test.each([
    ["a", []],
    ["0", ["1"]],
    ["a + b", ["a - b", "a", "b"]],
    ["a - b", ["a + b", "a"]],
    ["a * b", ["a / b", "a", "b"]],
    ["a / b", ["a * b", "a"]],
    ["a - b + c", ["a + b + c", "a + c", "a - b - c", "a - b"]],
    ["a + b * c", ["a - b * c", "a", "b * c", "a + b / c", "a + b", "a + c"]],
    ["a / b * c", ["a * b * c", "a * c", "a / b / c", "a / b"]],
    ["a * (b - c)", ["a / (b - c)", "a", "(b - c)", "a * (b + c)", "a * (b)"]],
    ["min(a, b)", ["max(a, b)"]],
    ["max(0, a - b)", ["min(0, a - b)", "max(1, a - b)", "max(0, a + b)", "max(0, a)"]],
    ["prev(a)", ["a"]],
    ["ytd(a)", ["a"]],
    ["delay(a, lag)", ["a"]],
    ["sum(a | b) + c[d]", ["sum(a | b) - c[d]", "sum(a | b)", "c[d]"]],
    ["sum(a * b | c)", ["sum(a / b | c)", "sum(a | c)", "sum(b | c)"]],
  ])("%s", (equation, expected) => {
    expect(mutated(equation)).toEqual(expected);
  });

  test("are planted where equations are", () => {
    const text = `const list = [{ id: "stock", doc: "a + b", is: "prev(stock) + b" }];`;
    const found = mutantsOf("a.ts", text, { equations: ["is"], strings: false });
    expect(found.map(({ operator, within, to }) => [operator, within, to])).toEqual(
      ["stock + b", "prev(stock) - b", "prev(stock)", "b"].map((is) => [
        "equation",
        "list/stock",
        `const list = [{ id: "stock", doc: "a + b", is: "${is}" }];`,
      ]),
    );
  });
});
