import { describe, expect, it } from "vitest";
import { run } from "../../src/cli/program.ts";
import { fakeIo } from "../support/fake-io.ts";
import { whole, wholeSeries } from "../support/small-scenario.ts";

async function outcome(
  text: string,
  ...argv: string[]
): Promise<{ status: number; out: string; err: string }> {
  const { io, out, err } = fakeIo({ "s.yaml": text, "series.csv": wholeSeries });
  return {
    status: await run([...(argv.length > 0 ? argv : ["validate"]), "s.yaml"], io),
    out: out(),
    err: err(),
  };
}

describe("the format", () => {
  it("takes every part of it", async () => {
    expect(await outcome(whole)).toEqual({ status: 0, out: "s.yaml: valid\n", err: "" });
  });

  it.each([["need"], ["available"], ["proposed"]])(
    "shows every table in mode %s",
    async (funding) => {
      const tables =
        "1,stocks,flows,stay,staff,housing,need,unit-costs,measures,savings,fit,assumptions";
      const { status, out, err } = await outcome(
        whole,
        "run",
        "--funding",
        funding,
        "--table",
        tables,
      );
      expect({ status, err }).toEqual({ status: 0, err: "" });
      expect(out).toContain("Table 1  Beyond");
    },
  );

  it.each([
    ["title: Whole", "title: 5", "expected a text, found 5"],
    ["title: Whole\n", "", 'the key "title" is missing'],
    ["language: en", "language: eng", 'did you mean "en"?'],
    ["language: en\n", "", 'the key "language" is missing'],
    ["format: forecast-scenario/2", "format: forecast-scenario/3", "forecast-scenario/2"],
    ["format: forecast-scenario/2", "format: forecast-scenario/1", "reads format 2"],
    ["period: { from: 2024-01,", "period: { from: 2024,", '"2024" is not a month'],
    ["to: 2025-12", "to: 2023-12", "the period ends before it starts"],
    ["to: 2025-12", "to: 2125-12", "at most 600"],
    ["unit: MEUR\nperiod", "unit: Mkr\nperiod", 'unknown unit of money "Mkr"'],
    ["caps: [office]", "caps: [help]", "unknown staff that is not decided in advance"],
    ["source: law, page: [1, 2]", "source: lau", 'did you mean "law"?'],
    ["source: law }] }", "source: lau }] }", 'unknown source "lau"'],
    ["low: 9000, mid: 10000", "low: 11000, mid: 10000", "not in order"],
    ["mid: 10000", "mid: 10000, value: 10000", "are the same thing"],
    ["mid: 10000,", "", "a quantity needs a value"],
    ["weights: [1, 1,", "weights: [1,", "twelve weights"],
    [
      "weights: [1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 1, 1]",
      "weights: [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]",
      "above zero",
    ],
    ["kind: derived", "kind: guessed", "derived"],
    ["share: 90 %", "share: 90", "from 0 to 1"],
    ["share: 90 %", "shar: 90 %", 'did you mean "share"?'],
    ["effort: 20 hours/case, ", "", 'the key "effort" is missing'],
    ["effort: 20 hours/case", "effort: 0 hours/case", "more than 0"],
    ["over: 2022-01..2023-12", "over: 2022-01..2023-06", "whole years"],
    ["over: 2022-01..2023-12", "over: 2020-01..2023-12", "the series lacks 12 of the months"],
    ["series.csv#relatives", "series.csv", "is not a column of a file"],
    ["series.csv#relatives", "serie.csv#relatives", "there is no file"],
    ["series.csv#granted", "series.csv#grant", "there is no column"],
    [
      'csv: "series.csv#granted", unit',
      'csv: "series.csv#granted", 2023: 5 persons/month, unit',
      "cannot be mixed",
    ],
    ['csv: "series.csv#granted", unit: persons/month', 'csv: "series.csv#granted"', "needs a unit"],
    ['csv: "series.csv#granted"', "csv: 5", "expected a text, found 5"],
    ["lag: 6 months", "lag: 6.5 months", "whole months"],
    ["lag: 6 months", "lag: { 2024: 6 months, 2025: 7 months }", "one number of months"],
    ["ratio: 0.2", "ratio: [0.2]", "found a list"],
    ["{ stock: registered, ratio", "{ stock: registred, ratio", 'did you mean "registered"?'],
    ["ratio: 0.1 /month }", "ratio: 10 % }", "expected 1/month"],
    ["ratio: 0.1 /month }", "ratio: 0.1 /month, lag: 2 months }", 'unknown key "lag"'],
    ["flow: granted/adults, ", "", 'the key "flow" is missing'],
    ["flow: granted/adults", "flow: granted/adult", 'did you mean "adults"?'],
    ["{ rate: 10 % /month }", "{ rte: 10 % /month }", "expected one way of leaving"],
    ["{ after: 4 months }", "{ staff: office, after: 4 months }", 'unknown key "after"'],
    ["to: { left: 1 }", "to: { left: 1.5 }", "too big"],
    ["to: { left: 1 }", "to: {}", "somewhere to go"],
    ["ends: [settled, left]", "ends: [settled]", 'unknown stage "left"'],
    [
      "unserved: { calls: again, gave_up: rest }",
      "unserved: { calls: agian, gave_up: rest }",
      "needs the share",
    ],
    [
      "unserved: { calls: again, gave_up: rest }",
      "unserved: { calls: again, gave_up: 0.7 }",
      "are not served where they leave",
    ],
    ["unserved: { calls: again, gave_up: rest }", "unserved: 0.7", "found 0.7"],
    ["to: { settled: 1 } }", "to: { settled: 1 }, unserved: { left: 1 } }", "only staff can leave"],
    ["serves: [adults.open, relatives.desk]", "serves: [adults.open]", "has no place in its order"],
    ["moves: [open -> waiting]", "moves: [open > waiting]", "is not a move"],
    ["moves: [open -> waiting]", "moves: [open -> waiting, open -> waiting]", "stands here twice"],
    ["order: [flat, hotel]", "order: [flat]", "has no place in the order"],
    ["order: [flat, hotel]", "order: [flat, hotel, toString]", "unknown tier"],
    ["order: [flat, hotel]", "order: [flat, hotel, flat]", "stands here twice"],
    ["flat: { label", '"1": { label', "starts with a letter"],
    ["places: 1500", "places: many", "cannot be read as a number"],
    ["places: 1500, ", "", "a tier needs places"],
    ["food: true", "food: yes please", "true or false"],
    ["occupancy: 0.9 persons/place", "occupancy: 0.9 persons", "expected persons/place"],
    ["frame: { 2024: 12 MEUR, 2025: planning }", "frame: { 2024: 12 }", "needs a unit"],
    ["frame: { 2024: 12 MEUR, 2025: planning }", "frame: { 2024: 12 }", 'for instance "83 EUR"'],
    ["frame: { 2024: 12 MEUR, 2025: planning }", "frame: { 2024-03: 12 MEUR }", "not a whole year"],
    [
      "frame: { 2024: 12 MEUR, 2025: planning }",
      "frame: { 2024: 12 MEUR, 2024..2024: 13 MEUR }",
      "overlaps",
    ],
    ["frame: { 2024: 12 MEUR, 2025: planning }", "frame: { 2o24: 12 MEUR }", 'unknown key "2o24"'],
    [
      "frame: { 2024: 12 MEUR, 2025: planning }",
      "frame: { 2024: { value: 12 MEUR, hgih: 13 MEUR } }",
      'unknown key "hgih"',
    ],
    [
      "frame: { 2024: 12 MEUR, 2025: planning }",
      "frame: { 2024..2025: { value: 12 MEUR, 2025: 13 MEUR } }",
      'unknown key "2025"',
    ],
    [
      "frame: { 2024: 12 MEUR, 2025: planning }",
      "frame: { 2024: { value: 12 MEUR, mid: 13 MEUR } }",
      '"value" and "mid" are the same thing',
    ],
    [
      "frame: { 2024: 12 MEUR, 2025: planning }",
      "frame: { 2024: { value: 12, unit: 5 } }",
      "expected a text, found 5",
    ],
    ["frame: { 2024: 12 MEUR, 2025: planning }", "frame: { 2024: 12 mkr }", 'unknown unit "mkr"'],
    ["1/1:3: {", "1-1:3: {", "area/number"],
    ["cost: 6000 EUR/staff-month", "cost: 6 000 EUR/staff-month", "no separators"],
    [
      "driver: [catering_days/adults, fed_days/adults]",
      "driver: [nights/flat, nights/hotel]",
      "several tiers",
    ],
    ["driver: [catering_days/adults, fed_days/adults]", "driver: []", "too small"],
    [
      "driver: [cost/hotel, cost/days]",
      "driver: [cost/hotel, cost/errors]",
      "counts its own money: errors → errors",
    ],
    ["driver: [cost/hotel, cost/days]", "driver: [cost/hotel, cost/day]", 'unknown line "day"'],
    [
      "driver: [cost/helpers, cost/rent]",
      "driver: [cost/salaries, cost/rent]",
      "whose number the money decides",
    ],
    ["cost: 3 %", "cost: 0.03", "needs a unit"],
    ["cost: 3 %", "cost: 3 EUR/month", "a share of the money counted"],
    ["history: 20000 EUR/month", "history: 20000 persons/month", "expected money/month"],
    ["driver: time", "driver: 5", "expected a text or a list"],
    ["spread: 12 months", "spread: 0 months", "from 1 to 600"],
    ["add: 100 places", "add: 100 persons", "expected places"],
    ["add: 100 places", "add: x", "cannot be read as a number"],
    ["add: 100 places", "add: -99999 places", "with the effects of flats"],
    ["add: 100 places", "add: 100 places, multiply: 2", "adds or multiplies"],
    ["add: 100 places, ", "", "adds or multiplies"],
    ["on: housing.tiers.flat.places", "on: housing.tiers.flat.place", "housing.tiers.flat.places"],
    [
      "on: housing.tiers.flat.places, add: 100 places",
      "on: appropriations.1/1:1.frame, add: 1 MEUR",
      "not an input of the model's months",
    ],
    [
      "currency: { code: EUR, amounts: {",
      "currency: { code: EUR, amounts: { persons: 1000,",
      "cannot be a word for money",
    ],
    [
      "currency: { code: EUR, amounts: {",
      "currency: { code: EUR, amounts: { a/b: 1000,",
      "cannot be a word for money",
    ],
    [
      "intake: { of: all, share: 90 % }",
      "intake: { of: all, share: 90 % }\n    season: { weights: [1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1] }",
      "only an intake of the stream's own",
    ],
    ["until: 2025-12", "until: 2024-12", "ends before it starts"],
    ["strategic_area: 1", "strategic_area: 2", 'unknown strategic area "2"'],
    ["2025: planning", "2023..2025: planning", "whole year of the planning run"],
    ["start: 2023-07", "start: 1950-07", "too long"],
    ["years: 2025, total", "years: soon, total", "is not a range of years"],
    ["2025: planning", "2025: plannig", "cannot be read as a number"],
    [
      "planning: { label: The bill, start: 2023-07, set: { intakes.all.volume: 8000, streams.relatives.intake: 1000, streams.adults.opening.open: 2500 } }\n",
      "",
      "there is none",
    ],
    ["set: { intakes.all.volume: 8000", "set: { intakes.all.volum: 8000", "intakes.all.volume"],
    ["set: { intakes.all.volume: 8000", "set: { intakes.all.volume: -1", "0 or more"],
    [
      "set: { intakes.all.volume: 8000",
      "set: { intakes.all.volume: { value: 8000, source: lau }",
      'unknown source "lau"',
    ],
    ["tables:\n  1:", "tables:\n  need:", "is the name of a built-in table"],
    [
      "unit: MEUR, decimals: 2, years: 2025",
      "unit: MEUR, decimals: 2, years: 2025..2027",
      "the period has no 2026, 2027",
    ],
    ["show: need/1/1:1/forecast", "show: need/1/1:1/forecasts", "did you mean"],
    ["show: need/1/1:1/forecast", "show: 1/a", "built-in table"],
    ["total: [a]", "total: [b]", 'unknown row "b"'],
    ["given: { 2025: -1.25 }", "given: { 2024: -1.25 }", "the table has no 2024"],
    ["given: { 2025: -1.25 }", "given: { 2025-01: -1.25 }", "a given figure belongs to a year"],
    ["given: { 2025: -1.25 }", "given: { 2025: 1 mkr }", "expected a number"],
    [
      "given: { 2025: -1.25 }",
      "given: { 2025: 1 }, show: need/1/1:1/need",
      "a row shows one thing",
    ],
    [
      "given: { 2025: -1.25 }, source: law",
      "given: { 2025: -1.25 }",
      "given figures need a source",
    ],
    [
      "given: { 2025: -1.25 }, source: law",
      "given: { 2025: -1.25 }, source: lav",
      'did you mean "law"?',
    ],
    ["total: [a]", "total: [a], least: 0", "a sum is printed as the sum of its parts"],
    ["row: need/1/1:1/need", "row: need/1/1:1/needs", "there is no row"],
    ["row: need/1/1:1/need", "row: fit/x", "there is no row"],
    ["page: 3, unit: MEUR", "page: 3, unit: persons", "the published figure in persons"],
    ["values: { 2024: 9 }", "values: { 20l4: 9 }", "belongs to a year"],
  ])("%s → %s: %s", async (from, to, says) => {
    expect(whole).toContain(from);
    const { status, out, err } = await outcome(whole.replace(from, to));
    expect({ status, out }).toEqual({ status: 1, out: "" });
    expect(err).toContain(says);
    expect(err).toMatch(/^(?:s\.yaml|series\.csv)/);
  });

  it.each([
    ["streams.relatives.intake=2000", "streams.relatives.intake.2025=2000"],
    ["measures.flats.delay=3", "measures.flats.within_frame=false"],
    ["planning.set.intakes.all.volume=9000", "costs.rent.cost=13"],
    ["housing.tiers.hotel.reserve=5", "staff.office.serves.0=adults.open"],
  ])("inputs and structure can be set: %s, %s", async (...changes) => {
    const { status, err } = await outcome(
      whole,
      "run",
      ...changes.flatMap((change) => ["--set", change]),
    );
    expect({ status, err }).toEqual({ status: 0, err: "" });
  });

  it("shows given figures in whole years, and where they come from", async () => {
    const rows = async (...options: string[]): Promise<string[]> => {
      const { out } = await outcome(whole, "run", "--table", "1", ...options);
      return out.split("\n").filter((line) => line.startsWith("Asked for"));
    };
    expect(await rows()).toEqual([
      expect.stringMatching(/^Asked for +−1\.25 +−1\.25$/),
      "Asked for: A law, p. 4, 5",
    ]);
    expect(await rows("--unit", "EUR")).toContainEqual(expect.stringMatching(/−1,250,000$/));
    // A month has no part of it.
    expect(new Set(await rows("--monthly"))).toEqual(
      new Set(["Asked for", "Asked for: A law, p. 4, 5"]),
    );
    const { out } = await outcome(whole, "run", "--table", "1", "--format", "csv");
    expect(out).toContain("whole,1,asked,,,2025,-1.25,MEUR\n");
  });

  /** Lines of CSV but those of frames and what depends on them. */
  const withoutFrames = ({ out, ...rest }: Awaited<ReturnType<typeof outcome>>): unknown => ({
    ...rest,
    // Nor the name, which says what was set.
    out: out
      .split("\n")
      .filter((line) => !/\/(frame|gap),/.test(line))
      .map((line) => line.replace(/^whole \([^)]*\)/, "whole")),
  });

  it("what is assumed of a whole and of its part is the same in either order", async () => {
    const of = async (...set: readonly string[]): Promise<string> => {
      const text = whole.replace("set: { intakes.all.volume: 8000,", `set: { ${set.join(", ")},`);
      const { status, out } = await outcome(text, "run", "--planning", "--table", "flows");
      expect(status).toBe(0);
      return out;
    };
    const [volume, ofYear] = ["intakes.all.volume: 8000", "intakes.all.volume.2025: 3000"];
    const both = await of(volume, ofYear);
    expect(await of(ofYear, volume)).toBe(both);
    expect(await of(volume)).not.toBe(both);
  });

  it("a change read into the scenario gives what the changed file gives", async () => {
    const tables = ["--table", "need,stocks,housing", "--format", "csv"];
    for (const [from, to, change] of [
      ["mid: 10000", "mid: 11000", "intakes.all.volume.mid=11000"],
      ["effort: 20 hours/case", "effort: 25 hours/case", "streams.adults.work.open.effort=25"],
      ["cost: 12 EUR/place-day", "cost: 14 EUR/place-day", "costs.rent.cost=14 EUR/place-day"],
      [
        "frame: { 2024..2025: 30 MEUR }",
        "frame: { 2024..2025: 31 MEUR }",
        "appropriations.1/1:2.frame=31",
      ],
    ] as const) {
      const edited = await outcome(whole.replace(from, to), "run", ...tables);
      const set = await outcome(whole, "run", ...tables, "--set", change);
      // Frames follow the file, not a change for one run.
      expect(withoutFrames(set)).toEqual(withoutFrames(edited));
    }
  });

  it.each([
    ["--set", "housing.tiers.flat.places=-5", "0 or more"],
    ["--set", "streams.adults.shares.grantd=0.5", "needs"],
    ["--set", "nowhere.at.all=5", "there is no input"],
    ["--set", "staff.office.serves.7=x", "there is no input"],
    ["--set", "title.x=5", "there is no input"],
  ])("says what is wrong with %s %s", async (option, change, says) => {
    const { status, out, err } = await outcome(whole, "run", option, change);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(says === "needs" ? "no share" : says);
  });
});
