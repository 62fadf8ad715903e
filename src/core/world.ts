/**
 * Turns a scenario into a world: the elements of the model's sets with their relations and monthly inputs.
 * All that is decided before the first month is decided here: effects of measures, seasons, histories, orders.
 */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Series, World } from "./bind.ts";
import {
  daysIn,
  monthName,
  monthOfYear,
  monthsOf,
  yearOf,
  type Month,
  type Period,
} from "./calendar.ts";
import { collectElements, type Draft, type Elements, type KeyTarget } from "./elements.ts";
import type { EquationId } from "./equations.ts";
import { readInputs, type Inputs } from "./inputs.ts";
import type { CostLine, Funding, IntakeCase, Scenario, Stage, Stream } from "./scenario.ts";
import { codePoint, flowParts, groupStages, stageKeys, waysOf } from "./structure.ts";

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

/** What all parts of the making share. */
interface Making {
  readonly scenario: Scenario;
  readonly setup: Setup;
  readonly months: readonly Month[];
  readonly elements: Elements;
  readonly inputs: Inputs;
  readonly report: (problem: Diagnostic) => void;
  /** What is capped in this run, if anything. */
  readonly capped: Scenario["capped"];
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
  const { period, funding, effects } = setup;
  const months = monthsOf(period);
  const elements = collectElements();
  const inputs = readInputs(scenario, effects, period, report);
  const capped = funding === "available" ? scenario.capped : undefined;
  const making: Making = { scenario, setup, months, elements, inputs, report, capped };
  elements.add("agency", "agency");
  addStreams(making);
  addCapacities(making);
  addCapped(making);
  addNeeds(making);
  addTiers(making);
  for (const [name, line] of Object.entries(scenario.costs)) addLine(making, name, line);
  checkParts(making);
  for (const { on, measure, why } of inputs.idle()) {
    report({
      code: "unknown-name",
      severity: "error",
      message:
        why === "never"
          ? `an effect of ${measure} changes "${on}", which is not an input of the model's months`
          : `an effect of ${measure} changes "${on}" too late: it is read when the run starts`,
      help: "effects change intakes, shares, rates, work, capacities, housing, unit costs and indices, not frames, histories or the costs of measures",
      path: `development.${measure}.effects`,
    });
  }
  return {
    start: period.from,
    months: months.length,
    calendar: {
      days: months.map(daysIn),
      months_left: months.map((month) => Math.min(12 - monthOfYear(month), period.to - month + 1)),
    },
    sets: elements.finish(),
  };
}

/** The streams' parts of an intake add up to the whole at most. */
function checkParts({ scenario, months, inputs, report }: Making): void {
  for (const intake of Object.keys(scenario.intakes)) {
    const parts = Object.values(scenario.streams).flatMap(({ intake: given }) =>
      given !== undefined && "of" in given && given.of === intake
        ? [inputs.series(given.share)]
        : [],
    );
    const sumAt = (i: number): number =>
      parts.reduce<number>((sum, part) => sum + (typeof part === "number" ? part : part[i]!), 0);
    const wrong = months.findIndex((_, i) => sumAt(i) > 1 + 1e-9);
    if (wrong < 0) continue;
    report({
      code: "out-of-range",
      severity: "error",
      message: `the streams' shares of ${intake} add up to ${Number(sumAt(wrong).toPrecision(12))} in ${monthName(months[wrong]!)}`,
      help: "they may add up to 1 at most",
      path: `intakes.${intake}`,
    });
  }
}

/** A flow as something that can be counted; made when first needed. */
function flow({ scenario, elements }: Making, name: string): KeyTarget {
  if (!elements.has("flow", name)) {
    elements.ports(
      elements.add("flow", name),
      "parts",
      flowParts(scenario, name).map(({ set, key }): KeyTarget => ({
        set,
        key,
        equation: set === "move" ? "moved" : "applications",
      })),
    );
  }
  return { set: "flow", key: name, equation: "flow" };
}

/** The days of a group; made when first needed. */
function groupDays({ scenario, elements }: Making, name: string): KeyTarget {
  if (!elements.has("group", name)) {
    elements.links(elements.add("group", name), "stages", groupStages(scenario, name));
  }
  return { set: "group", key: name, equation: "person_days" };
}

function addStreams(making: Making): void {
  const { scenario, elements } = making;
  /** Stage → the capacity that serves it, and its place in the order. */
  const servedBy = new Map<string, { capacity: string; rank: number }>();
  for (const [capacity, { serves }] of Object.entries(scenario.capacities)) {
    for (const [rank, stage] of serves.entries()) servedBy.set(stage, { capacity, rank });
  }
  for (const [name, stream] of Object.entries(scenario.streams)) {
    const { stages, ends } = scenario.processes[stream.process]!;
    elements.links(elements.add("stream", name), "intakes", addSources(making, name, stream));
    for (const end of ends) addStage(making, name, stream, end, { leave: "never" });
    for (const [key, stage] of Object.entries(stages)) {
      addLeaving(making, name, stream, key, stage, servedBy.get(`${name}.${key}`));
      addMoves(making, name, stream, key, stage);
    }
  }
}

/** Where a stream's applications come from; returns the sources' keys. */
function addSources(making: Making, name: string, stream: Stream): string[] {
  const { scenario, setup, months, elements, inputs } = making;
  const keys: string[] = [];
  if (stream.intake !== undefined) {
    const given = stream.intake;
    const intake = "of" in given ? scenario.intakes[given.of]! : given;
    const { season } = intake;
    const source = elements.add("source", `${name}/intake`, { kind: "intake" });
    source.inputs["intake"] = inputs.series(intake.volume, setup.intakeCase, setup.intakeScale);
    source.inputs["season"] =
      season === undefined ? 1 : months.map((month) => season.weights[monthOfYear(month)]! * 12);
    source.inputs["part"] = "of" in given ? inputs.series(given.share) : 1;
    keys.push(source.key);
  }
  for (const [i, follow] of stream.follows.entries()) {
    const key = `${name}/follows/${i}`;
    keys.push(key);
    if ("stock" in follow) {
      const source = elements.add("source", key, { kind: "stock" });
      source.inputs["frequency"] = inputs.series(follow.ratio);
      elements.links(source, "watched", groupStages(scenario, follow.stock));
      continue;
    }
    const { flow: followed, ratio, lag, history } = follow;
    const source = elements.add("source", key, { kind: "follow" });
    source.inputs["ratio"] = inputs.series(ratio);
    source.lags["lag"] = lag;
    source.history["followed_flow"] = inputs.past(
      history,
      lag,
      `streams.${name}.follows`,
      followed,
    );
    elements.ports(source, "followed", [flow(making, followed)]);
  }
  return keys;
}

function addStage(
  { scenario, elements, inputs }: Making,
  name: string,
  stream: Stream,
  stage: string,
  tags: Readonly<Record<string, string>>,
): Draft {
  const draft = elements.add("stage", `${name}.${stage}`, tags);
  const { start } = scenario.processes[stream.process]!;
  const opening = Object.hasOwn(stream.opening, stage) ? stream.opening[stage] : undefined;
  draft.inputs["opening"] = opening === undefined ? 0 : inputs.constant(opening);
  elements.links(draft, "entering", stage === start ? [name] : []);
  elements.links(
    draft,
    "into",
    waysOf(scenario, name)
      .filter(({ to }) => to === stage)
      .map(({ key }) => key),
  );
  return draft;
}

/** A stage that people leave. */
function addLeaving(
  making: Making,
  name: string,
  stream: Stream,
  stage: string,
  { leave, unserved }: Stage,
  served: { readonly capacity: string; readonly rank: number } | undefined,
): void {
  const { elements, inputs } = making;
  const add = (tags: Readonly<Record<string, string>>): Draft =>
    addStage(making, name, stream, stage, tags);
  switch (leave.by) {
    case "rate":
      add({ leave: "rate" }).inputs["rate"] = inputs.series(leave.rate);
      break;
    case "after": {
      const draft = add({ leave: "after" });
      const opening = draft.inputs["opening"] as number;
      draft.lags["wait"] = leave.months;
      // The opening stock came in evenly over the months it takes to leave.
      draft.history["inflow"] = Array.from({ length: leave.months }, () => opening / leave.months);
      break;
    }
    case "places":
      elements.link(add({ leave: "places" }), "places_of", served!.capacity, served!.rank);
      break;
    case "capacity": {
      const { aim, floor, shortest, effort } = stream.work[stage]!;
      const draft = add({
        leave: "staff",
        aim: aim ? "yes" : "no",
        floor: floor ? "yes" : "no",
        steady: isSteady(making.scenario, served!.capacity) ? "yes" : "no",
        unserved: unserved ? "yes" : "no",
      });
      elements.link(draft, "staff_of", served!.capacity, served!.rank);
      draft.inputs["effort"] = inputs.series(effort);
      draft.inputs["shortest"] = shortest === undefined ? 1 : inputs.series(shortest);
      if (aim !== undefined) draft.inputs["aim"] = inputs.series(aim);
      if (floor !== undefined) draft.inputs["floor"] = inputs.series(floor);
      break;
    }
  }
}

const isSteady = ({ capacities }: Scenario, key: string): boolean => {
  const capacity = capacities[key];
  return capacity?.kind === "staff" && capacity.steady;
};

/** The moves out of a stage, served or not. */
function addMoves(
  making: Making,
  name: string,
  stream: Stream,
  stage: string,
  { to, unserved }: Stage,
): void {
  const { elements } = making;
  const key = `${name}.${stage}`;
  const path = `processes.${stream.process}.stages.${stage}`;
  const splits = splitsFor(making, key, stream, to, `${path}.to`, "leave");
  const others =
    unserved &&
    splitsFor(making, key, stream, unserved, `${path}.unserved`, "are not served where they leave");
  for (const target of new Set([...splits.keys(), ...(others?.keys() ?? [])])) {
    const move = elements.add("move", `${key}->${target}`, { unserved: others ? "yes" : "no" });
    move.inputs["split"] = splits.get(target) ?? 0;
    if (others !== undefined) move.inputs["unserved_split"] = others.get(target) ?? 0;
    elements.link(move, "from", key);
  }
}

/** Shares by target; `rest` takes what the other shares leave, month by month. */
function splitsFor(
  { months, inputs, report }: Making,
  key: string,
  stream: Stream,
  to: Stage["to"],
  path: string,
  who: string,
): Map<string, Series> {
  const valueOf = (split: string | number): Series | undefined =>
    split === "rest"
      ? undefined
      : typeof split === "number"
        ? split
        : inputs.series(stream.shares[split]!);
  const shares = Object.entries(to)
    .toSorted(([a], [b]) => codePoint(a, b))
    .map(([target, split]) => ({ target, value: valueOf(split) }));
  const given = shares.flatMap(({ value }) => (value === undefined ? [] : [value]));
  const sumAt = (i: number): number =>
    given.reduce<number>((sum, v) => sum + (typeof v === "number" ? v : v[i]!), 0);
  const hasRest = given.length < shares.length;
  const wrong = months.findIndex((_, i) =>
    hasRest ? sumAt(i) > 1 + 1e-9 : Math.abs(sumAt(i) - 1) > 1e-9,
  );
  if (wrong >= 0) {
    report({
      code: "out-of-range",
      severity: "error",
      message: `the shares of those who ${who} ${key} add up to ${Number(sumAt(wrong).toPrecision(12))} in ${monthName(months[wrong]!)}`,
      help: hasRest
        ? "the shares beside `rest` may add up to 1 at most"
        : "they must add up to 1; give one way the share `rest`",
      path,
    });
  }
  const steady = given.every((value) => typeof value === "number");
  const rest: Series = steady
    ? Math.max(0, 1 - sumAt(0))
    : months.map((_, i) => Math.max(0, 1 - sumAt(i)));
  return new Map(shares.map(({ target, value }) => [target, value ?? rest]));
}

/** Keys of the cost lines on the capped appropriation. */
const cappedLines = ({ scenario, capped }: Making): string[] =>
  Object.keys(scenario.costs).filter((key) => scenario.costs[key]!.on === capped?.appropriation);

/** Those of them that pay for the staff of a capacity. */
const salariesOf = (making: Making, capacity: string): string[] =>
  cappedLines(making).filter((key) =>
    making.scenario.costs[key]!.drivers.includes(`staff/${capacity}`),
  );

function addCapacities(making: Making): void {
  const { scenario, elements, inputs, capped } = making;
  for (const [name, capacity] of Object.entries(scenario.capacities)) {
    if (capacity.kind === "places") {
      elements.add("allotment", name).inputs["offered"] = inputs.series(capacity.places);
      continue;
    }
    const rank = capped?.pays.indexOf(name) ?? -1;
    const by = capacity.plan !== undefined ? "plan" : rank >= 0 ? "money" : "aim";
    const draft = elements.add("staffing", name, { by });
    draft.inputs["staff_before"] = inputs.constant(capacity.before);
    if (capacity.plan !== undefined) draft.inputs["planned_staff"] = inputs.series(capacity.plan);
    draft.inputs["hire"] = inputs.series(capacity.hire);
    draft.inputs["shed"] = inputs.series(capacity.shed);
    draft.inputs["productivity"] = inputs.series(capacity.productivity);
    elements.links(draft, "served", capacity.serves);
    const salaries = salariesOf(making, name);
    elements.links(draft, "salaries", salaries);
    if (by === "money") {
      elements.link(draft, "paid_by", capped!.appropriation, rank);
      reportFree(making, salaries);
    }
  }
}

/** Money cannot decide the number of staff who cost nothing. */
function reportFree(
  { scenario, months, inputs, report }: Making,
  salaries: readonly string[],
): void {
  const prices = salaries.map((key) => inputs.series(scenario.costs[key]!.cost));
  const priceAt = (price: Series, i: number): number =>
    typeof price === "number" ? price : price[i]!;
  if (!months.some((_, i) => prices.every((price) => priceAt(price, i) === 0))) return;
  report({
    code: "out-of-range",
    severity: "error",
    message: "staff whose number the money decides cannot be free",
    help: "give what a person on the staff costs a month",
    path: `costs.${salaries[0]}.cost`,
  });
}

/** The capped appropriation with its money. */
function addCapped(making: Making): void {
  const { setup, months, elements, capped } = making;
  if (capped === undefined) return;
  const draft = elements.add("appropriation", capped.appropriation);
  // A run that covers a part of a year has that part of the year's money.
  const part = (year: number): number =>
    months.filter((month) => yearOf(month) === year).length / 12;
  draft.inputs["funds"] = months.map(
    (month) => (setup.funds.get(yearOf(month)) ?? 0) * part(yearOf(month)),
  );
  draft.inputs["financed"] = months.map((month) => (setup.financed.get(yearOf(month)) ?? 0) / 12);
  const lines = cappedLines(making);
  const salaries = new Set(capped.pays.flatMap((capacity) => salariesOf(making, capacity)));
  elements.links(draft, "lines", lines);
  elements.links(
    draft,
    "other_lines",
    lines.filter((key) => !salaries.has(key)),
  );
}

function addNeeds({ scenario, elements, inputs }: Making): void {
  for (const [name, { streams, stages, own }] of Object.entries(scenario.needs)) {
    const draft = elements.add("need", name);
    draft.inputs["own_share"] = own === undefined ? 0 : inputs.series(own);
    elements.links(draft, "lives", stageKeys(scenario, streams, stages));
    const rooms = Object.entries(scenario.tiers).filter(([, tier]) => tier.for.includes(name));
    const fills = (list: typeof rooms): string[] => list.map(([tier]) => `${tier}/${name}`);
    elements.links(draft, "rooms", fills(rooms));
    elements.links(draft, "fed_rooms", fills(rooms.filter(([, { food }]) => food)));
  }
}

function addTiers({ scenario, elements, inputs }: Making): void {
  const tiers = Object.entries(scenario.tiers);
  for (const [rank, [name, tier]] of tiers.entries()) {
    const limit = tier.places === undefined ? "no" : "yes";
    const draft = elements.add("tier", name, { limit });
    draft.inputs["occupancy"] = inputs.series(tier.occupancy);
    draft.inputs["reserve"] = tier.reserve === undefined ? 0 : inputs.series(tier.reserve);
    if (tier.places !== undefined) {
      draft.inputs["base"] = inputs.series(tier.places);
      draft.inputs["pace"] = tier.pace === undefined ? 0 : inputs.series(tier.pace);
      draft.inputs["release"] = tier.release === undefined ? 0 : inputs.series(tier.release);
      draft.inputs["most"] = tier.most === undefined ? Infinity : inputs.series(tier.most);
    }
    const shared = (other: string): string[] =>
      scenario.tiers[other]!.for.filter((need) => tier.for.includes(need));
    const keysOf = (list: typeof tiers): string[] => list.map(([key]) => key);
    const later = keysOf(tiers.slice(rank + 1).filter(([, { places }]) => places === undefined));
    const earlier = keysOf(tiers.slice(0, rank).filter(([, { places }]) => places !== undefined));
    const overflow = later.flatMap((other) => shared(other).map((need) => `${other}/${need}`));
    const rivals = limit === "no" ? [] : earlier.filter((other) => shared(other).length > 0);
    elements.links(draft, "welcome", tier.for);
    elements.links(
      draft,
      "residents",
      tier.for.map((need) => `${name}/${need}`),
    );
    elements.links(draft, "overflow", overflow);
    elements.links(draft, "rivals", rivals);
    for (const [priority, need] of tier.for.entries()) {
      const fill = elements.add("fill", `${name}/${need}`, { limit });
      elements.link(fill, "tier_of", name, priority);
      elements.link(fill, "need_of", need, rank);
    }
  }
}

/** What a driver counts. */
function counted(making: Making, driver: string): KeyTarget {
  const slash = driver.indexOf("/");
  const kind = slash < 0 ? driver : driver.slice(0, slash);
  const name = driver.slice(slash + 1);
  switch (kind) {
    case "time":
      return { set: "agency", key: "agency", equation: "elapsed" };
    case "flow":
      return flow(making, name);
    case "person_days":
      return groupDays(making, name);
    case "staff":
      return { set: "staffing", key: name, equation: "staff" };
    case "nights":
      return name.includes("/")
        ? { set: "fill", key: name, equation: "fill_nights" }
        : { set: "tier", key: name, equation: "nights" };
    case "place_days":
      return { set: "tier", key: name, equation: "place_days" };
    case "cost":
      return { set: "line", key: name, equation: "cost" };
    default:
      return { set: "need", key: name, equation: kind as EquationId };
  }
}

/** What stands for a quantity when the month opens. */
const foreseen: ReadonlyMap<EquationId, EquationId> = new Map([
  ["person_days", "opening_days"],
  ["cost", "foreseen"],
]);

function addLine(making: Making, name: string, line: CostLine): void {
  const { scenario, elements, inputs, capped } = making;
  const pay = line.spread > 1 ? "spread" : line.lag > 0 ? "lag" : "now";
  const draft = elements.add("line", name, { pay });
  draft.inputs["unit_cost"] = inputs.series(line.cost);
  draft.inputs["index"] =
    line.index === undefined ? 1 : inputs.series(scenario.indices[line.index]!);
  const drivers = line.drivers.toSorted(codePoint).map((driver) => counted(making, driver));
  elements.ports(draft, "driver", drivers);
  if (capped !== undefined) {
    // What is paid later is known; so is, from opening stocks, about how many days there will be.
    const known = drivers.map((d): KeyTarget => ({
      ...d,
      equation: foreseen.get(d.equation) ?? d.equation,
    }));
    const due: KeyTarget = { set: "line", key: name, equation: "due" };
    elements.ports(draft, "foreseen_driver", pay === "now" ? known : [due]);
  }
  if (pay === "now") return;
  const last = line.lag + line.spread;
  const looksBack = pay === "spread" ? last - 1 : line.lag;
  const volumes = inputs.past(line.history, looksBack, `costs.${name}`, "the payment");
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
}
