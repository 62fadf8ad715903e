import type { Diagnostic } from "../../../src/diagnostics/diagnostic.ts";
import type {
  CalibrationSpec,
  FitSpec,
  LevelSpec,
  Tolerance,
} from "../../../src/model/calibration/file.ts";
import { cellsRef, rowRef } from "../../../src/model/refs.ts";
import type { Scenario } from "../../../src/model/scenario.ts";
import { describe, expect, test } from "vitest";
import { checkCalibration } from "../../../src/model/calibration/check.ts";
import { appropriation, line, scenario } from "../../support/build.ts";
import { matching } from "./valid.ts";

const written = (number: number, unit = ""): { number: number; unit: string } => ({ number, unit });
const fit = (given: Partial<FitSpec> = {}): FitSpec => ({
  inputs: ["streams.a.shares.x"],
  start: written(0.5),
  from: written(0),
  to: written(1),
  why: "",
  ...given,
});
const level = (given: Partial<LevelSpec> = {}): LevelSpec => ({
  line: "rest",
  year: "2014",
  start: written(1),
  atMost: 0.25,
  ...given,
});
const target = { source: "s", page: undefined, kind: "published", unit: "mkr" } as const;

const calibrated = (calibration: Partial<CalibrationSpec>): Scenario =>
  scenario({
    appropriations: { "1/1": appropriation({ frame: { 2014: 100 } }), "1/2": appropriation() },
    costs: {
      rest: line("time", 1, "money/month"),
      more: line("time", 1, "money/month"),
      other: line("time", 1, "money/month", { on: "1/2" }),
    },
    published: [
      {
        ...target,
        row: rowRef("need/1/1/forecast"),
        funding: "need",
        values: { 2014: 1, 2016: 2 },
        tolerance: { amount: 1, share: 0 },
        weight: 1,
        compare: "equal",
      },
      {
        ...target,
        row: rowRef("need/1/2/forecast"),
        funding: "need",
        values: { 2014: 1 },
        tolerance: undefined,
        weight: 1,
        compare: "equal",
      },
    ],
    calibration: { fit: [], levels: [], leaveOut: {}, ...calibration },
  });

const groups = (count: number): CalibrationSpec["leaveOut"] =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`g${i}`, [cellsRef("need/1/1/forecast")]]),
  );

describe("the tolerance of a target", () => {
  const problems = (figure: number, tolerance: Tolerance | undefined): readonly Diagnostic[] =>
    checkCalibration({
      ...calibrated({}),
      published: calibrated({})
        .published.slice(0, 1)
        .map((row) => ({
          ...row,
          values: { 2014: figure },
          tolerance,
        })),
    });

  test.each([
    ["a share of a figure", 100, { amount: 0, share: 0.05 }],
    ["an amount", 0, { amount: 1, share: 0 }],
    ["an amount beside a share of nothing", 0, { amount: 1, share: 0.05 }],
    ["none, where there is no target", 0, undefined],
  ])("may be %s", (_, figure, tolerance) => {
    expect(problems(figure, tolerance)).toEqual([]);
  });

  test.each([
    ["a share of nothing", 0, { amount: 0, share: 0.05 }],
    ["next to nothing", 70, { amount: 1e-300, share: 0 }],
    ["all there is", 70, { amount: 0, share: Infinity }],
    ["that of a figure beyond all others", 1e308, { amount: 0, share: 0.05 }],
  ])("is not %s", (_, figure, tolerance) => {
    expect(problems(figure, tolerance)).toMatchObject([
      { code: "out-of-range", path: "published.0.values.2014" },
    ]);
  });
});

describe("a calibration:", () => {
  test.each([
    ["is not needed", scenario({}), []],
    [
      "has nothing wrong",
      calibrated({
        fit: [fit()],
        levels: [level()],
        leaveOut: {
          a: [cellsRef("need/1/1/forecast")],
          b: [cellsRef("need/1/1/forecast@2015..2016")],
        },
      }),
      [],
    ],
    [
      "an input fitted twice",
      calibrated({ fit: [fit(), fit()] }),
      [["duplicate-key", "calibration.fit.1.input", "set twice"]],
    ],
    [
      "a level that is fitted",
      calibrated({ fit: [fit({ inputs: ["costs.rest.cost"] })], levels: [level()] }),
      [["duplicate-key", "calibration.levels.0.line", "costs.rest.cost"]],
    ],
    [
      "a frame",
      calibrated({ fit: [fit({ inputs: ["appropriations.1/1.frame.2014"] })] }),
      [["unknown-name", "calibration.fit.0.input", "may be fitted"]],
    ],
    [
      "a frame that is recorded",
      calibrated({ fit: [fit({ inputs: ["planning.frames.1/1.2014"] })] }),
      [["unknown-name", "calibration.fit.0.input", "may be fitted"]],
    ],
    [
      "a cost of a measure",
      calibrated({ fit: [fit({ inputs: ["measures.m.costs.1/1"] })] }),
      [["unknown-name", "calibration.fit.0.input", "may be fitted"]],
    ],
    [
      "different units",
      calibrated({ fit: [fit({ to: written(1, "%") })] }),
      [["bad-unit", "calibration.fit.0", "different units"]],
    ],
    [
      "no width",
      calibrated({ fit: [fit({ from: written(0.5), to: written(0.5) })] }),
      [["out-of-range", "calibration.fit.0.from", "the range from 0.5 to 0.5 is empty"]],
    ],
    [
      "a range that is wider than numbers are",
      calibrated({ fit: [fit({ from: written(-1e308), to: written(1e308) })] }),
      [["out-of-range", "calibration.fit.0.from", "too wide"]],
    ],
    [
      "a start below",
      calibrated({ fit: [fit({ start: written(-1) })] }),
      [["out-of-range", "calibration.fit.0.start", "start -1"]],
    ],
    [
      "a start above",
      calibrated({ fit: [fit({ start: written(2) })] }),
      [["out-of-range", "calibration.fit.0.start", "start 2"]],
    ],
    [
      "an unknown line",
      calibrated({ levels: [level({ line: "rset" })] }),
      [["unknown-name", "calibration.levels.0.line", '"rset"', "rest"]],
    ],
    [
      "two levels on one appropriation",
      calibrated({ levels: [level(), level({ line: "more" })] }),
      [["duplicate-key", "calibration.levels.1.line", "1/1 has a level"]],
    ],
    [
      "no frame at all",
      calibrated({ levels: [level({ line: "other" })] }),
      [["missing-key", "calibration.levels.0.year", "1/2 has no published frame"]],
    ],
    [
      "no frame in the year",
      calibrated({ levels: [level({ year: "2015" })] }),
      [["missing-key", "calibration.levels.0.year", "for 2015"]],
    ],
    [
      "a level from nothing",
      calibrated({ levels: [level({ start: written(0) })] }),
      [["out-of-range", "calibration.levels.0.start", "above 0"]],
    ],
    [
      "a row that is no target",
      calibrated({ leaveOut: { a: [cellsRef("need/1/2/forecast")] } }),
      [["unknown-name", "calibration.leave_out.a.0", "no target", "need/1/1/forecast"]],
    ],
    [
      "more than a hundred numbers",
      calibrated({
        fit: Array.from({ length: 101 }, (_, i) => fit({ inputs: [`streams.a.shares.x${i}`] })),
      }),
      [["out-of-range", "calibration.fit", "101 numbers", "one number"]],
    ],
    ["a hundred groups left out", calibrated({ leaveOut: groups(100) }), []],
    [
      "more groups than that",
      calibrated({ leaveOut: groups(101) }),
      [["out-of-range", "calibration.leave_out", "101 groups", "fewer groups"]],
    ],
    [
      "years without a target",
      calibrated({ leaveOut: { a: [cellsRef("need/1/1/forecast@2015")] } }),
      [["unknown-name", "calibration.leave_out.a.0", "no target in these years", "2014, 2016"]],
    ],
  ] as const)("%s", (_, given, expected) => {
    expect(checkCalibration(given)).toEqual(matching(expected));
  });

  test("cells are a row and years", () => {
    const row = rowRef("5/1:2");
    const cells = (text: string): unknown => {
      const { text: same, ...found } = cellsRef(text);
      expect(same).toBe(text);
      return found;
    };
    expect(cells("5/1:2@2015..2018")).toEqual({ row, from: "2015", to: "2018" });
    expect(cells("5/1:2@2015")).toEqual({ row, from: "2015", to: "2015" });
    expect(cells("5/1:2")).toEqual({ row, from: "", to: "9999" });
  });
});
