/**
 * The equation language: infix arithmetic over named quantities, and a few forms for time and for sums.
 *
 *     expression := term (("+" | "-") term)*          term := factor (("*" | "/") factor)*
 *     factor     := number | "(" expression ")" | "min(" a "," b … ")" | "max(" a "," b … ")"
 *                 | name | name "[" relation "]"       of this element; of the one element the relation leads to
 *                 | "sum(" expression "|" relation ")" over the elements the relation leads to
 *                 | "sum(" port ")"                    over the quantities the scenario has put there
 *                 | "ahead(" name "|" relation ")"     over the elements that share this one's target and come before it
 *                 | "calendar(" name "|" relation ")"  of the element for this calendar month, of twelve
 *     by month:
 *                 | "prev(" name ")"                   last month's value
 *                 | "ytd(" name ")"                    the sum over the earlier months of the budget year
 *                 | "delay(" name "," count ")"        the value `count` months ago
 *                 | "spread(" name "," lag "," n ")"   the mean over n months, the last of them `lag` months ago
 *     by year:
 *                 | "earlier(" name "," count ")"      the value `count` years before
 *     by period, in figures:
 *                 | "total(" name ")"                  the sum over the period's months
 *                 | "opening(" name ")", "closing(" name ")"  before the first and in the last of its months
 *                 | "share(" name ")"                  of a yearly amount, in proportion to the period's months
 *                 | "per(" a "," b ")"                 a ÷ b; empty where b is nothing
 *                 | "where(" a "," b ")"               a; empty where b is 0
 *                 | "plus(" a "," b … ")"              the sum of those that are not empty
 *                 | "sum(total(" port "))"             of the totals of the quantities the scenario has put there
 *                 | "under(" mode "," expression ")"   the same in another funding mode
 *
 * There are no loops, no conditions and no powers: a subset of elements takes the place of an `if`.
 */
export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | { readonly kind: "apply"; readonly op: Operator; readonly of: readonly Expression[] }
  | { readonly kind: "name"; readonly name: string; readonly of: string | undefined }
  | { readonly kind: Passing; readonly name: string }
  | { readonly kind: "delay"; readonly name: string; readonly count: string }
  | { readonly kind: "earlier"; readonly name: string; readonly count: string }
  | { readonly kind: "spread"; readonly name: string; readonly lag: string; readonly n: string }
  | { readonly kind: "sum"; readonly body: Expression; readonly relation: string }
  | { readonly kind: "port"; readonly relation: string; readonly total: boolean }
  | { readonly kind: "ahead" | "calendar"; readonly name: string; readonly relation: string }
  | { readonly kind: "under"; readonly mode: string; readonly body: Expression };

/** Forms of one name that say which months count. */
type Passing = "prev" | "ytd" | "total" | "opening" | "closing" | "share";
const passing: ReadonlySet<string> = new Set<Passing>([
  "prev",
  "ytd",
  "total",
  "opening",
  "closing",
  "share",
]);

/** What `sum(…)` takes for a port: a bare name, or the totals of one. */
const isPort = (e: Expression): e is Extract<Expression, { kind: Passing | "name" }> =>
  (e.kind === "name" && e.of === undefined) || e.kind === "total";

/** `min`, `max` and `plus` take two or more, all others two. */
type Operator = "+" | "-" | "*" | "/" | "min" | "max" | "plus" | "per" | "where";

const tokens = /\s*(?:([a-z][a-z_]*)|(\d+(?:\.\d+)?)|([-+*/(),|[\]]))/y;

/** Parses an equation's right-hand side. Equations are the program's own, so a mistake in one is a bug. */
export function parseExpression(text: string): Expression {
  const tokensRead: string[] = [];
  tokens.lastIndex = 0;
  while (tokens.lastIndex < text.trimEnd().length) {
    const match = tokens.exec(text);
    if (match === null) throw new Error(`equation "${text}": cannot be read`);
    tokensRead.push(match[0].trim());
  }
  let at = 0;
  const fail = (expected: string): never => {
    throw new Error(
      `equation "${text}": expected ${expected}, found "${tokensRead[at] ?? "the end"}"`,
    );
  };
  const take = (token: string): void => {
    if (tokensRead[at] !== token) fail(`"${token}"`);
    at += 1;
  };
  const name = (): string => {
    const token = tokensRead[at] ?? "";
    if (!/^[a-z]/.test(token)) fail("a name");
    at += 1;
    return token;
  };

  const chain = (next: () => Expression, operators: readonly Operator[]): Expression => {
    let left = next();
    for (let op = operators.find((o) => o === tokensRead[at]); op !== undefined;) {
      at += 1;
      left = { kind: "apply", op, of: [left, next()] };
      op = operators.find((o) => o === tokensRead[at]);
    }
    return left;
  };
  const expression = (): Expression => chain(term, ["+", "-"]);
  const term = (): Expression => chain(factor, ["*", "/"]);

  const factor = (): Expression => {
    const token = tokensRead[at] ?? "";
    if (/^\d/.test(token)) {
      at += 1;
      return { kind: "number", value: Number(token) };
    }
    if (token === "(") {
      take("(");
      const inner = expression();
      take(")");
      return inner;
    }
    const word = name();
    if (tokensRead[at] === "[") {
      take("[");
      const of = name();
      take("]");
      return { kind: "name", name: word, of };
    }
    if (tokensRead[at] !== "(") return { kind: "name", name: word, of: undefined };
    take("(");
    const form = call(word);
    take(")");
    return form;
  };

  /** One or more of what `next` reads, between commas. */
  const list = <T>(next: () => T): T[] => {
    const found = [next()];
    while (tokensRead[at] === ",") {
      at += 1;
      found.push(next());
    }
    return found;
  };

  const call = (word: string): Expression => {
    if (passing.has(word)) return { kind: word as Passing, name: name() };
    switch (word) {
      case "min":
      case "max":
      case "plus":
      case "per":
      case "where": {
        const of = list(expression);
        if (of.length < 2 || (of.length > 2 && (word === "per" || word === "where"))) {
          fail("two arguments");
        }
        return { kind: "apply", op: word, of };
      }
      case "delay":
      case "earlier": {
        const delayed = name();
        take(",");
        const count = name();
        return word === "delay"
          ? { kind: "delay", name: delayed, count }
          : { kind: "earlier", name: delayed, count };
      }
      case "spread": {
        const [spread = "", lag = "", n = "", ...more] = list(name);
        if (n === "" || more.length > 0) fail("a name and two counts");
        return { kind: "spread", name: spread, lag, n };
      }
      case "under": {
        const mode = name();
        take(",");
        return { kind: "under", mode, body: expression() };
      }
      case "sum": {
        const body = expression();
        if (tokensRead[at] === ")" && isPort(body)) {
          return { kind: "port", relation: body.name, total: body.kind === "total" };
        }
        take("|");
        return { kind: "sum", body, relation: name() };
      }
      case "ahead":
      case "calendar": {
        const summed = name();
        take("|");
        return { kind: word, name: summed, relation: name() };
      }
      default:
        return fail(`a form, not "${word}("`);
    }
  };

  const result = expression();
  if (at < tokensRead.length) fail("the end");
  return result;
}

/** A rule: two expressions that stand in a relation. */
export interface Comparison {
  readonly op: "<=" | ">=" | ">";
  readonly a: Expression;
  readonly b: Expression;
}

/** Parses `a <= b`, `a >= b` or `a > b`. */
export function parseComparison(text: string): Comparison {
  const [, a, op, b] = /^(.*?)(<=|>=|>)(.*)$/.exec(text) ?? [];
  if (a === undefined || b === undefined) throw new Error(`rule "${text}": compares nothing`);
  return { op: op as Comparison["op"], a: parseExpression(a), b: parseExpression(b) };
}
