import type { Backtest, Method, PerMethod, ScoredCell, ScoredRow } from "./backtest.ts";
import type { Language, Row, Table } from "../tables/table.ts";
import { backtestWords } from "../tables/words.ts";

const counted = (count: number, [one, more]: readonly [string, string]): string =>
  `${count} ${count === 1 ? one : more}`;

type BacktestOptions = Readonly<{ monthly: boolean; priced: boolean; language: Language }>;

/** A back-test as two tables: what was said and what came, cell by cell; then how good that was. */
export function backtestTables(result: Backtest, options: BacktestOptions): Table[] {
  return [cellsTable(result, options), scoresTable(result, options)];
}

/** Ids of the tables; outcomes of months have their own. */
const idOf = (id: string, { monthly }: BacktestOptions): string => (monthly ? `${id}-monthly` : id);

/** The unit all rows have, so that it need not be said in each; nothing where they differ. */
const commonUnit = ({ rows }: Backtest): string => {
  const units = new Set(rows.map(({ of }) => of.unit));
  const [unit = ""] = units;
  return units.size === 1 ? unit : "";
};

/** The model, and the baselines that have anything to say. */
function methodsIn({ rows }: Backtest): Method[] {
  const baselines = (["no_change", "same_change"] as const).filter((method) =>
    rows.some(({ mae }) => mae[method] !== null),
  );
  return ["forecast", ...baselines];
}

/** Over what is said of a row. What is said comes first in every key: a row's own address can end in any word. */
const headingOf = ({ of }: ScoredRow, label: string, columns: readonly unknown[]): Row => ({
  key: `row/${of.row}`,
  label,
  kind: "heading",
  values: columns.map(() => null),
});

function cellsTable(result: Backtest, options: BacktestOptions): Table {
  const { language, monthly, priced } = options;
  const own = backtestWords[language];
  const cells = result.rows.flatMap((row) => row.cells);
  const horizons = new Map(cells.map(({ period, horizon }) => [period, horizon]));
  const periods = [...horizons.keys()].toSorted((a, b) => (a < b ? -1 : 1));
  const rows = result.rows.flatMap((row): Row[] => {
    const { row: key, unit, decimals } = row.of;
    const leaf = (
      name: string,
      label: string,
      value: (cell: ScoredCell) => number | null,
      extra: Partial<Row> = {},
    ): Row => ({
      key: `${name}/${key}`,
      label,
      kind: "leaf",
      depth: 1,
      unit,
      decimals,
      values: periods.map((period) => {
        const cell = row.cells.find((candidate) => candidate.period === period);
        return cell === undefined ? null : value(cell);
      }),
      ...extra,
    });
    const baselines = (["no_change", "same_change"] as const).filter(
      (method) => row.mae[method] !== null,
    );
    return [
      headingOf(row, `${key}: ${row.of.origin}`, periods),
      leaf("outcome", own.outcome, ({ outcome }) => outcome),
      leaf("forecast", own.said.forecast, ({ said }) => said.forecast),
      leaf("error", own.error, ({ error }) => error),
      leaf("error_percent", own.errorPercent, ({ errorPercent }) => errorPercent, {
        unit: "%",
        decimals: 1,
      }),
      ...baselines.map((method) => leaf(method, own.said[method], ({ said }) => said[method])),
    ];
  });
  return {
    id: idOf("backtest", options),
    numbered: false,
    title: own.cells,
    heading: own.cell,
    unit: commonUnit(result),
    priced,
    decimals: 0,
    periods,
    rows: [
      {
        key: "horizon",
        label: monthly ? own.months : own.years,
        kind: "leaf",
        unit: "",
        values: periods.map((period) => horizons.get(period) ?? null),
      },
      ...rows,
    ],
  };
}

function scoresTable(result: Backtest, options: BacktestOptions): Table {
  const { language, monthly, priced } = options;
  const own = backtestWords[language];
  const methods = methodsIn(result);
  const leaf = (key: string, label: string, values: PerMethod, extra: Partial<Row>): Row => ({
    key,
    label,
    kind: "leaf",
    depth: 1,
    values: methods.map((method) => values[method]),
    ...extra,
  });
  const rows = result.rows.flatMap((row): Row[] => {
    const { row: key, unit, decimals } = row.of;
    return [
      headingOf(row, key, methods),
      leaf(`bias/${key}`, own.bias, row.bias, { unit, decimals }),
      leaf(`mae/${key}`, own.mae, row.mae, { unit, decimals }),
      ...(row.mae.no_change === null
        ? []
        : [leaf(`skill/${key}`, own.skill, row.skill, { unit: "", decimals: 2 })]),
    ];
  });
  const horizons = result.horizons.map(({ horizon, over, rows: count, mape }): Row => {
    const time = counted(horizon, own.horizon[monthly ? "months" : "years"]);
    const key = over === "all" ? `mape/${horizon}` : `mape/${horizon}/${over}`;
    const label = `${time}, ${counted(count, own.rows)}${own.over[over]}`;
    return leaf(key, label, mape, { unit: "%", decimals: 1 });
  });
  const baselines = methods.filter((method) => method !== "forecast");
  return {
    id: idOf("scores", options),
    numbered: false,
    title: own.scores,
    heading: own.row,
    unit: commonUnit(result),
    priced,
    decimals: 0,
    periods: methods,
    columnLabels: own.said,
    rows: [
      ...rows,
      { key: "mape", label: own.percent, kind: "heading", values: methods.map(() => null) },
      ...horizons,
    ],
    footnotes: [
      ...baselines.map((method) => own.notes[method]),
      ...(baselines.length === 0 ? [] : [own.notes.skill]),
    ],
  };
}
