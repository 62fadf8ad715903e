import { describe, expect, test } from "vitest";
import { buildReport, ownTables, tableNames, tablesOf } from "../../src/tables/build.ts";
import { small } from "../request/small.ts";
import { opened, scenario } from "../support/build.ts";
import { agency } from "./agency.ts";
import { rowSpec, tableSpec } from "./filled.ts";

const two = new Map([
  ["9", tableSpec([rowSpec("x", { show: "need/1/1/need" })])],
  ["1", tableSpec([rowSpec("y", { show: "stocks/open" })], { unit: "persons" })],
]);

test("the tables of a scenario are its own in their order, then the built-in ones", () => {
  expect(tableNames(agency({ tables: two }))).toEqual([
    "9",
    "1",
    "stocks",
    "flows",
    "stay",
    "staff",
    "housing",
    "need",
    "unit-costs",
    "measures",
    "savings",
    "fit",
    "assumptions",
  ]);
});

test("what is printed unasked are its own tables, or else the needs", () => {
  expect(ownTables(agency({ tables: two }))).toEqual(["9", "1"]);
  expect(ownTables(agency({ tables: new Map([["9", tableSpec([])]]) }))).toEqual(["9"]);
  expect(ownTables(small())).toEqual(["need"]);
});

describe("a report", () => {
  test("has the tables asked for, each once, in that order, and says what it is of", () => {
    const built = buildReport(
      tablesOf(opened(agency({ tables: two }))),
      ["stocks", "9", "stocks"],
      ["a=1"],
    );
    if (!built.ok) throw new Error("no report");
    const { tables, ...head } = built.value;
    expect(head).toEqual({
      scenario: "test",
      title: "Test",
      language: "en",
      prices: "2014",
      variant: ["a=1"],
    });
    expect(tables.map(({ id }) => id)).toEqual(["stocks", "9"]);
  });

  test("is in the scenario's language, or the one asked for", () => {
    const request = opened(small({ language: "sv" }));
    const languageOf = (language?: "en"): unknown => {
      const built = buildReport(tablesOf(request, language), ["need"], []);
      return built.ok && [built.value.language, built.value.tables[0]?.title];
    };
    expect(languageOf()).toEqual(["sv", "Behov och ram per anslag"]);
    expect(languageOf("en")).toEqual(["en", "Need and frame per appropriation"]);
  });

  test("names all tables that there are not", () => {
    const built = buildReport(tablesOf(opened(small())), ["neeed", "need", "toString"], []);
    expect(built).toMatchObject({
      ok: false,
      diagnostics: [
        {
          code: "unknown-name",
          severity: "error",
          message: 'there is no table "neeed"',
          help: expect.stringContaining('did you mean "need"?') as unknown,
        },
        { message: 'there is no table "toString"' },
      ],
    });
    expect(buildReport(tablesOf(opened(small())), ["need", "9"], [])).toMatchObject({
      ok: false,
      diagnostics: [{ message: 'there is no table "9"' }],
    });
  });

  test("is none where a table is wrong, and right tables do not hide it", () => {
    const tables = new Map([["5", tableSpec([rowSpec("x", { show: "need/nothing" })])]]);
    const built = buildReport(tablesOf(opened(agency({ tables }))), ["need", "5"], []);
    expect(built).toMatchObject({ ok: false, diagnostics: [{ path: "tables.5.rows.0.show" }] });
  });

  test("is none where a table has the name of a built-in one", () => {
    const tables = new Map([...two, ["need", tableSpec([])], ["flows", tableSpec([])]]);
    const made = tablesOf(opened(agency({ tables })));
    expect(made.problems).toMatchObject([
      {
        code: "duplicate-key",
        severity: "error",
        message: '"need" is the name of a built-in table',
        path: "tables.need",
      },
      { path: "tables.flows" },
    ]);
    expect(buildReport(made, ["9"], []).ok).toBe(false);
    expect(tablesOf(opened(agency({ tables: two }))).problems).toEqual([]);
  });
});

describe("the spec of a table", () => {
  test("is made once for each funding mode", () => {
    const tables = tablesOf(opened(agency()));
    expect(tables.spec("need")).toBe(tables.spec("need", "need"));
    expect(tables.spec("need", "proposed")).not.toBe(tables.spec("need"));
    const labels = (mode: "need" | "available"): (string | undefined)[] =>
      ["1/1/need", "1/1/gap"].map(
        (key) => tables.spec("need", mode)?.rows.find((row) => row.key === key)?.label,
      );
    expect(labels("need")).toEqual(["Need", "Need less frame"]);
    expect(labels("available")).toEqual(["Spending", "Spending less frame"]);
  });

  test("is in the mode of the request unless another is asked for", () => {
    const tables = tablesOf(opened(agency(), { funding: "proposed" }));
    expect(tables.spec("need")).toBe(tables.spec("need", "proposed"));
  });

  test("reports what is wrong with it once", () => {
    const wrong = new Map([["5", tableSpec([rowSpec("x", { show: "need/nothing" })])]]);
    const tables = tablesOf(opened(agency({ tables: wrong })));
    tables.spec("5");
    tables.spec("5");
    expect(tables.problems).toHaveLength(1);
  });

  test("is none of a name that no table has", () => {
    const { spec, problems } = tablesOf(opened(scenario({})));
    expect(spec("constructor")).toBeUndefined();
    expect(spec("9")).toBeUndefined();
    expect(problems).toEqual([]);
  });
});
