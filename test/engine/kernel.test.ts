import { afterEach, describe, expect, test, vi } from "vitest";
import { interpret, outputsOf } from "../../src/engine/interpreter.ts";
import { compile, kernelSource } from "../../src/engine/kernel.ts";
import type { Program } from "../../src/engine/program.ts";
import type { Element } from "../../src/engine/world.ts";
import type { Description } from "../../src/language/description.ts";
import { loaded, type Given } from "../support/build.ts";
import { agency } from "./agency.ts";
import {
  element,
  equation,
  figure,
  input,
  model,
  numbers,
  outputs,
  programOf,
  relation,
  slotOf,
  world,
} from "./toy.ts";

/** A value for each of five months from November 2013. */
const flow = (...values: readonly number[]): Given =>
  Object.fromEntries(
    ["2013-11", "2013-12", "2014-01", "2014-02", "2014-03"].map((name, i) => [
      name,
      values[i] ?? 0,
    ]),
  );

interface Made {
  readonly equations: readonly (readonly [id: string, is: string, before?: string])[];
  /** What is shown of which quantity. */
  readonly shown?: readonly string[];
  readonly given?: Readonly<Record<string, Given>>;
  readonly counts?: Element["counts"];
  readonly key?: string;
  readonly months?: number;
}

const inputs: Description["inputs"] = {
  m: input("month"),
  n: input("month"),
  x: input("month"),
  y: input("month"),
  first: input("start"),
  asked: input("year"),
  before: input("past"),
};

/** Five months from November 2013 of one thing; the total of `q` is shown. */
function made({
  equations,
  shown = ["total(q)"],
  given = {},
  counts = {},
  key = "a",
  months = 5,
}: Made): { readonly program: Program; readonly values: readonly number[] } {
  const known = numbers();
  const description = model({
    inputs,
    equations: equations.map(([id, is, before]) =>
      equation(id, is, before === undefined ? {} : { before }),
    ),
    figures: shown.map((is, i) => figure(`f${i}`, is)),
  });
  const thing = element(key, {
    inputs: Object.fromEntries(
      Object.entries(given).map(([name, by]) => [name, known.given(`${key}.${name}`, by)]),
    ),
    counts,
  });
  const program = programOf(description, world({ thing: [thing] }, { start: "2013-11", months }));
  return { program, values: known.values };
}

const months = flow(1, 2, 3, 4, 5);
const others = flow(9, 8, 7, 6, 5);

describe("each operation is the same in both executions:", () => {
  const table: readonly (readonly [string, Made, readonly number[]])[] = [
    ["a number", { equations: [["q", "2.5"]] }, [5, 7.5]],
    ["a small number", { equations: [["q", "0 - 1 / 10000000"]] }, [-2e-7, -3e-7]],
    ["less than nothing", { equations: [["q", "x - (0 - 1)"]], given: { x: 3 } }, [8, 12]],
    ["an input", { equations: [["q", "x"]], given: { x: 3 } }, [6, 9]],
    [
      "inputs of the run",
      { equations: [["q", "x * 10 + first"]], given: { x: 3, first: 4 } },
      [68, 102],
    ],
    ["an input of years", { equations: [["q", "y"]], given: { y: { 2013: 3, 2014: 4 } } }, [6, 12]],
    ["an amount of years", { equations: [["q", "asked"]], given: { asked: { 2014: 4 } } }, [0, 12]],
    ["an input of months", { equations: [["q", "m"]], given: { m: months } }, [3, 12]],
    [
      "inputs of months",
      { equations: [["q", "n * 100 + m"]], given: { m: months, n: others } },
      [1703, 1812],
    ],
    [
      "inputs of all kinds",
      {
        equations: [["q", "x + y * m + asked"]],
        given: { x: 1, y: { 2013: 10, 2014: 20 }, m: months, asked: { 2013: 100 } },
      },
      // 1 + 10 + 100, 1 + 20 + 100; 1 + 60, 1 + 80, 1 + 100.
      [232, 243],
    ],
    ["addition", { equations: [["q", "6 + x"]], given: { x: 4 } }, [20, 30]],
    ["subtraction", { equations: [["q", "6 - x"]], given: { x: 4 } }, [4, 6]],
    ["multiplication", { equations: [["q", "6 * x"]], given: { x: 4 } }, [48, 72]],
    ["division", { equations: [["q", "6 / x"]], given: { x: 4 } }, [3, 4.5]],
    ["the smallest", { equations: [["q", "min(6, x, 5)"]], given: { x: 4 } }, [8, 12]],
    ["the greatest", { equations: [["q", "max(3, x, 2)"]], given: { x: 4 } }, [8, 12]],
    [
      "subtraction of a subtraction",
      { equations: [["q", "6 - (1 - x)"]], given: { x: 4 } },
      [18, 27],
    ],
    ["division by a quotient", { equations: [["q", "6 / (3 / x)"]], given: { x: 4 } }, [16, 24]],
    [
      "other quantities",
      {
        equations: [
          ["p", "m"],
          ["q", "p * 10 + r"],
          ["r", "p"],
        ],
        given: { m: months },
      },
      [33, 132],
    ],
    [
      "last month's value, from nothing",
      { equations: [["q", "prev(q) + 1", "0"]] },
      // 1 + 2; 3 + 4 + 5.
      [3, 12],
    ],
    [
      "last month's value, from a start",
      { equations: [["q", "prev(q) + 1", "first"]], given: { first: 10 } },
      // 11 + 12; 13 + 14 + 15.
      [23, 42],
    ],
    [
      "last month's value of another, which comes later",
      {
        equations: [
          ["q", "prev(p) * 2"],
          ["p", "q + m", "first"],
        ],
        given: { first: 1, m: months },
      },
      // q: 2, 6, 16, 38, 84; p: 3, 8, 19, 42, 89.
      [8, 138],
    ],
    [
      "the year so far",
      {
        equations: [
          ["p", "m"],
          ["q", "ytd(p)"],
        ],
        given: { m: months },
      },
      // 0, 1; 0, 3, 7.
      [1, 10],
    ],
    [
      "the value months ago",
      {
        equations: [
          ["p", "m", "before"],
          ["q", "delay(p, two)"],
        ],
        given: { m: months, before: { "2013-09": 70, "2013-10": 80 } },
        counts: { two: 2 },
      },
      // 70, 80; 1, 2, 3.
      [150, 6],
    ],
    [
      "the value of this month, without delay",
      {
        equations: [
          ["p", "m"],
          ["q", "delay(p, none)"],
        ],
        given: { m: months },
        counts: { none: 0 },
      },
      [3, 12],
    ],
    [
      "values of different months ago",
      {
        equations: [
          ["p", "m", "before"],
          ["q", "delay(p, one) + 100 * delay(p, three) + prev(p) * 10000"],
        ],
        given: { m: months, before: { "2013-08": 6, "2013-09": 7, "2013-10": 8 } },
        counts: { one: 1, three: 3 },
      },
      // One month ago 8, 1; 2, 3, 4. Three months ago 6, 7; 8, 1, 2.
      [9 + 1300 + 90_000, 9 + 1100 + 90_000],
    ],
    [
      "delays of two quantities",
      {
        equations: [
          ["p", "m", "before"],
          ["o", "delay(p, one)", "before * 10"],
          ["q", "delay(o, two)"],
        ],
        given: { m: months, before: { "2013-09": 5, "2013-10": 6 } },
        counts: { one: 1, two: 2 },
      },
      // o: 6, 1, 2, 3, 4; two months before: 50, 60; 6, 1, 2.
      [110, 9],
    ],
    [
      "means over months",
      {
        equations: [
          ["p", "m", "before"],
          ["q", "spread(p, one, two)"],
        ],
        given: { m: months, before: { "2013-09": 10, "2013-10": 20 } },
        counts: { one: 1, two: 2 },
      },
      // (10 + 20) ÷ 2, (20 + 1) ÷ 2; 1.5, 2.5, 3.5.
      [25.5, 7.5],
    ],
    [
      "a state at the end of the year",
      {
        equations: [
          ["p", "m"],
          ["q", "prev(q) + m", "0"],
        ],
        shown: ["closing(p)", "closing(q)", "total(q)"],
        given: { m: months },
      },
      // p, q and the sum of q: 2, 3, 1 + 3; 5, 15, 6 + 10 + 15.
      [2, 3, 4, 5, 15, 31],
    ],
    [
      "a state at the end of the year, of what never changes",
      { equations: [["q", "3"]], shown: ["closing(q)", "total(q)"] },
      [3, 6, 3, 9],
    ],
  ];

  test.each(table)("%s", (_, given, expected) => {
    const { program, values } = made(given);
    const { interpreted, compiled } = outputs(program, values);
    expect(interpreted).toEqual(expected.map((n) => expect.closeTo(n, 9) as unknown));
    expect(compiled).toEqual(interpreted);
  });

  test("sums are added from the left", () => {
    const known = numbers();
    const owner = [1e16, 1, 1, -1e16].map((value, i) =>
      element(`o${i}`, { inputs: { z: known.given(`o${i}`, value) } }),
    );
    const thing = [element("a", { many: { parts: [0, 1, 2, 3] } })];
    const program = programOf(
      model({
        relations: { parts: relation("owner", true) },
        inputs: { z: input("month", "owner") },
        equations: [equation("q", "sum(z | parts)")],
        figures: [figure("f", "total(q)")],
      }),
      world({ thing, owner }, { months: 1 }),
    );
    // 1e16 + 1 is 1e16, twice.
    expect(outputs(program, known.values)).toEqual({ interpreted: [0], compiled: [0] });
  });

  test.each([
    [1, 1],
    [2, 1],
    [3, 2],
    [14, 2],
    [15, 3],
  ])("%i months from November touch %i years", (count, years) => {
    const { program, values } = made({ equations: [["q", "1"]], months: count });
    const { interpreted, compiled } = outputs(program, values);
    expect(compiled).toHaveLength(years);
    expect(compiled).toEqual(interpreted);
    expect(compiled.reduce((a, b) => a + b)).toBe(count);
  });

  test("years may open in another month", () => {
    const known = numbers();
    const thing = [element("a", { inputs: { m: known.given("m", months) } })];
    const program = programOf(
      model({
        inputs,
        equations: [equation("p", "m"), equation("q", "ytd(p)")],
        figures: [figure("f", "total(q)")],
      }),
      world({ thing }, { start: "2013-11", months: 5, yearStarts: 2 }),
    );
    // From November to January: 0, 1, 3. From February on: 0, 4.
    expect(outputs(program, known.values)).toEqual({ interpreted: [4, 4], compiled: [4, 4] });
  });
});

/** The twelve months of a calendar as things of their own. */
function calendar(start: string, values: readonly number[]): ReturnType<typeof made> {
  const known = numbers();
  const owner = values.map((value, i) =>
    element(`o${String(i).padStart(2, "0")}`, { inputs: { w: known.given(`w${i}`, value) } }),
  );
  const thing = [element("a", { many: { of: owner.map((_, i) => i) } })];
  const program = programOf(
    model({
      relations: { of: relation("owner", true) },
      inputs: { w: input("start", "owner") },
      equations: [
        equation("weight", "w * 2", { over: "owner" }),
        equation("q", "calendar(weight | of) + 0.5"),
      ],
      figures: [figure("f", "total(q)")],
    }),
    world({ thing, owner }, { start, months: 5 }),
  );
  return { program, values: known.values };
}

describe("a calendar", () => {
  test("is a table that is made once", () => {
    const { program, values } = calendar("2013-11", [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    // 22.5, 24.5; 2.5, 4.5, 6.5.
    expect(outputs(program, values)).toEqual({ interpreted: [47, 13.5], compiled: [47, 13.5] });
    const { source } = kernelSource(program);
    expect(source).toMatch(/const q0=\[s\d+(,s\d+){11}\];.*for\(const e of/);
    expect(source.slice(source.indexOf("for(;"))).toContain("q0[m]");
  });

  test("depends on the month the run starts in", () => {
    const values = Array.from({ length: 12 }, (_, i) => i);
    const sources = ["2013-11", "2013-12", "2012-11"].map(
      (start) => kernelSource(calendar(start, values).program).source,
    );
    expect(sources[0]).not.toBe(sources[1]);
  });
});

const rich: Made = {
  equations: [
    ["once", "x * 3"],
    ["yearly", "once + y"],
    ["flow", "m * yearly", "before"],
    ["late", "delay(flow, two) + once"],
    ["q", "prev(q) + late - min(ytd(flow), once)", "first"],
    ["idle", "q * y"],
  ],
  shown: ["total(q)", "closing(q)", "total(flow)"],
  given: {
    x: 2,
    y: { 2013: 1, "2014..2070": 2 },
    m: months,
    first: 7,
    before: { "2013-09": 3, "2013-10": 4 },
  },
  counts: { two: 2 },
};
const otherNumbers: Made = {
  ...rich,
  key: "another",
  given: {
    x: -1,
    y: { 2013: 8, 2014: 9 },
    m: others,
    first: 0,
    before: { "2013-09": 1, "2013-10": 2 },
  },
};

describe("the source", () => {
  const { program } = made(rich);
  const { source } = kernelSource(program);
  const at = (id: string): number => source.indexOf(`const s${slotOf(program, id)}=`);
  const year = source.indexOf("for(const e of");
  const month = source.indexOf("for(;t<e;");

  test("leaves out what nothing needs", () => {
    expect(at("idle")).toBe(-1);
    expect(source).not.toContain(`s${slotOf(program, "idle")}`);
    const all = kernelSource(made({ ...rich, shown: ["total(idle)"] }).program).source;
    expect(all).toContain(`const s${slotOf(program, "idle")}=`);
    expect(kernelSource(made({ ...rich, shown: [] }).program).source).not.toMatch(/\bs\d/);
  });

  test("keeps what earlier months need", () => {
    const shown = kernelSource(made({ ...rich, shown: ["total(late)"] }).program).source;
    for (const id of ["late", "flow", "yearly", "once"]) {
      expect(shown).toContain(`const s${slotOf(program, id)}=`);
    }
    expect(shown).not.toContain(`const s${slotOf(program, "q")}=`);
  });

  test("computes once what never changes, and by year what changes with it", () => {
    expect(at("once")).toBeGreaterThan(-1);
    expect(at("once")).toBeLessThan(year);
    expect(at("yearly")).toBeGreaterThan(year);
    expect(at("yearly")).toBeLessThan(month);
    for (const id of ["flow", "late", "q"]) expect(at(id)).toBeGreaterThan(month);
  });

  test("grows with the structure, not with the months", () => {
    const long = made({
      ...rich,
      given: { ...rich.given, m: { "2013..2070": 1, "2014-05": 2 } },
      months: 600,
    });
    expect(kernelSource(long.program).source.length).toBeLessThan(
      source.length + 51 * "600,".length,
    );
  });

  test("is made of slot numbers and a fixed alphabet, whatever the scenario's names", () => {
    const words = new Set(
      "I O W p t n o m e i use strict const let for of Math Infinity min max".split(" "),
    );
    const alphabet = /^(?:[a-z]\d+|\d+(?:\.\d+)?(?:e[-+]?\d+)?|[-+*/=<?:;,.()[\]{}" ]|[A-Za-z]+)/;
    const left = (text: string): string => {
      let rest = text;
      for (let match = alphabet.exec(rest); match !== null; match = alphabet.exec(rest)) {
        const [token] = match;
        if (/^[A-Za-z]+$/.test(token) && !words.has(token)) return `${token}…`;
        rest = rest.slice(token.length);
      }
      return rest;
    };
    const evil = agency('"];throw 1;`${x}\\');
    const plain = agency("plain");
    const text = kernelSource(evil.program).source;
    expect(evil.program.slots.some(({ key }) => key.includes("throw 1"))).toBe(true);
    expect(left(text)).toBe("");
    expect(text.length).toBeGreaterThan(2000);
    // What is not in the alphabet would be found.
    expect(left(`${text}process.exit()`)).toBe("process…");
    expect(left(`${text}\``)).toBe("`");
    const run = outputs(evil.program, evil.values);
    expect(run.compiled).toEqual(run.interpreted);
    const other = outputs(plain.program, plain.values);
    expect(other.compiled).toEqual(other.interpreted);
    expect(run.compiled.toSorted((a, b) => a - b)).toEqual(
      other.compiled.toSorted((a, b) => a - b),
    );
  });

  test("is the same for other numbers and names", () => {
    expect(kernelSource(made(otherNumbers).program)).toEqual(kernelSource(program));
    expect(kernelSource(made({ ...rich, given: { ...rich.given, y: 1 } }).program)).not.toEqual(
      kernelSource(program),
    );
  });
});

describe("a kernel", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  test("is generated once for a structure", () => {
    // A structure of its own, so that no kernel is known.
    const own: Made = { ...rich, equations: [...rich.equations, ["own", "q * q / 3"]] };
    const shown = { shown: ["total(own)"] };
    const { Function: real } = globalThis;
    const generate = vi.fn<(...given: string[]) => unknown>((...given) =>
      Reflect.construct(real, given),
    );
    vi.stubGlobal("Function", function counted(...given: string[]) {
      return generate(...given);
    });
    compile(made({ ...own, ...shown }).program);
    compile(made({ ...otherNumbers, ...shown, equations: own.equations }).program);
    expect(generate).toHaveBeenCalledTimes(1);
    compile(made({ ...own, shown: ["closing(own)"] }).program);
    expect(generate).toHaveBeenCalledTimes(2);
  });

  test("keeps nothing from one run to the next, nor for another program", () => {
    const programs = [made(rich), made(otherNumbers)].map(({ program, values }) => ({
      kernel: compile(program),
      buffer: loaded(program, values),
      length: program.years.length * program.outputs.length,
      expected: [...outputsOf(program, interpret(program, loaded(program, values)))],
    }));
    for (const { kernel, buffer, length, expected } of [...programs, ...programs.toReversed()]) {
      const before = [...buffer];
      const output = new Float64Array(length).fill(NaN);
      kernel.run(buffer, output);
      expect([...output]).toEqual(expected);
      expect([...buffer]).toEqual(before);
    }
    expect(programs[0]?.expected).not.toEqual(programs[1]?.expected);
  });

  test("throws where code may not be generated", () => {
    vi.stubGlobal("Function", function forbidden() {
      throw new EvalError("Code generation from strings disallowed for this context");
    });
    const { program } = made({ ...rich, shown: ["total(late)", "closing(yearly)"] });
    expect(() => compile(program)).toThrow(EvalError);
  });
});
