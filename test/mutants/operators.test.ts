import { describe, expect, test } from "vitest";
import { mutantsOf } from "./mutants.ts";

/** What becomes of a text, mutant by mutant. */
const changes = (text: string, strings = false): string[] =>
  mutantsOf("a.ts", text, { equations: [], strings }).map(({ to }) => to);

/** The same with the kind of fault. */
const kinds = (text: string): string[] =>
  mutantsOf("a.ts", text, { equations: [], strings: false }).map(
    ({ operator, to }) => `${operator}: ${to}`,
  );

describe("operators of code", () => {
  test.each([
    ["a + b", ["a - b"]],
    ["a - b - c", ["a - b + c", "a + b - c"]],
    ["a * b", ["a / b"]],
    ["a / b", ["a * b"]],
    ["a % b", ["a * b"]],
    ["-a", ["a"]],
    ["-(a + b)", ["(a + b)", "-(a - b)"]],
    ["Math.abs(a)", ["(a)"]],
    ["Math.min(a, b)", ["Math.max(a, b)"]],
    ["Math.floor(a)", ["Math.ceil(a)"]],
  ])("arithmetic: %s", (text, expected) => {
    expect(changes(`f(() => ${text});`).filter((line) => !/undefined|^;/.test(line))).toEqual(
      expected.map((line) => `f(() => ${line});`),
    );
  });

  test("a sum of texts is a label", () => {
    expect(changes('const a = b + " of " + c + `${d}`;')).toEqual([]);
    expect(changes('let a = ""; a += "b";')).toEqual(['let a = ""; ;']);
  });

  test.each([
    ["<", ["<=", ">="]],
    ["<=", ["<", ">"]],
    [">", [">=", "<="]],
    [">=", [">", "<"]],
    ["===", ["!=="]],
    ["!==", ["==="]],
  ])("comparison and boundary: %s", (operator, expected) => {
    expect(changes(`const a = b ${operator} c;`)).toEqual(
      expected.map((other) => `const a = b ${other} c;`),
    );
  });

  test("conditions", () => {
    expect(kinds("if (a) b = c;")).toEqual([
      "condition: if (true) b = c;",
      "condition: if (false) b = c;",
      "removal: if (a) ;",
    ]);
    expect(kinds("const a = b ? c : d;")).toEqual([
      "condition: const a = true ? c : d;",
      "condition: const a = false ? c : d;",
    ]);
    expect(kinds("while (a) b();")).toEqual([
      "condition: while (false) b();",
      "removal: while (a) ;",
    ]);
    expect(changes("for (;;) { break; }")).toEqual(["for (;;) { ; }"]);
  });

  test("logic keeps operands together", () => {
    expect(changes("const a = b && c;")).toEqual(["const a = b || c;"]);
    expect(changes("const a = b || c || d;")).toEqual([
      "const a = (b || c) && d;",
      "const a = (b && c) || d;",
    ]);
    expect(changes("const a = !b;")).toEqual(["const a = b;"]);
    expect(changes("const a = !(b || c);")).toEqual([
      "const a = (b || c);",
      "const a = !(b && c);",
    ]);
  });

  test("a fallback is left out, or always taken", () => {
    expect(changes("const a = b ?? c;")).toEqual(["const a = b;", "const a = (c);"]);
    // This one is there for the type.
    expect(changes('const a = b ?? "";')).toEqual(['const a = ("");']);
    expect(changes("a ??= b;")).toEqual([";", "a = b;"]);
  });

  test("methods of lists", () => {
    expect(changes("const a = b.filter(c).map(d);")).toEqual(["const a = b.map(d);"]);
    expect(changes("const a = b.toSorted().slice(c);")).toEqual([
      "const a = b.toSorted();",
      "const a = b.slice(c);",
    ]);
    expect(changes("const a = b.some(c);")).toEqual(["const a = b.every(c);"]);
    expect(changes("const a = b?.filter(c);")).toEqual([]);
    expect(changes("const a = b.toString(c);")).toEqual([]);
  });

  test("numbers are off by one, truths turned round", () => {
    expect(changes("const a = 0;")).toEqual(["const a = 1;"]);
    expect(changes("const a = 2.5;")).toEqual(["const a = 3.5;", "const a = 1.5;"]);
    expect(changes("const a = b[1];")).toEqual(["const a = b[2];", "const a = b[0];"]);
    expect(changes("const a = { 1: true };")).toEqual(["const a = { 1: false };"]);
  });

  test("statements and what functions do are removed", () => {
    expect(kinds("function a() { b(); return c; }")).toEqual([
      "removal: function a() {}",
      "removal: function a() { ; return c; }",
    ]);
    expect(kinds("const a = () => b;")).toEqual(["removal: const a = () => undefined;"]);
    expect(kinds("for (const a of b) { c(a); }")).toEqual([
      "removal: ;",
      "removal: for (const a of b) { ; }",
    ]);
    expect(kinds("const a = [...b, ...c];")).toEqual([
      "spread: const a = [ ...c];",
      "spread: const a = [...b, ];",
    ]);
  });

  test("types and names are left alone", () => {
    expect(
      changes(
        `import { a } from "a"; import type { B } from "b"; export * from "c";
         interface C { d: 1 | true; } type E = [0, 1]; declare const f: -1;
         const g = h as 1; const i = j satisfies 2; const k = <T extends 3>(l: 4): 5 => m!;`,
        true,
      ),
    ).toEqual([
      "const g = h as 1; const i = j satisfies 2; const k = <T extends 3>(l: 4): 5 => undefined;",
    ]);
  });

  test("what is in typed expressions is not", () => {
    expect(changes("const a = (b + c) as number;")).toEqual(["const a = (b - c) as number;"]);
  });

  test("texts are changed on demand", () => {
    const text = 'const a = { "b": "c" }; const d = `e${f}`; const g = "";';
    expect(changes(text)).toEqual([]);
    expect(changes(text, true)).toEqual([
      'const a = { "b": "" }; const d = `e${f}`; const g = "";',
      'const a = { "b": "c" }; const d = ""; const g = "";',
      'const a = { "b": "c" }; const d = `e${f}`; const g = "mutant";',
    ]);
  });

  test("places behind letters that are none of ASCII are right", () => {
    expect(changes('const å = "–÷😀", a = 1 + b;')).toEqual([
      'const å = "–÷😀", a = 1 - b;',
      'const å = "–÷😀", a = 2 + b;',
      'const å = "–÷😀", a = 0 + b;',
    ]);
  });
});
