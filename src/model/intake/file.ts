/** Intakes and where a stream's applications come from, as they stand in the file. */
import * as z from "zod/mini";
import {
  complain,
  made,
  object,
  originOf,
  readByHand,
  type Ctx,
  type Kit,
} from "../../amounts/kit.ts";
import type { Origin, Quantity } from "../../amounts/quantity.ts";
import { monthName, monthOfYear, parseSpan } from "../../language/calendar.ts";
import { partRef } from "../refs.ts";

/** How an intake divides over the months of a year: twelve weights, January first, or a monthly series they are summed from. */
export type Season = { readonly origin: Origin } & (
  | { readonly weights: readonly number[] }
  | { readonly observed: readonly Observation[] }
);

/** One value of a monthly series. */
export interface Observation {
  /** `2010-03`. */
  readonly name: string;
  /** January = 0. */
  readonly calendarMonth: number;
  readonly value: number;
}

// oxlint-disable-next-line typescript/explicit-module-boundary-types -- zod's types say it, and nothing else can
export function intakeShapes({
  reading,
  text,
  quantity,
  optional,
  wholeMonths,
  either,
  origin,
  read,
  share,
}: Kit) {
  const observe = ({ csv, over }: { csv: string; over: string }, ctx: Ctx): Observation[] => {
    const span = parseSpan(over, reading.yearStarts);
    if (span === undefined || (span.to - span.from + 1) % 12 !== 0) {
      const message = `"${over}" is not a number of whole years`;
      complain(ctx, "wrong-type", message, ["over"], "write 2010-01..2013-12");
      return [];
    }
    const series = reading.column(csv);
    if (!series.ok) {
      for (const problem of series.diagnostics) {
        complain(ctx, problem.code, problem.message, ["csv"], problem.help, problem);
      }
      return [];
    }
    const found = series.values.flatMap(({ from, to, value }): Observation[] =>
      from !== to || from < span.from || from > span.to
        ? []
        : [{ name: monthName(from), calendarMonth: monthOfYear(from), value }],
    );
    const lacking = span.to - span.from + 1 - found.length;
    if (lacking > 0) {
      const message = `the series lacks ${lacking} of the months in ${over}`;
      complain(ctx, "missing-key", message, ["csv"]);
    }
    return found;
  };

  const season = made(
    z.union([
      object({
        weights: z
          .array(z.number().check(z.nonnegative()))
          .check(z.length(12, "a season has twelve weights, January first")),
        ...origin,
      }),
      object({ csv: text, over: text, ...origin }),
    ]),
    (given, ctx): Season => {
      const known = originOf(given);
      const found =
        "weights" in given
          ? { origin: known, weights: given.weights }
          : { origin: known, observed: observe(given, ctx) };
      const parts = found.weights ?? found.observed.map(({ value }) => value);
      const total = parts.reduce((sum, weight) => sum + weight, 0);
      if (ctx.issues.length === 0 && !(total > 0 && Number.isFinite(total))) {
        const message = "a season's weights have to add up to a number above zero";
        complain(ctx, "out-of-range", message, []);
      }
      return found;
    },
  );

  const followsFlow = object({
    flow: made(text, partRef),
    ratio: quantity("", { max: 100 }),
    lag: wholeMonths(1),
    history: optional("persons/year"),
  });
  const followsStock = object({
    stock: made(text, partRef),
    ratio: quantity("1/month", { max: 100 }),
  });
  const part = object({ of: text, share: quantity("", share) });

  return {
    intake: object({ label: text, volume: quantity("persons/year"), season: z.optional(season) }),
    season,
    follows: either("stock", followsStock, followsFlow),
    /** A stream's own yearly volume, or its part of an intake. */
    streamIntake: z.optional(
      made(z.unknown(), (raw, ctx): Quantity | z.output<typeof part> | undefined => {
        if (raw === undefined) return undefined;
        if (typeof raw === "object" && raw !== null && "of" in raw) {
          const found = part.safeParse(raw, { reportInput: true });
          if (found.success) return found.data;
          for (const issue of found.error.issues) ctx.issues.push(issue as never);
          return z.NEVER;
        }
        return read(raw, { unit: "persons/year" }, ctx) ?? z.NEVER;
      }).register(readByHand, { oneOf: [quantity("persons/year"), part] }),
    ),
  };
}

type Shapes = ReturnType<typeof intakeShapes>;

/** Yearly applications, spread over the months by a season; without one they come evenly. */
export type Intake = z.output<Shapes["intake"]>;
/** Applications that follow from an earlier event, such as a permit, or from a stock. */
export type Follow = z.output<Shapes["follows"]>;
