/** Checks the tables of a scenario and its published figures. */
import { budgetYears, monthName } from "../../language/calendar.ts";
import { brief } from "../../diagnostics/brief.ts";
import { rowName } from "../refs.ts";
import type { Checking } from "../checking.ts";

export function checkTables({ scenario, report, known, keys }: Checking): void {
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
    const [declared, seen] = [new Set(rowKeys), new Set<string>()];
    for (const [i, row] of rows.entries()) {
      const path = `tables.${id}.rows.${i}`;
      if (seen.has(row.key)) {
        report("duplicate-key", `${path}.key`, `row "${brief(row.key)}" stands here twice`);
      }
      seen.add(row.key);
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
      for (const [j, part] of (row.sum ?? row.total ?? []).entries()) {
        if (declared.has(part) && part !== row.key) continue;
        known(
          "row",
          part,
          rowKeys.filter((key) => key !== row.key),
          `${path}.${row.sum ? "sum" : "total"}.${j}`,
        );
      }
    }
  }
  const published = new Set<string>();
  for (const [i, { source, row }] of scenario.published.entries()) {
    known("source", source, keys(scenario.sources), `published.${i}.source`);
    if (published.has(rowName(row))) {
      const message = `"${rowName(row)}" is published above already`;
      report("duplicate-key", `published.${i}.row`, message, "put the years of a row together");
    }
    published.add(rowName(row));
  }
}
