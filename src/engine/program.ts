/** A bound model: numbered slots and the numbers they read, as plain data that can be handed to a worker. */
import type { Month } from "../language/calendar.ts";
import type { Year } from "./world.ts";

/** Arithmetic on the values of a month. */
export type Node =
  | { readonly op: "const"; readonly value: number }
  | { readonly op: "input"; readonly lane: number }
  /** A slot now, last month, or its sum over the earlier months of the budget year. */
  | { readonly op: "slot" | "prev" | "ytd"; readonly slot: number }
  | { readonly op: "delay"; readonly slot: number; readonly by: number }
  | { readonly op: "+" | "-" | "*" | "/"; readonly a: Node; readonly b: Node }
  /** `calendar` has twelve, January first. */
  | { readonly op: "sum" | "min" | "max" | "calendar"; readonly of: readonly Node[] };

/** How often something changes: never in a run, with the budget year, with the month. */
export type Pace = 0 | 1 | 2;

/** The cells of one input in the buffer: one, one a budget year, one a month, or one for each month before the start. */
export interface Lane {
  readonly every: "run" | "year" | "month" | "past";
  /** Positions of the numbers the cells hold; −1 where none is given, which counts as 0. */
  readonly numbers: readonly number[];
  /** Place among the lanes of its kind. */
  readonly place: number;
}

export interface Slot {
  readonly set: string;
  readonly key: string;
  readonly equation: string;
  readonly node: Node;
  readonly pace: Pace;
}

/** What a slot was before the start: as many months as are looked back to. */
export interface Past {
  readonly slot: number;
  readonly length: number;
  /** Its value in a month before the start; of a running total what is added in it. */
  readonly node: Node;
  readonly runningTotal: boolean;
  /** Where its values begin in the buffer, oldest first. */
  readonly at: number;
}

/** A figure of a period; null is an empty one. */
export type FigureNode =
  | { readonly op: "const"; readonly value: number }
  | { readonly op: "input"; readonly lane: number }
  | { readonly op: "months" | "days" }
  | { readonly op: "total" | "closing" | "opening"; readonly slot: number }
  /** A yearly amount, in proportion to the period's months; empty where none of the lanes has a number. */
  | { readonly op: "share"; readonly node: Node; readonly lanes: readonly number[] }
  | {
      readonly op: "+" | "-" | "*" | "/" | "per" | "where";
      readonly a: FigureNode;
      readonly b: FigureNode;
    }
  | { readonly op: "sum" | "min" | "max"; readonly of: readonly FigureNode[] }
  | { readonly op: "under"; readonly mode: string; readonly figure: FigureRef };

/** A figure of one element. */
export interface FigureRef {
  readonly figure: string;
  readonly set: string;
  readonly key: string;
}

export interface BoundRule {
  readonly rule: string;
  readonly set: string;
  readonly key: string;
  readonly op: "<=" | ">=" | ">";
  readonly a: Node;
  readonly b: Node;
  readonly pace: Pace;
}

export interface Output {
  readonly slot: number;
  readonly aggregate: "sum" | "end";
}

export interface Program {
  readonly start: Month;
  readonly months: number;
  readonly years: readonly Year[];
  readonly lanes: readonly Lane[];
  readonly slots: readonly Slot[];
  /** Slot numbers in the order of a month's work: a slot refers only to earlier ones, except to what was before. */
  readonly order: readonly number[];
  readonly pasts: readonly Past[];
  readonly rules: readonly BoundRule[];
  /** What figures need of the months: per budget year the sum, or the value of the last month. */
  readonly outputs: readonly Output[];
  readonly figures: ReadonlyMap<string, FigureNode>;
  readonly layout: Layout;
}

/** How the buffer of numbers is laid out: run lanes, year lanes year by year, month lanes month by month, the past. */
interface Layout {
  readonly run: number;
  readonly year: number;
  readonly month: number;
  readonly past: number;
  /** Where each part begins, and the length of the whole. */
  readonly yearsAt: number;
  readonly monthsAt: number;
  readonly pastAt: number;
  readonly length: number;
}

/** Name of a figure among a program's. */
export const figureName = ({ figure, set, key }: FigureRef): string => `${figure} ${set} ${key}`;
