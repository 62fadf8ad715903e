import { calibrate, frameMissed, type Calibration } from "../../analysis/calibrate.ts";
import { calibrationTables, type CalibrationOptions } from "../../analysis/calibration-report.ts";
import { roundedIn } from "../../analysis/frames.ts";
import { rendererOf } from "../../render/index.ts";
import type { Document } from "../../scenario/read.ts";
import { writtenAt } from "../../scenario/rewrite.ts";
import type { Report } from "../../tables/table.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { fittable, type Fittable } from "./fittable.ts";
import { openDocument, scenarioIn } from "./load.ts";
import type { RootFlag } from "../options.ts";
import { writeResult, type OutputFlags } from "./output.ts";
import { printDiagnostics, printLine } from "./print.ts";
import { replaceFile } from "./replace.ts";
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
  const opened = scenarioIn(io, document, flags);
  const parsed = opened.parse([]);
  if (!parsed.ok) return printDiagnostics(io, parsed.diagnostics);
  const { scenario, locate } = parsed;
  const { calibration } = scenario;
  if (calibration === undefined) {
    const message = "the scenario does not say what may be fitted";
    const help =
      'add "calibration" with the numbers that may be fitted, and a tolerance to published figures';
    return printDiagnostics(io, [
      locate({ code: "missing-key", severity: "error", message, help }),
    ]);
  }
  const prepared = fittable(io, document, flags, opened, scenario);
  if (!prepared.ok) return printDiagnostics(io, prepared.diagnostics.map(locate));
  const { model } = prepared.value;
  const leaveOut = flags.verify === true ? {} : calibration.leaveOut;
  const fitted = calibrate(model, leaveOut, starts, (done, all) => {
    if (io.stderrIsTty && flags.verify !== true) {
      io.stderr(`\r${done} of ${all} fits${done === all ? "\n" : ""}`);
    }
  });
  if (!fitted.ok) return printDiagnostics(io, fitted.diagnostics.map(locate));
  if (flags.verify === true) return verify(io, document, prepared.value, fitted.value);

  const language = flags.lang ?? scenario.language;
  const { unit, money } = scenario;
  const scale = unit === money.currency ? 1 : (money.amounts[unit] ?? 1);
  const shown = { language, money: { unit, scale } };
  for (const note of notesOf(fitted.value, shown)) printLine(io.stderr, `note: ${note}`);
  const report: Report = {
    scenario: scenario.name,
    title: scenario.title,
    language,
    prices: scenario.prices,
    variant: [],
    tables: calibrationTables(fitted.value, shown),
  };
  const written = await writeResult(io, flags, async (format, options) =>
    (await rendererOf(format))([report], options),
  );
  if (written !== exitCodes.ok || flags.write !== true) return written;
  const { fit } = fitted.value;
  const text = prepared.value.textWith(fit.numbers, fit.levels);
  if (!text.ok) return printDiagnostics(io, text.diagnostics.map(locate));
  const status = replaceFile(io, document, flags, text.value);
  const count = prepared.value.changes(fit.numbers, fit.levels).length;
  if (status === exitCodes.ok) printLine(io.stderr, `${file}: ${count} numbers written`);
  return status;
}

/** What a level is said of that is not as the scenario wants it. */
function notesOf({ levels }: Calibration, { money }: CalibrationOptions): string[] {
  const amount = (value: number): string => `${roundedIn(value, money.scale)} ${money.unit}`;
  // Rounded up, so that what is more looks like more.
  const percent = (value: number): number => Math.ceil(1e4 * value) / 100;
  return levels.flatMap((level) => {
    const { path, appropriation, year, value, unit, need, frame, share, atMost } = level;
    return [
      ...(frameMissed(level) === 0
        ? []
        : [
            `with ${path} at ${`${value} ${unit}`.trimEnd()} the planning run needs ${amount(need)} of ${appropriation} in ${year}, and the frame is ${amount(frame)}`,
          ]),
      ...(share > atMost
        ? [
            `${path} is up to ${percent(share)} % of ${appropriation}, more than the ${percent(atMost)} % it may be`,
          ]
        : []),
    ];
  });
}

/** Whether the numbers in the file are the ones that come out: fitting starts from the declared starts, not from them. */
function verify(io: Io, document: Document, { changes }: Fittable, { fit }: Calibration): ExitCode {
  const all = changes(fit.numbers, fit.levels);
  const wrong = all.flatMap(({ path, number }) => {
    const written = writtenAt(document, path);
    if ("problem" in written || written.number === number) return [];
    const unit = written.unit || written.unitBeside;
    return [`${path}: the file has ${written.number} ${unit}`.trimEnd() + `, fitted ${number}`];
  });
  for (const line of wrong) printLine(io.stdout, line);
  if (wrong.length > 0) return exitCodes.findings;
  printLine(io.stdout, `${document.file}: all ${all.length} numbers come out as written`);
  return exitCodes.ok;
}
