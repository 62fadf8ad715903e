/** What `npm run mutants` does unless its command line says otherwise. */

/** A test, or a whole file of tests, that mutants are not shown to. */
interface LeftOut {
  /** Matched with `test/file.test.ts > name of the test`. */
  readonly tests: RegExp;
  readonly why: string;
}

export const config = {
  /** Files that hold figures, as git pathspecs (`:(glob)`); files without code do no harm. */
  files: [
    "src/language/**",
    "src/amounts/**",
    "src/engine/**",
    "src/model/**",
    "src/request/**",
    "src/tables/**",
    "src/analysis/**",
    "src/cli/**",
  ],

  /** Files whose strings at these keys are equations of the model, and are mutated as such. */
  equations: { files: ["src/model/*/equations.ts"], keys: ["is", "before", "holds"] },

  /** What has to be made in a fresh copy of the project before its tests can run. */
  prepare: ["build.mjs"],

  /** A survivor has to pass all tests that reach it, so the few that take longest would cost most of a run. */
  leftOut: [
    { tests: /^test\/docs\.test\.ts/, why: "runs every command of the documents, two minutes" },
    {
      tests: /^test\/cli\/calibrate\.test\.ts > .*(VALIDATION\.md says|holds for feb2014)/,
      why: "fits a whole scenario several times, half a minute and more",
    },
    {
      tests: /^test\/renaming\.test\.ts > .* changes no figure/,
      why: "compares the program with itself, so it notices few faults in figures",
    },
  ] satisfies readonly LeftOut[] as readonly LeftOut[],

  /** How much longer than without a fault tests may take before the mutant counts as hanging. */
  limit: { factor: 4, seconds: 8 },

  workers: 2,

  /** Percent of the mutants not accepted that tests have to notice. */
  score: 85,
};
