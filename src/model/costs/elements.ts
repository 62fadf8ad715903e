/** Groups and flows that are counted, and the cost lines that count them. */
import type { Making, NamedTarget } from "../making.ts";
import { cappedIn } from "../money/elements.ts";
import { partKey, type PartRef } from "../refs.ts";
import type { CostLine } from "./file.ts";
import { flowParts, groupStages, waysOf } from "../structure.ts";
import { codePoint } from "../../language/order.ts";
import { driverName, foreseenOf, targetOf } from "./drivers.ts";

export const flowTarget = (flow: PartRef): NamedTarget => ({
  set: "flow",
  key: partKey(flow),
  equation: "flow",
});

export function addCosts(making: Making): void {
  const { scenario, add, links } = making;
  const agency = add("agency", "agency");
  links(agency, "all_lines", Object.keys(scenario.costs));
  links(agency, "all_appropriations", Object.keys(scenario.appropriations));
  links(agency, "claims", Object.keys(scenario.claims));
  const own = Object.entries(scenario.tiers).filter(
    ([, { run_by_others: others }]) => others !== true,
  );
  links(
    agency,
    "own_tiers",
    own.map(([key]) => key),
  );
  for (const [of, { streams }] of Object.entries(scenario.flows)) {
    for (const stream of [undefined, ...(streams ?? Object.keys(scenario.streams))]) {
      addFlow(making, { of, stream });
    }
  }
  for (const [of, { streams }] of Object.entries(scenario.stocks)) {
    for (const stream of [undefined, ...(streams ?? Object.keys(scenario.streams))]) {
      addGroup(making, { of, stream });
    }
  }
  for (const [name, line] of Object.entries(scenario.costs)) addLine(making, name, line);
}

function addFlow({ scenario, add, ports }: Making, flow: PartRef): void {
  const parts = flowParts(scenario, flow).map(({ set, key }): NamedTarget => ({
    set,
    key,
    equation: set === "move" ? "moved" : "applications",
  }));
  ports(add("flow", partKey(flow)), "parts", parts);
}

function addGroup({ scenario, add, links }: Making, group: PartRef): void {
  const draft = add("group", partKey(group));
  const stages = groupStages(scenario, group);
  const inside = new Set(stages);
  links(draft, "stages", stages);
  const streams = group.stream === undefined ? Object.keys(scenario.streams) : [group.stream];
  const exits = streams.flatMap((stream) =>
    waysOf(scenario, stream)
      .filter(({ from, to }) => inside.has(`${stream}.${from}`) && !inside.has(`${stream}.${to}`))
      .map(({ key }) => key),
  );
  links(draft, "exits", exits);
}

function addLine(making: Making, name: string, line: CostLine): void {
  const { scenario, add, ports, monthly, plain } = making;
  const pay = line.spread > 1 ? "spread" : line.lag > 0 ? "lag" : "now";
  const foreseen = cappedIn(making).length > 0;
  const draft = add("line", name, { pay, foreseen: foreseen ? "yes" : "no" });
  draft.inputs.unit_cost = monthly(line.cost);
  draft.inputs.index = line.index === undefined ? 1 : monthly(scenario.indices[line.index]!);
  const counted = line.drivers.toSorted((a, b) => codePoint(driverName(a), driverName(b)));
  ports(draft, "driver", counted.map(targetOf));
  if (foreseen) {
    // What is paid later is known; so is, from opening stocks, about how many days there will be.
    const due: NamedTarget = { set: "line", key: name, equation: "due" };
    ports(draft, "foreseen_driver", pay === "now" ? counted.map(foreseenOf) : [due]);
  }
  if (pay === "now") return;
  if (line.history !== undefined) draft.inputs.volume_before = plain(line.history);
  draft.counts.payment_lag = line.lag;
  if (pay === "spread") draft.counts.instalments = line.spread;
}
