/**
 * Binds the description to a world: every quantity × element becomes a numbered slot, sorted so that each slot
 * comes after the slots it needs in the same month. The sort is per slot, not per equation, since an element may use
 * earlier elements of its own equation (`ahead`).
 */
import { matches, type Description } from "../language/description.ts";
import type { Expression } from "../language/expression.ts";
import { sameDimensions, unit } from "../language/units.ts";
import { layOut } from "./buffer.ts";
import { definitionsOf, type Member } from "./definitions.ts";
import { figureBinder, type Note } from "./figures.ts";
import { binary, extreme, number, sum } from "./fold.ts";
import { collectLanes, type Missing } from "./lanes.ts";
import type { Given } from "./numbers.ts";
import {
  figureName,
  type BoundRule,
  type FigureNode,
  type FigureRef,
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

/** A slot whose turn has not come: a quantity of a member. */
interface Pending {
  readonly member: Member;
  readonly id: string;
  readonly expression: Expression;
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
  const { inputs } = description;
  const { kindOf, rules, leadsTo, counted } = definitionsOf(description);
  const lanes = collectLanes(world, report);
  const members = new Map(
    Object.entries(world.sets).map(([set, list]) => [
      set,
      list.map((own, index): Member => {
        return { set, index, own, kind: kindOf(set, own.tags), slots: new Map() };
      }),
    ]),
  );
  const byKey = new Map(
    [...members].map(([set, list]) => [set, new Map(list.map((one) => [one.own.key, one]))]),
  );
  /** Slots get their number when first mentioned and their place in the order when complete. */
  const slots: Slot[] = [];
  const order: number[] = [];
  const pending: (Pending | undefined)[] = [];
  /** Slots on the way to the one that is being bound, outermost first. */
  const open = new Set<number>();
  /** Slots that are needed in later months only, and what else waits. */
  const later: (number | (() => void))[] = [];

  const bug = ({ set, own }: Member, name: string): never => {
    throw new Error(`${set} ${own.key}: nothing called "${name}"`);
  };
  const memberOf = (set: string, index: number): Member => {
    const found = members.get(set)?.[index];
    if (found === undefined) throw new Error(`no element ${index} in ${set}`);
    return found;
  };
  const targetOf = (relation: string, member: Member): Member => {
    const target = member.own.one[relation];
    if (target === undefined) return bug(member, relation);
    return memberOf(leadsTo.get(relation)!, target);
  };
  const targetsOf = (relation: string, member: Member): Member[] => {
    const targets = member.own.many[relation];
    if (targets === undefined) return bug(member, relation);
    const set = leadsTo.get(relation)!;
    return targets.map((target) => memberOf(set, target));
  };

  /** An input where it is read: in a month, so many years back, or in the past of so many months. */
  function inputNode(
    name: string,
    member: Member,
    place: { readonly back?: number; readonly past?: number | undefined } = {},
  ): Node {
    const { set, own } = member;
    const { over, unit: wanted, at = "month" } = inputs[name]!;
    const source = over === "" ? world.shared[name] : own.inputs[name];
    const reader = { set, key: own.key, input: name };
    if (source === undefined) {
      if (place.past === undefined) return bug(member, name);
      lanes.nothingBefore(place.past, reader);
      return number(0);
    }
    if (typeof source === "number") return number(source);
    if ("parameter" in source) {
      return valueOf("value", byKey.get("parameter")!.get(source.parameter)!);
    }
    if (!sameMeasure(wanted, source, own)) {
      throw new Error(`${source.path}: not the unit of ${name} of ${set}`);
    }
    const { back, past } = place;
    return { op: "input", lane: lanes.of(source, { at, back, past }, reader) };
  }

  // Slots

  const queues = new Map<string, readonly Member[]>();

  /** The members that share this one's target and come before it by rank. */
  function aheadOf(relation: string, { set, own, index }: Member): readonly Member[] {
    const target = own.one[relation];
    const name = `${set}/${relation}/${target}`;
    let queue = queues.get(name);
    if (queue === undefined) {
      const rank = (one: Member): number => one.own.rank[relation] ?? 0;
      queue = members
        .get(set)!
        .filter((other) => other.own.one[relation] === target)
        .toSorted((a, b) => rank(a) - rank(b));
      queues.set(name, queue);
    }
    return queue.slice(
      0,
      queue.findIndex((one) => one.index === index),
    );
  }

  /** The number of a quantity's slot, bound or not; undefined where the member has no such quantity. */
  function slotNumber(id: string, member: Member): number | undefined {
    const known = member.slots.get(id);
    if (known !== undefined) return known;
    const equation = member.kind.equations.get(id);
    if (equation === undefined) return undefined;
    const slot = pending.push({ member, id, expression: equation.expression }) - 1;
    member.slots.set(id, slot);
    return slot;
  }

  function visit(slot: number): void {
    if (slots[slot] !== undefined) return;
    const { member, id, expression } = pending[slot]!;
    if (open.has(slot)) {
      const path = [...open, slot].map(
        (one) => `${pending[one]!.id} of ${pending[one]!.member.own.key}`,
      );
      throw new CycleError(path.slice([...open].indexOf(slot)));
    }
    open.add(slot);
    const node = nodeOf(expression, member);
    open.delete(slot);
    const { set, own } = member;
    slots[slot] = { equation: id, set, key: own.key, node, pace: paceOf(node) };
    order.push(slot);
  }

  function paceOf(node: Node): Pace {
    switch (node.op) {
      case "const":
        return 0;
      case "input": {
        const { every } = lanes.list[node.lane]!;
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

  const countOf = (name: string, member: Member): number =>
    member.own.counts[name] ?? bug(member, name);

  /** An expression of a month; of the months before the start where `past` says of how many. */
  function nodeOf(expression: Expression, member: Member, past?: number): Node {
    switch (expression.kind) {
      case "number":
        return number(expression.value);
      case "apply": {
        const of = expression.of.map((part) => nodeOf(part, member, past));
        const { op } = expression;
        if (op === "min" || op === "max") return extreme(op, of);
        if (op === "plus" || op === "per" || op === "where") {
          throw new Error(`${member.set}: "${op}" is for figures`);
        }
        return binary(op, of[0]!, of[1]!);
      }
      case "name": {
        const { name, of } = expression;
        return valueOf(name, of === undefined ? member : targetOf(of, member), past);
      }
      case "prev":
        return { op: "prev", slot: earlierSlot(expression.name, member, 1) };
      case "ytd":
        return { op: "ytd", slot: earlierSlot(expression.name, member, 0) };
      case "delay": {
        const by = countOf(expression.count, member);
        if (by === 0) return valueOf(expression.name, member);
        return { op: "delay", slot: earlierSlot(expression.name, member, by), by };
      }
      case "spread": {
        const [lag, n] = [countOf(expression.lag, member), countOf(expression.n, member)];
        const slot = runningTotal(expression.name, member, lag, n);
        const latest: Node = lag === 0 ? { op: "slot", slot } : { op: "delay", slot, by: lag };
        const before: Node = { op: "delay", slot, by: lag + n };
        return binary("/", binary("-", latest, before), number(n));
      }
      case "earlier":
        return inputNode(expression.name, member, { back: countOf(expression.count, member) });
      case "sum":
        return sum(
          targetsOf(expression.relation, member).map((target) =>
            nodeOf(expression.body, target, past),
          ),
        );
      case "port":
        return sum(
          plugged(expression.relation, member).map(([name, target]) => valueOf(name, target)),
        );
      case "ahead":
        return sum(
          aheadOf(expression.relation, member).map((other) => valueOf(expression.name, other)),
        );
      case "calendar": {
        const of = targetsOf(expression.relation, member).map((target) =>
          valueOf(expression.name, target),
        );
        if (of.length !== 12 || of.some((part) => paceOf(part) > 0)) {
          throw new Error(
            `${member.set}: "${expression.relation}" does not lead to twelve constants`,
          );
        }
        return { op: "calendar", of };
      }
      default:
        throw new Error(`${member.set}: "${expression.kind}" is for figures`);
    }
  }

  /** The quantities the scenario has put into a port, compared with what the port counts. */
  function plugged(port: string, member: Member): [string, Member][] {
    const targets = member.own.ports[port];
    if (targets === undefined) return bug(member, port);
    const counts = counted.get(port);
    return targets.map(({ set, equation, element }) => {
      const target = memberOf(set, element);
      const found = target.kind.equations.get(equation);
      if (
        found === undefined ||
        (counts !== undefined && !sameDimensions(unit(found.unit), counts))
      ) {
        throw new Error(`${member.set} ${member.own.key}: ${equation} does not fit into "${port}"`);
      }
      return [equation, target];
    });
  }

  function valueOf(name: string, member: Member, past?: number): Node {
    if (name === "month") return number(1);
    const count = member.own.counts[name];
    if (count !== undefined) return number(count);
    if (!member.kind.equations.has(name) && Object.hasOwn(inputs, name)) {
      return inputNode(name, member, { past });
    }
    const slot = slotOf(name, member);
    const { node } = slots[slot]!;
    return node.op === "const" ? node : { op: "slot", slot };
  }

  /** The slot of a quantity in the same month. */
  function slotOf(id: string, member: Member): number {
    const slot = slotNumber(id, member);
    if (slot === undefined) return bug(member, id);
    visit(slot);
    return slot;
  }

  /** The slot of a quantity in earlier months, which may be bound later; so many of them may lie before the start. */
  function earlierSlot(id: string, member: Member, months: number): number {
    const slot = slotNumber(id, member);
    if (slot === undefined) return bug(member, id);
    if (months > 0) lookedBack.set(slot, Math.max(lookedBack.get(slot) ?? 0, months));
    if (slots[slot] === undefined) later.push(slot);
    return slot;
  }

  // What was before the start

  /** How many months of its past a slot is asked for. */
  const lookedBack = new Map<number, number>();
  /** Running totals, of what, and from how many months before the start. */
  const totals = new Map<
    number,
    { readonly id: string; readonly member: Member; readonly months: number }
  >();

  /** A slot of its own: the sum of a quantity from so many months before the start on. */
  function runningTotal(id: string, member: Member, lag: number, n: number): number {
    const name = `${id} ${lag} ${n}`;
    const known = member.slots.get(name);
    if (known !== undefined) return known;
    const slot = pending.push(undefined) - 1;
    member.slots.set(name, slot);
    totals.set(slot, { id, member, months: lag + n });
    const bindTotal = (): void => {
      const node = binary("+", { op: "prev", slot }, valueOf(id, member));
      const { set, own } = member;
      slots[slot] = { equation: `${id} so far`, set, key: own.key, node, pace: 2 };
      order.push(slot);
    };
    // What is paid later is counted in earlier months.
    if (lag === 0) bindTotal();
    else later.push(bindTotal);
    return slot;
  }

  const bindLater = (): void => {
    for (let next = later.pop(); next !== undefined; next = later.pop()) {
      if (typeof next === "number") visit(next);
      else next();
    }
  };

  for (const list of members.values()) {
    for (const member of list) {
      for (const id of member.kind.equations.keys()) slotOf(id, member);
    }
  }
  bindLater();

  // Rules: of what is given, whether a figure needs it or not

  const boundRules: BoundRule[] = rules.flatMap(({ id, domain, comparison }) =>
    members.get(domain.set)!.flatMap((member): BoundRule[] => {
      const { set, own } = member;
      if (!matches(domain, own.tags)) return [];
      const [a, b] = [nodeOf(comparison.a, member), nodeOf(comparison.b, member)];
      const pace = faster(paceOf(a), paceOf(b));
      return [{ rule: id, set, key: own.key, op: comparison.op, a, b, pace }];
    }),
  );
  bindLater();

  // The past, when all is known that looks back. What it is made of depends on nothing that looks back itself.

  const pastOf = (id: string, member: Member, length: number): Node => {
    const { earlier } = member.kind.equations.get(id)!;
    if (earlier === undefined) return bug(member, `${id} before the start`);
    return nodeOf(earlier, member, length);
  };
  const pasts = [
    ...[...lookedBack].map(([slot, length]): Omit<Past, "at"> => {
      const { id, member } = pending[slot]!;
      return { slot, length, node: pastOf(id, member, length), runningTotal: false };
    }),
    // From nothing at the oldest month the run looks back to.
    ...[...totals].map(([slot, { id, member, months: length }]): Omit<Past, "at"> => {
      const node = length === 1 ? number(0) : pastOf(id, member, length - 1);
      return { slot, length, node, runningTotal: true };
    }),
  ];
  bindLater();

  const figureNode = figureBinder({
    slots,
    slotOf,
    valueOf,
    inputNode: (name, member) =>
      Object.hasOwn(inputs, name) ? inputNode(name, member) : bug(member, name),
    targetOf,
    targetsOf,
    plugged,
    isYearly: (lane) => lanes.list[lane]!.every === "year",
  });

  return (wanted) => {
    const outputs = new Map<string, Output>();
    const note: Note = (slot, aggregate) => {
      outputs.set(`${slot} ${aggregate}`, { slot, aggregate });
    };
    const figures = new Map<string, FigureNode>();
    for (const ref of wanted) {
      const member = byKey.get(ref.set)?.get(ref.key);
      const figure = member?.kind.figures.get(ref.figure);
      if (member === undefined || figure === undefined) continue;
      figures.set(figureName(ref), figureNode(figure.expression, member, note));
    }
    return {
      start: world.start,
      months: world.months,
      years: world.years,
      slots,
      order,
      rules: boundRules,
      outputs: [...outputs.values()],
      figures,
      ...layOut(lanes.list, pasts, world),
    };
  };
}

const faster = (a: Pace, b: Pace): Pace => (a > b ? a : b);

/** Numbers of lines are per unit of what they count, and those that measures change are in whatever they are written in. */
function sameMeasure(text: string, { measure }: Given, own: Element): boolean {
  const wanted = unit(text);
  if (sameDimensions(measure, wanted) || own.key === "") return true;
  return wanted.dimensions.some(([name]) => name === "own" || name === "driver");
}
