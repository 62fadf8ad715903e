/** Monthly values of a scenario's inputs, with the effects of measures. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Series } from "./bind.ts";
import { monthName, monthsOf, yearOf, type Month, type Period } from "./calendar.ts";
import type { Effect, IntakeCase, Quantity, Scenario } from "./scenario.ts";
import { codePoint } from "./structure.ts";

/** The value of a quantity in a month; undefined where none is given. An exact year beats a range. */
export function valueAt(
  quantity: Quantity,
  month: Month,
  intakeCase: IntakeCase = "mid",
): number | undefined {
  return quantity.points.find(({ from, to }) => from <= month && month <= to)?.[intakeCase];
}

/** How much of an effect is there in a month: 0 before it starts, 1 when the ramp is over. */
export function rampAt(
  { from, ramp, until }: Pick<Effect, "from" | "ramp" | "until">,
  delay: number,
  month: Month,
): number {
  const started = month - (from + delay);
  if (started < 0 || (until !== undefined && month > until + delay)) return 0;
  return ramp === 0 ? 1 : Math.min(1, (started + 1) / ramp);
}

/** Inputs over the months of a run; what is missing or driven out of its bounds is reported once per input. */
export interface Inputs {
  /** A value for all months where it never changes, or one per month. */
  readonly series: (quantity: Quantity, intakeCase?: IntakeCase, scale?: number) => Series;
  /** The value in the first month. */
  readonly constant: (quantity: Quantity) => number;
  /** Values of the months before the start, oldest first; without a quantity that is reported at `path`. */
  readonly past: (
    quantity: Quantity | undefined,
    count: number,
    path: string,
    label: string,
  ) => number[];
  /**
   * Effects that change nothing: on what the model does not read month by month (`never`), or on what it reads when the
   * run starts and the effect begins later (`late`).
   */
  readonly idle: () => readonly {
    readonly on: string;
    readonly measure: string;
    readonly why: "never" | "late";
  }[];
}

/** Reads inputs for the months of a period, with the effects of some measures. */
export function readInputs(
  { measures }: Scenario,
  active: ReadonlySet<string>,
  period: Period,
  report: (problem: Diagnostic) => void,
): Inputs {
  const months = monthsOf(period);
  /** An input may be read for several streams or lines, but its problem is one. */
  const told = new Set<string>();
  const tell = (problem: Diagnostic): void => {
    const text = `${problem.path}: ${problem.message}`;
    if (!told.has(text)) report(problem);
    told.add(text);
  };
  const effects = new Map<string, { effect: Effect; delay: number; measure: string }[]>();
  for (const measure of [...active].toSorted(codePoint)) {
    const { effects: list, delay } = measures[measure]!;
    for (const effect of list) {
      effects.set(effect.on, [...(effects.get(effect.on) ?? []), { effect, delay, measure }]);
    }
  }

  const changed = (quantity: Quantity, value: number, month: Month): number =>
    (effects.get(quantity.path) ?? []).reduce((total, { effect, delay }) => {
      const part = rampAt(effect, delay, month);
      return "add" in effect.change
        ? total + part * effect.change.add
        : total * (1 + part * (effect.change.multiply - 1));
    }, value);

  /** Measures together may drive an input where the format would not let it be written. */
  const checkBounds = (quantity: Quantity, values: readonly number[]): void => {
    const { numerator, denominator } = quantity.measure;
    const { min = 0, max = Infinity, positive = false } = quantity.bounds;
    const shown = values.map((value) => (value * denominator) / numerator);
    const wrong = shown.findIndex((v) => v < min || v > max || (positive && v === 0));
    if (wrong < 0) return;
    const names = [...new Set(effects.get(quantity.path)!.map(({ measure }) => measure))];
    tell({
      code: "out-of-range",
      severity: "error",
      message: `with the effects of ${names.join(", ")} this becomes ${Number(shown[wrong]!.toPrecision(6))} in ${monthName(months[wrong]!)}`,
      help: `expected ${max === Infinity ? `${positive ? "more than " : ""}${min}${positive ? "" : " or more"}` : `from ${min} to ${max}`}: make the effects smaller`,
      path: quantity.path,
    });
  };

  /** Values for given months; missing ones are reported together. */
  const over = (
    quantity: Quantity,
    span: readonly Month[],
    value: (month: Month) => number | undefined,
  ): number[] => {
    const values = span.map(value);
    const missing = span.filter((_, i) => values[i] === undefined);
    if (missing.length > 0) {
      const years = [...new Set(missing.map(yearOf))];
      tell({
        code: "missing-key",
        severity: "error",
        message: `no value for ${missing.length < 12 ? missing.map(monthName).join(", ") : years.join(", ")}`,
        help: `the run needs ${monthName(span[0]!)} to ${monthName(span.at(-1)!)}: add the years, or one value for all`,
        path: quantity.path,
      });
    }
    return values.map((v) => v ?? 0);
  };

  const read = new Set<string>();
  const readAtStart = new Set<string>();
  const series: Inputs["series"] = (quantity, intakeCase = "mid", scale = 1) => {
    read.add(quantity.path);
    return valuesOf(quantity, intakeCase, scale);
  };
  const valuesOf = (quantity: Quantity, intakeCase: IntakeCase, scale: number): Series => {
    const { points, path } = quantity;
    const [first] = points;
    const affected = effects.has(path);
    if (first !== undefined && !affected && first.from <= period.from && period.to <= first.to) {
      return first[intakeCase] * scale;
    }
    const values = over(quantity, months, (month) => {
      const value = valueAt(quantity, month, intakeCase);
      return value === undefined ? undefined : changed(quantity, value * scale, month);
    });
    if (affected) checkBounds(quantity, values);
    return values;
  };

  return {
    series,
    idle: () =>
      [...effects].flatMap(([on, list]) =>
        list.flatMap(({ effect, delay, measure }): ReturnType<Inputs["idle"]>[number][] => {
          if (read.has(on)) return [];
          if (!readAtStart.has(on)) return [{ on, measure, why: "never" }];
          return rampAt(effect, delay, period.from) > 0 ? [] : [{ on, measure, why: "late" }];
        }),
      ),
    constant: (quantity) => {
      readAtStart.add(quantity.path);
      const value = valuesOf(quantity, "mid", 1);
      return typeof value === "number" ? value : value[0]!;
    },
    past: (quantity, count, path, label) => {
      const span = Array.from({ length: count }, (_, i) => period.from - count + i);
      if (count > 0 && quantity === undefined) {
        report({
          code: "missing-key",
          severity: "error",
          message: `${label} looks back ${count} months and has no history`,
          help: `add "history" for ${monthName(span[0]!)} to ${monthName(span.at(-1)!)}`,
          path,
        });
      }
      return quantity === undefined
        ? span.map(() => 0)
        : over(quantity, span, (month) => valueAt(quantity, month));
    },
  };
}
