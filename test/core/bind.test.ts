import { describe, expect, test } from "vitest";
import { bind, CycleError, parseDomain, type Element, type World } from "../../src/core/bind.ts";
import { sets, type SetId } from "../../src/core/equations.ts";
import { interpret } from "../../src/core/interpreter.ts";

const element = (key: string, given: Partial<Element> = {}): Element => ({
  key,
  tags: {},
  one: {},
  many: {},
  ports: {},
  rank: {},
  inputs: {},
  lags: {},
  history: {},
  ...given,
});

/** A world of three months from January, of elements made by hand. */
function worldOf(given: Partial<Record<SetId, readonly Element[]>>): World {
  const names = Object.keys(sets) as SetId[];
  return {
    start: 0,
    months: 3,
    calendar: { days: [31, 28, 31], months_left: [3, 2, 1] },
    sets: Object.fromEntries(
      names.map((set) => [set, given[set] ?? []]),
    ) as unknown as World["sets"],
  };
}

const line = (given: Partial<Element> = {}): Element =>
  element("line", {
    tags: { pay: "now" },
    inputs: { unit_cost: 2, index: 1 },
    ports: { driver: [{ set: "agency", equation: "elapsed", element: 0 }] },
    ...given,
  });
const agency = [element("agency")];
const stage = (given: Partial<Element>): Element =>
  element("stage", { inputs: { opening: 8, rate: 0.5 }, tags: { leave: "rate" }, ...given });

/** The monthly values of an equation's first element. */
function valuesOf(world: World, equation: string): number[] {
  const program = bind(world);
  const slot = program.slots.findIndex(({ equation: id }) => id === equation);
  return [...interpret(program).values.subarray(slot * 3, slot * 3 + 3)];
}

describe("a bound program", () => {
  test("has a slot per equation and element that something depends on, in working order", () => {
    const { slots, order, outputs } = bind(worldOf({ stage: [stage({})] }));
    expect(order.map((slot) => slots[slot]?.equation)).toEqual([
      "ready",
      "inflow",
      "left",
      "stock",
    ]);
    expect(slots.find(({ equation }) => equation === "stock")?.start).toBe(1);
    expect(outputs.map(({ equation, aggregate }) => [equation, aggregate])).toEqual([
      ["stock", "end"],
    ]);
  });

  test("does the arithmetic", () => {
    expect(valuesOf(worldOf({ stage: [stage({})] }), "stock")).toEqual([4, 2, 1]);
    expect(valuesOf(worldOf({ line: [line()], agency }), "cost")).toEqual([2, 2, 2]);
  });

  test("leaves out what changes nothing", () => {
    const { slots } = bind(worldOf({ line: [line({ ports: {} })], agency }));
    const nodes = Object.fromEntries(slots.map(({ equation, node }) => [equation, node]));
    // Nothing is counted, so nothing is due; and what one counts once is not added up.
    expect(nodes["volume"]).toEqual({ op: "const", value: 0 });
    expect(nodes["cost"]).toEqual({ op: "const", value: 0 });
    expect(bind(worldOf({ line: [line()], agency })).slots).toContainEqual(
      expect.objectContaining({ equation: "volume", node: { op: "const", value: 1 } }),
    );
  });

  test("numbers an input once, however often it is used", () => {
    const two = [line(), line({ ...line(), key: "other" })];
    const tiers = [
      element("tier", { tags: { limit: "no" }, inputs: { occupancy: 1, reserve: [1, 2, 3] } }),
    ];
    const { inputs } = bind(worldOf({ line: two, agency, tier: tiers }));
    // Two unit costs and two indices, a reserve, an occupancy, and the days of the month.
    expect(inputs).toHaveLength(7);
    expect(inputs.filter(({ constant }) => !constant)).toHaveLength(2);
  });

  test("takes elements of the same rank in the order of the set", () => {
    const places = { leave: "places" };
    const one = { places_of: 0 };
    const inputs = { opening: 8 };
    const world = worldOf({
      allotment: [element("places", { inputs: { offered: 10 } })],
      stage: [
        element("a", { tags: places, one, inputs }),
        element("b", { tags: places, one, inputs }),
      ],
    });
    expect(valuesOf(world, "left")).toEqual([8, 0, 0]);
  });
});

describe("domains", () => {
  test("are a set and the tags an element needs", () => {
    expect(parseDomain("stage")).toEqual({ set: "stage", tags: [] });
    expect(parseDomain("stage[leave=staff][aim=yes]")).toEqual({
      set: "stage",
      tags: [
        ["leave", "staff"],
        ["aim", "yes"],
      ],
    });
  });
});

describe("a circle", () => {
  test("is shown as the way round", () => {
    const ports = { driver: [{ set: "line", equation: "cost", element: 0 }] } as const;
    const world = worldOf({ line: [line({ ports })] });
    const round = ["due of line", "volume of line", "cost of line", "due of line"];
    expect(() => bind(world)).toThrow(CycleError);
    expect(() => bind(world)).toThrow(
      `these need each other in the same month: ${round.join(" → ")}`,
    );
    expect(new CycleError(round).chain).toEqual(round);
  });
});

describe("a world that is not whole", () => {
  const wrong: readonly (readonly [string, Partial<Record<SetId, readonly Element[]>>, string])[] =
    [
      ["no value", { stage: [stage({ inputs: { opening: 1 } })] }, "stage/stage/rate: no value"],
      [
        "an element that is not there",
        { stage: [stage({ many: { into: [3] } })] },
        "no element 3 in move",
      ],
      [
        "a relation that is not there",
        { move: [element("move", { tags: { unserved: "no" }, inputs: { split: 1 } })] },
        'move move: nothing called "from"',
      ],
      [
        "an element without such a quantity",
        {
          move: [
            element("move", { tags: { unserved: "no" }, one: { from: 0 }, inputs: { split: 1 } }),
          ],
          stage: [element("end")],
        },
        'stage end: nothing called "left"',
      ],
      [
        "an element without such a past",
        {
          stage: [element("odd", { inputs: { opening: 1 } })],
          need: [element("need", { many: { lives: [0] }, inputs: { own_share: 0 } })],
        },
        'stage odd: nothing called "stock"',
      ],
      [
        "no lag",
        { stage: [stage({ tags: { leave: "after" } })] },
        'stage stage: nothing called "wait"',
      ],
      [
        "no history",
        { stage: [stage({ tags: { leave: "after" }, lags: { wait: 2 } })] },
        "stage: history of 0 months, needs 2",
      ],
      [
        "too short a history",
        {
          stage: [stage({ tags: { leave: "after" }, lags: { wait: 2 }, history: { inflow: [1] } })],
        },
        "stage: history of 1 months, needs 2",
      ],
    ];

  test.each(wrong)("%s", (_, given, message) => {
    expect(() => bind(worldOf(given))).toThrow(message);
  });
});
