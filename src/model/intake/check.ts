/** Checks the streams: where their applications come from, and what their process needs of them. */
import { splitsOf, stagesOf } from "../structure.ts";
import type { Checking } from "../checking.ts";

export function checkStreams({ scenario, report, known, knownPart, keys }: Checking): void {
  const { streams, processes } = scenario;
  for (const [name, stream] of Object.entries(streams)) {
    const path = `streams.${name}`;
    if (stream.intake !== undefined && "of" in stream.intake) {
      known("intake", stream.intake.of, keys(scenario.intakes), `${path}.intake.of`);
    }
    for (const [i, follow] of stream.follows.entries()) {
      const at = `${path}.follows.${i}`;
      if ("stock" in follow) knownPart("stock", scenario.stocks, follow.stock, `${at}.stock`);
      else knownPart("flow", scenario.flows, follow.flow, `${at}.flow`);
    }
    if (!known("process", stream.process, keys(processes), `${path}.process`)) continue;
    const process = processes[stream.process]!;
    for (const stage of keys(stream.opening)) {
      known("stage", stage, stagesOf(scenario, name), `${path}.opening.${stage}`);
    }
    const used = new Set(Object.values(process.stages).flatMap(splitsOf));
    for (const share of used) {
      if (typeof share === "string" && share !== "rest" && !Object.hasOwn(stream.shares, share)) {
        report(
          "missing-key",
          `${path}.shares`,
          `the process "${stream.process}" needs the share "${share}"`,
          `add "${share}" to the shares of ${name}`,
        );
      }
    }
    for (const share of keys(stream.shares)) {
      if (!used.has(share)) {
        report(
          "unknown-name",
          `${path}.shares.${share}`,
          `the process "${stream.process}" uses no share "${share}"`,
          `it uses ${[...used].filter((s) => typeof s === "string" && s !== "rest").join(", ") || "none"}`,
        );
      }
    }
    const staffed = Object.entries(process.stages).flatMap(([stage, { leave }]) =>
      "staff" in leave ? [stage] : [],
    );
    for (const stage of keys(stream.work)) {
      known("stage left by staff", stage, staffed, `${path}.work.${stage}`);
    }
    for (const stage of staffed) {
      const work = Object.hasOwn(stream.work, stage) ? stream.work[stage] : undefined;
      if (work === undefined) {
        report(
          "missing-key",
          path,
          `stage "${stage}" is left by staff: the work on a case is missing`,
          `add work: { ${stage}: { effort: 10 hours/case, aim: 3 months } }`,
        );
      } else if (work.aim === undefined && work.ceiling === undefined) {
        report(
          "missing-key",
          `${path}.work.${stage}`,
          "staff follows an aim or a ceiling, and neither is given",
          'add "aim: 4 months" (handling time) or "ceiling: 1000 persons" (open cases not to be exceeded)',
        );
      } else if (work.shortest !== undefined && process.stages[stage]!.unserved !== undefined) {
        report(
          "wrong-type",
          `${path}.work.${stage}.shortest`,
          "nobody stays longer than a month where those who are not served leave",
          "leave out the shortest time",
        );
      }
    }
  }
}
