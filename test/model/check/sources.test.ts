import { describe, expect, test } from "vitest";
import type { Origin, Quantity } from "../../../src/amounts/quantity.ts";
import type { Season } from "../../../src/model/intake/file.ts";
import { effect, quantity } from "../../support/build.ts";
import { examples, inside, problemsOf, valid } from "./valid.ts";

const from = (source: string | undefined): Origin => ({
  kind: "published",
  source,
  page: undefined,
  why: undefined,
});
/** An input with a point from each of some sources. */
const volumeFrom = (...sources: readonly (string | undefined)[]): Quantity => {
  const given = quantity(Object.fromEntries(sources.map((_, i) => [2014 + i, 1])), "persons/month");
  const points = given.points.map((point, i) => ({ ...point, origin: from(sources[i]) }));
  return { ...given, points };
};
const seasonFrom = (source: string | undefined): Season => ({
  weights: Array.from({ length: 12 }, () => 1 / 12),
  origin: from(source),
});
const intake = (volume: Quantity, season?: Season): object => ({ intake: { volume, season } });
const expected = ["unknown-name", 'unknown source "letter"', "one of bill"] as const;

describe("sources:", () => {
  test.each(
    examples(
      [
        "known ones",
        inside("streams", "b", intake(volumeFrom("bill", undefined), seasonFrom("bill"))),
      ],
      [
        "an unknown one of a published figure",
        { sources: {}, tables: new Map() },
        ["unknown-name", "published.0.source", 'unknown source "bill"'],
      ],
      [
        "a row that is published twice",
        { published: [...valid.published, ...valid.published] },
        ["duplicate-key", "published.1.row", "published above already", "funding mode"],
      ],
      [
        "a row that is published for two funding modes",
        {
          published: valid.published.flatMap((row) => [
            row,
            { ...row, funding: "proposed" as const },
          ]),
        },
      ],
      [
        "an unknown one of an input, named twice",
        inside("streams", "b", intake(volumeFrom("bill", "letter", "letter"))),
        [expected[0], "streams.b.intake.volume", expected[1], expected[2]],
      ],
      [
        "an unknown one of a stream's season",
        inside("streams", "b", intake(volumeFrom("bill"), seasonFrom("letter"))),
        [expected[0], "streams.b.season", expected[1], expected[2]],
      ],
      [
        "an unknown one of an intake's season",
        {
          intakes: { all: { label: "", volume: volumeFrom("bill"), season: seasonFrom("letter") } },
        },
        [expected[0], "intakes.all.season", expected[1], expected[2]],
      ],
      [
        "an unknown one of an effect",
        inside("measures", "m", {
          effects: [
            effect("x", { add: 1 }, "2014-01"),
            { ...effect("x", { add: 1 }, "2014-01"), origin: from("letter") },
          ],
        }),
        [expected[0], "measures.m.effects.1", expected[1], expected[2]],
      ],
    ),
  )("$name", ({ change, expected: problems }) => {
    expect(problemsOf(change)).toEqual(problems);
  });
});
