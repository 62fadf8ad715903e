/**
 * Exact decimal arithmetic on what a float prints as. A decimal is an integer count of the last
 * decimal place, so that printed figures add up without binary noise: 132.5 is 1325 tenths.
 */

/** 10 to a whole, non-negative power, as an integer. */
export function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/**
 * `value` × 10^`decimals`, rounded half away from zero. It is the shortest decimal text of the float
 * that is rounded, the number a reader sees: 1.005 is a half at two decimals although its binary
 * value lies just below. Throws a RangeError for NaN and infinities.
 */
export function toScaled(value: number, decimals: number): bigint {
  if (!Number.isFinite(value)) throw new RangeError(`${value} is not a finite number`);
  const [mantissa = "", exponent] = Math.abs(value).toExponential().split("e");
  const digits = mantissa.replace(".", "");
  const shift = Number(exponent) - (digits.length - 1) + decimals;
  const magnitude =
    shift >= 0
      ? BigInt(digits) * powerOfTen(shift)
      : divideHalfUp(BigInt(digits), powerOfTen(-shift));
  return value < 0 ? -magnitude : magnitude;
}

/** The float closest to `scaled` ÷ 10^`decimals`; never -0. */
export function fromScaled(scaled: bigint, decimals: number): number {
  return Number(`${scaled}e-${decimals}`);
}

function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  return (2n * dividend + divisor) / (2n * divisor);
}
