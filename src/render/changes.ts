import type { Change } from "../analysis/diff.ts";
import type { Language, Report, Row } from "../tables/table.ts";
import { changeWords } from "../tables/words.ts";
import { csvRecord } from "./csv.ts";
import { rendererOf } from "./index.ts";
import { jsonText } from "./json.ts";
import type { Format } from "./names.ts";
import type { RenderOptions } from "./options.ts";

export type ChangeOptions = RenderOptions &
  Readonly<{ format: Format; names: readonly [a: string, b: string]; language: Language }>;

/** The cells that differ, in any format: tidy CSV or JSON for programs, a table for readers. */
export async function renderChanges(
  changes: readonly Change[],
  options: ChangeOptions,
): Promise<string | Uint8Array> {
  const { format, names, language } = options;
  if (format === "csv") {
    return [["address", "unit", "a", "b", "difference"], ...changes.map(record)]
      .map(csvRecord)
      .join("");
  }
  if (format === "json") {
    const [a, b] = names;
    return jsonText({ format: "forecast-diff", version: 1, a, b, changes: changes.map(toJson) }, 2);
  }
  if (changes.length === 0 && (format === "text" || format === "markdown")) {
    return `${changeWords[language].none}\n`;
  }
  return (await rendererOf(format))([asReport(changes, options)], options);
}

const unitsOf = (unit: string, other: string | undefined): string =>
  other === undefined ? unit : `${unit} / ${other}`;

const finite = (value: number | null | undefined): number | null =>
  typeof value === "number" && Number.isFinite(value) ? value : null;

const record = ({
  address,
  unit,
  otherUnit,
  a,
  b,
  difference,
}: Change): (string | number | null)[] => [
  address,
  unitsOf(unit, otherUnit),
  finite(a),
  finite(b),
  finite(difference),
];

/** A cell that is not there is left out; NaN, which JSON cannot write, is named. */
const toJson = ({
  address,
  unit,
  otherUnit,
  a,
  b,
  difference,
}: Change): Record<string, unknown> => ({
  address,
  unit,
  ...(otherUnit === undefined ? {} : { otherUnit }),
  ...(a === undefined ? {} : { a: Number.isNaN(a) ? "NaN" : a }),
  ...(b === undefined ? {} : { b: Number.isNaN(b) ? "NaN" : b }),
  ...(finite(difference) === null ? {} : { difference }),
});

/** The changes as a table with one column per side. */
function asReport(changes: readonly Change[], { names, language }: ChangeOptions): Report {
  const { title, cell, counted, difference, onlyIn, empty, other } = changeWords[language];
  const note = ({ unit, otherUnit, a, b }: Change): string => {
    if (otherUnit !== undefined) return `${other}: ${unitsOf(unit, otherUnit)}`;
    if (a === undefined) return `${onlyIn} ${names[1]}`;
    if (b === undefined) return `${onlyIn} ${names[0]}`;
    if (a === null || b === null) return `${empty} ${names[a === null ? 0 : 1]}`;
    return Number.isNaN(a) || Number.isNaN(b) ? "NaN" : "";
  };
  const notes = changes.map(note);
  const withNotes = notes.some((text) => text !== "");
  return {
    scenario: `${names[0]} → ${names[1]}`,
    title,
    language,
    prices: "",
    variant: [],
    tables: [
      {
        id: "diff",
        numbered: false,
        title: `${changes.length} ${counted[changes.length === 1 ? 0 : 1]}`,
        heading: cell,
        unit: "",
        priced: false,
        decimals: 0,
        periods: ["a", "b", difference],
        ...(withNotes ? { notes: [""] } : {}),
        rows: changes.map((change, i): Row => ({
          key: change.address,
          label: change.address,
          kind: "leaf",
          unit: change.unit,
          decimals: decimalsFor(change),
          values: [finite(change.a), finite(change.b), finite(change.difference)],
          ...(withNotes ? { notes: [notes[i] ?? ""] } : {}),
        })),
      },
    ],
  };
}

/** Enough decimals to see the difference, three significant figures of it. */
function decimalsFor({ difference }: Change): number {
  if (difference === undefined || !Number.isFinite(difference) || difference === 0) return 2;
  let decimals = 0;
  for (let size = Math.abs(difference); size < 100 && decimals < 9; size *= 10) decimals += 1;
  return decimals;
}
