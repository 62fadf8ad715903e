// `npm run fuzz`
import { runBundled } from "../support/run-bundled.mjs";

await runBundled(import.meta.dirname, "fuzz");
