/** Cases of the fuzz: what is in the files of a command line, and its words, made from a seed alone. */
import { isScalar, parseDocument, visit, type Scalar } from "yaml";
import { large } from "./large.ts";
import { randomFrom, type Random } from "./random.ts";

export type Files = Readonly<Record<string, string>>;

/** A command line and the files it finds. */
export interface Case {
  readonly argv: readonly string[];
  readonly files: Files;
}

/** A scenario to make mutants of, and the files it names. */
export interface Stem {
  readonly scenario: string;
  readonly others: Files;
}

/** What mutants are made from: small scenarios, the project's, and an outcome file of one that is small. */
export interface Stems {
  readonly small: readonly Stem[];
  readonly whole: readonly Stem[];
  readonly outcomes: string;
}

/** Texts and numbers that have been trouble somewhere. */
const nasty: readonly string[] = [
  "0",
  "-1",
  "1e300",
  "-1e300",
  "1e-300",
  "1e30",
  "1e-30",
  "1e308",
  "1e999",
  ".inf",
  ".nan",
  "-0",
  "0x10",
  "007",
  "1_000",
  "1,5",
  "1e",
  "~",
  "true",
  '""',
  "[]",
  "{}",
  "[[]]",
  "{ a: 1 }",
  "999999999",
  "0.1",
  "100 %",
  "1e30 persons/year",
  "5 SEK",
  "5 EUR/person-month-month",
  "unlimited",
  "planning",
  "rest",
  "intake",
  "total",
  "own",
  "model",
  "constructor",
  "__proto__",
  "toString",
  "2024",
  "2024-01",
  "2024-13",
  "0000",
  "9999",
  "9999-12",
  "0000..9999",
  "2025..2024",
  "2024/25",
  '"a\\u0001b"',
  '"\\e[31m"',
  '"\\u202e"',
  '"gäste"',
  '"ga\\u0308ste"',
  '"\\ud83d\\ude00"',
  "'  '",
  "1".repeat(400),
  `"${"1".repeat(400)}\\n"`,
  ".".repeat(300),
  `"${"[".repeat(200)}"`,
  "a/b/c",
  "a@b",
  "&a [*a]",
  "*a",
  "!!float 1",
  "|\n  x",
  "{ csv: series.csv#relatives }",
  "{ csv: a.csv#b }",
  "{ 2024: 1, 2024-01: 2 }",
  "{ 2024..2025: 5, 2025: 1e30 }",
  "{ low: 1, mid: 2, high: 3 }",
];

/** The text with a part replaced. */
const put = (text: string, from: number, to: number, part: string): string =>
  text.slice(0, from) + part + text.slice(to);

/** Places of the scalars of a text, keys too; none of a text that is no YAML any more. */
function scalarsOf(text: string): readonly (readonly [from: number, to: number])[] {
  const found: (readonly [number, number])[] = [];
  const document = parseDocument(text, { uniqueKeys: false, logLevel: "silent" });
  if (document.errors.length > 0) return [];
  visit(document, {
    Scalar: (_, node: Scalar) => {
      if (isScalar(node) && node.range) found.push([node.range[0], node.range[1]]);
    },
  });
  return found;
}

type Mutation = (text: string, random: Random) => string;

const ofScalar =
  (make: (old: string, random: Random, text: string) => string): Mutation =>
  (text, random) => {
    const places = scalarsOf(text);
    if (places.length === 0) return text;
    const [from, to] = random.one(places);
    return put(text, from, to, make(text.slice(from, to), random, text));
  };

const mutations: readonly Mutation[] = [
  ofScalar((_, random) => random.one(nasty)),
  ofScalar((_, random) => random.one(nasty)),
  // Another scalar of the text, as a name of something else.
  ofScalar((_, random, text) => {
    const places = scalarsOf(text);
    const [from, to] = random.one(places);
    return text.slice(from, to);
  }),
  // A number of another size.
  ofScalar((old, random) =>
    old.replace(/\d+(?:\.\d+)?/, (digits) =>
      random.one([`-${digits}`, `${digits}e28`, `${digits}e-28`, `${digits}0`, "0", "1e29"]),
    ),
  ),
  ofScalar(
    (old, random) => `{ ${random.one(["value", "low", "2024", "csv", "kind", "unit"])}: ${old} }`,
  ),
  ofScalar((old) => `[${old}, ${old}]`),
  // A line is gone, or stands twice, or elsewhere.
  (text, random) => {
    const lines = text.split("\n");
    const line = random.below(lines.length);
    const other = random.below(lines.length);
    const [one = "", two = ""] = [lines[line], lines[other]];
    const change = random.below(3);
    if (change === 0) lines.splice(line, 1);
    else if (change === 1) lines.splice(line, 0, one);
    else [lines[line], lines[other]] = [two, one];
    return lines.join("\n");
  },
  // One sign is gone, or another.
  (text, random) => {
    const at = random.below(text.length);
    return put(
      text,
      at,
      at + random.below(2),
      random.one(["", " ", ":", "{", "]", "\u0007", "\u0301", "-", "0"]),
    );
  },
  // A part in the middle is gone.
  (text, random) => {
    const at = random.below(text.length);
    return put(text, at, at + random.below(40), "");
  },
];

const mutant = (text: string, random: Random): string => {
  let changed = text;
  for (let left = 1 + random.below(2); left > 0; left -= 1) {
    changed = random.one(mutations)(changed, random);
  }
  return changed;
};

const tables: readonly string[] = [
  "stocks",
  "flows",
  "stay",
  "staff",
  "housing",
  "need",
  "unit-costs",
  "measures",
  "savings",
  "fit",
  "assumptions",
  "1",
  "2",
  "nothing",
  "",
];

const paths: readonly string[] = [
  "streams.all.intake",
  "intakes.all.volume",
  "costs.staff.cost",
  "staff.office.before",
  "streams.adults.opening.open",
  "planning.set.intakes.all.volume",
  "period.to",
  "currency",
  "housing.tiers.flat.places.2025",
  "published.0.values.2024",
  "tables.1.rows.0.least",
  "a.b.c",
  "streams",
  "",
  ".",
  "..",
  "staff.staff.before.2024-01.value",
  "indices.wages.2024",
  "format",
];

/** Options a run may have. */
function options(random: Random): string[] {
  const value = (): string => random.one(nasty).replaceAll("\n", " ");
  return Array.from({ length: random.below(3) }, () =>
    random.one<() => string[]>([
      () => ["--set", `${random.one(paths)}=${value()}`],
      () => ["--funding", random.one(["need", "available", "proposed", value()])],
      () => ["--intake", random.one(["low", "mid", "high"])],
      () => ["--scale-intake", value()],
      () => ["--planning"],
      () => ["--without", random.one(["flats", value()])],
      () => ["--lang", random.one(["sv", "en"])],
      () => ["--format", random.one(["text", "markdown", "csv", "json"])],
    ])(),
  ).flat();
}

/** A command about the scenario `s.yaml`. */
const commands: readonly ((random: Random) => string[])[] = [
  (random) => ["validate", "s.yaml", ...(random.rarely(9) ? ["o.yaml"] : [])],
  (random) => [
    "run",
    "s.yaml",
    "--table",
    [random.one(tables), random.one(tables)].join(","),
    ...(random.rarely(4) ? ["--monthly"] : []),
    ...(random.rarely(6) ? ["--unit", random.one(["mkr", "SEK", "MEUR", "x"])] : []),
    ...options(random),
  ],
  (random) => ["s.yaml", ...options(random)],
  (random) => ["diff", "s.yaml", random.one(["b.yaml", "saved.json"]), ...options(random)],
  (random) => ["diff", "saved.json", "s.yaml", "--tolerance", random.one(nasty)],
  (random) => [
    "sweep",
    "s.yaml",
    "--vary",
    `${random.one(paths)}=${random.one(["1:3:1", "1,2", "1e300", "0:1:1e-9", random.one(nasty)])}`,
    "--select",
    random.one(["need/1/1:1/need@2024", "stocks/open", "1/a@2025", random.one(nasty)]),
  ],
  (random) => ["backtest", "s.yaml", "--outcomes", "o.yaml", ...options(random)],
  () => ["frames", "s.yaml"],
  () => ["tables", "s.yaml"],
  (random) => ["calibrate", "s.yaml", "--starts", random.one(["0", "1", "2"])],
];

/** A value of a saved result, and what may stand there instead. */
function savedMutant(text: string, random: Random): string {
  const instead = ["null", "1e999", "-1e308", "{}", "[]", '{"toString":1}', '"\\u001b[2J"', "true"];
  instead.push("[".repeat(3000) + "]".repeat(3000), '"x"', "0", "1e308");
  const values = [...text.matchAll(/-?\d+(?:\.\d+)?|"[^"]*"|null/g)];
  const { index, 0: old } = random.one(values);
  return put(text, index, index + old.length, random.one(instead));
}

/** A result of which the cells are those of the smallest scenario. */
const saved = JSON.stringify({
  format: "forecast-result",
  version: 1,
  results: [
    {
      scenario: "small",
      variant: [],
      tables: [
        {
          id: "need",
          unit: "mkr",
          periods: ["2024", "2025"],
          rows: [
            { key: "1/1:1/need", kind: "leaf", values: [62.4, 63] },
            { key: "1/1:1/frame", kind: "leaf", unit: "mkr", values: [60, null] },
          ],
        },
      ],
    },
  ],
});

function seriesMutant(text: string, random: Random): string {
  const cells = [...text.matchAll(/[^,\n]+/g)];
  const { index, 0: old } = random.one(cells);
  return put(text, index, index + old.length, random.one(nasty));
}

/** The case of a seed. */
export function caseOf(stems: Stems, seed: number, isLarge: boolean): Case {
  const random = randomFrom(seed);
  if (isLarge) return large(stems, random);
  const { scenario, others } = random.one(random.rarely(60) ? stems.whole : stems.small);
  const file = (text: string, make: Mutation, times: number): string =>
    random.rarely(times) ? make(text, random) : text;
  const argv = random.one(commands)(random);
  return {
    argv,
    files: {
      ...Object.fromEntries(
        Object.entries(others).map(([name, text]) => [name, file(text, seriesMutant, 8)]),
      ),
      "s.yaml": random.rarely(12) ? scenario : mutant(scenario, random),
      "b.yaml": scenario,
      "o.yaml": file(stems.outcomes, mutant, argv[0] === "backtest" ? 2 : 9),
      "saved.json": file(saved, savedMutant, 2),
    },
  };
}
