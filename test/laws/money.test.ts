import { describe, expect, test } from "vitest";
import { budgetYears } from "../../src/language/calendar.ts";
import type { Driver } from "../../src/model/costs/drivers.ts";
import type { CostLine } from "../../src/model/costs/file.ts";
import { partRef } from "../../src/model/refs.ts";
import { cappedOf, type Scenario } from "../../src/model/scenario.ts";
import { observe, sum } from "../support/build.ts";
import {
  countedIn,
  daysOf,
  differs,
  frameIn,
  holds,
  keysOf,
  measureCost,
  minus,
  monthsIn,
  observed,
  openIn,
  openOf,
  passing,
  plannedIn,
  plus,
  stagesIn,
  times,
  valueIn,
  withFunds,
  yearsIn,
  zeros,
  type Seen,
} from "./cases.ts";

/** What a driver counts in each month. */
function driven(run: Seen, { kind, of, part }: Driver): number[] {
  const days = daysOf(run);
  const { scenario } = run;
  const group = partRef(part === undefined ? of : `${of}/${part}`);
  const filled = (keys: readonly string[]): number[] =>
    plus(zeros(run), ...keys.map((key) => run.values("filled", key)));
  const inTiersWithFood = (): number[] =>
    filled(
      Object.entries(scenario.tiers).flatMap(([tier, { food, for: claims }]) =>
        food === true && claims.includes(of) ? [`${tier}/${of}`] : [],
      ),
    );
  const own = (): number[] => run.values("own", of);
  switch (kind) {
    case "time":
      return days.map(() => 1);
    case "flow":
      return passing(run, group);
    case "person_days": {
      const stages = stagesIn(run, group);
      const twice = stages.flatMap((key) => [openIn(run, key), run.values("stock", key)]);
      return times(plus(zeros(run), ...twice), days).map((n) => n / 2);
    }
    case "staff":
      return run.values("staff", of);
    case "nights": {
      const claims = part === undefined ? (scenario.tiers[of]?.for ?? []) : [part];
      return times(filled(claims.map((one) => `${of}/${one}`)), days);
    }
    case "place_days":
      return times(run.values("places", of), days);
    case "own_days":
      return times(own(), days);
    case "fed_days":
      return times(inTiersWithFood(), days);
    case "catering_days":
      return times(minus(plus(own(), run.values("housed", of)), inTiersWithFood()), days);
    case "cost":
      return run.values("cost", of);
  }
}

const priceOf = (run: Seen, line: string): number[] =>
  times(run.input("line", line, "unit_cost"), run.input("line", line, "index"));

/** What a line pays: the mean of what it counts over the months the payment is for. */
function payments(run: Seen, key: string, { drivers, lag, spread, history }: CostLine): number[] {
  const counted = plus(...drivers.map((driver) => driven(run, driver)));
  const due = monthsIn(run).map((month, m) => {
    const months = Array.from({ length: spread }, (_, i) => i + lag);
    const parts = months.map((ago) =>
      ago <= m ? counted[m - ago] : history && valueIn(history, month - ago),
    );
    return sum(parts.map((part) => part ?? Number.NaN)) / spread;
  });
  return times(due, priceOf(run, key));
}

/** What a line costs as far as that is known when the month opens. */
function foreseen(run: Seen, key: string): number[] {
  const line = run.scenario.costs[key];
  if (line === undefined) throw new Error(`there is no line ${key}`);
  if (line.lag > 0 || line.spread > 1) return run.values("cost", key);
  const counted = line.drivers.map((driver) => {
    const { kind, of, part } = driver;
    if (kind === "cost") return foreseen(run, of);
    if (kind !== "person_days") return driven(run, driver);
    const group = partRef(part === undefined ? of : `${of}/${part}`);
    const open = stagesIn(run, group).map((stage) => openIn(run, stage));
    return times(plus(zeros(run), ...open), daysOf(run));
  });
  return times(plus(...counted), priceOf(run, key));
}

/** Cost lines on an appropriation. */
const linesOn = ({ costs }: Scenario, appropriation: string): string[] =>
  Object.keys(costs).filter((key) => costs[key]?.on === appropriation);

describe("money", () => {
  test("is paid for what is counted, when it is due", () => {
    holds((given) => {
      const run = observed(given);
      expect(
        Object.entries(run.scenario.costs).flatMap(([key, line]) =>
          differs(run, "money", key, run.values("cost", key), payments(run, key, line)),
        ),
      ).toEqual([]);
    });
  });

  test("that is left is what the year's money exceeds what was spent and must be paid, month by month", () => {
    holds((given) => {
      const run = observed(given);
      const { scenario, funds } = run;
      const years = yearsIn(run);
      const inYear = (year: number): number => years.filter((one) => one === year).length;
      expect(
        cappedOf(scenario).flatMap(({ appropriation, caps }) => {
          const own = funds.get(appropriation);
          if (own === undefined) return [];
          const lines = linesOn(scenario, appropriation);
          const salaries = (staff: string): string[] =>
            lines.filter((key) =>
              scenario.costs[key]?.drivers.some(({ kind, of }) => kind === "staff" && of === staff),
            );
          const bySalary = new Set(caps.flatMap(salaries));
          const known = lines.filter((key) => !bySalary.has(key)).map((key) => foreseen(run, key));
          const yearly = (opens: number): number =>
            sum(
              countedIn(scenario, given.funding).map(
                ([, one]) => measureCost(scenario, one, appropriation, opens) ?? 0,
              ),
            );
          const measures = years.map((opens) => yearly(opens) / 12);
          const spent = plus(measures, ...lines.map((key) => run.values("cost", key)));
          const due = plus(measures, ...known);
          let left = years.map((year, month) => {
            const first = years.indexOf(year);
            const whole = ((own.get(year) ?? Number.NaN) * inYear(year)) / 12;
            const months = inYear(year) - (month - first);
            const rest = (whole - sum(spent.slice(first, month))) / months;
            return Math.max(0, rest - (due[month] ?? Number.NaN));
          });
          return caps.flatMap((staff) => {
            const salary = plus(zeros(run), ...salaries(staff).map((key) => priceOf(run, key)));
            const can = left;
            left = minus(left, times(run.values("staff", staff), salary)).map((money) =>
              Math.max(0, money),
            );
            const affordable = times(run.values("affordable", staff), salary);
            return differs(run, "money", staff, affordable, can);
          });
        }),
      ).toEqual([]);
    });
  });

  test("of one capped appropriation pays for its own staff only, and for no staff twice", () => {
    holds((given) => {
      const run = observed(given);
      const { scenario } = run;
      const capped = given.funding === "available" ? cappedOf(scenario) : [];
      const decided = keysOf(run, "capacity", "money");
      expect(decided.toSorted()).toEqual(capped.flatMap(({ caps }) => caps).toSorted());
      expect(keysOf(run, "appropriation", "yes")).toEqual(
        capped.map(({ appropriation }) => appropriation).toSorted(),
      );
      expect(
        capped.flatMap(({ appropriation, caps }) => {
          const payrolls = caps.map((key) => run.values("payroll", key));
          const salaries = caps.map((key) =>
            plus(
              zeros(run),
              ...linesOn(scenario, appropriation)
                .filter((line) =>
                  scenario.costs[line]?.drivers.some(
                    ({ kind, of }) => kind === "staff" && of === key,
                  ),
                )
                .map((line) => run.values("cost", line)),
            ),
          );
          return caps.flatMap((key, i) =>
            differs(run, "money", key, payrolls[i] ?? [], salaries[i] ?? []),
          );
        }),
      ).toEqual([]);
    });
  });

  test("without end lets staff follow the work, as where nothing binds", () => {
    holds((given) => {
      const { scenario, funds } = observed(given);
      if (funds.size === 0) return;
      const counted = new Set(countedIn(scenario, given.funding).map(([key]) => key));
      const { intakeCase } = given;
      const without = new Map(
        [...funds].map(([key, own]) => [
          key,
          new Map([...own.keys()].map((opens) => [opens, 1e18])),
        ]),
      );
      const rich = observe(withFunds(scenario, without), {
        intakeCase,
        counted,
        funding: "available",
      });
      const free = observe(scenario, { intakeCase, counted, funding: "need" });
      for (const [set, quantity] of [
        ["capacity", "staff"],
        ["stage", "stock"],
        ["line", "cost"],
      ] as const) {
        for (const key of keysOf(free, set)) {
          expect(rich.values(quantity, key)).toEqual(free.values(quantity, key));
        }
      }
    }, 60);
  });

  test("is not overspent, except by staff that cannot be shed and by what was not foreseen", () => {
    holds((given) => {
      const run = observed(given);
      const { scenario, funds } = run;
      const years = yearsIn(run);
      expect(
        [...funds].flatMap(([key, own]) => {
          const lines = linesOn(scenario, key);
          const staff = cappedOf(scenario).flatMap((one) =>
            one.appropriation === key ? one.caps : [],
          );
          const known = plus(zeros(run), ...lines.map((line) => foreseen(run, line)));
          const costs = plus(zeros(run), ...lines.map((line) => run.values("cost", line)));
          const spent = run.values("spent", key);
          const financed = minus(spent, costs);
          return [...own].flatMap(([opens, amount]) => {
            const months = years.flatMap((year, month) => (year === opens ? [month] : []));
            const last = months.at(-1) ?? Number.NaN;
            // In the last month all that is left may be spent, and no more where the staff can be paid.
            const isPaid = staff.every(
              (one) =>
                (run.values("staff", one)[last] ?? Number.NaN) <=
                (run.values("affordable", one)[last] ?? Number.NaN),
            );
            const isLeft = (run.values("left_to_spend", key)[last] ?? Number.NaN) > 0;
            if (!isPaid || !isLeft) return [];
            const before = sum(months.slice(0, -1).map((month) => spent[month] ?? Number.NaN));
            const inLast = (known[last] ?? Number.NaN) + (financed[last] ?? Number.NaN);
            const whole = (amount * months.length) / 12;
            const over = before + inLast - whole;
            return over <= 1e-9 * Math.max(1, whole)
              ? []
              : [`${key} in ${opens}: ${over} too much`];
          });
        }),
      ).toEqual([]);
    });
  });

  test("is in the frame that is published, or else what the planning assumption needs by itself", () => {
    holds((given) => {
      const { scenario } = observed(given);
      const request = openOf(scenario, { ...given, monthly: false });
      const planned = plannedIn(scenario);
      const years = budgetYears(scenario.period, scenario.yearStarts);
      expect(request.columns).toHaveLength(years.length);
      const wrong = Object.keys(scenario.appropriations).flatMap((key) =>
        request.columns.flatMap((column, i) => {
          const figure = { figure: "frame", set: "appropriation", key } as const;
          const found = request.read({ mode: given.funding }, figure, column);
          const kind = request.frameKind(key, column);
          const frame = frameIn(scenario, key, years[i]?.opens ?? Number.NaN, planned);
          // Of a year that the run covers in part it is that part.
          const part = column.months === 12 ? frame?.amount : frame && frame.amount * column.months;
          const wanted = part === undefined ? null : column.months === 12 ? part : part / 12;
          const same = Object.is(found, wanted) && kind === frame?.kind;
          return same ? [] : [`${key} in ${column.name}: ${found} ${kind}, not ${wanted}`];
        }),
      );
      expect(wrong).toEqual([]);
    });
  });

  test("for a measure moves with its delay, and is none where the measure is switched off", () => {
    holds((given) => {
      const { scenario } = observed(given);
      const keys = Object.keys(scenario.measures);
      const without = new Set(keys.slice(0, 1));
      const request = openOf(scenario, { ...given, without });
      const years = budgetYears(scenario.period, scenario.yearStarts);
      const wrong = Object.entries(scenario.measures).flatMap(([key, measure]) =>
        Object.keys(scenario.appropriations).flatMap((appropriation) =>
          request.columns.flatMap((column, i) => {
            const figure = {
              figure: "cost",
              set: "measure_cost",
              key: `${key} ${appropriation}`,
            } as const;
            const found = request.read({ mode: given.funding }, figure, column) ?? undefined;
            const opens = years[i]?.opens ?? Number.NaN;
            const cost = measureCost(scenario, measure, appropriation, opens);
            const wanted =
              without.has(key) || cost === undefined ? undefined : (cost * column.months) / 12;
            const same =
              found === wanted ||
              Math.abs((found ?? Number.NaN) - (wanted ?? Number.NaN)) <= 1e-12 * (wanted ?? 0);
            return same ? [] : [`${key} in ${column.name}: ${found}, not ${wanted}`];
          }),
        ),
      );
      expect(wrong).toEqual([]);
    });
  });
});
