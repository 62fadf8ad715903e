/** Staff, and what decides how many there are. */
import type { Making } from "../making.ts";
import { stageKey } from "../refs.ts";
import { cappedIn, salariesOf } from "../money/elements.ts";

export function addStaff(making: Making): void {
  const { scenario, add, link, links, monthly, atStart } = making;
  for (const [name, capacity] of Object.entries(scenario.staff)) {
    const payer = cappedIn(making).find(({ caps }) => caps.includes(name));
    const by = capacity.decided !== undefined ? "decision" : payer !== undefined ? "money" : "aim";
    const draft = add("capacity", name, { by });
    draft.inputs.productivity = monthly(capacity.productivity);
    links(draft, "served", capacity.serves.map(stageKey));
    if (capacity.decided !== undefined) {
      draft.inputs.decided_staff = monthly(capacity.decided);
      continue;
    }
    draft.inputs.staff_before = atStart(capacity.before);
    draft.inputs.hire = monthly(capacity.hire);
    draft.inputs.shed = monthly(capacity.shed);
    if (payer === undefined) continue;
    link(draft, "paid_by", payer.appropriation, payer.caps.indexOf(name));
    links(draft, "salaries", salariesOf(making.scenario, payer.appropriation, name));
  }
}
