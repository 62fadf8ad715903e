import { describe, expect, test } from "vitest";
import { problemsOf, examples, inside } from "./valid.ts";

describe("groups:", () => {
  test.each(
    examples(
      [
        "an unknown stage of a stock",
        inside("stocks", "open", { stages: ["open", "opn"] }),
        ["unknown-name", "groups.stocks.open.stages.1", 'unknown stage "opn"'],
      ],
      [
        "an unknown stream of a stock",
        inside("stocks", "open", { streams: ["d"] }),
        ["unknown-name", "groups.stocks.open.streams.0", 'unknown stream "d"'],
        ["unknown-name", "costs.days.driver", 'unknown stream "c"', "one of d"],
      ],
      [
        "a stage of a stock given twice",
        inside("stocks", "open", { stages: ["open", "wait", "open"] }),
        ["duplicate-key", "groups.stocks.open.stages.2", '"open"'],
      ],
      [
        "a stream of a stock given twice",
        inside("stocks", "open", { streams: ["c", "c"] }),
        ["duplicate-key", "groups.stocks.open.streams.1", '"c"'],
      ],
      [
        "a move from nowhere",
        inside("flows", "few", { moves: [{ from: "opn", to: undefined }] }),
        ["unknown-name", "groups.flows.few.moves.0", 'unknown stage "opn"'],
      ],
      [
        "a move to nowhere",
        inside("flows", "few", {
          moves: [
            { from: "open", to: undefined },
            { from: undefined, to: "opn" },
          ],
        }),
        ["unknown-name", "groups.flows.few.moves.1", 'unknown stage "opn"'],
      ],
      [
        "a move given twice",
        inside("flows", "few", {
          moves: [
            { from: "open", to: undefined },
            { from: undefined, to: "open" },
            { from: "open", to: undefined },
          ],
        }),
        ["duplicate-key", "groups.flows.few.moves.2", '"open -> *" stands here twice'],
      ],
      [
        "applications given twice",
        inside("flows", "few", {
          moves: [
            { from: undefined, to: "open" },
            { from: undefined, to: "open" },
          ],
        }),
        ["duplicate-key", "groups.flows.few.moves.1", '"intake -> open" stands here twice'],
      ],
      [
        "an unknown stream of a flow",
        inside("flows", "few", { streams: ["a", "d"] }),
        ["unknown-name", "groups.flows.few.streams.1", 'unknown stream "d"'],
      ],
      [
        "a stream of a flow given twice",
        inside("flows", "few", { streams: ["a", "a"] }),
        ["duplicate-key", "groups.flows.few.streams.1", '"a"'],
      ],
      [
        "a tier given twice",
        { tierGroups: { g: { label: "g", tiers: ["flats", "flats"] } } },
        ["duplicate-key", "groups.tiers.g.tiers.1", '"flats" stands here twice'],
      ],
      [
        "an unknown tier",
        { tierGroups: { g: { label: "g", tiers: ["flats", "motel"] } } },
        ["unknown-name", "groups.tiers.g.tiers.1", 'unknown tier "motel"', "hotel"],
      ],
    ),
  )("$name", ({ change, expected }) => {
    expect(problemsOf(change)).toEqual(expected);
  });
});
