/** Scores a forecast by what came, beside what could have been said without a model. */
import type { Figure, Month, Period } from "../language/calendar.ts";

/** One row of the model's tables and what came of it. */
export interface Scorable {
  /** `flows/granted`. */
  readonly row: string;
  readonly unit: string;
  /** To print its figures with. */
  readonly decimals: number;
  /** Where what came was published. */
  readonly origin: string;
  readonly outcomes: readonly Figure[];
  /** Figures of the same row that were known when the forecast was made. */
  readonly before: readonly Figure[];
  /** What the model said; null where it said nothing. */
  readonly forecast: (period: string) => number | null;
}

/**
 * The ways to forecast that are compared: the model's, the last figure known (`no_change`), and that with the
 * change since the one before repeated in each period (`same_change`).
 */
export type Method = "forecast" | "no_change" | "same_change";
export type PerMethod = Readonly<Record<Method, number | null>>;

export interface ScoredCell {
  readonly period: string;
  /** Years, or months, from the start to the end of the period: 1, 2, … */
  readonly horizon: number;
  readonly outcome: number;
  readonly said: PerMethod;
  /** What the model said less what came. */
  readonly error: number | null;
  /** Of the outcome's size; null where that is 0. */
  readonly errorPercent: number | null;
}

/** A row's cells and their means; null where nothing is known. */
export interface ScoredRow {
  readonly of: Scorable;
  readonly cells: readonly ScoredCell[];
  /** Mean error. */
  readonly bias: PerMethod;
  /** Mean absolute error. */
  readonly mae: PerMethod;
  /** 1 − mean absolute error of the forecast ÷ that of the other; null where that is 0. */
  readonly skill: PerMethod;
}

/** Mean absolute error in percent of the outcomes, over some rows. */
interface ScoredHorizon {
  readonly horizon: number;
  /** The rows over which it is the mean: all, or those of which this baseline says something, where they are fewer. */
  readonly over: "all" | Exclude<Method, "forecast">;
  readonly rows: number;
  readonly mape: PerMethod;
}

export interface Backtest {
  readonly rows: readonly ScoredRow[];
  readonly horizons: readonly ScoredHorizon[];
}

/** Years or months a period spans, from the one the run starts in to its own: 1 in the first. */
const horizonOf = ({ from, to }: Period, start: Month): number => {
  const months = to - from + 1;
  return Math.floor(from / months) - Math.floor(start / months) + 1;
};

/** What the figures before the start say of a period. */
function naive(before: readonly Figure[], { from }: Period): Omit<PerMethod, "forecast"> {
  const [last, previous] = before.toSorted((a, b) => b.from - a.from);
  if (last === undefined) return { no_change: null, same_change: null };
  const passed = from - last.from;
  return {
    no_change: last.value,
    same_change:
      previous === undefined
        ? null
        : last.value + ((last.value - previous.value) * passed) / (last.from - previous.from),
  };
}

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

const present = (values: readonly (number | null)[]): number[] =>
  values.filter((value) => value !== null);

const perMethod = (of: (method: Method) => number | null): PerMethod => ({
  forecast: of("forecast"),
  no_change: of("no_change"),
  same_change: of("same_change"),
});

/** The error of one method in a cell; null where it said nothing. */
function errorOf(
  { said, outcome }: Pick<ScoredCell, "said" | "outcome">,
  method: Method,
): number | null {
  const value = said[method];
  return value === null ? null : value - outcome;
}

const percentOf = (error: number | null, outcome: number): number | null =>
  error === null || outcome === 0 ? null : (100 * error) / Math.abs(outcome);

/** Scores rows whose figures are all of years, or all of months; `start` is the first month of the run. */
export function backtest(rows: readonly Scorable[], start: Month): Backtest {
  const scored = rows.map((row) => scoreRow(row, start));
  const horizons = [...new Set(scored.flatMap(({ cells }) => cells.map((cell) => cell.horizon)))];
  return {
    rows: scored,
    horizons: horizons
      .toSorted((a, b) => a - b)
      .flatMap((horizon) =>
        scoreHorizon(
          horizon,
          scored.flatMap(({ cells }) => cells.filter((cell) => cell.horizon === horizon)),
        ),
      ),
  };
}

function scoreRow(row: Scorable, start: Month): ScoredRow {
  const cells = row.outcomes.map((figure): ScoredCell => {
    const { period, value: outcome } = figure;
    const said = { forecast: row.forecast(period), ...naive(row.before, figure) };
    const error = errorOf({ said, outcome }, "forecast");
    const errorPercent = percentOf(error, outcome);
    const horizon = horizonOf(figure, start);
    return { period, horizon, outcome, said, error, errorPercent };
  });
  const errors = (method: Method, of = cells): number[] =>
    present(of.map((cell) => errorOf(cell, method)));
  const absolute = (method: Method, of = cells): number | null =>
    mean(errors(method, of).map(Math.abs));
  // Only where the model said something can it be compared.
  const forecast = cells.filter((cell) => cell.error !== null);
  return {
    of: row,
    cells,
    bias: perMethod((method) => mean(errors(method))),
    mae: perMethod((method) => absolute(method)),
    skill: perMethod((method) => {
      const [own, other] = [absolute("forecast", forecast), absolute(method, forecast)];
      return method === "forecast" || own === null || other === null || other === 0
        ? null
        : 1 - own / other;
    }),
  };
}

/**
 * Over all cells, for the methods that say something of each; then over those of which the baselines do, where these are
 * fewer: means over different rows are not comparable.
 */
function scoreHorizon(horizon: number, cells: readonly ScoredCell[]): ScoredHorizon[] {
  const usable = cells.filter(({ errorPercent }) => errorPercent !== null);
  const saidBy = (method: Method): ScoredCell[] =>
    usable.filter(({ said }) => said[method] !== null);
  const sets = [
    { over: "all", chosen: usable },
    { over: "no_change", chosen: saidBy("no_change") },
    { over: "same_change", chosen: saidBy("same_change") },
  ] as const;
  return sets
    .filter(
      // What a later baseline knows an earlier one does too, so sets of one size are the same.
      ({ chosen }, i) => chosen.length > 0 && chosen.length !== sets[i - 1]?.chosen.length,
    )
    .map(({ over, chosen }) => ({
      horizon,
      over,
      rows: chosen.length,
      mape: perMethod((method) => {
        const percents = present(
          chosen.map((cell) => percentOf(errorOf(cell, method), cell.outcome)),
        );
        return percents.length < chosen.length ? null : mean(percents.map(Math.abs));
      }),
    }));
}
