/** schema/scenario.json, which editors check scenario files with, against the files and against slips in them. */
import { execFileSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { expect, it } from "vitest";
import { parse } from "yaml";
import * as z from "zod";
import { read } from "./support/document.ts";
import { root } from "./support/forecast.ts";

/** Patterns of JSON Schema know letters of all scripts; those of the reader used here do not. */
const plain = (text: string): string =>
  text
    .replaceAll(String.raw`[\\p{L}\\p{N}`, "[A-Za-z0-9")
    .replaceAll(String.raw`\\p{L}\\p{N}`, "A-Za-z0-9")
    .replaceAll(String.raw`\\p{L}`, "[A-Za-z]")
    .replaceAll(String.raw`\\p{N}`, "0-9");
const schema = z.fromJSONSchema(
  JSON.parse(plain(read("schema/scenario.json"))) as Parameters<typeof z.fromJSONSchema>[0],
);
const accepts = (text: string): boolean => schema.safeParse(parse(text)).success;

const files = readdirSync(join(root, "scenarios")).filter(
  (file) => file.endsWith(".yaml") && /^format: forecast-scenario/m.test(read(`scenarios/${file}`)),
);

it.each(files)("takes %s", (file) => {
  expect(schema.safeParse(parse(read(`scenarios/${file}`))).error?.issues ?? []).toEqual([]);
});

it.each([
  ["an unknown key", "title:", "titel: x\ntitle:"],
  ["an unknown key deep down", "    basis: cash", "    basis: cash\n    frames: 5 mkr"],
  ["a word that is none of the list", "basis: cash", "basis: money"],
  ["another format", "forecast-scenario/2", "forecast-scenario/1"],
  ["a number where text stands", /title: .*/, "title: 5"],
  ["an amount with a key that is no span", /frame: \{ 2/, "frame: { soon: 5 mkr, 2"],
])("refuses %s", (_, from, to) => {
  const text = read("scenarios/feb2014.yaml");
  const changed = text.replace(from, to);
  expect(changed).not.toBe(text);
  expect([accepts(text), accepts(changed)]).toEqual([true, false]);
});

it("is up to date", () => {
  const check = (): unknown =>
    execFileSync(process.execPath, ["schema/write.mjs", "--check"], { cwd: root, stdio: "pipe" });
  expect(check).not.toThrow();
});
