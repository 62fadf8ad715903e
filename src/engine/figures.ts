/** Binds figures: what they need of the months, and how they follow from it. */
import type { Expression } from "../language/expression.ts";
import type { Member } from "./definitions.ts";
import type { FigureNode, Node, Output, Slot } from "./program.ts";

/** What figures need of the slots that are bound. */
export interface Binding {
  readonly slots: readonly Slot[];
  readonly slotOf: (id: string, member: Member) => number;
  readonly valueOf: (name: string, member: Member) => Node;
  readonly inputNode: (name: string, member: Member) => Node;
  readonly targetOf: (relation: string, member: Member) => Member;
  readonly targetsOf: (relation: string, member: Member) => readonly Member[];
  readonly plugged: (port: string, member: Member) => readonly (readonly [string, Member])[];
  /** Whether a lane has a number for each budget year. */
  readonly isYearly: (lane: number) => boolean;
}

/** Notes what a figure needs of the months. */
export type Note = (slot: number, aggregate: Output["aggregate"]) => void;

/** Binds the expressions of figures to slots and lanes. */
export function figureBinder({
  slots,
  slotOf,
  valueOf,
  inputNode,
  targetOf,
  targetsOf,
  plugged,
  isYearly,
}: Binding): (expression: Expression, member: Member, note: Note) => FigureNode {
  const ofSlot = (
    op: "total" | "closing" | "opening",
    name: string,
    member: Member,
    note: Note,
  ): FigureNode => {
    const slot = slotOf(name, member);
    note(slot, op === "total" ? "sum" : "end");
    return { op, slot };
  };

  function figureNode(expression: Expression, member: Member, note: Note): FigureNode {
    switch (expression.kind) {
      case "number":
        return { op: "const", value: expression.value };
      case "name": {
        const { name, of } = expression;
        const target = of === undefined ? member : targetOf(of, member);
        const figure = target.kind.figures.get(name);
        if (figure !== undefined) return figureNode(figure.expression, target, note);
        if (name === "months" || name === "days") return { op: name };
        const node = inputNode(name, target);
        if (node.op === "input" || node.op === "const") return node;
        throw new Error(
          `${target.set} ${target.own.key}: "${name}" is not a number as it is given`,
        );
      }
      case "total":
      case "closing":
      case "opening":
        return ofSlot(expression.kind, expression.name, member, note);
      case "share": {
        const node = valueOf(expression.name, member);
        const shown = node.op === "slot" ? slots[node.slot]!.node : node;
        return { op: "share", node: shown, lanes: yearLanesOf(shown) };
      }
      case "under": {
        const { body, mode } = expression;
        if (body.kind !== "name") throw new Error("under: not a figure");
        const { set, own } = member;
        return { op: "under", mode, figure: { figure: body.name, set, key: own.key } };
      }
      case "sum":
        return {
          op: "sum",
          of: targetsOf(expression.relation, member).map((target) =>
            figureNode(expression.body, target, note),
          ),
        };
      case "port":
        return {
          op: "sum",
          of: plugged(expression.relation, member).map(([name, target]) =>
            ofSlot("total", name, target, note),
          ),
        };
      case "apply": {
        const of = expression.of.map((part) => figureNode(part, member, note));
        const { op } = expression;
        if (op === "plus") return { op: "sum", of };
        if (op === "min" || op === "max") return { op, of };
        return { op, a: of[0]!, b: of[1]! };
      }
      default:
        throw new Error(`figure of ${member.set}: "${expression.kind}" is for months`);
    }
  }

  /** The lanes with a number for each budget year behind a node. */
  function yearLanesOf(node: Node): number[] {
    switch (node.op) {
      case "input":
        return isYearly(node.lane) ? [node.lane] : [];
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

  return figureNode;
}
