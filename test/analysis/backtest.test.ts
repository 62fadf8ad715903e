import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backtest, type Scorable } from "../../src/analysis/backtest.ts";
import { monthOf } from "../../src/language/calendar.ts";
import type { Figure } from "../../src/language/calendar.ts";

const year = (of: number, value: number): Figure => ({
  period: String(of),
  from: monthOf(of, 0),
  to: monthOf(of, 11),
  value,
});
const month = (of: number, value: number): Figure => ({
  period: `2012-0${of}`,
  from: monthOf(2012, of - 1),
  to: monthOf(2012, of - 1),
  value,
});

const start = monthOf(2012, 0);

/** A row with what was said by period. */
const row = (
  outcomes: readonly Figure[],
  said: Readonly<Record<string, number>>,
  before: readonly Figure[] = [],
): Scorable => ({
  row: "flows/a",
  unit: "persons",
  decimals: 0,
  origin: "a source",
  outcomes,
  before,
  forecast: (period) => said[period] ?? null,
});

describe("backtest, by hand", () => {
  it("scores a forecast and both baselines", () => {
    const { rows, horizons } = backtest(
      [
        row([year(2012, 100), year(2013, 200)], { 2012: 110, 2013: 160 }, [
          year(2011, 90),
          year(2010, 80),
        ]),
      ],
      start,
    );
    expect(rows[0]).toMatchObject({
      cells: [
        {
          period: "2012",
          horizon: 1,
          said: { forecast: 110, no_change: 90, same_change: 100 },
          error: 10,
          errorPercent: 10,
        },
        {
          period: "2013",
          horizon: 2,
          said: { forecast: 160, no_change: 90, same_change: 110 },
          error: -40,
          errorPercent: -20,
        },
      ],
      bias: { forecast: -15, no_change: -60, same_change: -45 },
      mae: { forecast: 25, no_change: 60, same_change: 45 },
      skill: { forecast: null, no_change: 1 - 25 / 60, same_change: 1 - 25 / 45 },
    });
    expect(horizons).toEqual([
      { horizon: 1, over: "all", rows: 1, mape: { forecast: 10, no_change: 10, same_change: 0 } },
      { horizon: 2, over: "all", rows: 1, mape: { forecast: 20, no_change: 55, same_change: 45 } },
    ]);
  });

  it("counts the periods that have passed, also where past figures have gaps", () => {
    const said = backtest(
      [row([year(2013, 1)], {}, [year(2007, 10), year(2010, 40)])],
      monthOf(2012, 6),
    ).rows[0]?.cells[0];
    expect(said).toMatchObject({ horizon: 2, said: { no_change: 40, same_change: 70 } });
    const monthly = backtest([row([month(5, 1)], {}, [month(1, 10), month(2, 13)])], start + 2);
    expect(monthly.rows[0]?.cells[0]).toMatchObject({
      horizon: 3,
      said: { no_change: 13, same_change: 22 },
    });
  });

  it("leaves empty what nothing is known of", () => {
    const nothing = { forecast: null, no_change: null, same_change: null };
    const { rows, horizons } = backtest([row([year(2012, 10)], {})], start);
    expect(rows[0]).toMatchObject({
      cells: [{ said: nothing, error: null, errorPercent: null }],
      bias: nothing,
      mae: nothing,
      skill: nothing,
    });
    expect(horizons).toEqual([]);
    // One figure is no change; a baseline that is exact cannot be beaten; 0 has no percentages.
    const exact = backtest([row([year(2012, 0)], { 2012: 5 }, [year(2011, 0)])], start);
    expect(exact.rows[0]).toMatchObject({
      cells: [{ error: 5, errorPercent: null }],
      mae: { forecast: 5, no_change: 0, same_change: null },
      skill: nothing,
    });
    expect(exact.horizons).toEqual([]);
  });

  it("compares with a baseline only where the model said something", () => {
    const outcomes = [year(2012, 100), year(2013, 1000)];
    const { rows } = backtest([row(outcomes, { 2012: 95 }, [year(2011, 90)])], start);
    expect(rows[0]).toMatchObject({
      mae: { forecast: 5, no_change: 460 },
      skill: { no_change: 0.5 },
    });
  });

  it("averages percentages over the same rows for all methods", () => {
    const { horizons } = backtest(
      [
        row([year(2012, 100)], { 2012: 140 }),
        row([year(2012, 100)], { 2012: 110 }, [year(2011, 70)]),
        row([year(2012, -100)], { 2012: -80 }, [year(2011, -90), year(2010, -80)]),
        row([year(2013, 50)], { 2013: 50 }),
      ],
      start,
    );
    expect(horizons).toEqual([
      {
        horizon: 1,
        over: "all",
        rows: 3,
        mape: { forecast: 70 / 3, no_change: null, same_change: null },
      },
      {
        horizon: 1,
        over: "no_change",
        rows: 2,
        mape: { forecast: 15, no_change: 20, same_change: null },
      },
      {
        horizon: 1,
        over: "same_change",
        rows: 1,
        mape: { forecast: 20, no_change: 10, same_change: 0 },
      },
      {
        horizon: 2,
        over: "all",
        rows: 1,
        mape: { forecast: 0, no_change: null, same_change: null },
      },
    ]);
  });
});

describe("backtest, laws", () => {
  const amounts = fc.array(fc.integer({ min: -1_000_000, max: 1_000_000 }), {
    minLength: 1,
    maxLength: 6,
  });
  const rowOf = (outcomes: readonly number[], off: number, past: readonly number[]): Scorable => {
    const said = Object.fromEntries(outcomes.map((value, i) => [2012 + i, value + off]));
    return row(
      outcomes.map((value, i) => year(2012 + i, value)),
      said,
      past.map((value, i) => year(2011 - i, value)),
    );
  };

  it("what came is forecast without error; what is off by as much everywhere has that bias", () => {
    fc.assert(
      fc.property(
        amounts,
        amounts,
        fc.integer({ min: -1000, max: 1000 }),
        (outcomes, past, off) => {
          const exact = backtest([rowOf(outcomes, 0, past)], start);
          expect(exact.rows[0]).toMatchObject({ bias: { forecast: 0 }, mae: { forecast: 0 } });
          for (const { mape } of exact.horizons) expect(mape.forecast).toBe(0);
          expect([1, null]).toContain(exact.rows[0]?.skill.no_change);
          const [scored] = backtest([rowOf(outcomes, off, past)], start).rows;
          expect(scored).toMatchObject({ bias: { forecast: off } });
          expect(scored?.mae.forecast).toBe(Math.abs(off));
        },
      ),
    );
  });

  it("a forecast that says what a baseline says has no skill against it", () => {
    fc.assert(
      fc.property(amounts, fc.integer(), fc.integer(), (outcomes, last, previous) => {
        const past = [year(2011, last), year(2010, previous)];
        const of = outcomes.map((value, i) => year(2012 + i, value));
        const drift = Object.fromEntries(
          of.map((_, i) => [2012 + i, last + (i + 1) * (last - previous)]),
        );
        const level = Object.fromEntries(of.map((_, i) => [2012 + i, last]));
        expect([0, null]).toContain(
          backtest([row(of, drift, past)], start).rows[0]?.skill.same_change,
        );
        expect([0, null]).toContain(
          backtest([row(of, level, past)], start).rows[0]?.skill.no_change,
        );
      }),
    );
  });
});
