import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nodeIo } from "../../src/cli/io.ts";
import { run } from "../../src/cli/program.ts";
import { readDocument } from "../../src/scenario/read.ts";
import { cell, cells, forecast, root } from "../support/forecast.ts";
import { fakeIo } from "../support/fake-io.ts";
import { small } from "../support/small-scenario.ts";

/** The small scenario with a planning run, a residual line and what may be fitted; its figures come from other numbers. */
const fittable = `${small
  .replace("opening: { open: 4000 }", "opening: { open: 6000, done: 1 }")
  .replace(
    "{ effort: 10 hours/case, aim: 4 months } }",
    "{ effort: { value: 10 hours/case, why: guessed }, aim: 4 months } }   # hours",
  )
  .replace("frame: { 2024..2025: 60 mkr }", "frame: { 2024: 90 mkr, 2025: planning }")
  .replace(
    "areas:",
    "sources: { r: { title: Report } }\nareas:",
  )}  rest: { label: Rest, on: 1/1:1, driver: time, cost: 5 mkr/year }
groups: { stocks: { open: { label: Open, stages: [open] } } }
planning:
  label: The plan
  start: 2024-01
  set: { streams.all.intake: 10000 persons/year }
published:
  - { row: need/1/1:1/forecast, source: r, tolerance: 1 %, values: { 2024: 1, 2025: 1 } }
  - { row: stocks/open, source: r, unit: persons, tolerance: [1 %, 20], values: { 2024: 1, 2025: 1 } }
  - { row: staff/staff, source: r, unit: staff, tolerance: 1, values: { 2024: 1, 2025: 1 } }
  - { row: need/1/1:1/need, source: r, compare: at_least, tolerance: 1, values: { 2024: 1 } }
calibration:
  fit:
    - { input: streams.all.work.open.effort, start: 10 hours/case, from: 6 hours/case, to: 14 hours/case, why: not known }
    - { input: staff.staff.before, start: 80, from: 60, to: 120, why: not known }
  levels:
    - { line: rest, year: 2024, start: 5 mkr/year, at_most: 25 % }
  leave_out: { money: [need/1/1:1/forecast@2025] }
`;

/** The figures that come out with an effort of 11.5 hours, 95 on the staff and the level that makes the plan cost 90 mkr. */
async function withFigures(text = fittable): Promise<string> {
  const changes = ["streams.all.work.open.effort=11.5 hours/case", "staff.staff.before=95"];
  const ask = async (prefix: string, ...more: string[]): Promise<Map<string, number>> => {
    const { io, out, err } = fakeIo({ "s.yaml": text });
    const set = changes.flatMap((change) => ["--set", `${prefix}${change}`]);
    const status = await run(
      ["s.yaml", "--table", "need,stocks,staff", "--format", "csv", ...set, ...more],
      io,
    );
    expect({ status, err: err() }).toEqual({ status: 0, err: "" });
    return cells(out());
  };
  const plan = await ask("planning.set.", "--planning");
  const level = 5 + 90 - cell(plan, "need/1/1:1/forecast@2024");
  const at = await ask("", "--set", `costs.rest.cost=${level} mkr/year`);
  const figures = (row: string): string =>
    [2024, 2025].map((year) => `${year}: ${cell(at, `${row}@${year}`)}`).join(", ");
  return text
    .replace("values: { 2024: 1, 2025: 1 }", `values: { ${figures("need/1/1:1/forecast")} }`)
    .replace("values: { 2024: 1, 2025: 1 }", `values: { ${figures("stocks/open")} }`)
    .replace("values: { 2024: 1, 2025: 1 }", `values: { ${figures("staff/staff")} }`);
}

interface Said {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  /** The file afterwards. */
  readonly text: string;
}

async function calibrate(text: string | Uint8Array, ...argv: readonly string[]): Promise<Said> {
  const { io, out, err, files } = fakeIo({ "s.yaml": text });
  const status = await run(["calibrate", "s.yaml", "--starts", "2", ...argv], io);
  return {
    status,
    out: out(),
    err: err(),
    text: new TextDecoder("utf-8", { ignoreBOM: true }).decode(files.get("/project/s.yaml")),
  };
}

const reported = (csv: string): Map<string, number> => cells(csv);

describe("forecast calibrate", () => {
  it("finds the numbers the figures were made with, and the level that follows", async () => {
    const { status, out, err } = await calibrate(await withFigures(), "--format", "csv");
    expect({ status, err }).toEqual({ status: 0, err: "" });
    const at = reported(out);
    expect(cell(at, "parameters/streams.all.work.open.effort@value")).toBe(11.5);
    expect(cell(at, "parameters/staff.staff.before@value")).toBe(95);
    expect(cell(at, "levels/planned/rest@value")).toBeCloseTo(90, 3);
    expect(cell(at, "fit/fitted@value")).toBeLessThan(1e-4);
    expect(cell(at, "fit/unfitted@value")).toBeGreaterThan(10);
    expect(cell(at, "fit/freedom@value")).toBe(5);
    // What a fit has not seen comes out as well: the figures are the model's own.
    const left = cell(at, "left-out/money/need/need/1/1:1/forecast@2025@error_percent");
    expect(Math.abs(left)).toBeLessThan(0.1);
  });

  it("compares with every figure 0 and with the row's first", async () => {
    const text = await withFigures();
    const at = reported((await calibrate(text, "--format", "csv")).out);
    const [, first = NaN, second = NaN] = (
      /stocks\/open.*2024: ([\d.]+), 2025: ([\d.]+)/.exec(text) ?? []
    ).map(Number);
    expect(cell(at, "misses/need/stocks/open@zeros")).toBeCloseTo(first + second, 6);
    expect(cell(at, "misses/need/stocks/open@first")).toBeCloseTo(Math.abs(first - second), 6);
    // 1 at least: any need is enough, and 0 is not.
    expect(cell(at, "misses/need/need/1/1:1/need@absolute")).toBe(0);
    expect(cell(at, "misses/need/need/1/1:1/need@zeros")).toBe(1);
  });

  it("says which number is on a bound, and which moves nothing", async () => {
    const text = (await withFigures())
      .replace("to: 14 hours/case", "to: 11 hours/case")
      .replace(
        "  levels:",
        "    - { input: streams.all.opening.done, start: 1, from: 0, to: 9, why: x }\n  levels:",
      );
    const { out } = await calibrate(text, "--lang", "en");
    const words = out.replaceAll(/\s+/g, " ");
    expect(words).toContain("streams.all.opening.done; moves no target");
    expect(words).toMatch(/effort; on its upper bound|on its upper bound \(hours/);
  });

  it("warns of a level that is a large part of its appropriation", async () => {
    const text = (await withFigures()).replace("at_most: 25 %", "at_most: 1 %");
    const { status, err } = await calibrate(text);
    expect(status).toBe(0);
    expect(err).toMatch(/^note: costs\.rest\.cost is up to [\d.]+ % of 1\/1:1, more than the 1 %/);
  });

  it("says when a level does not meet its frame, and by how much", async () => {
    const text = (await withFigures()).replace("2024: 90 mkr", "2024: 30 mkr");
    const { status, out, err } = await calibrate(text, "--format", "csv");
    expect(status).toBe(0);
    const at = reported(out);
    const need = cell(at, "levels/planned/rest@value");
    expect(cell(at, "levels/level/rest@value")).toBe(0);
    expect(need).toBeGreaterThan(60);
    expect(cell(at, "levels/missed/rest@value")).toBeCloseTo(need - 30, 6);
    expect(err).toMatch(
      /^note: with costs\.rest\.cost at 0 mkr\/year the planning run needs [\d.]+ mkr of 1\/1:1 in 2024, and the frame is 30 mkr/,
    );
  });

  it("is the same every time, in all formats and languages", async () => {
    const text = await withFigures();
    for (const argv of [[], ["--format", "markdown"], ["--format", "json"], ["--lang", "sv"]]) {
      const [one, two] = [await calibrate(text, ...argv), await calibrate(text, ...argv)];
      expect(one).toEqual(two);
      expect(one.status).toBe(0);
      expect(one.text).toBe(text);
    }
  });

  it("shows progress on a terminal", async () => {
    const { io, err } = fakeIo({ "s.yaml": await withFigures() }, { stderrIsTty: true });
    await run(["calibrate", "s.yaml", "--starts", "0"], io);
    expect(err()).toBe("\r1 of 2 fits\r2 of 2 fits\n");
  });
});

describe("forecast calibrate --write", () => {
  it("puts the numbers in and leaves all else as it is", async () => {
    const text = await withFigures();
    const { status, err, text: written } = await calibrate(text, "--write");
    expect({ status, err }).toEqual({ status: 0, err: "s.yaml: 3 numbers written\n" });
    const changed = written.split("\n").filter((line, i) => line !== text.split("\n")[i]);
    expect(changed).toEqual([
      "    work: { open: { effort: { value: 11.5 hours/case, kind: calibrated, why: guessed }, aim: 4 months } }   # hours",
      expect.stringContaining("before: { value: 95, kind: calibrated }, productivity") as string,
      expect.stringMatching(/cost: \{ value: [\d.]+ mkr\/year, kind: derived \} \}$/) as string,
    ]);
  });

  it("changes nothing more when it is repeated", async () => {
    const once = await calibrate(await withFigures(), "--write");
    const twice = await calibrate(once.text, "--write");
    expect(twice.text).toBe(once.text);
  });

  it("keeps CRLF and a byte order mark", async () => {
    const text = `\ufeff${(await withFigures()).replaceAll("\n", "\r\n")}`;
    const { status, text: written } = await calibrate(new TextEncoder().encode(text), "--write");
    expect(status).toBe(0);
    expect(written.startsWith("\ufeffformat:")).toBe(true);
    expect(written.split("\r\n")).toHaveLength(text.split("\r\n").length);
    expect(written).toContain("before: { value: 95, kind: calibrated }");
  });

  it("adds a line where the input has lines of its own", async () => {
    const text = (await withFigures()).replace(
      "    work: { open: { effort: { value: 10 hours/case, why: guessed }, aim: 4 months } }   # hours\n",
      "    work:\n      open:\n        aim: 4 months\n        effort:\n          value: 10 hours/case # a guess\n          kind: assumed # still\n",
    );
    const withoutKind = text.replace("          kind: assumed # still\n", "");
    expect((await calibrate(text, "--write")).text).toContain(
      "          value: 11.5 hours/case # a guess\n          kind: calibrated # still\n",
    );
    expect((await calibrate(withoutKind, "--write")).text).toContain(
      "          value: 11.5 hours/case\n          kind: calibrated # a guess\n",
    );
  });

  it.each([
    [
      "a number whose unit stands beside it",
      "{ value: 10, unit: hours/case }",
      "value: 11.5, kind: calibrated, unit: hours/case",
    ],
    [
      "a value beside years",
      "{ value: 10 hours/case, 2030: 3 hours/case }",
      "value: 11.5 hours/case, kind: calibrated, 2030: 3 hours/case",
    ],
    [
      "a value within its range",
      "{ low: 1, mid: 10 hours/case, high: 20 }",
      "low: 1, mid: 11.5 hours/case, kind: calibrated, high: 20",
    ],
    [
      "a kind that stands elsewhere too",
      "{ value: 10 hours/case, kind: *known }",
      "value: 11.5 hours/case, kind: calibrated",
    ],
  ])("writes %s, and finds it again", async (_, amount, written) => {
    const text = (await withFigures())
      .replace("{ value: 10 hours/case, why: guessed }", amount)
      .replace(
        "opening: { open: 6000, done: 1 }",
        "opening: { open: { value: 6000, kind: &known derived }, done: 1 }",
      );
    const { status, err, text: now } = await calibrate(text, "--write");
    expect({ status, err }).toEqual({ status: 0, err: "s.yaml: 3 numbers written\n" });
    expect(now).toContain(`effort: { ${written}`);
    expect((await calibrate(now, "--verify")).status).toBe(0);
  });

  it("writes the scenario it has reported on", async () => {
    const once = await calibrate(await withFigures(), "--write", "--format", "csv");
    const { io, out } = fakeIo({ "s.yaml": once.text });
    await run(["s.yaml", "--table", "fit", "--format", "csv"], io);
    const [said, is] = [cells(once.out), cells(out())];
    for (const row of ["need/1/1:1/forecast", "stocks/open", "staff/staff"]) {
      expect(cell(said, `targets/need/${row}@2025@fitted`)).toBe(cell(is, `fit/${row}/model@2025`));
    }
  });

  it("says why a file cannot be written", async () => {
    const { io, err } = fakeIo(
      { "s.yaml": await withFigures() },
      {
        writeFileAtomic: () => {
          throw Object.assign(new Error("no"), { code: "EACCES" });
        },
      },
    );
    expect(await run(["calibrate", "s.yaml", "--starts", "0", "--write"], io)).toBe(2);
    expect(err()).toContain("s.yaml");
  });
});

describe("forecast calibrate --verify", () => {
  it("is content with what --write wrote, and with nothing else", async () => {
    const { text } = await calibrate(await withFigures(), "--write");
    expect(await calibrate(text, "--verify")).toEqual({
      status: 0,
      out: "s.yaml: all 3 numbers come out as written\n",
      err: "",
      text,
    });
    const edited = text.replace("value: 95,", "value: 95.1,");
    expect(await calibrate(edited, "--verify")).toEqual({
      status: 1,
      out: "staff.staff.before: the file has 95.1, fitted 95\n",
      err: "",
      text: edited,
    });
    const other = text.replace(
      "effort: { value: 11.5 hours/case",
      "effort: { value: 12 hours/case",
    );
    expect((await calibrate(other, "--verify")).out).toBe(
      "streams.all.work.open.effort: the file has 12 hours/case, fitted 11.5\n",
    );
  });

  it("fails where there is no fit to compare with", async () => {
    const text = (await withFigures()).replace("tolerance: [1 %, 20]", "tolerance: 1e-20");
    const { status, out, err } = await calibrate(text, "--verify");
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain("out-of-range");
  });

  it("holds for feb2014, in every number", async () => {
    const { status, out } = await forecast(["calibrate", "scenarios/feb2014.yaml", "--verify"]);
    expect({ status, out }).toEqual({
      status: 0,
      out: "scenarios/feb2014.yaml: all 13 numbers come out as written\n",
    });
  }, 60_000);
});

describe("numbers that are impossible together", () => {
  it("are not what a fit ends with", async () => {
    const text = (await withFigures())
      .replace("to: { done: 1 } } }", "to: { a: x, b: y, done: rest } } }")
      .replace("ends: [done]", "ends: [done, a, b]")
      .replace(
        "opening: { open: 6000, done: 1 }",
        "opening: { open: 6000 }\n    shares: { x: 0.3, y: 0.3 }",
      )
      .replace(
        "groups: {",
        "groups: { flows: { a: { label: A, moves: [open -> a] }, b: { label: B, moves: [open -> b] } },",
      )
      .replace(
        "calibration:",
        "  - { row: flows/a, source: r, unit: persons, tolerance: 1, values: { 2024: 90000 } }\n  - { row: flows/b, source: r, unit: persons, tolerance: 1, values: { 2024: 90000 } }\ncalibration:",
      )
      .replace(
        "  levels:",
        "    - { input: streams.all.shares.x, start: 0.3, from: 0, to: 0.9, why: x }\n    - { input: streams.all.shares.y, start: 0.3, from: 0, to: 0.9, why: x }\n  levels:",
      );
    const { io, out } = fakeIo({ "s.yaml": text });
    const argv = ["calibrate", "s.yaml", "--starts", "0", "--format", "csv"];
    expect(await run(argv, io)).toBe(0);
    const at = cells(out());
    const [x, y] = ["x", "y"].map((name) =>
      cell(at, `parameters/streams.all.shares.${name}@value`),
    );
    // Both targets are far above all who leave, so each share wants to be as large as it may.
    expect((x ?? NaN) + (y ?? NaN)).toBeLessThanOrEqual(1);
    expect((x ?? NaN) + (y ?? NaN)).toBeGreaterThan(0.6);
  });
});

describe("what cannot be fitted", () => {
  const place = "    - { input: staff.staff.before, start: 80, from: 60, to: 120, why: not known }";
  const input =
    (text: string): ((given: string) => string) =>
    (given) =>
      given.replace("input: staff.staff.before, start: 80, from: 60, to: 120", text);
  /** Nothing that could be valid and is not. */
  const noScenario: ReadonlySet<string> = new Set(["no calibration", "an unknown file"]);
  const cases: readonly (readonly [string, (text: string) => string, readonly string[], RegExp])[] =
    [
      ["no calibration", () => small, [], /missing-key.*does not say what may be fitted/],
      [
        "no tolerance",
        (text) =>
          text.replaceAll(/tolerance: (?:\[.*?\]|[^,]*),/g, "").replace(/ {2}leave_out.*\n/, ""),
        [],
        /no published figure has a tolerance/,
      ],
      [
        "an input that is not there",
        input("input: staff.staff.befor, start: 80, from: 60, to: 120"),
        [],
        /unknown-name.*"staff\.staff\.befor" is not written/,
      ],
      [
        "another unit",
        input("input: staff.staff.before, start: 80 staff, from: 60 staff, to: 120 staff"),
        [],
        /bad-unit.*is written in "", its start in "staff"/,
      ],
      [
        "a list",
        input("input: staff.staff.serves, start: 80, from: 60, to: 120"),
        [],
        /wrong-type.*is not one number/,
      ],
      [
        "a value that is shared",
        (text) =>
          input("input: staff.staff.hire, start: 2 % /month, from: 1 % /month, to: 20 % /month")(
            text,
          ).replace("hire: 2 % /month, shed: 2 % /month", "hire: &same 2 % /month, shed: *same"),
        [],
        /wrong-type.*is a value that several inputs share/,
      ],
      [
        "a range that the input may not have",
        input("input: staff.staff.before, start: 80, from: -60, to: 120"),
        [],
        /^s\.yaml:\d+:\d+: error\[out-of-range\]: with staff\.staff\.before at -60: -60 is out of range/,
      ],
      [
        "a range that leaves the one beside the value",
        (text) =>
          text.replace(
            "{ value: 10 hours/case, why: guessed }",
            "{ value: 10 hours/case, low: 9 }",
          ),
        [],
        /out-of-range.*effort at 6 hours\/case: low, mid and high are not in order/,
      ],
      [
        "a level with a range",
        (text) => text.replace("cost: 5 mkr/year", "cost: { value: 5 mkr/year, high: 6 mkr/year }"),
        [],
        /wrong-type.*costs\.rest\.cost has a low or a high value/,
      ],
      [
        "a level in another unit",
        (text) => text.replace("cost: 5 mkr/year", "cost: { value: 5, unit: tkr/year }"),
        [],
        /bad-unit.*is written in "tkr\/year", its start in "mkr\/year"/,
      ],
      [
        "a level that moves nothing",
        (text) => text.replace("set: {", "set: { costs.rest.cost: 5 mkr/year,"),
        [],
        /out-of-range.*costs\.rest\.cost moves no need of 1\/1:1 in the planning run's 2024/,
      ],
      [
        "a number with a tag",
        (text) => text.replace("before: 80", "before: !!int 80"),
        [],
        /wrong-type.*"staff\.staff\.before" is written with a tag/,
      ],
      [
        "a number that others refer to",
        (text) =>
          text.replace(
            "{ value: 10 hours/case, why: guessed }",
            "{ value: &ten 10 hours/case, why: *ten }",
          ),
        [],
        /wrong-type.*is a value that several inputs share/,
      ],
      [
        "a kind that others refer to",
        (text) =>
          text.replace(
            "{ value: 10 hours/case, why: guessed }",
            "{ value: 10 hours/case, kind: &known assumed, why: *known }",
          ),
        [],
        /wrong-type.*is a value that several inputs share/,
      ],
      [
        "starts that are impossible together",
        (text) =>
          text
            .replace("to: { done: 1 } } }", "to: { a: x, b: y, done: rest } } }")
            .replace("ends: [done]", "ends: [done, a, b]")
            .replace(
              "opening: { open: 6000, done: 1 }",
              "opening: { open: 6000 }\n    shares: { x: 0.3, y: 0.3 }",
            )
            .replace(
              place,
              ["x", "y"]
                .map(
                  (name) =>
                    `    - { input: streams.all.shares.${name}, start: 0.6, from: 0, to: 0.9, why: x }`,
                )
                .join("\n"),
            ),
        [],
        /\d+:\d+: error.*with every number at its start: /,
      ],
      [
        "a part of an amount",
        input("input: staff.staff.before.value, start: 80, from: 60, to: 120"),
        [],
        /is not written/,
      ],
      [
        "a target of 0 with a share of it as tolerance",
        (text) =>
          text.replace(
            "compare: at_least, tolerance: 1, values: { 2024: 1 }",
            "tolerance: 5 %, values: { 2024: 0 }",
          ),
        [],
        /out-of-range.*the target 0 has a tolerance of 0/,
      ],
      [
        "a weight beyond all others",
        (text) => text.replace("compare: at_least,", "compare: at_least, weight: 1e29,"),
        [],
        /out-of-range.*1000000/,
      ],
      [
        "a number that is not finite",
        input("input: staff.staff.before, start: 80, from: 60, to: 1e400"),
        [],
        /s\.yaml:\d+:\d+: error/,
      ],
      [
        "a row that is not there",
        (text) => text.replace("row: stocks/open,", "row: stocks/opne,"),
        [],
        /unknown-name.*there is no row "stocks\/opne"/,
      ],
      [
        "a year without a figure",
        (text) =>
          text.replace(
            "compare: at_least, tolerance: 1, values: { 2024: 1 }",
            "tolerance: 1, values: { 2023: 1 }",
          ),
        [],
        /out-of-range.*the run does not cover 2023/,
      ],
      [
        "levels without a planning run",
        (text) => text.replace(/planning:\n(?: .*\n)+/, "").replace(", 2025: planning", ""),
        [],
        /missing-key.*follows from the planning assumption/,
      ],
      [
        "a number that is a structure",
        (text) =>
          text
            .replace(
              "to: { done: 1 } } }",
              "to: { later: 1 } }, later: { leave: { after: 3 }, to: { done: 1 } } }",
            )
            .replace(
              place,
              `${place}\n    - { input: processes.simple.stages.later.leave.after, start: 3, from: 2, to: 4, why: x }`,
            ),
        [],
        /wrong-type.*stages\.later\.leave\.after" is no value of the model's months/,
      ],
      ["a word for starts", (text) => text, ["--starts", "many"], /usage.*--starts "many"/],
      ["too many starts", (text) => text, ["--starts", "201"], /usage.*\n.*up to 200/],
      [
        "writing and verifying",
        (text) => text,
        ["--write", "--verify"],
        /usage.*exclude each other/,
      ],
      ["an unknown file", (text) => text, [], /file-not-found/],
    ];

  it.each(cases)("%s", async (name, change, argv, message) => {
    const text = change(await withFigures());
    const { io, out, err } = fakeIo(name === "an unknown file" ? {} : { "s.yaml": text });
    const status = await run(["calibrate", "s.yaml", ...argv], io);
    expect({ status, out: out() }).toEqual({ status: 2, out: "" });
    expect(err()).toMatch(message);
  });

  it.each(cases.filter(([name, , argv]) => argv.length === 0 && !noScenario.has(name)))(
    "is not valid: %s",
    async (_, change, __, message) => {
      const { io, out, err } = fakeIo({ "s.yaml": change(await withFigures()) });
      expect(await run(["validate", "s.yaml"], io)).toBe(1);
      expect(out()).toBe("");
      expect(err()).toMatch(message);
    },
  );
});

describe("the calibration of feb2014", () => {
  const large = ["5/8/1:1/forecast", "5/8/1:2", "5/13/1:2"] as const;
  const years = [2014, 2015, 2016, 2017, 2018] as const;

  it("scores what VALIDATION.md says", { timeout: 120_000 }, async () => {
    const { out } = await forecast(["calibrate", "scenarios/feb2014.yaml", "--format", "csv"]);
    const at = cells(out);
    const target = (funding: string, row: string, year: number, column: string): number =>
      cell(at, `targets/${funding}/${row}@${year}@${column}`);
    const needs = { "5/8/1:1/forecast": 3548, "5/8/1:2": 7232, "5/13/1:2": 7885 };
    const misses = large.flatMap((row) =>
      years.map((year) => {
        const published = target("need", row, year, "published");
        const miss = Math.abs(target("need", row, year, "difference"));
        return { published, miss, most: Math.max(0.1 * published, 0.015 * needs[row]) };
      }),
    );
    const total = (of: (cell: (typeof misses)[number]) => number): number =>
      misses.reduce((sum, one) => sum + of(one), 0);
    const worst = Math.max(...misses.map(({ miss, published }) => (100 * miss) / published));
    const absolute = (100 * total(({ miss }) => miss)) / total(({ published }) => published);
    const most = (row: string): number =>
      Math.max(...years.map((year) => Math.abs(target("need", row, year, "difference"))));
    const left = (group: string): number[] =>
      [...at]
        .filter(([key]) => key.startsWith(`left-out/${group}/`) && key.endsWith("@error_percent"))
        .map(([, value]) => value);
    const largest = (values: readonly number[]): string =>
      Math.max(...values.map(Math.abs)).toFixed(1);
    const signed = (value: number): string => value.toFixed(1).replace("-", "−");
    const percentOf = (row: string): string =>
      signed(
        (100 * target("need", row, 2014, "difference")) / target("need", row, 2014, "published"),
      );
    const cost = (year: number): string =>
      signed(
        (100 * target("available", "housing/cost/total", year, "difference")) /
          target("available", "housing/cost/total", year, "published"),
      );
    const share = (year: number): string =>
      target("available", "housing/share/temporary", year, "fitted").toFixed(3);
    const own = left("8/1:1").map(signed);
    const page = new TextDecoder().decode(nodeIo().readFile(join(root, "docs/VALIDATION.md")));
    for (const text of [
      `${misses.filter((one) => one.miss <= one.most).length} of 15, none beyond ${worst.toFixed(1)} %`,
      `| 6 % | ${absolute.toFixed(1)} % |`,
      `at most ${most("5/8/1:6").toFixed(1)} and ${most("5/8/1:7").toFixed(0)} mkr`,
      `| 3 % | ${percentOf("need/8/1:1/forecast")}, ${percentOf("need/8/1:2/forecast")} and ${percentOf("need/13/1:2/forecast")} % |`,
      `0.70 ± 0.06 | ${share(2014)}, ${share(2018)} |`,
      `8 401 ± 12 % | ${cost(2014)} and ${cost(2018)} % |`,
      `p. 14 | 25 % | at most ${largest(left("p. 14"))} % |`,
      `13/1:2 2015–2018 | 25 % | at most ${largest(left("13/1:2 2015-2018"))} % |`,
      `${own.slice(0, 4).join(", ")} and ${own[4]} % of the cells; ${own[5]} % of the need`,
    ]) {
      expect(page).toContain(text);
    }
  });

  it("has at most 12 numbers, and no frame among them", () => {
    const found = readDocument(
      nodeIo().readFile(join(root, "scenarios/feb2014.yaml")),
      "feb2014.yaml",
    );
    if (!found.ok) throw new Error("not read");
    const { calibration } = found.document.tree as {
      calibration: { fit: { input: string | string[] }[] };
    };
    expect(calibration.fit.length).toBeLessThanOrEqual(12);
    const inputs = calibration.fit.flatMap(({ input }) => input);
    expect(inputs.length).toBeGreaterThan(0);
    expect(inputs.filter((path) => /appropriations|frame/.test(path))).toEqual([]);
  });
});
