import { describe, expect, test } from "vitest";
import type { Io } from "../../../src/cli/io.ts";
import { writeResult, type OutputFlags } from "../../../src/cli/actions/output.ts";
import type { Format } from "../../../src/render/names.ts";
import type { RenderOptions } from "../../../src/render/options.ts";
import { fakeIo } from "../../support/fake-io.ts";

const failing = (said: string) => (): never => {
  const [code, syscall = "open"] = said.split(" ");
  throw Object.assign(new Error(said), { code, syscall });
};

interface Written {
  readonly status: number;
  readonly out: string;
  readonly err: string;
  /** The files with what is in them. */
  readonly files: Readonly<Record<string, string>>;
  /** What the result was rendered as; nothing where it was not. */
  readonly asked: (RenderOptions & { readonly format: Format }) | undefined;
}

/** Writes a result beside a scenario that was read. */
async function write(
  flags: OutputFlags,
  replaced: Partial<Io> = {},
  read: readonly string[] = ["s.yaml"],
  result: string | Uint8Array = "the result",
): Promise<Written> {
  const { io, out, err, files } = fakeIo(
    { "s.yaml": "a scenario", "old.json": "old", "folder/x.txt": "" },
    replaced,
  );
  let asked: Written["asked"];
  for (const file of read) io.readFile(file);
  const status = await writeResult(io, flags, async (format, options) => {
    asked = { format, ...options };
    return result;
  });
  const texts = [...files].map(([path, bytes]) => [
    path.replace("/project/", ""),
    new TextDecoder().decode(bytes),
  ]);
  return {
    status,
    out: out(),
    err: err(),
    files: Object.fromEntries(texts) as Record<string, string>,
    asked,
  };
}

describe("a result on the screen", () => {
  test("is text unless another format is asked for", async () => {
    expect(await write({})).toMatchObject({
      status: 0,
      out: "the result",
      asked: { format: "text" },
    });
    expect(await write({ output: "-" })).toMatchObject({
      out: "the result",
      asked: { format: "text" },
    });
    expect((await write({ format: "csv" })).asked?.format).toBe("csv");
    expect((await write({ format: "json", output: "-" })).asked?.format).toBe("json");
  });

  test("is as wide as the terminal, up to 120 columns, and 80 where there is none", async () => {
    const width = async (columns: number | undefined): Promise<number | undefined> =>
      (await write({}, { columns })).asked?.width;
    expect([await width(undefined), await width(60), await width(120), await width(200)]).toEqual([
      80, 60, 120, 120,
    ]);
  });

  test("has colours on a terminal that can, unless they are switched off or on", async () => {
    const color = async (stdoutIsTty: boolean, env: Io["env"] = {}): Promise<boolean | undefined> =>
      (await write({}, { stdoutIsTty, env })).asked?.color;
    expect(await color(true)).toBe(true);
    expect(await color(false)).toBe(false);
    expect(await color(true, { TERM: "dumb" })).toBe(false);
    expect(await color(true, { TERM: "xterm" })).toBe(true);
    expect(await color(true, { NO_COLOR: "1" })).toBe(false);
    expect(await color(true, { NO_COLOR: "" })).toBe(true);
    expect(await color(true, { NO_COLOR: "1", FORCE_COLOR: "1" })).toBe(false);
    expect(await color(false, { FORCE_COLOR: "1" })).toBe(true);
    expect(await color(false, { FORCE_COLOR: "" })).toBe(true);
    expect(await color(true, { FORCE_COLOR: "0" })).toBe(false);
    expect(await color(true, { FORCE_COLOR: "false" })).toBe(false);
    expect(await color(false, { FORCE_COLOR: "1", TERM: "dumb" })).toBe(true);
  });

  test("is no bytes", async () => {
    const { status, out, err } = await write({ format: "csv" }, {}, [], new Uint8Array([1]));
    expect({ status, out }).toEqual({ status: 2, out: "" });
    expect(err).toContain("csv is not for the screen");
    expect(err).toContain("--output request.csv");
  });
});

describe("a result in a file", () => {
  test.each([
    ["a.txt", "text"],
    ["a.md", "markdown"],
    ["a.csv", "csv"],
    ["a.json", "json"],
    ["a.b.JSON", "json"],
    ["folder/a.csv", "csv"],
  ])("%s is written as %s, 80 columns wide and without colours", async (output, format) => {
    const found = await write({ output }, { columns: 200, stdoutIsTty: true });
    expect(found).toMatchObject({ status: 0, out: "", err: "" });
    expect(found.files[output]).toBe("the result");
    expect(found.asked).toEqual({ format, width: 80, color: false });
  });

  test("is in the format asked for, whatever its ending", async () => {
    const found = await write({ output: "a.txt", format: "json" });
    expect(found.asked?.format).toBe("json");
    expect((await write({ output: "a", format: "csv" })).files["a"]).toBe("the result");
  });

  test("replaces an earlier one", async () => {
    expect((await write({ output: "old.json" })).files["old.json"]).toBe("the result");
  });

  test.each(["a", "a.xls", "a.jsonx", "a.text"])(
    "%s has an ending that does not say in which format",
    async (output) => {
      const found = await write({ output });
      expect(found).toMatchObject({ status: 2, out: "", asked: undefined });
      expect(found.err).toContain(
        `the ending of "${output}" does not say in which format to write`,
      );
      expect(found.err).toContain(".txt, .md, .csv, .json");
      expect(Object.keys(found.files)).not.toContain(output);
    },
  );

  test.each(["new.yaml", "new.yml", "NEW.YAML", "folder/a.Yml"])(
    "is never called %s, like a scenario",
    async (output) => {
      const found = await write({ output, format: "json" });
      expect(found).toMatchObject({ status: 2, asked: undefined });
      expect(found.err).toContain(`"${output}" has the name of a scenario`);
      expect(Object.keys(found.files)).toHaveLength(3);
    },
  );

  test("is no folder", async () => {
    const found = await write({ output: "new/", format: "csv" });
    expect(found).toMatchObject({ status: 2, asked: undefined });
    expect(found.err).toContain('"new/" is the name of a folder');
  });

  test("never replaces a file that is read, by whatever path it is named", async () => {
    for (const output of ["s.yaml", "./s.yaml", "folder/../s.yaml", "/project/s.yaml"]) {
      const found = await write({ output, format: "json" });
      expect(found).toMatchObject({ status: 2, asked: undefined });
      expect(found.err).toContain(`"${output}" is one of the files that are read`);
      expect(found.files["s.yaml"]).toBe("a scenario");
    }
    const saved = await write({ output: "old.json" }, {}, ["s.yaml", "old.json"]);
    expect(saved.status).toBe(2);
    expect(saved.files["old.json"]).toBe("old");
  });

  test.each([
    ["EISDIR", "cannot write: this is a directory", "name a file in it"],
    ["ENOENT", "cannot write: its folder does not exist", "make the folder first"],
    ["ENOTDIR", "a part of its path is a file, not a folder", "name a file in a folder"],
    ["EACCES", "no file can be made in its folder", "check the folder's permissions"],
    ["EACCES access", "it is protected against writing", "check its permissions"],
    ["EPERM fchown", "its owner or its group would change", "let its owner run the command"],
    ["EROFS", "its file system can only be read", "name a file elsewhere"],
    ["EROFS access", "its file system can only be read", "name a file elsewhere"],
    ["ENOSPC", "no space is left on the device", "make room"],
    ["ENAMETOOLONG", "the name is too long", "choose a shorter one"],
    ["ELOOP", "its links lead in a circle", "name the file they should lead to"],
    ["EIO", "the system says EIO", "name a file elsewhere"],
  ])("that cannot be written for %s is said to be so", async (code, message, help) => {
    const found = await write({ output: "a.json" }, { writeFileAtomic: failing(code) });
    expect(found.status).toBe(2);
    expect(found.err).toContain("error[not-written]: cannot write: ");
    expect(found.err).toContain(message);
    expect(found.err).toContain(help);
    expect(found.err).toContain("a.json");
  });
});
