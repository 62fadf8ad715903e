import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { sortOut } from "./accepted.ts";
import { mutantsOf, sampleOf, type Mutant } from "./mutants.ts";
import { probe, regionOf, withProbes } from "./probes.ts";
import { report, scoreOf, type Result } from "./report.ts";
import { edited, parse } from "./source.ts";

const ofCode = (text: string, file = "a.ts"): Mutant[] =>
  mutantsOf(file, text, { equations: [], strings: false });

const root = join(import.meta.dirname, "../..");
const sources = readdirSync(join(root, "src"), { recursive: true, encoding: "utf8" })
  .filter((file) => file.endsWith(".ts"))
  .map((file) => ({ file, text: readFileSync(join(root, "src", file), "utf8") }));

describe("mutants", () => {
  test("say where they are", () => {
    const text = "export function a() {\n  const b = () => {\n    return c + d;\n  };\n}\n";
    expect(ofCode(text).find(({ operator }) => operator === "arithmetic")).toMatchObject({
      file: "a.ts",
      within: "a/b",
      line: 3,
      from: "return c + d;",
      to: "return c - d;",
    });
  });

  test("of long code are shown in short", () => {
    const [whole] = ofCode("function a() {\n  b();\n  c();\n  d();\n}");
    expect(whole).toMatchObject({ from: "function a() {\nb();\n…\n}", to: "function a() {}" });
  });

  test("of all sources are TypeScript, and so are sources with probes", () => {
    for (const { file, text } of sources) {
      expect(() => parse(file, withProbes(file, 1, text).text)).not.toThrow();
      for (const mutant of sampleOf(ofCode(text, file), 5, file)) {
        expect(() => parse(file, edited(text, [mutant]))).not.toThrow();
      }
    }
  });

  test("in a sample are the same for a seed, in order", () => {
    const all = sources.slice(0, 5).flatMap(({ file, text }) => ofCode(text, file));
    const sample = sampleOf(all, 30, "1");
    expect(sample).toHaveLength(30);
    expect(sampleOf(all, 30, "1")).toEqual(sample);
    expect(sampleOf(all, 30, "2")).not.toEqual(sample);
    const places = sample.map((mutant) => all.indexOf(mutant));
    expect(places).toEqual(places.toSorted((a, b) => a - b));
    // A larger sample holds the smaller one.
    expect(sampleOf(all, 60, "1")).toEqual(expect.arrayContaining(sample));
    expect(sampleOf(all, Infinity, "1")).toEqual(all);
  });
});

describe("probes", () => {
  const text = `const f = (a: number, b?: number): number => {
  if (a > 1) return a > 2 ? 10 : 20;
  else a = b ?? 30;
  for (const c of [a]) a += c;
  switch (a) {
    case 1:
      return 40;
    default:
      return [a].map((d) => d)[0] && 50;
  }
};
`;
  const { text: probed, regions } = withProbes("a.ts", 3, text);

  /** The places whose probes are called. */
  const reachedBy = (call: string): string[] => {
    const reached = new Set<number>();
    const script = probed
      .replace("(a: number, b?: number): number", "(a, b)")
      .replaceAll(`globalThis.${probe}?.`, "probe");
    // eslint-disable-next-line typescript/no-implied-eval -- the few lines above
    const run = new Function("probe", `${script}; return ${call};`) as (
      probe: (file: number, region: number) => void,
    ) => number;
    run((file, region) => {
      expect(file).toBe(3);
      reached.add(region);
    });
    return ["a > 1", "10", "20", "30", "40", "50"].filter((place) => {
      const start = text.indexOf(place);
      return reached.has(regionOf(regions, start, start + place.length));
    });
  };

  test.each([
    ["0", []],
    ["f(3)", ["a > 1", "10"]],
    ["f(2)", ["a > 1", "20"]],
    ["f(0, 2)", ["a > 1", "50"]],
    ["f(0)", ["a > 1", "30", "50"]],
    ["f(0, 0.5)", ["a > 1", "40"]],
    ["f(0, 0)", ["a > 1"]],
  ])("of %s", (call, expected) => {
    expect(reachedBy(call)).toEqual(expected);
  });

  test("change nothing else", () => {
    expect(
      probed
        .replaceAll(/globalThis\.__reached\?\.\(\d+, \d+\)/g, "PROBE")
        .replaceAll(/\(PROBE, (\d+|\[a\]\.map)/g, "($1"),
    ).toContain("return a > 2 ? (10) : (20)");
  });
});

describe("results", () => {
  const mutants = ofCode("const a = b + c;\nconst d = e < f;\n");
  const [sum, boundary, comparison] = mutants;
  if (sum === undefined || boundary === undefined || comparison === undefined) {
    throw new Error("there are three mutants");
  }
  const results: Result[] = [
    { mutant: sum, status: "survived", tests: 2 },
    { mutant: boundary, status: "timeout", tests: 1 },
    { mutant: comparison, status: "killed", tests: 1 },
  ];

  test("are counted without the accepted ones", () => {
    const { counted, accepted, stale } = sortOut(results, mutants, [{ ...sum, why: "same" }]);
    expect(counted.map(({ status }) => status)).toEqual(["timeout", "killed"]);
    expect(accepted).toEqual([{ mutant: sum, status: "survived", tests: 2, why: "same" }]);
    expect(stale).toEqual([]);
    expect(scoreOf(counted)).toBe(100);
    expect(scoreOf(results)).toBeCloseTo(66.67, 2);
    expect(scoreOf([])).toBe(100);
  });

  test("show what is accepted without need", () => {
    const gone = { ...sum, from: "const a = b + x;", why: "same" };
    const elsewhere = { ...gone, file: "b.ts" };
    const entries = [{ ...comparison, why: "same" }, gone, elsewhere];
    const because = (some: readonly Result[]): string[] =>
      sortOut(some, mutants, entries).stale.map((entry) => entry.because);
    expect(because(results)).toEqual(["a test notices it", "there is no such code"]);
    // One that was not run may still be needed.
    expect(because([])).toEqual(["there is no such code"]);
  });

  test("are printed", () => {
    const entries = [{ ...comparison, why: "never equal" }];
    expect(report(sortOut(results, mutants, entries), 85)).toMatchInlineSnapshot(`
      "a.ts:1 in a (arithmetic)
        - const a = b + c;
        + const a = b - c;

      Hang or crash:
        a.ts:2 const d = e <= f;

      Accepted:
        a.ts:2 in d: never equal

      No longer to be accepted:
        a.ts in d: a test notices it
          + const d = e >= f;

      Mutants, survivors, score:
        arithmetic      1     1    0 %
        boundary        1     0  100 %

        a.ts      2     1   50 %

      0 killed, 1 timeout, 1 survived (0 reached by no test), 1 accepted

      50.0 % of 2 mutants noticed, 85 % wanted
      "
    `);
  });
});
