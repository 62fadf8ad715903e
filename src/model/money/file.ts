/** Appropriations, as they stand in the file. */
import * as z from "zod/mini";
import { object, type Kit } from "../../amounts/kit.ts";

/** Instead of a figure: the year's frame is what the planning assumption's run needs. */
const byPlanning = "planning";

// oxlint-disable-next-line typescript/explicit-module-boundary-types -- zod's types say it, and nothing else can
export const appropriationShape = ({ text, named, optional, yearly }: Kit) =>
  object({
    label: text,
    basis: z.enum(["cost", "cash"]),
    items: z.optional(named(text)),
    frame: optional(undefined, { ...yearly, word: byPlanning }),
    available: optional(undefined, yearly),
    caps: z.optional(z.array(text).check(z.minLength(1))),
  });

/** The run behind frames that no bill gives, and the frames it gave. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- zod's types say it, and nothing else can
export const planningShape = ({ text, month, byAppropriation, quantity, yearly }: Kit) =>
  object({
    label: text,
    start: month,
    set: z.record(text, z.unknown()),
    frames: z.optional(byAppropriation(quantity(undefined, yearly))),
  });

type Given = z.output<ReturnType<typeof appropriationShape>>;

/**
 * An appropriation: what the bill proposes a year, and what may be spent where that is not the frame. Where `caps` names
 * staff, in the order it is paid, spending binds in funding mode `available`.
 */
export interface Appropriation extends Given {
  /** `8/1:1` → expenditure area 8, number 1:1. */
  readonly area: string;
  readonly number: string;
}
