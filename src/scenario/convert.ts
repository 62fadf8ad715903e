/** From the file's shape to the scenario of the core: defaults filled in, keys renamed, effects' units checked. */
import { monthOfYear, type Month } from "../core/calendar.ts";
import type {
  Effect,
  Intake,
  PublishedRow,
  Quantity,
  Scenario,
  Season,
  TableSpec,
} from "../core/scenario.ts";
import type { Money } from "../core/units.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { oneOf } from "../diagnostics/suggest.ts";
import type { ReadColumn } from "./quantity.ts";
import { isQuantity, parseSpan, readOrigin, readQuantity } from "./quantity.ts";
import type { ScenarioFile } from "./schema.ts";

type Report = (problem: Diagnostic) => void;

/** Gives every quantity its full path and collects them. Quantities are fresh from the parser, so this is their making. */
function collectQuantities(
  node: unknown,
  path: readonly string[],
  found: Map<string, Quantity>,
): void {
  if (typeof node !== "object" || node === null) return;
  if (isQuantity(node)) {
    const named = node as { path: string };
    named.path = path.join(".");
    found.set(named.path, node);
    return;
  }
  for (const [key, value] of Object.entries(node)) collectQuantities(value, [...path, key], found);
}

const mapValues = <T, U>(
  record: Readonly<Record<string, T>> | undefined,
  change: (value: T, key: string) => U,
): Record<string, U> =>
  Object.fromEntries(Object.entries(record ?? {}).map(([key, value]) => [key, change(value, key)]));

type FileSeason = NonNullable<NonNullable<ScenarioFile["intakes"]>[string]["season"]>;

/** Twelve shares of the year, from weights or from a monthly series over some years. */
function readSeason(
  season: FileSeason | undefined,
  path: string,
  column: ReadColumn,
  report: Report,
): Season | undefined {
  if (season === undefined) return undefined;
  const weights = "weights" in season ? season.weights : monthlySums(season, path, column, report);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total > 0 && Number.isFinite(total)) {
    return { weights: weights.map((weight) => weight / total), origin: readOrigin(season) };
  }
  report({
    code: "out-of-range",
    severity: "error",
    message: "a season's weights have to add up to a number above zero",
    path,
  });
  return undefined;
}

function monthlySums(
  season: { csv: string; over: string },
  path: string,
  column: ReadColumn,
  report: Report,
): number[] {
  const span = parseSpan(season.over);
  if (span === undefined || (span.to - span.from + 1) % 12 !== 0) {
    report({
      code: "wrong-type",
      severity: "error",
      message: `"${season.over}" is not a number of whole years`,
      help: "write 2010-01..2013-12",
      path: `${path}.over`,
    });
    return [1];
  }
  const sums = Array.from({ length: 12 }, () => 0);
  const seen = new Set<Month>();
  const series = column(season.csv);
  if (!series.ok) {
    for (const problem of series.diagnostics) report({ path: `${path}.csv`, ...problem });
    return [1];
  }
  for (const { from, to, value } of series.values) {
    if (from !== to || from < span.from || from > span.to) continue;
    seen.add(from);
    const index = monthOfYear(from);
    sums[index] = (sums[index] ?? 0) + value;
  }
  if (seen.size < span.to - span.from + 1) {
    report({
      code: "missing-key",
      severity: "error",
      message: `the series lacks ${span.to - span.from + 1 - seen.size} of the months in ${season.over}`,
      path: `${path}.csv`,
    });
  }
  return sums;
}

/** The scenario of a file that has the right shape, without its planning assumption. Names are not checked here. */
export function convert(
  file: ScenarioFile,
  money: Money,
  { column, tables: order }: { readonly column: ReadColumn; readonly tables: readonly string[] },
  report: Report,
): Scenario {
  const quantities = new Map<string, Quantity>();
  collectQuantities(file, [], quantities);
  const unit = file.unit ?? money.unit;

  const effect = (
    given: NonNullable<NonNullable<ScenarioFile["development"]>[string]["effects"]>[number],
    path: string,
  ): Effect[] => {
    const target = quantities.get(given.on);
    const problem = (code: Diagnostic["code"], message: string, help: string): Effect[] => {
      report({ code, severity: "error", message, help, path });
      return [];
    };
    if (target === undefined) {
      return problem(
        "unknown-name",
        `there is no input "${given.on}"`,
        `give the path of an input; ${oneOf(given.on, closest(given.on, [...quantities.keys()]))}`,
      );
    }
    const { from, ramp = 0, until, add, multiply } = given;
    if (until !== undefined && until < from) {
      return problem(
        "out-of-range",
        "the effect ends before it starts",
        "put `until` after `from`",
      );
    }
    if ((add === undefined) === (multiply === undefined)) {
      return problem(
        "missing-key",
        "an effect adds or multiplies",
        'give one of "add" and "multiply"',
      );
    }
    const base = { on: given.on, from, ramp, until, origin: readOrigin(given) };
    if (multiply !== undefined) return [{ ...base, change: { multiply } }];
    const amount = readQuantity(add, { unit: target.unit, min: -Infinity }, [], {
      money,
      column,
      problem: (code, message, _, help) => problem(code, message, help ?? ""),
    });
    const added = amount?.points[0]?.mid;
    return added === undefined ? [] : [{ ...base, change: { add: added } }];
  };

  const intake = (
    given: { volume: Quantity; season?: FileSeason | undefined },
    path: string,
  ): Omit<Intake, "label"> => ({
    volume: given.volume,
    season: readSeason(given.season, `${path}.season`, column, report),
  });

  const { housing, groups } = file;
  return {
    name: file.name,
    title: file.title,
    language: file.language,
    money,
    unit,
    period: { from: file.period.from, to: file.period.to },
    prices: file.period.prices,
    sources: mapValues(file.sources, ({ title, by, published }) => ({ title, by, published })),
    areas: file.areas ?? {},
    strategicAreas: file.strategic_areas ?? {},
    intakes: mapValues(file.intakes, (given, key) => ({
      label: given.label,
      ...intake(given, `intakes.${key}`),
    })),
    streams: mapValues(file.streams, (stream, key) => ({
      label: stream.label,
      process: stream.process,
      intake:
        stream.intake === undefined || "of" in stream.intake
          ? stream.intake
          : intake({ volume: stream.intake, season: stream.season }, `streams.${key}`),
      follows: (stream.follows ?? []).map((given) => {
        if ("stock" in given) return { stock: given.stock, ratio: given.ratio };
        const { flow, ratio, lag, history } = given;
        return { flow, ratio, lag, history };
      }),
      shares: stream.shares ?? {},
      opening: stream.opening ?? {},
      work: mapValues(stream.work, ({ effort, aim, shortest, floor }) => ({
        effort,
        aim,
        shortest,
        floor,
      })),
    })),
    processes: mapValues(file.processes, ({ start, stages, ends }) => ({
      start,
      ends,
      stages: mapValues(stages, ({ leave, to, unserved }) => ({
        to,
        unserved,
        leave:
          "capacity" in leave
            ? { by: "capacity" as const, capacity: leave.capacity }
            : "places" in leave
              ? { by: "places" as const, capacity: leave.places }
              : "after" in leave
                ? { by: "after" as const, months: leave.after }
                : { by: "rate" as const, rate: leave.rate },
      })),
    })),
    capacities: mapValues(file.capacities, (given) =>
      "places" in given
        ? {
            kind: "places" as const,
            label: given.label,
            places: given.places,
            serves: given.serves,
          }
        : {
            kind: "staff" as const,
            label: given.label,
            before: given.staff,
            plan: given.plan,
            productivity: given.productivity,
            hire: given.hire,
            shed: given.shed,
            steady: given.steady ?? false,
            serves: given.serves,
          },
    ),
    stocks: mapValues(groups?.stocks, ({ label, stages, streams }) => ({ label, stages, streams })),
    flows: mapValues(groups?.flows, ({ label, moves, streams }) => ({ label, moves, streams })),
    tierGroups: groups?.tiers ?? {},
    needs: mapValues(housing?.needs, ({ label, streams, stages, own }) => ({
      label,
      streams,
      stages,
      own,
    })),
    tiers: Object.fromEntries(
      (housing?.order ?? []).flatMap((key) => {
        const tier =
          housing !== undefined && Object.hasOwn(housing.tiers, key)
            ? housing.tiers[key]
            : undefined;
        if (tier === undefined) return [];
        const {
          label,
          places,
          pace,
          release,
          most,
          occupancy,
          reserve,
          food = false,
          run_by_others: runByOthers = false,
        } = tier;
        return [
          [
            key,
            {
              label,
              places: places === "unlimited" ? undefined : places,
              pace,
              release,
              most,
              occupancy,
              reserve,
              food,
              runByOthers,
              for: tier.for,
            },
          ],
        ];
      }),
    ),
    appropriations: mapValues(
      file.appropriations,
      ({ label, basis, items, frame, computed, available }) => ({
        label,
        basis,
        items: items ?? {},
        frame,
        computed: computed ?? true,
        available,
      }),
    ),
    indices: file.indices ?? {},
    costs: mapValues(
      file.costs,
      ({ label, on, item, driver, cost, index, lag, spread, history }) => ({
        label,
        on,
        item,
        drivers: typeof driver === "string" ? [driver] : driver,
        cost,
        index,
        lag: lag ?? 0,
        spread: spread ?? 1,
        history,
      }),
    ),
    measures: mapValues(
      file.development,
      ({ label, strategic_area: strategicArea, costs, effects, financed_within, delay }, key) => ({
        label,
        strategicArea,
        costs,
        effects: (effects ?? []).flatMap((given, i) =>
          effect(given, `development.${key}.effects.${i}.on`),
        ),
        financedWithin: financed_within ?? false,
        delay: delay ?? 0,
      }),
    ),
    capped: file.capped,
    planning: undefined,
    tables: new Map(
      tablesInOrder(file.tables, order).map(([id, table]): [string, TableSpec] => [
        id,
        {
          title: table.title,
          heading: table.heading ?? "",
          unit: table.unit ?? unit,
          decimals: table.decimals ?? 0,
          years: table.years,
          total: table.total,
          rows: table.rows.map(
            ({ key, label, depth, show, given, source, page, less, least, sum, total }) => ({
              key,
              label,
              depth: depth ?? 0,
              show,
              given,
              source,
              page: pagesOf(page),
              less,
              least,
              sum,
              total,
            }),
          ),
        },
      ]),
    ),
    published: (file.published ?? []).map((given): PublishedRow => ({
      row: given.row,
      source: given.source,
      page: pagesOf(given.page),
      kind: given.kind ?? "published",
      unit: given.unit ?? unit,
      funding: given.funding ?? "need",
      values: given.values,
      tolerance: given.tolerance === undefined ? undefined : largest([given.tolerance].flat()),
      weight: given.weight ?? 1,
      compare: given.compare ?? "equal",
    })),
    calibration: file.calibration && {
      fit: file.calibration.fit.map(({ input, ...rest }) => ({ inputs: [input].flat(), ...rest })),
      levels: (file.calibration.levels ?? []).map(({ at_most: atMost, ...rest }) => ({
        atMost,
        ...rest,
      })),
      leaveOut: file.calibration.leave_out ?? {},
    },
    quantities,
  };
}

/** The tables of the file in its order; those that are not in the file, because they were set, come last. */
function tablesInOrder<T>(
  tables: Readonly<Record<string, T>> = {},
  order: readonly string[],
): [string, T][] {
  const place = (key: string): number => (order.includes(key) ? order.indexOf(key) : order.length);
  return Object.entries(tables).toSorted(([a], [b]) => place(a) - place(b));
}

type Page = NonNullable<ScenarioFile["published"]>[number]["page"];

const pagesOf = (page: Page): string | undefined =>
  page === undefined ? undefined : [page].flat().join(", ");

const largest = (
  list: readonly { readonly amount: number; readonly share: number }[],
): NonNullable<PublishedRow["tolerance"]> => ({
  amount: Math.max(...list.map(({ amount }) => amount)),
  share: Math.max(...list.map(({ share }) => share)),
});

/** The paths that share the longest beginning with a mistyped one, for a message that can be read. */
export function closest(path: string, known: readonly string[]): string[] {
  const steps = path.split(".");
  for (let length = steps.length - 1; length > 0; length -= 1) {
    const start = `${steps.slice(0, length).join(".")}.`;
    const found = known.filter((candidate) => candidate.startsWith(start));
    if (found.length > 0) return found.slice(0, 12);
  }
  return known.slice(0, 12);
}
