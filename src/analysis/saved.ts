/** Reads a result that was saved with `--format json`, to compare with. */
import { brief } from "../diagnostics/brief.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { formatAddress, type Cell } from "./address.ts";

export interface SavedResult {
  readonly scenario: string;
  /** How it was run when not as the scenario says. */
  readonly variant: readonly string[];
  readonly tables: readonly string[];
  readonly cells: readonly Cell[];
}

type Tree = Readonly<Record<string, unknown>>;

const isTree = (value: unknown): value is Tree =>
  typeof value === "object" && value !== null && !Array.isArray(value);
/** A name; nothing where there is none. */
const text = (value: unknown): string =>
  typeof value === "string" || typeof value === "number" ? `${value}` : "";
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

/** What a file says it is, where its name does not tell. */
export const isSaved = (content: string): boolean =>
  /^\s*\{/.test(content) && /"format"\s*:\s*"forecast-result"/.test(content);

/** The cells of a saved result. */
export function parseSaved(
  content: string,
  file: string,
): { ok: true; value: SavedResult } | { ok: false; diagnostics: readonly Diagnostic[] } {
  const fail = (
    message: string,
    help: string,
  ): { ok: false; diagnostics: readonly Diagnostic[] } => ({
    ok: false,
    diagnostics: [{ code: "wrong-type", severity: "error", file, message, help }],
  });
  let tree: unknown;
  try {
    tree = JSON.parse(content.normalize("NFC"));
  } catch {
    return fail(
      "this is not valid JSON",
      "save a result with `forecast scenario.yaml --output result.json`",
    );
  }
  if (!isTree(tree) || tree["format"] !== "forecast-result" || tree["version"] !== 1) {
    return fail(
      "this is not a saved result",
      'expected "format": "forecast-result" and "version": 1',
    );
  }
  const results = list(tree["results"]).filter(isTree);
  const [result] = results;
  if (result === undefined || results.length > 1) {
    return fail(`the file holds ${results.length} results`, "save the result of one scenario");
  }
  const tables = list(result["tables"]).filter(isTree);
  const variant = list(result["variant"]);
  const names = [result["scenario"], ...variant, ...tables.flatMap(namesIn)];
  if (!names.every((name) => typeof name === "string")) {
    return fail("a name, a unit or a period in the saved result is no text", "save it again");
  }
  const cells = tables.flatMap((table) =>
    list(table["rows"])
      .filter(isTree)
      .filter((row) => row["kind"] !== "heading")
      .flatMap((row) => cellsOfRow(table, row)),
  );
  if (cells.length === 0) return fail("the saved result has no cells", "save it again");
  const odd = cells.find(({ value }) => value !== null && !Number.isFinite(value));
  if (odd !== undefined) {
    return fail(`the saved result has no number at "${brief(odd.address)}"`, "save it again");
  }
  const addresses = new Set(cells.map(({ address }) => address));
  if (addresses.size < cells.length) {
    return fail("the saved result has a cell twice", "save it again");
  }
  return {
    ok: true,
    value: {
      scenario: text(result["scenario"]),
      variant: variant.map(text),
      tables: tables.map((table) => text(table["id"])),
      cells,
    },
  };
}

/** All that is shown or compared as text. */
const namesIn = (table: Tree): readonly unknown[] => [
  table["id"],
  ...list(table["periods"]),
  ...list(table["rows"])
    .filter(isTree)
    .flatMap((row) => [row["key"], row["unit"] ?? table["unit"]]),
];

const cellsOfRow = (table: Tree, row: Tree): Cell[] => {
  const values = list(row["values"]);
  return list(table["periods"]).map((period, i) => {
    const value = values[i] ?? null;
    return {
      address: formatAddress({
        table: text(table["id"]),
        row: text(row["key"]),
        period: text(period),
      }),
      unit: text(row["unit"] ?? table["unit"]),
      value: value === null || typeof value === "number" ? value : NaN,
    };
  });
};
