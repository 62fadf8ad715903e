import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { outputs } from "../../../src/core/equations.ts";
import { defaults, forecast, repeatable, type Forecast } from "../../../src/core/plan.ts";
import { StructureChanged, type Run } from "../../../src/core/run.ts";
import type { Funding, Quantity, Scenario } from "../../../src/core/scenario.ts";
import { buildWorld } from "../../../src/core/world.ts";
import { build } from "../../support/random-scenario.ts";
import { period, process, quantity, rate, scenario, stream } from "../build.ts";
import { cases, runs } from "./cases.ts";

/** A scenario, and its planning assumption, in which some inputs are other ones. */
function withInputs(base: Scenario, replaced: ReadonlyMap<string, Quantity>): Scenario {
  const copy = (node: unknown): unknown => {
    if (typeof node !== "object" || node === null) return node;
    if (node instanceof Map) return node;
    if ("points" in node && "path" in node) return replaced.get(String(node.path)) ?? node;
    if (Array.isArray(node)) return node.map(copy);
    return Object.fromEntries(Object.entries(node).map(([key, value]) => [key, copy(value)]));
  };
  return copy(base) as Scenario;
}

/** An input at 1 + amount times its values. */
const scaled = (given: Quantity, amount: number): Quantity => ({
  ...given,
  points: given.points.map(({ low, mid, high, ...point }) => ({
    ...point,
    low: low * (1 + amount),
    mid: mid * (1 + amount),
    high: high * (1 + amount),
  })),
});

/** Inputs that the model's months read. */
const inputsOf = ({ quantities }: Scenario): Quantity[] =>
  [...quantities.values()].filter(
    ({ path, points }) =>
      !path.startsWith("appropriations.") &&
      !path.startsWith("development.") &&
      points.some(({ mid }) => mid !== 0),
  );

/** All yearly outputs of a run, in one order. */
function figures({ inYear, years }: Run, given: Scenario, start: number, to: number): number[] {
  const world = buildWorld(
    given,
    {
      period: { from: start, to },
      funding: "need",
      intakeCase: "mid",
      intakeScale: 1,
      effects: new Set(),
      funds: new Map(),
      financed: new Map(),
    },
    () => {},
  );
  return outputs.flatMap(({ equation }) =>
    Object.values(world.sets).flatMap((elements) =>
      elements.flatMap(({ key }) => years.map((year) => inYear(equation, key, year) ?? 0)),
    ),
  );
}

const all = ({ run, planned, scenario: given }: Forecast): number[] => [
  ...figures(run, given, given.period.from, given.period.to),
  ...(planned === undefined || given.planning === undefined
    ? []
    : figures(planned, given.planning.assumption, given.planning.start, given.period.to)),
];

describe("a repeated forecast", () => {
  test("is the forecast of the changed scenario, in every output", () => {
    let compared = 0;
    fc.assert(
      fc.property(
        cases,
        fc.array(fc.nat({ max: 9999 }), { minLength: 1, maxLength: 4 }),
        fc.array(fc.integer({ min: -300, max: 0 }), { minLength: 4, maxLength: 4 }),
        ({ draft, funding }, picks, thousandths) => {
          const base = build(draft);
          const inputs = inputsOf(base);
          const chosen = [...new Set(picks.map((n) => inputs[n % inputs.length]))].filter(
            (input) => input !== undefined,
          );
          const amounts = chosen.map((_, i) => (thousandths[i] ?? 0) / 1000);
          const modes = [...new Set<Funding>(["need", funding])].map((mode) => ({
            ...defaults,
            funding: mode,
          }));
          const variations = chosen.map((input) => ({
            scenario: withInputs(base, new Map([[input.path, scaled(input, -0.25)]])),
            by: -0.25,
          }));
          const repeated = repeatable(base, variations, modes);
          const changed = withInputs(
            base,
            new Map(chosen.map((input, i) => [input.path, scaled(input, amounts[i] ?? 0)])),
          );
          const direct = modes.map((options) => forecast(changed, options));
          if (!repeated.ok || direct.some((one) => !one.ok)) return;
          const again = repeated.value(amounts);
          if (!again.ok) throw new Error(again.diagnostics[0]?.message);
          for (const [i, one] of direct.entries()) {
            const own = again.value[i];
            if (!one.ok || own === undefined) throw new Error("no forecast");
            const expected = all(one.value);
            const found = all(own);
            expect(found.length).toBe(expected.length);
            for (const [n, value] of expected.entries()) {
              const other = found[n] ?? NaN;
              // Amounts may be differences of large ones: nothing is compared below a millionth of what moves there.
              expect(Math.abs(other - value)).toBeLessThanOrEqual(1e-7 * (1 + Math.abs(value)));
            }
            compared += 1;
          }
        },
      ),
      { ...runs, numRuns: 60 },
    );
    expect(compared).toBeGreaterThan(60);
  }, 30_000);

  test("with no change is the forecast itself, to the bit", () => {
    fc.assert(
      fc.property(cases, ({ draft }) => {
        const base = build(draft);
        const direct = forecast(base);
        const repeated = repeatable(base, [], [defaults]);
        if (!direct.ok || !repeated.ok) return;
        const again = repeated.value([]);
        expect(again.ok && again.value.map(all)).toEqual([all(direct.value)]);
      }),
      { ...runs, numRuns: 30 },
    );
  });

  test("refuses a change of structure", () => {
    const of = (value: Quantity): Scenario =>
      scenario({
        period: period("2014-01..2015-12"),
        processes: { a: process({ open: [{ by: "rate", rate: value }, { done: 1 }] }) },
        streams: { a: stream("a", { intake: 10 }) },
      });
    const base = of(quantity(0.5, "1/month"));
    const yearly = of(quantity({ 2014: 0.5, 2015: 0.25 }, "1/month"));
    expect(() => repeatable(base, [{ scenario: yearly, by: 1 }], [defaults])).toThrow(
      StructureChanged,
    );
  });

  test("reports what is wrong with a changed scenario", () => {
    const of = (share: number): Scenario =>
      scenario({
        processes: { a: process({ open: [rate(0.5), { done: "x", gone: "rest" }] }) },
        streams: { a: stream("a", { intake: 10, shares: { x: share } }) },
      });
    const repeated = repeatable(of(0.5), [{ scenario: of(1.5), by: 1 }], [defaults]);
    expect(repeated.ok || repeated.diagnostics.map(({ code }) => code)).toEqual(["out-of-range"]);
  });
});
