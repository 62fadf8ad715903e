import type { Report } from "../tables/table.ts";

/** Language of the words and numbers the program itself supplies; labels are the scenario's. */
export type Language = Report["language"];

/** The words rendering supplies. */
export type Captions = Readonly<{
  /** Before the number of a table. */
  table: string;
  /** Over the sum of a row, if the table has no word of its own. */
  total: string;
  /** Before what a run was made with that the scenario does not say. */
  runWith: string;
  /** Words of units, where they are not the ones scenarios are written in. */
  units: Readonly<Record<string, string>>;
}>;

export const captions: Readonly<Record<Language, Captions>> = {
  sv: {
    table: "Tabell",
    total: "Summa",
    runWith: "Körd med",
    units: {
      persons: "personer",
      places: "platser",
      place: "plats",
      staff: "anställda",
      hours: "timmar",
      day: "dygn",
      month: "månad",
      months: "månader",
      year: "år",
    },
  },
  en: { table: "Table", total: "Total", runWith: "Run with", units: {} },
};

/** A unit as text: `SEK/person-day` is `SEK/person-dygn` in Swedish. Amounts of money keep their names. */
export function unitText(unit: string, language: Language): string {
  const { units } = captions[language];
  return unit.replaceAll(/[a-z]+/gu, (word) =>
    Object.hasOwn(units, word) ? (units[word] ?? word) : word,
  );
}
