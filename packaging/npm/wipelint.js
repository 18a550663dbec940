#!/usr/bin/env node
// Runs the program of the package for this platform, which npm installs beside this one.
"use strict";
const { spawnSync } = require("child_process");

const name = `@wipelint/${process.platform}-${process.arch}`;
let program;
try {
  program = require.resolve(`${name}/bin/wipelint${process.platform === "win32" ? ".exe" : ""}`);
} catch {
  console.error(
    `wipelint: the package ${name} is not installed; install without --omit=optional, or get the program from https://github.com/wipelint/wipelint`,
  );
  process.exit(2);
}
const ended = spawnSync(program, process.argv.slice(2), { stdio: "inherit" });
if (ended.error) {
  console.error(`wipelint: ${ended.error.message}`);
  process.exit(2);
}
if (ended.signal) process.kill(process.pid, ended.signal);
process.exit(ended.status ?? 2);
