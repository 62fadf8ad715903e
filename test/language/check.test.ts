import { describe, expect, test } from "vitest";
import { checkDescription, type Plug } from "../../src/language/check.ts";
import type { Description, Equation } from "../../src/language/description.ts";
import { drivers, type DriverSpec } from "../../src/model/costs/drivers.ts";
import { description } from "../../src/model/description.ts";

/** What a scenario can put into ports: drivers of cost lines, parts of flows, what is followed. */
const plugs: readonly Plug[] = [
  ...Object.values<DriverSpec>(drivers).flatMap(({ set, equation, parts, foreseen }) => [
    { set, id: equation },
    ...(parts === undefined ? [] : [{ set: parts.set, id: parts.equation }]),
    ...(foreseen === undefined ? [] : [{ set, id: foreseen }]),
  ]),
  { set: "move", id: "moved" },
  { set: "stream", id: "applications" },
  { set: "flow", id: "flow" },
  { set: "line", id: "due" },
];

const modes = ["need", "available", "proposed"];
const check = (given: Description): string[] => checkDescription(given, plugs, modes);

type Change = (given: Description) => Description;

/** Changes the definitions of a name over a domain; one that is not there is a mistake of the test. */
function redefine(
  list: "equations" | "figures",
  id: string,
  over: string,
  change: Partial<Equation>,
): Change {
  return (given) => {
    const at = given[list].findIndex((one) => one.id === id && one.over === over);
    const old = given[list][at];
    if (old === undefined) throw new Error(`there is no ${id} over ${over}`);
    return { ...given, [list]: given[list].with(at, { ...old, ...change }) };
  };
}
const equation = (id: string, over: string, change: Partial<Equation>): Change =>
  redefine("equations", id, over, change);
/** Nothing is said of the months before the start any more. */
const forgetful =
  (id: string, over: string): Change =>
  (given) => ({
    ...given,
    equations: given.equations.map(({ before, ...rest }) =>
      before === undefined || (rest.id === id && rest.over === over) ? rest : { ...rest, before },
    ),
  });
const figure = (id: string, over: string, is: string): Change =>
  redefine("figures", id, over, { is });

const without =
  (list: "equations" | "figures", id: string, over: string): Change =>
  (given) => ({
    ...given,
    [list]: given[list].filter((one) => one.id !== id || one.over !== over),
  });

/** One more equation, which is not read by others: what it says is all that is looked at. */
const planted = (over: string, is: string, more: Partial<Equation> = {}): Change => {
  const added: Equation = { id: "planted", over, unit: "", is, doc: "", ...more };
  return (given) => ({ ...given, equations: [...given.equations, added] });
};

const shown = (over: string, is: string, unit = ""): Change => {
  const added = { id: "shown", over, unit, is, doc: "" };
  return (given) => ({ ...given, figures: [...given.figures, added] });
};

/** More entries, or others of the same names. */
const entries =
  (more: Partial<Pick<Description, "sets" | "relations" | "inputs" | "counts">>): Change =>
  (given) => ({
    ...given,
    sets: { ...given.sets, ...more.sets },
    relations: { ...given.relations, ...more.relations },
    inputs: { ...given.inputs, ...more.inputs },
    counts: { ...given.counts, ...more.counts },
  });

const rule = (over: string, holds: string): Change => {
  const added = { id: "planted", over, holds, doc: "" };
  return (given) => ({ ...given, rules: [...given.rules, added] });
};

/** Another line of an entry. */
function relation(name: string, change: Partial<Description["relations"][string]>): Change {
  return (given) => {
    const old = given.relations[name];
    if (old === undefined) throw new Error(`there is no relation ${name}`);
    return entries({ relations: { [name]: { ...old, ...change } } })(given);
  };
}
function input(name: string, change: Partial<Description["inputs"][string]>): Change {
  return (given) => {
    const old = given.inputs[name];
    if (old === undefined) throw new Error(`there is no input ${name}`);
    return entries({ inputs: { [name]: { ...old, ...change } } })(given);
  };
}

describe("the model's description", () => {
  test("is sound", () => {
    expect(check(description)).toEqual([]);
  });

  test("needs what the scenario can plug into ports", () => {
    const idle = checkDescription(description, [], modes);
    expect(idle).toContain('nothing reads the equation "fill.fill_nights"');
    expect(idle.every((problem) => problem.startsWith("nothing reads the equation"))).toBe(true);
  });

  test("is read by scenarios through quantities it has", () => {
    const known = new Set(
      description.equations.flatMap(({ id, over }) =>
        over.split(",").map((part) => `${part.split("[")[0]}.${id}`),
      ),
    );
    expect(plugs.filter(({ set, id }) => !known.has(`${set}.${id}`))).toEqual([]);
  });
});

describe("sound changes pass:", () => {
  // The figure makes a planted equation one that is read.
  const read = (over: string, is: string, more: Partial<Equation>): Change[] => [
    planted(over, is, more),
    shown(over, "closing(planted)", more.unit),
  ];
  const sound: readonly (readonly [string, readonly Change[]])[] = [
    ["arithmetic", read("stage", "ready + month * inflow", { unit: "persons" })],
    ["nothing is of any unit", read("stage", "max(0, ready, 0)", { unit: "persons" })],
    ["several sets", read("claim,tier", "0", {})],
    [
      "a quantity two kinds define",
      read("tier", "places - lodged / occupancy", { unit: "places" }),
    ],
    ["another element", read("fill", "places[tier_of]", { unit: "places" })],
    ["a sum of something else", read("tier", "sum(filled * 2 | residents)", { unit: "persons" })],
    ["a count", read("effect", "put_off / ramp", {})],
    ["a part of a set", read("line[pay=spread]", "instalments / month", {})],
    [
      "a yearly quantity by month",
      read("appropriation[capped=yes]", "funds / months_left", { unit: "money/month" }),
    ],
    [
      "figures of figures",
      [shown("agency", "per(housing_cost, persons_in_own) * 12", "money/person")],
    ],
    ["a rule", [rule("stage", "opening >= 0")]],
  ];

  test.each(sound)("%s", (_, changes) => {
    const changed = changes.reduce((given, change) => change(given), description);
    expect(changed).not.toEqual(description);
    expect(check(changed)).toEqual([]);
  });
});

/** Kind of mistake, what is changed, the sentences that name it. */
const wrong: readonly (readonly [kind: string, change: Change, sentences: readonly string[]])[] = [
  [
    "an unknown name",
    equation("wanted", "stage[leave=staff][aim=no][ceiling=yes]", { is: "ceiling_wrk" }),
    [
      'wanted of stage[leave=staff][aim=no][ceiling=yes][steady=yes][unserved=no]: "ceiling_wrk" is not known in stage[leave=staff][aim=no][ceiling=yes][steady=yes][unserved=no]',
    ],
  ],
  [
    "an unknown name in a figure",
    figure("cost", "line", "total(kost)"),
    ['cost of line[pay=now][foreseen=no]: "kost" is not known in line[pay=now][foreseen=no]'],
  ],
  [
    "a name of another set",
    equation("own", "claim", { is: "present * occupancy" }),
    ['own of claim: "occupancy" is not known in claim'],
  ],
  [
    "a name of another set, under a sum",
    figure("cost", "measure", "sum(forecast | costs)"),
    ['cost of measure_cost[delay=months]: "forecast" is not known in measure_cost[delay=months]'],
  ],
  [
    "a name of another set, elsewhere",
    equation("until_it", "effect[first=yes]", { is: "present[changes]" }),
    [
      'until_it of effect[does=add][first=yes][ends=yes]: "present" is not known in parameter[case=yes][changed=yes]',
    ],
  ],
  [
    "a relation of another set, once an empty sum of 0",
    equation("lodged", "tier", { is: "sum(filled | rooms)" }),
    ['lodged of tier[limit=yes]: "rooms" is a relation of claim'],
  ],
  [
    "a relation of another set in a figure",
    figure("forecast", "item", "sum(total(cost) | lines)"),
    ['forecast of item: "lines" is a relation of appropriation'],
  ],
  [
    "a port of another set",
    equation("flow", "flow", { is: "sum(followed)" }),
    ['flow of flow: "followed" is a port of source[kind=follow]'],
  ],
  [
    "a relation an element with these tags lacks",
    equation("moved", "move[served=yes][missed=no]", {
      is: "handled[served_from] * portion[served_by]",
    }),
    [
      'moved of move[served=yes][missed=no]: "served_from" is a relation of move[served=apart],move[served=no]',
    ],
  ],
  [
    "a sum over what an element with these tags lacks",
    planted("appropriation", "sum(foreseen | other_lines)", { unit: "money/month" }),
    [
      'planted of appropriation[capped=no]: "other_lines" is a relation of appropriation[capped=yes]',
    ],
  ],
  [
    "an unknown relation",
    equation("lodged", "tier", { is: "sum(filled | guests)" }),
    ['lodged of tier[limit=no]: there is no relation "guests"'],
  ],
  [
    "many for one",
    equation("seasonal", "stream", { is: "surge[intakes]" }),
    ['seasonal of stream: "intakes" leads to many'],
  ],
  [
    "one for many",
    equation("counted_cost", "measure_cost", { is: "yearly_cost * sum(on | spent_by)" }),
    ['counted_cost of measure_cost[delay=years]: "spent_by" leads to one'],
  ],
  [
    "a port for a relation",
    equation("volume", "line[pay=now]", { is: "sum(price | driver)" }),
    ['volume of line[pay=now][foreseen=yes]: there is no relation "driver"'],
  ],
  [
    "a port that is none",
    equation("lodged", "tier", { is: "sum(residents)" }),
    ['lodged of tier[limit=yes]: there is no port "residents"'],
  ],
  [
    "a port of figures in a month",
    equation("flow", "flow", { is: "sum(total(parts))" }),
    ["flow of flow: a port cannot stand here"],
  ],
  [
    "a port of months in a figure",
    figure("flow", "flow", "sum(parts)"),
    ["flow of flow: a port cannot stand here"],
  ],
  [
    "a sum that does not cancel",
    equation("stock", "stage[leave=never]", { is: "ready + inflow" }),
    ["stock of stage[leave=never]: person + person/month"],
  ],
  [
    "one of three that does not cancel",
    equation("filled", "fill[limit=no]", { is: "max(housed[claim_of], 0, nights[tier_of])" }),
    ["filled of fill[limit=no]: person max person-day/month"],
  ],
  [
    "another unit than declared",
    equation("nights", "tier", { is: "lodged" }),
    ["nights of tier[limit=no]: declared person-day/month, is person"],
  ],
  [
    "a figure of another unit than declared",
    figure("cost", "line", "per(total(cost), total(due))"),
    ["cost of line[pay=lag][foreseen=no]: declared money, is money/driver"],
  ],
  [
    "a quotient of figures that does not cancel",
    figure("day_cost", "tier", "per(cost, total(place_days))"),
    ["day_cost of tier[limit=yes]: declared money/person-day, is money/place-day"],
  ],
  [
    "what a line's price is counted in",
    equation("salary", "capacity[by=money]", { is: "sum(cost | salaries)" }),
    ["salary of capacity[by=money]: declared money/staff-month, is driver-money/staff-month-month"],
  ],
  [
    "months added twice",
    equation("surge_here", "stage[leave=staff][steady=yes]", {
      is: "month * sum(seasonal | entering)",
    }),
    [
      "surge_here of stage[leave=staff][aim=yes][ceiling=no][steady=yes][unserved=no]: declared person/month, is person",
    ],
  ],
  [
    "a unit that depends on the kind",
    equation("places", "tier[limit=no]", { unit: "persons", is: "lodged + occupancy * reserve" }),
    ["filled of fill[limit=yes]: the unit depends on the kind of element"],
  ],
  [
    "a rule of two units",
    rule("tier[limit=yes]", "base <= pace"),
    ["rule planted: place against place/month"],
  ],
  [
    "nothing said of the months before, for last month",
    forgetful("stock", "stage[leave=never]"),
    ['ready of stage[leave=never]: nothing says what "stock" was before the start'],
  ],
  [
    "nothing said of the months before, for a delay",
    forgetful("volume", "line[pay=lag],line[pay=spread]"),
    [
      'due of line[pay=lag][foreseen=no]: nothing says what "volume" was before the start',
      'due of line[pay=spread][foreseen=no]: nothing says what "volume" was before the start',
    ],
  ],
  [
    "nothing said of the months before, for an opening figure",
    shown("claim", "opening(housed)", "persons"),
    ['shown of claim: nothing says what "housed" was before the start'],
  ],
  [
    "a wrong unit before the start",
    equation("inflow", "stage[leave=after]", { before: "opening" }),
    ["inflow before the start of stage[leave=after]: declared person/month, is person"],
  ],
  [
    "what a run computes, before the start",
    equation("stock", "stage[leave=never]", { before: "inflow * month" }),
    ['stock before the start of stage[leave=never]: "inflow" cannot be read here'],
  ],
  [
    "an input of months before the start",
    equation("staff", "capacity[by=aim]", { before: "hire * staff_before * month" }),
    ['staff before the start of capacity[by=aim]: "hire" cannot be read here'],
  ],
  [
    "looking back before the start",
    equation("gained", "tier[limit=yes]", { before: "prev(gained)" }),
    ["gained before the start of tier[limit=yes]: prev cannot stand here"],
  ],
  [
    "a past input read in a month",
    equation("arriving", "source[kind=follow]", { is: "ratio * followed_before" }),
    ['arriving of source[kind=follow]: "followed_before" cannot be read here'],
  ],
  [
    "an input of months read in a year",
    equation("funds", "appropriation[capped=yes]", { is: "allowance * months_left / month" }),
    ['funds of appropriation[capped=yes]: "months_left" cannot be read here'],
  ],
  [
    "a quantity of months read in a year",
    equation("financed", "appropriation[capped=yes]", { is: "spent" }),
    ['financed of appropriation[capped=yes]: "spent" cannot be read here'],
  ],
  [
    "a yearly quantity summed over months",
    planted("appropriation[capped=yes]", "ytd(financed)", { unit: "money" }),
    ['planted of appropriation[capped=yes]: "financed" is not an equation of months'],
  ],
  [
    "last month's value of a yearly quantity",
    planted("measure_cost", "prev(counted_cost)", { unit: "money" }),
    ['planted of measure_cost[delay=months]: "counted_cost" is not an equation of months'],
  ],
  [
    "the months of an input",
    shown("line", "total(unit_cost)", "money-month/driver"),
    ['shown of line[pay=now][foreseen=no]: "unit_cost" is not an equation of months'],
  ],
  [
    "a form of months in a figure",
    shown("stage", "prev(stock)", "persons"),
    ["shown of stage[leave=never]: prev cannot stand here"],
  ],
  [
    "a form of months in a year",
    equation("funds", "appropriation[capped=yes]", { is: "allowance * covered - ytd(spent)" }),
    ["funds of appropriation[capped=yes]: ytd cannot stand here"],
  ],
  [
    "a form of years in a month",
    planted("measure_cost", "earlier(asked, years_late)", { unit: "money" }),
    ["planted of measure_cost[delay=years]: earlier cannot stand here"],
  ],
  [
    "a form of figures in an equation",
    equation("nights", "tier", { is: "total(place_days) / month" }),
    ["nights of tier[limit=yes]: total cannot stand here"],
  ],
  [
    "a state of figures in an equation",
    equation("ready", "stage", { is: "opening(stock)" }),
    ["ready of stage[leave=rate]: opening cannot stand here"],
  ],
  [
    "another mode in an equation",
    planted("tier", "under(need, lodged)", { unit: "persons" }),
    ["planted of tier[limit=yes]: under cannot stand here"],
  ],
  [
    "a form of figures among equations of months",
    planted("tier", "per(lodged, occupancy)", { unit: "places" }),
    ["planted of tier[limit=yes]: per cannot stand here"],
  ],
  [
    "a mode there is none of",
    shown("appropriation", "under(plan, forecast)", "money"),
    ['shown of appropriation[capped=yes]: there is no mode "plan"'],
  ],
  [
    "another mode of what is no figure's name",
    shown("appropriation", "under(need, forecast - measures)", "money"),
    ["shown of appropriation[capped=yes]: under(…) takes the name of a figure"],
  ],
  [
    "units of a maximum's later arguments",
    planted("tier", "max(0, lodged, nights)", { unit: "persons" }),
    ["planted of tier[limit=yes]: person max person-day/month"],
  ],
  [
    "two equations for one kind",
    equation("due", "line[pay=lag]", { over: "line" }),
    [
      "equation due of line[pay=now][foreseen=yes] is defined 2 times",
      'cost of line[pay=now][foreseen=yes]: "due" means two things in line[pay=now][foreseen=yes]',
    ],
  ],
  [
    "an equation and an input of one name",
    entries({ inputs: { own: { over: "claim", unit: "persons", doc: "" } } }),
    ['housed of claim: "own" means two things in claim'],
  ],
  [
    "two figures for one kind",
    redefine("figures", "stock", "group", {
      id: "cost",
      over: "line",
      unit: "money",
      is: "total(cost)",
    }),
    ["figure cost of line[pay=now][foreseen=yes] is defined 2 times"],
  ],
  [
    "a kind without the quantity that is used",
    without("equations", "left", "stage[leave=quota]"),
    [
      'moved of move[served=yes][missed=no]: "left" is not known in stage[leave=quota]',
      'stock of stage[leave=quota]: "left" is not known in stage[leave=quota]',
    ],
  ],
  [
    "a kind that is left out of a part",
    equation("surge", "source[kind=intake][season=no],source[kind=follow],source[kind=stock]", {
      over: "source[kind=intake][season=no],source[kind=follow]",
    }),
    ['seasonal of source[kind=stock]: "surge" is not known in source[kind=stock]'],
  ],
  [
    "a relation that leads to a kind without the quantity",
    relation("from", { to: "stage" }),
    ['moved of move[served=yes][missed=no]: "left" is not known in stage[leave=never]'],
  ],
  [
    "an input for a smaller part than reads it",
    input("reserve", { over: "tier[limit=yes]" }),
    ['places of tier[limit=no]: "reserve" is not known in tier[limit=no]'],
  ],
  [
    "a relation nobody follows",
    entries({ relations: { idle: { on: "tier", to: "claim", many: true, doc: "" } } }),
    ['nothing reads the relation "idle"'],
  ],
  [
    "an input nobody reads",
    entries({ inputs: { idle: { over: "tier", unit: "", doc: "" } } }),
    ['nothing reads the input "idle"'],
  ],
  [
    "a count nobody reads",
    entries({ counts: { idle: { over: "tier", unit: "month", doc: "" } } }),
    ['nothing reads the count "idle"'],
  ],
  [
    "an equation nobody reads",
    planted("tier", "lodged", { unit: "persons" }),
    ['nothing reads the equation "tier.planted"'],
  ],
  [
    "an equation nobody reads any more",
    equation("extra", "stage[leave=staff]", {
      is: "max(0, hours[staff_of] - ahead(extra | staff_of))",
    }),
    ['nothing reads the equation "capacity.scheduled_sum"'],
  ],
  [
    "a relation nobody follows any more",
    without("figures", "stay", "group"),
    ['nothing reads the relation "exits"'],
  ],
  [
    "a tag that does not exist",
    equation("price", "line", { over: "line[paid=now]" }),
    ["price: there are no elements line[paid=now]"],
  ],
  [
    "a value a tag does not have",
    equation("due", "line[pay=lag]", { over: "line[pay=later]" }),
    ["due: there are no elements line[pay=later]"],
  ],
  ["a set that does not exist", planted("bridge", "1"), ["planted: there are no elements bridge"]],
  [
    "a relation to a set that does not exist",
    relation("residents", { to: "guest" }),
    ["relation residents: there are no elements guest"],
  ],
  [
    "an input of a set that does not exist",
    entries({ inputs: { idle: { over: "bridge", unit: "", doc: "" } } }),
    ["input idle: there are no elements bridge"],
  ],
  [
    "a rule of a set that does not exist",
    rule("bridge", "0 <= 1"),
    ["rule planted: there are no elements bridge"],
  ],
  [
    "a figure that names an equation bare",
    figure("forecast", "appropriation", "sum(price | lines)"),
    [
      'forecast of line[pay=now][foreseen=yes]: "price" cannot be read here',
      'forecast of line[pay=now][foreseen=yes]: "price" is neither a figure nor the same in all months',
    ],
  ],
  [
    "a figure that names an input of months",
    figure("unit_cost", "line", "index"),
    [
      'unit_cost of line[pay=now][foreseen=no]: "index" is neither a figure nor the same in all months',
    ],
  ],
  [
    "a delay by what is no count",
    equation("left", "stage[leave=after]", { is: "delay(inflow, opening)" }),
    ['left of stage[leave=after]: "opening" is no count'],
  ],
  [
    "a delay by what is not known",
    equation("due", "line[pay=lag]", { is: "delay(volume, instalments)" }),
    ['due of line[pay=lag][foreseen=no]: "instalments" is not known in line[pay=lag][foreseen=no]'],
  ],
  [
    "a spread over what is no count",
    equation("due", "line[pay=spread]", { is: "spread(volume, payment_lag, index)" }),
    ['due of line[pay=spread][foreseen=yes]: "index" is no count'],
  ],
  [
    "earlier years of an input of months",
    input("asked", { at: "month" }),
    ['yearly_cost of measure_cost[delay=years]: "asked" cannot be read here'],
  ],
  [
    "earlier years of what is read at the start",
    input("asked", { at: "start" }),
    ['yearly_cost of measure_cost[delay=years]: "asked" is not an input of years'],
  ],
  [
    "earlier years by what is no count",
    equation("yearly_cost", "measure_cost[delay=years]", { is: "earlier(asked, asked)" }),
    ['yearly_cost of measure_cost[delay=years]: "asked" is no count'],
  ],
  [
    "those before it in an order that is none",
    equation("secured", "stage[leave=staff][ceiling=yes]", { is: "ahead(secured | entering)" }),
    [
      'secured of stage[leave=staff][aim=yes][ceiling=yes][steady=no][unserved=no]: "entering" leads to many',
    ],
  ],
  [
    "a calendar of what is no year",
    equation("season", "season", { is: "calendar(value | weights)" }),
    ['season of season: "value" is not known in season_month[weight=observed]'],
  ],
  [
    "what a run looks back to, in a rule",
    rule("stage", "prev(stock) >= 0"),
    ["rule planted of stage[leave=never]: prev cannot stand here"],
  ],
];

describe("a wrong description is caught:", () => {
  const unchanged = check(description);

  test("many of many kinds", () => {
    expect(new Set(wrong.map(([kind]) => kind)).size).toBe(wrong.length);
    expect(wrong.length).toBeGreaterThan(60);
  });

  test.each(wrong)("%s", (_, change, sentences) => {
    const changed = change(description);
    // The change is one, and without it nothing is wrong.
    expect(changed).not.toEqual(description);
    expect(unchanged).toEqual([]);
    const problems = check(changed);
    expect(problems.length).toBeGreaterThan(0);
    expect(problems).toEqual(expect.arrayContaining([...sentences]));
  });
});
