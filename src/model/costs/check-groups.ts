/** Checks groups and flows. */
import { type Checking } from "../checking.ts";

export function checkGroups({ scenario, known, unique, streamNames, allStages }: Checking): void {
  for (const [name, group] of Object.entries(scenario.stocks)) {
    const path = `groups.stocks.${name}`;
    for (const [i, stage] of group.stages.entries()) {
      known("stage", stage, allStages, `${path}.stages.${i}`);
    }
    for (const [i, stream] of (group.streams ?? []).entries()) {
      known("stream", stream, streamNames, `${path}.streams.${i}`);
    }
    unique(group.stages, `${path}.stages`);
    unique(group.streams ?? [], `${path}.streams`);
  }
  for (const [name, group] of Object.entries(scenario.flows)) {
    const path = `groups.flows.${name}`;
    unique(
      group.moves.map(({ from, to }) => `${from ?? "intake"} -> ${to ?? "*"}`),
      `${path}.moves`,
    );
    for (const [i, { from, to }] of group.moves.entries()) {
      if (from !== undefined) known("stage", from, allStages, `${path}.moves.${i}`);
      if (to !== undefined) known("stage", to, allStages, `${path}.moves.${i}`);
    }
    for (const [i, stream] of (group.streams ?? []).entries()) {
      known("stream", stream, streamNames, `${path}.streams.${i}`);
    }
    unique(group.streams ?? [], `${path}.streams`);
  }
}
