/** No result depends on what a scenario calls its things. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nodeIo, type Io } from "../src/cli/io.ts";
import { readDocument } from "../src/scenario/read.ts";
import { forecast, root } from "./support/forecast.ts";
import { renamed, type Renamed } from "./support/rename.ts";
import { allowed, findings, type Text } from "./support/scan.ts";

/** What `allowed` does not say: words of src that scenarios use as names too, and one that is none of them any more. */
const also = ["allowance", "claims", "decided", "placed", "quota"];
const exceptions = new Set([...allowed, ...also].filter((word) => word !== "leaving"));

const real = nodeIo();
const folder = join(root, "scenarios");
const scenarios = readdirSync(folder).filter(
  (file) =>
    file.endsWith(".yaml") &&
    /^format: forecast-scenario/m.test(readFileSync(join(folder, file), "utf8")),
);

function rename(file: string, seed: number): Renamed {
  const read = readDocument(readFileSync(join(folder, file)), file);
  if (!read.ok) throw new Error(`${file} cannot be read`);
  return renamed(read.document.tree, seed);
}

interface Cells {
  readonly tables: readonly {
    readonly id: string;
    readonly periods: readonly string[];
    readonly rows: readonly {
      readonly key: string;
      readonly area: string | null;
      readonly appropriation: string | null;
      readonly parts: readonly string[];
      readonly values: readonly (number | null)[];
      readonly printed: readonly (number | null)[];
    }[];
  }[];
}

/** Every table of a file, in a funding mode. */
async function tablesOf(text: string, funding: string): Promise<Cells> {
  const path = "scenarios/other.yaml";
  const io: Partial<Io> = {
    stat: (file) => (file === path ? { kind: "file", size: text.length } : real.stat(file)),
    realpath: (file) => (file === path ? join(root, path) : real.realpath(file)),
    readFile: (file) => (file === path ? new TextEncoder().encode(text) : real.readFile(file)),
  };
  const list = await forecast(["tables", path, "--format", "json"], io);
  expect(list.err).toBe("");
  const { tables } = JSON.parse(list.out) as { tables: { id: string }[] };
  const names = tables.map(({ id }) => id).join(",");
  const options = ["--table", names, "--funding", funding, "--format", "json"];
  const { status, err, out } = await forecast([path, ...options], io);
  expect({ status, err }).toEqual({ status: 0, err: "" });
  return (JSON.parse(out) as { results: Cells[] }).results[0] ?? { tables: [] };
}

/** A table without its numbers, and the numbers. */
const shape = ({ tables }: Cells, back: (text: string) => string): unknown =>
  tables.map(({ id, periods, rows }) => ({
    id,
    periods,
    rows: rows.map(({ key, area, appropriation, parts, printed, values }) => ({
      key: back(key),
      area: area && back(area),
      appropriation: appropriation && back(appropriation),
      parts: parts.map(back),
      // Sums run in the order of keys, so the last bits may move; a half in print then falls to either side.
      printed: printed.map((cell, i) => (isHalf(values[i] ?? 0) ? null : cell)),
    })),
  }));

/** Whether a figure is half of a printed unit, to the bits that a renaming may move. */
const isHalf = (value: number): boolean =>
  [1, 10, 100].some((scale) => {
    const rest = Math.abs(value * scale) % 1;
    return Math.abs(rest - 0.5) <= 1e-9 * Math.max(1, Math.abs(value * scale));
  });

const same = (text: string): string => text;

describe("the renaming of a scenario", () => {
  it("is tried on every scenario", () => {
    expect(scenarios).toEqual(expect.arrayContaining(["feb2014.yaml", "jan2012.yaml"]));
  });

  it.each(scenarios)(
    "%s changes no figure",
    async (file) => {
      const text = readFileSync(join(folder, file), "utf8");
      const { tree, back, names } = rename(file, 20_140_225);
      const other = JSON.stringify(tree);
      expect(names.size).toBeGreaterThan(20);
      const modes = ["need", ...(/\bcaps:/.test(text) ? ["available", "proposed"] : [])];
      for (const funding of modes) {
        const before = await tablesOf(text, funding);
        const after = await tablesOf(other, funding);
        expect(shape(after, back)).toEqual(shape(before, same));
        const wrong = before.tables.flatMap(({ id, rows }, t) =>
          rows.flatMap(({ key, values }, r) =>
            values.flatMap((value, i) => {
              const found = after.tables[t]?.rows[r]?.values[i];
              const slack = 1e-9 * Math.max(1, Math.abs(value ?? 0));
              return value === found || Math.abs((found ?? NaN) - (value ?? NaN)) <= slack
                ? []
                : [`${id}/${key}: ${found}, not ${value}`];
            }),
          ),
        );
        expect(wrong).toEqual([]);
      }
    },
    60_000,
  );

  it.each(scenarios)("%s leaves no name as it was", (file) => {
    const { tree } = rename(file, 1);
    const { tree: again } = rename(file, 2);
    const sections = tree as Record<string, Record<string, unknown>>;
    const others = again as Record<string, Record<string, unknown>>;
    for (const section of ["streams", "processes", "staff", "quotas", "costs", "appropriations"]) {
      const kept = Object.keys(sections[section] ?? {}).filter((key) =>
        Object.hasOwn(others[section] ?? {}, key),
      );
      expect(kept).toEqual([]);
    }
  });
});

describe("src", () => {
  // An area's number says nothing by itself.
  const names = new Set(
    scenarios.flatMap((file) => [...rename(file, 1).names]).filter((name) => !/^\d+$/.test(name)),
  );
  const sources: readonly Text[] = readdirSync(join(root, "src"), { recursive: true })
    .map(String)
    .filter((file) => file.endsWith(".ts"))
    .map((file) => ({
      path: `src/${file.replaceAll("\\", "/")}`,
      text: readFileSync(join(root, "src", file), "utf8"),
    }));

  it("knows no name of a scenario and no year", () => {
    expect(sources.length).toBeGreaterThan(50);
    expect(findings(sources, names, exceptions)).toEqual([]);
  });

  it("needs every exception that is made", () => {
    const used = new Set(findings(sources, names, new Set()).map((found) => found.split(": ")[1]));
    expect([...exceptions].filter((word) => !used.has(word))).toEqual([]);
  });

  it.each([
    ['if (name === "asylum") return 1;', "asylum"],
    ["if (name === 'open_cases') return 1;", "open_cases"],
    ["const key = `need/8/1:2/forecast`;", "1:2"],
    ["const share = streams.adults.shares;", "adults"],
    ["const { minors } = scenario.streams;", "minors"],
    ['const driver = "person_days/registered";', "registered"],
    ["if (year === 2014) return 1;", "2014"],
    ["if (year > 2_015) return 1;", "2_015"],
    ['if (period === "2016") return 1;', "2016"],
    ['const from = "2014-03";', "2014-03"],
    ["const years = `2015..2018`;", "2015..2018"],
  ])("would be caught with %s", (text, found) => {
    expect(findings([{ path: "src/a.ts", text }], names)).toEqual([`src/a.ts: ${found}`]);
  });

  it.each([
    "// as in 2014, for asylum",
    "/** 8/1:1 in 2014 */",
    "const most = 2_000_000;",
    'const help = "write 2015..2018 or 2015";',
    "const total = 1e3 + 4 + 65535;",
  ])("would not be with %s", (text) => {
    expect(findings([{ path: "src/a.ts", text }], names)).toEqual([]);
  });
});
