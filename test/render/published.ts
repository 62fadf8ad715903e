import type { Report, Row, Table } from "../../src/tables/table.ts";

/** The words of one language in the five published tables. */
interface Words {
  readonly title: string;
  readonly prices: string;
  readonly titles: readonly [string, string, string, string, string];
  readonly places: string;
  readonly appropriation: string;
  readonly total: string;
  readonly centres: string;
  readonly presence: string;
  readonly video: string;
  readonly digital: string;
  readonly competence: string;
  readonly areas: readonly [string, string];
  readonly agency: string;
  readonly forecast: string;
  readonly beyond: string;
  readonly allowances: string;
  readonly counsel: string;
  readonly journeys: string;
  readonly union: string;
  readonly municipalities: string;
}

const swedish: Words = {
  title: "Budgetunderlag 2015–2018",
  prices: "löpande priser",
  titles: [
    "Behov av medel för boendeplatser",
    "Kundcenter, ökad lokal närvaro och video",
    "Digitalisering och e-förvaltning",
    "Behov av medel för kompetensutveckling",
    "Behov utöver föreslagna ramar i BP 2014",
  ],
  places: "Boendeplatser",
  appropriation: "Anslag",
  total: "Totalt",
  centres: "Utveckling av kundcenter",
  presence: "Ökad lokal närvaro",
  video: "Utbyggnad av videoteknik",
  digital: "e-förvaltning, digitalisering",
  competence: "Kompetensutveckling",
  areas: ["Utgiftsområde 8 Migration", "Utgiftsområde 13 Integration och jämställdhet"],
  agency: "Migrationsverket",
  forecast: "varav enligt prognos i februari 2014",
  beyond: "varav utöver prognos",
  allowances: "Ersättningar och bostadskostnader",
  counsel: "Offentliga biträden i utlänningsärenden",
  journeys: "Utresor för avvisade/utvisade",
  union: "Från EU-budgeten finansierade insatser",
  municipalities: "Kommunersättningar",
};

const english: Words = {
  title: "Budget request 2015–2018",
  prices: "current prices",
  titles: [
    "Need of funds for accommodation places",
    "Customer centres, local presence and video",
    "Digitalisation and e-government",
    "Need of funds for competence development",
    "Needs beyond the frames proposed in the Budget Bill for 2014",
  ],
  places: "Accommodation places",
  appropriation: "Appropriation",
  total: "Total",
  centres: "Development of customer centres",
  presence: "More local presence",
  video: "Extension of video technology",
  digital: "e-government, digitalisation",
  competence: "Competence development",
  areas: ["Expenditure area 8 Migration", "Expenditure area 13 Integration and gender equality"],
  agency: "Migration Agency",
  forecast: "of which in the February 2014 forecast",
  beyond: "of which beyond the forecast",
  allowances: "Allowances and housing costs",
  counsel: "Public counsel in aliens cases",
  journeys: "Journeys of the rejected and expelled",
  union: "Measures financed from the EU budget",
  municipalities: "Grants to municipalities",
};

/**
 * Tables 1-5 of the budget request 2015-2018 (p. 6-7). The printed figures are published; the
 * unrounded forecasts in Table 5 are made up to be as awkward as they can be: in 2016 the forecast
 * is 565.6 and the measures 132.5, together 698.1, and what is printed is 566 + 133 = 699.
 */
export function published(language: Report["language"]): Report {
  const words = language === "sv" ? swedish : english;
  return {
    scenario: "feb2014",
    title: words.title,
    language,
    prices: words.prices,
    variant: [],
    tables: [
      measures(words, 1, words.places, [
        leaf("places", `${words.appropriation} 1:1`, [20, 20, 20, 20, 80]),
      ]),
      measures(words, 2, `${words.appropriation} 1:1`, [
        leaf("centres", words.centres, [3, 3, 3, 3, 12]),
        leaf("presence", words.presence, [12.5, 12.5, 12.5, 12.5, 50]),
        leaf("video", words.video, [6, 5, 4.5, 4.5, 20]),
        total(words, ["centres", "presence", "video"], [21.5, 20.5, 20, 20, 82]),
      ]),
      measures(words, 3, `${words.appropriation} 1:1`, [
        leaf("digital", words.digital, [75, 75, 75, 75, 300]),
        leaf("eurodac", "Eurodac", [3.5, 3.5, 2.5, null, 9.5]),
        total(words, ["digital", "eurodac"], [78.5, 78.5, 77.5, 75, 309.5]),
      ]),
      measures(words, 4, `${words.appropriation} 1:1`, [
        leaf("competence", words.competence, [14, 13.5, 12, 8, 47.5]),
      ]),
      needsBeyondFrames(words),
    ],
  };
}

/** What the agency printed in Table 5, by row key. */
export const publishedTable5: Readonly<Record<string, readonly (number | null)[]>> = {
  "8": [null, null, null, null, null],
  "8/1:1": [389, 862, 699, 588, 524],
  "8/1:1/forecast": [389, 728, 566, 458, 401],
  "8/1:1/beyond": [null, 134, 133, 130, 123],
  "8/1:2": [2326, 2453, 2201, 1962, 1684],
  "8/1:2/forecast": [2326, 2453, 2201, 1962, 1684],
  "8/1:6": [0, 69, 11, 0, 0],
  "8/1:7": [0, 4, 8, 5, 7],
  "8/1:8": [31, 7, 0, 0, 0],
  "13": [null, null, null, null, null],
  "13/1:2": [523, 1378, 1590, 1519, 1452],
};

function measures(words: Words, number: 1 | 2 | 3 | 4, heading: string, rows: Row[]): Table {
  return {
    id: String(number),
    numbered: true,
    title: words.titles[number - 1] ?? "",
    heading,
    unit: "mkr",
    priced: true,
    decimals: 1,
    periods: ["2015", "2016", "2017", "2018", "total"],
    columnLabels: { total: words === swedish ? "Summa" : "Total" },
    rows,
  };
}

function needsBeyondFrames(words: Words): Table {
  const of = (area: string, appropriation: string): Pick<Row, "area" | "appropriation"> => ({
    area,
    appropriation,
  });
  return {
    id: "5",
    numbered: true,
    title: words.titles[4],
    heading: words.appropriation,
    unit: "mkr",
    priced: true,
    decimals: 0,
    periods: ["2014", "2015", "2016", "2017", "2018"],
    rows: [
      { key: "8", label: words.areas[0], area: "8", kind: "heading", values: [] },
      {
        ...leaf("8/1:1", `1:1 ${words.agency}`, [388.7, 862.4, 698.1, 587.1, 523.9]),
        ...of("8", "1:1"),
        kind: "sum",
        parts: ["8/1:1/forecast", "8/1:1/beyond"],
      },
      {
        ...leaf("8/1:1/forecast", words.forecast, [388.7, 728.4, 565.6, 457.6, 400.9]),
        ...of("8", "1:1"),
        depth: 1,
      },
      {
        ...leaf("8/1:1/beyond", words.beyond, [null, 134, 132.5, 129.5, 123]),
        ...of("8", "1:1"),
        depth: 1,
      },
      {
        ...leaf("8/1:2", `1:2 ${words.allowances}`, [2325.9, 2453.2, 2200.8, 1962.1, 1684]),
        ...of("8", "1:2"),
        kind: "sum",
        parts: ["8/1:2/forecast"],
      },
      {
        ...leaf("8/1:2/forecast", words.forecast, [2325.9, 2453.2, 2200.8, 1962.1, 1684]),
        ...of("8", "1:2"),
        depth: 1,
      },
      { ...leaf("8/1:6", `1:6 ${words.counsel}`, [0, 69.3, 10.6, -0.4, 0]), ...of("8", "1:6") },
      { ...leaf("8/1:7", `1:7 ${words.journeys}`, [0, 4.2, 7.8, 5, 7.1]), ...of("8", "1:7") },
      { ...leaf("8/1:8", `1:8 ${words.union}`, [31, 7, 0, 0, 0]), ...of("8", "1:8") },
      { key: "13", label: words.areas[1], area: "13", kind: "heading", values: [] },
      {
        ...leaf("13/1:2", `1:2 ${words.municipalities}`, [523, 1377.6, 1590.3, 1518.9, 1452]),
        ...of("13", "1:2"),
      },
    ],
  };
}

function leaf(key: string, label: string, values: Row["values"]): Row {
  return { key, label, kind: "leaf", values };
}

function total(words: Words, parts: readonly string[], values: Row["values"]): Row {
  return { key: "total", label: words.total, kind: "total", parts, values };
}
