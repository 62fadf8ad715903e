import { describe, expect, test } from "vitest";
import { equations } from "../../src/core/equations.ts";
import { parseExpression, type Expression } from "../../src/core/language.ts";

/** An expression with all brackets written out. */
function show(e: Expression): string {
  switch (e.kind) {
    case "number":
      return String(e.value);
    case "binary":
      return e.op === "min" || e.op === "max"
        ? `${e.op}(${show(e.a)}, ${show(e.b)})`
        : `(${show(e.a)} ${e.op} ${show(e.b)})`;
    case "name":
      return e.of === undefined ? e.name : `${e.name}[${e.of}]`;
    case "prev":
    case "ytd":
      return `${e.kind}(${e.name})`;
    case "delay":
      return `delay(${e.name}, ${e.lag})`;
    case "sum":
      return `sum(${show(e.body)} | ${e.relation})`;
    case "port":
      return `sum(${e.relation})`;
    case "ahead":
      return `ahead(${e.name} | ${e.relation})`;
  }
}

describe("expressions", () => {
  test.each([
    ["a + b * c", "(a + (b * c))"],
    ["a * b + c", "((a * b) + c)"],
    ["a - b - c", "((a - b) - c)"],
    ["a / b / c", "((a / b) / c)"],
    ["a / b * c", "((a / b) * c)"],
    ["a - b + c", "((a - b) + c)"],
    ["a - (b + c)", "(a - (b + c))"],
    ["(a + b) * (c - d)", "((a + b) * (c - d))"],
    ["((a))", "a"],
    ["min(a + b, c) * d", "(min((a + b), c) * d)"],
    ["max(0, min(a, b))", "max(0, min(a, b))"],
    ["  a\n+\tb  ", "(a + b)"],
    ["a+b", "(a + b)"],
    ["1.5 * a", "(1.5 * a)"],
    ["10", "10"],
  ])("%j is %s", (text, shown) => {
    expect(show(parseExpression(text))).toBe(shown);
  });
});

describe("forms", () => {
  const forms: readonly (readonly [string, Expression])[] = [
    ["2.25", { kind: "number", value: 2.25 }],
    ["ready", { kind: "name", name: "ready", of: undefined }],
    ["hours[staff_of]", { kind: "name", name: "hours", of: "staff_of" }],
    ["prev(stock)", { kind: "prev", name: "stock" }],
    ["ytd(spent)", { kind: "ytd", name: "spent" }],
    ["delay(inflow, wait)", { kind: "delay", name: "inflow", lag: "wait" }],
    [
      "sum(moved | into)",
      { kind: "sum", body: { kind: "name", name: "moved", of: undefined }, relation: "into" },
    ],
    [
      "sum(filled / 2 | rooms)",
      {
        kind: "sum",
        body: {
          kind: "binary",
          op: "/",
          a: { kind: "name", name: "filled", of: undefined },
          b: { kind: "number", value: 2 },
        },
        relation: "rooms",
      },
    ],
    ["sum(driver)", { kind: "port", relation: "driver" }],
    ["ahead(left | places_of)", { kind: "ahead", name: "left", relation: "places_of" }],
    [
      "max(0, a)",
      {
        kind: "binary",
        op: "max",
        a: { kind: "number", value: 0 },
        b: { kind: "name", name: "a", of: undefined },
      },
    ],
  ];

  test.each(forms)("%s", (text, expression) => {
    expect(parseExpression(text)).toEqual(expression);
  });

  test("of the model survive being written out and read again", () => {
    for (const { is } of equations) {
      const expression = parseExpression(is);
      expect(parseExpression(show(expression))).toEqual(expression);
    }
  });
});

describe("mistakes", () => {
  test.each([
    ["", 'expected a name, found "the end"'],
    ["a +", 'expected a name, found "the end"'],
    ["a b", 'expected the end, found "b"'],
    ["a)", 'expected the end, found ")"'],
    ["(a", 'expected ")", found "the end"'],
    ["* a", 'expected a name, found "*"'],
    ["-a", 'expected a name, found "-"'],
    ["a[1]", 'expected a name, found "1"'],
    ["a[b", 'expected "]", found "the end"'],
    ["min(a)", 'expected ",", found ")"'],
    ["min(a, b, c)", 'expected ")", found ","'],
    ["prev(1)", 'expected a name, found "1"'],
    ["prev(a + b)", 'expected ")", found "+"'],
    ["delay(a)", 'expected ",", found ")"'],
    ["delay(a, 3)", 'expected a name, found "3"'],
    ["sum(a + b)", 'expected "|", found ")"'],
    ["sum(a | 1)", 'expected a name, found "1"'],
    ["ahead(a)", 'expected "|", found ")"'],
    ["sqrt(a)", 'expected a form, not "sqrt(", found "a"'],
    ["a ^ b", "cannot be read"],
    ["A", "cannot be read"],
    [".5", "cannot be read"],
    ["a ? b", "cannot be read"],
  ])("%j is refused", (text, message) => {
    expect(() => parseExpression(text)).toThrow(`equation "${text}": ${message}`);
  });
});
