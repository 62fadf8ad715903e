// Writes the tables of docs/MODEL.md that come from src/core/equations.ts. `--check` fails if they are not up to date.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");
const bundle = await build({
  entryPoints: [join(root, "src/core/equations.ts")],
  bundle: true,
  format: "esm",
  write: false,
});
const source = Buffer.from(bundle.outputFiles[0].text).toString("base64");
const { sets, relations, inputs, lags, equations, outputs } = await import(
  `data:text/javascript;base64,${source}`
);

const cell = (text) => String(text ?? "").replaceAll("|", "\\|");
const code = (text) => (text ? `\`${cell(text)}\`` : "");
const table = (header, rows) =>
  [header, header.map(() => "---"), ...rows].map((row) => `| ${row.join(" | ")} |`).join("\n");

const generated = [
  "### Sets",
  table(
    ["set", "one element is"],
    Object.entries(sets).map(([id, doc]) => [code(id), cell(doc)]),
  ),
  "### Relations",
  table(
    ["relation", "on", "to", "meaning"],
    Object.entries(relations).map(([id, { on, to, many, doc }]) => [
      code(id),
      code(on),
      `${many ? "many " : "one "}${code(to)}`,
      cell(doc),
    ]),
  ),
  "### Inputs",
  table(
    ["input", "of", "unit", "meaning"],
    Object.entries(inputs).map(([id, { over, unit, doc }]) => [
      code(id),
      over === "" ? "the calendar" : code(over),
      cell(unit),
      cell(doc),
    ]),
  ),
  "Whole numbers of months:",
  table(
    ["lag", "of", "meaning"],
    Object.entries(lags).map(([id, { over, doc }]) => [code(id), code(over), cell(doc)]),
  ),
  "### Equations",
  table(
    ["quantity", "of", "unit", "is", "first month", "why"],
    equations.map(({ id, over, unit, is, start, doc }) => [
      code(id),
      code(over),
      cell(unit),
      code(is),
      code(start),
      cell(doc),
    ]),
  ),
  "### Outputs",
  table(
    ["quantity", "per year"],
    outputs.map(({ equation, aggregate }) => [
      code(equation),
      aggregate === "sum" ? "sum over the months" : "value of the last month",
    ]),
  ),
].join("\n\n");

const file = join(root, "docs/MODEL.md");
const [begin, end] = ["<!-- generated: begin -->", "<!-- generated: end -->"];
const text = readFileSync(file, "utf8");
const before = text.slice(0, text.indexOf(begin) + begin.length);
const after = text.slice(text.indexOf(end));
const made = `${before}\n\n${generated}\n\n${after}`;
if (process.argv.includes("--check")) {
  if (made !== text) {
    process.stderr.write("docs/MODEL.md is out of date: run `npm run docs`\n");
    process.exitCode = 1;
  }
} else writeFileSync(file, made);
