import { describe, expect, test } from "vitest";
import type { Change } from "../../src/analysis/diff.ts";
import { renderChanges } from "../../src/render/changes.ts";
import type { Format } from "../../src/render/names.ts";

const change = (address: string, a: Change["a"], b: Change["b"], unit = "mkr"): Change => ({
  address,
  unit,
  a,
  b,
  difference: typeof a === "number" && typeof b === "number" ? b - a : undefined,
});

const render = async (
  changes: readonly Change[],
  format: Format,
  language: "en" | "sv" = "en",
): Promise<string> =>
  String(
    await renderChanges(changes, {
      format,
      language,
      names: ["old", "new"],
      width: 80,
      color: false,
    }),
  );

/** The cells of the one row in a table for readers. */
const shown = async (one: Change): Promise<string[]> =>
  (
    (await render([one], "markdown")).split("\n").find((line) => line.startsWith("| a/b@2014")) ??
    ""
  )
    .split("|")
    .map((cell) => cell.trim())
    .filter((cell) => cell !== "");

describe("differences as CSV", () => {
  test("have a row each, with both values and the second less the first", async () => {
    expect(
      await render([change("a/b@2014", 1.5, 2), change("c@total", 3, -1, "persons")], "csv"),
    ).toBe("address,unit,a,b,difference\na/b@2014,mkr,1.5,2,0.5\nc@total,persons,3,-1,-4\n");
    expect(await render([], "csv")).toBe("address,unit,a,b,difference\n");
  });

  test("leave empty what is not there, is empty or is no number", async () => {
    expect(
      (
        await render(
          [
            change("x", undefined, 1),
            change("y", 1, null),
            change("z", NaN, 1),
            change("w", Infinity, 1),
          ],
          "csv",
        )
      )
        .split("\n")
        .slice(1, 5),
    ).toEqual(["x,mkr,,1,", "y,mkr,1,,", "z,mkr,,1,", "w,mkr,,1,"]);
  });
});

describe("differences as JSON", () => {
  test("tell what is not there from what is empty and what is no number", async () => {
    const list = [
      change("x", 1, 1.5),
      change("u", undefined, 2),
      change("v", 2, undefined),
      change("y", null, 3),
      change("z", NaN, NaN),
    ];
    expect(JSON.parse(await render(list, "json"))).toEqual({
      format: "forecast-diff",
      version: 1,
      a: "old",
      b: "new",
      changes: [
        { address: "x", unit: "mkr", a: 1, b: 1.5, difference: 0.5 },
        { address: "u", unit: "mkr", b: 2 },
        { address: "v", unit: "mkr", a: 2 },
        { address: "y", unit: "mkr", a: null, b: 3 },
        { address: "z", unit: "mkr", a: "NaN", b: "NaN" },
      ],
    });
  });

  test("end with a line end, also where there are none", async () => {
    expect((await render([], "json")).endsWith("}\n")).toBe(true);
    expect(JSON.parse(await render([], "json"))).toMatchObject({ changes: [] });
  });
});

describe("differences for readers", () => {
  test("are none in so many words", async () => {
    for (const format of ["text", "markdown"] as const) {
      expect(await render([], format)).toBe("No differences\n");
      expect(await render([], format, "sv")).toBe("Inga skillnader\n");
    }
  });

  test("say how many there are and between what", async () => {
    const text = await render([change("a/b@2014", 1, 2), change("a/c@2014", 1, 3)], "text");
    expect(text).toContain("old → new");
    expect(text).toContain("2 cells");
    const swedish = await render(
      [change("a/b@2014", 1, 2), change("a/c@2014", 1, 3)],
      "text",
      "sv",
    );
    expect(swedish).toContain("2 celler");
  });

  test("have enough decimals for three figures of the difference", async () => {
    expect(await shown(change("a/b@2014", 1000, 1234))).toContain("234");
    expect(await shown(change("a/b@2014", 1, 1.25))).toContain("0.25");
    expect(await shown(change("a/b@2014", 1, 1.001_234))).toContain("0.00123");
    expect(await shown(change("a/b@2014", 10, 22.3456))).toContain("12.3");
  });

  test("say beside a row why it has no difference", async () => {
    const why = async (a: Change["a"], b: Change["b"]): Promise<string | undefined> =>
      (await shown(change("a/b@2014", a, b))).at(-1);
    expect(await why(undefined, 1)).toBe("only in new");
    expect(await why(1, undefined)).toBe("only in old");
    expect(await why(null, 1)).toBe("empty in old");
    expect(await why(1, null)).toBe("empty in new");
    expect(await why(NaN, 1)).toBe("NaN");
    expect(await why(1, NaN)).toBe("NaN");
  });
});
