/**
 * Checks a description against itself, for every set and every combination of tags its elements can have: names, relations,
 * units, what looks back before the start, and that each quantity is defined once. A description is the program's own, so
 * what is found is a bug, and a test finds it.
 */
import {
  kindsOf,
  matches,
  parseDomain,
  parseDomains,
  type Description,
  type Equation,
  type Tags,
  type When,
} from "./description.ts";
import { parseComparison, parseExpression, type Expression } from "./expression.ts";
import { describeUnit, dimensionless, multiply, sameDimensions, unit, type Unit } from "./units.ts";

/** What a name stands for in an element. */
type Meaning =
  | { readonly kind: "equation"; readonly unit: Unit; readonly equation: Equation }
  | { readonly kind: "input"; readonly unit: Unit; readonly at: When }
  | { readonly kind: "count" | "figure" | "month"; readonly unit: Unit };

/** Where an expression stands. */
type Place = "month" | "year" | "before" | "figure" | "rule";

/** What a scenario may plug into a port, beside what equations refer to by name. */
export interface Plug {
  readonly set: string;
  readonly id: string;
}

/** Every mistake as a sentence; none in a sound description. `modes` are those a figure may be asked for with `under`. */
export function checkDescription(
  given: Description,
  plugs: readonly Plug[] = [],
  modes: readonly string[] = [],
): string[] {
  const problems = new Set<string>();
  const used = new Set<string>(plugs.map(({ set, id }) => `equation ${set}.${id}`));
  const kinds = new Map(Object.entries(given.sets).map(([set, spec]) => [set, kindsOf(spec)]));

  const show = (set: string, tags: Tags): string =>
    set +
    Object.entries(tags)
      .map(([tag, value]) => `[${tag}=${value}]`)
      .join("");

  /** The kinds of elements in a domain; a set or tag that does not exist is a mistake. */
  const kindsIn = (over: string, who: string): { set: string; tags: Tags }[] =>
    over.split(",").flatMap((part) => {
      const domain = parseDomain(part);
      const found = (kinds.get(domain.set) ?? [])
        .filter((tags) => matches(domain, tags))
        .map((tags) => ({ set: domain.set, tags }));
      if (found.length === 0) problems.add(`${who}: there are no elements ${part}`);
      return found;
    });

  const covers = (over: string, set: string, tags: Tags): boolean =>
    parseDomains(over).some((domain) => domain.set === set && matches(domain, tags));

  /** Everything of that name that the element has. */
  const meanings = (name: string, set: string, tags: Tags): Meaning[] => {
    const input = given.inputs[name];
    const count = given.counts[name];
    return [
      ...(name === "month" ? [{ kind: "month" as const, unit: unit("month") }] : []),
      ...(input !== undefined && (input.over === "" || covers(input.over, set, tags))
        ? [{ kind: "input" as const, unit: unit(input.unit), at: input.at ?? "month" }]
        : []),
      ...(count !== undefined && covers(count.over, set, tags)
        ? [{ kind: "count" as const, unit: unit(count.unit) }]
        : []),
      ...given.equations
        .filter(({ id, over }) => id === name && covers(over, set, tags))
        .map((equation) => ({ kind: "equation" as const, unit: unit(equation.unit), equation })),
    ];
  };

  const note = (meaning: Meaning, name: string, set: string): void => {
    used.add(`${meaning.kind} ${meaning.kind === "equation" ? `${set}.` : ""}${name}`);
  };

  /** Which inputs and equations may be read where. */
  const readable = (meaning: Meaning, place: Place): boolean => {
    if (meaning.kind === "input") {
      const { at } = meaning;
      if (place === "before") return at === "past" || at === "start";
      if (place === "year") return at === "year" || at === "start";
      return at !== "past";
    }
    if (meaning.kind !== "equation") return true;
    const yearly = meaning.equation.per === "year";
    return place === "month" || place === "rule" || (place === "year" && yearly);
  };

  /** Undefined is any unit: zero, or already complained about. */
  const infer = (
    e: Expression,
    set: string,
    tags: Tags,
    place: Place,
    who: string,
  ): Unit | undefined => {
    const complain = (text: string): undefined => {
      problems.add(`${who} of ${show(set, tags)}: ${text}`);
      return undefined;
    };

    const lookUp = (name: string, in_: string, its: Tags, at: Place): Meaning | undefined => {
      const found = meanings(name, in_, its);
      const [first, second] = found;
      if (first === undefined) return complain(`"${name}" is not known in ${show(in_, its)}`);
      if (second !== undefined) return complain(`"${name}" means two things in ${show(in_, its)}`);
      note(first, name, in_);
      return readable(first, at) ? first : complain(`"${name}" cannot be read here`);
    };

    /** The unit of a name where it stands: a figure of that name in figures, else an input or an equation. */
    const unitOf = (name: string, in_: string, its: Tags): Unit | undefined => {
      if (place !== "figure") return lookUp(name, in_, its, place)?.unit;
      const figure = given.figures.find(({ id, over }) => id === name && covers(over, in_, its));
      if (figure !== undefined) return unit(figure.unit);
      if (name === "months") return unit("month");
      if (name === "days") return unit("day");
      const meaning = lookUp(name, in_, its, "figure");
      return meaning?.kind === "input" && meaning.at === "start"
        ? meaning.unit
        : complain(`"${name}" is neither a figure nor the same in all months`);
    };

    /** A quantity of months, for the forms that say which. */
    const monthly = (name: string): Extract<Meaning, { kind: "equation" }> | undefined => {
      const meaning = lookUp(name, set, tags, "month");
      if (meaning === undefined) return undefined;
      return meaning.kind === "equation" && meaning.equation.per !== "year"
        ? meaning
        : complain(`"${name}" is not an equation of months`);
    };

    const lookingBack = (name: string): Unit | undefined => {
      const meaning = monthly(name);
      if (meaning !== undefined && meaning.equation.before === undefined) {
        complain(`nothing says what "${name}" was before the start`);
      }
      return meaning?.unit;
    };

    /** The kinds a relation leads to; it must be one the element has. */
    const follow = (name: string, many: boolean): { set: string; tags: Tags }[] => {
      const relation = given.relations[name];
      if (relation === undefined || relation.to === "port") {
        complain(`there is no relation "${name}"`);
        return [];
      }
      used.add(`relation ${name}`);
      if (!covers(relation.on, set, tags)) complain(`"${name}" is a relation of ${relation.on}`);
      if (relation.many !== many) {
        complain(`"${name}" leads to ${relation.many ? "many" : "one"}`);
      }
      return kindsIn(relation.to, `relation ${name}`);
    };

    /** One unit for all kinds. */
    const common = (units: readonly (Unit | undefined)[]): Unit | undefined => {
      const [first, ...others] = units.filter((found) => found !== undefined);
      if (first !== undefined && others.some((other) => !sameDimensions(first, other))) {
        return complain("the unit depends on the kind of element");
      }
      return first;
    };

    const only = (places: readonly Place[], form: string): void => {
      if (!places.includes(place)) complain(`${form} cannot stand here`);
    };

    switch (e.kind) {
      case "number":
        return e.value === 0 ? undefined : dimensionless;
      case "name":
        return e.of === undefined
          ? unitOf(e.name, set, tags)
          : common(follow(e.of, false).map((to) => unitOf(e.name, to.set, to.tags)));
      case "prev":
        only(["month"], e.kind);
        return lookingBack(e.name);
      case "ytd": {
        only(["month"], e.kind);
        const flow = monthly(e.name)?.unit;
        return flow && multiply(flow, unit("month"));
      }
      case "spread":
      case "delay": {
        only(["month"], e.kind);
        for (const count of e.kind === "spread" ? [e.lag, e.n] : [e.count]) {
          const meaning = lookUp(count, set, tags, place);
          if (meaning !== undefined && meaning.kind !== "count") complain(`"${count}" is no count`);
        }
        return lookingBack(e.name);
      }
      case "earlier": {
        only(["year"], e.kind);
        const meaning = lookUp(e.count, set, tags, place);
        if (meaning !== undefined && meaning.kind !== "count") complain(`"${e.count}" is no count`);
        const yearly = lookUp(e.name, set, tags, "year");
        if (yearly !== undefined && !(yearly.kind === "input" && yearly.at === "year")) {
          complain(`"${e.name}" is not an input of years`);
        }
        return yearly?.unit;
      }
      case "total": {
        only(["figure"], e.kind);
        const flow = monthly(e.name)?.unit;
        return flow && multiply(flow, unit("month"));
      }
      case "opening":
        only(["figure"], e.kind);
        return lookingBack(e.name);
      case "closing":
        only(["figure"], e.kind);
        return monthly(e.name)?.unit;
      case "share": {
        only(["figure"], e.kind);
        return lookUp(e.name, set, tags, "year")?.unit;
      }
      case "under":
        only(["figure"], e.kind);
        if (!modes.includes(e.mode)) complain(`there is no mode "${e.mode}"`);
        if (e.body.kind !== "name") complain("under(…) takes the name of a figure");
        return infer(e.body, set, tags, place, who);
      case "sum": {
        const counts = given.relations[e.relation]?.counts;
        const body = common(
          follow(e.relation, true).map((to) => infer(e.body, to.set, to.tags, place, who)),
        );
        return body && counts !== undefined
          ? multiply(multiply(body, unit("driver")), unit(counts), -1)
          : body;
      }
      case "port": {
        const relation = given.relations[e.relation];
        if (relation?.to !== "port") return complain(`there is no port "${e.relation}"`);
        if (!covers(relation.on, set, tags)) {
          complain(`"${e.relation}" is a port of ${relation.on}`);
        }
        only(e.total ? ["figure"] : ["month"], "a port");
        used.add(`relation ${e.relation}`);
        const counted = unit(relation.counts ?? "");
        return e.total ? multiply(counted, unit("month")) : counted;
      }
      case "ahead": {
        only(["month"], e.kind);
        const relation = given.relations[e.relation];
        follow(e.relation, false);
        const peers = relation === undefined ? [] : kindsIn(relation.on, e.relation);
        return common(peers.map((peer) => lookUp(e.name, peer.set, peer.tags, place)?.unit));
      }
      case "calendar": {
        only(["month"], e.kind);
        return common(
          follow(e.relation, true).map((to) => lookUp(e.name, to.set, to.tags, place)?.unit),
        );
      }
      case "apply": {
        const units = e.of.map((part) => infer(part, set, tags, place, who));
        const [a, b] = units;
        if (e.op === "per" || e.op === "where") only(["figure"], e.op);
        if (e.op === "*") return a && b && multiply(a, b);
        if (e.op === "/" || e.op === "per") return a && b && multiply(a, b, -1);
        if (e.op === "where") return a;
        if (e.op === "plus") only(["figure"], e.op);
        const known = units.find((found) => found !== undefined);
        for (const other of units) {
          if (known && other && !sameDimensions(known, other)) {
            return complain(`${describeUnit(known)} ${e.op} ${describeUnit(other)}`);
          }
        }
        return known;
      }
    }
  };

  /** One definition over every kind it is for. */
  const define = (
    definition: { readonly id: string; readonly over: string; readonly unit: string },
    text: string,
    place: Place,
  ): void => {
    const who = `${definition.id}${place === "before" ? " before the start" : ""}`;
    const declared = unit(definition.unit);
    for (const { set, tags } of kindsIn(definition.over, who)) {
      const found = infer(parseExpression(text), set, tags, place, who);
      if (found && !sameDimensions(found, declared)) {
        problems.add(
          `${who} of ${show(set, tags)}: declared ${describeUnit(declared)}, is ${describeUnit(found)}`,
        );
      }
    }
  };

  for (const equation of given.equations) {
    define(equation, equation.is, equation.per ?? "month");
    if (equation.before !== undefined) define(equation, equation.before, "before");
  }
  for (const figure of given.figures) define(figure, figure.is, "figure");
  for (const { id, over, holds } of given.rules) {
    const { a, b } = parseComparison(holds);
    for (const { set, tags } of kindsIn(over, `rule ${id}`)) {
      const [left, right] = [a, b].map((side) => infer(side, set, tags, "rule", `rule ${id}`));
      if (left && right && !sameDimensions(left, right)) {
        problems.add(`rule ${id}: ${describeUnit(left)} against ${describeUnit(right)}`);
      }
    }
  }

  // Each quantity of each kind is defined once.
  for (const [list, what] of [
    [given.equations, "equation"],
    [given.figures, "figure"],
  ] as const) {
    const seen = new Map<string, number>();
    for (const { id, over } of list) {
      for (const { set, tags } of kindsIn(over, id)) {
        const name = `${what} ${id} of ${show(set, tags)}`;
        seen.set(name, (seen.get(name) ?? 0) + 1);
      }
    }
    for (const [name, times] of seen) {
      if (times > 1) problems.add(`${name} is defined ${times} times`);
    }
  }

  // Nothing is described that nothing reads.
  const idle = (kind: string, names: readonly string[]): void => {
    for (const name of names) {
      if (!used.has(`${kind} ${name}`)) problems.add(`nothing reads the ${kind} "${name}"`);
    }
  };
  idle("relation", Object.keys(given.relations));
  idle("input", Object.keys(given.inputs));
  idle("count", Object.keys(given.counts));
  idle("equation", [
    ...new Set(
      given.equations.flatMap(({ id, over }) =>
        parseDomains(over).map(({ set }) => `${set}.${id}`),
      ),
    ),
  ]);
  for (const [name, relation] of Object.entries(given.relations)) {
    kindsIn(relation.on, `relation ${name}`);
    if (relation.to !== "port") kindsIn(relation.to, `relation ${name}`);
  }
  for (const [name, { over }] of [
    ...Object.entries(given.inputs),
    ...Object.entries(given.counts),
  ]) {
    if (over !== "") kindsIn(over, `input ${name}`);
  }
  return [...problems];
}
