/** What a scenario's names stand for: the moves and stages behind streams, groups and flows. */
import { codePoint } from "../language/order.ts";
import type { Split, Stage } from "./process/file.ts";
import type { PartRef } from "./refs.ts";
import type { Scenario } from "./scenario.ts";

/** One move of a stream: `to` and `from` are stages. */
interface Way {
  readonly from: string;
  readonly to: string;
  readonly key: string;
}

/** Ways by scenario and stream: they are asked for by every stage and group. */
const ways = new WeakMap<Scenario["processes"], Map<string, readonly Way[]>>();

/** The ways through a stream's process. */
export function waysOf({ processes, streams }: Scenario, name: string): readonly Way[] {
  const known = ways.get(processes) ?? new Map<string, readonly Way[]>();
  ways.set(processes, known);
  const found =
    known.get(name) ??
    Object.entries(processes[streams[name]!.process]!.stages).flatMap(([from, stage]) =>
      targetsOf(stage).map((to) => ({ from, to, key: `${name}.${from}->${to}` })),
    );
  known.set(name, found);
  return found;
}

/** The same by the stage they lead from, by ways: flows ask for it. */
const waysFrom = new WeakMap<readonly Way[], ReadonlyMap<string, readonly Way[]>>();

function byOrigin(all: readonly Way[]): ReadonlyMap<string, readonly Way[]> {
  const known = waysFrom.get(all);
  if (known !== undefined) return known;
  const found = new Map<string, Way[]>();
  for (const way of all) {
    const others = found.get(way.from);
    if (others === undefined) found.set(way.from, [way]);
    else others.push(way);
  }
  waysFrom.set(all, found);
  return found;
}

/** The stages that people go to from a stage, served or not. */
const targetsOf = ({ to, unserved = {} }: Stage): string[] => [
  ...new Set([...Object.keys(to), ...Object.keys(unserved)]),
];

/** The shares by which those who leave a stage divide. */
export const splitsOf = ({ to, unserved = {} }: Stage): Split[] => [
  ...Object.values(to),
  ...Object.values(unserved),
];

/** All stages of a stream's process, its ends included. */
export function stagesOf(scenario: Scenario, name: string): string[] {
  const { stages, ends } = scenario.processes[scenario.streams[name]!.process]!;
  return [...Object.keys(stages), ...ends];
}

/** One of the model's quantities a flow is made of. */
export interface FlowPart {
  readonly set: "move" | "stream";
  readonly key: string;
}

/** The moves and applications a flow counts, as model quantities by key; `granted/adults` is one stream's part. */
export function flowParts(scenario: Scenario, { of, stream }: PartRef): FlowPart[] {
  const group = scenario.flows[of]!;
  const streams =
    stream === undefined ? (group.streams ?? Object.keys(scenario.streams)) : [stream];
  const partsOf = (name: string, from: string | undefined, to: string | undefined): FlowPart[] => {
    if (from === undefined) {
      const { start } = scenario.processes[scenario.streams[name]!.process]!;
      return start === to ? [{ set: "stream", key: name }] : [];
    }
    return (byOrigin(waysOf(scenario, name)).get(from) ?? [])
      .filter((way) => to === undefined || way.to === to)
      .map(({ key }) => ({ set: "move", key }));
  };
  const parts = streams.flatMap((name) =>
    group.moves.flatMap(({ from, to }) => partsOf(name, from, to)),
  );
  // `a -> b` and `a -> *` are not counted twice.
  const distinct = new Map(parts.map((part) => [`${part.set} ${part.key}`, part]));
  return [...distinct.values()].toSorted((a, b) => codePoint(a.key, b.key));
}

/** The stages a group counts, as keys; `registered/adults` is one stream's part. */
export function groupStages(scenario: Scenario, { of, stream }: PartRef): string[] {
  const group = scenario.stocks[of]!;
  const streams =
    stream === undefined ? (group.streams ?? Object.keys(scenario.streams)) : [stream];
  return stageKeys(scenario, streams, group.stages).toSorted(codePoint);
}

/** Those of some stages that each of some streams has, as keys. */
export function stageKeys(
  scenario: Scenario,
  streams: readonly string[],
  stages: readonly string[],
): string[] {
  return streams.flatMap((stream) => {
    const existing = stagesOf(scenario, stream);
    return stages.filter((stage) => existing.includes(stage)).map((stage) => `${stream}.${stage}`);
  });
}
