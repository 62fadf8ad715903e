/** Groups, flows and cost lines, as they stand in the file. */
import * as z from "zod/mini";
import { complain, made, object, readByHand, type Kit } from "../../amounts/kit.ts";
import type { Quantity } from "../../amounts/quantity.ts";
import { driverOf, type Driver } from "./drivers.ts";

const arrow = /^\s*([\p{L}\p{N}_*-]+?)\s*->\s*([\p{L}\p{N}_*-]+)\s*$/u;

/** A way between stages; `from` undefined is an application, `to` undefined any way out. */
interface Move {
  readonly from: string | undefined;
  readonly to: string | undefined;
}

// oxlint-disable-next-line typescript/explicit-module-boundary-types -- zod's types say it, and nothing else can
export function costShapes({ text, named, quantity, optional, wholeMonths }: Kit) {
  const move = made(text, (value, ctx): Move => {
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
  const streams = z.optional(z.array(text));
  return {
    groups: object({
      stocks: z.optional(named(object({ label: text, stages: z.array(text), streams }))),
      flows: z.optional(named(object({ label: text, moves: z.array(move), streams }))),
      tiers: z.optional(named(object({ label: text, tiers: z.array(text) }))),
    }),
    line: made(
      object({
        label: text,
        on: text,
        item: z.optional(text),
        driver: z.union([text, z.array(text).check(z.minLength(1))]),
        // A receipt is a negative cost.
        cost: quantity(undefined, { min: -Infinity }),
        index: z.optional(text),
        lag: z.optional(wholeMonths(0)),
        spread: z.optional(wholeMonths(1)),
        history: optional(undefined),
      }),
      ({ driver, lag = 0, spread = 1, ...rest }): CostLine => ({
        label: rest.label,
        on: rest.on,
        item: rest.item,
        drivers: [driver].flat().map(driverOf),
        cost: rest.cost,
        index: rest.index,
        lag,
        spread,
        history: rest.history,
      }),
    ),
  };
}

type Groups = z.output<ReturnType<typeof costShapes>["groups"]>;

/** Stages, in some streams or all. */
export type StockGroup = NonNullable<Groups["stocks"]>[string];
/** Moves between stages, in some streams or all. */
export type FlowGroup = NonNullable<Groups["flows"]>[string];
export type TierGroup = NonNullable<Groups["tiers"]>[string];

export interface CostLine {
  readonly label: string;
  readonly on: string;
  readonly item: string | undefined;
  /** Counted together. */
  readonly drivers: readonly Driver[];
  /** Money per unit of the driver. */
  readonly cost: Quantity;
  readonly index: string | undefined;
  readonly lag: number;
  /** Months the payment is spread over; 1 is all at once. */
  readonly spread: number;
  readonly history: Quantity | undefined;
}
