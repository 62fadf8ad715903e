import { describe, expect, test } from "vitest";
import { calibrate, type Calibration } from "../../src/analysis/calibrate.ts";
import { calibrationTables } from "../../src/analysis/calibration-report.ts";
import type { FittedModel } from "../../src/analysis/fitted-model.ts";
import { cellsRef } from "../../src/model/refs.ts";
import type { Language, Row, Table } from "../../src/tables/table.ts";
import { model, parameter, target } from "./models.ts";
import { there } from "../support/there.ts";

const given: FittedModel = {
  ...model(
    [
      parameter("x", 1, 0, 10),
      { ...parameter("y", 2, 0, 4), inputs: ["y", "z"], unit: "hours", why: "guessed" },
      parameter("idle", 3, 3, 5, { why: "unknown" }),
    ],
    [
      target("a/b@2014", 6),
      target("a/b@2015", 8, { compare: "at_most", tolerance: 2 }),
      target("a/c@2014", 6, { compare: "at_least", unit: "" }),
      target("a/b@2014", 0, { funding: "proposed", unit: "tkr" }),
    ],
    // x is 6, y ends on its upper bound.
    ([x = NaN, y = NaN]) => [x, x, y, 0.5],
  ),
  levels: [
    {
      line: "rest",
      path: "costs.rest.cost",
      unit: "mkr/year",
      appropriation: "1/1",
      year: "2014",
      start: 5,
      atMost: 0.25,
    },
  ],
};
const { run } = given;
const levelled: FittedModel = {
  ...given,
  run: (numbers) => ({
    values: there(run(numbers)).values,
    levels: [{ before: 80e6, frame: 90e6, value: 15 }],
  }),
  written: (numbers) => ({
    ok: true,
    value: { values: there(run(numbers)).values, levels: [{ need: 90e6, share: 0.4 }] },
  }),
};

function tablesOf(
  of: FittedModel,
  leaveOut: Readonly<Record<string, readonly string[]>> = {},
  language: Language = "en",
  starts = 0,
): ReadonlyMap<string, Table> {
  const groups = Object.entries(leaveOut).map(
    ([name, cells]) => [name, cells.map(cellsRef)] as const,
  );
  const found = calibrate(of, Object.fromEntries(groups), starts);
  if (!found.ok) throw new Error("no fit");
  const made = calibrationTables(found.value, { language, money: { unit: "mkr", scale: 1e6 } });
  return new Map(made.map((table) => [table.id, table]));
}

const tables = tablesOf(levelled, { late: ["a/b@2015"], spent: ["a/c@2014", "a/b@2014"] });

const table = (id: string): Table => there(tables.get(id));
const row = (id: string, key: string): Row => {
  const found = table(id).rows.find((one) => one.key === key);
  if (found === undefined) throw new Error(`${id} has no row ${key}`);
  return found;
};

describe("the report on a fit", () => {
  test("has its tables in order, and leaves out those on what there is not", () => {
    expect([...tables.keys()]).toEqual([
      "fit",
      "parameters",
      "levels",
      "targets",
      "misses",
      "directions",
      "left-out",
    ]);
    const simple = model([parameter("x", 1, 0, 9)], [target("a/b@2014", 6)], ([x = NaN]) => [x]);
    expect([...tablesOf(simple).keys()]).toEqual([
      "fit",
      "parameters",
      "targets",
      "misses",
      "directions",
    ]);
    for (const one of tables.values()) {
      expect(one).toMatchObject({ numbered: false, priced: false, unit: "" });
      for (const { values } of one.rows) expect(values).toHaveLength(one.periods.length);
    }
  });

  test("speaks the language asked for", () => {
    const swedish = tablesOf(given, {}, "sv");
    expect(swedish.get("targets")).toMatchObject({ title: "Mål", heading: "Cell" });
    expect(swedish.get("fit")?.rows[0]?.label).toBe("Mål");
  });

  test("counts targets and numbers, and has the sums of squares it found", () => {
    expect(table("fit")).toMatchObject({ title: "The fit", decimals: 3, periods: ["value"] });
    const summary = table("fit").rows.map(({ key, values }) => [key, values[0]]);
    // 5² + 4² + 0.5² before; the fit leaves 2² + 0.5².
    expect(summary).toEqual([
      ["targets", 4],
      ["numbers", 3],
      ["freedom", 1],
      ["unfitted", 41.25],
      ["fitted", 4.25],
      ["start/0", expect.closeTo(4.25, 6)],
    ]);
    expect(row("fit", "start/0")).toMatchObject({
      label: "found from the declared start",
      depth: 1,
    });
    const more = calibrate(given, {}, 1);
    const [fit] = more.ok
      ? calibrationTables(more.value, { language: "en", money: { unit: "mkr", scale: 1 } })
      : [];
    expect(fit?.rows.map(({ label }) => label)).toContain("found from start 1");
  });

  test("has each number's start, value and range, with why it is fitted over it", () => {
    expect(table("parameters")).toMatchObject({
      decimals: 6,
      periods: ["start", "value", "from", "to"],
      columnLabels: { start: "start", value: "value", from: "from", to: "to" },
    });
    expect(row("parameters", "x")).toMatchObject({
      label: "x",
      unit: "persons",
      depth: 1,
      kind: "leaf",
      values: [1, 6, 0, 10],
    });
    expect(row("parameters", "y,z")).toMatchObject({
      label: "y, z; on its upper bound",
      unit: "hours",
      values: [2, 4, 0, 4],
    });
    expect(row("parameters", "idle").label).toMatch(/^idle; moves no target/);
    expect(row("parameters", "why/y,z")).toMatchObject({
      kind: "heading",
      label: "guessed",
      values: [null, null, null, null],
    });
  });

  test("says by how much a frame is missed", () => {
    const missing: FittedModel = {
      ...levelled,
      written: (numbers) => ({
        ok: true,
        value: { values: there(run(numbers)).values, levels: [{ need: 130e6, share: 0 }] },
      }),
    };
    const levels = there(tablesOf(missing).get("levels"));
    expect(levels.rows.find(({ key }) => key === "planned/rest")?.values).toEqual([80, 130, null]);
    expect(levels.rows.find(({ key }) => key === "missed/rest")).toMatchObject({
      unit: "mkr",
      values: [null, 40, null],
    });
    expect(levels.footnotes?.[1]).toContain("A frame is missed");
  });

  test("says which fits were broken off before they ended", () => {
    const { value } = calibrate(given, {}, 0) as { value: Calibration };
    const [first] = value.fit.costs;
    const costs = [{ ...there(first), reason: "iterations" }];
    const [summary] = calibrationTables(
      { ...value, fit: { ...value.fit, costs } },
      { language: "en", money: { unit: "mkr", scale: 1e6 } },
    );
    expect(summary?.rows.at(-1)?.label).toBe("found from the declared start, still falling");
  });

  test("says from which starts the model cannot be run", () => {
    const near: FittedModel = {
      ...given,
      run: (numbers) => (there(numbers[0]) > 3 ? undefined : run(numbers)),
    };
    const rows = there(tablesOf(near, {}, "en", 1).get("fit")).rows;
    expect(rows.find(({ key }) => key === "start/1")).toMatchObject({
      label: "found from start 1: the model cannot be run there",
      values: [null],
    });
  });

  test("has the levels that follow, in the scenario's money, and their shares in %", () => {
    expect(table("levels").periods).toEqual(["start", "value", "most"]);
    expect(row("levels", "line/rest")).toMatchObject({ kind: "heading", label: "1/1 2014" });
    expect(row("levels", "planned/rest")).toMatchObject({
      unit: "mkr",
      decimals: 1,
      values: [80, 90, null],
      depth: 1,
    });
    expect(row("levels", "level/rest")).toMatchObject({
      label: "costs.rest.cost",
      unit: "mkr/year",
      values: [5, 15, null],
    });
    expect(row("levels", "share/rest")).toMatchObject({
      unit: "%",
      decimals: 1,
      values: [null, 40, 25],
    });
    expect(table("levels").rows.some(({ key }) => key === "missed/rest")).toBe(false);
    expect(table("levels").footnotes).toEqual([expect.stringContaining("Set so that")]);
    expect(table("levels").decimals).toBe(3);
  });

  test("has each target with what comes of the starts and of the fit, row by row", () => {
    expect(table("targets")).toMatchObject({
      periods: ["published", "unfitted", "fitted", "difference", "tolerances"],
      decimals: 1,
    });
    expect(table("targets").rows.map(({ key, label, values }) => [key, label, values])).toEqual([
      ["row/need/a/b", "a/b", [null, null, null, null, null]],
      ["need/a/b@2014", "2014", [6, 1, 6, 0, 0]],
      // Less is no miss, though it is a difference.
      ["need/a/b@2015", "2015 ≤", [8, 1, 6, -2, 0]],
      ["row/need/a/c", "a/c", [null, null, null, null, null]],
      ["need/a/c@2014", "2014 ≥", [6, 2, 4, -2, 2]],
      ["row/proposed/a/b", "a/b (proposed)", [null, null, null, null, null]],
      ["proposed/a/b@2014", "2014", [0, 0.5, 0.5, 0.5, 0.5]],
    ]);
    expect(row("targets", "need/a/b@2014")).toMatchObject({
      unit: "persons",
      decimals: 1,
      depth: 1,
    });
    // Shares need more.
    expect(row("targets", "need/a/c@2014")).toMatchObject({ unit: "", decimals: 3 });
  });

  test("counts misses in tolerances, whatever their sign", () => {
    const of = (published: number): number | null | undefined =>
      tablesOf(
        model([parameter("x", 1, 0, 2)], [target("a/b@2014", published, { tolerance: 4 })], () => [
          10,
        ]),
      ).get("targets")?.rows[1]?.values[4];
    expect([of(2), of(18), of(10)]).toEqual([2, 2, 0]);
  });

  test("has each row's misses, and in % of what was published", () => {
    expect(table("misses").periods).toEqual(["net", "absolute", "zeros", "first", "unfitted"]);
    // 2014 is hit and 2015 may be less; of the starts' 1 only 2014 lacks 5; 0 lacks 6.
    expect(row("misses", "need/a/b").values).toEqual([0, 0, 6, 0, 5]);
    expect(row("misses", "percent/need/a/b")).toMatchObject({
      label: "of what was published",
      unit: "%",
      depth: 1,
      values: [0, 0, 600 / 14, 0, 500 / 14],
    });
    expect(row("misses", "need/a/c")).toMatchObject({
      unit: "",
      decimals: 3,
      values: [-2, 2, 6, 0, 4],
    });
    expect(row("misses", "proposed/a/b")).toMatchObject({
      label: "a/b (proposed)",
      unit: "tkr",
      decimals: 1,
      values: [0.5, 0.5, 0, 0, 0.5],
    });
    // Nothing was published to have a share of.
    expect(row("misses", "percent/proposed/a/b").values).toEqual([null, null, null, null, null]);
    expect(table("misses").footnotes).toEqual([expect.stringContaining("Absolute misses")]);
  });

  test("has the directions the targets tell apart, with their sizes and numbers", () => {
    const apart = there(
      tablesOf(
        model(
          [parameter("x", 2, 0, 4), { ...parameter("y", 1, 0, 10), inputs: ["y", "z"] }],
          [target("a/b@2014", 1), target("a/c@2014", 1)],
          ([x = NaN, y = NaN]) => [x, y],
        ),
      ).get("directions"),
    );
    expect(apart).toMatchObject({ decimals: 2, periods: ["value"], heading: "Direction" });
    expect(
      apart.rows.map(({ key, label, values: [value] }) => [
        key,
        label,
        typeof value === "number" ? Math.abs(value) : value,
      ]),
    ).toEqual([
      ["1", "Direction 1", null],
      ["1/size", "size", expect.closeTo(10, 5)],
      ["1/y,z", "y, z", expect.closeTo(1, 5)],
      ["2", "Direction 2", null],
      ["2/size", "size", expect.closeTo(4, 5)],
      ["2/x", "x", expect.closeTo(1, 5)],
    ]);
    expect(apart.rows[1]).toMatchObject({ kind: "leaf", depth: 1 });
    expect(apart.footnotes).toEqual([expect.stringContaining("Size:")]);
  });

  test("has what was left out and predicted, group by group and row by row", () => {
    expect(table("left-out").periods).toEqual(["published", "predicted", "error", "error_percent"]);
    const rows = table("left-out").rows.map(({ key, label, kind, depth, values }) => ({
      key,
      label,
      at: `${kind} ${depth ?? 0}`,
      values,
    }));
    const none = [null, null, null, null];
    expect(rows).toEqual([
      { key: "late", label: "late", at: "heading 0", values: none },
      { key: "late/a/b", label: "a/b", at: "heading 1", values: none },
      { key: "late/need/a/b@2015", label: "2015 ≤", at: "leaf 2", values: [8, 6, 0, 0] },
      { key: "spent", label: "spent", at: "heading 0", values: none },
      { key: "spent/a/b", label: "a/b", at: "heading 1", values: none },
      // The start of 1 is within the 8 of 2015, which is all that is seen.
      {
        key: "spent/need/a/b@2014",
        label: "2014",
        at: "leaf 2",
        values: [6, 1, -5, -500 / 6],
      },
      { key: "spent/a/c", label: "a/c", at: "heading 1", values: none },
      {
        key: "spent/need/a/c@2014",
        label: "2014 ≥",
        at: "leaf 2",
        values: [6, 2, -4, -400 / 6],
      },
      { key: "spent/a/b (proposed)", label: "a/b (proposed)", at: "heading 1", values: none },
      // In percent of nothing there is none.
      {
        key: "spent/proposed/a/b@2014",
        label: "2014",
        at: "leaf 2",
        values: [0, 0.5, 0.5, null],
      },
    ]);
    expect(row("left-out", "spent/need/a/c@2014")).toMatchObject({ unit: "", decimals: 3 });
    expect(table("left-out").footnotes).toEqual([
      "Each group predicted by a fit that has not seen it",
    ]);
  });
});
