/** Runs tests in processes that can be ended whatever the tests do. */
import { fork, type ChildProcess } from "node:child_process";
import process from "node:process";
import type { Reply, Request, Start } from "./messages.ts";

/** How a file of tests came out: as the worker says, or what became of the worker. */
export type Outcome = Reply | "timeout" | "crash";

export class Runner {
  readonly #file: string;
  readonly #start: Start;
  #child: ChildProcess | undefined;

  constructor(file: string, start: Start) {
    this.#file = file;
    this.#start = start;
    // Before what it works in is removed.
    process.prependListener("exit", () => this.stop());
  }

  /** Starts the process; all files of tests. */
  async start(): Promise<readonly string[]> {
    const child = fork(this.#file, [JSON.stringify(this.#start)], {
      cwd: this.#start.root,
      // A fault that fills the memory must not fill the machine's. CI: a golden file that is missing is missed.
      execArgv: ["--max-old-space-size=1536"],
      env: { ...process.env, CI: "1", NO_COLOR: "1", COVERAGE: "0" },
      stdio: ["ignore", "ignore", "inherit", "ipc"],
    });
    this.#child = child;
    return new Promise((resolve, reject) => {
      child.once("message", (tests) => resolve(tests as readonly string[]));
      child.once("exit", () => reject(new Error("the tests cannot be started")));
    });
  }

  async run(request: Request, limit: number): Promise<Outcome> {
    if (this.#child === undefined) await this.start();
    const child = this.#child;
    if (child === undefined) return "crash";
    return new Promise((resolve) => {
      const done = (outcome: Outcome): void => {
        clearTimeout(timer);
        child.removeAllListeners();
        if (typeof outcome === "string") this.stop();
        resolve(outcome);
      };
      const timer = setTimeout(() => done("timeout"), limit);
      child.once("message", (reply) => done(reply as Reply));
      child.once("exit", () => done("crash"));
      child.send(request);
    });
  }

  stop(): void {
    this.#child?.removeAllListeners();
    this.#child?.kill("SIGKILL");
    this.#child = undefined;
  }
}
