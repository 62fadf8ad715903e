import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import process from "node:process";
import { describe, expect, it } from "vitest";
import { nodeIo, type Io } from "../src/cli/io.ts";
import { forecast, root } from "./support/forecast.ts";

const read = (file: string): string => readFileSync(join(root, file), "utf8");
const real = nodeIo();

/** What the tour tells the reader to make: the scenario with the high end of the range in 2014. */
const high = read("scenarios/feb2014.yaml").replace("mid: 59000,", "mid: 67000,");

/** The project with the tour's own file, where nothing is written. */
const tour: Partial<Io> = {
  stat: (path) =>
    path === "scenarios/high.yaml" ? { kind: "file", size: high.length } : real.stat(path),
  realpath: (path) => (path === "scenarios/high.yaml" ? join(root, path) : real.realpath(path)),
  readFile: (path) =>
    path === "scenarios/high.yaml" ? new TextEncoder().encode(high) : real.readFile(path),
  writeFileAtomic: () => {},
};

/** `npx forecast a "b c"` → the words after the name. */
const words = (command: string): string[] =>
  command
    .replace(/^npx forecast /, "")
    .match(/"[^"]*"|\S+/g)
    ?.map((word) => word.replaceAll('"', "")) ?? [];

/** A document with the output of its `<!-- run: ... -->` commands in the blocks behind them. */
async function regenerated(file: string): Promise<{ text: string; commands: number }> {
  const block = /<!-- run: (.*?) -->\n```text\n(?:[^`]*\n)?```/g;
  const text = read(file);
  const outputs = new Map<string, string>();
  for (const [, command = ""] of text.matchAll(block)) {
    const { out, err } = await forecast(words(command), tour);
    expect(err).toBe("");
    outputs.set(command, out);
  }
  return {
    commands: outputs.size,
    text: text.replaceAll(
      block,
      (_, command: string) =>
        `<!-- run: ${command} -->\n\`\`\`text\n${outputs.get(command) ?? ""}\`\`\``,
    ),
  };
}

describe("documents", () => {
  it.each([
    ["README.md", 2],
    ["docs/VALIDATION.md", 6],
  ])("%s shows what its commands print", { timeout: 120_000 }, async (file, count) => {
    const { text, commands } = await regenerated(file);
    expect(commands).toBe(count);
    await expect(text).toMatchFileSnapshot(`../${file}`);
  });

  it("every command of the README runs", { timeout: 120_000 }, async () => {
    const blocks = [...read("README.md").matchAll(/```sh\n([^`]*)```/g)].map(
      ([, text = ""]) => text,
    );
    const commands = blocks
      .flatMap((text) => text.split("\n"))
      .map((line) =>
        line
          .trim()
          .replace(/^npm ci && /, "")
          .replaceAll("$n", "52000"),
      )
      .filter((line) => line.startsWith("npx forecast"));
    expect(commands.length).toBeGreaterThan(8);
    for (const command of commands) {
      const { status, err } = await forecast(words(command), tour);
      expect({
        command,
        err,
        status: status === 1 && command.includes(" diff ") ? 0 : status,
      }).toEqual({ command, err: "", status: 0 });
    }
  });

  it("MODEL.md has the equations as they are", () => {
    const check = (): unknown =>
      execFileSync(process.execPath, ["docs/generate.mjs", "--check"], {
        cwd: root,
        stdio: "pipe",
      });
    expect(check).not.toThrow();
  });

  it("links lead somewhere", () => {
    const files = [
      "README.md",
      "docs/MODEL.md",
      "docs/VALIDATION.md",
      "docs/DECISIONS.md",
      "docs/GLOSSARY.md",
      "docs/errors.md",
    ];
    const links = files.flatMap((file) =>
      [...read(file).matchAll(/\]\((?!https?:)([^)#]+)\)/g)].map(([, to = ""]) =>
        join(file, "..", to),
      ),
    );
    expect(links.length).toBeGreaterThan(5);
    for (const link of links) expect(() => real.stat(join(root, link))).not.toThrow();
  });
});
