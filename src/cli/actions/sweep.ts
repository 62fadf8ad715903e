import { isMonth, parseAddress, type Address } from "../../analysis/address.ts";
import {
  countPoints,
  parseVariation,
  points,
  tooMany,
  type Point,
  type Variation,
} from "../../analysis/sweep.ts";
import { failed, ok, type Diagnostic, type Result } from "../../diagnostics/diagnostic.ts";
import { oneOf } from "../../diagnostics/suggest.ts";
import { csvRecord } from "../../render/csv.ts";
import { jsonText } from "../../render/json.ts";
import { setterOf, type Setter } from "../../request/changes.ts";
import { isOf } from "../../model/paths.ts";
import type { Request } from "../../request/request.ts";
import { tableNames } from "../../tables/build.ts";
import { add, valueIn, wantAll } from "../../tables/spec.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { openScenario, type Opened } from "./load.ts";
import type { RunFlags } from "../options.ts";
import { printDiagnostics } from "./print.ts";
import {
  guarded,
  isOfPlanning,
  noneNamed,
  outsidePeriod,
  parseOverrides,
  runScenario,
} from "./setup.ts";
import { usage } from "../usage.ts";

export interface SweepFlags extends RunFlags {
  readonly vary?: readonly string[];
  readonly select?: readonly string[];
  readonly format: "csv" | "ndjson";
}

/** `forecast sweep`: one row per point, written as it is computed; a point that fails is a row with its message. */
export async function sweepCommand(io: Io, file: string, flags: SweepFlags): Promise<ExitCode> {
  const variations: Variation[] = [];
  const problems: Diagnostic[] = noneNamed(flags);
  const { vary = [], select = [] } = flags;
  for (const text of vary) {
    const parsed = parseVariation(text);
    if ("path" in parsed && "values" in parsed) variations.push(parsed);
    else problems.push(parsed);
  }
  problems.push(...nested(variations));
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

  const opened = openScenario(io, file, flags);
  if (!opened.ok) return printDiagnostics(io, opened.diagnostics);
  // The scenario itself has to be sound, and the cells have to exist: a slip is not a thousand failed points.
  const ofMonths = addresses.filter(({ period }) => isMonth(period));
  const monthly = ofMonths.length > 0;
  if (monthly && ofMonths.length < addresses.length) {
    const help = "select years in one sweep and months in another";
    return printDiagnostics(io, [usage("years and months cannot be selected together", help)]);
  }
  // Frames that were recorded are computed where the planning assumption varies, so the numbers of its run are there to be set.
  const planned = variations
    .filter(({ path }) => isOfPlanning(path))
    .map(({ path, values: [value] }) => ({ path, value: value ?? NaN }));
  const moved = planned.length > 0 && cellsIn(opened.opened, flags, planned, addresses, monthly);
  const base =
    moved !== false && moved.ok ? moved : cellsIn(opened.opened, flags, [], addresses, monthly);
  if (!base.ok) return printDiagnostics(io, base.diagnostics);
  const slips = slipsIn(opened.opened, flags, variations, monthly);
  if (slips.length > 0) return printDiagnostics(io, slips);
  const set = settable(opened.opened, flags, base.value, variations);
  const valuesAt = (point: Point): Result<Values> => {
    const values = set?.(point);
    if (values !== undefined) return values;
    const read = cellsIn(opened.opened, flags, point.inputs, addresses, monthly);
    return read.ok ? read.value.values() : read;
  };

  const paths = variations.map(({ path }) => path);
  if (flags.format === "csv") io.stdout(csvRecord(["point", ...paths, ...select, "error"]));
  let status: ExitCode = exitCodes.ok;
  for (const point of points(variations)) {
    const outcome = valuesAt(point);
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

const untilWritten = (): Promise<void> => new Promise((resolve) => void setImmediate(resolve));

/** A path that leads nowhere or changes nothing is a slip, not a thousand points that fail or are all alike. */
function slipsIn(
  opened: Opened,
  flags: SweepFlags,
  variations: readonly Variation[],
  monthly: boolean,
): readonly Diagnostic[] {
  return variations.flatMap(({ path, values: [value] }) => {
    const set = [...(flags.set ?? []), `${path}=${value}`];
    const ran = runScenario(opened, { ...flags, set }, [], { monthly });
    return ran.ok
      ? []
      : ran.diagnostics.filter(({ code }) =>
          ["unknown-name", "unknown-key", "usage"].includes(code),
        );
  });
}

/** Inputs that are varied twice, or that lie in one another. */
function nested(variations: readonly Variation[]): Diagnostic[] {
  return variations.flatMap(({ path }, i) => {
    const other = variations
      .slice(0, i)
      .find((one) => isOf(one.path, path) || isOf(path, one.path));
    if (other === undefined) return [];
    return other.path === path
      ? [usage(`"${path}" is varied twice`, "give all its values in one --vary")]
      : [usage(`"${other.path}" and "${path}" lie in one another`, "vary one of them")];
  });
}

type Values = readonly (number | null)[];

/** The selected cells of a scenario, to be read again when numbers have been set. */
interface Cells {
  readonly request: Request;
  readonly values: () => Result<Values>;
}

/** Runs the scenario with these inputs changed and finds the selected cells. */
function cellsIn(
  opened: Opened,
  flags: SweepFlags,
  inputs: Point["inputs"],
  addresses: readonly Address[],
  monthly: boolean,
): Result<Cells> {
  const ran = runScenario(opened, flags, inputs, { monthly });
  if (!ran.ok) return ran;
  const { request, tables, locate } = ran.value;
  return guarded(locate, () => {
    const problems: Diagnostic[] = [];
    const cells = addresses.flatMap(({ table, row, period }) => {
      const spec = tables.spec(table);
      const rows = spec?.rows.filter(({ shows }) => shows !== undefined) ?? [];
      const shows = rows.find(({ key }) => key === row)?.shows;
      const periods = spec?.columns.map(({ name }) => name) ?? [];
      const problem = (message: string, help: string): [] => {
        problems.push(usage(message, help));
        return [];
      };
      if (spec === undefined) {
        const known = tableNames(request.scenario);
        return problem(`there is no table "${table}"`, `expected ${oneOf(table, known)}`);
      }
      if (shows === undefined) {
        const known = rows.map(({ key }) => key);
        return problem(`table ${table} has no row "${row}"`, `expected ${oneOf(row, known)}`);
      }
      if (period === "total" && spec.total) {
        return [{ shows, columns: spec.columns }];
      }
      const columns = spec.columns.filter(({ name }) => name === period);
      if (columns.length > 0) return [{ shows, columns }];
      const known = [...periods, ...(spec.total ? ["total"] : [])];
      return problem(`table ${table} has no period ${period}`, `expected ${oneOf(period, known)}`);
    });
    problems.push(...tables.problems.map(locate));
    if (problems.length > 0) return failed(problems);
    wantAll(request, cells);
    const values = (): Result<Values> =>
      guarded(locate, () =>
        ok(
          cells.map(({ shows, columns }) =>
            add(columns.map((column) => valueIn(request, shows, column))),
          ),
        ),
      );
    const first = values();
    return first.ok ? ok({ request, values }) : first;
  });
}

/**
 * Points as numbers to set, without reading the scenario again. Undefined where values change more than numbers, or two
 * inputs share some; the same for one such point.
 */
function settable(
  opened: Opened,
  flags: SweepFlags,
  { request, values: read }: Cells,
  variations: readonly Variation[],
): ((point: Point) => Result<Values> | undefined) | undefined {
  const { scenario } = request;
  const overrides = parseOverrides(flags.set ?? []);
  if (!overrides.ok || flags.planning === true) return undefined;
  const taken = new Set<number>();
  const setters: Setter[] = [];
  for (const { path, values } of variations) {
    if (outsidePeriod(scenario, path).length > 0) return undefined;
    const setter = setterOf(request, path, values, (value) => {
      const parsed = opened.parse([...overrides.value, { path, value }]);
      return parsed.ok ? ok(parsed.scenario) : parsed;
    });
    if (setter === undefined || [...setter.touches].some((number) => taken.has(number))) {
      return undefined;
    }
    for (const number of setter.touches) taken.add(number);
    setters.push(setter);
  }
  return ({ inputs }) => {
    for (const [i, setter] of setters.entries()) {
      const writes = setter.at(inputs[i]?.value ?? NaN);
      if (writes === undefined || !writes.ok) return writes;
      for (const write of writes.value) request.set(write.number, write.value);
    }
    return read();
  };
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
  jsonText({
    point: number,
    inputs: Object.fromEntries(inputs.map(({ path, value }) => [path, value])),
    outputs: Object.fromEntries(select.map((address, i) => [address, values[i] ?? null])),
    ...(error === "" ? {} : { error }),
  });

/** A line that counts, on a terminal only, and not for sweeps that are over at once. */
function progress(io: Io, done: number, all: number): void {
  if (!io.stderrIsTty || all < 50) return;
  if (done % 25 === 0 || done === all) {
    io.stderr(`\r${done} of ${all} points${done === all ? "\n" : ""}`);
  }
}
