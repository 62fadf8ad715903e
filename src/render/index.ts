/** The registry of formats: each is a file, loaded when it is asked for, and a row here and in the list of their names. */
import type { Report } from "../tables/table.ts";
import type { Format } from "./names.ts";
import type { RenderOptions } from "./options.ts";

/** Turns results into the whole of a file. Pure: the same reports give the same bytes. */
export type Render = (reports: readonly Report[], options: RenderOptions) => string | Uint8Array;

const formats: Readonly<Record<Format, () => Promise<Render>>> = {
  text: async () => (await import("./text.ts")).renderAll,
  markdown: async () => (await import("./markdown.ts")).renderAll,
  csv: async () => (await import("./csv.ts")).renderCsv,
  json: async () => (await import("./json.ts")).renderJson,
};

/** What writes a format. */
export const rendererOf = (format: Format): Promise<Render> => formats[format]();
