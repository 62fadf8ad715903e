import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { alignLeft, alignRight, printable, textWidth, wrap } from "../../src/render/width.ts";

describe("the width of a text", () => {
  test.each([
    ["Anslag", 6],
    ["Överföring", 10],
    ["O\u0308verfo\u0308ring", 10],
    ["移民局", 6],
    ["カナ", 4],
    ["🙂", 2],
    ["2\u00a0326", 5],
    ["\u2212", 1],
    ["─", 1],
    ["", 0],
    ["👍🏻", 2],
    ["👩🏽‍💻", 2],
    ["🇸🇪", 2],
    ["🇸🇪🇩🇪", 4],
    ["❤", 1],
    ["❤️", 2],
    ["1️⃣", 2],
    ["한글".normalize("NFD"), 4],
    ["이", 2],
    ["می\u200cآیند", 6],
    ["か\u3099", 2],
    ["〈", 2],
  ])("%s", (text, width) => {
    expect(textWidth(text)).toBe(width);
  });

  test("is what alignment goes by", () => {
    expect(alignLeft("移民", 6)).toBe("移民  ");
    expect(alignRight("移民", 6)).toBe("  移民");
    expect(alignRight("too long", 3)).toBe("too long");
  });
});

test("a scenario's text cannot move the cursor", () => {
  expect(printable("a\nb\r\n\tc")).toBe("a b c");
  expect(printable("red\u001b[31m\u009b")).toBe(String.raw`red\u001b[31m\u009b`);
  expect(printable("\u202eright to left\u2069")).toBe(String.raw`\u202eright to left\u2069`);
  expect(printable("half \ud83d")).toBe(String.raw`half \ud83d`);
  expect(printable("soft\u00ad\ufeff\u200b")).toBe("soft");
  expect(printable("می\u200cآیند 👩🏽‍💻 क्\u200dष")).toBe("می\u200cآیند 👩🏽‍💻 क्\u200dष");
});

describe("wrapping", () => {
  test("breaks at spaces and indents what follows", () => {
    expect(wrap("varav enligt prognos i februari", 16, 2, 4)).toEqual([
      "  varav enligt",
      "    prognos i",
      "    februari",
    ]);
  });

  test("does not break a number", () => {
    expect(wrap("högst 60\u00a0000 personer", 10)).toEqual(["högst", "60\u00a0000", "personer"]);
  });

  test("cuts a word that is longer than a line", () => {
    expect(wrap("i utlänningsärenden nu", 8)).toEqual(["i", "utlännin", "gsärende", "n nu"]);
    expect(wrap("abcdefghijklmnop", 10, 0, 2)).toEqual(["abcdefgh", "  ijklmnop"]);
  });

  test("leaves room for words however deep the indentation", () => {
    expect(wrap("djupt nere", 10, 40, 42)).toEqual(["  djupt", "  nere"]);
    expect(wrap("ab", 1, 4)).toEqual(["a", "b"]);
  });

  test("does not cut a sign", () => {
    expect(wrap("👩🏽‍💻".repeat(5), 4)).toEqual(["👩🏽‍💻👩🏽‍💻", "👩🏽‍💻👩🏽‍💻", "👩🏽‍💻"]);
    expect(wrap("🇸🇪".repeat(3), 5)).toEqual(["🇸🇪🇸🇪", "🇸🇪"]);
    expect(wrap("각".normalize("NFD").repeat(3), 4)).toHaveLength(2);
  });

  test("gives one line for no text", () => {
    expect(wrap("", 10)).toEqual([""]);
  });

  test("keeps every line within the width and loses no word", () => {
    const words = fc.array(fc.stringMatching(/^[a-zåäö移]{1,14}$/u), { minLength: 1 });
    fc.assert(
      fc.property(words, fc.integer({ min: 10, max: 40 }), (list, width) => {
        const lines = wrap(list.join(" "), width, 0, 2);
        expect(lines.every((line) => textWidth(line) <= width)).toBe(true);
        expect(lines.join("").replaceAll(" ", "")).toBe(list.join(""));
      }),
    );
  });
});
