import { execFileSync } from "node:child_process";
import { join } from "node:path";
import process from "node:process";
import { describe, expect, it } from "vitest";
import { readScenario } from "../src/index.ts";
import { createProgram } from "../src/cli/program.ts";
import { nodeIo } from "../src/cli/io.ts";
import type { EquationId } from "../src/model/description.ts";
import { drivers } from "../src/model/costs/drivers.ts";
import { unitWords } from "../src/language/units.ts";
import { tableNames } from "../src/tables/build.ts";
import { observe } from "./support/build.ts";
import { read, regenerated, withFiles, words } from "./support/document.ts";
import { forecast, root } from "./support/forecast.ts";
import { formatKeys, reference } from "./support/format-keys.ts";

const real = nodeIo();

/** What the tour tells the reader to make: the scenario with the high end of the range in 2014. */
const high = {
  "scenarios/high.yaml": read("scenarios/feb2014.yaml").replace("mid: 59000,", "mid: 67000,"),
};
const tour = withFiles(new Map(Object.entries(high)));

describe("documents", () => {
  it.each([
    ["README.md", 2],
    ["docs/VALIDATION.md", 7],
  ])("%s shows what its commands print", { timeout: 120_000 }, async (file, count) => {
    const { text, counts } = await regenerated(file, high);
    expect(counts).toEqual({ run: count });
    await expect(text).toMatchFileSnapshot(`../${file}`);
  });

  it("every command of the README runs", { timeout: 120_000 }, async () => {
    const blocks = [...read("README.md").matchAll(/```sh\n([^`]*)```/g)].map(
      ([, text = ""]) => text,
    );
    const commands = blocks
      .flatMap((text) => text.split("\n"))
      .map((line) =>
        line
          .trim()
          .replace(/^npm ci && /, "")
          .replaceAll("$n", "52000"),
      )
      .filter((line) => line.startsWith("npx forecast"));
    expect(commands.length).toBeGreaterThan(8);
    for (const command of commands) {
      const { status, err } = await forecast(words(command), tour);
      expect({
        command,
        err,
        status: status === 1 && command.includes(" diff ") ? 0 : status,
      }).toEqual({ command, err: "", status: 0 });
    }
  });

  it("MODEL.md has the equations as they are", () => {
    const check = (): unknown =>
      execFileSync(process.execPath, ["docs/generate.mjs", "--check"], {
        cwd: root,
        stdio: "pipe",
      });
    expect(check).not.toThrow();
  });

  it("MODEL.md's month in numbers is what the program computes", () => {
    const [, section = ""] = read("docs/MODEL.md").split("## 5. One month in numbers");
    const [, yaml = ""] = /```yaml\n(.*?)```/s.exec(section) ?? [];
    const scenario = readScenario(yaml);
    if (!scenario.ok) throw new Error(scenario.diagnostics.map(({ message }) => message).join());
    const { values } = observe(scenario.value);
    const rows = [...section.matchAll(/^\| `(\w+)` \| `([^`]+)` \| ([\d.]+) \|/gm)];
    expect(rows.length).toBeGreaterThan(20);
    for (const [, quantity = "", key = "", shown = ""] of rows) {
      const [value = NaN] = values(quantity as EquationId, key);
      const far = Math.abs(value / Number(shown) - 1);
      expect([quantity, key, value === Number(shown) || far < 1e-12]).toEqual([
        quantity,
        key,
        true,
      ]);
    }
  });

  it("links lead somewhere", () => {
    const files = [
      "README.md",
      "docs/API.md",
      "docs/MODEL.md",
      "docs/SCENARIOS.md",
      "docs/VALIDATION.md",
      "docs/DECISIONS.md",
      "docs/CONTRIBUTING.md",
      "docs/GLOSSARY.md",
      "docs/errors.md",
    ];
    const slugs = (file: string): string[] =>
      [...read(file).matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
        heading
          .toLowerCase()
          .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
          .replaceAll(" ", "-"),
      );
    const links = files.flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)].map(
        ([, to = "", heading]) => ({ to: to === "" ? file : join(file, "..", to), heading }),
      ),
    );
    expect(links.length).toBeGreaterThan(5);
    const broken = links.filter(
      ({ to, heading }) => heading !== undefined && !slugs(to).includes(heading),
    );
    expect(broken).toEqual([]);
    for (const { to } of links) {
      expect(() => real.stat(join(root, to))).not.toThrow();
    }
  });
});

describe("SCENARIOS.md", () => {
  const page = "docs/SCENARIOS.md";
  const keys = formatKeys();

  it("shows scenarios that run and what they print", async () => {
    const { text, counts, files } = await regenerated(page);
    await expect(reference(text, keys).text).toMatchFileSnapshot(`../${page}`);
    expect(counts["into"]).toBe(10);
    expect(counts["fails"]).toBe((counts["wrong"] ?? 0) + 1);
    for (const [name, there] of [
      ["agency.yaml", "scenarios/example.yaml"],
      ["data/arrivals.csv", "scenarios/data/arrivals.csv"],
    ] as const) {
      const head = there.endsWith(".yaml") ? "# Built up step by step in docs/SCENARIOS.md.\n" : "";
      await expect(`${head}${files.get(name)}`).toMatchFileSnapshot(`../${there}`);
    }
    expect(Object.keys(counts).toSorted()).toEqual([
      "fails",
      "file",
      "into",
      "run",
      "try",
      "wrong",
    ]);
    // A block without a mark would not be run.
    expect([...text.matchAll(/```\w+\n/g)]).toHaveLength(
      Object.values(counts).reduce((sum, count) => sum + count, 0),
    );
  }, 60_000);

  it("explains every key of the format, and no others", () => {
    const { missing, unknown, twice, misjudged } = reference(read(page), keys);
    expect({ missing, unknown, twice, misjudged }).toEqual({
      missing: [],
      unknown: [],
      twice: [],
      misjudged: [],
    });
  });

  it("would miss any key left out, and any that is new", () => {
    const text = read(page);
    const rows = text.split("\n").filter((line) => /^\| `[^|]*` \|.*\|.*\|.*\|$/.test(line));
    const found = rows.map((row) => reference(text.replace(`${row}\n`, ""), keys).missing);
    const inReference = found.filter((missing) => missing.length > 0);
    expect(inReference.flat().toSorted()).toEqual([...keys.keys()].toSorted());
    const more = new Map(keys).set("streams.*.new", { value: "text", required: false });
    expect(reference(text, more).missing).toEqual(["streams.*.new"]);
    const fewer = new Map([...keys].filter(([key]) => key !== "unit"));
    expect(reference(text, fewer).unknown).toEqual(["unit"]);
    const other = new Map(keys).set("unit", { value: "text", required: true });
    expect(reference(text, other).misjudged).toEqual(["unit"]);
  });

  it("names all drivers, units, tables and commands", () => {
    const text = read(page);
    const after = (mark: string): string => text.slice(text.indexOf(mark)).split("\n\n")[0] ?? "";
    const firstCells = (mark: string): string[] =>
      [...after(mark).matchAll(/^\| `(?:forecast )?([^`/]*)/gm)].map(([, name = ""]) => name);
    const counted = [...after("| driver |").matchAll(/^\| `(\w+).*?` \| (\S+) \|/gm)];
    expect(counted.map(([, kind, unit]) => [kind, unit])).toEqual(
      Object.entries(drivers).map(([kind, { unit }]) => [kind, unit]),
    );
    const known = [...after("<!-- units -->").matchAll(/`([^`]*)`/g)].map(([, word]) => word);
    expect(known).toEqual([...unitWords, "%"]);
    const none = { tables: new Map() } as unknown as Parameters<typeof tableNames>[0];
    expect(firstCells("<!-- tables -->")).toEqual(tableNames(none));
    expect(firstCells("<!-- commands -->").toSorted()).toEqual(
      createProgram(real)
        .commands.map((command) => command.name())
        .toSorted(),
    );
  });
});
