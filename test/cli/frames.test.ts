import { describe, expect, it } from "vitest";
import { run } from "../../src/cli/program.ts";
import { readDocument } from "../../src/scenario/read.ts";
import { withFrames } from "../../src/scenario/rewrite.ts";
import { cell, cells } from "../support/forecast.ts";
import { fakeIo } from "../support/fake-io.ts";
import { tiny } from "./actions/tiny.ts";

/** 600 cases a year are assumed, at 2000 SEK, and 1.2 mkr of rent: 2.4 mkr a year. */
const planned = `${tiny.replace("frame: { 2024: 3 mkr }", "frame: { 2024: 3 mkr, 2025: planning }")}planning:
  label: The bill
  start: 2023-07
  # What was known in July.
  set: { streams.all.intake: 600 persons/year, streams.all.opening.open: 50 }   # half

# The end.
`;
const recorded = planned.replace(
  "# half\n",
  "# half\n  frames:\n    1/1: { 2025: 2.3 mkr } # decided in May\n",
);

interface Said {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  readonly text: string;
}

async function say(text: string, ...argv: readonly string[]): Promise<Said> {
  const { io, out, err, files } = fakeIo({ "s.yaml": text });
  const status = await run(argv, io);
  const written = new TextDecoder("utf-8", { ignoreBOM: true }).decode(
    files.get("/project/s.yaml"),
  );
  return { status, out: out(), err: err(), text: written };
}

const need = ["s.yaml", "--table", "need"] as const;
const needOf = async (text: string, ...more: readonly string[]): Promise<Map<string, number>> => {
  const { status, out, err } = await say(text, ...need, "--format", "csv", ...more);
  expect({ status, err }).toEqual({ status: 0, err: "" });
  return cells(out);
};
const frame = "need/1/1/frame@2025";

describe("a frame of the planning run", () => {
  it("is what was recorded, and no run is made", async () => {
    expect(cell(await needOf(recorded), frame)).toBe(2.3);
    // A planning run that cannot be made keeps nobody from a frame that is known.
    const broken = recorded.replace("start: 2023-07", "start: 2023-07-x");
    expect((await say(broken, ...need)).status).toBe(2);
    const dear = await needOf(recorded, "--set", "costs.cases.cost=1 mkr/person");
    expect(cell(dear, frame)).toBe(2.3);
  });

  it("is computed from the file as it is written, and the table says so", async () => {
    expect(cell(await needOf(planned), frame)).toBeCloseTo(2.4, 9);
    for (const more of [
      ["--set", "costs.cases.cost=9000 SEK/person"],
      ["--set", "costs.rent.cost=2 mkr/year", "--set", "streams.all.opening.open=5"],
      ["--scale-intake", "2"],
    ]) {
      expect(cell(await needOf(planned, ...more), frame)).toBeCloseTo(2.4, 9);
    }
    expect((await say(planned, ...need)).out).toContain(
      "Frame 2025: computed from The bill, not recorded in the scenario",
    );
    expect((await say(recorded, ...need)).out).toContain("Frame 2025: computed from The bill\n");
  });

  it("moves with the planning assumption only, recorded or not, and the table says so", async () => {
    for (const text of [planned, recorded]) {
      const more = ["--set", "planning.set.costs.rent.cost=2.2 mkr/year"];
      expect(cell(await needOf(text, ...more), frame)).toBeCloseTo(3.4, 9);
      expect((await say(text, ...need, ...more)).out.replaceAll(/\n */g, " ")).toContain(
        "Frame 2025: computed from The bill, as changed, not recorded in the scenario",
      );
    }
    const set = ["--set", "planning.frames.1/1.2025=7 mkr"];
    expect(cell(await needOf(recorded, ...set), frame)).toBe(7);
  });

  it("moves in a sweep of the planning assumption, and of nothing else", async () => {
    for (const text of [planned, recorded]) {
      const swept = async (path: string): Promise<string[]> =>
        (await say(text, "sweep", "s.yaml", "--vary", `${path}=1.2,2.2`, "--select", frame)).out
          .split("\n")
          .slice(1, 3)
          .map((line) => Number(line.split(",")[2]).toFixed(3));
      expect(await swept("planning.set.costs.rent.cost")).toEqual(["2.400", "3.400"]);
      const own = text === planned ? "2.400" : "2.300";
      expect(await swept("costs.rent.cost")).toEqual([own, own]);
    }
  });

  it.each([
    [
      "that is not recorded beside others that are",
      recorded
        .replace("2024: 3 mkr, 2025: planning", "2024..2025: planning")
        .replace("2023-07", "2023-01"),
      "the recorded frames lack 1/1 2024",
    ],
    [
      "of a year that is not left to it",
      recorded.replace("2025: planning", "2025: 4 mkr"),
      "the frame of 1/1 in 2025 is not left to the planning run",
    ],
    [
      "of an appropriation that is not there",
      recorded.replace("    1/1: { 2025", "    1/2: { 2025: 1 mkr }\n    1/1: { 2025"),
      'unknown appropriation "1/2"',
    ],
  ])("%s is an error that names the command", async (_, text, message) => {
    const { status, err } = await say(text, ...need);
    expect(status).toBe(2);
    expect(err).toContain(message);
    expect(err).toContain("forecast frames <scenario> --write");
  });

  it("is not asked to follow the request where the planning run is shown", async () => {
    const { status, err } = await say(planned, ...need, "--planning", "--set", "costs.rent.cost=1");
    expect(status).toBe(2);
    expect(err).toContain("write planning.set.costs.rent.cost, or leave out --planning");
  });

  it("that differs is said before a comparison", async () => {
    const other = recorded.replace("2.3 mkr", "2.5 mkr");
    const { io, out, err } = fakeIo({ "a.yaml": recorded, "b.yaml": other });
    expect(await run(["diff", "a.yaml", "b.yaml", "--table", "flows"], io)).toBe(0);
    expect(out()).toBe("No differences\n");
    expect(err()).toBe("note: the frames differ: 1/1 2025\n");
  });
});

describe("forecast frames", () => {
  it("shows what is recorded and what is computed, and the two pasts", async () => {
    const { status, out } = await say(recorded, "frames", "s.yaml", "--format", "csv");
    expect(status).toBe(0);
    const at = cells(out);
    expect(cell(at, "frames/1/1/recorded@2025")).toBe(2.3);
    expect(cell(at, "frames/1/1/computed@2025")).toBe(2.4);
    expect(cell(at, "frames/1/1/difference@2025")).toBeCloseTo(0.1, 9);
    // 100 open cases at the request's start; the planning run came to 50.
    expect(cell(at, "pasts/stage/all.open/stock@request")).toBe(100);
    expect(cell(at, "pasts/stage/all.open/stock@planning")).toBe(50);
    expect(cell(at, "pasts/stage/all.open/stock@difference")).toBe(-50);
  });

  it("records frames and leaves all else as it is", async () => {
    const line = "    1/1: { 2025: 2.4 mkr }";
    const first = await say(planned, "frames", "s.yaml", "--write");
    expect(first).toMatchObject({ status: 0, out: "", err: "s.yaml: 1 frames recorded\n" });
    expect(first.text).toBe(planned.replace("50 }   # half", `50 }\n  frames:\n${line}   # half`));
    const again = await say(first.text, "frames", "s.yaml", "--write");
    expect(again.text).toBe(first.text);
    // What is recorded is replaced, with its line's comment left.
    expect((await say(recorded, "frames", "s.yaml", "--write")).text).toBe(
      recorded.replace("2.3", "2.4"),
    );
    const windows = await say(
      `\ufeff${planned.replaceAll("\n", "\r\n")}`,
      "frames",
      "s.yaml",
      "--write",
    );
    expect(windows.text).toBe(`\ufeff${first.text.replaceAll("\n", "\r\n")}`);
  });

  it("records them in braces", async () => {
    const inBraces = planned.replace(
      /planning:\n[^]*$/,
      "planning: { label: The bill, start: 2023-07, set: { streams.all.intake: 600 persons/year } }\n",
    );
    const { text } = await say(inBraces, "frames", "s.yaml", "--write");
    expect(text).toContain("600 persons/year }, frames: { 1/1: { 2025: 2.4 mkr } } }\n");
    expect((await say(text, "frames", "s.yaml", "--write")).text).toBe(text);
  });

  it("verifies what is recorded", async () => {
    expect(await say(recorded, "frames", "s.yaml", "--verify")).toMatchObject({
      status: 1,
      out: "1/1 2025: recorded 2.3 mkr, computed 2.4 mkr\n",
    });
    expect(await say(planned, "frames", "s.yaml", "--verify")).toMatchObject({
      status: 1,
      out: "1/1 2025: not recorded, computed 2.4 mkr\n",
    });
    const { text } = await say(planned, "frames", "s.yaml", "--write");
    expect(await say(text, "frames", "s.yaml", "--verify")).toMatchObject({
      status: 0,
      out: "s.yaml: all 1 frames come out as recorded\n",
    });
  });

  it.each([
    ["both wishes", planned, ["--write", "--verify"], "exclude each other"],
    ["a scenario that plans nothing", tiny, [], "no frame is left to a planning run"],
    ["a scenario that cannot be read", "format: x\n", [], "expected"],
    [
      "a planning run that breaks a rule",
      planned.replace("streams.all.opening.open: 50", "processes: 1"),
      [],
      'there is no input "processes"',
    ],
  ])("refuses %s", async (_, text, more, message) => {
    const { status, err } = await say(text, "frames", "s.yaml", ...more);
    expect(status).toBe(2);
    expect(err).toContain(message);
  });

  it("does not write over a file that has changed meanwhile", async () => {
    const { io, err, files } = fakeIo({ "s.yaml": planned });
    let reads = 0;
    const edited = new TextEncoder().encode(planned.replace("# half", "# a half"));
    const meanwhile = {
      ...io,
      readFile: (path: string) => {
        reads += 1;
        if (reads === 2) files.set("/project/s.yaml", edited);
        return io.readFile(path);
      },
    };
    expect(await run(["frames", "s.yaml", "--write"], meanwhile)).toBe(2);
    expect(err()).toContain("the file has been changed meanwhile");
    expect(files.get("/project/s.yaml")).toEqual(edited);
  });

  it("writes names that YAML would take for something else as texts", () => {
    const read = readDocument(new TextEncoder().encode("planning:\n  label: x\n"), "s.yaml");
    if (!read.ok) throw new Error("not read");
    const text = withFrames(read.document, [
      ["1/a: b", [["2026/27", "5 mkr"]]],
      [
        "24/532 01",
        [
          ["2026/27", "0.5 mkr"],
          ["2027/28", "1 mkr"],
        ],
      ],
    ]);
    expect(text).toBe(
      'planning:\n  label: x\n  frames:\n    "1/a: b": { 2026/27: 5 mkr }\n    24/532 01: { 2026/27: 0.5 mkr, 2027/28: 1 mkr }\n',
    );
  });
});

describe("a planning run that is not made, as its frames are recorded", () => {
  it("is checked by validate all the same", async () => {
    const text = recorded
      .replace("2023-07", "2013-07")
      .replace("cost: 1.2 mkr/year", "cost: { 2024..2025: 1.2 mkr/year }");
    expect((await say(text, ...need)).status).toBe(0);
    const { status, err } = await say(text, "validate", "s.yaml");
    expect(status).toBe(1);
    expect(err).toContain("The bill: ");
  });
});
