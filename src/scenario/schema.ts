/**
 * The shape of a scenario file. Every object is closed: an unknown key is an error. Quantities are read by
 * `readQuantity`; what their names refer to is checked afterwards, when all of the file is known.
 */
import * as z from "zod";
import type { Money } from "../core/units.ts";
import { parseMonth } from "../core/calendar.ts";
import type { Code } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import {
  parseSpan,
  parseWritten,
  readQuantity,
  type Expected,
  type ReadColumn,
} from "./quantity.ts";

// Each schema is used once or twice in a process: compiling parsers for them costs more than it saves.
z.config({ jitless: true });

/** Stands for "the key … is missing": only the caller knows the key. */
export const missingInput = "this input is missing";

/** Names become parts of addresses (`table/row@period`, `streams.adults.intake`), so they carry none of their signs. */
const namePattern = /^\p{L}[\p{L}\p{N}_-]*$/u;
/** Areas and tables have numbers; nothing depends on their order but the order of print. */
const numberPattern = /^[\p{L}\p{N}][\p{L}\p{N}_-]*$/u;
const appropriationPattern = /^[\p{L}\p{N}_-]+\/[\p{L}\p{N}:_-]+$/u;
const nameRule = "a name starts with a letter and has letters, digits, - and _ only";

/** Every object answers to these, so no name may be one of them. */
const reserved: ReadonlySet<string> = new Set(Object.getOwnPropertyNames(Object.prototype));

/** What is read by hand, where zod cannot tell the reference of the format what may stand there. */
export const readByHand = z.registry<
  { readonly value: string } | { readonly oneOf: readonly object[] }
>();

/** Words for the reference: ``quantity in `persons`, above 0``. */
function described({ unit, measures, yearly, positive, min, max }: Expected): string {
  const share = unit === "" && max === 1;
  const amount = measures === "money" ? "amount of money per year" : "quantity with its unit";
  const what = unit === undefined ? amount : unit === "" ? "number" : `quantity in \`${unit}\``;
  const limits = [
    ...(positive === true ? ["above 0"] : min === undefined ? [] : [`at least ${min}`]),
    ...(max === undefined || share ? [] : [`at most ${max}`]),
  ];
  const whole = yearly === true ? ", by whole years" : "";
  return `${share ? "share from 0 to 1" : [what, ...limits].join(", ")}${whole}`;
}

type Ctx = z.core.$RefinementCtx;

/** Adds an issue that carries one of our codes, a line of help and, for another file, the place. */
function complain(
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

/** The schema of scenario files in one currency; `column` reads CSV series. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- zod's types say it, and nothing else can
export function scenarioSchema(money: Money, column: ReadColumn) {
  const key = (pattern: RegExp, rule: string) =>
    z
      .string()
      .regex(pattern, rule)
      .refine((word) => !reserved.has(word), "this word has a meaning of its own");
  const named = <T extends z.ZodType>(value: T) => z.record(key(namePattern, nameRule), value);
  const numbered = <T extends z.ZodType>(value: T) =>
    z.record(key(numberPattern, "a name has letters, digits, - and _ only"), value);
  const byAppropriation = <T extends z.ZodType>(value: T) =>
    z.record(
      z
        .string()
        .regex(appropriationPattern, 'an appropriation is written area/number, such as "8/1:2"'),
      value,
    );

  const read = (raw: unknown, expected: Expected, ctx: Ctx) =>
    readQuantity(raw, expected, [], {
      money,
      column,
      problem: (...given) => complain(ctx, ...given),
    });
  const quantity = (unit: string | undefined, limits: Omit<Expected, "unit"> = {}) =>
    z
      .unknown()
      .transform((raw, ctx) => {
        if (raw === undefined) {
          complain(
            ctx,
            "missing-key",
            missingInput,
            [],
            unit === undefined ? undefined : `give an amount in ${unit || "plain numbers"}`,
          );
        }
        return (raw === undefined ? undefined : read(raw, { unit, ...limits }, ctx)) ?? z.NEVER;
      })
      .register(readByHand, { value: described({ unit, ...limits }) });
  const optional = (unit: string | undefined, limits: Omit<Expected, "unit"> = {}) =>
    z
      .unknown()
      .transform((raw, ctx) =>
        raw === undefined ? undefined : read(raw, { unit, ...limits }, ctx),
      )
      .register(readByHand, { value: described({ unit, ...limits }) })
      .optional();

  /** One shape where a key is there, another where it is not: problems are then about the shape that was meant. */
  const either = <T extends z.ZodType, U extends z.ZodType>(
    mark: string,
    having: T,
    without: U,
  ) => {
    const schema = z.unknown().transform((raw, ctx): z.output<T> | z.output<U> => {
      const meant = typeof raw === "object" && raw !== null && mark in raw ? having : without;
      const found = meant.safeParse(raw, { reportInput: true });
      if (found.success) return found.data;
      for (const issue of found.error.issues) ctx.issues.push(issue as never);
      return z.NEVER;
    });
    schema.register(readByHand, { oneOf: [without, having] });
    return schema;
  };

  const share = { min: 0, max: 1 };
  const text = z.string().min(1, "the text is empty");
  const name = text;
  const month = z.union([text, z.number()]).transform((value, ctx) => {
    const found = parseMonth(String(value));
    if (found === undefined) {
      complain(ctx, "wrong-type", `"${value}" is not a month`, [], "write year and month: 2014-01");
    }
    return found ?? z.NEVER;
  });
  month.register(readByHand, { value: "month" });
  const years = z.union([text, z.number()]).transform((value, ctx) => {
    const span = parseSpan(String(value));
    if (span === undefined || !/^\d{4}(\.\.\d{4})?$/.test(String(value))) {
      complain(
        ctx,
        "wrong-type",
        `"${value}" is not a range of years`,
        [],
        "write 2015..2018 or 2015",
      );
      return z.NEVER;
    }
    const first = span.from / 12;
    return Array.from({ length: (span.to - span.from + 1) / 12 }, (_, i) => first + i);
  });
  years.register(readByHand, { value: "year or range of years" });
  /** A whole number of months: `6 months` or 6. */
  const wholeMonths = (least: number) =>
    z
      .unknown()
      .transform((raw, ctx) => {
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
      })
      .register(readByHand, { value: `whole number of months, ${least} to 600` });

  const origin = {
    kind: z.enum(["published", "derived", "assumed", "calibrated"]).optional(),
    source: name.optional(),
    page: z.union([z.number(), text, z.array(z.union([z.number(), text]))]).optional(),
    why: text.optional(),
  };

  const season = z.union([
    object({
      weights: z
        .array(z.number().nonnegative())
        .length(12, "a season has twelve weights, January first"),
      ...origin,
    }),
    object({ csv: text, over: text, ...origin }),
  ]);

  const followsFlow = object({
    flow: name,
    ratio: quantity("", { max: 100 }),
    lag: wholeMonths(1),
    history: optional("persons/year"),
  });
  const followsStock = object({ stock: name, ratio: quantity("1/month", { max: 100 }) });
  const follows = either("stock", followsStock, followsFlow);

  const work = object({
    effort: quantity("hours/person", { positive: true }),
    aim: optional("months", { min: 1 }),
    shortest: optional("months", { min: 1 }),
    floor: optional("persons"),
  });

  const part = object({ of: name, share: quantity("", share) });
  const ownIntake = quantity("persons/year");
  const stream = object({
    label: text,
    process: name,
    intake: z
      .unknown()
      .transform((raw, ctx) => {
        if (raw === undefined) return undefined;
        if (typeof raw === "object" && raw !== null && "of" in raw) {
          const found = part.safeParse(raw, { reportInput: true });
          if (found.success) return found.data;
          for (const issue of found.error.issues) ctx.issues.push(issue as never);
          return z.NEVER;
        }
        return read(raw, { unit: "persons/year" }, ctx) ?? z.NEVER;
      })
      .register(readByHand, { oneOf: [ownIntake, part] })
      .optional(),
    season: season.optional(),
    follows: z.array(follows).optional(),
    shares: named(quantity("", share)).optional(),
    opening: named(quantity("persons")).optional(),
    work: named(work).optional(),
  });

  const leave = z.union(
    [
      object({ capacity: name }),
      object({ places: name }),
      object({ after: wholeMonths(1) }),
      object({ rate: quantity("1/month", share) }),
    ],
    { error: "expected one way of leaving: capacity, places, after or rate" },
  );
  const ways = named(z.union([name, z.number().min(0).max(1)]));
  const stage = object({ leave, to: ways, unserved: ways.optional() });
  const process = object({ start: name, stages: named(stage), ends: z.array(name) });

  const staff = object({
    label: text,
    staff: quantity("staff"),
    plan: optional("staff"),
    productivity: quantity("hours/staff-month", { positive: true }),
    hire: quantity("1/month", share),
    shed: quantity("1/month", share),
    steady: z.boolean().optional(),
    serves: z.array(name),
  });
  const places = object({ label: text, places: quantity("persons/year"), serves: z.array(name) });
  const capacity = either("places", places, staff);

  const arrow = /^\s*([\p{L}\p{N}_*-]+?)\s*->\s*([\p{L}\p{N}_*-]+)\s*$/u;
  const move = text.transform((value, ctx) => {
    const match = arrow.exec(value);
    if (match === null) {
      complain(
        ctx,
        "wrong-type",
        `"${value}" is not a move`,
        [],
        'write "open_cases -> waiting", "open_cases -> *" for any way out, or "intake -> open_cases" for applications',
      );
      return z.NEVER;
    }
    const [, from = "", to = ""] = match;
    return { from: from === "intake" ? undefined : from, to: to === "*" ? undefined : to };
  });
  move.register(readByHand, { value: "`from -> to`" });

  const tier = object({
    label: text,
    places: z
      .unknown()
      .transform((raw, ctx) => {
        if (raw === "unlimited") return "unlimited" as const;
        if (raw === undefined) {
          complain(ctx, "missing-key", "a tier needs places", [], 'give a number, or "unlimited"');
        }
        return (raw === undefined ? undefined : read(raw, { unit: "places" }, ctx)) ?? z.NEVER;
      })
      .register(readByHand, { value: "quantity in `places`, or `unlimited`" }),
    pace: optional("places/month"),
    release: optional("places/month"),
    most: optional("places"),
    occupancy: quantity("persons/place", { positive: true, max: 100 }),
    reserve: optional("places"),
    food: z.boolean().optional(),
    run_by_others: z.boolean().optional(),
    for: z.array(name),
  });

  const appropriation = object({
    label: text,
    basis: z.enum(["cost", "cash"]),
    items: named(text).optional(),
    frame: optional(undefined, { measures: "money", yearly: true }),
    computed: z.boolean().optional(),
    available: optional(undefined, { measures: "money", yearly: true }),
  });

  const cost = object({
    label: text,
    on: name,
    item: name.optional(),
    driver: z.union([name, z.array(name).min(1)]),
    cost: quantity(undefined),
    index: name.optional(),
    lag: wholeMonths(0).optional(),
    spread: wholeMonths(1).optional(),
    history: optional(undefined),
  });

  const effect = object({
    on: text,
    add: z.union([text, z.number()]).optional(),
    multiply: z.number().nonnegative().optional(),
    from: month,
    ramp: wholeMonths(0).optional(),
    until: month.optional(),
    ...origin,
  });
  const measure = object({
    label: text,
    strategic_area: z.union([text, z.number()]).transform(String),
    costs: byAppropriation(quantity(undefined, { measures: "money", yearly: true })),
    effects: z.array(effect).optional(),
    financed_within: z.boolean().optional(),
    delay: wholeMonths(0).optional(),
  });

  /** A number, or a number with its unit: 0.5, `54 hours/case`. */
  const written = z.union([z.number(), text]).transform((raw, ctx) => {
    const found = parseWritten(raw);
    if (found !== undefined) return found;
    complain(
      ctx,
      "bad-number",
      `"${raw}" cannot be read as a number`,
      [],
      "write a number and its unit as the input is written: 0.5, 54 hours/case",
    );
    return z.NEVER;
  });
  written.register(readByHand, { value: "number with or without a unit" });
  /** `35 %` or 0.35. */
  const proportion = written.transform(({ number, unit }, ctx) => {
    const value = unit === "%" ? number / 100 : number;
    if ((unit === "" || unit === "%") && value >= 0 && value <= 1) return value;
    complain(ctx, "out-of-range", "expected a share from 0 to 1, or from 0 % to 100 %", []);
    return z.NEVER;
  });
  proportion.register(readByHand, { value: "share from 0 to 1, or in %" });
  const tolerance = written.transform(({ number, unit }, ctx) => {
    if (number > 0 && (unit === "" || unit === "%")) {
      return unit === "%" ? { share: number / 100, amount: 0 } : { share: 0, amount: number };
    }
    complain(
      ctx,
      "out-of-range",
      "expected a number above 0 in the unit of the row, or a share of the figure",
      [],
      "write 50, 10 %, or [10 %, 50] for the larger of both",
    );
    return z.NEVER;
  });
  tolerance.register(readByHand, { value: "number above 0, or in %" });
  const calendarYear = z.number().int().min(1000).max(9999);

  const row = object({
    key: text.regex(/^[^@]+$/, "a row's key has no @: it is part of addresses"),
    label: text.optional(),
    depth: z.number().int().min(0).max(5).optional(),
    show: text.optional(),
    given: z
      .record(z.string().regex(/^\d{4}$/, "a given figure belongs to a year"), z.number())
      .optional(),
    source: name.optional(),
    page: origin.page,
    less: text.optional(),
    least: z.number().optional(),
    sum: z.array(text).optional(),
    total: z.array(text).optional(),
  });
  const table = object({
    title: text,
    heading: text.optional(),
    unit: text.optional(),
    decimals: z.number().int().min(0).max(6).optional(),
    years,
    total: text.optional(),
    rows: z.array(row),
  });

  return object({
    format: z.literal("forecast-scenario/1", { error: 'expected "forecast-scenario/1"' }),
    name: text.regex(numberPattern, "a name has letters, digits, - and _ only"),
    title: text,
    language: z.enum(["sv", "en"]),
    currency: z
      .union([text, object({ code: text, amounts: z.record(text, z.number().positive()) })])
      .optional(),
    unit: text.optional(),
    period: object({ from: month, to: month, prices: text }),
    sources: named(
      object({
        title: text,
        by: text.optional(),
        published: z.union([text, z.number()]).transform(String).optional(),
        grade: text.optional(),
        note: text.optional(),
      }),
    ).optional(),
    areas: numbered(text).optional(),
    strategic_areas: numbered(text).optional(),
    intakes: named(
      object({ label: text, volume: quantity("persons/year"), season: season.optional() }),
    ).optional(),
    streams: named(stream),
    processes: named(process),
    capacities: named(capacity).optional(),
    groups: object({
      stocks: named(
        object({ label: text, stages: z.array(name), streams: z.array(name).optional() }),
      ).optional(),
      flows: named(
        object({ label: text, moves: z.array(move), streams: z.array(name).optional() }),
      ).optional(),
      tiers: named(object({ label: text, tiers: z.array(name) })).optional(),
    }).optional(),
    housing: object({
      needs: named(
        object({
          label: text,
          streams: z.array(name),
          stages: z.array(name),
          own: optional("", share),
        }),
      ),
      order: z.array(name),
      tiers: named(tier),
    }).optional(),
    appropriations: byAppropriation(appropriation),
    // A factor, not a rate of growth: 1.031 and not 3.1 %.
    indices: named(quantity("", { min: 0.1 })).optional(),
    costs: named(cost).optional(),
    development: named(measure).optional(),
    capped: object({ appropriation: name, pays: z.array(name).min(1) }).optional(),
    planning: object({
      label: text,
      start: month,
      years,
      set: z.record(text, z.unknown()),
    }).optional(),
    tables: numbered(table).optional(),
    published: z
      .array(
        object({
          row: text,
          source: name,
          page: origin.page,
          unit: z.string().optional(),
          kind: z.enum(["published", "derived"]).optional(),
          funding: z.enum(["need", "available", "proposed"]).optional(),
          values: z.record(
            z.string().regex(/^\d{4}$/, "a published value belongs to a year"),
            z.number(),
          ),
          tolerance: z.union([tolerance, z.array(tolerance).min(1)]).optional(),
          weight: z.number().positive().optional(),
          compare: z.enum(["equal", "at_least", "at_most"]).optional(),
        }),
      )
      .optional(),
    calibration: object({
      fit: z
        .array(
          object({
            input: z.union([text, z.array(text).min(1)]),
            start: written,
            from: written,
            to: written,
            why: text,
          }),
        )
        .min(1),
      levels: z
        .array(object({ line: name, year: calendarYear, start: written, at_most: proportion }))
        .optional(),
      leave_out: z.record(text, z.array(text).min(1)).optional(),
    }).optional(),
  });
}

export type ScenarioFile = z.output<ReturnType<typeof scenarioSchema>>;
