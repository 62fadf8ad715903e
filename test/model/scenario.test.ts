import { describe, expect, test } from "vitest";
import { kronor } from "../../src/language/units.ts";
import { cappedOf, type Scenario } from "../../src/model/scenario.ts";
import { convert } from "../../src/scenario/convert.ts";
import { format, scenarioSchema } from "../../src/scenario/schema.ts";
import { appropriation, noDiagnostics, scenario } from "../support/build.ts";

/** The scenario of a file with an appropriation under some key. */
function read(key: string): Scenario {
  const reading = {
    money: kronor,
    yearStarts: 1,
    column: () => ({ ok: true, values: [] }) as const,
  };
  const file = scenarioSchema(reading).parse({
    format,
    name: "a",
    title: "A",
    language: "en",
    period: { from: "2014-01", to: "2014-12", prices: "2014" },
    streams: {},
    processes: {},
    appropriations: { [key]: { label: "one", basis: "cash" } },
  });
  return convert(file, reading, [], noDiagnostics);
}

test.each([
  ["8/1:1", "8", "1:1"],
  ["13/1:2", "13", "1:2"],
  ["area_1/a b", "area_1", "a b"],
])("%s is an area and a number", (key, area, number) => {
  expect(read(key).appropriations).toMatchObject({ [key]: { area, number } });
});

test("there is one slash between an area and a number", () => {
  expect(() => read("area/a/b")).toThrow("area/number");
  expect(() => read("area")).toThrow("area/number");
});

describe("appropriations whose spending binds", () => {
  test("are those that cap staff, in the order they are given, with the staff in the order it is paid", () => {
    const given = scenario({
      appropriations: {
        "1/2": appropriation({ caps: ["desk", "archive"] }),
        "1/3": appropriation(),
        "1/1": appropriation({ caps: ["office"] }),
      },
    });
    expect(cappedOf(given)).toEqual([
      { appropriation: "1/2", caps: ["desk", "archive"] },
      { appropriation: "1/1", caps: ["office"] },
    ]);
  });

  test("may be none", () => {
    expect(cappedOf(scenario({}))).toEqual([]);
  });
});
