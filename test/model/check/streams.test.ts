import { describe, expect, test } from "vitest";
import { stageRef } from "../../../src/model/refs.ts";
import { follow, followStock, quantity, work } from "../../support/build.ts";
import { works, valid, problemsOf, examples, inside } from "./valid.ts";

describe("streams:", () => {
  test.each(
    examples(
      [
        "an unknown intake",
        inside("streams", "a", { intake: { of: "al", share: quantity(1) } }),
        ["unknown-name", "streams.a.intake.of", 'unknown intake "al"', "all"],
      ],
      ["no intake at all", inside("streams", "a", { intake: undefined })],
      [
        "an unknown flow",
        inside("streams", "a", { follows: [follow("few/a", 1, 1, 1), follow("grants", 1, 1, 1)] }),
        ["unknown-name", "streams.a.follows.1.flow", 'unknown flow "grants"'],
      ],
      [
        "an unknown stream in a flow",
        inside("streams", "a", { follows: [follow("granted/x", 1, 1, 1)] }),
        ["unknown-name", "streams.a.follows.0.flow", 'unknown stream "x"'],
      ],
      [
        "a stream that is not in the flow",
        inside("streams", "a", { follows: [follow("few/b", 1, 1, 1)] }),
        ["unknown-name", "streams.a.follows.0.flow", 'unknown stream "b"', "one of a"],
      ],
      [
        "a part too many",
        inside("streams", "a", { follows: [follow("granted/a/b", 1, 1, 1)] }),
        ["unknown-name", "streams.a.follows.0.flow", 'unknown stream "a/b"'],
      ],
      [
        "unknown stocks, and a stream that is not in one",
        inside("streams", "a", {
          follows: [
            followStock("opn", 1),
            followStock("open/x", 1),
            followStock("waiting/b", 1),
            followStock("granted", 1),
          ],
        }),
        ["unknown-name", "streams.a.follows.0.stock", 'unknown stock "opn"', "open, waiting"],
        ["unknown-name", "streams.a.follows.1.stock", 'unknown stream "x"'],
        ["unknown-name", "streams.a.follows.2.stock", 'unknown stream "b"', "one of a"],
        ["unknown-name", "streams.a.follows.3.stock", 'unknown stock "granted"'],
      ],
      [
        "an unknown process",
        inside("streams", "c", { process: "r", work: { open: 1 } }),
        ["unknown-name", "streams.c.process", 'unknown process "r"', "one of p, q"],
      ],
      [
        "people in an unknown stage",
        inside("streams", "c", {
          opening: { open: quantity(1), done: quantity(1), wait: quantity(1) },
        }),
        ["unknown-name", "streams.c.opening.wait", 'unknown stage "wait"'],
      ],
      [
        "a missing share",
        inside("streams", "a", { shares: {} }),
        [
          "missing-key",
          "streams.a.shares",
          'the process "p" needs the share "yes"',
          'add "yes" to the shares of a',
        ],
      ],
      [
        "a share by the name of what every object has",
        inside("processes", "q", {
          stages: { open: { ...valid.processes["q"]?.stages["open"], to: { done: "toString" } } },
        }),
        ["missing-key", "streams.c.shares", 'needs the share "toString"'],
      ],
      [
        "an unused share",
        inside("streams", "a", { shares: { yes: quantity(1), no: quantity(1) } }),
        ["unknown-name", "streams.a.shares.no", 'uses no share "no"', "it uses yes"],
      ],
      [
        "a share where none is used",
        inside("streams", "c", { shares: { no: quantity(1) } }),
        ["unknown-name", "streams.c.shares.no", 'uses no share "no"', "it uses none"],
      ],
      [
        "work where no staff is",
        inside("streams", "a", { work: { ...works, wait: works.open } }),
        [
          "unknown-name",
          "streams.a.work.wait",
          'unknown stage left by staff "wait"',
          "one of open",
        ],
      ],
      [
        "staff without work",
        inside("streams", "a", { work: {} }),
        ["missing-key", "streams.a", "the work on a case is missing", "add work: { open: { effort"],
      ],
      [
        "work without an aim",
        inside("streams", "a", { work: { open: work({ effort: 1 }) } }),
        ["missing-key", "streams.a.work.open", "an aim or a ceiling"],
      ],
      [
        "work with a ceiling instead",
        inside("streams", "a", { work: { open: work({ effort: 1, ceiling: 1 }) } }),
      ],
    ),
  )("$name", ({ change, expected }) => {
    expect(problemsOf(change)).toEqual(expected);
  });
});

describe("staff and quotas:", () => {
  test.each(
    examples(
      [
        "an unknown stage",
        inside("staff", "desk", { serves: ["a.open", "b.open", "a.wait"].map(stageRef) }),
        [
          "unknown-name",
          "staff.desk.serves.2",
          'unknown stage left by desk "a.wait"',
          "a.open, b.open",
        ],
      ],
      [
        "a stage served twice",
        inside("quotas", "town", { serves: ["a.wait", "b.wait", "a.wait"].map(stageRef) }),
        ["duplicate-key", "quotas.town.serves.2", '"a.wait" stands here twice'],
      ],
      [
        "a stage without a priority",
        inside("staff", "desk", { serves: ["b.open"].map(stageRef) }),
        ["missing-key", "staff.desk.serves", '"a.open" is left by desk', "add a.open"],
      ],
      [
        "a stage without a place in a quota",
        inside("quotas", "town", { serves: ["b.wait"].map(stageRef) }),
        ["missing-key", "quotas.town.serves", '"a.wait" is left by town'],
      ],
    ),
  )("$name", ({ change, expected }) => {
    expect(problemsOf(change)).toEqual(expected);
  });
});
