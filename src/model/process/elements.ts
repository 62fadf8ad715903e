/** The stages of each stream's process, the ways between them and who limits them. */
import { codePoint } from "../../language/order.ts";
import { single, type Making, type NamedDraft } from "../making.ts";
import { stageKey } from "../refs.ts";
import type { Split, Stage } from "./file.ts";
import { wayOf, ways, type Place } from "./ways.ts";
import { waysOf } from "../structure.ts";

export function addProcesses(making: Making): void {
  const { scenario, add, monthly } = making;
  const servedBy = new Map<string, Place["served"]>();
  for (const [by, { serves }] of [
    ...Object.entries(scenario.staff),
    ...Object.entries(scenario.quotas),
  ]) {
    for (const [rank, stage] of serves.entries()) servedBy.set(stageKey(stage), { by, rank });
  }
  for (const [name, { persons }] of Object.entries(scenario.quotas)) {
    add("quota", name).inputs.offered = monthly(persons);
  }
  for (const [name, stream] of Object.entries(scenario.streams)) {
    const { stages, ends } = scenario.processes[stream.process]!;
    const placeOf = (stage: string): Place => {
      const key = `${name}.${stage}`;
      return { stream, name, stage, key, served: servedBy.get(key) };
    };
    for (const end of ends) addStage(making, placeOf(end), { leave: "never" });
    for (const [key, stage] of Object.entries(stages)) {
      const place = placeOf(key);
      const leave = ways[wayOf(stage.leave)] as (typeof ways)["after"];
      leave(making, place, stage.leave as never, stage, (tags) => addStage(making, place, tags));
      addMoves(making, place, stage);
    }
  }
}

function addStage(
  { scenario, add, links, atStart }: Making,
  { stream, name, stage, key }: Place,
  tags: Readonly<Record<string, string>>,
): NamedDraft {
  const draft = add("stage", key, tags);
  const { start } = scenario.processes[stream.process]!;
  const opening = Object.hasOwn(stream.opening, stage) ? stream.opening[stage] : undefined;
  draft.inputs.opening = opening === undefined ? 0 : atStart(opening);
  links(draft, "entering", stage === start ? [name] : []);
  const into = waysOf(scenario, name).filter(({ to }) => to === stage);
  links(
    draft,
    "into",
    into.map((way) => way.key),
  );
  return draft;
}

/** The moves out of a stage, with the shares of those who are served and those who are not. */
function addMoves(making: Making, place: Place, { to, unserved }: Stage): void {
  const { add, link } = making;
  const path = `processes.${place.stream.process}.stages.${place.stage}`;
  const served = addWays(making, place, to, { of: "", path: `${path}.to` });
  const missed =
    unserved && addWays(making, place, unserved, { of: " unserved", path: `${path}.unserved` });
  for (const target of new Set([...served.keys(), ...(missed?.keys() ?? [])])) {
    const [way, other] = [served.get(target), missed?.get(target)];
    const move = add("move", `${place.key}->${target}`, {
      served: way === undefined ? "no" : missed === undefined ? "yes" : "apart",
      missed: other === undefined ? "no" : "apart",
    });
    link(move, missed === undefined ? "from" : "served_from", place.key);
    if (way !== undefined) link(move, "served_by", way);
    if (other !== undefined) link(move, "missed_by", other);
  }
}

/** Target → the element with its share; `rest` takes what the other shares leave. */
function addWays(
  { add, link, links, monthly, numbers, places }: Making,
  { stream, key }: Place,
  targets: Readonly<Record<string, Split>>,
  { of, path }: { readonly of: string; readonly path: string },
): Map<string, string> {
  const parting = `${key}${of}`;
  places.set(`parting ${parting}`, path);
  const entries = Object.entries(targets).toSorted(([a], [b]) => codePoint(a, b));
  const made = entries.map(([target, split]) => {
    const way = add("way", `${parting}->${target}`, { share: split === "rest" ? "rest" : "given" });
    if (typeof split === "number") {
      way.inputs.share = single(numbers, targets, target, {
        path: `${path}.${target}`,
        value: split,
      });
    } else if (split === "rest") link(way, "beside", parting);
    else way.inputs.share = monthly(stream.shares[split]!);
    return way;
  });
  const named = made.filter(({ tags }) => tags["share"] === "given").map((way) => way.key);
  const draft = add("parting", parting, { rest: named.length < made.length ? "yes" : "no" });
  links(draft, "named", named);
  return new Map(entries.map(([target], i) => [target, made[i]!.key]));
}
