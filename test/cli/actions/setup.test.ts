import { describe, expect, test } from "vitest";
import { openScenario } from "../../../src/cli/actions/load.ts";
import type { RunFlags } from "../../../src/cli/options.ts";
import {
  describeVariant,
  guarded,
  outsidePeriod,
  parseOverrides,
  runScenario,
  type Ran,
} from "../../../src/cli/actions/setup.ts";
import type { Diagnostic, Result } from "../../../src/diagnostics/diagnostic.ts";
import { RunFailed, type FigureRef } from "../../../src/request/request.ts";
import { period, scenario } from "../../support/build.ts";
import { fakeIo } from "../../support/fake-io.ts";
import { plain, tiny } from "./tiny.ts";

const valueOf = (text: string): unknown => {
  const parsed = parseOverrides([text]);
  return parsed.ok ? parsed.value[0]?.value : parsed.diagnostics;
};

describe("--set", () => {
  test("takes a path up to the first equals sign and a value after it", () => {
    expect(parseOverrides(["a.b=1", " c =x=y ", "d="])).toEqual({
      ok: true,
      value: [
        { path: "a.b", value: 1 },
        { path: "c", value: "x=y" },
        { path: "d", value: "" },
      ],
    });
    expect(parseOverrides([])).toEqual({ ok: true, value: [] });
  });

  test.each([
    ["a=12", 12],
    ["a=-12.5", -12.5],
    ["a=+.5", 0.5],
    ["a=5.", 5],
    ["a=1e3", 1000],
    ["a=1.5E-3", 0.0015],
    ["a= 7 ", 7],
    ["a=true", true],
    ["a=false", false],
  ])("reads %s as YAML would", (text, value) => {
    expect(valueOf(text)).toBe(value);
  });

  test.each([
    "10 mkr",
    "1e",
    "0x10",
    "1_000",
    "1,5",
    ".",
    "e3",
    "5%",
    "Infinity",
    "NaN",
    "True",
    "x1",
  ])("reads %s as a text", (text) => {
    expect(valueOf(`a=${text}`)).toBe(text);
  });

  test("without a path or a value is refused, all of them at once", () => {
    expect(parseOverrides(["a.b", "=1", "c=1"])).toMatchObject({
      ok: false,
      diagnostics: [
        { code: "usage", message: '--set "a.b" has no value' },
        { code: "usage", message: '--set "=1" has no value' },
      ],
    });
  });
});

test("a report says how its run was made, where it was not made as the scenario says", () => {
  expect(describeVariant(plain)).toEqual([]);
  expect(describeVariant({ ...plain, planning: false, set: [], without: [] })).toEqual([]);
  expect(
    describeVariant({
      funding: "proposed",
      intake: "high",
      scaleIntake: "1.05",
      set: ["a=1", "b=2"],
      without: ["m", "n"],
      planning: true,
    }),
  ).toEqual([
    "funding: proposed",
    "planning assumption",
    "intake: high",
    "intake × 1.05",
    "a=1",
    "b=2",
    "without m",
    "without n",
  ]);
});

test("a changed value for a time after the run is a slip, before its end it may count", () => {
  const given = scenario({ period: period("2014-01..2015-06") });
  const messages = (path: string): string[] =>
    outsidePeriod(given, path).map(({ message }) => message);
  for (const path of ["a.2013", "a.2014", "a.2015", "a.2015-06", "a.b", "2016.a", "a"]) {
    expect(messages(path)).toEqual([]);
  }
  for (const path of ["a.2016", "a.2015-07", "a.2016-01"]) {
    expect(messages(path)).toEqual([`"${path}" lies after the end of the run`]);
  }
  expect(outsidePeriod(given, "a.2016")[0]?.help).toBe("the run ends in 2015-06");
  // Budget years by the month they start in: 2015/16 starts in July.
  const july = scenario({ period: period("2014-07..2015-06"), yearStarts: 7 });
  expect(outsidePeriod(july, "a.2014/15")).toEqual([]);
  expect(outsidePeriod(july, "a.2015/16")).toHaveLength(1);
});

describe("the failure of a run", () => {
  const problem: Diagnostic = { code: "out-of-range", severity: "error", message: "no" };
  const locate = (one: Diagnostic): Diagnostic => ({ ...one, file: "s.yaml" });

  test("becomes diagnostics with their place", () => {
    const made = guarded(locate, (): Result<number> => {
      throw new RunFailed([problem]);
    });
    expect(made).toEqual({ ok: false, diagnostics: [{ ...problem, file: "s.yaml" }] });
  });

  test("is told from a bug, and from a result", () => {
    expect(guarded(locate, () => ({ ok: true, value: 5 }))).toEqual({ ok: true, value: 5 });
    expect(() =>
      guarded(locate, (): Result<number> => {
        throw new RangeError("a bug");
      }),
    ).toThrow("a bug");
  });
});

describe("a run", () => {
  const withMeasure = `${tiny}strategic_areas: { fast: Speed }
measures:
  cheaper:
    label: Cheaper
    strategic_area: fast
    costs: { 1/1: { 2024..2025: 0.1 mkr } }
    effects: [{ on: costs.cases.cost, multiply: 0.5, from: 2024-01 }]
planning:
  label: The plan
  start: 2024-07
  set: { streams.all.intake: 600 persons/year }
`;

  const ran = (
    flags: Partial<RunFlags> = {},
    extra: readonly { path: string; value: unknown }[] = [],
    monthly = false,
    text = withMeasure,
  ): Result<Ran> => {
    const opened = openScenario(fakeIo({ "s.yaml": text }).io, "s.yaml", {});
    return opened.ok
      ? runScenario(opened.opened, { ...plain, ...flags }, extra, { monthly })
      : opened;
  };
  const figure = (of: string, set: FigureRef["set"], key: string): FigureRef =>
    ({ figure: of, set, key }) as FigureRef;
  const read = (found: Result<Ran>, ref: FigureRef): (number | null)[] => {
    if (!found.ok) throw new Error(found.diagnostics.map(({ message }) => message).join());
    const { request } = found.value;
    const { options, columns } = request;
    return columns.map((column) => request.read({ mode: options.funding }, ref, column));
  };
  const done = figure("flow", "flow", "done");
  const forecast = figure("forecast", "appropriation", "1/1");
  const messages = (found: Result<Ran>): string[] =>
    found.ok ? [] : found.diagnostics.map(({ message }) => message);

  test("is as the scenario says, in years or in months", () => {
    expect(read(ran(), forecast)).toEqual([3.6e6, 3.6e6]);
    expect(read(ran({}, [], true), forecast)).toEqual(Array.from({ length: 24 }, () => 300_000));
  });

  test("has the changes of --set, then those of a sweep", () => {
    expect(read(ran({ set: ["costs.rent.cost=2.4 mkr/year"] }), forecast)).toEqual([4.8e6, 4.8e6]);
    const extra = [{ path: "costs.rent.cost.2025", value: "0 mkr/year" }];
    expect(read(ran({ set: ["costs.rent.cost=2.4 mkr/year"] }, extra), forecast)).toEqual([
      4.8e6, 2.4e6,
    ]);
  });

  const withLow = withMeasure.replace(
    "intake: 1200 persons/year",
    "intake: { value: 1200 persons/year, low: 600 persons/year }",
  );

  test("takes a number in the unit it replaces", () => {
    const text = withMeasure.replace("intake: 1200 persons/year", "intake: 100 persons/month");
    for (const path of ["streams.all.intake", "streams.all.intake.2025"]) {
      const [, flow] = read(ran({ set: [`${path}=200`] }, [], false, text), done);
      expect(flow).toBeCloseTo(path.endsWith("2025") ? 2300 : 2400, 6);
    }
    const written = text.replace("100 persons/month", "{ value: 100 persons/month }");
    const [, flow] = read(ran({ set: ["streams.all.intake.value=200"] }, [], false, written), done);
    expect(flow).toBeCloseTo(2400, 6);
  });

  test.each([
    ["a year before the run", ["costs.rent.cost.2019=1 mkr/year"], "the run goes from 2024-01"],
    [
      "what shorter spans stand before",
      ["costs.rent.cost.2024..2025=2 mkr/year", "costs.rent.cost.value=3 mkr/year"],
      "its values are for 2024..2025, the shortest span counts",
    ],
    ["a case that is not run", ["streams.all.intake.low=5"], "add --intake low"],
    [
      "the whole after its part",
      ["costs.rent.cost.2025=1", "costs.rent.cost=2"],
      "set the whole first",
    ],
    ["one input twice", ["costs.rent.cost=1", "costs.rent.cost=2"], "give one value"],
  ])("does not take %s", (_, set, help) => {
    const found = ran({ set }, [], false, withLow);
    expect(found.ok ? [] : found.diagnostics.map((problem) => problem.help)).toEqual([
      expect.stringContaining(help),
    ]);
  });

  test("takes what the run reads, in any mode, and words", () => {
    for (const change of [
      "streams.all.intake.why=a guess",
      "measures.cheaper.costs.1/1.2025=2 mkr",
      "appropriations.1/1.frame.2025=4 mkr",
      "streams.all.opening.open=80",
    ]) {
      expect(messages(ran({ set: [change] }, [], false, withLow))).toEqual([]);
    }
    const low = { set: ["streams.all.intake.low=5"], intake: "low" } as const;
    expect(messages(ran(low, [], false, withLow))).toEqual([]);
  });

  test("scales the intake", () => {
    // 100 wait already, the others come later.
    expect(read(ran({ scaleIntake: "1.5" }), done)).toEqual([100 + 11 * 150, 1800]);
    expect(read(ran({ scaleIntake: "0" }), done)).toEqual([100, 0]);
    expect(read(ran({ scaleIntake: "100" }), done)).toEqual([100 + 11 * 10_000, 120_000]);
  });

  test.each(["-0.1", "100.1", "much", "", " ", "Infinity"])(
    "does not scale the intake by %j",
    (scaleIntake) => {
      expect(messages(ran({ scaleIntake }))).toEqual([
        `--scale-intake "${scaleIntake}" is not a factor`,
      ]);
    },
  );

  test("has the case of the intake forecast that is asked for", () => {
    const text = withMeasure.replace(
      "1200 persons/year",
      "{ low: 600, mid: 1200, high: 2400, unit: persons/year }",
    );
    const at = (intake: RunFlags["intake"]): number | null | undefined =>
      read(ran({ intake }, [], false, text), done)[1];
    expect([at("low"), at("mid"), at("high")]).toEqual([600, 1200, 2400]);
  });

  test("counts measures in the mode that does, but not those switched off", () => {
    expect(read(ran({ funding: "proposed" }), forecast)).toEqual([2.4e6, 2.4e6]);
    expect(read(ran({ funding: "proposed", without: ["cheaper"] }), forecast)).toEqual([
      3.6e6, 3.6e6,
    ]);
    const unknown = ran({ without: ["cheeper", "x", "cheaper"] });
    expect(messages(unknown)).toEqual([
      'there is no development measure "cheeper"',
      'there is no development measure "x"',
    ]);
    expect(unknown.ok || unknown.diagnostics[0]?.help).toContain('did you mean "cheaper"?');
  });

  test("may be the planning assumption's, from its own start", () => {
    const found = ran({ planning: true });
    // 100 wait in July, then 50 a month.
    expect(read(found, done)).toEqual([100 + 5 * 50, 600]);
    expect(found.ok && found.value.request.columns.map(({ name }) => name)).toEqual([
      "2024-07..2024-12",
      "2025",
    ]);
    expect(messages(ran({ planning: true }, [], false, tiny))).toEqual([
      "the scenario has no planning assumption",
    ]);
  });

  test("is none with a change that cannot be read, or lies after its end", () => {
    expect(messages(ran({ set: ["nothing"] }))).toEqual(['--set "nothing" has no value']);
    expect(messages(ran({ set: ["costs.rent.price=1"] }))).toEqual(['unknown key "price"']);
    expect(messages(ran({ set: ["appropriations.1/1.frame.2026=1 mkr"] }))).toEqual([
      '"appropriations.1/1.frame.2026" lies after the end of the run',
    ]);
    expect(messages(ran({}, [{ path: "appropriations.1/1.frame.2026", value: "1 mkr" }]))).toEqual([
      '"appropriations.1/1.frame.2026" lies after the end of the run',
    ]);
  });

  test("leaves what is published and the scenario's own tables out of the planning run", () => {
    const text = `${withMeasure}tables:
  "1": { title: One, years: 2024..2025, rows: [{ key: x, show: need/1/1/need }] }
published:
  - { row: need/1/1/need, source: report, values: { 2024: 3 } }
`;
    const tablesIn = (planning: boolean): unknown => {
      const found = ran({ planning }, [], false, text);
      return (
        found.ok && [
          [...found.value.request.scenario.tables.keys()],
          found.value.request.scenario.published.length,
        ]
      );
    };
    expect(tablesIn(false)).toEqual([["1"], 1]);
    expect(tablesIn(true)).toEqual([[], 0]);
  });
});
