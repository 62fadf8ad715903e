/** A scenario as a function of the numbers it lets be fitted, and the text of its file with other numbers. */
import {
  fittedModel,
  StructureChanged,
  type FittedModel,
  type ScenarioAt,
} from "../../analysis/fitted-model.ts";
import type { Code } from "../../diagnostics/codes.ts";
import { failed, ok, type Diagnostic, type Result } from "../../diagnostics/diagnostic.ts";
import type { Scenario } from "../../model/scenario.ts";
import { isInput } from "../../request/changes.ts";
import type { Override } from "../../scenario/overrides.ts";
import type { Document } from "../../scenario/read.ts";
import { inPlaceOf, rewrite, writtenAt, type Rewrite } from "../../scenario/rewrite.ts";
import type { Io } from "../io.ts";
import { recordFrames } from "./frames.ts";
import { scenarioIn, type Opened } from "./load.ts";
import type { RootFlag } from "../options.ts";
import { documentOf } from "./replace.ts";

export interface Fittable {
  readonly model: FittedModel;
  /** What is put into the file. */
  readonly changes: (numbers: readonly number[], levels: readonly number[]) => readonly Rewrite[];
  /** The file with these numbers in it, and its recorded frames made anew with them. */
  readonly textWith: (numbers: readonly number[], levels: readonly number[]) => Result<string>;
}

/** One number that is set, and the inputs it is put into. */
interface Numbered {
  readonly inputs: readonly string[];
  readonly kind: Rewrite["kind"];
  /** Where it is declared, and the numbers it is declared with, by key. */
  readonly path: string;
  readonly declared: Readonly<Record<string, number>> & { readonly start: number };
  readonly unit: string;
}

/** Fitted numbers are calibrated, levels follow from them and the frame. */
const numberedIn = ({ calibration }: Scenario): Numbered[] => [
  ...(calibration?.fit ?? []).map(({ inputs, start, from, to }, i): Numbered => ({
    inputs,
    kind: "calibrated",
    path: `calibration.fit.${i}`,
    declared: { start: start.number, from: from.number, to: to.number },
    unit: start.unit,
  })),
  ...(calibration?.levels ?? []).map(({ line, start }, i): Numbered => ({
    inputs: [`costs.${line}.cost`],
    kind: "derived",
    path: `calibration.levels.${i}`,
    declared: { start: start.number },
    unit: start.unit,
  })),
];

/**
 * Prepares a scenario with a calibration for fitting, or says all that keeps it from being fitted and written. It runs the
 * model with the declared starts, and fits nothing. Problems have paths.
 */
export function fittable(
  io: Io,
  document: Document,
  flags: RootFlag,
  opened: Opened,
  scenario: Scenario,
): Result<Fittable> {
  const numbered = numberedIn(scenario);
  const unusable = numbered.flatMap((one) => problemsOfPlaces(document, scenario, one));
  if (unusable.length > 0) return failed(unusable);

  const changesAt = (all: readonly number[]): Rewrite[] =>
    numbered.flatMap(({ inputs, kind }, i) =>
      inputs.map((path) => ({ path, number: all[i] ?? NaN, kind })),
    );
  // As the numbers will stand in the file: the planning run has them too, and its frames are computed anew.
  const readWith = (changes: readonly Rewrite[]): Result<Scenario> => {
    const made = opened.parse(
      changes.map((change) => overrideOf(document, change)),
      { inFile: true },
    );
    return made.ok ? ok(made.scenario) : made;
  };
  const outside = numbered.flatMap(({ inputs, kind, path, declared, unit }) =>
    Object.entries(declared).flatMap(([key, number]) => {
      const read = readWith(inputs.map((input) => ({ path: input, number, kind })));
      const when = `with ${inputs.join(", ")} at ${`${number} ${unit}`.trimEnd()}`;
      return read.ok ? [] : read.diagnostics.map(moved(`${path}.${key}`, when));
    }),
  );
  if (outside.length > 0) return failed(outside);

  const textAt = (all: readonly number[]): Result<string> => {
    const made = rewrite(document, changesAt(all));
    return "problems" in made ? failed(made.problems) : withRecord(io, document, flags, made.text);
  };
  const inFile: ScenarioAt = (all) => {
    const text = textAt(all);
    if (!text.ok) return text;
    const next = documentOf(document, text.value);
    if (!("tree" in next)) return failed(next);
    const read = scenarioIn(io, next, flags).parse([]);
    return read.ok ? ok(read.scenario) : read;
  };
  const startsMoved = moved("calibration.fit", "with every number at its start");
  const atStarts = inFile(numbered.map(({ declared }) => declared.start));
  if (!atStarts.ok) return failed(atStarts.diagnostics.map(startsMoved));
  const made = modelOf(scenario, (all) => readWith(changesAt(all)), inFile);
  if (!made.ok) {
    // What is wrong with targets and levels is so whatever the numbers are.
    const isOwn = ({ path = "" }: Diagnostic): boolean => /^(?:calibration|published)\b/.test(path);
    return failed(made.diagnostics.map((one) => (isOwn(one) ? one : startsMoved(one))));
  }
  return ok({
    model: made.value,
    changes: (numbers, levels) => changesAt([...numbers, ...levels]),
    textWith: (numbers, levels) => textAt([...numbers, ...levels]),
  });
}

const startHelp =
  "give numbers that the input may have, between low and high where they stand beside it";
const structureHelp = "fit an input that has a value for each of the run's months already";

/** A problem of a scenario that nobody has written, at what it comes from. */
const moved =
  (path: string, when: string) =>
  ({ code, message, help = startHelp }: Diagnostic): Diagnostic =>
    problem(code, `${when}: ${message}`, help, path);

/** Numbers go into the file where one stands already, in the unit it is written in. */
function problemsOfPlaces(
  document: Document,
  scenario: Scenario,
  { inputs, kind, path: at, unit }: Numbered,
): Diagnostic[] {
  const path = `${at}.start`;
  return inputs.flatMap((input): Diagnostic[] => {
    const written = writtenAt(document, input);
    if ("problem" in written) return [{ ...written.problem, path }];
    if (!isInput(scenario, input)) {
      const message = `"${input}" is no value of the model's months`;
      return [problem("wrong-type", message, structureHelp, path)];
    }
    if (kind === "derived" && written.hasRange) {
      const message = `${input} has a low or a high value, and what a level becomes is not known before`;
      return [problem("wrong-type", message, "write one number there", path)];
    }
    if (unit === written.unit || (written.unit === "" && unit === written.unitBeside)) return [];
    const message = `${input} is written in "${written.unit || written.unitBeside}", its start in "${unit}"`;
    return [problem("bad-unit", message, "write both in the same unit, in the same words", path)];
  });
}

const problem = (code: Code, message: string, help: string, path: string): Diagnostic => ({
  code,
  severity: "error",
  message,
  help,
  path,
});

/** The change of the scenario that a change of the file makes. */
function overrideOf(document: Document, { path, number }: Rewrite): Override {
  const written = writtenAt(document, path);
  return "problem" in written
    ? { path, value: number }
    : { path: written.path, value: inPlaceOf(written, number) };
}

function modelOf(scenario: Scenario, at: ScenarioAt, inFile: ScenarioAt): Result<FittedModel> {
  try {
    const made = fittedModel(scenario, at, inFile);
    if (!made.ok || made.value.targets.length > 0) return made;
    const message = "no published figure has a tolerance, so there is nothing to fit to";
    const help = 'add "tolerance" to the rows of "published" that are targets';
    return failed([problem("missing-key", message, help, "published")]);
  } catch (error) {
    if (!(error instanceof StructureChanged)) throw error;
    const message = "a fitted number changes more than a value of the model's months";
    return failed([problem("wrong-type", message, structureHelp, "calibration.fit")]);
  }
}

/** Frames that are recorded are renewed with the numbers they follow from. */
function withRecord(io: Io, document: Document, flags: RootFlag, text: string): Result<string> {
  if (document.nodeAt(["planning", "frames"]) === undefined) return ok(text);
  const next = documentOf(document, text);
  return "tree" in next ? recordFrames(io, next, flags) : failed(next);
}
