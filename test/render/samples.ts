import type { Report, Table } from "../../src/tables/table.ts";

/** A report around tables, for tests that look at tables only. */
export function report(tables: readonly Table[], changes: Partial<Report> = {}): Report {
  return {
    scenario: "sample",
    title: "Sample",
    language: "sv",
    prices: "löpande priser",
    variant: [],
    tables,
    ...changes,
  };
}

/** A table with one leaf, and whatever a test needs instead. */
export function table(changes: Partial<Table> = {}): Table {
  return {
    id: "t",
    numbered: false,
    title: "Table",
    heading: "Row",
    unit: "mkr",
    priced: true,
    decimals: 1,
    periods: ["2014"],
    rows: [{ key: "a", label: "A", kind: "leaf", values: [1] }],
    ...changes,
  };
}

/** Consecutive months as periods, from January of a year or a later month. */
export function months(count: number, year = 2014, first = 1): string[] {
  return Array.from({ length: count }, (_, i) => {
    const month = year * 12 + first - 1 + i;
    return `${Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, "0")}`;
  });
}

/** Stocks of people by month, with long labels, indentation and a row in another unit. */
export function monthly(periods: readonly string[]): Table {
  const row = (start: number, growth: number): number[] =>
    periods.map((_, i) => start + growth * i);
  return table({
    id: "stocks",
    title: "Inskrivna i mottagningssystemet",
    heading: "Vid månadens slut",
    unit: "personer",
    decimals: 0,
    periods,
    rows: [
      { key: "open", label: "I väntan på beslut", kind: "leaf", values: row(27000, 211.4) },
      { key: "appeal", label: "I väntan på dom", kind: "leaf", values: row(6100, -30.2) },
      {
        key: "waiting",
        label: "Med uppehållstillstånd i väntan på kommunplats",
        kind: "leaf",
        values: row(10000, 433.3),
      },
      {
        key: "minors",
        label: "varav ensamkommande barn",
        depth: 1,
        kind: "leaf",
        values: row(900, 12.5),
      },
      {
        key: "temporary",
        label: "Andel i tillfälligt boende",
        kind: "leaf",
        unit: "%",
        decimals: 1,
        values: row(28, 0.41),
      },
      {
        key: "registered",
        label: "Inskrivna",
        kind: "total",
        parts: ["open", "appeal", "waiting"],
        values: row(43100, 614.5),
      },
    ],
  });
}

/** Assumptions with text columns beside their values. */
export const assumptions: Table = table({
  id: "assumptions",
  title: "Antaganden",
  heading: "Antagande",
  unit: "kr per plats och dygn",
  decimals: 1,
  periods: ["2014"],
  notes: ["Källa", "Motivering"],
  rows: [
    {
      key: "abk",
      label: "Kostnad för egen plats",
      kind: "leaf",
      values: [83],
      notes: [
        "Årsredovisning 2013",
        "Hyra, drift och personal; betalas även när platsen står tom.",
      ],
    },
    {
      key: "abt",
      label: "Kostnad för tillfällig plats",
      kind: "leaf",
      values: [373.5],
      notes: ["Budgetunderlag 2015–2018, s. 13", "Fyra till fem gånger en egen plats."],
    },
    {
      key: "share",
      label: "Beläggning",
      kind: "leaf",
      unit: "%",
      values: [95],
      notes: ["", "Antagande; platser står tomma mellan två boende."],
    },
  ],
});
