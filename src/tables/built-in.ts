/** Tables every scenario has: stocks, flows, stay, staff, housing, need, unit costs, measures, savings, fit, assumptions. */
import { monthOf } from "../core/calendar.ts";
import { drivers } from "../core/check.ts";
import type { Forecast } from "../core/plan.ts";
import { splitAppropriation, type Origin, type Quantity, type Scenario } from "../core/scenario.ts";
import { describeUnit, sameDimensions, unit } from "../core/units.ts";
import { rampAt, readInputs, valueAt, type Inputs } from "../core/inputs.ts";
import { codePoint, flowParts, groupStages, waysOf } from "../core/structure.ts";
import {
  addUp,
  combine,
  isMoney,
  leaf,
  moneyScale,
  output,
  scaled,
  spanOf,
  unknownNote,
  type Column,
  type Context,
  type Values,
} from "./context.ts";
import { citation, rowToCompare } from "./published.ts";
import type { Row, Table } from "./table.ts";
import { word, type Word } from "./words.ts";

interface Shape {
  readonly heading: Word;
  readonly unit: string;
  readonly decimals: number;
  readonly notes?: readonly Word[];
  readonly rows: readonly Row[];
  readonly footnotes?: readonly string[];
}

type Build = (context: Context) => Shape;

const wordOf = ({ language }: Context, id: Word): string => word(language, id);
const heading = (context: Context, key: string, label: Word | { text: string }): Row => ({
  key,
  label: typeof label === "string" ? wordOf(context, label) : label.text,
  kind: "heading",
  values: context.columns.map(() => null),
});

/** A group's row and one per stream that has a part in it. */
function byStream(
  key: string,
  label: string,
  scenario: Scenario,
  streams: readonly string[] | undefined,
  valuesOf: (name: string) => Values | undefined,
): Row[] {
  const parts = (streams ?? Object.keys(scenario.streams)).flatMap((stream) => {
    const values = valuesOf(`${key}/${stream}`);
    return values === undefined
      ? []
      : [leaf(`${key}/${stream}`, scenario.streams[stream]!.label, values, { depth: 1 })];
  });
  const total = valuesOf(key);
  if (total === undefined) return [];
  return [
    { key, label, kind: "sum", parts: parts.map((part) => part.key), values: total },
    ...parts,
  ];
}

const stocks: Build = ({ forecast, columns }) => {
  const { scenario } = forecast;
  return {
    heading: "group",
    unit: "persons",
    decimals: 0,
    rows: Object.entries(scenario.stocks).flatMap(([key, { label, streams }]) =>
      byStream(key, label, scenario, streams, (name) => {
        const stages = groupStages(scenario, name);
        return stages.length === 0 ? undefined : output(forecast, columns, "stock", stages);
      }),
    ),
  };
};

/** People who pass, per column. */
function flowValues({ forecast, columns }: Context, name: string): Values | undefined {
  const parts = flowParts(forecast.scenario, name);
  if (parts.length === 0) return undefined;
  return addUp(
    parts.map(({ set, key }) =>
      output(forecast, columns, set === "move" ? "moved" : "applications", [key]),
    ),
    columns.length,
  );
}

const flows: Build = (context) => {
  const { scenario } = context.forecast;
  return {
    heading: "flow",
    unit: "persons",
    decimals: 0,
    rows: Object.entries(scenario.flows).flatMap(([key, { label, streams }]) =>
      byStream(key, label, scenario, streams, (name) => flowValues(context, name)),
    ),
  };
};

/** Hours that are used up leave a rest of rounding: fewer people, days or months than this are none. */
const nobody = 1e-6;

/** Mean stay by Little's law: mean of opening and closing stock ÷ people who leave the group a month. */
const stay: Build = ({ forecast, columns }) => {
  const { scenario, options } = forecast;
  const counted = Object.entries(scenario.measures).flatMap(([key, measure]) =>
    !options.without.has(key) && forecast.counted(measure) ? [key] : [],
  );
  // The run has been made, so its inputs have no problems.
  const inputs = readInputs(scenario, new Set(counted), scenario.period, () => {});
  const staysOf = (name: string): Values | undefined => {
    const stages = groupStages(scenario, name);
    if (stages.length === 0) return undefined;
    const inside = new Set(stages);
    const exits = stages.flatMap((stage) => {
      const stream = stage.slice(0, stage.indexOf("."));
      return waysOf(scenario, stream)
        .filter(({ from, to }) => `${stream}.${from}` === stage && !inside.has(`${stream}.${to}`))
        .map(({ key }) => key);
    });
    const closing = output(forecast, columns, "stock", stages);
    const opening = stages.reduce((sum, stage) => sum + openingOf(scenario, inputs, stage), 0);
    const leaving = output(forecast, columns, "moved", exits);
    return columns.map(({ months }, i) => {
      const [out, end] = [leaving[i], closing[i]];
      if (typeof out !== "number" || typeof end !== "number" || out < nobody) return null;
      return ((((i === 0 ? opening : (closing[i - 1] ?? 0)) + end) / 2) * months) / out;
    });
  };
  return {
    heading: "group",
    unit: "months",
    decimals: 1,
    rows: Object.entries(scenario.stocks).flatMap(([key, { label, streams }]) =>
      // A mean is not the sum of its parts, so every row is a leaf.
      byStream(key, label, scenario, streams, staysOf).map((row): Row => ({
        ...row,
        kind: "leaf",
        parts: [],
      })),
    ),
  };
};

function openingOf({ streams }: Scenario, { constant }: Inputs, stage: string): number {
  const dot = stage.indexOf(".");
  const { opening } = streams[stage.slice(0, dot)]!;
  const name = stage.slice(dot + 1);
  const quantity = Object.hasOwn(opening, name) ? opening[name] : undefined;
  return quantity === undefined ? 0 : constant(quantity);
}

const staff: Build = ({ forecast, columns }) => ({
  heading: "capacity",
  unit: "staff",
  decimals: 0,
  rows: Object.entries(forecast.scenario.capacities)
    .filter(([, { kind }]) => kind === "staff")
    .map(([key, { label }]) =>
      leaf(key, label, perMonth(output(forecast, columns, "staff", [key]), columns)),
    ),
});

/** Cost lines that pay for housing in a tier. */
const tierLines = ({ costs }: Scenario, tier: string): string[] =>
  Object.keys(costs)
    .filter((key) =>
      costs[key]!.drivers.some((driver) =>
        [`nights/${tier}`, `place_days/${tier}`].includes(driver.split("/").slice(0, 2).join("/")),
      ),
    )
    .toSorted(codePoint);

const perMonth = (values: Values, columns: readonly Column[]): Values =>
  values.map((value, i) => (value === null ? null : value / columns[i]!.months));

const perDay = (values: Values, columns: readonly Column[]): Values =>
  values.map((value, i) => (value === null ? null : value / columns[i]!.days));

const housing: Build = (context) => {
  const { forecast, columns } = context;
  const { scenario } = forecast;
  const scale = moneyScale(forecast)!;
  const tiers = Object.entries(scenario.tiers);
  if (tiers.length === 0) return { heading: "form", unit: "persons", decimals: 0, rows: [] };
  const rows = (
    prefix: string,
    valuesOf: (tier: string) => Values,
    extra: Partial<Row> = {},
  ): Row[] =>
    tiers.map(([key, { label }]) =>
      leaf(`${prefix}/${key}`, label, valuesOf(key), { depth: 1, ...extra }),
    );
  const placesOf = (keys: readonly string[]): Values =>
    perDay(output(forecast, columns, "place_days", keys), columns);
  const own = tiers.filter(([, { runByOthers }]) => !runByOthers).map(([key]) => key);
  const all = placesOf(own);
  const costRows = rows(
    "cost",
    (tier) => scaled(output(forecast, columns, "cost", tierLines(scenario, tier)), scale),
    { unit: scenario.unit, decimals: 0 },
  );
  const costs = costRows.filter(({ key }) => own.includes(key.slice("cost/".length)));
  return {
    heading: "form",
    unit: "persons",
    decimals: 0,
    rows: [
      heading(context, "persons", "persons"),
      ...rows("persons", (tier) => perDay(output(forecast, columns, "nights", [tier]), columns)),
      leaf(
        "persons/own",
        wordOf(context, "own"),
        perDay(output(forecast, columns, "own_days", Object.keys(scenario.needs)), columns),
        { depth: 1 },
      ),
      leaf(
        "persons/unhoused",
        wordOf(context, "unhoused"),
        perMonth(output(forecast, columns, "unhoused", Object.keys(scenario.needs)), columns),
        { depth: 1 },
      ),
      heading(context, "places", "places"),
      ...rows("places", (tier) => placesOf([tier]), { unit: "places" }),
      heading(context, "share", "share"),
      ...Object.entries(scenario.tierGroups).map(([key, group]) =>
        leaf(
          `share/${key}`,
          group.label,
          combine(placesOf(group.tiers), all, (a, b) => (b === 0 ? 0 : a / b)),
          { depth: 1, unit: "", decimals: 2 },
        ),
      ),
      heading(context, "cost", "cost"),
      ...costRows,
      {
        key: "cost/total",
        label: wordOf(context, "housingTotal"),
        kind: "total",
        parts: costs.map(({ key }) => key),
        values: addUp(
          costs.map(({ values }) => values),
          columns.length,
        ),
        unit: scenario.unit,
        decimals: 0,
      },
    ],
  };
};

/** A yearly amount, in proportion to the months of the column: all twelve, those of a run that ends in mid-year, or one. */
const yearly = (columns: readonly Column[], amount: (year: number) => number | undefined): Values =>
  columns.map(({ year, months }) => {
    const value = amount(year);
    return value === undefined ? null : months === 12 ? value : (value * months) / 12;
  });

/** The cost of measures on an appropriation, all or only those this run counts. */
function measureCosts(
  forecast: Forecast,
  columns: readonly Column[],
  appropriation: string,
  counted: boolean,
): Values {
  const keys = Object.keys(forecast.scenario.measures)
    .filter((key) => !counted || forecast.counted(forecast.scenario.measures[key]!))
    .toSorted(codePoint);
  return addUp(
    keys.map((key) => yearly(columns, (year) => forecast.measureCost(key, appropriation, year))),
    columns.length,
  );
}

/** Says which frames are computed, and from what. */
function computedNote(context: Context, key: string): Pick<Row, "footnote"> {
  const { forecast, columns } = context;
  const computed = columns.filter(
    ({ year }) => forecast.frames.get(key)?.get(year)?.kind === "computed",
  );
  const [first, last] = [computed[0], computed.at(-1)];
  if (first === undefined || last === undefined) return {};
  const from = `${wordOf(context, "computedFrom")} ${forecast.scenario.planning!.label}`;
  return { footnote: `${wordOf(context, "frameRow")} ${spanOf(first, last)}: ${from}` };
}

const need: Build = (context) => {
  const { forecast, columns } = context;
  const { scenario } = forecast;
  const scale = moneyScale(forecast)!;
  const areas = [
    ...new Set(Object.keys(scenario.appropriations).map((key) => splitAppropriation(key).area)),
  ];
  const footnotes: string[] = [];
  const rowsOf = (key: string): Row[] => {
    const { area, number } = splitAppropriation(key);
    const { label, items } = scenario.appropriations[key]!;
    const lines = Object.keys(scenario.costs)
      .filter((line) => scenario.costs[line]!.on === key)
      .toSorted(codePoint);
    const cost = (chosen: readonly string[]): Values =>
      scaled(output(forecast, columns, "cost", chosen), scale);
    const forecastValues = cost(lines);
    const measures = scaled(measureCosts(forecast, columns, key, true), scale);
    const total = addUp([forecastValues, measures], columns.length);
    const frame = scaled(
      yearly(columns, (year) => forecast.frames.get(key)?.get(year)?.amount),
      scale,
    );
    const row = (part: string, text: string, values: Values, extra: Partial<Row> = {}): Row =>
      leaf(`${key}/${part}`, text, values, { area, appropriation: number, depth: 1, ...extra });
    const title = `${number} ${label}`;
    const note = unknownNote(context, title, total, {
      label: wordOf(context, "frameRow"),
      values: frame,
    });
    if (note !== undefined) footnotes.push(note);
    const detail = [
      row("forecast", wordOf(context, "forecastRow"), forecastValues, { depth: 2 }),
      ...Object.entries(items).map(([item, text]) =>
        row(
          `item/${item}`,
          text,
          cost(lines.filter((line) => scenario.costs[line]!.item === item)),
          { depth: 3 },
        ),
      ),
      row("measures", wordOf(context, "measuresRow"), measures, { depth: 2 }),
    ];
    return [
      { ...heading(context, key, { text: title }), area, appropriation: number },
      ...(lines.length === 0 && measures.every((value) => value === null) ? [] : detail),
      row(
        "need",
        wordOf(context, forecast.options.funding === "available" ? "spendingRow" : "needRow"),
        total,
        {
          kind: "sum",
          parts: total.every((value) => value === null)
            ? []
            : [`${key}/forecast`, `${key}/measures`],
        },
      ),
      row("frame", wordOf(context, "frameRow"), frame, computedNote(context, key)),
      row(
        "gap",
        wordOf(context, forecast.options.funding === "available" ? "overrunRow" : "gapRow"),
        combine(total, frame, (a, b) => a - b),
      ),
    ];
  };
  return {
    heading: "appropriation",
    unit: scenario.unit,
    // One more than the request prints: need less frame then comes out as printed.
    decimals: 1,
    footnotes,
    rows: areas.flatMap((area) => [
      { ...heading(context, area, { text: scenario.areas[area] ?? area }), area },
      ...Object.keys(scenario.appropriations)
        .filter((key) => splitAppropriation(key).area === area)
        .flatMap(rowsOf),
    ]),
  };
};

const unitCosts: Build = (context) => {
  const { forecast, columns } = context;
  const { scenario } = forecast;
  const { currency } = scenario.money;
  const ratio = (cost: Values, amount: Values): Values =>
    // Where nothing was counted there is no unit cost.
    combine(
      cost,
      amount.map((value) => (value === null || Math.abs(value) < nobody ? null : value)),
      (a, b) => a / b,
    );
  const tiers = Object.entries(scenario.tiers);
  const perTier = (prefix: string, amount: "nights" | "place_days", per: string): Row[] =>
    tiers.map(([key, { label }]) =>
      leaf(
        `${prefix}/${key}`,
        label,
        ratio(
          output(forecast, columns, "cost", tierLines(scenario, key)),
          output(forecast, columns, amount, [key]),
        ),
        { depth: 1, unit: `${currency}/${per}` },
      ),
    );
  return {
    heading: "form",
    unit: currency,
    decimals: 0,
    rows: [
      ...(tiers.length === 0
        ? []
        : [
            heading(context, "day_cost", "dayCost"),
            ...perTier("day_cost", "nights", "person-day"),
          ]),
      ...(tiers.length === 0
        ? []
        : [
            heading(context, "place_cost", "placeCost"),
            ...perTier("place_cost", "place_days", "place-day"),
          ]),
      heading(context, "line", "lineCost"),
      ...Object.entries(scenario.costs).map(([key, { label, drivers: counted }]) => {
        const kind = counted[0]!.split("/")[0] as keyof typeof drivers;
        const amount = unit(drivers[kind].unit);
        // Of money a line pays a share.
        const shown = sameDimensions(amount, unit("money"))
          ? { unit: "", decimals: 4 }
          : { unit: `${currency}/${describeUnit(amount)}` };
        return leaf(
          `line/${key}`,
          label,
          ratio(output(forecast, columns, "cost", [key]), output(forecast, columns, "due", [key])),
          { depth: 1, ...shown },
        );
      }),
    ],
  };
};

const measures: Build = ({ forecast, columns }) => {
  const { scenario } = forecast;
  const scale = moneyScale(forecast)!;
  return {
    heading: "measure",
    unit: scenario.unit,
    decimals: 1,
    rows: [
      ...Object.entries(scenario.measures).map(([key, { label, costs }]) =>
        leaf(
          key,
          label,
          scaled(
            addUp(
              Object.keys(costs)
                .toSorted(codePoint)
                .map((on) => yearly(columns, (year) => forecast.measureCost(key, on, year))),
              columns.length,
            ),
            scale,
          ),
        ),
      ),
      ...Object.keys(scenario.appropriations).map((key) => {
        const { area, number } = splitAppropriation(key);
        return leaf(
          key,
          `${number} ${scenario.appropriations[key]!.label}`,
          scaled(measureCosts(forecast, columns, key, false), scale),
          { area, appropriation: number },
        );
      }),
    ],
  };
};

/**
 * What the measures save: the need without them less the need with their effects, per appropriation, in total, and
 * for each measure by itself.
 */
const savings: Build = (context) => {
  const { columns, inMode, forecast } = context;
  const { scenario } = forecast;
  const scale = moneyScale(forecast)!;
  const without = inMode("need");
  const appropriations = Object.keys(scenario.appropriations).toSorted(codePoint);
  const cost = (run: Forecast, chosen: readonly string[]): Values =>
    scaled(
      output(
        run,
        columns,
        "cost",
        Object.keys(scenario.costs)
          .filter((line) => chosen.includes(scenario.costs[line]!.on))
          .toSorted(codePoint),
      ),
      scale,
    );
  const rowsOf = (
    key: string,
    withThem: Forecast,
    chosen: readonly string[],
    own: Partial<Row>,
  ): Row[] => {
    const saved = combine(cost(without, chosen), cost(withThem, chosen), (a, b) => a - b);
    const spent = scaled(
      addUp(
        chosen.map((on) => measureCosts(withThem, columns, on, true)),
        columns.length,
      ),
      scale,
    );
    const minus = spent.map((value) => (value === null ? null : -value));
    return [
      leaf(`${key}/saved`, wordOf(context, "saved"), saved, { ...own, depth: 1 }),
      leaf(`${key}/spent`, wordOf(context, "spent"), spent, { ...own, depth: 1 }),
      leaf(`${key}/net`, wordOf(context, "net"), addUp([saved, minus], columns.length), {
        ...own,
        depth: 1,
      }),
    ];
  };
  const all = inMode("proposed");
  return {
    heading: "appropriation",
    unit: scenario.unit,
    decimals: 1,
    rows: [
      ...Object.keys(scenario.appropriations).flatMap((key) => {
        if (!Object.values(scenario.costs).some(({ on }) => on === key)) return [];
        const { area, number } = splitAppropriation(key);
        const own = { area, appropriation: number };
        const text = `${scenario.areas[area] ?? area}: ${number} ${scenario.appropriations[key]!.label}`;
        return [{ ...heading(context, key, { text }), ...own }, ...rowsOf(key, all, [key], own)];
      }),
      heading(context, "total", "allAppropriations"),
      ...rowsOf("total", all, appropriations, {}),
      ...Object.keys(scenario.measures).flatMap((measure) => {
        const text = `${wordOf(context, "alone")}: ${scenario.measures[measure]!.label}`;
        return [
          heading(context, `measure/${measure}`, { text }),
          ...rowsOf(`measure/${measure}`, inMode("proposed", measure), appropriations, {}),
        ];
      }),
    ],
  };
};

/** Published figures beside the model's, cell by cell, in the funding mode each figure belongs to. */
const fit: Build = (context) => {
  const { columns, forecast, language, report } = context;
  const { scenario } = forecast;
  return {
    heading: "cell",
    unit: scenario.unit,
    decimals: 2,
    rows: scenario.published.flatMap((figure, n) => {
      const { row, source, page, unit: measure, values, funding, kind } = figure;
      const found = rowToCompare(forecast, (id) => context.table(id, funding), {
        row,
        unit: measure,
      });
      if ("problem" in found) {
        report({ ...found.problem, path: `published.${n}.${found.key}` });
        return [];
      }
      const published = columns.map(({ name }) => values[name] ?? null);
      const model = columns.map(({ name }, i) => (published[i] === null ? null : found.at(name)));
      // One decimal more than print, so that a half that was rounded does not look like a miss of one.
      const own = { unit: measure, depth: 1, decimals: found.decimals };
      const mode = funding === "need" ? "" : ` (${funding})`;
      const cited = citation(scenario.sources, source, page, language);
      const origin = kind === "derived" ? `${cited}, ${wordOf(context, "derived")}` : cited;
      return [
        heading(context, row, { text: `${row}${mode}: ${origin}` }),
        leaf(`${row}/published`, wordOf(context, "published"), published, own),
        leaf(`${row}/model`, wordOf(context, "model"), model, own),
        leaf(
          `${row}/difference`,
          wordOf(context, "difference"),
          combine(model, published, (x, y) => x - y),
          own,
        ),
      ];
    }),
  };
};

/** Every input with its values and where it comes from; seasons and effects too, and what the planning run assumes. */
const assumptions: Build = (context) => {
  const { forecast, columns } = context;
  const { scenario } = forecast;
  const join = (texts: readonly (string | undefined)[]): string =>
    [...new Set(texts.filter((text) => text !== undefined))].join("; ");
  const notesOf = (origins: readonly Origin[]): Pick<Row, "notes"> => {
    const source = ({ source: name, page }: Origin): string | undefined =>
      name === undefined ? undefined : citation(scenario.sources, name, page, context.language);
    return {
      notes: [
        join(origins.map(({ kind }) => kind)),
        join(origins.map(source)),
        join(origins.map(({ why }) => why)),
      ],
    };
  };
  const asGiven = (value: number, { measure }: Quantity): number =>
    (value * measure.denominator) / measure.numerator;
  const rowOf = (prefix: string, quantity: Quantity): Row =>
    leaf(
      `${prefix}${quantity.path}`,
      `${prefix}${quantity.path}`,
      columns.map(({ year, month }) => {
        const value = valueAt(quantity, month ?? monthOf(year, 0), forecast.options.intakeCase);
        return value === undefined || !Number.isFinite(value) ? null : asGiven(value, quantity);
      }),
      { unit: quantity.unit, ...notesOf(quantity.points.map(({ origin }) => origin)) },
    );
  const none = columns.map(() => null);
  const seasons = Object.entries(scenario.intakes).flatMap(([key, { season }]) =>
    season === undefined
      ? []
      : [leaf(`intakes.${key}.season`, `intakes.${key}.season`, none, notesOf([season.origin]))],
  );
  const effects = Object.entries(scenario.measures).flatMap(([key, { effects: list, delay }]) =>
    list.map((effect, i) => {
      const target = scenario.quantities.get(effect.on)!;
      const { change } = effect;
      const values = columns.map(({ year, month }) => {
        // At the end of a year: the ramp as far as it has come.
        const part = rampAt(effect, delay, month ?? monthOf(year, 11));
        return "add" in change
          ? part * asGiven(change.add, target)
          : 1 + part * (change.multiply - 1);
      });
      const path = `development.${key}.effects.${i}`;
      const unitShown = "add" in change ? target.unit : "×";
      return leaf(path, `${path}: ${effect.on}`, values, {
        unit: unitShown,
        ...notesOf([effect.origin]),
      });
    }),
  );
  const assumed = [...(scenario.planning?.assumption.quantities.values() ?? [])].filter(
    (quantity) => scenario.quantities.get(quantity.path) !== quantity,
  );
  return {
    heading: "input",
    unit: "",
    decimals: 4,
    notes: ["kind", "source", "reason"],
    rows: [
      ...[...scenario.quantities.values()].map((quantity) => rowOf("", quantity)),
      ...seasons,
      ...effects,
      ...assumed.map((quantity) => rowOf("planning.set.", quantity)),
    ],
  };
};

export const builtIn: Readonly<Record<string, Build>> = {
  stocks,
  flows,
  stay,
  staff,
  housing,
  need,
  "unit-costs": unitCosts,
  measures,
  savings,
  fit,
  assumptions,
};

/** Builds one of the built-in tables. */
export function buildBuiltIn(id: string, context: Context): Table | undefined {
  const build = Object.hasOwn(builtIn, id) ? builtIn[id] : undefined;
  if (build === undefined) return undefined;
  const { heading: over, notes, footnotes = [], ...rest } = build(context);
  const said = [...footnotes, ...rest.rows.flatMap(({ footnote }) => footnote ?? [])];
  return {
    id,
    numbered: false,
    title: wordOf(context, id as Word),
    heading: wordOf(context, over),
    priced: [rest.unit, ...rest.rows.map((row) => row.unit)].some(
      (shown) => shown !== undefined && isMoney(context.forecast, shown),
    ),
    periods: context.columns.map(({ name }) => name),
    ...(notes === undefined ? {} : { notes: notes.map((note) => wordOf(context, note)) }),
    ...(said.length === 0 ? {} : { footnotes: [...new Set(said)] }),
    ...rest,
  };
}
