import { posix } from "node:path";

/** A source file: its path from the project's root, with `/`, and its text. */
export type Source = Readonly<{ path: string; text: string }>;

/** One import statement. `typeOnly`: erased by the compiler, so nothing is loaded. */
export type Import = Readonly<{ specifier: string | undefined; typeOnly: boolean }>;

type Layer = Readonly<{
  /** Layers it may import from; its own is always allowed. */
  from: readonly string[];
  /** Layers it may import only types from. */
  typesFrom?: readonly string[];
  /** Packages it may import. */
  packages?: readonly string[];
  why: string;
}>;

/** Which folder of src may import what. A folder or a package that is not listed is a violation. */
export const layers: Readonly<Record<string, Layer>> = {
  diagnostics: { from: [], packages: ["leven"], why: "everything may import it" },
  language: { from: [], why: "is the form of a model, whatever it is about" },
  amounts: {
    from: ["diagnostics", "language"],
    packages: ["zod"],
    why: "reads numbers with their units, whatever they are of",
  },
  engine: { from: ["language"], why: "runs any model, and unchanged in a browser" },
  model: {
    from: ["diagnostics", "language", "amounts", "engine"],
    packages: ["zod"],
    why: "describes a model and its parts in a file, and runs nothing",
  },
  scenario: {
    from: ["diagnostics", "language", "amounts", "model"],
    packages: ["yaml", "zod"],
    why: "reads and writes files of scenarios",
  },
  request: {
    from: ["diagnostics", "language", "amounts", "engine", "model"],
    why: "runs scenarios, wherever they were read from",
  },
  tables: {
    from: ["diagnostics", "language", "amounts", "engine", "model", "request"],
    why: "says what is shown, not how",
  },
  analysis: {
    from: ["diagnostics", "language", "amounts", "engine", "model", "request", "tables"],
    packages: ["ml-matrix"],
    why: "asks many runs, and renders none",
  },
  render: {
    from: ["diagnostics", "tables"],
    typesFrom: ["analysis"],
    packages: ["chalk"],
    why: "shows results, computes none",
  },
  cli: {
    from: [
      "diagnostics",
      "language",
      "amounts",
      "model",
      "scenario",
      "request",
      "tables",
      "analysis",
      "render",
    ],
    packages: ["commander", "chalk"],
    why: "puts everything together",
  },
  index: {
    from: ["diagnostics", "model", "scenario", "request", "tables", "render"],
    why: "is the public API, pure, and unchanged in a browser",
  },
};

/** The only file that may import `node:` modules. */
const nodeFile = "src/cli/io.ts";

/** What the sources import against the rules, one line for each. */
export function violations(sources: readonly Source[]): readonly string[] {
  return sources.flatMap((source) =>
    importsOf(source.text).flatMap((found) => {
      const problem = problemOf(source.path, found);
      return problem === undefined ? [] : [`${source.path}: ${problem}`];
    }),
  );
}

function problemOf(path: string, { specifier, typeOnly }: Import): string | undefined {
  const own = layerOf(path);
  const layer = own === undefined ? undefined : layers[own];
  if (own === undefined || layer === undefined) return "is in no known layer";
  if (specifier === undefined) return "imports something that is not a plain string";
  if (specifier.startsWith("node:")) {
    return path === nodeFile ? undefined : `imports ${specifier}; only ${nodeFile} may`;
  }
  if (!specifier.startsWith(".")) {
    const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
    return layer.packages?.includes(name) ? undefined : `${own} may not import ${name}`;
  }
  if (!specifier.endsWith(".ts")) return `imports ${specifier} without .ts`;
  const target = layerOf(posix.join(posix.dirname(path), specifier));
  if (target === undefined) return `imports ${specifier}, outside the layers`;
  if (target === own || layer.from.includes(target)) return undefined;
  if (layer.typesFrom?.includes(target)) {
    return typeOnly ? undefined : `${own} may import only types of ${target}`;
  }
  return `${own} may not import ${target}: it ${layer.why}`;
}

/** `engine` for `src/engine/bind.ts`; the public API is a layer of its own. */
function layerOf(path: string): string | undefined {
  if (path === "src/index.ts") return "index";
  const [src, layer, ...rest] = path.split("/");
  return src === "src" && rest.length > 0 ? layer : undefined;
}

const stringOrComment =
  /("(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'|`(?:\\.|[^`\\])*`)|\/\*[\s\S]*?\*\/|\/\/.*$/gm;
const statement =
  /^\s*(?:import|export)\b\s*(type\b)?(?:[^"'`;=(]*?\bfrom)?\s*(["'])([^"'\n]+)\2/gm;
const call = /\b(?:import|require)\s*\(\s*(?:(["'`])([^"'`\n$]+)\1)?/g;

/**
 * The imports of a source, found in its text. Comments are taken out first, so that examples in
 * them do not count. A type imported in braces (`import { type A }`) still loads the module.
 */
export function importsOf(text: string): readonly Import[] {
  const code = text.replace(stringOrComment, "$1");
  const statements = [...code.matchAll(statement)].map((match) => ({
    specifier: match[3],
    typeOnly: match[1] !== undefined,
  }));
  const calls = [...code.matchAll(call)].map((match) => ({ specifier: match[2], typeOnly: false }));
  return [...statements, ...calls];
}
