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

type FigureShown = Extract<Shown, { kind: "figure" }>;

/** Every figure that cells show; what several cells show is looked at once. */
export function figuresOf(cells: readonly (Shown | undefined)[]): readonly FigureShown[] {
  const found: FigureShown[] = [];
  const seen = new Set<Shown>();
  const visit = (shown: Shown): void => {
    if (seen.has(shown)) return;
    seen.add(shown);
    switch (shown.kind) {
      case "given":
        return;
      case "figure":
        found.push(shown);
        return;
      case "sum":
        shown.of.forEach(visit);
        return;
      case "difference":
        visit(shown.of);
        visit(shown.less);
        return;
      case "where":
        visit(shown.of);
        visit(shown.where);
        return;
      default:
        visit(shown.of);
    }
  };
  for (const shown of cells) if (shown !== undefined) visit(shown);
  return found;
}

/** The value of a cell; null is an empty one. */
export const valueIn = (request: Request, shown: Shown, column: Column): number | null =>
  valuesIn(request, column)(shown);

/** Reads cells of a period. A sum that is part of several others is added up once: there may be very many ways to it. */
function valuesIn(request: Request, column: Column): (shown: Shown) => number | null {
  const sums = new Map<Shown, number | null>();
  const at = (shown: Shown): number | null => {
    switch (shown.kind) {
      case "figure": {
        const value = request.read(shown.view, shown.figure, column);
        return value === null ? null : value / shown.per;
      }
      case "given":
        return shown.at(column);
      case "difference": {
        const [of, less] = [at(shown.of), at(shown.less)];
        return of === null || less === null ? null : Math.max(shown.least, of - less);
      }
      case "least": {
        const value = at(shown.of);
        return value === null ? null : Math.max(shown.least, value);
      }
      case "where":
        return at(shown.where) === null ? null : at(shown.of);
      case "scaled": {
        const value = at(shown.of);
        return value === null ? null : value * shown.by;
      }
      case "sum": {
        const known = sums.get(shown);
        if (known !== undefined) return known;
        const total = add(shown.of.map(at));
        sums.set(shown, total);
        return total;
      }
    }
  };
  return at;
}

/** Empty cells count as nothing, and only empty cells give an empty sum. */
export const add = (values: readonly (number | null)[]): number | null =>
  values.reduce((sum, value) => (sum === null ? value : value === null ? sum : sum + value), null);

/** Tells the request what a spec will read. */
export function wantAll(request: Request, rows: readonly Pick<SpecRow, "shows">[]): void {
  const byView = new Map<string, { view: View; figures: FigureRef[] }>();
  for (const { view, figure } of figuresOf(rows.map(({ shows }) => shows))) {
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
  const readers = columns.map((column) => valuesIn(request, column));
  const read = (shown: Shown): (number | null)[] => readers.map((at) => at(shown));
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
