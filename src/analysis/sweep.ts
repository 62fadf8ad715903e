/** The points of a sweep: every combination of the values its inputs take, the last input varying fastest. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";

export interface Variation {
  /** Path of the input. */
  readonly path: string;
  readonly values: readonly (number | string)[];
}

/** More points than this are a slip of the pen. */
const mostPoints = 1_000_000;

const numeral = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?$/i;

const numberWithUnit = /^[-+]?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d+)?\s*(?![\d.,]|e[-+]?\d)(\S.*)$/i;

/** Decimals of a number as written, so that 0.1 steps do not drift. */
const decimalsOf = (text: string): number => {
  const [mantissa = "", exponent = "0"] = text.toLowerCase().split("e");
  return Math.max(0, (mantissa.split(".")[1]?.length ?? 0) - Number(exponent));
};

/**
 * Reads `path=from:to:step` or `path=a,b,c`. Values of a range are counted, not added up, and have the
 * decimals that were written.
 */
export function parseVariation(text: string): Variation | Diagnostic {
  const problem = (message: string, help: string): Diagnostic => ({
    code: "usage",
    severity: "error",
    message,
    help,
  });
  const equals = text.indexOf("=");
  const path = text.slice(0, Math.max(0, equals)).trim();
  const given = text.slice(equals + 1);
  const usage = "write --vary path=from:to:step or --vary path=a,b,c";
  if (equals < 1 || given === "") return problem(`"${text}" does not say what to vary`, usage);
  const written = given.split(":").map((part) => part.trim());
  const [, unit = ""] = numberWithUnit.exec(written[0] ?? "") ?? [];
  // A range may have a unit, the same in all its parts.
  const range = written.map((part) =>
    unit !== "" && part.endsWith(unit) ? part.slice(0, -unit.length).trim() : part,
  );
  if (range.length === 1 || !range.every((part) => numeral.test(part))) {
    const values = given.split(",").map((value) => value.trim());
    if (values.some((value) => value === "")) {
      return problem(`"${given}" has an empty value`, usage);
    }
    const group = values.find((value) => /^0\d/.test(value));
    if (group !== undefined) {
      return problem(`"${group}" is no number anybody writes`, "write 1000 without a comma in it");
    }
    if (range.length === 3 && numberWithUnit.test(written[0] ?? "")) {
      return problem(`"${given}" is not a range`, "write the same unit in all parts, or in none");
    }
    return { path, values: values.map((value) => (numeral.test(value) ? Number(value) : value)) };
  }
  const [from, to, step] = range.map(Number);
  if (range.length !== 3 || from === undefined || to === undefined || step === undefined) {
    return problem(`"${given}" is not a range`, usage);
  }
  const count = (to - from) / step;
  if (step === 0 || !Number.isFinite(count) || count < 0) {
    return problem(
      `"${given}" never reaches its end`,
      "the step has to lead from the first value to the last",
    );
  }
  if (count > mostPoints) {
    return problem(`"${given}" has more than ${mostPoints} values`, "take a larger step");
  }
  const decimals = Math.max(...range.map(decimalsOf));
  if (decimals > 100) return problem(`"${given}" has too many decimals`, "take a larger step");
  // A last value that misses the end by rounding noise is taken in.
  const values = Array.from({ length: Math.floor(count + 1e-9) + 1 }, (_, i) =>
    Number((from + i * step).toFixed(decimals)),
  );
  return { path, values: unit === "" ? values : values.map((value) => `${value} ${unit}`) };
}

export interface Point {
  readonly number: number;
  readonly inputs: readonly { readonly path: string; readonly value: number | string }[];
}

/** How many points a sweep has. */
export const countPoints = (variations: readonly Variation[]): number =>
  variations.reduce((count, { values }) => count * values.length, 1);

export const tooMany = (variations: readonly Variation[]): boolean =>
  countPoints(variations) > mostPoints;

/** All points in order, one at a time. */
export function* points(variations: readonly Variation[]): Generator<Point> {
  const count = countPoints(variations);
  for (let number = 0; number < count; number += 1) {
    let rest = number;
    const inputs = variations
      .toReversed()
      .map(({ path, values }) => {
        const value = values[rest % values.length];
        rest = Math.floor(rest / values.length);
        // A variation has at least one value.
        return { path, value: value ?? "" };
      })
      .toReversed();
    yield { number: number + 1, inputs };
  }
}
