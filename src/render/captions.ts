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
}>;

export const captions: Readonly<Record<Language, Captions>> = {
  sv: { table: "Tabell", total: "Summa", runWith: "Körd med" },
  en: { table: "Table", total: "Total", runWith: "Run with" },
};
