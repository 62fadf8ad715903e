import { describe, expect, test } from "vitest";
import type { Io } from "../../../src/cli/io.ts";
import { sweepCommand, type SweepFlags } from "../../../src/cli/actions/sweep.ts";
import { fakeIo } from "../../support/fake-io.ts";
import { plain, tiny } from "./tiny.ts";

const near = (value: number): unknown => expect.closeTo(value, 9);

interface Swept {
  readonly status: number;
  /** The rows as fields. */
  readonly rows: readonly (readonly string[])[];
  readonly out: string;
  readonly err: string;
}

async function sweep(
  flags: Partial<SweepFlags>,
  text = tiny,
  replaced: Partial<Io> = {},
): Promise<Swept> {
  const { io, out, err } = fakeIo({ "s.yaml": text }, replaced);
  const status = await sweepCommand(io, "s.yaml", { ...plain, format: "csv", ...flags });
  const rows = out()
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => line.split(","));
  return { status, rows, out: out(), err: err() };
}

const need = "need/1/1/forecast@2024";
const rent = "costs.rent.cost";
const cost = "costs.cases.cost";

describe("a sweep", () => {
  test("runs the scenario with every value, the last one too", async () => {
    // 2.4 mkr of decisions and the rent.
    const { status, rows, err } = await sweep({ vary: [`${rent}=0:3:1`], select: [need] });
    expect({ status, err }).toEqual({ status: 0, err: "" });
    // Money keeps the unit it is written in, which is mkr/year here.
    expect(rows[0]).toEqual(["point", rent, need, "error"]);
    expect(rows.slice(1).map((row) => row.slice(0, 3).map(Number))).toEqual([
      [1, 0, 2.4],
      [2, 1, near(3.4)],
      [3, 2, near(4.4)],
      [4, 3, near(5.4)],
    ]);
  });

  test("of texts with units gives what single runs give", async () => {
    const { rows } = await sweep({
      vary: [`${cost}=1000 SEK/person,2000 SEK/person,4000 SEK/person`],
      select: [need, "flows/done@2025"],
    });
    expect(rows.slice(1)).toEqual([
      ["1", "1000 SEK/person", "2.4", "1200", ""],
      ["2", "2000 SEK/person", "3.6", "1200", ""],
      ["3", "4000 SEK/person", "6", "1200", ""],
    ]);
  });

  test("of two inputs runs all combinations, the last input varying fastest", async () => {
    const { rows } = await sweep({
      vary: [`${rent}=0 mkr/year,1.2 mkr/year`, `${cost}=0,1000,2000`],
      select: [need],
    });
    expect(rows[0]).toEqual(["point", rent, cost, need, "error"]);
    expect(rows.slice(1).map((row) => [row[1], row[2], Number(row[3])])).toEqual([
      ["0 mkr/year", "0", 0],
      ["0 mkr/year", "1000", near(1.2)],
      ["0 mkr/year", "2000", near(2.4)],
      ["1.2 mkr/year", "0", near(1.2)],
      ["1.2 mkr/year", "1000", near(2.4)],
      ["1.2 mkr/year", "2000", near(3.6)],
    ]);
  });

  test("shows cells of months where a month is asked for", async () => {
    const { rows, status } = await sweep({
      vary: [`${cost}=1000,2000`],
      select: ["need/1/1/forecast@2024-03", "flows/done@2025-12"],
    });
    expect(status).toBe(0);
    // 100 decisions and 0.1 mkr of rent.
    expect(rows.slice(1).map((row) => row.slice(2, 4).map(Number))).toEqual([
      [near(0.2), 100],
      [near(0.3), 100],
    ]);
  });

  test("has no years where months are shown, and no months where years are", async () => {
    const both = await sweep({ vary: [`${cost}=1`], select: [need, "flows/done@2025-12"] });
    expect(both).toMatchObject({ status: 2, out: "" });
    expect(both.err).toContain("years and months cannot be selected together");
  });

  test("adds up the years of a table with a total", async () => {
    const text = `${tiny}tables:
  "1": { title: One, unit: persons, years: 2024..2025, total: Sum, rows: [{ key: x, show: flows/done }] }
  "2": { title: Two, unit: persons, years: 2024..2025, rows: [{ key: x, show: flows/done }] }
`;
    const vary = ["streams.all.opening.open=100,700"];
    const { rows } = await sweep({ vary, select: ["1/x@total", "1/x@2025"] }, text);
    expect(rows.slice(1)).toEqual([
      ["1", "100", "2400", "1200", ""],
      ["2", "700", "3000", "1200", ""],
    ]);
    const none = await sweep({ vary, select: ["2/x@total"] }, text);
    expect(none.status).toBe(2);
    expect(none.err).toContain("table 2 has no period total");
    expect(none.err).toContain("one of 2024, 2025");
    expect((await sweep({ vary, select: ["1/x@2026"] }, text)).err).toContain(
      "one of 2024, 2025, total",
    );
  });

  test("leaves empty cells empty", async () => {
    const { rows } = await sweep({
      vary: [`${cost}=1000`],
      select: ["need/1/1/gap@2025", "need/1/1/gap@2024"],
    });
    expect(rows[1]?.slice(2)).toEqual(["", "-0.6", ""]);
  });

  test("is made with the other options of a run", async () => {
    const { rows } = await sweep({
      vary: [`${cost}=1000,2000`],
      select: [need],
      set: [`${rent}=0 mkr/year`],
      scaleIntake: "0",
    });
    // Only the 100 who wait are decided.
    expect(rows.slice(1).map((row) => Number(row[2]))).toEqual([0.1, 0.2]);
  });

  test.each([
    ["an input that is set", [rent], [`${rent}=12 mkr/year`], "is set twice"],
    ["an input that a part of is set", [rent], [`${rent}.2025=12 mkr/year`], "lies in it"],
    ["an input and a part of it", [rent, `${rent}.2025`], [], "lie in one another"],
    ["a part of an input and the input", [`${rent}.2025`, rent], [], "lie in one another"],
    ["what no month reads", [`${rent}.2019`], [], "no month of the run reads it"],
  ])("does not vary %s", async (_, paths, set, says) => {
    const vary = paths.map((path) => `${path}=0 mkr/year,1.2 mkr/year`);
    const { status, rows, err } = await sweep({ vary, select: [need], set });
    expect({ status, rows }).toEqual({ status: 2, rows: [] });
    expect(err).toContain(says);
  });

  test("may vary what is no number, beside numbers", async () => {
    const text = tiny.replace(
      "groups:",
      "  stuck: { start: open, stages: { open: { leave: { rate: 0 }, to: { done: 1 } } }, ends: [done] }\ngroups:",
    );
    const { rows, status } = await sweep(
      { vary: [`${cost}=1000,2000`, "streams.all.process=simple,stuck"], select: [need] },
      text,
    );
    expect(status).toBe(0);
    expect(rows.slice(1).map((row) => [row[1], row[2], Number(row[3])])).toEqual([
      ["1000", "simple", near(2.4)],
      ["1000", "stuck", near(1.2)],
      ["2000", "simple", near(3.6)],
      ["2000", "stuck", near(1.2)],
    ]);
  });

  test("runs the planning assumption where that is asked for", async () => {
    const text = `${tiny}planning: { label: Plan, start: 2024-01, set: { streams.all.intake: 600 persons/year } }\n`;
    const flags = {
      vary: [`${cost}=1000,2000`],
      select: ["flows/done@2025", "need/1/1/forecast@2025"],
    };
    const of = async (planning: boolean): Promise<unknown> =>
      (
        await sweep(
          {
            ...flags,
            planning,
            ...(planning ? { vary: [`planning.set.${cost}=1000,2000`] } : {}),
          },
          text,
        )
      ).rows
        .slice(1)
        .map((row) => row.slice(2, 4).map(Number));
    expect(await of(true)).toEqual([
      [600, near(1.8)],
      [600, near(2.4)],
    ]);
    expect(await of(false)).toEqual([
      [1200, near(2.4)],
      [1200, near(3.6)],
    ]);
  });

  test("makes a point that fails a row with its message, and goes on", async () => {
    const text = tiny
      .replace("{ done: 1 }", "{ done: part, away: rest }")
      .replace("ends: [done]", "ends: [done, away]")
      .replace("opening: { open: 100 } }", "opening: { open: 100 }, shares: { part: 0.5 } }");
    const vary = ["streams.all.shares.part=0.25,1.5,1"];
    const { status, rows } = await sweep({ vary, select: ["flows/done@2025"] }, text);
    expect(status).toBe(1);
    expect(rows[1]).toEqual(["1", "0.25", "300", ""]);
    expect(rows[2]?.slice(0, 3)).toEqual(["2", "1.5", ""]);
    expect(rows[2]?.slice(3).join(",")).not.toBe("");
    expect(rows[3]).toEqual(["3", "1", "1200", ""]);
    const json = await sweep({ vary, select: ["flows/done@2025"], format: "ndjson" }, text);
    expect(json.status).toBe(1);
    const points = json.out
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as object);
    expect(points).toEqual([
      {
        point: 1,
        inputs: { "streams.all.shares.part": 0.25 },
        outputs: { "flows/done@2025": 300 },
      },
      {
        point: 2,
        inputs: { "streams.all.shares.part": 1.5 },
        outputs: { "flows/done@2025": null },
        error: expect.stringMatching(/./) as unknown,
      },
      { point: 3, inputs: { "streams.all.shares.part": 1 }, outputs: { "flows/done@2025": 1200 } },
    ]);
  });

  test("makes a first value that an input may not have a row with a message too", async () => {
    const vary = ["streams.all.intake=-12,1200"];
    const { status, rows } = await sweep({ vary, select: ["flows/done@2025"] });
    expect(status).toBe(1);
    expect(rows[1]?.slice(0, 3)).toEqual(["1", "-12", ""]);
    expect(rows[1]?.slice(3).join(",")).not.toBe("");
    expect(rows).toHaveLength(3);
    expect(rows[2]?.at(-1)).toBe("");
  });

  test("writes rows of JSON without a header", async () => {
    const { out } = await sweep({
      vary: [`${cost}=1000`],
      select: ["need/1/1/forecast@2024", "need/1/1/gap@2025"],
      format: "ndjson",
    });
    expect(out).toBe(
      `{"point":1,"inputs":{"${cost}":1000},"outputs":{"need/1/1/forecast@2024":2.4,"need/1/1/gap@2025":null}}\n`,
    );
  });

  test("stops when nobody reads any more", async () => {
    const { rows, status } = await sweep({ vary: [`${cost}=1:1000:1`], select: [need] }, tiny, {
      stdoutClosed: () => true,
    });
    expect(status).toBe(0);
    expect(rows).toHaveLength(2);
  });

  test("counts its points on a terminal, if there are fifty or more", async () => {
    const counted = async (points: number, stderrIsTty = true): Promise<string> =>
      (await sweep({ vary: [`${cost}=1:${points}:1`], select: [need] }, tiny, { stderrIsTty })).err;
    expect(await counted(49)).toBe("");
    expect(await counted(60)).toBe("\r25 of 60 points\r50 of 60 points\r60 of 60 points\n");
    expect(await counted(50)).toBe("\r25 of 50 points\r50 of 50 points\n");
    expect(await counted(60, false)).toBe("");
  });
});

describe("a sweep is refused before its first point", () => {
  const select = [need];
  test.each<[Partial<SweepFlags>, string]>([
    [{ vary: ["a"], select }, '"a" does not say what to vary'],
    [{ vary: [`${cost}=1`, `${cost}=2`], select }, `"${cost}" is varied twice`],
    [{ vary: [`${cost}=1`] }, "nothing is selected"],
    [{ vary: [], select }, "nothing is varied"],
    [{}, "nothing is varied"],
    [{ vary: [`${cost}=1`], select: ["need"] }, '"need" is not an address'],
    [{ vary: [`${cost}=1`], select: ["neeed/1/1/need@2024"] }, 'there is no table "neeed"'],
    [{ vary: [`${cost}=1`], select: ["need/1/1/ned@2024"] }, 'table need has no row "1/1/ned"'],
    // A heading has no cells.
    [{ vary: [`${cost}=1`], select: ["need/1/1@2024"] }, 'table need has no row "1/1"'],
    [{ vary: [`${cost}=1`], select: ["need/1/1/need@2026"] }, "table need has no period 2026"],
    [{ vary: [`${cost}=1`], select: ["need/1/1/need@total"] }, "table need has no period total"],
    [{ vary: ["costs.cases.price=1"], select }, 'unknown key "price"'],
    [{ vary: ["cost.cases.cost=1"], select }, "cost"],
    [{ vary: [`${cost}=1:1000:1`, `${rent}=1:1001:1`], select }, "the sweep has 1001000 points"],
    [{ vary: [`${cost}=1`], select, set: ["x"] }, '--set "x" has no value'],
    [{ vary: [`${cost}=1`], select, scaleIntake: "x" }, "is not a factor"],
  ])("%j", async (flags, message) => {
    const { status, out, err } = await sweep(flags);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(message);
  });

  test("all that is wrong with its options is said at once", async () => {
    const { err } = await sweep({ vary: ["a", "b="], select: ["c", "d"] });
    for (const text of ["a", "b="]) expect(err).toContain(`"${text}" does not say what to vary`);
    for (const text of ["c", "d"]) expect(err).toContain(`"${text}" is not an address`);
    expect(err).not.toContain("nothing is");
  });

  test("where the scenario cannot be used, or a table of its own", async () => {
    const missing = fakeIo({});
    const flags = { ...plain, format: "csv", vary: [`${cost}=1`], select } as const;
    expect(await sweepCommand(missing.io, "s.yaml", flags)).toBe(2);
    expect(missing.err()).toContain("does not exist");
    const text = `${tiny}tables:\n  "1": { title: One, years: 2024..2025, rows: [{ key: x, show: need/x }, { key: y, show: need/1/1/need }] }\n`;
    const wrong = await sweep({ vary: [`${cost}=1`], select: ["1/y@2024"] }, text);
    expect(wrong).toMatchObject({ status: 2, out: "" });
    expect(wrong.err).toContain('there is no row "need/x"');
    expect(wrong.err).toContain("s.yaml:");
  });
});
