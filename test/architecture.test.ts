import { readdirSync, readFileSync } from "node:fs";
import { join, resolve, sep } from "node:path";
import { describe, expect, test } from "vitest";
import { importsOf, layers, violations, type Source } from "./support/import-rules.ts";

const root = resolve(import.meta.dirname, "..");

function sourcesUnder(folder: string): readonly Source[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => `${folder}/${name.replaceAll(sep, "/")}`)
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

describe("the sources", () => {
  const sources = sourcesUnder("src");

  test("are seen by this test", () => {
    expect(sources.map(({ path }) => path)).toEqual(
      expect.arrayContaining(["src/cli/io.ts", "src/cli/program.ts", "src/diagnostics/render.ts"]),
    );
    const program = sources.find(({ path }) => path === "src/cli/program.ts");
    expect(importsOf(program?.text ?? "")).toEqual(
      expect.arrayContaining([
        { specifier: "commander", typeOnly: false },
        { specifier: "./io.ts", typeOnly: true },
      ]),
    );
  });

  test("are TypeScript only, so that no file escapes the rules", () => {
    const others = readdirSync(join(root, "src"), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !/\.ts$|^tsconfig\.json$/.test(entry.name))
      .map((entry) => entry.name);
    expect(others).toEqual([]);
  });

  test("keep the import rules", () => {
    expect(violations(sources)).toEqual([]);
  });
});

describe("importsOf", () => {
  test.each([
    ['import { a } from "./a.ts";', "./a.ts", false],
    ['import a, { type B } from "./a.ts";', "./a.ts", false],
    ['import {\n  a,\n  b,\n} from "./a.ts";', "./a.ts", false],
    ['import * as z from "zod";', "zod", false],
    ['import "./effect.ts";', "./effect.ts", false],
    ['import type { A } from "./a.ts";', "./a.ts", true],
    ['import { type A } from "./a.ts";', "./a.ts", false],
    ["import a from './a.ts';", "./a.ts", false],
    ['import a from "./a.json" with { type: "json" };', "./a.json", false],
    ['export { a } from "./a.ts";', "./a.ts", false],
    ['export * from "./a.ts";', "./a.ts", false],
    ['export type { A } from "./a.ts";', "./a.ts", true],
    ['const a = await import("./a.ts");', "./a.ts", false],
    ["const a = await import(`./a.ts`);", "./a.ts", false],
    ["const a = await import(name);", undefined, false],
    ["const a = await import(`./${name}.ts`);", undefined, false],
    ['const fs = require("fs");', "fs", false],
    ['import fs = require("fs");', "fs", false],
    ['const glob = "src/**";\nimport { a } from "./a.ts"; /* */', "./a.ts", false],
  ])("finds the import in %s", (text, specifier, typeOnly) => {
    expect(importsOf(text)).toEqual([{ specifier, typeOnly }]);
  });

  test.each([
    '// import { a } from "./a.ts";',
    '/** import { a } from "./a.ts"; */',
    'export const a = "b";',
    'export type A = "from" | "to";',
    'const important = from("a");',
    'export function f(): string {\n  return "a";\n}',
  ])("finds none in %s", (text) => {
    expect(importsOf(text)).toEqual([]);
  });
});

describe("a planted violation is caught", () => {
  test.each([
    ["src/engine/a.ts", 'import { parse } from "yaml";', "engine may not import yaml"],
    ["src/engine/a.ts", 'import { b } from "../scenario/b.ts";', "engine may not import scenario"],
    ["src/engine/a.ts", 'import type { B } from "../tables/b.ts";', "engine may not import tables"],
    ["src/engine/a.ts", 'import { readFileSync } from "node:fs";', "only src/cli/io.ts may"],
    ["src/engine/a.ts", 'import { readFileSync } from "fs";', "engine may not import fs"],
    ["src/engine/deep/a.ts", 'import { b } from "../../cli/io.ts";', "engine may not import cli"],
    [
      "src/diagnostics/a.ts",
      'import { b } from "../engine/b.ts";',
      "diagnostics may not import engine",
    ],
    ["src/scenario/a.ts", 'import { b } from "../tables/b.ts";', "scenario may not import tables"],
    ["src/tables/a.ts", 'import { b } from "../scenario/b.ts";', "tables may not import scenario"],
    ["src/tables/a.ts", 'import * as z from "zod";', "tables may not import zod"],
    ["src/engine/a.ts", 'import { b } from "../model/b.ts";', "engine may not import model"],
    ["src/model/a.ts", 'import { b } from "../request/b.ts";', "model may not import request"],
    [
      "src/request/a.ts",
      'import { b } from "../scenario/b.ts";',
      "request may not import scenario",
    ],
    ["src/analysis/a.ts", 'import { b } from "../render/b.ts";', "analysis may not import render"],
    ["src/analysis/a.ts", 'import chalk from "chalk";', "analysis may not import chalk"],
    ["src/render/a.ts", 'import { b } from "../analysis/b.ts";', "only types of analysis"],
    ["src/render/a.ts", 'import { type B } from "../analysis/b.ts";', "only types of analysis"],
    ["src/render/a.ts", 'import { b } from "../engine/b.ts";', "render may not import engine"],
    ["src/cli/a.ts", 'import Table from "cli-table3";', "cli may not import cli-table3"],
    ["src/cli/a.ts", 'import { parse } from "yaml/util";', "cli may not import yaml"],
    ["src/cli/program.ts", 'import process from "node:process";', "only src/cli/io.ts may"],
    ["src/cli/a.ts", 'const b = await import("node:fs");', "only src/cli/io.ts may"],
    ["src/cli/a.ts", "const b = await import(name);", "not a plain string"],
    ["src/cli/a.ts", 'import { b } from "../../test/b.ts";', "outside the layers"],
    ["src/cli/a.ts", 'import { b } from "./b.js";', "without .ts"],
    ["src/new-layer/a.ts", 'import { b } from "./b.ts";', "in no known layer"],
  ])("%s: %s", (path, text, problem) => {
    const found = violations([{ path, text }]);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(`${path}: `);
    expect(found[0]).toContain(problem);
  });
});

test("what the rules allow is not reported", () => {
  const allowed: readonly (readonly [string, string])[] = [
    ["src/model/a.ts", 'import type { Diagnostic } from "../diagnostics/diagnostic.ts";'],
    ["src/engine/deep/a.ts", 'import { b } from "../units.ts";'],
    ["src/scenario/a.ts", 'import * as z from "zod";\nimport { parseDocument } from "yaml";'],
    ["src/analysis/a.ts", 'import { b } from "../tables/b.ts";'],
    ["src/render/a.ts", 'import type { B } from "../analysis/b.ts";\nimport chalk from "chalk";'],
    ["src/cli/io.ts", 'import { readFileSync } from "node:fs";'],
    [
      "src/cli/a.ts",
      'const { b } = await import("./run.ts");\nimport { Command } from "commander";',
    ],
  ];
  expect(violations(allowed.map(([path, text]) => ({ path, text })))).toEqual([]);
  for (const { from, typesFrom = [] } of Object.values(layers)) {
    expect(Object.keys(layers)).toEqual(expect.arrayContaining([...from, ...typesFrom]));
  }
});
