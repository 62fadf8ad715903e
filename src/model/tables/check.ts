/** Checks the tables of a scenario and its published figures. */
import { budgetYears, monthName, parseSpan } from "../../language/calendar.ts";
import { rowName } from "../refs.ts";
import type { Checking } from "../checking.ts";
import type { PublishedRow } from "./file.ts";

export function checkTables({ scenario, report, known, inside, whole, keys }: Checking): void {
  const { period } = scenario;
  for (const [id, { rows, years, unit: shown }] of scenario.tables) {
    const outside =
      period.to < period.from
        ? []
        : years.filter(
            (year) => !budgetYears(period, scenario.yearStarts).some(({ name }) => name === year),
          );
    if (outside.length > 0) {
      report(
        "out-of-range",
        `tables.${id}.years`,
        `the period has no ${outside.join(", ")}`,
        `it runs from ${monthName(period.from)} to ${monthName(period.to)}`,
      );
    }
    if (shown === "") report("bad-unit", `tables.${id}.unit`, "a table needs a unit");
    const rowKeys = rows.map(({ key }) => key);
    const partsOf = new Map(rows.map((row) => [row.key, row.sum ?? row.total ?? []]));
    /** Whether a row is a part of another, or of one of its parts. */
    const within = (part: string, sum: string, seen = new Set<string>()): boolean => {
      if (seen.has(sum)) return false;
      seen.add(sum);
      return (partsOf.get(sum) ?? []).some((one) => one === part || within(part, one, seen));
    };
    for (const [i, row] of rows.entries()) {
      const path = `tables.${id}.rows.${i}`;
      if (rowKeys.indexOf(row.key) < i) {
        report("duplicate-key", `${path}.key`, `row "${row.key}" stands here twice`);
      }
      if (row.least !== undefined && row.show === undefined) {
        report(
          "wrong-type",
          `${path}.least`,
          "a sum is printed as the sum of its parts, whatever its size, and a given figure as it is",
          'put "least" on rows with "show"',
        );
      }
      const ways = [row.show, row.given, row.sum, row.total].filter((way) => way !== undefined);
      if (ways.length > 1) {
        report(
          "wrong-type",
          path,
          "a row shows one thing",
          'give one of "show", "given", "sum" and "total", or none for a heading',
        );
      }
      if (row.given !== undefined) {
        for (const year of keys(row.given).filter((word) => !years.includes(word))) {
          report(
            "out-of-range",
            `${path}.given.${year}`,
            `the table has no ${year}`,
            `it shows ${years.join(", ")}`,
          );
        }
      }
      for (const year of keys(row.given)) whole(year, `${path}.given.${year}`);
      if (row.source !== undefined) {
        known("source", row.source, keys(scenario.sources), `${path}.source`);
      }
      if ((row.source === undefined) !== (row.given === undefined)) {
        const [code, message, help] =
          row.given === undefined
            ? (["wrong-type", "only given figures have a source here", "leave it out"] as const)
            : ([
                "missing-key",
                "given figures need a source",
                'add "source" with the name of one of the sources',
              ] as const);
        report(code, path, message, help);
      }
      if (row.less !== undefined && row.show === undefined) {
        report("missing-key", path, '"less" needs a "show" to be taken from');
      }
      const parts = row.sum ?? row.total ?? [];
      for (const [j, part] of parts.entries()) {
        const at = `${path}.${row.sum ? "sum" : "total"}.${j}`;
        const others = rowKeys.filter((key) => key !== row.key);
        if (!known("row", part, others, at)) continue;
        const before = parts.slice(0, j);
        const twice = before.find(
          (other) => other === part || within(other, part) || within(part, other),
        );
        if (twice === undefined) continue;
        const message =
          twice === part ? `"${part}" is added twice` : `"${part}" and "${twice}" count the same`;
        report("duplicate-key", at, message, "a row and a part of it cannot be added");
      }
    }
  }
  for (const [i, { source, row, values, funding }] of scenario.published.entries()) {
    for (const year of keys(values)) {
      const span = parseSpan(year, scenario.yearStarts);
      const at = `published.${i}.values.${year}`;
      if (span !== undefined && inside(span, at)) whole(year, at);
    }
    known("source", source, keys(scenario.sources), `published.${i}.source`);
    const isSame = (other: PublishedRow): boolean =>
      rowName(other.row) === rowName(row) && other.funding === funding;
    if (scenario.published.findIndex(isSame) < i) {
      const message = `"${rowName(row)}" is published above already, for the funding mode ${funding}`;
      const help = "put the years of a row together, or say which funding mode the figures are of";
      report("duplicate-key", `published.${i}.row`, message, help);
    }
  }
}
