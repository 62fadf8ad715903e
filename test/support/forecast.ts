import { join } from "node:path";
import { nodeIo, type Io } from "../../src/cli/io.ts";
import { run } from "../../src/cli/program.ts";

/** The project's folder. */
export const root = join(import.meta.dirname, "../..");

const real = nodeIo();

/** Runs a command line in this process on the project's own files, and keeps what it writes. */
export async function forecast(
  argv: readonly string[],
  replaced: Partial<Io> = {},
): Promise<{ status: number; out: string; err: string }> {
  let out = "";
  let err = "";
  const io: Io = {
    ...real,
    cwd: root,
    env: {},
    columns: undefined,
    stdoutIsTty: false,
    stderrIsTty: false,
    stdout: (text) => void (out += text),
    stderr: (text) => void (err += text),
    ...replaced,
  };
  const status = await run(argv, io);
  return { status, out, err };
}

/** The cells of a tidy CSV by address. */
export function cells(csv: string): Map<string, number> {
  const [, ...lines] = csv.trimEnd().split("\n");
  return new Map(
    lines.map((line) => {
      const [, table, row, , , period, value] = line.split(",");
      return [`${table}/${row}@${period}`, Number(value)];
    }),
  );
}

/** A cell that has to be there. */
export function cell(at: ReadonlyMap<string, number> | undefined, address: string): number {
  const value = at?.get(address);
  if (value === undefined) throw new Error(`there is no cell ${address}`);
  return value;
}
