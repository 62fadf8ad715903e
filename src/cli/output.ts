/** Where results go and in which format. */
import type { Format } from "../render/index.ts";
import type { RenderOptions } from "../render/options.ts";
import type { ExitCode } from "./exit-codes.ts";
import type { Io } from "./io.ts";
import { printDiagnostics } from "./print.ts";
import { fileProblem } from "./load.ts";

export interface OutputFlags {
  readonly format?: Format;
  readonly output?: string;
}

const endings = new Map<string, Format>([
  ["txt", "text"],
  ["md", "markdown"],
  ["csv", "csv"],
  ["json", "json"],
]);

const defaultWidth = 80;
/** Wider lines than this are hard to read. */
const mostColumns = 120;

/** The format asked for, or the one the file's ending says, or text. */
function formatOf({ format, output }: OutputFlags): Format {
  const ending = output?.slice(output.lastIndexOf(".") + 1).toLowerCase() ?? "";
  return format ?? endings.get(ending) ?? "text";
}

const wantsColor = ({ env, stdoutIsTty }: Io): boolean => {
  if ((env["NO_COLOR"] ?? "") !== "") return false;
  const forced = env["FORCE_COLOR"];
  if (forced !== undefined) return forced !== "0" && forced !== "false";
  return stdoutIsTty && env["TERM"] !== "dumb";
};

/** Renders for the screen or a file and writes it; undefined when all went well. */
export function writeResult(
  io: Io,
  flags: OutputFlags,
  render: (format: Format, options: RenderOptions) => string,
): ExitCode | undefined {
  const toFile = flags.output !== undefined && flags.output !== "-";
  const width = toFile ? defaultWidth : Math.min(io.columns ?? defaultWidth, mostColumns);
  const text = render(formatOf(flags), { width, color: !toFile && wantsColor(io) });
  if (!toFile) {
    io.stdout(text);
    return undefined;
  }
  try {
    io.writeFileAtomic(flags.output, text, { overwrite: true });
    return undefined;
  } catch (error) {
    const problem = fileProblem(error, flags.output);
    return printDiagnostics(io, [{ ...problem, message: `cannot write: ${problem.message}` }]);
  }
}
