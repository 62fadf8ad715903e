import { driverOf } from "../../../src/model/costs/drivers.ts";
import type { CostLine } from "../../../src/model/costs/file.ts";
import type { Scenario } from "../../../src/model/scenario.ts";
import { describe, expect, test } from "vitest";
import { appropriation, line } from "../../support/build.ts";
import { wages, valid, problemsOf, examples, inside } from "./valid.ts";

const withLine = (given: CostLine): Partial<Scenario> => inside("costs", "x", given);
/** The appropriations with the staff whose number their money decides; the others are not capped. */
const caps = (staffOf: Readonly<Record<string, string[]>>): Pick<Scenario, "appropriations"> => ({
  appropriations: Object.fromEntries(
    Object.entries(valid.appropriations).map(([key, one]) => [key, { ...one, caps: staffOf[key] }]),
  ),
});

describe("appropriations:", () => {
  test.each(
    examples(
      [
        "an unknown area",
        { appropriations: { ...valid.appropriations, "9/1": appropriation() } },
        ["unknown-name", "appropriations.9/1", 'unknown expenditure area "9"', "one of 1"],
      ],
      [
        "none declared",
        { areas: {} },
        ["unknown-name", "appropriations.1/1", "area", "nothing: none is declared"],
        ["unknown-name", "appropriations.1/2", "area"],
      ],
      ["none capped", caps({})],
      [
        "staff paid twice",
        caps({ "1/1": ["desk", "desk"] }),
        ["duplicate-key", "appropriations.1/1.caps.1", '"desk" stands here twice'],
      ],
      [
        "staff paid by two of them",
        {
          ...caps({ "1/1": ["desk"], "1/2": ["desk"] }),
          costs: { w: wages, v: { ...wages, on: "1/2" } },
        },
        ["duplicate-key", "appropriations.1/2.caps.0", '"desk" is paid by another appropriation'],
      ],
      [
        "different staff paid by two of them",
        {
          ...caps({ "1/1": ["desk"], "1/2": ["office"] }),
          ...inside("staff", "office", { decided: undefined }),
          costs: { w: wages, v: line("staff/office", 1, "money/staff-month", { on: "1/2" }) },
        },
      ],
      [
        "staff decided in advance",
        caps({ "1/2": ["office"] }),
        [
          "unknown-name",
          "appropriations.1/2.caps.0",
          'unknown staff that is not decided in advance, paid by a cost line on 1/2 "office"',
        ],
        ["out-of-range", "costs.places.spread", "spread"],
      ],
      [
        "staff paid by another",
        { costs: { w: { ...wages, on: "1/2" } } },
        ["unknown-name", "appropriations.1/1.caps.0", "paid by a cost line on 1/1"],
      ],
      [
        "a line that pays for staff and for something else",
        withLine({ ...wages, drivers: [driverOf("staff/office"), driverOf("staff/desk")] }),
        ["wrong-type", "costs.x.driver", "can count nothing else", "a line for each driver"],
      ],
      [
        "staff the money does not decide, counted together",
        {
          ...caps({ "1/1": [] }),
          ...withLine({ ...wages, drivers: [driverOf("staff/office"), driverOf("staff/desk")] }),
        },
      ],
      [
        "staff paid later",
        {
          ...caps({ "1/2": ["desk"] }),
          costs: { w: { ...wages, on: "1/2", lag: 1 } },
        },
        ["out-of-range", "costs.w.lag", "is paid in the month it works", "leave out the lag"],
      ],
      [
        "a quota instead of staff",
        caps({ "1/1": ["town"] }),
        ["unknown-name", "appropriations.1/1.caps.0", '"town"'],
      ],
    ),
  )("$name", ({ change, expected }) => {
    expect(problemsOf(change)).toEqual(expected);
  });
});

describe("cost lines:", () => {
  test.each(
    examples(
      [
        "an unknown appropriation",
        withLine({ ...line("time", 1, "money/month", { on: "1/9", item: "pay" }) }),
        ["unknown-name", "costs.x.on", 'unknown appropriation "1/9"'],
      ],
      [
        "an unknown item",
        withLine(line("time", 1, "money/month", { item: "rent" })),
        ["unknown-name", "costs.x.item", 'unknown item "rent"', "one of pay"],
      ],
      [
        "an unknown index",
        withLine(line("time", 1, "money/month", { index: "price" })),
        ["unknown-name", "costs.x.index", 'unknown price index "price"', "prices"],
      ],
      [
        "a later payment of what is charged at once",
        withLine(line("time", 1, "money/month", { lag: 1, history: 1, per: "month/month" })),
        ["out-of-range", "costs.x.lag", "1/1 is charged when the cost arises", "basis: cash"],
      ],
      [
        "a capped one spread",
        withLine(line("time", 1, "money/month", { spread: 2, history: 1, per: "month/month" })),
        ["out-of-range", "costs.x.spread", "cannot be spread"],
      ],
      [
        "an unknown driver",
        withLine(line("day", 1, "money/month", { on: "1/2" })),
        ["unknown-name", "costs.x.driver", 'unknown driver "day"', "time, flow, person_days"],
      ],
      [
        "the driver of every object",
        withLine(line("constructor/x", 1, "money/month")),
        ["unknown-name", "costs.x.driver", 'unknown driver "constructor"'],
      ],
      [
        "one unknown driver of two",
        withLine(line(["flow/granted", "flow/grant"], 1, "money/month", { on: "1/2" })),
        ["unknown-name", "costs.x.driver", 'unknown flow "grant"'],
      ],
      ["no driver", withLine(line([], 1, "money/month"))],
      [
        "a driver given twice",
        withLine(line(["time", "time"], 1, "money/month", { on: "1/2" })),
        ["duplicate-key", "costs.x.driver.1", '"time" stands here twice'],
      ],
      [
        "nights in several tiers",
        withLine(
          line(["nights/flats", "nights/flats/old", "nights/hotel"], 1, "money/person-day", {
            on: "1/2",
          }),
        ),
        ["wrong-type", "costs.x.driver", "several tiers", "a line for each tier"],
      ],
      [
        "places in several tiers",
        withLine(
          line(["place_days/flats", "place_days/hotel"], 1, "money/place-day", { on: "1/2" }),
        ),
        ["wrong-type", "costs.x.driver", "several tiers"],
      ],
      [
        "a history of what is paid at once",
        withLine(line("flow/granted", 1, "money/person", { on: "1/2", history: 1 })),
        ["out-of-range", "costs.x.history", "nothing looks back", "give a lag or a spread"],
      ],
      [
        "drivers in different units",
        withLine(line(["flow/granted", "time"], 1, "money/person", { on: "1/2" })),
        ["bad-unit", "costs.x.driver", "different units: person, month"],
      ],
      [
        "a cost of something else",
        withLine(line("flow/granted", 1, "money/person-day", { on: "1/2" })),
        [
          "bad-unit",
          "costs.x.cost",
          "flow/granted is counted in person, so the cost cannot be per person-day",
          "write the cost in SEK/person",
        ],
      ],
      [
        "a cost per nothing",
        withLine(line(["nights/hotel", "own_days/old"], 1, "money", { on: "1/2" })),
        [
          "bad-unit",
          "costs.x.cost",
          "nights/hotel + own_days/old is counted in person-day, so the cost cannot be per a plain number",
        ],
      ],
      [
        "a cost of money that is no share",
        withLine(line("cost/time", 1, "money", { on: "1/2" })),
        [
          "bad-unit",
          "costs.x.cost",
          "cost/time is counted in money, so the cost cannot be per a plain number",
          "a share of the money counted: 3 %",
        ],
      ],
      [
        "a flow and one stream's part of it",
        withLine(line(["flow/granted", "flow/granted/b"], 1, "money/person", { on: "1/2" })),
        ["duplicate-key", "costs.x.driver", "flow/granted/b and flow/granted count the same"],
      ],
      [
        "groups that share a stage",
        withLine(
          line(["person_days/waiting", "person_days/open"], 1, "money/person-day", { on: "1/2" }),
        ),
        ["duplicate-key", "costs.x.driver", "person_days/open and person_days/waiting"],
      ],
      [
        "a tier and one claim's part of it",
        withLine(line(["nights/flats/old", "nights/flats"], 1, "money/person-day", { on: "1/2" })),
        ["duplicate-key", "costs.x.driver", "nights/flats and nights/flats/old count the same"],
      ],
      [
        "money counted with something else",
        withLine(line(["cost/time", "time"], 1, "", { on: "1/2" })),
        ["bad-unit", "costs.x.driver", "different units: money, month"],
      ],
      [
        "an index of a share",
        withLine(line("cost/time", 1, "", { on: "1/2", index: "prices" })),
        ["wrong-type", "costs.x.index", "at the prices of the month it is paid in", "leave out"],
      ],
      [
        "a history of something else",
        withLine(
          line("flow/granted", 1, "money/person", {
            on: "1/2",
            lag: 1,
            history: 1,
            per: "persons",
          }),
        ),
        ["bad-unit", "costs.x.history", "expected person/month, found person"],
      ],
    ),
  )("$name", ({ change, expected }) => {
    expect(problemsOf(change)).toEqual(expected);
  });
});

describe("drivers:", () => {
  test.each(
    examples(
      [
        "time of something",
        withLine(line("time/all", 1, "money/month")),
        ["unknown-name", "costs.x.driver", 'unknown word after "time" "all"'],
      ],
      [
        "a flow of nobody",
        withLine(line("flow", 1, "money/person")),
        ["unknown-name", "costs.x.driver", 'unknown flow ""'],
      ],
      [
        "a flow of an unknown stream",
        withLine(line("flow/granted/x", 1, "money/person")),
        ["unknown-name", "costs.x.driver", 'unknown stream "x"', "one of a, b, c"],
      ],
      [
        "a flow of a stream it does not have",
        withLine(line("flow/few/b", 1, "money/person")),
        ["unknown-name", "costs.x.driver", 'unknown stream "b"', "one of a"],
      ],
      [
        "a flow with a part too many",
        withLine(line("flow/granted/a/b", 1, "money/person")),
        [
          "unknown-name",
          "costs.x.driver",
          '"flow/granted/a/b" has a part too many',
          "expected flow/granted",
        ],
      ],
      [
        "an unknown stock",
        withLine(line("person_days/opn", 1, "money/person-day")),
        ["unknown-name", "costs.x.driver", 'unknown stock "opn"'],
      ],
      [
        "a stock of an unknown stream",
        withLine(line("person_days/open/x", 1, "money/person-day")),
        ["unknown-name", "costs.x.driver", 'unknown stream "x"'],
      ],
      [
        "a stock of a stream it does not have",
        withLine(line("person_days/waiting/b", 1, "money/person-day")),
        ["unknown-name", "costs.x.driver", 'unknown stream "b"', "one of a"],
      ],
      [
        "a quota as staff",
        withLine(line("staff/town", 1, "money/staff-month")),
        ["unknown-name", "costs.x.driver", 'unknown staff "town"', "desk, office"],
      ],
      [
        "staff with a part",
        withLine(line("staff/desk/a", 1, "money/month")),
        [
          "unknown-name",
          "costs.x.driver",
          '"staff/desk/a" has a part too many',
          "expected staff/desk",
        ],
      ],
      [
        "an unknown tier",
        withLine(line("nights/motel", 1, "money/person-day")),
        ["unknown-name", "costs.x.driver", 'unknown tier "motel"'],
      ],
      [
        "a claim that does not live there",
        withLine(line("nights/hotel/new", 1, "money/person-day")),
        ["unknown-name", "costs.x.driver", 'unknown claim in this tier "new"', "one of old"],
      ],
      [
        "nights with a part too many",
        withLine(line("nights/hotel/old/a", 1, "money/person-day")),
        ["unknown-name", "costs.x.driver", "a part too many"],
      ],
      [
        "places with a part",
        withLine(line("place_days/hotel/old", 1, "money/place-day")),
        ["unknown-name", "costs.x.driver", "a part too many"],
      ],
      [
        "the money of an unknown line",
        withLine(line("cost/wage", 1, "")),
        ["unknown-name", "costs.x.driver", 'unknown line "wage"', 'did you mean "wages"?'],
      ],
      [
        "the money of a part of a line",
        withLine(line("cost/time/b", 1, "")),
        ["unknown-name", "costs.x.driver", '"cost/time/b" has a part too many'],
      ],
      [
        "an unknown claim",
        withLine(line("own_days/hotel", 1, "money/person-day")),
        ["unknown-name", "costs.x.driver", 'unknown claim "hotel"'],
      ],
    ),
  )("$name", ({ change, expected }) => {
    expect(problemsOf(change)).toEqual(expected);
  });
});

describe("lines that count lines:", () => {
  const share = (
    drivers: string | readonly string[],
    given: Parameters<typeof line>[3] = {},
  ): CostLine => line(drivers, 0.1, "", { on: "1/2", ...given });
  const withLines = (given: Readonly<Record<string, CostLine>>): Partial<Scenario> => ({
    costs: { ...valid.costs, ...given },
  });
  const level = (name: string): Partial<Scenario> => ({
    appropriations: { ...valid.appropriations, "1/2": appropriation({ frame: 1 }) },
    calibration: {
      fit: [],
      levels: [{ line: name, year: "2014", start: { number: 1, unit: "" }, atMost: 1 }],
      leaveOut: {},
    },
  });

  test.each(
    examples(
      [
        "of other lines",
        withLines({ x: share("cost/y"), y: share(["cost/z", "cost/time"]), z: share("cost/time") }),
      ],
      [
        "of itself",
        withLines({ x: share(["cost/time", "cost/x"]) }),
        ["cycle", "costs.x.driver", "counts its own money: x → x", "leave out"],
      ],
      [
        "round about, which is said once",
        withLines({
          x: share("cost/y"),
          y: share("cost/z"),
          z: share(["cost/time", "cost/x"]),
          w: share("cost/x"),
        }),
        ["cycle", "costs.x.driver", "x → y → z → x"],
      ],
      [
        "of a line twice",
        withLines({ x: share(["cost/y", "cost/z"]), y: share("cost/time"), z: share("cost/y") }),
      ],
      [
        "of staff that money decides, on its appropriation",
        withLines({ x: share("cost/y", { on: "1/1" }), y: share("cost/wages") }),
        [
          "wrong-type",
          "costs.x.driver",
          "wages pays for staff whose number the money decides",
          "into the cost of the staff",
        ],
      ],
      [
        "of such staff, later",
        withLines({
          x: share("cost/y", { on: "1/1" }),
          y: share("cost/wages", { lag: 1, history: 1, per: "money/month" }),
        }),
      ],
      [
        "of a line that is set from a frame",
        level("time"),
        ["wrong-type", "calibration.levels.0.line", "share counts this line", "count other lines"],
      ],
      ["of lines beside one that is set from a frame", level("few")],
    ),
  )("$name", ({ change, expected }) => {
    expect(problemsOf(change)).toEqual(expected);
  });
});
