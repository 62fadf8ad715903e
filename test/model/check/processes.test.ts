import { describe, expect, test } from "vitest";
import type { Scenario } from "../../../src/model/scenario.ts";
import { placed, staffed, work } from "../../support/build.ts";
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
      [
        "an end by any name that nobody comes to",
        inside("processes", "q", { ends: ["done", "constructor"] }),
        ["wrong-type", "processes.q.ends.1", 'nobody comes to "constructor"', "leave it out"],
      ],
      [
        "a move nobody makes, of some streams or all",
        {
          flows: {
            ...valid.flows,
            odd: {
              label: "odd",
              moves: [
                { from: "wait", to: "open" },
                { from: undefined, to: "wait" },
                { from: "open", to: undefined },
              ],
              streams: undefined,
            },
          },
        },
        ["wrong-type", "groups.flows.odd.moves.0", "no stream moves wait -> open", "in the order"],
        ["wrong-type", "groups.flows.odd.moves.1", "no stream moves intake -> wait"],
      ],
      [
        "staff that is decided and steady",
        inside("staff", "office", { steady: true }),
        ["wrong-type", "staff.office.steady", "follows no work", "leave out"],
      ],
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
        "unserved where there is no staff",
        aStage({ unserved: { done: 1 } }),
        [
          "wrong-type",
          "processes.q.stages.open.unserved",
          "only staff can leave people unserved",
          "leave the stage by staff",
        ],
      ],
      [
        "unserved with nowhere to go",
        inside("processes", "p", {
          stages: {
            ...valid.processes["p"]?.stages,
            open: { leave: staffed("desk"), to: { wait: "yes", done: "rest" }, unserved: {} },
          },
        }),
        ["missing-key", "processes.p.stages.open.unserved", "somewhere to go"],
      ],
      [
        "unserved who go nowhere, and two rests",
        inside("processes", "p", {
          stages: {
            ...valid.processes["p"]?.stages,
            open: {
              leave: staffed("desk"),
              to: { wait: "yes", done: "rest" },
              unserved: { open: "rest", done: "rest", dome: 0.1 },
            },
          },
        }),
        ["unknown-name", "processes.p.stages.open.unserved.dome", 'unknown stage "dome"'],
        ["duplicate-key", "processes.p.stages.open.unserved.done", "only one"],
      ],
      [
        "unserved by a share of their own",
        inside("processes", "p", {
          stages: {
            ...valid.processes["p"]?.stages,
            open: {
              leave: staffed("desk"),
              to: { wait: 1 },
              unserved: { open: "yes", done: "no" },
            },
          },
        }),
        ["missing-key", "streams.a.shares", 'needs the share "no"'],
        ["missing-key", "streams.b.shares", 'needs the share "no"'],
      ],
      [
        "work that takes longer than anybody stays",
        {
          ...inside("processes", "p", {
            stages: {
              ...valid.processes["p"]?.stages,
              open: {
                leave: staffed("desk"),
                to: { wait: "yes", done: "rest" },
                unserved: { open: 1 },
              },
            },
          }),
          ...inside("streams", "a", {
            work: { open: work({ effort: 1, aim: 1, shortest: 2 }) },
          }),
        },
        [
          "wrong-type",
          "streams.a.work.open.shortest",
          "nobody stays longer than a month",
          "leave out the shortest time",
        ],
      ],
      [
        "unknown staff",
        aStage({ leave: staffed("dask") }),
        [
          "unknown-name",
          "processes.q.stages.open.leave.staff",
          'unknown staff "dask"',
          "desk, office",
        ],
        ["missing-key", "streams.c", "work on a case is missing"],
      ],
      [
        "a quota for staff",
        aStage({ leave: staffed("town") }),
        ["unknown-name", "processes.q.stages.open.leave.staff", 'unknown staff "town"'],
        ["missing-key", "streams.c", "work"],
      ],
      [
        "staff for a quota",
        aStage({ leave: placed("desk") }),
        [
          "unknown-name",
          "processes.q.stages.open.leave.quota",
          'unknown quota "desk"',
          "one of town",
        ],
      ],
    ),
  )("$name", ({ change, expected }) => {
    expect(problemsOf(change)).toEqual(expected);
  });
});
