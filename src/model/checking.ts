/** What the checks of all subjects share: how names are compared and problems are noted. */
import { brief } from "../diagnostics/brief.ts";
import type { Code } from "../diagnostics/codes.ts";
import { mostProblems, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { oneOf } from "../diagnostics/suggest.ts";
import { budgetYears, monthName, spanName, type Period } from "../language/calendar.ts";
import type { PartRef } from "./refs.ts";
import type { Scenario } from "./scenario.ts";

/** Most elements of one kind; a request has tens. */
export const mostElements = 500;

type Report = (code: Code, path: string, message: string, help?: string) => void;

export interface Checking {
  readonly scenario: Scenario;
  readonly report: Report;
  /** Reports a name that is not among those declared; true when it is. */
  readonly known: (what: string, name: string, allowed: readonly string[], path: string) => boolean;
  /** The same for a group of stages or moves, or one stream's part of it. */
  readonly knownPart: (
    what: string,
    groups: Readonly<Record<string, { readonly streams?: readonly string[] | undefined }>>,
    ref: PartRef,
    path: string,
  ) => void;
  /** Reports names that stand in a list twice. */
  readonly unique: (names: readonly string[], path: string) => void;
  /** Reports a span of which no budget year of the run is a part: a slip of the pen. */
  readonly inside: (span: Period, path: string) => boolean;
  /** Reports a year of which the run covers a part only: its figures are not those of a year. */
  readonly whole: (year: string, path: string) => void;
  readonly keys: (record: Readonly<Record<string, unknown>> | undefined) => string[];
  readonly streamNames: readonly string[];
  /** Stages and ends of all processes. */
  readonly allStages: readonly string[];
}

export function startChecking(scenario: Scenario, problems: Diagnostic[]): Checking {
  const { streams, processes } = scenario;
  const keys: Checking["keys"] = (record) => Object.keys(record ?? {});
  const report: Report = (code, path, message, help) =>
    void problems.push({ code, severity: "error", message, help, path });
  const allStages = [
    ...new Set(Object.values(processes).flatMap(({ stages, ends }) => [...keys(stages), ...ends])),
  ];
  const isStage = new Set(allStages);
  const known: Checking["known"] = (what, name, allowed, path) => {
    // There may be very many stages.
    if (allowed === allStages ? isStage.has(name) : allowed.includes(name)) return true;
    // What was meant is looked for as long as somebody will read it.
    const help = problems.length < mostProblems ? `expected ${oneOf(name, allowed)}` : undefined;
    report("unknown-name", path, `unknown ${what} "${brief(name)}"`, help);
    return false;
  };
  return {
    scenario,
    report,
    known,
    knownPart: (what, groups, { of, stream }, path) => {
      if (known(what, of, keys(groups), path) && stream !== undefined) {
        known("stream", stream, groups[of]!.streams ?? keys(streams), path);
      }
    },
    unique: (names, path) => {
      const seen = new Set<string>();
      for (const [i, name] of names.entries()) {
        if (seen.has(name)) report("duplicate-key", `${path}.${i}`, `"${name}" stands here twice`);
        seen.add(name);
      }
    },
    inside: (span, path) => {
      const { period, yearStarts } = scenario;
      const years = period.to < period.from ? [] : budgetYears(period, yearStarts);
      const [first, last] = [years[0], years.at(-1)];
      if (first === undefined || last === undefined) return true;
      if (span.from <= last.opens + 11 && span.to >= first.opens) return true;
      const help = `it goes from ${monthName(period.from)} to ${monthName(period.to)}`;
      report("out-of-range", path, `the run does not cover ${spanName(span)}`, help);
      return false;
    },
    whole: (year, path) => {
      const { period, yearStarts } = scenario;
      const found = budgetYears(period, yearStarts).find(({ name }) => name === year);
      if (found === undefined) return;
      if (found.opens >= period.from && found.opens + 11 <= period.to) return;
      report(
        "out-of-range",
        path,
        `the run covers ${year} in part only, and a figure of the year cannot stand beside it`,
        `it goes from ${monthName(period.from)} to ${monthName(period.to)}: leave the year out`,
      );
    },
    keys,
    streamNames: keys(streams),
    allStages,
  };
}
