import { describe, expect, test } from "vitest";
import { problemsOf, examples, inside } from "./valid.ts";

describe("housing:", () => {
  test.each(
    examples(
      [
        "an unknown stage",
        inside("claims", "old", { stages: ["wait", "weit"] }),
        ["unknown-name", "housing.claims.old.stages.1", 'unknown stage "weit"'],
      ],
      [
        "an unknown stream",
        inside("claims", "old", { streams: ["a", "d"] }),
        ["unknown-name", "housing.claims.old.streams.1", 'unknown stream "d"'],
      ],
      [
        "people with two claims",
        inside("claims", "new", { streams: ["a", "c"], stages: ["open", "wait"] }),
        [
          "duplicate-key",
          "housing.claims.new.stages",
          'a.wait belongs to "old" already',
          "one claim",
        ],
      ],
      [
        "a stream given twice",
        inside("claims", "new", { streams: ["a", "a"] }),
        ["duplicate-key", "housing.claims.new.stages", 'a.open belongs to "new" already'],
      ],
      [
        "a stream whose process is unknown",
        {
          ...inside("streams", "c", { process: "r" }),
          ...inside("claims", "new", { streams: ["c", "a"] }),
        },
        ["unknown-name", "streams.c.process", "process"],
      ],
      [
        "a tier for an unknown claim",
        inside("tiers", "hotel", { for: ["old", "young"] }),
        ["unknown-name", "housing.tiers.hotel.for.1", 'unknown claim "young"', "old, new"],
      ],
      [
        "a claim given twice",
        inside("tiers", "flats", { for: ["old", "new", "old"] }),
        ["duplicate-key", "housing.tiers.flats.for.2", '"old"'],
      ],
      ["a tier for nobody", inside("tiers", "hotel", { for: [] })],
    ),
  )("$name", ({ change, expected }) => {
    expect(problemsOf(change)).toEqual(expected);
  });
});
