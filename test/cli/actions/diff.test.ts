import { describe, expect, test } from "vitest";
import { diffCommand, type DiffFlags } from "../../../src/cli/actions/diff.ts";
import { runCommand, type RunCommandFlags } from "../../../src/cli/actions/run.ts";
import { fakeIo } from "../../support/fake-io.ts";
import { plain, tiny } from "./tiny.ts";

type Files = Readonly<Record<string, string>>;

/** The rent is 1.5 mkr instead of 1.2. */
const dearer = tiny.replace("1.2 mkr/year", "1.5 mkr/year").replace("name: tiny", "name: dearer");
const files: Files = { "a.yaml": tiny, "b.yaml": dearer };

async function diff(
  a: string,
  b: string,
  flags: Partial<DiffFlags> = {},
  given: Files = files,
): Promise<{ status: number; out: string; err: string; written: string[] }> {
  const fake = fakeIo(given);
  const status = await diffCommand(fake.io, a, b, {
    ...plain,
    tolerance: "0",
    format: "csv",
    ...flags,
  });
  return { status, out: fake.out(), err: fake.err(), written: [...fake.files.keys()] };
}

/** The cells that differ, without their unit: address, both values and the difference. */
async function changes(
  ...argv: Parameters<typeof diff>
): Promise<(readonly (string | number)[])[]> {
  const { out } = await diff(...argv);
  return out
    .trimEnd()
    .split("\n")
    .slice(1)
    .map((line) => {
      const [address = "", , ...values] = line.split(",");
      return [address, ...values.map((value) => (value === "" ? "" : Number(value)))];
    });
}

/** The text of a saved result. */
async function saved(text: string, flags: Partial<RunCommandFlags> = {}): Promise<string> {
  const { io, out, err } = fakeIo({ "s.yaml": text });
  await runCommand(io, ["s.yaml"], { ...plain, format: "json", ...flags });
  expect(err()).toBe("");
  return out();
}

const near = (value: number): unknown => expect.closeTo(value, 9);
const forecast = "need/1/1/forecast@2024";

describe("two scenarios", () => {
  test("say each cell once, also without tables of their own, and where a result holds a table asked for twice", async () => {
    const addresses = (await changes("a.yaml", "b.yaml")).map(([address]) => address);
    expect(addresses).toContain(forecast);
    expect(new Set(addresses).size).toBe(addresses.length);
    const twice = await saved(tiny, { table: ["need", "need"] });
    const found = await diff("twice.json", "b.yaml", {}, { ...files, "twice.json": twice });
    expect({ status: found.status, err: found.err }).toEqual({ status: 1, err: "" });
  });

  test("are compared in their own tables and those with people, money, staff and housing", async () => {
    const table = `tables:\n  "1": { title: One, years: 2024..2024, rows: [{ key: x, show: need/1/1/need }] }\n`;
    const own = { "a.yaml": tiny + table, "b.yaml": dearer + table };
    expect(await changes("a.yaml", "b.yaml", {}, own)).toEqual([
      ["1/x@2024", near(3.6), near(3.9), near(0.3)],
      [forecast, near(3.6), near(3.9), near(0.3)],
      ["need/1/1/forecast@2025", near(3.6), near(3.9), near(0.3)],
      ["need/1/1/need@2024", near(3.6), near(3.9), near(0.3)],
      ["need/1/1/need@2025", near(3.6), near(3.9), near(0.3)],
      ["need/1/1/gap@2024", near(0.6), near(0.9), near(0.3)],
    ]);
    const stuck = {
      "a.yaml": tiny + table,
      "b.yaml": (tiny + table).replace("rate: 1", "rate: 0"),
    };
    const tables = (await changes("a.yaml", "b.yaml", {}, stuck)).map(([address]) =>
      String(address).replace(/\/.*/, ""),
    );
    expect([...new Set(tables)]).toEqual(["1", "need", "stocks", "flows"]);
  });

  test("differ by what the second has more than the first", async () => {
    const [[, , , up] = []] = await changes("a.yaml", "b.yaml");
    const [[, , , down] = []] = await changes("b.yaml", "a.yaml");
    expect([up, down]).toEqual([near(0.3), near(-0.3)]);
  });

  test("are told apart by the exit status", async () => {
    expect(await diff("a.yaml", "b.yaml")).toMatchObject({ status: 1, err: "" });
    expect(await diff("a.yaml", "a.yaml", { format: "text" })).toMatchObject({
      status: 0,
      out: "No differences\n",
      err: "",
    });
    expect((await diff("a.yaml", "a.yaml", { format: "markdown", lang: "sv" })).out).toBe(
      "Inga skillnader\n",
    );
  });

  test("are compared in the tables asked for only", async () => {
    const addresses = async (table: readonly string[]): Promise<unknown> =>
      (await changes("a.yaml", "b.yaml", { table })).map(([address]) => address);
    expect(await addresses(["stocks"])).toEqual([]);
    expect((await diff("a.yaml", "b.yaml", { table: ["stocks"] })).status).toBe(0);
    expect(await addresses(["unit-costs"])).toEqual([
      "unit-costs/line/rent@2024",
      "unit-costs/line/rent@2025",
    ]);
  });

  test("are compared month by month where that is asked for", async () => {
    const found = await changes("a.yaml", "b.yaml", { monthly: true, table: ["need"] });
    expect(found[0]).toEqual(["need/1/1/forecast@2024-01", near(0.3), near(0.325), near(0.025)]);
  });

  test("are run with the same options", async () => {
    const found = await changes("a.yaml", "b.yaml", { set: ["costs.cases.cost=0"] });
    expect(found[0]).toEqual([forecast, near(1.2), near(1.5), near(0.3)]);
  });

  test("are named by their names, or by their files where these are the same", async () => {
    const headings = async (given: Files): Promise<unknown> => {
      const { out } = await diff("a.yaml", "b.yaml", { format: "json" }, given);
      const { a, b } = JSON.parse(out) as Record<"a" | "b", string>;
      return [a, b];
    };
    expect(await headings(files)).toEqual(["tiny", "dearer"]);
    expect(await headings({ ...files, "b.yaml": tiny })).toEqual(["a.yaml", "b.yaml"]);
  });
});

describe("a tolerance", () => {
  const status = async (tolerance: string): Promise<number> =>
    (await diff("a.yaml", "b.yaml", { tolerance })).status;

  test("is an amount in the unit of the cell", async () => {
    // The difference of 0.3 is up to one part of a thousand billions off.
    expect(await status("0.3001")).toBe(0);
    expect(await status("0.2999")).toBe(1);
    expect(await status("1")).toBe(0);
  });

  test("in % is a share of the larger value", async () => {
    // 0.3 is a third of 0.9, and 7.7 % of 3.9.
    expect(await status("33.4%")).toBe(0);
    expect(await status("33.3%")).toBe(1);
    expect(await status("1%")).toBe(1);
    const left = async (tolerance: string): Promise<unknown> =>
      (await changes("a.yaml", "b.yaml", { tolerance, table: ["need"] })).map(
        ([address]) => address,
      );
    expect(await left("8%")).toEqual(["need/1/1/gap@2024"]);
    expect(await left("7.6%")).toHaveLength(5);
    expect(await left("0.8")).toEqual([]);
  });

  test.each(["-1", "-1%", "x", "", " ", "%x", "1%%", "Infinity"])(
    "is not %j",
    async (tolerance) => {
      const found = await diff("a.yaml", "b.yaml", { tolerance });
      expect(found).toMatchObject({ status: 2, out: "" });
      expect(found.err).toContain(`--tolerance "${tolerance}" is not an amount`);
    },
  );
});

describe("a saved result", () => {
  test("is compared with a scenario in the tables it holds", async () => {
    const given = { ...files, "old.json": await saved(tiny, { table: ["stocks", "need"] }) };
    expect(await diff("old.json", "a.yaml", {}, given)).toMatchObject({ status: 0, err: "" });
    expect(await changes("old.json", "b.yaml", {}, given)).toHaveLength(5);
    const people = { ...files, "old.JSON": await saved(tiny, { table: ["stocks"] }) };
    expect(await diff("old.JSON", "b.yaml", {}, people)).toMatchObject({ status: 0, err: "" });
    expect((await changes("b.yaml", "old.json", {}, given))[0]).toEqual([
      forecast,
      near(3.9),
      near(3.6),
      near(-0.3),
    ]);
  });

  test("has to hold the tables asked for", async () => {
    const given = { ...files, "old.json": await saved(tiny, { table: ["stocks", "need"] }) };
    const found = await diff("old.json", "a.yaml", { table: ["need", "flows"] }, given);
    expect(found).toMatchObject({ status: 2, out: "" });
    expect(found.err).toContain('the saved result has no table "flows"');
    expect(found.err).toContain("it holds stocks, need; save it with --table stocks,need,flows");
    expect(found.err).toContain("old.json");
    const right = await diff("a.yaml", "old.json", { table: ["flows"] }, given);
    expect(right.err).toContain("old.json");
    expect((await diff("old.json", "b.yaml", { table: ["stocks"] }, given)).status).toBe(0);
  });

  test("is compared with another as they are, in the tables asked for", async () => {
    const given = {
      "old.json": await saved(tiny, { table: ["need", "stocks"] }),
      "new.json": await saved(dearer, { table: ["need", "stocks"] }),
    };
    expect(await changes("old.json", "new.json", {}, given)).toHaveLength(5);
    expect((await diff("old.json", "new.json", { table: ["stocks"] }, given)).status).toBe(0);
    const run = await diff("old.json", "new.json", { funding: "proposed" }, given);
    expect(run).toMatchObject({ status: 2, out: "" });
    expect(run.err).toContain("two saved results are compared as they are");
  });

  test("says how it was made where a scenario is run otherwise", async () => {
    const set = ["costs.rent.cost=2.4 mkr/year"];
    const given = {
      ...files,
      "old.json": await saved(tiny),
      "other.json": await saved(tiny, { set }),
    };
    expect((await diff("other.json", "a.yaml", {}, given)).err).toBe(
      "note: other.json was saved with: costs.rent.cost=2.4 mkr/year; the scenario is run with: no options\n",
    );
    expect(await diff("other.json", "a.yaml", { set }, given)).toMatchObject({
      status: 0,
      err: "",
    });
    expect((await diff("a.yaml", "old.json", { intake: "high" }, given)).err).toBe(
      "note: old.json was saved with: no options; the scenario is run with: intake: high\n",
    );
    expect((await diff("old.json", "other.json", {}, given)).err).toBe("");
  });

  test.each([
    ["{", "this is not valid JSON"],
    ["{}", "this is not a saved result"],
  ])("is not %s", async (text, message) => {
    const given = { ...files, "bad.json": text };
    for (const [a, b] of [
      ["bad.json", "a.yaml"],
      ["a.yaml", "bad.json"],
    ] as const) {
      const found = await diff(a, b, {}, given);
      expect(found).toMatchObject({ status: 2, out: "" });
      expect(found.err).toContain(message);
    }
  });
});

describe("nothing is compared", () => {
  test("where a file is not there, or cannot be used, of both what is wrong", async () => {
    const found = await diff("gone.yaml", "gone.json");
    expect(found).toMatchObject({ status: 2, out: "" });
    expect(found.err).toContain("gone.yaml");
    expect(found.err).toContain("gone.json");
    const wrong = { ...files, "b.yaml": tiny.replace("cost: 2000", "price: 2000") };
    expect((await diff("a.yaml", "b.yaml", {}, wrong)).err).toContain('unknown key "price"');
  });

  test("where a table asked for is in no scenario", async () => {
    const found = await diff("a.yaml", "b.yaml", { table: ["nothing"] });
    expect(found).toMatchObject({ status: 2, out: "" });
    expect(found.err).toContain('there is no table "nothing"');
  });

  test("into one of the files that are compared", async () => {
    const found = await diff("a.yaml", "b.yaml", { output: "b.yaml", format: "json" });
    expect(found.status).toBe(2);
    expect(found.err).toContain('"b.yaml" is one of the files that are read');
  });
});

test("differences are written to a file, and the exit status still says that there are some", async () => {
  const found = await diff("a.yaml", "b.yaml", { output: "changes.json", format: "json" });
  expect(found).toMatchObject({ status: 1, out: "" });
  expect(found.written).toContain("/project/changes.json");
});

describe("what cannot be compared as it is asked", () => {
  test("is said: no table, odd tolerances", async () => {
    const empty = await diff("a.yaml", "b.yaml", { table: [] });
    expect(empty).toMatchObject({ status: 2, out: "" });
    expect(empty.err).toContain("--table names no table");
    for (const tolerance of ["%", "0x10", "", " ", "-1", "1e3", "Infinity", "5 mkr"]) {
      expect(await diff("a.yaml", "b.yaml", { tolerance })).toMatchObject({ status: 2, out: "" });
    }
    for (const tolerance of ["0.5", ".5", "1", "1%", "0.5 %"]) {
      expect((await diff("a.yaml", "a.yaml", { tolerance })).status).toBe(0);
    }
  });

  test("is converted: money saved in another unit", async () => {
    const golden = await saved(tiny, { table: ["need"], unit: "tkr" });
    const same = await diff("golden.json", "a.yaml", {}, { ...files, "golden.json": golden });
    expect(same).toMatchObject({ status: 0, err: "" });
    const other = golden.replaceAll('"tkr"', '"MEUR"');
    const lines = (await diff("golden.json", "a.yaml", {}, { ...files, "golden.json": other })).out;
    expect(lines).toContain("need/1/1/forecast@2024,MEUR / mkr,3600,3.6,\n");
  });

  test("is run by months where the saved result holds months", async () => {
    const months = await saved(tiny, { monthly: true });
    const years = await saved(tiny);
    const given = { ...files, "m.json": months, "y.json": years };
    expect(await diff("m.json", "a.yaml", {}, given)).toMatchObject({ status: 0, err: "" });
    const asked = await diff("y.json", "a.yaml", { monthly: true }, given);
    expect(asked.status).toBe(2);
    expect(asked.err).toContain("y.json holds years");
    const mixed = await diff("y.json", "m.json", {}, given);
    expect(mixed.status).toBe(2);
    expect(mixed.err).toContain("m.json holds months and y.json years");
  });
});
