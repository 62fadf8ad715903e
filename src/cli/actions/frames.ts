import {
  framesOf,
  framesTable,
  holds,
  pastsTable,
  recordedIn,
  roundedIn,
  type Frame,
} from "../../analysis/frames.ts";
import { failed, ok, type Result } from "../../diagnostics/diagnostic.ts";
import type { Scenario } from "../../model/scenario.ts";
import { rendererOf } from "../../render/index.ts";
import { openRequest, RunFailed, type Request } from "../../request/request.ts";
import type { Document } from "../../scenario/read.ts";
import { withFrames } from "../../scenario/rewrite.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { openDocument, scenarioIn } from "./load.ts";
import type { RootFlag } from "../options.ts";
import { writeResult, type OutputFlags } from "./output.ts";
import { printDiagnostics, printLine } from "./print.ts";
import { replaceFile } from "./replace.ts";
import { usage } from "../usage.ts";

export interface FramesFlags extends OutputFlags, RootFlag {
  readonly write?: boolean;
  readonly verify?: boolean;
  readonly lang?: "sv" | "en";
}

/** A scenario's frames that are left to its planning run. */
interface Computed {
  readonly scenario: Scenario;
  readonly request: Request;
  readonly frames: readonly Frame[];
}

/** Runs the planning assumption, whatever is recorded. */
function compute(io: Io, document: Document, flags: RootFlag): Result<Computed> {
  const parsed = scenarioIn(io, document, flags).parse([]);
  if (!parsed.ok) return parsed;
  const { scenario, locate } = parsed;
  const { planning } = scenario;
  // Records that lack something or hold too much are what this command mends.
  const opened = openRequest({
    ...scenario,
    planning: planning && { ...planning, frames: undefined },
  });
  if (!opened.ok) return failed(opened.diagnostics.map(locate));
  try {
    const recorded = planning?.frames;
    const request: Request = {
      ...opened.value,
      scenario: { ...scenario, planning: planning && { ...planning, frames: recorded } },
    };
    const frames = framesOf(request);
    if (frames.length > 0) return ok({ scenario, request, frames });
  } catch (error) {
    if (!(error instanceof RunFailed)) throw error;
    return failed(error.diagnostics.map(locate));
  }
  return failed([
    {
      code: "missing-key",
      severity: "error",
      file: document.file,
      message: "no frame is left to a planning run",
      help: 'write "planning" for the years whose frames it gives: frame: { 2015..2018: planning }',
    },
  ]);
}

/** The text of a scenario with its frames recorded as the planning run gives them now. */
export function recordFrames(io: Io, document: Document, flags: RootFlag): Result<string> {
  const computed = compute(io, document, flags);
  if (!computed.ok) return computed;
  const { scenario, frames } = computed.value;
  const { unit, scale } = recordedIn(scenario);
  const keys = [...new Set(frames.map(({ appropriation }) => appropriation))];
  return ok(
    withFrames(
      document,
      keys.map((key) => [
        key,
        frames.flatMap(({ appropriation, year, computed: value }) =>
          appropriation === key ? [[year, `${roundedIn(value, scale)} ${unit}`] as const] : [],
        ),
      ]),
    ),
  );
}

/** `forecast frames`: the frames the planning run gives, beside the recorded ones; records them, or verifies that they hold. */
export async function framesCommand(io: Io, file: string, flags: FramesFlags): Promise<ExitCode> {
  if (flags.write === true && flags.verify === true) {
    return printDiagnostics(io, [
      usage("--write and --verify exclude each other", "verify after writing"),
    ]);
  }
  const found = openDocument(io, file);
  if (!found.ok) return printDiagnostics(io, found.diagnostics);
  const { document } = found;
  const computed = compute(io, document, flags);
  if (!computed.ok) return printDiagnostics(io, computed.diagnostics);
  const { scenario, request, frames } = computed.value;
  if (flags.verify === true) return verify(io, file, scenario, frames);
  if (flags.write === true) {
    const text = recordFrames(io, document, flags);
    if (!text.ok) return printDiagnostics(io, text.diagnostics);
    const status = replaceFile(io, document, flags, text.value);
    if (status === exitCodes.ok) printLine(io.stderr, `${file}: ${frames.length} frames recorded`);
    return status;
  }
  const language = flags.lang ?? scenario.language;
  const pasts = pastsTable(request, language);
  return writeResult(io, flags, async (format, options) =>
    (await rendererOf(format))(
      [
        {
          scenario: scenario.name,
          title: scenario.title,
          language,
          prices: scenario.prices,
          variant: [],
          tables: [
            framesTable(frames, scenario, language),
            ...(pasts.rows.length === 0 ? [] : [pasts]),
          ],
        },
      ],
      options,
    ),
  );
}

/** Whether the planning run still gives the recorded frames. */
function verify(io: Io, file: string, scenario: Scenario, frames: readonly Frame[]): ExitCode {
  const { unit, scale } = recordedIn(scenario);
  const wrong = frames.filter((frame) => !holds(frame, scenario));
  for (const { appropriation, year, recorded, computed } of wrong) {
    const said =
      recorded === undefined ? "not recorded" : `recorded ${roundedIn(recorded, scale)} ${unit}`;
    printLine(
      io.stdout,
      `${appropriation} ${year}: ${said}, computed ${roundedIn(computed, scale)} ${unit}`,
    );
  }
  if (wrong.length > 0) return exitCodes.findings;
  printLine(io.stdout, `${file}: all ${frames.length} frames come out as recorded`);
  return exitCodes.ok;
}
