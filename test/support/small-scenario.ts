/** A whole scenario in some twenty lines; tests change one of them. */
export const small = `format: forecast-scenario/2
name: small
title: A small agency
language: en
period: { from: 2024-01, to: 2025-12, prices: 2024 prices }
areas: { 1: Migration }
streams:
  all:
    label: Everybody
    process: simple
    intake: 12000 persons/year
    opening: { open: 4000 }
    work: { open: { effort: 10 hours/case, aim: 4 months } }
processes:
  simple: { start: open, stages: { open: { leave: { staff: staff }, to: { done: 1 } } }, ends: [done] }
staff:
  staff: { label: Staff, before: 80, productivity: 120 hours/staff-month, hire: 2 % /month, shed: 2 % /month, serves: [all.open] }
appropriations:
  1/1:1: { label: Administration, basis: cost, frame: { 2024..2025: 60 mkr } }
costs:
  staff: { label: Staff, on: 1/1:1, driver: staff/staff, cost: 65000 SEK/staff-month }
`;

/** The alias bomb "billion laughs". */
export const bomb = `a: &a [x, x, x, x, x, x, x, x, x, x]\n${"bcdefghi"
  .split("")
  .map(
    (name, i) =>
      `${name}: &${name} [${Array.from({ length: 10 }, () => `*${"abcdefgh"[i]}`).join(", ")}]\n`,
  )
  .join("")}`;

/** A scenario that uses every part of the format once. */
export const whole = `format: forecast-scenario/2
name: whole
title: Whole
language: en
currency: { code: EUR, amounts: { MEUR: 1000000 } }
unit: MEUR
period: { from: 2024-01, to: 2025-12, prices: 2024 prices }
sources: { law: { title: A law, by: Parliament, published: 2023 } }
areas: { 1: Migration }
strategic_areas: { 1: Housing }
indices: { wages: { 2023: 0.99, 2024: 1, 2025: 1.02 } }
intakes:
  all: { label: All, volume: { low: 9000, mid: 10000, high: 12000, source: law, page: [1, 2] }, season: { weights: [1, 1, 1, 1, 1, 1, 1, 1, 2, 2, 1, 1], kind: derived, why: last year } }
streams:
  adults:
    label: Adults
    process: asylum
    intake: { of: all, share: 90 % }
    shares: { granted: 0.5 }
    opening: { open: 3000, waiting: 500 }
    work: { open: { effort: 20 hours/case, aim: 4 months, shortest: 2 months, ceiling: 9000 persons } }
  relatives:
    label: Relatives
    process: permit
    intake: 1200 persons/year
    season: { csv: "series.csv#relatives", over: 2022-01..2023-12 }
    follows: [{ flow: granted/adults, ratio: 0.2, lag: 6 months, history: { csv: "series.csv#granted", unit: persons/month } }]
    work: { desk: { effort: 2 hours/case, ceiling: 100 persons } }
  callers:
    label: Callers
    process: telephone
    intake: 6000 persons/year
    follows: [{ stock: registered, ratio: 0.1 /month }, { stock: registered/adults, ratio: { 2023..2024: 0.1, 2025: 1.2 /year } }]
    shares: { again: 60 % }
    work: { calls: { effort: 0.2 hours/case, aim: 1 month } }
processes:
  telephone: { start: calls, stages: { calls: { leave: { staff: desk }, to: { answered: 1 }, unserved: { calls: again, gave_up: rest } } }, ends: [answered, gave_up] }
  asylum:
    start: open
    stages:
      open: { leave: { staff: office }, to: { waiting: granted, appeal: rest } }
      appeal: { leave: { after: 4 months }, to: { waiting: 0.1, leaving: rest } }
      waiting: { leave: { quota: towns }, to: { settled: 1 } }
      leaving: { leave: { rate: 10 % /month }, to: { left: 1 } }
    ends: [settled, left]
  permit: { start: desk, stages: { desk: { leave: { staff: office }, to: { done: 1 } } }, ends: [done] }
staff:
  office: { label: Office, before: 120, productivity: 110 hours/staff-month, hire: 2 % /month, shed: 2 % /month, serves: [adults.open, relatives.desk] }
  help: { label: Help, before: 5, decided: { 2023..2024: 5 staff, 2025: 6 staff }, productivity: 100 hours/staff-month, hire: 0, shed: 0, serves: [] }
  desk: { label: Desk, before: 1, productivity: 100 hours/staff-month, hire: 0, shed: 0, serves: [callers.calls] }
quotas:
  towns: { label: Towns, persons: 4000 persons/year, serves: [adults.waiting] }
groups:
  stocks: { registered: { label: Registered, stages: [open, appeal, waiting, leaving], streams: [adults] } }
  flows: { granted: { label: Granted, moves: [open -> waiting], streams: [adults] }, new: { label: New, moves: [intake -> open] } }
  tiers: { dear: { label: Dear, tiers: [hotel] } }
housing:
  claims: { adults: { label: Adults, streams: [adults], stages: [open, appeal, waiting, leaving], own: 0.4 } }
  order: [flat, hotel]
  tiers:
    flat: { label: Flat, places: 1500, pace: 20 places/month, release: 5 places/month, most: 3000 places, occupancy: 0.9 persons/place, reserve: 10 places, for: [adults] }
    hotel: { label: Hotel, places: unlimited, occupancy: 1 persons/place, food: true, run_by_others: false, for: [adults] }
appropriations:
  1/1:1: { label: Administration, basis: cost, caps: [office], frame: { 2024: 12 MEUR, 2025: planning }, available: { 2025: 13 MEUR } }
  1/1:2: { label: Allowances, basis: cash, items: { food: Food }, frame: { 2024..2025: 30 MEUR } }
  1/1:3: { label: Fund, basis: cash }
costs:
  salaries: { label: Salaries, on: 1/1:1, driver: staff/office, cost: 6000 EUR/staff-month, index: wages }
  helpers: { label: Helpers, on: 1/1:1, driver: staff/help, cost: 5000 EUR/staff-month }
  rent: { label: Rent, on: 1/1:2, driver: place_days/flat, cost: 12 EUR/place-day }
  hotel: { label: Hotel, on: 1/1:2, item: food, driver: nights/hotel, cost: 60 EUR/person-day, lag: 1 month, history: 10000 person-days/month }
  grant: { label: Grant, on: 1/1:2, driver: flow/granted, cost: 900 EUR/person, lag: 1, spread: 12 months, history: { 2022..2023: 400 persons/month } }
  days: { label: Days, on: 1/1:2, driver: [catering_days/adults, fed_days/adults], cost: 3 EUR/person-day }
  errors: { label: Paid in error, on: 1/1:2, driver: [cost/hotel, cost/days], cost: 3 %, lag: 1 month, history: 20000 EUR/month }
  overhead: { label: Overhead, on: 1/1:1, driver: [cost/helpers, cost/rent], cost: { value: 0.1 %, source: law } }
  fund: { label: Fund, on: 1/1:3, driver: time, cost: 1 MEUR/year }
measures:
  flats: { label: Flats, strategic_area: 1, costs: { 1/1:1: { 2025: 0.5 MEUR } }, delay: 1, within_frame: true, effects: [{ on: housing.tiers.flat.places, add: 100 places, from: 2025-01, ramp: 6 months, until: 2025-12, source: law }] }
planning: { label: The bill, start: 2023-07, set: { intakes.all.volume: 8000, streams.relatives.intake: 1000, streams.adults.opening.open: 2500 } }
tables:
  1: { title: Beyond, unit: MEUR, decimals: 2, years: 2025, total: Sum, rows: [{ key: a, label: Gap, show: need/1/1:1/forecast, less: need/1/1:1/frame, least: 0 }, { key: b, depth: 1, total: [a] }, { key: asked, label: Asked for, given: { 2025: -1.25 }, source: law, page: [4, 5] }] }
published: [{ row: need/1/1:1/need, source: law, page: 3, unit: MEUR, values: { 2024: 9 } }]
`;

const months = Array.from(
  { length: 48 },
  (_, i) => `${2021 + Math.floor(i / 12)}-${String((i % 12) + 1).padStart(2, "0")}`,
);
/** The series it names, `series.csv`. */
export const wholeSeries = [
  "month,relatives,granted",
  ...months.map((month, i) => `${month},${100 + (i % 12)},${300 + i}`),
].join("\n");
