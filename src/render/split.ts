import { at } from "./at.ts";
import { totalPeriod } from "./rounding.ts";

const month = /^(?<year>\d{4})-(?<month>\d{2})$/u;

/**
 * The positions of periods in groups of at most `capacity`, which is two or more. Months break at
 * the same months every year; other periods are spread evenly. The total stays beside the last
 * period.
 */
export function splitPeriods(
  ids: readonly string[],
  capacity: number,
): readonly (readonly number[])[] {
  const positions = ids.map((_, i) => i);
  const totals = positions.filter((i) => ids[i] === totalPeriod);
  const others = positions.filter((i) => ids[i] !== totalPeriod);
  if (others.length === 0) return totals.length === 0 ? [] : [totals];
  const groups = grouped(others, ids, Math.max(1, capacity - totals.length));
  return [...groups.slice(0, -1), [...at(groups, groups.length - 1), ...totals]];
}

function grouped(
  positions: readonly number[],
  ids: readonly string[],
  room: number,
): readonly (readonly number[])[] {
  const months = positions.flatMap((i) => monthNumber(at(ids, i)) ?? []);
  const monthly = months.length === positions.length;
  // What is counted off: months of the calendar, or else the periods themselves.
  const counts = monthly ? months : [...positions.keys()];
  const size = monthly
    ? largestPartOfYear(room)
    : Math.ceil(positions.length / Math.ceil(positions.length / room));
  const groups: number[][] = [];
  let current: number | undefined;
  for (const [rank, position] of positions.entries()) {
    const group = Math.floor(at(counts, rank) / size);
    if (group === current) at(groups, groups.length - 1).push(position);
    else groups.push([position]);
    current = group;
  }
  return groups;
}

/** How many months a block may have so that a year is a whole number of blocks. */
function largestPartOfYear(room: number): number {
  return at(
    [12, 6, 4, 3, 2, 1].filter((months) => months <= room),
    0,
  );
}

/** Months since year 0; undefined if the period is not a month. */
function monthNumber(id: string): number | undefined {
  const found = month.exec(id)?.groups;
  return found && Number(found["year"]) * 12 + Number(found["month"]) - 1;
}
