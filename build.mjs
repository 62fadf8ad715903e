// Bundles the program into a few CommonJS files in dist/, with compiled code beside each.
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import { build } from "esbuild";

/**
 * The files of the built program. Each becomes one file with everything it imports, except that a
 * dynamic import of another entry loads that entry when it is reached: so a heavy part that is
 * listed here costs nothing until a command needs it.
 */
const entries = {
  forecast: "src/cli/main.ts",
  run: "src/cli/actions/index.ts",
  fit: "src/cli/actions/fit.ts",
};

/** Command lines that stand for typical use; what they compile is saved. */
const typicalUse = [["--help"], ["scenarios/feb2014.yaml"]];

const root = import.meta.dirname;
const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));

const lazyEntries = {
  name: "lazy-entries",
  setup({ onResolve }) {
    const names = new Map(
      Object.entries(entries).map(([name, file]) => [resolve(root, file), name]),
    );
    onResolve({ filter: /^\./ }, ({ kind, path, resolveDir }) => {
      const name = kind === "dynamic-import" ? names.get(resolve(resolveDir, path)) : undefined;
      return name === undefined ? undefined : { path: `./${name}.cjs`, external: true };
    });
  },
};

/** commander loads it for commands that are programs of their own; ours are not, and it takes 3 ms. */
const noChildProcess = {
  name: "no-child-process",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^node:child_process$/ }, ({ path }) => ({ path, namespace: "empty" }));
    onLoad({ filter: /./, namespace: "empty" }, () => ({ contents: "" }));
  },
};

rmSync(join(root, "dist"), { recursive: true, force: true });
await build({
  absWorkingDir: root,
  entryPoints: entries,
  outdir: "dist",
  outExtension: { ".js": ".cjs" },
  bundle: true,
  platform: "node",
  target: "node20",
  format: "cjs",
  supported: { "dynamic-import": false }, // → require, which starts faster and is loaded by bin/
  minifyWhitespace: true,
  minifySyntax: true,
  legalComments: "none",
  // The same parser without the switches of its build for Node, which print to stdout when LOG_TOKENS is set.
  alias: { yaml: join(root, "node_modules/yaml/browser/index.js") },
  define: { __VERSION__: JSON.stringify(version) },
  plugins: [lazyEntries, noChildProcess],
  logLevel: "warning",
});

// The library, for programs and pages: one ES module that knows nothing of Node.
await build({
  absWorkingDir: root,
  entryPoints: { index: "src/index.ts" },
  outdir: "dist",
  outExtension: { ".js": ".mjs" },
  bundle: true,
  platform: "neutral",
  mainFields: ["module", "main"],
  target: "es2022",
  format: "esm",
  legalComments: "none",
  alias: { yaml: join(root, "node_modules/yaml/browser/index.js") },
  logLevel: "warning",
});

// V8 compiles functions when they are first called: run the program, then save what it compiled.
const { load, loaded } = createRequire(import.meta.url)("./bin/load.cjs");
const { nodeIo, run } = load("forecast.cjs");
const silentIo = { ...nodeIo(), cwd: root, stdout: () => {}, stderr: () => {} };
for (const argv of typicalUse) {
  if ((await run(argv, silentIo)) !== 0) throw new Error(`forecast ${argv.join(" ")} failed`);
}
for (const [name, { script }] of loaded) {
  writeFileSync(join(root, "dist", `${name}.cache`), script.createCachedData());
}
