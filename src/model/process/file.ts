/** Processes, streams that go through them, and quotas, as they stand in the file. */
import * as z from "zod/mini";
import { complain, made, object, type Kit } from "../../amounts/kit.ts";
import type { Quantity } from "../../amounts/quantity.ts";
import { intakeShapes, type Follow, type Intake } from "../intake/file.ts";
import { stageRef } from "../refs.ts";
import { workShape, type Work } from "../staff/file.ts";
import { leaveShape } from "./ways.ts";

// oxlint-disable-next-line typescript/explicit-module-boundary-types -- zod's types say it, and nothing else can
export function processShapes(kit: Kit) {
  const { text, named, quantity, share } = kit;
  const ways = named(z.union([text, z.number().check(z.minimum(0), z.maximum(1))]));
  const stage = object({ leave: leaveShape(kit), to: ways, unserved: z.optional(ways) });
  const { season, follows, streamIntake } = intakeShapes(kit);
  return {
    process: object({ start: text, stages: named(stage), ends: z.array(text) }),
    quota: object({
      label: text,
      persons: quantity("persons/year"),
      serves: z.array(made(text, stageRef)),
    }),
    stream: made(
      object({
        label: text,
        process: text,
        intake: streamIntake,
        season: z.optional(season),
        follows: z.optional(z.array(follows)),
        shares: z.optional(named(quantity("", share))),
        opening: z.optional(named(quantity("persons"))),
        work: z.optional(named(workShape(kit))),
      }),
      ({ intake, season: own, ...rest }, ctx): Stream => {
        const isOwn = intake !== undefined && !("of" in intake);
        if (own !== undefined && !isOwn) {
          const message = "only an intake of the stream's own has its season here";
          const help = "put the season beside the volume of the intake it takes part in";
          complain(ctx, "wrong-type", message, ["season"], help);
        }
        return {
          label: rest.label,
          process: rest.process,
          intake: isOwn ? { volume: intake, season: own } : intake,
          follows: rest.follows ?? [],
          shares: rest.shares ?? {},
          opening: rest.opening ?? {},
          work: rest.work ?? {},
        };
      },
    ),
  };
}

type Shapes = ReturnType<typeof processShapes>;

export type Process = z.output<Shapes["process"]>;
export type Stage = Process["stages"][string];
/** A share of those who leave: a stream's named share, a number, or what the others leave (`rest`). */
export type Split = Stage["to"][string];
/** Persons a month who may leave the stages it serves, which are in order of priority. */
export type Quota = z.output<Shapes["quota"]>;

export interface Stream {
  readonly label: string;
  readonly process: string;
  /** A share of a declared intake, or an intake of its own. */
  readonly intake:
    | { readonly of: string; readonly share: Quantity }
    | Omit<Intake, "label">
    | undefined;
  readonly follows: readonly Follow[];
  readonly shares: Readonly<Record<string, Quantity>>;
  readonly opening: Readonly<Record<string, Quantity>>;
  /** By stage. */
  readonly work: Readonly<Record<string, Work>>;
}
