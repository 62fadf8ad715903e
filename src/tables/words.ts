/** The dictionary: every word the program prints in tables that no scenario gives, in both languages. */
const words = {
  stocks: { en: "Persons by stage, end of period", sv: "Personer per skede, periodens slut" },
  flows: { en: "Flows of persons", sv: "Flöden av personer" },
  stay: { en: "Mean stay", sv: "Genomsnittlig vistelsetid" },
  staff: { en: "Staff, mean of the period", sv: "Personal, periodens genomsnitt" },
  housing: { en: "Housing, mean of the period", sv: "Boende, periodens genomsnitt" },
  need: { en: "Need and frame per appropriation", sv: "Behov och ram per anslag" },
  "unit-costs": { en: "Unit costs", sv: "Styckkostnader" },
  measures: { en: "Cost of development measures", sv: "Kostnad för utvecklingsinsatser" },
  savings: { en: "Savings from development measures", sv: "Besparingar av utvecklingsinsatser" },
  fit: { en: "Published figures and the model", sv: "Publicerade uppgifter och modellen" },
  assumptions: { en: "Inputs and their origin", sv: "Indata och deras ursprung" },
  group: { en: "Group", sv: "Grupp" },
  flow: { en: "Flow", sv: "Flöde" },
  staffing: { en: "Staff", sv: "Personal" },
  form: { en: "Form of housing", sv: "Boendeform" },
  appropriation: { en: "Appropriation", sv: "Anslag" },
  measure: { en: "Measure", sv: "Insats" },
  input: { en: "Input", sv: "Indata" },
  cell: { en: "Cell", sv: "Cell" },
  persons: { en: "Persons", sv: "Personer" },
  places: { en: "Places", sv: "Platser" },
  unhoused: { en: "Without housing", sv: "Utan boende" },
  own: { en: "Own accommodation", sv: "Eget boende" },
  share: { en: "Share of places", sv: "Andel av platserna" },
  cost: { en: "Cost", sv: "Kostnad" },
  housingTotal: { en: "Total of the agency's housing", sv: "Myndighetens boende totalt" },
  forecastRow: { en: "according to forecast", sv: "enligt prognos" },
  measuresRow: { en: "development measures", sv: "utvecklingsinsatser" },
  needRow: { en: "Need", sv: "Behov" },
  spendingRow: { en: "Spending", sv: "Utgifter" },
  overrunRow: { en: "Spending less frame", sv: "Utgifter minus ram" },
  allAppropriations: { en: "All appropriations", sv: "Samtliga anslag" },
  alone: { en: "By itself", sv: "Enbart" },
  frameRow: { en: "Frame", sv: "Ram" },
  gapRow: { en: "Need less frame", sv: "Behov minus ram" },
  computedFrom: { en: "computed from", sv: "beräknad ur" },
  framesOf: { en: "Frames that follow from", sv: "Ramar som följer av" },
  recorded: { en: "recorded", sv: "fastställd" },
  computed: { en: "computed now", sv: "beräknad nu" },
  pasts: {
    en: "Before the start: the request and the planning run",
    sv: "Före starten: underlaget och planeringskörningen",
  },
  quantity: { en: "Quantity", sv: "Storhet" },
  request: { en: "request", sv: "underlaget" },
  planningRun: { en: "planning run", sv: "planeringen" },
  months: { en: "months", sv: "månader" },
  notRecorded: { en: "not recorded in the scenario", sv: "inte fastställd i scenariot" },
  asChanged: { en: "as changed", sv: "som det ändrats" },
  apart: {
    en: "Differences are rounded by themselves: in print they may be one off in the last decimal",
    sv: "Skillnader avrundas var för sig: i tryck kan sista decimalen skilja på ett",
  },
  unknown: { en: "not known", sv: "inte känd" },
  dayCost: { en: "Housing cost per person and day", sv: "Boendekostnad per person och dygn" },
  placeCost: { en: "Housing cost per place and day", sv: "Boendekostnad per plats och dygn" },
  lineCost: { en: "Unit cost by cost line", sv: "Styckkostnad per kostnadsrad" },
  saved: { en: "Saved", sv: "Besparing" },
  spent: { en: "Cost of measures", sv: "Insatsernas kostnad" },
  net: { en: "Net saving", sv: "Nettobesparing" },
  published: { en: "published", sv: "publicerat" },
  model: { en: "model", sv: "modell" },
  difference: { en: "difference", sv: "skillnad" },
  derived: { en: "derived", sv: "härlett" },
  kind: { en: "Kind", sv: "Slag" },
  source: { en: "Source", sv: "Källa" },
  reason: { en: "Reason", sv: "Skäl" },
  page: { en: "p.", sv: "s." },
  table: { en: "Table", sv: "Tabell" },
  title: { en: "Title", sv: "Rubrik" },
  unit: { en: "Unit", sv: "Enhet" },
  years: { en: "Years", sv: "År" },
  ownTables: { en: "The scenario's own tables", sv: "Scenariots egna tabeller" },
  builtInTables: { en: "Built-in tables", sv: "Inbyggda tabeller" },
} as const satisfies Readonly<Record<string, Readonly<Record<"sv" | "en", string>>>>;

export type Word = keyof typeof words;

export const word = (language: "sv" | "en", id: Word): string => words[id][language];

/** The report on a fit. */
export const calibrationWords = {
  en: {
    summary: "The fit",
    measure: "Measure",
    counts: {
      targets: "Targets",
      numbers: "Fitted numbers",
      freedom: "Degrees of freedom",
      unfitted: "Weighted sum of squared misses in tolerances, unfitted",
      fitted: "fitted, with rounded numbers",
    },
    declared: "found from the declared start",
    start: "start",
    found: "found from start",
    noRun: "the model cannot be run there",
    falling: "still falling",
    parameters: "Fitted numbers",
    number: "Number",
    value: "value",
    from: "from",
    to: "to",
    at: { lower: "on its lower bound", upper: "on its upper bound" },
    inert: "moves no target",
    levels: "Levels that follow from a published frame",
    line: "Cost line",
    planned: "need of the planning run",
    missed: "misses the frame by",
    share: "largest share of the appropriation's need",
    most: "at most",
    targets: "Targets",
    cell: "Cell",
    published: "published",
    unfitted: "unfitted",
    fitted: "fitted",
    difference: "difference",
    tolerances: "tolerances",
    rows: "Misses by row",
    row: "Row",
    net: "net",
    absolute: "absolute",
    zeros: "zeros",
    first: "as first",
    percent: "of what was published",
    apart: "What the targets can tell apart",
    direction: "Direction",
    size: "size",
    left: "Left out and predicted",
    predicted: "predicted",
    error: "error",
    errorPercent: "error (%)",
    notes: {
      levels:
        "Set so that the planning run's need is the frame, with the fitted numbers in both columns",
      missed: "A frame is missed where other lines cost more than it: a level is never below 0",
      rows: "Absolute misses: of the fit, if every figure were 0, if it were the row's first figure, and of the unfitted scenario",
      apart:
        "Size: what the weighted targets move, in tolerances, along the direction over the whole range; below 1 the targets cannot tell its numbers apart",
      left: "Each group predicted by a fit that has not seen it",
    },
  },
  sv: {
    summary: "Anpassningen",
    measure: "Mått",
    counts: {
      targets: "Mål",
      numbers: "Anpassade tal",
      freedom: "Frihetsgrader",
      unfitted: "Vägd summa av kvadrerade missar i toleranser, oanpassat",
      fitted: "anpassat, med avrundade tal",
    },
    declared: "funnet från den angivna starten",
    start: "start",
    found: "funnet från start",
    noRun: "modellen kan inte köras där",
    falling: "sjunker ännu",
    parameters: "Anpassade tal",
    number: "Tal",
    value: "värde",
    from: "från",
    to: "till",
    at: { lower: "på sin nedre gräns", upper: "på sin övre gräns" },
    inert: "flyttar inget mål",
    levels: "Nivåer som följer av en publicerad ram",
    line: "Kostnadsrad",
    planned: "planeringskörningens behov",
    missed: "missar ramen med",
    share: "största andel av anslagets behov",
    most: "högst",
    targets: "Mål",
    cell: "Cell",
    published: "publicerat",
    unfitted: "oanpassat",
    fitted: "anpassat",
    difference: "skillnad",
    tolerances: "toleranser",
    rows: "Missar per rad",
    row: "Rad",
    net: "netto",
    absolute: "absolut",
    zeros: "nollor",
    first: "som första",
    percent: "av det publicerade",
    apart: "Vad målen kan skilja åt",
    direction: "Riktning",
    size: "storlek",
    left: "Utelämnat och förutsagt",
    predicted: "förutsagt",
    error: "fel",
    errorPercent: "fel (%)",
    notes: {
      levels:
        "Satta så att planeringskörningens behov är ramen, med de anpassade talen i båda kolumnerna",
      missed: "En ram missas där andra rader kostar mer än den: en nivå är aldrig under 0",
      rows: "Absoluta missar: anpassningens, om varje uppgift vore 0, om den vore radens första, och det oanpassade scenariots",
      apart:
        "Storlek: hur mycket de vägda målen rör sig, i toleranser, längs riktningen över hela spannet; under 1 kan målen inte skilja dess tal åt",
      left: "Varje grupp förutsagd av en anpassning som inte sett den",
    },
  },
} as const;

/** The report on a forecast that is scored by what came. */
export const backtestWords = {
  en: {
    cells: "Forecast and outcome",
    scores: "How good the forecast was",
    cell: "Cell",
    row: "Row",
    years: "Years from the start",
    months: "Months from the start",
    outcome: "outcome",
    said: { forecast: "forecast", no_change: "no change", same_change: "same change" },
    error: "error",
    errorPercent: "error",
    bias: "mean error",
    mae: "mean absolute error",
    skill: "skill",
    percent: "Mean absolute error in % of the outcome",
    horizon: { years: ["year", "years"], months: ["month", "months"] },
    rows: ["row", "rows"],
    over: { all: "", no_change: " with a past", same_change: " with two past figures" },
    notes: {
      no_change: "No change: the last figure known before the start",
      same_change:
        "Same change: that and, for each period since, the change from the figure before it",
      skill:
        "Skill: 1 − mean absolute error of the forecast ÷ that of the column; 1 is perfect, 0 no better, less is worse",
    },
  },
  sv: {
    cells: "Prognos och utfall",
    scores: "Hur bra prognosen var",
    cell: "Cell",
    row: "Rad",
    years: "År från starten",
    months: "Månader från starten",
    outcome: "utfall",
    said: { forecast: "prognos", no_change: "oförändrat", same_change: "samma ändring" },
    error: "fel",
    errorPercent: "fel",
    bias: "medelfel",
    mae: "absolut medelfel",
    skill: "träffsäkerhet",
    percent: "Absolut medelfel i % av utfallet",
    horizon: { years: ["år", "år"], months: ["månad", "månader"] },
    rows: ["rad", "rader"],
    over: { all: "", no_change: " med känd historia", same_change: " med två kända uppgifter" },
    notes: {
      no_change: "Oförändrat: den sista uppgift som var känd före starten",
      same_change:
        "Samma ändring: den och, för varje period sedan dess, ändringen från uppgiften dessförinnan",
      skill:
        "Träffsäkerhet: 1 − prognosens absoluta medelfel ÷ kolumnens; 1 är fullträff, 0 inte bättre, mindre är sämre",
    },
  },
} as const;

/** What differs between two results. */
export const changeWords = {
  en: {
    title: "Differences",
    none: "No differences",
    cell: "Cell",
    counted: ["cell", "cells"],
    other: "other unit",
    difference: "difference",
    onlyIn: "only in",
    empty: "empty in",
  },
  sv: {
    title: "Skillnader",
    none: "Inga skillnader",
    cell: "Cell",
    counted: ["cell", "celler"],
    other: "annan enhet",
    difference: "skillnad",
    onlyIn: "bara i",
    empty: "tom i",
  },
} as const;

/** The words rendering supplies. */
export type Captions = Readonly<{
  /** Before the number of a table. */
  table: string;
  /** Over the sum of a row, if the table has no word of its own. */
  total: string;
  /** Before what a run was made with that the scenario does not say. */
  runWith: string;
  /** Words of units, where they are not the ones scenarios are written in. */
  units: Readonly<Record<string, string>>;
}>;

export const captions: Readonly<Record<"sv" | "en", Captions>> = {
  sv: {
    table: "Tabell",
    total: "Summa",
    runWith: "Körd med",
    units: {
      persons: "personer",
      places: "platser",
      place: "plats",
      staff: "anställda",
      hours: "timmar",
      day: "dygn",
      month: "månad",
      months: "månader",
      year: "år",
    },
  },
  en: { table: "Table", total: "Total", runWith: "Run with", units: {} },
};

/** A unit as text: `SEK/person-day` is `SEK/person-dygn` in Swedish. Amounts of money keep their names. */
export function unitText(unit: string, language: "sv" | "en"): string {
  const { units } = captions[language];
  return unit.replaceAll(/[a-z]+/gu, (part) =>
    Object.hasOwn(units, part) ? (units[part] ?? part) : part,
  );
}
