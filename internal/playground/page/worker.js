// Runs the analyser beside the page, so that typing never waits for it. The page compiles it once and hands it over.
"use strict";

importScripts("wasm_exec.js");

// There are no files here, so what a script sources is not there, and there is one folder. Without this both would be
// "not implemented".
const absent = (...args) => args.at(-1)(Object.assign(new Error("no such file or directory"), { code: "ENOENT" }));
for (const name of ["open", "stat", "lstat", "readlink", "readdir"]) globalThis.fs[name] = absent;
globalThis.process.cwd = () => "/";

addEventListener("message", async ({ data }) => {
  if (data.module) {
    const go = new Go();
    const instance = await WebAssembly.instantiate(data.module, go.importObject);
    // It ends only by a fault that it cannot mend itself, such as too little memory.
    go.run(instance).then(() => postMessage({ ended: true }), () => postMessage({ ended: true }));
    postMessage({ ready: true });
    return;
  }
  let answer;
  try {
    answer = globalThis.wipelint(data.request);
  } catch (e) {
    console.warn(e); // such as a stack that is too small; the analyser is of no more use
  }
  if (answer instanceof Error) postMessage({ id: data.id, fault: answer.message });
  else if (typeof answer === "string") {
    postMessage({ id: data.id, answer });
    globalThis.wipelintRest(); // the page has its answer, and the next keystroke is some time away
  }
  else postMessage({ ended: true });
});
