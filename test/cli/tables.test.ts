import { describe, expect, it } from "vitest";
import { run } from "../../src/cli/program.ts";
import { forecast } from "../support/forecast.ts";
import { fakeIo } from "../support/fake-io.ts";
import { small } from "../support/small-scenario.ts";

const rows = "rows: [{ key: a, show: need/1/1:1/need }]";
/** Its own tables are not in the order that JavaScript gives the keys of an object. */
const ordered = `${small}tables:
  need_1: { title: First, years: 2024..2025, ${rows} }
  7: { title: Second, unit: tkr, years: 2025, ${rows} }
  staffing: { title: Third, years: 2024, ${rows} }
  1: { title: Fourth, years: 2024, ${rows} }
`;

async function outcome(
  text: string,
  ...argv: string[]
): Promise<{ status: number; out: string; err: string }> {
  const { io, out, err } = fakeIo({ "s.yaml": text });
  const status = await run(argv, io);
  return { status, out: out(), err: err() };
}

describe("forecast tables", () => {
  it("lists the tables of the scenario, then the built-in ones", async () => {
    const { status, out, err } = await forecast(["tables", "scenarios/feb2014.yaml"]);
    expect({ status, err }).toEqual({ status: 0, err: "" });
    const listed = out.split("\n").map((line) => line.split("  ")[0]);
    expect(listed).toEqual(expect.arrayContaining(["1", "2", "3", "4", "5", "stocks", "savings"]));
    expect(out).toMatch(/^5 +Behov utöver föreslagna ramar i BP 2014 +mkr +2014–2018$/m);
    expect(out).toMatch(/^need +Behov och ram per anslag +2014–2018$/m);
  });

  it("lists what can be asked for: each table prints", async () => {
    const { out } = await outcome(ordered, "tables", "s.yaml", "--format", "json");
    const { tables } = JSON.parse(out) as { tables: { id: string; kind: string }[] };
    expect(tables.slice(0, 5).map(({ id, kind }) => `${kind} ${id}`)).toEqual([
      "own need_1",
      "own 7",
      "own staffing",
      "own 1",
      "built-in stocks",
    ]);
    for (const { id } of tables) {
      const { status, err } = await outcome(ordered, "s.yaml", "--table", id);
      expect({ status, err }).toEqual({ status: 0, err: "" });
    }
  });

  it("writes every format", async () => {
    const markdown = await outcome(ordered, "tables", "s.yaml", "--format", "markdown");
    expect(markdown.out).toContain(
      "| 7 | Second | tkr | 2025 |\n| staffing | Third | mkr | 2024 |",
    );
    expect(markdown.out).toContain("| stocks | Persons by stage, end of period | 2024–2025 |");
    const csv = await outcome(ordered, "tables", "s.yaml", "--format", "csv", "--lang", "sv");
    expect(csv.out.split("\n").slice(0, 3)).toEqual([
      "scenario,table,kind,title,unit,years",
      "small,need_1,own,First,mkr,2024 2025",
      "small,7,own,Second,tkr,2025",
    ]);
    expect(csv.out).toContain(
      'small,stocks,built-in,"Personer per skede, periodens slut",,2024 2025\n',
    );
    const { io, files } = fakeIo({ "s.yaml": small });
    expect(await run(["tables", "s.yaml", "--output", "list.md"], io)).toBe(0);
    expect([...files.keys()]).toEqual(["/project/s.yaml", "/project/list.md"]);
  });

  it("has the built-in tables only where a scenario has none of its own", async () => {
    const { out } = await outcome(small, "tables", "s.yaml");
    expect(out).not.toContain("own tables");
    expect(out).toContain("Built-in tables");
  });

  it("says what is wrong with the file or the command line", async () => {
    const wrong = await outcome(small.replace("before: 80", "before: -80"), "tables", "s.yaml");
    expect(wrong).toMatchObject({ status: 2, out: "" });
    expect(wrong.err).toContain("error[out-of-range]");
    const missing = await outcome(small, "tables", "t.yaml");
    expect(missing).toMatchObject({ status: 2, out: "" });
    expect(await outcome(small, "tables")).toMatchObject({ status: 2, out: "" });
    expect(await outcome(small, "tables", "s.yaml", "--output", "x")).toMatchObject({ status: 2 });
    const help = await outcome(small, "tables", "--help");
    expect(help.status).toBe(0);
    expect(help.out).toContain("forecast tables scenarios/feb2014.yaml");
  });
});

describe("the request's tables", () => {
  const titles = (out: string): string[] => out.match(/First|Second|Third|Fourth/g) ?? [];
  const inOrder = ["First", "Second", "Third", "Fourth"];

  it("print in the order of the file, whatever they are called", async () => {
    const { status, out } = await outcome(ordered, "s.yaml");
    expect(status).toBe(0);
    expect(titles(out)).toEqual(inOrder);
  });

  it("also where inputs are changed, or the structure", async () => {
    for (const set of ["streams.all.intake=13000", "staff.staff.steady=true"]) {
      expect(titles((await outcome(ordered, "s.yaml", "--set", set)).out)).toEqual(inOrder);
    }
    const heading = "tables.7.heading=Years";
    expect(titles((await outcome(ordered, "s.yaml", "--set", heading)).out)).toEqual(inOrder);
  });
});
