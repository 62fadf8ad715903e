import { describe, expect, test } from "vitest";
import { backtestTables } from "../../src/analysis/backtest-report.ts";
import { backtest, type Scorable } from "../../src/analysis/backtest.ts";
import { monthOf, type Figure } from "../../src/language/calendar.ts";
import type { Row, Table } from "../../src/tables/table.ts";
import { there } from "../support/there.ts";

const year = (of: number, value: number): Figure => ({
  period: String(of),
  from: monthOf(of, 0),
  to: monthOf(of, 11),
  value,
});
const month = (of: number, value: number): Figure => ({
  period: `2012-${String(of).padStart(2, "0")}`,
  from: monthOf(2012, of - 1),
  to: monthOf(2012, of - 1),
  value,
});

const scored = (
  row: string,
  outcomes: readonly Figure[],
  said: Readonly<Record<string, number>>,
  before: readonly Figure[] = [],
  given: Partial<Scorable> = {},
): Scorable => ({
  row,
  unit: "persons",
  decimals: 0,
  origin: "Report, p. 3",
  outcomes,
  before,
  forecast: (period) => said[period] ?? null,
  ...given,
});

const start = monthOf(2012, 0);
const english = { monthly: false, priced: false, language: "en" } as const;

const tables = (
  rows: readonly Scorable[],
  options: Partial<Parameters<typeof backtestTables>[1]> = {},
): { cells: Table; scores: Table } => {
  const [cells, scores] = backtestTables(backtest(rows, start), { ...english, ...options });
  return { cells: there(cells), scores: there(scores) };
};

const values = ({ rows }: Table): Readonly<Record<string, Row["values"]>> =>
  Object.fromEntries(rows.map(({ key, values: own }) => [key, own]));

const row = ({ rows }: Table, key: string): Row => there(rows.find((one) => one.key === key));

// Two figures are known from before: 90, and 80 the year before that.
const granted = scored(
  "flows/granted",
  [year(2013, 200), year(2012, 100)],
  { 2012: 110, 2013: 160 },
  [year(2011, 90), year(2010, 80)],
);
const cost = scored("need/1/1/need", [year(2012, 50)], { 2012: 40 }, [], {
  unit: "mkr",
  decimals: 1,
});
const waiting = scored("stocks/open", [year(2012, 10), year(2013, 0)], { 2012: 5 }, [
  year(2011, 10),
]);

describe("the cells of a back-test", () => {
  test("stand by year: what came, what was said, the error and what else could have been said", () => {
    const { cells } = tables([granted, cost]);
    expect(cells).toMatchObject({
      id: "backtest",
      numbered: false,
      title: "Forecast and outcome",
      heading: "Cell",
      decimals: 0,
      periods: ["2012", "2013"],
    });
    expect(values(cells)).toEqual({
      horizon: [1, 2],
      "row/flows/granted": [null, null],
      "outcome/flows/granted": [100, 200],
      "forecast/flows/granted": [110, 160],
      "error/flows/granted": [10, -40],
      "error_percent/flows/granted": [10, -20],
      "no_change/flows/granted": [90, 90],
      "same_change/flows/granted": [100, 110],
      "row/need/1/1/need": [null, null],
      "outcome/need/1/1/need": [50, null],
      "forecast/need/1/1/need": [40, null],
      "error/need/1/1/need": [-10, null],
      "error_percent/need/1/1/need": [-20, null],
    });
  });

  test("have their row's unit and decimals, percentages their own", () => {
    const { cells } = tables([granted, cost]);
    expect(row(cells, "outcome/need/1/1/need")).toMatchObject({
      label: "outcome",
      kind: "leaf",
      depth: 1,
      unit: "mkr",
      decimals: 1,
    });
    expect(row(cells, "error_percent/need/1/1/need")).toMatchObject({ unit: "%", decimals: 1 });
    expect(row(cells, "no_change/flows/granted")).toMatchObject({
      label: "no change",
      unit: "persons",
      decimals: 0,
    });
    expect(row(cells, "horizon")).toMatchObject({ label: "Years from the start", unit: "" });
    expect(row(cells, "row/need/1/1/need")).toMatchObject({
      kind: "heading",
      label: "need/1/1/need: Report, p. 3",
    });
  });

  test("have errors in % of the size of what came, also where that is below 0", () => {
    const gap = scored("need/1/1/gap", [year(2012, -50)], { 2012: -40 });
    const found = values(tables([gap]).cells);
    expect(found["error/need/1/1/gap"]).toEqual([10]);
    expect(found["error_percent/need/1/1/gap"]).toEqual([20]);
  });

  test("say the unit over the table where all rows have it", () => {
    expect(tables([granted, cost]).cells.unit).toBe("");
    expect(tables([granted, waiting]).cells.unit).toBe("persons");
    expect(tables([granted, waiting]).scores.unit).toBe("persons");
    expect(tables([]).cells.unit).toBe("");
  });

  test("are priced where they show money", () => {
    expect(tables([cost], { priced: true })).toMatchObject({
      cells: { priced: true },
      scores: { priced: true },
    });
    expect(tables([granted])).toMatchObject({
      cells: { priced: false },
      scores: { priced: false },
    });
  });

  test("of months have tables of their own, in order of time", () => {
    const monthly = scored("flows/granted", [month(11, 4), month(2, 2)], { "2012-02": 3 });
    const { cells, scores } = tables([monthly], { monthly: true });
    expect([cells.id, scores.id]).toEqual(["backtest-monthly", "scores-monthly"]);
    expect(cells.periods).toEqual(["2012-02", "2012-11"]);
    expect(row(cells, "horizon")).toMatchObject({
      label: "Months from the start",
      values: [2, 11],
    });
    // November was not said.
    expect(row(cells, "error/flows/granted").values).toEqual([1, null]);
    expect(row(scores, "mape/2").label).toBe("2 months, 1 row");
  });

  test("speak the language asked for", () => {
    const { cells, scores } = tables([granted], { language: "sv" });
    expect(cells).toMatchObject({ title: "Prognos och utfall" });
    expect(row(cells, "outcome/flows/granted").label).toBe("utfall");
    expect(scores.title).toBe("Hur bra prognosen var");
    expect(row(scores, "mape/1").label).toBe("1 år, 1 rad");
  });
});

describe("the scores of a back-test", () => {
  test("have the mean errors of the model and of both baselines, and the skill", () => {
    const { scores } = tables([granted, cost]);
    expect(scores).toMatchObject({
      id: "scores",
      title: "How good the forecast was",
      heading: "Row",
      periods: ["forecast", "no_change", "same_change"],
      columnLabels: { forecast: "forecast", no_change: "no change", same_change: "same change" },
    });
    expect(values(scores)).toEqual({
      "row/flows/granted": [null, null, null],
      "bias/flows/granted": [-15, -60, -45],
      "mae/flows/granted": [25, 60, 45],
      "skill/flows/granted": [null, 1 - 25 / 60, 1 - 25 / 45],
      "row/need/1/1/need": [null, null, null],
      "bias/need/1/1/need": [-10, null, null],
      "mae/need/1/1/need": [10, null, null],
      mape: [null, null, null],
      // Of 2012, 10 % and 20 % off; then over the row with a past.
      "mape/1": [15, null, null],
      "mape/1/no_change": [10, 10, 0],
      "mape/2": [20, 55, 45],
    });
    expect(row(scores, "bias/need/1/1/need")).toMatchObject({
      label: "mean error",
      unit: "mkr",
      decimals: 1,
      depth: 1,
    });
    expect(row(scores, "mae/flows/granted").label).toBe("mean absolute error");
    expect(row(scores, "skill/flows/granted")).toMatchObject({
      label: "skill",
      unit: "",
      decimals: 2,
    });
    expect(row(scores, "mape/1")).toMatchObject({
      label: "1 year, 2 rows",
      unit: "%",
      decimals: 1,
    });
    expect(row(scores, "mape/1/no_change").label).toBe("1 year, 1 row with a past");
    expect(row(scores, "mape/2").label).toBe("2 years, 1 row");
    expect(row(scores, "row/flows/granted")).toMatchObject({
      kind: "heading",
      label: "flows/granted",
    });
  });

  test("count the rows of which a baseline says something", () => {
    // One with two past figures, one with one, one with none.
    const { scores } = tables([granted, waiting, cost]);
    const labels = scores.rows
      .filter(({ key }) => key.startsWith("mape/1"))
      .map(({ label }) => label);
    expect(labels).toEqual([
      "1 year, 3 rows",
      "1 year, 2 rows with a past",
      "1 year, 1 row with two past figures",
    ]);
  });

  test("have a column for each baseline that says anything, and a note on each", () => {
    const { scores: none } = tables([cost]);
    expect(none.periods).toEqual(["forecast"]);
    expect(none.footnotes).toEqual([]);
    const { scores: one } = tables([waiting, cost]);
    expect(one.periods).toEqual(["forecast", "no_change"]);
    expect(one.footnotes).toEqual([
      "No change: the last figure known before the start",
      expect.stringContaining("Skill: 1 − mean absolute error of the forecast"),
    ]);
    const { scores: two } = tables([granted]);
    expect(two.footnotes).toHaveLength(3);
    expect(two.footnotes?.[1]).toContain("Same change:");
  });

  test("have cells of baselines only where the row has them", () => {
    const { cells, scores } = tables([waiting]);
    expect(cells.rows.map(({ key }) => key)).not.toContain("same_change/stocks/open");
    expect(values(cells)["no_change/stocks/open"]).toEqual([10, 10]);
    // An outcome of 0 has no percentages, and a year without a forecast no error.
    expect(values(cells)["error_percent/stocks/open"]).toEqual([-50, null]);
    expect(values(cells)["error/stocks/open"]).toEqual([-5, null]);
    expect(values(scores)["mae/stocks/open"]).toEqual([5, 5]);
  });
});
