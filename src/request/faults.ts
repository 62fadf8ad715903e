/** What is wrong with a scenario that a run has found, in the words of somebody who writes scenarios. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { CycleError } from "../engine/bind.ts";
import type { Missing } from "../engine/lanes.ts";
import type { Fault } from "../engine/session.ts";
import type { World } from "../engine/world.ts";
import { monthName, yearOf } from "../language/calendar.ts";
import type { RuleId } from "../model/description.ts";
import { partKey } from "../model/refs.ts";
import type { Scenario } from "../model/scenario.ts";

type Problem = Omit<Diagnostic, "severity">;
type BrokenRule = Extract<Fault, { readonly kind: "rule" }>;

/** A run's scenario and elements. */
export interface RunOf {
  readonly scenario: Scenario;
  readonly world: World;
  readonly counted: ReadonlySet<string>;
}

const digits = (value: number, count: number): number => Number(value.toPrecision(count));

const rules: Readonly<Record<RuleId, (fault: BrokenRule, month: string, run: RunOf) => Problem>> = {
  shares: ({ key, a }, month, { world }) => {
    const [stage = key, unserved] = key.split(" ");
    const who = unserved === undefined ? "leave" : "are not served where they leave";
    const path = world.places.get(`parting ${key}`) ?? "streams";
    const element = world.sets["parting"]?.find((one) => one.key === key);
    const rest = element?.tags["rest"] === "yes";
    return {
      code: "out-of-range",
      message: `the shares of those who ${who} ${stage} add up to ${digits(a, 12)} in ${month}`,
      help: rest
        ? "the shares beside `rest` may add up to 1 at most"
        : "they must add up to 1; give one way the share `rest`",
      path,
    };
  },
  parts: ({ key, a }, month) => ({
    code: "out-of-range",
    message: `the streams' shares of ${key} add up to ${digits(a, 12)} in ${month}`,
    help: "they may add up to 1 at most",
    path: `intakes.${key}`,
  }),
  season: ({ key }) => ({
    code: "out-of-range",
    message: "a season's weights have to add up to a number above zero",
    path: `${key}.season`,
  }),
  free: ({ key }, _month, { scenario }) => {
    const line = Object.entries(scenario.costs).find(([, { drivers }]) =>
      drivers.some(({ kind, of }) => kind === "staff" && of === key),
    );
    return {
      code: "out-of-range",
      message: "staff whose number the money decides cannot be free",
      help: "give what a person on the staff costs a month",
      path: `costs.${line?.[0] ?? ""}.cost`,
    };
  },
  bounds: ({ key, a }, month, { scenario, counted }) => {
    const { measure, bounds } = scenario.quantities.get(key)!;
    const { min = 0, max = Infinity, positive = false } = bounds;
    const names = [...counted].filter((name) =>
      scenario.measures[name]!.effects.some(({ on }) => on === key),
    );
    const shown = digits((a * measure.denominator) / measure.numerator, 6);
    const allowed =
      max === Infinity
        ? `${positive ? "more than " : ""}${min}${positive ? "" : " or more"}`
        : `from ${min} to ${max}`;
    return {
      code: "out-of-range",
      message: `with the effects of ${names.join(", ")} this becomes ${shown} in ${month}`,
      help: `expected ${allowed}: make the effects smaller`,
      path: key,
    };
  },
};

/** A rule the numbers break, or a figure that is not a number. */
export function explainFault(fault: Fault, run: RunOf): Diagnostic {
  if (fault.kind === "rule") {
    const month = monthName(run.world.start + fault.month);
    return { severity: "error", ...rules[fault.rule as RuleId](fault, month, run) };
  }
  return {
    code: "out-of-range",
    severity: "error",
    message: `${fault.what} in ${fault.year} is not a finite number`,
    help: "look for a zero or a very large number among the inputs it depends on",
  };
}

export const explainCycle = (error: CycleError): Diagnostic => ({
  code: "cycle",
  severity: "error",
  message: error.message,
  help: "a cost line on the capped appropriation can only be driven by what is known when the month opens: person_days, staff, time, applications",
});

/** Months or years without a value, or a history that is not given. */
export function explainMissing(
  { set, key, given, months, from, to }: Missing,
  { streams }: Scenario,
): Diagnostic {
  if (given !== undefined) {
    const years = [...new Set(months.map(yearOf))];
    return {
      code: "missing-key",
      severity: "error",
      message: `no value for ${months.length < 12 ? months.map(monthName).join(", ") : years.join(", ")}`,
      help: `the run needs ${monthName(from)} to ${monthName(to)}: add the years, or one value for all`,
      path: given.path,
    };
  }
  const [stream = "", , n] = key.split("/");
  const follow = set === "source" ? streams[stream]?.follows[Number(n)] : undefined;
  const what = follow !== undefined && "flow" in follow ? partKey(follow.flow) : "the payment";
  return {
    code: "missing-key",
    severity: "error",
    message: `${what} looks back ${months.length} months and has no history`,
    help: `add "history" for ${monthName(from)} to ${monthName(to)}`,
    path: follow === undefined ? `costs.${key}` : `streams.${stream}.follows`,
  };
}
