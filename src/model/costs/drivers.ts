/** What cost lines can count: a driver is one entry here, and the equation it leads to. */
import type { NamedTarget } from "../making.ts";
import type { EquationId, SetId } from "../description.ts";

/** What the word after the slash names. */
type Names = "nothing" | "flow" | "stock" | "staff" | "tier" | "claim" | "line";

export interface DriverSpec {
  /** The unit of the amount. */
  readonly unit: string;
  readonly of: Names;
  /** What a third word names, where there may be one. */
  readonly part?: "stream" | "claim";
  readonly doc: string;
  readonly set: SetId;
  readonly equation: EquationId;
  /** The set and quantity for a part, where it is another. */
  readonly parts?: { readonly set: SetId; readonly equation: EquationId };
  /** What stands for it when the month opens, where that is something else. */
  readonly foreseen?: EquationId;
}

export const drivers = {
  time: {
    unit: "month",
    of: "nothing",
    doc: "time itself, for amounts per year or month",
    set: "agency",
    equation: "elapsed",
  },
  flow: {
    unit: "person",
    of: "flow",
    part: "stream",
    doc: "people who pass: `flow/granted`, `flow/granted/adults`",
    set: "flow",
    equation: "flow",
  },
  person_days: {
    unit: "person-day",
    of: "stock",
    part: "stream",
    doc: "days people of a group are there: `person_days/registered`",
    set: "group",
    equation: "person_days",
    foreseen: "opening_days",
  },
  staff: {
    unit: "staff-month",
    of: "staff",
    doc: "staff: `staff/case_work`",
    set: "capacity",
    equation: "staff",
  },
  nights: {
    unit: "person-day",
    of: "tier",
    part: "claim",
    doc: "person-nights in a tier, or of one claim in it: `nights/hotel`, `nights/hotel/families`",
    set: "tier",
    equation: "nights",
    parts: { set: "fill", equation: "fill_nights" },
  },
  place_days: {
    unit: "place-day",
    of: "tier",
    doc: "days places are paid, occupied or not: `place_days/flats`",
    set: "tier",
    equation: "place_days",
  },
  own_days: {
    unit: "person-day",
    of: "claim",
    doc: "person-days in own accommodation",
    set: "claim",
    equation: "own_days",
  },
  fed_days: {
    unit: "person-day",
    of: "claim",
    doc: "person-days in tiers with food",
    set: "claim",
    equation: "fed_days",
  },
  catering_days: {
    unit: "person-day",
    of: "claim",
    doc: "person-days of those who buy their own food",
    set: "claim",
    equation: "catering_days",
  },
  cost: {
    unit: "money",
    of: "line",
    doc: "money another line pays: `cost/allowance`",
    set: "line",
    equation: "cost",
    foreseen: "foreseen",
  },
} as const satisfies Readonly<Record<string, DriverSpec>>;

type DriverKind = keyof typeof drivers;

/** What a cost line counts: `nights/hotel/families`. */
export interface Driver {
  readonly kind: DriverKind;
  /** Empty for what needs no name. */
  readonly of: string;
  readonly part: string | undefined;
}

/** The tier whose people or places a driver counts. */
export const tierOf = ({ kind, of }: Driver): string | undefined =>
  Object.hasOwn(drivers, kind) && drivers[kind].of === "tier" ? of : undefined;

/** The quantity a driver counts. */
export function targetOf({ kind, of, part }: Driver): NamedTarget {
  const spec: DriverSpec = drivers[kind];
  const { set, equation } = part === undefined ? spec : (spec.parts ?? spec);
  const key = spec.of === "nothing" ? "agency" : part === undefined ? of : `${of}/${part}`;
  return { set, key, equation };
}

/** The same as far as it is known when the month opens. */
export function foreseenOf(driver: Driver): NamedTarget {
  const spec: DriverSpec = drivers[driver.kind];
  const target = targetOf(driver);
  return { ...target, equation: spec.foreseen ?? target.equation };
}

/** As it is written. */
export const driverName = ({ kind, of, part }: Driver): string =>
  [kind, ...(of === "" ? [] : [of]), ...(part === undefined ? [] : [part])].join("/");

/** A driver as it is written; whether there is such a one is checked with the other names. */
export function driverOf(text: string): Driver {
  const [kind = "", of = "", ...part] = text.split("/");
  return { kind: kind as DriverKind, of, part: part.length === 0 ? undefined : part.join("/") };
}
