/**
 * The public API: what notebooks, pages and other programs use. Pure: it reads no file and writes nothing, and runs
 * unchanged in a browser. docs/API.md has examples that run.
 */
import { failed, ok, type Result } from "./diagnostics/diagnostic.ts";
import type { Scenario } from "./model/scenario.ts";
import { scenarioReader } from "./scenario/parse.ts";
import { readDocument } from "./scenario/read.ts";
import type { Override } from "./scenario/overrides.ts";

export { renderDiagnostic } from "./diagnostics/render.ts";
export { setterOf } from "./request/changes.ts";
export { defaults, openRequest } from "./request/request.ts";
export { buildReport, tableNames, tablesOf } from "./tables/build.ts";
export { valueIn, wantAll } from "./tables/spec.ts";
export { rendererOf } from "./render/index.ts";

/** What a scenario is read with. */
export interface ReadOptions {
  /** As it is to be called in messages. */
  readonly file?: string;
  /** The texts of the series it names, by the name it uses. */
  readonly series?: Readonly<Record<string, string>>;
  /** Changed inputs: path and value, as after `--set`. */
  readonly set?: readonly Override[];
}

/** A scenario from its YAML text, or all that is wrong with it, with file, line and column. */
export function readScenario(text: string, options: ReadOptions = {}): Result<Scenario> {
  const { file = "scenario.yaml", series = {}, set = [] } = options;
  const read = readDocument(new TextEncoder().encode(text), file);
  if (!read.ok) return failed(read.diagnostics);
  const scenarioWith = scenarioReader(read.document, (name) => {
    // As all of the scenario's text, its names of files are composed.
    const found = Object.entries(series).find(([key]) => key.normalize("NFC") === name);
    if (found !== undefined) return { text: found[1] };
    const message = `there is no series "${name}"`;
    const help = "hand its text over with the scenario";
    return { problem: { code: "file-not-found", severity: "error", message, help } };
  });
  const parsed = scenarioWith(
    set.map(({ path, value }) => ({ path: path.normalize("NFC"), value })),
  );
  return parsed.ok ? ok(parsed.scenario) : failed(parsed.diagnostics);
}
