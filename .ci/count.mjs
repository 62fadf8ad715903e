// Prints "N passed, N failed" from the report of the last test run; fails if there is none.
import { readFileSync } from "node:fs";

const report = JSON.parse(readFileSync("coverage/tests.json", "utf8"));
// A file that cannot even be loaded has no tests to count: it counts as one that failed.
const broken = report.testResults.filter(
  ({ status, assertionResults }) => status === "failed" && assertionResults.length === 0,
);
console.log(`${report.numPassedTests} passed, ${report.numFailedTests + broken.length} failed`);
