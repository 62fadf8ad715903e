/** Format-neutral tables: what a run shows, before any rounding. Rendering turns them into text. */

export interface Row {
  /** Unique in the table; may contain slashes: `8/1:1/forecast`. With table and period it is an address. */
  readonly key: string;
  readonly label: string;
  /** Expenditure area and appropriation the row belongs to, where there is one: `8` and `1:1`. */
  readonly area?: string;
  readonly appropriation?: string;
  /** Steps of indentation. */
  readonly depth?: number;
  /** A heading has no values. A sum is printed as the sum of its printed parts; `total` sets it apart with a rule. */
  readonly kind: "heading" | "leaf" | "sum" | "total";
  /** Keys of the rows a sum or total adds up. */
  readonly parts?: readonly string[];
  /** One per period, unrounded, in the table's unit; null is an empty cell, which is not 0. */
  readonly values: readonly (number | null)[];
  /** Overrides of the table's unit and decimals, for tables that mix persons and shares. */
  readonly unit?: string;
  readonly decimals?: number;
  /** Text columns after the values, one per `Table.notes`. */
  readonly notes?: readonly string[];
  /** What a reader has to know of the row; a table that shows it says so once under itself. */
  readonly footnote?: string;
}

export interface Table {
  /** Also the number it is printed with, where the scenario numbers its tables: `5`. */
  readonly id: string;
  /** Whether `id` is a number to print: `Tabell 5`. */
  readonly numbered: boolean;
  readonly title: string;
  /** Text over the column of labels, such as `Anslag`. */
  readonly heading: string;
  readonly unit: string;
  /** Whether the table shows money, so that its price basis is said. */
  readonly priced: boolean;
  /** The most decimals a value is printed with; trailing zeros are left out: 20, 12,5. */
  readonly decimals: number;
  /**
   * Years (`2014`), months (`2014-03`) or `total`, which is the sum of the printed cells before it; in a table
   * that is not about time what else its columns show.
   */
  readonly periods: readonly string[];
  /** Words over columns, by period, where the period itself is not to be printed: that of `total`. */
  readonly columnLabels?: Readonly<Record<string, string>>;
  /** Words over the text columns. */
  readonly notes?: readonly string[];
  readonly rows: readonly Row[];
  /** Sentences printed under the table, such as what is not known. */
  readonly footnotes?: readonly string[];
}

/** The tables of one scenario. */
export interface Report {
  readonly scenario: string;
  readonly title: string;
  readonly language: "sv" | "en";
  /** Price basis in words, for instance `2014 års priser`. */
  readonly prices: string;
  /** How the run was made when not as the scenario says: funding mode, intake case, changed inputs. */
  readonly variant: readonly string[];
  readonly tables: readonly Table[];
}

/** Language of the words and numbers the program itself supplies; labels are the scenario's. */
export type Language = Report["language"];
