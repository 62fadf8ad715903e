import { describe, expect, test } from "vitest";
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

const many = <T>(item: T): Record<string, T> =>
  Object.fromEntries(Array.from({ length: 501 }, (_, i) => [`n${i}`, item]));

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
        ["out-of-range", "costs", "511 costs"],
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
      [
        "too many stages served in order",
        () => {
          const names = Array.from({ length: 199 }, (_, i) => `n${i}`);
          return {
            streams: {
              ...valid.streams,
              ...Object.fromEntries(names.map((n) => [n, stream("r", { work: works })])),
            },
            processes: { ...valid.processes, r: process({ open: [staffed("desk"), { done: 1 }] }) },
            capacities: {
              ...valid.capacities,
              desk: staff({ serves: ["a", "b", ...names].map((n) => `${n}.open`) }),
            },
          };
        },
        ["out-of-range", "capacities.desk.serves", "201 stages", "at most 200"],
      ],
      [
        "too many needs in tiers",
        () => {
          const names = Array.from({ length: 100 }, (_, i) => `n${i}`);
          return {
            needs: { ...valid.needs, ...Object.fromEntries(names.map((n) => [n, need({})])) },
            tiers: {
              ...valid.tiers,
              ...Object.fromEntries(Array.from({ length: 20 }, (_, i) => [`t${i}`, tier(names)])),
            },
          };
        },
        ["out-of-range", "housing.tiers", "2003 needs in tiers", "at most 2000"],
      ],
    ),
  )("$name", ({ change, expected }) => {
    expect(problemsOf(change)).toEqual(expected);
  });
});
