/**
 * The numbers a scenario is made of, each once and by position: what a session sets. A number keeps its place in the file,
 * its unit and its origin; where it holds is said by the spans of what refers to it.
 */
import type { Month } from "../language/calendar.ts";
import type { Unit } from "../language/units.ts";

/** One number. */
export interface Parameter<Origin = unknown> {
  /** Its place in the scenario, or among the options, `options.scale`. */
  readonly path: string;
  /** What it is measured in. */
  readonly measure: Unit;
  readonly origin: Origin;
  /** As written, in base units. */
  readonly value: number;
}

/** A number and the months in which it holds, both ends included. */
export interface Spanned {
  readonly from: Month;
  readonly to: Month;
  /** Position of the number. */
  readonly number: number;
}

/** What an input is: numbers with their spans, shorter ones first, so that an exact year beats a range that covers it. */
export interface Given {
  readonly path: string;
  readonly measure: Unit;
  readonly points: readonly Spanned[];
}

/** The number that holds in a month; undefined where none is given. */
export const numberAt = ({ points }: Given, month: Month): number | undefined =>
  points.find(({ from, to }) => from <= month && month <= to)?.number;

/** Numbers in the order they were first referred to. */
export interface Numbers {
  readonly list: readonly Parameter[];
  /** The position of a number; what it is a part of, and which part, is what it is recognised by. */
  readonly add: (whole: object, part: string, parameter: () => Parameter) => number;
  /** The position of a number that no scenario gives, such as days of a month. */
  readonly constant: (value: number, measure: Unit) => number;
}

export function collectNumbers(): Numbers {
  const list: Parameter[] = [];
  const positions = new Map<object, Map<string, number>>();
  const constants = new Map<number, number>();
  return {
    list,
    add: (whole, part, parameter) => {
      const parts = positions.get(whole) ?? new Map<string, number>();
      positions.set(whole, parts);
      const known = parts.get(part) ?? list.push(parameter()) - 1;
      parts.set(part, known);
      return known;
    },
    constant: (value, measure) => {
      const known =
        constants.get(value) ?? list.push({ path: "", measure, origin: undefined, value }) - 1;
      constants.set(value, known);
      return known;
    },
  };
}
