/** Small models of one or two equations and worlds made by hand, for tests of what runs them. */
import { bind } from "../../src/engine/bind.ts";
import type { Missing } from "../../src/engine/lanes.ts";
import { interpret, outputsOf } from "../../src/engine/interpreter.ts";
import { compile } from "../../src/engine/kernel.ts";
import type { Given } from "../../src/engine/numbers.ts";
import { figureName, type FigureRef, type Program } from "../../src/engine/program.ts";
import { openSession, type Column, type Session } from "../../src/engine/session.ts";
import type { Element, World } from "../../src/engine/world.ts";
import { budgetYears } from "../../src/language/calendar.ts";
import {
  matches,
  parseDomains,
  type Description,
  type Equation,
  type Figure,
  type Input,
  type Relation,
  type Rule,
} from "../../src/language/description.ts";
import { unit } from "../../src/language/units.ts";
import { loaded, month, quantity, type Given as Values } from "../support/build.ts";

// Descriptions

/** An equation of things, without a unit, unless said otherwise. */
export const equation = (id: string, is: string, more: Partial<Equation> = {}): Equation => ({
  id,
  over: "thing",
  unit: "",
  is,
  doc: "",
  ...more,
});
export const figure = (id: string, is: string, over = "thing"): Figure => ({
  id,
  over,
  unit: "",
  is,
  doc: "",
});
export const rule = (id: string, holds: string, over = "thing"): Rule => ({
  id,
  over,
  holds,
  doc: "",
});
export const input = (at: Input["at"], over = "thing", measure = ""): Input => ({
  over,
  unit: measure,
  doc: "",
  ...(at === undefined ? {} : { at }),
});
export const relation = (to: string, many: boolean, on = "thing"): Relation => ({
  on,
  to,
  many,
  doc: "",
});
export const port = (counts: string, on = "thing"): Relation => ({
  on,
  to: "port",
  many: true,
  counts,
  doc: "",
});

/** A model of things and their owners, and of the numbers measures change. */
export const model = (given: Partial<Description>): Description => ({
  sets: { thing: { doc: "" }, owner: { doc: "" }, parameter: { doc: "" } },
  relations: {},
  inputs: {},
  counts: {},
  equations: [],
  figures: [],
  rules: [],
  ...given,
});

// Worlds

/** The numbers of a world, and inputs made of them. */
export interface Numbers {
  readonly values: number[];
  readonly given: (path: string, values: Values, measure?: string) => Given;
}

export function numbers(): Numbers {
  const values: number[] = [];
  return {
    values,
    given: (path, by, measure = "") => ({
      path,
      measure: unit(measure),
      points: quantity(by).points.map(({ from, to, mid }) => ({
        from,
        to,
        number: values.push(mid) - 1,
      })),
    }),
  };
}

export const element = (key: string, given: Partial<Element> = {}): Element => ({
  key,
  tags: {},
  one: {},
  many: {},
  ports: {},
  rank: {},
  inputs: {},
  counts: {},
  ...given,
});

interface Span {
  readonly start?: string;
  readonly months?: number;
  readonly yearStarts?: number;
  readonly shared?: World["shared"];
}

/** A world of twelve months from January 2014 unless said otherwise. */
export function world(
  sets: Readonly<Record<string, readonly Element[]>>,
  { start = "2014-01", months = 12, yearStarts = 1, shared = {} }: Span = {},
): World {
  const from = month(start);
  return {
    start: from,
    months,
    years: budgetYears({ from, to: from + months - 1 }, yearStarts).map(({ name, opens }) => ({
      name,
      opens,
      from: Math.max(opens, from) - from,
      to: Math.min(opens + 12, from + months) - from,
    })),
    shared,
    sets: { thing: [], owner: [], parameter: [], ...sets },
    places: new Map(),
  };
}

// Programs

export const complain = ({ set, key, input: name }: Missing): never => {
  throw new Error(`${set} ${key} has no ${name}`);
};

/** All figures of all elements. */
export const all = (description: Description, { sets }: World): FigureRef[] =>
  description.figures.flatMap(({ id, over }) =>
    parseDomains(over).flatMap((domain) =>
      (sets[domain.set] ?? [])
        .filter(({ tags }) => matches(domain, tags))
        .map(({ key }) => ({ figure: id, set: domain.set, key })),
    ),
  );

export const programOf = (description: Description, given: World): Program =>
  bind(description, given, complain)(all(description, given));

/** The number of a quantity's slot. */
export function slotOf({ slots }: Program, equationId: string, key = "a"): number {
  const found = slots.findIndex((one) => one.equation === equationId && one.key === key);
  if (found < 0) throw new Error(`there is no ${equationId} of ${key}`);
  return found;
}

/** The monthly values of a quantity, in the interpreter. */
export function monthly(
  program: Program,
  values: readonly number[],
): (equationId: string, key?: string) => number[] {
  const run = interpret(program, loaded(program, values));
  return (equationId, key) => {
    const slot = slotOf(program, equationId, key);
    return [...run.values.subarray(slot * run.months, (slot + 1) * run.months)];
  };
}

/** What both executions hand on. */
export function outputs(
  program: Program,
  values: readonly number[],
): { readonly interpreted: number[]; readonly compiled: number[] } {
  const buffer = loaded(program, values);
  const compiled = new Float64Array(program.years.length * program.outputs.length).fill(NaN);
  compile(program).run(buffer, compiled);
  return {
    interpreted: [...outputsOf(program, interpret(program, buffer))],
    compiled: [...compiled],
  };
}

// Sessions

/** The budget years of a program as columns. */
export const years = ({ start, years: own }: Program, columnOf: ColumnOf): Column[] =>
  own.map(({ name, from, to }) => columnOf(name, start, from, to));
type ColumnOf = (name: string, start: number, from: number, to: number) => Column;

/** Reads a figure of a session, which may show another mode. */
export function reader(
  session: Session,
  under: Parameters<Session["read"]>[2] = () => null,
): (figureId: string, column: Column, key?: string) => number | null {
  return (figureId, column, key = "a") => {
    const name = figureName({ figure: figureId, set: "thing", key });
    const node = session.program.figures.get(name);
    if (node === undefined) throw new Error(`there is no figure ${name}`);
    return session.read(node, column, under);
  };
}

export const opened = (
  description: Description,
  given: World,
  values: readonly number[],
  monthlyKept = false,
): Session => openSession(programOf(description, given), values, { monthly: monthlyKept });
