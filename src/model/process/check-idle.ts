/** Checks for parts that nobody ever comes to; of a scenario whose names are all known. */
import type { Checking } from "../checking.ts";
import { waysOf } from "../structure.ts";

/** Ends nobody reaches, moves nobody makes, and staff that is told twice how it is set. */
export function checkIdle({ scenario, report, keys, streamNames }: Checking): void {
  const { processes, streams, flows, staff } = scenario;
  for (const [name, { start, stages, ends }] of Object.entries(processes)) {
    const own = streamNames.filter((stream) => streams[stream]!.process === name);
    const reached = new Set([
      start,
      ...Object.values(stages).flatMap(({ to, unserved }) => [...keys(to), ...keys(unserved)]),
      ...own.flatMap((stream) => keys(streams[stream]!.opening)),
    ]);
    for (const [i, end] of ends.entries()) {
      if (reached.has(end)) continue;
      report(
        "wrong-type",
        `processes.${name}.ends.${i}`,
        `nobody comes to "${end}"`,
        "lead a stage to it, or leave it out",
      );
    }
  }
  for (const [name, { moves, streams: chosen = streamNames }] of Object.entries(flows)) {
    for (const [i, { from, to }] of moves.entries()) {
      const isMade = chosen.some((stream) =>
        from === undefined
          ? processes[streams[stream]!.process]!.start === to
          : waysOf(scenario, stream).some(
              (way) => way.from === from && (to === undefined || way.to === to),
            ),
      );
      if (isMade) continue;
      const move = `${from ?? "intake"} -> ${to ?? "*"}`;
      report(
        "wrong-type",
        `groups.flows.${name}.moves.${i}`,
        `no stream moves ${move}`,
        "stages are named in the order people pass them",
      );
    }
  }
  for (const [name, { decided, steady }] of Object.entries(staff)) {
    if (decided === undefined || steady !== true) continue;
    report(
      "wrong-type",
      `staff.${name}.steady`,
      "staff that is decided in advance follows no work, steady or not",
      'leave out "steady" or "decided"',
    );
  }
}
