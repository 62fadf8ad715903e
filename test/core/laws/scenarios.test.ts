import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { check } from "../../../src/core/check.ts";
import { scenarios } from "../../support/random-scenario.ts";
import { runs, holds, observed } from "./cases.ts";

describe("random scenarios", () => {
  test("have no problems", () => {
    fc.assert(
      fc.property(scenarios, (scenario) => {
        expect(check(scenario)).toEqual([]);
        const { planning } = scenario;
        expect(planning === undefined ? [] : check(planning.assumption)).toEqual([]);
      }),
      runs,
    );
  });

  test("reach every part of the model", () => {
    const seen = new Set<string>();
    holds((given) => {
      const { world } = observed(given);
      for (const [set, elements] of Object.entries(world.sets)) {
        for (const { tags, ports } of elements) {
          if (ports.driver?.some((target) => target.set === "line")) seen.add("line of lines");
          if (ports.foreseen_driver?.some(({ equation }) => equation === "foreseen")) {
            seen.add("line of lines, foreseen");
          }
          seen.add(set);
          for (const [tag, value] of Object.entries(tags)) seen.add(`${set} ${tag}=${value}`);
        }
      }
    });
    expect([...seen].toSorted()).toEqual([
      "agency",
      "allotment",
      "appropriation",
      "fill",
      "fill limit=no",
      "fill limit=yes",
      "flow",
      "group",
      "line",
      "line of lines",
      "line of lines, foreseen",
      "line pay=lag",
      "line pay=now",
      "line pay=spread",
      "move",
      "move unserved=no",
      "move unserved=yes",
      "need",
      "source",
      "source kind=follow",
      "source kind=intake",
      "source kind=stock",
      "staffing",
      "staffing by=aim",
      "staffing by=money",
      "staffing by=plan",
      "stage",
      "stage aim=no",
      "stage aim=yes",
      "stage floor=no",
      "stage floor=yes",
      "stage leave=after",
      "stage leave=never",
      "stage leave=places",
      "stage leave=rate",
      "stage leave=staff",
      "stage steady=no",
      "stage steady=yes",
      "stage unserved=no",
      "stage unserved=yes",
      "stream",
      "tier",
      "tier limit=no",
      "tier limit=yes",
    ]);
  });
});
