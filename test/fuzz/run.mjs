// `npm run fuzz`: makes JavaScript of main.ts and worker.ts in a temporary folder and runs it.
import { mkdtempSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { build } from "esbuild";

const here = import.meta.dirname;
const root = resolve(here, "../..");
const scratch = mkdtempSync(join(realpathSync(tmpdir()), "forecast-fuzz-"));
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
  entryPoints: [join(here, "main.ts"), join(here, "worker.ts")],
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
const script = join(scratch, "worker.mjs");
process.exitCode = await main(process.argv.slice(2), { root, script });
