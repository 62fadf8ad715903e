/**
 * The shape of a scenario file: the shapes of its parts, each from the subject it belongs to. Every object is closed: an
 * unknown key is an error. What names refer to is checked afterwards, when all of the file is known.
 */
import * as z from "zod";
import { kitFor, numberPattern, object } from "../amounts/kit.ts";
import type { Reading } from "../amounts/quantity.ts";
import { calibrationShape } from "../model/calibration/file.ts";
import { costShapes } from "../model/costs/file.ts";
import { housingShape } from "../model/housing/file.ts";
import { intakeShapes } from "../model/intake/file.ts";
import { measureShape } from "../model/measures/file.ts";
import { appropriationShape } from "../model/money/file.ts";
import { processShapes } from "../model/process/file.ts";
import { staffShape } from "../model/staff/file.ts";
import { tableShapes } from "../model/tables/file.ts";

export const format = "forecast-scenario/2";

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
    name: text.regex(numberPattern, "a name has letters, digits, - and _ only"),
    title: text,
    language: z.enum(["sv", "en"]),
    currency: z
      .union([text, object({ code: text, amounts: z.record(text, z.number().positive()) })])
      .optional(),
    unit: text.optional(),
    period: object({
      from: month,
      to: month,
      year_starts: z.number().int().min(1).max(12).optional(),
      prices: text,
    }),
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
    intakes: named(intake).optional(),
    streams: named(stream),
    processes: named(process),
    staff: named(staffShape(kit)).optional(),
    quotas: named(quota).optional(),
    groups: groups.optional(),
    housing: housingShape(kit).optional(),
    appropriations: byAppropriation(appropriationShape(kit)),
    // A factor, not a rate of growth: 1.031 and not 3.1 %.
    indices: named(quantity("", { min: 0.1 })).optional(),
    costs: named(line).optional(),
    measures: named(measureShape(kit)).optional(),
    planning: object({ label: text, start: month, set: z.record(text, z.unknown()) }).optional(),
    tables: numbered(table).optional(),
    published: z.array(published).optional(),
    calibration: calibrationShape(kit).optional(),
  });
}

export type ScenarioFile = z.output<ReturnType<typeof scenarioSchema>>;
