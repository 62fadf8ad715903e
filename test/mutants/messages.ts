/** What the runner and its workers say to each other. */
import type { Seen } from "./setup.ts";

export interface Start {
  /** The copy of the project. */
  readonly root: string;
  /** A folder for what is of no use afterwards. */
  readonly scratch: string;
  readonly leftOut: readonly string[];
}

/** One file of tests, and the files that are to be other than they are. The first message is the worker's: all files of tests. */
export interface Request {
  readonly test: string;
  readonly sources: readonly (readonly [path: string, text: string])[];
}

export interface Reply extends Seen {
  /** The first test that failed, or the file where it was none of its tests. */
  readonly failure: string | undefined;
  readonly milliseconds: number;
  /** How many tests were run. */
  readonly ran: number;
}
