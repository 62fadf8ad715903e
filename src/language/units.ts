/**
 * Units of measure. A unit is a scale and a product of base dimensions; time is counted in months, so
 * `persons/year` is `persons/month` with the scale 1/12. Days are a dimension of their own because a
 * month has 28 to 31 of them: only the calendar turns one into the other.
 */
export interface Unit {
  /** What one of this unit is in base units, as a fraction, so that 1/12 stays exact until it is used. */
  readonly numerator: number;
  readonly denominator: number;
  /** Base dimension → exponent, without zeros, in code-point order. */
  readonly dimensions: readonly (readonly [string, number])[];
}

/** Words for one unit of a base dimension; cases, decisions and applications are counted per person. */
const words: Readonly<Record<string, readonly [dimension: string, scale: number]>> = {
  person: ["person", 1],
  persons: ["person", 1],
  people: ["person", 1],
  case: ["person", 1],
  cases: ["person", 1],
  decision: ["person", 1],
  decisions: ["person", 1],
  application: ["person", 1],
  applications: ["person", 1],
  place: ["place", 1],
  places: ["place", 1],
  staff: ["staff", 1],
  hour: ["hour", 1],
  hours: ["hour", 1],
  day: ["day", 1],
  days: ["day", 1],
  night: ["day", 1],
  nights: ["day", 1],
  month: ["month", 1],
  months: ["month", 1],
  quarter: ["month", 3],
  quarters: ["month", 3],
  year: ["month", 12],
  years: ["month", 12],
  money: ["money", 1],
  /** What a cost line counts; the equations hold for all of them. */
  driver: ["driver", 1],
  /** What a number of the scenario is in, whichever it is. */
  own: ["own", 1],
};

/** Prefixes and words that stand for an amount of the scenario's currency. */
const amounts: Readonly<Record<string, number>> = { tkr: 1e3, mkr: 1e6, mdkr: 1e9 };

export const dimensionless: Unit = { numerator: 1, denominator: 1, dimensions: [] };

/** The words a unit may be written with, for messages. */
export const unitWords: readonly string[] = Object.keys(words).filter(
  (word) => word !== "money" && word !== "driver" && word !== "own",
);

/** Dimensions of one unit are never the same. */
const compare = (a: string, b: string): number => (a < b ? -1 : 1);

const build = (
  numerator: number,
  denominator: number,
  exponents: ReadonlyMap<string, number>,
): Unit => ({
  numerator,
  denominator,
  dimensions: [...exponents]
    .filter(([, exponent]) => exponent !== 0)
    .toSorted(([a], [b]) => compare(a, b)),
});

/** The product `a × b^power`; dimensions that cancel disappear. */
export function multiply(a: Unit, b: Unit, power: 1 | -1 = 1): Unit {
  const exponents = new Map(a.dimensions);
  for (const [dimension, exponent] of b.dimensions) {
    exponents.set(dimension, (exponents.get(dimension) ?? 0) + power * exponent);
  }
  const [up, down] = power === 1 ? [b.numerator, b.denominator] : [b.denominator, b.numerator];
  return build(a.numerator * up, a.denominator * down, exponents);
}

/** Whether two units measure the same thing, whatever their scales. */
export const sameDimensions = (a: Unit, b: Unit): boolean =>
  a.dimensions.length === b.dimensions.length &&
  a.dimensions.every(([dimension, exponent], i) => {
    const other = b.dimensions[i];
    return other !== undefined && other[0] === dimension && other[1] === exponent;
  });

/** A value given in `unit`, in base units. */
export const toBase = (value: number, { numerator, denominator }: Unit): number =>
  (value * numerator) / denominator;

/** Money words: the ISO code of the scenario's currency, `kr`, and amounts such as `mkr` or `MEUR`. */
export interface Money {
  readonly currency: string;
  /** Further words for amounts of the currency, such as `mkr: 1000000`. */
  readonly amounts: Readonly<Record<string, number>>;
  /** What tables are in unless they say otherwise. */
  readonly unit: string;
}

export const kronor: Money = { currency: "SEK", amounts: { kr: 1, ...amounts }, unit: "mkr" };

/**
 * Reads a unit such as `persons/month`, `SEK/person-day`, `hours/staff-month`, `/month`, `%` or the empty text.
 * `-` and `*` multiply; everything after the first `/` divides. Returns the word it does not know otherwise.
 */
export function parseUnit(text: string, money: Money = kronor): Unit | { unknown: string } {
  const exponents = new Map<string, number>();
  let numerator = 1;
  let denominator = 1;
  for (const [i, part] of text.split("/").entries()) {
    const power = i === 0 ? 1 : -1;
    for (const word of part.split(/[-*]/)) {
      const name = word.trim();
      if (name === "" || name === "1") continue;
      const percent = name === "%" ? 0.01 : undefined;
      const amount = name === money.currency ? 1 : (own(money.amounts, name) ?? percent);
      const known = own(words, name);
      if (amount === undefined && known === undefined) return { unknown: name };
      const [dimension, scale] =
        amount === undefined ? known! : [percent === undefined ? "money" : "", amount];
      // 1 % is kept as 1/100, a fraction that 0.01 is not.
      if (percent !== undefined && power === 1) denominator *= 100;
      else if (percent !== undefined) numerator *= 100;
      else if (power === 1) numerator *= scale;
      else denominator *= scale;
      if (dimension !== "") exponents.set(dimension, (exponents.get(dimension) ?? 0) + power);
    }
  }
  return build(numerator, denominator, exponents);
}

const own = <T>(record: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(record, key) ? record[key] : undefined;

const known = new Map<string, Unit>();

/** A unit the program itself wrote; an unknown word here is a bug. */
export function unit(text: string): Unit {
  const found = known.get(text) ?? parseOwn(text);
  known.set(text, found);
  return found;
}

function parseOwn(text: string): Unit {
  const parsed = parseUnit(text);
  if ("unknown" in parsed) throw new Error(`unit "${text}": unknown word "${parsed.unknown}"`);
  return parsed;
}

/** What is counted comes before time: staff-month, person-day. */
const shownLast = ["hour", "day", "month"];

/** The dimensions of a unit as text: `money/person-day`. Scales are not shown. */
export function describeUnit({ dimensions }: Unit): string {
  const side = (sign: 1 | -1): string =>
    dimensions
      .toSorted(([a], [b]) => shownLast.indexOf(a) - shownLast.indexOf(b))
      .flatMap(([name, exponent]) =>
        exponent * sign > 0 ? Array<string>(exponent * sign).fill(name) : [],
      )
      .join("-");
  const over = side(-1);
  return over === "" ? side(1) || "a plain number" : `${side(1) || "1"}/${over}`;
}
