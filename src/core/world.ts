/**
 * Turns a scenario into a world: the elements of the model's sets with their relations and monthly inputs.
 * All that is decided before the first month is decided here: effects of measures, seasons, histories, orders.
 */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Element, Series, Target, World } from "./bind.ts";
import {
  daysIn,
  monthName,
  monthOfYear,
  monthsOf,
  yearOf,
  type Month,
  type Period,
} from "./calendar.ts";
import type { EquationId, SetId } from "./equations.ts";
import type {
  CostLine,
  Effect,
  Funding,
  IntakeCase,
  Quantity,
  Scenario,
  Stage,
  Stream,
} from "./scenario.ts";

/** How a run is made. */
export interface Setup {
  readonly period: Period;
  readonly funding: Funding;
  readonly intakeCase: IntakeCase;
  /** Factor on every intake that does not follow from something else. */
  readonly intakeScale: number;
  /** Keys of the measures whose effects count. */
  readonly effects: ReadonlySet<string>;
  /** Money that may be spent per year on the capped appropriation; needed in `available`. */
  readonly funds: ReadonlyMap<number, number>;
  /** Money per year for measures financed within the capped appropriation. */
  readonly financed: ReadonlyMap<number, number>;
}

type Draft = {
  -readonly [K in keyof Element]: Element[K] extends
    | Readonly<Record<string, infer V>>
    | Partial<Readonly<Record<string, infer V>>>
    ? Record<string, V>
    : Element[K];
};

const codePoint = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** The value of a quantity in a month; undefined where none is given. An exact year beats a range. */
export function valueAt(
  quantity: Quantity,
  month: Month,
  intakeCase: IntakeCase = "mid",
): number | undefined {
  return quantity.points.find(({ from, to }) => from <= month && month <= to)?.[intakeCase];
}

/** How much of an effect is there in a month: 0 before it starts, 1 when the ramp is over. */
export function rampAt({ from, ramp, until }: Effect, delay: number, month: Month): number {
  const started = month - (from + delay);
  if (started < 0 || (until !== undefined && month > until + delay)) return 0;
  return ramp === 0 ? 1 : Math.min(1, (started + 1) / ramp);
}

/** One move of a stream: `to` and `from` are stages. */
interface Way {
  readonly from: string;
  readonly to: string;
  readonly key: string;
}

/** The ways through a stream's process. */
export function waysOf(scenario: Scenario, name: string): Way[] {
  const process = scenario.processes[scenario.streams[name]!.process]!;
  return Object.entries(process.stages).flatMap(([from, stage]) =>
    Object.keys(stage.to).map((to) => ({ from, to, key: `${name}.${from}->${to}` })),
  );
}

/** All stages of a stream's process, its ends included. */
export function stagesOf(scenario: Scenario, name: string): string[] {
  const { stages, ends } = scenario.processes[scenario.streams[name]!.process]!;
  return [...Object.keys(stages), ...ends];
}

/** One of the model's quantities a flow is made of. */
export interface FlowPart {
  readonly set: "move" | "stream";
  readonly key: string;
}

/** The moves and applications a flow counts, as model quantities by key; `granted/adults` is one stream's part. */
export function flowParts(scenario: Scenario, flow: string): FlowPart[] {
  const slash = flow.indexOf("/");
  const group = scenario.flows[slash < 0 ? flow : flow.slice(0, slash)]!;
  const streams =
    slash < 0 ? (group.streams ?? Object.keys(scenario.streams)) : [flow.slice(slash + 1)];
  const partsOf = (name: string, from: string | undefined, to: string | undefined): FlowPart[] => {
    if (from === undefined) {
      const { start } = scenario.processes[scenario.streams[name]!.process]!;
      return start === to ? [{ set: "stream", key: name }] : [];
    }
    return waysOf(scenario, name)
      .filter((way) => way.from === from && (to === undefined || way.to === to))
      .map(({ key }) => ({ set: "move", key }));
  };
  return streams
    .flatMap((name) => group.moves.flatMap(({ from, to }) => partsOf(name, from, to)))
    .toSorted((a, b) => codePoint(a.key, b.key));
}

/** The stages a group counts, as keys; `registered/adults` is one stream's part. */
export function groupStages(scenario: Scenario, name: string): string[] {
  const slash = name.indexOf("/");
  const group = scenario.stocks[slash < 0 ? name : name.slice(0, slash)]!;
  const streams =
    slash < 0 ? (group.streams ?? Object.keys(scenario.streams)) : [name.slice(slash + 1)];
  return streams
    .flatMap((stream) => {
      const existing = new Set(stagesOf(scenario, stream));
      return group.stages
        .filter((stage) => existing.has(stage))
        .map((stage) => `${stream}.${stage}`);
    })
    .toSorted(codePoint);
}

/**
 * Builds the world of a checked scenario. Problems that depend on the period (a year without a value, too
 * short a history, shares beyond one) are reported; the world is then not fit for use.
 */
export function buildWorld(
  scenario: Scenario,
  setup: Setup,
  report: (problem: Diagnostic) => void,
): World {
  const { period, funding } = setup;
  const months = monthsOf(period);
  const effects = new Map<string, { effect: Effect; delay: number }[]>();
  for (const key of [...setup.effects].toSorted(codePoint)) {
    const { effects: list, delay } = scenario.measures[key]!;
    for (const effect of list) {
      effects.set(effect.on, [...(effects.get(effect.on) ?? []), { effect, delay }]);
    }
  }

  const changed = (quantity: Quantity, value: number, month: Month): number =>
    (effects.get(quantity.path) ?? []).reduce((total, { effect, delay }) => {
      const part = rampAt(effect, delay, month);
      return "add" in effect.change
        ? total + part * effect.change.add
        : total * (1 + part * (effect.change.multiply - 1));
    }, value);

  /** A quantity over the run's months, with effects; one number where it never changes. */
  const series = (quantity: Quantity, intakeCase: IntakeCase = "mid", scale = 1): Series => {
    const { points, path } = quantity;
    const [first] = points;
    const affected = effects.has(path);
    if (first !== undefined && !affected && first.from <= period.from && period.to <= first.to) {
      return first[intakeCase] * scale;
    }
    return over(quantity, months, (month) => {
      const value = valueAt(quantity, month, intakeCase);
      return value === undefined ? undefined : changed(quantity, value * scale, month);
    });
  };

  /** Values for given months; the first month without one is reported, with the whole gap's size. */
  const over = (
    quantity: Quantity,
    span: readonly Month[],
    value: (month: Month) => number | undefined,
  ): number[] => {
    const values = span.map(value);
    const missing = span.filter((_, i) => values[i] === undefined);
    if (missing.length > 0) {
      const years = [...new Set(missing.map(yearOf))];
      report({
        code: "missing-key",
        severity: "error",
        message: `no value for ${missing.length < 12 ? missing.map(monthName).join(", ") : years.join(", ")}`,
        help: `the run needs ${monthName(span[0]!)} to ${monthName(span.at(-1)!)}: add the years, or one value for all`,
        path: quantity.path,
      });
    }
    return values.map((v) => v ?? 0);
  };

  const constant = (quantity: Quantity): number => {
    const value = series(quantity);
    return typeof value === "number" ? value : value[0]!;
  };

  const drafts = {} as Record<SetId, Draft[]>;
  const add = (set: SetId, key: string, tags: Record<string, string> = {}): Draft => {
    const draft: Draft = {
      key,
      tags,
      one: {},
      many: {},
      ports: {},
      rank: {},
      inputs: {},
      lags: {},
      history: {},
    };
    (drafts[set] ??= []).push(draft);
    return draft;
  };
  /** References by key, turned into numbers once all elements are there and sorted. */
  const pending: (() => void)[] = [];
  const positions = {} as Record<SetId, Map<string, number>>;
  const index = (set: SetId, key: string): number => {
    const found = positions[set].get(key);
    if (found === undefined) throw new Error(`${set} has no ${key}`);
    return found;
  };
  const link = (draft: Draft, relation: string, set: SetId, key: string, rank?: number): void => {
    pending.push(() => (draft.one[relation] = index(set, key)));
    if (rank !== undefined) draft.rank[relation] = rank;
  };
  /** Sums run in code-point order of keys. */
  const links = (draft: Draft, relation: string, set: SetId, keys: readonly string[]): void => {
    pending.push(
      () => (draft.many[relation] = keys.toSorted(codePoint).map((key) => index(set, key))),
    );
  };
  const ports = (
    draft: Draft,
    relation: string,
    targets: readonly { set: SetId; key: string; equation: EquationId }[],
  ): void => {
    pending.push(() => {
      draft.ports[relation] = targets.map(({ set, key, equation }): Target => ({
        set,
        equation,
        element: index(set, key),
      }));
    });
  };

  add("agency", "agency");

  const flows = new Set<string>();
  const flow = (name: string): { set: SetId; key: string; equation: EquationId } => {
    if (!flows.has(name)) {
      flows.add(name);
      ports(
        add("flow", name),
        "parts",
        flowParts(scenario, name).map(({ set, key }) => ({
          set,
          key,
          equation: set === "move" ? "moved" : "applications",
        })),
      );
    }
    return { set: "flow", key: name, equation: "flow" };
  };

  const groups = new Set<string>();
  const group = (
    name: string,
    equation: EquationId,
  ): { set: SetId; key: string; equation: EquationId } => {
    if (!groups.has(name)) {
      groups.add(name);
      links(add("group", name), "stages", "stage", groupStages(scenario, name));
    }
    return { set: "group", key: name, equation };
  };

  const past = (
    quantity: Quantity | undefined,
    count: number,
    path: string,
    label: string,
  ): number[] => {
    const span = Array.from({ length: count }, (_, i) => period.from - count + i);
    if (count > 0 && quantity === undefined) {
      report({
        code: "missing-key",
        severity: "error",
        message: `${label} looks back ${count} months and has no history`,
        help: `add "history" for ${monthName(span[0]!)} to ${monthName(span.at(-1)!)}`,
        path,
      });
    }
    return quantity === undefined
      ? span.map(() => 0)
      : over(quantity, span, (month) => valueAt(quantity, month));
  };

  const addSources = (name: string, stream: Stream): string[] => {
    const keys: string[] = [];
    if (stream.intake !== undefined) {
      const own = "of" in stream.intake ? undefined : stream.intake;
      const intake = "of" in stream.intake ? scenario.intakes[stream.intake.of]! : stream.intake;
      const source = add("source", `${name}/intake`, { kind: "intake" });
      source.inputs["intake"] = series(intake.volume, setup.intakeCase, setup.intakeScale);
      const { season } = intake;
      source.inputs["season"] =
        season === undefined ? 1 : months.map((month) => season[monthOfYear(month)]! * 12);
      source.inputs["part"] =
        own === undefined && "of" in stream.intake ? series(stream.intake.share) : 1;
      keys.push(source.key);
    }
    for (const [i, follow] of stream.follows.entries()) {
      const source = add("source", `${name}/follows/${i}`, { kind: "follow" });
      source.inputs["ratio"] = series(follow.ratio);
      source.lags["lag"] = follow.lag;
      source.history["followed_flow"] = past(
        follow.history,
        follow.lag,
        `streams.${name}.follows`,
        follow.flow,
      );
      ports(source, "followed", [flow(follow.flow)]);
      keys.push(source.key);
    }
    return keys;
  };

  /** Stage → the capacity that serves it, and its place in the order. */
  const servedBy = new Map<string, { capacity: string; rank: number }>();
  for (const [capacity, { serves }] of Object.entries(scenario.capacities)) {
    for (const [rank, stage] of serves.entries()) servedBy.set(stage, { capacity, rank });
  }

  for (const [name, stream] of Object.entries(scenario.streams)) {
    const process = scenario.processes[stream.process]!;
    links(add("stream", name), "intakes", "source", addSources(name, stream));
    const ways = waysOf(scenario, name);

    const addStage = (stage: string, tags: Record<string, string>): Draft => {
      const draft = add("stage", `${name}.${stage}`, tags);
      const opening = Object.hasOwn(stream.opening, stage) ? stream.opening[stage] : undefined;
      draft.inputs["opening"] = opening === undefined ? 0 : constant(opening);
      links(draft, "entering", "stream", stage === process.start ? [name] : []);
      links(
        draft,
        "into",
        "move",
        ways.filter(({ to }) => to === stage).map(({ key }) => key),
      );
      return draft;
    };

    for (const end of process.ends) addStage(end, { leave: "never" });
    for (const [stage, { leave, to }] of Object.entries(process.stages)) {
      const key = `${name}.${stage}`;
      switch (leave.by) {
        case "rate":
          addStage(stage, { leave: "rate" }).inputs["rate"] = series(leave.rate);
          break;
        case "after": {
          const draft = addStage(stage, { leave: "after" });
          const opening = draft.inputs["opening"] as number;
          draft.lags["wait"] = leave.months;
          draft.history["inflow"] = Array.from(
            { length: leave.months },
            () => opening / leave.months,
          );
          break;
        }
        case "places": {
          const { capacity, rank } = servedBy.get(key)!;
          link(addStage(stage, { leave: "places" }), "places_of", "allotment", capacity, rank);
          break;
        }
        case "capacity": {
          const { capacity, rank } = servedBy.get(key)!;
          const { aim, floor, shortest, effort } = stream.work[stage]!;
          const draft = addStage(stage, {
            leave: "staff",
            aim: aim ? "yes" : "no",
            floor: floor ? "yes" : "no",
          });
          link(draft, "staff_of", "staffing", capacity, rank);
          draft.inputs["effort"] = series(effort);
          draft.inputs["shortest"] = shortest === undefined ? 1 : series(shortest);
          if (aim !== undefined) draft.inputs["aim"] = series(aim);
          if (floor !== undefined) draft.inputs["floor"] = series(floor);
          break;
        }
      }
      addMoves(name, stream, key, to);
    }
  }

  /** The moves out of a stage; `rest` takes what the other shares leave, month by month. */
  function addMoves(name: string, stream: Stream, key: string, to: Stage["to"]): void {
    const shares = Object.entries(to).map(([target, split]) => ({
      target,
      value:
        split === "rest"
          ? undefined
          : typeof split === "number"
            ? split
            : series(stream.shares[split]!),
    }));
    const given = shares.flatMap(({ value }) => (value === undefined ? [] : [value]));
    const sumAt = (i: number): number =>
      given.reduce<number>((sum, v) => sum + (typeof v === "number" ? v : v[i]!), 0);
    const hasRest = shares.some(({ value }) => value === undefined);
    const wrong = months.findIndex((_, i) =>
      hasRest ? sumAt(i) > 1 + 1e-9 : Math.abs(sumAt(i) - 1) > 1e-9,
    );
    if (wrong >= 0) {
      const sum = sumAt(wrong);
      report({
        code: "out-of-range",
        severity: "error",
        message: `the shares of those who leave ${key} add up to ${sum} in ${monthName(months[wrong]!)}`,
        help: hasRest
          ? "the shares beside `rest` may add up to 1 at most"
          : "they must add up to 1; give one way the share `rest`",
        path: `processes.${stream.process}.stages.${key.slice(name.length + 1)}.to`,
      });
    }
    const steady = given.every((value) => typeof value === "number");
    const rest: Series = steady
      ? Math.max(0, 1 - sumAt(0))
      : months.map((_, i) => Math.max(0, 1 - sumAt(i)));
    for (const { target, value } of shares) {
      const move = add("move", `${key}->${target}`);
      move.inputs["split"] = value ?? rest;
      link(move, "from", "stage", key);
    }
  }

  const lines = Object.entries(scenario.costs);
  const capped = funding === "available" ? scenario.capped : undefined;
  const cappedLines = lines.filter(([, line]) => line.on === capped?.appropriation);
  /** Cost lines that pay for staff on the capped appropriation. */
  const salariesOf = (capacity: string): string[] =>
    cappedLines
      .filter(([, { drivers }]) => drivers.includes(`staff/${capacity}`))
      .map(([key]) => key);
  const moneyLines = new Set<string>();

  for (const [name, capacity] of Object.entries(scenario.capacities)) {
    if (capacity.kind === "places") {
      add("allotment", name).inputs["offered"] = series(capacity.places);
      continue;
    }
    const salaries = salariesOf(name);
    const rank = capped?.pays.indexOf(name) ?? -1;
    const by = capacity.plan !== undefined ? "plan" : rank >= 0 ? "money" : "aim";
    const draft = add("staffing", name, { by });
    draft.inputs["staff_before"] = constant(capacity.before);
    if (capacity.plan !== undefined) draft.inputs["planned_staff"] = series(capacity.plan);
    draft.inputs["hire"] = series(capacity.hire);
    draft.inputs["shed"] = series(capacity.shed);
    draft.inputs["productivity"] = series(capacity.productivity);
    links(draft, "served", "stage", capacity.serves);
    links(draft, "salaries", "line", salaries);
    if (by === "money") {
      link(draft, "paid_by", "appropriation", capped!.appropriation, rank);
      for (const line of salaries) moneyLines.add(line);
      reportFree(salaries);
    }
  }

  /** Money cannot decide the number of staff who cost nothing. */
  function reportFree(salaries: readonly string[]): void {
    const prices = salaries.map((key) => series(scenario.costs[key]!.cost));
    const free = months.some((_, i) =>
      prices.every((price) => (typeof price === "number" ? price : price[i]) === 0),
    );
    if (!free) return;
    report({
      code: "out-of-range",
      severity: "error",
      message: "staff whose number the money decides cannot be free",
      help: "give what a person on the staff costs a month",
      path: `costs.${salaries[0]}.cost`,
    });
  }

  if (capped !== undefined) {
    const draft = add("appropriation", capped.appropriation);
    // A run that starts within a year has that part of the year's money.
    const part = (year: number): number =>
      months.filter((month) => yearOf(month) === year).length / 12;
    draft.inputs["funds"] = months.map(
      (month) => (setup.funds.get(yearOf(month)) ?? 0) * part(yearOf(month)),
    );
    draft.inputs["financed"] = months.map((month) => (setup.financed.get(yearOf(month)) ?? 0) / 12);
    links(
      draft,
      "lines",
      "line",
      cappedLines.map(([key]) => key),
    );
    links(
      draft,
      "other_lines",
      "line",
      cappedLines.map(([key]) => key).filter((key) => !moneyLines.has(key)),
    );
  }

  for (const [name, need] of Object.entries(scenario.needs)) {
    const draft = add("need", name);
    draft.inputs["own_share"] = need.own === undefined ? 0 : series(need.own);
    const stages = need.streams.flatMap((stream) => {
      const existing = new Set(stagesOf(scenario, stream));
      return need.stages
        .filter((stage) => existing.has(stage))
        .map((stage) => `${stream}.${stage}`);
    });
    links(draft, "lives", "stage", stages);
    const rooms = Object.entries(scenario.tiers).filter(([, tier]) => tier.for.includes(name));
    links(
      draft,
      "rooms",
      "fill",
      rooms.map(([tier]) => `${tier}/${name}`),
    );
    links(
      draft,
      "fed_rooms",
      "fill",
      rooms.filter(([, { food }]) => food).map(([tier]) => `${tier}/${name}`),
    );
  }

  const tiers = Object.entries(scenario.tiers);
  for (const [rank, [name, tier]] of tiers.entries()) {
    const limit = tier.places === undefined ? "no" : "yes";
    const draft = add("tier", name, { limit });
    draft.inputs["occupancy"] = series(tier.occupancy);
    draft.inputs["reserve"] = tier.reserve === undefined ? 0 : series(tier.reserve);
    if (tier.places !== undefined) {
      draft.inputs["base"] = series(tier.places);
      draft.inputs["pace"] = tier.pace === undefined ? 0 : series(tier.pace);
      draft.inputs["release"] = tier.release === undefined ? 0 : series(tier.release);
      draft.inputs["most"] = tier.most === undefined ? Infinity : series(tier.most);
    }
    links(draft, "welcome", "need", tier.for);
    links(
      draft,
      "residents",
      "fill",
      tier.for.map((need) => `${name}/${need}`),
    );
    const later = tiers.slice(rank + 1).filter(([, other]) => other.places === undefined);
    links(
      draft,
      "overflow",
      "fill",
      later.flatMap(([other, { for: needs }]) =>
        needs.filter((need) => tier.for.includes(need)).map((need) => `${other}/${need}`),
      ),
    );
    const rivals = tiers
      .slice(0, rank)
      .filter(
        ([, other]) =>
          other.places !== undefined && other.for.some((need) => tier.for.includes(need)),
      );
    links(draft, "rivals", "tier", tier.places === undefined ? [] : rivals.map(([other]) => other));
    for (const [priority, need] of tier.for.entries()) {
      const fill = add("fill", `${name}/${need}`, { limit });
      link(fill, "tier_of", "tier", name, priority);
      link(fill, "need_of", "need", need, rank);
    }
  }

  const target = (driver: string): { set: SetId; key: string; equation: EquationId } => {
    const slash = driver.indexOf("/");
    const kind = slash < 0 ? driver : driver.slice(0, slash);
    const name = driver.slice(slash + 1);
    switch (kind) {
      case "time":
        return { set: "agency", key: "agency", equation: "elapsed" };
      case "flow":
        return flow(name);
      case "person_days":
        return group(name, "person_days");
      case "staff":
        return { set: "staffing", key: name, equation: "staff" };
      case "nights":
        return name.includes("/")
          ? { set: "fill", key: name, equation: "fill_nights" }
          : { set: "tier", key: name, equation: "nights" };
      case "place_days":
        return { set: "tier", key: name, equation: "place_days" };
      default:
        return { set: "need", key: name, equation: kind as EquationId };
    }
  };

  const addLine = (name: string, line: CostLine): void => {
    const last = line.lag + line.spread;
    const pay = line.spread > 1 ? "spread" : line.lag > 0 ? "lag" : "now";
    const draft = add("line", name, { pay });
    draft.inputs["unit_cost"] = series(line.cost);
    draft.inputs["index"] = line.index === undefined ? 1 : series(scenario.indices[line.index]!);
    const drivers = line.drivers.toSorted(codePoint).map(target);
    ports(draft, "driver", drivers);
    if (line.on === capped?.appropriation) {
      const foreseen = drivers.map((d): typeof d =>
        d.equation === "person_days" ? { ...d, equation: "opening_days" } : d,
      );
      // What is paid later is known.
      ports(
        draft,
        "foreseen_driver",
        pay === "lag" ? [{ set: "line", key: name, equation: "due" }] : foreseen,
      );
    }
    if (pay === "now") return;
    const looksBack = pay === "spread" ? last - 1 : line.lag;
    const volumes = past(line.history, looksBack, `costs.${name}`, "the payment");
    draft.lags["payment_lag"] = line.lag;
    if (pay === "lag") {
      draft.history["volume"] = volumes;
      return;
    }
    draft.lags["last_payment"] = last;
    draft.inputs["instalments"] = line.spread;
    // Running totals before the start, from nothing at the oldest month the run looks back to.
    const totals = [0];
    for (const volume of volumes) totals.push(totals.at(-1)! + volume);
    draft.history["counted"] = totals;
    draft.inputs["counted_before"] = totals.at(-1)!;
  };
  for (const [name, line] of lines) addLine(name, line);

  for (const set of [
    "source",
    "stream",
    "stage",
    "move",
    "staffing",
    "allotment",
    "appropriation",
    "need",
    "tier",
    "fill",
    "agency",
    "group",
    "flow",
    "line",
  ] as const) {
    const list = (drafts[set] ??= []);
    list.sort((a, b) => codePoint(a.key, b.key));
    positions[set] = new Map(list.map(({ key }, i) => [key, i]));
  }
  for (const resolve of pending) resolve();

  return {
    start: period.from,
    months: months.length,
    calendar: {
      days: months.map(daysIn),
      months_left: months.map((month) => Math.min(12 - monthOfYear(month), period.to - month + 1)),
    },
    sets: drafts,
  };
}
