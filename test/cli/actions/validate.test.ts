import { describe, expect, test } from "vitest";
import { validateCommand } from "../../../src/cli/actions/validate.ts";
import { fakeIo } from "../../support/fake-io.ts";
import { tiny } from "./tiny.ts";

function validate(
  files: Readonly<Record<string, string>>,
  ...names: readonly string[]
): { status: number; out: string; err: string } {
  const { io, out, err } = fakeIo(files);
  const asked = names.length > 0 ? names : Object.keys(files);
  return { status: validateCommand(io, asked, {}), out: out(), err: err() };
}

const measures = `strategic_areas: { fast: Speed }
measures:
  cheaper:
    label: Cheaper
    strategic_area: fast
    costs: { 1/1: { 2024..2025: 0.1 mkr } }
    effects: [{ on: streams.all.intake, add: -600 persons/year, from: 2024-01 }]
`;

/** Each case takes an hour of a desk, whose staff the money of 1/1 decides; 1/2 pays for the decisions. */
const capped = tiny
  .replace(
    "opening: { open: 100 } }",
    "opening: { open: 100 }, work: { open: { effort: 1 hours/case, aim: 1 months } } }",
  )
  .replace("{ rate: 1 }", "{ staff: desk }")
  .replace(
    "appropriations:",
    "staff:\n  desk: { label: Desk, before: 10, productivity: 100 hours/staff-month, hire: 1 /month, shed: 1 /month, serves: [all.open] }\nappropriations:\n  1/2: { label: Decisions, basis: cash }",
  )
  .replace("frame: { 2024: 3 mkr } }", "frame: { 2024..2025: 3 mkr }, caps: [desk] }")
  .replace("cases: { label: Cases, on: 1/1", "cases: { label: Cases, on: 1/2")
  .concat("  wages: { label: Wages, on: 1/1, driver: staff/desk, cost: 1000 SEK/staff-month }\n");

describe("validate", () => {
  test("says of each file that it is valid, and is 0", () => {
    expect(validate({ "a.yaml": tiny, "b.yaml": tiny + measures, "c.yaml": capped })).toEqual({
      status: 0,
      out: "a.yaml: valid\nb.yaml: valid\nc.yaml: valid\n",
      err: "",
    });
  });

  test("says all that is wrong with the others, and is 1", () => {
    const found = validate(
      {
        "a.yaml": tiny.replace("cost: 2000", "price: 2000"),
        "b.yaml": tiny,
      },
      "a.yaml",
      "gone.yaml",
      "b.yaml",
    );
    expect(found).toMatchObject({ status: 1, out: "b.yaml: valid\n" });
    expect(found.err).toContain('unknown key "price"');
    expect(found.err).toContain("gone.yaml");
  });

  test("makes all tables, those that nobody asked for too", () => {
    const table = `tables:\n  "1": { title: One, years: 2024..2025, rows: [{ key: x, show: need/1/1/ned }] }\n`;
    const found = validate({ "a.yaml": tiny + table });
    expect(found).toMatchObject({ status: 1, out: "" });
    expect(found.err).toContain('there is no row "need/1/1/ned"');
    expect(found.err).toMatch(/a\.yaml:21:\d+/);
    const published = "published: [{ row: flows/done, source: report, values: { 2024: 1 } }]\n";
    expect(validate({ "a.yaml": tiny + published }).err).toContain('"flows/done" is in persons');
  });

  test("runs in need first, and says no more where that fails", () => {
    const text = (tiny + measures)
      .replace("{ done: 1 }", "{ done: part, away: rest }")
      .replace("ends: [done]", "ends: [done, away]")
      .replace("opening: { open: 100 } }", "opening: { open: 100 }, shares: { part: 1.5 } }");
    const found = validate({ "a.yaml": text });
    expect(found).toMatchObject({ status: 1, out: "" });
    expect(found.err.match(/error\[/g)).toHaveLength(1);
  });

  test("runs with the measures where there are any", () => {
    // 600 of 1200 may stay away, 1300 may not.
    const text = tiny + measures.replace("-600", "-1300");
    const found = validate({ "a.yaml": text });
    expect(found).toMatchObject({ status: 1, out: "" });
    expect(found.err).toMatch(/a\.yaml:9:\d+: error\[out-of-range\]: with the effects of cheaper/);
  });

  test("runs with the money there is, where money binds", () => {
    // What the month's decisions cost is not known when their staff is decided.
    const text = capped.replace("cases: { label: Cases, on: 1/2", "cases: { label: Cases, on: 1/1");
    const found = validate({ "a.yaml": text });
    expect(found).toMatchObject({ status: 1, out: "" });
    expect(found.err).toContain("these need each other in the same month");
    expect(validate({ "a.yaml": text.replace(", caps: [desk]", "") }).status).toBe(0);
  });
});

describe("validate of outcomes", () => {
  const outcomes = `format: forecast-outcomes/1
title: What came
sources: { report: { title: Report } }
outcomes:
  - { row: flows/done, unit: persons, source: report, values: { 2024: 1 } }
`;

  test("says what can be said without a run", () => {
    expect(validate({ "o.yaml": outcomes })).toEqual({
      status: 0,
      out: "o.yaml: valid\n",
      err: "",
    });
    const wrong = validate({ "o.yaml": outcomes.replace("source: report", "source: reports") });
    expect(wrong).toMatchObject({ status: 1, out: "" });
    expect(wrong.err).toContain("reports");
  });
});
