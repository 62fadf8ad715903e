/** Checks that all names of a scenario refer to something and that what belongs together fits. */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { oneOf } from "../diagnostics/suggest.ts";
import type { Code } from "../diagnostics/codes.ts";
import { monthName, yearOf } from "./calendar.ts";
import { checkCalibration } from "./check-calibration.ts";
import type { CostLine, Origin, Scenario, StockGroup } from "./scenario.ts";
import { describeUnit, multiply, sameDimensions, unit } from "./units.ts";
import { splitsOf, stagesOf } from "./structure.ts";

/** What cost lines can count, with the unit of the amount and what the name after the slash refers to. */
export const drivers = {
  time: { unit: "month", of: "nothing", doc: "time itself, for amounts per year or month" },
  flow: {
    unit: "person",
    of: "flow",
    doc: "people who pass: `flow/granted`, `flow/granted/adults`",
  },
  person_days: {
    unit: "person-day",
    of: "stock",
    doc: "days people of a group are there: `person_days/registered`",
  },
  staff: { unit: "staff-month", of: "staff", doc: "staff: `staff/case_work`" },
  nights: {
    unit: "person-day",
    of: "tier",
    doc: "person-nights in a tier, or of one need in it: `nights/hotel`, `nights/hotel/families`",
  },
  place_days: {
    unit: "place-day",
    of: "tier",
    doc: "days places are paid, occupied or not: `place_days/flats`",
  },
  own_days: { unit: "person-day", of: "need", doc: "person-days in own accommodation" },
  fed_days: { unit: "person-day", of: "need", doc: "person-days in tiers with food" },
  catering_days: {
    unit: "person-day",
    of: "need",
    doc: "person-days of those who buy their own food",
  },
  cost: { unit: "money", of: "line", doc: "money another line pays: `cost/allowance`" },
} as const;

type DriverKind = keyof typeof drivers;

/** Longest horizon, in months: more is a slip of the pen. */
const longestHorizon = 600;
/** Most elements of one kind; a request has tens. */
const mostElements = 500;
/** Each of the stages a capacity serves looks at those before it, so their number is felt squared. */
const mostServed = 200;
/** The same for needs in tiers. */
const mostFills = 2000;

/** Sources that inputs, seasons and effects name and nobody declares. */
export function checkSources(scenario: Scenario): Diagnostic[] {
  const allowed = Object.keys(scenario.sources);
  return originsOf(scenario).flatMap(({ path, origins }) =>
    [...new Set(origins.flatMap(({ source }) => source ?? []))]
      .filter((source) => !allowed.includes(source))
      .map((source) => ({
        code: "unknown-name" as const,
        severity: "error" as const,
        message: `unknown source "${source}"`,
        help: `expected ${oneOf(source, allowed)}`,
        path,
      })),
  );
}

/** Where everything that was put in comes from, by path. */
function originsOf({ quantities, intakes, streams, measures }: Scenario): {
  path: string;
  origins: readonly Origin[];
}[] {
  const seasons = [
    ...Object.entries(intakes).map(([key, { season }]) => ({
      path: `intakes.${key}.season`,
      season,
    })),
    ...Object.entries(streams).map(([key, { intake }]) => ({
      path: `streams.${key}.season`,
      season: intake !== undefined && "season" in intake ? intake.season : undefined,
    })),
  ];
  return [
    ...[...quantities.values()].map(({ path, points }) => ({
      path,
      origins: points.map(({ origin }) => origin),
    })),
    ...seasons.flatMap(({ path, season }) =>
      season === undefined ? [] : [{ path, origins: [season.origin] }],
    ),
    ...Object.entries(measures).flatMap(([key, { effects }]) =>
      effects.map(({ origin }, i) => ({
        path: `development.${key}.effects.${i}`,
        origins: [origin],
      })),
    ),
  ];
}

/** All problems of a scenario's names, in the order of the file's sections. */
export function check(scenario: Scenario): Diagnostic[] {
  const problems: Diagnostic[] = [];
  const report = (code: Code, path: string, message: string, help?: string): void =>
    void problems.push({ code, severity: "error", message, help, path });

  /** Reports a name that is not among those declared; true when it is. */
  const known = (what: string, name: string, allowed: readonly string[], path: string): boolean => {
    if (allowed.includes(name)) return true;
    report("unknown-name", path, `unknown ${what} "${name}"`, `expected ${oneOf(name, allowed)}`);
    return false;
  };
  const keys = (record: Readonly<Record<string, unknown>>): string[] => Object.keys(record);
  const { period, streams, processes, capacities } = scenario;
  const streamNames = keys(streams);
  const allStages = [
    ...new Set(Object.values(processes).flatMap(({ stages, ends }) => [...keys(stages), ...ends])),
  ];
  const unique = (names: readonly string[], path: string): void => {
    for (const [i, name] of names.entries()) {
      if (names.indexOf(name) < i) {
        report("duplicate-key", `${path}.${i}`, `"${name}" stands here twice`);
      }
    }
  };

  const moneyUnits = [scenario.money.currency, ...keys(scenario.money.amounts)];
  known("unit of money", scenario.unit, moneyUnits, "unit");
  if (period.to < period.from) {
    report("out-of-range", "period.to", "the period ends before it starts");
  }
  if (period.to - period.from + 1 > longestHorizon) {
    report(
      "out-of-range",
      "period.to",
      `the period has ${period.to - period.from + 1} months`,
      `at most ${longestHorizon}`,
    );
  }
  for (const [section, record] of Object.entries({
    streams,
    processes,
    capacities,
    costs: scenario.costs,
    tiers: scenario.tiers,
    needs: scenario.needs,
    development: scenario.measures,
  })) {
    if (keys(record).length > mostElements) {
      report(
        "out-of-range",
        section,
        `${keys(record).length} ${section}`,
        `at most ${mostElements}`,
      );
    }
  }
  if (streamNames.length === 0) {
    report("missing-key", "streams", "a scenario needs at least one stream");
  }

  for (const [name, process] of Object.entries(processes)) {
    const path = `processes.${name}`;
    const all = [...keys(process.stages), ...process.ends];
    known("stage", process.start, keys(process.stages), `${path}.start`);
    if (all.includes("intake")) {
      report(
        "wrong-type",
        path,
        'no stage can be called "intake": in moves that means applications',
      );
    }
    unique(process.ends, `${path}.ends`);
    for (const end of process.ends) {
      if (Object.hasOwn(process.stages, end)) {
        report("duplicate-key", `${path}.ends`, `"${end}" is a stage and an end`);
      }
    }
    for (const [stage, { leave, to, unserved }] of Object.entries(process.stages)) {
      const at = `${path}.stages.${stage}`;
      for (const [word, ways] of Object.entries({ to, unserved })) {
        if (ways === undefined) continue;
        if (keys(ways).length === 0) {
          report("missing-key", `${at}.${word}`, "those who leave need somewhere to go");
        }
        for (const target of keys(ways)) known("stage", target, all, `${at}.${word}.${target}`);
        const rests = keys(ways).filter((target) => ways[target] === "rest");
        if (rests.length > 1) {
          report(
            "duplicate-key",
            `${at}.${word}.${rests[1]}`,
            "only one way out can take the rest",
          );
        }
      }
      if (unserved !== undefined && leave.by !== "capacity") {
        report(
          "wrong-type",
          `${at}.unserved`,
          "only staff can leave people unserved",
          "leave the stage by a capacity with staff, or put all ways out into `to`",
        );
      }
      if (leave.by === "capacity" || leave.by === "places") {
        const kind = leave.by === "capacity" ? "staff" : "places";
        const fitting = keys(capacities).filter((key) => capacities[key]!.kind === kind);
        known(
          kind === "staff" ? "capacity with staff" : "capacity with places",
          leave.capacity,
          fitting,
          `${at}.leave.${leave.by}`,
        );
      }
    }
  }

  for (const [name, stream] of Object.entries(streams)) {
    const path = `streams.${name}`;
    if (stream.intake !== undefined && "of" in stream.intake) {
      known("intake", stream.intake.of, keys(scenario.intakes), `${path}.intake.of`);
    }
    for (const [i, follow] of stream.follows.entries()) {
      const at = `${path}.follows.${i}`;
      if ("stock" in follow) knownGroup("stock", scenario.stocks, follow.stock, `${at}.stock`);
      else knownGroup("flow", scenario.flows, follow.flow, `${at}.flow`);
    }
    if (!known("process", stream.process, keys(processes), `${path}.process`)) continue;
    const process = processes[stream.process]!;
    for (const stage of keys(stream.opening)) {
      known("stage", stage, stagesOf(scenario, name), `${path}.opening.${stage}`);
    }
    const used = new Set(Object.values(process.stages).flatMap(splitsOf));
    for (const share of used) {
      if (typeof share === "string" && share !== "rest" && !Object.hasOwn(stream.shares, share)) {
        report(
          "missing-key",
          `${path}.shares`,
          `the process "${stream.process}" needs the share "${share}"`,
          `add "${share}" to the shares of ${name}`,
        );
      }
    }
    for (const share of keys(stream.shares)) {
      if (!used.has(share)) {
        report(
          "unknown-name",
          `${path}.shares.${share}`,
          `the process "${stream.process}" uses no share "${share}"`,
          `it uses ${[...used].filter((s) => typeof s === "string" && s !== "rest").join(", ") || "none"}`,
        );
      }
    }
    const staffed = Object.entries(process.stages).flatMap(([stage, { leave }]) =>
      leave.by === "capacity" ? [stage] : [],
    );
    for (const stage of keys(stream.work)) {
      known("stage left by capacity", stage, staffed, `${path}.work.${stage}`);
    }
    for (const stage of staffed) {
      const work = Object.hasOwn(stream.work, stage) ? stream.work[stage] : undefined;
      if (work === undefined) {
        report(
          "missing-key",
          path,
          `stage "${stage}" is left by capacity: the work on a case is missing`,
          `add work: { ${stage}: { effort: 10 hours/case, aim: 3 months } }`,
        );
      } else if (work.aim === undefined && work.floor === undefined) {
        report(
          "missing-key",
          `${path}.work.${stage}`,
          "staff follows an aim or a floor, and neither is given",
          'add "aim: 4 months" (handling time) or "floor: 1000 persons" (open cases not to be exceeded)',
        );
      } else if (work.shortest !== undefined && process.stages[stage]!.unserved !== undefined) {
        report(
          "wrong-type",
          `${path}.work.${stage}.shortest`,
          "nobody stays longer than a month where those who are not served leave",
          "leave out the shortest time",
        );
      }
    }
  }

  const servedTwice = new Map<string, string>();
  const fills = Object.values(scenario.tiers).reduce((sum, tier) => sum + tier.for.length, 0);
  if (fills > mostFills) {
    report("out-of-range", "housing.tiers", `${fills} needs in tiers`, `at most ${mostFills}`);
  }
  for (const [name, { serves, kind }] of Object.entries(capacities)) {
    if (serves.length > mostServed) {
      report(
        "out-of-range",
        `capacities.${name}.serves`,
        `${serves.length} stages`,
        `at most ${mostServed}`,
      );
    }
    const wanted = kind === "staff" ? "capacity" : "places";
    const eligible = streamNames.flatMap((stream) =>
      Object.entries(processes[streams[stream]!.process]?.stages ?? {}).flatMap(
        ([stage, { leave }]) =>
          leave.by === wanted && leave.capacity === name ? [`${stream}.${stage}`] : [],
      ),
    );
    for (const [i, stage] of serves.entries()) {
      const path = `capacities.${name}.serves.${i}`;
      if (!known(`stage left by ${name}`, stage, eligible, path)) continue;
      if (servedTwice.has(stage)) report("duplicate-key", path, `"${stage}" stands here twice`);
      servedTwice.set(stage, name);
    }
    for (const stage of eligible) {
      if (!serves.includes(stage)) {
        report(
          "missing-key",
          `capacities.${name}.serves`,
          `"${stage}" is left by ${name} and has no place in its order of priority`,
          `add ${stage} to the list`,
        );
      }
    }
  }

  for (const [name, group] of Object.entries(scenario.stocks)) {
    const path = `groups.stocks.${name}`;
    for (const [i, stage] of group.stages.entries()) {
      known("stage", stage, allStages, `${path}.stages.${i}`);
    }
    for (const [i, stream] of (group.streams ?? []).entries()) {
      known("stream", stream, streamNames, `${path}.streams.${i}`);
    }
    unique(group.stages, `${path}.stages`);
    unique(group.streams ?? [], `${path}.streams`);
  }
  for (const [name, group] of Object.entries(scenario.flows)) {
    const path = `groups.flows.${name}`;
    unique(
      group.moves.map(({ from, to }) => `${from ?? "intake"} -> ${to ?? "*"}`),
      `${path}.moves`,
    );
    for (const [i, { from, to }] of group.moves.entries()) {
      if (from !== undefined) known("stage", from, allStages, `${path}.moves.${i}`);
      if (to !== undefined) known("stage", to, allStages, `${path}.moves.${i}`);
    }
    for (const [i, stream] of (group.streams ?? []).entries()) {
      known("stream", stream, streamNames, `${path}.streams.${i}`);
    }
    unique(group.streams ?? [], `${path}.streams`);
  }

  const housedIn = new Map<string, string>();
  for (const [name, need] of Object.entries(scenario.needs)) {
    const path = `housing.needs.${name}`;
    for (const [i, stage] of need.stages.entries()) {
      known("stage", stage, allStages, `${path}.stages.${i}`);
    }
    for (const [i, stream] of need.streams.entries()) {
      if (
        !known("stream", stream, streamNames, `${path}.streams.${i}`) ||
        !Object.hasOwn(processes, streams[stream]!.process)
      ) {
        continue;
      }
      for (const stage of need.stages.filter((s) => stagesOf(scenario, stream).includes(s))) {
        const key = `${stream}.${stage}`;
        const other = housedIn.get(key);
        if (other !== undefined) {
          report(
            "duplicate-key",
            `${path}.stages`,
            `${key} belongs to "${other}" already`,
            "people can have one need of housing only",
          );
        }
        housedIn.set(key, name);
      }
    }
  }
  for (const [name, tier] of Object.entries(scenario.tiers)) {
    for (const [i, need] of tier.for.entries()) {
      known("need", need, keys(scenario.needs), `housing.tiers.${name}.for.${i}`);
    }
    unique(tier.for, `housing.tiers.${name}.for`);
  }
  for (const [name, group] of Object.entries(scenario.tierGroups)) {
    unique(group.tiers, `groups.tiers.${name}.tiers`);
    for (const [i, tier] of group.tiers.entries()) {
      known("tier", tier, keys(scenario.tiers), `groups.tiers.${name}.tiers.${i}`);
    }
  }

  for (const key of keys(scenario.appropriations)) {
    const area = key.slice(0, key.indexOf("/"));
    known("expenditure area", area, keys(scenario.areas), `appropriations.${key}`);
  }
  if (scenario.capped !== undefined) checkCapped(scenario.capped);
  for (const [name, line] of Object.entries(scenario.costs)) checkLine(name, line);
  checkCounting();
  for (const [name, measure] of Object.entries(scenario.measures)) {
    known(
      "strategic area",
      measure.strategicArea,
      keys(scenario.strategicAreas),
      `development.${name}.strategic_area`,
    );
    for (const key of keys(measure.costs)) {
      known(
        "appropriation",
        key,
        keys(scenario.appropriations),
        `development.${name}.costs.${key}`,
      );
    }
  }

  for (const [id, { rows, years, unit: shown }] of scenario.tables) {
    const outside =
      period.to < period.from
        ? []
        : years.filter((year) => year < yearOf(period.from) || year > yearOf(period.to));
    if (outside.length > 0) {
      report(
        "out-of-range",
        `tables.${id}.years`,
        `the period has no ${outside.join(", ")}`,
        `it runs from ${monthName(period.from)} to ${monthName(period.to)}`,
      );
    }
    if (shown === "") report("bad-unit", `tables.${id}.unit`, "a table needs a unit");
    const rowKeys = rows.map(({ key }) => key);
    for (const [i, row] of rows.entries()) {
      const path = `tables.${id}.rows.${i}`;
      if (rowKeys.indexOf(row.key) < i) {
        report("duplicate-key", `${path}.key`, `row "${row.key}" stands here twice`);
      }
      if (row.least !== undefined && row.show === undefined) {
        report(
          "wrong-type",
          `${path}.least`,
          "a sum is printed as the sum of its parts, whatever its size, and a given figure as it is",
          'put "least" on rows with "show"',
        );
      }
      const ways = [row.show, row.given, row.sum, row.total].filter((way) => way !== undefined);
      if (ways.length > 1) {
        report(
          "wrong-type",
          path,
          "a row shows one thing",
          'give one of "show", "given", "sum" and "total", or none for a heading',
        );
      }
      if (row.given !== undefined) {
        for (const year of keys(row.given).filter((word) => !years.includes(Number(word)))) {
          report(
            "out-of-range",
            `${path}.given.${year}`,
            `the table has no ${year}`,
            `it shows ${years.join(", ")}`,
          );
        }
      }
      if (row.source !== undefined) {
        known("source", row.source, keys(scenario.sources), `${path}.source`);
      }
      if ((row.source === undefined) !== (row.given === undefined)) {
        const [code, message, help] =
          row.given === undefined
            ? (["wrong-type", "only given figures have a source here", "leave it out"] as const)
            : ([
                "missing-key",
                "given figures need a source",
                'add "source" with the name of one of the sources',
              ] as const);
        report(code, path, message, help);
      }
      if (row.less !== undefined && row.show === undefined) {
        report("missing-key", path, '"less" needs a "show" to be taken from');
      }
      for (const [j, part] of (row.sum ?? row.total ?? []).entries()) {
        known(
          "row",
          part,
          rowKeys.filter((key) => key !== row.key),
          `${path}.${row.sum ? "sum" : "total"}.${j}`,
        );
      }
    }
  }
  for (const [i, { source, row }] of scenario.published.entries()) {
    known("source", source, keys(scenario.sources), `published.${i}.source`);
    if (scenario.published.findIndex((other) => other.row === row) < i) {
      const message = `"${row}" is published above already`;
      report("duplicate-key", `published.${i}.row`, message, "put the years of a row together");
    }
  }
  problems.push(...checkSources(scenario), ...checkCalibration(scenario));
  return problems;

  /** A group of stages or moves, or one stream's part of it. */
  function knownGroup(
    what: string,
    groups: Readonly<Record<string, Pick<StockGroup, "streams">>>,
    name: string,
    path: string,
  ): void {
    const [group = "", ...part] = name.split("/");
    if (known(what, group, keys(groups), path) && part.length > 0) {
      known("stream", part.join("/"), groups[group]!.streams ?? streamNames, path);
    }
  }

  /** Money can only decide staff that it pays for. */
  function checkCapped({ appropriation, pays }: NonNullable<Scenario["capped"]>): void {
    known("appropriation", appropriation, keys(scenario.appropriations), "capped.appropriation");
    unique(pays, "capped.pays");
    const paid = new Set(
      Object.values(scenario.costs)
        .filter(({ on }) => on === appropriation)
        .flatMap((line) => line.drivers),
    );
    const eligible = Object.entries(capacities).flatMap(([key, capacity]) =>
      capacity.kind === "staff" && capacity.plan === undefined && paid.has(`staff/${key}`)
        ? [key]
        : [],
    );
    // Such a line's cost is all staff, this month: otherwise the money left for staff cannot be told.
    for (const [key, { on, drivers: counted, lag }] of Object.entries(scenario.costs)) {
      const pay =
        on === appropriation &&
        counted.some(
          (driver) => pays.includes(driver.slice("staff/".length)) && driver.startsWith("staff/"),
        );
      if (pay && counted.length > 1) {
        report(
          "wrong-type",
          `costs.${key}.driver`,
          "a line that pays for staff whose number the money decides can count nothing else",
          "write a line for each driver",
        );
      }
      if (pay && lag > 0) {
        report(
          "out-of-range",
          `costs.${key}.lag`,
          "staff whose number the money decides is paid in the month it works",
          "leave out the lag",
        );
      }
    }
    for (const [i, capacity] of pays.entries()) {
      known(
        `capacity without a plan, paid by a cost line on ${appropriation}`,
        capacity,
        eligible,
        `capped.pays.${i}`,
      );
    }
  }

  /** The lines whose money a line counts. */
  function linesCounted({ drivers: list }: CostLine): string[] {
    const prefix = "cost/";
    return list.flatMap((driver) =>
      driver.startsWith(prefix) && Object.hasOwn(scenario.costs, driver.slice(prefix.length))
        ? [driver.slice(prefix.length)]
        : [],
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
    const { appropriation, pays } = scenario.capped ?? { appropriation: undefined, pays: [] };
    const paysStaff = (name: string): boolean =>
      scenario.costs[name]!.on === appropriation &&
      scenario.costs[name]!.drivers.some((driver) => pays.some((key) => driver === `staff/${key}`));
    for (const name of names) {
      const { on, lag } = scenario.costs[name]!;
      // What is paid later is known when the month opens.
      if (on !== appropriation || lag > 0) continue;
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
    if (line.on === scenario.capped?.appropriation && line.spread > 1) {
      report(
        "out-of-range",
        `${path}.spread`,
        "costs on the capped appropriation cannot be spread",
        "what must be paid this month has to be known when it opens",
      );
    }
    unique(line.drivers, `${path}.driver`);
    const tiersCounted = new Set(
      line.drivers.flatMap((driver) => {
        const [kind, tier] = driver.split("/");
        return kind === "nights" || kind === "place_days" ? [tier] : [];
      }),
    );
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
      .map((driver) => driver.split("/")[0] as DriverKind);
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
        `${line.drivers.join(" + ")} is counted in ${describeUnit(first)}, so the cost cannot be per ${describeUnit(multiply(unit("money"), line.cost.measure, -1))}`,
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

  function knownDriver(driver: string, path: string): boolean {
    const [kind = "", name = "", part, ...more] = driver.split("/");
    if (!known("driver", kind, keys(drivers), path)) return false;
    const { of } = drivers[kind as DriverKind];
    const allowed: Readonly<Record<typeof of, () => string[]>> = {
      nothing: () => [""],
      flow: () => keys(scenario.flows),
      stock: () => keys(scenario.stocks),
      staff: () => keys(capacities).filter((key) => capacities[key]!.kind === "staff"),
      tier: () => keys(scenario.tiers),
      need: () => keys(scenario.needs),
      line: () => keys(scenario.costs),
    };
    if (!known(of === "nothing" ? `word after "${kind}"` : of, name, allowed[of](), path)) {
      return false;
    }
    if (part === undefined) return true;
    const group =
      of === "flow" ? scenario.flows[name] : of === "stock" ? scenario.stocks[name] : undefined;
    if (group !== undefined && more.length === 0) {
      return known("stream", part, group.streams ?? streamNames, path);
    }
    if (kind === "nights" && more.length === 0) {
      return known("need in this tier", part, scenario.tiers[name]!.for, path);
    }
    report("unknown-name", path, `"${driver}" has a part too many`, `expected ${kind}/${name}`);
    return false;
  }
}
