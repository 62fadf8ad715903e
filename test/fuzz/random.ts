/** Random numbers that one seed decides. */
export interface Random {
  /** A whole number from 0 to less than `count`. */
  readonly below: (count: number) => number;
  readonly one: <T>(list: readonly T[]) => T;
  /** Whether something happens that does once in so many times. */
  readonly rarely: (times: number) => boolean;
}

/** mulberry32: good enough to choose mutants, and the same everywhere. */
export function randomFrom(seed: number): Random {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (count: number): number => Math.floor(next() * count);
  return {
    below,
    one: (list) => list[below(list.length)] as (typeof list)[number],
    rarely: (times) => below(times) === 0,
  };
}
