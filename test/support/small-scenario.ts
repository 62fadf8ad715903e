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
