import { describe, expect, test } from "vitest";
import type { Io } from "../../src/cli/io.ts";
import { run } from "../../src/cli/program.ts";
import { fakeIo } from "../support/fake-io.ts";
import { tiny } from "./actions/tiny.ts";

/** The tiny scenario with its intake from a series. */
const withSeries = (name: string): string =>
  tiny.replace("intake: 1200 persons/year", `intake: { csv: "${name}#came", unit: persons/year }`);

const series = "year,came\n2024,1200\n2025,1200\n";

async function forecast(
  files: Readonly<Record<string, string | Uint8Array>>,
  argv: readonly string[],
  replaced: Partial<Io> = {},
): Promise<{ status: number; out: string; err: string; text: (path: string) => string }> {
  const fake = fakeIo(files, replaced);
  const status = await run(argv, fake.io);
  const text = (path: string): string =>
    new TextDecoder().decode(fake.files.get(path.startsWith("/") ? path : `/project/${path}`));
  return { status, out: fake.out(), err: fake.err(), text };
}

/** What a scenario prints when all is well with its files. */
const flows = async (): Promise<string> =>
  (await forecast({ "s.yaml": tiny }, ["s.yaml", "-t", "flows"])).out;

describe("--output", () => {
  test.each([
    ["run", "s.yaml"],
    ["tables", "s.yaml"],
    ["diff", "s.yaml", "s.yaml"],
    ["diff", "saved.json", "s.yaml"],
    ["backtest", "s.yaml", "--outcomes", "came.yaml"],
  ])("never replaces what %s read", async (...argv) => {
    const saved = await forecast({ "s.yaml": tiny }, ["s.yaml", "-t", "flows", "--format", "json"]);
    const files = {
      "s.yaml": withSeries("data/came.csv"),
      "data/came.csv": series,
      "saved.json": saved.out,
      "came.yaml":
        "format: forecast-outcomes/1\ntitle: What came\nsources: { r: { title: R } }\noutcomes: [{ row: flows/done, unit: persons, source: r, values: { 2024: 1200 } }]\n",
    };
    for (const output of ["data/came.csv", "./data/../data/came.csv", "/project/data/came.csv"]) {
      const found = await forecast(files, [...argv, "--output", output]);
      expect({ output, ...found }).toMatchObject({
        status: 2,
        out: "",
        err: expect.stringContaining(`"${output}" is one of the files that are read`) as string,
      });
      expect(found.text("data/came.csv")).toBe(series);
    }
    const over = await forecast(files, [...argv, "--output", "saved.json"]);
    expect(over.text("saved.json") === saved.out).toBe(argv.includes("saved.json"));
  });
});

describe("standard input", () => {
  test("is a scenario, whose series lie in the current directory", async () => {
    expect(await forecast({ "-": tiny }, ["-", "-t", "flows"])).toMatchObject({
      status: 0,
      out: await flows(),
      err: "",
    });
    const files = { "-": withSeries("data/came.csv"), "data/came.csv": series };
    expect((await forecast(files, ["-", "-t", "flows"])).out).toBe(await flows());
    const outside = await forecast({ ...files, "-": withSeries("../came.csv") }, ["-"]);
    expect(outside.err).toContain("-:9:");
    expect(outside.err).toContain("error[outside-root]");
  });

  test("is a saved result or a scenario where two are compared", async () => {
    const saved = await forecast({ "s.yaml": tiny }, ["s.yaml", "-t", "flows", "--format", "json"]);
    const { format, ...rest } = JSON.parse(saved.out) as Readonly<Record<string, unknown>>;
    for (const input of [tiny, saved.out, JSON.stringify({ ...rest, format })]) {
      for (const sides of [
        ["-", "s.yaml"],
        ["s.yaml", "-"],
      ]) {
        const found = await forecast({ "s.yaml": tiny, "-": input }, ["diff", ...sides]);
        expect(found).toMatchObject({ status: 0, err: "" });
      }
    }
  });

  test.each([
    [["-", "-"], "standard input (-) is named twice"],
    [["diff", "-", "-"], "standard input (-) is named twice"],
    [["backtest", "-", "--outcomes", "-"], "standard input (-) is named twice"],
    [["calibrate", "-", "--write"], "standard input (-) cannot be written back"],
    [["frames", "-", "--write"], "standard input (-) cannot be written back"],
  ])("%j cannot be", async (argv, message) => {
    const found = await forecast({ "-": tiny }, argv);
    expect(found).toMatchObject({ status: 2, out: "" });
    expect(found.err).toContain(`error[usage]: ${message}\nhelp: `);
  });

  test("has an end", async () => {
    const endless = (most: number): Uint8Array => new Uint8Array(most);
    const found = await forecast({}, ["-"], { stdin: endless });
    expect(found.status).toBe(2);
    expect(found.err).toContain("-: error[too-large]: the file has 67 MB");
  });
});

describe("a series", () => {
  test("lies in the scenario's folder, whatever the current directory", async () => {
    const files = { "a/s.yaml": withSeries("data/came.csv"), "a/data/came.csv": series };
    expect((await forecast(files, ["a/s.yaml", "-t", "flows"])).out).toBe(await flows());
    const beside = { "a/s.yaml": withSeries("../data/came.csv"), "data/came.csv": series };
    const refused = await forecast(beside, ["a/s.yaml", "-t", "flows"]);
    expect(refused).toMatchObject({ status: 2, out: "" });
    expect(refused.err).toContain("error[outside-root]");
    expect(refused.err).toContain("--root <folder>");
    const wider = await forecast(beside, ["a/s.yaml", "-t", "flows", "--root", "."]);
    expect(wider).toMatchObject({ status: 0, out: await flows() });
    for (const folder of ["none", ""]) {
      const none = await forecast(beside, ["a/s.yaml", "-t", "flows", "--root", folder]);
      expect(none).toMatchObject({ status: 2, out: "" });
      expect(none.err).toContain(`there is no folder "${folder}"`);
    }
  });

  test.each(["run", "validate", "tables", "calibrate", "frames"])(
    "may lie in a wider folder for %s",
    async (command) => {
      const files = { "a/s.yaml": withSeries("../came.csv"), "came.csv": series };
      const without = await forecast(files, [command, "a/s.yaml"]);
      expect(without.err).toContain("error[outside-root]");
      const found = await forecast(files, [command, "a/s.yaml", "--root", "."]);
      expect(found.err).not.toContain("outside-root");
    },
  );

  test("is a regular file of a size that can be read", async () => {
    const files = { "s.yaml": withSeries("came.csv"), "came.csv": series };
    const asked: string[] = [];
    const { io } = fakeIo(files);
    const pretend = (stat: ReturnType<Io["stat"]>): Partial<Io> => ({
      stat: (path) => (path.endsWith(".csv") ? stat : io.stat(path)),
      readFile: (path) => {
        asked.push(path);
        return io.readFile(path);
      },
    });
    for (const [stat, message] of [
      [{ kind: "other", size: 0 }, "came.csv: this is a pipe or a device, not a file"],
      [{ kind: "directory", size: 0 }, "came.csv: this is a directory"],
      [{ kind: "file", size: 70_000_000 }, "came.csv: the file has 70 MB"],
    ] as const) {
      const found = await forecast(files, ["s.yaml"], pretend(stat));
      expect(found).toMatchObject({ status: 2, out: "" });
      expect(found.err).toContain(message);
    }
    expect(asked.filter((path) => path.endsWith(".csv"))).toEqual([]);
  });

  test("is not shown in messages", async () => {
    const texts = [
      "secret",
      "secret\nsecret\n",
      "a,came\nsecret,1\n",
      "year,came\n2024,secret\n",
      "secret\u0001",
      Uint8Array.from([0x73, 0x65, 0x63, 0x72, 0x65, 0x74, 0xe5]),
    ];
    for (const text of texts) {
      const found = await forecast({ "s.yaml": withSeries("c.csv"), "c.csv": text }, ["s.yaml"]);
      expect(found.status).toBe(2);
      expect(found.err).toContain("c.csv");
      expect(found.err).not.toContain("secret");
    }
  });
});

describe("a file in UTF-16", () => {
  const utf16 = (text: string): Uint8Array =>
    new Uint8Array([
      0xff,
      0xfe,
      ...Array.from(text, (_, i) => text.charCodeAt(i)).flatMap((unit) => [unit & 255, unit >> 8]),
    ]);

  test("is called that, whatever it holds", async () => {
    const saved = await forecast({ "s.yaml": tiny }, ["s.yaml", "-t", "flows", "--format", "json"]);
    const files = { "s.yaml": withSeries("came.csv"), "t.yaml": tiny };
    for (const [name, text, argv] of [
      ["came.csv", series, ["s.yaml"]],
      ["s.yaml", tiny, ["s.yaml"]],
      ["-", tiny, ["-"]],
      ["o.yaml", tiny, ["backtest", "t.yaml", "--outcomes", "o.yaml"]],
      ["a.json", saved.out, ["diff", "a.json", "t.yaml"]],
      ["-", saved.out, ["diff", "t.yaml", "-"]],
    ] as const) {
      const found = await forecast({ ...files, [name]: utf16(text) }, argv);
      expect({ name, ...found }).toMatchObject({ status: 2, out: "" });
      expect(found.err).toMatch(
        new RegExp(`^${name}:.* error\\[not-text\\]: the file is in UTF-16`),
      );
      expect(found.err).toContain("help: save the file as UTF-8");
    }
  });
});

describe("a name with letters that are written in two ways", () => {
  const composed = tiny
    .replaceAll("all", "gäste")
    .replace("intake: 1200 persons/year", 'intake: { csv: "tå.csv#såg", unit: persons/year }');
  const table = "year,såg\n2024,1200\n2025,1200\n";
  const decomposed = composed.normalize("NFD");

  test("is one name, in every file and option", async () => {
    expect(decomposed).not.toBe(composed);
    for (const [scenario, name, text] of [
      [composed, "tå.csv", table],
      [composed, "tå.csv".normalize("NFD"), table.normalize("NFD")],
      [decomposed, "tå.csv", table],
      [decomposed, "tå.csv".normalize("NFD"), table],
    ] as const) {
      const found = await forecast({ "s.yaml": scenario, [name]: text }, ["s.yaml", "-t", "flows"]);
      expect(found).toMatchObject({ status: 0, out: await flows(), err: "" });
    }
    const path = "streams.gäste.opening.open";
    const argv = ["sweep", "s.yaml", "--select", "flows/done@2024"];
    for (const form of ["NFC", "NFD"]) {
      const change = ["--vary", `${path}=1:2:1`, "--set", "streams.gäste.intake=7"];
      const found = await forecast({ "s.yaml": composed, "tå.csv": table }, [
        ...argv,
        ...change.map((word) => word.normalize(form)),
      ]);
      expect(found).toMatchObject({ status: 0, err: "" });
      expect(found.out).toContain(`point,${path},`);
    }
  });

  test("is given twice where it is given in both", async () => {
    const twice = tiny.replace("streams:\n", "streams:\n  gäste: {}\n  ga\u0308ste: {}\n");
    const found = await forecast({ "s.yaml": twice }, ["s.yaml"]);
    expect(found.err).toContain('error[duplicate-key]: the key "gäste" is given twice');
  });

  test("is the same cell in a saved result", async () => {
    const files = { "s.yaml": composed, "tå.csv": table };
    const { out } = await forecast(files, ["s.yaml", "-t", "flows,stocks", "--format", "json"]);
    const saved = { ...files, "a.json": out.normalize("NFD") };
    expect(await forecast(saved, ["diff", "a.json", "s.yaml"])).toMatchObject({ status: 0 });
  });
});

describe("a scenario from a program that writes YAML 1.1", () => {
  test.each([
    ["on: 1/1, driver: time", "true: 1/1, driver: time", 'write "on", in quotes'],
    ["label: Rent", "label: true", "if it was on or yes, YAML 1.1 reads that as true"],
    ["label: Rent", "label: false", "if it was off or no, YAML 1.1 reads that as false"],
    ["title: Report", "title: Report, note: no, by: false", "if it was off or no"],
  ])("has %s as %s", async (before, after, help) => {
    const found = await forecast({ "s.yaml": tiny.replace(before, after) }, ["s.yaml"]);
    expect(found.status).toBe(2);
    expect(found.err).toMatch(/help: .*YAML 1.1/);
    expect(found.err).toContain(help);
  });

  test("may have a text where true or false is meant", async () => {
    const housing = tiny.replace(
      "costs:",
      "housing: { order: [flat], tiers: { flat: { label: Flats, places: 10 persons, food: Yes } } }\ncosts:",
    );
    const found = await forecast({ "s.yaml": housing }, ["s.yaml"]);
    expect(found.err).toContain("help: write true or false: in YAML 1.2 on, yes, off and no");
  });
});

describe("what strangers have written", () => {
  /** Orders to a terminal, in every kind of control character. */
  const orders = "\u001b]0;t\u0007\u009b31m\u007f\r\u202e\u2066";
  const raw = /[^\P{C}\n\t]/u;
  const saved = async (): Promise<string> =>
    (await forecast({ "s.yaml": tiny }, ["s.yaml", "-t", "need", "--format", "json"])).out;
  /** A saved result with the orders where a name stands. */
  const ordering = async (name: string): Promise<string> =>
    (await saved()).replaceAll(
      `"${name}"`,
      JSON.stringify(`${name}${orders}`)
        .replaceAll("\u007f", "\\u007f")
        .replaceAll("\u009b", "\\u009b"),
    );

  test.each(["text", "markdown", "csv", "json"])(
    "gives no orders to a terminal in a difference as %s",
    async (format) => {
      for (const name of ["tiny", "1/1/forecast", "mkr", "2024", "need"]) {
        const files = { "a.json": await ordering(name), "s.yaml": tiny };
        for (const sides of [
          ["a.json", "s.yaml"],
          ["s.yaml", "a.json"],
        ]) {
          const { out, err } = await forecast(files, ["diff", ...sides, "--format", format]);
          expect(out + err).not.toBe("");
          expect(out + err).not.toMatch(raw);
        }
      }
    },
  );

  test("is shown with its control characters where it says how it was run", async () => {
    const variant = (await saved()).replace('"variant": []', `"variant": ["a\\u001b[2J\\u202e"]`);
    const found = await forecast({ "a.json": variant, "s.yaml": tiny }, [
      "diff",
      "a.json",
      "s.yaml",
    ]);
    expect(found.err).toContain(String.raw`a.json was saved with: a\u001b[2J\u202e; the scenario`);
  });

  test("may be the name of a file, or a change", async () => {
    const name = `a${orders.replaceAll("\r", "")}.yaml`;
    for (const argv of [
      ["validate", name],
      [name, "-t", "flows", "--set", `costs.rent.label=${orders}`],
      [name, "-t", "flows", "--set", `costs.rent.label=${orders}`, "--format", "csv"],
      [name, "-t", "flows", "--set", `costs.rent.label=${orders}`, "--format", "json"],
      [name, "-t", orders],
      [name, "--output", `${orders}/a.csv`],
      ["diff", name, name, "--table", orders],
      ["sweep", name, "--vary", `${orders}=1,2`, "--select", `need/${orders}@2024`],
      [`x${name}`],
      [`--${orders}`],
    ]) {
      const { out, err } = await forecast({ [name]: tiny }, argv);
      expect([argv, out + err]).not.toEqual([argv, expect.stringMatching(raw)]);
    }
  });

  test("keeps its text in JSON and CSV", async () => {
    const label = tiny.replace("label: Done", String.raw`label: "a\u202Eb\tc"`);
    const json = await forecast({ "s.yaml": label }, ["s.yaml", "-t", "flows", "--format", "json"]);
    expect(json.out).toContain(String.raw`a\u202eb\tc`);
    expect(JSON.stringify(JSON.parse(json.out))).toContain("a\u202eb\\tc");
  });
});
