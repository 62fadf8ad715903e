/**
 * A scenario as the rest of the program sees it: read, checked for shape, units converted to base units
 * (persons, places, staff, hours, money, days, months). Names are not yet resolved; `world` does that.
 */
import type { Month, Period } from "./calendar.ts";
import type { Money, Unit } from "./units.ts";

/** Where an input comes from. A bare number is `assumed`. */
export type Provenance = "published" | "derived" | "assumed" | "calibrated";

/** A value that holds from one month to another, both included; an intake may have a range. */
export interface Point {
  readonly from: Month;
  readonly to: Month;
  readonly low: number;
  readonly mid: number;
  readonly high: number;
  readonly origin: Origin;
}

export interface Bounds {
  /** 0 unless given. */
  readonly min?: number;
  readonly max?: number;
  /** Whether zero is excluded. */
  readonly positive?: boolean;
  /** Whether it is an amount for whole years, which months cannot have. */
  readonly yearly?: boolean;
}

export interface Origin {
  readonly kind: Provenance;
  readonly source: string | undefined;
  readonly page: string | undefined;
  readonly why: string | undefined;
}

/** An input: a value for all time, or one per year or month, with where it comes from. */
export interface Quantity {
  /** Its place in the scenario: `streams.adults.shares.granted`. */
  readonly path: string;
  /** The unit it is documented in, and that unit; values are in base units. */
  readonly unit: string;
  readonly measure: Unit;
  /** What the format allows, in that unit. */
  readonly bounds: Bounds;
  /** Shorter spans first: an exact year beats a range that covers it. */
  readonly points: readonly Point[];
}

interface Source {
  readonly title: string;
  readonly by: string | undefined;
  readonly published: string | undefined;
}

export interface Season {
  /** Twelve shares of the year, January first. */
  readonly weights: readonly number[];
  readonly origin: Origin;
}

/** Yearly applications, spread over the months by a season. */
export interface Intake {
  readonly label: string;
  /** persons/month: a year's applications ÷ 12. */
  readonly volume: Quantity;
  /** Undefined spreads evenly. */
  readonly season: Season | undefined;
}

/** Applications that follow from what else happens. */
export type Follow = FollowFlow | FollowStock;

/** Applications that follow an earlier event, such as a permit. */
interface FollowFlow {
  /** A flow, or a flow of one stream: `granted/adults`. */
  readonly flow: string;
  readonly ratio: Quantity;
  readonly lag: number;
  /** The flow before the start. */
  readonly history: Quantity | undefined;
}

/** Applications that a stock gives rise to, such as calls about open cases. */
interface FollowStock {
  /** A group of stages, or a group in one stream: `open_cases/adults`. */
  readonly stock: string;
  /** Applications a month per person there when the month opens. */
  readonly ratio: Quantity;
}

export interface Stream {
  readonly label: string;
  readonly process: string;
  /** A share of a declared intake, or an intake of its own. */
  readonly intake:
    | { readonly of: string; readonly share: Quantity }
    | Omit<Intake, "label">
    | undefined;
  readonly follows: readonly Follow[];
  readonly shares: Readonly<Record<string, Quantity>>;
  readonly opening: Readonly<Record<string, Quantity>>;
  /** By stage. */
  readonly work: Readonly<Record<string, Work>>;
}

export type Leave =
  | { readonly by: "capacity"; readonly capacity: string }
  | { readonly by: "places"; readonly capacity: string }
  | { readonly by: "after"; readonly months: number }
  | { readonly by: "rate"; readonly rate: Quantity };

/** A share of those who leave: a stream's named share, a number, or what the others leave (`rest`). */
export type Split = string | number;

export interface Stage {
  readonly leave: Leave;
  readonly to: Readonly<Record<string, Split>>;
  /** Where those go whom staff does not serve in the month; undefined: they wait. */
  readonly unserved: Readonly<Record<string, Split>> | undefined;
}

export interface Process {
  readonly start: string;
  readonly stages: Readonly<Record<string, Stage>>;
  /** Stages that nobody leaves. */
  readonly ends: readonly string[];
}

/** Work on the cases in a stage that is left by capacity. */
export interface Work {
  readonly effort: Quantity;
  readonly aim: Quantity | undefined;
  readonly shortest: Quantity | undefined;
  readonly floor: Quantity | undefined;
}

export interface StaffCapacity {
  readonly kind: "staff";
  readonly label: string;
  /** Staff in the month before the start. */
  readonly before: Quantity;
  /** Staff from a plan, instead of following the work. */
  readonly plan: Quantity | undefined;
  readonly productivity: Quantity;
  readonly hire: Quantity;
  readonly shed: Quantity;
  /** Whether the staff is set by the year's work rather than the season's. */
  readonly steady: boolean;
  /** Stages in order of priority: `adults.open_cases`. */
  readonly serves: readonly string[];
}

export interface PlacesCapacity {
  readonly kind: "places";
  readonly label: string;
  readonly places: Quantity;
  /** Stages in order of priority. */
  readonly serves: readonly string[];
}

export interface Need {
  readonly label: string;
  readonly streams: readonly string[];
  readonly stages: readonly string[];
  readonly own: Quantity | undefined;
}

export interface Tier {
  readonly label: string;
  /** Undefined: as many as are needed. */
  readonly places: Quantity | undefined;
  readonly pace: Quantity | undefined;
  readonly release: Quantity | undefined;
  readonly most: Quantity | undefined;
  readonly occupancy: Quantity;
  readonly reserve: Quantity | undefined;
  readonly food: boolean;
  /** Run by others: left out of the shares and totals of the agency's own housing. */
  readonly runByOthers: boolean;
  /** Needs that may live here, in order of priority. */
  readonly for: readonly string[];
}

/** Stages, in some streams or all. */
export interface StockGroup {
  readonly label: string;
  readonly stages: readonly string[];
  readonly streams: readonly string[] | undefined;
}

/** Moves between stages; `from` undefined is an application, `to` undefined any way out. */
export interface FlowGroup {
  readonly label: string;
  readonly moves: readonly { readonly from: string | undefined; readonly to: string | undefined }[];
  readonly streams: readonly string[] | undefined;
}

interface TierGroup {
  readonly label: string;
  readonly tiers: readonly string[];
}

export interface Appropriation {
  readonly label: string;
  /** Administration is charged when the cost arises, transfers when they are paid. */
  readonly basis: "cost" | "cash";
  readonly items: Readonly<Record<string, string>>;
  /** What the bill proposes, per year. */
  readonly frame: Quantity | undefined;
  /** Whether years without a published frame get one from the planning assumption's run. */
  readonly computed: boolean;
  /** What may be spent per year, where that is not the frame. */
  readonly available: Quantity | undefined;
}

export interface CostLine {
  readonly label: string;
  readonly on: string;
  readonly item: string | undefined;
  /** `person_days/registered`, `nights/hotel`, `staff/case_work`, `time`: counted together. */
  readonly drivers: readonly string[];
  /** Money per unit of the driver. */
  readonly cost: Quantity;
  readonly index: string | undefined;
  readonly lag: number;
  /** Months the payment is spread over; 1 is all at once. */
  readonly spread: number;
  readonly history: Quantity | undefined;
}

export interface Effect {
  /** Path of the input that changes. */
  readonly on: string;
  /** What is added, in base units, or the factor. */
  readonly change: { readonly add: number } | { readonly multiply: number };
  readonly origin: Origin;
  readonly from: Month;
  /** Months until the whole change is there; 0 is at once. */
  readonly ramp: number;
  readonly until: Month | undefined;
}

export interface Measure {
  readonly label: string;
  readonly strategicArea: string;
  /** Money per year by appropriation. */
  readonly costs: Readonly<Record<string, Quantity>>;
  readonly effects: readonly Effect[];
  /** Financed within the frame rather than asked for. */
  readonly financedWithin: boolean;
  /** Months by which costs and effects are put off. */
  readonly delay: number;
}

/** The planning assumption's run: the frames of later years come from it. */
export interface Planning {
  readonly label: string;
  readonly start: Month;
  /** Years whose frames are computed. */
  readonly years: readonly number[];
  /** The scenario as it was assumed when the bill was written. */
  readonly assumption: Scenario;
}

export interface RowSpec {
  readonly key: string;
  readonly label: string | undefined;
  readonly depth: number;
  /** Row of a built-in table: `need/8/1:1/forecast`. */
  readonly show: string | undefined;
  /** Figures by year in the table's unit, that come from no run: an earlier request, an outcome. */
  readonly given: Readonly<Record<string, number>> | undefined;
  /** Where given figures come from. */
  readonly source: string | undefined;
  readonly page: string | undefined;
  readonly less: string | undefined;
  /** Smallest value shown: 0 prints a surplus as 0. */
  readonly least: number | undefined;
  readonly sum: readonly string[] | undefined;
  readonly total: readonly string[] | undefined;
}

export interface TableSpec {
  readonly title: string;
  readonly heading: string;
  readonly unit: string;
  readonly decimals: number;
  readonly years: readonly number[];
  /** Label of a column that adds up the years. */
  readonly total: string | undefined;
  readonly rows: readonly RowSpec[];
}

/** Published cells that the fit table compares with; those with a tolerance are targets of a calibration. */
export interface PublishedRow {
  /** `5/8/1:1/forecast`. */
  readonly row: string;
  readonly source: string;
  readonly page: string | undefined;
  /** Whether the figures are printed or derived from printed ones. */
  readonly kind: "published" | "derived";
  readonly unit: string;
  /** Funding mode the figure belongs to. */
  readonly funding: Funding;
  readonly values: Readonly<Record<string, number>>;
  /** A miss that is still a hit: the larger of an amount in the row's unit and a share of the figure. */
  readonly tolerance: { readonly amount: number; readonly share: number } | undefined;
  /** What a squared miss of one tolerance counts. */
  readonly weight: number;
  /** A figure such as "more than 15 000" is missed on one side only. */
  readonly compare: "equal" | "at_least" | "at_most";
}

/** A number with the unit it is written in: `54 hours/case`. */
export interface Written {
  readonly number: number;
  readonly unit: string;
}

/** A number that may be fitted: one value for all the inputs it names. */
export interface FitSpec {
  /** Paths, as for `--set`; those of the planning assumption begin with `planning.set.` */
  readonly inputs: readonly string[];
  readonly start: Written;
  readonly from: Written;
  readonly to: Written;
  /** Why it may be fitted, and within this range; written before fitting. */
  readonly why: string;
}

/** The cost of a line that follows from a published frame: the planning run's need in that year is the frame. */
export interface LevelSpec {
  /** Key of the cost line. */
  readonly line: string;
  readonly year: number;
  /** What it is before. */
  readonly start: Written;
  /** The largest share of its appropriation the line may have. */
  readonly atMost: number;
}

/** Which numbers may be fitted to the published figures, and what a fit is to predict without having seen it. */
export interface CalibrationSpec {
  readonly fit: readonly FitSpec[];
  readonly levels: readonly LevelSpec[];
  /** Name → cells: `5/13/1:2@2015..2018`, or a row for all its years. */
  readonly leaveOut: Readonly<Record<string, readonly string[]>>;
}

/** A figure of a year or a month. */
export interface Figure extends Period {
  /** `2012` or `2012-03`. */
  readonly period: string;
  readonly value: number;
}

export type Funding = "need" | "available" | "proposed";
export type IntakeCase = "low" | "mid" | "high";

export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly language: "sv" | "en";
  readonly money: Money;
  readonly unit: string;
  readonly period: Period;
  readonly prices: string;
  readonly sources: Readonly<Record<string, Source>>;
  readonly areas: Readonly<Record<string, string>>;
  readonly strategicAreas: Readonly<Record<string, string>>;
  readonly intakes: Readonly<Record<string, Intake>>;
  readonly streams: Readonly<Record<string, Stream>>;
  readonly processes: Readonly<Record<string, Process>>;
  readonly capacities: Readonly<Record<string, StaffCapacity | PlacesCapacity>>;
  readonly stocks: Readonly<Record<string, StockGroup>>;
  readonly flows: Readonly<Record<string, FlowGroup>>;
  readonly needs: Readonly<Record<string, Need>>;
  /** In the order they are filled. */
  readonly tiers: Readonly<Record<string, Tier>>;
  readonly tierGroups: Readonly<Record<string, TierGroup>>;
  readonly appropriations: Readonly<Record<string, Appropriation>>;
  readonly indices: Readonly<Record<string, Quantity>>;
  readonly costs: Readonly<Record<string, CostLine>>;
  readonly measures: Readonly<Record<string, Measure>>;
  /**
   * The appropriation whose spending binds in funding mode `available`, and the capacities whose staff its money
   * decides, in the order in which they are paid.
   */
  readonly capped: { readonly appropriation: string; readonly pays: readonly string[] } | undefined;
  readonly planning: Planning | undefined;
  /** In the order they are printed. A map: an object would put numbers first. */
  readonly tables: ReadonlyMap<string, TableSpec>;
  readonly published: readonly PublishedRow[];
  readonly calibration: CalibrationSpec | undefined;
  /** Every quantity by path. */
  readonly quantities: ReadonlyMap<string, Quantity>;
}

/** `8/1:1` → area 8, number 1:1. */
export function splitAppropriation(key: string): { area: string; number: string } {
  const slash = key.indexOf("/");
  return { area: key.slice(0, slash), number: key.slice(slash + 1) };
}
