/** Checks the tables of a scenario and its published figures. */
import { budgetYears, monthName, parseSpan } from "../../language/calendar.ts";
import { brief } from "../../diagnostics/brief.ts";
import { rowName } from "../refs.ts";
import type { Checking } from "../checking.ts";

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
    const [declared, seen] = [new Set(rowKeys), new Set<string>()];
    const partsOf = new Map(rows.map((row) => [row.key, row.sum ?? row.total ?? []]));
    /** All rows that a row adds up, through sums of sums. */
    const within = new Map<string, ReadonlySet<string>>();
    const addedIn = (row: string): ReadonlySet<string> => {
      const made = within.get(row);
      if (made !== undefined) return made;
      const found = new Set<string>();
      within.set(row, found);
      const rest = [...(partsOf.get(row) ?? [])];
      for (let next = rest.pop(); next !== undefined; next = rest.pop()) {
        if (found.has(next)) continue;
        found.add(next);
        rest.push(...(partsOf.get(next) ?? []));
      }
      return found;
    };
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
      const before = new Set<string>();
      for (const [j, part] of parts.entries()) {
        const at = `${path}.${row.sum ? "sum" : "total"}.${j}`;
        if (!declared.has(part) || part === row.key) {
          const others = rowKeys.filter((key) => key !== row.key);
          known("row", part, others, at);
          continue;
        }
        const own = addedIn(part);
        const twice = before.has(part)
          ? part
          : [...before].find((other) => own.has(other) || addedIn(other).has(part));
        before.add(part);
        if (twice === undefined) continue;
        const message =
          twice === part
            ? `"${brief(part)}" is added twice`
            : `"${brief(part)}" and "${brief(twice)}" count the same`;
        report("duplicate-key", at, message, "a row and a part of it cannot be added");
      }
    }
  }
  const published = new Set<string>();
  for (const [i, { source, row, values, funding }] of scenario.published.entries()) {
    for (const year of keys(values)) {
      const span = parseSpan(year, scenario.yearStarts);
      const at = `published.${i}.values.${year}`;
      if (span !== undefined && inside(span, at)) whole(year, at);
    }
    known("source", source, keys(scenario.sources), `published.${i}.source`);
    const name = `${rowName(row)} ${funding}`;
    if (published.has(name)) {
      const message = `"${brief(rowName(row))}" is published above already, for the funding mode ${funding}`;
      const help = "put the years of a row together, or say which funding mode the figures are of";
      report("duplicate-key", `published.${i}.row`, message, help);
    }
    published.add(name);
  }
}
