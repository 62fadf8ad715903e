/** Collects elements that refer to each other by key, and numbers them once all are there. */
import type { Element, Target, World } from "./bind.ts";
import {
  relations,
  sets,
  type EquationId,
  type Relation,
  type RelationId,
  type SetId,
} from "./equations.ts";
import { codePoint } from "./structure.ts";

/** An element that is still being described. */
export type Draft = {
  -readonly [K in keyof Element]: Element[K] extends
    | Readonly<Record<string, infer V>>
    | Partial<Readonly<Record<string, infer V>>>
    ? Record<string, V>
    : Element[K];
};

/** A quantity of an element, by key. */
export interface KeyTarget {
  readonly set: SetId;
  readonly key: string;
  readonly equation: EquationId;
}

export interface Elements {
  readonly add: (set: SetId, key: string, tags?: Readonly<Record<string, string>>) => Draft;
  readonly has: (set: SetId, key: string) => boolean;
  /** The one element a relation leads to, and the place in the order of those that share it. */
  readonly link: (draft: Draft, relation: RelationId, key: string, rank?: number) => void;
  /** All elements a relation leads to, in code-point order. */
  readonly links: (draft: Draft, relation: RelationId, keys: readonly string[]) => void;
  readonly ports: (draft: Draft, relation: RelationId, targets: readonly KeyTarget[]) => void;
  /** All elements, sorted and numbered. */
  readonly finish: () => World["sets"];
}

export function collectElements(): Elements {
  const drafts = Object.fromEntries(Object.keys(sets).map((set) => [set, new Map()])) as Record<
    SetId,
    Map<string, Draft>
  >;
  const pending: ((index: (set: SetId, key: string) => number) => void)[] = [];
  const leadsTo = (relation: RelationId): SetId => (relations[relation] as Relation).to as SetId;

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
        lags: {},
        history: {},
      };
      drafts[set].set(key, draft);
      return draft;
    },
    has: (set, key) => drafts[set].has(key),
    link: (draft, relation, key, rank) => {
      pending.push((index) => (draft.one[relation] = index(leadsTo(relation), key)));
      if (rank !== undefined) draft.rank[relation] = rank;
    },
    links: (draft, relation, keys) => {
      const sorted = keys.toSorted(codePoint);
      pending.push(
        (index) => (draft.many[relation] = sorted.map((key) => index(leadsTo(relation), key))),
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
      ) as Record<SetId, Draft[]>;
      const positions = new Map(
        Object.entries(sorted).flatMap(([set, list]) =>
          list.map(({ key }, i): [string, number] => [`${set} ${key}`, i]),
        ),
      );
      const index = (set: SetId, key: string): number => {
        const found = positions.get(`${set} ${key}`);
        if (found === undefined) throw new Error(`${set} has no ${key}`);
        return found;
      };
      for (const resolve of pending) resolve(index);
      return sorted;
    },
  };
}
