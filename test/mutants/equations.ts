/** Faults that are planted in an equation of the model, which is a text: `ready + month * (inflow - left)`. */
import type { Edit } from "./source.ts";

interface Token {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

const swaps = new Map(Object.entries({ "+": "-", "-": "+", "*": "/", "/": "*" }));
const exchanged = new Map(Object.entries({ min: "max", max: "min" }));

/** How tightly operators bind; what ends an operand whatever its operator binds least. */
const strength = new Map(Object.entries({ "+": 1, "-": 1, "*": 2, "/": 2 }));
const strengthOf = (token: Token | undefined): number => strength.get(token?.text ?? "") ?? 0;

const opens = new Set(["(", "["]);
const closes = new Set([")", "]"]);

function tokensOf(equation: string): Token[] {
  return [...equation.matchAll(/[A-Za-z_][\w.]*|\d+(?:\.\d+)?|[^\s\w]/g)].map((match) => ({
    text: match[0],
    start: match.index,
    end: match.index + match[0].length,
  }));
}

/** Positions in the equation. */
export function equationFaults(equation: string): Edit[] {
  const tokens = tokensOf(equation);

  /** The token up to which the operand reaches that begins, or ends, beside an operator. */
  const reach = (from: number, step: 1 | -1, strongest: number): number => {
    let depth = 0;
    let at = from;
    for (; at >= 0 && at < tokens.length; at += step) {
      const token = tokens[at];
      const text = token?.text ?? "";
      const [inner, outer] = step === 1 ? [opens, closes] : [closes, opens];
      if (depth === 0 && at !== from && strengthOf(token) > 0 && strengthOf(token) <= strongest) {
        break;
      }
      if (depth === 0 && (outer.has(text) || text === "," || text === "|")) break;
      if (inner.has(text)) depth += 1;
      if (outer.has(text)) depth -= 1;
    }
    return at - step;
  };

  return tokens.flatMap(({ text, start, end }, i): Edit[] => {
    const [before, next] = [tokens[i - 1], tokens[i + 1]];
    const other = swaps.get(text);
    if (other !== undefined) {
      const own = strengthOf(tokens[i]);
      const last = tokens[reach(i + 1, 1, own)];
      const from = reach(i - 1, -1, own);
      const first = tokens[from];
      if (before === undefined || first === undefined || last === undefined || next === undefined) {
        return [];
      }
      // What is before the operator can be left out where it begins the chain and the rest means the same without it.
      const leading = (text === "+" || text === "*") && strengthOf(tokens[from - 1]) < own;
      return [
        { start, end, put: other },
        { start: before.end, end: last.end, put: "" },
        ...(leading ? [{ start: first.start, end: next.start, put: "" }] : []),
      ];
    }
    if (next?.text === "(") {
      const put = exchanged.get(text);
      if (put !== undefined) return [{ start, end, put }];
      // prev(name), ytd(name), delay(name, lag): what it is now.
      const name = tokens[i + 2];
      const close = tokens[i + (text === "delay" ? 5 : 3)];
      const inTime = text === "prev" || text === "ytd" || text === "delay";
      if (!inTime || name === undefined || close?.text !== ")") return [];
      return [{ start, end: close.end, put: name.text }];
    }
    return /^\d/.test(text) ? [{ start, end, put: String(Number(text) + 1) }] : [];
  });
}
