import { calibrate, fit, type Fit } from "../../analysis/calibrate.ts";
import { fittedModel, StructureChanged, type FittedModel } from "../../analysis/fitted-model.ts";
import type { Scenario } from "../../model/scenario.ts";
import { failed, ok, type Diagnostic, type Result } from "../../diagnostics/diagnostic.ts";
import { calibrationTables } from "../../analysis/calibration-report.ts";
import { rendererOf } from "../../render/index.ts";
import type { Document } from "../../scenario/read.ts";
import type { Override } from "../../scenario/overrides.ts";
import { rewrite, writtenAt, type Rewrite } from "../../scenario/rewrite.ts";
import type { Report } from "../../tables/table.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { recordFrames } from "./frames.ts";
import { openDocument, scenarioIn, type Opened } from "./load.ts";
import type { RootFlag } from "../options.ts";
import { writeResult, type OutputFlags } from "./output.ts";
import { printDiagnostics, printLine } from "./print.ts";
import { documentOf, replaceFile } from "./replace.ts";
import { usage } from "../usage.ts";

export interface CalibrateFlags extends OutputFlags, RootFlag {
  readonly write?: boolean;
  readonly verify?: boolean;
  readonly starts: string;
  readonly lang?: "sv" | "en";
}

/** More starts than this only take time. */
const mostStarts = 200;

/** `forecast calibrate`: fits, reports, and on request puts the numbers into the file or checks those that are there. */
export async function calibrateCommand(
  io: Io,
  file: string,
  flags: CalibrateFlags,
): Promise<ExitCode> {
  const starts = Number(flags.starts.trim() || NaN);
  if (!Number.isInteger(starts) || starts < 0 || starts > mostStarts) {
    return printDiagnostics(io, [
      usage(
        `--starts "${flags.starts}" is not a number of starts`,
        `give a whole number up to ${mostStarts}, beside the declared start`,
      ),
    ]);
  }
  if (flags.write === true && flags.verify === true) {
    return printDiagnostics(io, [
      usage("--write and --verify exclude each other", "verify after writing"),
    ]);
  }
  const found = openDocument(io, file);
  if (!found.ok) return printDiagnostics(io, found.diagnostics);
  const { document } = found;
  const prepared = prepare(document, scenarioIn(io, document, flags));
  if (!prepared.ok) return printDiagnostics(io, prepared.diagnostics);
  const { scenario, model, locate } = prepared.value;
  if (flags.verify === true) return verify(io, document, model, fit(model, starts));

  const fitted = calibrate(model, scenario.calibration?.leaveOut ?? {}, starts, (done, all) => {
    if (io.stderrIsTty) io.stderr(`\r${done} of ${all} fits${done === all ? "\n" : ""}`);
  });
  if (!fitted.ok) return printDiagnostics(io, fitted.diagnostics.map(locate));
  const calibration = fitted.value;
  for (const level of calibration.levels.filter(({ share, atMost }) => share > atMost)) {
    printLine(
      io.stderr,
      `note: ${level.path} is up to ${Math.round(100 * level.share)} % of ${level.appropriation}, more than the ${Math.round(100 * level.atMost)} % it may be`,
    );
  }
  const language = flags.lang ?? scenario.language;
  const { unit, money } = scenario;
  const scale = unit === money.currency ? 1 : (money.amounts[unit] ?? 1);
  const report: Report = {
    scenario: scenario.name,
    title: scenario.title,
    language,
    prices: scenario.prices,
    variant: [],
    tables: calibrationTables(calibration, { language, money: { unit, scale } }),
  };
  const written = await writeResult(io, flags, async (format, options) =>
    (await rendererOf(format))([report], options),
  );
  if (written !== exitCodes.ok) return written;
  return flags.write === true
    ? put(io, document, flags, changesOf(model, calibration.fit), locate)
    : exitCodes.ok;
}

interface Prepared {
  readonly scenario: Scenario;
  readonly model: FittedModel;
  readonly locate: (problem: Diagnostic) => Diagnostic;
}

/** Reads the scenario and makes it a function of the numbers that may be fitted. */
function prepare(document: Document, opened: Opened): Result<Prepared> {
  const parsed = opened.parse([]);
  if (!parsed.ok) return parsed;
  const { scenario, locate } = parsed;
  const located = (problems: readonly Diagnostic[]): Result<Prepared> => ({
    ok: false,
    diagnostics: problems.map(locate),
  });
  const { calibration } = scenario;
  if (calibration === undefined) {
    return located([
      {
        code: "missing-key",
        severity: "error",
        message: "the scenario does not say what may be fitted",
        help: 'add "calibration" with the numbers that may be fitted, and a tolerance to published figures',
      },
    ]);
  }
  const numbered = [
    ...calibration.fit.map(({ inputs, start: { unit } }, i) => ({
      inputs,
      unit,
      where: `calibration.fit.${i}.start`,
    })),
    ...calibration.levels.map(({ line, start: { unit } }, i) => ({
      inputs: [`costs.${line}.cost`],
      unit,
      where: `calibration.levels.${i}.start`,
    })),
  ];
  // Numbers go into the file where one stands already, in the unit it is written in.
  const problems = numbered.flatMap(({ inputs, unit, where }) =>
    inputs.flatMap((path): Diagnostic[] => {
      const written = writtenAt(document, path);
      if ("problem" in written) return [{ ...written.problem, path: where }];
      const message = `${path} is written in "${written.unit}", its start in "${unit}"`;
      const help = "write both in the same unit, in the same words";
      return written.unit === unit
        ? []
        : [{ code: "bad-unit", severity: "error", message, help, path: where }];
    }),
  );
  if (problems.length > 0) return located(problems);
  const at = (numbers: readonly number[]): Result<Scenario> => {
    const made = opened.parse(
      numbered.flatMap(({ inputs, unit }, i): Override[] =>
        inputs.map((path) => ({
          path,
          value: unit === "" ? numbers[i] : `${numbers[i] ?? NaN} ${unit}`,
        })),
      ),
      // As they will stand in the file: the planning run has them too, and its frames are computed anew.
      { inFile: true },
    );
    return made.ok ? { ok: true, value: made.scenario } : made;
  };
  try {
    const model = fittedModel(scenario, at);
    if (!model.ok) return located(model.diagnostics);
    return model.value.targets.length > 0
      ? { ok: true, value: { scenario, model: model.value, locate } }
      : located([
          {
            code: "missing-key",
            severity: "error",
            message: "no published figure has a tolerance, so there is nothing to fit to",
            help: 'add "tolerance" to the rows of "published" that are targets',
            path: "published",
          },
        ]);
  } catch (error) {
    if (!(error instanceof StructureChanged)) throw error;
    return located([
      {
        code: "wrong-type",
        severity: "error",
        message: "a fitted number changes more than a value of the model's months",
        help: "fit an input that has a value for each of the run's months already",
        path: "calibration.fit",
      },
    ]);
  }
}

/** What is put into the file: fitted numbers are calibrated, levels follow from them and the frame. */
const changesOf = ({ parameters, levels }: FittedModel, result: Fit): Rewrite[] => [
  ...parameters.flatMap(({ inputs, unit }, i): Rewrite[] =>
    inputs.map((path) => ({ path, number: result.numbers[i] ?? NaN, unit, kind: "calibrated" })),
  ),
  ...levels.map(({ path, unit }, i): Rewrite => ({
    path,
    number: result.levels[i] ?? NaN,
    unit,
    kind: "derived",
  })),
];

/** Writes the numbers into the scenario, unless the result could not be read again. */
function put(
  io: Io,
  document: Document,
  flags: RootFlag,
  changes: readonly Rewrite[],
  locate: (problem: Diagnostic) => Diagnostic,
): ExitCode {
  const made = rewrite(document, changes);
  if ("problems" in made) return printDiagnostics(io, made.problems.map(locate));
  const renewed = withRecord(io, document, flags, made.text);
  if (!renewed.ok) return printDiagnostics(io, renewed.diagnostics);
  const status = replaceFile(io, document, flags, renewed.value);
  if (status === exitCodes.ok) {
    printLine(io.stderr, `${document.file}: ${changes.length} numbers written`);
  }
  return status;
}

/** Frames that are recorded are renewed with the numbers they follow from. */
function withRecord(io: Io, document: Document, flags: RootFlag, text: string): Result<string> {
  if (document.nodeAt(["planning", "frames"]) === undefined) return ok(text);
  const next = documentOf(document, text);
  return "tree" in next ? recordFrames(io, next, flags) : failed(next);
}

/** Whether the numbers in the file are the ones that come out: fitting starts from the declared starts, not from them. */
function verify(io: Io, document: Document, model: FittedModel, result: Fit): ExitCode {
  const changes = changesOf(model, result);
  const wrong = changes.flatMap(({ path, number, unit }) => {
    const written = writtenAt(document, path);
    if ("problem" in written || written.number === number) return [];
    return [`${path}: the file has ${written.number} ${unit}`.trimEnd() + `, fitted ${number}`];
  });
  for (const line of wrong) printLine(io.stdout, line);
  if (wrong.length > 0) return exitCodes.findings;
  printLine(io.stdout, `${document.file}: all ${changes.length} numbers come out as written`);
  return exitCodes.ok;
}
