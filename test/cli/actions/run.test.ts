import { describe, expect, test } from "vitest";
import type { Io } from "../../../src/cli/io.ts";
import { runCommand, type RunCommandFlags } from "../../../src/cli/actions/run.ts";
import { tablesCommand } from "../../../src/cli/actions/tables.ts";
import { fakeIo } from "../../support/fake-io.ts";
import { plain, tiny } from "./tiny.ts";

type Files = Readonly<Record<string, string | Uint8Array>>;

async function run(
  flags: Partial<RunCommandFlags> = {},
  files: Files = { "s.yaml": tiny },
  names: readonly string[] = ["s.yaml"],
  replaced: Partial<Io> = {},
): Promise<{ status: number; lines: readonly string[]; out: string; err: string }> {
  const { io, out, err } = fakeIo(files, replaced);
  const status = await runCommand(io, names, { ...plain, format: "csv", ...flags });
  return { status, lines: out().trimEnd().split("\n").slice(1), out: out(), err: err() };
}

const own = `${tiny}tables:
  "2": { title: Two, years: 2024..2024, rows: [{ key: x, show: need/1/1/need }] }
  "1": { title: One, unit: persons, years: 2025..2025, rows: [{ key: y, show: flows/done }] }
`;

describe("a run", () => {
  test("prints the scenario's own tables in their order, or else the needs", async () => {
    expect((await run({}, { "s.yaml": own })).lines).toEqual([
      "tiny,2,x,,,2024,3.6,mkr",
      "tiny,1,y,,,2025,1200,persons",
    ]);
    expect((await run()).lines[0]).toBe("tiny,need,1/1/forecast,1,1,2024,3.6,mkr");
  });

  test("is told from others of its name: by its file, and by how it was made", async () => {
    const two = await run({}, { "a.yaml": tiny, "b.yaml": tiny }, ["a.yaml", "b.yaml"]);
    expect(new Set(two.lines.map((line) => line.split(",")[0]))).toEqual(
      new Set(["a.yaml", "b.yaml"]),
    );
    const set = await run({ set: ["costs.rent.cost=0"], intake: "low" });
    expect(set.lines[0]).toBe(
      "tiny (intake: low; costs.rent.cost=0),need,1/1/forecast,1,1,2024,2.4,mkr",
    );
  });

  test("says where a printed difference is not that of the printed figures", async () => {
    const said = async (frame: string, table: string): Promise<boolean> => {
      const text = tiny
        .replace("1.2 mkr/year", "1.24 mkr/year")
        .replace("frame: { 2024: 3 mkr }", `frame: { 2024: ${frame} }`);
      const { out } = await run({ table: [table], format: "text" }, { "s.yaml": text });
      return out.replaceAll(/\n */g, " ").includes("Differences are rounded by themselves");
    };
    // 3.64 − 3.46 = 0.18: in print 3.6, 3.5 and 0.2.
    expect(await said("3.46 mkr", "need")).toBe(true);
    expect(await said("3.4 mkr", "need")).toBe(false);
    expect(await said("3.46 mkr", "savings")).toBe(false);
  });

  test("is refused where a list names nothing", async () => {
    expect((await run({ table: [] })).err).toContain("--table names no table");
    expect((await run({ without: [] })).err).toContain("--without names no measure");
  });

  test("prints the tables asked for", async () => {
    const { status, lines, err } = await run({ table: ["stocks", "1"] }, { "s.yaml": own });
    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(lines.map((line) => line.split(",").slice(1, 3).join("/"))).toEqual([
      "stocks/open",
      "stocks/open",
      "stocks/open/all",
      "stocks/open/all",
      "1/y",
    ]);
  });

  test("prints months where they are asked for", async () => {
    const { lines } = await run({ table: ["flows"], monthly: true });
    expect(lines).toHaveLength(48);
    expect(lines[0]).toBe("tiny,flows,done,,,2024-01,100,persons");
  });

  test("prints money in the unit asked for", async () => {
    expect((await run({ unit: "SEK" })).lines[0]).toBe(
      "tiny,need,1/1/forecast,1,1,2024,3600000,SEK",
    );
    expect((await run({ unit: "tkr" }, { "s.yaml": own })).lines).toEqual([
      "tiny,2,x,,,2024,3600,tkr",
      "tiny,1,y,,,2025,1200,persons",
    ]);
    const wrong = await run({ unit: "persons" });
    expect(wrong).toMatchObject({ status: 2, out: "" });
    expect(wrong.err).toContain('"persons" is not a unit of money');
  });

  test("says how it was made", async () => {
    const { out } = await run({ format: "json", set: ["costs.rent.cost=0"], scaleIntake: "2" });
    expect(JSON.parse(out)).toMatchObject({
      results: [{ scenario: "tiny", variant: ["intake × 2", "costs.rent.cost=0"] }],
    });
  });

  test("speaks the scenario's language, or the one asked for", async () => {
    const text = async (lang?: "sv"): Promise<string> =>
      (await run({ format: "text", ...(lang === undefined ? {} : { lang }) })).out;
    expect(await text()).toContain("Need and frame per appropriation");
    expect(await text("sv")).toContain("Behov och ram per anslag");
  });

  test("of several files prints all of them, one after the other", async () => {
    const files = { "a.yaml": tiny, "b.yaml": tiny.replace("name: tiny", "name: other") };
    const { lines } = await run({ table: ["flows"] }, files, ["b.yaml", "a.yaml"]);
    expect(lines.map((line) => line.split(",")[0])).toEqual([
      ...Array.from({ length: 4 }, () => "other"),
      ...Array.from({ length: 4 }, () => "tiny"),
    ]);
  });

  test("prints nothing where one of its files cannot be used, and says all that is wrong", async () => {
    const files = {
      "good.yaml": tiny,
      "bad.yaml": tiny.replace("cost: 2000", "price: 2000"),
    };
    const found = await run({}, files, ["good.yaml", "bad.yaml", "gone.yaml"]);
    expect(found).toMatchObject({ status: 2, out: "" });
    expect(found.err).toContain("bad.yaml:");
    expect(found.err).toContain('unknown key "price"');
    expect(found.err).toContain("gone.yaml");
    expect(found.err).toContain("does not exist");
  });

  test("says where in the file a table of its own is wrong", async () => {
    const text = own.replace("show: flows/done", "show: flows/don");
    const found = await run({}, { "s.yaml": text });
    expect(found).toMatchObject({ status: 2, out: "" });
    expect(found.err).toContain('there is no row "flows/don"');
    expect(found.err).toMatch(/s\.yaml:22:79:/);
  });

  test("has no place in the file for a table that is asked for and not there", async () => {
    const found = await run({ table: ["neeed"] });
    expect(found).toMatchObject({ status: 2, out: "" });
    expect(found.err).toContain('there is no table "neeed"');
    expect(found.err).not.toContain("s.yaml:");
  });

  test("of numbers that break the model says which", async () => {
    const text = tiny
      .replace("{ done: 1 }", "{ done: part, away: rest }")
      .replace("ends: [done]", "ends: [done, away]")
      .replace("opening: { open: 100 } }", "opening: { open: 100 }, shares: { part: 1.5 } }");
    const found = await run({}, { "s.yaml": text });
    expect(found).toMatchObject({ status: 2, out: "" });
    expect(found.err).toContain("s.yaml:");
  });

  test("writes into no file that it reads", async () => {
    const files = { "a.yaml": tiny, "b.yaml": tiny };
    const { io, err, files: stored } = fakeIo(files);
    const flags = { ...plain, output: "b.yaml", format: "json" } as const;
    expect(await runCommand(io, ["a.yaml", "b.yaml"], flags)).toBe(2);
    expect(err()).toContain('"b.yaml" is one of the files that are read');
    expect(new TextDecoder().decode(stored.get("/project/b.yaml"))).toBe(tiny);
  });
});

describe("a scenario file", () => {
  test.each([
    ["ENOENT", "the file does not exist", "relative to the current directory"],
    ["ENOTDIR", "the file does not exist", "a part of the path is a file"],
    ["EACCES", "the file cannot be read (EACCES)", "check its permissions"],
  ])("that cannot be read for %s is said to be so", async (code, message, help) => {
    const stat = (): never => {
      throw Object.assign(new Error(code), { code });
    };
    const found = await run({}, {}, ["s.yaml"], { stat });
    expect(found).toMatchObject({ status: 2, out: "" });
    expect(found.err).toContain(message);
    expect(found.err).toContain(help);
  });

  test("that cannot be read for no known cause is said to be so", async () => {
    const readFile = (): never => {
      throw new Error("whatever");
    };
    const found = await run({}, { "s.yaml": tiny }, ["s.yaml"], { readFile });
    expect(found.err).toContain("the file cannot be read (unknown cause)");
  });

  test("may not be a folder", async () => {
    const found = await run({}, { "folder/s.yaml": tiny }, ["folder"]);
    expect(found.status).toBe(2);
    expect(found.err).toContain("this is a directory, not a file");
  });

  test("may have up to 64 MiB", async () => {
    const sized = (size: number): Promise<{ status: number; err: string }> =>
      run({}, { "s.yaml": tiny }, ["s.yaml"], { stat: () => ({ kind: "file", size }) });
    expect((await sized(64 * 1024 * 1024)).status).toBe(0);
    const large = await sized(64 * 1024 * 1024 + 1);
    expect(large.status).toBe(2);
    expect(large.err).toContain("the file has 67 MB");
  });

  test("may name series, which are read once, from its own folder", async () => {
    const text = tiny
      .replace("1200 persons/year", '{ csv: "in.csv#all", unit: persons/month }')
      .replace("1.2 mkr/year", '{ csv: "in.csv#rent", unit: SEK/month }');
    const months = Array.from(
      { length: 24 },
      (_, i) => `${2024 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")},50,1000`,
    );
    const series = `month,all,rent\n${months.join("\n")}\n`;
    const files = { "in/s.yaml": text, "in/in.csv": series };
    const read: string[] = [];
    const bytes = fakeIo(files).io;
    const found = await run({ table: ["flows"] }, files, ["in/s.yaml"], {
      readFile: (path) => {
        read.push(path);
        return bytes.readFile(path);
      },
    });
    expect(found.err).toBe("");
    // 100 wait already.
    expect(found.lines[0]).toBe("tiny,flows,done,,,2024,650,persons");
    expect(read.filter((path) => path.endsWith("in.csv"))).toHaveLength(1);
    const unreadable = { ...files, "in/in.csv": new Uint8Array([0, 1, 2, 255]) };
    const binary = await run({}, unreadable, ["in/s.yaml"]);
    expect(binary).toMatchObject({ status: 2, out: "" });
    expect(binary.err).toContain("in.csv");
    const gone = await run({}, { "in/s.yaml": text }, ["in/s.yaml"]);
    expect(gone).toMatchObject({ status: 2, out: "" });
    expect(gone.err).toContain('there is no file "in.csv"');
    expect(gone.err).toContain("in/s.yaml:");
  });
});

describe("the list of tables", () => {
  const list = async (
    text: string,
    flags: Parameters<typeof tablesCommand>[2],
  ): Promise<{ status: number; out: string; err: string }> => {
    const { io, out, err } = fakeIo({ "s.yaml": text });
    return { status: await tablesCommand(io, "s.yaml", flags), out: out(), err: err() };
  };

  test("names what --table may name: the scenario's own tables first", async () => {
    const { status, out } = await list(own, { format: "csv" });
    expect(status).toBe(0);
    expect(out.split("\n").slice(0, 4)).toEqual([
      "scenario,table,kind,title,unit,years",
      "tiny,2,own,Two,mkr,2024",
      "tiny,1,own,One,persons,2025",
      'tiny,stocks,built-in,"Persons by stage, end of period",,2024 2025',
    ]);
  });

  test("is in the language asked for", async () => {
    const { out } = await list(tiny, { format: "csv", lang: "sv" });
    expect(out).toContain("tiny,flows,built-in,Flöden av personer,,2024 2025\n");
  });

  test("is none of a file that cannot be read", async () => {
    const wrong = await list("format: forecast-scenario/2", { format: "csv" });
    expect(wrong).toMatchObject({ status: 2, out: "" });
    const { io, err } = fakeIo();
    expect(await tablesCommand(io, "gone.yaml", {})).toBe(2);
    expect(err()).toContain("does not exist");
  });
});
