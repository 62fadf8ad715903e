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
  core: { from: ["diagnostics"], why: "runs unchanged in a browser" },
  scenario: {
    from: ["diagnostics", "core"],
    packages: ["yaml", "zod"],
    why: "the one place that knows the scenario's format",
  },
  tables: { from: ["diagnostics", "core"], why: "knows results, not where they come from" },
  analysis: {
    from: ["diagnostics", "core", "tables"],
    packages: ["ml-matrix"],
    why: "pure functions over results",
  },
  render: {
    from: ["diagnostics", "tables"],
    typesFrom: ["analysis"],
    packages: ["chalk"],
    why: "shows results, computes none",
  },
  cli: {
    from: ["diagnostics", "core", "scenario", "tables", "analysis", "render"],
    packages: ["commander", "chalk"],
    why: "puts everything together",
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

/** `core` for `src/core/units.ts`. */
function layerOf(path: string): string | undefined {
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
