// `npm run mutants`
import { runBundled } from "../support/run-bundled.mjs";

await runBundled(import.meta.dirname, "mutants");
