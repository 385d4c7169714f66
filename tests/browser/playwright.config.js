// `cargo xtask test` serves the page and names it in HOPLAB_URL. Without that, as when a
// developer runs `npx playwright test` alone, the page is built and served from here.

import { defineConfig } from "@playwright/test";
import { findChromium } from "./chromium.js";

const PORT = 8173;
const url = process.env.HOPLAB_URL ?? `http://127.0.0.1:${PORT}/`;

export default defineConfig({
  testDir: ".",
  testMatch: "*.spec.js",
  outputDir: "results/artifacts",
  reporter: [["list"], ["json", { outputFile: "results/report.json" }]],
  // A test that passes only at the second try is a test or a page to mend.
  retries: 0,
  workers: 2,
  fullyParallel: true,
  // How long something takes is no test's business here: a machine that stands still for seconds is slow, not wrong.
  timeout: 60_000,
  expect: { timeout: 15_000 },
  // What measures time has the machine to itself.
  projects: [
    { name: "page", testIgnore: "perf.spec.js" },
    { name: "perf", testMatch: "perf.spec.js", dependencies: ["page"], fullyParallel: false },
  ],
  use: {
    baseURL: url,
    viewport: { width: 1440, height: 900 },
    screenshot: "only-on-failure",
    launchOptions: {
      executablePath: findChromium(),
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  webServer: process.env.HOPLAB_URL
    ? undefined
    : {
        command: `cargo xtask serve --release --port ${PORT}`,
        cwd: "../..",
        url,
        timeout: 900_000,
        reuseExistingServer: true,
      },
});
