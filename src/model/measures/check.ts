/** Checks development measures. */
import { spanName } from "../../language/calendar.ts";
import type { Checking } from "../checking.ts";

export function checkMeasures({ scenario, known, inside, keys }: Checking): void {
  for (const [name, measure] of Object.entries(scenario.measures)) {
    const { strategicArea: area } = measure;
    const path = `measures.${name}`;
    if (area !== undefined) {
      known("strategic area", area, keys(scenario.strategicAreas), `${path}.strategic_area`);
    }
    for (const key of keys(measure.costs)) {
      const at = `${path}.costs.${key}`;
      known("appropriation", key, keys(scenario.appropriations), at);
      for (const point of measure.costs[key]!.points) inside(point, `${at}.${spanName(point)}`);
    }
    for (const [i, { from, until = Infinity }] of measure.effects.entries()) {
      // As it is written: a delay may move it out of the run. What has begun and does not end is there.
      const at = `${path}.effects.${i}.${until < scenario.period.from ? "until" : "from"}`;
      inside({ from, to: Math.min(until, Math.max(from, scenario.period.to)) }, at);
    }
  }
}
