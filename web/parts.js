// The program comes in parts. The first is what every first visit runs; a language's is what that says in the language.
// The rest, and what the rest says in the language, come when the page is at leisure, or at once when something there is
// called. `cargo xtask dist` makes the parts and tells the glue of this file; a page from `cargo xtask serve` is whole
// and never calls it.
//
// The two marks it leaves on the browser's timeline are for developers and tests:
// `hoplab-rest-arrived`, and `hoplab-rest-missed`, of which a first visit should leave none.

const part = (address, ...needs) => ({
  address: new URL(address, import.meta.url),
  // What has to be there before.
  needs,
  compiled: null,
  exports: null,
});

const parts = {
  en: part("./hoplab_en.wasm"),
  ko: part("./hoplab_ko.wasm"),
  rest: part("./hoplab_rest.wasm"),
  rest_en: part("./hoplab_rest_en.wasm", "rest", "en"),
  rest_ko: part("./hoplab_rest_ko.wasm", "rest", "ko"),
};

const FIRST_RETRY_MS = 2000;
const LAST_RETRY_MS = 60_000;

const background = new AbortController();
const arrived = (name) => parts[name].exports !== null;

/** The language of the page, which the program may change at any time. */
const language = () => document.documentElement.lang;
/** Of these parts those that there are: what is said in a language without parts of its own is in the first and the rest. */
const existing = (...names) => names.filter((name) => name in parts);
const restNow = () => existing("rest", `rest_${language()}`);

/** Linking fills the slots of the function table through which the parts call each other. */
function link(name, first) {
  const { compiled, needs } = parts[name];
  if (arrived(name)) return;
  const imports = { first };
  for (const needed of needs) {
    link(needed, first);
    imports[needed] = parts[needed].exports;
  }
  parts[name].exports = new WebAssembly.Instance(compiled, imports).exports;
  if (name === "rest") performance.mark("hoplab-rest-arrived");
}

const notThere = ({ status, statusText }, address) => new Error(`${address}: ${status} ${statusText}`);

/** Parts and all that they need. */
function withNeeds(names) {
  const all = names.flatMap((name) => [...parts[name].needs, name]);
  return [...new Set(all)].map((name) => parts[name]);
}

/** Fetches parts with all that they need, so that they can be linked. */
async function fetchParts(names, options) {
  const missing = withNeeds(names).filter(({ compiled }) => compiled === null);
  const each = missing.map(async (it) => {
    const response = await fetch(it.address, options);
    if (!response.ok) throw notThere(response, it.address);
    it.compiled = await WebAssembly.compileStreaming(response);
  });
  await Promise.all(each);
}

/** Fetches the rest behind the page's back, again and again while the connection is down. */
export async function fetchRest(first) {
  const options = { signal: background.signal, priority: "low" };
  for (let wait = FIRST_RETRY_MS; !restNow().every(arrived); wait = Math.min(2 * wait, LAST_RETRY_MS)) {
    try {
      const names = restNow();
      await fetchParts(names, options);
      for (const name of names) link(name, first);
    } catch {
      // Nobody has missed it so far; whoever does will hear what is the matter.
      await new Promise((over) => setTimeout(over, wait));
    }
  }
}

/** What the page cannot be shown without: its language. */
export const fetchLanguage = () => fetchParts(existing(language()));

/** For a visit that is known to need the rest at once: has it ready before the program starts, if it can. */
export async function prepare() {
  try {
    await fetchParts(restNow());
  } catch {
    // Whoever misses it will try again, and hear what is the matter.
  }
}

/** Brings what the page needs to change its language; fails if that cannot be had. */
export async function learn(language, first) {
  const names = arrived("rest") ? existing(language, `rest_${language}`) : existing(language);
  await fetchParts(names);
  for (const name of names) link(name, first);
}

/** Runs the callback once the page has been drawn and has nothing better to do. */
export function whenIdle(callback) {
  const idle = globalThis.requestIdleCallback ?? ((callback) => setTimeout(callback, 200));
  // A page that always plays is never idle, hence the limit.
  requestAnimationFrame(() => idle(callback, { timeout: 2000 }));
}

/** The only way to wait inside a call from WASM. The bytes come as text: see x-user-defined. */
function fetchBytes(address) {
  const request = new XMLHttpRequest();
  request.open("GET", address, false);
  request.overrideMimeType("text/plain; charset=x-user-defined");
  request.send();
  if (request.status !== 200) throw notThere(request, address);
  return Uint8Array.from(request.responseText, (letter) => letter.charCodeAt(0));
}

/** What the program calls when it needs a part that is not there: blocks until it is. */
export function missed(name, first) {
  try {
    const names = name === "rest" ? restNow() : [name];
    const missing = withNeeds(names).filter(({ compiled }) => compiled === null);
    if (missing.length > 0) {
      performance.mark("hoplab-rest-missed");
      background.abort();
    }
    for (const it of missing) it.compiled = new WebAssembly.Module(fetchBytes(it.address));
    for (const name of names) link(name, first);
  } catch (error) {
    dispatchEvent(new CustomEvent("hoplab-rest-lost", { detail: String(error) }));
    // Through the program, which is left in the middle of something: it is over.
    throw error;
  }
}
