import { describe, expect, it } from "vitest";
import { cell, cells, forecast } from "../support/forecast.ts";

const feb2014 = "scenarios/feb2014.yaml";

/** Printed cells of a JSON result: table → row → period → printed value. */
async function printed(
  argv: readonly string[],
): Promise<Record<string, Record<string, Record<string, number | null>>>> {
  const { out, status } = await forecast([feb2014, "--format", "json", ...argv]);
  expect(status).toBe(0);
  const { results } = JSON.parse(out) as {
    results: {
      tables: {
        id: string;
        periods: string[];
        rows: { key: string; printed: (number | null)[] }[];
      }[];
    }[];
  };
  return Object.fromEntries(
    (results[0]?.tables ?? []).map(({ id, periods, rows }) => [
      id,
      Object.fromEntries(
        rows.map(({ key, printed: values }) => [
          key,
          Object.fromEntries(periods.map((period, i) => [period, values[i] ?? null])),
        ]),
      ),
    ]),
  );
}

const years = (
  first: number,
  values: readonly (number | null)[],
  total?: number,
): Record<string, number | null> => ({
  ...Object.fromEntries(values.map((value, i) => [String(first + i), value])),
  ...(total === undefined ? {} : { total }),
});

describe("the request of February 2014", () => {
  it("prints Tables 1-4 as published, empty cells and totals included", async () => {
    const tables = await printed(["--table", "1,2,3,4"]);
    expect(tables).toEqual({
      1: { places: years(2015, [20, 20, 20, 20], 80) },
      2: {
        customer_centres: years(2015, [3, 3, 3, 3], 12),
        local_presence: years(2015, [12.5, 12.5, 12.5, 12.5], 50),
        video: years(2015, [6, 5, 4.5, 4.5], 20),
        total: years(2015, [21.5, 20.5, 20, 20], 82),
      },
      3: {
        digitalisation: years(2015, [75, 75, 75, 75], 300),
        eurodac: years(2015, [3.5, 3.5, 2.5, null], 9.5),
        total: years(2015, [78.5, 78.5, 77.5, 75], 309.5),
      },
      4: { competence: years(2015, [14, 13.5, 12, 8], 47.5) },
    });
  });

  it("prints the measures of Table 5 as published, and sums of printed parts", async () => {
    const { 5: table } = await printed(["--table", "5"]);
    expect(table?.["8/1:1/beyond"]).toEqual(years(2014, [null, 134, 133, 130, 123]));
    for (const year of ["2014", "2015", "2016", "2017", "2018"]) {
      const at = (row: string): number => table?.[row]?.[year] ?? NaN;
      expect(at("8/1:1")).toBe(at("8/1:1/forecast") + (year === "2014" ? 0 : at("8/1:1/beyond")));
      expect(at("8/1:2")).toBe(at("8/1:2/forecast"));
      expect(at("8/1:1/forecast")).toBeGreaterThanOrEqual(0);
    }
  });

  it.each([
    ["text", []],
    [
      "text",
      ["--lang", "en", "--table", "need,stocks,flows,stay,staff,housing,unit-costs,measures"],
    ],
    ["text", ["--table", "savings,fit"]],
    ["text", ["--funding", "available", "--table", "5,stay,housing"]],
    ["text", ["--monthly", "--table", "staff"]],
    ["markdown", ["--table", "5"]],
    ["csv", ["--table", "5,need"]],
    ["json", ["--table", "1,5"]],
    ["text", ["--table", "5", "--unit", "tkr"]],
    ["text", ["--table", "assumptions"]],
  ] as const)("is the same to the byte: %s %s", async (format, argv) => {
    const { out, err, status } = await forecast([feb2014, "--format", format, ...argv]);
    expect({ status, err }).toEqual({ status: 0, err: "" });
    const name =
      argv
        .join("_")
        .replaceAll(/[^a-z0-9,_-]/gi, "")
        .replaceAll(",", "+") || "default";
    const ending = { text: "txt", markdown: "md", csv: "csv", json: "json" }[format];
    await expect(out).toMatchFileSnapshot(`../golden/feb2014/${name}.${ending}`);
  });

  it("fits 80 columns", async () => {
    const { out } = await forecast([feb2014]);
    expect(Math.max(...out.split("\n").map((line) => line.length))).toBe(80);
  });
});

describe("funding mode available", () => {
  it("keeps the capped appropriation within 2 % of its frame from 2015", async () => {
    const { out } = await forecast([
      feb2014,
      "--funding",
      "available",
      "--table",
      "need",
      "--format",
      "csv",
    ]);
    const at = cells(out);
    for (const year of [2015, 2016, 2017, 2018]) {
      const ratio =
        (at.get(`need/8/1:1/need@${year}`) ?? 0) / (at.get(`need/8/1:1/frame@${year}`) ?? 1);
      expect(Math.abs(ratio - 1)).toBeLessThan(0.02);
    }
  });

  it("shows growing backlogs, stay and temporary share, and others paying for it", async () => {
    const table = "need,stocks,stay,housing";
    const [available, need] = await Promise.all(
      ["available", "need"].map(async (mode) =>
        cells(
          (await forecast([feb2014, "--funding", mode, "--table", table, "--format", "csv"])).out,
        ),
      ),
    );
    for (const row of ["stocks/open_cases/adults", "stay/registered", "housing/share/temporary"]) {
      const series = [2014, 2015, 2016, 2017, 2018].map((year) =>
        cell(available, `${row}@${year}`),
      );
      for (const [i, value] of series.slice(1).entries()) {
        expect(value).toBeGreaterThan(series[i] ?? NaN);
      }
    }
    for (const year of [2015, 2016, 2017, 2018]) {
      const address = `need/8/1:2/need@${year}`;
      expect(cell(available, address)).toBeGreaterThan(cell(need, address));
    }
  });
});

describe("proposed", () => {
  it("saves on housing what more places of its own save", async () => {
    const at = cells((await forecast([feb2014, "--table", "savings", "--format", "csv"])).out);
    expect(at.get("savings/8/1:2/saved@2018")).toBeGreaterThan(100);
    expect(at.get("savings/8/1:2/saved@2014")).toBe(0);
  });

  it("gives exactly no difference without measures", async () => {
    const measures =
      "places,customer_centres,local_presence,video,digitalisation,eurodac,competence";
    const both = await Promise.all(
      ["need", "proposed"].map((mode) =>
        forecast([
          feb2014,
          "--funding",
          mode,
          "--without",
          measures,
          "--table",
          "need",
          "--format",
          "csv",
        ]),
      ),
    );
    const [first, second] = both.map(({ out }) =>
      out.replaceAll(/^feb2014 \([^)]*\)/gm, "feb2014"),
    );
    expect(first).toBe(second);
  });
});

describe("months", () => {
  it("add up to years", async () => {
    const [yearly, monthly] = await Promise.all(
      [[], ["--monthly"]].map(async (more) =>
        cells((await forecast([feb2014, "--table", "flows,need", "--format", "csv", ...more])).out),
      ),
    );
    let compared = 0;
    for (const [address, value] of yearly ?? []) {
      const [row = "", year = ""] = address.split("@");
      const months = Array.from({ length: 12 }, (_, i) =>
        monthly?.get(`${row}@${year}-${String(i + 1).padStart(2, "0")}`),
      );
      if (months.some((month) => month === undefined)) continue;
      const sum = months.reduce<number>((total, month) => total + (month ?? 0), 0);
      expect(Math.abs(sum - value)).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value)));
      compared += 1;
    }
    expect(compared).toBeGreaterThan(200);
  });
});

describe("options", () => {
  it("writes a file in the format of its ending, replacing what was there", async () => {
    const written = new Map<string, string>();
    const replaced = {
      writeFileAtomic: (path: string, data: string | Uint8Array) =>
        void written.set(path, String(data)),
    };
    const { out, status } = await forecast(
      [feb2014, "--table", "1", "--output", "a/b.csv"],
      replaced,
    );
    expect({ out, status }).toEqual({ out: "", status: 0 });
    expect(written.get("a/b.csv")).toMatch(
      /^scenario,table,row,area,appropriation,period,value,unit\n/,
    );
  });

  it.each([
    [feb2014, "the ending of"],
    ["x.xlsx", "the ending of"],
    ["nowhere/x.csv", "its folder does not exist"],
    ["README.md/x.csv", "cannot write"],
  ])("does not write to %s", async (output, message) => {
    const { status, out, err } = await forecast([feb2014, "--output", output]);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(message);
  });

  it("never overwrites what it reads", async () => {
    const { status, err } = await forecast([feb2014, "--format", "text", "--output", feb2014], {
      writeFileAtomic: () => {
        throw new Error("written");
      },
    });
    expect(status).toBe(2);
    expect(err).toContain("is one of the files that are read");
  });

  it("shows the planning run, whose needs are the computed frames", async () => {
    const planning = cells(
      (await forecast([feb2014, "--planning", "--table", "need", "--format", "csv"])).out,
    );
    const request = cells((await forecast([feb2014, "--table", "need", "--format", "csv"])).out);
    for (const year of [2015, 2016, 2017, 2018]) {
      // Recorded with seven figures.
      const need = cell(planning, `need/8/1:2/need@${year}`);
      expect(cell(request, `need/8/1:2/frame@${year}`)).toBe(Number(need.toPrecision(7)));
    }
  });

  it("scales intakes, and picks their case", async () => {
    const applications = async (...argv: string[]): Promise<number> =>
      cells((await forecast([feb2014, "--table", "flows", "--format", "csv", ...argv])).out).get(
        "flows/applications/adults@2014",
      ) ?? 0;
    const mid = await applications();
    expect(await applications("--scale-intake", "1.05")).toBeCloseTo(mid * 1.05, 6);
    expect((await applications("--intake", "high")) / mid).toBeCloseTo(67 / 59, 9);
    expect((await applications("--intake", "low")) / mid).toBeCloseTo(52 / 59, 9);
    expect((await applications("--set", "intakes.asylum.volume.2014=60000")) / mid).toBeCloseTo(
      60 / 59,
      9,
    );
  });

  it("prints several scenarios one after the other", async () => {
    const { out } = await forecast([feb2014, feb2014, "--table", "1", "--format", "json"]);
    expect((JSON.parse(out) as { results: unknown[] }).results).toHaveLength(2);
  });

  it.each([
    [["--table", "6"], 'there is no table "6"'],
    [["--without", "plaecs"], 'did you mean "places"?'],
    [["--unit", "mkkr"], 'did you mean "mkr"?'],
    [["--set", "intakes.asylum.volume.2014"], "has no value"],
    [["--set", "intakes.asylm.volume=5"], 'did you mean "asylum"?'],
    [["--set", "intakes.asylum.volume.2014=many"], "cannot be read as a number"],
    [["--scale-intake", "x"], "is not a factor"],
    [["--set", "intakes.asylum.volume.2041=5"], "lies after the end of the run"],
    [["--scale-intake", ""], "is not a factor"],
    [["--set", "streams.__proto__=1"], "there is no input"],
    [["--funding", "ned"], "Allowed choices are need, available, proposed"],
  ])("refuses %s", async (argv, message) => {
    const { status, out, err } = await forecast([feb2014, ...argv]);
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain(message);
  });
});
