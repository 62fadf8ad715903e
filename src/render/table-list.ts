import { listReport, type TableList } from "../tables/list.ts";
import { csvRecord } from "./csv.ts";
import { unitText } from "../tables/words.ts";
import { rendererOf } from "./index.ts";
import type { Format } from "./names.ts";
import { writeJson } from "./json.ts";
import type { RenderOptions } from "./options.ts";

/** The tables a scenario can print, in any of the formats of results. */
export async function renderTableList(
  list: TableList,
  format: Format,
  options: RenderOptions,
): Promise<string | Uint8Array> {
  const { scenario, title, tables } = list;
  if (format === "csv") {
    return [
      ["scenario", "table", "kind", "title", "unit", "years"],
      ...tables.map(({ id, own, title: text, unit = null, years }) => [
        scenario,
        id,
        kindOf(own),
        text,
        unit,
        years.join(" "),
      ]),
    ]
      .map(csvRecord)
      .join("");
  }
  if (format === "json") {
    return writeJson({
      format: "forecast-tables",
      version: 1,
      scenario,
      title,
      tables: tables.map(({ id, own, title: text, unit = null, years }) => ({
        id,
        kind: kindOf(own),
        title: text,
        unit,
        years,
      })),
    });
  }
  const { language } = list;
  const shown = tables.map((table) =>
    table.unit === undefined ? table : { ...table, unit: unitText(table.unit, language) },
  );
  const render = await rendererOf(format);
  return render([listReport({ ...list, tables: shown })], { ...options, language });
}

const kindOf = (own: boolean): string => (own ? "own" : "built-in");
