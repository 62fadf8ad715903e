/** People with a claim to housing, and the tiers that may house them. */
import { tierOf } from "../costs/drivers.ts";
import type { Making } from "../making.ts";
import { stageKeys } from "../structure.ts";

export function addHousing(making: Making): void {
  addClaims(making);
  addTiers(making);
}

function addClaims({ scenario, add, links, monthly }: Making): void {
  for (const [name, { streams, stages, own }] of Object.entries(scenario.claims)) {
    const draft = add("claim", name);
    draft.inputs.own_share = own === undefined ? 0 : monthly(own);
    links(draft, "lives", stageKeys(scenario, streams, stages));
    const rooms = Object.entries(scenario.tiers).filter(([, tier]) => tier.for.includes(name));
    const fills = (list: typeof rooms): string[] => list.map(([tier]) => `${tier}/${name}`);
    links(draft, "rooms", fills(rooms));
    links(draft, "fed_rooms", fills(rooms.filter(([, { food }]) => food === true)));
  }
}

function addTiers({ scenario, add, link, links, monthly }: Making): void {
  const tiers = Object.entries(scenario.tiers);
  for (const [rank, [name, tier]] of tiers.entries()) {
    const limit = tier.places === undefined ? "no" : "yes";
    const draft = add("tier", name, { limit });
    draft.inputs.occupancy = monthly(tier.occupancy);
    draft.inputs.reserve = tier.reserve === undefined ? 0 : monthly(tier.reserve);
    links(
      draft,
      "residents",
      tier.for.map((claim) => `${name}/${claim}`),
    );
    links(draft, "tier_lines", linesOf(scenario, name));
    for (const [priority, claim] of tier.for.entries()) {
      const fill = add("fill", `${name}/${claim}`, { limit });
      link(fill, "tier_of", name, priority);
      link(fill, "claim_of", claim, rank);
    }
    if (tier.places === undefined) continue;
    draft.inputs.base = monthly(tier.places);
    draft.inputs.pace = tier.pace === undefined ? 0 : monthly(tier.pace);
    draft.inputs.release = tier.release === undefined ? 0 : monthly(tier.release);
    draft.inputs.most = tier.most === undefined ? Infinity : monthly(tier.most);
    const shared = (other: string): string[] =>
      scenario.tiers[other]!.for.filter((claim) => tier.for.includes(claim));
    const keysOf = (list: typeof tiers): string[] => list.map(([key]) => key);
    const later = keysOf(tiers.slice(rank + 1).filter(([, { places }]) => places === undefined));
    const earlier = keysOf(tiers.slice(0, rank).filter(([, { places }]) => places !== undefined));
    links(draft, "welcome", tier.for);
    links(
      draft,
      "overflow",
      later.flatMap((other) => shared(other).map((claim) => `${other}/${claim}`)),
    );
    links(
      draft,
      "rivals",
      earlier.filter((other) => shared(other).length > 0),
    );
  }
  for (const [name, group] of Object.entries(scenario.tierGroups)) {
    const draft = add("tier_group", name);
    links(draft, "grouped", group.tiers);
    link(draft, "within", "agency");
  }
}

/** Cost lines that pay for people or places in a tier. */
const linesOf = ({ costs }: Making["scenario"], tier: string): string[] =>
  Object.keys(costs).filter((key) => costs[key]!.drivers.some((driver) => tierOf(driver) === tier));
