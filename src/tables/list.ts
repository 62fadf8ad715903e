/** Which tables a scenario can print. */
import { budgetYears, parseYears } from "../language/calendar.ts";
import type { Scenario } from "../model/scenario.ts";
import { builtIn } from "./built-in.ts";
import type { Language, Report, Row, Table } from "./table.ts";
import { word, type Word } from "./words.ts";

/** One of them. */
interface Listed {
  readonly id: string;
  /** Whether it is one of the scenario's own. */
  readonly own: boolean;
  readonly title: string;
  /** What its cells are in; undefined where rows have units of their own. */
  readonly unit: string | undefined;
  /** Names of budget years. */
  readonly years: readonly string[];
}

export interface TableList {
  readonly scenario: string;
  readonly title: string;
  readonly language: Language;
  readonly prices: string;
  /** The scenario's own in the order they are printed, then the built-in ones. */
  readonly tables: readonly Listed[];
}

export function listTables(scenario: Scenario, language: Language = scenario.language): TableList {
  const { name, title, prices, period, yearStarts, tables } = scenario;
  return {
    scenario: name,
    title,
    language,
    prices,
    tables: [
      ...[...tables].map(([id, spec]) => ({ id, own: true, ...shapeOf(spec) })),
      ...Object.keys(builtIn).map((id) => ({
        id,
        own: false,
        title: word(language, id as Word),
        unit: undefined,
        years: budgetYears(period, yearStarts).map((year) => year.name),
      })),
    ],
  };
}

const shapeOf = ({
  title,
  unit,
  years,
}: Pick<Listed, "title" | "years"> & { readonly unit: string }): Pick<
  Listed,
  "title" | "unit" | "years"
> => ({ title, unit, years });

/** `2015–2018`, or `2015, 2017` where years are left out. */
function spanOf(years: readonly string[]): string {
  const [first = "", last = first] = [years[0], years.at(-1)];
  const whole = parseYears(`${first}..${last}`);
  if (whole?.length !== years.length) return years.join(", ");
  return first === last ? first : `${first}–${last}`;
}

/** The list as a report: for people to read. */
export function listReport({ tables, language, ...head }: TableList): Report {
  const table = (id: string, title: Word, own: boolean): Table[] => {
    const rows = tables
      .filter((listed) => listed.own === own)
      .map(({ id: key, title: text, unit, years }): Row => ({
        key,
        label: key,
        kind: "leaf",
        values: [],
        notes: [text, ...(own ? [unit ?? ""] : []), spanOf(years)],
      }));
    if (rows.length === 0) return [];
    const columns = ["title", ...(own ? (["unit"] as const) : []), "years"] as const;
    return [
      {
        id,
        numbered: false,
        title: word(language, title),
        heading: word(language, "table"),
        unit: "",
        priced: false,
        decimals: 0,
        periods: [],
        notes: columns.map((column) => word(language, column)),
        rows,
      },
    ];
  };
  return {
    ...head,
    language,
    variant: [],
    tables: [...table("own", "ownTables", true), ...table("built-in", "builtInTables", false)],
  };
}
