import { execFileSync, spawn, spawnSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  cpSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import process from "node:process";
import type { Command } from "commander";
import { afterAll, afterEach, describe, expect, test, vi } from "vitest";
import manifest from "../package.json" with { type: "json" };
import { exitCodes } from "../src/cli/exit-codes.ts";
import { leave, nodeIo } from "../src/cli/io.ts";
import { createProgram, run } from "../src/cli/program.ts";
import { fakeIo } from "./support/fake-io.ts";

const root = resolve(import.meta.dirname, "..");
const bin = join(root, manifest.bin.forecast);
const scratch = mkdtempSync(join(tmpdir(), "forecast-test-"));
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** A new empty folder, removed after the tests. */
function newFolder(): string {
  return mkdtempSync(join(scratch, "folder-"));
}

describe("the program", () => {
  test("prints its version", async () => {
    const { io, out, err } = fakeIo();
    expect(await run(["--version"], io)).toBe(exitCodes.ok);
    expect(out()).toBe(`${manifest.version}\n`);
    expect(err()).toBe("");
  });

  test("prints help, as wide as the terminal", async () => {
    const { io, out, err } = fakeIo();
    expect(await run(["--help"], io)).toBe(exitCodes.ok);
    expect(out()).toContain("Usage: forecast");
    expect(err()).toBe("");
    const narrow = fakeIo({}, { columns: 75 });
    await run(["--help"], narrow.io);
    expect(narrow.out()).not.toBe(out());
    // Examples are commands to copy: they are not broken.
    const [described = ""] = narrow.out().split("\nExamples:");
    expect(Math.max(...described.split("\n").map((line) => line.length))).toBeLessThanOrEqual(75);
  });

  test("without arguments prints help on standard error and fails", async () => {
    const { io, out, err } = fakeIo();
    expect(await run([], io)).toBe(exitCodes.unusable);
    expect(out()).toBe("");
    expect(err()).toContain("Usage: forecast");
  });

  test("reports a misspelled option as a usage error", async () => {
    const { io, out, err } = fakeIo();
    expect(await run(["--versio"], io)).toBe(exitCodes.unusable);
    expect(out()).toBe("");
    expect(err()).toBe(
      [
        "error[usage]: unknown option '--versio'",
        "help: did you mean --version?",
        "      `forecast --help` lists commands and options",
        "",
      ].join("\n"),
    );
  });

  test("calls an unexpected failure a bug and keeps paths out of the message", async () => {
    const broken = {
      stdout: () => {
        throw new TypeError("broken");
      },
    };
    const { io, err } = fakeIo({}, broken);
    expect(await run(["--version"], io)).toBe(exitCodes.bug);
    expect(err()).toMatch(/^forecast: internal error: broken\nThis is a bug in forecast/);
    const debugged = fakeIo({}, { ...broken, env: { FORECAST_DEBUG: "1" } });
    expect(await run(["--version"], debugged.io)).toBe(exitCodes.bug);
    expect(debugged.err()).toContain("TypeError: broken\n    at ");
    const thrown: unknown = "a word";
    const odd = fakeIo(
      {},
      {
        stdout: () => {
          throw thrown;
        },
      },
    );
    expect(await run(["--version"], odd.io)).toBe(exitCodes.bug);
    expect(odd.err()).toMatch(/^forecast: internal error: a word\n/);
  });

  test("describes every command, argument and option", () => {
    const undescribed: string[] = [];
    const visit = (command: Command, path: string): void => {
      const { options, registeredArguments } = command;
      if (command.description() === "") undescribed.push(path);
      for (const { description, flags } of options) {
        if (description === "") undescribed.push(`${path} ${flags}`);
      }
      for (const argument of registeredArguments) {
        if (argument.description === "") undescribed.push(`${path} ${argument.name()}`);
      }
      for (const child of command.commands) visit(child, `${path} ${child.name()}`);
    };
    visit(createProgram(fakeIo().io), "forecast");
    expect(undescribed).toEqual([]);
  });
});

describe("the io of the real world", () => {
  const io = nodeIo();
  afterEach(() => void vi.restoreAllMocks());

  test("writes to the standard streams", () => {
    const stdout = vi.spyOn(process.stdout, "write").mockReturnValue(true);
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    io.stdout("result");
    io.stderr("note");
    expect(stdout.mock.calls).toEqual([["result"]]);
    expect(stderr.mock.calls).toEqual([["note"]]);
  });

  test("is quiet about a reader that went away, and about nothing else", () => {
    const stderr = vi.spyOn(process.stderr, "write").mockReturnValue(true);
    const exit = vi.spyOn(process, "exit").mockReturnValue(undefined as never);
    process.stdout.emit("error", Object.assign(new Error("gone"), { code: "EPIPE" }));
    expect([stderr.mock.calls, exit.mock.calls]).toEqual([[], []]);
    process.stdout.emit("error", Object.assign(new Error("full"), { code: "ENOSPC" }));
    expect(stderr.mock.calls).toEqual([["forecast: cannot write the result: ENOSPC\n"]]);
    expect(exit.mock.calls).toEqual([[exitCodes.unusable]]);
  });

  test("leaves when all is written, and not before", async () => {
    const exit = vi.spyOn(process, "exit").mockReturnValue(undefined as never);
    const before = process.exitCode;
    const later = (): Promise<void> => new Promise((resolved) => void setTimeout(resolved, 20));
    vi.spyOn(process.stdout, "writableLength", "get").mockReturnValue(5);
    let written = (): void => undefined;
    const write = vi.spyOn(process.stdout, "write").mockImplementation((...given: unknown[]) => {
      written = given[1] as () => void;
      return false;
    });
    const left = leave(1);
    await later();
    expect([write.mock.calls.length, exit.mock.calls.length, process.exitCode]).toEqual([1, 0, 1]);
    written();
    await left;
    await later();
    expect(exit.mock.calls).toEqual([[]]);
    process.exitCode = before;
  });

  test("reads files and tells what a path is", () => {
    const folder = newFolder();
    writeFileSync(join(folder, "a.txt"), "å");
    symlinkSync("a.txt", join(folder, "link"));
    expect(io.readFile(join(folder, "a.txt"))).toEqual(Buffer.from("å"));
    expect(io.stat(join(folder, "link"))).toEqual({ kind: "file", size: 2 });
    expect(io.stat(folder).kind).toBe("directory");
    expect(io.stat("/dev/null").kind).toBe("other");
    expect(io.realpath(join(folder, "link"))).toBe(io.realpath(join(folder, "a.txt")));
    expect(io.cwd).toBe(process.cwd());
    expect(io.readFile("package.json")).toEqual(readFileSync(join(root, "package.json")));
    expect(() => io.readFile(join(folder, "none"))).toThrow(
      expect.objectContaining({ code: "ENOENT" }),
    );
    expect(() => io.stat(join(folder, "none"))).toThrow(
      expect.objectContaining({ code: "ENOENT" }),
    );
  });

  test("writes a file and leaves nothing else behind", () => {
    const folder = newFolder();
    const path = join(folder, "a.txt");
    io.writeFileAtomic(path, "one", { overwrite: false });
    expect(readFileSync(path, "utf8")).toBe("one");
    io.writeFileAtomic(path, new Uint8Array([50]), { overwrite: true });
    expect(readFileSync(path, "utf8")).toBe("2");
    expect(readdirSync(folder)).toEqual(["a.txt"]);
  });

  test("does not replace a file unless told to", () => {
    const folder = newFolder();
    const path = join(folder, "a.txt");
    writeFileSync(path, "old");
    expect(() => io.writeFileAtomic(path, "new", { overwrite: false })).toThrow(
      expect.objectContaining({ code: "EEXIST" }),
    );
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["a.txt"]);
  });

  test("replaces what a link points to, and keeps its mode", () => {
    const folder = newFolder();
    const path = join(folder, "a.txt");
    writeFileSync(path, "old", { mode: 0o600 });
    symlinkSync("a.txt", join(folder, "link"));
    io.writeFileAtomic(join(folder, "link"), "new", { overwrite: true });
    expect(readFileSync(path, "utf8")).toBe("new");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder).toSorted()).toEqual(["a.txt", "link"]);
  });

  test("knows a file that was read by any of its names, also when an editor has put another there", () => {
    const folder = newFolder();
    const path = join(folder, "a.csv");
    writeFileSync(path, "a");
    writeFileSync(join(folder, "b.csv"), "a");
    mkdirSync(join(folder, "sub"));
    symlinkSync("a.csv", join(folder, "link.csv"));
    linkSync(path, join(folder, "hard.csv"));
    expect(io.wasRead(path)).toBe(false);
    io.readFile(join(folder, "link.csv"));
    for (const name of ["a.csv", "link.csv", "hard.csv", "sub/../a.csv"]) {
      expect([name, io.wasRead(`${folder}/${name}`)]).toEqual([name, true]);
    }
    for (const name of ["b.csv", "none.csv", "a.csv/x", "x".repeat(300)]) {
      expect([name, io.wasRead(`${folder}/${name}`)]).toEqual([name, false]);
    }
    rmSync(path);
    writeFileSync(path, "another");
    expect(io.wasRead(path)).toBe(true);
  });

  test("keeps the mode of a file whatever new files get, and writes where a link will lead", () => {
    const folder = newFolder();
    const path = join(folder, "a.txt");
    writeFileSync(path, "old");
    chmodSync(path, 0o666);
    const before = process.umask(0o077);
    io.writeFileAtomic(path, "new", { overwrite: true });
    process.umask(before);
    expect(statSync(path).mode & 0o777).toBe(0o666);
    symlinkSync("later.txt", join(folder, "link"));
    io.writeFileAtomic(join(folder, "link"), "new", { overwrite: true });
    expect(readFileSync(join(folder, "later.txt"), "utf8")).toBe("new");
    io.writeFileAtomic(join(folder, "x".repeat(255)), "new", { overwrite: true });
    expect(readdirSync(folder)).toHaveLength(4);
  });

  test("does not replace a file that is protected, whoever asks", () => {
    const folder = newFolder();
    const path = join(folder, "a.txt");
    writeFileSync(path, "old", { mode: 0o444 });
    expect(() => io.writeFileAtomic(path, "new", { overwrite: true })).toThrow(
      expect.objectContaining({ code: "EACCES", syscall: "access" }),
    );
    expect(readFileSync(path, "utf8")).toBe("old");
    expect(readdirSync(folder)).toEqual(["a.txt"]);
  });

  test.runIf(process.getuid?.() === 0)("keeps the owner of a file", () => {
    const path = join(newFolder(), "a.txt");
    writeFileSync(path, "old");
    chownSync(path, 65_534, 65_534);
    io.writeFileAtomic(path, "new", { overwrite: true });
    expect(statSync(path)).toMatchObject({ uid: 65_534, gid: 65_534 });
  });

  test("writes into a device instead of replacing it, and not over a folder", () => {
    io.writeFileAtomic("/dev/null", "text", { overwrite: false });
    expect(io.stat("/dev/null").kind).toBe("other");
    const folder = newFolder();
    expect(() => io.writeFileAtomic(folder, "text", { overwrite: true })).toThrow(
      expect.objectContaining({ code: "EISDIR" }),
    );
    expect(() => io.writeFileAtomic(join(folder, "no/a"), "", { overwrite: true })).toThrow(
      expect.objectContaining({ code: "ENOENT" }),
    );
  });
});

describe("the built program", () => {
  const start = (args: readonly string[], cwd = root) =>
    spawnSync(process.execPath, [bin, ...args], { cwd, encoding: "utf8" });

  test("prints its version from any folder", () => {
    const { status, stdout, stderr } = start(["--version"], newFolder());
    expect({ status, stdout, stderr }).toEqual({
      status: 0,
      stdout: `${manifest.version}\n`,
      stderr: "",
    });
  });

  test("prints the same help as the sources", async () => {
    const { io, out } = fakeIo();
    await run(["--help"], io);
    expect(start(["--help"]).stdout).toBe(out());
  });

  test("passes the exit status on", () => {
    const { status, stdout, stderr } = start(["--versio"]);
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toMatch(/^error\[usage\]: unknown option/);
  });

  test("is quiet when its reader goes away", async () => {
    const child = spawn(process.execPath, [bin, "--help"], { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.destroy();
    let stderr = "";
    child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
    const status = await new Promise((resolved) => void child.on("close", resolved));
    expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  });

  test("says so when its result cannot be written", () => {
    const args = ["-c", '"$0" "$1" --help > /dev/full', process.execPath, bin];
    const { status, stderr } = spawnSync("sh", args, { encoding: "utf8" });
    expect({ status, stderr }).toEqual({
      status: 2,
      stderr: "forecast: cannot write the result: ENOSPC\n",
    });
  });

  test("reads standard input once, and to its end", () => {
    const text = readFileSync(join(root, "scenarios/feb2014.yaml"));
    const args = ["-", "--table", "stay"];
    const cwd = join(root, "scenarios");
    const { stdout } = spawnSync(process.execPath, [bin, ...args], { cwd, input: text });
    expect(stdout.toString()).toBe(start(["scenarios/feb2014.yaml", "--table", "stay"]).stdout);
  });

  test("makes nothing readable when it is started at the root of the file system", () => {
    const cwd = newFolder();
    cpSync(join(root, "scenarios/data"), join(cwd, "data"), { recursive: true });
    const text = readFileSync(join(root, "scenarios/example.yaml"), "utf8");
    const input = text.replaceAll("data/arrivals.csv", `.${cwd}/data/arrivals.csv`);
    const from = (args: readonly string[]): ReturnType<typeof start> =>
      spawnSync(process.execPath, [bin, "-", ...args], { cwd: "/", input, encoding: "utf8" });
    expect(from([])).toMatchObject({ status: 2, stdout: "" });
    expect(from([]).stderr).toContain("error[outside-root]");
    expect(from(["--root", cwd])).toMatchObject({ status: 0, stderr: "" });
  });

  test("says that its folder is gone, and needs none for its version", () => {
    const gone = (args: string): ReturnType<typeof start> => {
      const folder = newFolder();
      return spawnSync("sh", ["-c", `rmdir ${folder}; "$0" "$1" ${args}`, process.execPath, bin], {
        cwd: folder,
        encoding: "utf8",
      });
    };
    const { status, stdout, stderr } = gone(join(root, "scenarios/feb2014.yaml"));
    expect({ status, stdout }).toEqual({ status: 2, stdout: "" });
    expect(stderr).toBe(
      "error[usage]: the current directory does not exist any more\nhelp: go to another one\n",
    );
    expect(gone("--version")).toMatchObject({ status: 0, stdout: `${manifest.version}\n` });
  });

  test("does not wait for a pipe that nobody writes to", () => {
    const folder = newFolder();
    const scenario = join(folder, "a.yaml");
    cpSync(join(root, "scenarios/example.yaml"), scenario);
    mkdirSync(join(folder, "data"));
    execFileSync("sh", ["-c", "mkfifo pipe.yaml data/arrivals.csv"], { cwd: folder });
    for (const file of ["pipe.yaml", "a.yaml"]) {
      const found = spawnSync(process.execPath, [bin, join(folder, file)], {
        encoding: "utf8",
        timeout: 20_000,
      });
      expect(found).toMatchObject({ status: 2, stdout: "", signal: null });
      expect(found.stderr).toContain("this is a pipe or a device, not a file");
    }
  });

  test.each(["fsyncSync", "writeFileSync", "renameSync", "openSync"])(
    "leaves a whole file and nothing else when it is interrupted at %s",
    (call) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) {
        const folder = newFolder();
        const output = join(folder, "a.csv");
        writeFileSync(output, "old");
        const interrupt = join(newFolder(), "interrupt.cjs");
        writeFileSync(
          interrupt,
          `const fs = require("node:fs"); const real = fs.${call};
          fs.${call} = (...given) => { const made = real(...given); if (given[1] !== "r") process.kill(process.pid, "${signal}"); return made; };`,
        );
        const found = spawnSync(
          process.execPath,
          ["-r", interrupt, bin, "scenarios/feb2014.yaml", "--table", "stay", "--output", output],
          { cwd: root, encoding: "utf8" },
        );
        expect(found).toMatchObject({ status: null, signal, stderr: "" });
        expect(readdirSync(folder)).toEqual(["a.csv"]);
        expect(readFileSync(output, "utf8")).toMatch(/^old$|^scenario,.*\n$/s);
      }
    },
  );

  test("says what to do when it was not built", () => {
    const folder = join(newFolder(), "forecast-copy");
    mkdirSync(folder);
    cpSync(join(root, "bin"), join(folder, "bin"), { recursive: true });
    const copy = join(folder, manifest.bin.forecast);
    const { status, stdout, stderr } = spawnSync(process.execPath, [copy], { encoding: "utf8" });
    expect({ status, stdout, stderr }).toEqual({
      status: 2,
      stdout: "",
      stderr: "forecast is not built: run `npm ci` in forecast-copy\n",
    });
  });

  test("starts with the compiled code of the build, and without it", () => {
    const folder = join(newFolder(), "copy");
    cpSync(join(root, "bin"), join(folder, "bin"), { recursive: true });
    cpSync(join(root, "dist"), join(folder, "dist"), { recursive: true });
    const script =
      'const { load, loaded } = require("./bin/load.cjs"); load("forecast.cjs");' +
      'console.log(loaded.get("forecast.cjs").script.cachedDataRejected)';
    const rejected = () =>
      execFileSync(process.execPath, ["-e", script], { cwd: folder, encoding: "utf8" }).trim();
    expect(rejected()).toBe("false");
    writeFileSync(join(folder, "dist/forecast.cjs.cache"), "not compiled code");
    expect(rejected()).toBe("true");
    rmSync(join(folder, "dist/forecast.cjs.cache"));
    expect(rejected()).toBe("undefined");
  });
});
