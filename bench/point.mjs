// CPU time of one point of a sweep of feb2014: an input gets another value, and five figures of 2016 are read. Medians
// of interleaved rounds; the first parameter again is the null control. Beside it, rows of the command `sweep` in this
// process, of this checkout and of another.
//
//     node bench/point.mjs [rounds] [--beside ../other-checkout]
import {
  argumentsOf,
  cpuTime,
  fileIn,
  interleave,
  load,
  median,
  print,
  ratio,
  readScenario,
  root,
  scenarioIn,
  temporaryFolder,
  verdict,
} from "./common.mjs";

const { rounds, beside } = argumentsOf(9);
const folder = temporaryFolder();
const year = "2016";
const selected = [
  "need/8/1:1/need",
  "need/8/1:2/need",
  "need/8/1:2/gap",
  "stocks/waiting_for_place",
  "housing/share/temporary",
];

const program = await load(root, folder, {
  "./src/cli/io.ts": "nodeIo",
  [fileIn(root, "src/cli/actions/load.ts", "src/cli/load.ts")]: "openScenario",
  "./src/request/request.ts": "openRequest",
  "./src/tables/build.ts": "tablesOf",
  "./src/tables/spec.ts": "valueIn, wantAll",
});
const scenario = readScenario(program, root);

/** A request of its own for each parameter: point i sets it to its value and up to a hundredth more. */
function pointsOf(quantityOf, run) {
  // The planning run is made where its frames are not recorded.
  const planning = { ...scenario.planning, frames: undefined };
  const opened = program.openRequest({ ...scenario, planning });
  if (!opened.ok) throw new Error(JSON.stringify(opened.diagnostics));
  const request = opened.value;
  const tables = program.tablesOf(request);
  const cells = selected.map((address) => {
    const slash = address.indexOf("/");
    const spec = tables.spec(address.slice(0, slash));
    const { shows } = spec.rows.find(({ key }) => key === address.slice(slash + 1));
    return { shows, column: spec.columns.find(({ name }) => name === year) };
  });
  program.wantAll(request, cells);
  const quantity = quantityOf(request.scenario);
  const number = request.numberOf(quantity, quantity.points.at(0), "mid", run);
  const base = request.numbers[number].value;
  const seen = new Set();
  const points = (count) => {
    for (let i = 0; i < count; i += 1) {
      request.set(number, base * (1 + (i % 101) * 1e-4));
      let sum = 0;
      for (const { shows, column } of cells) sum += program.valueIn(request, shows, column);
      if (i < 101) seen.add(sum);
    }
  };
  const { path } = request.numbers[number];
  points(500);
  if (seen.size !== 101) throw new Error(`${path} does not change the figures`);
  return {
    path,
    measure: (count) => {
      const start = cpuTime();
      points(count);
      return (cpuTime() - start) / count;
    },
  };
}

const input = "intakes.asylum.volume";
const own = pointsOf(({ quantities }) => quantities.get(input));
const planned = pointsOf(({ planning }) => planning.assumption.quantities.get(input), "planning");

/** The command `sweep` of a checkout, in this process: µs a row, from the first row to the last. */
async function rowsOf(checkout, path, from) {
  const { nodeIo, sweepCommand } = await load(checkout, folder, {
    "./src/cli/io.ts": "nodeIo",
    [fileIn(checkout, "src/cli/actions/sweep.ts", "src/cli/sweep.ts")]: "sweepCommand",
  });
  const select = selected.map((address) => `${address}@${year}`);
  const io = { ...nodeIo(), cwd: checkout, stderr: print };
  const row = async (count) => {
    let lines = 0;
    let start = 0;
    const stdout = () => {
      lines += 1;
      if (lines === 2) start = cpuTime(); // the first line is the head
    };
    const vary = [`${path}=${from}:${from + count - 1}:1`];
    await sweepCommand({ ...io, stdout }, scenarioIn(checkout), { vary, select, format: "csv" });
    if (lines !== count + 1) throw new Error(`${lines} lines for ${count} points`);
    return (cpuTime() - start) / (count - 1);
  };
  await row(51);
  const about = await row(51);
  const count = Math.round(Math.min(5001, Math.max(51, 5e5 / about)));
  return () => row(count);
}

const points = 4000;
const planning = `planning.set.${planned.path}`;
const contenders = {
  [own.path]: () => own.measure(points),
  "the same (null control)": () => own.measure(points),
  [planning]: () => planned.measure(points),
};
const rows = [
  { name: own.path, path: own.path, from: 55_000 },
  { name: "planning", path: `planning.set.${input}`, from: 44_000 },
];
for (const { name, path, from } of rows) {
  contenders[`row: ${name}`] = await rowsOf(root, path, from);
  if (beside === undefined) continue;
  contenders[`row, other: ${name}`] = await rowsOf(beside, path, from);
}
const times = await interleave(rounds, contenders);

const limits = { [own.path]: 25, [planning]: 50 };
print(`feb2014, ${selected.length} figures of ${year}, node ${process.version}, ${rounds} rounds`);
for (const [name, values] of Object.entries(times)) {
  const time = median(values);
  const limit = limits[name];
  const judged = limit === undefined ? "" : verdict(time <= limit, `${limit} µs`);
  const to = ratio(values, times[own.path]).toFixed(2);
  print(`${name.padEnd(40)} ${time.toFixed(1).padStart(8)} µs ${to.padStart(7)} ×${judged}`);
}
