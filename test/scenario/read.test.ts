import { afterEach, describe, expect, test, vi } from "vitest";
import { Parser } from "yaml";
import * as z from "zod";
import type { Code } from "../../src/diagnostics/codes.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import {
  maxAliases,
  maxBytes,
  maxDepth,
  maxProblems,
  maxValues,
  placesIn,
  readDocument,
  readText,
  type Document,
} from "../../src/scenario/read.ts";

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

/** The document in a text that must have no problem. */
function documentOf(text: string): Document {
  const result = readDocument(bytesOf(text), "a.yaml");
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  return result.document;
}

const treeOf = (text: string): unknown => documentOf(text).tree;

/** What is wrong with a text, or with bytes, that must have a problem. */
function problemsOf(content: string | Uint8Array): readonly Diagnostic[] {
  const bytes = typeof content === "string" ? bytesOf(content) : content;
  const result = readDocument(bytes, "a.yaml");
  if (result.ok) throw new Error(`no problem: ${JSON.stringify(result.document.tree)}`);
  return result.diagnostics;
}

/** The one problem of a text, without what is the same in all. */
function problemOf(content: string | Uint8Array): Omit<Diagnostic, "severity" | "file"> {
  const problems = problemsOf(content);
  expect(problems).toHaveLength(1);
  const { severity, file, ...problem } = problems[0] as Diagnostic;
  expect({ severity, file }).toEqual({ severity: "error", file: "a.yaml" });
  return problem;
}

/** How often the parser is given a piece of text to work on. */
function countSteps(work: () => void): number {
  const steps = vi.spyOn(Parser.prototype, "next");
  work();
  return steps.mock.calls.length;
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe("readDocument reads", () => {
  test("mappings, lists and the values of the YAML 1.2 core schema", () => {
    const text = `
text: Flyktingar
quoted: '0.5'
numbers: [1, -2, 0.5, .5, 1e3, 0x1F, 0o17, -0]
truth: [true, False]
nothing: [null, ~, ]
empty:
block: |
  two
  lines
`;
    expect(treeOf(text)).toEqual({
      text: "Flyktingar",
      quoted: "0.5",
      numbers: [1, -2, 0.5, 0.5, 1000, 31, 15, 0],
      truth: [true, false],
      nothing: [null, null],
      empty: null,
      block: "two\nlines\n",
    });
  });

  test("keys as text, whatever they look like", () => {
    expect(treeOf("2014: 1\n2015..2018: 2\n8/1:1: 3\ntrue: 4\nnull: 5\n0.50: 6\n")).toEqual({
      "2014": 1,
      "2015..2018": 2,
      "8/1:1": 3,
      true: 4,
      null: 5,
      "0.50": 6,
    });
  });

  test.each([
    "0,5",
    "1_000",
    "1 000",
    "2014-03",
    "2014-03-01",
    "12:30",
    "yes",
    "off",
    "1.2.3",
    "0b1",
  ])("%s as text: what it may mean is for the schema to say", (value) => {
    expect(treeOf(`a: ${value}\n`)).toEqual({ a: value });
  });

  test("an empty mapping, a file that starts with --- and one that ends with ...", () => {
    expect(treeOf("{}")).toEqual({});
    expect(treeOf("---\na: 1\n...\n# the end\n")).toEqual({ a: 1 });
    expect(treeOf("%YAML 1.2\n---\na: yes\n")).toEqual({ a: "yes" });
  });

  test("a byte order mark and Windows line ends", () => {
    const text =
      '\ufeff# head\r\na: 1\r\nb: |\r\n  x\r\n  y\r\nc: "q\r\n  r"\r\nd: [\r\n  1 # one\r\n]\r\n';
    const document = documentOf(text);
    expect(document.tree).toEqual({ a: 1, b: "x\ny\n", c: "q r", d: [1] });
    expect(document.locate(["c"], "value")).toEqual({ line: 6, column: 4, source: 'c: "q' });
  });

  test("comments wherever they may stand", () => {
    const text = `# head
a: # of a
    # deeper
  - 1 # one
\t# after a tab
  # between
  -   \t# in front of the value
    b: "# text" # not text
  - |  # of the block
    # text
  - [1, # one
    # two
    2 ] # end
c#d: e#f
#`;
    expect(treeOf(text)).toEqual({ a: [1, { b: "# text" }, "# text\n", [1, 2]], "c#d": "e#f" });
  });

  test("known tags", () => {
    expect(treeOf("a: !!str 5\nb: !!int '5'\nc: !!map {d: ! 1}\n")).toEqual({
      a: "5",
      b: 5,
      c: { d: "1" },
    });
  });

  test("aliases as copies", () => {
    const tree = treeOf("a: &x {k: [1]}\nb: *x\nc: [*x]\n");
    expect(tree).toEqual({ a: { k: [1] }, b: { k: [1] }, c: [{ k: [1] }] });
    const { a, b } = tree as { a: unknown; b: unknown };
    expect(a).not.toBe(b);
  });

  test("an alias as what its name stood for last, and stood for where it was used first", () => {
    expect(treeOf("a: &x {k: &y 1, l: *y}\nb: &y 2\nc: *x\nd: *y\n&z e: *z\n")).toEqual({
      a: { k: 1, l: 1 },
      b: 2,
      c: { k: 1, l: 1 },
      d: 2,
      e: "e",
    });
  });

  test("brackets in text without taking them for nesting", () => {
    const brackets = "[{".repeat(maxDepth);
    const text = `# ${brackets}\na: '${brackets}'\nb: "${brackets}"\nc: x${brackets}\nd: |\n  ${brackets}\n`;
    expect(treeOf(text)).toEqual({
      a: brackets,
      b: brackets,
      c: `x${brackets}`,
      d: `${brackets}\n`,
    });
  });

  test("objects without a prototype, which the schema accepts", () => {
    const { tree } = documentOf("a: {b: 1}\nlist: [{b: 2}]\n");
    expect(Object.getPrototypeOf(tree)).toBeNull();
    expect((tree as Record<string, unknown>)["toString"]).toBeUndefined();
    const inner = z.strictObject({ b: z.number() });
    const schema = z.strictObject({ a: inner, list: z.array(inner) });
    expect(schema.parse(tree)).toEqual({ a: { b: 1 }, list: [{ b: 2 }] });
    expect(z.record(z.string(), z.unknown()).safeParse(tree).success).toBe(true);
    const issues = z.strictObject({ a: z.object({}) }).safeParse(tree).error?.issues;
    expect(issues).toMatchObject([{ code: "unrecognized_keys", keys: ["list"] }]);
  });
});

describe("locate", () => {
  const text = `# head
streams:
  adults:
    intake: { 2014: &mid 55000, 2015: *mid }
    shares: &shares
      granted: 0.53
  family: *empty
list:
  - name: one
  - two
nothing:
`.replace("*empty", "{ shares: *shares }");
  const { locate } = documentOf(text);
  const at = (path: readonly (string | number)[], part: "key" | "value"): string => {
    const { line, column, source } = locate(path, part);
    expect(source).toBe(text.split("\n")[line - 1]);
    return `${line}:${column}`;
  };

  test.each<[path: (string | number)[], key: string, value: string]>([
    [[], "2:1", "2:1"],
    [["streams"], "2:1", "3:3"],
    [["streams", "adults", "intake", "2014"], "4:15", "4:26"],
    [["streams", "adults", "intake", 2014], "4:15", "4:26"],
    [["streams", "adults", "intake", "2015"], "4:33", "4:39"],
    [["list", 0], "9:5", "9:5"],
    [["list", 0, "name"], "9:5", "9:11"],
    [["list", 1], "10:5", "10:5"],
    [["nothing"], "11:1", "11:9"],
  ])("finds %j", (path, key, value) => {
    expect([at(path, "key"), at(path, "value")]).toEqual([key, value]);
  });

  test("finds what an alias stands for where it is written", () => {
    expect(at(["streams", "family", "shares"], "value")).toBe("7:21");
    expect(at(["streams", "family", "shares", "granted"], "value")).toBe("6:16");
  });

  test.each<[path: (string | number)[], key: string, value: string]>([
    [["nowhere"], "2:1", "2:1"],
    [["streams", "adults", "intak"], "3:3", "4:5"],
    [["streams", "adults", "intake", "2014", "mid"], "4:15", "4:26"],
    [["list", 2], "8:1", "9:3"],
    [["list", "name"], "8:1", "9:3"],
    [["nothing", "at", "all"], "11:1", "11:9"],
  ])("finds the part of %j that exists", (path, key, value) => {
    expect([at(path, "key"), at(path, "value")]).toEqual([key, value]);
  });

  test("takes several steps for a key with dots in it, if there is none of the first step", () => {
    const { locate: where, nodeAt } = documentOf(`24/C.3: { x: 1 }
24/C.3.1: [{ a.b.c: 2 }]
d: { e.f: 3, e: { f: 4, g: 5 } }
`);
    const place = (...path: (string | number)[]): string => {
      const { line, column } = where(path, "value");
      return `${line}:${column}`;
    };
    expect(place("24/C", "3", "x")).toBe("1:14");
    expect(place("24/C", 3, "1", 0, "a", "b", "c")).toBe("2:21");
    expect(place("24/C", 3, "2")).toBe("1:9");
    expect(place("d", "e", "f")).toBe("3:22");
    expect(place("d", "e", "h")).toBe("3:17");
    expect(nodeAt(["24/C", "3", "x"])).toMatchObject({ value: 1 });
    expect(nodeAt(["24/C.3", "x"])).toMatchObject({ value: 1 });
    expect(nodeAt(["24/C"])).toBeUndefined();
    expect(nodeAt(["24/C", "4"])).toBeUndefined();
  });

  test("tells the keys of a mapping in the order of the file", () => {
    const bytes = new TextEncoder().encode("a: &a { x: 1, 10: 2, 2: 3 }\nb: *a\nc: [1]\n");
    const read = readDocument(bytes, "s.yaml");
    if (!read.ok) throw new Error("cannot be read");
    const { keysAt, tree } = read.document;
    expect(Object.keys((tree as { a: object }).a)).toEqual(["2", "10", "x"]);
    expect([["a"], ["b"], ["c"], ["d"], []].map(keysAt)).toEqual([
      ["x", "10", "2"],
      ["x", "10", "2"],
      [],
      [],
      ["a", "b", "c"],
    ]);
  });

  test("does nothing before it is asked", () => {
    const search = vi.spyOn(String.prototype, "indexOf");
    const { locate: unused } = documentOf("a: 1\nb: 2\n");
    const lineBreaks = (): number => search.mock.calls.filter(([found]) => found === "\n").length;
    const before = lineBreaks();
    expect(unused(["b"], "key").line).toBe(2);
    expect(lineBreaks() - before).toBe(3);
    expect(unused(["a"], "key").line).toBe(1);
    expect(lineBreaks() - before).toBe(3);
  });
});

describe("placesIn", () => {
  test("counts lines and columns from 1, and leaves out line breaks", () => {
    const place = placesIn("ab\r\n\nc");
    expect(place(0)).toEqual({ line: 1, column: 1, source: "ab" });
    expect(place(3)).toEqual({ line: 1, column: 4, source: "ab" });
    expect(place(4)).toEqual({ line: 2, column: 1, source: "" });
    expect(place(5)).toEqual({ line: 3, column: 1, source: "c" });
    expect(place(99)).toEqual({ line: 3, column: 95, source: "c" });
    expect(placesIn("")(0)).toEqual({ line: 1, column: 1, source: "" });
  });
});

describe("readDocument refuses before parsing", () => {
  const steps = (content: string | Uint8Array): number => countSteps(() => problemsOf(content));

  test("a file that is too large", () => {
    const bytes = new Uint8Array(maxBytes + 1).fill(0x23);
    expect(problemOf(bytes)).toEqual({
      code: "too-large",
      message: "the file has 2000001 bytes; at most 2000000 are read",
      help: "put long series in CSV files",
    });
    expect(steps(bytes)).toBe(0);
  });

  test("a binary file", () => {
    expect(problemOf("a: \0\n")).toEqual({
      code: "not-text",
      message: "the file is binary, not text",
      help: "is it the right file?",
    });
    expect(steps("a: \0\n")).toBe(0);
  });

  test.each([
    ["little endian", [0xff, 0xfe, 0x61, 0]],
    ["big endian", [0xfe, 0xff, 0, 0x61]],
  ])("UTF-16, %s", (_, bytes) => {
    expect(problemOf(Uint8Array.from(bytes))).toEqual({
      code: "not-text",
      message: "the file is in UTF-16",
      help: "save the file as UTF-8",
    });
  });

  test("another encoding, with the place of the first letter", () => {
    const bytes = Uint8Array.from("ok: 1\ntext: v\xe5rd\n", (character) => character.charCodeAt(0));
    expect(problemOf(bytes)).toEqual({
      code: "not-text",
      message: "the text is not valid UTF-8",
      help: "save the file as UTF-8; it may be in Windows-1252 or Latin-1 now",
      line: 2,
      column: 8,
      source: "text: v\ufffdrd",
    });
  });

  test.each([
    ["a: 1\nb: \u0007\n", "U+0007"],
    ["a: 1\nb: \u001f\n", "U+001F"],
    ["a: 1\nb: \u007f\n", "U+007F"],
    ["a: 1\nb: \u009b\n", "U+009B"],
  ])("a control character: %j", (text, name) => {
    expect(problemOf(text)).toMatchObject({
      code: "not-text",
      message: `the text contains the control character ${name}`,
      help: "remove it",
      line: 2,
      column: 4,
    });
    expect(steps(text)).toBe(0);
  });

  test("line ends of another time", () => {
    expect(problemOf("a: 1\r\nb: 2\rc: 3\r")).toMatchObject({
      code: "not-text",
      message: "a line ends in a carriage return alone",
      line: 2,
      column: 5,
    });
  });
});

describe("readText", () => {
  test("leaves out the byte order mark, and nothing else", () => {
    expect(readText(bytesOf("\ufeffa,b\r\n\tå\u0085"), "a.csv")).toEqual({
      ok: true,
      text: "a,b\r\n\tå\u0085",
    });
  });
});

describe("readDocument refuses a file without a mapping:", () => {
  test.each([
    "",
    "\n",
    " \r\n\t\n",
    "# only\n  # comments",
    "---\n",
    "---\n# nothing\n...\n",
    "\ufeff",
  ])("%j is empty", (text) => {
    expect(problemOf(text)).toEqual({
      code: "empty-file",
      message: "the file has no content",
      help: "write keys and values into it",
    });
  });

  test.each([
    ["# c\n- a\n- b\n", "a list", 2, 1],
    ["[a, b]", "a list", 1, 1],
    ["text\n", "a single value", 1, 1],
    ["  'text'\n", "a single value", 1, 3],
    ["null\n", "a single value", 1, 1],
    ["~", "a single value", 1, 1],
    ['""', "a single value", 1, 1],
    ["<html>\n<body>\n", "a single value", 1, 1],
    ["*a", "a single value", 1, 1],
  ])("%j", (text, found, line, column) => {
    expect(problemOf(text)).toMatchObject({
      code: "not-a-mapping",
      message: `the file holds ${found}`,
      line,
      column,
    });
  });
});

describe("readDocument explains", () => {
  test.each<[text: string, line: number, column: number, message: string]>([
    ['a: 1\nb: "text\nc: 2\n', 2, 4, "the quote is not closed"],
    ["a: 1\nb: 'text\nc: 2\n", 2, 4, "the quote is not closed"],
    ["a: { b: 1,\nc: 2\nd: 3\n", 2, 1, "a bracket or brace is not closed before this"],
    ["a: [1, 2\n\n\n", 1, 9, "a bracket or brace is not closed before this"],
    ["a: [1, 2]]\nb: 2\nc: 3\n", 1, 10, 'unexpected "]"'],
    ["a: 1\n}\nb: 2\n", 2, 1, 'unexpected "}"'],
    ["a:\n\tb: 1\n", 2, 1, "a tab cannot indent a line"],
    ["title: one: two\n", 1, 8, "a mapping cannot start here"],
    ["a:\n  b: 1\n c: 2\n", 3, 1, "all mapping items must start at the same column"],
    ["a: 1\nb 2\nc: 3\n", 2, 1, "the key has no value"],
    ["a:1\nb: 2\n", 1, 1, "a key cannot have several lines"],
    ["a: {b: 1 c: 2}\n", 1, 8, "a comma is missing inside brackets or braces"],
    ["a: {b:1, c: 2}\n", 1, 5, "the key has no value"],
    ["? a\nb: 1\n", 1, 3, "the key has no value"],
    ["a: @x\n", 1, 4, "plain value cannot start with reserved character @"],
    ['a: "C:\\data"\n', 1, 7, "invalid escape sequence \\d"],
    ['a: "x"#c\n', 1, 7, 'a space is missing before "#"'],
    ["a:\n- |\n\t# text\n", 3, 1, "block scalar values in collections must be indented"],
    ["a: *** text\n", 1, 8, "unexpected scalar at node end"],
    ["a: 1\n---\nb: 2\n", 2, 1, "a second YAML document starts here"],
    ["a: 1\n...\nb: 2\n", 3, 1, "a second YAML document starts here"],
    ["---\n---\na: 1\n", 2, 1, "a second YAML document starts here"],
    ["%YAML 1.1\n---\na: yes\n", 1, 1, "this directive is not accepted"],
    ["%TAG ! tag:x,2000:\n---\na: 1\n", 1, 1, "this directive is not accepted"],
    ["%YAML 1.2\na: 1\n", 2, 1, "missing directives-end/doc-start indicator line"],
    ["a: !rate 5\n", 1, 4, "unresolved tag: !rate"],
    ["a: !!python/object:x {b: 1}\n", 1, 4, "unresolved tag: tag:yaml.org,2002:python/object:x"],
    ["a: !!binary aGk=\n", 1, 4, "unresolved tag: tag:yaml.org,2002:binary"],
    ["a: !!set {x}\n", 1, 4, "unresolved tag: tag:yaml.org,2002:set"],
    ["a: &x: 1\n", 1, 6, "anchor ending in : is ambiguous"],
  ])("%j", (text, line, column, message) => {
    const source = text.split("\n")[line - 1];
    expect(problemOf(text)).toMatchObject({ code: "yaml-syntax", message, line, column, source });
  });

  test.each([
    "? [a, b]\n: 1\n",
    "? {a: 1}\n: 1\n",
    "? - a\n: 1\n",
    "{[a]: 1}\n",
    "? !!int 1\n: 1\n",
  ])("a key that is not text: %j", (text) => {
    expect(problemOf(text)).toMatchObject({
      code: "wrong-type",
      message: "a key must be text",
      line: 1,
    });
  });

  test("braces and aliases in place of text", () => {
    expect(problemOf("a: {{ x }}\n")).toMatchObject({ code: "wrong-type", line: 1, column: 5 });
    expect(problemOf("a: &x k\n*x : 1\n")).toMatchObject({
      code: "wrong-type",
      line: 2,
      column: 1,
    });
  });

  test("each mistake once, in the order of the lines", () => {
    const problems = problemsOf('a: @x\nb: "\\d"\nc: !t 1\nd: {e: @y, f: @z}\ng: "h"#i\n');
    expect(problems.map(({ line, column }) => [line, column])).toEqual([
      [1, 4],
      [2, 5],
      [3, 4],
      [4, 8],
      [5, 7],
    ]);
  });

  test("no more mistakes than anybody will read", () => {
    const lines = (line: string): string => line.repeat(50);
    expect(problemsOf(lines("a: @x\n"))).toHaveLength(maxProblems);
    expect(problemsOf(lines("a: 1\n"))).toHaveLength(maxProblems);
    expect(problemsOf(lines("? @x\n"))).toHaveLength(maxProblems);
  });

  test("without repeating a file of one long word", () => {
    const word = "x".repeat(100_000);
    for (const text of [
      `a: !${word} 1\n`,
      `a: *${word}\n`,
      `a: ${"9".repeat(100_000)}\n`,
      `? ${word}\n: 1\n? ${word}\n: 2\n`,
      `a: [1]\n]${word}\n`,
      `a: 1\n b: '${word}'\n`,
    ]) {
      const { message, help } = problemOf(text);
      expect(`${message} ${help}`.length).toBeLessThan(500);
    }
  });
});

describe("readDocument refuses", () => {
  test("a key that is given twice, and says where", () => {
    const problems = problemsOf('a: 1\nb:\n  c: 1\n  c: 2\n2014: 3\n"2014": 4\na: 5\n');
    expect(problems).toMatchObject([
      { code: "duplicate-key", line: 4, column: 3, message: 'the key "c" is given twice' },
      { code: "duplicate-key", line: 6, column: 1, message: 'the key "2014" is given twice' },
      { code: "duplicate-key", line: 7, column: 1, message: 'the key "a" is given twice' },
    ]);
    expect(problems[1]?.help).toBe("it stands on line 5 already; keep one of them");
  });

  test.each(["__proto__", "constructor", "prototype", '"__proto__"', '"\\u005f_proto__"'])(
    "the key %s",
    (key) => {
      const problem = { code: "unsafe-key", line: 2, column: 3 };
      expect(problemOf(`a:\n  ${key}: {polluted: true}\n`)).toMatchObject(problem);
      expect(problemOf(`a:\n  b: 1\n${key}: {polluted: true}\n`)).toMatchObject({ line: 3 });
      expect(problemOf(`a: {${key}: 1}\n`)).toMatchObject({ code: "unsafe-key", column: 5 });
      expect(Object.hasOwn(Object.prototype, "polluted")).toBe(false);
    },
  );

  test("merge keys and empty keys", () => {
    expect(problemOf("a: &a {x: 1}\nb:\n  <<: *a\n  y: 2\n")).toMatchObject({
      code: "unsafe-key",
      message: "merge keys (<<) are not part of YAML 1.2",
      line: 3,
      column: 3,
    });
    expect(problemOf("a: 1\n: 5\n")).toMatchObject({
      code: "unsafe-key",
      message: "a key is empty",
      line: 2,
      column: 1,
    });
  });

  test.each([".nan", ".NaN", ".inf", "-.INF", "+.inf", "1e999", "-1e999", "9".repeat(400)])(
    "the number %s",
    (number) => {
      expect(problemOf(`a:\n  - ${number}\n`)).toMatchObject({
        code: "bad-number",
        line: 2,
        column: 5,
      });
    },
  );

  test("control characters that are written as escapes", () => {
    expect(problemOf('a: "\\e[2J"\n')).toMatchObject({
      code: "not-text",
      message: "the text contains the control character U+001B",
      line: 1,
      column: 4,
    });
    expect(problemOf('"\\0": 1\n')).toMatchObject({ code: "not-text", line: 1, column: 1 });
    expect(treeOf('"a\\nb": "\\tc\\n"\nd: \'\\e\'\n')).toEqual({ "a\nb": "\tc\n", d: "\\e" });
  });

  test("several things at once, also on one line", () => {
    const problems = problemsOf("a: {b: .nan, b: 1, c: *x, constructor: {d: .inf}}\n");
    expect(problems.map(({ code, column }) => [code, column])).toEqual([
      ["bad-number", 8],
      ["duplicate-key", 14],
      ["unknown-name", 23],
      ["unsafe-key", 27],
      ["bad-number", 44],
    ]);
  });
});

describe("readDocument refuses aliases", () => {
  test("of nothing", () => {
    const problem = problemOf("a: &rates 1\nb: [*rate, 2]\n");
    expect(problem).toMatchObject({
      code: "unknown-name",
      message: "no value is marked &rate before this *rate",
      help: "did you mean *rates?",
      line: 2,
      column: 5,
    });
    expect(problemOf("a: *later\nb: &later 1\n")).toMatchObject({
      code: "unknown-name",
      help: expect.stringContaining("put &later before the value") as string,
      line: 1,
      column: 4,
    });
  });

  test.each([
    ["a: &x {b: [*x]}\n", 1, 12],
    ["a: &x\n  - *x\n", 2, 5],
  ])("inside what they stand for: %j", (text, line, column) => {
    expect(problemOf(text)).toMatchObject({ code: "cycle", line, column });
  });

  test("once, where the value stands, for a mistake in what they stand for", () => {
    const text = "a: &x {b: .nan, c: 1, c: 2, d: *y}\ne: [*x, *x]\n";
    expect(problemsOf(text).map(({ code, line }) => [code, line])).toEqual([
      ["bad-number", 1],
      ["duplicate-key", 1],
      ["unknown-name", 1],
    ]);
  });

  test("by the hundred", () => {
    const text = (count: number): string => `a: &x 1\nb: [${Array(count).fill("*x").join(", ")}]\n`;
    expect(treeOf(text(maxAliases))).toMatchObject({ a: 1 });
    expect(problemOf(text(maxAliases + 1))).toMatchObject({
      code: "too-many-aliases",
      message: "the file has more than 100 aliases",
      line: 2,
      column: 5 + 4 * maxAliases,
    });
  });

  test("that stand for too much, without writing it out", () => {
    // Each line has ten times the values of the one before: 10^9 in all.
    const names = ["a", "b", "c", "d", "e", "f", "g", "h", "i"];
    const lines = names.map((name, index) => {
      const inner = index === 0 ? "{x: 1}" : `*${names[index - 1]}`;
      return `${name}: &${name} [${Array(10).fill(inner).join(", ")}]`;
    });
    const created = vi.spyOn(Object, "create");
    const problem = problemOf(`${lines.join("\n")}\n`);
    expect(problem).toMatchObject({
      code: "too-many-aliases",
      message: "with what its aliases stand for, the file has more than 200000 values",
      line: 5,
    });
    expect(created.mock.calls.length).toBeLessThan(maxValues);
  });

  test("that stand for too deep a value", () => {
    const line = (depth: number, inner: string): string =>
      `&x${inner.length} ${"[".repeat(depth)}${inner}${"]".repeat(depth)}`;
    const text = (depth: number): string =>
      `a: ${line(maxDepth / 2, "1")}\nb: ${line(depth, "*x1")}\n`;
    expect(treeOf(text(maxDepth / 2 - 1))).toMatchObject({ a: expect.any(Array) as unknown });
    expect(problemOf(text(maxDepth / 2))).toMatchObject({ code: "too-deep", line: 2 });
  });
});

describe("readDocument stops early at", () => {
  const levels = 20_000;
  test.each<[name: string, text: string, line: number, column: number]>([
    ["nested lists in brackets", "[".repeat(levels), 1, maxDepth + 1],
    ["closed ones too", `${"[".repeat(levels)}${"]".repeat(levels)}`, 1, maxDepth + 1],
    ["nested mappings in braces", "{a: ".repeat(levels), 1, 4 * maxDepth + 1],
    ["brackets and braces in turn", "[{a: ".repeat(levels), 1, (5 * maxDepth) / 2 + 1],
    ["nested lists on one line", `${"- ".repeat(levels)}1`, 1, 2 * maxDepth + 1],
    ["nested keys on one line", `${"? ".repeat(levels)}1`, 1, 2 * maxDepth + 1],
    [
      "nested mappings on lines",
      Array.from({ length: 1900 }, (_, depth) => `${" ".repeat(depth)}a:\n`).join(""),
      maxDepth + 1,
      maxDepth + 1,
    ],
    [
      "nested lists on lines",
      Array.from({ length: 1900 }, (_, depth) => `${" ".repeat(depth)}-\n`).join(""),
      maxDepth + 1,
      maxDepth + 1,
    ],
  ])("%s", (_, text, line, column) => {
    const steps = countSteps(() => {
      expect(problemOf(text)).toMatchObject({ code: "too-deep", line, column });
    });
    expect(steps).toBeLessThan(10 * maxDepth);
  });

  test("one level too many, and not before", () => {
    const nested = (depth: number): string =>
      `a: ${"[".repeat(depth - 1)}${"]".repeat(depth - 1)}\n`;
    expect(treeOf(nested(maxDepth))).toMatchObject({ a: expect.any(Array) as unknown });
    expect(problemOf(nested(maxDepth + 1))).toMatchObject({ code: "too-deep" });
    const indented = (depth: number): string =>
      Array.from({ length: depth }, (_, level) => `${" ".repeat(level)}a:\n`).join("");
    expect(treeOf(indented(maxDepth))).toMatchObject({ a: expect.anything() as unknown });
    expect(problemOf(indented(maxDepth + 1))).toMatchObject({ code: "too-deep" });
  });

  test.each<[name: string, text: string, code: Code]>([
    ["stray brackets", "]".repeat(1_000_000), "yaml-syntax"],
    ["documents", "---\n".repeat(400_000), "yaml-syntax"],
    ["directives", "%a b\n".repeat(400_000), "yaml-syntax"],
    ["flows after each other", `a: ${"[]".repeat(500_000)}`, "yaml-syntax"],
  ])("the first of many %s", (_, text, code) => {
    const steps = countSteps(() => {
      expect(problemOf(text)).toMatchObject({ code });
    });
    expect(steps).toBeLessThan(20);
  });

  test("more values than it would keep", () => {
    const text = `a: [\n  ${Array(maxValues).fill("1").join(",\n  ")}]\n`;
    expect(problemOf(text)).toMatchObject({
      code: "too-large",
      message: "the file holds more than the program accepts",
      line: maxValues,
    });
  });

  test("more of anything than it would parse", () => {
    const text = `${"\n".repeat(maxBytes - 5)}a: 1\n`;
    expect(problemOf(text)).toMatchObject({ code: "too-large", line: 1_000_002, column: 1 });
  });
});

describe("readDocument takes no longer for", () => {
  test("comments after many empty lines: the parser, which would look back, sees no comment", () => {
    const text = `a: 1\n${"\n".repeat(2000)}#${"    #\n #\n".repeat(1000)}b: "#"\n`;
    const given = vi.spyOn(Parser.prototype, "next");
    expect(treeOf(text)).toEqual({ a: 1, b: "#" });
    const comments = given.mock.calls.filter(([lexeme]) => lexeme.startsWith("#"));
    expect(comments).toEqual([]);
  });

  test("a mapping of many keys: each is compared with no other", () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1\n`).join("");
    const some = vi.spyOn(Array.prototype, "some");
    documentOf(keys);
    expect(some).not.toHaveBeenCalled();
  });

  test("a mapping that has all its many keys twice", () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1\n`).join("");
    const find = vi.spyOn(Array.prototype, "find");
    expect(problemsOf(keys + keys)).toHaveLength(maxProblems);
    const searches = find.mock.contexts.filter((list) => (list as unknown[]).length > 100);
    expect(searches).toHaveLength(maxProblems);
  });
});
