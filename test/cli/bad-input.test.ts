import { describe, expect, it } from "vitest";
import { fakeIo } from "../support/fake-io.ts";
import { bomb, small } from "../support/small-scenario.ts";
import { run } from "../../src/cli/program.ts";

/** name → file content, code of the one message, line it names, what it says. */
const cases: readonly (readonly [
  name: string,
  content: string | Uint8Array,
  code: string,
  line: number | undefined,
  says: string,
])[] = [
  ["an empty file", "", "empty-file", undefined, "empty"],
  ["only comments", "# nothing\n", "empty-file", undefined, ""],
  ["binary", new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 255]), "not-text", undefined, ""],
  ["not YAML", "a: [1, 2\nb: }\n", "yaml-syntax", undefined, ""],
  ["a list", "- a\n- b\n", "not-a-mapping", 1, ""],
  ["a scalar", "hello\n", "not-a-mapping", 1, ""],
  [
    "a wrong type",
    small.replace("serves: [all.open]", "serves: all.open"),
    "wrong-type",
    17,
    "expected a list",
  ],
  [
    "an unknown key",
    small.replace("language: en", "language: en\ncolour: red"),
    "unknown-key",
    5,
    'unknown key "colour"',
  ],
  [
    "a misspelt key",
    small.replace("intake:", "intaek:"),
    "unknown-key",
    11,
    'did you mean "intake"?',
  ],
  [
    "a negative capacity",
    small.replace("before: 80", "before: -80"),
    "out-of-range",
    17,
    "0 or more",
  ],
  ["NaN", small.replace("before: 80", "before: .nan"), "bad-number", 17, ""],
  ["infinity", small.replace("12000 persons/year", ".inf"), "bad-number", 11, ""],
  ["an alias bomb", bomb, "too-many-aliases", undefined, ""],
  ["deep nesting", "a: ".concat("[".repeat(20_000), "]".repeat(20_000)), "too-deep", undefined, ""],
  ["deep block nesting", "- ".repeat(20_000), "too-deep", undefined, ""],
  [
    "__proto__",
    small.replace("language: en", "language: en\n__proto__: { polluted: true }"),
    "unsafe-key",
    5,
    "__proto__",
  ],
  ["a file of 3 MB", `# ${"x".repeat(3_000_000)}\n${small}`, "too-large", undefined, "CSV"],
  [
    "a decimal comma",
    small.replace("before: 80", 'before: "80,5"'),
    "bad-number",
    17,
    "decimal point",
  ],
  [
    "a wrong unit",
    small.replace("10 hours/case", "10 SEK/case"),
    "bad-unit",
    13,
    "expected hours/person",
  ],
  [
    "an unknown unit",
    small.replace("65000 SEK/staff-month", "65000 EUR/staff-month"),
    "bad-unit",
    21,
    'unknown unit "EUR"',
  ],
  [
    "a cost that does not cancel",
    small.replace("65000 SEK/staff-month", "65000 SEK/person"),
    "bad-unit",
    21,
    "SEK/staff-month",
  ],
  [
    "an unknown name",
    small.replace("driver: staff/staff", "driver: staff/staf"),
    "unknown-name",
    21,
    'did you mean "staff"?',
  ],
  [
    "a missing year",
    small.replace("12000 persons/year", "{ 2024: 12000 persons/year }"),
    "missing-key",
    11,
    "no value for 2025",
  ],
  [
    "a file outside",
    small.replace("    intake: 12000 persons/year", '    intake: { csv: "../../etc/passwd#x" }'),
    "outside-root",
    11,
    "outside",
  ],
  [
    "a missing key",
    small.replace("title: A small agency\n", ""),
    "missing-key",
    undefined,
    'the key "title" is missing',
  ],
  [
    "an unresolved alias",
    small.replace("before: 80", "before: *nothing"),
    "unknown-name",
    17,
    "nothing",
  ],
];

describe("bad input: one clear message, status 2, nothing on stdout", () => {
  it("the small scenario itself is fine", async () => {
    const { io, out, err } = fakeIo({ "s.yaml": small });
    expect(await run(["s.yaml"], io)).toBe(0);
    expect(err()).toBe("");
    expect(out()).toContain("1:1 Administration");
  });

  it.each(cases)("%s", async (_, content, code, line, says) => {
    const { io, out, err } = fakeIo({ "s.yaml": content });
    expect(await run(["s.yaml"], io)).toBe(2);
    expect(out()).toBe("");
    expect(err().match(/(?:error|warning)\[/g)).toHaveLength(1);
    expect(err()).toMatch(line === undefined ? /^s\.yaml:/ : new RegExp(`^s\\.yaml:${line}:`));
    expect(err()).toContain(`error[${code}]`);
    expect(err()).toContain(says);
    expect(err().length).toBeLessThan(1200);
  });

  it.each([
    ["nowhere.yaml", "file-not-found"],
    ["folder", "is-directory"],
  ])("%s", async (file, code) => {
    const { io, out, err } = fakeIo({ "folder/s.yaml": small });
    expect(await run([file], io)).toBe(2);
    expect(out()).toBe("");
    expect(err()).toMatch(new RegExp(`^${file}: error\\[${code}\\]`));
  });

  it("reports all problems of a file in one go", async () => {
    const broken = small
      .replace("intake:", "intaek:")
      .replace("before: 80", "before: -80")
      .replace("effort: 10 hours", "effort: 10 hrs");
    const { io, err } = fakeIo({ "s.yaml": broken });
    expect(await run(["s.yaml"], io)).toBe(2);
    expect(err().match(/error\[[a-z-]+\]/g)).toEqual([
      "error[bad-unit]",
      "error[unknown-key]",
      "error[out-of-range]",
    ]);
  });

  it.each([["\r\n"], ["\n"]])("takes CRLF and a BOM", async (end) => {
    const plain = fakeIo({ "s.yaml": small });
    await run(["s.yaml"], plain.io);
    const other = fakeIo({ "s.yaml": `\uFEFF${small.replaceAll("\n", end)}` });
    expect(await run(["s.yaml"], other.io)).toBe(0);
    expect(other.out()).toBe(plain.out());
  });

  it.each([
    ["a table row that shows nothing known", "show: need/9/9:9/need", "there is no row"],
    ["a table row of another unit", "show: staff/staff", "the table in mkr"],
  ])("validates %s", async (_, show, says) => {
    const table = `tables: { a: { title: A, years: 2024, rows: [{ key: x, ${show} }] } }\n`;
    const { io, err } = fakeIo({ "a.yaml": small + table });
    expect(await run(["validate", "a.yaml"], io)).toBe(1);
    expect(err()).toContain(says);
    expect(await run(["a.yaml"], io)).toBe(2);
  });

  it.each(Object.getOwnPropertyNames(Object.prototype).concat("points", "measure"))(
    "takes or refuses the name %s, and never trips over it",
    async (name) => {
      const text = small
        .replaceAll("open:", `${name}:`)
        .replace("start: open", `start: ${name}`)
        .replace("all.open", `all.${name}`);
      const { io } = fakeIo({ "a.yaml": text });
      expect(await run(["a.yaml", "--table", "stay"], io)).toBe(
        name === "points" || name === "measure" ? 0 : 2,
      );
    },
  );

  it("validates files: 1 when one of them cannot be used", async () => {
    const { io, out, err } = fakeIo({ "a.yaml": small, "b.yaml": "" });
    expect(await run(["validate", "a.yaml", "b.yaml"], io)).toBe(1);
    expect(out()).toBe("a.yaml: valid\n");
    expect(err()).toContain("b.yaml");
  });
});
