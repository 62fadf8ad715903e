/** Development measures: whether they are on, and what they cost. Their effects belong to the numbers they change. */
import { single, type Making } from "../making.ts";

export function addMeasures({ scenario, add, link, links, plain, numbers }: Making): void {
  for (const [name, measure] of Object.entries(scenario.measures)) {
    const draft = add("measure", name);
    draft.inputs.on = switchOf(numbers, measure, name);
    const { costs, delay } = measure;
    const late = delay % 12;
    const keys = Object.entries(costs).map(([appropriation, asked]) => {
      const cost = add("measure_cost", `${name} ${appropriation}`, {
        delay: late === 0 ? "years" : "months",
      });
      cost.inputs.asked = plain(asked);
      cost.counts.years_late = (delay - late) / 12;
      if (late > 0) {
        cost.counts.a_year_later = (delay - late) / 12 + 1;
        cost.counts.months_late = late;
      }
      link(cost, "spent_by", name);
      return cost.key;
    });
    links(draft, "costs", keys);
  }
}

/** The number that switches a measure on and off. */
export const switchOf = (
  numbers: Making["numbers"],
  measure: object,
  name: string,
): ReturnType<typeof single> =>
  single(numbers, measure, "on", { path: `options.measures.${name}`, value: 1 });
