/** Checks the processes: names of stages, ways out, who serves them. */
import type { Checking } from "../checking.ts";

export function checkProcesses({ scenario, report, known, unique, keys }: Checking): void {
  const { processes } = scenario;
  for (const [name, process] of Object.entries(processes)) {
    const path = `processes.${name}`;
    const all = [...keys(process.stages), ...process.ends];
    known("stage", process.start, keys(process.stages), `${path}.start`);
    if (all.includes("intake")) {
      report(
        "wrong-type",
        path,
        'no stage can be called "intake": in moves that means applications',
      );
    }
    unique(process.ends, `${path}.ends`);
    for (const end of process.ends) {
      if (Object.hasOwn(process.stages, end)) {
        report("duplicate-key", `${path}.ends`, `"${end}" is a stage and an end`);
      }
    }
    for (const [stage, { leave, to, unserved }] of Object.entries(process.stages)) {
      const at = `${path}.stages.${stage}`;
      for (const [word, ways] of Object.entries({ to, unserved })) {
        if (ways === undefined) continue;
        if (keys(ways).length === 0) {
          report("missing-key", `${at}.${word}`, "those who leave need somewhere to go");
        }
        for (const target of keys(ways)) known("stage", target, all, `${at}.${word}.${target}`);
        const rests = keys(ways).filter((target) => ways[target] === "rest");
        if (rests.length > 1) {
          report(
            "duplicate-key",
            `${at}.${word}.${rests[1]}`,
            "only one way out can take the rest",
          );
        }
      }
      if (unserved !== undefined && !("staff" in leave)) {
        report(
          "wrong-type",
          `${at}.unserved`,
          "only staff can leave people unserved",
          "leave the stage by staff, or put all ways out into `to`",
        );
      }
      if ("staff" in leave) known("staff", leave.staff, keys(scenario.staff), `${at}.leave.staff`);
      if ("quota" in leave) known("quota", leave.quota, keys(scenario.quotas), `${at}.leave.quota`);
    }
  }
}
