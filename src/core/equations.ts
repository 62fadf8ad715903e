/**
 * The model, as data. Sets say what there is, relations how elements hang together, inputs what a scenario
 * gives per element and month, equations what follows. Nothing here knows a year, a stream or an agency.
 * The interpreter, the generated kernel, the unit check and docs/MODEL.md all read this one description.
 */
export type SetId =
  | "source"
  | "stream"
  | "stage"
  | "move"
  | "staffing"
  | "allotment"
  | "appropriation"
  | "need"
  | "tier"
  | "fill"
  | "agency"
  | "group"
  | "flow"
  | "line";

/** What each set holds. @public (docs/generate.mjs) */
export const sets: Readonly<Record<SetId, string>> = {
  source:
    "one origin of a stream's applications: a share of an intake, the followers of granted permits, or a stock",
  stream: "people of one kind, who go through one process",
  stage: "one stage of one stream's process; the ends of the process are stages that nobody leaves",
  move: "one way from a stage to another, with the share of those who leave that take it",
  staffing: "staff shared by the stages they serve, in order of priority",
  allotment: "a number of places a month offered to the stages it serves, in order of priority",
  appropriation: "an appropriation that pays for staff and is capped",
  need: "people with the same claim to housing",
  tier: "a form of housing; tiers are filled in order",
  fill: "one need in one tier that may house it",
  agency: "the agency as a whole, one element",
  group: "stages whose people drive a cost",
  flow: "moves and applications that drive a cost",
  line: "a cost line",
};

export interface Relation {
  readonly on: SetId;
  /** The set it leads to; `port` leads to any quantity of the model, chosen by the scenario. */
  readonly to: SetId | "port";
  readonly many: boolean;
  /** What is counted at the other end, where it is not said by the set: the unit of a port, the driver of a line. */
  readonly counts?: string;
  readonly doc: string;
}

export const relations = {
  intakes: {
    on: "stream",
    to: "source",
    many: true,
    doc: "where the stream's applications come from",
  },
  watched: {
    on: "source",
    to: "stage",
    many: true,
    doc: "the stages whose people are the reason for new applications",
  },
  followed: {
    on: "source",
    to: "port",
    many: true,
    counts: "persons/month",
    doc: "the moves and applications that are followed",
  },
  entering: {
    on: "stage",
    to: "stream",
    many: true,
    doc: "the stream, at the stage its process starts with",
  },
  into: { on: "stage", to: "move", many: true, doc: "the moves that lead here" },
  from: { on: "move", to: "stage", many: false, doc: "the stage it leaves" },
  staff_of: {
    on: "stage",
    to: "staffing",
    many: false,
    doc: "who does the work; ordered by priority",
  },
  places_of: {
    on: "stage",
    to: "allotment",
    many: false,
    doc: "who offers places; ordered by priority",
  },
  served: { on: "staffing", to: "stage", many: true, doc: "the stages served" },
  paid_by: {
    on: "staffing",
    to: "appropriation",
    many: false,
    doc: "who pays for the staff; ordered",
  },
  salaries: {
    on: "staffing",
    to: "line",
    many: true,
    counts: "staff-month",
    doc: "cost lines that pay for the staff",
  },
  lines: {
    on: "appropriation",
    to: "line",
    many: true,
    doc: "all cost lines on the appropriation",
  },
  other_lines: {
    on: "appropriation",
    to: "line",
    many: true,
    doc: "those that do not pay for staff whose number depends on the money",
  },
  lives: { on: "need", to: "stage", many: true, doc: "the stages whose people live here" },
  rooms: { on: "need", to: "fill", many: true, doc: "all its tiers" },
  fed_rooms: { on: "need", to: "fill", many: true, doc: "its tiers that serve food" },
  residents: { on: "tier", to: "fill", many: true, doc: "all its needs" },
  overflow: {
    on: "tier",
    to: "fill",
    many: true,
    doc: "later tiers without a limit, where people live who may live here",
  },
  welcome: { on: "tier", to: "need", many: true, doc: "the needs that may live here" },
  rivals: {
    on: "tier",
    to: "tier",
    many: true,
    doc: "earlier tiers with a limit that may house some of the same needs",
  },
  tier_of: {
    on: "fill",
    to: "tier",
    many: false,
    doc: "its tier; ordered by the tier's priority between needs",
  },
  need_of: { on: "fill", to: "need", many: false, doc: "its need; ordered as tiers are filled" },
  stages: { on: "group", to: "stage", many: true, doc: "the stages of the group" },
  parts: {
    on: "flow",
    to: "port",
    many: true,
    counts: "persons/month",
    doc: "its moves and applications",
  },
  driver: {
    on: "line",
    to: "port",
    many: true,
    counts: "driver/month",
    doc: "what the line counts",
  },
  foreseen_driver: {
    on: "line",
    to: "port",
    many: true,
    counts: "driver/month",
    doc: "the same, as far as it is known when the month opens",
  },
} as const satisfies Readonly<Record<string, Relation>>;

export type RelationId = keyof typeof relations;

export interface Input {
  /** A set, or a subset such as `stage[leave=rate]`; empty for the calendar. */
  readonly over: string;
  /** In months: a yearly amount becomes a monthly one when the scenario is read. */
  readonly unit: string;
  readonly doc: string;
}

export const inputs = {
  days: { over: "", unit: "day/month", doc: "calendar days of the month" },
  months_left: {
    over: "",
    unit: "month",
    doc: "months of the year that belong to the run, this one and those after it",
  },
  intake: {
    over: "source[kind=intake]",
    unit: "persons/month",
    doc: "applications of the year ÷ 12",
  },
  season: { over: "source[kind=intake]", unit: "", doc: "the month's share of the year × 12" },
  part: { over: "source[kind=intake]", unit: "", doc: "the stream's share of the intake" },
  ratio: { over: "source[kind=follow]", unit: "", doc: "applications per person followed" },
  frequency: {
    over: "source[kind=stock]",
    unit: "1/month",
    doc: "applications a month per person in the stages watched",
  },
  opening: { over: "stage", unit: "persons", doc: "people in the stage when the run starts" },
  rate: {
    over: "stage[leave=rate]",
    unit: "1/month",
    doc: "share of the opening stock that leaves in a month",
  },
  effort: { over: "stage[leave=staff]", unit: "hours/person", doc: "staff time a case takes" },
  shortest: {
    over: "stage[leave=staff]",
    unit: "months",
    doc: "the least time a case takes, whatever the staff",
  },
  aim: { over: "stage[leave=staff][aim=yes]", unit: "months", doc: "the handling time aimed at" },
  floor: {
    over: "stage[leave=staff][floor=yes]",
    unit: "persons",
    doc: "the number of open cases that is not to be exceeded; where nobody waits, of people unserved in a month",
  },
  split: {
    over: "move",
    unit: "",
    doc: "share of those leaving the stage that take this way; where some go unserved, of those served",
  },
  unserved_split: {
    over: "move[unserved=yes]",
    unit: "",
    doc: "share of those not served that take this way",
  },
  staff_before: { over: "staffing", unit: "staff", doc: "staff in the month before the start" },
  planned_staff: { over: "staffing[by=plan]", unit: "staff", doc: "staff decided in advance" },
  hire: { over: "staffing", unit: "1/month", doc: "the fastest staff can grow in a month" },
  shed: { over: "staffing", unit: "1/month", doc: "the fastest staff can shrink in a month" },
  productivity: {
    over: "staffing",
    unit: "hours/staff-month",
    doc: "hours of case work a person on the staff does in a month",
  },
  offered: { over: "allotment", unit: "persons/month", doc: "places offered" },
  funds: { over: "appropriation", unit: "money", doc: "what may be spent in the year" },
  financed: {
    over: "appropriation",
    unit: "money/month",
    doc: "development measures financed within the appropriation",
  },
  own_share: { over: "need", unit: "", doc: "share that arranges its own accommodation" },
  base: { over: "tier[limit=yes]", unit: "places", doc: "places in the plan" },
  pace: {
    over: "tier[limit=yes]",
    unit: "places/month",
    doc: "the most places that can be acquired in a month",
  },
  release: {
    over: "tier[limit=yes]",
    unit: "places/month",
    doc: "the most places that can be given up in a month",
  },
  most: { over: "tier[limit=yes]", unit: "places", doc: "the most places there can be" },
  reserve: { over: "tier", unit: "places", doc: "empty places to be kept" },
  occupancy: { over: "tier", unit: "persons/place", doc: "persons a place can house on average" },
  unit_cost: {
    over: "line",
    unit: "money/driver",
    doc: "cost of one unit of the driver, at base prices",
  },
  index: { over: "line", unit: "", doc: "price level against the base" },
  instalments: {
    over: "line[pay=spread]",
    unit: "months",
    doc: "months the payment is spread over",
  },
  counted_before: {
    over: "line[pay=spread]",
    unit: "driver",
    doc: "the running total when the run starts",
  },
} as const satisfies Readonly<Record<string, Input>>;

export type InputId = keyof typeof inputs;

/** Whole numbers of months that shape the program itself. @public (docs/generate.mjs) */
export const lags = {
  lag: { over: "source[kind=follow]", doc: "months from the event followed to the application" },
  wait: { over: "stage[leave=after]", doc: "months until people leave" },
  payment_lag: {
    over: "line[pay=spread],line[pay=lag]",
    doc: "months from the event to the payment, or to the first of many",
  },
  last_payment: {
    over: "line[pay=spread]",
    doc: "the lag plus the number of months the payment is spread over",
  },
} as const;

export type LagId = keyof typeof lags;

export interface Equation {
  readonly id: string;
  readonly over: string;
  readonly unit: string;
  readonly is: string;
  /** The input that is last month's value in the first month; needed where `prev` is used, 0 if left out. */
  readonly start?: InputId;
  readonly doc: string;
}

export const equations = [
  // Intake
  {
    id: "arriving",
    over: "source[kind=intake]",
    unit: "persons/month",
    is: "intake * season * part",
    doc: "A stream's part of an intake, spread over the year by its season.",
  },
  {
    id: "followed_flow",
    over: "source[kind=follow]",
    unit: "persons/month",
    is: "sum(followed)",
    doc: "What is followed: for instance permits granted to people who may be joined by their family.",
  },
  {
    id: "arriving",
    over: "source[kind=follow]",
    unit: "persons/month",
    is: "ratio * delay(followed_flow, lag)",
    doc: "Applications that follow, some months later.",
  },
  {
    id: "arriving",
    over: "source[kind=stock]",
    unit: "persons/month",
    is: "frequency * sum(ready | watched)",
    doc: "Applications that a stock gives rise to, such as calls about open cases: per person there when the month opens.",
  },
  {
    id: "surge",
    over: "source[kind=intake]",
    unit: "persons/month",
    is: "arriving - intake * part",
    doc: "What the season adds to an even share of the year, or takes from it; over a year nothing.",
  },
  {
    id: "surge",
    over: "source[kind=follow],source[kind=stock]",
    unit: "persons/month",
    is: "0",
    doc: "What follows something else has no season of its own.",
  },
  {
    id: "seasonal",
    over: "stream",
    unit: "persons/month",
    is: "sum(surge | intakes)",
    doc: "What the season adds to the stream's applications.",
  },
  {
    id: "applications",
    over: "stream",
    unit: "persons/month",
    is: "sum(arriving | intakes)",
    doc: "All applications of the stream.",
  },

  // Process
  {
    id: "ready",
    over: "stage",
    unit: "persons",
    is: "prev(stock)",
    doc: "Opening stock: only those who are here when the month opens can leave in it.",
  },
  {
    id: "left",
    over: "stage[leave=rate]",
    unit: "persons/month",
    is: "ready * rate",
    doc: "A share of the opening stock.",
  },
  {
    id: "left",
    over: "stage[leave=after]",
    unit: "persons/month",
    is: "delay(inflow, wait)",
    doc: "Everybody stays the same number of months.",
  },
  {
    id: "left",
    over: "stage[leave=places]",
    unit: "persons/month",
    is: "max(0, min(ready / month, offered[places_of] - ahead(left | places_of)))",
    doc: "Places bind; stages of higher priority take theirs first.",
  },
  {
    id: "handled",
    over: "stage[leave=staff]",
    unit: "persons/month",
    is: "(secured + planned + extra) / effort",
    doc: "Staff binds; decisions = hours worked ÷ hours per case.",
  },
  {
    id: "left",
    over: "stage[leave=staff][unserved=no]",
    unit: "persons/month",
    is: "handled",
    doc: "Those who are served leave, the others wait.",
  },
  {
    id: "left",
    over: "stage[leave=staff][unserved=yes]",
    unit: "persons/month",
    is: "ready / month",
    doc: "Nobody waits: all who were here when the month opened leave in it, served or not.",
  },
  {
    id: "missed",
    over: "stage[leave=staff][unserved=yes]",
    unit: "persons/month",
    is: "max(0, left - handled)",
    doc: "Those who are not served.",
  },
  {
    id: "moved",
    over: "move[unserved=no]",
    unit: "persons/month",
    is: "left[from] * split",
    doc: "Those who leave divide by fixed shares, which add up to one.",
  },
  {
    id: "moved",
    over: "move[unserved=yes]",
    unit: "persons/month",
    is: "handled[from] * split + missed[from] * unserved_split",
    doc: "Those who are served and those who are not divide by shares of their own.",
  },
  {
    id: "inflow",
    over: "stage",
    unit: "persons/month",
    is: "sum(applications | entering) + sum(moved | into)",
    doc: "New applications and those who come from other stages.",
  },
  {
    id: "stock",
    over: "stage[leave=rate],stage[leave=after],stage[leave=places],stage[leave=staff][unserved=no]",
    unit: "persons",
    is: "ready + month * (inflow - left)",
    start: "opening",
    doc: "Closing stock.",
  },
  {
    id: "stock",
    over: "stage[leave=staff][unserved=yes]",
    unit: "persons",
    is: "month * inflow",
    start: "opening",
    doc: "Where nobody waits, those who came in the month.",
  },
  {
    id: "stock",
    over: "stage[leave=never]",
    unit: "persons",
    is: "ready + month * inflow",
    start: "opening",
    doc: "Nobody leaves the end of a process.",
  },

  // Staff
  {
    id: "possible",
    over: "stage[leave=staff]",
    unit: "hours/month",
    is: "ready / shortest * effort",
    doc: "The most work that can be done on the open cases in a month.",
  },
  {
    id: "floor_work",
    over: "stage[leave=staff][floor=yes][unserved=no]",
    unit: "hours/month",
    is: "min(possible, max(0, (ready - floor) / month + sum(applications | entering)) * effort)",
    doc: "Work that keeps the closing stock at the number not to be exceeded, counting this month's applications.",
  },
  {
    id: "floor_work",
    over: "stage[leave=staff][floor=yes][unserved=yes]",
    unit: "hours/month",
    is: "min(possible, max(0, ready - floor) / month * effort)",
    doc: "Work that leaves no more people unserved in the month than the number not to be exceeded.",
  },
  {
    id: "workload",
    over: "stage[leave=staff][steady=no]",
    unit: "persons",
    is: "ready",
    doc: "The open cases that staff is measured by.",
  },
  {
    id: "surge_here",
    over: "stage[leave=staff][steady=yes]",
    unit: "persons/month",
    is: "sum(seasonal | entering)",
    doc: "What the season adds to the applications that enter here.",
  },
  {
    id: "workload",
    over: "stage[leave=staff][steady=yes][unserved=no]",
    unit: "persons",
    is: "max(0, ready - ytd(surge_here))",
    doc: "Open cases as they would be had the year's applications come evenly: nobody is hired for an autumn.",
  },
  {
    id: "workload",
    over: "stage[leave=staff][steady=yes][unserved=yes]",
    unit: "persons",
    is: "max(0, ready - month * prev(surge_here))",
    doc: "Where nobody waits, the season of last month's applications only is in the opening stock.",
  },
  {
    id: "wanted",
    over: "stage[leave=staff][aim=yes][floor=yes]",
    unit: "hours/month",
    is: "max(floor_work, workload / aim * effort)",
    doc: "Work wanted: open cases ÷ the handling time aimed at, and at least the floor's.",
  },
  {
    id: "wanted",
    over: "stage[leave=staff][aim=yes][floor=no]",
    unit: "hours/month",
    is: "workload / aim * effort",
    doc: "Work wanted: open cases ÷ the handling time aimed at.",
  },
  {
    id: "wanted",
    over: "stage[leave=staff][aim=no][floor=yes]",
    unit: "hours/month",
    is: "floor_work",
    doc: "Work wanted where only growth is to be prevented.",
  },
  {
    id: "staff_wanted",
    over: "staffing",
    unit: "staff",
    is: "sum(wanted | served) / productivity",
    doc: "Staff that could do all work wanted.",
  },
  {
    id: "staff",
    over: "staffing[by=plan]",
    unit: "staff",
    is: "planned_staff",
    doc: "Staff from a plan.",
  },
  {
    id: "staff",
    over: "staffing[by=aim]",
    unit: "staff",
    is: "max(prev(staff) - month * shed * prev(staff), min(staff_wanted, prev(staff) + month * hire * prev(staff)))",
    start: "staff_before",
    doc: "Staff follows the work, no faster than people can be hired and shed.",
  },
  {
    id: "staff",
    over: "staffing[by=money]",
    unit: "staff",
    is: "max(prev(staff) - month * shed * prev(staff), min(min(staff_wanted, affordable), prev(staff) + month * hire * prev(staff)))",
    start: "staff_before",
    doc: "The same, and no more than can be paid; shedding takes time all the same.",
  },
  {
    id: "hours",
    over: "staffing",
    unit: "hours/month",
    is: "staff * productivity",
    doc: "Hours of case work.",
  },
  {
    id: "secured",
    over: "stage[leave=staff][floor=yes]",
    unit: "hours/month",
    is: "min(floor_work, max(0, hours[staff_of] - ahead(secured | staff_of)))",
    doc: "First, in order of priority, the work that keeps open cases from growing beyond their floor.",
  },
  {
    id: "secured",
    over: "stage[leave=staff][floor=no]",
    unit: "hours/month",
    is: "0",
    doc: "Nothing is set aside for this stage.",
  },
  {
    id: "secured_sum",
    over: "staffing",
    unit: "hours/month",
    is: "sum(secured | served)",
    doc: "Hours set aside.",
  },
  {
    id: "planned",
    over: "stage[leave=staff]",
    unit: "hours/month",
    is: "min(min(wanted, possible) - secured, max(0, hours[staff_of] - secured_sum[staff_of] - ahead(planned | staff_of)))",
    doc: "Then, in order of priority, the rest of the work wanted.",
  },
  {
    id: "planned_sum",
    over: "staffing",
    unit: "hours/month",
    is: "sum(planned | served)",
    doc: "Hours of work wanted beyond those set aside.",
  },
  {
    id: "extra",
    over: "stage[leave=staff]",
    unit: "hours/month",
    is: "min(possible - secured - planned, max(0, hours[staff_of] - secured_sum[staff_of] - planned_sum[staff_of] - ahead(extra | staff_of)))",
    doc: "Staff that is there beyond what is wanted shortens handling times, in order of priority.",
  },

  // Money that binds (funding mode `available`)
  {
    id: "foreseen",
    over: "line",
    unit: "money/month",
    is: "price * sum(foreseen_driver)",
    doc: "Cost of a line as known when the month opens.",
  },
  {
    id: "spent",
    over: "appropriation",
    unit: "money/month",
    is: "sum(cost | lines) + financed",
    doc: "All spending on the capped appropriation.",
  },
  {
    id: "left_to_spend",
    over: "appropriation",
    unit: "money/month",
    is: "max(0, (funds - ytd(spent)) / months_left - sum(foreseen | other_lines) - financed)",
    doc: "Money left, spread evenly over the months left, less what else must be paid this month.",
  },
  {
    id: "salary",
    over: "staffing",
    unit: "money/staff-month",
    is: "sum(price | salaries)",
    doc: "Cost of one person on the staff for a month.",
  },
  {
    id: "payroll",
    over: "staffing",
    unit: "money/month",
    is: "staff * salary",
    doc: "Cost of the staff.",
  },
  {
    id: "affordable",
    over: "staffing[by=money]",
    unit: "staff",
    is: "max(0, left_to_spend[paid_by] - ahead(payroll | paid_by)) / salary",
    doc: "Staff the money left can pay.",
  },

  // Housing
  {
    id: "present",
    over: "need",
    unit: "persons",
    is: "(sum(ready | lives) + sum(stock | lives)) / 2",
    doc: "Mean of opening and closing stock.",
  },
  {
    id: "own",
    over: "need",
    unit: "persons",
    is: "present * own_share",
    doc: "Those in accommodation they arranged themselves.",
  },
  {
    id: "housed",
    over: "need",
    unit: "persons",
    is: "present - own",
    doc: "Those the agency must house.",
  },
  {
    id: "places",
    over: "tier[limit=yes]",
    unit: "places",
    is: "max(0, base + gained)",
    doc: "Places in the plan and places acquired since the start.",
  },
  {
    id: "filled",
    over: "fill[limit=yes]",
    unit: "persons",
    is: "max(0, min(housed[need_of] - ahead(filled | need_of), places[tier_of] * occupancy[tier_of] - ahead(filled | tier_of)))",
    doc: "Tiers are filled in order; within a tier its needs in order of priority.",
  },
  {
    id: "filled",
    over: "fill[limit=no]",
    unit: "persons",
    is: "max(0, housed[need_of] - ahead(filled | need_of))",
    doc: "A tier without a limit takes everybody who is left.",
  },
  {
    id: "lodged",
    over: "tier",
    unit: "persons",
    is: "sum(filled | residents)",
    doc: "People in the tier.",
  },
  {
    id: "places",
    over: "tier[limit=no]",
    unit: "places",
    is: "lodged / occupancy + reserve",
    doc: "As many places as are needed, and the reserve.",
  },
  {
    id: "shortfall",
    over: "tier[limit=yes]",
    unit: "places",
    is: "(lodged + sum(filled | overflow) + sum(unhoused | welcome)) / occupancy + reserve - places",
    doc: "Places lacking for those who live in tiers without a limit or nowhere, and for the reserve; negative when places stand empty.",
  },
  {
    id: "acquired",
    over: "tier[limit=yes]",
    unit: "places/month",
    is: "max(0 - min(release, places / month), min(pace, min(most - places, shortfall - month * sum(max(0, acquired) | rivals)) / month))",
    doc: "Places acquired or given up this month, for use from the next; earlier tiers first.",
  },
  {
    id: "gained",
    over: "tier[limit=yes]",
    unit: "places",
    is: "prev(gained) + month * prev(acquired)",
    doc: "Places acquired since the start, less those given up.",
  },
  {
    id: "unhoused",
    over: "need",
    unit: "persons",
    is: "housed - sum(filled | rooms)",
    doc: "People for whom no tier has room.",
  },
  {
    id: "place_days",
    over: "tier",
    unit: "place-days/month",
    is: "places * days",
    doc: "Place-days, occupied or not.",
  },
  {
    id: "nights",
    over: "tier",
    unit: "person-days/month",
    is: "lodged * days",
    doc: "Person-nights in the tier.",
  },
  {
    id: "fill_nights",
    over: "fill",
    unit: "person-days/month",
    is: "filled * days",
    doc: "Person-nights of one need in the tier.",
  },
  {
    id: "own_days",
    over: "need",
    unit: "person-days/month",
    is: "own * days",
    doc: "Person-days in own accommodation.",
  },
  {
    id: "fed_days",
    over: "need",
    unit: "person-days/month",
    is: "sum(filled | fed_rooms) * days",
    doc: "Person-days with food.",
  },
  {
    id: "catering_days",
    over: "need",
    unit: "person-days/month",
    is: "(present - sum(filled | fed_rooms)) * days",
    doc: "Person-days of those who buy their own food.",
  },

  // Costs
  {
    id: "person_days",
    over: "group",
    unit: "person-days/month",
    is: "(sum(ready | stages) + sum(stock | stages)) / 2 * days",
    doc: "Mean of opening and closing stock × calendar days.",
  },
  {
    id: "opening_days",
    over: "group",
    unit: "person-days/month",
    is: "sum(ready | stages) * days",
    doc: "The same as far as it is known when the month opens.",
  },
  { id: "flow", over: "flow", unit: "persons/month", is: "sum(parts)", doc: "People who pass." },
  {
    id: "elapsed",
    over: "agency",
    unit: "month/month",
    is: "1",
    doc: "Time itself, for costs per year.",
  },
  {
    id: "volume",
    over: "line",
    unit: "driver/month",
    is: "sum(driver)",
    doc: "What the line counts.",
  },
  {
    id: "counted",
    over: "line[pay=spread]",
    unit: "driver",
    is: "prev(counted) + month * volume",
    start: "counted_before",
    doc: "Running total of the driver.",
  },
  {
    id: "due",
    over: "line[pay=now]",
    unit: "driver/month",
    is: "volume",
    doc: "Paid when it happens.",
  },
  {
    id: "due",
    over: "line[pay=lag]",
    unit: "driver/month",
    is: "delay(volume, payment_lag)",
    doc: "Paid some months later.",
  },
  {
    id: "due",
    over: "line[pay=spread]",
    unit: "driver/month",
    is: "(delay(counted, payment_lag) - delay(counted, last_payment)) / instalments",
    doc: "Paid in equal monthly parts: the mean of the driver over the months the parts stem from.",
  },
  {
    id: "price",
    over: "line",
    unit: "money/driver",
    is: "unit_cost * index",
    doc: "Unit cost at the prices of the month of payment.",
  },
  { id: "cost", over: "line", unit: "money/month", is: "price * due", doc: "The line's cost." },
] as const satisfies readonly Equation[];

export type EquationId = (typeof equations)[number]["id"];

/** What a run hands on: per element and year the sum over the months, or the value of the last month. */
export interface Output {
  readonly equation: EquationId;
  readonly aggregate: "sum" | "end";
}

export const outputs = [
  { equation: "applications", aggregate: "sum" },
  { equation: "moved", aggregate: "sum" },
  { equation: "stock", aggregate: "end" },
  { equation: "staff", aggregate: "sum" },
  { equation: "own_days", aggregate: "sum" },
  { equation: "unhoused", aggregate: "sum" },
  { equation: "nights", aggregate: "sum" },
  { equation: "place_days", aggregate: "sum" },
  { equation: "due", aggregate: "sum" },
  { equation: "cost", aggregate: "sum" },
] as const satisfies readonly Output[];

export type OutputId = (typeof outputs)[number]["equation"];
