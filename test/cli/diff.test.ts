import { describe, expect, it } from "vitest";
import { forecast } from "../support/forecast.ts";
import { nodeIo } from "../../src/cli/io.ts";

const feb2014 = "scenarios/feb2014.yaml";
const real = nodeIo();

/** The project's files and some more. */
const withFiles = (files: Readonly<Record<string, string>>): Parameters<typeof forecast>[1] => ({
  stat: (path) =>
    path in files ? { kind: "file", size: files[path]?.length ?? 0 } : real.stat(path),
  readFile: (path) => (path in files ? new TextEncoder().encode(files[path]) : real.readFile(path)),
});

const saved = async (...argv: string[]): Promise<string> =>
  (await forecast([feb2014, "--format", "json", ...argv])).out;

describe("diff", () => {
  it("is silent and 0 for the same scenario, a saved result too", async () => {
    const files = { "a.json": await saved() };
    expect(await forecast(["diff", feb2014, feb2014])).toEqual({
      status: 0,
      out: "No differences\n",
      err: "",
    });
    expect(await forecast(["diff", "a.json", feb2014], withFiles(files))).toMatchObject({
      status: 0,
    });
  });

  it("lists the cells that changed, up to the tolerance, and is 1", async () => {
    const files = withFiles({
      "a.json": await saved("--table", "5", "--set", "intakes.asylum.volume.2014=60000"),
    });
    const { status, out } = await forecast(["diff", feb2014, "a.json", "--format", "csv"], files);
    expect(status).toBe(1);
    const [header, ...lines] = out.trimEnd().split("\n");
    expect(header).toBe("address,unit,a,b,difference");
    expect(lines.length).toBeGreaterThan(10);
    for (const line of lines) {
      const [, unit, a, b, difference] = line.split(",");
      expect(unit).toBe("mkr");
      expect(Number(difference)).toBe(Number(b) - Number(a));
    }
    expect((await forecast(["diff", feb2014, "a.json", "--tolerance", "500"], files)).status).toBe(
      0,
    );
    expect((await forecast(["diff", feb2014, "a.json", "--tolerance", "90%"], files)).status).toBe(
      0,
    );
    const other = await forecast(["diff", feb2014, "a.json", "--table", "1"], files);
    expect(other).toMatchObject({ status: 2, out: "" });
    expect(other.err).toContain('the saved result has no table "1"');
  });

  it("counts a missing and an empty cell as different, and reads none that is no number", async () => {
    const text = await saved("--table", "3");
    const missing = text
      .replace(/"key": "eurodac"/, '"key": "eurodack"')
      .replaceAll('"eurodac"', '"eurodack"');
    const empty = text.replace("[75, 75, 75, 75, 300]", "[null, 75, 75, 75, 300]");
    const nan = text.replace("[75, 75, 75, 75, 300]", '["NaN", 75, 75, 75, 300]');
    for (const [changed, count] of [
      [missing, 10],
      [empty, 1],
    ] as const) {
      const { status, out } = await forecast(
        ["diff", "a.json", "b.json", "--format", "json", "--tolerance", "1000"],
        withFiles({ "a.json": text, "b.json": changed }),
      );
      expect(status).toBe(1);
      expect((JSON.parse(out) as { changes: unknown[] }).changes).toHaveLength(count);
    }
    const { status, err } = await forecast(
      ["diff", "b.json", "b.json"],
      withFiles({ "b.json": nan }),
    );
    expect(status).toBe(2);
    expect(err).toContain("the saved result has no number at");
  });

  it.each(["text", "markdown"])("shows changes as %s", async (format) => {
    const text = await saved("--table", "3");
    const files = withFiles({
      "a.json": text,
      "b.json": text
        .replaceAll("309.5", "310.5")
        .replace('"key": "eurodac"', '"key": "x"')
        .replaceAll('"eurodac"', '"x"'),
    });
    const { out } = await forecast(["diff", "a.json", "b.json", "--format", format], files);
    await expect(out).toMatchFileSnapshot(
      `../golden/diff/changes.${format === "text" ? "txt" : "md"}`,
    );
  });

  it("says when a saved result was made otherwise, and does not pretend to run one", async () => {
    const files = withFiles({ "a.json": await saved("--table", "5", "--intake", "high") });
    const { err, status } = await forecast(["diff", "a.json", feb2014], files);
    expect(status).toBe(1);
    expect(err).toBe(
      "note: a.json was saved with: intake: high; the scenario is run with: no options\n",
    );
    const both = await forecast(["diff", "a.json", "a.json", "--intake", "high"], files);
    expect(both).toMatchObject({ status: 2, out: "" });
    const none = withFiles({
      "a.json": '{"format":"forecast-result","version":1,"results":[{"scenario":"a"}]}',
    });
    expect((await forecast(["diff", "a.json", "a.json"], none)).status).toBe(2);
  });

  it.each([
    [["diff", feb2014, "nowhere.yaml"], "does not exist"],
    [["diff", feb2014, "bad.json"], "not valid JSON"],
    [["diff", feb2014, "other.json"], "not a saved result"],
    [["diff", feb2014, "two.json"], "holds 2 results"],
    [["diff", feb2014, feb2014, "--tolerance", "-1"], "is not an amount"],
    [["diff", feb2014, feb2014, "--table", "9"], 'there is no table "9"'],
    [["diff", feb2014], "missing required argument"],
  ])("is 2 with nothing on stdout: %s", async (argv, message) => {
    const files = {
      "bad.json": "{",
      "other.json": "{}",
      "two.json": '{"format":"forecast-result","version":1,"results":[{},{}]}',
    };
    const { status, out, err } = await forecast(argv, withFiles(files));
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(message);
  });
});
