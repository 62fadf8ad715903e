/**
 * Binds the equations to a world: every equation × element becomes a numbered slot, sorted so that each slot
 * comes after the slots it needs in the same month. What nothing depends on is left out. The sort is per slot,
 * not per equation, since an element may use earlier elements of its own equation (`ahead`).
 */
import { equations, inputs, outputs, relations } from "./equations.ts";
import type {
  Equation,
  EquationId,
  InputId,
  LagId,
  OutputId,
  RelationId,
  SetId,
} from "./equations.ts";
import { parseExpression, type Expression, type Operator } from "./language.ts";

/** A quantity of one element: what ports lead to. */
export interface Target {
  readonly set: SetId;
  readonly equation: EquationId;
  readonly element: number;
}

/** A value for all months, or one per month from the start of the run. */
export type Series = number | readonly number[];

/** One element of a set, with all the scenario says of it. */
export interface Element {
  /** Unique in its set; sets are in code-point order of keys. */
  readonly key: string;
  readonly tags: Readonly<Record<string, string>>;
  readonly one: Partial<Readonly<Record<RelationId, number>>>;
  readonly many: Partial<Readonly<Record<RelationId, readonly number[]>>>;
  readonly ports: Partial<Readonly<Record<RelationId, readonly Target[]>>>;
  /** Place in the order of priority among the elements that share the relation's target. */
  readonly rank: Partial<Readonly<Record<RelationId, number>>>;
  readonly inputs: Partial<Readonly<Record<InputId, Series>>>;
  readonly lags: Partial<Readonly<Record<LagId, number>>>;
  /** Values before the start, oldest first, of equations that are delayed. */
  readonly history: Partial<Readonly<Record<EquationId, readonly number[]>>>;
}

/** All that a run needs, as elements of the model's sets. Plain data; made by `world`. */
export interface World {
  /** Index of the first month. */
  readonly start: number;
  readonly months: number;
  readonly calendar: Readonly<Record<"days" | "months_left", readonly number[]>>;
  readonly sets: Readonly<Record<SetId, readonly Element[]>>;
}

/** Numbers in a program: constants, numbered inputs, and slots now, last month, this year so far or months ago. */
export type Node =
  | { readonly op: "const"; readonly value: number }
  | { readonly op: "input"; readonly input: number }
  | { readonly op: "slot" | "prev" | "ytd"; readonly slot: number }
  | { readonly op: "delay"; readonly slot: number; readonly by: number }
  | { readonly op: Operator; readonly a: Node; readonly b: Node }
  | { readonly op: "sum"; readonly terms: readonly Node[] };

interface Slot {
  readonly equation: EquationId;
  readonly set: SetId;
  readonly element: number;
  readonly node: Node;
  /** The input that holds last month's value in the first month; undefined is 0. */
  readonly start: number | undefined;
}

interface OutputSlot {
  readonly equation: OutputId;
  readonly element: number;
  readonly aggregate: "sum" | "end";
  readonly slot: number;
}

/** A bound model. */
export interface Program {
  readonly slots: readonly Slot[];
  /** Slot numbers in the order of a month's work: a slot refers only to earlier ones, except through prev, ytd and delay. */
  readonly order: readonly number[];
  readonly outputs: readonly OutputSlot[];
  /** Inputs by number; `constant` ones have one value, the others one per month. */
  readonly inputs: readonly { readonly constant: boolean; readonly value: Series }[];
  /** Slot → values before the start, oldest first; present for every delayed slot. */
  readonly histories: ReadonlyMap<number, readonly number[]>;
  readonly start: number;
  readonly months: number;
}

/** Raised when a quantity needs itself in the same month; `chain` names the slots on the way round. */
export class CycleError extends Error {
  readonly chain: readonly string[];

  constructor(chain: readonly string[]) {
    super(`these need each other in the same month: ${chain.join(" → ")}`);
    this.chain = chain;
  }
}

interface Parsed extends Equation {
  readonly id: EquationId;
  readonly expression: Expression;
}

interface Domain {
  readonly set: SetId;
  readonly tags: readonly (readonly [string, string])[];
}

/** `stage[leave=staff][aim=yes]` → the set and the tags wanted. */
export const parseDomain = (text: string): Domain => {
  const [set = "", ...rest] = text.split("[");
  return {
    set: set as SetId,
    tags: rest.map((tag) => {
      const [name = "", value = ""] = tag.slice(0, -1).split("=");
      return [name, value];
    }),
  };
};

const domainsOf = (over: string): Domain[] => over.split(",").map(parseDomain);

/** The parsed equations by set, then by id: an element looks up what its tags select. */
let parsed: ReadonlyMap<string, readonly { domain: Domain; equation: Parsed }[]> | undefined;

function definitions(): NonNullable<typeof parsed> {
  if (parsed !== undefined) return parsed;
  const byName = new Map<string, { domain: Domain; equation: Parsed }[]>();
  for (const equation of equations as readonly (Equation & { id: EquationId })[]) {
    const entry: Parsed = { ...equation, expression: parseExpression(equation.is) };
    for (const domain of domainsOf(equation.over)) {
      const name = `${domain.set}.${equation.id}`;
      byName.set(name, [...(byName.get(name) ?? []), { domain, equation: entry }]);
    }
  }
  parsed = byName;
  return byName;
}

const isInput = (name: string): name is InputId => Object.hasOwn(inputs, name);

/** The set a relation leads to that is not a port. */
const leadsTo = (relation: string): SetId => relations[relation as RelationId].to as SetId;

const number = (value: number): Node => ({ op: "const", value });
const isZero = (node: Node): boolean => node.op === "const" && node.value === 0;
const isOne = (node: Node): boolean => node.op === "const" && node.value === 1;

const apply: Readonly<Record<Operator, (a: number, b: number) => number>> = {
  "+": (a, b) => a + b,
  "-": (a, b) => a - b,
  "*": (a, b) => a * b,
  "/": (a, b) => a / b,
  min: Math.min,
  max: Math.max,
};

/** Drops additions of nothing and factors of one (`month` is one month): both executions see the same tree. */
function binary(op: Operator, a: Node, b: Node): Node {
  if (a.op === "const" && b.op === "const") return number(apply[op](a.value, b.value));
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
  return first === undefined ? number(0) : kept.length === 1 ? first : { op: "sum", terms: kept };
}

/**
 * Binds the model to a world.
 * @throws CycleError when a quantity depends on itself within a month.
 */
export function bind(world: World): Program {
  const byName = definitions();
  const slots: Slot[] = [];
  const inputList: { constant: boolean; value: Series }[] = [];
  const inputNumbers = new Map<string, number>();
  const histories = new Map<number, readonly number[]>();
  /** Slots get their number when first mentioned and their place in the order when complete. */
  const numbers = new Map<string, number>();
  const order: number[] = [];
  const state: ("open" | "done" | undefined)[] = [];
  const later: (() => void)[] = [];
  const chain: string[] = [];

  const elementOf = (set: SetId, element: number): Element => {
    const found = world.sets[set][element];
    if (found === undefined) throw new Error(`no element ${element} in ${set}`);
    return found;
  };

  const find = (set: SetId, id: string, element: Element): Parsed | undefined =>
    byName
      .get(`${set}.${id}`)
      ?.find(({ domain }) => domain.tags.every(([tag, value]) => element.tags[tag] === value))
      ?.equation;

  const queues = new Map<string, readonly number[]>();

  /** The elements that share this one's target, by rank. */
  function queueOf(set: SetId, relation: RelationId, element: number): readonly number[] {
    const target = elementOf(set, element).one[relation];
    const name = `${set}/${relation}/${target}`;
    let queue = queues.get(name);
    if (queue === undefined) {
      const rank = (e: number): number => elementOf(set, e).rank[relation] ?? 0;
      queue = world.sets[set]
        .flatMap((other, index) => (other.one[relation] === target ? [index] : []))
        .toSorted((a, b) => rank(a) - rank(b));
      queues.set(name, queue);
    }
    return queue;
  }

  const bug = (set: SetId, element: Element, name: string): never => {
    throw new Error(`${set} ${element.key}: nothing called "${name}"`);
  };

  function inputNode(name: InputId, set: SetId, element: number): Node {
    const shared = inputs[name].over === "";
    const { key, inputs: given } = shared
      ? { key: "", inputs: world.calendar }
      : elementOf(set, element);
    const id = shared ? name : `${set}/${key}/${name}`;
    let found = inputNumbers.get(id);
    if (found === undefined) {
      const value = (given as Partial<Record<InputId, Series>>)[name];
      if (value === undefined) throw new Error(`${id}: no value`);
      const constant = typeof value === "number";
      found = inputList.push({ constant, value }) - 1;
      inputNumbers.set(id, found);
    }
    return { op: "input", input: found };
  }

  /** The slot's number; the slot itself is bound now (same month) or later (an earlier month). */
  function slotNumber(
    set: SetId,
    element: number,
    id: EquationId,
    when: "now" | "later",
  ): number | undefined {
    const name = `${set}/${element}/${id}`;
    let found = numbers.get(name);
    if (found === undefined) {
      const equation = find(set, id, elementOf(set, element));
      if (equation === undefined) return undefined;
      found = numbers.size;
      numbers.set(name, found);
    }
    const slot = found;
    if (when === "now") visit(slot, set, element, id);
    else later.push(() => visit(slot, set, element, id));
    return slot;
  }

  function visit(slot: number, set: SetId, element: number, id: EquationId): void {
    if (state[slot] === "done") return;
    const label = `${id} of ${elementOf(set, element).key}`;
    if (state[slot] === "open") throw new CycleError([...chain.slice(chain.indexOf(label)), label]);
    state[slot] = "open";
    chain.push(label);
    const equation = find(set, id, elementOf(set, element))!;
    const node = nodeOf(equation.expression, set, element);
    const start =
      equation.start === undefined ? undefined : inputNode(equation.start, set, element);
    slots[slot] = {
      equation: id,
      set,
      element,
      node,
      start: start?.op === "input" ? start.input : undefined,
    };
    chain.pop();
    state[slot] = "done";
    order.push(slot);
  }

  function nodeOf(expression: Expression, set: SetId, element: number): Node {
    switch (expression.kind) {
      case "number":
        return number(expression.value);
      case "binary":
        return binary(
          expression.op,
          nodeOf(expression.a, set, element),
          nodeOf(expression.b, set, element),
        );
      case "name": {
        if (expression.of === undefined) return valueOf(expression.name, set, element);
        const target = elementOf(set, element).one[expression.of as RelationId];
        if (target === undefined) return bug(set, elementOf(set, element), expression.of);
        return valueOf(expression.name, leadsTo(expression.of), target);
      }
      case "prev":
      case "ytd":
        return { op: expression.kind, slot: past(expression.name, set, element) };
      case "delay": {
        const by = elementOf(set, element).lags[expression.lag as LagId];
        if (by === undefined) return bug(set, elementOf(set, element), expression.lag);
        if (by === 0) return valueOf(expression.name, set, element);
        const slot = past(expression.name, set, element);
        const history = elementOf(set, element).history[expression.name as EquationId] ?? [];
        if (history.length < by) {
          throw new Error(
            `${elementOf(set, element).key}: history of ${history.length} months, needs ${by}`,
          );
        }
        histories.set(slot, history);
        return { op: "delay", slot, by };
      }
      case "sum": {
        const targets = elementOf(set, element).many[expression.relation as RelationId] ?? [];
        return sum(
          targets.map((target) => nodeOf(expression.body, leadsTo(expression.relation), target)),
        );
      }
      case "port": {
        const targets = elementOf(set, element).ports[expression.relation as RelationId] ?? [];
        return sum(targets.map((target) => valueOf(target.equation, target.set, target.element)));
      }
      case "ahead": {
        const queue = queueOf(set, expression.relation as RelationId, element);
        const earlier = queue.slice(0, queue.indexOf(element));
        const having = earlier.filter(
          (e) => find(set, expression.name, elementOf(set, e)) !== undefined,
        );
        return sum(having.map((e) => valueOf(expression.name, set, e)));
      }
    }
  }

  function valueOf(name: string, set: SetId, element: number): Node {
    if (name === "month") return number(1);
    if (isInput(name)) return inputNode(name, set, element);
    const slot = slotNumber(set, element, name as EquationId, "now");
    if (slot === undefined) return bug(set, elementOf(set, element), name);
    const { node } = slots[slot]!;
    return node.op === "const" ? node : { op: "slot", slot };
  }

  function past(name: string, set: SetId, element: number): number {
    const slot = slotNumber(set, element, name as EquationId, "later");
    return slot ?? bug(set, elementOf(set, element), name);
  }

  const outputSlots: OutputSlot[] = [];
  for (const { equation, aggregate } of outputs) {
    for (const set of Object.keys(world.sets) as SetId[]) {
      for (let element = 0; element < world.sets[set].length; element += 1) {
        const slot = slotNumber(set, element, equation, "now");
        if (slot !== undefined) outputSlots.push({ equation, element, aggregate, slot });
      }
    }
  }
  for (let next = later.shift(); next !== undefined; next = later.shift()) next();

  return {
    slots,
    order,
    outputs: outputSlots,
    inputs: inputList,
    histories,
    start: world.start,
    months: world.months,
  };
}
