/** A description, parsed: what each kind of element is defined by, where relations lead, and the rules. */
import {
  matches,
  parseDomain,
  parseDomains,
  type Description,
  type Domain,
  type Equation,
  type Figure,
  type Rule,
  type Tags,
} from "../language/description.ts";
import {
  parseComparison,
  parseExpression,
  type Comparison,
  type Expression,
} from "../language/expression.ts";
import { unit, type Unit } from "../language/units.ts";
import type { Element } from "./world.ts";

type ParsedEquation = Equation & {
  readonly expression: Expression;
  readonly earlier: Expression | undefined;
};
type ParsedFigure = Figure & { readonly expression: Expression };

/** What the elements of a set with the same tags have in common: by name, in the order of the description. */
interface Kind {
  readonly equations: ReadonlyMap<string, ParsedEquation>;
  readonly figures: ReadonlyMap<string, ParsedFigure>;
}

/** An element, what it is defined by, and the slots it has so far: their numbers by quantity. */
export interface Member {
  readonly set: string;
  readonly index: number;
  readonly own: Element;
  readonly kind: Kind;
  readonly slots: Map<string, number>;
}

interface Definitions {
  readonly kindOf: (set: string, tags: Tags) => Kind;
  /** By domain: a rule over parts of sets is there once for each. */
  readonly rules: readonly (Rule & { readonly domain: Domain; readonly comparison: Comparison })[];
  /** The set that each relation leads to; `port` where the scenario chooses. */
  readonly leadsTo: ReadonlyMap<string, string>;
  /** What each port counts; undefined where that may be anything. */
  readonly counted: ReadonlyMap<string, Unit | undefined>;
}

const parsed = new WeakMap<Description, Definitions>();

/** The parsed definitions of a description, once. */
export function definitionsOf(description: Description): Definitions {
  const found = parsed.get(description) ?? parse(description);
  parsed.set(description, found);
  return found;
}

function parse(description: Description): Definitions {
  const equations = bySet(
    description.equations.map((equation) => ({
      ...equation,
      expression: parseExpression(equation.is),
      earlier: equation.before === undefined ? undefined : parseExpression(equation.before),
    })),
  );
  const figures = bySet(
    description.figures.map((figure) => ({ ...figure, expression: parseExpression(figure.is) })),
  );
  const relations = Object.entries(description.relations);
  const kinds = new Map<string, Kind>();
  return {
    kindOf: (set, tags) => {
      const name = `${set} ${Object.entries(tags).join(" ")}`;
      const kind = kinds.get(name) ?? {
        equations: ofKind(equations.get(set), tags),
        figures: ofKind(figures.get(set), tags),
      };
      kinds.set(name, kind);
      return kind;
    },
    rules: description.rules.flatMap((rule) =>
      parseDomains(rule.over).map((domain) => ({
        ...rule,
        domain,
        comparison: parseComparison(rule.holds),
      })),
    ),
    leadsTo: new Map(
      relations.map(([name, { to }]) => [name, parseDomain(to.split(",")[0] ?? "").set]),
    ),
    counted: new Map(
      relations.map(([name, { counts = "" }]) => {
        const measure = unit(counts);
        const any = measure.dimensions.some(([dimension]) => dimension === "driver");
        return [name, any ? undefined : measure];
      }),
    ),
  };
}

type Defined<T> = { readonly domain: Domain; readonly definition: T };

function bySet<T extends { readonly over: string }>(
  definitions: readonly T[],
): ReadonlyMap<string, readonly Defined<T>[]> {
  const found = new Map<string, Defined<T>[]>();
  for (const definition of definitions) {
    for (const domain of parseDomains(definition.over)) {
      const list = found.get(domain.set);
      if (list === undefined) found.set(domain.set, [{ domain, definition }]);
      else list.push({ domain, definition });
    }
  }
  return found;
}

/** What holds for elements with some tags; the first of a name counts. */
function ofKind<T extends { readonly id: string }>(
  definitions: readonly Defined<T>[] = [],
  tags: Tags,
): Map<string, T> {
  const found = new Map<string, T>();
  for (const { domain, definition } of definitions) {
    if (matches(domain, tags) && !found.has(definition.id)) found.set(definition.id, definition);
  }
  return found;
}
