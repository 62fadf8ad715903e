/** What a run found, as text. */
import type { Sorted } from "./accepted.ts";
import type { Mutant } from "./mutants.ts";

export interface Result {
  readonly mutant: Mutant;
  /** A mutant that hangs or brings the process down is noticed too. */
  readonly status: "killed" | "timeout" | "survived";
  /** How many files of tests reach it. */
  readonly tests: number;
}

const percent = (part: number, whole: number): number => (whole === 0 ? 100 : (100 * part) / whole);

/** Percent of the mutants that tests notice. */
export const scoreOf = (results: readonly Result[]): number =>
  percent(results.filter(({ status }) => status !== "survived").length, results.length);

const marked = (mark: string, lines: string): string[] =>
  lines.split("\n").map((line) => `  ${mark} ${line}`.trimEnd());

function details({ mutant, tests }: Result): string {
  const { file, line, within, operator, from, to } = mutant;
  const place = `${file}:${line}${within === "" ? "" : ` in ${within}`}`;
  const reached = tests === 0 ? ", no test reaches it" : "";
  return [`${place} (${operator}${reached})`, ...marked("-", from), ...marked("+", to)].join("\n");
}

const count = (results: readonly Result[], status: Result["status"]): number =>
  results.filter((result) => result.status === status).length;

/** A line for each group: how many there are and how many of them no test notices. */
function table(results: readonly Result[], groupOf: (result: Result) => string): string {
  const groups = [...new Set(results.map(groupOf))].toSorted();
  const width = Math.max(0, ...groups.map((group) => group.length));
  return groups
    .map((group) => {
      const own = results.filter((result) => groupOf(result) === group);
      const [all, survived] = [String(own.length), String(count(own, "survived"))];
      const score = `${scoreOf(own).toFixed(0)} %`;
      return `  ${group.padEnd(width)}  ${all.padStart(5)} ${survived.padStart(5)}  ${score.padStart(5)}`;
    })
    .join("\n");
}

export function report({ counted, accepted, stale }: Sorted, least: number): string {
  const survivors = counted.filter(({ status }) => status === "survived");
  const unreached = survivors.filter(({ tests }) => tests === 0).length;
  const hanging = counted.filter(({ status }) => status === "timeout");
  const score = scoreOf(counted);
  const parts = [
    survivors.map(details).join("\n\n"),
    hanging.length === 0
      ? ""
      : `Hang or crash:\n${hanging
          .map(({ mutant: { file, line, to } }) => `  ${file}:${line} ${to.split("\n")[0] ?? ""}`)
          .join("\n")}`,
    accepted.length === 0
      ? ""
      : `Accepted:\n${accepted
          .map(({ mutant, why }) => `  ${mutant.file}:${mutant.line} in ${mutant.within}: ${why}`)
          .join("\n")}`,
    stale.length === 0
      ? ""
      : `No longer to be accepted:\n${stale
          .map(({ file, within, to, because }) =>
            [`  ${file} in ${within}: ${because}`, ...marked("  +", to)].join("\n"),
          )
          .join("\n")}`,
    `Mutants, survivors, score:\n${table(counted, ({ mutant }) => mutant.operator)}\n\n${table(
      counted,
      ({ mutant }) => mutant.file,
    )}`,
    [
      `${count(counted, "killed")} killed, ${hanging.length} timeout`,
      `${survivors.length} survived (${unreached} reached by no test)`,
      `${accepted.length} accepted`,
    ].join(", "),
    `${score.toFixed(1)} % of ${counted.length} mutants noticed, ${least} % wanted`,
  ];
  return `${parts.filter((part) => part !== "").join("\n\n")}\n`;
}
