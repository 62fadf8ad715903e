/** What may be fitted to published figures, as it stands in the file. */
import * as z from "zod/mini";
import { complain, made, object, readByHand, type Kit } from "../../amounts/kit.ts";
import { cellsRef } from "../refs.ts";

/** A miss that is still a hit: the larger of an amount in the row's unit and a share of the figure. */
export interface Tolerance {
  readonly amount: number;
  readonly share: number;
}

export const toleranceOf = ({ amount, share }: Tolerance, figure: number): number =>
  Math.max(amount, share * Math.abs(figure));

// oxlint-disable-next-line typescript/explicit-module-boundary-types -- zod's types say it, and nothing else can
export function toleranceShape({ written }: Kit) {
  const tolerance = made(written, ({ number, unit }, ctx) => {
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
  return tolerance;
}

// oxlint-disable-next-line typescript/explicit-module-boundary-types -- zod's types say it, and nothing else can
export function calibrationShape({ text, written }: Kit) {
  /** `35 %` or 0.35. */
  const proportion = made(written, ({ number, unit }, ctx) => {
    const value = unit === "%" ? number / 100 : number;
    if ((unit === "" || unit === "%") && value >= 0 && value <= 1) return value;
    complain(ctx, "out-of-range", "expected a share from 0 to 1, or from 0 % to 100 %", []);
    return z.NEVER;
  });
  proportion.register(readByHand, { value: "share from 0 to 1, or in %" });
  const year = z.pipe(
    made(z.union([z.int(), text]), String),
    z.string().check(z.regex(/^\d{4}(?:\/\d{2})?$/, "a level belongs to a budget year")),
  );
  const fitted = object({
    input: z.union([text, z.array(text).check(z.minLength(1))]),
    start: written,
    from: written,
    to: written,
    why: text,
  });
  const level = object({ line: text, year, start: written, at_most: proportion });
  const shape = object({
    fit: z
      .array(made(fitted, ({ input, ...rest }) => ({ inputs: [input].flat(), ...rest })))
      .check(z.minLength(1)),
    levels: z.optional(
      z.array(made(level, ({ at_most: atMost, ...rest }) => ({ atMost, ...rest }))),
    ),
    leave_out: z.optional(z.record(text, z.array(made(text, cellsRef)).check(z.minLength(1)))),
  });
  return made(shape, ({ fit, levels, leave_out: leaveOut }) => ({
    fit,
    levels: levels ?? [],
    leaveOut: leaveOut ?? {},
  }));
}

/** Which numbers may be fitted to the published figures, and what a fit is to predict without having seen it. */
export type CalibrationSpec = z.output<ReturnType<typeof calibrationShape>>;
/** A number that may be fitted: one value for all the inputs it names; why it may is written before fitting. */
export type FitSpec = CalibrationSpec["fit"][number];
/** The cost of a line that follows from a published frame: the planning run's need in that year is the frame. */
export type LevelSpec = CalibrationSpec["levels"][number];
