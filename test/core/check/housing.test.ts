import { describe, expect, test } from "vitest";
import { problemsOf, examples, inside } from "./valid.ts";

describe("housing:", () => {
  test.each(
    examples(
      [
        "an unknown stage",
        inside("needs", "old", { stages: ["wait", "weit"] }),
        ["unknown-name", "housing.needs.old.stages.1", 'unknown stage "weit"'],
      ],
      [
        "an unknown stream",
        inside("needs", "old", { streams: ["a", "d"] }),
        ["unknown-name", "housing.needs.old.streams.1", 'unknown stream "d"'],
      ],
      [
        "people with two needs",
        inside("needs", "new", { streams: ["a", "c"], stages: ["open", "wait"] }),
        [
          "duplicate-key",
          "housing.needs.new.stages",
          'a.wait belongs to "old" already',
          "one need",
        ],
      ],
      [
        "a stream given twice",
        inside("needs", "new", { streams: ["a", "a"] }),
        ["duplicate-key", "housing.needs.new.stages", 'a.open belongs to "new" already'],
      ],
      [
        "a stream whose process is unknown",
        {
          ...inside("streams", "c", { process: "r" }),
          ...inside("needs", "new", { streams: ["c", "a"] }),
        },
        ["unknown-name", "streams.c.process", "process"],
      ],
      [
        "a tier for an unknown need",
        inside("tiers", "hotel", { for: ["old", "young"] }),
        ["unknown-name", "housing.tiers.hotel.for.1", 'unknown need "young"', "old, new"],
      ],
      [
        "a need given twice",
        inside("tiers", "flats", { for: ["old", "new", "old"] }),
        ["duplicate-key", "housing.tiers.flats.for.2", '"old"'],
      ],
      ["a tier for nobody", inside("tiers", "hotel", { for: [] })],
    ),
  )("$name", ({ change, expected }) => {
    expect(problemsOf(change)).toEqual(expected);
  });
});
