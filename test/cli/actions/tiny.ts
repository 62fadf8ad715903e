/** A scenario file whose figures can be worked out on paper; tests change or add some lines. */

/** 100 cases a month, each decided in the month after it came, at 2000 SEK; and 1.2 mkr of rent a year. */
export const tiny = `format: forecast-scenario/2
name: tiny
title: A tiny agency
language: en
period: { from: 2024-01, to: 2025-12, prices: 2024 prices }
areas: { 1: Migration }
sources: { report: { title: Report } }
streams:
  all: { label: Everybody, process: simple, intake: 1200 persons/year, opening: { open: 100 } }
processes:
  simple: { start: open, stages: { open: { leave: { rate: 1 }, to: { done: 1 } } }, ends: [done] }
groups:
  stocks: { open: { label: Open, stages: [open] } }
  flows: { done: { label: Done, moves: [open -> done] } }
appropriations:
  1/1: { label: Cases, basis: cash, frame: { 2024: 3 mkr } }
costs:
  cases: { label: Cases, on: 1/1, driver: flow/done, cost: 2000 SEK/person }
  rent: { label: Rent, on: 1/1, driver: time, cost: 1.2 mkr/year }
`;

/** How a run is made unless its options say otherwise. */
export const plain = { funding: "need", intake: "mid" } as const;
