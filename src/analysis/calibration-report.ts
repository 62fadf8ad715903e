import { frameMissed, type Calibration, type FittedTarget } from "./calibrate.ts";
import type { Target } from "./fitted-model.ts";
import { rowName } from "../model/refs.ts";
import type { Language, Row, Table } from "../tables/table.ts";
import { calibrationWords } from "../tables/words.ts";

export interface CalibrationOptions {
  readonly language: Language;
  /** Money as it is shown, and one of it in the currency. */
  readonly money: { readonly unit: string; readonly scale: number };
}

const base = { numbered: false, unit: "", priced: false, decimals: 1 } as const;

/** Decimals of a row's figures: shares need more than persons and money. */
const decimalsOf = ({ unit }: { readonly unit: string }): number => (unit === "" ? 3 : 1);

/** A calibration as tables: numbers, levels, targets, rows, what cannot be told apart, what was left out. */
export function calibrationTables(calibration: Calibration, options: CalibrationOptions): Table[] {
  return [
    summaryTable(calibration, options),
    parametersTable(calibration, options),
    ...(calibration.levels.length === 0 ? [] : [levelsTable(calibration, options)]),
    targetsTable(calibration, options),
    rowsTable(calibration, options),
    directionsTable(calibration, options),
    ...(calibration.leftOut.length === 0 ? [] : [leftOutTable(calibration, options)]),
  ];
}

/** A line over others. */
const headingOf = (key: string, label: string, columns: readonly unknown[], depth = 0): Row => ({
  key,
  label,
  depth,
  kind: "heading",
  values: columns.map(() => null),
});

function summaryTable(
  { targets, parameters, freedom, cost, fit }: Calibration,
  { language }: CalibrationOptions,
): Table {
  const own = calibrationWords[language];
  const leaf = (
    key: string,
    label: string,
    value: number | null,
    extra: Partial<Row> = {},
  ): Row => ({
    key,
    label,
    kind: "leaf",
    values: [value],
    ...extra,
  });
  return {
    ...base,
    id: "fit",
    title: own.summary,
    heading: own.measure,
    decimals: 3,
    periods: ["value"],
    columnLabels: { value: own.value },
    rows: [
      leaf("targets", own.counts.targets, targets.length),
      leaf("numbers", own.counts.numbers, parameters.length),
      leaf("freedom", own.counts.freedom, freedom),
      leaf("unfitted", own.counts.unfitted, cost.unfitted),
      leaf("fitted", own.counts.fitted, cost.fitted),
      ...fit.costs.map(({ start, cost: found, reason }): Row => {
        const origin = start === 0 ? own.declared : `${own.found} ${start}`;
        // Where the model cannot be run at the start nothing is found.
        const noRun = found === Infinity;
        const why = noRun ? `: ${own.noRun}` : reason === "iterations" ? `, ${own.falling}` : "";
        return leaf(`start/${start}`, `${origin}${why}`, noRun ? null : found, { depth: 1 });
      }),
    ],
  };
}

function parametersTable(calibration: Calibration, { language }: CalibrationOptions): Table {
  const own = calibrationWords[language];
  const periods = ["start", "value", "from", "to"];
  return {
    ...base,
    id: "parameters",
    title: own.parameters,
    heading: own.number,
    decimals: 6,
    periods,
    columnLabels: { start: own.start, value: own.value, from: own.from, to: own.to },
    rows: calibration.parameters.flatMap(
      ({ inputs, unit, start, value, from, to, at, moves, why }): Row[] => [
        headingOf(`why/${inputs.join(",")}`, why, periods),
        {
          key: inputs.join(","),
          label: [
            inputs.join(", "),
            ...(moves ? [] : [own.inert]),
            ...(at === "free" ? [] : [own.at[at]]),
          ].join("; "),
          depth: 1,
          kind: "leaf",
          unit,
          values: [start, value, from, to],
        },
      ],
    ),
  };
}

function levelsTable({ levels }: Calibration, { language, money }: CalibrationOptions): Table {
  const own = calibrationWords[language];
  const periods = ["start", "value", "most"];
  return {
    ...base,
    id: "levels",
    title: own.levels,
    heading: own.line,
    decimals: 3,
    periods,
    columnLabels: { start: own.start, value: own.value, most: own.most },
    rows: levels.flatMap((level): Row[] => {
      const { line, path, appropriation, year, unit, before, need, share, atMost } = level;
      const leaf = (key: string, label: string, extra: Partial<Row>): Row => ({
        key: `${key}/${line}`,
        label,
        kind: "leaf",
        depth: 1,
        values: [],
        ...extra,
      });
      const inMoney = (...amounts: (number | null)[]): Partial<Row> => ({
        unit: money.unit,
        decimals: 1,
        values: amounts.map((amount) => (amount === null ? null : amount / money.scale)),
      });
      const missed = frameMissed(level);
      return [
        headingOf(`line/${line}`, `${appropriation} ${year}`, periods),
        leaf("planned", own.planned, inMoney(before, need, null)),
        ...(missed === 0 ? [] : [leaf("missed", own.missed, inMoney(null, missed, null))]),
        leaf("level", path, { unit, values: [level.start, level.value, null] }),
        leaf("share", own.share, {
          unit: "%",
          decimals: 1,
          values: [null, 100 * share, 100 * atMost],
        }),
      ];
    }),
    footnotes: [
      own.notes.levels,
      ...(levels.every((level) => frameMissed(level) === 0) ? [] : [own.notes.missed]),
    ],
  };
}

const signOf = ({ compare }: Target): string =>
  compare === "equal" ? "" : compare === "at_least" ? " ≥" : " ≤";

const nameOf = ({ row, funding }: Pick<Target, "row" | "funding">): string =>
  `${rowName(row)}${funding === "need" ? "" : ` (${funding})`}`;

/** Groups of neighbours that belong to one row. */
function byRow<T extends { readonly target: Target }>(
  cells: readonly T[],
): (readonly [T, ...T[]])[] {
  const rows = new Map<string, [T, ...T[]]>();
  for (const cell of cells) {
    const known = rows.get(nameOf(cell.target));
    if (known === undefined) rows.set(nameOf(cell.target), [cell]);
    else known.push(cell);
  }
  return [...rows.values()];
}

function targetsTable({ targets }: Calibration, { language }: CalibrationOptions): Table {
  const own = calibrationWords[language];
  const periods = ["published", "unfitted", "fitted", "difference", "tolerances"];
  return {
    ...base,
    id: "targets",
    title: own.targets,
    heading: own.cell,
    periods,
    columnLabels: {
      published: own.published,
      unfitted: own.unfitted,
      fitted: own.fitted,
      difference: own.difference,
      tolerances: own.tolerances,
    },
    rows: byRow(targets).flatMap((cells): Row[] => {
      const [{ target: first }] = cells;
      return [
        headingOf(`row/${first.funding}/${rowName(first.row)}`, nameOf(first), periods),
        ...cells.map(({ target, unfitted, fitted, missed }: FittedTarget): Row => ({
          key: `${target.funding}/${rowName(target.row)}@${target.period}`,
          label: `${target.period}${signOf(target)}`,
          depth: 1,
          kind: "leaf",
          unit: target.unit,
          decimals: decimalsOf(target),
          values: [
            target.published,
            unfitted,
            fitted,
            fitted - target.published,
            Math.abs(missed) / target.tolerance,
          ],
        })),
      ];
    }),
  };
}

function rowsTable({ rows }: Calibration, { language }: CalibrationOptions): Table {
  const own = calibrationWords[language];
  return {
    ...base,
    id: "misses",
    title: own.rows,
    heading: own.row,
    periods: ["net", "absolute", "zeros", "first", "unfitted"],
    columnLabels: {
      net: own.net,
      absolute: own.absolute,
      zeros: own.zeros,
      first: own.first,
      unfitted: own.unfitted,
    },
    rows: rows.flatMap((row): Row[] => {
      const { row: name, unit, funding, published, net, absolute, zeros, first, unfitted } = row;
      const values = [net, absolute, zeros, first, unfitted];
      const key = `${funding}/${rowName(name)}`;
      return [
        {
          key,
          label: nameOf(row),
          kind: "leaf",
          unit,
          decimals: decimalsOf(row),
          values,
        },
        {
          key: `percent/${key}`,
          label: own.percent,
          kind: "leaf",
          depth: 1,
          unit: "%",
          values: values.map((value) => (published === 0 ? null : (100 * value) / published)),
        },
      ];
    }),
    footnotes: [own.notes.rows],
  };
}

function directionsTable({ directions }: Calibration, { language }: CalibrationOptions): Table {
  const own = calibrationWords[language];
  return {
    ...base,
    id: "directions",
    title: own.apart,
    heading: own.direction,
    decimals: 2,
    periods: ["value"],
    columnLabels: { value: own.value },
    rows: directions.flatMap(({ size, parts }, i): Row[] => {
      const key = String(i + 1);
      const leaf = (name: string, label: string, value: number): Row => ({
        key: `${key}/${name}`,
        label,
        depth: 1,
        kind: "leaf",
        values: [value],
      });
      return [
        headingOf(key, `${own.direction} ${key}`, ["value"]),
        leaf("size", own.size, size),
        ...parts.map(({ parameter: { inputs }, share }) =>
          leaf(inputs.join(","), inputs.join(", "), share),
        ),
      ];
    }),
    footnotes: [own.notes.apart],
  };
}

function leftOutTable({ leftOut }: Calibration, { language }: CalibrationOptions): Table {
  const own = calibrationWords[language];
  const periods = ["published", "predicted", "error", "error_percent"];
  return {
    ...base,
    id: "left-out",
    title: own.left,
    heading: own.cell,
    periods,
    columnLabels: {
      published: own.published,
      predicted: own.predicted,
      error: own.error,
      error_percent: own.errorPercent,
    },
    rows: leftOut.flatMap(({ name, cells }): Row[] => [
      headingOf(name, name, periods),
      ...byRow(cells).flatMap((row): Row[] => [
        headingOf(`${name}/${nameOf(row[0].target)}`, nameOf(row[0].target), periods, 1),
        ...row.map(({ target, predicted, missed }): Row => {
          return {
            key: `${name}/${target.funding}/${rowName(target.row)}@${target.period}`,
            label: `${target.period}${signOf(target)}`,
            kind: "leaf",
            depth: 2,
            unit: target.unit,
            decimals: decimalsOf(target),
            values: [
              target.published,
              predicted,
              missed,
              missed === null || target.published === 0 ? null : (100 * missed) / target.published,
            ],
          };
        }),
      ]),
    ]),
    footnotes: [own.notes.left],
  };
}
