/** Checks that all names of a scenario refer to something and that what belongs together fits. */
import type { Origin } from "../amounts/quantity.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { oneOf } from "../diagnostics/suggest.ts";
import { checkCalibration } from "./calibration/check.ts";
import { mostElements, startChecking, type Checking } from "./checking.ts";
import { checkGroups } from "./costs/check-groups.ts";
import { checkCosts, checkCountedTwice } from "./costs/check.ts";
import { checkHousing } from "./housing/check.ts";
import { checkStreams } from "./intake/check.ts";
import { checkMeasures } from "./measures/check.ts";
import { checkMoney } from "./money/check.ts";
import { checkIdle } from "./process/check-idle.ts";
import { checkProcesses } from "./process/check.ts";
import type { Scenario } from "./scenario.ts";
import { checkServing } from "./staff/check.ts";
import { checkTables } from "./tables/check.ts";

/** Longest horizon, in months: more is a slip of the pen. */
const longestHorizon = 600;

/** All problems of a scenario's names, in the order of the file's sections. */
export function check(scenario: Scenario): Diagnostic[] {
  const problems: Diagnostic[] = [];
  const checking = startChecking(scenario, problems);
  checkWhole(checking);
  // Each name is compared with others of its kind, which takes long where there are too many of them.
  if (elementsOf(scenario).some(([, names]) => names.length > mostElements)) return problems;
  const told = problems.length;
  checkProducts(checking);
  if (problems.length > told) return problems;
  for (const one of [
    checkProcesses,
    checkStreams,
    checkServing,
    checkGroups,
    checkHousing,
    checkMoney,
    checkCosts,
    checkMeasures,
    checkTables,
  ]) {
    one(checking);
  }
  if (problems.length === 0) {
    checkIdle(checking);
    checkCountedTwice(checking);
  }
  problems.push(...checkSources(scenario), ...checkCalibration(scenario));
  return problems;
}

/** The unit of money, the period, and how much there is of everything. */
function checkWhole({ scenario, report, known, keys, streamNames }: Checking): void {
  const { period } = scenario;
  const moneyUnits = [scenario.money.currency, ...keys(scenario.money.amounts)];
  known("unit of money", scenario.unit, moneyUnits, "unit");
  if (period.to < period.from) {
    report("out-of-range", "period.to", "the period ends before it starts");
  }
  if (period.to - period.from + 1 > longestHorizon) {
    report(
      "out-of-range",
      "period.to",
      `the period has ${period.to - period.from + 1} months`,
      `at most ${longestHorizon}`,
    );
  }
  for (const [section, names] of elementsOf(scenario)) {
    if (names.length > mostElements) {
      const last = section.slice(section.lastIndexOf(".") + 1);
      report("out-of-range", section, `${names.length} ${last}`, `at most ${mostElements}`);
    }
  }
  if (streamNames.length === 0) {
    report("missing-key", "streams", "a scenario needs at least one stream");
  }
}

/** Most moves of all streams together, and most of what groups count. */
const [mostMoves, mostCounted] = [10_000, 100_000];

/** What grows as two things do: each stream has the moves of its process, each group counts stages of many streams. */
function checkProducts({ scenario, report, keys, streamNames }: Checking): void {
  const { streams, processes, stocks, flows } = scenario;
  const movesOf = new Map(
    Object.entries(processes).map(([key, { stages }]) => [
      key,
      Object.values(stages).reduce(
        (sum, { to, unserved }) => sum + keys(to).length + keys(unserved).length,
        0,
      ),
    ]),
  );
  const moves = Object.values(streams).reduce(
    (sum, { process }) => sum + (movesOf.get(process) ?? 0),
    0,
  );
  if (moves > mostMoves) {
    const message = `the streams have ${moves} moves between stages in all`;
    report("out-of-range", "streams", message, `at most ${mostMoves}`);
  }
  const counted = [...Object.values(stocks), ...Object.values(flows)].reduce((sum, group) => {
    const parts = "stages" in group ? group.stages : group.moves;
    return sum + parts.length * (group.streams ?? streamNames).length;
  }, 0);
  if (counted > mostCounted) {
    const message = `the groups count ${counted} stages and moves of streams in all`;
    report("out-of-range", "groups", message, `at most ${mostCounted}`);
  }
}

/** What there may be 500 of, by path. */
const elementsOf = (scenario: Scenario): (readonly [path: string, names: readonly string[]])[] => [
  ...Object.entries({
    sources: scenario.sources,
    areas: scenario.areas,
    strategic_areas: scenario.strategicAreas,
    intakes: scenario.intakes,
    streams: scenario.streams,
    processes: scenario.processes,
    staff: scenario.staff,
    quotas: scenario.quotas,
    "groups.stocks": scenario.stocks,
    "groups.flows": scenario.flows,
    "groups.tiers": scenario.tierGroups,
    "housing.claims": scenario.claims,
    "housing.tiers": scenario.tiers,
    appropriations: scenario.appropriations,
    indices: scenario.indices,
    costs: scenario.costs,
    measures: scenario.measures,
  }).map(([path, record]) => [path, Object.keys(record)] as const),
  ["tables", [...scenario.tables.keys()]],
  ...Object.entries(scenario.processes).flatMap(([key, { stages, ends }]) => [
    [`processes.${key}.stages`, Object.keys(stages)] as const,
    [`processes.${key}.ends`, ends] as const,
  ]),
];

/** Sources that inputs, seasons and effects name and nobody declares. */
export function checkSources(scenario: Scenario): Diagnostic[] {
  const allowed = Object.keys(scenario.sources);
  return originsOf(scenario).flatMap(({ path, origins }) =>
    [...new Set(origins.flatMap(({ source }) => source ?? []))]
      .filter((source) => !allowed.includes(source))
      .map((source) => ({
        code: "unknown-name" as const,
        severity: "error" as const,
        message: `unknown source "${source}"`,
        help: `expected ${oneOf(source, allowed)}`,
        path,
      })),
  );
}

/** Where everything that was put in comes from, by path. */
function originsOf({ quantities, intakes, streams, measures }: Scenario): {
  path: string;
  origins: readonly Origin[];
}[] {
  const seasons = [
    ...Object.entries(intakes).map(([key, { season }]) => ({
      path: `intakes.${key}.season`,
      season,
    })),
    ...Object.entries(streams).map(([key, { intake }]) => ({
      path: `streams.${key}.season`,
      season: intake !== undefined && "season" in intake ? intake.season : undefined,
    })),
  ];
  return [
    ...[...quantities.values()].map(({ path, points }) => ({
      path,
      origins: points.map(({ origin }) => origin),
    })),
    ...seasons.flatMap(({ path, season }) =>
      season === undefined ? [] : [{ path, origins: [season.origin] }],
    ),
    ...Object.entries(measures).flatMap(([key, { effects }]) =>
      effects.map(({ origin }, i) => ({
        path: `measures.${key}.effects.${i}`,
        origins: [origin],
      })),
    ),
  ];
}
