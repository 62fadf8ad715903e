/**
 * What the shapes of a scenario's parts are made of: closed mappings, names, and amounts that are read with the currency and
 * the series of the file. A shape is a zod schema; what it cannot say of itself is said in words for the reference of the format.
 */
import * as z from "zod/mini";
import { en } from "zod/locales";
import { brief } from "../diagnostics/brief.ts";
import type { Code } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { parseMonth, parseYears } from "../language/calendar.ts";
import {
  details,
  kinds,
  parseWritten,
  readOrigin,
  readQuantity,
  type Bounds,
  type Expected,
  type Origin,
  type Quantity,
  type Reading,
  type Written,
} from "./quantity.ts";

// Each schema is used once or twice in a process: compiling parsers for them costs more than it saves.
z.config({ ...en(), jitless: true });

/** Stands for "the key … is missing": only the caller knows the key. */
export const missingInput = "this input is missing";

/** Names become parts of addresses (`table/row@period`, `streams.adults.intake`), so they carry none of their signs. */
const namePattern = /^\p{L}[\p{L}\p{N}_-]*$/u;
/** Areas and tables have numbers; nothing depends on their order but the order of print. */
export const numberPattern = /^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u;
const appropriationPattern = /^[\p{L}\p{N}_-]+\/[\p{L}\p{N}](?:[\p{L}\p{N}:._ -]*[\p{L}\p{N}])?$/u;
const nameRule = "a name starts with a letter and has letters, digits, - and _ only";

/** Every object answers to these, so no name may be one of them. */
const reserved: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** Longest name, in UTF-16 code units. */
const longestName = 100;
const shortName = z.maxLength(longestName, `a name has at most ${longestName} signs`);

/** What is read by hand: in words for the reference, and as the shape it has in the file for editors. */
export const readByHand = z.registry<
  ({ readonly value: string } | { readonly oneOf: readonly object[] }) & {
    readonly input?: object;
  }
>();

const scalar = z.union([z.number(), z.string()]);
const notes = {
  kind: z.optional(z.enum(kinds)),
  source: z.optional(scalar),
  page: z.optional(z.union([scalar, z.array(scalar)])),
  why: z.optional(z.string()),
};
const values = {
  value: z.optional(scalar),
  low: z.optional(scalar),
  mid: z.optional(scalar),
  high: z.optional(scalar),
  unit: z.optional(z.string()),
};

/** An amount as it stands in a file: a number, a text with its unit, or a mapping with its origin, by spans of time or from a series. */
export const amount = z.union([
  scalar,
  z.catchall(
    z.object({ ...values, ...notes, csv: z.optional(z.string()) }),
    z.union([scalar, z.strictObject({ ...values, ...notes })]),
  ),
]);

/** The keys of an amount; all others are spans. @public (schema/write.mjs) */
export const amountKeys: readonly string[] = details;
/** @public (schema/write.mjs) */
export const spanPattern: RegExp = /^\d{4}([-/]\d{2})?(\.\.\d{4}([-/]\d{2})?)?$/;

/** Words for the reference: ``quantity in `persons`, above 0``. */
function described({ unit, measures, yearly, positive, min, max, word }: Expected): string {
  const share = unit === "" && max === 1;
  const money = measures === "money" ? "amount of money per year" : "quantity with its unit";
  const what = unit === undefined ? money : unit === "" ? "number" : `quantity in \`${unit}\``;
  const limits = [
    ...(positive === true ? ["above 0"] : min === undefined ? [] : [`at least ${min}`]),
    ...(max === undefined || share ? [] : [`at most ${max}`]),
  ].filter((limit) => !limit.includes("Infinity"));
  const whole = yearly === true ? ", by whole years" : "";
  const or = word === undefined ? "" : `, or \`${word}\``;
  return `${share ? "share from 0 to 1" : [what, ...limits].join(", ")}${whole}${or}`;
}

export type Ctx = z.core.ParsePayload;

/** What a shape holds, made into something else. */
export const made = <T extends z.core.$ZodType, R>(
  shape: T,
  make: (value: z.output<T>, ctx: Ctx) => R,
): z.ZodMiniPipe<T, z.ZodMiniTransform<Awaited<R>, z.output<T>>> =>
  z.pipe(shape, z.transform(make));

/** Adds an issue that carries one of our codes, a line of help and, for another file, the place. */
export function complain(
  ctx: Ctx,
  code: Code,
  message: string,
  path: readonly (string | number)[],
  help?: string,
  place?: Diagnostic,
): void {
  const params = { code, help, place };
  ctx.issues.push({ code: "custom", message, input: ctx.value, path: [...path], params });
}

/** A closed mapping: an unknown key is an issue that carries the allowed ones, for the message. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- zod's types say it, and nothing else can
export const object = <T extends z.core.$ZodLooseShape>(shape: T) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys" ? `allowed:${Object.keys(shape).join(",")}` : undefined,
  });

/** The parts of shapes, for one way of reading amounts. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- zod's types say it, and nothing else can
export function kitFor(reading: Reading) {
  const key = (pattern: RegExp, rule: string) =>
    z.string().check(
      z.regex(pattern, rule),
      shortName,
      z.refine((word) => !reserved.has(word), "this word has a meaning of its own"),
    );
  const named = <T extends z.core.$ZodType>(value: T) =>
    z.record(key(namePattern, nameRule), value);
  const numbered = <T extends z.core.$ZodType>(value: T) =>
    z.record(key(numberPattern, "a name has letters, digits, - and _ only"), value);
  const byAppropriation = <T extends z.core.$ZodType>(value: T) =>
    z.record(
      z
        .string()
        .check(
          z.regex(appropriationPattern, 'an appropriation is written area/number, such as "8/1:2"'),
          shortName,
        ),
      value,
    );

  const read = (raw: unknown, expected: Expected, ctx: Ctx): Quantity | undefined =>
    readQuantity(raw, expected, [], {
      ...reading,
      problem: (...given) => complain(ctx, ...given),
    });
  type Limits = Omit<Expected, "unit">;
  const wordsFor = (unit: string | undefined, limits: Limits) => ({
    value: described({ unit, ...limits }),
    input: amount,
  });
  const quantity = (unit: string | undefined, limits: Limits = {}) =>
    made(z.unknown(), (raw, ctx): Quantity => {
      if (raw === undefined) {
        const help =
          unit === undefined ? undefined : `give an amount in ${unit || "plain numbers"}`;
        complain(ctx, "missing-key", missingInput, [], help);
      }
      return (raw === undefined ? undefined : read(raw, { unit, ...limits }, ctx)) ?? z.NEVER;
    }).register(readByHand, wordsFor(unit, limits));
  const optional = (unit: string | undefined, limits: Limits = {}) =>
    z.optional(
      made(z.unknown(), (raw, ctx): Quantity | undefined =>
        raw === undefined ? undefined : read(raw, { unit, ...limits }, ctx),
      ).register(readByHand, wordsFor(unit, limits)),
    );

  /** Amounts of money per year, by whole years. */
  const yearly = { measures: "money", yearly: true } as const satisfies Bounds & Limits;

  /** One shape where a key is there, another where it is not: problems are then about the shape that was meant. */
  const either = <T extends z.ZodMiniType, U extends z.ZodMiniType>(
    mark: string,
    having: T,
    without: U,
  ) => {
    const schema = made(z.unknown(), (raw, ctx): z.output<T> | z.output<U> => {
      const meant = typeof raw === "object" && raw !== null && mark in raw ? having : without;
      const found = meant.safeParse(raw, { reportInput: true });
      if (found.success) return found.data;
      for (const issue of found.error.issues) ctx.issues.push(issue as never);
      return z.NEVER;
    });
    schema.register(readByHand, { oneOf: [without, having] });
    return schema;
  };

  const text = z.string().check(z.minLength(1, "the text is empty"));
  const month = made(z.union([text, z.number()]), (value, ctx) => {
    const found = parseMonth(String(value));
    if (found === undefined) {
      complain(
        ctx,
        "wrong-type",
        `"${brief(`${value}`)}" is not a month`,
        [],
        "write year and month: 2014-01",
      );
    }
    return found ?? z.NEVER;
  });
  month.register(readByHand, { value: "month" });
  /** Names of budget years: `2014`, `2015..2018`, `2026/27..2028/29`. */
  const years = made(z.union([text, z.number()]), (value, ctx) => {
    const found = parseYears(String(value));
    if (found === undefined) {
      const help = "write 2015..2018 or 2015";
      complain(ctx, "wrong-type", `"${brief(`${value}`)}" is not a range of years`, [], help);
    }
    return found ?? z.NEVER;
  });
  years.register(readByHand, { value: "year or range of years" });
  /** A whole number of months: `6 months` or 6. */
  const wholeMonths = (least: number) =>
    made(z.unknown(), (raw, ctx): number => {
      const found = read(raw, { unit: "months", min: least, max: 600 }, ctx);
      const value = found?.points[0]?.mid;
      if (found === undefined || value === undefined) return z.NEVER;
      if (found.points.length > 1) {
        complain(ctx, "wrong-type", "this is one number of months, the same for all years", []);
      }
      if (!Number.isInteger(value)) {
        complain(ctx, "out-of-range", `${value} months: only whole months can be counted`, []);
      }
      return value;
    }).register(readByHand, {
      value: `whole number of months, ${least} to 600`,
      input: scalar,
    });

  const origin = {
    kind: z.optional(z.enum(kinds)),
    source: z.optional(text),
    page: z.optional(z.union([z.number(), text, z.array(z.union([z.number(), text]))])),
    why: z.optional(text),
  };

  /** A number, or a number with its unit: 0.5, `54 hours/case`. */
  const written = made(z.union([z.number(), text]), (raw, ctx): Written => {
    const found = parseWritten(raw);
    if (found !== undefined && Number.isFinite(found.number)) return found;
    complain(
      ctx,
      "bad-number",
      `"${brief(`${raw}`)}" cannot be read as a number`,
      [],
      "write a number and its unit as the input is written: 0.5, 54 hours/case",
    );
    return z.NEVER;
  });
  written.register(readByHand, { value: "number with or without a unit" });

  return {
    reading,
    object,
    named,
    numbered,
    byAppropriation,
    read,
    quantity,
    optional,
    either,
    text,
    month,
    years,
    wholeMonths,
    origin,
    written,
    yearly,
    share: { min: 0, max: 1 },
  };
}

export type Kit = ReturnType<typeof kitFor>;

/** Where a value comes from, of what is written beside it. */
export const originOf = (given: Parameters<typeof readOrigin>[0]): Origin => readOrigin(given);

/** `[3, 5]` → `3, 5`. */
export const pagesOf = (
  page: string | number | readonly (string | number)[] | undefined,
): string | undefined => (page === undefined ? undefined : [page].flat().join(", "));
