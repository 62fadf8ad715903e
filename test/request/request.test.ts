import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Quantity } from "../../src/amounts/quantity.ts";
import type { Scenario } from "../../src/model/scenario.ts";
import type { Funding } from "../../src/model/tables/file.ts";
import {
  defaults,
  openRequest,
  RunFailed,
  type FigureRef,
  type Options,
  type Request,
  type View,
} from "../../src/request/request.ts";
import {
  allFigures,
  appropriation,
  effect,
  figuresOf,
  line,
  measure,
  month,
  near,
  opened,
  period,
  point,
  process,
  quantity,
  rate,
  scenario,
  staff,
  staffed,
  stream,
  sum,
  work,
  worldOf,
  type Given,
} from "../support/build.ts";
import { busy, planning, small } from "./small.ts";

const ref = (set: FigureRef["set"], figure: FigureRef["figure"], key: string): FigureRef => ({
  set,
  figure,
  key,
});

/** The frames of an appropriation: each year's amount, and where it comes from. */
function framesOf(given: Scenario, key = "1/1", options: Partial<Options> = {}): unknown[] {
  const request = opened(given, options);
  const view = { mode: request.options.funding };
  return request.columns.map((column) => [
    column.name,
    request.read(view, ref("appropriation", "frame", key), column),
    request.frameKind(key, column),
  ]);
}

/** A frame that is published for some spans and left to the planning run for others. */
const frameOf = (points: Readonly<Record<string, number>>, left: readonly string[]): Quantity => ({
  ...quantity(0, "money"),
  points: Object.entries(points).map(([span, value]) => point(period(span), value)),
  left: left.map(period),
});

describe("frames", () => {
  test("are what was published, as far as it was", () => {
    const appropriations = { "1/1": appropriation({ frame: { 2014: 500, 2016: 600, 2017: 1 } }) };
    expect(framesOf(small({ appropriations, costs: {} }))).toEqual([
      ["2014", 500, "published"],
      ["2015", null, undefined],
      ["2016", 600, "published"],
    ]);
  });

  test("of a year are January's value", () => {
    const frame = { "2014-01": 500, 2014: 7, "2015-02": 9, 2015: 600, "2016-12": 8 };
    const appropriations = { "1/1": appropriation({ frame }), "1/2": appropriation() };
    expect(framesOf(small({ appropriations }))).toEqual([
      ["2014", 500, "published"],
      ["2015", 600, "published"],
      ["2016", null, undefined],
    ]);
  });

  test("are unknown without a planning assumption", () => {
    expect(framesOf(small()).map((frame) => (frame as unknown[])[1])).toEqual([null, null, null]);
  });

  test("of other years are what the planning assumption's run needs", () => {
    // The assumption has 80 applications a month: 80 · 2 · 12 = 1920 a year. It starts with 4000 open cases in July 2013,
    // which are decided by the end of that month.
    const assumed = { streams: { a: stream("a", { intake: 80, opening: { open: 4000 } }) } };
    const appropriations = {
      "1/1": appropriation({ frame: { 2014: 500 } }),
      "1/2": appropriation(),
    };
    const given = small({ appropriations, planning: planning(assumed) });
    expect(framesOf(given)).toEqual([
      ["2014", 500, "published"],
      ["2015", 1920, "computed"],
      ["2016", 1920, "computed"],
    ]);
    // 7 · 12 of rent.
    expect(framesOf(given, "1/2")).toEqual(
      ["2014", "2015", "2016"].map((year) => [year, 84, "computed"]),
    );
    // What the request needs is another thing: 100 · 2 · 12.
    const figures = figuresOf(opened(given));
    expect(figures("appropriation", "need", "1/1")).toEqual([2400, 2400, 2400]);
    expect(figures("appropriation", "gap", "1/1")).toEqual([1900, 480, 480]);
  });

  test("depend on where the assumption starts", () => {
    // From January 2014 its own 4000 open cases are decided within 2014: (4000 + 11 · 80) · 2.
    const assumed = { streams: { a: stream("a", { intake: 80, opening: { open: 4000 } }) } };
    expect(framesOf(small({ planning: planning(assumed, "2014-01") }))[0]).toEqual([
      "2014",
      9760,
      "computed",
    ]);
  });

  test("are computed for whole years, though the request may start or end within one", () => {
    const given = small({ period: period("2014-01..2016-02"), planning: planning() });
    const request = opened(given);
    // 2400 for 2016, of which two months are shown.
    expect(framesOf(given)[2]).toEqual(["2016-01..2016-02", 400, "computed"]);
    expect(request.planningYears.map(({ name, months }) => [name, months])).toEqual([
      ["2013", 6],
      ["2014", 12],
      ["2015", 12],
      ["2016", 12],
    ]);
    expect(figuresOf(request, { mode: "planning" })("appropriation", "forecast", "1/1")).toEqual([
      1200, 2400, 2400, 2400,
    ]);
    const late = small({ period: period("2014-07..2015-06"), planning: planning() });
    expect(framesOf(late)).toEqual([
      ["2014-07..2014-12", 1200, "computed"],
      ["2015-01..2015-06", 1200, "computed"],
    ]);
  });

  test("are left to the planning run for some years only, and where something is spent", () => {
    const given = small({
      planning: planning(),
      appropriations: {
        "1/1": { ...appropriation(), frame: frameOf({}, ["2015-01..2015-12", "2019-01..2019-12"]) },
        "1/2": appropriation({ planned: false, frame: { 2016: 3 } }),
        "1/3": appropriation(),
        "1/4": { ...appropriation(), frame: undefined },
      },
    });
    expect(framesOf(given, "1/1")).toEqual([
      ["2014", null, undefined],
      ["2015", 2400, "computed"],
      ["2016", null, undefined],
    ]);
    expect(framesOf(given, "1/2")[2]).toEqual(["2016", 3, "published"]);
    const none = ["2014", "2015", "2016"].map((year) => [year, null, undefined]);
    expect(framesOf(given, "1/3")).toEqual(none);
    expect(framesOf(given, "1/4")).toEqual(none);
  });

  test("that the planning run gives are compared with nothing in it", () => {
    const request = opened(small({ planning: planning() }));
    const saved = { figure: "saved", set: "appropriation", key: "1/1" } as const;
    const read = request.planningYears.map((year) =>
      request.read({ mode: "planning" }, saved, year),
    );
    expect(new Set(read)).toEqual(new Set([0]));
  });

  test("that are published count, whatever is left to the planning run", () => {
    const frame = frameOf({ "2014-01..2014-12": 5 }, ["2014-01..2015-12"]);
    const appropriations = { "1/1": { ...appropriation(), frame }, "1/2": appropriation() };
    expect(framesOf(small({ planning: planning(), appropriations }))).toEqual([
      ["2014", 5, "published"],
      ["2015", 2400, "computed"],
      ["2016", null, undefined],
    ]);
  });

  test("are left to the planning run in a year that stands by itself, whatever range it is in", () => {
    const frame = frameOf({ "2014-01..2016-12": 500 }, ["2015-01..2015-12"]);
    const appropriations = { "1/1": { ...appropriation(), frame }, "1/2": appropriation() };
    expect(framesOf(small({ planning: planning(), appropriations }))).toEqual([
      ["2014", 500, "published"],
      ["2015", 2400, "computed"],
      ["2016", 500, "published"],
    ]);
  });

  test("are in proportion to months where months are shown", () => {
    const given = small({ period: period("2014-12..2015-02"), planning: planning() });
    expect(framesOf(given, "1/1", { monthly: true })).toEqual([
      ["2014-12", 200, "computed"],
      ["2015-01", 200, "computed"],
      ["2015-02", 200, "computed"],
    ]);
  });

  test("are not changed by measures, the funding mode, or the intake's case and scale", () => {
    const measures = {
      m: measure({
        costs: { "1/1": 50 },
        effects: [effect("costs.cases.cost", { add: 1 }, "2013-01")],
        withinFrame: true,
      }),
    };
    const volume = { ...quantity(0, "persons/month"), points: [point(always, 100, 50, 200)] };
    const streams = {
      a: {
        ...stream("a", { opening: { open: 100 } }),
        intake: { volume, season: undefined },
      },
    };
    const appropriations = {
      "1/1": appropriation({ caps: ["desk"], available: 9000 }),
      "1/2": appropriation(),
    };
    const given = small({
      streams,
      measures,
      appropriations,
      planning: planning({ streams, measures }),
    });
    const changes: readonly Partial<Options>[] = [
      {},
      { funding: "proposed" },
      { funding: "available" },
      { funding: "proposed", intakeScale: 3, intakeCase: "high" },
      { intakeCase: "low", without: new Set(["m"]) },
    ];
    for (const options of changes) {
      const request = opened(given, options);
      expect(framesOf(given, "1/1", options)).toEqual(
        ["2014", "2015", "2016"].map((year) => [year, 2400, "computed"]),
      );
      const planned = figuresOf(request, { mode: "planning" });
      expect(planned("appropriation", "need", "1/1")).toEqual([1200, 2400, 2400, 2400]);
    }
    // The request's own run is: 200 · 3 applications a month at 2 + 1, after the 100 cases there are at first.
    const figures = figuresOf(opened(given, changes[3]));
    expect(figures("line", "cost", "cases")).toEqual([
      (100 + 11 * 600) * 3,
      600 * 3 * 12,
      600 * 3 * 12,
    ]);
  });
});

const always = { from: -Infinity, to: Infinity };

describe("money that binds", () => {
  const available = { funding: "available" } as const;

  test("is what is available, else the frame, else what was planned", () => {
    const given = busy({
      appropriations: {
        "1/1": appropriation({
          frame: { 2014: 120, 2015: 120 },
          available: { 2015: 60 },
          caps: ["desk"],
        }),
      },
      // The assumption's staff is decided: 5 · 2 · 12 a year.
      planning: planning({
        ...busy(),
        staff: { desk: staff({ decided: 5, productivity: 1, serves: ["a.open"] }) },
      }),
    });
    const request = opened(given, available);
    const figures = figuresOf(request);
    expect(figures("appropriation", "forecast", "1/1")).toEqual(near(120, 60, 120));
    expect(figures("appropriation", "frame", "1/1")).toEqual([120, 120, 120]);
    // 120 ÷ 12 ÷ 2 a month, and half of that.
    expect(figures("capacity", "staff", "desk")).toEqual(near(5, 2.5, 5));
    expect(request.columns.map((column) => request.frameKind("1/1", column))).toEqual([
      "published",
      "published",
      "computed",
    ]);
    // Where it does not bind, all the work wanted is done.
    expect(figuresOf(opened(given))("capacity", "staff", "desk")[0]).toBeGreaterThan(1000);
  });

  test("also pays for other things, and for measures within the frame", () => {
    const given = busy({
      costs: {
        wages: line("staff/desk", 2, "money/staff-month"),
        rent: line("time", 3, "money/month"),
      },
      measures: {
        inside: measure({ costs: { "1/1": 24 }, withinFrame: true }),
        outside: measure({ costs: { "1/1": 500 } }),
      },
    });
    const figures = figuresOf(opened(given, available));
    // 120 ÷ 12 = 10 a month: 3 of rent, 2 for the measure, 5 for 2.5 people.
    expect(figures("capacity", "staff", "desk")).toEqual(near(2.5, 2.5, 2.5));
    expect(figures("line", "cost", "wages")).toEqual(near(60, 60, 60));
    expect(figures("appropriation", "forecast", "1/1")).toEqual(near(96, 96, 96));
    expect(figures("appropriation", "measures", "1/1")).toEqual([24, 24, 24]);
    expect(figures("appropriation", "all_measures", "1/1")).toEqual([524, 524, 524]);
    expect(figures("appropriation", "need", "1/1")).toEqual(near(120, 120, 120));
  });

  test("is in proportion where the run covers part of a year", () => {
    const given = busy({ period: period("2014-10..2015-06") });
    // 120 · 3 ÷ 12 and 120 · 6 ÷ 12.
    expect(figuresOf(opened(given, available))("appropriation", "forecast", "1/1")).toEqual(
      near(30, 60),
    );
  });

  test("binds on each appropriation by itself, in the order it is paid", () => {
    const names = ["first", "second", "third", "fourth"];
    // A case of each takes a person on the staff one month, and 10 come a month, beside 10 000 of the fourth's.
    const given = scenario({
      period: period("2014-01..2014-12"),
      processes: Object.fromEntries(
        names.map((name) => [name, process({ open: [staffed(name), { done: 1 }] })]),
      ),
      streams: Object.fromEntries(
        names.map((name) => [
          name,
          stream(name, {
            intake: 10,
            opening: { open: name === "fourth" ? 10_000 : 10 },
            work: { open: work({ effort: 1, aim: 1 }) },
          }),
        ]),
      ),
      staff: Object.fromEntries(
        names.map((name) => [
          name,
          staff({
            before: name === "fourth" ? 1000 : 10,
            productivity: 1,
            serves: [`${name}.open`],
          }),
        ]),
      ),
      appropriations: {
        "1/1": appropriation({ frame: 360, caps: ["second", "first"] }),
        "1/2": appropriation({ frame: 1000, caps: ["third"] }),
        "1/3": appropriation({ frame: 240, caps: ["fourth"] }),
      },
      costs: {
        first: line("staff/first", 2, "money/staff-month"),
        second: line("staff/second", 2, "money/staff-month"),
        third: line("staff/third", 2, "money/staff-month", { on: "1/2" }),
        fourth: line("staff/fourth", 2, "money/staff-month", { on: "1/3" }),
        rent: line("time", 4, "money/month", { on: "1/3" }),
      },
    });
    const request = opened(given, { ...available, monthly: true });
    const figures = figuresOf(request);
    const staffOf = (name: string): unknown[] => figures("capacity", "staff", name);
    const twelve = (value: number): unknown[] => near(...Array.from({ length: 12 }, () => value));
    // 1/1 has 30 a month. The second comes first and has all it wants: 10 · 2. 10 are left for the first: 5 people.
    expect(staffOf("second")).toEqual(twelve(10));
    expect(staffOf("first")).toEqual(twelve(5));
    // 1/2 could pay for more than are wanted.
    expect(staffOf("third")).toEqual(twelve(10));
    // 1/3 has 20 a month, of which 4 are rent: 8 people.
    expect(staffOf("fourth")).toEqual(twelve(8));
    const year = figuresOf(opened(given, available));
    expect(["1/1", "1/2", "1/3"].map((key) => year("appropriation", "forecast", key)[0])).toEqual(
      near(360, 240, 240),
    );
    // Without the caps everybody's work is done.
    const free = figuresOf(opened(given));
    expect(names.map((name) => free("capacity", "staff", name)[0])).toEqual([
      ...near(10, 10, 10),
      expect.closeTo((2000 + sum(fourth())) / 12, 6) as unknown,
    ]);
  });

  /**
   * Staff of the fourth from February on: the work wanted is all open cases, and staff doubles at most. 2000 decide as many
   * of 10 000 in January; 8010 are left, 4000 are decided; 4020 are left and all decided; from then on 10 a month.
   */
  const fourth = (): number[] => [4000, 4020, ...Array.from({ length: 9 }, () => 10)];
});

describe("measures", () => {
  const given = small({
    period: period("2014-01..2014-12"),
    measures: {
      asked: measure({
        costs: { "1/1": 10 },
        effects: [effect("costs.cases.cost", { multiply: 0.5 }, "2014-01")],
      }),
      within: measure({
        costs: { "1/1": 5, "1/2": 1 },
        effects: [effect("costs.cases.cost", { multiply: 0.1 }, "2014-01")],
        withinFrame: true,
      }),
    },
    appropriations: {
      "1/1": appropriation({ frame: 1000, caps: [] }),
      "1/2": appropriation({ frame: 90 }),
    },
  });
  const cases = (request: Request, view?: View): unknown =>
    figuresOf(request, view)("line", "cost", "cases")[0];
  const near1 = (value: number): unknown => near(value)[0];

  test("have effects where they count", () => {
    const modes = ["need", "proposed", "available"] as const;
    expect(modes.map((funding) => cases(opened(given, { funding })))).toEqual(near(2400, 120, 240));
    // One request can be read in all modes.
    const request = opened(given);
    expect(modes.map((mode) => cases(request, { mode }))).toEqual(near(2400, 120, 240));
  });

  test("say whether they count", () => {
    const measures = Object.values(given.measures);
    const countedIn = (funding: Funding): boolean[] =>
      measures.map((one) => opened(given, { funding }).counts(one));
    expect(countedIn("need")).toEqual([false, false]);
    expect(countedIn("proposed")).toEqual([true, true]);
    expect(countedIn("available")).toEqual([false, true]);
    const request = opened(given);
    expect(measures.map((one) => request.counts(one, "available"))).toEqual([false, true]);
  });

  test("can be switched off", () => {
    const request = opened(given, { funding: "proposed", without: new Set(["within"]) });
    const figures = figuresOf(request);
    expect(figures("line", "cost", "cases")).toEqual(near(1200));
    expect(figures("measure", "cost", "asked")).toEqual([10]);
    expect(figures("measure", "cost", "within")).toEqual([null]);
    expect(figures("appropriation", "measures", "1/1")).toEqual([10]);
    expect(figures("appropriation", "measures", "1/2")).toEqual([null]);
    expect(cases(request, { mode: "available" })).toEqual(near1(2400));
  });

  test("can be the only one", () => {
    const request = opened(given, { funding: "proposed" });
    expect(cases(request, { mode: "proposed", only: "asked" })).toEqual(near1(1200));
    expect(cases(request, { mode: "proposed", only: "within" })).toEqual(near1(240));
    expect(cases(request, { mode: "available", only: "asked" })).toEqual(near1(2400));
    expect(cases(request)).toEqual(near1(120));
    const only = figuresOf(request, { mode: "proposed", only: "within" });
    expect(only("measure", "cost", "asked")).toEqual([null]);
    expect(only("appropriation", "measures", "1/1")).toEqual([5]);
    // What it saves is compared with the need without measures.
    expect(only("appropriation", "saved", "1/1")).toEqual(near(2400 - 240));
    expect(only("appropriation", "net", "1/1")).toEqual(near(2160 - 5));
  });

  test("that come and go leave the only one alone", () => {
    const request = opened(given, { funding: "proposed" });
    const view: View = { mode: "proposed", only: "within" };
    expect(cases(request, view)).toEqual(near1(240));
    const asked = request.numbers.findIndex(({ path }) =>
      path.startsWith("options.measures.asked"),
    );
    request.set(asked, 0);
    request.set(asked, 1);
    expect(cases(request, view)).toEqual(near1(240));
  });

  test("that are switched off are not the only one either", () => {
    const request = opened(given, { funding: "proposed", without: new Set(["within"]) });
    expect(cases(request, { mode: "proposed", only: "within" })).toEqual(near1(2400));
  });

  test("save what the same lines cost without them", () => {
    const request = opened(given, { funding: "proposed" });
    const figures = figuresOf(request);
    expect(figures("appropriation", "saved", "1/1")).toEqual(near(2280));
    expect(figures("appropriation", "saved", "1/2")).toEqual([0]);
    expect(figures("agency", "saved", "agency")).toEqual(near(2280));
    expect(figures("agency", "net", "agency")).toEqual(near(2280 - 16));
    expect(figuresOf(request, { mode: "available" })("appropriation", "saved", "1/1")).toEqual(
      near(2160),
    );
    expect(figuresOf(request, { mode: "need" })("appropriation", "saved", "1/1")).toEqual([0]);
    // By month, the difference of the month.
    const monthly = figuresOf(opened(given, { funding: "proposed", monthly: true }));
    expect(monthly("appropriation", "saved", "1/1")[3]).toEqual(near1(190));
  });

  test("cost what was asked for, later when they are delayed", () => {
    const delayed = (delay: number): (number | null)[] => {
      const measures = { m: measure({ costs: { "1/1": { 2014: 24, 2015: 12 } }, delay }) };
      const four = small({ period: period("2014-01..2017-12"), measures });
      return figuresOf(opened(four, { funding: "proposed" }))("measure", "cost", "m");
    };
    expect(delayed(0)).toEqual([24, 12, null, null]);
    expect(delayed(12)).toEqual([null, 24, 12, null]);
    expect(delayed(24)).toEqual([null, null, 24, 12]);
    // Three months later: a quarter of each year's money moves on.
    expect(delayed(3)).toEqual([18, 9 + 6, 3, null]);
    expect(delayed(11)).toEqual([...near(2, 22 + 1, 11), null]);
    expect(delayed(15)).toEqual([null, 18, 15, 3]);
  });
});

describe("budget years that start in April", () => {
  const yearly = (...values: readonly number[]): Quantity => ({
    ...quantity(0, "money"),
    points: values.map((value, i) =>
      point({ from: month("2026-04") + 12 * i, to: month("2027-03") + 12 * i }, value),
    ),
  });
  /** As many people as 1/1 can pay, from June 2026 to May 2028. */
  const given = busy({
    yearStarts: 4,
    period: period("2026-06..2028-05"),
    appropriations: {
      "1/1": { ...appropriation({ caps: ["desk"] }), frame: yearly(1200, 2400, 1800) },
    },
    costs: {
      wages: line("staff/desk", 2, "money/staff-month"),
      rent: line("time", 20, "money/month"),
    },
    measures: {
      m: { ...measure({ delay: 3 }), costs: { "1/1": yearly(24, 12) } },
    },
  });

  test("are the columns", () => {
    const { columns } = opened(given);
    // From June to March 304 days, a leap year of 366, April and May.
    expect(columns).toEqual([
      { name: "2026-06..2027-03", from: 0, to: 10, months: 10, days: 304 },
      { name: "2027/28", from: 10, to: 22, months: 12, days: 366 },
      { name: "2028-04..2028-05", from: 22, to: 24, months: 2, days: 61 },
    ]);
    expect(opened(given, { monthly: true }).columns[22]).toEqual({
      name: "2028-04",
      from: 22,
      to: 23,
      months: 1,
      days: 30,
    });
  });

  test("have frames in proportion", () => {
    // 1200 · 10 ÷ 12, 2400, 1800 · 2 ÷ 12.
    expect(framesOf(given)).toEqual([
      ["2026-06..2027-03", 1000, "published"],
      ["2027/28", 2400, "published"],
      ["2028-04..2028-05", 300, "published"],
    ]);
    expect(framesOf(given, "1/1", { monthly: true })[21]).toEqual(["2028-03", 200, "published"]);
  });

  test("have money that binds from April to March", () => {
    const figures = figuresOf(opened(given, { funding: "available" }));
    // 1000 in ten months, 2400 in twelve, 300 in two.
    expect(figures("appropriation", "forecast", "1/1")).toEqual(near(1000, 2400, 300));
    // (100 − 20) ÷ 2 people. From April on 90, which is more than double; so first 80 and then (2400 − 180) ÷ 11 − 20 a
    // month, 90.909…; at last (150 − 20) ÷ 2.
    const people = figuresOf(opened(given, { funding: "available", monthly: true }));
    const monthly = people("capacity", "staff", "desk");
    expect(monthly.slice(8, 13)).toEqual(
      near(40, 40, 80, ((2400 - 180) / 11 - 20) / 2, ((2400 - 180) / 11 - 20) / 2),
    );
    expect(monthly.slice(21)).toEqual(near(((2400 - 180) / 11 - 20) / 2, 65, 65));
  });

  test("have measures' costs, delayed into the next", () => {
    const figures = figuresOf(opened(given, { funding: "proposed" }));
    // 24 · 9/12 = 18, of which ten months are shown; 24 · 3/12 + 12 · 9/12 = 15; 3, of which two.
    expect(figures("measure", "cost", "m")).toEqual([15, 15, 0.5]);
  });

  test("have the planning run's frames by name", () => {
    const left = {
      ...given,
      appropriations: { "1/1": appropriation() },
      measures: {},
      planning: {
        label: "the assumption",
        start: month("2025-11"),
        assumption: {
          ...given,
          staff: { desk: staff({ decided: 5, productivity: 1, serves: ["a.open"] }) },
        },
      },
    };
    const request = opened(left);
    expect(request.planningYears.map(({ name, months }) => [name, months])).toEqual([
      ["2025/26", 5],
      ["2026/27", 12],
      ["2027/28", 12],
      ["2028/29", 12],
    ]);
    // (5 · 2 + 20) · 12 a year.
    expect(framesOf(left)).toEqual([
      ["2026-06..2027-03", 300, "computed"],
      ["2027/28", 360, "computed"],
      ["2028-04..2028-05", 60, "computed"],
    ]);
  });
});

describe("options", () => {
  test("have defaults", () => {
    const request = openRequest(small());
    expect(request.ok && request.value.options).toEqual(defaults);
    expect(request.ok && request.value.columns.map(({ name }) => name)).toEqual([
      "2014",
      "2015",
      "2016",
    ]);
    expect(request.ok && request.value.planningYears).toEqual([]);
  });

  test("keep the months", () => {
    const request = opened(small(), { monthly: true });
    expect(figuresOf(request)("line", "cost", "cases")[1]).toBe(200);
    expect(request.columns[1]).toEqual({ name: "2014-02", from: 1, to: 2, months: 1, days: 28 });
  });

  test("choose a case of intakes and scale it", () => {
    const volume = { ...quantity(0, "persons/month"), points: [point(always, 100, 50, 200)] };
    const streams = { a: { ...stream("a"), intake: { volume, season: undefined } } };
    const flows = {
      in: { label: "in", moves: [{ from: undefined, to: "open" }], streams: undefined },
    };
    const applications = (options: Partial<Options>): unknown =>
      figuresOf(opened(small({ streams, flows, costs: {} }), options))("flow", "flow", "in")[0];
    expect(applications({})).toBe(1200);
    expect(applications({ intakeCase: "low" })).toBe(600);
    expect(applications({ intakeCase: "high" })).toBe(2400);
    expect(applications({ intakeCase: "high", intakeScale: 0.5 })).toBe(1200);
  });
});

describe("values by span", () => {
  test("are those of the shortest span that covers the month", () => {
    const intake = { "2014..2016": 1, 2015: 2, "2015-03": 3 };
    const flows = {
      in: { label: "in", moves: [{ from: undefined, to: "open" }], streams: undefined },
    };
    const given = small({ streams: { a: stream("a", { intake }) }, flows, costs: {} });
    const monthly = figuresOf(opened(given, { monthly: true }))("flow", "flow", "in");
    // December 2014, February to April 2015, January 2016.
    expect([11, 13, 14, 15, 24].map((at) => monthly[at])).toEqual([1, 2, 3, 2, 1]);
    expect(figuresOf(opened(given))("flow", "flow", "in")).toEqual([12, 25, 12]);
  });
});

describe("a request that is read", () => {
  const given = busy({
    planning: planning({
      ...busy(),
      staff: { desk: staff({ decided: 4, productivity: 1, serves: ["a.open"] }) },
    }),
    appropriations: {
      "1/1": appropriation({ frame: { 2014: 120 }, caps: ["desk"] }),
      "1/2": appropriation(),
    },
    costs: {
      wages: line("staff/desk", 2, "money/staff-month"),
      rent: line("time", 3, "money/month", { on: "1/2" }),
    },
    measures: {
      m: measure({
        costs: { "1/1": 5 },
        effects: [effect("costs.rent.cost", { multiply: 0.5 }, "2014-07")],
      }),
    },
  });
  const figures = allFigures(worldOf(given, { funding: "available" }).world);
  const views: readonly View[] = [
    { mode: "need" },
    { mode: "proposed" },
    { mode: "proposed", only: "m" },
    { mode: "available" },
  ];
  const cells = views.flatMap((view) => figures.map((figure) => ({ view, figure })));
  const read = (request: Request, { view, figure }: (typeof cells)[number]): unknown[] =>
    request.columns.map((column) => request.read(view, figure, column));
  const expected = cells.map((cell) => read(opened(given), cell));

  test("gives the same whatever is read or wanted before", () => {
    expect(expected.flat().filter((value) => typeof value === "number").length).toBeGreaterThan(50);
    const order = fc.shuffledSubarray(
      cells.map((_, i) => i),
      { minLength: 5, maxLength: 25 },
    );
    const wanted = fc.array(fc.tuple(fc.nat({ max: 3 }), fc.nat({ max: figures.length - 1 })), {
      maxLength: 8,
    });
    fc.assert(
      fc.property(order, wanted, fc.boolean(), (reads, wants, runFirst) => {
        const request = opened(given);
        for (const [view, figure] of wants) {
          request.want(views[view] ?? { mode: "need" }, figures.slice(figure, figure + 3));
        }
        expect(request.run(runFirst ? views : [])).toEqual([]);
        for (const at of reads) {
          expect(cells[at] && read(request, cells[at])).toEqual(expected[at]);
        }
      }),
      { seed: 20_140_225, numRuns: 25 },
    );
  });

  test("says that what is not there is empty", () => {
    const request = opened(given);
    const empty = [
      ref("line", "cost", "nothing"),
      ref("claim", "cost", "a"),
      ref("tier", "cost", "wages"),
    ];
    for (const figure of empty) {
      expect(read(request, { view: { mode: "need" }, figure })).toEqual([null, null, null]);
    }
  });

  test("fails where the run cannot be made", () => {
    const request = opened(busy({ appropriations: { "1/1": appropriation({ caps: ["desk"] }) } }));
    const [column = expect.fail()] = request.columns;
    const figure = ref("line", "cost", "wages");
    const failing = (): unknown => request.read({ mode: "available" }, figure, column);
    expect(failing).toThrow(RunFailed);
    expect(failing).toThrow(
      "1/1 has no frame for 2014, so funding mode `available` cannot be run; 1/1 has no frame for 2015",
    );
    expect(request.run([{ mode: "available" }])).toMatchObject([
      { code: "missing-key" },
      { code: "missing-key" },
      { code: "missing-key" },
    ]);
    // In another mode it can.
    expect(request.read({ mode: "need" }, figure, column)).toBeGreaterThan(0);
    expect(request.run([{ mode: "need" }])).toEqual([]);
  });
});

/** Inputs of a scenario and of its planning assumption, by path. */
const written = {
  "streams.a.intake.volume": 100,
  "streams.a.opening.open": 900,
  "streams.a.work.open.effort": 2,
  "streams.a.work.open.aim": 3,
  "staff.desk.before": 10,
  "staff.desk.productivity": 20,
  "costs.wages.cost": 2,
  "costs.rent.cost": 7,
  "costs.late.cost": 0.5,
  "costs.late.history": 40,
  "appropriations.1/1.frame": 700,
  "appropriations.1/2.available": 60,
  "measures.m.costs.1/1": 24,
} as const;
type Path = keyof typeof written;
const paths = Object.keys(written) as Path[];

/** A scenario with all of them, which is its own planning assumption where nothing else is assumed. */
function whole(of: (path: Path) => number, assumed?: (path: Path) => number): Scenario {
  const made = (value: (path: Path) => number): Scenario => {
    const intake: Given = { "2013..2014": value("streams.a.intake.volume"), 2015: 90 };
    return scenario({
      period: period("2014-04..2015-12"),
      processes: {
        a: process({
          open: [staffed("desk"), { wait: 0.5, done: "rest" }],
          wait: [rate(0.2), { done: 1 }],
        }),
      },
      streams: {
        a: stream("a", {
          intake,
          season: [1, 1, 1, 1, 1, 2, 2, 1, 1, 1, 1, 1],
          opening: { open: value("streams.a.opening.open") },
          work: {
            open: work({
              effort: value("streams.a.work.open.effort"),
              aim: value("streams.a.work.open.aim"),
            }),
          },
        }),
      },
      flows: {
        done: { label: "done", moves: [{ from: "open", to: undefined }], streams: undefined },
      },
      staff: {
        desk: staff({
          before: value("staff.desk.before"),
          productivity: value("staff.desk.productivity"),
          hire: 0.1,
          shed: 0.1,
          serves: ["a.open"],
        }),
      },
      appropriations: {
        "1/1": appropriation({
          frame: { 2014: value("appropriations.1/1.frame") },
          caps: ["desk"],
        }),
        "1/2": appropriation({ available: value("appropriations.1/2.available") }),
      },
      costs: {
        wages: line("staff/desk", value("costs.wages.cost"), "money/staff-month"),
        rent: line("time", value("costs.rent.cost"), "money/month"),
        late: line("flow/done", value("costs.late.cost"), "money/person", {
          on: "1/2",
          lag: 1,
          spread: 3,
          history: value("costs.late.history"),
        }),
      },
      measures: {
        m: measure({
          costs: { "1/1": value("measures.m.costs.1/1") },
          effects: [effect("costs.rent.cost", { add: -1 }, "2014-06", { ramp: 4 })],
          withinFrame: true,
          delay: 5,
        }),
      },
    });
  };
  const own = made(of);
  const assumption = assumed === undefined ? own : made(assumed);
  return { ...own, planning: { label: "then", start: month("2013-09"), assumption } };
}

describe("a number that is set", () => {
  const find = ({ quantities }: Scenario, path: string): Quantity => {
    const found = quantities.get(path);
    if (found === undefined) throw new Error(`there is no ${path}`);
    return found;
  };
  /** Sets an input's first number, in all cases of it; each run has its own. */
  const set = (
    request: Request,
    about: Scenario,
    path: string,
    value: number,
    run: "request" | "planning" = "request",
  ): void => {
    const input = find(about, path);
    const first = input.points.find(({ mid }) => mid !== 90) ?? point(always, NaN);
    for (const which of ["low", "mid", "high"] as const) {
      request.set(request.numberOf(input, first, which, run), value);
    }
  };
  const views: readonly View[] = [
    { mode: "need" },
    { mode: "available" },
    { mode: "proposed", only: "m" },
    { mode: "planning" },
  ];
  const base = whole((path) => written[path]);
  const figures = allFigures(worldOf(base, { funding: "available" }).world);

  /** All a request says, to the last bit. */
  const all = (request: Request): unknown[] => {
    for (const view of views) request.want(view, figures);
    // Which of the figures that are no numbers is named depends on which was wanted first.
    const problems = request
      .run(views)
      .map((problem) => JSON.stringify(problem).replace(/\w+ of \S+ (?=in \d+ is not)/, ""));
    if (problems.length > 0) return problems.toSorted();
    return views.flatMap((view) => {
      const columns = view.mode === "planning" ? request.planningYears : request.columns;
      // Nothing is saved in the assumption.
      const shown = figures.filter(
        ({ figure }) => view.mode !== "planning" || (figure !== "saved" && figure !== "net"),
      );
      return shown.flatMap((figure) => columns.map((column) => request.read(view, figure, column)));
    });
  };

  test("reaches the run it is of, and leaves the frames to the other", () => {
    const request = opened(base, { funding: "available" });
    const cost = (view: View): unknown => figuresOf(request, view)("line", "cost", "rent");
    const [, before = NaN] = framesFor(request);
    // 7 a month from September 2013 on; the measure's effects are not the assumption's.
    expect(cost({ mode: "planning" })).toEqual([28, 84, 84]);
    expect(cost({ mode: "need" })).toEqual([63, 84]);
    set(request, base, "costs.rent.cost", 9);
    expect(cost({ mode: "planning" })).toEqual([28, 84, 84]);
    expect(cost({ mode: "need" })).toEqual([81, 108]);
    expect(framesFor(request)).toEqual([700 * 0.75, before]);
    set(request, base, "costs.rent.cost", 9, "planning");
    expect(cost({ mode: "planning" })).toEqual([36, 108, 108]);
    expect(cost({ mode: "need" })).toEqual([81, 108]);
    // The frame of 2015 is what the planning run needs: 24 more.
    expect(framesFor(request)).toEqual([700 * 0.75, (before ?? NaN) + 24]);
  });
  const framesFor = (request: Request): (number | null)[] =>
    figuresOf(request, { mode: "need" })("appropriation", "frame", "1/1");

  test("is seen when a figure is read again", () => {
    const given = whole(
      (path) => written[path],
      (path) => written[path],
    );
    const request = opened(given);
    const [, column = expect.fail()] = request.columns;
    const need = { mode: "need" } as const;
    const [rent, frame] = [ref("line", "cost", "rent"), ref("appropriation", "frame", "1/1")];
    const read = (): (number | null)[] =>
      [rent, frame].map((figure) => request.read(need, figure, column));
    const [cost, before] = read();
    expect([cost, read()]).toEqual([84, [cost, before]]);
    set(request, given, "costs.rent.cost", 8);
    expect(read()).toEqual([96, before]);
    // The planning run's rent, 12 more a year, is in the frame of 2015.
    set(request, given.planning?.assumption ?? given, "costs.rent.cost", 8, "planning");
    expect(read()).toEqual([96, expect.closeTo((before ?? NaN) + 12, 9)]);
  });

  test("of the planning assumption alone changes frames only", () => {
    const given = whole(
      (path) => written[path],
      (path) => written[path],
    );
    const request = opened(given);
    const rent = (view: View): unknown => figuresOf(request, view)("line", "cost", "rent");
    const [, before] = framesFor(request);
    set(request, given.planning?.assumption ?? given, "costs.rent.cost", 9, "planning");
    expect(rent({ mode: "need" })).toEqual([63, 84]);
    expect(rent({ mode: "planning" })).toEqual([36, 108, 108]);
    expect(framesFor(request)[1]).toBeCloseTo((before ?? NaN) + 24, 9);
  });

  const changes = fc.array(
    fc.record({
      path: fc.constantFrom(...paths),
      factor: fc.constantFrom(0, 0, 0.5, 0.97, 1, 1.02, 2),
      planned: fc.boolean(),
      read: fc.constantFrom("nothing", "nothing", "all", "frame"),
    }),
    { maxLength: 10 },
  );

  test.each([
    ["which is shared", false, false],
    ["which has numbers of its own", true, false],
    ["month by month", false, true],
  ])(
    "gives what opening a changed scenario would, to the last bit; assumption %s",
    (_, apart, monthly) => {
      let compared = 0;
      let failing = 0;
      fc.assert(
        fc.property(changes, fc.constantFrom<Funding>("need", "available"), (steps, funding) => {
          const [own, assumed] = [new Map<Path, number>(), new Map<Path, number>()];
          const value = (of: Map<Path, number>) => (path: Path) => of.get(path) ?? written[path];
          const build = (): Scenario =>
            apart ? whole(value(own), value(assumed)) : whole(value(own));
          const given = build();
          const request = opened(given, { funding, monthly });
          for (const { path, factor, planned, read } of steps) {
            const changed = written[path] * factor;
            const ofAssumption = apart && planned;
            (ofAssumption ? assumed : own).set(path, changed);
            if (!ofAssumption) set(request, given, path, changed);
            const { assumption = given } = given.planning ?? {};
            if (ofAssumption || !apart) set(request, assumption, path, changed, "planning");
            if (read === "all") all(request);
            if (read === "frame") request.run([{ mode: "need" }, { mode: "planning" }]);
          }
          const found = all(request);
          const fresh = all(opened(build(), { funding, monthly }));
          expect(found).toHaveLength(fresh.length);
          expect(found.findIndex((one, i) => !Object.is(one, fresh[i]))).toBe(-1);
          compared = Math.max(compared, found.length);
          if (typeof found[0] === "string") failing += 1;
        }),
        { seed: 20_140_225, numRuns: 25 },
      );
      expect(compared).toBeGreaterThan(100);
      expect(failing).toBeGreaterThan(0);
      expect(failing).toBeLessThan(20);
    },
  );

  test("that nothing reads changes nothing", () => {
    const request = opened(base);
    const before = all(request);
    // A cost has no cases; the number of its low one is known from now on.
    const cost = find(base, "costs.rent.cost");
    const known = request.numbers.length;
    const [first = expect.fail()] = cost.points;
    const number = request.numberOf(cost, first, "low");
    expect(number).toBe(known);
    request.set(number, 3);
    expect(all(request)).toEqual(before);
  });

  test("is known by the path it is written at", () => {
    const { numbers, numberOf, scenario: given } = opened(base);
    const cost = find(given, "costs.late.cost");
    const [one = expect.fail()] = cost.points;
    const number = numberOf(cost, one, "mid");
    expect(numbers[number]).toMatchObject({ path: "costs.late.cost", value: 0.5 });
    const volume = find(given, "streams.a.intake.volume");
    const [year = expect.fail()] = volume.points;
    expect(numbers[numberOf(volume, year, "low")]).toMatchObject({
      path: "streams.a.intake.volume.2015.low",
      value: 90,
    });
    // The same number each time it is asked for.
    expect(numberOf(cost, one, "mid")).toBe(number);
  });
});
