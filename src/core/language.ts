/**
 * The equation language: infix arithmetic over named quantities, and a few forms for time and for sums.
 *
 *     expression := term (("+" | "-") term)*          term := factor (("*" | "/") factor)*
 *     factor     := number | "(" expression ")" | "min(" a "," b ")" | "max(" a "," b ")"
 *                 | "prev(" name ")"                   last month's value; the start value in the first month
 *                 | "ytd(" name ")"                    the sum over the year's earlier months
 *                 | "delay(" name "," lag ")"          the value `lag` months ago, before the start from history
 *                 | "sum(" expression "|" relation ")" over the elements the relation leads to
 *                 | "sum(" port ")"                    over the quantities the scenario has put there
 *                 | "ahead(" name "|" relation ")"     over the elements that share this one's target and come before it
 *                 | name | name "[" relation "]"       of this element; of the one element the relation leads to
 *
 * There are no loops, no conditions and no powers: a subset of elements takes the place of an `if`.
 */
export type Expression =
  | { readonly kind: "number"; readonly value: number }
  | {
      readonly kind: "binary";
      readonly op: Operator;
      readonly a: Expression;
      readonly b: Expression;
    }
  | { readonly kind: "name"; readonly name: string; readonly of: string | undefined }
  | { readonly kind: "prev" | "ytd"; readonly name: string }
  | { readonly kind: "delay"; readonly name: string; readonly lag: string }
  | { readonly kind: "sum"; readonly body: Expression; readonly relation: string }
  | { readonly kind: "port"; readonly relation: string }
  | { readonly kind: "ahead"; readonly name: string; readonly relation: string };

export type Operator = "+" | "-" | "*" | "/" | "min" | "max";

const tokens = /\s*(?:([a-z][a-z_]*)|(\d+(?:\.\d+)?)|([-+*/(),|[\]]))/y;

/** Parses an equation's right-hand side. Equations are the program's own, so a mistake in one is a bug. */
export function parseExpression(text: string): Expression {
  const list: string[] = [];
  tokens.lastIndex = 0;
  while (tokens.lastIndex < text.trimEnd().length) {
    const match = tokens.exec(text);
    if (match === null) throw new Error(`equation "${text}": cannot be read`);
    list.push(match[0].trim());
  }
  let at = 0;
  const fail = (expected: string): never => {
    throw new Error(`equation "${text}": expected ${expected}, found "${list[at] ?? "the end"}"`);
  };
  const take = (token: string): void => {
    if (list[at] !== token) fail(`"${token}"`);
    at += 1;
  };
  const name = (): string => {
    const token = list[at] ?? "";
    if (!/^[a-z]/.test(token)) fail("a name");
    at += 1;
    return token;
  };

  const chain = (next: () => Expression, operators: readonly Operator[]): Expression => {
    let left = next();
    for (let op = operators.find((o) => o === list[at]); op !== undefined;) {
      at += 1;
      left = { kind: "binary", op, a: left, b: next() };
      op = operators.find((o) => o === list[at]);
    }
    return left;
  };
  const expression = (): Expression => chain(term, ["+", "-"]);
  const term = (): Expression => chain(factor, ["*", "/"]);

  const factor = (): Expression => {
    const token = list[at] ?? "";
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
    if (list[at] === "[") {
      take("[");
      const of = name();
      take("]");
      return { kind: "name", name: word, of };
    }
    if (list[at] !== "(") return { kind: "name", name: word, of: undefined };
    take("(");
    const form = call(word);
    take(")");
    return form;
  };

  const call = (word: string): Expression => {
    switch (word) {
      case "min":
      case "max": {
        const a = expression();
        take(",");
        return { kind: "binary", op: word, a, b: expression() };
      }
      case "prev":
      case "ytd":
        return { kind: word, name: name() };
      case "delay": {
        const delayed = name();
        take(",");
        return { kind: "delay", name: delayed, lag: name() };
      }
      case "sum": {
        const body = expression();
        if (list[at] === ")" && body.kind === "name") return { kind: "port", relation: body.name };
        take("|");
        return { kind: "sum", body, relation: name() };
      }
      case "ahead": {
        const summed = name();
        take("|");
        return { kind: "ahead", name: summed, relation: name() };
      }
      default:
        return fail(`a form, not "${word}("`);
    }
  };

  const result = expression();
  if (at < list.length) fail("the end");
  return result;
}
