import { describe, expect, test } from "vitest";
import { columnOf } from "../../src/engine/session.ts";
import type { FigureRef, Request, View } from "../../src/request/request.ts";
import {
  add,
  figuresOf,
  fill,
  valueIn,
  wantAll,
  type Shown,
  type Spec,
} from "../../src/tables/spec.ts";
import { there } from "../support/there.ts";

const columns = ["2014", "2015", "2016"].map((name, i) => columnOf(name, 0, 12 * i, 12 * i + 12));

/** What a request reads, by mode, element and year. */
const figures: Readonly<Record<string, readonly (number | null)[]>> = {
  "need a": [10, 0, null],
  "need b": [4, 2, 1],
  "proposed a": [8, 0, null],
};

interface Wanted {
  readonly view: View;
  readonly keys: readonly string[];
}

function reads(): { request: Request; wanted: Wanted[] } {
  const wanted: Wanted[] = [];
  const fake: Pick<Request, "read" | "want"> = {
    read: ({ mode }, { key }, column) =>
      there(figures[`${mode} ${key}`]?.[columns.indexOf(column)]),
    want: (view, list) => void wanted.push({ view, keys: list.map(({ key }) => key) }),
  };
  return { request: fake as Request, wanted };
}

const figureRef = (key: string): FigureRef => ({ figure: "need", set: "appropriation", key });
const figure = (key: string, view: View = { mode: "need" }, per = 1): Shown => ({
  kind: "figure",
  figure: figureRef(key),
  view,
  per,
});
const given = (...values: readonly (number | null)[]): Shown => ({
  kind: "given",
  at: (column) => there(values[columns.indexOf(column)]),
});
const read = (shown: Shown): (number | null)[] =>
  columns.map((column) => valueIn(reads().request, shown, column));

describe("a cell", () => {
  test("shows a figure of one run in its unit, empty where the run has none", () => {
    expect(read(figure("a"))).toEqual([10, 0, null]);
    expect(read(figure("a", { mode: "proposed" }))).toEqual([8, 0, null]);
    expect(read(figure("b", { mode: "need" }, 4))).toEqual([1, 0.5, 0.25]);
  });

  test("shows what is given for its period", () => {
    expect(read(given(3, null, 0))).toEqual([3, null, 0]);
  });

  test("shows a figure less another, not below the least, and nothing where one is empty", () => {
    const difference = (of: Shown, less: Shown, least = -Infinity): Shown => ({
      kind: "difference",
      of,
      less,
      least,
    });
    expect(read(difference(figure("a"), figure("b")))).toEqual([6, -2, null]);
    expect(read(difference(figure("b"), figure("a")))).toEqual([-6, 2, null]);
    expect(read(difference(figure("a"), figure("b"), 0))).toEqual([6, 0, null]);
  });

  test("shows at least so much", () => {
    expect(read({ kind: "least", of: figure("a"), least: 5 })).toEqual([10, 5, null]);
  });

  test("shows a figure only where another is not empty", () => {
    expect(read({ kind: "where", of: figure("b"), where: given(0, null, 7) })).toEqual([
      4,
      null,
      1,
    ]);
    expect(read({ kind: "where", of: figure("a"), where: given(1, 1, 1) })).toEqual([10, 0, null]);
  });

  test("shows so many times a figure", () => {
    expect(read({ kind: "scaled", of: figure("a"), by: 1000 })).toEqual([10_000, 0, null]);
  });

  test("adds up what is not empty", () => {
    expect(read({ kind: "sum", of: [figure("a"), figure("b")] })).toEqual([14, 2, 1]);
    expect(read({ kind: "sum", of: [] })).toEqual([null, null, null]);
  });
});

test("a sum counts empty cells as nothing, and is empty only if all are", () => {
  expect(add([1, null, 2])).toBe(3);
  expect(add([null, 0])).toBe(0);
  expect(add([null, null])).toBeNull();
  expect(add([])).toBeNull();
});

const parts = {
  difference: { kind: "difference", of: figure("a"), less: figure("b"), least: 0 },
  where: { kind: "where", of: figure("a"), where: figure("b") },
  sum: { kind: "sum", of: [figure("a"), given(1, 1, 1), figure("b")] },
} as const satisfies Record<string, Shown>;

describe("the figures a cell needs", () => {
  const keys = (shown: Shown | undefined): string[] =>
    figuresOf([shown]).map(({ figure: { key } }) => key);

  test("are those of all its parts", () => {
    for (const shown of Object.values(parts)) expect(keys(shown)).toEqual(["a", "b"]);
    expect(keys({ kind: "scaled", of: parts.sum, by: 2 })).toEqual(["a", "b"]);
    expect(keys({ kind: "least", of: parts.where, least: 2 })).toEqual(["a", "b"]);
    expect(keys(figure("b"))).toEqual(["b"]);
    expect(keys(given(1, 2, 3))).toEqual([]);
    expect(keys(undefined)).toEqual([]);
  });

  test("are wanted once from every run, with one measure or with all", () => {
    const { request, wanted } = reads();
    wantAll(request, [
      { shows: figure("a") },
      {},
      { shows: figure("a", { mode: "proposed" }) },
      { shows: figure("b") },
      { shows: figure("b", { mode: "proposed", only: "m" }) },
      { shows: figure("a", { mode: "proposed", only: "n" }) },
      { shows: given(1, 1, 1) },
    ]);
    expect(wanted).toEqual([
      { view: { mode: "need" }, keys: ["a", "b"] },
      { view: { mode: "proposed" }, keys: ["a"] },
      { view: { mode: "proposed", only: "m" }, keys: ["b"] },
      { view: { mode: "proposed", only: "n" }, keys: ["a"] },
    ]);
  });
});

describe("a filled table", () => {
  const spec: Spec = {
    id: "a",
    numbered: false,
    title: "A",
    heading: "",
    unit: "mkr",
    priced: true,
    decimals: 1,
    columns,
    total: false,
    rows: [
      { key: "h", label: "Heading", kind: "heading" },
      { key: "a", label: "A", kind: "leaf", shows: figure("a"), unit: "tkr" },
    ],
    footnotes: () => [],
  };

  test("has a value for each period, and none in headings", () => {
    expect(fill(reads().request, spec)).toEqual({
      id: "a",
      numbered: false,
      title: "A",
      heading: "",
      unit: "mkr",
      priced: true,
      decimals: 1,
      periods: ["2014", "2015", "2016"],
      rows: [
        { key: "h", label: "Heading", kind: "heading", values: [null, null, null] },
        { key: "a", label: "A", kind: "leaf", unit: "tkr", values: [10, 0, null] },
      ],
    });
  });

  test("may have a last column that adds up the others", () => {
    const { periods, rows } = fill(reads().request, { ...spec, total: true });
    expect(periods).toEqual(["2014", "2015", "2016", "total"]);
    expect(rows.map(({ values }) => values)).toEqual([
      [null, null, null, null],
      [10, 0, null, 10],
    ]);
  });

  test("says every footnote once, and may read other cells for it", () => {
    const { footnotes } = fill(reads().request, {
      ...spec,
      footnotes: (rows, cells) => [
        `${rows[1]?.key} ${rows[1]?.values.join()}`,
        cells(figure("b")).join(" "),
        "twice",
        "twice",
      ],
    });
    expect(footnotes).toEqual(["a 10,0,", "4 2 1", "twice"]);
  });
});
