import { describe, expect, test } from "vitest";
import type { Scenario } from "../../../src/core/scenario.ts";
import {
  line,
  measure,
  need,
  offer,
  period,
  process,
  rate,
  staff,
  staffed,
  stream,
  tier,
} from "../build.ts";
import { valid, problemsOf, examples, works } from "./valid.ts";

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `n${i}`);
const many = <T>(item: T, count = 501): Record<string, T> =>
  Object.fromEntries(names(count).map((name) => [name, item]));

/** A desk that serves some stages, two of them those it serves anyway. */
const serving = (count: number): Partial<Scenario> => ({
  streams: { ...valid.streams, ...many(stream("r", { work: works }), count - 2) },
  processes: { ...valid.processes, r: process({ open: [staffed("desk"), { done: 1 }] }) },
  capacities: {
    ...valid.capacities,
    desk: staff({ serves: ["a", "b", ...names(count - 2)].map((name) => `${name}.open`) }),
  },
});

/** Twenty tiers for a hundred needs, but for some; three needs are in the other tiers. */
const housing = (but: number): Partial<Scenario> => ({
  needs: { ...valid.needs, ...many(need({}), 100) },
  tiers: { ...valid.tiers, ...many(tier(names(100)), 19), last: tier(names(100 - but)) },
});

describe("size:", () => {
  test.each(
    examples(
      [
        "a period that ends before it starts",
        { period: { from: 24_168, to: 24_167 } },
        ["out-of-range", "period.to", "ends before it starts"],
      ],
      ["a period of a month", { period: period("2014-01") }],
      ["a period of 50 years", { period: period("2014-01..2063-12") }],
      [
        "a period of more",
        { period: period("2014-01..2064-01") },
        ["out-of-range", "period.to", "has 601 months", "at most 600"],
      ],
      [
        "no streams",
        () => ({
          streams: {},
          capacities: {},
          processes: {},
          stocks: {},
          flows: {},
          needs: {},
          tiers: {},
          tierGroups: {},
          costs: {},
          capped: undefined,
        }),
        ["missing-key", "streams", "at least one stream"],
      ],
      [
        "too many streams",
        () => ({ streams: { ...valid.streams, ...many(stream("q")) } }),
        ["out-of-range", "streams", "504 streams", "at most 500"],
      ],
      [
        "too many processes",
        () => ({
          processes: { ...valid.processes, ...many(process({ open: [rate(1), { done: 1 }] })) },
        }),
        ["out-of-range", "processes", "503 processes"],
      ],
      [
        "too many capacities",
        () => ({ capacities: { ...valid.capacities, ...many(offer(1, [])) } }),
        ["out-of-range", "capacities", "504 capacities"],
      ],
      [
        "too many costs",
        () => ({ costs: { ...valid.costs, ...many(line("time", 1, "money/month")) } }),
        ["out-of-range", "costs", "513 costs"],
      ],
      [
        "too many tiers",
        () => ({ tiers: { ...valid.tiers, ...many(tier([])) } }),
        ["out-of-range", "tiers", "503 tiers"],
      ],
      [
        "too many needs",
        () => ({ needs: { ...valid.needs, ...many(need({})) } }),
        ["out-of-range", "needs", "503 needs"],
      ],
      [
        "too many measures",
        () => ({ measures: many(measure()) }),
        ["out-of-range", "development", "501 development"],
      ],
      ["as many measures as there can be", () => ({ measures: many(measure(), 500) })],
      ["as many stages served in order as there can be", () => serving(200)],
      [
        "too many stages served in order",
        () => serving(201),
        ["out-of-range", "capacities.desk.serves", "201 stages", "at most 200"],
      ],
      ["as many needs in tiers as there can be", () => housing(3)],
      [
        "too many needs in tiers",
        () => housing(2),
        ["out-of-range", "housing.tiers", "2001 needs in tiers", "at most 2000"],
      ],
    ),
  )("$name", ({ change, expected }) => {
    expect(problemsOf(change)).toEqual(expected);
  });
});
