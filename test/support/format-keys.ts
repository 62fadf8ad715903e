/** The keys of the scenario format as its schema has them, and as docs/SCENARIOS.md explains them. */
import type * as z from "zod/mini";
import { kronor } from "../../src/language/units.ts";
import { readByHand } from "../../src/amounts/kit.ts";
import { details } from "../../src/amounts/quantity.ts";
import { scenarioSchema } from "../../src/scenario/schema.ts";

/** What may stand at a key, and whether it has to. */
export interface Key {
  readonly value: string;
  readonly required: boolean;
}

type Any = z.ZodMiniType;

/** The parts of zod's schemas that the format is made of. */
type Def =
  | { type: "object"; shape: Record<string, Any> }
  | { type: "record"; valueType: Any }
  | { type: "array"; element: Any }
  | { type: "union"; options: Any[] }
  | { type: "optional"; innerType: Any }
  | { type: "pipe"; in: Any }
  | { type: "enum"; entries: Record<string, string> }
  | { type: "literal"; values: string[] }
  | { type: "number"; check?: string; checks?: readonly { _zod: { def: Check } }[] }
  | { type: "string" | "boolean" | "unknown" };

interface Check {
  readonly check: string;
  readonly value?: number;
  readonly inclusive?: boolean;
}

const defOf = (schema: Any): Def => schema.def as unknown as Def;

const optional = (schema: Any): boolean => defOf(schema).type === "optional";

/** The schemas that a value may follow. */
function alternatives(schema: Any): Any[] {
  const note = readByHand.get(schema);
  if (note !== undefined) {
    return "oneOf" in note ? (note.oneOf as Any[]).flatMap(alternatives) : [schema];
  }
  const def = defOf(schema);
  if (def.type === "optional") return alternatives(def.innerType);
  if (def.type === "pipe") return alternatives(def.in);
  return def.type === "union" ? def.options.flatMap(alternatives) : [schema];
}

const code = (word: string): string => `\`${word}\``;

/** Words for what may stand there: "text or list, each: text". */
function valueOf(schema: Any): string {
  const one = (alternative: Any): string => {
    const note = readByHand.get(alternative);
    if (note !== undefined && "value" in note) return note.value;
    const def = defOf(alternative);
    switch (def.type) {
      case "object":
        return "mapping";
      case "record":
        return `mapping, each: ${valueOf(def.valueType)}`;
      case "array":
        return `list, each: ${valueOf(def.element)}`;
      case "enum":
        return Object.values(def.entries).map(code).join(", ");
      case "literal":
        return def.values.map(code).join(", ");
      case "string":
        return "text";
      case "unknown":
        return "what may stand at the path";
      case "boolean":
        return "`true` or `false`";
      case "number": {
        const checks = (def.checks ?? []).map(({ _zod: { def: check } }) => check);
        const whole = def.check === "number_format";
        const limits = checks.flatMap(({ check, value, inclusive }) =>
          check === "greater_than"
            ? [`${inclusive === true ? "at least" : "above"} ${value}`]
            : check === "less_than"
              ? [`at most ${value}`]
              : [],
        );
        return [whole ? "whole number" : "number", ...limits].join(", ");
      }
      default:
        throw new Error(`the reference has no words for ${def.type}`);
    }
  };
  return [...new Set(alternatives(schema).map(one))].join(" or ");
}

/** Every key of the format by its path, names and numbers of list entries as `*`; `*.value` is one of a quantity's. */
export function formatKeys(): Map<string, Key> {
  const found = new Map<string, Key>();
  const walk = (schema: Any, path: readonly string[]): void => {
    for (const alternative of alternatives(schema)) {
      const def = readByHand.has(alternative) ? undefined : defOf(alternative);
      if (def?.type === "record") walk(def.valueType, [...path, "*"]);
      if (def?.type === "array") walk(def.element, [...path, "*"]);
      if (def?.type !== "object") continue;
      for (const [key, value] of Object.entries(def.shape)) {
        const at = [...path, key];
        const other = found.get(at.join("."));
        const values = [...(other === undefined ? [] : [other.value]), valueOf(value)];
        found.set(at.join("."), {
          value: [...new Set(values)].join(" or "),
          required: (other?.required ?? true) && !optional(value),
        });
        walk(value, at);
      }
    }
  };
  walk(
    scenarioSchema({
      money: kronor,
      yearStarts: 1,
      column: () => ({ ok: true, values: [] }),
    }),
    [],
  );
  for (const key of details) found.set(`*.${key}`, { value: "", required: false });
  return found;
}

const row = /^\| (`[^|]*`) \|([^|]*)\| ([^|]*) \| (.*) \|$/;

/** `streams.<stream>.season.csv` and `.over` → the paths of both. */
function pathsOf(cell: string): string[] {
  let folder = "";
  return [...cell.matchAll(/`([^`]*)`/g)].map(([, written = ""]) => {
    const path = written.startsWith(".") ? `${folder}${written}` : written;
    folder = path.slice(0, Math.max(0, path.lastIndexOf(".")));
    return path.replaceAll(/<[^>]*>/g, "*");
  });
}

/** The reference in a page: what each key's row says is put in from the format, what does not fit is told. */
export function reference(
  page: string,
  keys: ReadonlyMap<string, Key>,
): { text: string; missing: string[]; unknown: string[]; twice: string[]; misjudged: string[] } {
  const seen: string[] = [];
  const unknown: string[] = [];
  const misjudged: string[] = [];
  let inside = false;
  const lines = page.split("\n").map((line) => {
    if (line.startsWith("| Key |")) inside = true;
    else if (!line.startsWith("|")) inside = false;
    const match = inside ? row.exec(line) : null;
    if (match === null) return line;
    const [, cell = "", said = "", fallback = "", meaning = ""] = match;
    const paths = pathsOf(cell);
    const values = paths.flatMap((path) => {
      seen.push(path);
      const key = keys.get(path);
      if (key === undefined) unknown.push(path);
      else if (key.required !== (fallback === "required")) misjudged.push(path);
      return key === undefined ? [] : [key.value || said.trim()];
    });
    const value = [...new Set(values)].join("; ");
    return `| ${cell} | ${value} | ${fallback} | ${meaning} |`;
  });
  return {
    text: lines.join("\n"),
    missing: [...keys.keys()].filter((path) => !seen.includes(path)),
    unknown,
    twice: seen.filter((path, i) => seen.indexOf(path) < i),
    misjudged,
  };
}
