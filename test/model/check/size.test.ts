import { describe, expect, test } from "vitest";
import type { Scenario } from "../../../src/model/scenario.ts";
import {
  appropriation,
  claim,
  line,
  measure,
  offer,
  period,
  process,
  rate,
  staff,
  staffed,
  stream,
  tier,
} from "../../support/build.ts";
import { valid, problemsOf, examples, works } from "./valid.ts";

const names = (count: number): string[] => Array.from({ length: count }, (_, i) => `n${i}`);
const many = <T>(item: T, count = 501): Record<string, T> =>
  Object.fromEntries(names(count).map((name) => [name, item]));

/** A desk that serves some stages, two of them those it serves anyway. */
const serving = (count: number): Partial<Scenario> => ({
  streams: { ...valid.streams, ...many(stream("r", { work: works }), count - 2) },
  processes: { ...valid.processes, r: process({ open: [staffed("desk"), { done: 1 }] }) },
  staff: {
    ...valid.staff,
    desk: staff({ serves: ["a", "b", ...names(count - 2)].map((name) => `${name}.open`) }),
  },
});

/** Twenty tiers for a hundred claims, but for some; three claims are in the other tiers. */
const housing = (but: number): Partial<Scenario> => ({
  claims: { ...valid.claims, ...many(claim({}), 100) },
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
      [
        "a period of a month, beside figures of the year",
        {
          period: period("2014-01"),
          published: valid.published.map((one) => ({ ...one, values: { 2014: 1 } })),
        },
        ["out-of-range", "tables.t.rows.2.given.2014", "the run covers 2014 in part only", "leave"],
        ["out-of-range", "published.0.values.2014", "the run covers 2014 in part only"],
      ],
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
          staff: {},
          quotas: {},
          processes: {},
          stocks: {},
          flows: {},
          claims: {},
          tiers: {},
          tierGroups: {},
          costs: {},
          appropriations: { "1/1": appropriation() },
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
        "too many staff",
        () => ({ staff: { ...valid.staff, ...many(staff({ serves: [] })) } }),
        ["out-of-range", "staff", "503 staff", "at most 500"],
      ],
      [
        "too many quotas",
        () => ({ quotas: { ...valid.quotas, ...many(offer(1, [])) } }),
        ["out-of-range", "quotas", "502 quotas", "at most 500"],
      ],
      [
        "too many costs",
        () => ({ costs: { ...valid.costs, ...many(line("time", 1, "money/month")) } }),
        ["out-of-range", "costs", "513 costs"],
      ],
      [
        "too many tiers",
        () => ({ tiers: { ...valid.tiers, ...many(tier([])) } }),
        ["out-of-range", "housing.tiers", "503 tiers"],
      ],
      [
        "too many claims",
        () => ({ claims: { ...valid.claims, ...many(claim({})) } }),
        ["out-of-range", "housing.claims", "503 claims"],
      ],
      [
        "too many measures",
        () => ({ measures: many(measure()) }),
        ["out-of-range", "measures", "501 measures"],
      ],
      [
        "too many sources",
        () => ({ sources: { ...valid.sources, ...many({ title: "R" }) } }),
        ["out-of-range", "sources", "sources", "at most 500"],
      ],
      [
        "too many stages of a process",
        () => ({
          processes: {
            ...valid.processes,
            p: process(
              Object.fromEntries(names(501).map((name) => [name, [rate(1), { done: 1 }] as const])),
            ),
          },
        }),
        ["out-of-range", "processes.p.stages", "501 stages", "at most 500"],
      ],
      ["as many measures as there can be", () => ({ measures: many(measure(), 500) })],
      ["as many stages served in order as there can be", () => serving(200)],
      [
        "too many stages served in order",
        () => serving(201),
        ["out-of-range", "staff.desk.serves", "201 stages", "at most 200"],
      ],
      ["as many claims in tiers as there can be", () => housing(3)],
      [
        "too many claims in tiers",
        () => housing(2),
        ["out-of-range", "housing.tiers", "2001 claims in tiers", "at most 2000"],
      ],
    ),
  )("$name", ({ change, expected }) => {
    expect(problemsOf(change)).toEqual(expected);
  });
});
