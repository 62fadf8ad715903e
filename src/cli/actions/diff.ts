import { cellsOf, type Cell } from "../../analysis/address.ts";
import { diff, type Scales } from "../../analysis/diff.ts";
import { kronor, type Money } from "../../language/units.ts";
import { isSaved, parseSaved, type SavedResult } from "../../analysis/saved.ts";
import { ok, type Diagnostic, type Result } from "../../diagnostics/diagnostic.ts";
import { readText } from "../../scenario/read.ts";
import { renderChanges } from "../../render/changes.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { readBytes, standardInput } from "./load.ts";
import type { RunFlags } from "../options.ts";
import { writeResult, type OutputFlags } from "./output.ts";
import { printDiagnostics, printLine } from "./print.ts";
import { reportOf } from "./run.ts";
import { describeVariant, noneNamed } from "./setup.ts";
import { usage } from "../usage.ts";

export interface DiffFlags extends RunFlags, OutputFlags {
  readonly table?: readonly string[];
  readonly monthly?: boolean;
  readonly tolerance: string;
  readonly lang?: "sv" | "en";
}

/** Tables that are compared when two scenarios are, beside their own. */
const compared = ["need", "stocks", "flows", "staff", "housing"];

/** `forecast diff`: the cells that differ. */
export async function diffCommand(
  io: Io,
  a: string,
  b: string,
  flags: DiffFlags,
): Promise<ExitCode> {
  const tolerance = parseTolerance(flags.tolerance);
  if (tolerance === undefined) {
    return printDiagnostics(io, [
      usage(
        `--tolerance "${flags.tolerance}" is not an amount`,
        "give an amount in the cell's unit, such as 0.5, or a share, such as 0.1%",
      ),
    ]);
  }
  const none = noneNamed(flags);
  if (none.length > 0) return printDiagnostics(io, none);
  const saved = [a, b].map((file) => readSaved(io, file));
  const unfit = saved.flatMap((result, i) =>
    result?.ok === true ? checkSaved(result.value, i === 0 ? a : b, flags) : [],
  );
  if (saved.every((result) => result !== undefined) && describeVariant(flags).length > 0) {
    unfit.push(
      usage(
        "two saved results are compared as they are",
        "leave out the options that say how to run",
      ),
    );
  }
  const periods = periodsOf([a, b], saved, flags);
  if (typeof periods !== "boolean") unfit.push(...periods);
  if (unfit.length > 0) return printDiagnostics(io, unfit);
  const monthly = periods === true;
  noteVariants(io, [a, b], saved, flags);
  // A saved result is compared in the tables it holds.
  const held = saved.flatMap((result) => (result?.ok === true ? result.value.tables : []));
  const sides = [a, b].map((file, i): Result<Side> => {
    const own = saved[i];
    if (own !== undefined) {
      return own.ok
        ? ok({
            name: own.value.scenario,
            cells: own.value.cells,
            frames: framesIn(own.value.cells),
          })
        : own;
    }
    return runSide(io, file, { ...flags, monthly }, held);
  });
  const problems = sides.flatMap((side): readonly Diagnostic[] =>
    side.ok ? [] : side.diagnostics,
  );
  const [left, right] = sides;
  if (left?.ok !== true || right?.ok !== true) return printDiagnostics(io, problems);
  noteFrames(io, left.value, right.value);

  const wanted = ({ address }: Cell): boolean =>
    flags.table === undefined || flags.table.includes(address.slice(0, address.indexOf("/")));
  const changes = diff(
    left.value.cells.filter(wanted),
    right.value.cells.filter(wanted),
    tolerance,
    scalesOf(left.value, right.value),
  );
  const names = [nameOf(left.value, right.value, a), nameOf(right.value, left.value, b)] as const;
  const written = await writeResult(io, flags, async (format, options) =>
    renderChanges(changes, { ...options, format, names, language: flags.lang ?? "en" }),
  );
  return written === exitCodes.ok && changes.length > 0 ? exitCodes.findings : written;
}

/** Tables that are asked for have to be there: what is missing would look the same. */
function checkSaved(
  { tables }: SavedResult,
  file: string,
  { table = [] }: DiffFlags,
): Diagnostic[] {
  return table
    .filter((name) => !tables.includes(name))
    .map((name) => ({
      code: "unknown-name",
      severity: "error",
      file,
      message: `the saved result has no table "${name}"`,
      help: `it holds ${tables.join(", ")}; save it with --table ${[...tables, name].join(",")}`,
    }));
}

/** A saved result says how it was made; a scenario beside it is run as the options say. */
function noteVariants(
  io: Io,
  files: readonly string[],
  saved: readonly (Result<SavedResult> | undefined)[],
  flags: DiffFlags,
): void {
  if (saved.every((result) => result !== undefined)) return;
  const own = describeVariant(flags).join("; ");
  for (const [i, result] of saved.entries()) {
    if (result?.ok !== true || result.value.variant.join("; ") === own) continue;
    printLine(
      io.stderr,
      `note: ${files[i] ?? ""} was saved with: ${result.value.variant.join("; ") || "no options"}; the scenario is run with: ${own || "no options"}`,
    );
  }
}

/** Whether scenarios are run by months: what a saved result holds says so. */
function periodsOf(
  files: readonly string[],
  saved: readonly (Result<SavedResult> | undefined)[],
  { monthly }: DiffFlags,
): boolean | Diagnostic[] {
  const held = saved.flatMap((result, i) =>
    result?.ok === true
      ? [{ file: files[i] ?? "", months: result.value.cells.some(isOfMonth) }]
      : [],
  );
  const [first, second] = held;
  if (first === undefined) return monthly ?? false;
  if (second !== undefined && first.months !== second.months) {
    const [months, years] = first.months ? [first, second] : [second, first];
    const message = `${months.file} holds months and ${years.file} years`;
    return [usage(message, "save both with --monthly, or both without")];
  }
  if (monthly === true && !first.months) {
    return [usage(`${first.file} holds years`, "leave out --monthly, or save it with --monthly")];
  }
  return first.months;
}

const isOfMonth = ({ address }: Cell): boolean => /@\d{4}-\d{2}$/.test(address);

/** Words for money that both sides understand alike. */
function scalesOf(left: Side, right: Side): Scales {
  const [own = kronor, other = own] = [left.money, right.money].filter((one) => one !== undefined);
  return own.currency === other.currency
    ? { ...other.amounts, ...own.amounts, [own.currency]: 1 }
    : {};
}

interface Side {
  readonly name: string;
  /** Undefined of a saved result, which only says its units. */
  readonly money?: Money;
  readonly cells: readonly Cell[];
  /** Cells of frames, whether they are compared or not. */
  readonly frames: readonly Cell[];
}

const framesIn = (cells: readonly Cell[]): Cell[] =>
  cells.filter(({ address }) => /^need\/.*\/frame@/.test(address));

/** Needs beyond frames compare badly where the frames are others, so that is said before all else. */
function noteFrames(io: Io, left: Side, right: Side): void {
  const exact = { absolute: 0, relative: 0 };
  const differing = diff(left.frames, right.frames, exact, scalesOf(left, right)).filter(
    ({ a, b }) => a !== undefined && b !== undefined,
  );
  if (differing.length === 0) return;
  const names = differing.map(({ address }) =>
    address.slice("need/".length).replace("/frame@", " "),
  );
  const more = names.length > 6 ? ` and ${names.length - 6} more` : "";
  printLine(io.stderr, `note: the frames differ: ${names.slice(0, 6).join(", ")}${more}`);
}

/** The scenario's name, or the file's where both have the same. */
const nameOf = (own: Side, other: Side, file: string): string =>
  own.name === other.name ? file : own.name;

/** A scenario's own tables and those always compared, or just the ones asked for. */
function runSide(io: Io, file: string, flags: DiffFlags, held: readonly string[]): Result<Side> {
  const asked = flags.table ?? held;
  let chosen: readonly string[] = [];
  const report = reportOf(io, file, flags, (own) => {
    chosen = asked.length > 0 ? asked : [...own, ...compared];
    return [...chosen, "need"];
  });
  if (!report.ok) return report;
  const { scenario, tables } = report.value;
  return ok({
    name: scenario,
    money: report.value.money,
    cells: cellsOf({ tables: tables.filter(({ id }) => chosen.includes(id)) }),
    frames: framesIn(cellsOf({ tables })),
  });
}

/** A saved result, if the file is one; undefined for a scenario. Standard input has no name that tells. */
function readSaved(io: Io, file: string): Result<SavedResult> | undefined {
  const isInput = file === standardInput;
  if (!isInput && !file.toLowerCase().endsWith(".json")) return undefined;
  const read = readBytes(io, file);
  if ("problem" in read) return { ok: false, diagnostics: [read.problem] };
  const text = readText(read.bytes, file);
  if (!text.ok) return text;
  return isInput && !isSaved(text.text) ? undefined : parseSaved(text.text, file);
}

function parseTolerance(text: string): { absolute: number; relative: number } | undefined {
  const [, number, percent = ""] = /^\s*(\d+\.?\d*|\.\d+)\s*(%?)\s*$/.exec(text) ?? [];
  if (number === undefined) return undefined;
  const value = Number(number);
  return percent === "%"
    ? { absolute: 0, relative: value / 100 }
    : { absolute: value, relative: 0 };
}
