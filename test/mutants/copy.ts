/** A copy of the project to run tests in: what is edited meanwhile does no harm, and nothing here is changed. */
import { execFileSync } from "node:child_process";
import { cpSync, existsSync, symlinkSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";

/** The project's files that match one of git's pathspecs, or all: those of the index and new ones that are not ignored. */
export function filesOf(root: string, globs: readonly string[]): string[] {
  const specs = globs.map((glob) => `:(glob)${glob}`);
  const command = ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ...specs];
  const listed = execFileSync("git", command, { cwd: root, encoding: "utf8" }).split("\0");
  return [...new Set(listed)].filter((file) => file !== "" && existsSync(join(root, file)));
}

export function copyProject(root: string, copy: string, prepare: readonly string[]): void {
  for (const file of filesOf(root, [])) cpSync(join(root, file), join(copy, file));
  symlinkSync(join(root, "node_modules"), join(copy, "node_modules"));
  for (const script of prepare) {
    execFileSync(process.execPath, [script], { cwd: copy, stdio: ["ignore", "ignore", "inherit"] });
  }
}
