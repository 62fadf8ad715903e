import { renderTableList } from "../../render/table-list.ts";
import { listTables } from "../../tables/list.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { openScenario } from "./load.ts";
import type { RootFlag } from "../options.ts";
import { writeResult, type OutputFlags } from "./output.ts";
import { printDiagnostics } from "./print.ts";

export interface TablesFlags extends OutputFlags, RootFlag {
  readonly lang?: "sv" | "en";
}

/** `forecast tables`: what `--table` may name, read from the scenario without running it. */
export async function tablesCommand(io: Io, file: string, flags: TablesFlags): Promise<ExitCode> {
  const found = openScenario(io, file, flags);
  if (!found.ok) return printDiagnostics(io, found.diagnostics);
  const parsed = found.opened.parse([]);
  if (!parsed.ok) return printDiagnostics(io, parsed.diagnostics);
  const list = listTables(parsed.scenario, flags.lang);
  return writeResult(io, flags, async (format, options) => renderTableList(list, format, options));
}
