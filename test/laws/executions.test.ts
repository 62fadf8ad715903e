import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { bind } from "../../src/engine/bind.ts";
import { interpret, outputsOf } from "../../src/engine/interpreter.ts";
import { compile, kernelSource } from "../../src/engine/kernel.ts";
import { figureName, type Output, type Program } from "../../src/engine/program.ts";
import { columnOf, openSession } from "../../src/engine/session.ts";
import { description } from "../../src/model/description.ts";
import { allFigures, loaded, observe } from "../support/build.ts";
import { build, drafts, randomNaming } from "../support/random-scenario.ts";
import { holds, observed, runs, type Seen } from "./cases.ts";

/** The same program, whose every slot is handed on, in sum and at the end. */
const whole = (program: Program): Program => ({
  ...program,
  outputs: program.slots.flatMap((_, slot): Output[] => [
    { slot, aggregate: "sum" },
    { slot, aggregate: "end" },
  ]),
});

describe("the two executions", () => {
  /** The kernel's outputs that are not the interpreter's, bit for bit. */
  const deviations = ({ program: given, numbers }: Seen): string[] => {
    const program = whole(given);
    const buffer = loaded(program, numbers);
    const expected = outputsOf(program, interpret(program, buffer));
    const output = new Float64Array(expected.length).fill(Number.NaN);
    compile(program).run(loaded(program, numbers), output);
    return [...output].flatMap((value, i) =>
      Object.is(value, expected[i]) ? [] : [`output ${i}: ${value} instead of ${expected[i]}`],
    );
  };

  test("agree bit for bit", () => {
    holds((given) => {
      expect(deviations(observed(given))).toEqual([]);
    });
  });

  test("agree when one kernel serves scenarios that differ in amounts only", () => {
    holds((given) => {
      const { draft } = given;
      const streams = draft.streams.map((stream) => ({
        ...stream,
        volume: { ...stream.volume, base: stream.volume.base / 3 },
        work: stream.work.map((work) => ({
          ...work,
          effort: { ...work.effort, base: work.effort.base * 1.7 },
        })),
      }));
      const first = observed(given);
      const second = observed({ ...given, draft: { ...draft, streams } });
      expect(kernelSource(whole(second.program))).toEqual(kernelSource(whole(first.program)));
      expect([...deviations(first), ...deviations(second), ...deviations(first)]).toEqual([]);
    });
  });

  test("show the same figures of budget years", () => {
    holds((given) => {
      const { world, numbers } = observed(given);
      const figures = allFigures(world);
      const bound = bind(description, world, ({ key, input }) => {
        throw new Error(`${key} has no ${input}`);
      });
      const program = bound(figures);
      const [slow, fast] = [true, false].map((monthly) => {
        const session = openSession(program, numbers, { monthly });
        expect(session.run()).toEqual([]);
        return world.years.flatMap(({ name, from, to }) =>
          figures.map((ref) => {
            const node = program.figures.get(figureName(ref));
            const column = columnOf(name, world.start, from, to);
            const value = node && session.read(node, column, () => 1);
            return `${name} ${figureName(ref)}: ${Object.is(value, -0) ? "-0" : value}`;
          }),
        );
      });
      expect(fast).toEqual(slow);
    });
  });

  test("are made of numbers and a fixed alphabet, whatever a scenario's names are", () => {
    const known =
      /^(?:use|strict|const|let|for|of|Math|min|max|Infinity|[IOW]|[eimnopt]|[ackpqsy]\d+)$/;
    fc.assert(
      fc.property(drafts, fc.integer(), (draft, seed) => {
        const { program } = observe(build(draft, { naming: randomNaming(seed) }));
        const { source } = kernelSource(whole(program));
        const words = source.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [];
        expect(words.filter((word) => !known.test(word))).toEqual([]);
        expect(source.replaceAll(/[\w"=+\-*/(),.;{}[\]<?: ]/g, "")).toBe("");
      }),
      runs,
    );
  });
});
