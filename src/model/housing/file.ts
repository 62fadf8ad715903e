/** Claims to housing and the tiers that meet them, as they stand in the file. */
import * as z from "zod/mini";
import { amount, complain, made, object, readByHand, type Kit } from "../../amounts/kit.ts";
import type { Quantity } from "../../amounts/quantity.ts";

// oxlint-disable-next-line typescript/explicit-module-boundary-types -- zod's types say it, and nothing else can
export function housingShape({ text, named, quantity, optional, read, share }: Kit) {
  const claim = object({
    label: text,
    streams: z.array(text),
    stages: z.array(text),
    own: optional("", share),
  });
  const tier = object({
    label: text,
    places: made(z.unknown(), (raw, ctx): Quantity | undefined => {
      if (raw === "unlimited") return undefined;
      if (raw === undefined) {
        complain(ctx, "missing-key", "a tier needs places", [], 'give a number, or "unlimited"');
      }
      return (raw === undefined ? undefined : read(raw, { unit: "places" }, ctx)) ?? z.NEVER;
    }).register(readByHand, { value: "quantity in `places`, or `unlimited`", input: amount }),
    pace: optional("places/month"),
    release: optional("places/month"),
    most: optional("places"),
    occupancy: quantity("persons/place", { positive: true, max: 100 }),
    reserve: optional("places"),
    food: z.optional(z.boolean()),
    run_by_others: z.optional(z.boolean()),
    for: z.array(text),
  });
  return object({ claims: named(claim), order: z.array(text), tiers: named(tier) });
}

type Housing = z.output<ReturnType<typeof housingShape>>;

/** People with the same claim to housing. */
export type Claim = Housing["claims"][string];
/** A form of housing; without `places` it takes as many as come. `for` lists claims in order of priority. */
export type Tier = Housing["tiers"][string];
