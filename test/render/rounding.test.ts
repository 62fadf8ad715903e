import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fromScaled, toScaled } from "../../src/render/decimal.ts";
import { printed, printedDecimals } from "../../src/render/rounding.ts";
import type { Row, Table } from "../../src/tables/table.ts";
import { published, publishedTable5 } from "./published.ts";
import { table } from "./samples.ts";

const rounded = (value: number, decimals: number): number =>
  fromScaled(toScaled(value, decimals), decimals);

const leaf = (key: string, values: Row["values"], changes: Partial<Row> = {}): Row => ({
  key,
  label: key,
  kind: "leaf",
  values,
  ...changes,
});

const sum = (key: string, parts: readonly string[], periods = 1): Row => ({
  key,
  label: key,
  kind: "sum",
  parts,
  values: Array.from({ length: periods }, () => 0),
});

describe("a figure", () => {
  test.each([
    [132.5, 0, 133],
    [-132.5, 0, -133],
    [129.5, 0, 130],
    [2.5, 0, 3],
    [0.5, 0, 1],
    [0.49999999999999994, 0, 0],
    [1.005, 2, 1.01],
    [-1.005, 2, -1.01],
    [8.345, 2, 8.35],
    [0.285, 2, 0.29],
    [12.5, 1, 12.5],
    [0.1 + 0.2, 1, 0.3],
    [0.05, 1, 0.1],
    [999.95, 1, 1000],
    [2326, 0, 2326],
    [1e21, 2, 1e21],
    [1.7976931348623157e308, 0, 1.7976931348623157e308],
    [5e-324, 3, 0],
    [1e-7, 7, 1e-7],
    [0, 2, 0],
  ])("%f with %i decimals is printed as %f", (value, decimals, expected) => {
    expect(rounded(value, decimals)).toBe(expected);
  });

  test("is never minus zero", () => {
    expect(rounded(-0, 0)).toBe(0);
    expect(rounded(-0.4, 0)).toBe(0);
  });

  test.each([NaN, Infinity, -Infinity])("%f is refused", (value) => {
    expect(() => toScaled(value, 0)).toThrow(RangeError);
  });
});

describe("the published tables", () => {
  test("Table 5 comes out as printed: 566 + 133 = 699, although 565.6 + 132.5 = 698.1", () => {
    const [table5] = published("sv").tables.slice(4);
    const cells = table5 === undefined ? [] : printed(table5);
    expect(Object.fromEntries(cells.map((row, i) => [table5?.rows[i]?.key, row]))).toEqual(
      publishedTable5,
    );
  });

  test("Tables 1-4 come out as printed", () => {
    const tables = published("sv").tables.slice(0, 4);
    expect(tables.map(printed)).toEqual(tables.map(({ rows }) => rows.map(({ values }) => values)));
  });
});

describe("a sum", () => {
  test("adds up printed parts, not values", () => {
    const rows = [sum("s", ["a", "b"]), leaf("a", [1.4]), leaf("b", [1.4])];
    expect(printed(table({ decimals: 0, rows }))).toEqual([[2], [1], [1]]);
  });

  test("may be a part, also of a row before it", () => {
    const total: Row = { ...sum("t", ["s", "c"]), kind: "total" };
    const rows = [total, sum("s", ["a", "b"]), leaf("a", [1]), leaf("b", [2]), leaf("c", [4])];
    expect(printed(table({ rows }))).toEqual([[7], [3], [1], [2], [4]]);
  });

  test("has the decimals of its parts, and no binary noise", () => {
    const rows = [
      leaf("a", [0.1], { decimals: 2 }),
      leaf("b", [0.204], { decimals: 2 }),
      leaf("c", [7.6]),
      sum("s", ["a", "b", "c"]),
    ];
    const mixed = table({ decimals: 0, rows });
    expect(printed(mixed)).toEqual([[0.1], [0.2], [8], [8.3]]);
    expect(printedDecimals(mixed)).toBe(2);
  });

  test("is empty if all its parts are, and takes no notice of an empty one", () => {
    const rows = [
      { ...leaf("h", []), kind: "heading" as const },
      leaf("a", [null, null]),
      leaf("b", [null, 0]),
      sum("s", ["h", "a", "b"], 2),
      sum("none", [], 2),
    ];
    expect(printed(table({ periods: ["2014", "2015"], rows })).slice(-2)).toEqual([
      [null, 0],
      [null, null],
    ]);
  });

  test.each([
    ["without parts", [{ ...leaf("s", [1]), kind: "sum" as const }], "t/s is a sum without parts"],
    ["of an unknown row", [sum("s", ["x"])], 't/s has a part "x" that is no row of the table'],
    ["of itself", [sum("s", ["r"]), sum("r", ["s"])], "t/s is a part of itself: s → r → s"],
    ["of a row that is two", [leaf("a", [1]), leaf("a", [2])], "t/a stands for two rows"],
  ])("%s is refused", (_, rows, message) => {
    expect(() => printed(table({ rows }))).toThrow(message);
  });
});

describe("the period total", () => {
  test("is the sum of the printed cells of the row, wherever it stands", () => {
    const rows = [
      leaf("a", [9, 1.4, 1.4]),
      leaf("b", [9, null, 2.5]),
      leaf("c", [9, null, null]),
      sum("s", ["a", "b", "c"], 3),
    ];
    expect(printed(table({ decimals: 0, periods: ["total", "2014", "2015"], rows }))).toEqual([
      [2, 1, 1],
      [3, null, 3],
      [null, null, null],
      [5, 1, 4],
    ]);
  });
});

describe("values", () => {
  test.each([
    ["of a wrong number", leaf("a", [1, 2]), "t/a: 2 values for 1 periods"],
    ["that are not finite", leaf("a", [NaN]), "t/a@2014: NaN is not a finite number"],
    ["not finite in a sum", { ...sum("a", []), values: [Infinity] }, "t/a@2014: Infinity is"],
  ])("%s are refused with their address", (_, row, message) => {
    expect(() => printed(table({ rows: [row] }))).toThrow(message);
  });
});

/** Values that lie on, or one binary step beside, a half, and ordinary ones; some cells are empty. */
const value = fc.option(
  fc.oneof(
    fc.integer({ min: -2_000_000, max: 2_000_000 }).map((n) => n / 2000),
    fc.integer({ min: -100_000, max: 100_000 }).map((n) => n * 0.005),
    fc.double({ min: -1e9, max: 1e9, noNaN: true }),
  ),
);

/** Tables whose sums refer to rows before and after them, but not in circles. */
const tables: fc.Arbitrary<Table> = fc
  .record({
    years: fc.integer({ min: 0, max: 4 }),
    decimals: fc.integer({ min: 0, max: 3 }),
    leaves: fc.integer({ min: 1, max: 5 }),
    sums: fc.integer({ min: 0, max: 4 }),
    sumsFirst: fc.boolean(),
  })
  .chain(({ years, decimals, leaves, sums, sumsFirst }) => {
    const periods = [...Array.from({ length: years }, (_, i) => `${2014 + i}`), "total"];
    const values = fc.array(value, { minLength: periods.length, maxLength: periods.length });
    const leafRows = Array.from({ length: leaves }, (_, i) =>
      fc
        .record({ values, decimals: fc.integer({ min: 0, max: 3 }) })
        .map((row) => leaf(`leaf${i}`, row.values, { decimals: row.decimals })),
    );
    const sumRows = Array.from({ length: sums }, (_, i) => {
      const earlier = Array.from({ length: i }, (__, j) => `sum${j}`);
      const keys = [...earlier, ...leafRows.map((__, j) => `leaf${j}`)];
      return fc.subarray(keys).map((parts) => sum(`sum${i}`, parts, periods.length));
    });
    return fc.tuple(fc.tuple(...leafRows), fc.tuple(...sumRows)).map(([below, above]) => ({
      ...table({ decimals, periods }),
      rows: sumsFirst ? [...above.toReversed(), ...below] : [...below, ...above],
    }));
  });

/** The printed cells of a row in thousandths, the last decimal `tables` has. */
const inThousandths = (cells: readonly (number | null)[] | undefined): (bigint | null)[] =>
  (cells ?? []).map((cell) => (cell === null ? null : toScaled(cell, 3)));

const addUp = (cells: readonly (bigint | null | undefined)[]): bigint | null =>
  cells.reduce<bigint | null>((a, b) => (typeof b === "bigint" ? (a ?? 0n) + b : a), null);

describe("of any table", () => {
  test("a printed sum is the sum of its printed parts, exactly", () => {
    const property = fc.property(tables, (generated) => {
      const rows = new Map(
        printed(generated).map((cells, i) => [generated.rows[i]?.key, inThousandths(cells)]),
      );
      const sums = generated.rows.filter((row) => row.kind === "sum");
      expect(sums.map(({ key }) => rows.get(key))).toEqual(
        sums.map(({ parts = [] }) =>
          generated.periods.map((_, column) =>
            addUp(parts.map((part) => rows.get(part)?.[column])),
          ),
        ),
      );
    });
    expect(() => fc.assert(property)).not.toThrow();
  });

  test("a printed row adds up to its total, exactly", () => {
    const property = fc.property(tables, (generated) => {
      const rows = printed(generated).map(inThousandths);
      expect(rows.map((cells) => cells.at(-1))).toEqual(
        rows.map((cells) => addUp(cells.slice(0, -1))),
      );
    });
    expect(() => fc.assert(property)).not.toThrow();
  });

  test("a printed leaf is at most half a unit from its value, and empty where that is", () => {
    const property = fc.property(tables, (generated) => {
      const cells = printed(generated);
      const wrong = generated.rows.flatMap((row, i) => {
        const half = 0.5 * 10 ** -(row.decimals ?? 0) * (1 + 1e-12);
        return row.values.slice(0, -1).filter((exact, column) => {
          const cell = cells[i]?.[column] ?? null;
          if (row.kind !== "leaf" || exact === null || cell === null) {
            return row.kind === "leaf" && exact !== cell;
          }
          return Math.abs(cell - exact) > half + Math.abs(exact) * 2 ** -52;
        });
      });
      expect(wrong).toEqual([]);
    });
    expect(() => fc.assert(property)).not.toThrow();
  });

  test("rounding what is rounded changes nothing, and zero has no sign", () => {
    const property = fc.property(tables, (generated) => {
      const once = printed(generated);
      const again = generated.rows.map((row, i) => ({ ...row, values: once[i] ?? [] }));
      expect(printed({ ...generated, rows: again })).toEqual(once);
      expect(once.flat().some((cell) => Object.is(cell, -0))).toBe(false);
    });
    expect(() => fc.assert(property)).not.toThrow();
  });
});
