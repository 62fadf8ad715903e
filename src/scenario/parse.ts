/** From the bytes of a scenario file to a checked scenario, or to all that is wrong with it, located. */
import type * as z from "zod";
import { monthOf, type Period } from "../core/calendar.ts";
import { check } from "../core/check.ts";
import type { Scenario } from "../core/scenario.ts";
import { kronor, type Money } from "../core/units.ts";
import type { Code } from "../diagnostics/codes.ts";
import { codes } from "../diagnostics/codes.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { convert } from "./convert.ts";
import { didYouMean } from "../diagnostics/suggest.ts";
import { applyOverride, splitPath, type Override } from "./overrides.ts";
import { kindOf, type ReadColumn } from "./quantity.ts";
import type { Document } from "./read.ts";
import { scenarioSchema, type ScenarioFile } from "./schema.ts";
import { readColumn } from "./series.ts";

/** Text of a file the scenario names, or why it cannot be had. */
export type ReadFile = (
  name: string,
) => { readonly text: string } | { readonly problem: Diagnostic };

export type Parsed =
  | {
      readonly ok: true;
      readonly scenario: Scenario;
      readonly locate: (problem: Diagnostic) => Diagnostic;
    }
  | { readonly ok: false; readonly diagnostics: readonly Diagnostic[] };

/** More than this many problems help nobody. */
const mostProblems = 50;

/** Checks and converts a document with some inputs changed; never throws on bad input. */
export function parseScenario(
  document: Document,
  overrides: readonly Override[],
  readFile: ReadFile,
): Parsed {
  const problems: Diagnostic[] = [];
  const locate = locator(document, overrides);
  const report = (problem: Diagnostic): void => void problems.push(locate(problem));
  const failed = (): Parsed => ({
    ok: false,
    diagnostics: distinct(problems).slice(0, mostProblems),
  });

  const tree = overrides.reduce<unknown>(
    (node, override) => applyOverride(node, override, report) ?? node,
    document.tree,
  );
  if (problems.length > 0) return failed();

  const money = moneyOf(tree);
  const column = columnReader(readFile);
  const schema = scenarioSchema(money, column);
  const parseTree = (given: unknown): ScenarioFile | undefined => {
    const parsed = schema.safeParse(given, { reportInput: true });
    if (parsed.success) return parsed.data;
    for (const issue of parsed.error.issues) {
      for (const problem of fromIssue(issue)) report(problem);
    }
    return undefined;
  };

  const shape = parseTree(tree);
  if (shape === undefined) return failed();
  const planned =
    shape.planning === undefined ? undefined : plannedTree(tree, shape.planning.set, report);
  const planningShape =
    planned === undefined || problems.length > 0 ? undefined : parseTree(planned);
  if (problems.length > 0) return failed();

  const scenario = convert(shape, money, planningShape, column, report);
  for (const problem of check(scenario)) report(problem);
  if (scenario.planning !== undefined) {
    for (const problem of check(scenario.planning.assumption)) report(problem);
  }
  const { order = [], tiers = {} } = shape.housing ?? {};
  for (const problem of checkOrder(order, Object.keys(tiers))) report(problem);
  return problems.length > 0 ? failed() : { ok: true, scenario, locate };
}

/** The tree with the planning assumption's inputs, and without what only the request has. */
function plannedTree(
  tree: unknown,
  set: Readonly<Record<string, unknown>>,
  report: (problem: Diagnostic) => void,
): unknown {
  return Object.entries(set).reduce<unknown>(
    (node, [path, value]) =>
      applyOverride(node, { path, value }, (problem) =>
        report({ ...problem, path: `planning.set.${path}` }),
      ) ?? node,
    tree,
  );
}

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
  return [
    ...order
      .filter((key) => !tiers.includes(key))
      .map((key) =>
        problem(
          "unknown-name",
          `unknown tier "${key}"`,
          `one of ${tiers.join(", ")}${didYouMean(key, tiers)}`,
        ),
      ),
    ...tiers
      .filter((key) => !order.includes(key))
      .map((key) =>
        problem(
          "missing-key",
          `tier "${key}" has no place in the order`,
          "list every tier, first filled first",
        ),
      ),
    ...order
      .filter((key, i) => order.indexOf(key) < i)
      .map((key) =>
        problem("duplicate-key", `tier "${key}" stands here twice`, "list every tier once"),
      ),
  ];
}

/** The currency has to be known before amounts can be read; its own shape is checked with the rest. */
function moneyOf(tree: unknown): Money {
  const given = (tree as { currency?: unknown }).currency;
  if (typeof given === "string") {
    return given === kronor.currency ? kronor : { currency: given, amounts: {} };
  }
  if (
    typeof given === "object" &&
    given !== null &&
    "code" in given &&
    typeof given.code === "string"
  ) {
    const amounts =
      "amounts" in given && typeof given.amounts === "object" && given.amounts !== null
        ? given.amounts
        : {};
    return { currency: given.code, amounts: amounts as Record<string, number> };
  }
  return kronor;
}

/** Reads `file.csv#column`; each column once. */
function columnReader(readFile: ReadFile): ReadColumn {
  const made = new Map<string, ReturnType<ReadColumn>>();
  const read = (reference: string): ReturnType<ReadColumn> => {
    const [name = "", column = "", ...more] = reference.split("#");
    if (name === "" || column === "" || more.length > 0) {
      const message = `"${reference}" is not a column of a file`;
      const help = "write file.csv#column";
      return { ok: false, diagnostics: [{ code: "wrong-type", severity: "error", message, help }] };
    }
    const file = readFile(name);
    if ("problem" in file) return { ok: false, diagnostics: [file.problem] };
    const series = readColumn(file.text, column, name);
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

/** Fills in file and position from the path; a problem with a changed input names the change instead. */
function locator(
  document: Document,
  overrides: readonly Override[],
): (problem: Diagnostic) => Diagnostic {
  const { file } = document;
  return (problem) => {
    const { path } = problem;
    if (problem.file !== undefined || problem.line !== undefined) return problem;
    if (path === undefined) return { ...problem, file };
    const changed = overrides.find(
      (override) => path === override.path || path.startsWith(`${override.path}.`),
    );
    if (changed !== undefined) {
      return { ...problem, file: `--set ${changed.path}=${JSON.stringify(changed.value)}` };
    }
    const at = problem.code === "unknown-key" || problem.code === "duplicate-key" ? "key" : "value";
    return { ...problem, file, ...document.locate(stepsOf(path), at) };
  };
}

/** Keys of the planning assumption's `set` are paths themselves. */
const stepsOf = (path: string): (string | number)[] => {
  const prefix = "planning.set.";
  return path.startsWith(prefix)
    ? ["planning", "set", path.slice(prefix.length)]
    : splitPath(path).map((step) => (/^\d{1,3}$/.test(step) ? Number(step) : step));
};

const distinct = (problems: readonly Diagnostic[]): Diagnostic[] => [
  ...new Map(
    problems.map((problem) => [
      JSON.stringify([problem.file, problem.line, problem.column, problem.path, problem.message]),
      problem,
    ]),
  ).values(),
];

/** Our codes for zod's issues. */
function fromIssue(issue: z.core.$ZodIssue): Diagnostic[] {
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
      return issue.keys.map((key) =>
        problem(
          "unknown-key",
          `unknown key "${key}"`,
          `expected one of ${allowed.join(", ")}${didYouMean(key, allowed)}`,
          path === "" ? key : `${path}.${key}`,
        ),
      );
    }
    case "invalid_union": {
      // The branch that fits best: the one whose complaints lie deepest, then the one with the fewest.
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
          ),
        ];
      }
      const best = branches.toSorted((a, b) => depth(b) - depth(a) || a.length - b.length)[0] ?? [];
      return best.flatMap(fromIssue);
    }
    case "invalid_type":
      return issue.input === undefined
        ? [problem("missing-key", missing(path))]
        : [
            problem(
              "wrong-type",
              `expected ${typeName(issue.expected)}, found ${kindOf(issue.input)}`,
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
      return [{ ...problem(own, issue.message, help), ...place }];
    }
    case "invalid_key":
      return [
        problem(
          "wrong-type",
          `"${String(issue.path.at(-1))}" cannot be a name: ${issue.issues[0]?.message ?? "it has a sign that names may not have"}`,
        ),
      ];
    default:
      return [problem("wrong-type", issue.message)];
  }
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
