/** Checks cost lines: what they count, on what they are, when they are paid. */
import { describeUnit, multiply, sameDimensions, unit } from "../../language/units.ts";
import { cappedOf, type Capped } from "../scenario.ts";
import { driverName, drivers, tierOf, type Driver, type DriverSpec } from "./drivers.ts";
import type { CostLine } from "./file.ts";
import { flowParts, groupStages } from "../structure.ts";
import { mostElements, type Checking } from "../checking.ts";

export function checkCosts({ scenario, report, known, unique, keys, streamNames }: Checking): void {
  for (const [name, line] of Object.entries(scenario.costs)) checkLine(name, line);
  checkCounting();

  /** The lines whose money a line counts. */
  function linesCounted({ drivers: list }: CostLine): string[] {
    return list.flatMap(({ kind, of }) =>
      kind === "cost" && Object.hasOwn(scenario.costs, of) ? [of] : [],
    );
  }

  /** Lines that count other lines: not themselves, nothing that money decides, and no line that is set from a frame. */
  function checkCounting(): void {
    const names = keys(scenario.costs);
    if (names.length > mostElements) return;
    const counted = new Map(names.map((name) => [name, linesCounted(scenario.costs[name]!)]));
    /** The first way from a line to one that is wanted, by lines that are counted. */
    const wayTo = (
      from: string,
      wanted: (name: string) => boolean,
      through: (line: CostLine) => boolean,
      seen = new Set<string>(),
    ): string[] | undefined => {
      for (const next of counted.get(from)!) {
        if (wanted(next)) return [from, next];
        if (seen.has(next) || !through(scenario.costs[next]!)) continue;
        seen.add(next);
        const way = wayTo(next, wanted, through, seen);
        if (way !== undefined) return [from, ...way];
      }
      return undefined;
    };
    const told = new Set<string>();
    for (const name of names) {
      const way = wayTo(
        name,
        (other) => other === name,
        () => true,
      );
      // Said once for all lines on the way round.
      if (way !== undefined && !told.has(name)) {
        const message = `this line counts its own money: ${way.join(" → ")}`;
        report("cycle", `costs.${name}.driver`, message, "leave out one of these drivers");
      }
      for (const other of way ?? []) told.add(other);
    }
    const capped = cappedOf(scenario);
    const payerOf = (name: string): Capped | undefined =>
      capped.find(({ appropriation }) => appropriation === scenario.costs[name]!.on);
    const paysStaff = (name: string): boolean =>
      scenario.costs[name]!.drivers.some(
        ({ kind, of }) => kind === "staff" && payerOf(name)?.caps.includes(of) === true,
      );
    for (const name of names) {
      // What is paid later is known when the month opens.
      if (payerOf(name) === undefined || scenario.costs[name]!.lag > 0) continue;
      const way = wayTo(name, paysStaff, (line) => line.lag === 0);
      if (way === undefined) continue;
      report(
        "wrong-type",
        `costs.${name}.driver`,
        `${way.at(-1)} pays for staff whose number the money decides, so a share of it is not known when the month opens`,
        "put the share into the cost of the staff",
      );
    }
    for (const [i, { line }] of (scenario.calibration?.levels ?? []).entries()) {
      const counting = names.filter((name) => counted.get(name)!.includes(line));
      if (counting.length === 0) continue;
      report(
        "wrong-type",
        `calibration.levels.${i}.line`,
        `${counting.join(", ")} counts this line, so the frame alone does not tell its cost`,
        "count other lines, or set the level of another line",
      );
    }
  }

  function checkLine(name: string, line: CostLine): void {
    const path = `costs.${name}`;
    const appropriation = scenario.appropriations[line.on];
    if (
      known("appropriation", line.on, keys(scenario.appropriations), `${path}.on`) &&
      line.item !== undefined
    ) {
      known("item", line.item, keys(appropriation!.items), `${path}.item`);
    }
    if (line.index !== undefined) {
      known("price index", line.index, keys(scenario.indices), `${path}.index`);
    }
    if (line.lag > 0 && appropriation?.basis === "cost") {
      report(
        "out-of-range",
        `${path}.lag`,
        `${line.on} is charged when the cost arises, so a later payment moves nothing`,
        "leave out the lag, or put the line on an appropriation with basis: cash",
      );
    }
    if (cappedOf(scenario).some(({ appropriation: on }) => on === line.on) && line.spread > 1) {
      report(
        "out-of-range",
        `${path}.spread`,
        "costs on the capped appropriation cannot be spread",
        "what must be paid this month has to be known when it opens",
      );
    }
    unique(line.drivers.map(driverName), `${path}.driver`);
    const tiersCounted = new Set(line.drivers.flatMap((driver) => tierOf(driver) ?? []));
    if (tiersCounted.size > 1) {
      report(
        "wrong-type",
        `${path}.driver`,
        "one line cannot pay for several tiers: the cost of each could not be told",
        "write a line for each tier",
      );
    }
    if (line.index !== undefined && linesCounted(line).length > 0) {
      report(
        "wrong-type",
        `${path}.index`,
        "the money counted is at the prices of the month it is paid in already",
        "leave out the index",
      );
    }
    if (line.history !== undefined && line.lag === 0 && line.spread === 1) {
      report(
        "out-of-range",
        `${path}.history`,
        "nothing looks back: the line is paid when it happens",
        "leave out the history, or give a lag or a spread",
      );
    }
    const kinds = line.drivers
      .filter((driver) => knownDriver(driver, `${path}.driver`))
      .map(({ kind }) => kind);
    const amounts = kinds.map((kind) => unit(drivers[kind].unit));
    const [first] = amounts;
    if (first === undefined || kinds.length < line.drivers.length) return;
    if (amounts.some((amount) => !sameDimensions(amount, first))) {
      report(
        "bad-unit",
        `${path}.driver`,
        `these are counted in different units: ${kinds.map((kind) => drivers[kind].unit).join(", ")}`,
      );
      return;
    }
    const cost = multiply(line.cost.measure, first);
    if (!sameDimensions(cost, unit("money"))) {
      report(
        "bad-unit",
        `${path}.cost`,
        `${line.drivers.map(driverName).join(" + ")} is counted in ${describeUnit(first)}, so the cost cannot be per ${describeUnit(multiply(unit("money"), line.cost.measure, -1))}`,
        sameDimensions(first, unit("money"))
          ? "write the cost as a share of the money counted: 3 %"
          : `write the cost in ${scenario.money.currency}/${describeUnit(first)}`,
      );
    }
    const perMonth = multiply(first, unit("month"), -1);
    if (line.history !== undefined && !sameDimensions(line.history.measure, perMonth)) {
      report(
        "bad-unit",
        `${path}.history`,
        `expected ${describeUnit(perMonth)}, found ${describeUnit(line.history.measure)}`,
        "the history is the driver before the start",
      );
    }
  }

  function knownDriver(driver: Driver, path: string): boolean {
    const { kind, of: name, part } = driver;
    if (!known("driver", kind, keys(drivers), path)) return false;
    const spec: DriverSpec = drivers[kind];
    const { of } = spec;
    const allowed: Readonly<Record<typeof of, () => string[]>> = {
      nothing: () => [""],
      flow: () => keys(scenario.flows),
      stock: () => keys(scenario.stocks),
      staff: () => keys(scenario.staff),
      tier: () => keys(scenario.tiers),
      claim: () => keys(scenario.claims),
      line: () => keys(scenario.costs),
    };
    const what = of === "nothing" ? `word after "${kind}"` : of;
    if (!known(what, name, allowed[of](), path)) return false;
    if (part === undefined) return true;
    if (spec.part === "stream" && !part.includes("/")) {
      const group = of === "flow" ? scenario.flows[name]! : scenario.stocks[name]!;
      return known("stream", part, group.streams ?? streamNames, path);
    }
    if (spec.part === "claim" && !part.includes("/")) {
      return known("claim in this tier", part, scenario.tiers[name]!.for, path);
    }
    const help = `expected ${kind}/${name}`;
    report("unknown-name", path, `"${driverName(driver)}" has a part too many`, help);
    return false;
  }
}

/** Lines that count the same people, days or nights twice; of a scenario whose names are all known. */
export function checkCountedTwice({ scenario, report }: Checking): void {
  const countedBy = ({ kind, of, part: stream }: Driver): readonly string[] => {
    const { of: what }: DriverSpec = drivers[kind];
    if (what === "stock") return groupStages(scenario, { of, stream });
    return what === "flow"
      ? flowParts(scenario, { of, stream }).map(({ set, key }) => `${set} ${key}`)
      : [];
  };
  const overlap = (a: Driver, b: Driver): boolean => {
    if (a.kind !== b.kind) return false;
    const counted = countedBy(a);
    const isPart = a.of === b.of && (a.part === undefined || b.part === undefined);
    return isPart || countedBy(b).some((one) => counted.includes(one));
  };
  for (const [name, line] of Object.entries(scenario.costs)) {
    for (const [i, driver] of line.drivers.entries()) {
      const twice = line.drivers.slice(0, i).find((other) => overlap(other, driver));
      if (twice === undefined) continue;
      const message = `${driverName(driver)} and ${driverName(twice)} count the same`;
      report("duplicate-key", `costs.${name}.driver`, message, "leave out one of them");
    }
  }
}
