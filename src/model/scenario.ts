/**
 * A scenario as the rest of the program sees it: read, checked for shape, units converted to base units
 * (persons, places, staff, hours, money, days, months). Whether its names refer to something is checked by `check`.
 */
import type { Quantity } from "../amounts/quantity.ts";
import type { Month, Period } from "../language/calendar.ts";
import type { Money } from "../language/units.ts";
import type { CalibrationSpec } from "./calibration/file.ts";
import type { CostLine, FlowGroup, StockGroup, TierGroup } from "./costs/file.ts";
import type { Claim, Tier } from "./housing/file.ts";
import type { Intake } from "./intake/file.ts";
import type { Measure } from "./measures/file.ts";
import type { Appropriation } from "./money/file.ts";
import type { Process, Quota, Stream } from "./process/file.ts";
import type { Staff } from "./staff/file.ts";
import type { PublishedRow, TableSpec } from "./tables/file.ts";

interface Source {
  readonly title: string;
  readonly by?: string | undefined;
  readonly published?: string | undefined;
}

/** The planning assumption's run: frames that the bill does not give come from it. */
export interface Planning {
  readonly label: string;
  readonly start: Month;
  /** The scenario as it was assumed when the bill was written. */
  readonly assumption: Scenario;
  /** By appropriation and year: the frames this run gave, as they were recorded. Without them they are computed. */
  readonly frames?: Readonly<Record<string, Quantity>> | undefined;
  /** Whether the assumption is not the file's, so that frames are computed anew. */
  readonly changed?: boolean;
}

export interface Scenario {
  readonly name: string;
  readonly title: string;
  readonly language: "sv" | "en";
  readonly money: Money;
  readonly unit: string;
  readonly period: Period;
  /** The calendar month budget years start in; January = 1. */
  readonly yearStarts: number;
  readonly prices: string;
  readonly sources: Readonly<Record<string, Source>>;
  readonly areas: Readonly<Record<string, string>>;
  readonly strategicAreas: Readonly<Record<string, string>>;
  readonly intakes: Readonly<Record<string, Intake>>;
  readonly streams: Readonly<Record<string, Stream>>;
  readonly processes: Readonly<Record<string, Process>>;
  readonly staff: Readonly<Record<string, Staff>>;
  readonly quotas: Readonly<Record<string, Quota>>;
  readonly stocks: Readonly<Record<string, StockGroup>>;
  readonly flows: Readonly<Record<string, FlowGroup>>;
  readonly claims: Readonly<Record<string, Claim>>;
  /** In the order they are filled. */
  readonly tiers: Readonly<Record<string, Tier>>;
  readonly tierGroups: Readonly<Record<string, TierGroup>>;
  readonly appropriations: Readonly<Record<string, Appropriation>>;
  readonly indices: Readonly<Record<string, Quantity>>;
  readonly costs: Readonly<Record<string, CostLine>>;
  readonly measures: Readonly<Record<string, Measure>>;
  readonly planning: Planning | undefined;
  /** In the order they are printed. A map: an object would put numbers first. */
  readonly tables: ReadonlyMap<string, TableSpec>;
  readonly published: readonly PublishedRow[];
  readonly calibration: CalibrationSpec | undefined;
  /** Every quantity by path. */
  readonly quantities: ReadonlyMap<string, Quantity>;
}

/** An appropriation whose spending binds, and the staff its money decides, in the order it is paid. */
export interface Capped {
  readonly appropriation: string;
  readonly caps: readonly string[];
}

/** The appropriations whose spending binds in funding mode `available`. */
export const cappedOf = ({ appropriations }: Pick<Scenario, "appropriations">): Capped[] =>
  Object.entries(appropriations).flatMap(([appropriation, { caps }]) =>
    caps === undefined ? [] : [{ appropriation, caps }],
  );
