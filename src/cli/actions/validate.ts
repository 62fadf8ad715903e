import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { fittable } from "./fittable.ts";
import { openDocument, scenarioIn } from "./load.ts";
import type { RootFlag } from "../options.ts";
import { printDiagnostics, printLine } from "./print.ts";
import { guarded, runScenario } from "./setup.ts";
import type { Funding } from "../../model/tables/file.ts";
import { cappedOf, type Scenario } from "../../model/scenario.ts";
import { openRequest } from "../../request/request.ts";
import { holdsOutcomes, readOutcomes } from "../../scenario/outcomes.ts";
import { buildReport, tableNames } from "../../tables/build.ts";

/** `forecast validate`: says which files can be used, and all that is wrong with the others. */
export function validateCommand(io: Io, files: readonly string[], flags: RootFlag): ExitCode {
  let status: ExitCode = exitCodes.ok;
  for (const file of files) {
    const problems = problemsOf(io, file, flags);
    if (problems.length > 0) {
      printDiagnostics(io, problems);
      status = exitCodes.findings;
    } else {
      printLine(io.stdout, `${file}: valid`);
    }
  }
  return status;
}

/** What keeps the planning run from being made; where its frames are recorded no table needs it. */
function ofPlanning(scenario: Scenario): readonly Diagnostic[] {
  const { planning } = scenario;
  if (planning?.frames === undefined) return [];
  const opened = openRequest({ ...scenario, planning: { ...planning, frames: undefined } });
  return opened.ok ? opened.value.run([{ mode: "planning" }]) : opened.diagnostics;
}

/** What would keep any table in any funding mode from being made, or the scenario from being fitted; of outcomes, what can be said without a run. */
function problemsOf(io: Io, file: string, root: RootFlag): readonly Diagnostic[] {
  const found = openDocument(io, file);
  if (!found.ok) return found.diagnostics;
  if (holdsOutcomes(found.document)) {
    const read = readOutcomes(found.document);
    return read.ok ? [] : read.diagnostics;
  }
  const opened = scenarioIn(io, found.document, root);
  const inMode = (funding: Funding): readonly Diagnostic[] => {
    const flags = { funding, intake: "mid" } as const;
    const ran = runScenario(opened, flags, [], { monthly: false });
    if (!ran.ok) return ran.diagnostics;
    const { request, tables, locate } = ran.value;
    const built = guarded(locate, () => buildReport(tables, tableNames(request.scenario), []));
    return built.ok ? [] : built.diagnostics.map(locate);
  };
  const parsed = opened.parse([]);
  if (!parsed.ok) return parsed.diagnostics;
  const { measures } = parsed.scenario;
  const first = inMode("need");
  if (first.length > 0) return first;
  const problems = [
    ...ofPlanning(parsed.scenario).map(parsed.locate),
    ...(cappedOf(parsed.scenario).length === 0 ? [] : inMode("available")),
    ...(Object.keys(measures).length === 0 ? [] : inMode("proposed")),
  ];
  if (problems.length > 0 || parsed.scenario.calibration === undefined) return problems;
  const prepared = fittable(io, found.document, root, opened, parsed.scenario);
  return prepared.ok ? [] : prepared.diagnostics.map(parsed.locate);
}
