/** Tables every scenario has: stocks, flows, stay, staff, housing, need, unit costs, measures, savings, fit, assumptions. */
import type { Column } from "../engine/session.ts";
import { monthsOf } from "../language/calendar.ts";
import { describeUnit, sameDimensions, unit } from "../language/units.ts";
import { drivers } from "../model/costs/drivers.ts";
import { valueAt, type Origin, type Quantity } from "../amounts/quantity.ts";
import { partKey, rowName } from "../model/refs.ts";
import type { Scenario } from "../model/scenario.ts";
import { flowParts, groupStages } from "../model/structure.ts";
import type { FigureRef, View } from "../request/request.ts";
import { isMoney, moneyScale, spansOf, unknownNote, type Context } from "./context.ts";
import { citation, rowToCompare } from "./published.ts";
import type { Shown, Spec, SpecRow } from "./spec.ts";
import type { Row } from "./table.ts";
import { word, type Word } from "./words.ts";

interface Shape {
  readonly heading: Word;
  readonly unit: string;
  readonly decimals: number;
  readonly notes?: readonly Word[];
  readonly rows: readonly SpecRow[];
  readonly footnotes?: (rows: readonly Row[]) => readonly string[];
}

type Build = (context: Context) => Shape;

const wordOf = ({ language }: Context, id: Word): string => word(language, id);

const heading = (context: Context, key: string, label: Word | { text: string }): SpecRow => ({
  key,
  label: typeof label === "string" ? wordOf(context, label) : label.text,
  kind: "heading",
});

const leaf = (key: string, label: string, shows: Shown, extra: Partial<SpecRow> = {}): SpecRow => ({
  key,
  label,
  kind: "leaf",
  shows,
  ...extra,
});

/** Makes cells that show figures of the context's run. */
const figures =
  ({ view }: Pick<Context, "view">, per = 1) =>
  (set: FigureRef["set"], figure: FigureRef["figure"], key: string, other: View = view): Shown => ({
    kind: "figure",
    figure: { figure, set, key },
    view: other,
    per,
  });

/** A group's row and one per stream that has a part in it. */
function byStream(
  of: string,
  label: string,
  scenario: Scenario,
  streams: readonly string[] | undefined,
  shows: (ref: { of: string; stream: string | undefined }) => Shown | undefined,
): SpecRow[] {
  const parts = (streams ?? Object.keys(scenario.streams)).flatMap((stream) => {
    const shown = shows({ of, stream });
    return shown === undefined
      ? []
      : [leaf(partKey({ of, stream }), scenario.streams[stream]!.label, shown, { depth: 1 })];
  });
  const total = shows({ of, stream: undefined });
  if (total === undefined) return [];
  return [
    { key: of, label, kind: "sum", parts: parts.map(({ key }) => key), shows: total },
    ...parts,
  ];
}

/** One of the group's figures, for the group and for each stream with stages in it. */
const groupRows = (context: Context, figure: "stock" | "stay"): SpecRow[] => {
  const { scenario } = context.request;
  return Object.entries(scenario.stocks).flatMap(([key, { label, streams }]) =>
    byStream(key, label, scenario, streams, (group) =>
      groupStages(scenario, group).length === 0
        ? undefined
        : figures(context)("group", figure, partKey(group)),
    ),
  );
};

const stocks: Build = (context) => ({
  heading: "group",
  unit: "persons",
  decimals: 0,
  rows: groupRows(context, "stock"),
});

const flows: Build = (context) => {
  const { scenario } = context.request;
  return {
    heading: "flow",
    unit: "persons",
    decimals: 0,
    rows: Object.entries(scenario.flows).flatMap(([key, { label, streams }]) =>
      byStream(key, label, scenario, streams, (flow) =>
        flowParts(scenario, flow).length === 0
          ? undefined
          : figures(context)("flow", "flow", partKey(flow)),
      ),
    ),
  };
};

const stay: Build = (context) => ({
  heading: "group",
  unit: "months",
  decimals: 1,
  // A mean is not the sum of its parts, so every row is a leaf.
  rows: groupRows(context, "stay").map((row): SpecRow => ({ ...row, kind: "leaf", parts: [] })),
});

const staff: Build = (context) => ({
  heading: "staffing",
  unit: "staff",
  decimals: 0,
  rows: Object.entries(context.request.scenario.staff).map(([key, { label }]) =>
    leaf(key, label, figures(context)("capacity", "staff", key)),
  ),
});

/** A name in a row's key. No name begins with a colon: so one that is a word of the table itself is told from it. */
const inKey = (name: string, words: readonly string[]): string =>
  words.includes(name) ? `:${name}` : name;

const housing: Build = (context) => {
  const { scenario } = context.request;
  const tiers = Object.entries(scenario.tiers);
  if (tiers.length === 0) return { heading: "form", unit: "persons", decimals: 0, rows: [] };
  const show = figures(context);
  const money = figures(context, moneyScale(scenario));
  const words = { persons: ["own", "unhoused"], places: [], cost: ["total"] };
  const keyOf = (prefix: keyof typeof words, tier: string): string =>
    `${prefix}/${inKey(tier, words[prefix])}`;
  const rows = (
    prefix: keyof typeof words,
    of: typeof show,
    extra: Partial<SpecRow> = {},
  ): SpecRow[] =>
    tiers.map(([key, { label }]) =>
      leaf(keyOf(prefix, key), label, of("tier", prefix, key), { depth: 1, ...extra }),
    );
  const inMoney = { unit: scenario.unit, decimals: 0 };
  return {
    heading: "form",
    unit: "persons",
    decimals: 0,
    rows: [
      heading(context, "persons", "persons"),
      ...rows("persons", show),
      leaf("persons/own", wordOf(context, "own"), show("agency", "persons_in_own", "agency"), {
        depth: 1,
      }),
      leaf("persons/unhoused", wordOf(context, "unhoused"), show("agency", "unhoused", "agency"), {
        depth: 1,
      }),
      heading(context, "places", "places"),
      ...rows("places", show, { unit: "places" }),
      heading(context, "share", "share"),
      ...Object.entries(scenario.tierGroups).map(([key, { label }]) =>
        leaf(`share/${key}`, label, show("tier_group", "share_of_places", key), {
          depth: 1,
          unit: "",
          decimals: 2,
        }),
      ),
      heading(context, "cost", "cost"),
      ...rows("cost", money, inMoney),
      {
        key: "cost/total",
        label: wordOf(context, "housingTotal"),
        kind: "total",
        parts: tiers.flatMap(([key, { run_by_others: others }]) =>
          others === true ? [] : [keyOf("cost", key)],
        ),
        shows: money("agency", "housing_cost", "agency"),
        ...inMoney,
      },
    ],
  };
};

/** Says which frames come from the planning run, and whether they are recorded. */
function planningNote({ request, columns, language }: Context, key: string): Partial<SpecRow> {
  const { planning } = request.scenario;
  const kind = planning?.frames === undefined ? "computed" : "recorded";
  const spans = spansOf(columns, (column) => request.frameKind(key, column) === kind);
  if (planning === undefined || spans.length === 0) return {};
  const parts = [
    `${word(language, "computedFrom")} ${planning.label}`,
    ...(planning.changed === true ? [word(language, "asChanged")] : []),
    ...(kind === "computed" ? [word(language, "notRecorded")] : []),
  ];
  return { footnote: `${word(language, "frameRow")} ${spans.join(", ")}: ${parts.join(", ")}` };
}

/** Says so where a printed difference is not that of the printed figures: `[figure, less, difference]`, by row. */
function apartNote(
  context: Context,
  rows: readonly Row[],
  decimals: number,
  differences: readonly (readonly [string, string, string])[],
): string[] {
  const values = new Map(rows.map((row) => [row.key, row.values]));
  const printed = (key: string, column: number): number =>
    Number((values.get(key)?.[column] ?? NaN).toFixed(decimals));
  const isApart = ([figure, less, difference]: readonly [string, string, string]): boolean =>
    context.columns.some((_, i) => {
      const off = printed(figure, i) - printed(less, i) - printed(difference, i);
      return Math.abs(off) > 0.5 * 10 ** -decimals;
    });
  return differences.some(isApart) ? [wordOf(context, "apart")] : [];
}

const need: Build = (context) => {
  const { request, mode } = context;
  const { scenario } = request;
  const show = figures(context, moneyScale(scenario));
  const areas = [...new Set(Object.values(scenario.appropriations).map(({ area }) => area))];
  const titleOf = (key: string): string => {
    const { number, label } = scenario.appropriations[key]!;
    return `${number} ${label}`;
  };
  const rowsOf = (key: string): SpecRow[] => {
    const { area, number, items } = scenario.appropriations[key]!;
    const row = (
      part: "forecast" | "measures" | "need" | "frame" | "gap",
      text: string,
      extra: Partial<SpecRow> = {},
    ): SpecRow => ({
      ...leaf(`${key}/${part}`, text, show("appropriation", part, key)),
      area,
      appropriation: number,
      depth: 1,
      ...extra,
    });
    const hasLines = Object.values(scenario.costs).some(({ on }) => on === key);
    const hasMeasures = Object.values(scenario.measures).some(
      (measure) => Object.hasOwn(measure.costs, key) && request.counts(measure, mode),
    );
    const detail = [
      row("forecast", wordOf(context, "forecastRow"), { depth: 2 }),
      ...Object.entries(items ?? {}).map(([item, text]) => ({
        ...leaf(`${key}/item/${item}`, text, show("item", "forecast", `${key}/${item}`)),
        area,
        appropriation: number,
        depth: 3,
      })),
      row("measures", wordOf(context, "measuresRow"), { depth: 2 }),
    ];
    const some = hasLines || hasMeasures;
    return [
      { ...heading(context, key, { text: titleOf(key) }), area, appropriation: number },
      ...(some ? detail : []),
      row("need", wordOf(context, mode === "available" ? "spendingRow" : "needRow"), {
        kind: "sum",
        parts: some ? [`${key}/forecast`, `${key}/measures`] : [],
      }),
      row("frame", wordOf(context, "frameRow"), planningNote(context, key)),
      row("gap", wordOf(context, mode === "available" ? "overrunRow" : "gapRow")),
    ];
  };
  return {
    heading: "appropriation",
    unit: scenario.unit,
    // One more than the request prints: need less frame then comes out as printed.
    decimals: 1,
    footnotes: (rows) => [
      ...areas.flatMap((area) =>
        Object.keys(scenario.appropriations)
          .filter((key) => scenario.appropriations[key]!.area === area)
          .flatMap((key) => {
            const valuesOf = (part: string): Row["values"] =>
              rows.find((row) => row.key === `${key}/${part}`)?.values ?? [];
            const frame = { label: wordOf(context, "frameRow"), values: valuesOf("frame") };
            return unknownNote(context, titleOf(key), valuesOf("need"), frame) ?? [];
          }),
      ),
      ...apartNote(
        context,
        rows,
        1,
        Object.keys(scenario.appropriations).map((key) => [
          `${key}/need`,
          `${key}/frame`,
          `${key}/gap`,
        ]),
      ),
    ],
    rows: areas.flatMap((area) => [
      { ...heading(context, area, { text: scenario.areas[area] ?? area }), area },
      ...Object.keys(scenario.appropriations)
        .filter((key) => scenario.appropriations[key]!.area === area)
        .flatMap(rowsOf),
    ]),
  };
};

const unitCosts: Build = (context) => {
  const { scenario } = context.request;
  const { currency } = scenario.money;
  const show = figures(context);
  const perTier = (prefix: "day_cost" | "place_cost", per: string, label: Word): SpecRow[] => {
    const tiers = Object.entries(scenario.tiers);
    if (tiers.length === 0) return [];
    return [
      heading(context, prefix, label),
      ...tiers.map(([key, tier]) =>
        leaf(`${prefix}/${key}`, tier.label, show("tier", prefix, key), {
          depth: 1,
          unit: `${currency}/${per}`,
        }),
      ),
    ];
  };
  return {
    heading: "form",
    unit: currency,
    decimals: 0,
    rows: [
      ...perTier("day_cost", "person-day", "dayCost"),
      ...perTier("place_cost", "place-day", "placeCost"),
      heading(context, "line", "lineCost"),
      ...Object.entries(scenario.costs).map(([key, { label, drivers: counted }]) => {
        const amount = unit(drivers[counted[0]!.kind].unit);
        // Of money a line pays a share.
        const shown = sameDimensions(amount, unit("money"))
          ? { unit: "", decimals: 4 }
          : { unit: `${currency}/${describeUnit(amount)}` };
        return leaf(`line/${key}`, label, show("line", "unit_cost", key), { depth: 1, ...shown });
      }),
    ],
  };
};

const measures: Build = (context) => {
  const { scenario } = context.request;
  const show = figures(context, moneyScale(scenario));
  return {
    heading: "measure",
    unit: scenario.unit,
    decimals: 1,
    rows: [
      ...Object.entries(scenario.measures).map(([key, { label }]) =>
        leaf(key, label, show("measure", "cost", key)),
      ),
      ...Object.entries(scenario.appropriations).map(([key, { area, number, label }]) =>
        leaf(key, `${number} ${label}`, show("appropriation", "all_measures", key), {
          area,
          appropriation: number,
        }),
      ),
    ],
  };
};

/**
 * What the measures save: the need without them less the need with their effects, per appropriation, in total, and
 * for each measure by itself.
 */
const savings: Build = (context) => {
  const { scenario } = context.request;
  const show = figures(context, moneyScale(scenario));
  const rowsOf = (
    key: string,
    set: "appropriation" | "agency",
    element: string,
    view: View,
    own: Partial<SpecRow>,
  ): SpecRow[] =>
    (
      [
        ["saved", "saved"],
        ["spent", "measures"],
        ["net", "net"],
      ] as const
    ).map(([part, figure]) =>
      leaf(`${key}/${part}`, wordOf(context, part), show(set, figure, element, view), {
        ...own,
        depth: 1,
      }),
    );
  const all: View = { mode: "proposed" };
  return {
    heading: "appropriation",
    unit: scenario.unit,
    decimals: 1,
    footnotes: (rows) =>
      apartNote(
        context,
        rows,
        1,
        rows.flatMap(({ key }) => {
          const [, of] = /^(.*)\/net$/.exec(key) ?? [];
          return of === undefined ? [] : [[`${of}/saved`, `${of}/spent`, `${of}/net`] as const];
        }),
      ),
    rows: [
      ...Object.entries(scenario.appropriations).flatMap(([key, { area, number, label }]) => {
        const isPaid =
          Object.values(scenario.costs).some(({ on }) => on === key) ||
          Object.values(scenario.measures).some(({ costs }) => key in costs);
        if (!isPaid) return [];
        const own = { area, appropriation: number };
        const text = `${scenario.areas[area] ?? area}: ${number} ${label}`;
        const name = `${inKey(area, ["total", "measure"])}/${number}`;
        return [
          { ...heading(context, name, { text }), ...own },
          ...rowsOf(name, "appropriation", key, all, own),
        ];
      }),
      heading(context, "total", "allAppropriations"),
      ...rowsOf("total", "agency", "agency", all, {}),
      ...Object.entries(scenario.measures).flatMap(([only, { label }]) => [
        heading(context, `measure/${only}`, { text: `${wordOf(context, "alone")}: ${label}` }),
        ...rowsOf(`measure/${only}`, "agency", "agency", { ...all, only }, {}),
      ]),
    ],
  };
};

/** Published figures beside the model's, cell by cell, in the funding mode each figure belongs to. */
const fit: Build = (context) => {
  const { request, language, report } = context;
  const { scenario } = request;
  return {
    heading: "cell",
    unit: scenario.unit,
    decimals: 2,
    rows: scenario.published.flatMap((figure, n) => {
      const { row, source, page, unit: measure, values, funding, kind } = figure;
      const found = rowToCompare(scenario, (id) => context.spec(id, funding), {
        row,
        unit: measure,
      });
      if ("problem" in found) {
        report({ ...found.problem, path: `published.${n}.${found.key}` });
        return [];
      }
      const published: Shown = { kind: "given", at: ({ name }) => values[name] ?? null };
      const model: Shown = { kind: "where", of: found.shows, where: published };
      // One decimal more than print, so that a half that was rounded does not look like a miss of one.
      const own = { unit: measure, depth: 1, decimals: found.decimals };
      const mode = funding === "need" ? "" : ` (${funding})`;
      const cited = citation(scenario.sources, source, page, language);
      const origin = kind === "derived" ? `${cited}, ${wordOf(context, "derived")}` : cited;
      const name = rowName(row);
      const isAlone = scenario.published.filter((one) => rowName(one.row) === name).length === 1;
      const steps = name.split("/");
      const last = inKey(steps.at(-1) ?? "", ["published", "model", "difference"]);
      const address = [...steps.slice(0, -1), last].join("/");
      const key = isAlone || funding === "need" ? address : `${address}/${funding}`;
      return [
        heading(context, key, { text: `${name}${mode}: ${origin}` }),
        leaf(`${key}/published`, wordOf(context, "published"), published, own),
        leaf(`${key}/model`, wordOf(context, "model"), model, own),
        leaf(
          `${key}/difference`,
          wordOf(context, "difference"),
          { kind: "difference", of: model, less: published, least: -Infinity },
          own,
        ),
      ];
    }),
  };
};

/** Every input with its values and where it comes from; seasons and effects too, and what the planning run assumes. */
const assumptions: Build = (context) => {
  const { request, language } = context;
  const { scenario, options } = request;
  const start = scenario.period.from;
  const { intakes, streams } = scenario;
  const both = [scenario, ...(scenario.planning ? [scenario.planning.assumption] : [])];
  /** What comes in cases: all other inputs have one value, whatever case is run. */
  const volumes = new Set<Quantity>([
    ...Object.values(intakes).map(({ volume }) => volume),
    ...Object.values(streams).flatMap(({ intake }) =>
      intake !== undefined && "volume" in intake ? [intake.volume] : [],
    ),
  ]);
  /** What is read when the run starts, and never again. */
  const once = new Set<Quantity>([
    ...both.flatMap((one) =>
      Object.values(one.streams).flatMap(({ opening }) => Object.values(opening)),
    ),
    ...both.flatMap((one) => Object.values(one.staff).map(({ before }) => before)),
  ]);
  /** The value in a period: the mean of its months where they differ; none unless all have one. */
  const valueIn = (quantity: Quantity, { from, to }: Column): number | null => {
    const which = volumes.has(quantity) ? options.intakeCase : "mid";
    if (once.has(quantity)) return from === 0 ? (valueAt(quantity, start) ?? null) : null;
    const values = monthsOf({ from: start + from, to: start + to - 1 }).map((month) =>
      valueAt(quantity, month, which),
    );
    const known = values.filter((value) => value !== undefined);
    const [first] = known;
    if (first === undefined || known.length < values.length) return null;
    return known.every((value) => value === first)
      ? first
      : known.reduce((total, value) => total + value, 0) / known.length;
  };
  const join = (texts: readonly (string | undefined)[]): string =>
    [...new Set(texts.filter((text) => text !== undefined))].join("; ");
  const notesOf = (origins: readonly Origin[]): Pick<SpecRow, "notes"> => {
    const source = ({ source: name, page }: Origin): string | undefined =>
      name === undefined ? undefined : citation(scenario.sources, name, page, language);
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
  const rowOf = (prefix: string, quantity: Quantity): SpecRow =>
    leaf(
      `${prefix}${quantity.path}`,
      `${prefix}${quantity.path}`,
      {
        kind: "given",
        at: (column) => {
          const value = valueIn(quantity, column);
          return value === null || !Number.isFinite(value) ? null : asGiven(value, quantity);
        },
      },
      { unit: quantity.unit, ...notesOf(quantity.points.map(({ origin }) => origin)) },
    );
  const none: Shown = { kind: "given", at: () => null };
  const seasons = Object.entries(scenario.intakes).flatMap(([key, { season }]) =>
    season === undefined
      ? []
      : [leaf(`intakes.${key}.season`, `intakes.${key}.season`, none, notesOf([season.origin]))],
  );
  const effects = Object.entries(scenario.measures).flatMap(([key, { effects: list }]) =>
    list.map((effect, i) => {
      const target = scenario.quantities.get(effect.on)!;
      const path = `measures.${key}.effects.${i}`;
      const figure = { figure: "there", set: "effect", key: `${key} ${i}` } as const;
      const shown: Shown = { kind: "figure", figure, view: { mode: "proposed" }, per: 1 };
      const { numerator, denominator } = target.measure;
      return "add" in effect.change
        ? leaf(
            path,
            `${path}: ${effect.on}`,
            { kind: "scaled", of: shown, by: denominator / numerator },
            { unit: target.unit, ...notesOf([effect.origin]) },
          )
        : leaf(path, `${path}: ${effect.on}`, shown, { unit: "×", ...notesOf([effect.origin]) });
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

/** The spec of one of the built-in tables. */
export function builtInSpec(id: string, context: Context): Spec | undefined {
  const build = Object.hasOwn(builtIn, id) ? builtIn[id] : undefined;
  if (build === undefined) return undefined;
  const { heading: over, notes, footnotes = () => [], ...rest } = build(context);
  return {
    id,
    numbered: false,
    title: wordOf(context, id as Word),
    heading: wordOf(context, over),
    priced: [rest.unit, ...rest.rows.map((row) => row.unit)].some(
      (shown) => shown !== undefined && isMoney(context.request.scenario, shown),
    ),
    columns: context.columns,
    total: false,
    ...(notes === undefined ? {} : { notes: notes.map((note) => wordOf(context, note)) }),
    ...rest,
    footnotes: (rows) => [
      ...footnotes(rows),
      ...rest.rows.flatMap(({ footnote }) => footnote ?? []),
    ],
  };
}
