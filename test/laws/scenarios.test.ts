import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { kindsOf } from "../../src/language/description.ts";
import { description } from "../../src/model/description.ts";
import { check } from "../../src/model/check.ts";
import { scenarios } from "../support/random-scenario.ts";
import { runs, holds, observed } from "./cases.ts";

describe("random scenarios", () => {
  test("have no problems", () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        // Parts that nobody comes to are drawn as well: the model has to hold with them.
        const isIdle = /^(?:nobody comes to|no stream moves|staff that is decided in advance)/;
        const problems = [scenario, ...(scenario.planning ? [scenario.planning.assumption] : [])]
          .flatMap(check)
          .filter(({ message }) => !isIdle.test(message));
        expect(problems).toEqual([]);
      }),
      runs,
    );
  });

  test("reach every part of the model", () => {
    const seen = new Set<string>();
    holds((given) => {
      const { world, funds } = observed(given);
      if (funds.size > 1) seen.add("several capped appropriations");
      for (const [set, elements] of Object.entries(world.sets)) {
        for (const { tags, ports } of elements) {
          if (ports["driver"]?.some((target) => target.set === "line")) seen.add("line of lines");
          if (ports["foreseen_driver"]?.some(({ equation }) => equation === "foreseen")) {
            seen.add("line of lines, foreseen");
          }
          seen.add(set);
          for (const [tag, value] of Object.entries(tags)) seen.add(`${set} ${tag}=${value}`);
        }
      }
    });
    const known = Object.entries(description.sets).flatMap(([set, spec]) => [
      set,
      ...kindsOf(spec).flatMap((tags) =>
        Object.entries(tags).map(([tag, value]) => `${set} ${tag}=${value}`),
      ),
    ]);
    const others = ["line of lines", "line of lines, foreseen", "several capped appropriations"];
    expect([...seen].toSorted()).toEqual([...new Set([...known, ...others])].toSorted());
  });
});
