import process from "node:process";
import { defineConfig } from "vitest/config";
import manifest from "./package.json" with { type: "json" };

export default defineConfig({
  define: { __VERSION__: JSON.stringify(manifest.version) },
  test: {
    include: ["test/**/*.test.ts"],
    globalSetup: ["test/support/build-if-stale.ts"],
    // .ci/run takes the number of passed and failed tests from the file.
    reporters: ["default", ["json", { outputFile: "coverage/tests.json" }]],
    coverage: {
      enabled: process.env["COVERAGE"] === "1",
      provider: "v8",
      include: ["src/**/*.ts"],
      reporter: ["text"],
      thresholds: {
        lines: 90,
        branches: 90,
        "src/{language,engine,model,request}/**": { branches: 95 },
      },
    },
  },
});
