import { describe, expect, test } from "vitest";
import type { Scenario } from "../../src/model/scenario.ts";
import { isInput, setterOf, writesFor } from "../../src/request/changes.ts";
import type { Request } from "../../src/request/request.ts";
import { failed, ok } from "../../src/diagnostics/diagnostic.ts";
import {
  appropriation,
  figuresOf,
  line,
  month,
  opened,
  point,
  quantity,
  stream,
  type Given,
} from "../support/build.ts";
import { planning, small } from "./small.ts";

const costs = (cost: Given, rent: Given = 7): Partial<Scenario> => ({
  costs: {
    cases: line("flow/done", cost, "money/person"),
    rent: line("time", rent, "money/month", { on: "1/2" }),
  },
});

/** The paths of the numbers to write, and their values. */
const named = (request: Request, changed: Scenario): unknown[] | undefined =>
  writesFor(request, changed)
    ?.map(({ number, value }) => `${request.numbers[number]?.path} = ${value}`)
    .toSorted();

describe("an input", () => {
  const given = small({ planning: planning() });

  test.each([
    ["costs.cases.cost", true],
    ["costs.cases.cost.2014", true],
    ["streams.a.intake.volume", true],
    ["streams.a.intake.volume.2014.mid", true],
    ["appropriations.1/1.frame", true],
    ["planning.set.costs.cases.cost", true],
    ["planning.set.costs.cases.cost.2014", true],
    ["costs.cases", false],
    ["costs.cases.driver", false],
    ["costs.nothing.cost", false],
    ["planning.set.costs.cases", false],
    ["planning.set.", false],
    ["planning.start", false],
    ["period.to", false],
    ["", false],
  ])("%j: %s", (path, is) => {
    expect(isInput(given, path)).toBe(is);
  });

  test("of a planning assumption is none without one", () => {
    expect(isInput(small(), "planning.set.costs.cases.cost")).toBe(false);
    expect(isInput(small(), "costs.cases.cost")).toBe(true);
  });
});

describe("what has to be set", () => {
  test("is nothing where nothing differs", () => {
    expect(writesFor(opened(small()), small())).toEqual([]);
  });

  test("are the numbers that differ, in all cases", () => {
    const request = opened(small(costs({ "2014..2016": 2, 2015: 3 })));
    expect(named(request, small(costs({ "2014..2016": 2, 2015: 4 }, 8)))).toEqual([
      "costs.cases.cost.2015 = 4",
      "costs.cases.cost.2015.high = 4",
      "costs.cases.cost.2015.low = 4",
      "costs.rent.cost = 8",
      "costs.rent.cost.high = 8",
      "costs.rent.cost.low = 8",
    ]);
  });

  test("is one case of an intake, where only that differs", () => {
    const always = { from: -Infinity, to: Infinity };
    const intake = (low: number): Scenario => {
      const volume = { ...quantity(0, "persons/month"), points: [point(always, 100, low, 200)] };
      return small({ streams: { a: { ...stream("a"), intake: { volume, season: undefined } } } });
    };
    expect(named(opened(intake(50)), intake(60))).toEqual(["streams.a.intake.volume.low = 60"]);
  });

  test("makes the request the changed one", () => {
    const request = opened(small({ ...costs(2), planning: planning(costs(2)) }));
    const changed = small({ ...costs(3, 9), planning: planning(costs(4)) });
    const read = (of: Request): unknown[] => [
      figuresOf(of)("appropriation", "forecast", "1/1"),
      figuresOf(of)("appropriation", "forecast", "1/2"),
      figuresOf(of)("appropriation", "frame", "1/1"),
    ];
    const before = read(request);
    const writes = writesFor(request, changed) ?? [];
    for (const { number, value } of writes) request.set(number, value);
    expect(read(request)).toEqual(read(opened(changed)));
    // 100 · 3 · 12, 9 · 12, and of the assumption 100 · 4 · 12.
    expect(read(request).map((row) => (row as number[])[1])).toEqual([3600, 108, 4800]);
    expect(read(request)).not.toEqual(before);
  });

  test("is another structure where an input holds in other months", () => {
    const request = opened(small(costs({ 2014: 1, 2015: 2, 2016: 3 })));
    const changes: readonly Given[] = [
      { "2014..2015": 1, 2016: 3 },
      { 2014: 1, 2015: 2, "2016..2017": 3 },
      { 2014: 1, 2015: 2, 2016: 3, 2017: 4 },
      2,
    ];
    for (const cost of changes) expect(writesFor(request, small(costs(cost)))).toBeUndefined();
  });

  test("is another structure where there is an input more", () => {
    const request = opened(small());
    const one = line("time", 1, "money/month");
    expect(writesFor(request, small({ costs: { ...small().costs, one } }))).toBeUndefined();
  });

  test("is of the planning assumption too", () => {
    const request = opened(small({ planning: planning(costs(2)) }));
    expect(named(request, small({ planning: planning(costs(5)) }))).toEqual([
      "costs.cases.cost = 5",
      "costs.cases.cost.high = 5",
      "costs.cases.cost.low = 5",
    ]);
    expect(writesFor(request, small({ planning: planning(costs({ 2014: 2 })) }))).toBeUndefined();
    expect(writesFor(request, small())).toEqual([]);
  });

  test("is both where the assumption shares the input", () => {
    const made = (cost: number): Scenario => {
      const own = small(costs(cost));
      const label = "the assumption";
      return { ...own, planning: { label, start: month("2013-07"), assumption: own } };
    };
    const request = opened(made(2));
    const writes = writesFor(request, made(3)) ?? [];
    for (const { number, value } of writes) request.set(number, value);
    expect(figuresOf(request)("appropriation", "frame", "1/1")).toEqual([3600, 3600, 3600]);
    expect(figuresOf(request)("appropriation", "gap", "1/1")).toEqual([0, 0, 0]);
  });
});

describe("an input that takes many values", () => {
  const values = [1, 2, 3, 4, 5, 6];
  /** A cost in money per person, which may be from 0 to 5. */
  const of = (cost: number): Scenario => {
    const bounded = { ...quantity(cost, "money/person"), bounds: { max: 5 } };
    return small({
      costs: { cases: { ...line("flow/done", 0, "money/person"), cost: bounded } },
      appropriations: { "1/1": appropriation() },
    });
  };
  const tooMuch = failed([{ code: "out-of-range", severity: "error", message: "too much" }]);

  test("is read from few of them, and set to all", () => {
    const read: (number | string)[] = [];
    const request = opened(of(2));
    const setter = setterOf(request, "costs.cases.cost", values, (value) => {
      read.push(value);
      return Number(value) > 5 ? tooMuch : ok(of(Number(value)));
    });
    const found = [2, 4, 1, 3, 2].map((value) => {
      const writes = setter?.at(value);
      if (writes?.ok !== true) throw new Error(`${value} cannot be set`);
      for (const write of writes.value) request.set(write.number, write.value);
      return figuresOf(request)("line", "cost", "cases")[1];
    });
    // 100 · 12 at 2, 4, 1, 3 and 2 again, the first of which was there before.
    expect(found).toEqual([2400, 4800, 1200, 3600, 2400]);
    expect([...(setter?.touches ?? [])].map((number) => request.numbers[number]?.path)).toEqual(
      expect.arrayContaining(["costs.cases.cost"]),
    );
    // The extremes and the second were asked for, and since the greatest cannot be read, what lies beyond the second.
    expect(read).toEqual([1, 6, 2, 4, 3]);
    expect(setter?.at(6)).toEqual(tooMuch);
  });

  test("is read where values are not plain numbers", () => {
    const read: (number | string)[] = [];
    const request = opened(of(2));
    const words: Readonly<Record<string, number>> = { one: 1, two: 2, three: 3, four: 4 };
    const setter = setterOf(request, "costs.cases.cost", Object.keys(words), (value) => {
      read.push(value);
      return ok(of(words[value] ?? NaN));
    });
    const found = ["three", "two", "three", "one"].map((value) => {
      const writes = setter?.at(value);
      if (writes?.ok !== true) throw new Error(`${value} cannot be set`);
      for (const write of writes.value) request.set(write.number, write.value);
      return figuresOf(request)("line", "cost", "cases")[1];
    });
    expect(found).toEqual([3600, 2400, 3600, 1200]);
    // Each of them once.
    expect(read).toEqual(["one", "two", "three"]);
  });

  test("takes no number for sound that lies beyond those that were read", () => {
    const request = opened(of(2));
    const setter = setterOf(request, "costs.cases.cost", [1, 3, 9, 2], (value) =>
      Number(value) > 5 ? tooMuch : ok(of(Number(value))),
    );
    expect(setter?.at(9)).toEqual(tooMuch);
    expect(setter?.at(4)).toMatchObject({ ok: true });
    expect(setter?.at(7)).toEqual(tooMuch);
  });

  test("converts nothing where the file's unit is not that of a plain number", () => {
    const request = opened(of(2));
    const setter = setterOf(request, "costs.cases.cost", [1200, 0], (value) =>
      ok(of(Number(value) / 12)),
    );
    const value = (to: number): readonly number[] | undefined => {
      const writes = setter?.at(to);
      return writes?.ok === true
        ? [...new Set(writes.value.map((write) => write.value))]
        : undefined;
    };
    expect([value(1200), value(0), value(600)]).toEqual([[100], [0], [50]]);
  });

  test("is none for a value that changes the structure among others", () => {
    const request = opened(of(2));
    const setter = setterOf(request, "costs.cases.cost", ["1", "3", "planning"], (value) =>
      ok(value === "planning" ? small(costs({ 2014: 1 })) : of(Number(value))),
    );
    expect(setter?.at("3")).toMatchObject({ ok: true });
    expect(setter?.at("planning")).toBeUndefined();
  });

  test("is none where it is no input, or its values change the structure", () => {
    const request = opened(of(2));
    const never = (): never => {
      throw new Error("nothing is read");
    };
    expect(setterOf(request, "costs.cases.lag", values, never)).toBeUndefined();
    expect(
      setterOf(request, "costs.cases.cost", values, () => ok(small(costs({ 2014: 1 })))),
    ).toBeUndefined();
  });
});
