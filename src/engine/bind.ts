/**
 * Binds the description to a world: every quantity × element becomes a numbered slot, sorted so that each slot
 * comes after the slots it needs in the same month. The sort is per slot, not per equation, since an element may use
 * earlier elements of its own equation (`ahead`).
 */
import type { Month } from "../language/calendar.ts";
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
import { sameDimensions, unit } from "../language/units.ts";
import { numberAt, type Given } from "./numbers.ts";
import {
  figureName,
  type BoundRule,
  type FigureNode,
  type FigureRef,
  type Lane,
  type Node,
  type Output,
  type Pace,
  type Past,
  type Program,
  type Slot,
} from "./program.ts";
import type { Element, World } from "./world.ts";

/** Raised when a quantity needs itself in the same month; `chain` names the slots on the way round. */
export class CycleError extends Error {
  readonly chain: readonly string[];

  constructor(chain: readonly string[]) {
    super(`these need each other in the same month: ${chain.join(" → ")}`);
    this.chain = chain;
  }
}

/** What a run needs and the scenario does not give. */
export interface Missing {
  /** The element that needs it, and its input. */
  readonly set: string;
  readonly key: string;
  readonly input: string;
  /** Undefined: nothing is given at all. */
  readonly given: Given | undefined;
  /** Months without a value, and the first and last month that are needed. */
  readonly months: readonly Month[];
  readonly from: Month;
  readonly to: Month;
}

type Parsed<T> = T & { readonly domain: Domain };
type ParsedEquation = Equation & {
  readonly expression: Expression;
  readonly earlier: Expression | undefined;
};

/** Definitions by set, then by name; an element looks up what its tags select. */
type ByName<T> = ReadonlyMap<string, ReadonlyMap<string, readonly Parsed<T>[]>>;

interface Definitions {
  readonly equations: ByName<ParsedEquation>;
  readonly figures: ByName<Figure & { expression: Expression }>;
  readonly rules: readonly Parsed<Rule & { comparison: Comparison }>[];
  /** The set each relation that is not a port leads to. */
  readonly leadsTo: ReadonlyMap<string, string>;
}

const parsed = new WeakMap<Description, Definitions>();

/** The parsed definitions of a description, once. */
function definitionsOf(description: Description): Definitions {
  const found = parsed.get(description) ?? parse(description);
  parsed.set(description, found);
  return found;
}

function parse(description: Description): Definitions {
  const group = <T extends { readonly id: string; readonly over: string }>(
    list: readonly T[],
  ): ByName<T> => {
    const bySet = new Map(
      Object.keys(description.sets).map((set) => [set, new Map<string, Parsed<T>[]>()]),
    );
    for (const entry of list) {
      for (const domain of parseDomains(entry.over)) {
        const byName = bySet.get(domain.set)!;
        const sameName = byName.get(entry.id);
        if (sameName === undefined) byName.set(entry.id, [{ ...entry, domain }]);
        else sameName.push({ ...entry, domain });
      }
    }
    return bySet;
  };
  return {
    equations: group(
      description.equations.map((equation) => ({
        ...equation,
        expression: parseExpression(equation.is),
        earlier: equation.before === undefined ? undefined : parseExpression(equation.before),
      })),
    ),
    figures: group(
      description.figures.map((figure) => ({ ...figure, expression: parseExpression(figure.is) })),
    ),
    rules: description.rules.flatMap((rule) =>
      parseDomains(rule.over).map((domain) => ({
        ...rule,
        domain,
        comparison: parseComparison(rule.holds),
      })),
    ),
    leadsTo: new Map(
      Object.entries(description.relations).map(([name, { to }]) => [
        name,
        parseDomain(to.split(",")[0] ?? "").set,
      ]),
    ),
  };
}

const find = <T>(
  definitions: ByName<T>,
  set: string,
  id: string,
  tags: Tags,
): Parsed<T> | undefined =>
  definitions
    .get(set)
    ?.get(id)
    ?.find(({ domain }) => matches(domain, tags));

const number = (value: number): Node => ({ op: "const", value });
const isZero = (node: Node): boolean => node.op === "const" && node.value === 0;
const isOne = (node: Node): boolean => node.op === "const" && node.value === 1;

const arithmetic: Readonly<Record<"+" | "-" | "*" | "/", (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
};

/** Drops additions of nothing and factors of one (`month` is one month): both executions see the same tree. */
function binary(op: "+" | "-" | "*" | "/", a: Node, b: Node): Node {
  if (a.op === "const" && b.op === "const") return number(arithmetic[op](a.value, b.value));
  if ((op === "+" || op === "-") && isZero(b)) return a;
  if (op === "+" && isZero(a)) return b;
  if ((op === "*" || op === "/") && isOne(b)) return a;
  if (op === "*" && isOne(a)) return b;
  if (op === "*" && (isZero(a) || isZero(b))) return number(0);
  return { op, a, b };
}

function sum(terms: readonly Node[]): Node {
  const kept = terms.filter((term) => !isZero(term));
  const [first] = kept;
  return first === undefined ? number(0) : kept.length === 1 ? first : { op: "sum", of: kept };
}

/** The values of a lane that a world is bound with, and how it is recognised. */
interface LaneDraft {
  readonly every: Lane["every"];
  readonly numbers: readonly number[];
}

/** A program for some figures, which say what a run hands on; a figure of an element that is not there is left out. */
export type Bound = (wanted: readonly FigureRef[]) => Program;

/**
 * Binds the model to a world: every quantity of every element. What is missing is reported; programs are then not fit to run.
 * @throws CycleError when a quantity depends on itself within a month.
 */
export function bind(
  description: Description,
  world: World,
  report: (missing: Missing) => void,
): Bound {
  const { equations, figures, rules, leadsTo } = definitionsOf(description);
  const { start, months, years } = world;
  const slots: Slot[] = [];
  /** Slots get their number when first mentioned and their place in the order when complete. */
  const numbers = new Map(
    Object.entries(world.sets).map(([set, list]) => [
      set,
      list.map(() => new Map<string, number>()),
    ]),
  );
  let slotCount = 0;
  const order: number[] = [];
  const state: ("open" | "done" | undefined)[] = [];
  /** Which quantity of which element a slot is. */
  const defined: {
    readonly set: string;
    readonly element: number;
    readonly id: string;
    readonly expression: Expression;
  }[] = [];
  /** Slots that are needed in later months only, and what else waits. */
  const later: (number | (() => void))[] = [];
  const chain: string[] = [];

  const elementOf = (set: string, element: number): Element => {
    const found = world.sets[set]?.[element];
    if (found === undefined) throw new Error(`no element ${element} in ${set}`);
    return found;
  };

  const bug = (set: string, element: Element, name: string): never => {
    throw new Error(`${set} ${element.key}: nothing called "${name}"`);
  };

  // Lanes: inputs as cells of the buffer

  const lanes: LaneDraft[] = [];
  const laneNumbers = new Map<string, number>();
  const told = new Set<string>();

  const lane = (name: string, make: () => LaneDraft): number => {
    let found = laneNumbers.get(name);
    if (found === undefined) {
      found = lanes.push(make()) - 1;
      laneNumbers.set(name, found);
    }
    return found;
  };

  const missing = (what: Omit<Missing, "from" | "to">, span: readonly Month[]): void => {
    const name = `${what.given?.path ?? `${what.set} ${what.key} ${what.input}`} ${what.months.join()}`;
    const [from, to] = [span[0], span.at(-1)];
    if (told.has(name) || from === undefined || to === undefined) return;
    told.add(name);
    report({ ...what, from, to });
  };

  const monthsOfRun = Array.from({ length: months }, (_, month) => start + month);
  const yearOfMonth = years.flatMap(({ from, to }, year) =>
    Array.from({ length: to - from }, () => year),
  );

  /** One number for all months if it is always the same, one a year, or one a month. */
  const monthlyLane = (given: Given, who: Pick<Missing, "set" | "key" | "input">): LaneDraft => {
    const [widest] = given.points;
    if (widest !== undefined && widest.from <= start && start + months - 1 <= widest.to) {
      return { every: "run", numbers: [widest.number] };
    }
    const found = monthsOfRun.map((month) => numberAt(given, month));
    const without = monthsOfRun.filter((_, i) => found[i] === undefined);
    if (without.length > 0) missing({ ...who, given, months: without }, monthsOfRun);
    const numbersOf = found.map((position) => position ?? -1);
    const [first] = numbersOf;
    if (first !== undefined && numbersOf.every((position) => position === first)) {
      return { every: "run", numbers: [first] };
    }
    const ofYears = years.map(({ from }) => numbersOf[from] ?? -1);
    return numbersOf.every((position, month) => position === ofYears[yearOfMonth[month] ?? 0])
      ? { every: "year", numbers: ofYears }
      : { every: "month", numbers: numbersOf };
  };

  const yearlyLane = (given: Given, yearsBack: number): LaneDraft => ({
    every: "year",
    numbers: years.map(({ opens }) => numberAt(given, opens - 12 * yearsBack) ?? -1),
  });

  /** The months before the start, oldest first; as many as are looked back to are asked for later. */
  const pastLane = (
    given: Given,
    count: number,
    who: Pick<Missing, "set" | "key" | "input">,
  ): LaneDraft => {
    const span = Array.from({ length: count }, (_, i) => start - count + i);
    const found = span.map((month) => numberAt(given, month));
    const without = span.filter((_, i) => found[i] === undefined);
    if (without.length > 0) missing({ ...who, given, months: without }, span);
    return { every: "past", numbers: found.map((position) => position ?? -1) };
  };

  /** An input of an element where it is read: in a month, a year before, or in the past of so many months. */
  function inputNode(
    name: string,
    set: string,
    element: number,
    { back = 0, past: looked }: { readonly back?: number; readonly past?: number },
  ): Node {
    const input = description.inputs[name]!;
    const own = elementOf(set, element);
    const source = input.over === "" ? world.shared[name] : own.inputs[name];
    const who = { set, key: own.key, input: name };
    if (source === undefined) {
      if (looked === undefined) return bug(set, own, name);
      const span = Array.from({ length: looked }, (_, i) => start - looked + i);
      missing({ ...who, given: undefined, months: span }, span);
      return number(0);
    }
    if (typeof source === "number") return number(source);
    if ("parameter" in source) {
      const target = world.sets["parameter"]!.findIndex(({ key }) => key === source.parameter);
      return valueOf("value", "parameter", target);
    }
    if (!sameMeasure(input.unit, source, own)) {
      throw new Error(`${source.path}: not the unit of ${name} of ${set}`);
    }
    // Numbers that several inputs share are one lane.
    const id = `${source.path} ${source.points[0]?.number ?? ""}`;
    switch (input.at ?? "month") {
      case "year":
        return { op: "input", lane: lane(`${id} year ${back}`, () => yearlyLane(source, back)) };
      case "past": {
        const count = looked ?? 0;
        return {
          op: "input",
          lane: lane(`${id} past ${count}`, () => pastLane(source, count, who)),
        };
      }
      case "start": {
        const at = lane(`${id} start`, () => {
          const found = numberAt(source, start);
          if (found === undefined) missing({ ...who, given: source, months: [start] }, [start]);
          return { every: "run", numbers: [found ?? -1] };
        });
        return { op: "input", lane: at };
      }
      case "month":
        return { op: "input", lane: lane(`${id} month`, () => monthlyLane(source, who)) };
    }
  }

  // Slots

  const queues = new Map<string, readonly number[]>();

  /** The elements that share this one's target, by rank. */
  function queueOf(set: string, relation: string, element: number): readonly number[] {
    const target = elementOf(set, element).one[relation];
    const name = `${set}/${relation}/${target}`;
    let queue = queues.get(name);
    if (queue === undefined) {
      const rank = (e: number): number => elementOf(set, e).rank[relation] ?? 0;
      queue = world.sets[set]!.flatMap((other, index) =>
        other.one[relation] === target ? [index] : [],
      ).toSorted((a, b) => rank(a) - rank(b));
      queues.set(name, queue);
    }
    return queue;
  }

  /** The slot's number; the slot itself is bound now (same month) or later (an earlier month). */
  function slotNumber(
    set: string,
    element: number,
    id: string,
    when: "now" | "later",
  ): number | undefined {
    const own = numbers.get(set)![element]!;
    let slot = own.get(id);
    if (slot === undefined) {
      const equation = find(equations, set, id, elementOf(set, element).tags);
      if (equation === undefined) return undefined;
      slot = slotCount;
      slotCount += 1;
      own.set(id, slot);
      defined[slot] = { set, element, id, expression: equation.expression };
    }
    if (state[slot] === "done") return slot;
    if (when === "now") visit(slot);
    else later.push(slot);
    return slot;
  }

  function visit(slot: number): void {
    if (state[slot] === "done") return;
    const { set, element, id, expression } = defined[slot]!;
    const { key } = elementOf(set, element);
    const label = `${id} of ${key}`;
    if (state[slot] === "open") throw new CycleError([...chain.slice(chain.indexOf(label)), label]);
    state[slot] = "open";
    chain.push(label);
    const node = nodeOf(expression, { set, element, past: undefined });
    slots[slot] = { equation: id, set, key, node, pace: paceOf(node) };
    chain.pop();
    state[slot] = "done";
    order.push(slot);
  }

  function paceOf(node: Node): Pace {
    switch (node.op) {
      case "const":
        return 0;
      case "input": {
        const { every } = lanes[node.lane]!;
        return every === "year" ? 1 : every === "month" ? 2 : 0;
      }
      case "slot":
        return slots[node.slot]!.pace;
      case "prev":
      case "ytd":
      case "delay":
      case "calendar":
        return 2;
      case "sum":
      case "min":
      case "max":
        return node.of.reduce<Pace>((most, part) => faster(most, paceOf(part)), 0);
      default:
        return faster(paceOf(node.a), paceOf(node.b));
    }
  }

  /** Where an expression stands: an element, and how many months of the past it is asked for. */
  interface Place {
    readonly set: string;
    readonly element: number;
    readonly past: number | undefined;
  }

  function countOf(name: string, { set, element }: Place): number {
    const own = elementOf(set, element);
    return own.counts[name] ?? bug(set, own, name);
  }

  function nodeOf(expression: Expression, place: Place): Node {
    const { set, element } = place;
    switch (expression.kind) {
      case "number":
        return number(expression.value);
      case "apply": {
        const of = expression.of.map((part) => nodeOf(part, place));
        const { op } = expression;
        if (op === "min" || op === "max") {
          return of.every((part) => part.op === "const")
            ? number(Math[op](...of.map((part) => (part.op === "const" ? part.value : NaN))))
            : { op, of };
        }
        if (op === "plus" || op === "per" || op === "where") {
          throw new Error(`${set}: "${op}" is for figures`);
        }
        return binary(op, of[0]!, of[1]!);
      }
      case "name": {
        if (expression.of === undefined) return valueOf(expression.name, set, element, place.past);
        const target = elementOf(set, element).one[expression.of];
        if (target === undefined) return bug(set, elementOf(set, element), expression.of);
        return valueOf(expression.name, leadsTo.get(expression.of)!, target, place.past);
      }
      case "prev":
        lookBack(expression.name, set, element, 1);
        return { op: "prev", slot: past(expression.name, set, element) };
      case "ytd":
        return { op: "ytd", slot: past(expression.name, set, element) };
      case "delay": {
        const by = countOf(expression.count, place);
        if (by === 0) return valueOf(expression.name, set, element);
        lookBack(expression.name, set, element, by);
        return { op: "delay", slot: past(expression.name, set, element), by };
      }
      case "spread": {
        const [lag, n] = [countOf(expression.lag, place), countOf(expression.n, place)];
        const total = runningTotal(expression.name, set, element, lag, n);
        const latest: Node =
          lag === 0 ? { op: "slot", slot: total } : { op: "delay", slot: total, by: lag };
        const before: Node = { op: "delay", slot: total, by: lag + n };
        return binary("/", binary("-", latest, before), number(n));
      }
      case "earlier": {
        const back = countOf(expression.count, place);
        return inputNode(expression.name, set, element, { back });
      }
      case "sum": {
        const targets = elementOf(set, element).many[expression.relation];
        if (targets === undefined) {
          return bug(set, elementOf(set, element), expression.relation);
        }
        const to = leadsTo.get(expression.relation)!;
        return sum(
          targets.map((target) =>
            nodeOf(expression.body, { set: to, element: target, past: place.past }),
          ),
        );
      }
      case "port":
        return sum(
          plugged(set, element, expression.relation).map((target) =>
            valueOf(target.equation, target.set, target.element),
          ),
        );
      case "ahead": {
        const queue = queueOf(set, expression.relation, element);
        return sum(
          queue
            .slice(0, queue.indexOf(element))
            .map((other) => valueOf(expression.name, set, other)),
        );
      }
      case "calendar": {
        const targets = elementOf(set, element).many[expression.relation] ?? [];
        const to = leadsTo.get(expression.relation)!;
        const of = targets.map((target) => valueOf(expression.name, to, target));
        if (of.length !== 12 || of.some((part) => paceOf(part) > 0)) {
          throw new Error(`${set}: "${expression.relation}" does not lead to twelve constants`);
        }
        return { op: "calendar", of };
      }
      default:
        throw new Error(`${set}: "${expression.kind}" is for figures`);
    }
  }

  /** What the scenario has put into a port, compared with what the port counts. */
  function plugged(
    set: string,
    element: number,
    relation: string,
  ): NonNullable<Element["ports"][string]> {
    const own = elementOf(set, element);
    const targets = own.ports[relation];
    if (targets === undefined) return bug(set, own, relation);
    const counts = unit(description.relations[relation]!.counts ?? "");
    for (const target of targets) {
      const { tags } = elementOf(target.set, target.element);
      const found = find(equations, target.set, target.equation, tags);
      const flow = counts.dimensions.some(([dimension]) => dimension === "driver")
        ? undefined
        : counts;
      if (found === undefined || (flow !== undefined && !sameDimensions(unit(found.unit), flow))) {
        throw new Error(`${set} ${own.key}: ${target.equation} does not fit into "${relation}"`);
      }
    }
    return targets;
  }

  function valueOf(name: string, set: string, element: number, pastOf?: number): Node {
    if (name === "month") return number(1);
    const own = elementOf(set, element);
    const count = own.counts[name];
    if (count !== undefined) return number(count);
    if (Object.hasOwn(description.inputs, name) && equations.get(set)?.has(name) !== true) {
      return inputNode(name, set, element, pastOf === undefined ? {} : { past: pastOf });
    }
    const slot = slotNumber(set, element, name, "now");
    if (slot === undefined) return bug(set, own, name);
    const { node } = slots[slot]!;
    return node.op === "const" ? node : { op: "slot", slot };
  }

  function past(name: string, set: string, element: number): number {
    const slot = slotNumber(set, element, name, "later");
    return slot ?? bug(set, elementOf(set, element), name);
  }

  // What was before the start

  const lookedBack = new Map<
    string,
    { readonly set: string; readonly element: number; readonly id: string; months: number }
  >();

  function lookBack(id: string, set: string, element: number, by: number): void {
    const name = `${set}/${element}/${id}`;
    const known = lookedBack.get(name);
    if (known === undefined) lookedBack.set(name, { set, element, id: id, months: by });
    else known.months = Math.max(known.months, by);
  }

  const totals = new Map<
    number,
    { readonly set: string; readonly element: number; readonly id: string; months: number }
  >();

  /** A slot of its own: the sum of a quantity from so many months before the start on. */
  function runningTotal(id: string, set: string, element: number, lag: number, n: number): number {
    const own = numbers.get(set)![element]!;
    const name = `${id} ${lag} ${n}`;
    let found = own.get(name);
    if (found === undefined) {
      found = slotCount;
      slotCount += 1;
      own.set(name, found);
      const slot = found;
      const visitTotal = (): void => {
        const node = binary("+", { op: "prev", slot }, valueOf(id, set, element));
        const { key } = elementOf(set, element);
        slots[slot] = { equation: `${id} so far`, set, key, node, pace: 2 };
        order.push(slot);
      };
      // What is paid later is counted in earlier months.
      if (lag === 0) visitTotal();
      else later.push(visitTotal);
      totals.set(slot, { set, element, id, months: lag + n });
    }
    return found;
  }

  // Figures

  /** Notes what a figure needs of the months. */
  type Note = (slot: number, aggregate: Output["aggregate"]) => void;

  function figureNode(
    expression: Expression,
    set: string,
    element: number,
    note: Note,
  ): FigureNode {
    const own = elementOf(set, element);
    const ofSlot = (
      op: "total" | "closing" | "opening",
      name: string,
      in_: string,
      its: number,
    ) => {
      const slot = slotNumber(in_, its, name, "now");
      if (slot === undefined) return bug(in_, elementOf(in_, its), name);
      note(slot, op === "total" ? "sum" : "end");
      return { op, slot } as const;
    };
    switch (expression.kind) {
      case "number":
        return { op: "const", value: expression.value };
      case "name": {
        const { name, of } = expression;
        const target = of === undefined ? element : own.one[of];
        const to = of === undefined ? set : leadsTo.get(of)!;
        if (target === undefined) return bug(set, own, of ?? "");
        const figure = find(figures, to, name, elementOf(to, target).tags);
        if (figure !== undefined) return figureNode(figure.expression, to, target, note);
        if (name === "months" || name === "days") return { op: name };
        const node = inputNode(name, to, target, {});
        if (node.op === "input" || node.op === "const") return node;
        return bug(to, elementOf(to, target), name);
      }
      case "total":
      case "closing":
      case "opening":
        return ofSlot(expression.kind, expression.name, set, element);
      case "share": {
        const node = Object.hasOwn(description.inputs, expression.name)
          ? inputNode(expression.name, set, element, {})
          : valueOf(expression.name, set, element);
        const shown = node.op === "slot" ? slots[node.slot]!.node : node;
        return { op: "share", node: shown, lanes: yearLanesOf(shown) };
      }
      case "under":
        if (expression.body.kind !== "name") throw new Error(`under: not a figure`);
        return {
          op: "under",
          mode: expression.mode,
          figure: { figure: expression.body.name, set, key: own.key },
        };
      case "sum": {
        const targets = own.many[expression.relation];
        if (targets === undefined) return bug(set, own, expression.relation);
        const to = leadsTo.get(expression.relation)!;
        return {
          op: "sum",
          of: targets.map((target) => figureNode(expression.body, to, target, note)),
        };
      }
      case "port":
        return {
          op: "sum",
          of: plugged(set, element, expression.relation).map((target) =>
            ofSlot("total", target.equation, target.set, target.element),
          ),
        };
      case "apply": {
        const of = expression.of.map((part) => figureNode(part, set, element, note));
        const { op } = expression;
        if (op === "plus") return { op: "sum", of };
        if (op === "min" || op === "max") return { op, of };
        return { op, a: of[0]!, b: of[1]! };
      }
      default:
        throw new Error(`figure of ${set}: "${expression.kind}" is for months`);
    }
  }

  function yearLanesOf(node: Node): number[] {
    switch (node.op) {
      case "input":
        return lanes[node.lane]!.every === "year" ? [node.lane] : [];
      case "slot":
        return yearLanesOf(slots[node.slot]!.node);
      case "sum":
      case "min":
      case "max":
      case "calendar":
        return node.of.flatMap(yearLanesOf);
      case "+":
      case "-":
      case "*":
      case "/":
        return [...yearLanesOf(node.a), ...yearLanesOf(node.b)];
      default:
        return [];
    }
  }

  for (const set of Object.keys(world.sets)) {
    for (let element = 0; element < world.sets[set]!.length; element += 1) {
      for (const id of equations.get(set)?.keys() ?? []) slotNumber(set, element, id, "now");
    }
  }

  const bindLater = (): void => {
    for (let next = later.pop(); next !== undefined; next = later.pop()) {
      if (typeof next === "number") visit(next);
      else next();
    }
  };
  bindLater();

  // Rules: of what is given, whether a figure needs it or not

  const boundRules: BoundRule[] = rules.flatMap(({ id, domain, comparison }) =>
    world.sets[domain.set]!.flatMap((own, element): BoundRule[] => {
      if (!matches(domain, own.tags)) return [];
      const place = { set: domain.set, element, past: undefined };
      const [a, b] = [nodeOf(comparison.a, place), nodeOf(comparison.b, place)];
      const pace = faster(paceOf(a), paceOf(b));
      return [{ rule: id, set: place.set, key: own.key, op: comparison.op, a, b, pace }];
    }),
  );
  bindLater();

  // The past, when all is known that looks back. What it is made of depends on nothing that looks back itself.

  const pasts: Past[] = [];
  const pastOf = (set: string, element: number, id: string, length: number): Node => {
    const { earlier } = find(equations, set, id, elementOf(set, element).tags)!;
    if (earlier === undefined) return bug(set, elementOf(set, element), `${id} before the start`);
    return nodeOf(earlier, { set, element, past: length });
  };
  for (const { set, element, id, months: length } of lookedBack.values()) {
    const slot = numbers.get(set)![element]!.get(id)!;
    const node = pastOf(set, element, id, length);
    pasts.push({ slot, length, node, runningTotal: false, at: 0 });
  }
  for (const [slot, { set, element, id, months: length }] of totals) {
    // From nothing at the oldest month the run looks back to.
    const node = length === 1 ? number(0) : pastOf(set, element, id, length - 1);
    pasts.push({ slot, length, node, runningTotal: true, at: 0 });
  }
  bindLater();

  // Programs

  const positions = new Map(
    Object.entries(world.sets).map(([set, list]) => [
      set,
      new Map(list.map(({ key }, element) => [key, element])),
    ]),
  );

  return (wanted) => {
    const outputs: Output[] = [];
    const outputNames = new Set<string>();
    const note: Note = (slot, aggregate) => {
      const name = `${slot} ${aggregate}`;
      if (!outputNames.has(name)) outputs.push({ slot, aggregate });
      outputNames.add(name);
    };
    const figuresOf = new Map<string, FigureNode>();
    for (const ref of wanted) {
      const element = positions.get(ref.set)?.get(ref.key);
      if (element === undefined) continue;
      const figure = find(figures, ref.set, ref.figure, elementOf(ref.set, element).tags);
      if (figure === undefined) continue;
      figuresOf.set(figureName(ref), figureNode(figure.expression, ref.set, element, note));
    }
    return {
      start,
      months,
      years,
      slots,
      order,
      rules: boundRules,
      outputs,
      figures: figuresOf,
      ...layOut(lanes, pasts, { months, years: years.length }),
    };
  };
}

/** Gives every lane and all of the past its place in the buffer. */
function layOut(
  lanes: readonly LaneDraft[],
  pasts: readonly Past[],
  { months, years }: { readonly months: number; readonly years: number },
): Pick<Program, "lanes" | "pasts" | "layout"> {
  const counted = { run: 0, year: 0, month: 0, past: 0 };
  const placed = lanes.map(({ every, numbers: cells }): Lane => {
    const place = counted[every];
    counted[every] += every === "past" ? cells.length : 1;
    return { every, numbers: cells, place };
  });
  const yearsAt = counted.run;
  const monthsAt = yearsAt + counted.year * years;
  const pastAt = monthsAt + counted.month * months;
  let length = pastAt + counted.past;
  const placedPasts = pasts.map((one): Past => {
    const at = length;
    length += one.length;
    return { ...one, at };
  });
  return {
    lanes: placed,
    pasts: placedPasts,
    layout: { ...counted, yearsAt, monthsAt, pastAt, length },
  };
}

const faster = (a: Pace, b: Pace): Pace => (a > b ? a : b);

/** Numbers of lines are per unit of what they count, and those that measures change are in whatever they are written in. */
function sameMeasure(text: string, { measure }: Given, own: Element): boolean {
  const wanted = unit(text);
  const generic = wanted.dimensions.some(([name]) => name === "own" || name === "driver");
  return generic || own.key === "" || sameDimensions(measure, wanted);
}
