import { describe, expect, test } from "vitest";
import type { Scenario } from "../../../src/core/scenario.ts";
import { placed, staffed } from "../build.ts";
import { valid, problemsOf, examples, inside } from "./valid.ts";

const aStage = (change: object): Partial<Scenario> =>
  inside("processes", "q", {
    stages: { open: { ...valid.processes["q"]?.stages["open"], ...change } },
  });

describe("processes:", () => {
  test.each(
    examples(
      [
        "an unknown start",
        inside("processes", "q", { start: "opn" }),
        [
          "unknown-name",
          "processes.q.start",
          'unknown stage "opn"',
          'one of open; did you mean "open"?',
        ],
      ],
      [
        "an end as a start",
        inside("processes", "q", { start: "done" }),
        ["unknown-name", "processes.q.start", 'unknown stage "done"'],
      ],
      [
        "an end given twice",
        inside("processes", "q", { ends: ["done", "done"] }),
        ["duplicate-key", "processes.q.ends.1", '"done" stands here twice'],
      ],
      [
        "an end that is a stage",
        inside("processes", "q", { ends: ["done", "open"] }),
        ["duplicate-key", "processes.q.ends", '"open" is a stage and an end'],
      ],
      [
        "an end called like applications",
        inside("processes", "q", { ends: ["done", "intake"] }),
        ["wrong-type", "processes.q", 'no stage can be called "intake"'],
      ],
      ["an end by any name", inside("processes", "q", { ends: ["done", "constructor"] })],
      [
        "no way out",
        aStage({ to: {} }),
        ["missing-key", "processes.q.stages.open.to", "somewhere to go"],
      ],
      [
        "a way to nowhere",
        aStage({ to: { done: 0.5, dome: 0.5 } }),
        ["unknown-name", "processes.q.stages.open.to.dome", 'unknown stage "dome"'],
      ],
      [
        "two rests",
        aStage({ to: { done: "rest", open: "rest" } }),
        ["duplicate-key", "processes.q.stages.open.to.open", "only one"],
      ],
      [
        "unknown staff",
        aStage({ leave: staffed("dask") }),
        [
          "unknown-name",
          "processes.q.stages.open.leave.capacity",
          'unknown capacity with staff "dask"',
          "desk, office",
        ],
        ["missing-key", "streams.c", "work on a case is missing"],
      ],
      [
        "places for staff",
        aStage({ leave: staffed("town") }),
        [
          "unknown-name",
          "processes.q.stages.open.leave.capacity",
          'unknown capacity with staff "town"',
        ],
        ["missing-key", "streams.c", "work"],
      ],
      [
        "staff for places",
        aStage({ leave: placed("desk") }),
        [
          "unknown-name",
          "processes.q.stages.open.leave.places",
          'unknown capacity with places "desk"',
          "one of town",
        ],
      ],
    ),
  )("$name", ({ change, expected }) => {
    expect(problemsOf(change)).toEqual(expected);
  });
});
