// Compares what two checkouts print: every scenario, funding mode, intake case and format, years and months.
//
//     node bench/same.mjs ../other-checkout
//
// Both must be built (npm ci). Exit status 1 when a printed table differs by a byte, or an unrounded number in CSV by more
// than 1e-9 of the largest number of its row.
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join, resolve } from "node:path";
import process from "node:process";

const here = resolve(import.meta.dirname, "..");
const other = resolve(process.argv[2] ?? "");
if (process.argv[2] === undefined) {
  console.error("name the other checkout: node bench/same.mjs ../other-checkout");
  process.exit(2);
}

const programIn = (root) => {
  const { load } = createRequire(import.meta.url)(join(root, "bin/load.cjs"));
  const { nodeIo, run } = load("forecast.cjs");
  return async (argv) => {
    let out = "";
    let error = "";
    process.chdir(root);
    const status = await run(argv, {
      ...nodeIo(),
      cwd: root,
      stdout: (text) => void (out += text),
      stderr: (text) => void (error += text),
    });
    return { out, error, status };
  };
};

const [ours, theirs] = [programIn(here), programIn(other)];
const scenarios = readdirSync(join(here, "scenarios")).filter(
  (file) => file.endsWith(".yaml") && !file.includes("outcomes"),
);
const builtIn = "stocks,flows,stay,staff,housing,need,unit-costs,measures,savings,fit".split(",");
const modes = [
  [],
  ["--funding", "available"],
  ["--funding", "proposed"],
  ["--intake", "low"],
  ["--intake", "high"],
  ["--scale-intake", "1.07"],
  ["--planning"],
];

/** The largest difference of two CSV texts relative to the largest number of the line; Infinity where they differ in words. */
const distance = (a, b) => {
  const [x, y] = [a.split("\n"), b.split("\n")];
  if (x.length !== y.length) return Infinity;
  let worst = 0;
  for (const [i, line] of x.entries()) {
    if (line === y[i]) continue;
    const [cells, others] = [line.split(","), y[i].split(",")];
    if (cells.length !== others.length) return Infinity;
    const size = Math.max(1e-9, ...cells.map(Number).filter(Number.isFinite).map(Math.abs));
    for (const [j, cell] of cells.entries()) {
      if (cell === others[j]) continue;
      const by = Math.abs(Number(cell) - Number(others[j])) / size;
      worst = Math.max(worst, Number.isFinite(by) ? by : Infinity);
    }
  }
  return worst;
};

let compared = 0;
let wrong = 0;
let worst = 0;
for (const file of scenarios) {
  for (const mode of modes) {
    for (const table of [[], ["--table", builtIn.join(",")], ["--table", "assumptions"]]) {
      for (const months of [[], ["--monthly"]]) {
        for (const format of ["text", "csv"]) {
          const argv = [
            "run",
            join("scenarios", file),
            ...mode,
            ...table,
            ...months,
            "--format",
            format,
          ];
          const [a, b] = [await ours(argv), await theirs(argv)];
          compared += 1;
          const same = a.status === b.status && a.out === b.out && a.error === b.error;
          if (same) continue;
          const by = format === "csv" && a.status === b.status ? distance(a.out, b.out) : Infinity;
          worst = Math.max(worst, by);
          if (by <= 1e-9) continue;
          wrong += 1;
          console.log(
            `differs${Number.isFinite(by) ? ` by ${by}` : ""}: forecast ${argv.join(" ")}`,
          );
          if (a.status !== b.status) {
            console.log(`  status ${a.status}, not ${b.status}: ${a.error.slice(0, 300)}`);
          } else {
            const [x, y] = [a.out.split("\n"), b.out.split("\n")];
            const at = x.findIndex((line, i) => line !== y[i]);
            console.log(
              `  ours:   ${x[at] ?? ""}\n  theirs: ${y[at] ?? ""}\n  ${a.error.slice(0, 300)}`,
            );
          }
        }
      }
    }
  }
}
console.log(
  `${compared} results compared, ${wrong} differ; largest relative difference of unrounded numbers ${worst}`,
);
process.exit(wrong > 0 ? 1 : 0);
