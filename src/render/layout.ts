import { at } from "./at.ts";
import type { TableText } from "./table-text.ts";
import { splitPeriods } from "./split.ts";
import { textWidth } from "./width.ts";

/** Part of a table that is printed side by side; wide tables have several, one above the other. */
export type Block = Readonly<{
  /** Which periods and text columns it shows, by their position in the table. */
  periods: readonly number[];
  notes: readonly Readonly<{ column: number; width: number }>[];
  labelWidth: number;
}>;

/** Where everything in a table stands, in columns of the terminal. */
export type Layout = Readonly<{
  blocks: readonly Block[];
  /** Of the rules. */
  width: number;
  /** Width of a column of numbers with the space before it. */
  field: number;
  /** Spaces for each step of indentation. */
  step: number;
}>;

/** Spaces before a text column. */
export const noteGap = 3;

/** Columns of numbers are at least this wide, so that years stand below each other across tables. */
const usualField = 8;
/** A label is not squeezed below this where that would save a block; nor a text column. */
const narrowLabel = 20;
const narrowNote = 16;
const narrowestLabel = 8;

/** Indentation per step, and spaces between numbers. */
type Spacing = Readonly<{ step: number; gap: number }>;

/** The look of the printed tables. */
const printedSpacing: Spacing = { step: 4, gap: 3 };
/** What is given up, in this order, before a label is wrapped. */
const closerSpacings: readonly Spacing[] = [
  { step: 2, gap: 3 },
  { step: 4, gap: 2 },
  { step: 2, gap: 2 },
];
/** Where labels wrap, a step must be more than the indentation of their later lines. */
const wrappingSpacing: Spacing = { step: 4, gap: 2 };

/** The width a table would like to have. */
export function naturalWidth(table: TableText): number {
  return widthWith(table, printedSpacing);
}

/**
 * Fits a table into `width`, and its rules at least to `page`. Where room is short a table first
 * comes closer together; then labels and text columns wrap; then its periods are split into blocks
 * that repeat the labels, with the text columns in a block of their own. `ids` are the periods as
 * in the data: they tell months from years.
 */
export function layOut(
  table: TableText,
  ids: readonly string[],
  { width, page }: Readonly<{ width: number; page: number }>,
): Layout {
  const { blocks, field, step } =
    onLines(table, width) ?? wrapped(table, width) ?? inBlocks(table, ids, width);
  const used = largest([page, ...blocks.map((block) => blockWidth(block, field))]);
  return { blocks: stretch(blocks, field, used), width: used, field, step };
}

type Fit = Pick<Layout, "blocks" | "field" | "step">;

/** One line for each row, with the widest spacing that allows it. */
function onLines(table: TableText, width: number): Fit | undefined {
  const spacing = [printedSpacing, ...closerSpacings].find(
    (candidate) => widthWith(table, candidate) <= width,
  );
  if (spacing === undefined) return undefined;
  const block = {
    periods: indices(table.periods),
    labelWidth: neededLabel(table, spacing),
    notes: neededNotes(table).map((note, column) => ({ column, width: note })),
  };
  return { blocks: [block], field: neededField(table, spacing), step: spacing.step };
}

/** All columns side by side, if labels and text columns do not get too narrow. */
function wrapped(table: TableText, width: number): Fit | undefined {
  const field = neededField(table, wrappingSpacing);
  const label = neededLabel(table, wrappingSpacing);
  const notes = neededNotes(table);
  const room = width - table.periods.length * field;
  const least = notes.map((note) => noteGap + Math.min(note, narrowNote));
  if (Math.min(label, narrowLabel) + total(least) > room) return undefined;
  const block = { periods: indices(table.periods), ...shareOut(label, notes, room) };
  return { blocks: [block], field, step: wrappingSpacing.step };
}

function inBlocks(table: TableText, ids: readonly string[], width: number): Fit {
  const field = neededField(table, wrappingSpacing);
  const label = neededLabel(table, wrappingSpacing);
  const capacity = Math.floor((width - Math.min(label, narrowLabel)) / field);
  const groups = splitPeriods(ids, Math.max(2, capacity));
  const most = largest(groups.map((group) => group.length));
  const labelWidth = Math.min(label, Math.max(narrowestLabel, width - most * field));
  const blocks = groups.map((periods): Block => ({ periods, labelWidth, notes: [] }));
  const notes = neededNotes(table);
  const below = notes.length === 0 ? [] : [{ periods: [], ...shareOut(label, notes, width) }];
  return { blocks: [...blocks, ...below], field, step: wrappingSpacing.step };
}

/**
 * Figures end where the rule ends: the column of labels takes what is left over. Not beside text
 * columns, which leave an uneven edge anyway.
 */
function stretch(blocks: readonly Block[], field: number, width: number): readonly Block[] {
  const isOfFigures = (block: Block): boolean => block.notes.length === 0;
  const widest = largest(blocks.filter(isOfFigures).map((block) => blockWidth(block, field)));
  return blocks.map((block) =>
    isOfFigures(block) ? { ...block, labelWidth: block.labelWidth + width - widest } : block,
  );
}

function blockWidth(block: Block, field: number): number {
  const notes = block.notes.map(({ width }) => noteGap + width);
  return block.labelWidth + block.periods.length * field + total(notes);
}

function widthWith(table: TableText, spacing: Spacing): number {
  const notes = total(neededNotes(table).map((width) => noteGap + width));
  return neededLabel(table, spacing) + table.periods.length * neededField(table, spacing) + notes;
}

/** Headings are left out: they may run on over the columns of numbers. */
function neededLabel(table: TableText, { step }: Spacing): number {
  const rows = table.rows.filter((row) => row.kind !== "heading");
  const widths = rows.map((row) => row.depth * step + textWidth(row.label));
  return largest([textWidth(table.heading), ...widths]);
}

/** Numbers hold spaces themselves and need more space between them than the words over them. */
function neededField(table: TableText, { gap }: Spacing): number {
  const words = largest(table.periods.map(textWidth));
  const numbers = largest(table.rows.flatMap((row) => row.numbers.map(textWidth)));
  const needed = Math.max(words + 2, numbers + gap);
  return gap < printedSpacing.gap ? needed : Math.max(usualField, needed);
}

function neededNotes(table: TableText): readonly number[] {
  return table.notes.map((heading, i) =>
    largest([textWidth(heading), ...table.rows.map((row) => textWidth(at(row.notes, i)))]),
  );
}

/**
 * Divides `room` between labels and text columns: each gets what it wants or, where that is not
 * enough, an equal share of what the smaller ones leave.
 */
function shareOut(
  label: number,
  notes: readonly number[],
  room: number,
): Pick<Block, "labelWidth" | "notes"> {
  const wanted = [label, ...notes];
  const ascending = [...wanted.entries()].toSorted(([, a], [, b]) => a - b);
  const given = [...wanted];
  let left = room - notes.length * noteGap;
  for (const [rank, [column, width]] of ascending.entries()) {
    const share = Math.min(width, Math.floor(left / (wanted.length - rank)));
    given[column] = share;
    left -= share;
  }
  const [labelWidth = label, ...widths] = given;
  return { labelWidth, notes: widths.map((width, column) => ({ column, width })) };
}

function indices(items: readonly unknown[]): readonly number[] {
  return items.map((_, i) => i);
}

/** Of no widths, 0. Not Math.max, which fails on a hundred thousand arguments. */
function largest(widths: readonly number[]): number {
  return widths.reduce((most, width) => Math.max(most, width), 0);
}

function total(widths: readonly number[]): number {
  return widths.reduce((sum, width) => sum + width, 0);
}
