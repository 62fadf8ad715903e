import { describe, expect, test } from "vitest";
import type { Io } from "../../../src/cli/io.ts";
import { calibrateCommand, type CalibrateFlags } from "../../../src/cli/actions/calibrate.ts";
import { cells } from "../../support/forecast.ts";
import { fakeIo } from "../../support/fake-io.ts";
import { tiny } from "./tiny.ts";

/** What may be fitted, to figures that come of 2500 SEK a decision: 3 mkr a year, and the rent of 1.2 mkr. */
const fittable = `${tiny}published:
  - { row: need/1/1/forecast, source: report, tolerance: 1 %, values: { 2024: 4.2, 2025: 4.2 } }
calibration:
  fit:
    - { input: costs.cases.cost, start: 2000 SEK/person, from: 1000 SEK/person, to: 5000 SEK/person, why: not known }
`;

/** The rent follows from the frame: as planned there are 960 decisions a year. */
const levelled = fittable.replace("frame: { 2024: 3 mkr }", "frame: { 2024: 3.6 mkr }")
  .concat(`  levels:
    - { line: rent, year: 2024, start: 1.2 mkr/year, at_most: 25 % }
planning:
  label: The plan
  start: 2024-01
  set: { streams.all.intake: 960 persons/year, streams.all.opening.open: 80 }
`);

interface Fitted {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  /** The scenario file afterwards. */
  readonly text: string;
  readonly at: ReadonlyMap<string, number>;
}

async function calibrate(
  text: string | Uint8Array,
  flags: Partial<CalibrateFlags> = {},
  replaced: Partial<Io> = {},
): Promise<Fitted> {
  const { io, out, err, files } = fakeIo({ "s.yaml": text }, replaced);
  const status = await calibrateCommand(io, "s.yaml", { starts: "0", format: "csv", ...flags });
  const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
  return {
    status,
    out: out(),
    err: err(),
    text: decoder.decode(files.get("/project/s.yaml")),
    at: cells(out()),
  };
}

describe("a calibration", () => {
  test("finds the number that the figures were made with", async () => {
    const { status, err, at, text } = await calibrate(fittable);
    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(at.get("parameters/costs.cases.cost@value")).toBe(2500);
    expect(at.get("parameters/costs.cases.cost@start")).toBe(2000);
    expect(at.get("targets/need/need/1/1/forecast@2024@unfitted")).toBeCloseTo(3.6, 9);
    expect(at.get("targets/need/need/1/1/forecast@2025@fitted")).toBeCloseTo(4.2, 9);
    // Of 4.2, 1 % is the tolerance; 0.6 is missed twice.
    expect(at.get("fit/unfitted@value")).toBeCloseTo(2 * (0.6 / 0.042) ** 2, 6);
    expect(at.get("fit/fitted@value")).toBeCloseTo(0, 9);
    expect(text).toBe(fittable);
  });

  test("needs one target only", async () => {
    const { status, at } = await calibrate(fittable.replace(", 2025: 4.2 }", " }"));
    expect(status).toBe(0);
    expect(at.get("parameters/costs.cases.cost@value")).toBe(2500);
    expect(at.get("fit/freedom@value")).toBe(0);
  });

  test("is held to one row in several funding modes", async () => {
    const { status, at } = await calibrate(
      fittable.replace(
        "calibration:",
        "  - { row: need/1/1/forecast, source: report, funding: proposed, tolerance: 1 %, values: { 2024: 4.2 } }\ncalibration:",
      ),
    );
    expect(status).toBe(0);
    expect(at.get("fit/targets@value")).toBe(3);
    expect(at.get("targets/need/need/1/1/forecast@2024@fitted")).toBeCloseTo(4.2, 9);
    expect(at.get("targets/proposed/need/1/1/forecast@2024@fitted")).toBeCloseTo(4.2, 9);
  });

  test("shows the need of the plan in the scenario's money", async () => {
    const euros = levelled
      .replace("language: en", "language: en\ncurrency: EUR")
      .replaceAll("SEK", "EUR")
      .replaceAll("1.2 mkr", "1200000 EUR")
      .replace("3.6 mkr", "3600000 EUR")
      .replaceAll("4.2", "4200000");
    const { at, out } = await calibrate(euros);
    expect(at.get("levels/planned/rent@value")).toBe(3_600_000);
    expect(out).toMatch(/levels,planned\/rent,.*,3600000,EUR\n/);
  });

  test("begins at the declared start, whatever number the file has", async () => {
    const { at } = await calibrate(fittable.replace("cost: 2000", "cost: 4000"));
    expect(at.get("targets/need/need/1/1/forecast@2024@unfitted")).toBeCloseTo(3.6, 9);
    expect(at.get("parameters/costs.cases.cost@value")).toBe(2500);
  });

  test("begins at as many other starts as asked for", async () => {
    const { at } = await calibrate(fittable, { starts: " 3 " });
    expect([...at.keys()].filter((key) => key.startsWith("fit/start/"))).toHaveLength(4);
  });

  test("sets the levels that follow from a frame, and says where they are too large", async () => {
    const { status, err, at } = await calibrate(levelled);
    expect(status).toBe(0);
    // 960 · c and the rent are 3.6 mkr, and 1200 · c and the rent are 4.2 mkr.
    expect(at.get("parameters/costs.cases.cost@value")).toBe(2500);
    expect(at.get("levels/level/rent@value")).toBe(1.2);
    expect(at.get("levels/planned/rent@value")).toBe(3.6);
    expect(at.get("levels/planned/rent@start")).toBeCloseTo(3.6, 3);
    // 1.2 of 4.2
    expect(at.get("levels/share/rent@value")).toBeCloseTo(120 / 4.2, 6);
    expect(err).toBe(
      "note: costs.rent.cost is up to 28.58 % of 1/1, more than the 25 % it may be\n",
    );
    expect((await calibrate(levelled.replace("25 %", "29 %"))).err).toBe("");
  });

  test("predicts what is left out", async () => {
    const { at, err } = await calibrate(
      `${fittable}  leave_out: { late: [need/1/1/forecast@2025] }\n`,
      {},
      { stderrIsTty: true },
    );
    expect(at.get("left-out/late/need/need/1/1/forecast@2025@predicted")).toBeCloseTo(4.2, 6);
    expect(err).toBe("\r1 of 2 fits\r2 of 2 fits\n");
  });

  test("says nothing of its progress where nobody sees it", async () => {
    expect((await calibrate(fittable, {}, { stderrIsTty: false })).err).toBe("");
    expect((await calibrate(fittable, {}, { stderrIsTty: true })).err).toBe("\r1 of 1 fits\n");
  });

  test("is reported in the language of the scenario, or the one asked for", async () => {
    const text = async (flags: Partial<CalibrateFlags>): Promise<string> =>
      (await calibrate(fittable, { format: "text", ...flags })).out;
    expect(await text({})).toContain("The fit");
    expect(await text({ lang: "sv" })).toContain("Anpassningen");
  });
});

describe("--write", () => {
  test("puts the numbers into the file, and verifies them then", async () => {
    const written = await calibrate(levelled, { write: true });
    expect(written.status).toBe(0);
    expect(written.err).toContain("s.yaml: 2 numbers written\n");
    expect(written.text).toContain("cost: { value: 2500 SEK/person, kind: calibrated }");
    expect(written.text).toContain("cost: { value: 1.2 mkr/year, kind: derived }");
    const [before, after] = [levelled, written.text].map((text) => text.split("\n"));
    // Nothing else changes.
    const changed = after?.filter((line, i) => line !== before?.[i]);
    expect(changed?.map((line) => line.trim().slice(0, 6))).toEqual(["cases:", "rent: "]);
    expect(after).toHaveLength(before?.length ?? NaN);
    const verified = await calibrate(written.text, { verify: true });
    expect(verified).toMatchObject({
      status: 0,
      out: "s.yaml: all 2 numbers come out as written\n",
      err: "",
    });
    expect(verified.text).toBe(written.text);
  });

  test("keeps a byte order mark, and adds none", async () => {
    const mark = "\ufeff";
    expect(
      (await calibrate(mark + fittable, { write: true })).text.startsWith(`${mark}format:`),
    ).toBe(true);
    expect((await calibrate(fittable, { write: true })).text.startsWith("format:")).toBe(true);
  });

  test("says that the file cannot be written", async () => {
    const writeFileAtomic = (): never => {
      throw Object.assign(new Error("no"), { code: "EACCES" });
    };
    const found = await calibrate(fittable, { write: true }, { writeFileAtomic });
    expect(found).toMatchObject({ status: 2, text: fittable });
    expect(found.err).toContain("cannot write: no file can be made in its folder");
  });

  test("writes nothing into the scenario where the report cannot be written", async () => {
    const found = await calibrate(fittable, { write: true, output: "s.yaml", format: "json" });
    expect(found).toMatchObject({ status: 2, text: fittable });
    expect(found.err).toContain('"s.yaml" is one of the files that are read');
  });
});

describe("--verify", () => {
  test("says which numbers come out otherwise, and is 1", async () => {
    const found = await calibrate(fittable, { verify: true });
    expect(found).toMatchObject({
      status: 1,
      out: "costs.cases.cost: the file has 2000 SEK/person, fitted 2500\n",
      err: "",
      text: fittable,
    });
  });

  test("does not mind where the fit starts", async () => {
    const right = fittable.replace("cost: 2000", "cost: 2500");
    expect(await calibrate(right, { verify: true })).toMatchObject({
      status: 0,
      out: "s.yaml: all 1 numbers come out as written\n",
    });
  });
});

describe("a calibration is refused", () => {
  test.each<[string, string, Partial<CalibrateFlags>, string]>([
    ["a word for starts", fittable, { starts: "x" }, '--starts "x" is not a number of starts'],
    ["no starts", fittable, { starts: " " }, '--starts " " is not a number of starts'],
    ["half a start", fittable, { starts: "1.5" }, '--starts "1.5" is not'],
    ["starts below 0", fittable, { starts: "-1" }, '--starts "-1" is not'],
    ["more than 200 starts", fittable, { starts: "201" }, "give a whole number up to 200"],
    ["both at once", fittable, { write: true, verify: true }, "--write and --verify exclude"],
    ["nothing to fit", tiny, {}, "the scenario does not say what may be fitted"],
    [
      "no target",
      fittable.replace("tolerance: 1 %, ", ""),
      {},
      "no published figure has a tolerance, so there is nothing to fit to",
    ],
    [
      "another unit",
      fittable.replace("cost: 2000 SEK/person", "cost: 2 tkr/person"),
      {},
      'costs.cases.cost is written in "tkr/person", its start in "SEK/person"',
    ],
    [
      "the same unit in other words",
      fittable.replace("cost: 2000 SEK/person", "cost: 2000 kr/person"),
      {},
      'costs.cases.cost is written in "kr/person", its start in "SEK/person"',
    ],
    [
      "an input that is not written",
      fittable.replace("input: costs.cases.cost", "input: costs.rent.index"),
      {},
      "costs.rent.index",
    ],
    [
      "levels without a plan",
      levelled.replace(/planning:[^]*$/, ""),
      {},
      "a level follows from the planning assumption's run, and there is none",
    ],
    [
      "a row that is not there",
      fittable.replace("row: need/1/1/forecast", "row: need/1/1/x"),
      {},
      "need/1/1/x",
    ],
    ["a year that is not run", fittable.replace("2025: 4.2", "2026: 4.2"), {}, "2026"],
    ["what is no scenario", "a: b\n", {}, "s.yaml"],
  ])("with %s", async (_, text, flags, message) => {
    const { status, out, err } = await calibrate(text, flags);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(message);
  });

  test("where there is no file", async () => {
    const { io, err } = fakeIo();
    expect(await calibrateCommand(io, "gone.yaml", { starts: "0" })).toBe(2);
    expect(err()).toContain("does not exist");
  });

  test("and the place of what is wrong is said", async () => {
    const { err } = await calibrate(fittable.replace("2025: 4.2", "2026: 4.2"));
    expect(err).toMatch(/s\.yaml:21:\d+/);
  });
});

test("200 starts are allowed", async () => {
  const { status } = await calibrate(fittable, { starts: "200", verify: true });
  expect(status).toBe(1);
});
