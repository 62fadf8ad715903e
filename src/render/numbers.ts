import type { Language } from "../tables/table.ts";
import { toScaled } from "./decimal.ts";

/** A hyphen is too short to be seen before a figure and invites a line break. */
const minus = "\u2212";

/**
 * Swedish separates thousands by a space. It is a no-break space everywhere, so that neither a
 * mail program nor a Markdown reader breaks a line inside a number.
 */
const marks: Readonly<Record<Language, Readonly<{ thousands: string; decimal: string }>>> = {
  sv: { thousands: "\u00a0", decimal: "," },
  en: { thousands: ",", decimal: "." },
};

/**
 * A number with at most `decimals` decimals, without those at the end that are zero: `2 326`,
 * `12,5`, `20`. Written by hand: what Intl prints changes with the version of ICU.
 */
export function formatNumber(value: number, decimals: number, language: Language): string {
  const scaled = toScaled(value, decimals);
  const { thousands, decimal } = marks[language];
  const digits = String(scaled < 0n ? -scaled : scaled).padStart(decimals + 1, "0");
  const whole = digits.slice(0, digits.length - decimals);
  const fraction = digits.slice(digits.length - decimals).replace(/0+$/u, "");
  const grouped = whole.replaceAll(/\B(?=(?:\d{3})+$)/gu, thousands);
  return `${scaled < 0n ? minus : ""}${grouped}${fraction === "" ? "" : decimal + fraction}`;
}
