// Which Chromium the tests drive. `node chromium.js` prints its path, or nothing if there is none.

import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { fileURLToPath } from "node:url";
import { chromium } from "@playwright/test";

function onPath(program) {
  return (process.env.PATH ?? "").split(delimiter).map((folder) => join(folder, program));
}

/** The path of a Chromium's program: the one asked for, the system's, else Playwright's own. */
export function findChromium() {
  const asked = process.env.HOPLAB_CHROMIUM;
  if (asked) {
    if (!existsSync(asked)) throw new Error(`HOPLAB_CHROMIUM: there is no ${asked}`);
    return asked;
  }
  const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];
  const places = ["/usr/bin/chromium", ...names.flatMap(onPath), chromium.executablePath()];
  return places.find((place) => place && existsSync(place));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  process.stdout.write(findChromium() ?? "");
}
