import type { Report } from "../tables/table.ts";
import { renderCsv } from "./csv.ts";
import { renderJson } from "./json.ts";
import { renderMarkdown } from "./markdown.ts";
import type { RenderOptions } from "./options.ts";
import { renderText } from "./text.ts";

/** Turns results into the whole text of a file. Pure: the same reports give the same bytes. */
export type Render = (reports: readonly Report[], options: RenderOptions) => string;

/** The formats results can be written in, by the name the command line knows them by. */
export const formats = {
  text: (reports, options) => reports.map((report) => renderText(report, options)).join("\n\n"),
  markdown: (reports, options) =>
    reports.map((report) => renderMarkdown(report, options)).join("\n"),
  csv: renderCsv,
  json: renderJson,
} as const satisfies Readonly<Record<string, Render>>;

/** Name of a format. */
export type Format = keyof typeof formats;
