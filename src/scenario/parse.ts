/** From the bytes of a scenario file to a checked scenario, or to all that is wrong with it, located. */
import type * as z from "zod/mini";
import { budgetYears, monthOf, type Period } from "../language/calendar.ts";
import { check, checkSources } from "../model/check.ts";
import type { Scenario } from "../model/scenario.ts";
import { kronor, unitWords, type Money } from "../language/units.ts";
import { brief } from "../diagnostics/brief.ts";
import type { Code } from "../diagnostics/codes.ts";
import { codes } from "../diagnostics/codes.ts";
import { mostProblems, type Diagnostic } from "../diagnostics/diagnostic.ts";
import { closest, convert } from "./convert.ts";
import { inputAt, isOf, splitPath } from "../model/paths.ts";
import { withInputs, type ReadScenario } from "./inputs.ts";
import { didYouMean, oneOf } from "../diagnostics/suggest.ts";
import { applyOverride, type Override } from "./overrides.ts";
import { kindOf, type ReadColumn, type Reading } from "../amounts/quantity.ts";
import { maxValues, type Document } from "./read.ts";
import { missingInput } from "../amounts/kit.ts";
import { format, scenarioSchema, type ScenarioFile } from "./schema.ts";
import { seriesIn, type ReadSeries } from "./series.ts";

/** Text of a file the scenario names, or why it cannot be had. */
export type ReadFile = (
  name: string,
) => { readonly text: string } | { readonly problem: Diagnostic };

type Parsed =
  | {
      readonly ok: true;
      readonly scenario: Scenario;
      readonly locate: (problem: Diagnostic) => Diagnostic;
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/**
 * The scenario with some inputs changed. Frames come from the file as it is written, whatever the request changes; with
 * `inFile` the changes count as if they stood in the file, for the planning run too.
 */
export type ReadScenarioWith = (
  overrides: readonly Override[],
  options?: { readonly inFile: boolean },
) => Parsed;

/** More inputs than this are not changed in one go: the request of a year changes tens. */
const mostChanges = 500;

/** Problems that are noted, of which some are the same. */
const mostNoted = 4 * mostProblems;

/**
 * Reads scenarios from a document, each with some inputs changed; never throws on bad input. The file is read once:
 * a change of inputs alone only reads those again.
 */
export function scenarioReader(document: Document, readFile: ReadFile): ReadScenarioWith {
  const file: Whole = { column: columnReader(readFile), tables: document.keysAt(["tables"]) };
  let asWritten: Shaped | undefined;
  const read = (overrides: readonly Override[], inFile: boolean): Parsed => {
    const problems: Diagnostic[] = [];
    // What counts as written in the file is not blamed on an option.
    const locate = locator(document, inFile ? [] : overrides);
    const report = (problem: Diagnostic): void => {
      if (problems.length < mostNoted) problems.push(locate(problem));
    };
    const tooMany = tooManyChanges(overrides);
    if (tooMany !== undefined) return { ok: false, diagnostics: [tooMany] };
    const shapedWith = (some: readonly Override[]): Shaped | undefined =>
      some.length > 0 && asWritten !== undefined
        ? changed(asWritten, some, file, report)
        : (asWritten ?? shape(document.tree, some, file, report));
    const shaped = shapedWith(overrides);
    if (overrides.length === 0 && problems.length === 0) asWritten = shaped;
    const ofPlanning = overrides.filter(({ path }) => isOf("planning", path));
    const basis =
      inFile || asWritten === undefined || ofPlanning.length === overrides.length
        ? shaped
        : shapedWith(ofPlanning);
    const isChanged = (inFile ? overrides : ofPlanning).some(
      ({ path }) => !isOf("planning.frames", path),
    );
    const scenario =
      shaped === undefined || basis === undefined
        ? undefined
        : plan(shaped, basis, isChanged, file, report);
    return scenario === undefined || problems.length > 0
      ? { ok: false, diagnostics: distinct(problems).slice(0, mostProblems) }
      : { ok: true, scenario, locate };
  };
  return (overrides, { inFile } = { inFile: false }) => {
    // Changes are made to what the file says, so that is read first, unless it cannot be used without them.
    if (overrides.length > 0 && asWritten === undefined) read([], false);
    return read(overrides, inFile);
  };
}

/** A scenario that has been read and checked, but for its planning assumption. */
interface Shaped extends ReadScenario {
  readonly planning: ScenarioFile["planning"];
}

/** What the tree alone does not tell. */
interface Whole {
  readonly column: ReadColumn;
  /** Names of the scenario's own tables in the order of the file. */
  readonly tables: readonly string[];
}

/** Reads the whole tree. */
function shape(
  given: unknown,
  overrides: readonly Override[],
  file: Whole,
  report: (problem: Diagnostic) => void,
): Shaped | undefined {
  let failed = false;
  const fail = (problem: Diagnostic): void => {
    failed = true;
    report(problem);
  };
  const tree = overrides.reduce<unknown>(
    (node, override) => applyOverride(node, override, fail) ?? node,
    given,
  );
  if (failed) return undefined;
  const [first] = [...oldFormat(tree), ...takenWords(tree)];
  if (first !== undefined) {
    fail(first);
    return undefined;
  }
  const reading = readingOf(tree, file);
  const parsed = scenarioSchema(reading).safeParse(tree, { reportInput: true });
  if (!parsed.success) {
    for (const issue of parsed.error.issues.slice(0, mostNoted)) fromIssue(issue).forEach(fail);
    return undefined;
  }
  const scenario = convert(parsed.data, reading, file.tables, fail);
  for (const problem of check(scenario)) fail(problem);
  const { order = [], tiers = {} } = parsed.data.housing ?? {};
  for (const problem of checkOrder(order, Object.keys(tiers))) fail(problem);
  return failed ? undefined : { scenario, tree, planning: parsed.data.planning };
}

/** The scenario with changes: of its structure, for which the whole tree is read again, then of its inputs. */
function changed(
  given: Shaped,
  overrides: readonly Override[],
  file: Whole,
  report: (problem: Diagnostic) => void,
): Shaped | undefined {
  const { quantities } = given.scenario;
  const isInput = ({ path }: Override): boolean => inputAt(quantities, path) !== undefined;
  const structure = overrides.filter((override) => !isInput(override));
  const base = structure.length === 0 ? given : shape(given.tree, structure, file, report);
  if (base === undefined) return undefined;
  const reading = readingOf(base.tree, file);
  const found = withInputs(base, overrides.filter(isInput), reading, report);
  if (found === undefined) return shape(given.tree, overrides, file, report);
  for (const problem of checkSources(found.scenario)) report(problem);
  return { ...found, planning: base.planning };
}

/** Adds the planning assumption: the scenario that is its basis, with the inputs it sets. */
function plan(
  read: Shaped,
  { planning, ...basis }: Shaped,
  isChanged: boolean,
  file: Whole,
  report: (problem: Diagnostic) => void,
): Scenario {
  if (planning === undefined) {
    const [first] = leftToPlanning(read.scenario);
    if (first !== undefined) {
      const message = "the frame is left to the planning assumption, and there is none";
      const help = 'add "planning", or give the frame';
      const path = `appropriations.${first.key}.frame`;
      report({ code: "missing-key", severity: "error", message, help, path });
    }
    return read.scenario;
  }
  // The whole first, then its parts, whatever their order in the file.
  const overrides = Object.entries(planning.set)
    .map(([path, value]) => ({ path, value }))
    .toSorted((a, b) => splitPath(a.path).length - splitPath(b.path).length);
  const tooMany = tooManyChanges(overrides);
  if (tooMany !== undefined) {
    report({ ...tooMany, path: "planning.set" });
    return read.scenario;
  }
  const inSet = (problem: Diagnostic): void => {
    const owner = overrides.find(({ path }) => problem.path?.startsWith(path) === true);
    report({ ...problem, path: `planning.set.${owner?.path ?? problem.path ?? ""}` });
  };
  const assumed = withInputs(basis, overrides, readingOf(basis.tree, file), inSet);
  if (assumed === undefined) {
    const known = [...basis.scenario.quantities.keys()];
    for (const { path } of overrides.filter(
      ({ path: p }) => inputAt(basis.scenario.quantities, p) === undefined,
    )) {
      const message = `there is no input "${brief(path)}"`;
      const help = `expected the path of an input: ${oneOf(path, closest(path, known))}`;
      inSet({ code: "unknown-name", severity: "error", message, help, path });
    }
    return read.scenario;
  }
  for (const problem of checkSources(assumed.scenario)) inSet(problem);
  const { label, start } = planning;
  if (read.scenario.period.to - start >= 600) {
    const help = "at most 600 months before the end of the period";
    report({
      code: "out-of-range",
      severity: "error",
      message: "the planning run is too long",
      help,
      path: "planning.start",
    });
  }
  const { period, yearStarts } = read.scenario;
  const [first] = budgetYears(period, yearStarts);
  for (const { key, from } of leftToPlanning(read.scenario)) {
    if ((from === -Infinity ? (first?.opens ?? period.from) : from) >= start) continue;
    const message = "a frame can only be computed for a whole year of the planning run";
    const help = "start the planning run earlier, or leave later years to it";
    const path = `appropriations.${key}.frame`;
    report({ code: "out-of-range", severity: "error", message, help, path });
  }
  const recorded = Object.keys(planning.frames ?? {}).flatMap((key) => {
    const quantity = read.scenario.quantities.get(`planning.frames.${key}`);
    return quantity === undefined ? [] : [[key, quantity] as const];
  });
  return {
    ...read.scenario,
    planning: {
      label,
      start,
      assumption: assumed.scenario,
      frames: isChanged || recorded.length === 0 ? undefined : Object.fromEntries(recorded),
      changed: isChanged,
    },
  };
}

const tooManyChanges = ({ length }: readonly Override[]): Diagnostic | undefined =>
  length <= mostChanges
    ? undefined
    : {
        code: "too-large",
        severity: "error",
        message: `${length} inputs are changed at once`,
        help: `change at most ${mostChanges}; write the others into the scenario`,
      };

/** Spans of frames that are left to the planning assumption's run. */
const leftToPlanning = ({ appropriations }: Scenario): { key: string; from: number }[] =>
  Object.entries(appropriations).flatMap(([key, { frame }]) =>
    (frame?.left ?? []).map(({ from }) => ({ key, from })),
  );

/** The order tiers are filled in names each tier once. */
function checkOrder(order: readonly string[], tiers: readonly string[]): Diagnostic[] {
  const path = "housing.order";
  const problem = (code: Code, message: string, help: string): Diagnostic => ({
    code,
    severity: "error",
    message,
    help,
    path,
  });
  const [ordered, known] = [new Set(order), new Set(tiers)];
  const seen = new Set<string>();
  return [
    ...order
      .filter((key) => !known.has(key))
      .slice(0, mostProblems)
      .map((key) =>
        problem("unknown-name", `unknown tier "${brief(key)}"`, `expected ${oneOf(key, tiers)}`),
      ),
    ...tiers
      .filter((key) => !ordered.has(key))
      .map((key) =>
        problem(
          "missing-key",
          `tier "${key}" has no place in the order`,
          "list every tier, first filled first",
        ),
      ),
    ...order
      .filter((key) => seen.size === seen.add(key).size)
      .map((key) =>
        problem("duplicate-key", `tier "${brief(key)}" stands here twice`, "list every tier once"),
      ),
  ];
}

/** One message for a file of the first format, whatever else is unknown in it. */
function oldFormat(tree: unknown): Diagnostic[] {
  if ((tree as { format?: unknown }).format !== "forecast-scenario/1") return [];
  const problem: Diagnostic = {
    code: "wrong-type",
    severity: "error",
    message: `this scenario is written in format 1, and this program reads format 2`,
    help: [
      `write "format: ${format}" and rename:`,
      "capacities with staff -> staff (staff -> before, plan -> decided); capacities with places -> quotas (places -> persons)",
      "leave: { capacity } -> { staff }, leave: { places } -> { quota }; floor -> ceiling; housing.needs -> housing.claims",
      "development -> measures; financed_within -> within_frame; capped -> caps: [staff] on its appropriation",
      "planning.years and computed -> frame: { 2015..2018: planning } on each appropriation",
    ].join("\n"),
    path: "format",
  };
  return [problem];
}

/** Words for money that mean something else in units: every amount with them would be read wrongly. */
function takenWords(tree: unknown): Diagnostic[] {
  const { currency, amounts } = moneyOf(tree);
  const isTaken = (word: string): boolean => unitWords.includes(word) || /[\s/*%-]|^1?$/.test(word);
  return [currency, ...Object.keys(amounts)].filter(isTaken).map((word, i) => ({
    code: "wrong-type",
    severity: "error",
    message: `"${word}" cannot be a word for money: in units it has a meaning already`,
    help: "choose another word",
    path: word === currency && i === 0 ? "currency" : `currency.amounts.${word}`,
  }));
}

/** As many values as a file may hold without series. */
const mostSeriesValues = maxValues;

/** Reads columns until they have too many values in all: an amount keeps its own. */
function bounded(column: ReadColumn): ReadColumn {
  let values = 0;
  return (reference) => {
    const found = column(reference);
    if (found.ok) values += found.values.length;
    if (values <= mostSeriesValues) return found;
    const message = `the series of all amounts have more than ${mostSeriesValues} values`;
    const help = "leave out months that no run needs, or name a series once";
    return {
      ok: false,
      diagnostics: [{ code: "too-large", severity: "error", message, help }],
    };
  };
}

/** What amounts are read with has to be known before they are; its own shape is checked with the rest. */
function readingOf(tree: unknown, { column }: Whole): Reading {
  const { period } = tree as { period?: unknown };
  const starts =
    typeof period === "object" && period !== null && "year_starts" in period
      ? period.year_starts
      : 1;
  const yearStarts =
    typeof starts === "number" && Number.isInteger(starts) && starts >= 1 && starts <= 12
      ? starts
      : 1;
  return { money: moneyOf(tree), yearStarts, column: bounded(column) };
}

/** The currency has to be known before amounts can be read; its own shape is checked with the rest. */
function moneyOf(tree: unknown): Money {
  const given = (tree as { currency?: unknown }).currency;
  if (typeof given === "string") {
    return given === kronor.currency ? kronor : { currency: given, amounts: {}, unit: given };
  }
  if (
    typeof given === "object" &&
    given !== null &&
    "code" in given &&
    typeof given.code === "string"
  ) {
    const amounts =
      "amounts" in given && typeof given.amounts === "object" && given.amounts !== null
        ? Object.entries(given.amounts).filter(([, amount]) => typeof amount === "number")
        : [];
    return { currency: given.code, amounts: Object.fromEntries(amounts), unit: given.code };
  }
  return kronor;
}

/** Reads `file.csv#column`; each file and each column once. */
function columnReader(readFile: ReadFile): ReadColumn {
  const files = new Map<string, ReadSeries>();
  const made = new Map<string, ReturnType<ReadColumn>>();
  const read = (reference: string): ReturnType<ReadColumn> => {
    const [name = "", column = "", ...more] = reference.split("#");
    if (name === "" || column === "" || more.length > 0) {
      const message = `"${reference}" is not a column of a file`;
      const help = "write file.csv#column";
      return { ok: false, diagnostics: [{ code: "wrong-type", severity: "error", message, help }] };
    }
    let columns = files.get(name);
    if (columns === undefined) {
      const file = readFile(name);
      if ("problem" in file) return { ok: false, diagnostics: [file.problem] };
      columns = seriesIn(file.text, name);
      files.set(name, columns);
    }
    const series = columns(column);
    if (!series.ok) return series;
    const spanOf = (key: number): Period =>
      series.kind === "years"
        ? { from: monthOf(key, 0), to: monthOf(key, 11) }
        : { from: key, to: key };
    const values = [...series.values].flatMap(([key, value]) =>
      value === null ? [] : [{ ...spanOf(key), value }],
    );
    return { ok: true, values };
  };
  return (reference) => {
    const known = made.get(reference) ?? read(reference);
    made.set(reference, known);
    return known;
  };
}

/** Problems that are shown at the key rather than at its value. */
const aboutKeys: ReadonlySet<Code> = new Set(["unknown-key", "duplicate-key", "missing-key"]);

/** Fills in file and position from the path; a problem with a changed input names the change instead. */
export function locator(
  document: Document,
  overrides: readonly Override[],
): (problem: Diagnostic) => Diagnostic {
  const { file } = document;
  return (problem) => {
    const { path } = problem;
    if (problem.file !== undefined || problem.line !== undefined) return problem;
    if (path === undefined) return { ...problem, file };
    const setBy = overrides.find(
      (override) => path === override.path || path.startsWith(`${override.path}.`),
    );
    if (setBy !== undefined) {
      const change = `--set ${brief(setBy.path)}=${brief(JSON.stringify(setBy.value))}`;
      return { ...problem, file: change, path: undefined };
    }
    const at = aboutKeys.has(problem.code) ? "key" : "value";
    return { ...problem, file, ...document.locate(stepsOf(path), at) };
  };
}

/** Keys of the planning assumption's `set` are paths themselves. */
export const stepsOf = (path: string): (string | number)[] => {
  const prefix = "planning.set.";
  return path.startsWith(prefix)
    ? ["planning", "set", path.slice(prefix.length)]
    : splitPath(path).map((step) => (/^\d{1,3}$/.test(step) ? Number(step) : step));
};

export const distinct = (problems: readonly Diagnostic[]): Diagnostic[] => [
  ...new Map(
    problems.map((problem) => [
      JSON.stringify([problem.file, problem.line, problem.column, problem.path, problem.message]),
      problem,
    ]),
  ).values(),
];

/** Our codes for zod's issues. */
export function fromIssue(issue: z.core.$ZodIssue): Diagnostic[] {
  const path = issue.path.map(String).join(".");
  const problem = (code: Code, message: string, help?: string, at = path): Diagnostic => ({
    code,
    severity: "error",
    message,
    help,
    path: at,
  });
  switch (issue.code) {
    case "unrecognized_keys": {
      const allowed = issue.message.startsWith("allowed:")
        ? issue.message.slice("allowed:".length).split(",")
        : [];
      return issue.keys
        .slice(0, mostNoted)
        .map((key) =>
          problem(
            "unknown-key",
            `unknown key "${brief(key)}"`,
            renamed(key, allowed) ??
              `expected one of ${allowed.join(", ")}${didYouMean(key, allowed)}`,
            path === "" ? key : `${path}.${key}`,
          ),
        );
    }
    case "invalid_union": {
      // The branch that fits best: one that lacks nothing but has keys too many, then the one whose complaints lie
      // deepest, then the one with the fewest.
      const branches = issue.errors.map((branch) =>
        branch.map((inner) => ({ ...inner, path: [...issue.path, ...inner.path] })),
      );
      const depth = (branch: readonly z.core.$ZodIssue[]): number =>
        Math.max(0, ...branch.map((inner) => inner.path.length));
      const wrongHere = branches.every(
        (branch) =>
          depth(branch) <= issue.path.length &&
          branch.every((inner) => inner.code === "invalid_type"),
      );
      if (wrongHere) {
        const expected = branches.flatMap((branch) =>
          branch.map((inner) => (inner.code === "invalid_type" ? inner.expected : "")),
        );
        return [
          problem(
            issue.input === undefined ? "missing-key" : "wrong-type",
            issue.input === undefined
              ? missing(path)
              : `expected ${[...new Set(expected)].map(typeName).join(" or ")}, found ${kindOf(issue.input)}`,
            otherYaml(expected, issue.input),
          ),
        ];
      }
      const best =
        branches.find((branch) => branch.every(({ code }) => code === "unrecognized_keys")) ??
        branches.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ??
        [];
      return best.flatMap(fromIssue);
    }
    case "invalid_type":
      return issue.input === undefined
        ? [problem("missing-key", missing(path))]
        : [
            problem(
              "wrong-type",
              `expected ${typeName(issue.expected)}, found ${kindOf(issue.input)}`,
              otherYaml([issue.expected], issue.input),
            ),
          ];
    case "invalid_value":
      return [
        issue.input === undefined
          ? problem("missing-key", missing(path), `one of ${issue.values.map(String).join(", ")}`)
          : problem(
              "wrong-type",
              `expected ${issue.values.map(String).join(" or ")}, found ${kindOf(issue.input)}`,
              didYouMean(
                typeof issue.input === "string" ? issue.input : "",
                issue.values.map(String),
              ).slice(2) || undefined,
            ),
      ];
    case "too_small":
    case "too_big":
      return [
        problem("out-of-range", issue.message.charAt(0).toLowerCase() + issue.message.slice(1)),
      ];
    case "custom": {
      const code = issue.params?.["code"] as Code | undefined;
      const help = issue.params?.["help"] as string | undefined;
      const place = issue.params?.["place"] as Diagnostic | undefined;
      const own = code !== undefined && code in codes ? code : "wrong-type";
      const message = issue.message === missingInput ? missing(path) : issue.message;
      return [{ ...problem(own, message, help), ...place }];
    }
    case "invalid_key":
      return [
        problem(
          "wrong-type",
          `"${brief(String(issue.path.at(-1)))}" cannot be a name: ${issue.issues[0]?.message ?? "it has a sign that names may not have"}`,
        ),
      ];
    default:
      return [problem("wrong-type", issue.message)];
  }
}

/** Words that are true or false in YAML 1.1: programs made for it read them so, and write `true` and `false`. */
const truths: readonly (readonly [written: string, words: readonly string[]])[] = [
  ["true", ["on", "yes"]],
  ["false", ["off", "no"]],
];

/** What to do about a key that such a program has written in place of another. */
function renamed(key: string, allowed: readonly string[]): string | undefined {
  const [, words = []] = truths.find(([written]) => written === key) ?? [];
  const word = words.find((own) => allowed.includes(own));
  return word === undefined
    ? undefined
    : `write "${word}", in quotes: without them YAML 1.1 reads ${word} as ${key}, and a program may have written it so`;
}

/** What to do about a value that YAML 1.1 and 1.2 read differently. */
function otherYaml(expected: readonly string[], found: unknown): string | undefined {
  if (typeof found === "boolean" && expected.includes("string")) {
    const [, own = []] = truths.find(([written]) => written === String(found)) ?? [];
    return `put a text in quotes; if it was ${own.join(" or ")}, YAML 1.1 reads that as ${found}`;
  }
  const words = truths.flatMap(([, own]) => own);
  return typeof found === "string" &&
    expected.includes("boolean") &&
    words.includes(found.toLowerCase())
    ? "write true or false: in YAML 1.2 on, yes, off and no are texts"
    : undefined;
}

const missing = (path: string): string =>
  `the key "${path.slice(path.lastIndexOf(".") + 1)}" is missing`;

const typeName = (type: string): string =>
  ({
    object: "a mapping",
    record: "a mapping",
    array: "a list",
    string: "a text",
    number: "a number",
    boolean: "true or false",
  })[type] ?? type;
