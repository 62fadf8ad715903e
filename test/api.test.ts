import { spawnSync } from "node:child_process";
import process from "node:process";
import { expect, it } from "vitest";
import { readScenario } from "../src/index.ts";
import { read } from "./support/document.ts";
import { root } from "./support/forecast.ts";
import { small } from "./support/small-scenario.ts";

const example = /```js\n((?:(?!```)[^\n]*\n)*)```(?:\n\n```text\n(?:(?!```)[^\n]*\n)*```)?/g;

it("docs/API.md shows what its examples print", { timeout: 60_000 }, async () => {
  let examples = 0;
  const text = read("docs/API.md").replaceAll(example, (_, code: string) => {
    examples += 1;
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ["--input-type=module", "-e", code],
      { cwd: root, encoding: "utf8" },
    );
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
    expect(stdout).not.toBe("");
    return `\`\`\`js\n${code}\`\`\`\n\n\`\`\`text\n${stdout.trimEnd()}\n\`\`\``;
  });
  expect(examples).toBeGreaterThanOrEqual(3);
  await expect(text).toMatchFileSnapshot("../docs/API.md");
});

it("readScenario says what is wrong, and where", () => {
  const wrong = readScenario(small.replace("aim: 4 months", "aim: 4 persons"), { file: "a.yaml" });
  expect(wrong.ok || wrong.diagnostics).toMatchObject([
    { code: "bad-unit", file: "a.yaml", line: 13 },
  ]);
  const series = { "in.csv": "month,all\n2024-01,1\n" };
  const text = small.replace("12000 persons/year", '{ csv: "in.csv#all", unit: persons/month }');
  expect(readScenario(text, { series }).ok).toBe(true);
  const without = readScenario(text);
  expect(without.ok || without.diagnostics[0]?.message).toContain('no series "in.csv"');
});

it("readScenario takes changed inputs", () => {
  const set = [{ path: "streams.all.intake", value: 1200 }];
  const changed = readScenario(small, { set });
  expect(changed.ok && changed.value.quantities.get("streams.all.intake")?.points[0]?.mid).toBe(
    100,
  );
});
