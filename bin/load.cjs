"use strict";
const { readFileSync } = require("node:fs");
const { basename, dirname, join } = require("node:path");
const { Script } = require("node:vm");

// V8 optimises a function once it has been busy for a while. Most commands are over before that pays: in Node 20 it
// takes 130 ms of 250 for a whole scenario. With a budget 15 times the default, sweeps are still optimised. Later
// versions decide otherwise and do not know the flag. It has to be set before any script is compiled: V8 takes saved
// code only if the flags are the same.
if (process.versions.v8.startsWith("11.")) {
  const { setFlagsFromString } = require("node:v8");
  setFlagsFromString("--interrupt-budget=1000000");
}

const folder = join(__dirname, "..", "dist");

/** File name of every built file loaded so far → its compiled form and what it exports. */
const loaded = new Map();

/**
 * Loads a built file, with the compiled code that build.mjs left beside it: on the file that holds
 * the YAML parser and the schemas this saves some 30 ms. V8 checks that the compiled code fits its
 * version and silently compiles anew if not. CommonJS, because an ES module costs 10 to 40 ms.
 */
function load(name) {
  if (loaded.has(name)) return loaded.get(name).module.exports;
  const filename = join(folder, name);
  const source = `(function (exports, require, module) {${readFileSync(filename, "utf8")}\n})`;
  const script = new Script(source, { filename, cachedData: readIfThere(`${filename}.cache`) });
  const module = { exports: {} };
  loaded.set(name, { script, module });
  const requireFrom = (id) => (id.startsWith("./") ? load(id.slice(2)) : require(id));
  script.runInThisContext()(module.exports, requireFrom, module);
  return module.exports;
}

function readIfThere(filename) {
  try {
    return readFileSync(filename);
  } catch {
    return undefined;
  }
}

/** What to say where the program was never built; the folder's name, as paths differ. */
const notBuilt = `forecast is not built: run \`npm ci\` in ${basename(dirname(__dirname))}`;

module.exports = { load, loaded, notBuilt };
