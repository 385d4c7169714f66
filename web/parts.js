// The program is two modules. The first is what a first visit runs; the second, the rest, comes when
// the page is at leisure, or at once when the first calls into it. `cargo xtask dist` splits them and
// tells the glue of this file; a page from `cargo xtask serve` is whole and never calls it.
//
// The two marks it leaves on the browser's timeline are for developers and tests:
// `hoplab-rest-arrived`, and `hoplab-rest-missed`, of which a first visit should leave none.

const address = new URL("./hoplab_rest.wasm", import.meta.url);
const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 60_000;

let arrived = false;
let compiled = null;
const background = new AbortController();

/** Linking fills the slots of the function table through which the first module calls it. */
function link(module, first) {
  if (arrived) return;
  new WebAssembly.Instance(module, { first });
  arrived = true;
  performance.mark("hoplab-rest-arrived");
}

/** Fetches the rest behind the page's back, again and again while the connection is down. */
export async function fetchRest(first) {
  const { signal } = background;
  for (let wait = FIRST_RETRY_MS; !arrived; wait = Math.min(2 * wait, LAST_RETRY_MS)) {
    try {
      compiled ??= await WebAssembly.compileStreaming(fetch(address, { signal, priority: "low" }));
      link(compiled, first);
    } catch {
      // Nobody has missed it so far; whoever does will hear what is the matter.
      await new Promise((over) => setTimeout(over, wait));
    }
  }
}

/** For a visit that is known to need the rest at once: has it ready before the program starts, if it can. */
export async function prepare() {
  try {
    compiled = await WebAssembly.compileStreaming(fetch(address));
  } catch {
    // Whoever misses it will try again, and hear what is the matter.
  }
}

/** Runs the callback once the page has been drawn and has nothing better to do. */
export function whenIdle(callback) {
  const idle = globalThis.requestIdleCallback ?? ((callback) => setTimeout(callback, 200));
  // A page that always plays is never idle, hence the limit.
  requestAnimationFrame(() => idle(callback, { timeout: 2000 }));
}

/** The only way to wait inside a call from WASM. The bytes come as text: see x-user-defined. */
function fetchBytes() {
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  request.overrideMimeType("text/plain; charset=x-user-defined");
  request.send();
  if (request.status !== 200) throw new Error(`${address}: ${request.status} ${request.statusText}`);
  return Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0));
}

/** What the first module calls when it needs the rest and the rest is not there: blocks until it is. */
export function missed(first) {
  performance.mark("hoplab-rest-missed");
  background.abort();
  try {
    link(compiled ?? new WebAssembly.Module(fetchBytes()), first);
  } catch (error) {
    dispatchEvent(new CustomEvent("hoplab-rest-lost", { detail: String(error) }));
    // Through the program, which is left in the middle of something: it is over.
    throw error;
  }
}
