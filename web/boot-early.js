// Runs before the first paint: a language or theme set later would flash. Classic script, so
// that it blocks; as small as can be, since it does.
//
// Each comes from the address (?lang=, ?theme=), else from the saved choice, else from the
// browser. The program reads the language from <html lang> and saves choices under the same keys.
(function () {
  var query = new URLSearchParams(location.search);

  // Inside a sandboxed iframe even touching localStorage throws.
  function saved(key) {
    try {
      return localStorage.getItem(key);
    } catch (_) {
      return null;
    }
  }

  function choose(allowed, candidates) {
    return candidates.find(function (value) {
      return allowed.indexOf(value) >= 0;
    });
  }

  var root = document.documentElement;
  var browser = (navigator.languages || [navigator.language]).map(function (tag) {
    return String(tag).slice(0, 2).toLowerCase();
  });
  var lang = [query.get("lang"), saved("hoplab.lang")].concat(browser);
  root.lang = choose(["en", "ko"], lang) || "en";

  var theme = choose(["light", "dark"], [query.get("theme"), saved("hoplab.theme")]);
  if (theme) root.dataset.theme = theme;

  // Modules load neither from files nor, without CORS headers, into a sandboxed frame: boot.js cannot tell
  // of it then, since it is one. app.css shows the words that are for this reason.
  function cannotStart() {
    var sandboxed = window.origin === "null";
    root.dataset.cannotStart = location.protocol === "file:" ? "file" : sandboxed ? "frame" : "load";
  }
  if (location.protocol === "file:") cannotStart();
  addEventListener("error", function (event) {
    if (!event.target || event.target.type !== "module") return;
    cannotStart();
    document.querySelectorAll(".cannot-start a").forEach(function (link) {
      link.href = location.href;
    });
  }, true);
})();
