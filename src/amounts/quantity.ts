/**
 * Reads quantities: a bare number, `83 SEK/place-day`, `{ value: ..., source: ... }`, values by year
 * (`2014`), month (`2014-03`) or range (`2015..2018`), or a column of a CSV file.
 */
import { isSpan, monthOfYear, parseSpan, type Month, type Period } from "../language/calendar.ts";
import {
  describeUnit,
  parseUnit,
  sameDimensions,
  toBase,
  type Money,
  type Unit,
} from "../language/units.ts";
import { brief } from "../diagnostics/brief.ts";
import type { Code } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { didYouMean } from "../diagnostics/suggest.ts";
import { hasSize, noSize } from "./size.ts";

/** Where an input comes from. A bare number is `assumed`. */
export type Provenance = "published" | "derived" | "assumed" | "calibrated";

/** A value that holds from one month to another, both included; an intake may have a range. */
export interface Point {
  readonly from: Month;
  readonly to: Month;
  readonly low: number;
  readonly mid: number;
  readonly high: number;
  readonly origin: Origin;
}

export interface Bounds {
  /** 0 unless given. */
  readonly min?: number;
  readonly max?: number;
  /** Whether zero is excluded. */
  readonly positive?: boolean;
  /** Whether it is an amount for whole years, which months cannot have. */
  readonly yearly?: boolean;
  /** A word that may stand instead of a number: those years are given by something else. */
  readonly word?: string;
}

export interface Origin {
  readonly kind: Provenance;
  readonly source: string | undefined;
  readonly page: string | undefined;
  readonly why: string | undefined;
}

/** An input: a value for all time, or one per year or month, with where it comes from. */
export interface Quantity {
  /** Its place in the scenario: `streams.adults.shares.granted`. */
  readonly path: string;
  /** The unit it is documented in, and that unit; values are in base units. */
  readonly unit: string;
  readonly measure: Unit;
  /** What the format allows, in that unit. */
  readonly bounds: Bounds;
  /** Shorter spans first: an exact year beats a range that covers it. */
  readonly points: readonly Point[];
  /** Spans for which the word stands instead of a number. */
  readonly left?: readonly Period[];
}

/** A number with the unit it is written in: `54 hours/case`. */
export interface Written {
  readonly number: number;
  readonly unit: string;
}

/** The values of an input with a range. */
export type Case = "low" | "mid" | "high";

/** The value of a quantity in a month; undefined where none is given. An exact year beats a range. */
export function valueAt(quantity: Quantity, month: Month, which: Case = "mid"): number | undefined {
  return quantity.points.find(({ from, to }) => from <= month && month <= to)?.[which];
}

/** What a key of the format expects. */
export interface Expected extends Bounds {
  /** Unit of a number without one. Undefined: there must be one. */
  readonly unit: string | undefined;
  /** What is measured, where that is not said by `unit`: `money` is any amount of the scenario's currency. */
  readonly measures?: string | undefined;
}

/** What `readQuantity` has made: a mapping in a scenario may have any keys. */
const made = new WeakSet<object>();

export const isQuantity = (value: object): value is Quantity => made.has(value);

/** `place` says where in another file, for problems with a CSV series. */
export type Problem = (
  code: Code,
  message: string,
  path: readonly (string | number)[],
  help?: string,
  place?: Diagnostic,
) => void;

/** Values of a CSV column, given as `file.csv#column`; a yearly value covers its whole year. */
export type ReadColumn = (
  reference: string,
) =>
  | { readonly ok: true; readonly values: readonly (Period & { readonly value: number })[] }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** What amounts are read with: the currency, the month budget years start in, and the series of other files. */
export interface Reading {
  readonly money: Money;
  readonly yearStarts: number;
  readonly column: ReadColumn;
}

export const details = [
  "value",
  "low",
  "mid",
  "high",
  "unit",
  "kind",
  "source",
  "page",
  "why",
  "csv",
] as const;
/** What may stand beside the value of one span. */
const spanDetails: readonly string[] = details.filter((key) => key !== "csv");
export const kinds = [
  "published",
  "derived",
  "assumed",
  "calibrated",
] as const satisfies readonly Provenance[];

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Each sign is looked at once: nothing behind the number can make it shorter. */
const numeral = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[-+]?\d+)?/i;

/** A number and the unit written behind it; undefined when it is not a number that YAML 1.2 knows. */
export function parseWritten(raw: number | string): Written | undefined {
  if (typeof raw === "number") return { number: raw, unit: "" };
  const text = raw.trim();
  const [digits] = numeral.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const rest = text.slice(digits.length);
  const unit = rest.trim();
  // A line break ends a number and its unit; separators make another number of it.
  return /[\r\n\u2028\u2029]/.test(rest) || /^[\d_,.']/.test(unit)
    ? undefined
    : { number: Number(digits), unit };
}

/** The same, with what is wrong with a text reported. */
function readScalar(
  raw: unknown,
  path: readonly (string | number)[],
  problem: Problem,
): Written | undefined {
  if (typeof raw !== "string" && typeof raw !== "number") {
    problem(
      "wrong-type",
      `expected a number or a text such as "12 persons", found ${kindOf(raw)}`,
      path,
    );
    return undefined;
  }
  const found = parseWritten(raw);
  if (found !== undefined && !hasSize(found.number)) {
    const [message, help] = noSize(`${raw}`.trim(), found.number);
    problem("bad-number", message, path, help);
    return undefined;
  }
  if (found === undefined) {
    problem(
      "bad-number",
      `"${brief(`${raw}`)}" cannot be read as a number`,
      path,
      "write a decimal point and no separators: 0.5, 1000000",
    );
  }
  return found;
}

export const kindOf = (value: unknown): string =>
  value === null || value === undefined
    ? "nothing"
    : Array.isArray(value)
      ? "a list"
      : isRecord(value)
        ? "a mapping"
        : typeof value === "string"
          ? `the text ${JSON.stringify(brief(value))}`
          : JSON.stringify(value);

const wordOf = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? `${value}` : kindOf(value);

/** Of what nothing is said. */
const bare: Origin = { kind: "assumed", source: undefined, page: undefined, why: undefined };

/** Where a value comes from: what is said of it, or else of what it is a part of. A value with a source is published. */
export function readOrigin(
  {
    kind,
    source,
    page,
    why,
  }: {
    readonly kind?: unknown;
    readonly source?: unknown;
    readonly page?: unknown;
    readonly why?: unknown;
  },
  outer: Origin = bare,
): Origin {
  const text = (value: unknown): string | undefined =>
    value === undefined ? undefined : [value].flat().map(wordOf).join(", ");
  return {
    kind: (kind as Provenance | undefined) ?? (source === undefined ? outer.kind : "published"),
    source: text(source) ?? outer.source,
    page: text(page) ?? outer.page,
    why: text(why) ?? outer.why,
  };
}

/** The unit written behind a value, which its range shares. */
const unitOfText = (value: unknown): string | undefined =>
  typeof value === "string" ? parseWritten(value)?.unit || undefined : undefined;

const always: Period = { from: -Infinity, to: Infinity };

/**
 * Reads one quantity. Problems are reported with their path below `path`; the result is then undefined.
 * Values come back in base units.
 */
export function readQuantity(
  raw: unknown,
  expected: Expected,
  path: readonly (string | number)[],
  context: Reading & { readonly problem: Problem },
): Quantity | undefined {
  const { unit: wantedUnit, measures = wantedUnit, ...limits } = expected;
  let failed = false;
  const problem: Problem = (...given) => {
    failed = true;
    context.problem(...given);
  };
  const known = measures === undefined ? undefined : (parseUnit(measures, context.money) as Unit);
  let measure: Unit | undefined = wantedUnit === undefined ? undefined : known;
  let shownUnit = wantedUnit;

  /** A scalar in base units, its unit checked. */
  const base = (
    value: unknown,
    fallback: string | undefined,
    at: readonly (string | number)[],
  ): number => {
    const scalar = readScalar(value, at, problem);
    if (scalar === undefined) return 0;
    const text = scalar.unit === "" ? (fallback ?? wantedUnit) : scalar.unit;
    if (text === undefined) {
      problem(
        "bad-unit",
        "this amount needs a unit",
        at,
        `for instance "83 ${context.money.currency}${measures === "money" ? "" : "/place-day"}"`,
      );
      return 0;
    }
    const given = parseUnit(text, context.money);
    if ("unknown" in given) {
      const words = [context.money.currency, ...Object.keys(context.money.amounts)];
      problem(
        "bad-unit",
        `unknown unit "${brief(given.unknown)}"`,
        at,
        `money is written in ${words.join(", ")}; other words are persons, places, staff, hours, days, months, years, %`,
      );
      return 0;
    }
    const wanted = known ?? measure;
    if (wanted !== undefined && !sameDimensions(given, wanted)) {
      problem(
        "bad-unit",
        `expected ${shownUnit ?? measures}, found ${brief(describeUnit(given))}`,
        at,
        `write the amount in ${shownUnit ?? measures}`,
      );
      return 0;
    }
    measure ??= given;
    shownUnit ??= text;
    const result = toBase(scalar.number, given);
    checkRange(result, at);
    return result;
  };

  const checkRange = (value: number, at: readonly (string | number)[]): void => {
    const scale = known ?? measure;
    const inUnit = scale === undefined ? value : (value * scale.denominator) / scale.numerator;
    const { min = 0, max = Infinity, positive = false } = limits;
    if (!Number.isFinite(value)) problem("bad-number", "the number is not finite", at);
    else if (inUnit < min || inUnit > max || (positive && inUnit === 0)) {
      const bounds =
        max === Infinity ? (positive ? "more than 0" : `${min} or more`) : `from ${min} to ${max}`;
      problem("out-of-range", `${round(inUnit)} is out of range: expected ${bounds}`, at);
    }
  };

  const checkedOrigin = (
    given: Record<string, unknown>,
    at: readonly (string | number)[],
    outer: Origin,
  ): Origin => {
    const { kind } = given;
    if (kind !== undefined && !kinds.includes(kind as Provenance)) {
      const help = `one of ${kinds.join(", ")}${didYouMean(typeof kind === "string" ? kind : "", kinds)}`;
      problem("wrong-type", `unknown kind ${kindOf(kind)}`, [...at, "kind"], help);
    }
    return readOrigin(given, outer);
  };

  /** Texts beside a value are texts. */
  const checkTexts = (given: Record<string, unknown>, at: readonly (string | number)[]): void => {
    for (const key of ["csv", "unit"]) {
      if (given[key] !== undefined && typeof given[key] !== "string") {
        problem("wrong-type", `expected a text, found ${kindOf(given[key])}`, [...at, key]);
      }
    }
  };

  const points: Point[] = [];
  const addValue = (
    value: unknown,
    span: Period,
    at: readonly (string | number)[],
    origin: Origin,
    unit: string | undefined,
  ): void => {
    if (!isRecord(value)) {
      const amount = base(value, unit, at);
      points.push({ ...span, low: amount, mid: amount, high: amount, origin });
      return;
    }
    checkTexts(value, at);
    if (at !== path) {
      for (const key of Object.keys(value).filter((word) => !spanDetails.includes(word))) {
        const help = `one of ${spanDetails.join(", ")}${didYouMean(key, spanDetails)}`;
        problem("unknown-key", `unknown key "${key}"`, [...at, key], help);
      }
    }
    if (value["value"] !== undefined && value["mid"] !== undefined) {
      problem("duplicate-key", '"value" and "mid" are the same thing', [...at, "mid"]);
    }
    const own =
      typeof value["unit"] === "string"
        ? value["unit"]
        : (unitOfText(value["value"] ?? value["mid"]) ?? unit);
    const read = (key: string): number | undefined =>
      value[key] === undefined ? undefined : base(value[key], own, [...at, key]);
    const mid = read("value") ?? read("mid");
    if (mid === undefined) {
      problem(
        "missing-key",
        "a quantity needs a value",
        at,
        'give "value", "mid", or values by year such as 2014 or 2015..2018',
      );
      return;
    }
    const [low, high] = [read("low") ?? mid, read("high") ?? mid];
    if (low > mid || mid > high) problem("out-of-range", "low, mid and high are not in order", at);
    points.push({ ...span, low, mid, high, origin: checkedOrigin(value, at, origin) });
  };

  const left: Period[] = [];
  if (limits.word !== undefined && raw === limits.word) {
    left.push(always);
    measure ??= known;
  } else if (!isRecord(raw)) {
    addValue(raw, always, path, bare, undefined);
  } else {
    const origin = checkedOrigin(raw, path, bare);
    const unit = typeof raw["unit"] === "string" ? raw["unit"] : undefined;
    const spans: { key: string; span: Period }[] = [];
    for (const key of Object.keys(raw)) {
      if ((details as readonly string[]).includes(key)) continue;
      const span = parseSpan(key, context.yearStarts);
      if (span !== undefined && limits.word !== undefined && raw[key] === limits.word) {
        left.push(span);
      } else if (span !== undefined) spans.push({ key, span });
      else {
        problem(
          "unknown-key",
          `unknown key "${brief(key)}"`,
          [...path, key],
          `expected a year (2014), a range (2015..2018), a month (2014-03), or one of ${details.join(", ")}${didYouMean(key, details)}${isSpan(key) ? `; years such as ${key} need period: { year_starts: … }` : ""}`,
        );
      }
    }
    const single = raw["value"] !== undefined || raw["mid"] !== undefined;
    if (!single) checkTexts(raw, path);
    if (raw["csv"] !== undefined && (single || spans.length > 0)) {
      problem(
        "wrong-type",
        "a CSV series cannot be mixed with other values",
        path,
        "put all values into the file, or all here",
      );
    } else if (
      !single &&
      spans.length > 0 &&
      (raw["low"] !== undefined || raw["high"] !== undefined)
    ) {
      problem(
        "wrong-type",
        "low and high stand beside the value of a year, not beside the years",
        path,
        "write 2014: { low: 1, mid: 2, high: 3 }",
      );
    }
    if (limits.yearly === true) {
      for (const { key } of spans.filter(
        ({ span }) =>
          monthOfYear(span.from) !== context.yearStarts - 1 || (span.to - span.from + 1) % 12 !== 0,
      )) {
        problem(
          "wrong-type",
          `"${key}" is not a whole year`,
          [...path, key],
          context.yearStarts === 1
            ? "this is an amount per year: write 2014 or 2015..2018"
            : "this is an amount per budget year: write 2026/27 or 2026/27..2028/29",
        );
      }
    }
    if (typeof raw["csv"] === "string") {
      const series = context.column(raw["csv"]);
      if (!series.ok) {
        for (const found of series.diagnostics) {
          problem(found.code, found.message, [...path, "csv"], found.help, found);
        }
      }
      const monthly = series.ok && series.values.some(({ from, to }) => from === to);
      if (monthly && unit === undefined && wantedUnit?.endsWith("/year") === true) {
        const help = `add "unit: ${wantedUnit.replace("/year", "/month")}" if each value is a month's, or "unit: ${wantedUnit}"`;
        problem("bad-unit", "a series of months needs a unit here", [...path, "csv"], help);
      }
      for (const { from, to, value } of series.ok ? series.values : []) {
        const amount = base(value, unit, [...path, "csv"]);
        points.push({ from, to, low: amount, mid: amount, high: amount, origin });
      }
    } else if ((spans.length === 0 && left.length === 0) || single) {
      addValue(raw, always, path, origin, unit);
    }
    const twinOf = twins();
    for (const { key, span } of spans) {
      const twin = twinOf(key, span);
      if (twin !== undefined) {
        problem("duplicate-key", `"${key}" overlaps "${twin}"`, [...path, key]);
      }
      addValue(raw[key], span, [...path, key], origin, unit);
    }
  }
  if (left.length > 0) measure ??= known;
  if (failed || measure === undefined) return undefined;
  const quantity: Quantity = {
    path: path.join("."),
    unit: shownUnit ?? "",
    measure,
    bounds: limits,
    points: points.toSorted((a, b) => lengthOf(a) - lengthOf(b)),
    ...(limits.word === undefined ? {} : { left }),
  };
  made.add(quantity);
  return quantity;
}

const lengthOf = ({ from, to }: Period): number => to - from;

/** For each span in turn the key of one before that is as long and overlaps it. Such spans lie in one stretch of time or in neighbours. */
function twins(): (key: string, span: Period) => string | undefined {
  const first = new Map<string, Period & { readonly key: string }>();
  return (key, span) => {
    const length = span.to - span.from + 1;
    const stretch = Math.floor(span.from / length);
    const near = [stretch - 1, stretch, stretch + 1].flatMap(
      (one) => first.get(`${length} ${one}`) ?? [],
    );
    const name = `${length} ${stretch}`;
    if (!first.has(name)) first.set(name, { ...span, key });
    return near.find(({ from, to }) => from <= span.to && span.from <= to)?.key;
  };
}

/** For messages: without the noise of unit conversion. */
const round = (value: number): number => Number(value.toPrecision(12));
