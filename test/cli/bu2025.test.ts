import { describe, expect, it } from "vitest";
import { forecast } from "../support/forecast.ts";

const bu2025 = "scenarios/bu2025.yaml";

interface Result {
  readonly results: readonly {
    readonly tables: readonly {
      readonly id: string;
      readonly rows: readonly { readonly key: string; readonly values: Record<string, number> }[];
    }[];
  }[];
}

describe("bu2025", () => {
  it("prints the request within 80 columns, the same to the byte", async () => {
    const { out, err, status } = await forecast([bu2025]);
    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBeLessThanOrEqual(80);
    await expect(out).toMatchFileSnapshot("../golden/bu2025/default.txt");
  });

  it("says of each year whether its frame is known", async () => {
    const argv = [bu2025, "--planning", "--table", "need", "--lang", "en"];
    const { out } = await forecast(argv);
    expect(out).toContain("1:1 Migrationsverket: frame not known 2023, 2025–2027\n");
    expect(out).not.toContain("2023–2027");
  });

  it("lists its tables with their units in its own language", async () => {
    const { out } = await forecast(["tables", bu2025]);
    expect(out).toMatch(/^6 +Verksamhetens volymer +personer +2024–2027$/m);
  });

  const modes = ["need", "available", "proposed"];
  it.each(modes.flatMap((mode) => ["low", "mid", "high"].map((intake) => [mode, intake] as const)))(
    "has no negative number of people or places: %s, %s intake",
    async (mode, intake) => {
      const { out, err, status } = await forecast(
        [bu2025, "--format", "json", "--monthly", "--table", "stocks,flows,staff,housing"].concat(
          ["--funding", mode],
          ["--intake", intake],
        ),
      );
      expect({ status, err }).toEqual({ status: 0, err: "" });
      const { results } = JSON.parse(out) as Result;
      const rows = results.flatMap(({ tables }) => tables).flatMap((table) => table.rows);
      expect(rows.length).toBeGreaterThan(100);
      for (const { key, values } of rows) {
        for (const [period, value] of Object.entries(values)) {
          expect(value ?? 0, `${key}@${period}`).toBeGreaterThan(-1e-6);
        }
      }
    },
  );
});
