/** Models to fit that need no scenario: what the targets become is written as a formula. */
import type { FittedModel, Parameter, Target } from "../../src/analysis/fitted-model.ts";
import { rowRef } from "../../src/model/refs.ts";

export const parameter = (
  input: string,
  start: number,
  from: number,
  to: number,
  given: Partial<Parameter> = {},
): Parameter => ({ inputs: [input], unit: "persons", start, from, to, why: "not known", ...given });

/** A published figure by its address, to be hit to one in the row's unit. */
export function target(address: string, published: number, given: Partial<Target> = {}): Target {
  const [row = "", period = ""] = address.split("@");
  return {
    row: rowRef(row),
    period,
    unit: "persons",
    funding: "need",
    published,
    tolerance: 1,
    weight: 1,
    compare: "equal",
    ...given,
  };
}

/** A model of which what is written gives the same as what is fitted. */
export function model(
  parameters: readonly Parameter[],
  targets: readonly Target[],
  values: (numbers: readonly number[]) => readonly number[],
  given: Partial<FittedModel> = {},
): FittedModel {
  return {
    parameters,
    levels: [],
    targets,
    run: (numbers) => ({ levels: [], values: values(numbers) }),
    written: (numbers) => ({ ok: true, value: { values: values(numbers), levels: [] } }),
    ...given,
  };
}
