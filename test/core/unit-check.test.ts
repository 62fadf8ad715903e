import { describe, expect, test } from "vitest";
import { equations, type Equation } from "../../src/core/equations.ts";
import { checkUnits } from "../../src/core/unit-check.ts";

/** The problems of the model with one more equation. */
function planted(given: Partial<Equation> & { readonly is: string }): string[] {
  const equation: Equation = { id: "planted", over: "stage", unit: "persons", doc: "", ...given };
  return checkUnits([...equations, equation]);
}

describe("units", () => {
  test("of all equations of the model cancel", () => {
    expect(checkUnits()).toEqual([]);
  });

  test.each<Partial<Equation> & { readonly is: string }>([
    { is: "ready + month * inflow" },
    { is: "0" },
    { is: "max(0, ready)" },
    { unit: "persons/month", is: "ready / month" },
    { over: "appropriation", unit: "money", is: "ytd(spent)" },
    { over: "line", unit: "money/month", is: "price * sum(driver)" },
    { over: "source", unit: "persons/month", is: "sum(followed)" },
    { over: "staffing", unit: "money/staff-month", is: "sum(price | salaries)" },
    { over: "fill", unit: "places", is: "places[tier_of]" },
    { over: "tier", unit: "person-days/month", is: "sum(filled | residents) * days" },
  ])("of $is cancel", (equation) => {
    expect(planted(equation)).toEqual([]);
  });
});

describe("a wrong equation is caught:", () => {
  const wrong: readonly (readonly [
    kind: string,
    equation: Partial<Equation> & { readonly is: string },
    problem: string,
  ])[] = [
    ["a flow added to a stock", { is: "ready + inflow" }, "person + person/month"],
    ["a stock less a number", { is: "ready - 1" }, "person - a plain number"],
    ["the smaller of two kinds", { is: "min(ready, left)" }, "min person/month"],
    ["the greater of two kinds", { is: "max(left, ready)" }, "person/month max person"],
    ["another unit than declared", { unit: "persons/month", is: "ready" }, "is person"],
    ["something or nothing", { unit: "persons/month", is: "max(0, ready)" }, "is person"],
    ["nothing or something", { unit: "persons/month", is: "max(ready, 0)" }, "is person"],
    ["a product", { is: "ready * ready" }, "declared person, is person-person"],
    ["a quotient", { is: "ready / ready" }, "is a plain number"],
    ["last month's value", { is: "prev(inflow)" }, "declared person, is person/month"],
    ["a delayed value", { is: "delay(inflow, wait)" }, "is person/month"],
    ["earlier elements", { is: "ahead(left | places_of)" }, "is person/month"],
    ["another element", { over: "move", is: "left[from]" }, "is person/month"],
    ["a sum", { is: "sum(moved | into)" }, "is person/month"],
    [
      "a sum of something else",
      { over: "tier", is: "sum(filled * 2 | residents) * days" },
      "person-day/month",
    ],
    ["a year's sum", { over: "appropriation", unit: "money/month", is: "ytd(spent)" }, "is money"],
    ["what a port counts", { over: "flow", is: "sum(parts)" }, "is person/month"],
    ["a port that counts nothing", { over: "stage", is: "sum(into)" }, "is a plain number"],
    [
      "a line's driver",
      { over: "staffing", unit: "money", is: "sum(price | salaries)" },
      "money/staff-month",
    ],
    ["an unknown name", { is: "redy" }, '"redy" is not known in stage'],
    ["a name of another set", { is: "places" }, '"places" is not known in stage'],
    ["an unknown past", { is: "prev(redy)" }, '"redy" is not known in stage'],
    ["an unknown sum over time", { is: "ytd(redy)" }, '"redy" is not known in stage'],
    ["an unknown sum", { is: "sum(redy | into)" }, '"redy" is not known in move'],
    [
      "an unknown name elsewhere",
      { over: "move", is: "redy[from]" },
      '"redy" is not known in stage',
    ],
    ["a quantity of a port", { over: "line", is: "price[driver]" }, '"price" is not known in port'],
    ["two at once", { is: "redy * (ready + left)" }, "person + person/month"],
  ];

  test.each(wrong)("%s", (_, equation, problem) => {
    const problems = planted(equation);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems.every((text) => text.startsWith("planted: "))).toBe(true);
    expect(problems.join("\n")).toContain(problem);
  });

  test("each problem is reported", () => {
    expect(planted({ is: "redy * (ready + left)" })).toHaveLength(2);
  });

  test("its unit has to be made of known words", () => {
    expect(() => planted({ unit: "furlongs", is: "ready" })).toThrow('unknown word "furlongs"');
  });
});
