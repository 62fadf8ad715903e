/** Checks development measures. */
import type { Checking } from "../checking.ts";

export function checkMeasures({ scenario, known, keys }: Checking): void {
  for (const [name, measure] of Object.entries(scenario.measures)) {
    const { strategicArea: area } = measure;
    const path = `measures.${name}`;
    if (area !== undefined) {
      known("strategic area", area, keys(scenario.strategicAreas), `${path}.strategic_area`);
    }
    for (const key of keys(measure.costs)) {
      known("appropriation", key, keys(scenario.appropriations), `${path}.costs.${key}`);
    }
  }
}
