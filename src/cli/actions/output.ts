/** Where results go and in which format. */
import { endings, type Format } from "../../render/names.ts";
import type { RenderOptions } from "../../render/options.ts";
import { exitCodes, type ExitCode } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { printDiagnostics } from "./print.ts";
import { writeFile } from "./write.ts";
import { usage } from "../usage.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";

export interface OutputFlags {
  readonly format?: Format;
  readonly output?: string;
}

const defaultWidth = 80;
/** Wider lines than this are hard to read. */
const mostColumns = 120;

/** The format asked for, or the one the file's ending says, or text on the screen. */
function formatOf({ format, output }: OutputFlags): Format | Diagnostic {
  if (format !== undefined) return format;
  if (output === undefined || output === "-") return "text";
  const ending = output.slice(output.lastIndexOf(".") + 1).toLowerCase();
  const known = Object.values(endings).map((name) => `.${name}`);
  const found = Object.entries(endings).find(([, own]) => own === ending)?.[0];
  return (
    (found as Format | undefined) ??
    usage(
      `the ending of "${output}" does not say in which format to write`,
      `use one of ${known.join(", ")}, or --format`,
    )
  );
}

/** Why a file must not be written: it is one of those that were read, or looks like a scenario or a folder. */
function forbidden(io: Io, output: string): Diagnostic | undefined {
  if (io.wasRead(output)) {
    return usage(
      `"${output}" is one of the files that are read`,
      "name another file: it would be lost",
    );
  }
  if (/\.ya?ml$/i.test(output)) {
    return usage(
      `"${output}" has the name of a scenario`,
      `results are written to files that end in ${Object.values(endings).join(", ")}`,
    );
  }
  return output.endsWith("/")
    ? usage(`"${output}" is the name of a folder`, "name a file in it")
    : undefined;
}

const wantsColor = ({ env, stdoutIsTty }: Io): boolean => {
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return stdoutIsTty && env["TERM"] !== "dumb";
};

/** Renders for the screen or a file and writes it, never over a file that was read. */
export async function writeResult(
  io: Io,
  flags: OutputFlags,
  render: (format: Format, options: RenderOptions) => Promise<string | Uint8Array>,
): Promise<ExitCode> {
  const { output } = flags;
  const format = formatOf(flags);
  if (typeof format !== "string") return printDiagnostics(io, [format]);
  if (output === undefined || output === "-") {
    const width = Math.min(io.columns ?? defaultWidth, mostColumns);
    const result = await render(format, { width, color: wantsColor(io) });
    if (typeof result !== "string") {
      const help = "name a file: --output request." + endings[format];
      return printDiagnostics(io, [usage(`${format} is not for the screen`, help)]);
    }
    io.stdout(result);
    return exitCodes.ok;
  }
  const problem = forbidden(io, output);
  if (problem !== undefined) return printDiagnostics(io, [problem]);
  const text = await render(format, { width: defaultWidth, color: false });
  return writeFile(io, output, text);
}
