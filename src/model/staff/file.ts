/** Staff and the work on cases, as they stand in the file. */
import * as z from "zod/mini";
import { made, object, type Kit } from "../../amounts/kit.ts";
import { stageRef } from "../refs.ts";

// oxlint-disable-next-line typescript/explicit-module-boundary-types -- zod's types say it, and nothing else can
export const workShape = ({ quantity, optional }: Kit) =>
  object({
    effort: quantity("hours/person", { positive: true }),
    aim: optional("months", { min: 1 }),
    shortest: optional("months", { min: 1 }),
    ceiling: optional("persons"),
  });

// oxlint-disable-next-line typescript/explicit-module-boundary-types -- zod's types say it, and nothing else can
export const staffShape = ({ text, quantity, optional, share }: Kit) =>
  object({
    label: text,
    before: quantity("staff"),
    decided: optional("staff"),
    productivity: quantity("hours/staff-month", { positive: true }),
    hire: quantity("1/month", share),
    shed: quantity("1/month", share),
    steady: z.optional(z.boolean()),
    serves: z.array(made(text, stageRef)),
  });

/** Work on the cases in a stage that is left by staff. */
export type Work = z.output<ReturnType<typeof workShape>>;
/** Staff shared by the stages it serves, in order of priority; it follows the work unless it is decided in advance. */
export type Staff = z.output<ReturnType<typeof staffShape>>;
