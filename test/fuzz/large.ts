/** Large cases: each aims at one thing that could take more than its share of time, memory or stack. */
import type { Case, Stems } from "./cases.ts";
import type { Random } from "./random.ts";

const times = (count: number, make: (i: number) => string): string[] =>
  Array.from({ length: count }, (_, i) => make(i));
const list = (count: number, make: (i: number) => string): string => times(count, make).join(", ");

/** A change of the smallest scenario, and what else there is. */
interface Change {
  readonly put?: readonly (readonly [old: string, now: string])[];
  readonly add?: string;
  readonly argv?: readonly string[];
  readonly files?: Readonly<Record<string, string>>;
}

const row = (rows: string): string =>
  `tables: { a: { title: T, unit: SEK, years: 2024..2025, total: Sum, rows: [${rows}] } }`;

const aims: Readonly<Record<string, (n: number, random: Random) => Change>> = {
  digits: (n, random) => ({
    put: [
      [
        "12000 persons/year",
        random.one([
          "1".repeat(n),
          `"${"1".repeat(n)}\\n"`,
          `0.${"1".repeat(n)}`,
          `"1${" ".repeat(n)}x"`,
        ]),
      ],
    ],
  }),
  units: (n, random) => ({
    put: [
      [
        "12000 persons/year",
        `1 ${times(n, () => "person").join(random.one(["-", "/", "*", " "]))}`,
      ],
    ],
  }),
  nesting: (n, random) => ({
    add: random.one([
      `x: ${"[".repeat(n)}${"]".repeat(n)}`,
      `x: ${"{ a: ".repeat(n)}1${" }".repeat(n)}`,
      `x: ${"- ".repeat(n)}1`,
      `x:\n${times(Math.min(n, 700), (i) => `${" ".repeat(i + 1)}a:`).join("\n")} 1`,
    ]),
  }),
  "unknown keys": (n) => ({ add: times(n, (i) => `k${i}: 1`).join("\n") }),
  "keys of an amount": (n) => ({
    put: [["12000 persons/year", `{ 2024: 1, ${list(n, (i) => `k${i}: 1`)} }`]],
  }),
  months: (n) => ({
    put: [
      [
        "12000 persons/year",
        `{ 2024..2025: 1, ${list(n, (i) => `${String(1000 + Math.floor(i / 12))}-${String((i % 12) + 1).padStart(2, "0")}: 1`)} }`,
      ],
    ],
  }),
  spans: (n) => ({
    put: [
      ["12000 persons/year", `{ ${list(n, (i) => `${1000 + (i % 99)}..${2024 + (i % 999)}: 1`)} }`],
    ],
  }),
  "unknown sources": (n) => ({
    put: [
      [
        "12000 persons/year",
        `{ ${list(n, (i) => `${String(1000 + i).padStart(4, "0")}: { value: 1, source: s${i} }`)} }`,
      ],
    ],
    add: `sources: { ${list(400, (i) => `r${i}: { title: R }`)} }`,
  }),
  sources: (n) => ({ add: `sources: { ${list(n, (i) => `r${i}: { title: R }`)} }` }),
  "unknown names": (n) => ({
    put: [["serves: [all.open]", `serves: [${list(n, (i) => `all${i}.open`)}]`]],
  }),
  "unknown stages": (n) => ({
    add: `groups: { stocks: { g: { label: G, stages: [${list(n, (i) => `o${i}`)}] } } }`,
  }),
  dots: (n, random) => {
    const path = random.one([".".repeat(n), "a.".repeat(n), `streams.${"all.".repeat(n)}`]);
    return random.one<Change>([
      { argv: ["run", "s.yaml", "--set", `${path}=1`] },
      { add: `planning: { label: P, start: 2024-01, set: { ${path}: 1 } }` },
      { add: `${path}: 1` },
      { put: [["label: Everybody", `label: Everybody\n    ${path}: 1`]] },
      { add: `measures: { m: { label: M, effects: [{ on: ${path}, add: 1, from: 2024-01 }] } }` },
      { argv: ["sweep", "s.yaml", "--vary", `${path}=1:2:1`, "--select", `${path}@2024`] },
    ]);
  },
  set: (n) => ({
    argv: [
      "run",
      "s.yaml",
      ...times(Math.min(n, 5000), (i) => `--set=streams.all.intake.${2000 + i}=1`),
    ],
  }),
  "planning set": (n) => ({
    add: `planning: { label: P, start: 2024-01, set: { ${list(n, (i) => `streams.all.intake.${1000 + i}: 1`)} } }`,
  }),
  effects: (n, random) => ({
    add: `measures: { m: { label: M, effects: [${list(n, (i) => `{ on: ${random.one(["streams.all.intake", `streams.all.x${i}`])}, add: 1, from: 2024-01 }`)}] } }`,
  }),
  "rows that add up the next": (n) => ({
    add: `sources: { r: { title: R } }\n${row(`${list(n, (i) => `{ key: r${i}, sum: [r${i + 1}] }`)}, { key: r${n}, given: { 2024: 1e30 }, source: r }`)}`,
  }),
  "rows that add up two others": (n) => {
    const rows = Math.min(n, 990);
    return {
      add: `sources: { r: { title: R } }\n${row(`${list(rows, (i) => `{ key: r${i}, sum: [r${i + 1}, r${i + 2}] }`)}, ${list(2, (i) => `{ key: r${rows + i}, given: { 2024: 1 }, source: r }`)}`)}`,
    };
  },
  "rows in a circle": (n) => ({
    add: row(
      list(Math.min(n, 999), (i) => `{ key: r${i}, sum: [r${(i + 1) % Math.min(n, 999)}] }`),
    ),
  }),
  "rows that show what is not there": (n) => ({
    add: row(list(n, (i) => `{ key: r${i}, show: need/x${i} }`)),
  }),
  "parts of a row": (n) => ({
    add: row(`{ key: a, sum: [${list(n, (i) => `b${i}`)}] }, { key: b }`),
  }),
  tables: (n) => ({
    add: `tables: { ${list(Math.min(n, 600), (i) => `t${i}: { title: T, years: 2024, rows: [{ key: a, show: need/1/1:1/need }] }`)} }`,
  }),
  published: (n) => ({
    add: `sources: { r: { title: R } }\npublished: [${list(n, (i) => `{ row: need/x${i}, source: r, unit: SEK, values: { 2024: 1 } }`)}]`,
    argv: ["run", "s.yaml", "--table", "fit"],
  }),
  streams: (n) => ({
    put: [
      [
        "  all:\n",
        `${times(Math.min(n, 499), (i) => `  t${i}: { label: T, process: simple, intake: 1 }\n`).join("")}  all:\n`,
      ],
    ],
    argv: ["run", "s.yaml", "--table", "need,stocks,assumptions"],
  }),
  stages: (n, random) => {
    const stages = random.one([20, 100, 400, n]);
    const chain = list(stages, (i) => `a${i}: { leave: { after: 1 }, to: { a${i + 1}: 1 } }`);
    const streams = times(
      random.one([1, 40, 400]),
      (i) => `  t${i}: { label: T, process: p, intake: 1 }\n`,
    );
    return {
      put: [
        [
          "processes:\n",
          `processes:\n  p: { start: a0, ends: [a${stages}], stages: { ${chain} } }\n`,
        ],
        ["  all:\n", `${streams.join("")}  all:\n`],
      ],
      add: `groups: { stocks: { g: { label: G, stages: [${list(Math.min(stages, 400), (i) => `a${i}`)}] } } }`,
      argv: ["run", "s.yaml", "--table", random.one(["need", "stocks"])],
    };
  },
  "ways out": (n) => {
    const ends = times(Math.min(n, 499), (i) => `e${i}`);
    return {
      put: [
        ["to: { done: 1 }", `to: { ${ends.map((end) => `${end}: 0`).join(", ")}, done: rest }`],
        ["ends: [done]", `ends: [done, ${ends.join(", ")}]`],
      ],
    };
  },
  waits: (_, random) => ({
    put: [
      [
        "leave: { staff: staff }",
        `leave: { after: ${random.one([1, 599, 600, 601, 1e6])} months }`,
      ],
      [
        "period: { from: 2024-01, to: 2025-12",
        `period: { from: 2000-01, to: ${random.one(["2049-12", "9999-12", "2050-01"])}`,
      ],
    ],
  }),
  lags: (_, random) => ({
    put: [
      [
        "cost: 65000 SEK/staff-month",
        `cost: 65000 SEK/staff-month, lag: ${random.one([0, 600, 1e9])} months, spread: ${random.one([1, 600, 1e9])} months, history: 1 staff-month/month`,
      ],
    ],
  }),
  lines: (n) => ({
    put: [
      [
        "costs:\n",
        `costs:\n${times(Math.min(n, 499), (i) => `  l${i}: { label: L, on: 1/1:1, driver: cost/${i === 0 ? "staff" : `l${i - 1}`}, cost: 1 }\n`).join("")}`,
      ],
    ],
  }),
  names: (n, random) => {
    const name = random.one([
      "a".repeat(n),
      "e\u0301".repeat(n),
      "\u0007",
      "constructor",
      "\ud800",
      "ä",
      "a\u0308",
    ]);
    return {
      put: [
        ["  all:\n", `  ${JSON.stringify(name)}:\n`],
        ["all.open", JSON.stringify(`${name}.open`)],
      ],
    };
  },
  "long texts": (n) => ({
    put: [
      ["title: A small agency", `title: ${"x".repeat(n)}`],
      ["label: Everybody", `label: ${"y ".repeat(n)}`],
    ],
  }),
  sizes: (_, random) => ({
    put: [
      ["12000 persons/year", random.one(["1e30", "1e-30", "0"])],
      ["opening: { open: 4000 }", `opening: { open: ${random.one(["1e30", "1e-30", "0"])} }`],
      ["effort: 10 hours/case", `effort: ${random.one(["1e30", "1e-30"])} hours/case`],
      ["productivity: 120", `productivity: ${random.one(["1e30", "1e-30"])}`],
      ["cost: 65000", `cost: ${random.one(["1e30", "1e-30"])}`],
      ["language: en", "language: en\ncurrency: { code: SEK, amounts: { mkr: 1e-30 } }"],
    ],
    argv: ["run", "s.yaml", "--table", "need,staff,stay,unit-costs,assumptions,stocks"],
  }),
  "rows of a series": (n) => ({
    put: [["12000 persons/year", '{ csv: "a.csv#x", unit: persons/year }']],
    files: { "a.csv": `year,x\n${times(n, (i) => `${1000 + i},1\n`).join("")}` },
  }),
  "columns of a series": (n) => ({
    put: [["12000 persons/year", '{ csv: "a.csv#x7", unit: persons/year }']],
    files: {
      "a.csv": `year,${list(n, (i) => `x${i}`)}\n2024,${list(n, () => "1")}\n2025,${list(n, () => "1")}\n`,
    },
  }),
  "amounts of series": (n) => ({
    put: [
      [
        "opening: { open: 4000 }",
        `opening: { open: 4000 }\n    shares: { ${list(n, (i) => `s${i}: { csv: "a.csv#x${i % 3}" }`)} }`,
      ],
    ],
    files: { "a.csv": `year,x0,x1\n${times(3000, (i) => `${1000 + i},1,0\n`).join("")}` },
  }),
  "quotes of a series": (n, random) => ({
    put: [["12000 persons/year", '{ csv: "a.csv#x", unit: persons/year }']],
    files: {
      "a.csv": `year,x\n2024,${random.one(['"', '""', '",', '"a"",', ' "', '"""x,']).repeat(n)}\n`,
    },
  }),
  outcomes: (n) => ({
    argv: ["backtest", "s.yaml", "--outcomes", "o.yaml"],
    files: {
      "o.yaml": `format: forecast-outcomes/1\ntitle: O\nsources: { r: { title: R } }\noutcomes: [${list(n, (i) => `{ row: need/1/1:${i}/need, source: r, values: { 2024: 1e-30, 2025: 1e30 } }`)}]\n`,
    },
  }),
  saved: (n, random) => {
    const deep = `${"[".repeat(n)}${"]".repeat(n)}`;
    const [name, period, value] = [
      random.one(['"s"', deep]),
      random.one(['"2024"', deep]),
      random.one(["1", deep]),
    ];
    return {
      argv: ["diff", "saved.json", "s.yaml"],
      files: {
        "saved.json": `{"format":"forecast-result","version":1,"results":[{"scenario":${name},"tables":[{"id":"need","unit":"mkr","periods":[${period}],"rows":[${times(value === deep ? 1 : n, (i) => `{"key":"k${i}","values":[${value}]}`).join(",")}]}]}]}`,
      },
    };
  },
  options: (n, random) => ({
    argv: random.one([
      ["run", "s.yaml", "--table", times(n, (i) => `t${i}`).join(",")],
      ["run", "s.yaml", "--without", times(n, (i) => `m${i}`).join(",")],
      ["run", "s.yaml", "--scale-intake", "1".repeat(n)],
      ["run", "s.yaml", "--set", `streams.all.intake=${"1".repeat(n)}`],
      ["run", "s.yaml", "--set", `streams.all.intake=${"1".repeat(n)} persons/year\n`],
      ["diff", "s.yaml", "s.yaml", "--tolerance", "9".repeat(n)],
      [
        "sweep",
        "s.yaml",
        "--vary",
        `streams.all.intake=0:1e9:${random.one(["1", "1e-9", "1e9"])}`,
        "--select",
        "need/1/1:1/need",
      ],
      [
        "sweep",
        "s.yaml",
        "--vary",
        `streams.all.intake=${list(n, String)}`,
        "--select",
        "need/1/1:1/need@2024",
      ],
      times(n / 1000, () => "s.yaml"),
      [`${"x".repeat(n)}.yaml`],
      [`--${"x".repeat(n)}`],
    ]),
  }),
};

/** A large case. */
export function large({ small: [stem] }: Stems, random: Random): Case {
  const aim = random.one(Object.values(aims));
  const change = aim(random.one([300, 1000, 3000, 10_000, 30_000]), random);
  let scenario = stem?.scenario ?? "";
  for (const [old, now] of change.put ?? []) scenario = scenario.replace(old, () => now);
  return {
    argv: change.argv ?? [random.one(["validate", "run"]), "s.yaml"],
    files: { "s.yaml": `${scenario}${change.add ?? ""}\n`, ...change.files },
  };
}
