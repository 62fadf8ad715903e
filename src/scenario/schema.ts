/**
 * The shape of a scenario file: the shapes of its parts, each from the subject it belongs to. Every object is closed: an
 * unknown key is an error. What names refer to is checked afterwards, when all of the file is known.
 */
import * as z from "zod/mini";
import { kitFor, made, numberPattern, object, type Kit } from "../amounts/kit.ts";
import type { Reading } from "../amounts/quantity.ts";
import { calibrationShape } from "../model/calibration/file.ts";
import { costShapes } from "../model/costs/file.ts";
import { housingShape } from "../model/housing/file.ts";
import { intakeShapes } from "../model/intake/file.ts";
import { measureShape } from "../model/measures/file.ts";
import { appropriationShape, planningShape } from "../model/money/file.ts";
import { processShapes } from "../model/process/file.ts";
import { staffShape } from "../model/staff/file.ts";
import { tableShapes } from "../model/tables/file.ts";

export const format = "forecast-scenario/2";

/** A source that values refer to. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- zod's types say it, and nothing else can
export const sourceShape = ({ text }: Kit) =>
  object({
    title: text,
    by: z.optional(text),
    published: z.optional(made(z.union([text, z.number()]), String)),
    grade: z.optional(text),
    note: z.optional(text),
  });

/** The schema of scenario files, for one way of reading amounts. */
// oxlint-disable-next-line typescript/explicit-module-boundary-types -- zod's types say it, and nothing else can
export function scenarioSchema(reading: Reading) {
  const kit = kitFor(reading);
  const { text, month, named, numbered, byAppropriation, quantity } = kit;
  const { intake } = intakeShapes(kit);
  const { process, quota, stream } = processShapes(kit);
  const { groups, line } = costShapes(kit);
  const { table, published } = tableShapes(kit);
  return object({
    format: z.literal(format, { error: `expected "${format}"` }),
    name: text.check(z.regex(numberPattern, "a name has letters, digits, - and _ only")),
    title: text,
    language: z.enum(["sv", "en"]),
    currency: z.optional(
      z.union([
        text,
        object({ code: text, amounts: z.record(text, z.number().check(z.positive())) }),
      ]),
    ),
    unit: z.optional(text),
    period: object({
      from: month,
      to: month,
      year_starts: z.optional(z.int().check(z.minimum(1), z.maximum(12))),
      prices: text,
    }),
    sources: z.optional(named(sourceShape(kit))),
    areas: z.optional(numbered(text)),
    strategic_areas: z.optional(numbered(text)),
    intakes: z.optional(named(intake)),
    streams: named(stream),
    processes: named(process),
    staff: z.optional(named(staffShape(kit))),
    quotas: z.optional(named(quota)),
    groups: z.optional(groups),
    housing: z.optional(housingShape(kit)),
    appropriations: byAppropriation(appropriationShape(kit)),
    // A factor, not a rate of growth: 1.031 and not 3.1 %.
    indices: z.optional(named(quantity("", { min: 0.1 }))),
    costs: z.optional(named(line)),
    measures: z.optional(named(measureShape(kit))),
    planning: z.optional(planningShape(kit)),
    tables: z.optional(numbered(table)),
    published: z.optional(z.array(published)),
    calibration: z.optional(calibrationShape(kit)),
  });
}

export type ScenarioFile = z.output<ReturnType<typeof scenarioSchema>>;
