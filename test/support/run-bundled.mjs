// Makes JavaScript of a folder's main.ts and worker.ts in a temporary folder, which is gone afterwards, and runs main.
import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const root = resolve(import.meta.dirname, "../..");

/** `main` is given the arguments of the command line, the project's folder and the temporary one. */
export async function runBundled(folder, name) {
  const scratch = mkdtempSync(join(realpathSync(tmpdir()), `forecast-${name}-`));
  process.on("exit", () => rmSync(scratch, { recursive: true, force: true, maxRetries: 20 }));
  for (const [signal, status] of [
    ["SIGINT", 130],
    ["SIGTERM", 143],
    ["SIGHUP", 129],
  ]) {
    process.on(signal, () => process.exit(status));
  }
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  symlinkSync(join(root, "node_modules"), join(scratch, "node_modules"));
  await build({
    entryPoints: [join(folder, "main.ts"), join(folder, "worker.ts")],
    outdir: scratch,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    format: "esm",
    define: { __VERSION__: JSON.stringify(version) },
  });
  const { main } = await import(pathToFileURL(join(scratch, "main.mjs")).href);
  process.exitCode = await main(process.argv.slice(2), { root, scratch });
}
