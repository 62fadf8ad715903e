/**
 * The form of a model's description: sets of elements, relations between them, inputs that a scenario gives, equations
 * that follow by month or by year, figures by period, and rules the inputs have to keep.
 */
export interface SetSpec {
  readonly doc: string;
  /**
   * The tags its elements can have together, such as `[leave=rate]` or `[leave=staff][aim=yes|no]`; one kind without
   * tags where it is left out.
   */
  readonly kinds?: readonly string[];
}

export interface Relation {
  /** The elements that have it: a set, or a part of it such as `stage[leave=staff]`. */
  readonly on: string;
  /** The elements it leads to; `port` leads to any quantity of the model, chosen by the scenario. */
  readonly to: string;
  readonly many: boolean;
  /** The unit of what a port counts. */
  readonly counts?: string;
  readonly doc: string;
}

/** When an input is read: each month, in the first month, each budget year, or in the months before the start. */
export type When = "month" | "start" | "year" | "past";

export interface Input {
  /** A set, or a part of it such as `stage[leave=rate]`; empty: the run as a whole. */
  readonly over: string;
  readonly unit: string;
  /** `month` unless said. */
  readonly at?: When;
  readonly doc: string;
}

/** A whole number that belongs to the structure: a number of months or years. */
interface Count {
  readonly over: string;
  readonly unit: "month" | "year";
  readonly doc: string;
}

export interface Equation {
  readonly id: string;
  /** A set, or parts of one, with commas between. */
  readonly over: string;
  readonly unit: string;
  /** `month` unless said. */
  readonly per?: "year";
  readonly is: string;
  /** The value in the months before the start; needed where `prev`, `delay` or `spread` looks back to them. */
  readonly before?: string;
  readonly doc: string;
}

/** A figure of a period, in terms of equations; empty where there is nothing to show. */
export type Figure = Omit<Equation, "per" | "before">;

/** What inputs have to keep in every month. */
export interface Rule {
  readonly id: string;
  readonly over: string;
  /** `a <= b`, `a >= b` or `a > b`. */
  readonly holds: string;
  readonly doc: string;
}

/** One subject of a model, or all of them together. */
export interface Description {
  readonly sets: Readonly<Record<string, SetSpec>>;
  readonly relations: Readonly<Record<string, Relation>>;
  readonly inputs: Readonly<Record<string, Input>>;
  readonly counts: Readonly<Record<string, Count>>;
  readonly equations: readonly Equation[];
  readonly figures: readonly Figure[];
  readonly rules: readonly Rule[];
}

export type Tags = Readonly<Record<string, string>>;

/** Part of a set: its elements with these tags. */
export interface Domain {
  readonly set: string;
  readonly tags: readonly (readonly [tag: string, value: string])[];
}

/** `stage[leave=staff][aim=yes]` → the set and the tags wanted. */
export function parseDomain(text: string): Domain {
  const [set = "", ...rest] = text.split("[");
  return {
    set,
    tags: rest.map((tag) => {
      const [name = "", value = ""] = tag.slice(0, -1).split("=");
      return [name, value];
    }),
  };
}

export const parseDomains = (over: string): readonly Domain[] => over.split(",").map(parseDomain);

export const matches = ({ tags: wanted }: Domain, tags: Tags): boolean =>
  wanted.every(([tag, value]) => tags[tag] === value);

/** All combinations of tags the elements of a set can have. */
export function kindsOf({ kinds = [""] }: SetSpec): readonly Tags[] {
  return kinds.flatMap((kind) =>
    parseDomain(kind).tags.reduce<Tags[]>(
      (made, [tag, values]) =>
        made.flatMap((tags) => values.split("|").map((value) => ({ ...tags, [tag]: value }))),
      [{}],
    ),
  );
}

/** Several subjects as one; a name that two of them use is a bug. */
export function join(subjects: readonly Description[]): Description {
  const merge = <T>(
    of: (subject: Description) => Readonly<Record<string, T>>,
  ): Record<string, T> => {
    const all: Record<string, T> = {};
    for (const [name, value] of subjects.flatMap((subject) => Object.entries(of(subject)))) {
      if (Object.hasOwn(all, name)) throw new Error(`"${name}" is described twice`);
      all[name] = value;
    }
    return all;
  };
  return {
    sets: merge(({ sets }) => sets),
    relations: merge(({ relations }) => relations),
    inputs: merge(({ inputs }) => inputs),
    counts: merge(({ counts }) => counts),
    equations: subjects.flatMap(({ equations }) => equations),
    figures: subjects.flatMap(({ figures }) => figures),
    rules: subjects.flatMap(({ rules }) => rules),
  };
}
