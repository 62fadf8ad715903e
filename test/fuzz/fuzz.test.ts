import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { caseOf } from "./cases.ts";
import { check } from "./check.ts";
import { idle } from "./scalars.ts";
import { stemsIn } from "./stems.ts";

const stems = stemsIn(join(import.meta.dirname, "../.."));

describe("a share of `npm run fuzz`", () => {
  test.each([
    ["small", false, 300],
    ["large", true, 15],
  ])("%s cases", { timeout: 120_000 }, async (_, isLarge, count) => {
    const found: string[] = [];
    for (let seed = 0; seed < count; seed += 1) {
      const problem = await check(caseOf(stems, seed, isLarge), { timed: false });
      if (problem !== undefined) found.push(`seed ${seed}: ${problem}`);
    }
    expect(found).toEqual([]);
  });
});

test(
  "another scalar in a small scenario changes a result or is refused",
  { timeout: 120_000 },
  async () => {
    for (const stem of stems.small.slice(0, 1)) expect(await idle(stem)).toEqual([]);
  },
);
