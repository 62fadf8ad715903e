import { describe, expect, test } from "vitest";
import { bind, CycleError } from "../../src/engine/bind.ts";
import type { Missing } from "../../src/engine/lanes.ts";
import { figureName, type Node, type Program } from "../../src/engine/program.ts";
import type { Element, World } from "../../src/engine/world.ts";
import type { Description } from "../../src/language/description.ts";
import { month, type Given } from "../support/build.ts";
import {
  all,
  complain,
  element,
  equation,
  figure,
  input,
  model,
  monthly,
  numbers,
  port,
  programOf,
  relation,
  rule,
  slotOf,
  world,
} from "./toy.ts";

const months = (...values: readonly number[]): Given =>
  Object.fromEntries(
    values.map((value, i) => [`2014-${String(i + 1).padStart(2, "0")}`, value] as const),
  );

/** Inputs of every kind. */
const inputs: Description["inputs"] = {
  x: input("month"),
  y: input("month"),
  first: input("start"),
  asked: input("year"),
  before: input("past"),
  everywhere: input("month", ""),
};

/** The program of one thing, `a`, with these inputs. */
function single(
  equations: readonly (readonly [id: string, is: string, before?: string])[],
  given: Readonly<Record<string, Given>> = {},
  counts: Element["counts"] = {},
  span: Parameters<typeof world>[1] = {},
): { readonly program: Program; readonly values: number[]; readonly nodes: Record<string, Node> } {
  const known = numbers();
  const description = model({
    inputs,
    equations: equations.map(([id, is, before]) =>
      equation(id, is, before === undefined ? {} : { before }),
    ),
  });
  const thing = element("a", {
    inputs: Object.fromEntries(
      Object.entries(given).map(([name, by]) => [name, known.given(`a.${name}`, by)]),
    ),
    counts,
  });
  const program = programOf(description, world({ thing: [thing] }, span));
  const nodes = Object.fromEntries(program.slots.map(({ equation: id, node }) => [id, node]));
  return { program, values: known.values, nodes };
}

const orderOf = ({ order, slots }: Program): string[] =>
  order.map((slot) => `${slots[slot]?.equation} of ${slots[slot]?.key}`);

describe("slots", () => {
  test("come after those they need in the same month, whatever the order of equations", () => {
    const { program } = single(
      [
        ["stock", "prev(stock) + inflow - left", "first"],
        ["left", "min(prev(stock), inflow)"],
        ["inflow", "x * 2"],
      ],
      { x: 3, first: 5 },
    );
    expect(orderOf(program)).toEqual(["inflow of a", "left of a", "stock of a"]);
    expect(program.slots.map(({ equation: id, set, key }) => [id, set, key])).toEqual([
      ["stock", "thing", "a"],
      ["inflow", "thing", "a"],
      ["left", "thing", "a"],
    ]);
  });

  test("are one for each equation and element, also of what nothing shows", () => {
    const description = model({ inputs, equations: [equation("p", "x"), equation("q", "p + x")] });
    const known = numbers();
    const thing = ["a", "b"].map((key) =>
      element(key, { inputs: { x: known.given(`${key}.x`, 1) } }),
    );
    expect(programOf(description, world({ thing })).slots).toHaveLength(4);
  });

  test("may look back at what comes later in the month", () => {
    const { program, values } = single(
      [
        ["early", "prev(late)"],
        ["late", "early + x", "0"],
      ],
      { x: 1 },
    );
    expect(orderOf(program)).toEqual(["early of a", "late of a"]);
    expect(monthly(program, values)("late").slice(0, 3)).toEqual([1, 2, 3]);
  });

  test("of an element are those its tags select", () => {
    const description = model({
      sets: { thing: { doc: "", kinds: ["[size=big|small]"] }, parameter: { doc: "" } },
      inputs,
      equations: [
        equation("p", "x * 10", { over: "thing[size=big]" }),
        equation("p", "x * 3", { over: "thing[size=small]" }),
        equation("q", "p + 1"),
      ],
    });
    const known = numbers();
    const thing = ["big", "small"].map((size, i) =>
      element(size, { tags: { size }, inputs: { x: known.given(`${size}.x`, i + 1) } }),
    );
    const program = programOf(description, world({ thing }));
    const values = monthly(program, known.values);
    expect([values("q", "big")[0], values("q", "small")[0]]).toEqual([11, 7]);
  });
});

describe("those before it in an order", () => {
  const description = model({
    relations: { of: relation("owner", false) },
    inputs: { ...inputs, all: input("month", "owner") },
    equations: [equation("took", "max(0, min(x, all[of] - ahead(took | of)))")],
  });
  /** What each thing takes of what its owner has. */
  const taken = (
    things: Readonly<Record<string, readonly [owner: number, rank: number | undefined, x: number]>>,
  ): Record<string, number | undefined> => {
    const known = numbers();
    const owner = [10, 100].map((has, i) =>
      element(`owner ${i}`, { inputs: { all: known.given(`owner ${i}`, has) } }),
    );
    const thing = Object.entries(things).map(([key, [of, rank, x]]) =>
      element(key, {
        one: { of },
        rank: rank === undefined ? {} : { of: rank },
        inputs: { x: known.given(key, x) },
      }),
    );
    const program = programOf(description, world({ thing, owner }));
    const values = monthly(program, known.values);
    return Object.fromEntries(Object.keys(things).map((key) => [key, values("took", key)[0]]));
  };

  test("are taken by rank, not in the order of keys", () => {
    // 10 in all: c takes 7 first, then b the 3 left.
    expect(taken({ a: [0, 2, 4], b: [0, 1, 5], c: [0, 0, 7] })).toEqual({ a: 0, b: 3, c: 7 });
  });

  test("share the target", () => {
    expect(taken({ a: [0, 0, 8], b: [1, 0, 8], c: [0, 1, 8], d: [1, 1, 8] })).toEqual({
      a: 8,
      b: 8,
      c: 2,
      d: 8,
    });
  });

  test("are in the order of the set where they have the same rank, or none", () => {
    expect(taken({ a: [0, 1, 8], b: [0, 1, 8] })).toEqual({ a: 8, b: 2 });
    expect(taken({ a: [0, undefined, 8], b: [0, undefined, 8] })).toEqual({ a: 8, b: 2 });
  });

  test("come before it in a month's work", () => {
    const known = numbers();
    const inputsOf = { x: known.given("x", 1) };
    const thing = ["a", "b", "c"].map((key, i) =>
      element(key, { one: { of: 0 }, rank: { of: 2 - i }, inputs: inputsOf }),
    );
    const owner = [element("owner", { inputs: { all: known.given("all", 2) } })];
    expect(orderOf(programOf(description, world({ thing, owner })))).toEqual([
      "took of c",
      "took of b",
      "took of a",
    ]);
  });
});

describe("a circle", () => {
  test.each([
    [[["p", "p"]], ["p", "p"]],
    [
      [
        ["p", "q"],
        ["q", "r + 1"],
        ["r", "min(1, p)"],
      ],
      ["p", "q", "r", "p"],
    ],
    // The way into the circle does not belong to it.
    [
      [
        ["o", "p"],
        ["p", "q"],
        ["q", "p"],
      ],
      ["p", "q", "p"],
    ],
  ] as const)("%j is shown as the way round", (equations, round) => {
    const chain = round.map((id) => `${id} of a`);
    const made = (): unknown => single(equations);
    expect(made).toThrow(CycleError);
    expect(made).toThrow(`these need each other in the same month: ${chain.join(" → ")}`);
    expect(new CycleError(chain).chain).toEqual(chain);
  });

  test("is one through ports, and between elements", () => {
    const description = model({
      relations: { in: port("") },
      equations: [equation("p", "sum(in)")],
    });
    const thing = ["a", "b"].map((key, i) =>
      element(key, { ports: { in: [{ set: "thing", equation: "p", element: 1 - i }] } }),
    );
    expect(() => programOf(description, world({ thing }))).toThrow("p of a → p of b → p of a");
  });

  test("is none where an earlier month is looked at", () => {
    const { program, values } = single([
      ["p", "q + 1", "1"],
      ["q", "prev(p)"],
    ]);
    expect(monthly(program, values)("p").slice(0, 3)).toEqual([2, 3, 4]);
  });
});

describe("what changes nothing is left out:", () => {
  const slot: Node = { op: "input", lane: 0 };
  const value = (n: number): Node => ({ op: "const", value: n });
  test.each<readonly [is: string, node: Node]>([
    ["2 + 3 * 4", value(14)],
    ["10 / 4 - 1", value(1.5)],
    ["min(3, 1, 2)", value(1)],
    ["max(3, 1, 2)", value(3)],
    ["month", value(1)],
    ["x + 0", slot],
    ["0 + x", slot],
    ["x - 0", slot],
    ["x * 1", slot],
    ["1 * x", slot],
    ["x / month", slot],
    ["x * 0", value(0)],
    ["0 * x", value(0)],
    ["0 - x", { op: "-", a: value(0), b: slot }],
    ["0 / x", { op: "/", a: value(0), b: slot }],
    ["min(1, x)", { op: "min", of: [value(1), slot] }],
    ["x * 2 * 1", { op: "*", a: slot, b: value(2) }],
  ])("%s", (is, node) => {
    const { nodes } = single(
      [
        ["p", is],
        ["keep", "x"],
      ],
      { x: 7 },
    );
    expect(nodes["p"]).toEqual(node);
  });

  test("a quantity that is always the same is read as a number", () => {
    const { nodes } = single(
      [
        ["p", "n * 2"],
        ["q", "p * x"],
      ],
      { x: 7 },
      { n: 3 },
    );
    expect(nodes).toEqual({ p: value(6), q: { op: "*", a: value(6), b: slot } });
  });

  test("a sum without terms, or of one", () => {
    const description = model({
      relations: { parts: relation("owner", true), in: port("") },
      inputs: { ...inputs, z: input("month", "owner") },
      equations: [
        equation("p", "sum(z | parts)"),
        equation("q", "sum(z * 0 | parts)"),
        equation("r", "sum(in)"),
      ],
    });
    const known = numbers();
    const owner = [1, 2].map((z) => element(`o${z}`, { inputs: { z: known.given(`z${z}`, z) } }));
    const thing = [[], [1], [0, 1]].map((parts, i) =>
      element(`t${i}`, { many: { parts }, ports: { in: [] } }),
    );
    const program = programOf(description, world({ thing, owner }));
    const node = (id: string, key: string): Node | undefined =>
      program.slots[slotOf(program, id, key)]?.node;
    expect(node("p", "t0")).toEqual(value(0));
    expect(node("p", "t1")).toMatchObject({ op: "input" });
    expect(node("p", "t2")).toMatchObject({ op: "sum", of: [{ op: "input" }, { op: "input" }] });
    expect(node("q", "t2")).toEqual(value(0));
    expect(node("r", "t2")).toEqual(value(0));
    expect(monthly(program, known.values)("p", "t2")[0]).toBe(3);
  });
});

describe("the pace of a quantity", () => {
  const by = { 2014: 1, 2015: 2 };
  const given = { x: 5, y: by, first: 4, asked: by };
  const span = { months: 24 };

  test.each([
    ["2", 0],
    ["x", 0],
    ["first * x", 0],
    ["y", 1],
    ["asked + x", 1],
    ["min(x, y, 3)", 1],
    ["m * x", 2],
    ["max(x, m)", 2],
    ["y - m", 2],
    ["prev(s)", 2],
    ["ytd(s)", 2],
    ["delay(s, n)", 2],
    ["delay(s, none)", 0],
    ["s * 2", 0],
    ["t * 2", 1],
  ])("%s is %i", (is, pace) => {
    const description = model({
      inputs: { ...inputs, m: input("month") },
      equations: [
        equation("s", "x", { before: "0" }),
        equation("t", "y"),
        equation("asked_for", "asked", { per: "year" }),
        equation("p", is.replace("asked", "asked_for")),
      ],
    });
    const known = numbers();
    const jumping = Object.fromEntries(
      Array.from({ length: 24 }, (_, i) => [
        `${2014 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}`,
        i,
      ]),
    );
    const thing = element("a", {
      inputs: Object.fromEntries(
        Object.entries({ ...given, m: jumping }).map(([name, values]) => [
          name,
          known.given(name, values),
        ]),
      ),
      counts: { n: 2, none: 0 },
    });
    const program = programOf(description, world({ thing: [thing] }, span));
    expect(program.slots[slotOf(program, "p")]?.pace).toBe(pace);
  });
});

describe("lanes", () => {
  /** The lane of an input of the first month, by what is given for it. */
  const lanesOf = (given: Given, span: Parameters<typeof world>[1] = {}): Program["lanes"] =>
    single([["p", "x"]], { x: given }, {}, span).program.lanes;

  test.each<readonly [string, Given, Parameters<typeof world>[1], Program["lanes"][number]]>([
    ["one number", 7, {}, { every: "run", numbers: [0], place: 0 }],
    ["one span over the run", { "2013..2015": 7 }, {}, { every: "run", numbers: [0], place: 0 }],
    [
      // Spans in which the run is not matter no more than a year outside of it.
      "spans of which one is read",
      { 2013: 1, 2014: 7 },
      {},
      { every: "run", numbers: [1], place: 0 },
    ],
    ["years", { 2014: 1, 2015: 2 }, { months: 18 }, { every: "year", numbers: [0, 1], place: 0 }],
    [
      // The exact year beats the range: 2015's number is the first of the points.
      "a year within a range",
      { "2014..2016": 1, 2015: 2 },
      { months: 36 },
      { every: "year", numbers: [1, 0, 1], place: 0 },
    ],
    [
      "a calendar year where budget years open in April",
      { 2014: 1, 2015: 2 },
      { start: "2014-10", months: 6, yearStarts: 4 },
      { every: "month", numbers: [0, 0, 0, 1, 1, 1], place: 0 },
    ],
    [
      "a month beside a year",
      { 2014: 1, "2014-02": 2 },
      { months: 3 },
      { every: "month", numbers: [1, 0, 1], place: 0 },
    ],
  ])("of %s", (_, given, span, lane) => {
    expect(lanesOf(given, span)).toEqual([lane]);
  });

  test("of what is read at the start have January's number", () => {
    const { program } = single([["p", "first"]], { first: { "2014-01": 3, 2014: 4 } });
    expect(program.lanes).toEqual([{ every: "run", numbers: [0], place: 0 }]);
  });

  test("of years have the number of the month the year opens in, and none is 0", () => {
    const { program, values } = single(
      [["p", "asked"]],
      { asked: { "2014-04": 1, 2015: 2, 2017: 3 } },
      {},
      { start: "2014-06", months: 36, yearStarts: 4 },
    );
    // 2014/15 opened in April 2014, before the run; 2016/17 has none.
    expect(program.lanes).toEqual([{ every: "year", numbers: [0, 1, -1, 2], place: 0 }]);
    expect(monthly(program, values)("p")).toEqual([
      ...Array.from({ length: 10 }, () => 1),
      ...Array.from({ length: 12 }, () => 2),
      ...Array.from({ length: 12 }, () => 0),
      3,
      3,
    ]);
  });

  test("of earlier years are others", () => {
    const { program, values } = single(
      [["p", "earlier(asked, n) * 10 + asked"]],
      { asked: { 2012: 1, 2013: 2, 2014: 3 } },
      { n: 2 },
      { months: 24 },
    );
    expect(program.lanes.map(({ numbers: of }) => of)).toEqual([
      [0, 1],
      [2, -1],
    ]);
    expect(monthly(program, values)("p").filter((_, i) => i % 12 === 0)).toEqual([13, 20]);
  });

  test("of the past have as many numbers as are looked back to", () => {
    const { program, values } = single(
      [
        ["p", "x", "before"],
        ["q", "delay(p, n)"],
        ["r", "prev(p)"],
      ],
      { x: 9, before: { 2013: 5, "2013-11": 6 } },
      { n: 3 },
      { months: 5 },
    );
    expect(program.lanes.map(({ every, numbers: of }) => [every, of])).toEqual([
      ["run", [0]],
      ["past", [2, 1, 2]],
    ]);
    expect(program.pasts).toMatchObject([{ length: 3, runningTotal: false }]);
    const value = monthly(program, values);
    // October, November and December 2013, then the run.
    expect(value("q")).toEqual([5, 6, 5, 9, 9]);
    expect(value("r")).toEqual([5, 9, 9, 9, 9]);
  });

  test("are one for an input, however often it is read", () => {
    const description = model({
      relations: { of: relation("owner", false) },
      inputs: { ...inputs, all: input("month", "owner") },
      equations: [equation("p", "all[of] + everywhere"), equation("q", "all[of] * everywhere")],
    });
    const known = numbers();
    const thing = ["a", "b"].map((key) => element(key, { one: { of: 0 } }));
    const owner = [element("owner", { inputs: { all: known.given("all", 3) } })];
    const shared = { everywhere: known.given("everywhere", { 2014: 2 }) };
    const program = programOf(description, world({ thing, owner }, { shared }));
    expect(program.lanes).toHaveLength(2);
    expect(monthly(program, known.values)("q", "b")[0]).toBe(6);
  });

  test("are laid out by kind: once, by year, by month, and the past", () => {
    const { program } = single(
      [
        ["p", "x + y * first + asked", "before"],
        ["q", "delay(p, n)"],
      ],
      {
        x: months(1, 2, 3),
        y: 2,
        first: 3,
        asked: { 2014: 4 },
        before: { 2013: 5 },
      },
      { n: 2 },
      { months: 3 },
    );
    const { layout } = program;
    // Two numbers for the run; one for the one year; three of months; two of the past, and two months looked back to.
    expect(layout).toEqual({
      run: 2,
      year: 1,
      month: 1,
      past: 2,
      yearsAt: 2,
      monthsAt: 3,
      pastAt: 6,
      length: 10,
    });
    expect(program.pasts.map(({ at }) => at)).toEqual([8]);
  });

  test("are none for a number of the format", () => {
    const description = model({ inputs, equations: [equation("p", "x * 3")] });
    const thing = [element("a", { inputs: { x: 2 } })];
    expect(programOf(description, world({ thing }))).toMatchObject({
      lanes: [],
      slots: [{ node: { op: "const", value: 6 } }],
    });
  });

  test("of what measures change are those of the parameter", () => {
    const description = model({
      inputs: { ...inputs, mid: input("month", "parameter", "own") },
      equations: [equation("value", "mid * 2", { over: "parameter" }), equation("p", "x + 1")],
    });
    const known = numbers();
    const thing = [element("a", { inputs: { x: { parameter: "a.x" } } })];
    const parameter = [element("a.x", { inputs: { mid: known.given("a.x", 5, "persons") } })];
    const program = programOf(description, world({ thing, parameter }));
    expect(orderOf(program)).toEqual(["value of a.x", "p of a"]);
    expect(monthly(program, known.values)("p")[0]).toBe(11);
  });

  test("refuse another unit", () => {
    const description = model({
      inputs: { x: input("month", "thing", "persons"), own: input("month", "thing", "own") },
      equations: [equation("p", "x + own")],
    });
    const made = (measure: string) => (): Program => {
      const known = numbers();
      const thing = element("a", {
        inputs: { x: known.given("a.x", 1, measure), own: known.given("a.own", 1, "money") },
      });
      return programOf(description, world({ thing: [thing] }));
    };
    expect(made("cases")).not.toThrow();
    expect(made("persons/month")).toThrow("a.x: not the unit of x of thing");
  });
});

describe("running totals", () => {
  const flow: Given = months(12, 24, 36, 48, 60, 72);
  const equations = [
    ["p", "x", "before"],
    ["q", "spread(p, lag, n)"],
  ] as const;

  test("spread what was counted over months, the last of them some months ago", () => {
    const given = { x: flow, before: { "2013-10": 1, "2013-11": 2, "2013-12": 3 } };
    const { program, values } = single(equations, given, { lag: 1, n: 3 }, { months: 6 });
    const value = monthly(program, values);
    // The mean over the three months that end a month ago: (1 + 2 + 3) ÷ 3, (2 + 3 + 12) ÷ 3, (3 + 12 + 24) ÷ 3, …
    expect(value("q")).toEqual([2, 17 / 3, 13, 24, 36, 48]);
    // From nothing at the end of September 2013, the oldest month that is taken away again.
    expect(value("p so far")).toEqual([18, 42, 78, 126, 186, 258]);
    expect(program.pasts).toMatchObject([{ length: 4, runningTotal: true }]);
  });

  test("need not look back to a lag of none", () => {
    const given = { x: flow, before: { "2013-12": 4 } };
    const { program, values } = single(equations, given, { lag: 0, n: 2 }, { months: 4 });
    // (4 + 12) ÷ 2, (12 + 24) ÷ 2, …
    expect(monthly(program, values)("q")).toEqual([8, 18, 30, 42]);
  });

  test("are one for each way to spread a quantity, as long as it looks back", () => {
    const description = model({
      inputs,
      equations: [
        equation("p", "x", { before: "before" }),
        equation("q", "spread(p, lag, n)"),
        equation("r", "spread(p, one, n)"),
      ],
    });
    const known = numbers();
    const thing = element("a", {
      inputs: { x: known.given("x", flow), before: known.given("before", { 2013: 6 }) },
      counts: { lag: 2, n: 2, one: 1 },
    });
    const program = programOf(description, world({ thing: [thing] }, { months: 4 }));
    const value = monthly(program, known.values);
    expect(program.pasts).toMatchObject([
      { length: 4, runningTotal: true },
      { length: 3, runningTotal: true },
    ]);
    // The mean of two months, the last of them two months ago, or one.
    expect(value("q")).toEqual([6, 6, 9, 18]);
    expect(value("r")).toEqual([6, 9, 18, 30]);
    expect(program.slots.filter(({ equation: id }) => id === "p so far")).toHaveLength(2);
  });

  test("of what is paid later do not need it in the same month", () => {
    const { program, values } = single(
      [
        ["q", "spread(p, one, n)"],
        ["p", "q + x", "before"],
      ],
      { x: 8, before: { 2013: 4 } },
      { one: 1, n: 2 },
      { months: 3 },
    );
    // (4 + 4) ÷ 2 = 4, so p is 12; (4 + 12) ÷ 2 = 8 and 16; (12 + 16) ÷ 2 = 14 and 22.
    expect(monthly(program, values)("q")).toEqual([4, 8, 14]);
    expect(monthly(program, values)("p")).toEqual([12, 16, 22]);
  });

  test("of what is paid at once do", () => {
    const round = [
      ["q", "spread(p, none, n)"],
      ["p", "q + x", "before"],
    ] as const;
    const given = { x: 8, before: { 2013: 4 } };
    expect(() => single(round, given, { none: 0, n: 2 })).toThrow(CycleError);
  });
});

describe("a calendar", () => {
  const description = model({
    relations: { weights: relation("owner", true) },
    inputs: { ...inputs, weight: input("start", "owner"), odd: input("month", "owner") },
    equations: [equation("p", "calendar(weight | weights) * 10")],
  });
  const twelve = (known: ReturnType<typeof numbers>, by: (i: number) => Given): Element[] =>
    Array.from({ length: 12 }, (_, i) =>
      element(`w${String(i).padStart(2, "0")}`, {
        inputs: { weight: known.given(`w${i}`, i + 1), odd: known.given(`odd${i}`, by(i)) },
      }),
    );

  test("has the value of the month, January first", () => {
    const known = numbers();
    const owner = twelve(known, () => 1);
    const thing = [element("a", { many: { weights: owner.map((_, i) => i) } })];
    const program = programOf(
      description,
      world({ thing, owner }, { start: "2014-11", months: 4 }),
    );
    expect(monthly(program, known.values)("p")).toEqual([110, 120, 10, 20]);
  });

  test("has twelve months, which do not change", () => {
    const known = numbers();
    const owner = twelve(known, (i) => (i === 3 ? { 2014: 1, 2015: 2 } : 1));
    const few = [element("a", { many: { weights: [0, 1] } })];
    const message = 'thing: "weights" does not lead to twelve constants';
    expect(() => programOf(description, world({ thing: few, owner }))).toThrow(message);
    const changing = {
      ...description,
      equations: [equation("p", "calendar(odd | weights)")],
    };
    const whole = [element("a", { many: { weights: owner.map((_, i) => i) } })];
    expect(() => programOf(changing, world({ thing: whole, owner }, { months: 24 }))).toThrow(
      message,
    );
  });
});

describe("what is missing is reported:", () => {
  const description = model({
    inputs,
    equations: [equation("p", "x + first", { before: "before" }), equation("q", "delay(p, n) + x")],
  });
  const reports = (given: Readonly<Record<string, Given>>, things = ["a"]): Missing[] => {
    const found: Missing[] = [];
    const known = numbers();
    const made = Object.fromEntries(
      Object.entries({ x: 1, first: 1, before: { 2013: 1 }, ...given }).map(([name, by]) => [
        name,
        known.given(name, by),
      ]),
    );
    const thing = things.map((key) => element(key, { inputs: made, counts: { n: 3 } }));
    bind(description, world({ thing }, { months: 14 }), (missing) => found.push(missing));
    return found;
  };
  const at = (...names: readonly string[]): number[] => names.map(month);

  test("nothing, where all is given", () => {
    expect(reports({})).toEqual([]);
  });

  test("months without a value, once for an input that is read often", () => {
    const found = reports({ x: { "2014-02": 1, "2014-04": 1, 2015: 1 } }, ["a", "b"]);
    expect(found).toMatchObject([
      {
        set: "thing",
        key: "a",
        input: "x",
        given: { path: "x" },
        from: month("2014-01"),
        to: month("2015-02"),
      },
    ]);
    expect(found[0]?.months).toEqual([
      ...at("2014-01", "2014-03"),
      ...Array.from({ length: 8 }, (_, i) => month("2014-05") + i),
    ]);
  });

  test("the month a run starts in", () => {
    expect(reports({ first: { "2014-02": 1 } })).toMatchObject([
      { input: "first", months: at("2014-01"), from: month("2014-01"), to: month("2014-01") },
    ]);
  });

  test("months before the start", () => {
    expect(reports({ before: { "2013-11": 1 } })).toMatchObject([
      {
        input: "before",
        given: { path: "before" },
        months: at("2013-10", "2013-12"),
        from: month("2013-10"),
        to: month("2013-12"),
      },
    ]);
  });

  test("a past nobody gives, for each element that lacks it", () => {
    const found: Missing[] = [];
    const known = numbers();
    const made = { x: known.given("x", 1), first: known.given("first", 1) };
    const thing = ["a", "b"].map((key) => element(key, { inputs: made, counts: { n: 2 } }));
    bind(description, world({ thing }), (missing) => found.push(missing));
    expect(found).toEqual(
      ["a", "b"].map((key) => ({
        set: "thing",
        key,
        input: "before",
        given: undefined,
        months: at("2013-11", "2013-12"),
        from: month("2013-11"),
        to: month("2013-12"),
      })),
    );
  });

  test("not a year without an amount", () => {
    const { program } = single([["p", "asked"]], { asked: { 2012: 1 } });
    expect(program.lanes).toMatchObject([{ numbers: [-1] }]);
  });
});

describe("figures", () => {
  const description = model({
    sets: { thing: { doc: "", kinds: ["[size=big|small]"] }, owner: { doc: "" } },
    inputs,
    equations: [
      equation("p", "x"),
      equation("q", "p * 2", { before: "0" }),
      equation("r", "prev(q)"),
    ],
    figures: [
      figure("sum_p", "total(p)"),
      figure("twice", "sum_p + total(p) + closing(p)"),
      figure("change", "closing(q) - opening(q)"),
      figure("big", "total(q)", "thing[size=big]"),
    ],
  });
  const known = numbers();
  const thing = ["a", "b"].map((key, i) =>
    element(key, {
      tags: { size: i === 0 ? "big" : "small" },
      inputs: { x: known.given(`${key}.x`, 3) },
    }),
  );
  const bound = bind(description, world({ thing }), complain);
  const ref = (figureId: string, key = "a", set = "thing") => ({ figure: figureId, set, key });

  test("are bound where they are wanted", () => {
    const none = bound([]);
    expect([none.outputs, none.figures.size]).toEqual([[], 0]);
    const one = bound([ref("sum_p")]);
    expect([...one.figures.keys()]).toEqual([figureName(ref("sum_p"))]);
    expect(one.outputs).toEqual([{ slot: slotOf(one, "p"), aggregate: "sum" }]);
    // The same quantities, whatever is wanted.
    expect(one.slots).toBe(none.slots);
    expect(one.slots).toHaveLength(6);
  });

  test("keep an output once", () => {
    const program = bound([ref("sum_p"), ref("twice"), ref("sum_p", "b"), ref("sum_p")]);
    expect(program.outputs).toEqual([
      { slot: slotOf(program, "p"), aggregate: "sum" },
      { slot: slotOf(program, "p"), aggregate: "end" },
      { slot: slotOf(program, "p", "b"), aggregate: "sum" },
    ]);
  });

  test("of opening and closing states are both of the last month", () => {
    const program = bound([ref("change")]);
    expect(program.outputs).toEqual([{ slot: slotOf(program, "q"), aggregate: "end" }]);
  });

  test("of what is not there are left out", () => {
    const wanted = [
      ref("sum_p", "nobody"),
      ref("sum_p", "a", "owner"),
      ref("sum_p", "a", "bridge"),
      ref("big", "b"),
      ref("none"),
      ref("big"),
    ];
    expect([...bound(wanted).figures.keys()]).toEqual([figureName(ref("big"))]);
  });

  test.each([
    ["ytd(p)", 'figure of thing: "ytd" is for months'],
    ["everywhere", 'thing a: nothing called "everywhere"'],
    ["p[of]", 'thing a: nothing called "of"'],
    ["sum(p | of)", 'thing a: nothing called "of"'],
    ["total(nothing)", 'thing a: nothing called "nothing"'],
    ["under(need, total(p))", "under: not a figure"],
  ])("%s is a mistake of the program", (is, message) => {
    const wrong = model({
      inputs,
      equations: [equation("p", "1")],
      figures: [figure("f", is)],
    });
    const made = (): Program => programOf(wrong, world({ thing: [element("a")] }));
    expect(made).toThrow(message);
  });
});

describe("ports", () => {
  const description = model({
    relations: { people: port("persons/month"), any: port("driver/month", "owner") },
    equations: [
      equation("moved", "2", { unit: "persons/month" }),
      equation("stock", "3", { unit: "persons" }),
      equation("counted", "sum(people)", { over: "thing", unit: "persons/month" }),
      equation("driven", "sum(any)", { over: "owner", unit: "driver/month" }),
    ],
    figures: [figure("all", "sum(total(people))")],
  });
  const made = (equationId: string): Program =>
    programOf(
      description,
      world({
        thing: [
          element("a", { ports: { people: [{ set: "thing", equation: equationId, element: 1 }] } }),
          element("b", { ports: { people: [] } }),
        ],
        owner: [
          element("o", {
            ports: {
              any: [
                { set: "thing", equation: "stock", element: 0 },
                { set: "thing", equation: "moved", element: 1 },
              ],
            },
          }),
        ],
      }),
    );

  test("add what the scenario has put there", () => {
    const program = made("moved");
    const value = monthly(program, []);
    expect([value("counted")[0], value("counted", "b")[0], value("driven", "o")[0]]).toEqual([
      2, 0, 5,
    ]);
    expect(program.figures.get("all thing a")).toEqual({
      op: "sum",
      of: [{ op: "total", slot: slotOf(program, "moved", "b") }],
    });
  });

  test("refuse another unit, and what is not there", () => {
    expect(() => made("stock")).toThrow('thing a: stock does not fit into "people"');
    expect(() => made("nothing")).toThrow('thing a: nothing does not fit into "people"');
  });
});

describe("rules", () => {
  test("are bound for every element of the kind, with their pace", () => {
    const description = model({
      inputs,
      rules: [rule("small", "x <= 3"), rule("grows", "asked > first"), rule("odd", "y >= 0 - x")],
    });
    const known = numbers();
    const thing = ["a", "b"].map((key) =>
      element(key, {
        inputs: {
          x: known.given(`${key}.x`, 1),
          first: known.given(`${key}.first`, 1),
          asked: known.given(`${key}.asked`, { 2014: 1 }),
          y: known.given(`${key}.y`, months(...Array.from({ length: 12 }, (_, i) => i))),
        },
      }),
    );
    const { rules, slots, lanes } = programOf(description, world({ thing }));
    expect(rules.map(({ rule: id, key, op, pace }) => [id, key, op, pace])).toEqual([
      ["small", "a", "<=", 0],
      ["small", "b", "<=", 0],
      ["grows", "a", ">", 1],
      ["grows", "b", ">", 1],
      ["odd", "a", ">=", 2],
      ["odd", "b", ">=", 2],
    ]);
    expect([slots.length, lanes.length]).toEqual([0, 8]);
  });
});

describe("a world that is not whole", () => {
  const description = model({
    relations: {
      of: relation("owner", false),
      parts: relation("owner", true),
      in: port(""),
      queue: relation("owner", false),
    },
    inputs: { ...inputs, z: input("month", "owner") },
    equations: [equation("w", "1", { over: "owner" }), equation("v", "1", { over: "parameter" })],
  });
  const wrong: readonly (readonly [string, is: string, Partial<Element>, string])[] = [
    ["no value", "x", {}, 'thing a: nothing called "x"'],
    [
      "looking back at what is not there",
      "delay(w, n)",
      { counts: { n: 1 } },
      'thing a: nothing called "w"',
    ],
    ["no count", "delay(p, n)", {}, 'thing a: nothing called "n"'],
    ["no such quantity", "w", {}, 'thing a: nothing called "w"'],
    ["a relation that is not there", "w[of]", {}, 'thing a: nothing called "of"'],
    ["many that are not there", "sum(w | parts)", {}, 'thing a: nothing called "parts"'],
    ["a port that is not there", "sum(in)", {}, 'thing a: nothing called "in"'],
    ["an element that is not there", "w[of]", { one: { of: 3 } }, "no element 3 in owner"],
    ["an input elsewhere", "z[of]", { one: { of: 0 } }, 'owner o: nothing called "z"'],
    ["nothing before the start", "prev(p)", {}, 'thing a: nothing called "p before the start"'],
    ["a form of figures", "total(p)", {}, 'thing: "total" is for figures'],
    ["an operation of figures", "plus(1, 2)", {}, 'thing: "plus" is for figures'],
    ["a division of figures", "per(1, 2)", {}, 'thing: "per" is for figures'],
  ];

  test.each(wrong)("%s", (_, is, given, message) => {
    const whole: World = world({ thing: [element("a", given)], owner: [element("o")] });
    const equations = [...description.equations, equation("p", is)];
    const changed = { ...description, equations };
    expect(() => bind(changed, whole, complain)(all(changed, whole))).toThrow(message);
  });
});
