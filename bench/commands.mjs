// Whole commands of this checkout and another, each with its own program and its own feb2014, in interleaved rounds: CPU
// time (user and system) and wall time. This checkout against itself is the null control. Both must be built (npm ci).
//
//     node bench/commands.mjs [rounds] --beside ../other-checkout [--fit]
//
// `--fit` adds `calibrate`, which may take minutes. CPU times are those of the shell keyword `time` of bash; without
// bash the wall time stands for both.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import {
  argumentsOf,
  interleave,
  median,
  noise,
  print,
  ratio,
  root,
  scenarioIn,
  verdict,
} from "./common.mjs";

const { rounds, beside, fit } = argumentsOf(15, ["fit"]);
if (beside === undefined) {
  print("name the other checkout: node bench/commands.mjs --beside ../other-checkout");
  process.exit(2);
}

const hasBash = spawnSync("bash", ["-c", "exit 0"]).status === 0;
const timed = 'TIMEFORMAT="%3U %3S"; { time "$@" >/dev/null 2>&3; } 3>/dev/null';

/** Runs a checkout's program; milliseconds. */
function once(checkout, argv) {
  const whole = [process.execPath, join(checkout, "bin/forecast.cjs"), ...argv];
  const [command, ...rest] = hasBash ? ["bash", "-c", timed, "bash", ...whole] : whole;
  const start = performance.now();
  const { status, stderr } = spawnSync(command, rest, { cwd: checkout, encoding: "utf8" });
  const wall = performance.now() - start;
  if (status !== 0) throw new Error(`forecast ${argv.join(" ")} failed in ${checkout}: ${stderr}`);
  if (!hasBash) return { cpu: wall, wall };
  const [user, system] = stderr.split(/\s+/).map((text) => Number(text.replace(",", ".")) * 1e3);
  return { cpu: user + system, wall };
}

const select =
  "need/8/1:1/need,need/8/1:2/need,need/8/1:2/gap,stocks/waiting_for_place,housing/share/temporary"
    .split(",")
    .map((address) => `${address}@2016`)
    .join();
const vary = "intakes.asylum.volume.2014=52000:67000:100";

/** `most`: what the ratio of CPU times may be at most; with `noisy`, as far as the null control can tell. */
const commands = [
  { name: "feb2014", argv: (file) => [file], times: rounds, most: 1, noisy: true },
  {
    name: "sweep, 151 points",
    argv: (file) => ["sweep", file, "--vary", vary, "--select", select],
    times: Math.ceil(rounds / 3),
  },
  ...(fit
    ? [{ name: "calibrate", argv: (file) => ["calibrate", file], times: 1, most: 1 / 8 }]
    : []),
];

print(`node ${process.version}; CPU time ${hasBash ? "by bash" : "unknown, wall time instead"}`);
for (const { name, argv, times, most, noisy = false } of commands) {
  const run = (checkout) => () => once(checkout, argv(scenarioIn(checkout)));
  if (times > 1) [root, beside].forEach((checkout) => run(checkout)()); // warms the file cache
  const measured = await interleave(times, {
    ours: run(root),
    theirs: run(beside),
    again: run(root),
  });
  print(`${name}, ${times} rounds`);
  const [ours, theirs, again] = ["ours", "theirs", "again"].map((who) => ({
    cpu: measured[who].map(({ cpu }) => cpu),
    wall: measured[who].map(({ wall }) => wall),
  }));
  const slack = noisy ? noise(again.cpu, ours.cpu) : 0;
  const to = ratio(ours.cpu, theirs.cpu);
  const line = (who, { cpu, wall }, bases) => {
    const [byCpu, byWall] = [ratio(cpu, bases.cpu), ratio(wall, bases.wall)];
    const shown = (values) => `${median(values).toFixed(0).padStart(6)} ms`;
    const least = `least ${Math.min(...cpu).toFixed(0)} ms`;
    return `  ${who.padEnd(22)} CPU ${shown(cpu)} (${least}) ${byCpu.toFixed(3)} ×, wall ${shown(wall)} ${byWall.toFixed(3)} ×`;
  };
  print(line("other checkout", theirs, theirs));
  print(line("again (null control)", again, ours));
  const limit = `${most?.toFixed(3)} ×${noisy ? ` + ${slack.toFixed(3)} noise` : ""}`;
  const judged = most === undefined ? "" : verdict(to <= most + slack, limit);
  print(`${line("this checkout", ours, theirs)}${judged}`);
}
