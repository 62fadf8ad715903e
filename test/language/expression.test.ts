import { describe, expect, test } from "vitest";
import { description } from "../../src/model/description.ts";
import {
  parseComparison,
  parseExpression,
  type Expression,
} from "../../src/language/expression.ts";

/** An expression with all brackets written out. */
function show(e: Expression): string {
  switch (e.kind) {
    case "number":
      return String(e.value);
    case "apply":
      return /^[a-z]/.test(e.op)
        ? `${e.op}(${e.of.map(show).join(", ")})`
        : `(${e.of.map(show).join(` ${e.op} `)})`;
    case "name":
      return e.of === undefined ? e.name : `${e.name}[${e.of}]`;
    case "prev":
    case "ytd":
    case "total":
    case "opening":
    case "closing":
    case "share":
      return `${e.kind}(${e.name})`;
    case "delay":
    case "earlier":
      return `${e.kind}(${e.name}, ${e.count})`;
    case "spread":
      return `spread(${e.name}, ${e.lag}, ${e.n})`;
    case "sum":
      return `sum(${show(e.body)} | ${e.relation})`;
    case "port":
      return e.total ? `sum(total(${e.relation}))` : `sum(${e.relation})`;
    case "ahead":
    case "calendar":
      return `${e.kind}(${e.name} | ${e.relation})`;
    case "under":
      return `under(${e.mode}, ${show(e.body)})`;
  }
}

const named = (name: string): Expression => ({ kind: "name", name, of: undefined });
const number = (value: number): Expression => ({ kind: "number", value });

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
    ["min(a, b, c, d)", "min(a, b, c, d)"],
    ["plus(a, plus(b, c), 1)", "plus(a, plus(b, c), 1)"],
    ["per(a * b, c) - 1", "(per((a * b), c) - 1)"],
    ["where(a, b[c])", "where(a, b[c])"],
    ["sum(a * sum(b | c) | d)", "sum((a * sum(b | c)) | d)"],
    ["sum((a) | b)", "sum(a | b)"],
    ["under(need, a - b)", "under(need, (a - b))"],
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
    ["2.25", number(2.25)],
    ["ready", named("ready")],
    ["hours[staff_of]", { kind: "name", name: "hours", of: "staff_of" }],
    ["a + b", { kind: "apply", op: "+", of: [named("a"), named("b")] }],
    ["a - b", { kind: "apply", op: "-", of: [named("a"), named("b")] }],
    ["a * b", { kind: "apply", op: "*", of: [named("a"), named("b")] }],
    ["a / b", { kind: "apply", op: "/", of: [named("a"), named("b")] }],
    ["max(0, a)", { kind: "apply", op: "max", of: [number(0), named("a")] }],
    ["min(a, b, 3)", { kind: "apply", op: "min", of: [named("a"), named("b"), number(3)] }],
    ["plus(a, b, c)", { kind: "apply", op: "plus", of: [named("a"), named("b"), named("c")] }],
    ["per(a, b)", { kind: "apply", op: "per", of: [named("a"), named("b")] }],
    ["where(a, b)", { kind: "apply", op: "where", of: [named("a"), named("b")] }],
    ["prev(stock)", { kind: "prev", name: "stock" }],
    ["ytd(spent)", { kind: "ytd", name: "spent" }],
    ["delay(inflow, wait)", { kind: "delay", name: "inflow", count: "wait" }],
    ["spread(volume, lag, n)", { kind: "spread", name: "volume", lag: "lag", n: "n" }],
    ["earlier(asked, years)", { kind: "earlier", name: "asked", count: "years" }],
    ["total(cost)", { kind: "total", name: "cost" }],
    ["opening(stock)", { kind: "opening", name: "stock" }],
    ["closing(stock)", { kind: "closing", name: "stock" }],
    ["share(frame)", { kind: "share", name: "frame" }],
    ["sum(moved | into)", { kind: "sum", body: named("moved"), relation: "into" }],
    [
      "sum(filled / 2 | rooms)",
      {
        kind: "sum",
        body: { kind: "apply", op: "/", of: [named("filled"), number(2)] },
        relation: "rooms",
      },
    ],
    [
      "sum(total(cost) | lines)",
      { kind: "sum", body: { kind: "total", name: "cost" }, relation: "lines" },
    ],
    ["sum(driver)", { kind: "port", relation: "driver", total: false }],
    ["sum(total(parts))", { kind: "port", relation: "parts", total: true }],
    ["ahead(left | quota_of)", { kind: "ahead", name: "left", relation: "quota_of" }],
    ["calendar(weight | weights)", { kind: "calendar", name: "weight", relation: "weights" }],
    ["under(need, cost)", { kind: "under", mode: "need", body: named("cost") }],
  ];

  test.each(forms)("%s", (text, expression) => {
    expect(parseExpression(text)).toEqual(expression);
  });

  test("of the model survive being written out and read again", () => {
    const texts = [
      ...description.equations.flatMap(({ is, before }) => [is, before ?? "0"]),
      ...description.figures.map(({ is }) => is),
    ];
    for (const text of texts) {
      const expression = parseExpression(text);
      expect(parseExpression(show(expression))).toEqual(expression);
    }
  });

  test("are all used by the model", () => {
    const texts = [...description.equations, ...description.figures].map(({ is }) => is).join(" ");
    const words = forms.flatMap(([text]) => /^[a-z]+(?=\()/.exec(text) ?? []);
    expect([...new Set(words)].filter((word) => !texts.includes(`${word}(`))).toEqual([]);
  });
});

describe("comparisons", () => {
  test.each(["<=", ">=", ">"] as const)("by %s", (op) => {
    expect(parseComparison(`a + 1 ${op} sum(b | c)`)).toEqual({
      op,
      a: parseExpression("a + 1"),
      b: parseExpression("sum(b | c)"),
    });
  });

  test("of the model can be read", () => {
    for (const { holds } of description.rules) {
      const { a, b } = parseComparison(holds);
      expect([a, b].map((side) => parseExpression(show(side)))).toEqual([a, b]);
    }
  });

  test.each([
    ["a + b", 'rule "a + b": compares nothing'],
    ["a < b", 'rule "a < b": compares nothing'],
    ["a = b", 'rule "a = b": compares nothing'],
    ["a >= ", 'equation " ": expected a name, found "the end"'],
    ["a <= b <= c", 'equation " b <= c": cannot be read'],
  ])("%j is refused", (text, message) => {
    expect(() => parseComparison(text)).toThrow(message);
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
    ["min(a)", 'expected two arguments, found ")"'],
    ["plus(a)", 'expected two arguments, found ")"'],
    ["per(a)", 'expected two arguments, found ")"'],
    ["per(a, b, c)", 'expected two arguments, found ")"'],
    ["where(a, b, c)", 'expected two arguments, found ")"'],
    ["max(a, )", 'expected a name, found ")"'],
    ["prev(1)", 'expected a name, found "1"'],
    ["prev(a + b)", 'expected ")", found "+"'],
    ["total(a | b)", 'expected ")", found "|"'],
    ["delay(a)", 'expected ",", found ")"'],
    ["delay(a, 3)", 'expected a name, found "3"'],
    ["delay(a, b, c)", 'expected ")", found ","'],
    ["earlier(a)", 'expected ",", found ")"'],
    ["spread(a, b)", 'expected a name and two counts, found ")"'],
    ["spread(a, b, c, d)", 'expected a name and two counts, found ")"'],
    ["spread(a, 1, b)", 'expected a name, found "1"'],
    ["sum(a + b)", 'expected "|", found ")"'],
    ["sum(prev(a))", 'expected "|", found ")"'],
    ["sum(a | 1)", 'expected a name, found "1"'],
    ["ahead(a)", 'expected "|", found ")"'],
    ["ahead(a + b | c)", 'expected "|", found "+"'],
    ["calendar(a)", 'expected "|", found ")"'],
    ["under(need)", 'expected ",", found ")"'],
    ["sqrt(a)", 'expected a form, not "sqrt(", found "a"'],
    ["a ^ b", "cannot be read"],
    ["A", "cannot be read"],
    [".5", "cannot be read"],
    ["a ? b", "cannot be read"],
  ])("%j is refused", (text, message) => {
    expect(() => parseExpression(text)).toThrow(`equation "${text}": ${message}`);
  });

  test("a port is named bare", () => {
    expect(parseExpression("sum(driver)")).toEqual(parseExpression("sum((driver))"));
    expect(() => parseExpression("sum(1)")).toThrow('expected "|"');
  });
});
