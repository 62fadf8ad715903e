import { Chalk } from "chalk";
import type { Report } from "../tables/table.ts";
import { at } from "./at.ts";
import { captions } from "../tables/words.ts";
import { layOut, naturalWidth, noteGap, type Block, type Layout } from "./layout.ts";
import type { RenderOptions } from "./options.ts";
import { tableText, type RowText, type TableText } from "./table-text.ts";
import { alignLeft, alignRight, printable, textWidth, wrap } from "./width.ts";

/** Tables of a report share one width, this if the terminal has it, so that their figures line up. */
const usualWidth = 80;
/** How far that width grows when a table needs more; a wider table stands out by itself. */
const widestShared = 100;
/** Narrower than this, lines run over the edge of the terminal. */
const narrowestWidth = 40;
/** Later lines of a label stand this much further in: less than a row one step below it. */
const hanging = 2;
/** Between a title and what stands flush right on its line. */
const leastGap = 3;

/** How parts of the output are set apart where there is colour. */
type Style = Readonly<{ strong: (text: string) => string; faint: (text: string) => string }>;

/**
 * The report as its printed original looks: a title, then each table with its number and title to
 * the left, unit and price basis to the right, a rule, and figures flush right. Never wider than
 * `width`. Colour is the caller's decision; without it there is not one escape code.
 */
export function renderText(report: Report, options: RenderOptions): string {
  const width = Math.max(narrowestWidth, options.width);
  const language = options.language ?? report.language;
  const chalk = new Chalk({ level: options.color ? 1 : 0 });
  const style: Style = {
    strong: (part) => chalk.bold(part),
    faint: (part) => chalk.dim(part),
  };
  const tables = report.tables.map((table) => ({
    text: tableText(table, report, language),
    ids: table.periods,
  }));
  const page = pageWidth(
    tables.map(({ text }) => naturalWidth(text)),
    width,
  );
  const parts = [
    reportHead(report, captions[language].runWith, page, style),
    ...tables.map(({ text, ids }) => tableLines(text, layOut(text, ids, { width, page }), style)),
  ];
  return `${parts.map((lines) => lines.join("\n")).join("\n\n")}\n`;
}

function pageWidth(natural: readonly number[], width: number): number {
  const shared = natural.filter((needed) => needed <= Math.min(width, widestShared));
  return Math.max(Math.min(usualWidth, width), ...shared);
}

/** Title and name of the scenario; then, if it was not run as written, what was different. */
function reportHead(report: Report, runWith: string, page: number, style: Style): string[] {
  const head = spread(["", printable(report.title), printable(report.scenario)], page, style);
  if (report.variant.length === 0) return head;
  const variant = `${runWith}: ${report.variant.map(printable).join("; ")}`;
  return [...head, ...wrap(variant, page, 0, hanging)];
}

function tableLines(table: TableText, layout: Layout, style: Style): string[] {
  const { width, blocks } = layout;
  const number = table.number === "" ? "" : `${table.number}  `;
  const head = spread([number, table.title, table.measure], width, style);
  const rule = style.faint("─".repeat(width));
  const body = blocks.map((block) => [rule, ...blockLines(table, block, layout, rule)].join("\n"));
  const footnotes = table.footnotes.flatMap((text) => wrap(text, width, 0, hanging));
  return [...head, body.join("\n\n"), ...(footnotes.length === 0 ? [] : [rule, ...footnotes])];
}

/** `lead` and `start` in strong type, `end` flush right: on the same line if there is room. */
function spread(
  [lead, start, end]: readonly [lead: string, start: string, end: string],
  width: number,
  { strong, faint }: Style,
): string[] {
  const indent = textWidth(lead);
  const lines = wrap(start, width - indent).map((line, i) =>
    `${i === 0 ? lead : " ".repeat(indent)}${line}`.trimEnd(),
  );
  const last = at(lines, lines.length - 1);
  const room = width - textWidth(last);
  if (textWidth(end) + leastGap > room) {
    const below = wrap(end, width).map((line) => alignRight(line, width));
    return [...lines.map(strong), ...below.map(faint)];
  }
  const right = end === "" ? "" : faint(alignRight(end, room));
  return [...lines.slice(0, -1).map(strong), strong(last) + right];
}

function blockLines(table: TableText, block: Block, layout: Layout, rule: string): string[] {
  const heading = { label: table.heading, numbers: table.periods, notes: table.notes };
  const rows = table.rows.flatMap((row, i) => {
    const indent = row.depth * layout.step;
    const closes = row.kind === "total" && table.rows[i - 1]?.kind !== "total";
    return [
      ...(closes ? [rule] : []),
      // Nothing stands beside a heading, so it need not keep to the column of labels.
      ...(row.kind === "heading"
        ? wrap(row.label, layout.width, indent, indent + hanging)
        : sideBySide(cellsOf(row, block, layout, indent), "top")),
    ];
  });
  return [...sideBySide(cellsOf(heading, block, layout, 0), "bottom"), ...rows];
}

/** A cell: its lines, each as wide as its column. */
type Cell = Readonly<{ lines: readonly string[]; width: number }>;

function cellsOf(
  row: Pick<RowText, "label" | "numbers" | "notes">,
  block: Block,
  { field }: Layout,
  indent: number,
): readonly Cell[] {
  const lines = wrap(row.label, block.labelWidth, indent, indent + hanging);
  const gap = " ".repeat(noteGap);
  return [
    cell(lines, block.labelWidth),
    ...block.periods.map((i) => cell([alignRight(at(row.numbers, i), field)], field)),
    ...block.notes.map(({ column, width }) =>
      cell(
        wrap(at(row.notes, column), width).map((line) => gap + line),
        noteGap + width,
      ),
    ),
  ];
}

function cell(lines: readonly string[], width: number): Cell {
  return { lines: lines.map((line) => alignLeft(line, width)), width };
}

/** Where cells differ in height, figures stand beside the first line of a label. */
function sideBySide(cells: readonly Cell[], align: "top" | "bottom"): string[] {
  const height = Math.max(...cells.map(({ lines }) => lines.length));
  return Array.from({ length: height }, (_, i) =>
    cells
      .map(({ lines, width }) => {
        const missing = align === "top" ? 0 : height - lines.length;
        return lines[i - missing] ?? " ".repeat(width);
      })
      .join("")
      .trimEnd(),
  );
}

/** All reports, one after the other. */
export const renderAll = (reports: readonly Report[], options: RenderOptions): string =>
  reports.map((report) => renderText(report, options)).join("\n\n");
