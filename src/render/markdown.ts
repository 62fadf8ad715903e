import type { Report } from "../tables/table.ts";
import { captions } from "../tables/words.ts";
import type { RenderOptions } from "./options.ts";
import { tableText, type RowText, type TableText } from "./table-text.ts";
import { printable } from "./width.ts";

/** Characters that would start markup, end a cell or become HTML. */
const markup = /[\\`*_[\]<>|~#&]/gu;

/**
 * The report as GitHub Markdown: a heading of the second level, then one of the third for each
 * table. Cells are not padded, so that a change of one figure is a change of one line only in its
 * own columns.
 */
export function renderMarkdown(
  report: Report,
  { language }: Pick<RenderOptions, "language">,
): string {
  const spoken = language ?? report.language;
  const variant = report.variant.map((part) => escape(printable(part))).join("; ");
  const paragraphs = [
    `## ${escape(printable(`${report.title} (${report.scenario})`))}`,
    ...(variant === "" ? [] : [`${captions[spoken].runWith}: ${variant}`]),
    ...report.tables.flatMap((table) => tableParagraphs(tableText(table, report, spoken))),
  ];
  return `${paragraphs.join("\n\n")}\n`;
}

function tableParagraphs(table: TableText): readonly string[] {
  const title = [table.number, table.title].filter((part) => part !== "").join(". ");
  const alignments = [":--", ...table.periods.map(() => "--:"), ...table.notes.map(() => ":--")];
  const lines = [
    line([table.heading, ...table.periods, ...table.notes].map(escape)),
    line(alignments),
    ...table.rows.map(rowLine),
  ];
  const measure = table.measure === "" ? [] : [escape(table.measure)];
  const footnotes = table.footnotes.map(escape);
  return [`### ${escape(title)}`, ...measure, lines.join("\n"), ...footnotes];
}

function rowLine(row: RowText): string {
  // Leading spaces would be lost.
  const indent = "&emsp;".repeat(row.depth);
  const strong = row.kind === "heading" || row.kind === "total";
  const [label = "", ...others] = [row.label, ...row.numbers, ...row.notes].map((cell) => {
    const text = escape(cell);
    return strong && text !== "" ? `**${text}**` : text;
  });
  return line([indent + label, ...others]);
}

function line(cells: readonly string[]): string {
  return `|${cells.map((cell) => (cell === "" ? " |" : ` ${cell} |`)).join("")}`;
}

function escape(text: string): string {
  return text.replace(markup, String.raw`\$&`);
}

/** All reports, one after the other. */
export const renderAll = (reports: readonly Report[], options: RenderOptions): string =>
  reports.map((report) => renderMarkdown(report, options)).join("\n");
