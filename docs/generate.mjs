// Writes the tables of docs/MODEL.md that come from the model's description. `--check` fails if they are not up to date.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");
const bundle = await build({
  stdin: {
    contents: `export { subjects } from "./src/model/description.ts"; export { drivers } from "./src/model/costs/drivers.ts";`,
    resolveDir: root,
    loader: "ts",
  },
  bundle: true,
  format: "esm",
  write: false,
});
const source = Buffer.from(bundle.outputFiles[0].text).toString("base64");
const { subjects, drivers } = await import(`data:text/javascript;base64,${source}`);

const cell = (text) => String(text ?? "").replaceAll("|", "\\|");
const code = (text) => (text ? `\`${cell(text)}\`` : "");
const list = (text) => text.split(",").map(code).join(", ");
const table = (header, rows) =>
  rows.length === 0
    ? []
    : [
        [header, header.map(() => "---"), ...rows]
          .map((row) => `| ${row.join(" | ")} |`)
          .join("\n"),
      ];
const when = { month: "month", start: "at the start", year: "year", past: "past" };

const ofSubject = ({ sets, relations, inputs, counts, equations, figures, rules }) => [
  ...table(
    ["set", "tags", "one element is"],
    Object.entries(sets).map(([id, { doc, kinds = [] }]) => [
      code(id),
      kinds.map(code).join(", "),
      cell(doc),
    ]),
  ),
  ...table(
    ["relation", "of", "to", "meaning"],
    Object.entries(relations).map(([id, { on, to, many, doc }]) => [
      code(id),
      list(on),
      `${many ? "many" : "one"} ${list(to)}`,
      cell(doc),
    ]),
  ),
  ...table(
    ["input", "of", "read", "unit", "meaning"],
    Object.entries(inputs).map(([id, { over, at = "month", unit, doc }]) => [
      code(id),
      over === "" ? "the run" : list(over),
      when[at],
      cell(unit),
      cell(doc),
    ]),
  ),
  ...table(
    ["whole number", "of", "counts", "meaning"],
    Object.entries(counts).map(([id, { over, unit, doc }]) => [
      code(id),
      list(over),
      `${unit}s`,
      cell(doc),
    ]),
  ),
  ...table(
    ["quantity", "of", "unit", "is", "before", "why"],
    equations.map(({ id, over, unit, per, is, before, doc }) => [
      code(id),
      list(over),
      `${cell(unit)}${per === "year" ? " (a year)" : ""}`,
      code(is),
      code(before),
      cell(doc),
    ]),
  ),
  ...table(
    ["figure", "of", "unit", "is", "meaning"],
    figures.map(({ id, over, unit, is, doc }) => [
      code(id),
      list(over),
      cell(unit),
      code(is),
      cell(doc),
    ]),
  ),
  ...table(
    ["rule", "of", "holds", "why"],
    rules.map(({ id, over, holds, doc }) => [code(id), list(over), code(holds), cell(doc)]),
  ),
];

const ofDrivers = () =>
  table(
    ["driver", "counts", "of", "quantity", "when the month opens"],
    Object.entries(drivers).map(([kind, spec]) => {
      const name = spec.of === "nothing" ? kind : `${kind}/${spec.of}`;
      const words = [name, ...(spec.part === undefined ? [] : [`${name}/${spec.part}`])];
      const sets = [...new Set([spec.set, ...(spec.parts ? [spec.parts.set] : [])])];
      const quantities = [
        ...new Set([spec.equation, ...(spec.parts ? [spec.parts.equation] : [])]),
      ];
      return [
        words.map(code).join(", "),
        cell(spec.unit),
        sets.map(code).join(", "),
        quantities.map(code).join(", "),
        code(spec.foreseen),
      ];
    }),
  );

const file = join(root, "docs/MODEL.md");
const text = readFileSync(file, "utf8");
const made = text.replaceAll(/<!-- generated: (\w+) -->\n[\s\S]*?<!-- end -->/g, (_, name) => {
  const tables = name === "drivers" ? ofDrivers() : ofSubject(subjects[name]);
  return `<!-- generated: ${name} -->\n\n${tables.join("\n\n")}\n\n<!-- end -->`;
});
for (const name of Object.keys(subjects)) {
  if (!made.includes(`<!-- generated: ${name} -->`)) throw new Error(`no place for ${name}`);
}
if (process.argv.includes("--check")) {
  if (made !== text) {
    process.stderr.write("docs/MODEL.md is out of date: run `npm run docs`\n");
    process.exitCode = 1;
  }
} else writeFileSync(file, made);
