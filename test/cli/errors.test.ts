import { describe, expect, it } from "vitest";
import { run } from "../../src/cli/program.ts";
import { codes, type Code } from "../../src/diagnostics/codes.ts";
import { fakeIo } from "../support/fake-io.ts";
import { bomb, small } from "../support/small-scenario.ts";

interface Example {
  /** What stands in scenario.yaml; undefined: there is no such file. */
  readonly file: string | Uint8Array | undefined;
  readonly argv?: readonly string[];
}

const changed = (from: string, to: string): Example => {
  if (!small.includes(from)) throw new Error(`"${from}" is not in the small scenario`);
  return { file: small.replace(from, to) };
};

/** One example per code: docs/errors.md is made of them. */
const gallery: Readonly<Record<Code, Example>> = {
  "file-not-found": { file: undefined },
  "is-directory": { file: small, argv: ["."] },
  "not-readable": { file: small, argv: ["locked.yaml"] },
  "not-written": { file: small, argv: ["scenario.yaml", "--output", "reports/need.csv"] },
  "empty-file": { file: "" },
  "not-text": { file: new Uint8Array([0x7f, 0x45, 0x4c, 0x46, 0, 1, 2, 255]) },
  "too-large": { file: `# ${"x".repeat(2_100_000)}` },
  "yaml-syntax": changed("title: A small agency", "title: [A small agency"),
  "too-deep": { file: `a: ${"[".repeat(70)}${"]".repeat(70)}` },
  "too-many-aliases": { file: bomb },
  "not-a-mapping": { file: "- streams\n- costs\n" },
  "unsafe-key": changed("language: en", "language: en\n__proto__: {}"),
  "unknown-key": changed("intake:", "intaek:"),
  "missing-key": changed("12000 persons/year", "{ 2024: 12000 persons/year }"),
  "wrong-type": changed("serves: [all.open]", "serves: all.open"),
  "bad-number": changed("before: 80", 'before: "80,5"'),
  "out-of-range": changed("before: 80", "before: -80"),
  "bad-unit": changed("65000 SEK/staff-month", "65000 SEK/person"),
  "unknown-name": changed("driver: staff/staff", "driver: staff/staf"),
  cycle: {
    file: small
      .replace(
        "costs:\n",
        "costs:\n  fee: { label: Fee, on: 1/1:1, driver: flow/decided, cost: 100 SEK/case }\n",
      )
      .replace(
        "areas:",
        "groups: { flows: { decided: { label: Decided, moves: [open -> done] } } }\nareas:",
      )
      .replace("basis: cost,", "basis: cost, caps: [staff],"),
    argv: ["scenario.yaml", "--funding", "available"],
  },
  "duplicate-key": changed("language: en", "language: en\nlanguage: sv"),
  "outside-root": changed("intake: 12000 persons/year", 'intake: { csv: "../../secret.csv#x" }'),
  "bad-series": changed("intake: 12000 persons/year", 'intake: { csv: "intake.csv#all" }'),
  usage: { file: small, argv: ["scenario.yaml", "--tabel", "need"] },
};

const series = "month,all\n2024-01,1000\n2024-03,900\n2024-02,950\n";

/** What an example prints. */
async function messageOf({ file, argv = ["scenario.yaml"] }: Example): Promise<string> {
  const locked = (path: string): never => {
    throw Object.assign(new Error(path), { code: "EACCES" });
  };
  const { io, out, err } = fakeIo(
    file === undefined ? {} : { "scenario.yaml": file, "intake.csv": series },
  );
  const status = await run(argv, {
    ...io,
    readFile: (path) => (path === "locked.yaml" ? locked(path) : io.readFile(path)),
    writeFileAtomic: (path) => {
      throw Object.assign(new Error(path), { code: "ENOENT" });
    },
    stat: (path) => (path === "locked.yaml" ? { kind: "file", size: 1 } : io.stat(path)),
  });
  expect({ status, out: out() }).toEqual({ status: 2, out: "" });
  return err();
}

describe("every code has an example", () => {
  it.each(Object.keys(gallery) as Code[])("%s", async (code) => {
    expect(await messageOf(gallery[code])).toContain(`error[${code}]: `);
  });

  it("docs/errors.md shows them all", async () => {
    const sections = await Promise.all(
      (Object.keys(codes) as Code[]).map(async (code) => {
        const { argv = ["scenario.yaml"] } = gallery[code];
        return `## ${code}\n\n${codes[code]}\n\n\`\`\`text\n$ forecast ${argv.join(" ")}\n${await messageOf(gallery[code])}\`\`\`\n`;
      }),
    );
    const head =
      "# Errors\n\nA problem is reported as `file:line:column: error[code]: message`, with the line, what was expected and what to do. " +
      "All problems of a file are\nreported in one go; the exit status is 2. This page is made by `test/cli/errors.test.ts` (`npx vitest run test/cli/errors.test.ts -u`).\n";
    await expect([head, ...sections].join("\n")).toMatchFileSnapshot("../../docs/errors.md");
  });
});
