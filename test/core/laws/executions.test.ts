import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { compile, kernelSource, type Kernel } from "../../../src/core/kernel.ts";
import { yearlyOutputs } from "../../../src/core/run.ts";
import { build, drafts, randomNaming } from "../../support/random-scenario.ts";
import { observe, type Observed } from "../build.ts";
import { holds, observed, runs } from "./cases.ts";

describe("the two executions", () => {
  const kernels = new Map<string, Kernel>();
  /** The kernel's outputs that are not the interpreter's, bit for bit. */
  const deviations = ({ program, run }: Observed): string[] => {
    const expected = yearlyOutputs(program, run);
    const kernel = compile(program, kernels);
    const input = new Float64Array(kernel.layout.inputs);
    const output = new Float64Array(kernel.layout.outputs).fill(Number.NaN);
    kernel.load(program, input);
    kernel.run(input, output);
    expect(output).toHaveLength(expected.length);
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
      expect(compile(second.program, kernels)).toBe(compile(first.program, kernels));
      expect([...deviations(first), ...deviations(second), ...deviations(first)]).toEqual([]);
    });
  });

  test("are made of numbers and a fixed alphabet, whatever a scenario's names are", () => {
    const known =
      /^(?:use|strict|const|let|for|of|Math|min|max|Infinity|[IOW]|[eiopt]|[acpsy]\d+)$/;
    fc.assert(
      fc.property(drafts, fc.integer(), (draft, seed) => {
        const { program } = observe(build(draft, { naming: randomNaming(seed) }));
        const source = kernelSource(program);
        const words = source.match(/[\p{L}_$][\p{L}\p{N}_$]*/gu) ?? [];
        expect(words.filter((word) => !known.test(word))).toEqual([]);
        expect(source.replaceAll(/[\w"=+\-*/(),.;{}[\]< ]/g, "")).toBe("");
      }),
      runs,
    );
  });
});
