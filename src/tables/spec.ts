/**
 * Tables before they are filled: rows of figures, sums and totals, built-in tables and a request's own alike. A cell knows
 * what it shows, so that it can be read without its table, and explained.
 */
import type { Column } from "../engine/session.ts";
import type { FigureRef, Request, View } from "../request/request.ts";
import type { Row, Table } from "./table.ts";

/** What a cell shows, whatever the period. */
export type Shown =
  /** A figure of the model, in a unit of so many base units. */
  | {
      readonly kind: "figure";
      readonly figure: FigureRef;
      readonly view: View;
      readonly per: number;
    }
  /** What is given by period: an earlier request, an outcome, an input. */
  | { readonly kind: "given"; readonly at: (column: Column) => number | null }
  /** One less another, each cell not below `least`. */
  | {
      readonly kind: "difference";
      readonly of: Shown;
      readonly less: Shown;
      readonly least: number;
    }
  /** At least so much. */
  | { readonly kind: "least"; readonly of: Shown; readonly least: number }
  /** Only where another cell is not empty. */
  | { readonly kind: "where"; readonly of: Shown; readonly where: Shown }
  | { readonly kind: "scaled"; readonly of: Shown; readonly by: number }
  /** Adds what is not empty. */
  | { readonly kind: "sum"; readonly of: readonly Shown[] };

/** A row that says what it shows; a heading shows nothing. */
export type SpecRow = Omit<Row, "values"> & { readonly shows?: Shown };

export type Spec = Omit<Table, "rows" | "periods" | "footnotes"> & {
  readonly columns: readonly Column[];
  /** Whether a last column adds up the others. */
  readonly total: boolean;
  readonly rows: readonly SpecRow[];
  /** Sentences under the table, which may depend on which cells are empty. */
  readonly footnotes: (
    rows: readonly Row[],
    read: (shown: Shown) => Row["values"],
  ) => readonly string[];
};

/** Every figure a spec shows. */
export function figuresOf(shown: Shown | undefined): readonly Extract<Shown, { kind: "figure" }>[] {
  if (shown === undefined) return [];
  switch (shown.kind) {
    case "given":
      return [];
    case "figure":
      return [shown];
    case "difference":
      return [...figuresOf(shown.of), ...figuresOf(shown.less)];
    case "sum":
      return shown.of.flatMap(figuresOf);
    case "where":
      return [...figuresOf(shown.of), ...figuresOf(shown.where)];
    default:
      return figuresOf(shown.of);
  }
}

/** The value of a cell; null is an empty one. */
export function valueIn(request: Request, shown: Shown, column: Column): number | null {
  switch (shown.kind) {
    case "figure": {
      const value = request.read(shown.view, shown.figure, column);
      return value === null ? null : value / shown.per;
    }
    case "given":
      return shown.at(column);
    case "difference": {
      const [of, less] = [shown.of, shown.less].map((part) => valueIn(request, part, column));
      return typeof of !== "number" || typeof less !== "number"
        ? null
        : Math.max(shown.least, of - less);
    }
    case "least": {
      const value = valueIn(request, shown.of, column);
      return value === null ? null : Math.max(shown.least, value);
    }
    case "where":
      return valueIn(request, shown.where, column) === null
        ? null
        : valueIn(request, shown.of, column);
    case "scaled": {
      const value = valueIn(request, shown.of, column);
      return value === null ? null : value * shown.by;
    }
    case "sum":
      return add(shown.of.map((part) => valueIn(request, part, column)));
  }
}

/** Empty cells count as nothing, and only empty cells give an empty sum. */
export const add = (values: readonly (number | null)[]): number | null =>
  values.reduce((sum, value) => (sum === null ? value : value === null ? sum : sum + value), null);

/** Tells the request what a spec will read. */
export function wantAll(request: Request, rows: readonly Pick<SpecRow, "shows">[]): void {
  const byView = new Map<string, { view: View; figures: FigureRef[] }>();
  for (const { view, figure } of rows.flatMap(({ shows }) => figuresOf(shows))) {
    const name = `${view.mode} ${view.only ?? ""}`;
    const known = byView.get(name);
    if (known === undefined) byView.set(name, { view, figures: [figure] });
    else known.figures.push(figure);
  }
  for (const { view, figures } of byView.values()) request.want(view, figures);
}

/** A spec with its values. */
export function fill(request: Request, spec: Spec): Table {
  const { columns, total, rows: specified, footnotes: footnotesOf, ...head } = spec;
  const read = (shown: Shown): (number | null)[] =>
    columns.map((column) => valueIn(request, shown, column));
  const rows = specified.map(({ shows, ...row }): Row => {
    const values = shows === undefined ? columns.map(() => null) : read(shows);
    return { ...row, values: total ? [...values, add(values)] : values };
  });
  const footnotes = [...new Set(footnotesOf(rows, read))];
  return {
    ...head,
    periods: [...columns.map(({ name }) => name), ...(total ? ["total"] : [])],
    rows,
    ...(footnotes.length === 0 ? {} : { footnotes }),
  };
}
