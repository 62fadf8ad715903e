/** Checks staff and quotas: each stage they serve has one place in one order. */
import { stageKey } from "../refs.ts";

/** Each of the stages served looks at those before it, so their number is felt squared. */
const mostServed = 200;
import type { Checking } from "../checking.ts";

export function checkServing({ scenario, report, known, streamNames }: Checking): void {
  const { streams, processes } = scenario;
  const servedTwice = new Map<string, string>();
  const servers = [
    ...Object.entries(scenario.staff).map(([name, one]) => ["staff", name, one.serves] as const),
    ...Object.entries(scenario.quotas).map(([name, one]) => ["quota", name, one.serves] as const),
  ];
  for (const [way, name, serves] of servers) {
    const at = `${way === "staff" ? "staff" : "quotas"}.${name}.serves`;
    if (serves.length > mostServed) {
      report("out-of-range", at, `${serves.length} stages`, `at most ${mostServed}`);
    }
    const eligible = streamNames.flatMap((stream) =>
      Object.entries(processes[streams[stream]!.process]?.stages ?? {}).flatMap(
        ([stage, { leave }]) =>
          (leave as Readonly<Record<string, unknown>>)[way] === name ? [`${stream}.${stage}`] : [],
      ),
    );
    const served = serves.map(stageKey);
    for (const [i, stage] of served.entries()) {
      const path = `${at}.${i}`;
      if (!known(`stage left by ${name}`, stage, eligible, path)) continue;
      if (servedTwice.has(stage)) report("duplicate-key", path, `"${stage}" stands here twice`);
      servedTwice.set(stage, name);
    }
    for (const stage of eligible) {
      if (!served.includes(stage)) {
        report(
          "missing-key",
          at,
          `"${stage}" is left by ${name} and has no place in its order of priority`,
          `add ${stage} to the list`,
        );
      }
    }
  }
}
