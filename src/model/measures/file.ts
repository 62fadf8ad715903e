/** Development measures, as they stand in the file. */
import * as z from "zod/mini";
import { made, object, type Kit } from "../../amounts/kit.ts";
import type { Origin, Quantity } from "../../amounts/quantity.ts";
import type { Month } from "../../language/calendar.ts";

// oxlint-disable-next-line typescript/explicit-module-boundary-types -- zod's types say it, and nothing else can
export function measureShape({
  text,
  quantity,
  wholeMonths,
  month,
  origin,
  byAppropriation,
  yearly,
}: Kit) {
  const effect = object({
    on: text,
    add: z.optional(z.union([text, z.number()])),
    multiply: z.optional(z.number().check(z.nonnegative())),
    from: month,
    ramp: z.optional(wholeMonths(0)),
    until: z.optional(month),
    ...origin,
  });
  return object({
    label: text,
    strategic_area: z.optional(made(z.union([text, z.number()]), String)),
    costs: byAppropriation(quantity(undefined, yearly)),
    effects: z.optional(
      z.array(effect).check(z.maxLength(500, "a measure has at most 500 effects")),
    ),
    within_frame: z.optional(z.boolean()),
    delay: z.optional(wholeMonths(0)),
  });
}

/** A measure before its effects are compared with what they change. */
export type MeasureFile = z.output<ReturnType<typeof measureShape>>;

export interface Effect {
  /** Path of the input that changes. */
  readonly on: string;
  /** What is added, in base units, or the factor. */
  readonly change: { readonly add: number } | { readonly multiply: number };
  readonly origin: Origin;
  readonly from: Month;
  /** Months until the whole change is there; 0 is at once. */
  readonly ramp: number;
  readonly until: Month | undefined;
}

export interface Measure {
  readonly label: string;
  readonly strategicArea: string | undefined;
  /** Money per year by appropriation. */
  readonly costs: Readonly<Record<string, Quantity>>;
  readonly effects: readonly Effect[];
  /** Paid within the frame rather than asked for. */
  readonly withinFrame: boolean;
  /** Months by which costs and effects are put off. */
  readonly delay: number;
}
