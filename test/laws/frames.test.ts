/** Frames are facts: nothing a request changes moves them. On every scenario of the project, recorded and computed. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { nodeIo } from "../../src/cli/io.ts";
import { openScenario } from "../../src/cli/actions/load.ts";
import type { Scenario } from "../../src/model/scenario.ts";
import type { FigureRef, Request } from "../../src/request/request.ts";
import { opened } from "../support/build.ts";
import { root } from "../support/forecast.ts";

const folder = join(root, "scenarios");
const files = readdirSync(folder).filter(
  (file) => file.endsWith(".yaml") && /^planning:/m.test(readFileSync(join(folder, file), "utf8")),
);

function read(file: string): Scenario {
  const found = openScenario({ ...nodeIo(), cwd: root }, join(folder, file), {});
  const parsed = found.ok ? found.opened.parse([]) : found;
  if (!parsed.ok) throw new Error(parsed.diagnostics.map(({ message }) => message).join("; "));
  return parsed.scenario;
}

const need = { mode: "need" } as const;

/** A figure of all appropriations and years. */
function figureOf(request: Request, figure: FigureRef["figure"]): (number | null)[] {
  return Object.keys(request.scenario.appropriations).flatMap((key) =>
    request.columns.map((column) =>
      request.read(need, { figure, set: "appropriation", key }, column),
    ),
  );
}

describe.each(files)("%s", (file) => {
  const written = read(file);
  const { planning } = written;
  if (planning === undefined) throw new Error("there is no planning run");
  const computed: Scenario = { ...written, planning: { ...planning, frames: undefined } };

  it.each([
    ["recorded", written],
    ["computed", computed],
  ])("has %s frames that no input of the request moves", (kind, scenario) => {
    const request = opened(scenario);
    const frames = figureOf(request, "frame");
    const kinds = new Set(
      Object.keys(scenario.appropriations).flatMap((key) =>
        request.columns.map((column) => request.frameKind(key, column)),
      ),
    );
    expect(kinds).toContain(kind);
    const moved: string[] = [];
    let changed = 0;
    for (const quantity of scenario.quantities.values()) {
      // A frame is an input as well: it moves itself.
      if (/\.frames?(\.|$)/.test(quantity.path)) continue;
      for (const point of quantity.points) {
        for (const which of ["low", "mid", "high"] as const) {
          const number = request.numberOf(quantity, point, which);
          const before = point[which];
          request.set(number, before * 1.01 + 1e-3);
          const ran = request.run([need]).length === 0;
          if (ran) changed += 1;
          const now = ran ? figureOf(request, "frame") : frames;
          if (now.some((frame, i) => !Object.is(frame, frames[i]))) moved.push(quantity.path);
          request.set(number, before);
        }
      }
    }
    expect(moved).toEqual([]);
    expect(changed).toBeGreaterThan(100);
  });

  it.each([
    ["recorded", written],
    ["computed", computed],
  ])("shows money added to a line in full in need less frame: %s", (_, scenario) => {
    const request = opened(scenario);
    const [needs, gaps] = [figureOf(request, "need"), figureOf(request, "gap")];
    let added = 0;
    for (const { cost } of Object.values(scenario.costs)) {
      for (const point of cost.points) {
        request.set(request.numberOf(cost, point, "mid"), point.mid * 1.1 + 1);
      }
      const more = figureOf(request, "need").map((value, i) => (value ?? 0) - (needs[i] ?? 0));
      const misses = figureOf(request, "gap").map((gap, i) =>
        gap === null ? 0 : Math.abs(gap - (gaps[i] ?? NaN) - (more[i] ?? NaN)),
      );
      expect(Math.max(...misses)).toBeLessThanOrEqual(1e-3);
      added += more.filter((value) => value !== 0).length;
      for (const point of cost.points) request.set(request.numberOf(cost, point, "mid"), point.mid);
    }
    expect(added).toBeGreaterThan(0);
  });

  it("has on record what its planning run gives", () => {
    const request = opened(computed);
    const frames = figureOf(request, "frame");
    const recorded = figureOf(opened(written), "frame");
    // With seven figures; a frame that is not known is so in both.
    const misses = frames.map(
      (frame, i) => Math.abs((recorded[i] ?? 0) - (frame ?? 0)) / (frame ?? 1),
    );
    expect(Math.max(...misses)).toBeLessThanOrEqual(5e-7);
  });
});
