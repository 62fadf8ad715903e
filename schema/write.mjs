// Writes schema/scenario.json, the JSON Schema of scenario files for editors, from the shapes they are read with.
// `--check` fails if it is not up to date.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";

const root = join(import.meta.dirname, "..");
const bundle = await build({
  stdin: {
    contents: `export { toJSONSchema } from "zod/mini"; export { amount, readByHand, amountKeys, spanPattern } from "./src/amounts/kit.ts";
      export { format, scenarioSchema } from "./src/scenario/schema.ts"; export { kronor } from "./src/language/units.ts";`,
    resolveDir: root,
    loader: "ts",
  },
  bundle: true,
  format: "esm",
  write: false,
});
const source = Buffer.from(bundle.outputFiles[0].text).toString("base64");
const { toJSONSchema, amount, readByHand, amountKeys, spanPattern, format, scenarioSchema, kronor } =
  await import(`data:text/javascript;base64,${source}`);

/** What is read by hand is shown as what it is in the file. */
const shape = (schema) => {
  const json = toJSONSchema(schema, {
    io: "input",
    target: "draft-7",
    unrepresentable: "any",
    reused: "inline",
    override: ({ zodSchema, jsonSchema }) => {
      const hand = readByHand.get(zodSchema);
      if (hand === undefined) return;
      if (hand.input === amount) jsonSchema.allOf = [{ $ref: "#/definitions/amount" }];
      if (hand.oneOf !== undefined) jsonSchema.anyOf = hand.oneOf.map(shape);
      if (hand.value !== undefined) jsonSchema.description = hand.value.replaceAll("`", "");
    },
  });
  delete json.$schema;
  return json;
};

/** Amounts by spans: only years, months and ranges of them are keys beside those of an amount. */
const withSpans = (json) => {
  if (typeof json !== "object" || json === null) return json;
  if (Array.isArray(json)) return json.map(withSpans);
  const entries = Object.entries(json).map(([key, value]) => [key, withSpans(value)]);
  const made = Object.fromEntries(entries);
  const keys = Object.keys(made.properties ?? {});
  const isAmount = keys.length > 0 && amountKeys.every((key) => keys.includes(key));
  if (!isAmount || typeof made.additionalProperties !== "object") return made;
  const { additionalProperties, ...others } = made;
  return {
    ...others,
    patternProperties: { [spanPattern.source]: additionalProperties },
    additionalProperties: false,
  };
};

const reading = { money: kronor, problem: () => {}, readColumn: () => undefined };
const schema = {
  $schema: "http://json-schema.org/draft-07/schema#",
  title: format,
  definitions: { amount: withSpans(shape(amount)) },
  ...withSpans(shape(scenarioSchema(reading))),
};
const text = `${JSON.stringify(schema, undefined, 2)}\n`;
const file = join(root, "schema/scenario.json");
if (!process.argv.includes("--check")) {
  writeFileSync(file, text);
} else if (readFileSync(file, "utf8") !== text) {
  throw new Error("schema/scenario.json is not up to date: npm run schema");
}
