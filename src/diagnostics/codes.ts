/**
 * Every code a diagnostic can carry, with what it means in one line. The table is closed: a code
 * that is not here does not compile, so the list of errors the program can report is complete.
 */
export const codes = {
  "file-not-found": "A file that the command line or a scenario names does not exist.",
  "is-directory": "A file was expected, but the path is a directory.",
  "not-readable": "The file exists, but cannot be read.",
  "not-written": "The file cannot be written. What was there before is there still.",
  "empty-file": "The file has no content.",
  "not-text": "The file is binary or is not valid UTF-8.",
  "too-large": "The file is larger than the program accepts.",
  "yaml-syntax": "The text is not valid YAML, or uses a part of YAML that is not accepted.",
  "too-deep": "The content is nested more deeply than the program accepts.",
  "too-many-aliases": "The YAML aliases expand to more content than the program accepts.",
  "not-a-mapping": "A mapping of keys to values was expected.",
  "unsafe-key": "A key has a name that no scenario may use.",
  "unknown-key": "The key is not part of the format.",
  "missing-key": "A required key is missing.",
  "wrong-type": "The value is of another type than expected.",
  "bad-number": "The value cannot be read as a number.",
  "out-of-range": "The number is outside its permitted range.",
  "bad-unit": "The unit is unknown or does not fit the quantity.",
  "unknown-name": "The name refers to something that is not declared.",
  cycle: "Definitions depend on each other in a circle.",
  "duplicate-key": "The same key is given twice in one mapping.",
  "bad-series":
    "A line of a CSV series has the wrong cells, is not a month or year, or is not in order.",
  "outside-root":
    "The scenario names a file it may not read: outside its own folder and `--root`, or not called .csv.",
  usage: "The command line cannot be understood.",
} as const satisfies Readonly<Record<string, string>>;

/** The name of one kind of problem, as printed in brackets after `error` or `warning`. */
export type Code = keyof typeof codes;
