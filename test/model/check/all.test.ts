import { expect, test } from "vitest";
import { check } from "../../../src/model/check.ts";
import { drivers } from "../../../src/model/costs/drivers.ts";
import { quantity } from "../../support/build.ts";
import { valid, problemsOf, inside, matching } from "./valid.ts";

test("a scenario without problems has none", () => {
  expect(check(valid)).toEqual([]);
});

test("the scenario without problems has every driver", () => {
  const kinds = Object.values(valid.costs).flatMap((costs) =>
    costs.drivers.map(({ kind }) => kind),
  );
  expect([...new Set(kinds)].toSorted()).toEqual(Object.keys(drivers).toSorted());
});

test("all problems are reported, in the order of the sections", () => {
  const problems = problemsOf({
    period: { from: 1, to: 0 },
    ...inside("processes", "q", { start: "opn" }),
    ...inside("streams", "a", { shares: {}, opening: { opn: quantity(1) } }),
    ...inside("tiers", "hotel", { for: ["young"] }),
  });
  expect(problems).toEqual(
    matching([
      ["out-of-range", "period.to", "ends"],
      ["unknown-name", "processes.q.start", "opn"],
      ["unknown-name", "streams.a.opening.opn", "opn"],
      ["missing-key", "streams.a.shares", "yes"],
      ["unknown-name", "housing.tiers.hotel.for.0", "young"],
    ]),
  );
});
