/** Whether every scalar of a scenario counts: another in its place changes a result, or is refused. */
import { isMap, isScalar, parseDocument, visit, type Scalar } from "yaml";
import { run } from "../../src/cli/program.ts";
import { fakeIo } from "../support/fake-io.ts";
import type { Stem } from "./cases.ts";

/** Keys whose values are for the reader, and the table that shows them may show something else. */
const notes: ReadonlySet<string> = new Set([
  "name",
  "title",
  "label",
  "heading",
  "why",
  "source",
  "page",
  "kind",
  "by",
  "published",
  "note",
  "prices",
]);

const tables = "stocks,flows,stay,staff,housing,need,unit-costs,measures,savings,fit,assumptions";

/** All that commands print of a scenario; undefined where it is refused. */
async function printed({ scenario, others }: Stem, own: string): Promise<string | undefined> {
  const { io, out } = fakeIo({ ...others, "s.yaml": scenario });
  const shown = ["--table", own === "" ? tables : `${own},${tables}`];
  const all = [...shown, "--format", "json"];
  if ((await run(["s.yaml", ...all], io)) !== 0) return undefined;
  // A mode the scenario has not is none for the changed one either.
  for (const words of [
    ["s.yaml", "--funding", "available", ...all],
    ["s.yaml", "--funding", "proposed", ...all],
    ["s.yaml", "--intake", "low", ...all],
    ["s.yaml", "--intake", "high", ...all],
    ["s.yaml", "--monthly", ...all],
    ["s.yaml", "--planning", "--table", tables, "--format", "json"],
    ["s.yaml", ...shown],
    ["s.yaml", "--funding", "proposed", ...shown],
    ["tables", "s.yaml"],
    ["frames", "s.yaml"],
    ["calibrate", "s.yaml", "--starts", "1"],
  ]) {
    await run(words, io);
  }
  return out();
}

/** Another scalar of the same kind. */
function other(text: string): string {
  if (text === "true") return "false";
  if (text === "false") return "true";
  if (/^\d{4}-\d{2}$/.test(text)) return `${text.slice(0, 5)}${text.endsWith("-03") ? "04" : "03"}`;
  const number = /\d+(?:\.\d+)?/.exec(text);
  if (number === null) return "other";
  const [digits] = number;
  return text.replace(
    digits,
    String(Number((Number(digits) * 1.25 + (digits === "0" ? 1 : 0)).toPrecision(6))),
  );
}

/** Where a scalar stands, for a reader, and its last key. */
interface Place {
  readonly path: string;
  readonly key: string;
  readonly from: number;
  readonly to: number;
}

function placesIn(text: string): readonly Place[] {
  const found: Place[] = [];
  visit(parseDocument(text), {
    Scalar: (key, node: Scalar, around) => {
      if (key === "key" || !node.range) return;
      const steps = around.flatMap((one, i) => {
        if (!("key" in one) || !isScalar(one.key)) return [];
        return i > 0 && isMap(around[i - 1]) ? [String(one.key.value)] : [];
      });
      found.push({
        path: steps.join("."),
        key: steps.at(-1) ?? "",
        from: node.range[0],
        to: node.range[1],
      });
    },
  });
  return found;
}

/** Scalars in whose place another one changes nothing, but for notes. */
export async function idle(stem: Stem): Promise<readonly string[]> {
  const { scenario } = stem;
  const own = Object.keys((parseDocument(scenario).toJS() as { tables?: object }).tables ?? {});
  const before = await printed(stem, own.join(","));
  if (before === undefined) throw new Error(`refused as it is: ${scenario.slice(0, 60)}`);
  const found: string[] = [];
  for (const { path, key, from, to } of placesIn(scenario)) {
    if (notes.has(key) || path.startsWith("strategic_areas.")) continue;
    const old = scenario.slice(from, to);
    const changed = `${scenario.slice(0, from)}${other(old)}${scenario.slice(to)}`;
    if ((await printed({ ...stem, scenario: changed }, own.join(","))) === before) {
      found.push(`${path}: ${old}`);
    }
  }
  return found;
}
