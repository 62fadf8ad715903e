import { parseAddress, type Address } from "../analysis/address.ts";
import {
  countPoints,
  parseVariation,
  points,
  tooMany,
  type Point,
  type Variation,
} from "../analysis/sweep.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { oneOf } from "../diagnostics/suggest.ts";
import { csvRecord } from "../render/csv.ts";
import { tableNames } from "../tables/build.ts";
import { exitCodes, type ExitCode } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { openScenario, type Opened } from "./load.ts";
import type { RunFlags } from "./options.ts";
import { printDiagnostics } from "./print.ts";
import { guarded, runScenario, type Outcome } from "./setup.ts";
import { usage } from "./usage.ts";

export interface SweepFlags extends RunFlags {
  readonly vary?: readonly string[];
  readonly select?: readonly string[];
  readonly format: "csv" | "ndjson";
}

/** `forecast sweep`: one row per point, written as it is computed; a point that fails is a row with its message. */
export async function sweepCommand(io: Io, file: string, flags: SweepFlags): Promise<ExitCode> {
  const variations: Variation[] = [];
  const problems: Diagnostic[] = [];
  const { vary = [], select = [] } = flags;
  for (const text of vary) {
    const parsed = parseVariation(text);
    if ("path" in parsed && "values" in parsed) variations.push(parsed);
    else problems.push(parsed);
  }
  const repeated = variations.filter(
    ({ path }, i) => variations.findIndex((other) => other.path === path) < i,
  );
  for (const { path } of repeated) {
    problems.push(usage(`"${path}" is varied twice`, "give all its values in one --vary"));
  }
  const addresses: Address[] = [];
  for (const text of select) {
    const address = parseAddress(text);
    if (address === undefined) {
      problems.push(
        usage(`"${text}" is not an address`, "write table/row@period, such as 5/8/1:2@2016"),
      );
    } else addresses.push(address);
  }
  if (variations.length === 0 && problems.length === 0) {
    problems.push(usage("nothing is varied", "add --vary path=from:to:step"));
  }
  if (addresses.length === 0 && problems.length === 0) {
    problems.push(
      usage("nothing is selected", "add --select table/row@period, such as need/8/1:2/need@2014"),
    );
  }
  if (tooMany(variations)) {
    problems.push(
      usage(
        `the sweep has ${countPoints(variations)} points`,
        "vary fewer inputs or take larger steps",
      ),
    );
  }
  if (problems.length > 0) return printDiagnostics(io, problems);

  const opened = openScenario(io, file);
  if (!opened.ok) return printDiagnostics(io, opened.diagnostics);
  // The scenario itself has to be sound, and the cells have to exist: a slip is not a thousand failed points.
  const base = valuesAt(opened.opened, flags, { number: 0, inputs: [] }, addresses);
  if (!base.ok) return printDiagnostics(io, base.diagnostics);

  const unknown = unknownPaths(opened.opened, variations);
  if (unknown.length > 0) return printDiagnostics(io, unknown);

  const paths = variations.map(({ path }) => path);
  if (flags.format === "csv") io.stdout(csvRecord(["point", ...paths, ...select, "error"]));
  let status: ExitCode = exitCodes.ok;
  for (const point of points(variations)) {
    const outcome = valuesAt(opened.opened, flags, point, addresses);
    const error = outcome.ok ? "" : (outcome.diagnostics[0]?.message ?? "failed");
    const values = outcome.ok ? outcome.value : addresses.map(() => null);
    if (!outcome.ok) status = exitCodes.findings;
    io.stdout(
      flags.format === "csv" ? csvRow(point, values, error) : jsonRow(point, select, values, error),
    );
    progress(io, point.number, countPoints(variations));
    if (point.number % pointsAtATime === 0) await untilWritten();
    if (io.stdoutClosed()) break;
  }
  return status;
}

/** After so many points the rows are handed over, and it is seen whether anybody still reads them. */
const pointsAtATime = 20;

const untilWritten = (): Promise<void> => new Promise((resolve) => void setTimeout(resolve, 0));

/** A path that leads nowhere is a slip, not a thousand failed points. */
function unknownPaths(opened: Opened, variations: readonly Variation[]): readonly Diagnostic[] {
  return variations.flatMap(({ path, values }) => {
    const parsed = opened.parse([{ path, value: values[0] }]);
    return parsed.ok
      ? []
      : parsed.diagnostics.filter(({ code }) => code === "unknown-name" || code === "unknown-key");
  });
}

/** The selected cells at one point. */
function valuesAt(
  opened: Opened,
  flags: SweepFlags,
  { inputs }: Point,
  addresses: readonly Address[],
): Outcome<readonly (number | null)[]> {
  const monthly = addresses.some(({ period }) => period.includes("-"));
  const ran = runScenario(opened, flags, inputs, { monthly });
  if (!ran.ok) return ran;
  const { forecast, tables, locate } = ran.value;
  return guarded(locate, () => {
    const problems: Diagnostic[] = [];
    const values = addresses.map(({ table, row, period }) => {
      const found = tables.table(table);
      const cells = found?.rows.filter(({ kind }) => kind !== "heading") ?? [];
      const line = cells.find(({ key }) => key === row);
      const column = found?.periods.indexOf(period) ?? -1;
      if (found === undefined) {
        problems.push(
          usage(`there is no table "${table}"`, `expected ${oneOf(table, tableNames(forecast))}`),
        );
      } else if (line === undefined) {
        problems.push(
          usage(
            `table ${table} has no row "${row}"`,
            `expected ${oneOf(
              row,
              cells.map(({ key }) => key),
            )}`,
          ),
        );
      } else if (column < 0) {
        problems.push(
          usage(
            `table ${table} has no period ${period}`,
            `expected ${oneOf(period, found.periods)}`,
          ),
        );
      }
      return line?.values[column] ?? null;
    });
    problems.push(...tables.problems.map(locate));
    return problems.length > 0 ? { ok: false, diagnostics: problems } : { ok: true, value: values };
  });
}

const csvRow = (
  { number, inputs }: Point,
  values: readonly (number | null)[],
  error: string,
): string => csvRecord([number, ...inputs.map(({ value }) => value), ...values, error]);

const jsonRow = (
  { number, inputs }: Point,
  select: readonly string[],
  values: readonly (number | null)[],
  error: string,
): string =>
  `${JSON.stringify({
    point: number,
    inputs: Object.fromEntries(inputs.map(({ path, value }) => [path, value])),
    outputs: Object.fromEntries(select.map((address, i) => [address, values[i] ?? null])),
    ...(error === "" ? {} : { error }),
  })}\n`;

/** A line that counts, on a terminal only, and not for sweeps that are over at once. */
function progress(io: Io, done: number, all: number): void {
  if (!io.stderrIsTty || all < 50) return;
  if (done % 25 === 0 || done === all) {
    io.stderr(`\r${done} of ${all} points${done === all ? "\n" : ""}`);
  }
}
