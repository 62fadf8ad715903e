/** How large and how small the numbers of a file may be: what is computed with them then has room. */
import { brief } from "../diagnostics/brief.ts";

const [smallest, largest] = [1e-30, 1e30];

/** Whether a number is 0 or of a size that something in an agency may have. */
export const hasSize = (value: number): boolean =>
  value === 0 || (Math.abs(value) >= smallest && Math.abs(value) <= largest);

/** What is wrong with a number of no such size, and what to do. */
export const noSize = (text: string, value: number): [message: string, help: string] =>
  Number.isFinite(value)
    ? [
        `${brief(text)} is too ${Math.abs(value) > largest ? "large" : "small"}`,
        `write 0, or a number from ${smallest} to ${largest}, or its negative`,
      ]
    : [`${brief(text)} is not a finite number`, "write a number such as 0.5"];
