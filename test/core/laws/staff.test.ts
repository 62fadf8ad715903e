import { describe, expect, test } from "vitest";
import { holds, observed, above, plus, times, opened, keysOf, targets } from "./cases.ts";

describe("staff", () => {
  test("grows and shrinks no faster than people can be hired and shed", () => {
    holds((given) => {
      const run = observed(given);
      const free = [...keysOf(run, "staffing", "aim"), ...keysOf(run, "staffing", "money")];
      expect(
        free.flatMap((key) => {
          const staff = run.values("staff", key);
          const before = run.input("staffing", key, "staff_before")[0] ?? Number.NaN;
          const last = opened(staff, before);
          const most = plus(last, times(last, run.input("staffing", key, "hire")));
          const shed = run.input("staffing", key, "shed").map((part) => -part);
          const least = plus(last, times(last, shed));
          return [...above(`${key} hires`, staff, most), ...above(`${key} sheds`, least, staff)];
        }),
      ).toEqual([]);
    });
  });

  test("works no more hours than it has", () => {
    holds((given) => {
      const run = observed(given);
      expect(
        keysOf(run, "staffing").flatMap((key) => {
          const used = targets(run, "staffing", key, "served").map((stage) =>
            times(run.values("handled", stage), run.input("stage", stage, "effort")),
          );
          return used.length === 0 ? [] : above(key, plus(...used), run.values("hours", key));
        }),
      ).toEqual([]);
    });
  });

  test("that money decides is no larger than money allows, except while it is shed", () => {
    holds((given) => {
      const run = observed(given);
      expect(
        keysOf(run, "staffing", "money").flatMap((key) => {
          const staff = run.values("staff", key);
          const before = run.input("staffing", key, "staff_before")[0] ?? Number.NaN;
          const shed = run.input("staffing", key, "shed").map((part) => 1 - part);
          const kept = times(opened(staff, before), shed);
          const paid = run.values("affordable", key);
          return above(
            key,
            staff,
            paid.map((value, month) => Math.max(value, kept[month] ?? 0)),
          );
        }),
      ).toEqual([]);
    });
  });
});
