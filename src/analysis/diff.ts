/** Compares two results cell by cell. Whatever cannot be compared counts as different. */
import type { Cell } from "./address.ts";

export interface Change {
  readonly address: string;
  readonly unit: string;
  /** Undefined: the cell is not there; null: it is empty. */
  readonly a: number | null | undefined;
  readonly b: number | null | undefined;
  /** b − a, where both are numbers. */
  readonly difference: number | undefined;
}

export interface Tolerance {
  /** In the cell's own unit. */
  readonly absolute: number;
  /** Of the larger of the two values. */
  readonly relative: number;
}

const within = (a: number, b: number, { absolute, relative }: Tolerance): boolean =>
  a === b || Math.abs(b - a) <= Math.max(absolute, relative * Math.max(Math.abs(a), Math.abs(b)));

/** The cells that differ by more than the tolerance, in the order of `a`, then those only `b` has. */
export function diff(a: readonly Cell[], b: readonly Cell[], tolerance: Tolerance): Change[] {
  const other = new Map(b.map((cell) => [cell.address, cell]));
  const own = new Set(a.map(({ address }) => address));
  const changes: Change[] = [];
  for (const { address, unit, value } of a) {
    const match = other.get(address);
    // NaN compares false, so it counts as different even from itself.
    const same =
      match !== undefined &&
      match.unit === unit &&
      (value === null || match.value === null
        ? value === match.value
        : within(value, match.value, tolerance));
    if (!same) changes.push(change(address, unit, value, match?.value));
  }
  for (const { address, unit, value } of b) {
    if (!own.has(address)) changes.push(change(address, unit, undefined, value));
  }
  return changes;
}

const change = (address: string, unit: string, a: Change["a"], b: Change["b"]): Change => ({
  address,
  unit,
  a,
  b,
  difference: typeof a === "number" && typeof b === "number" ? b - a : undefined,
});
