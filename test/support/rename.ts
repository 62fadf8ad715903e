/**
 * Gives the things a scenario file names other names, everywhere in the file. What stands where is told by one
 * description of the format, so that whatever a later scenario uses is renamed too.
 */
import { splitPath } from "../../src/model/paths.ts";

type Kind =
  | "appropriation"
  | "area"
  | "claim"
  | "flow"
  | "index"
  | "intake"
  | "item"
  | "line"
  | "measure"
  | "number"
  | "process"
  | "quota"
  | "share"
  | "staff"
  | "stage"
  | "stock"
  | "strategic"
  | "stream"
  | "tier"
  | "tierGroup";

/** What a value of the format holds; where nothing is said, no names. */
type Shape =
  | { readonly text: (text: string) => string; readonly numbers?: boolean }
  | { readonly map: Kind; readonly of?: Shape }
  | { readonly fields: Readonly<Record<string, Shape>> }
  | { readonly list: Shape }
  | { readonly keys: (text: string) => string; readonly of: Shape };

export interface Renamed {
  readonly tree: unknown;
  /** A text in which the new names are the old ones again. */
  readonly back: (text: string) => string;
  /** What was renamed: the old names. */
  readonly names: ReadonlySet<string>;
}

const letters = "a b c x y z A Z Å ä ö é ß Ω ж Ю 中".split(" ");

/** Renames all of a file's tree; always the same from one seed. */
export function renamed(tree: unknown, seed: number): Renamed {
  let state = seed;
  const letter = (): string => {
    state = (state * 48_271 + 11) % 2_147_483_647;
    return letters[state % letters.length] ?? "";
  };
  const words = new Map<string, string>();
  const originals = new Map<string, string>();
  const fresh = (kind: Kind, original: string, shown = original): string => {
    const id = `${kind} ${original}`;
    const word = words.get(id) ?? `${letter()}${letter()}${letter()}Q${words.size}`;
    words.set(id, word);
    originals.set(word, shown);
    return word;
  };
  const name = (kind: Kind, original: string): string => {
    if (kind !== "appropriation") return fresh(kind, original);
    const [area = "", number = ""] = original.split("/");
    return `${fresh("area", area)}/${fresh("number", original, number)}`;
  };
  const parts = (separator: string, ...kinds: readonly Kind[]): Shape => ({
    text: (text) =>
      text
        .split(separator)
        .map((part, i) => (kinds[i] === undefined ? part : name(kinds[i], part)))
        .join(separator),
  });
  const one = (kind: Kind): Shape => ({ text: (text) => name(kind, text) });
  const move: Shape = {
    text: (text) =>
      text
        .split("->")
        .map((part) => part.trim())
        .map((part) => (["intake", "*"].includes(part) ? part : name("stage", part)))
        .join(" -> "),
  };
  const driverParts: Readonly<Record<string, readonly Kind[]>> = {
    flow: ["flow", "stream"],
    person_days: ["stock", "stream"],
    staff: ["staff"],
    nights: ["tier", "claim"],
    place_days: ["tier"],
    own_days: ["claim"],
    fed_days: ["claim"],
    catering_days: ["claim"],
    cost: ["line"],
  };
  const driver: Shape = {
    text: (text) => {
      const [kind = "", ...rest] = text.split("/");
      return [kind, ...rest.map((part, i) => name(driverParts[kind]?.[i] ?? "index", part))].join(
        "/",
      );
    },
  };
  const path = (text: string): string => {
    let at: Shape | undefined = format;
    return splitPath(text)
      .map((step) => {
        const here: Shape | undefined = at;
        at = undefined;
        if (here === undefined) return step;
        if ("map" in here) {
          at = here.of;
          return name(here.map, step);
        }
        if ("list" in here) at = here.list;
        if ("fields" in here) at = here.fields[step];
        return step;
      })
      .join(".");
  };
  const inputs: Shape = { text: path };

  const file = tree as Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  const own = Object.keys(file["tables"] ?? {});
  const appropriations = Object.keys(file["appropriations"] ?? {});
  /** The key of a row of one of the file's own tables may start with an appropriation, or be an area. */
  const rowKey = (key: string): string => {
    const found = appropriations.find((known) => key === known || key.startsWith(`${known}/`));
    if (found !== undefined) return name("appropriation", found) + key.slice(found.length);
    return Object.hasOwn(file["areas"] ?? {}, key) ? name("area", key) : key;
  };
  const cells: Readonly<Record<string, readonly (Kind | undefined)[]>> = {
    stocks: ["stock", "stream"],
    stay: ["stock", "stream"],
    flows: ["flow", "stream"],
    staff: ["staff"],
  };
  const inHousing: Readonly<Record<string, Kind>> = {
    persons: "tier",
    places: "tier",
    cost: "tier",
    share: "tierGroup",
    day_cost: "tier",
    place_cost: "tier",
    line: "line",
  };
  const fixed = new Set(["own", "unhoused", "total"]);
  const address = (text: string): string => {
    const [table = "", ...rest] = text.split("/");
    const [first = "", second = "", third = "", ...more] = rest;
    if (own.includes(table)) return `${table}/${rowKey(rest.join("/"))}`;
    const known = cells[table];
    if (known !== undefined) {
      return [table, ...rest.map((part, i) => name(known[i] ?? "index", part))].join("/");
    }
    if (table === "housing" || table === "unit-costs") {
      const kind = inHousing[first] ?? "tier";
      return `${table}/${first}/${fixed.has(second) ? second : name(kind, second)}`;
    }
    if (first === "measure") return [table, first, name("measure", second), third].join("/");
    if (first === "total") return text;
    if (!["need", "measures", "savings"].includes(table)) return text;
    if (rest.length === 1) return `${table}/${name("measure", first)}`;
    const items = more.map((part) => name("item", part));
    const key = name("appropriation", `${first}/${second}`);
    return [table, key, ...(third === "" ? [] : [third]), ...items].join("/");
  };
  const row: Shape = { text: address };
  const cell: Shape = {
    text: (text) => {
      const at = text.indexOf("@");
      return at < 0 ? address(text) : address(text.slice(0, at)) + text.slice(at);
    },
  };
  const ways: Shape = {
    map: "stage",
    of: { text: (text) => (text === "rest" ? text : name("share", text)) },
  };
  const fields = (given: Readonly<Record<string, Shape>>): Shape => ({ fields: given });
  const inTable: Shape = { text: rowKey };
  const nothing: Shape = { fields: {} };

  const specified: Shape = fields({
    rows: {
      list: fields({ key: inTable, show: row, less: row, sum: inTable, total: inTable }),
    },
  });
  const same = (text: string): string => text;

  const format: Shape = fields({
    areas: { map: "area" },
    strategic_areas: { map: "strategic" },
    indices: { map: "index" },
    intakes: { map: "intake" },
    streams: {
      map: "stream",
      of: fields({
        process: one("process"),
        intake: fields({ of: one("intake") }),
        follows: {
          list: fields({
            flow: parts("/", "flow", "stream"),
            stock: parts("/", "stock", "stream"),
          }),
        },
        shares: { map: "share" },
        opening: { map: "stage" },
        ages: { map: "stage" },
        work: { map: "stage" },
      }),
    },
    processes: {
      map: "process",
      of: fields({
        start: one("stage"),
        stages: {
          map: "stage",
          of: fields({
            leave: fields({ staff: one("staff"), quota: one("quota") }),
            to: ways,
            unserved: ways,
          }),
        },
        ends: one("stage"),
      }),
    },
    staff: { map: "staff", of: fields({ serves: parts(".", "stream", "stage") }) },
    quotas: { map: "quota", of: fields({ serves: parts(".", "stream", "stage") }) },
    groups: fields({
      stocks: { map: "stock", of: fields({ stages: one("stage"), streams: one("stream") }) },
      flows: { map: "flow", of: fields({ moves: move, streams: one("stream") }) },
      tiers: { map: "tierGroup", of: fields({ tiers: one("tier") }) },
    }),
    housing: fields({
      claims: { map: "claim", of: fields({ streams: one("stream"), stages: one("stage") }) },
      order: one("tier"),
      tiers: { map: "tier", of: fields({ for: one("claim") }) },
    }),
    appropriations: {
      map: "appropriation",
      of: fields({ items: { map: "item" }, caps: one("staff") }),
    },
    costs: {
      map: "line",
      of: fields({ on: one("appropriation"), item: one("item"), driver, index: one("index") }),
    },
    measures: {
      map: "measure",
      of: fields({
        strategic_area: { ...one("strategic"), numbers: true },
        costs: { map: "appropriation", of: nothing },
        effects: { list: fields({ on: inputs }) },
      }),
    },
    planning: fields({
      set: { keys: path, of: nothing },
      frames: { map: "appropriation", of: nothing },
    }),
    tables: { keys: same, of: specified },
    published: { list: fields({ row }) },
    calibration: fields({
      fit: { list: fields({ input: inputs }) },
      levels: { list: fields({ line: one("line") }) },
      leave_out: { keys: same, of: cell },
    }),
  });
  const change = (node: unknown, shape: Shape | undefined): unknown => {
    if (shape === undefined || node === null) return node;
    if ("text" in shape) {
      if (Array.isArray(node)) return node.map((item: unknown) => change(item, shape));
      const isNumber = typeof node === "number" && shape.numbers === true;
      return typeof node === "string" || isNumber ? shape.text(String(node)) : node;
    }
    if (Array.isArray(node)) {
      return "list" in shape ? node.map((item: unknown) => change(item, shape.list)) : node;
    }
    if (typeof node !== "object") return node;
    return Object.fromEntries(
      Object.entries(node).map(([key, value]) => {
        if ("map" in shape) return [name(shape.map, key), change(value, shape.of)];
        if ("keys" in shape) return [shape.keys(key), change(value, shape.of)];
        return [key, "fields" in shape ? change(value, shape.fields[key]) : value];
      }),
    );
  };
  const result = change(tree, format);
  return {
    tree: result,
    back: (text) => text.replaceAll(/[\p{L}\p{N}]+/gu, (word) => originals.get(word) ?? word),
    names: new Set(originals.values()),
  };
}
