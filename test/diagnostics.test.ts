import { describe, expect, test } from "vitest";
import { codes } from "../src/diagnostics/codes.ts";
import type { Diagnostic } from "../src/diagnostics/diagnostic.ts";
import { renderDiagnostic } from "../src/diagnostics/render.ts";
import { suggest } from "../src/diagnostics/suggest.ts";

const unknownKey: Diagnostic = {
  code: "unknown-key",
  severity: "error",
  message: 'unknown key "intak"',
};

/** A diagnostic at a column of a line of its own, rendered; the excerpt's two lines. */
function excerptOf(source: string, column: number): readonly string[] {
  const at = { file: "a.yaml", line: 7, column, source };
  return renderDiagnostic({ ...unknownKey, ...at })
    .split("\n")
    .slice(1, 3);
}

describe("renderDiagnostic", () => {
  test("shows place, code, message, source line, caret and help", () => {
    const diagnostic: Diagnostic = {
      ...unknownKey,
      file: "scenarios/a.yaml",
      line: 12,
      column: 3,
      source: "  intak: 5",
      help: 'did you mean "intake"?\nallowed: intake, label',
    };
    expect(renderDiagnostic(diagnostic)).toBe(
      [
        'scenarios/a.yaml:12:3: error[unknown-key]: unknown key "intak"',
        " 12 |   intak: 5",
        "    |   ^",
        'help: did you mean "intake"?',
        "      allowed: intake, label",
        "",
      ].join("\n"),
    );
  });

  test("leaves out what is not known", () => {
    const message = 'unknown key "intak"';
    expect(renderDiagnostic(unknownKey)).toBe(`error[unknown-key]: ${message}\n`);
    expect(renderDiagnostic({ ...unknownKey, severity: "warning", file: "a.yaml" })).toBe(
      `a.yaml: warning[unknown-key]: ${message}\n`,
    );
    expect(renderDiagnostic({ ...unknownKey, path: "streams.x" })).toBe(
      `streams.x: error[unknown-key]: ${message}\n`,
    );
    expect(renderDiagnostic({ ...unknownKey, file: "a.yaml", path: "streams.x" })).toBe(
      `a.yaml:streams.x: error[unknown-key]: ${message}\n`,
    );
    expect(renderDiagnostic({ ...unknownKey, file: "a.yaml", line: 2, source: "a: 1" })).toBe(
      `a.yaml:2: error[unknown-key]: ${message}\n 2 | a: 1\n`,
    );
  });

  test.each([
    ["a tab, shown as two spaces", "\tkey: 1", 2, 2],
    ["a letter of two code points", "na\u030Amn: 1", 6, 4],
    ["a character of two code units", "𝒳: 1", 3, 1],
    ["a character of two columns", "数: 1", 2, 2],
  ])("puts the caret in place after %s", (_, source, column, columnsBefore) => {
    const gutter = " 7 | ".length;
    expect(excerptOf(source, column)[1]?.indexOf("^")).toBe(gutter + columnsBefore);
  });

  test("puts the caret behind the line for a column past its end", () => {
    expect(excerptOf("a: 1", 99)).toEqual([" 7 | a: 1", "   |     ^"]);
    expect(excerptOf("a: 1", 0)).toEqual([" 7 | a: 1", "   | ^"]);
  });

  test("cuts a long line around the caret", () => {
    const source = `${"a".repeat(150)}X${"b".repeat(150)}`;
    const excerpt = excerptOf(source, 151);
    expect(excerpt[0]).toMatch(/^ 7 \| …a{60}Xb{39}…$/);
    expect(excerpt[1]?.indexOf("^")).toBe(excerpt[0]?.indexOf("X"));
    expect(excerptOf(source, 1)[0]).toMatch(/^ 7 \| a{100}…$/);
    expect(excerptOf("a".repeat(100), 1)[0]).toMatch(/^ 7 \| a{100}$/);
    expect(excerptOf("a".repeat(120), 120)[0]).toMatch(/^ 7 \| …a{61}$/);
  });

  test("looks at a part of a huge line only", () => {
    const excerpt = excerptOf(`${"a".repeat(3e6)}X${"b".repeat(3e6)}`, 3e6 + 1);
    expect(excerpt[0]).toMatch(/^ 7 \| …a{60}Xb{39}…$/);
  });

  test("shows control characters from the input by their numbers", () => {
    const rendered = renderDiagnostic({
      ...unknownKey,
      message: 'unknown key "\u001B[2J\n\u202E"',
      help: "a\u0007",
      file: "a\u001B.yaml",
      line: 1,
      column: 1,
      source: "\u001B[31m\uD800: 1",
    });
    expect(rendered.split("\n")).toEqual([
      String.raw`a\u001b.yaml:1:1: error[unknown-key]: unknown key "\u001b[2J\u000a\u202e"`,
      String.raw` 1 | \u001b[31m\ud800: 1`,
      "   | ^",
      String.raw`help: a\u0007`,
      "",
    ]);
  });
});

describe("suggest", () => {
  const allowed = ["intake", "label", "opening-stock", "rate"];

  test.each([
    ["intak", "intake"],
    ["Intake", "intake"],
    ["opening_stock", "opening-stock"],
    ["lable", "label"],
    ["labl", "label"],
    ["rat", "rate"],
    ["xyz", undefined],
    ["", undefined],
  ])("%j → %j", (word, expected) => {
    expect(suggest(word, allowed)).toBe(expected);
  });

  test("takes the first of equally close words", () => {
    expect(suggest("cat", ["bat", "rat"])).toBe("bat");
    expect(suggest("cat", [])).toBeUndefined();
  });

  test("does not compare very long words", () => {
    expect(suggest("a".repeat(65), ["a".repeat(65)])).toBeUndefined();
  });
});

test("every code has a readable name and a one-line description", () => {
  for (const [code, description] of Object.entries(codes)) {
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(description).toMatch(/^[A-Z][^\n]{0,98}\.$/);
  }
});
