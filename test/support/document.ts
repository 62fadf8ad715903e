/** Documents that show what commands print, and scenarios that grow from one snippet to the next. */
import { Buffer } from "node:buffer";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "vitest";
import { isMap, isScalar, isSeq, parseDocument, type Document, type YAMLMap } from "yaml";
import { nodeIo, type Io } from "../../src/cli/io.ts";
import { kronor } from "../../src/language/units.ts";
import { scenarioSchema } from "../../src/scenario/schema.ts";
import { forecast, root } from "./forecast.ts";

const real = nodeIo();

export const read = (file: string): string => readFileSync(join(root, file), "utf8");

/** The project with files that are not there, where nothing is written. */
export function withFiles(files: ReadonlyMap<string, string>): Partial<Io> {
  const text = (path: string): string | undefined =>
    files.get(path) ?? files.get(path.slice(root.length + 1));
  return {
    stat: (path) => {
      const found = text(path);
      return found === undefined
        ? real.stat(path)
        : { kind: "file", size: Buffer.byteLength(found) };
    },
    realpath: (path) =>
      text(path) === undefined
        ? real.realpath(path)
        : path.startsWith("/")
          ? path
          : join(root, path),
    readFile: (path) => {
      const found = text(path);
      return found === undefined ? real.readFile(path) : new TextEncoder().encode(found);
    },
    writeFileAtomic: () => {},
  };
}

/** `npx forecast a "b c"` → the words after the name. */
export const words = (command: string): string[] =>
  command
    .replace(/^npx forecast /, "")
    .match(/"[^"]*"|\S+/g)
    ?.map((word) => word.replaceAll('"', "")) ?? [];

const sections = Object.keys(
  scenarioSchema({
    money: kronor,
    yearStarts: 1,
    column: () => ({ ok: true, values: [] }),
  }).shape,
);

const nameOf = (key: unknown): string => (isScalar(key) ? String(key.value) : String(key));

/** What a part writes on lines of its own is put beside what is there; all else takes its place. */
function mergeMap(into: YAMLMap, part: YAMLMap): void {
  into.flow = false;
  for (const pair of part.items) {
    const there = into.items.find(({ key }) => nameOf(key) === nameOf(pair.key));
    if (there === undefined) into.items.push(pair);
    else if (isMap(there.value) && isMap(pair.value) && pair.value.flow !== true) {
      mergeMap(there.value, pair.value);
    } else there.value = pair.value;
  }
}

/** A scenario with a part put into it, in the order of the format's sections. */
function merged(scenario: string, part: string): string {
  const [whole, added] = [parseDocument(scenario), parseDocument(part)] as const;
  for (const { errors } of [whole, added]) expect(errors).toEqual([]);
  const top = (document: Document): YAMLMap => document.contents as YAMLMap;
  mergeMap(top(whole), top(added));
  top(whole).items.sort(
    (a, b) => sections.indexOf(nameOf(a.key)) - sections.indexOf(nameOf(b.key)),
  );
  for (const { key, value } of top(whole).items) {
    if (isScalar(key)) key.spaceBefore = isMap(value) ? value.flow !== true : isSeq(value);
  }
  return whole
    .toString({ lineWidth: 0 })
    .replaceAll(/\[ (?=\S)/g, "[")
    .replaceAll(" ]", "]");
}

/**
 * A block behind a mark: `run` and `fails` show what a command prints, `file` is a file of the document, `into` a
 * part that stays in one, `try` a part that is in it up to the next part, `wrong` one that makes it unusable.
 */
const block =
  /<!-- (run|fails|file|into|try|wrong): (.*?) -->\n```(\w+)\n((?:(?!```)[^\n]*\n)*)```/g;

export interface Regenerated {
  readonly text: string;
  /** How many blocks of each kind there are. */
  readonly counts: Readonly<Record<string, number>>;
  /** The document's files as they are in the end. */
  readonly files: ReadonlyMap<string, string>;
}

/** A document with the output of its commands as it is; its scenarios have to be as they should. */
export async function regenerated(
  file: string,
  given: Readonly<Record<string, string>> = {},
): Promise<Regenerated> {
  const kept = new Map(Object.entries(given));
  /** The same with the part that is tried. */
  let files = kept;
  const counts: Record<string, number> = {};
  const outputs: string[] = [];
  const text = read(file);
  for (const [, kind = "", name = "", , body = ""] of text.matchAll(block)) {
    counts[kind] = (counts[kind] ?? 0) + 1;
    if (kind === "run" || kind === "fails") {
      const { status, out, err } = await forecast(words(name), withFiles(files));
      const [shown, other] = kind === "run" ? [out, err] : [err, out];
      expect({ name, other }).toEqual({ name, other: "" });
      expect({ name, fails: status !== 0 && !name.includes(" diff ") }).toEqual({
        name,
        fails: kind === "fails",
      });
      outputs.push(shown);
      continue;
    }
    outputs.push(body);
    if (kind === "file") kept.set(name, body);
    if (kind === "into") kept.set(name, merged(kept.get(name) ?? "", body));
    files = new Map(kept);
    if (kind === "try" || kind === "wrong") files.set(name, merged(kept.get(name) ?? "", body));
    if (kind !== "wrong" && name.endsWith(".yaml")) {
      const checked = await forecast(["validate", name], withFiles(files));
      expect({ part: body, ...checked }).toEqual({
        part: body,
        status: 0,
        out: `${name}: valid\n`,
        err: "",
      });
    }
  }
  return {
    counts,
    files: kept,
    text: text.replaceAll(
      block,
      (_, kind: string, name: string, language: string) =>
        `<!-- ${kind}: ${name} -->\n\`\`\`${language}\n${outputs.shift() ?? ""}\`\`\``,
    ),
  };
}
