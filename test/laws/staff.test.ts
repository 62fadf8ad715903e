import { describe, expect, test } from "vitest";
import { sum } from "../support/build.ts";
import {
  above,
  applyingAt,
  differs,
  holds,
  keysOf,
  minus,
  monthsIn,
  observed,
  openIn,
  opened,
  plus,
  seasonIn,
  seasonOf,
  servedBy,
  staffOf,
  stageOf,
  times,
  yearsIn,
  zeros,
  type Seen,
} from "./cases.ts";

/** Hours of work there are on a stage's open cases in each month. */
interface Work {
  /** That keep the cases at the ceiling. */
  readonly ceiling: readonly number[];
  /** That are wanted. */
  readonly wanted: readonly number[];
  /** That can be done at most. */
  readonly possible: readonly number[];
}

/** What the season added to the applications that enter a stage, beyond an even year. */
function surge(run: Seen, key: string): number[] {
  const stream = key.slice(0, key.indexOf("."));
  if (applyingAt(run, key).every((people) => people === 0)) return zeros(run);
  if (run.scenario.streams[stream]?.intake === undefined) return zeros(run);
  const source = `${stream}/intake`;
  const even = times(run.input("source", source, "intake"), run.input("source", source, "part"));
  const season = seasonOf(run.scenario, stream);
  return minus(
    times(
      even,
      monthsIn(run).map((month) => seasonIn(season, month)),
    ),
    even,
  );
}

/** Open cases that staff is measured by; `steady` staff by what there would be without the season. */
function workload(run: Seen, capacity: string, key: string): number[] {
  const open = openIn(run, key);
  if (staffOf(run, capacity).steady !== true) return open;
  const added = surge(run, key);
  const waits = stageOf(run, key).unserved === undefined;
  const years = yearsIn(run);
  return open.map((cases, month) => {
    const first = waits ? years.indexOf(years[month] ?? Number.NaN) : Math.max(0, month - 1);
    return Math.max(0, cases - sum(added.slice(first, month)));
  });
}

function workOn(run: Seen, capacity: string, key: string): Work {
  const open = openIn(run, key);
  const effort = run.input("stage", key, "effort");
  const shortest = run.input("stage", key, "shortest");
  const stream = key.slice(0, key.indexOf("."));
  const given = run.scenario.streams[stream]?.work[key.slice(stream.length + 1)];
  const possible = open.map((cases, m) => (cases / (shortest[m] ?? NaN)) * (effort[m] ?? NaN));
  // Those who come this month can be kept from adding to the open cases, not to those who are unserved.
  const coming = stageOf(run, key).unserved === undefined ? applyingAt(run, key) : zeros(run);
  const most = given?.ceiling && run.input("stage", key, "ceiling");
  const excess = most && minus(plus(open, coming), most).map((cases) => Math.max(0, cases));
  const ceiling = zeros(run).map((_, m) =>
    Math.min(possible[m] ?? NaN, (excess?.[m] ?? 0) * (effort[m] ?? NaN)),
  );
  const aim = given?.aim && run.input("stage", key, "aim");
  const measured = workload(run, capacity, key);
  const wanted = ceiling.map((hours, m) =>
    aim === undefined
      ? hours
      : Math.max(hours, ((measured[m] ?? NaN) / (aim[m] ?? NaN)) * (effort[m] ?? NaN)),
  );
  return { ceiling, wanted, possible };
}

describe("staff", () => {
  test("grows and shrinks no faster than people can be hired and shed", () => {
    holds((given) => {
      const run = observed(given);
      const free = [...keysOf(run, "capacity", "aim"), ...keysOf(run, "capacity", "money")];
      expect(
        free.flatMap((key) => {
          const staff = run.values("staff", key);
          const [least, most] = reach(run, key);
          return [
            ...above(run, "staff", `${key} hires`, staff, most),
            ...above(run, "staff", `${key} sheds`, least, staff),
          ];
        }),
      ).toEqual([]);
    });
  });

  test("follows the work wanted as far as it can be hired, shed and paid", () => {
    holds((given) => {
      const run = observed(given);
      expect(
        keysOf(run, "capacity").flatMap((key) => {
          const { decided, serves } = staffOf(run, key);
          const staff = run.values("staff", key);
          if (decided !== undefined) {
            return differs(run, "staff", key, staff, run.input("capacity", key, "decided_staff"));
          }
          const work = plus(
            zeros(run),
            ...servedBy({ serves }).map((stage) => workOn(run, key, stage).wanted),
          );
          const paid = keysOf(run, "capacity", "money").includes(key)
            ? run.values("affordable", key)
            : zeros(run).map(() => Infinity);
          const productivity = run.input("capacity", key, "productivity");
          const [least, most] = reach(run, key);
          const expected = work.map((hours, m) => {
            const wanted = Math.min(hours / (productivity[m] ?? NaN), paid[m] ?? NaN);
            return Math.max(least[m] ?? NaN, Math.min(wanted, most[m] ?? NaN));
          });
          return differs(run, "staff", key, staff, expected);
        }),
      ).toEqual([]);
    });
  });

  test("works first on what may not grow, then on what is wanted, then on what there is, in order", () => {
    holds((given) => {
      const run = observed(given);
      expect(
        keysOf(run, "capacity").flatMap((key) => {
          const serves = servedBy(staffOf(run, key));
          if (serves.length === 0) return [];
          const works = serves.map((stage) => workOn(run, key, stage));
          const staff = run.values("staff", key);
          let rest = times(staff, run.input("capacity", key, "productivity"));
          const done = serves.map(() => zeros(run));
          for (const upTo of ["ceiling", "wanted", "possible"] as const) {
            for (const [i, work] of works.entries()) {
              const hours = rest.map((left, m) => {
                const most = Math.min(work[upTo][m] ?? NaN, work.possible[m] ?? NaN);
                return Math.min(left, most - (done[i]?.[m] ?? NaN));
              });
              done[i] = plus(done[i] ?? [], hours);
              rest = minus(rest, hours);
            }
          }
          return serves.flatMap((stage, i) => {
            const worked = times(run.values("handled", stage), run.input("stage", stage, "effort"));
            return differs(run, "hours", stage, worked, done[i] ?? []);
          });
        }),
      ).toEqual([]);
    });
  });

  test("works no more hours than it has", () => {
    holds((given) => {
      const run = observed(given);
      expect(
        keysOf(run, "capacity").flatMap((key) => {
          const serves = servedBy(staffOf(run, key));
          const used = serves.map((stage) =>
            times(run.values("handled", stage), run.input("stage", stage, "effort")),
          );
          return used.length === 0
            ? []
            : above(run, "hours", key, plus(...used), run.values("hours", key));
        }),
      ).toEqual([]);
    });
  });

  test("that money decides is no larger than money allows, except while it is shed", () => {
    holds((given) => {
      const run = observed(given);
      expect(
        keysOf(run, "capacity", "money").flatMap((key) => {
          const [kept] = reach(run, key);
          const paid = run.values("affordable", key);
          const most = paid.map((value, month) => Math.max(value, kept[month] ?? NaN));
          return above(run, "staff", key, run.values("staff", key), most);
        }),
      ).toEqual([]);
    });
  });

  /** The least and the most staff there can be in each month, from those of the month before. */
  function reach(run: Seen, key: string): [least: number[], most: number[]] {
    const before = run.input("capacity", key, "staff_before")[0] ?? NaN;
    const last = opened(run.values("staff", key), before);
    return [
      minus(last, times(last, run.input("capacity", key, "shed"))),
      plus(last, times(last, run.input("capacity", key, "hire"))),
    ];
  }
});
