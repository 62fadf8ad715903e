/** Checks housing: claims, and the tiers that meet them. */
import { stagesOf } from "../structure.ts";

/** Most claims in tiers; each looks at those before it. */
const mostFills = 2000;
import type { Checking } from "../checking.ts";

export function checkHousing({
  scenario,
  report,
  known,
  unique,
  keys,
  streamNames,
  allStages,
}: Checking): void {
  const { streams, processes } = scenario;
  const fills = Object.values(scenario.tiers).reduce((sum, tier) => sum + tier.for.length, 0);
  if (fills > mostFills) {
    report("out-of-range", "housing.tiers", `${fills} claims in tiers`, `at most ${mostFills}`);
  }
  const housedIn = new Map<string, string>();
  for (const [name, claim] of Object.entries(scenario.claims)) {
    const path = `housing.claims.${name}`;
    for (const [i, stage] of claim.stages.entries()) {
      known("stage", stage, allStages, `${path}.stages.${i}`);
    }
    for (const [i, stream] of claim.streams.entries()) {
      if (
        !known("stream", stream, streamNames, `${path}.streams.${i}`) ||
        !Object.hasOwn(processes, streams[stream]!.process)
      ) {
        continue;
      }
      for (const stage of claim.stages.filter((s) => stagesOf(scenario, stream).includes(s))) {
        const key = `${stream}.${stage}`;
        const other = housedIn.get(key);
        if (other !== undefined) {
          report(
            "duplicate-key",
            `${path}.stages`,
            `${key} belongs to "${other}" already`,
            "people can have one claim to housing only",
          );
        }
        housedIn.set(key, name);
      }
    }
  }
  for (const [name, tier] of Object.entries(scenario.tiers)) {
    for (const [i, claim] of tier.for.entries()) {
      known("claim", claim, keys(scenario.claims), `housing.tiers.${name}.for.${i}`);
    }
    unique(tier.for, `housing.tiers.${name}.for`);
  }
  for (const [name, group] of Object.entries(scenario.tierGroups)) {
    unique(group.tiers, `groups.tiers.${name}.tiers`);
    for (const [i, tier] of group.tiers.entries()) {
      known("tier", tier, keys(scenario.tiers), `groups.tiers.${name}.tiers.${i}`);
    }
  }
}
