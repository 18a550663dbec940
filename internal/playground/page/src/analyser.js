/* global ANALYSER_BYTES */
// The analyser in a worker of its own, which is ended and started anew when it is stuck or has died.

let compiled;

// loading is told how much of the analyser is there, from 0 to 1. It is some megabytes, and nothing can be found before.
export const loading = { told: () => {} };

// load gets the analyser and tells how far that is. Its size is known since it was built: what a server says of a compressed copy
// is another number than what arrives here.
async function load() {
  const answer = await fetch("wipelint.wasm");
  if (!answer.ok) return answer;
  let got = 0;
  const counted = answer.body.pipeThrough(new TransformStream({
    transform(part, out) {
      got += part.byteLength;
      loading.told(Math.min(1, got / ANALYSER_BYTES));
      out.enqueue(part);
    },
  }));
  return new Response(counted, { headers: { "Content-Type": answer.headers.get("Content-Type") } });
}

// compile gives the analyser as the browser runs it. All workers share it.
function compile() {
  compiled ??= WebAssembly.compileStreaming(load());
  return compiled;
}

// An Analyser answers the newest request. While it works, what is asked waits, and only the last of that is done.
export class Analyser {
  #worker = null;
  #busy = null; // the request that is being answered
  #next = null; // the one that waits
  #timer = 0;
  #count = 0;
  #ready = false;

  // patience is how long an answer may take, in milliseconds; answered gets each answer that is not stale, and failed what
  // is to be said when there will be none.
  constructor({ patience, answered, failed }) {
    this.patience = patience;
    this.answered = answered;
    this.failed = failed;
  }

  // ask asks for an answer, in place of one that is still waited for. The context is given back with it.
  ask(request, context) {
    this.#next = { id: ++this.#count, request: JSON.stringify(request), context };
    this.#begin();
  }

  // forget lets nothing come of what was asked.
  forget() {
    this.#next = null;
    this.#count++;
  }

  async #begin() {
    if (!this.#worker) {
      this.#start();
      return;
    }
    if (!this.#ready || this.#busy || !this.#next) return;
    this.#busy = this.#next;
    this.#next = null;
    this.#worker.postMessage({ id: this.#busy.id, request: this.#busy.request });
    this.#timer = setTimeout(() => this.#restart(`This script takes more than ${this.patience / 1000} seconds to analyse, and was given up. Change it to try again.`), this.patience);
  }

  async #start() {
    const worker = new Worker("worker.js");
    this.#worker = worker;
    this.#ready = false;
    worker.onmessage = ({ data }) => {
      if (worker !== this.#worker) return;
      if (data.ready) this.#ready = true;
      else if (data.ended) this.#restart("The analyser has ended with a fault at this script, and was started anew. Change the script to try again.");
      else this.#done(data);
      this.#begin();
    };
    worker.onerror = (e) => {
      if (worker === this.#worker) this.#restart("The analyser has ended with a fault: " + (e.message || "its worker cannot be loaded") + ". Change the script to try again.");
    };
    try {
      worker.postMessage({ module: await compile() });
    } catch (e) {
      compiled = undefined; // the next try loads it anew
      if (worker !== this.#worker) return;
      this.#worker = null;
      worker.terminate();
      this.failed("The analyser cannot be loaded: " + e.message + ". Load the page again.");
    }
  }

  #done({ id, answer, fault }) {
    clearTimeout(this.#timer);
    const { context } = this.#busy;
    this.#busy = null;
    if (id !== this.#count) return; // something newer was asked
    if (fault !== undefined) this.failed("The analyser has a fault, please report it together with the script: " + fault);
    else this.answered(JSON.parse(answer), context);
  }

  // restart ends the worker. The request that it was busy with is not tried again, and where it did not even start, nothing is.
  #restart(why) {
    clearTimeout(this.#timer);
    this.#worker.terminate();
    this.#worker = null;
    const stale = this.#busy && this.#busy.id !== this.#count;
    this.#busy = null;
    if (!this.#ready) this.#next = null;
    if (!stale) this.failed(why);
    if (this.#next) this.#start();
  }
}
