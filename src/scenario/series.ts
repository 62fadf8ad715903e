/**
 * Series in CSV files that a scenario names: which files it may read, and what they say. Whoever wrote the scenario may
 * not be allowed to see what is in a file, so no message shows it. The file system is passed in; paths are worked out as
 * text, the same on every system.
 */
import { parseMonth } from "../language/calendar.ts";
import { hasSize, noSize } from "../amounts/size.ts";
import { brief } from "../diagnostics/brief.ts";
import type { Code } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { failure, maxProblems, type Failure, type Place } from "./read.ts";

/** Longer files are refused, in UTF-16 code units: a table of 30 years has 360 lines. */
export const maxLength = 2_000_000;

/** A column with a value for each month or each year, in order; null where the file has none. */
export type Series = Readonly<{
  kind: "months" | "years";
  /** By month (see core/calendar.ts) or by year. */
  values: ReadonlyMap<number, number | null>;
}>;

/** Reads a column of a file, by its name. */
export type ReadSeries = (column: string) => Readonly<{ ok: true } & Series> | Failure;

/**
 * The columns of a table with a header; its lines are taken apart once. The first column has months, `2014-03`, or years;
 * they ascend and may have gaps. Lines that start with # are comments; an empty cell or NA is null.
 */
export function seriesIn(text: string, file: string): ReadSeries {
  if (text.length > maxLength) {
    const message = `the file has ${text.length} characters; at most ${maxLength} are read`;
    const help = "leave out the columns and months that no scenario uses";
    const found = failure("too-large", message, help, { file });
    return () => found;
  }
  const [header, ...rows] = rowsOf(text);
  if (header === undefined || rows.length === 0) {
    const message = header === undefined ? "the file has no content" : "the file has no values";
    const help = "write a line with the names of the columns, and a line for each month or year";
    const found = failure("empty-file", message, help, { file });
    return () => found;
  }
  const find = columnFinder(header);
  return (column) => {
    const diagnostics: Diagnostic[] = [];
    const report: Report = ({ at }, code, message, help) => {
      if (diagnostics.length === maxProblems) return;
      diagnostics.push(withoutContent({ code, severity: "error", message, help, file, ...at }));
    };
    const position = find(column, report);
    if (position === undefined) return { ok: false, diagnostics };
    const times = timeline(report);
    const values = new Map<number, number | null>();
    for (const row of rows) {
      if (diagnostics.length === maxProblems) break;
      const [first, cell] = [row[0], row[position]];
      if (row.length !== header.length || cell === undefined) {
        reportLength(row, header.length, report);
      } else {
        const time = times.read(first);
        const value = readCell(cell, report);
        if (time !== undefined && value !== undefined) values.set(time, value);
      }
    }
    if (diagnostics.length > 0) return { ok: false, diagnostics };
    return { ok: true, kind: times.kind(), values };
  };
}

/** A problem with its place, but not the line that stands there. */
export const withoutContent = (problem: Diagnostic): Diagnostic => ({
  ...problem,
  source: undefined,
});

/** A cell and where it starts. */
type Cell = Readonly<{ text: string; at: Place }>;

/** A line has at least one cell, which may be empty. */
type Row = readonly [Cell, ...Cell[]];

type Report = (cell: Cell, code: Code, message: string, help: string) => void;

/** The lines that are neither empty nor comments. */
function rowsOf(text: string): readonly Row[] {
  const lines = text.replace(/^\ufeff/, "").split(/\r?\n/);
  return lines.flatMap((source, index) =>
    /^\s*(?:#|$)/.test(source) ? [] : [cellsOf(source, index + 1)],
  );
}

/** A cell in quotes may contain commas, and doubled quotes; spaces around a cell do not count. */
function cellsOf(source: string, line: number): Row {
  const pattern = /[ \t]*"((?:[^"]|"")*)"[ \t]*(?=,|$)|[^,]*/y;
  let end = -1;
  const next = (): Cell => {
    const start = end + 1;
    pattern.lastIndex = start;
    const [whole = "", quoted] = pattern.exec(source) ?? [];
    end = start + whole.length;
    const text = quoted === undefined ? whole.trim() : quoted.replaceAll('""', '"').trim();
    const column = start + 1 + whole.length - whole.trimStart().length;
    return { text: text.normalize("NFC"), at: { line, column, source } };
  };
  const row: [Cell, ...Cell[]] = [next()];
  while (end < source.length) row.push(next());
  return row;
}

/** Finds the position of a column in each line; undefined, and reported, if there is no such column. */
function columnFinder(header: Row): (name: string, report: Report) => number | undefined {
  const [first, ...others] = header;
  const positions = new Map<string, number>();
  const twice = new Map<string, Cell>();
  for (const [i, cell] of others.entries()) {
    if (positions.has(cell.text)) twice.set(cell.text, twice.get(cell.text) ?? cell);
    else positions.set(cell.text, i + 1);
  }
  return (name, report) => {
    const found = name === "" ? undefined : positions.get(name);
    const again = name === "" ? undefined : twice.get(name);
    if (again !== undefined) {
      const message = `two columns are called "${brief(name)}"`;
      report(again, "duplicate-key", message, "rename one of them");
      return undefined;
    }
    if (found !== undefined) return found;
    if (others.length === 0) {
      const message = "the table has one column, the months or years";
      report(first, "bad-series", message, 'separate columns with ",", not with ";" or tabs');
      return undefined;
    }
    const message = `there is no column "${brief(name)}"`;
    report(first, "unknown-name", message, "name one of the columns in this line, after the first");
    return undefined;
  };
}

function reportLength(row: Row, expected: number, report: Report): void {
  const message = `the line has ${row.length} cells, the header has ${expected}`;
  const tooMany = row[expected];
  if (tooMany === undefined) {
    report(row[0], "bad-series", message, "write NA where there is no value");
  } else {
    report(tooMany, "bad-series", message, "write 0.5 for 0,5, and 1000 for 1,000");
  }
}

type Timeline = Readonly<{
  /** The month or year that a line is for; undefined, and reported, if it is not the next one. */
  read: (cell: Cell) => number | undefined;
  kind: () => Series["kind"];
}>;

/** Checks that the first cells are all months or all years, and ascend. */
function timeline(report: Report): Timeline {
  const lines = new Map<number, number>();
  let kind: Series["kind"] | undefined;
  let latest: number | undefined;

  function parse({ text }: Cell): number | undefined {
    const month = parseMonth(text);
    const year = /^\d{4}$/.test(text) ? Number(text) : undefined;
    if (month !== undefined) kind ??= "months";
    if (year !== undefined) kind ??= "years";
    return kind === "months" ? month : year;
  }

  function read(cell: Cell): number | undefined {
    const time = parse(cell);
    if (time === undefined) {
      const expected =
        kind === "months" ? "a month" : kind === "years" ? "a year" : "a month or year";
      const help = "write all of the first column as 2014-03, or all of it as 2014";
      report(cell, "bad-series", `the first cell is not ${expected}`, help);
      return undefined;
    }
    const line = lines.get(time);
    if (line !== undefined) {
      const help = `line ${line} has it already; keep one of them`;
      report(cell, "duplicate-key", "the line is for the same time as another", help);
      return undefined;
    }
    lines.set(time, cell.at.line);
    if (latest !== undefined && time < latest) {
      const help = "put the lines in the order of time";
      report(cell, "bad-series", "the line is for an earlier time than the one before", help);
      return undefined;
    }
    latest = time;
    return time;
  }

  return { read, kind: () => kind ?? "months" };
}

/** The number in a cell, null if it has none; undefined, and reported, if it has something else. */
function readCell(cell: Cell, report: Report): number | null | undefined {
  const { text } = cell;
  if (text === "" || text === "NA") return null;
  const value = /^[-+]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?$/.test(text) ? Number(text) : NaN;
  if (hasSize(value)) return value + 0; // -0 → 0
  if (!Number.isNaN(value)) {
    report(cell, "bad-number", ...noSize("the number in the cell", value));
    return undefined;
  }
  const help = "write a number such as 1234.5; NA, or nothing, where there is none";
  report(cell, "bad-number", "the cell is not a number", help);
  return undefined;
}

/** What is needed of the file system. */
export type Files = Readonly<{
  /** The absolute path with all symbolic links followed. Throws errors with a `code`, as `ENOENT`. */
  realpath: (path: string) => string;
}>;

/**
 * The folder a scenario's names of files start from, and the folders they may lead into: its own, unless that holds the
 * whole file system, and a wider one. Both paths are real; that of the scenario is its file's.
 */
export function readableFolders(
  scenario: string,
  wider: string | undefined,
): Readonly<{ base: string; roots: readonly string[] }> {
  const file = withSlashes(scenario);
  const base = file.slice(0, file.lastIndexOf("/") + 1);
  const own = /^(?:[a-z]:)?\/$/i.test(base) ? [] : [base];
  return { base, roots: wider === undefined ? own : [...own, withSlashes(wider)] };
}

/**
 * The real path of a CSV file that a scenario names, if that lies inside one of the roots. A diagnostic has no
 * place: the caller knows where the name stands. Nothing outside the roots is looked at, so a
 * scenario cannot find out what there is.
 */
export function resolveInside(
  roots: readonly string[],
  base: string,
  name: string,
  files: Files,
): Readonly<{ ok: true; path: string }> | Failure {
  const relative = name.replaceAll("\\", "/");
  const shown = brief(name);
  if (/^(?:\/|[a-z][\w+.-]*:)/i.test(relative)) {
    const help =
      "write the path from the folder of the file that names it, such as data/placed.csv";
    return failure("outside-root", `"${shown}" is not a relative path`, help);
  }
  const path = join(base, relative);
  const help = `a scenario can read files in its own folder and in the folders below it;
--root <folder> lets it read files in another folder too`;
  const mayRead = (where: string): boolean => roots.some((root) => isInside(root, where));
  if (path === undefined || !mayRead(path)) {
    return failure("outside-root", `"${shown}" lies outside the folder that may be read`, help);
  }
  const notCsv = (what: string): Failure =>
    failure("outside-root", what, "series are read from files whose names end in .csv");
  if (!isCsv(path)) return notCsv(`"${shown}" is not the name of a CSV file`);
  try {
    const realPath = files.realpath(path);
    if (!mayRead(withSlashes(realPath))) {
      const message = `"${shown}" links to a place outside the folder that may be read`;
      return failure("outside-root", message, help);
    }
    return isCsv(realPath)
      ? { ok: true, path: realPath }
      : notCsv(`"${shown}" links to a file that is no CSV file`);
  } catch (error) {
    return unreadable(shown, error);
  }
}

const isCsv = (path: string): boolean => path.toLowerCase().endsWith(".csv");

/** A Windows path with `/`, which Windows understands too. Elsewhere `\` may be part of a name. */
function withSlashes(path: string): string {
  return /^(?:[a-z]:|\\\\)/i.test(path) ? path.replaceAll("\\", "/") : path;
}

/** Both are absolute and without `..`. */
function isInside(root: string, path: string): boolean {
  return path === root || path.startsWith(root.endsWith("/") ? root : `${root}/`);
}

/** Not under any root if there are more `..` than folders. Undefined for a name Windows changes. */
function join(base: string, relative: string): string | undefined {
  const parts = base.replace(/\/$/, "").split("/");
  for (const part of relative.split("/")) {
    if (part === "..") parts.pop();
    // Windows drops dots and spaces at the end of a name: ".. " would be the folder above.
    else if (/^[. ]{2,}$/.test(part)) return undefined;
    else if (part !== "" && part !== ".") parts.push(part);
  }
  return parts.join("/");
}

/** An error of the file system as a diagnostic. Others are bugs. */
function unreadable(name: string, error: unknown): Failure {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  switch (code) {
    case undefined:
      throw error;
    case "ENOENT":
    case "ENOTDIR":
      return failure("file-not-found", `there is no file "${name}"`, "is the name spelled right?");
    default:
      return failure("not-readable", `"${name}" cannot be read`, `the system says ${String(code)}`);
  }
}
