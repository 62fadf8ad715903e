import { describe, expect, it } from "vitest";
import { fakeIo } from "../support/fake-io.ts";
import { small } from "../support/small-scenario.ts";
import { run } from "../../src/cli/program.ts";

const list = (count: number, make: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => make(i)).join(", ");

/** Opens this year's table of a scenario, in kronor. */
const table = (rows: string): string =>
  `tables: { a: { title: A, unit: SEK, years: 2024..2025, rows: [${rows}] } }\n`;
const sources = "sources: { r: { title: Report } }\n";
const intake = (text: string): string => small.replace("12000 persons/year", text);

interface Ran {
  readonly status: number;
  readonly out: string;
  readonly err: string;
}

async function ran(argv: readonly string[], text: string, series = ""): Promise<Ran> {
  const { io, out, err } = fakeIo({ "s.yaml": text, "a.csv": series });
  return { status: await run(argv, io), out: out(), err: err() };
}

describe("input that asks for more than its share", () => {
  it.each<[name: string, text: string, says: string]>([
    ["an amount of very many digits", intake("1".repeat(100_000)), "is not a finite number"],
    [
      "very many digits and a line break",
      intake(`"${"1".repeat(100_000)}\\nx"`),
      "cannot be read as a number",
    ],
    ["a very long unit", intake(`1 ${"person-".repeat(10_000)}day`), "expected persons/year"],
    [
      "very many months that overlap",
      intake(`{ ${list(20_000, (i) => `${1000 + (i % 9)}..${2000 + (i % 7)}: 1`)} }`),
      "given twice",
    ],
    [
      "very many unknown keys",
      `${small}${list(20_000, (i) => `k${i}: 1`).replaceAll(", ", "\n")}`,
      "",
    ],
    [
      "very many unknown names",
      small.replace("serves: [all.open]", `serves: [${list(20_000, (i) => `s${i}.open`)}]`),
      "20000 stages",
    ],
    [
      "very many names of stages",
      `${small}groups: { stocks: { g: { label: G, stages: [${list(20_000, (i) => `s${i}`)}] } } }\n`,
      'unknown stage "s0"',
    ],
    [
      "very many sources",
      `${small}sources: { ${list(20_000, (i) => `r${i}: { title: R }`)} }\n`,
      "at most 500",
    ],
    ["a key of dots", `${small}? ${"a.".repeat(60_000)}\n: 1\n`, "unknown key"],
    [
      "a path of dots",
      `${small}planning: { label: P, start: 2024-01, set: { ${"a.".repeat(60_000)}: 1 } }\n`,
      "there is no input",
    ],
    [
      "more rows than a table has",
      `${small}${table(list(1001, (i) => `{ key: r${i} }`))}`,
      "a table has at most 1000 rows",
    ],
    [
      "rows that add up each other in a circle",
      `${small}${table(list(999, (i) => `{ key: r${i}, sum: [r${(i + 1) % 999}] }`))}`,
      "adds up itself",
    ],
    [
      "a long name",
      small.replaceAll("all:", `${"a".repeat(101)}:`),
      "a name has at most 100 signs",
    ],
    [
      "more moves than streams may have",
      small
        .replace(
          "  all:\n",
          `${list(499, (i) => `  t${i}:\n    label: T\n    process: p\n`).replaceAll(", ", "")}  all:\n`,
        )
        .replace(
          "processes:\n",
          `processes:\n  p: { start: a0, ends: [a30], stages: { ${list(30, (i) => `a${i}: { leave: { after: 1 }, to: { a${i + 1}: 1 } }`)} } }\n`,
        ),
      "the streams have 14971 moves between stages in all",
    ],
  ])("%s", { timeout: 20_000 }, async (_, text, says) => {
    const { status, out, err } = await ran(["s.yaml"], text);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(says);
    for (const line of err.split("\n")) expect(line.length).toBeLessThan(1000);
    expect(err.match(/^s\.yaml\S* error/gm)?.length).toBeLessThanOrEqual(50);
  });

  it("options too", async () => {
    const path = "a.".repeat(60_000);
    const { status, err } = await ran(["s.yaml", "--set", `${path}=1`], small);
    expect(status).toBe(2);
    expect(err).toContain("a path has at most 2000 signs");
    const many = Array.from({ length: 501 }, (_, i) => `--set=streams.all.intake.${2000 + i}=1`);
    expect((await ran(["s.yaml", ...many], small)).err).toContain("501 inputs are changed at once");
  });

  it("rows that each add up the next two are refused, and looked at once", async () => {
    const rows = `${list(900, (i) => `{ key: r${i}, sum: [r${i + 1}, r${i + 2}] }`)}, { key: r900, given: { 2024: 1e-30 }, source: r }, { key: r901 }`;
    const { status, err } = await ran(["s.yaml"], `${small}${sources}${table(rows)}`);
    expect(status).toBe(2);
    expect(err).toContain('"r2" and "r1" count the same');
  });

  it("rows that each add up the next are added up", async () => {
    const rows = `${list(900, (i) => `{ key: r${i}, sum: [r${i + 1}] }`)}, { key: r900, given: { 2024: 7 }, source: r }`;
    const { status, out, err } = await ran(
      ["s.yaml", "--format", "csv"],
      `${small}${sources}${table(rows)}`,
    );
    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(out).toMatch(/^small,[^,]*,r0,,,2024,7,/m);
  });

  it("a series of many columns is taken apart once, and all series have a limit", async () => {
    const columns = list(500, (i) => `x${i}`);
    const series = `year,${columns}\n${list(400, (year) => `${1900 + year},${list(500, () => "1")}`).replaceAll(/, (?=\d{4})/g, "\n")}`;
    const shares = (count: number): string =>
      small.replace(
        "opening:",
        `shares: { ${list(count, (i) => `s${i}: { csv: "a.csv#x${i % 500}" }`)} }\n    opening:`,
      );
    expect((await ran(["s.yaml"], shares(400), series)).err).not.toContain("too-large");
    const { status, err } = await ran(["s.yaml"], shares(600), series);
    expect(status).toBe(2);
    expect(err).toContain("the series of all amounts have more than 200000 values");
  });
});

describe("numbers of no size an agency has", () => {
  it.each<[name: string, text: string, says: string]>([
    ["an amount", intake("1e300 persons/year"), "1e300 persons/year is too large"],
    ["a small one", intake("1e-300 persons/year"), "1e-300 persons/year is too small"],
    [
      "a word for money",
      small.replace(
        "language: en",
        "language: en\ncurrency: { code: SEK, amounts: { mkr: 1e-300 } }",
      ),
      "1e-300 is too small",
    ],
    [
      "given figures",
      `${small}${sources}${table("{ key: b, given: { 2024: -1e308 }, source: r }")}`,
      "-1e308 is too large",
    ],
    [
      "published figures",
      `${small}${sources}published: [{ row: need/1/1:1/need, source: r, values: { 2024: 1e300 } }]\n`,
      "1e300 is too large",
    ],
    ["a frame", small.replace("60 mkr", "1e300 mkr"), "1e300 mkr is too large"],
  ])("%s", async (_, text, says) => {
    const { status, out, err } = await ran(["s.yaml"], text);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toMatch(/^s\.yaml:\d+:\d+: error\[bad-number\]/);
    expect(err).toContain(says);
    expect(await ran(["validate", "s.yaml"], text)).toEqual({ status: 1, out: "", err });
  });

  it("the same with --set", async () => {
    for (const value of ["1e+300", "1e999"]) {
      const { status, err } = await ran(["s.yaml", "--set", `streams.all.intake=${value}`], small);
      expect(status).toBe(2);
      expect(err).toContain(`${value} is `);
    }
  });
});
