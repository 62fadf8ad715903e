import { expect, test } from "vitest";
import { run } from "../../src/cli/program.ts";
import { fakeIo } from "../support/fake-io.ts";
import { tiny } from "./actions/tiny.ts";

const words = ["own", "unhoused", "total", "model", "published", "difference", "measure", "saved"];

/** The tiny scenario with a stream, a tier, an area and a measure of this name, and figures published of that stream. */
const named = (word: string): string =>
  `${tiny
    .replaceAll("  all: {", `  ${word}: {`)
    .replaceAll(" 1/1", ` ${word}/1`)
    .replace("areas: { 1: Migration }", `areas: { ${word}: Migration }`)}housing:
  order: [${word}]
  claims: { ${word}: { label: Claim, streams: [${word}], stages: [open], own: 10 % } }
  tiers: { ${word}: { label: Tier, places: 50, occupancy: 1 persons/place, for: [${word}] } }
strategic_areas: { ${word}: Speed }
measures:
  ${word}: { label: Measure, strategic_area: ${word}, costs: { ${word}/1: { 2024..2025: 1 mkr } } }
published:
  - { row: stocks/open, source: report, unit: persons, values: { 2024: 1 } }
  - { row: stocks/open/${word}, source: report, unit: persons, values: { 2024: 1 } }
  - { row: housing/persons/unhoused, source: report, unit: persons, values: { 2024: 1 } }
`;

test.each(words)("a stream, a tier, an area and a measure may be called %s", async (word) => {
  const tables = "housing,savings,need,stocks,flows,stay,staff,unit-costs,measures,fit,assumptions";
  const addresses = new Map<string, string[]>();
  for (const format of ["csv", "text", "markdown", "json"]) {
    const { io, out, err } = fakeIo({ "s.yaml": named(word) });
    const status = await run(["s.yaml", "--table", tables, "--format", format], io);
    expect({ status, err: err() }).toEqual({ status: 0, err: "" });
    const cells = out()
      .split("\n")
      .map((line) => line.split(",").slice(1, 6).join());
    addresses.set(format, cells.slice(1, -1));
  }
  const csv = addresses.get("csv") ?? [];
  expect(csv.length).toBeGreaterThan(50);
  expect(new Set(csv).size).toBe(csv.length);
});
