import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, describe, expect, test } from "vitest";
import { Runner, type Outcome } from "./runner.ts";

const folder = mkdtempSync(join(tmpdir(), "forecast-runner-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Does what the name of the test says. */
const worker = join(folder, "worker.mjs");
writeFileSync(
  worker,
  `process.on("message", ({ test }) => {
  if (test === "hangs") for (;;);
  if (test === "crashes") process.exit(1);
  process.send({ failure: test === "fails" ? test : undefined, milliseconds: 1, ran: 1, reached: [], leftOut: [] });
});
process.on("disconnect", () => process.exit());
process.send(["a.test.ts"]);
`,
);

describe("a runner", () => {
  const runner = new Runner(worker, { root: folder, scratch: folder, leftOut: [] });
  afterEach(() => runner.stop());

  const run = (name: string, limit = 60_000): Promise<Outcome> =>
    runner.run({ test: name, sources: [] }, limit);

  test("says which tests there are", async () => {
    expect(await runner.start()).toEqual(["a.test.ts"]);
  });

  test("outlives what hangs and what crashes", { timeout: 60_000 }, async () => {
    expect(await run("passes")).not.toHaveProperty("failure");
    expect(await run("hangs", 500)).toBe("timeout");
    expect(await run("fails")).toMatchObject({ failure: "fails" });
    expect(await run("crashes")).toBe("crash");
    expect(await run("passes")).toMatchObject({ ran: 1 });
  });

  test("fails where tests cannot be started", async () => {
    const file = join(folder, "broken.mjs");
    writeFileSync(file, "process.exit(1);");
    const broken = new Runner(file, { root: folder, scratch: folder, leftOut: [] });
    await expect(broken.start()).rejects.toThrow("the tests cannot be started");
  });
});
