import { describe, expect, test } from "vitest";
import { rowRef } from "../../src/model/refs.ts";
import { tablesOf } from "../../src/tables/build.ts";
import { citation, rowToCompare } from "../../src/tables/published.ts";
import { valueIn } from "../../src/tables/spec.ts";
import { opened } from "../support/build.ts";
import { agency } from "./agency.ts";
import { there } from "../support/there.ts";

const request = opened(agency());
const tables = tablesOf(request);

function compared(row: string, unit: string): ReturnType<typeof rowToCompare> {
  return rowToCompare(request.scenario, tables.spec, { row: rowRef(row), unit });
}

describe("the row a published figure belongs to", () => {
  test.each([
    ["need/1/1/forecast", "tkr", 4.584, 1, true],
    ["need/1/1/forecast", "SEK", 4584, 1, true],
    ["need/1/1/forecast", "mkr", 0.004584, 1, true],
    ["flows/done", "persons", 1800, 0, false],
    ["housing/share/cheap", "", 14 / 15, 3, false],
    ["housing/cost/total", "SEK", 63_875, 1, true],
    ["housing/places/flats", "places", 50, 0, false],
    ["unit-costs/line/cases", "SEK/person", 2, 1, true],
  ])("%s is shown in %s", (row, unit, value, decimals, isMoney) => {
    const found = compared(row, unit);
    if ("problem" in found) throw new Error(found.problem.message);
    expect(found).toMatchObject({ decimals, isMoney });
    expect(found.spec.id).toBe(row.slice(0, row.indexOf("/")));
    expect(valueIn(request, found.shows, there(request.columns[0]))).toBeCloseTo(value, 9);
  });

  test.each([
    ["need/1/1/forcast", 'there is no row "need/1/1/forcast"', 'did you mean "need/1/1/forecast"?'],
    // A heading is no row to compare with.
    ["need/1/1", 'there is no row "need/1/1"', "one of need/1/1/forecast, need/1/1/item/x"],
    ["needs/1/1/forecast", 'there is no row "needs/1/1/forecast"', "write table/row"],
  ])("%s is not there", (row, message, help) => {
    expect(compared(row, "tkr")).toMatchObject({
      key: "row",
      problem: {
        code: "unknown-name",
        severity: "error",
        message,
        help: expect.stringContaining(help) as unknown,
      },
    });
  });

  test.each([
    ["flows/done", "tkr", '"flows/done" is in persons, the published figure in tkr', "persons"],
    [
      "flows/done",
      "",
      '"flows/done" is in persons, the published figure in plain numbers',
      "persons",
    ],
    [
      "housing/share/cheap",
      "%",
      '"housing/share/cheap" is in plain numbers, the published figure in %',
      "plain numbers",
    ],
    [
      "need/1/1/need",
      "persons",
      '"need/1/1/need" is in tkr, the published figure in persons',
      "tkr",
    ],
  ])("%s is not in %j", (row, unit, message, own) => {
    expect(compared(row, unit)).toMatchObject({
      key: "unit",
      problem: {
        code: "bad-unit",
        severity: "error",
        message,
        help: `write the figures in ${own}`,
      },
    });
  });
});

test("a source is cited by its title and page, or by its name where it has none", () => {
  const sources = { report: { title: "A report" } };
  expect(citation(sources, "report", "3–4", "en")).toBe("A report, p. 3–4");
  expect(citation(sources, "report", "3–4", "sv")).toBe("A report, s. 3–4");
  expect(citation(sources, "report", undefined, "en")).toBe("A report");
  expect(citation(sources, "other", "1", "en")).toBe("other, p. 1");
});
