/** Small requests whose figures can be worked out on paper. */
import type { Planning, Scenario } from "../../src/model/scenario.ts";
import {
  appropriation,
  line,
  month,
  period,
  process,
  rate,
  scenario,
  staff,
  staffed,
  stream,
  work,
} from "../support/build.ts";

/** 100 applications a month, all decided in the next month, 2 each on 1/1; rent of 7 a month on 1/2. */
export const small = (given: Partial<Scenario> = {}): Scenario =>
  scenario({
    period: period("2014-01..2016-12"),
    processes: { a: process({ open: [rate(1), { done: 1 }] }) },
    streams: { a: stream("a", { intake: 100, opening: { open: 100 } }) },
    flows: { done: { label: "done", moves: [{ from: "open", to: "done" }], streams: undefined } },
    appropriations: { "1/1": appropriation(), "1/2": appropriation() },
    costs: {
      cases: line("flow/done", 2, "money/person"),
      rent: line("time", 7, "money/month", { on: "1/2" }),
    },
    ...given,
  });

/** A planning assumption from July 2013, with some other inputs. */
export const planning = (assumed: Partial<Scenario> = {}, start = "2013-07"): Planning => ({
  label: "the assumption",
  start: month(start),
  assumption: small(assumed),
});

/**
 * There are more cases than anybody could decide, and a person on the staff costs 2 a month: so many are there as 1/1 can
 * pay.
 */
export const busy = (given: Partial<Scenario> = {}): Scenario =>
  small({
    processes: { a: process({ open: [staffed("desk"), { done: 1 }] }) },
    streams: {
      a: stream("a", { opening: { open: 1e6 }, work: { open: work({ effort: 1, aim: 1 }) } }),
    },
    staff: { desk: staff({ before: 1000, productivity: 1, serves: ["a.open"] }) },
    appropriations: { "1/1": appropriation({ frame: 120, caps: ["desk"] }) },
    costs: { wages: line("staff/desk", 2, "money/staff-month") },
    ...given,
  });
