/** The buffer a program reads its numbers from: how it is laid out, and which cells hold which number. */
import type { Lane, Past, Program } from "./program.ts";
import type { World } from "./world.ts";

/** A lane without its place. */
export type LaneDraft = Omit<Lane, "place">;

/** Gives every lane and all of the past its place in the buffer. */
export function layOut(
  lanes: readonly LaneDraft[],
  pasts: readonly Omit<Past, "at">[],
  { months, years }: World,
): Pick<Program, "lanes" | "pasts" | "layout"> {
  const counted = { run: 0, year: 0, month: 0, past: 0 };
  const placed = lanes.map(({ every, numbers }): Lane => {
    const place = counted[every];
    counted[every] += every === "past" ? numbers.length : 1;
    return { every, numbers, place };
  });
  const yearsAt = counted.run;
  const monthsAt = yearsAt + counted.year * years.length;
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

/** Where the cell of a lane stands in the buffer, in a month of the run, or one before it (`month` < 0). */
export function cellAt(program: Program, lane: Lane, month: number): number {
  const { layout } = program;
  switch (lane.every) {
    case "run":
      return lane.place;
    case "year":
      return layout.yearsAt + yearOf(program, Math.max(0, month)) * layout.year + lane.place;
    case "month":
      return layout.monthsAt + Math.max(0, month) * layout.month + lane.place;
    case "past":
      return layout.pastAt + lane.place + lane.numbers.length + month;
  }
}

/** The budget year of a month of the run, by position. */
export const yearOf = ({ years }: Program, month: number): number =>
  years.findIndex(({ to }) => month < to);

/** Visits every cell that holds a number. */
function eachCell(program: Program, visit: (cell: number, number: number) => void): void {
  for (const lane of program.lanes) {
    const { every, numbers } = lane;
    for (const [i, number] of numbers.entries()) {
      if (number < 0) continue;
      const month =
        every === "year" ? program.years[i]!.from : every === "past" ? i - numbers.length : i;
      visit(cellAt(program, lane, month), number);
    }
  }
}

/** Where each number lies in the buffer. */
export function cellsOf(program: Program): Map<number, number[]> {
  const cells = new Map<number, number[]>();
  eachCell(program, (cell, number) => {
    const known = cells.get(number);
    if (known === undefined) cells.set(number, [cell]);
    else known.push(cell);
  });
  return cells;
}

/** A buffer with a value for each number; what was before the start is not filled in. */
export function loadBuffer(program: Program, values: ArrayLike<number>): Float64Array {
  const buffer = new Float64Array(program.layout.length);
  eachCell(program, (cell, number) => (buffer[cell] = values[number]!));
  return buffer;
}
