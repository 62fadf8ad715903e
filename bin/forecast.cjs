#!/usr/bin/env node
"use strict";
const { load, notBuilt } = require("./load.cjs");

try {
  const { leave, nodeIo, run } = load("forecast.cjs");
  void run(process.argv.slice(2), nodeIo()).then(leave);
} catch (error) {
  if (error.code !== "ENOENT" || error.syscall !== "open") throw error;
  process.stderr.write(`${notBuilt}\n`);
  process.exitCode = 2;
}
