// Loads and starts the program, says how far it is, and shows the recovery panel when it cannot
// start or has died. It must keep working when the program does not, so it shares nothing with
// it but events on window: `hoplab-panic`, whose detail is the panic's message, `hoplab-rest-lost` of parts.js, and
// `hoplab-ask-language`, which it answers by `hoplab-language` once the program can speak the language.

const words = {
  en: {
    loading: "Loading the playground…",
    slow: "Still loading. On a slow connection this can take a minute.",
    starting: "Starting…",
  },
  ko: {
    loading: "실습 화면을 불러오고 있어요…",
    slow: "아직 불러오고 있어요. 연결이 느리면 1분쯤 걸릴 수 있어요.",
    starting: "시작하고 있어요…",
  },
};

const SLOW_AFTER_MS = 8000;
const LANGUAGE_SLOW_AFTER_MS = 500;

// The program may change the language later, so it is read anew each time.
const language = () => (document.documentElement.lang === "ko" ? "ko" : "en");

function say(key) {
  const status = document.getElementById("boot-status");
  if (!status) return; // The program has mounted and replaced the static words.
  status.lang = language();
  status.textContent = words[language()][key];
}

const panel = document.getElementById("recovery");

/** Shows the panel once: the first cause is the true one, what follows is its wake. */
function recover(cause, message) {
  if (!panel.hidden) return;
  for (const part of panel.querySelectorAll(":scope > [lang]")) {
    part.hidden = part.lang !== language();
  }
  for (const line of panel.querySelectorAll("[data-cause]")) {
    line.hidden = line.dataset.cause !== cause;
  }
  for (const pre of panel.querySelectorAll("[data-message]")) {
    pre.textContent = message;
  }
  document.getElementById("boot-status")?.remove();
  panel.hidden = false;
}

/** The kept run may be what the program died of: only the address is to be opened again. See kept.rs. */
function forgetRuns() {
  try {
    const kept = Object.keys(sessionStorage).filter((key) => key.startsWith("hoplab.run."));
    kept.forEach((key) => sessionStorage.removeItem(key));
  } catch {
    // Nothing is kept where there is no storage.
  }
}

panel.addEventListener("click", (event) => {
  const action = event.target.closest("[data-action]")?.dataset.action;
  if (action === "reload") {
    forgetRuns();
    location.reload();
  }
  // The bare path: no query, no fragment, hence none of the state that may have caused this.
  if (action === "fresh") location.replace(location.pathname);
});

/** A trap means the program's memory can no longer be trusted; so does its stack running out. */
function killsTheProgram(error) {
  if (typeof WebAssembly !== "object") return false;
  if (error instanceof WebAssembly.RuntimeError) return true;
  return error instanceof RangeError && /wasm/.test(error.stack ?? "");
}

// What fetches a language, once there is a program that was split.
let learn = null;
const bar = document.getElementById("language");

/** Says that a language is on its way, or that it could not be loaded; nothing if there is nothing to say. */
function tellOfLanguage(asked, state) {
  bar.hidden = !state;
  for (const line of bar.querySelectorAll("[data-state]")) {
    line.hidden = line.dataset.state !== state || line.lang !== language();
  }
  bar.dataset.asked = asked;
}

/** The program asks for a language before it speaks it; the page stays as it is until it is there. */
async function bring(asked) {
  const slow = setTimeout(() => tellOfLanguage(asked, "loading"), LANGUAGE_SLOW_AFTER_MS);
  try {
    await learn?.(asked);
    dispatchEvent(new CustomEvent("hoplab-language", { detail: asked }));
    tellOfLanguage(asked, null);
  } catch {
    tellOfLanguage(asked, "lost");
  } finally {
    clearTimeout(slow);
  }
}

addEventListener("hoplab-ask-language", (event) => bring(String(event.detail)));
bar.addEventListener("click", (event) => {
  const action = event.target.closest("[data-action]")?.dataset.action;
  if (action) tellOfLanguage(bar.dataset.asked, null);
  if (action === "again") bring(bar.dataset.asked);
});

addEventListener("hoplab-panic", (event) => recover("panic", String(event.detail)));
addEventListener("hoplab-rest-lost", (event) => recover("rest", String(event.detail)));
addEventListener("error", (event) => {
  if (killsTheProgram(event.error)) recover("panic", String(event.error));
});
addEventListener("unhandledrejection", (event) => {
  if (killsTheProgram(event.reason)) recover("panic", String(event.reason));
});

/**
 * Browsers leave a history entry its state where the same address is opened again. That is a visit of its own and no
 * coming back: it has no run to restore. See kept.rs.
 */
function beginAnew() {
  const [visit] = performance.getEntriesByType("navigation");
  if (visit?.type !== "navigate" || history.state === null) return;
  try {
    history.replaceState(null, "");
  } catch {
    // Where that is refused, no run was kept either.
  }
}

async function start() {
  beginAnew();
  say("loading");
  const slow = setTimeout(() => say("slow"), SLOW_AFTER_MS);
  try {
    const wasm = fetch(new URL("./hoplab_bg.wasm", import.meta.url));
    const [program, parts] = await Promise.all([import("./hoplab.js"), import("./parts.js")]);
    // Only a program that was split has this.
    const split = program.whenMissed !== undefined;
    const language = split ? parts.fetchLanguage() : undefined;
    // A link that was shared is read by the rest.
    const rest = split && location.hash.length > 1 ? parts.prepare() : undefined;
    const [response] = await Promise.all([wasm, language, rest]);
    if (!response.ok) {
      throw new Error(`${response.url}: ${response.status} ${response.statusText}`);
    }
    say("starting");
    program.whenMissed?.(parts.missed);
    const first = await program.default({ module_or_path: response });
    if (split) learn = (asked) => parts.learn(asked, first);
    if (split) parts.whenIdle(() => parts.fetchRest(first));
  } catch (error) {
    recover(killsTheProgram(error) ? "panic" : "load", String(error));
  } finally {
    clearTimeout(slow);
  }
}

start();
