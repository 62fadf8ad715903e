import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { nodeIo } from "../../src/cli/io.ts";
import { parseMonth } from "../../src/language/calendar.ts";
import type { Code } from "../../src/diagnostics/codes.ts";
import type { Diagnostic } from "../../src/diagnostics/diagnostic.ts";
import { maxProblems } from "../../src/scenario/read.ts";
import {
  maxLength,
  readableFolders,
  resolveInside,
  seriesIn,
  type Files,
  type Series,
} from "../../src/scenario/series.ts";

/** A column that must have no problem; what is read by `2014-03` or `2014`. */
function columnOf(text: string, column: string): [Series["kind"], Record<string, number | null>] {
  const result = seriesIn(text, "a.csv")(column);
  if (!result.ok) throw new Error(JSON.stringify(result.diagnostics));
  const name = (time: number): string =>
    result.kind === "years"
      ? String(time)
      : `${Math.floor(time / 12)}-${String((time % 12) + 1).padStart(2, "0")}`;
  const entries = [...result.values].map(([time, value]) => [name(time), value] as const);
  return [result.kind, Object.fromEntries(entries)];
}

function problemsOf(text: string, column = "persons"): readonly Diagnostic[] {
  const result = seriesIn(text, "a.csv")(column);
  if (result.ok) throw new Error("no problem");
  return result.diagnostics;
}

/** The one problem of a text, without what is the same in all. */
function problemOf(text: string, column?: string): Omit<Diagnostic, "severity" | "file"> {
  const problems = problemsOf(text, column);
  expect(problems).toHaveLength(1);
  const { severity, file, ...problem } = problems[0] as Diagnostic;
  expect({ severity, file }).toEqual({ severity: "error", file: "a.csv" });
  return problem;
}

describe("seriesIn reads", () => {
  test("a column of months", () => {
    const text = "month,persons,places\n2014-01,1,10\n2014-02,2.5,\n2014-04,NA,30\n";
    expect(columnOf(text, "persons")).toEqual([
      "months",
      { "2014-01": 1, "2014-02": 2.5, "2014-04": null },
    ]);
    expect(columnOf(text, "places")).toEqual([
      "months",
      { "2014-01": 10, "2014-02": null, "2014-04": 30 },
    ]);
    const result = seriesIn(text, "a.csv")("persons");
    expect(result.ok && [...result.values.keys()][0]).toBe(parseMonth("2014-01"));
  });

  test("a column of years", () => {
    expect(columnOf("year,persons\n2014,1\n2016,-2\n", "persons")).toEqual([
      "years",
      { 2014: 1, 2016: -2 },
    ]);
  });

  test("a byte order mark, Windows line ends, comments, empty lines, and no line end", () => {
    const text = "\ufeff# source\r\n\r\nmonth,persons\r\n  # half\r\n2014-01,1\r\n   \r\n2014-02,2";
    expect(columnOf(text, "persons")).toEqual(["months", { "2014-01": 1, "2014-02": 2 }]);
  });

  test("spaces and quotes around cells", () => {
    const text = `month , "persons, all" ,"""x""",\n 2014-01 ,\t"1" , 2 ,\n"2014-02","",3,\n`;
    expect(columnOf(text, "persons, all")).toEqual(["months", { "2014-01": 1, "2014-02": null }]);
    expect(columnOf(text, '"x"')).toEqual(["months", { "2014-01": 2, "2014-02": 3 }]);
  });

  test.each([
    ["1", 1],
    ["+1.", 1],
    [".5", 0.5],
    ["-0", 0],
    ["1e3", 1000],
    ["2.5E-1", 0.25],
    ["007", 7],
  ])("the number %s", (text, number) => {
    expect(columnOf(`year,persons\n2014,${text}\n`, "persons")[1]).toEqual({ 2014: number });
  });

  test("other columns without looking at their values", () => {
    expect(columnOf("year,note,persons\n2014,n/a,1\n", "persons")[1]).toEqual({ 2014: 1 });
  });
});

describe("seriesIn explains", () => {
  test.each([
    ["", "the file has no content"],
    ["\ufeff# nothing\r\n\r\n", "the file has no content"],
    ["month,persons\n# later\n", "the file has no values"],
  ])("an empty file: %j", (text, message) => {
    expect(problemOf(text)).toEqual({
      code: "empty-file",
      message,
      help: "write a line with the names of the columns, and a line for each month or year",
    });
  });

  test("a file that is too large", () => {
    expect(problemOf("#".repeat(maxLength + 1))).toMatchObject({ code: "too-large" });
    expect(problemOf("#".repeat(maxLength))).toMatchObject({ code: "empty-file" });
  });

  test("a place after a byte order mark as editors count", () => {
    const place = { line: 1, column: 1 };
    expect(problemOf("\ufeffmonth,persons\n2014-01,1\n", "x")).toMatchObject(place);
  });

  test("a column that is not there", () => {
    const text = "# c\nmonth,persons,places,\n2014-01,1,2,3\n";
    const help = "name one of the columns in this line, after the first";
    expect(problemOf(text, "person")).toEqual({
      code: "unknown-name",
      message: 'there is no column "person"',
      help,
      line: 2,
      column: 1,
    });
    expect(problemOf(text, "month").help).toBe(help);
    expect(problemOf(text, "").help).toBe(help);
  });

  test("a column that is there twice", () => {
    expect(problemOf("month,persons,persons\n2014-01,1,2\n")).toMatchObject({
      code: "duplicate-key",
      message: 'two columns are called "persons"',
      line: 1,
      column: 15,
    });
  });

  test.each(["month;persons\n2014-01;1\n", "month\tpersons\n2014-01\t1\n"])(
    "another separator: %j",
    (text) => {
      expect(problemOf(text)).toMatchObject({
        code: "bad-series",
        message: "the table has one column, the months or years",
        help: 'separate columns with ",", not with ";" or tabs',
        line: 1,
        column: 1,
      });
    },
  );

  const header = "month,persons,places\n";
  test.each<[rows: string, code: Code, line: number, column: number, message: string]>([
    ["2014-01,x,1\n", "bad-number", 2, 9, "the cell is not a number"],
    ["2014-01,  n/a,1\n", "bad-number", 2, 11, "the cell is not a number"],
    ['2014-01,"0,5",1\n', "bad-number", 2, 9, "the cell is not a number"],
    ["2014-01,1 000,1\n", "bad-number", 2, 9, "the cell is not a number"],
    ["2014-01,1_000,1\n", "bad-number", 2, 9, "the cell is not a number"],
    ["2014-01,0x10,1\n", "bad-number", 2, 9, "the cell is not a number"],
    ["2014-01,Infinity,1\n", "bad-number", 2, 9, "the cell is not a number"],
    ["2014-01,NaN,1\n", "bad-number", 2, 9, "the cell is not a number"],
    ["2014-01,1e999,1\n", "bad-number", 2, 9, "the number in the cell is not a finite number"],
    ["2014-01,1e31,1\n", "bad-number", 2, 9, "the number in the cell is too large"],
    ["2014-01,-1e-31,1\n", "bad-number", 2, 9, "the number in the cell is too small"],
    ['2014-01,"1,1\n', "bad-number", 2, 9, "the cell is not a number"],
    ["2014-01,0,5,1\n", "bad-series", 2, 13, "the line has 4 cells, the header has 3"],
    ["2014-01,1\n", "bad-series", 2, 1, "the line has 2 cells, the header has 3"],
    ["2014-13,1,1\n", "bad-series", 2, 1, "the first cell is not a month or year"],
    [",1,1\n", "bad-series", 2, 1, "the first cell is not a month or year"],
    ["2014-01,1,1\n2014,1,1\n", "bad-series", 3, 1, "the first cell is not a month"],
    ["2014,1,1\n2014-01,1,1\n", "bad-series", 3, 1, "the first cell is not a year"],
    ["2014-01,1,1\n2014-1,1,1\n", "bad-series", 3, 1, "the first cell is not a month"],
    [
      "2014-01,1,1\n2014-02,1,1\n2014-01,2,2\n",
      "duplicate-key",
      4,
      1,
      "the line is for the same time as another",
    ],
    [
      "2014-03,1,1\n2014-02,1,1\n",
      "bad-series",
      3,
      1,
      "the line is for an earlier time than the one before",
    ],
    [
      "2015,1,1\n2014,1,1\n2016,1,1\n",
      "bad-series",
      3,
      1,
      "the line is for an earlier time than the one before",
    ],
  ])("%j", (rows, code, line, column, message) => {
    expect(problemOf(header + rows)).toMatchObject({ code, message, line, column });
  });

  test("nothing of what is in the file", () => {
    const texts = [
      "root:secret\n",
      "month,secret\n2014-01,1\n",
      "month,persons,persons\nsecret,secret,secret\n",
      "month,persons\nsecret,1\n",
      "month,persons\n2014-01,secret\n",
      "month,persons\n2014-01,1,secret\n",
      "month,persons\n2014-01\n# secret\n",
    ];
    for (const text of texts) {
      const problems = problemsOf(text);
      expect(JSON.stringify(problems)).not.toContain("secret");
      expect(problems.every(({ source }) => source === undefined)).toBe(true);
    }
  });

  test("where a month stands already", () => {
    const rows = "2014-01,1,1\n2014-02,1,1\n2014-01,2,2\n";
    expect(problemOf(header + rows).help).toBe("line 2 has it already; keep one of them");
  });

  test("all mistakes, in the order of the lines", () => {
    const rows = "2014-01,x,1\n2014-xx,y,1\n2014-01,1,1\n2013-12,1\n2013-11,1,1\n2014-02,1,1\n";
    expect(problemsOf(header + rows).map(({ code, line }) => [code, line])).toEqual([
      ["bad-number", 2],
      ["bad-series", 3],
      ["bad-number", 3],
      ["duplicate-key", 4],
      ["bad-series", 5],
      ["bad-series", 6],
    ]);
  });

  test("no more mistakes than anybody will read", () => {
    expect(problemsOf(header + "x,y,1\n".repeat(100))).toHaveLength(maxProblems);
    expect(problemsOf(`${header}2014-01,y,1\n${"x,y,1\n".repeat(100)}`)).toHaveLength(maxProblems);
  });

  test("one long cell without repeating it", () => {
    const digits = "1".repeat(100_000);
    for (const row of [
      `2014-01,${digits}x,1\n`,
      `${digits},1,1\n`,
      `2014-01,"${'""'.repeat(50_000)}x,1\n`,
    ]) {
      const { message, help } = problemOf(header + row);
      expect(`${message} ${help}`.length).toBeLessThan(300);
    }
  });
});

/** Files by absolute path; a link has the path it leads to after ->. Written as the system does. */
function filesOf(content: Readonly<Record<string, string>>): Files {
  const real = (path: string): string => {
    const windows = /^[A-Z]:/.test(path);
    const plain = (windows ? path.replaceAll("\\", "/") : path).replace(/(?<=[^:/])\/$/, "");
    const link = Object.keys(content).find(
      (key) => content[key]?.startsWith("-> ") && (plain === key || plain.startsWith(`${key}/`)),
    );
    if (link === undefined) return plain;
    return (content[link] ?? "").slice(3) + plain.slice(link.length);
  };
  const fail = (code: string): never => {
    throw Object.assign(new Error(code), { code });
  };
  const exists = (path: string): boolean =>
    Object.keys(content).some((key) => key === path || key.startsWith(`${path}/`) || path === "/");
  return {
    realpath: (path) => {
      const found = real(path);
      if (!exists(found)) fail("ENOENT");
      return /^[A-Z]:/.test(found) ? found.replaceAll("/", "\\") : found;
    },
  };
}

/** The code and the message of what cannot be resolved. */
function refusal(
  result: ReturnType<typeof resolveInside>,
): [code: Code | undefined, message: string | undefined] {
  if (result.ok) throw new Error("not refused");
  expect(result.diagnostics).toHaveLength(1);
  const [diagnostic] = result.diagnostics;
  expect(diagnostic).not.toHaveProperty("file");
  expect(diagnostic?.help).not.toBe("");
  return [diagnostic?.code, diagnostic?.message];
}

describe("a scenario may read files", () => {
  test("in its own folder", () => {
    expect(readableFolders("/project/scenarios/a.yaml", undefined)).toEqual({
      base: "/project/scenarios/",
      roots: ["/project/scenarios/"],
    });
  });

  test("in a wider one, if told to", () => {
    expect(readableFolders("/project/scenarios/a.yaml", "/project")).toEqual({
      base: "/project/scenarios/",
      roots: ["/project/scenarios/", "/project"],
    });
  });

  test("not in the whole file system, unless told to", () => {
    expect(readableFolders("/a.yaml", undefined)).toEqual({ base: "/", roots: [] });
    expect(readableFolders("/a.yaml", "/")).toEqual({ base: "/", roots: ["/"] });
    expect(readableFolders("C:\\a.yaml", undefined)).toEqual({ base: "C:/", roots: [] });
  });

  test("on Windows", () => {
    expect(readableFolders("C:\\project\\a.yaml", "C:\\")).toEqual({
      base: "C:/project/",
      roots: ["C:/project/", "C:/"],
    });
  });
});

describe("resolveInside", () => {
  const files = filesOf({
    "/project/scenarios/a.yaml": "",
    "/project/scenarios/b.csv": "b",
    "/project/data/c.csv": "c",
    "/project/back\\slash/d.csv": "d",
    "/project/out": "-> /etc",
    "/project/in": "-> /project/data",
    "/project/.../e.csv": "e",
    "/project/NOTES.CSV": "g",
    "/project/notes.txt": "h",
    "/project/notes.csv": "-> /project/notes.txt",
    "/etc/passwd": "secret",
    "/etc/passwd.csv": "secret",
    "/projects/f.csv": "f",
  });
  const resolve = (name: string, root = "/project", base = "/project/scenarios/") =>
    resolveInside([root], base, name, files);

  test.each([
    ["b.csv", "/project/scenarios/b.csv"],
    ["./b.csv", "/project/scenarios/b.csv"],
    ["../data/c.csv", "/project/data/c.csv"],
    ["..\\data\\c.csv", "/project/data/c.csv"],
    ["..//data/./x/../c.csv", "/project/data/c.csv"],
    ["../in/c.csv", "/project/data/c.csv"],
    ["../NOTES.CSV", "/project/NOTES.CSV"],
  ])("finds %s", (name, path) => {
    expect(resolve(name)).toEqual({ ok: true, path });
  });

  test("finds files from the root of the file system", () => {
    const path = "/etc/passwd.csv";
    expect(resolve("etc/passwd.csv", "/", "/")).toEqual({ ok: true, path });
  });

  test.each([
    "/project/data/c.csv",
    "\\project\\data\\c.csv",
    "//server/share/c.csv",
    "\\\\server\\share\\c.csv",
    "C:\\c.csv",
    "c:c.csv",
    "C:/c.csv",
    "https://example.org/c.csv",
    "file:c.csv",
  ])("refuses the absolute path %s", (name) => {
    expect(refusal(resolve(name))).toEqual(["outside-root", `"${name}" is not a relative path`]);
  });

  test.each([
    "../../etc/passwd",
    "..\\..\\etc\\passwd",
    "../../../../../../etc/passwd",
    "../../../../project",
    "../../projects/f.csv",
    "../../projects/nothing.csv",
    "../..",
    "x/../../../etc/passwd",
    ".. /.. /etc/passwd",
    "../.../e.csv",
    "../... /e.csv",
  ])("refuses %s, which leads out, without looking", (name) => {
    const asked: string[] = [];
    const realpath = (path: string): string => {
      asked.push(path);
      return files.realpath(path);
    };
    const result = resolveInside(["/project"], "/project/scenarios/", name, { ...files, realpath });
    const message = `"${name}" lies outside the folder that may be read`;
    expect(refusal(result)).toEqual(["outside-root", message]);
    expect(asked).toEqual([]);
  });

  test("refuses a link that leads out", () => {
    expect(refusal(resolve("../out/passwd.csv"))).toEqual([
      "outside-root",
      '"../out/passwd.csv" links to a place outside the folder that may be read',
    ]);
  });

  test("refuses what is not called a CSV file, by the scenario or by the system", () => {
    expect(refusal(resolve("../notes.txt"))).toEqual([
      "outside-root",
      '"../notes.txt" is not the name of a CSV file',
    ]);
    expect(refusal(resolve("a.yaml"))[0]).toBe("outside-root");
    expect(refusal(resolve("../notes.csv"))).toEqual([
      "outside-root",
      '"../notes.csv" links to a file that is no CSV file',
    ]);
  });

  test("looks into several folders, and into none where there is none", () => {
    const find = (...roots: readonly string[]) =>
      resolveInside(roots, "/project/scenarios/", "../data/c.csv", files);
    expect(find("/project/scenarios/", "/project/data").ok).toBe(true);
    expect(find("/project/scenarios/").ok).toBe(false);
    expect(find().ok).toBe(false);
  });

  test("keeps to the scenario's folder if that is the root", () => {
    const root = "/project/scenarios/";
    expect(resolve("b.csv", root).ok).toBe(true);
    expect(refusal(resolve("../data/c.csv", root))[0]).toBe("outside-root");
  });

  test("takes a backslash in the root for a part of its name, except on Windows", () => {
    const path = "/project/back\\slash/d.csv";
    expect(resolve("d.csv", "/project", "/project/back\\slash")).toEqual({ ok: true, path });
    const windows = filesOf({
      "C:/project/scenarios/a.yaml": "",
      "C:/project/data/c.csv": "",
      "C:/secret.csv": "",
      "C:/project/out.csv": "-> C:/secret.csv",
    });
    const find = (name: string) =>
      resolveInside(["C:/project"], "C:/project/scenarios/", name, windows);
    expect(find("../data/c.csv")).toEqual({ ok: true, path: "C:\\project\\data\\c.csv" });
    expect(find("..\\data\\c.csv")).toEqual({ ok: true, path: "C:\\project\\data\\c.csv" });
    expect(refusal(find("..\\..\\secret.csv"))[0]).toBe("outside-root");
    expect(refusal(find("../out.csv"))[0]).toBe("outside-root");
  });

  test("says that a file does not exist", () => {
    expect(refusal(resolve("nothing.csv"))).toEqual([
      "file-not-found",
      'there is no file "nothing.csv"',
    ]);
  });

  test.each<[error: string, code: Code]>([
    ["ENOTDIR", "file-not-found"],
    ["EACCES", "not-readable"],
    ["ELOOP", "not-readable"],
    ["ENAMETOOLONG", "not-readable"],
    ["ERR_INVALID_ARG_VALUE", "not-readable"],
  ])("explains %s", (error, code) => {
    const realpath = (path: string): string => {
      if (path.endsWith(".csv")) throw Object.assign(new Error(error), { code: error });
      return files.realpath(path);
    };
    const result = resolveInside(["/project"], "/project/scenarios/", "b.csv", {
      ...files,
      realpath,
    });
    expect(refusal(result)[0]).toBe(code);
  });

  test("does not hide bugs", () => {
    const realpath = (path: string): string => {
      if (path.endsWith(".csv")) throw new TypeError("bug");
      return path;
    };
    const faulty = { ...files, realpath };
    expect(() => resolveInside(["/project"], "/project", "b.csv", faulty)).toThrow("bug");
  });
});

describe("on a real file system", () => {
  let folder = "";
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "series-"));
    mkdirSync(join(folder, "project/data"), { recursive: true });
    writeFileSync(join(folder, "project/a.yaml"), "a: 1\n");
    writeFileSync(join(folder, "project/data/b.csv"), "month,x\n");
    writeFileSync(join(folder, "secret.csv"), "secret\n");
    symlinkSync(folder, join(folder, "project/out"), "junction");
    symlinkSync(join(folder, "project/loop.csv"), join(folder, "project/loop.csv"), "junction");
    symlinkSync(join(folder, "project/data"), join(folder, "project/in"), "junction");
  });
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });

  test("links inside the root are followed, links out of it are not", () => {
    const files = nodeIo();
    const work = join(folder, "project");
    const { roots, base } = readableFolders(files.realpath(join(work, "a.yaml")), undefined);
    const find = (name: string) => resolveInside(roots, base, name, files);
    expect(find("data/b.csv").ok).toBe(true);
    expect(find("in/b.csv")).toEqual(find("data/b.csv"));
    expect(refusal(find("out/secret.csv"))[0]).toBe("outside-root");
    expect(refusal(find("../secret.csv"))[0]).toBe("outside-root");
    expect(refusal(find("nothing.csv"))[0]).toBe("file-not-found");
    expect(refusal(find("a.yaml/b.csv"))[0]).toBe("file-not-found");
    expect(refusal(find("loop.csv"))[0]).toBe("not-readable");
    expect(refusal(find("nul\0.csv"))[0]).toBe("not-readable");
  });
});
