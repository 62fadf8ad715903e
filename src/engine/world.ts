/** A scenario as elements of the model's sets: how they hang together and which numbers they are given. Plain data. */
import type { Description } from "../language/description.ts";
import { codePoint } from "../language/order.ts";
import type { Month } from "../language/calendar.ts";
import { definitionsOf } from "./definitions.ts";
import type { Given } from "./numbers.ts";

/** A quantity of one element: what ports lead to. */
interface Target {
  readonly set: string;
  readonly equation: string;
  readonly element: number;
}

/** A constant of the format, numbers of the scenario, or a number as measures and options change it. */
export type Source = number | Given | { readonly parameter: string };

/** One element of a set, with all the scenario says of it. */
export interface Element {
  /** Unique in its set; sets are in code-point order of keys. */
  readonly key: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly one: Readonly<Record<string, number>>;
  readonly many: Readonly<Record<string, readonly number[]>>;
  readonly ports: Readonly<Record<string, readonly Target[]>>;
  /** Place in the order of priority among the elements that share the relation's target. */
  readonly rank: Readonly<Record<string, number>>;
  readonly inputs: Readonly<Record<string, Source>>;
  readonly counts: Readonly<Record<string, number>>;
}

/** A budget year, as far as it belongs to the run. */
export interface Year {
  readonly name: string;
  /** Its first month, whether it belongs to the run or not. */
  readonly opens: Month;
  /** The months that belong to the run, counted from its start; `to` is not included. */
  readonly from: number;
  readonly to: number;
}

export interface World {
  readonly start: Month;
  readonly months: number;
  readonly years: readonly Year[];
  /** Inputs of the run as a whole. */
  readonly shared: Readonly<Record<string, Given>>;
  readonly sets: Readonly<Record<string, readonly Element[]>>;
  /** Set and key of an element → its place in the scenario, where a rule may have to name it. */
  readonly places: ReadonlyMap<string, string>;
}

/** An element that is still being described. */
export type Draft = {
  -readonly [K in keyof Element]: Element[K] extends Readonly<Record<string, infer V>>
    ? Record<string, V>
    : Element[K];
};

/** A quantity of an element, by key. */
export interface KeyTarget {
  readonly set: string;
  readonly key: string;
  readonly equation: string;
}

export interface Elements {
  readonly add: (set: string, key: string, tags?: Readonly<Record<string, string>>) => Draft;
  readonly has: (set: string, key: string) => boolean;
  /** The one element a relation leads to, and the place in the order of those that share it. */
  readonly link: (draft: Draft, relation: string, key: string, rank?: number) => void;
  /** All elements a relation leads to, in code-point order. */
  readonly links: (draft: Draft, relation: string, keys: readonly string[]) => void;
  readonly ports: (draft: Draft, relation: string, targets: readonly KeyTarget[]) => void;
  /** All elements, sorted and numbered. */
  readonly finish: () => World["sets"];
}

export function collectElements(description: Description): Elements {
  const drafts = Object.fromEntries(
    Object.keys(description.sets).map((set) => [set, new Map()]),
  ) as Record<string, Map<string, Draft>>;
  const pending: ((index: (set: string, key: string) => number) => void)[] = [];
  const { leadsTo } = definitionsOf(description);

  return {
    add: (set, key, tags = {}) => {
      const draft: Draft = {
        key,
        tags,
        one: {},
        many: {},
        ports: {},
        rank: {},
        inputs: {},
        counts: {},
      };
      drafts[set]!.set(key, draft);
      return draft;
    },
    has: (set, key) => drafts[set]!.has(key),
    link: (draft, relation, key, rank) => {
      pending.push((index) => (draft.one[relation] = index(leadsTo.get(relation)!, key)));
      if (rank !== undefined) draft.rank[relation] = rank;
    },
    links: (draft, relation, keys) => {
      const sorted = keys.toSorted(codePoint);
      pending.push(
        (index) => (draft.many[relation] = sorted.map((key) => index(leadsTo.get(relation)!, key))),
      );
    },
    ports: (draft, relation, targets) => {
      pending.push((index) => {
        draft.ports[relation] = targets.map(({ set, key, equation }): Target => ({
          set,
          equation,
          element: index(set, key),
        }));
      });
    },
    finish: () => {
      const sorted = Object.fromEntries(
        Object.entries(drafts).map(([set, bySet]) => [
          set,
          [...bySet.values()].toSorted((a, b) => codePoint(a.key, b.key)),
        ]),
      ) as Record<string, Draft[]>;
      const positions = new Map(
        Object.entries(sorted).map(([set, list]) => [
          set,
          new Map(list.map(({ key }, i) => [key, i])),
        ]),
      );
      const index = (set: string, key: string): number => {
        const found = positions.get(set)?.get(key);
        if (found === undefined) throw new Error(`${set} has no ${key}`);
        return found;
      };
      for (const resolve of pending) resolve(index);
      return sorted;
    },
  };
}
