/** Compares two results cell by cell. Whatever cannot be compared counts as different. */
import type { Cell } from "./address.ts";

export interface Change {
  readonly address: string;
  readonly unit: string;
  /** The unit of `b`, where it measures something else, so that the values cannot be subtracted. */
  readonly otherUnit?: string;
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

/** How many of its unit's last bits a difference of decimals may be off: 12.3 − 12.1 is not 0.2. */
const lastBits = 8 * Number.EPSILON;

function within(a: number, b: number, { absolute, relative }: Tolerance): boolean {
  const size = Math.max(Math.abs(a), Math.abs(b));
  const allowed = Math.max(absolute, relative * size);
  return a === b || Math.abs(b - a) <= allowed + (allowed > 0 ? lastBits * size : 0);
}

/** Money words of one currency, and one of each in the currency. */
export type Scales = Readonly<Record<string, number>>;

/** A value in another unit of the same money; undefined where that cannot be told. */
function converted(value: number, from: string, to: string, scales: Scales): number | undefined {
  if (from === to) return value;
  const [own, wanted] = [from, to].map((unit) =>
    Object.hasOwn(scales, unit) ? scales[unit] : undefined,
  );
  if (own === undefined || wanted === undefined) return undefined;
  // More digits than that are the conversion's.
  return Number(((value * own) / wanted).toPrecision(15));
}

/**
 * The cells that differ by more than the tolerance, in the order of `a`, then those only `b` has. Money is compared in the
 * unit of `a`.
 */
export function diff(
  a: readonly Cell[],
  b: readonly Cell[],
  tolerance: Tolerance,
  scales: Scales = {},
): Change[] {
  const other = new Map(b.map((cell) => [cell.address, cell]));
  const inFirst = new Set(a.map(({ address }) => address));
  const changes: Change[] = [];
  for (const { address, unit, value } of a) {
    const match = other.get(address);
    if (match === undefined) {
      changes.push(change(address, unit, value, undefined));
      continue;
    }
    const known = converted(1, match.unit, unit, scales) !== undefined;
    if (!known) {
      const both = change(address, unit, value, match.value);
      changes.push({ ...both, difference: undefined, otherUnit: match.unit });
      continue;
    }
    const isOther = match.unit !== unit;
    const beside =
      match.value === null ? null : (converted(match.value, match.unit, unit, scales) ?? null);
    const own = value !== null && isOther ? Number(value.toPrecision(15)) : value;
    // NaN compares false, so it counts as different even from itself.
    const same = own === null || beside === null ? own === beside : within(own, beside, tolerance);
    if (!same) changes.push(change(address, unit, value, beside));
  }
  for (const { address, unit, value } of b) {
    if (!inFirst.has(address)) changes.push(change(address, unit, undefined, value));
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
