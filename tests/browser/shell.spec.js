// The page around the program: static words, start, policy, sandbox, and what happens when the
// program dies.

import { createServer } from "node:http";
import { expect, started, test } from "./harness.js";

test("the page holds real words in both languages before any script runs", async ({ request }) => {
  const response = await request.get("/");
  const html = await response.text();
  expect(html).toMatch(/<p lang="en">Hoplab is a small internet/);
  expect(html).toMatch(/<p lang="ko">Hoplab은 /);
  expect(html).toContain("<noscript>");
  expect(html).not.toMatch(/<script(?![^>]*\ssrc=)/);
  expect(response.headers()["content-security-policy"]).toContain(
    "script-src 'self' 'wasm-unsafe-eval'",
  );
});

test("without JavaScript the words are there and say what is missing", async ({ browser, baseURL }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  await page.goto(baseURL);
  await expect(page.getByText("Hoplab is a small internet")).toBeVisible();
  // By its place: Playwright's search by text passes over <noscript>.
  await expect(page.locator("noscript p[lang=en]")).toBeVisible();
  await expect(page.locator("noscript p[lang=ko]")).toContainText("WebAssembly");
  await expect(page.locator("#recovery")).toBeHidden();
  await context.close();
});

test("the program starts without a complaint and asks nobody else for anything", async ({
  page,
  watched,
}) => {
  await page.goto("/");
  await started(page);
  expect(watched.complaints).toEqual([]);
  expect(watched.foreign).toEqual([]);
});

test("every asset is served packed, under a name that may be cached for ever", async ({ page }) => {
  const assets = [];
  page.on("response", (response) => {
    if (response.url().includes("/assets/")) assets.push(response);
  });
  await page.goto("/");
  await started(page);
  expect(assets.length).toBeGreaterThanOrEqual(5);
  for (const response of assets) {
    const headers = await response.allHeaders();
    expect(response.url()).toMatch(/-[0-9a-f]{16}\.\w+$/);
    expect(headers["cache-control"]).toContain("immutable");
    expect(headers["content-encoding"]).toMatch(/^(br|gzip)$/);
  }
  const wasm = assets.find((response) => response.url().endsWith(".wasm"));
  expect((await wasm.allHeaders())["content-type"]).toBe("application/wasm");
});

test("it starts inside a frame that is allowed scripts and nothing else", async ({
  page,
  watched,
  baseURL,
}) => {
  // A true server on another port is another origin. (A page made up by `page.route` counts as
  // coming from the internet, whence Chromium lets no frame reach this machine.)
  const course = createServer((_, response) => {
    response.setHeader("content-type", "text/html");
    response.end(`<!doctype html><title>Course</title><link rel="icon" href="data:,">
      <iframe sandbox="allow-scripts" src="${baseURL}?theme=dark&lang=ko"></iframe>`);
  });
  await new Promise((listening) => course.listen(0, "127.0.0.1", listening));
  const address = `http://127.0.0.1:${course.address().port}/`;
  await page.goto(address);
  const frame = page.frameLocator("iframe");
  await started(frame);
  await expect(frame.locator("html")).toHaveAttribute("data-theme", "dark");
  await expect(frame.locator("html")).toHaveAttribute("lang", "ko");
  expect(watched.complaints).toEqual([]);
  expect(watched.foreign).toEqual([address]);
  course.closeAllConnections();
  course.close();
});

const panics = (page, message) =>
  page.evaluate((detail) => dispatchEvent(new CustomEvent("hoplab-panic", { detail })), message);

test("a panic is told in words, with a way back to the scenario", async ({ page }) => {
  await page.goto("/?lang=en#s=1d.abc.def");
  await started(page);
  await panics(page, "index out of bounds at sim.rs:7");
  const panel = page.getByRole("alert").filter({ hasText: "Hoplab has stopped" });
  await expect(panel).toBeVisible();
  await expect(panel.getByRole("button")).toHaveText(["Reload this scenario", "Start afresh"]);
  await panel.getByText("What the program said").click();
  await expect(panel.locator("[lang=en] [data-message]")).toBeVisible();
  await expect(panel.locator("[lang=en] [data-message]")).toHaveText(
    "index out of bounds at sim.rs:7",
  );

  const reloaded = page.waitForEvent("load");
  await panel.getByRole("button", { name: "Reload this scenario" }).click();
  await reloaded;
  expect(new URL(page.url()).hash).toBe("#s=1d.abc.def");
  await started(page);
});

test("starting afresh leaves the address bare", async ({ page }) => {
  await page.goto("/?lang=ko&seed=7#s=1d.abc.def");
  await started(page);
  await panics(page, "x");
  await expect(page.getByRole("heading", { name: "Hoplab이 멈췄어요" })).toBeVisible();
  await page.getByRole("button", { name: "처음부터 시작하기" }).click();
  await page.waitForURL((url) => url.search === "" && url.hash === "");
  await started(page);
});

test("a trap that nobody caught is told too, and only the first cause is kept", async ({ page }) => {
  await page.goto("/?lang=en");
  await started(page);
  await page.evaluate(() => {
    Promise.reject(new WebAssembly.RuntimeError("unreachable executed"));
  });
  await expect(page.locator("#recovery")).toBeVisible();
  await panics(page, "a later one");
  await expect(page.locator("#recovery [lang=en] [data-message]")).toContainText("unreachable");
});

test("an ordinary error of a script does not alarm", async ({ page }) => {
  await page.goto("/");
  await started(page);
  await page.evaluate(() => {
    Promise.reject(new Error("an extension of the browser fell over"));
    return new Promise((done) => setTimeout(done, 50));
  });
  await expect(page.locator("#recovery")).toBeHidden();
});

test("when the program cannot be loaded the page says so", async ({ page }) => {
  await page.route("**/*.wasm", (route) => route.fulfill({ status: 404, body: "gone" }));
  await page.goto("/?lang=en");
  const panel = page.locator("#recovery [lang=en]");
  await expect(panel.getByText("The playground could not be loaded")).toBeVisible();
  await expect(panel.locator("[data-message]")).toContainText("404");
  await expect(page.getByText("Hoplab is a small internet")).toBeVisible();
});
