import { describe, expect, test } from "vitest";
import { monthOf } from "../../src/language/calendar.ts";
import { unit } from "../../src/language/units.ts";
import type { Origin, Quantity } from "../../src/amounts/quantity.ts";
import type { Scenario } from "../../src/model/scenario.ts";
import { planning, small } from "../request/small.ts";
import {
  appropriation,
  effect,
  line,
  measure,
  period,
  quantity,
  scenario,
  staff,
  staffed,
  stream,
  process,
  work,
} from "../support/build.ts";
import { agency } from "./agency.ts";
import { kindsOf, problemsOf, published, rowOf, tableOf, valuesOf } from "./filled.ts";
import { there } from "../support/there.ts";

const three = (value: number | null): (number | null)[] => [value, value, value];

describe("stocks and flows", () => {
  test("have a row per group and one per stream with stages in it", () => {
    const table = tableOf(agency(), "stocks");
    expect(table).toMatchObject({
      title: "Persons by stage, end of period",
      heading: "Group",
      unit: "persons",
      decimals: 0,
      priced: false,
      numbered: false,
      periods: ["2014", "2015", "2016"],
    });
    expect(valuesOf(table)).toEqual({
      open: three(150),
      "open/a": three(100),
      "open/b": three(50),
      first: three(100),
      "first/a": three(100),
    });
    expect(rowOf(table, "open")).toMatchObject({
      label: "Open",
      kind: "sum",
      parts: ["open/a", "open/b"],
    });
    expect(rowOf(table, "open/b")).toMatchObject({ label: "Second", kind: "leaf", depth: 1 });
  });

  test("of people who pass are a year's or a month's", () => {
    const table = tableOf(agency(), "flows");
    expect(table).toMatchObject({ title: "Flows of persons", heading: "Flow", unit: "persons" });
    expect(valuesOf(table)).toEqual({
      done: three(1800),
      "done/a": three(1200),
      "done/b": three(600),
      away: three(120),
      "away/c": three(120),
    });
    expect(rowOf(table, "done")).toMatchObject({ kind: "sum", parts: ["done/a", "done/b"] });
    const monthly = tableOf(agency(), "flows", { monthly: true });
    expect(monthly.periods).toHaveLength(36);
    expect(monthly.periods.slice(0, 2)).toEqual(["2014-01", "2014-02"]);
    expect(rowOf(monthly, "done/a").values).toEqual(Array.from({ length: 36 }, () => 100));
  });

  test("have words in the language asked for, and labels as the scenario has them", () => {
    const table = tableOf(agency(), "stocks", {}, "sv");
    expect(table).toMatchObject({
      title: "Personer per skede, periodens slut",
      heading: "Grupp",
      unit: "persons",
    });
    expect(rowOf(table, "open").label).toBe("Open");
  });
});

test("the mean stay adds nothing up: each row is by itself", () => {
  // 150 open, of whom 150 leave a month.
  const table = tableOf(agency(), "stay");
  expect(table).toMatchObject({ unit: "months", decimals: 1, heading: "Group" });
  expect(valuesOf(table)).toEqual({
    open: three(1),
    "open/a": three(1),
    "open/b": three(1),
    first: three(1),
    "first/a": three(1),
  });
  expect(kindsOf(table).every((kind) => kind.startsWith("leaf "))).toBe(true);
  expect(rowOf(table, "open").parts).toEqual([]);
  expect(rowOf(table, "open/a").depth).toBe(1);
});

test("staff is the mean of the year's months", () => {
  const desk = staff({ before: 8, decided: { 2014: 6, 2015: 10, 2016: 4 }, serves: [] });
  const table = tableOf(agency({ staff: { desk: { ...desk, label: "Desk" } } }), "staff");
  expect(table).toMatchObject({ unit: "staff", heading: "Staff", decimals: 0, priced: false });
  expect(table.rows).toEqual([{ key: "desk", label: "Desk", kind: "leaf", values: [6, 10, 4] }]);
});

describe("housing", () => {
  test("has people and places by form, shares of places, and costs in the scenario's unit of money", () => {
    const table = tableOf(agency(), "housing");
    expect(table).toMatchObject({ heading: "Form of housing", unit: "persons", priced: true });
    expect(valuesOf(table)).toEqual({
      "persons/flats": three(50),
      "persons/hotel": three(25),
      "persons/camp": three(20),
      // A quarter of 100, and those of the 50 for whom the camp has no place.
      "persons/own": three(25),
      "persons/unhoused": three(30),
      "places/flats": three(50),
      "places/hotel": three(25),
      "places/camp": three(20),
      "share/cheap": three(70 / 75),
      // 50 places at 2 a day, 25 nights at 3, 20 nights at 1; 2016 has 366 days.
      "cost/flats": [36.5, 36.5, 36.6],
      "cost/hotel": [27.375, 27.375, 27.45],
      "cost/camp": [7.3, 7.3, 7.32],
      // Others run the camp.
      "cost/total": [63.875, 63.875, 64.05],
    });
    expect(kindsOf(table).filter((kind) => kind.startsWith("heading"))).toEqual([
      "heading persons",
      "heading places",
      "heading share",
      "heading cost",
    ]);
    expect(rowOf(table, "places/flats")).toMatchObject({ unit: "places", depth: 1 });
    expect(rowOf(table, "share/cheap")).toMatchObject({ unit: "", decimals: 2, label: "Cheap" });
    expect(rowOf(table, "cost/hotel")).toMatchObject({ unit: "tkr", decimals: 0, label: "Hotel" });
    expect(rowOf(table, "cost/total")).toMatchObject({
      kind: "total",
      parts: ["cost/flats", "cost/hotel"],
      unit: "tkr",
      decimals: 0,
      label: "Total of the agency's housing",
    });
    expect(rowOf(table, "persons/own")).toMatchObject({ label: "Own accommodation", depth: 1 });
    expect(rowOf(table, "persons/unhoused")).toMatchObject({ label: "Without housing", depth: 1 });
    expect(rowOf(table, "persons/flats").unit).toBeUndefined();
  });

  test("is empty where there is none", () => {
    expect(tableOf(small(), "housing")).toMatchObject({ rows: [], unit: "persons", decimals: 0 });
  });
});

describe("the need", () => {
  test("of each appropriation stands beside its frame, area by area", () => {
    const table = tableOf(agency(), "need");
    expect(table).toMatchObject({ unit: "tkr", decimals: 1, heading: "Appropriation" });
    expect(kindsOf(table)).toEqual([
      "heading 1",
      "heading 1/1",
      "leaf 1/1/forecast",
      "leaf 1/1/item/x",
      "leaf 1/1/item/y",
      "leaf 1/1/measures",
      "sum 1/1/need",
      "leaf 1/1/frame",
      "leaf 1/1/gap",
      "heading 1/2",
      "sum 1/2/need",
      "leaf 1/2/frame",
      "leaf 1/2/gap",
      "heading 2",
      "heading 2/1",
      "leaf 2/1/forecast",
      "leaf 2/1/measures",
      "sum 2/1/need",
      "leaf 2/1/frame",
      "leaf 2/1/gap",
    ]);
    // 1800 decisions at 2 and a quarter on top, 12 months of rent.
    expect(valuesOf(table)).toMatchObject({
      "1/1/forecast": three(4.584),
      "1/1/item/x": three(3.6),
      "1/1/item/y": three(0.084),
      "1/1/measures": three(null),
      "1/1/need": three(4.584),
      "1/1/frame": [3, null, 5],
      "1/2/need": three(null),
      "2/1/forecast": [71.175, 71.175, 71.37],
      "2/1/frame": three(90),
    });
    const gap = rowOf(table, "1/1/gap").values;
    expect(gap).toEqual([expect.closeTo(1.584, 9), null, expect.closeTo(-0.416, 9)]);
  });

  test("has labels, places and depths by which a reader finds the rows", () => {
    const table = tableOf(agency(), "need");
    const in11 = { area: "1", appropriation: "1" };
    expect(rowOf(table, "1")).toMatchObject({ label: "Area 1", area: "1" });
    expect(rowOf(table, "1").appropriation).toBeUndefined();
    expect(rowOf(table, "1/1")).toMatchObject({ label: "1 Cases", ...in11 });
    expect(rowOf(table, "1/1/forecast")).toMatchObject({
      label: "according to forecast",
      depth: 2,
      ...in11,
    });
    expect(rowOf(table, "1/1/item/y")).toMatchObject({ label: "Item y", depth: 3, ...in11 });
    expect(rowOf(table, "1/1/measures")).toMatchObject({ label: "development measures", depth: 2 });
    expect(rowOf(table, "1/1/need")).toMatchObject({
      label: "Need",
      depth: 1,
      parts: ["1/1/forecast", "1/1/measures"],
    });
    expect(rowOf(table, "1/2/need").parts).toEqual([]);
    expect(rowOf(table, "1/1/frame")).toMatchObject({ label: "Frame", depth: 1 });
    expect(rowOf(table, "1/1/gap")).toMatchObject({ label: "Need less frame", depth: 1, ...in11 });
    expect(rowOf(table, "2/1")).toMatchObject({ area: "2", appropriation: "1" });
  });

  test("names an area without a title by its number", () => {
    expect(rowOf(tableOf(agency({ areas: {} }), "need"), "2").label).toBe("2");
  });

  test("counts proposed measures in that mode, on appropriations without cost lines too", () => {
    const table = tableOf(agency(), "need", { funding: "proposed" });
    expect(valuesOf(table)).toMatchObject({
      // Half the rent's reduction falls in 2014, and decisions cost half from 2015.
      "1/1/forecast": [4.578, 2.322, 2.322],
      "1/1/measures": [0.1, 0.2, 0.3],
      "1/1/need": [
        expect.closeTo(4.678, 9) as number,
        expect.closeTo(2.522, 9) as number,
        expect.closeTo(2.622, 9) as number,
      ],
      "1/2/forecast": three(null),
      "1/2/measures": three(0.04),
      "1/2/need": three(0.04),
    });
    expect(rowOf(table, "1/2/need").parts).toEqual(["1/2/forecast", "1/2/measures"]);
    expect(rowOf(table, "1/1/need").label).toBe("Need");
  });

  test("is what is spent where money binds, with the measures within the frame", () => {
    // 120 a year pays 5 staff, who cost 2 a month, all year round.
    const binding: Partial<Scenario> = {
      unit: "SEK",
      processes: { a: process({ open: [staffed("desk"), { done: 1 }] }) },
      streams: {
        a: stream("a", { opening: { open: 1e6 }, work: { open: work({ effort: 1, aim: 1 }) } }),
      },
      staff: { desk: staff({ before: 1000, productivity: 1, serves: ["a.open"] }) },
      appropriations: {
        "1/1": appropriation({ frame: 120, caps: ["desk"] }),
        "1/2": appropriation(),
      },
      costs: { wages: line("staff/desk", 2, "money/staff-month") },
      measures: {
        inside: measure({ costs: { "1/2": { "2014..2016": 5 } }, withinFrame: true }),
        outside: measure({ costs: { "1/2": { "2014..2016": 9 } } }),
      },
    };
    const table = tableOf(small(binding), "need", { funding: "available" });
    expect(rowOf(table, "1/1/need")).toMatchObject({ label: "Spending", values: three(120) });
    expect(rowOf(table, "1/1/gap")).toMatchObject({
      label: "Spending less frame",
      values: three(0),
    });
    expect(rowOf(table, "1/2/measures").values).toEqual(three(5));
  });

  test("says under the table for which years no frame is known, gap by gap", () => {
    expect(tableOf(agency(), "need").footnotes).toEqual(["1 Cases: frame not known 2015"]);
    const years = small({
      period: period("2014-01..2018-12"),
      unit: "tkr",
      appropriations: {
        "1/1": { ...appropriation({ frame: { 2015: 1 } }), label: "Cases" },
        "1/2": { ...appropriation(), label: "Rent" },
      },
    });
    expect(tableOf(years, "need").footnotes).toEqual([
      "1 Cases: frame not known 2014, 2016–2018",
      "2 Rent: frame not known 2014–2018",
    ]);
    expect(tableOf(years, "need", {}, "sv").footnotes?.[0]).toBe(
      "1 Cases: ram inte känd 2014, 2016–2018",
    );
  });

  test("says what is not known area by area, as the rows stand", () => {
    const unframed = (label: string): Scenario["appropriations"][string] => ({
      ...appropriation(),
      label,
    });
    const given = agency({
      appropriations: {
        "1/1": { ...unframed("Cases"), items: { x: "x", y: "y" } },
        "2/1": unframed("Housing"),
        "1/2": unframed("Rest"),
      },
      measures: {},
      costs: {
        cases: line("flow/done", 2, "money/person", { item: "x" }),
        flats: line("place_days/flats", 2, "money/place-day", { on: "2/1" }),
        rest: line("time", 1, "money/month", { on: "1/2" }),
      },
    });
    expect(tableOf(given, "need").footnotes).toEqual([
      "1 Cases: frame not known 2014–2016",
      "2 Rest: frame not known 2014–2016",
      "1 Housing: frame not known 2014–2016",
    ]);
  });

  test("says which frames are computed, and from what", () => {
    const table = tableOf(
      small({
        unit: "SEK",
        appropriations: { "1/1": appropriation({ frame: { 2015: 500 } }), "1/2": appropriation() },
        planning: planning(),
      }),
      "need",
    );
    expect(rowOf(table, "1/1/frame")).toMatchObject({
      values: [2400, 500, 2400],
      footnote: "Frame 2014, 2016: computed from the assumption, not recorded in the scenario",
    });
    expect(rowOf(table, "1/2/frame").footnote).toBe(
      "Frame 2014–2016: computed from the assumption, not recorded in the scenario",
    );
    expect(table.footnotes).toEqual([
      "Frame 2014, 2016: computed from the assumption, not recorded in the scenario",
      "Frame 2014–2016: computed from the assumption, not recorded in the scenario",
    ]);
    expect(rowOf(tableOf(agency(), "need"), "1/1/frame").footnote).toBeUndefined();
  });
});

describe("unit costs", () => {
  test("are in the currency, per what each form and line counts", () => {
    const table = tableOf(agency(), "unit-costs");
    expect(table).toMatchObject({ unit: "SEK", priced: true, decimals: 0 });
    expect(valuesOf(table)).toEqual({
      "day_cost/flats": three(2),
      "day_cost/hotel": three(3),
      "day_cost/camp": three(1),
      "place_cost/flats": three(2),
      "place_cost/hotel": three(3),
      "place_cost/camp": three(1),
      "line/cases": three(2),
      "line/rent": three(7),
      "line/flats": three(2),
      "line/hotel": three(3),
      "line/camp": three(1),
      "line/share": three(0.25),
    });
    const unitOf = (key: string): string | undefined => rowOf(table, key).unit;
    expect(unitOf("day_cost/flats")).toBe("SEK/person-day");
    expect(unitOf("place_cost/flats")).toBe("SEK/place-day");
    expect(unitOf("line/cases")).toBe("SEK/person");
    expect(unitOf("line/rent")).toBe("SEK/month");
    expect(unitOf("line/camp")).toBe("SEK/person-day");
    expect(rowOf(table, "place_cost/camp").depth).toBe(1);
    expect(rowOf(table, "line/rent").depth).toBe(1);
    // Of money a line pays a share.
    expect(rowOf(table, "line/share")).toMatchObject({ unit: "", decimals: 4, label: "Overhead" });
    expect(rowOf(table, "line/cases").decimals).toBeUndefined();
  });

  test("of housing are left out where there is none", () => {
    expect(kindsOf(tableOf(small(), "unit-costs"))).toEqual([
      "heading line",
      "leaf line/cases",
      "leaf line/rent",
    ]);
  });
});

test("measures cost what they do in every mode, by measure and by appropriation", () => {
  const table = tableOf(agency(), "measures");
  expect(table).toMatchObject({ unit: "tkr", decimals: 1, heading: "Measure", priced: true });
  expect(valuesOf(table)).toEqual({
    faster: [0.1, 0.2, 0.3],
    within: three(0.04),
    "1/1": [0.1, 0.2, 0.3],
    "2/1": three(null),
    "1/2": three(0.04),
  });
  expect(rowOf(table, "1/2")).toMatchObject({ label: "2 Empty", area: "1", appropriation: "2" });
  expect(rowOf(table, "faster").label).toBe("Faster decisions");
});

test("savings are the need without measures less the one with them, together and one by one", () => {
  const table = tableOf(agency(), "savings");
  expect(table).toMatchObject({ unit: "tkr", decimals: 1, heading: "Appropriation" });
  const near = (...values: readonly number[]): unknown[] =>
    values.map((value) => expect.closeTo(value, 9) as unknown);
  // From 2015 half of 3.6 for decisions, with a quarter on top; 6 of rent in 2014, then 12.
  expect(valuesOf(table)).toEqual({
    "1/1/saved": near(0.006, 2.262, 2.262),
    "1/1/spent": [0.1, 0.2, 0.3],
    "1/1/net": near(-0.094, 2.062, 1.962),
    // Nothing is paid from it but a measure.
    "1/2/saved": three(null),
    "1/2/spent": three(0.04),
    "1/2/net": three(-0.04),
    "2/1/saved": three(0),
    "2/1/spent": three(null),
    "2/1/net": three(0),
    "total/saved": near(0.006, 2.262, 2.262),
    "total/spent": near(0.14, 0.24, 0.34),
    "total/net": near(-0.134, 2.022, 1.922),
    "measure/faster/saved": near(0, 2.25, 2.25),
    "measure/faster/spent": [0.1, 0.2, 0.3],
    "measure/faster/net": near(-0.1, 2.05, 1.95),
    "measure/within/saved": near(0.006, 0.012, 0.012),
    "measure/within/spent": three(0.04),
    "measure/within/net": near(-0.034, -0.028, -0.028),
  });
  expect(rowOf(table, "1/1")).toMatchObject({
    kind: "heading",
    label: "Area 1: 1 Cases",
    area: "1",
    appropriation: "1",
  });
  expect(rowOf(table, "1/1/net")).toMatchObject({
    label: "Net saving",
    depth: 1,
    area: "1",
    appropriation: "1",
  });
  expect(rowOf(table, "total").label).toBe("All appropriations");
  expect(rowOf(table, "measure/faster").label).toBe("By itself: Faster decisions");
  // Nothing at all is paid from it, so nothing can be saved.
  const idle = tableOf(agency({ measures: {} }), "savings");
  expect(idle.rows.some(({ key }) => key.startsWith("1/2"))).toBe(false);
  expect(rowOf(tableOf(agency({ areas: {} }), "savings"), "1/1").label).toBe("1: 1 Cases");
});

describe("the fit", () => {
  const fitted = agency({
    published: [
      published("need/1/1/forecast", { 2014: 5, 2016: 4 }, { page: "8" }),
      published("need/1/1/measures", { 2014: 1 }, { funding: "proposed", kind: "derived" }),
      published("need/2/1/forecast", { 2014: 0.07 }, { unit: "mkr" }),
      published("flows/done", { 2015: 1700 }, { unit: "persons", source: "elsewhere" }),
      published("housing/share/cheap", { 2015: 0.9 }, { unit: "" }),
    ],
  });

  test("sets the model's figures beside those published, in their unit and for their years", () => {
    const table = tableOf(fitted, "fit");
    expect(table).toMatchObject({ unit: "tkr", decimals: 2, heading: "Cell", priced: true });
    expect(valuesOf(table)).toEqual({
      "need/1/1/forecast/published": [5, null, 4],
      "need/1/1/forecast/model": [4.584, null, 4.584],
      "need/1/1/forecast/difference": [expect.closeTo(-0.416, 9), null, expect.closeTo(0.584, 9)],
      // In the mode the figure belongs to.
      "need/1/1/measures/published": [1, null, null],
      "need/1/1/measures/model": [0.1, null, null],
      "need/1/1/measures/difference": [-0.9, null, null],
      "need/2/1/forecast/published": [0.07, null, null],
      "need/2/1/forecast/model": [expect.closeTo(0.071175, 12), null, null],
      "need/2/1/forecast/difference": [expect.closeTo(0.001175, 12), null, null],
      "flows/done/published": [null, 1700, null],
      "flows/done/model": [null, 1800, null],
      "flows/done/difference": [null, 100, null],
      "housing/share/cheap/published": [null, 0.9, null],
      "housing/share/cheap/model": [null, expect.closeTo(14 / 15, 12), null],
      "housing/share/cheap/difference": [null, expect.closeTo(14 / 15 - 0.9, 12), null],
    });
    const model = (row: string): unknown => {
      const { unit: own, decimals, depth, label } = rowOf(table, `${row}/model`);
      return { own, decimals, depth, label };
    };
    expect(model("need/2/1/forecast")).toEqual({
      own: "mkr",
      decimals: 1,
      depth: 1,
      label: "model",
    });
    expect(model("flows/done")).toMatchObject({ own: "persons", decimals: 0 });
    expect(model("housing/share/cheap")).toMatchObject({ own: "", decimals: 3 });
  });

  test("says where each was published, and in which mode", () => {
    const headings = tableOf(fitted, "fit").rows.filter(({ kind }) => kind === "heading");
    expect(headings.map(({ label }) => label)).toEqual([
      "need/1/1/forecast: Report, p. 8",
      "need/1/1/measures (proposed): Report, derived",
      "need/2/1/forecast: Report",
      "flows/done: elsewhere",
      "housing/share/cheap: Report",
    ]);
  });

  test("has rows of their own for figures of two funding modes", () => {
    const given = agency({
      unit: "SEK",
      published: [
        published("need/1/1/forecast", { 2014: 5 }),
        published("need/1/1/forecast", { 2014: 7 }, { funding: "proposed" }),
      ],
    });
    const table = tableOf(given, "fit");
    expect(valuesOf(table)).toMatchObject({
      "need/1/1/forecast/published": [5, null, null],
      "need/1/1/forecast/proposed/published": [7, null, null],
    });
  });

  test("has no money where none was published", () => {
    const given = agency({
      unit: "SEK",
      published: [published("flows/done", { 2014: 1 }, { unit: "persons" })],
    });
    // Its own unit is one of money.
    expect(tableOf(given, "fit").priced).toBe(true);
    expect(tableOf(given, "flows").priced).toBe(false);
  });

  test("says what is wrong with a published figure, and where", () => {
    const given = agency({
      published: [
        published("need/1/1/forecast", { 2014: 5 }),
        published("need/1/1/forcast", { 2014: 5 }),
        published("flows/done", { 2014: 5 }),
      ],
    });
    expect(problemsOf(given, "fit")).toMatchObject([
      { code: "unknown-name", path: "published.1.row" },
      { code: "bad-unit", path: "published.2.unit" },
    ]);
  });
});

describe("the assumptions", () => {
  const origin = (given: Partial<Origin>): Origin => ({
    kind: "published",
    source: "report",
    page: undefined,
    why: undefined,
    ...given,
  });
  const span = (of: string, mid: number, low: number, high: number, from: Origin) => ({
    ...period(of),
    low,
    mid,
    high,
    origin: from,
  });
  const volume: Quantity = {
    ...quantity(0, "persons/month"),
    unit: "persons/year",
    measure: unit("persons/year"),
    points: [
      span("2014-01..2014-12", 100, 80, 130, origin({ page: "3" })),
      span("2015-01..2015-06", 200, 200, 200, origin({ kind: "assumed", why: "it grows" })),
      span("2015-07..2015-12", 300, 300, 300, origin({ kind: "assumed", why: "it grows" })),
    ],
  };
  const given = (more: Partial<Scenario> = {}): Scenario =>
    agency({
      intakes: {
        main: {
          label: "Main",
          volume,
          season: { weights: Array.from({ length: 12 }, () => 1), origin: origin({}) },
        },
      } as unknown as Scenario["intakes"],
      ...more,
    });

  test("have every input's value in its own unit: what the run uses, the mean of months that differ", () => {
    const row = rowOf(tableOf(given(), "assumptions"), "intakes.main.volume");
    expect(row).toMatchObject({
      label: "intakes.main.volume",
      unit: "persons/year",
      values: [1200, 3000, null],
    });
    // From January to June, then twelve months from July; of the last there is a part only.
    const july = tableOf(given({ yearStarts: 7 }), "assumptions");
    expect(rowOf(july, "intakes.main.volume").values).toEqual([1200, 1800, null, null]);
    const monthly = tableOf(given(), "assumptions", { monthly: true });
    const { values } = rowOf(monthly, "intakes.main.volume");
    expect(values).toHaveLength(36);
    expect(values.slice(11, 25)).toEqual([
      1200,
      ...Array.from({ length: 6 }, () => 2400),
      ...Array.from({ length: 6 }, () => 3600),
      null,
    ]);
  });

  test("have the values of the case that is run", () => {
    const of = (intakeCase: "low" | "high"): unknown =>
      rowOf(tableOf(given(), "assumptions", { intakeCase }), "intakes.main.volume").values[0];
    expect([of("low"), of("high")]).toEqual([960, 1560]);
  });

  test("say of what kind each is, from where and why, each thing once", () => {
    const table = tableOf(given(), "assumptions");
    expect(table).toMatchObject({ notes: ["Kind", "Source", "Reason"], unit: "", decimals: 4 });
    expect(rowOf(table, "intakes.main.volume").notes).toEqual([
      "published; assumed",
      "Report, p. 3; Report",
      "it grows",
    ]);
    expect(rowOf(table, "staff.desk.before").notes).toEqual(["assumed", "", ""]);
    expect(rowOf(table, "intakes.main.season")).toMatchObject({
      label: "intakes.main.season",
      notes: ["published", "Report", ""],
      values: three(null),
    });
  });

  test("have what effects add or multiply by, in the unit of what they change", () => {
    const yearly = line("time", 7, "money/month");
    const costs = {
      rent: { ...yearly, cost: { ...yearly.cost, unit: "SEK/year", measure: unit("SEK/year") } },
      house: { ...yearly, cost: { ...yearly.cost, unit: "tkr/year", measure: unit("tkr/year") } },
    };
    const table = tableOf(
      given({
        costs,
        measures: {
          m: measure({
            effects: [
              effect("costs.rent.cost", { add: 1 }, "2015-01"),
              effect("costs.rent.cost", { multiply: 0.5 }, "2016-01"),
              effect("costs.house.cost", { add: 500 }, "2016-01"),
            ],
          }),
        },
      }),
      "assumptions",
    );
    expect(rowOf(table, "costs.rent.cost").values).toEqual(three(84));
    expect(rowOf(table, "costs.house.cost").values).toEqual(three(0.084));
    expect(rowOf(table, "measures.m.effects.2")).toMatchObject({
      unit: "tkr/year",
      values: [0, 0, 6],
    });
    expect(rowOf(table, "measures.m.effects.0")).toMatchObject({
      label: "measures.m.effects.0: costs.rent.cost",
      unit: "SEK/year",
      values: [0, 12, 12],
      notes: ["assumed", "", ""],
    });
    expect(rowOf(table, "measures.m.effects.1")).toMatchObject({
      label: "measures.m.effects.1: costs.rent.cost",
      unit: "×",
      values: [1, 1, 0.5],
      notes: ["assumed", "", ""],
    });
  });

  test("have what the planning run assumes otherwise", () => {
    const own = small();
    const { quantities } = own;
    const key = "costs.rent.cost";
    const changed = { ...there(quantities.get(key)), points: quantity(9).points };
    const assumption = { ...own, quantities: new Map([...quantities, [key, changed]]) };
    const planned = { ...own, planning: { label: "plan", start: monthOf(2014, 0), assumption } };
    const table = tableOf(planned, "assumptions");
    expect(rowOf(table, `planning.set.${key}`)).toMatchObject({
      label: `planning.set.${key}`,
      values: three(9),
      unit: "money/month",
    });
    expect(rowOf(table, key).values).toEqual(three(7));
    expect(table.rows.filter((row) => row.key.startsWith("planning.set."))).toHaveLength(1);
  });

  test("are empty where an input has no finite value", () => {
    const endless = given({ quotas: {} });
    const rest = quantity(Infinity, "persons");
    const quantities = new Map([["x", { ...rest, path: "x" }]]);
    expect(valuesOf(tableOf({ ...endless, quantities, measures: {} }, "assumptions"))["x"]).toEqual(
      three(null),
    );
  });
});

test("every scenario has every built-in table, an empty one too", () => {
  const nothing = scenario({ period: period("2014-01..2014-12") });
  expect(tableOf(nothing, "stocks").rows).toEqual([]);
  expect(tableOf(nothing, "savings").rows.map(({ key }) => key)).toEqual([
    "total",
    "total/saved",
    "total/spent",
    "total/net",
  ]);
});
