// The program comes in parts: what a first visit runs, its language, and the rest behind its back.

import { createServer } from "node:http";
import { expect, started, test } from "./harness.js";

const REST = "**/hoplab_rest*.wasm";
const STALE =
  "a first visit called what the rules of web/later.txt send later: `cargo xtask profile` names the functions";

const marks = (scope, name) =>
  scope.locator("html").evaluate((_, name) => performance.getEntriesByName(name).length, name);
const missed = (scope) => marks(scope, "hoplab-rest-missed");
const arrived = (scope) => marks(scope, "hoplab-rest-arrived");

/** Keeps the fetch in the background waiting until the function it returns is called. */
async function holdBack(page) {
  let letGo;
  const gate = new Promise((open) => (letGo = open));
  await page.route(REST, async (route) => {
    // The request of somebody who waits for it is no fetch, and passes.
    if (route.request().resourceType() === "fetch") await gate;
    await route.continue();
  });
  return letGo;
}

/** The opening scene has been played to its end. */
const ended = (page) =>
  expect(page.getByRole("button", { name: /^(Play|재생)$/ })).toBeVisible({ timeout: 40_000 });

const VISITS = [
  { lang: "en", locale: "en-US", colorScheme: "light", width: 1440, height: 900 },
  { lang: "ko", locale: "ko-KR", colorScheme: "dark", width: 390, height: 844 },
];

for (const { lang, locale, colorScheme, width, height } of VISITS) {
  test.describe(`a first visit in ${lang}, ${colorScheme}, ${width} wide`, () => {
    test.use({ locale, colorScheme, viewport: { width, height } });

    test("plays the opening scene without the rest", async ({ page, watched }) => {
      test.setTimeout(90_000);
      const letGo = await holdBack(page);
      await page.goto("/");
      await started(page);
      await expect(page.locator("html")).toHaveAttribute("lang", lang);
      await ended(page);
      await expect(page.locator(".play-clock")).not.toHaveText("0.0000 s");
      await expect(page.getByTestId("message").first()).toBeVisible();
      expect(await arrived(page)).toBe(0);
      expect(await missed(page), STALE).toBe(0);

      // Cutting a link is what the page asks people to do first.
      await page.getByRole("button", { name: /^(Link|링크) / }).first().press("Enter");
      await page.getByRole("button", { name: /^(Cut this link|링크 끊기)$/ }).click();
      await page.keyboard.press("Escape");
      await page.keyboard.press("Home");
      await expect(page.getByRole("button", { name: /^(Pause|일시 정지)$/ })).toBeVisible();
      expect(await missed(page), STALE).toBe(0);

      letGo();
      await expect.poll(() => arrived(page)).toBe(1);
      await page.getByRole("button", { name: /^(Link|링크) / }).first().press("Enter");
      const card = page.locator("section[role=dialog]");
      await card.locator("summary").click();
      await expect(card.locator("details[open]")).toBeVisible();
      await page.keyboard.press("Escape");
      for (const name of [/^(Share|공유)$/, /^Compare|비교$/]) {
        await page.getByRole("button", { name }).click();
        await expect(page.locator("dialog[open]")).toBeVisible();
        await page.keyboard.press("Escape");
        await expect(page.locator("dialog[open]")).toHaveCount(0);
      }
      expect(await missed(page)).toBe(0);
      expect(watched.complaints).toEqual([]);
    });
  });
}

test("who calls into the rest before it is there gets it at once", async ({ page, watched }) => {
  await holdBack(page);
  await page.goto("/?lang=en&t=0.01");
  await started(page);
  expect(await missed(page)).toBe(0);
  await page.getByRole("button", { name: "Share" }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  await expect(page.getByRole("dialog").locator("input, textarea").first()).toHaveValue(/#s=/);
  expect([await missed(page), await arrived(page)]).toEqual([1, 1]);
  expect(watched.complaints).toEqual([]);
});

test("the same inside a frame that is allowed scripts and nothing else", async ({
  page,
  baseURL,
}) => {
  await holdBack(page);
  const course = createServer((_, response) => {
    response.setHeader("content-type", "text/html");
    response.end(`<!doctype html><title>Course</title><link rel="icon" href="data:,">
      <iframe sandbox="allow-scripts" width="1200" height="800" src="${baseURL}?lang=en&t=0.01"></iframe>`);
  });
  await new Promise((listening) => course.listen(0, "127.0.0.1", listening));
  await page.goto(`http://127.0.0.1:${course.address().port}/`);
  const frame = page.frameLocator("iframe");
  await started(frame);
  await frame.getByRole("button", { name: "Share" }).click();
  await expect(frame.getByRole("dialog")).toBeVisible();
  expect([await missed(frame), await arrived(frame)]).toEqual([1, 1]);
  course.closeAllConnections();
  course.close();
});

test("in a sandboxed frame, too, the rest comes by itself", async ({ page, baseURL }) => {
  await page.goto(baseURL);
  await page.setContent(
    `<iframe sandbox="allow-scripts" width="1200" height="800" src="${baseURL}?lang=en&t=0.01"></iframe>`,
  );
  const frame = page.frameLocator("iframe");
  await started(frame);
  await expect.poll(() => arrived(frame)).toBe(1);
});

// Its scheduler meets frames that come faster than it has done its work, and takes ways that a fast one never takes.
for (const rate of [4, 8, 16]) {
  test(`a machine ${rate} times as slow does without the rest, too, while nobody does anything`, async ({ page }) => {
    await page.route(REST, (route) => route.abort());
    const session = await page.context().newCDPSession(page);
    await session.send("Emulation.setCPUThrottlingRate", { rate });
    await page.goto("/?lang=en");
    await started(page);
    await expect(page.locator(".play-clock")).not.toHaveText("0 s");
    await page.waitForTimeout(4000);
    expect(await missed(page)).toBe(0);
    await expect(page.locator("#recovery")).toBeHidden();
  });
}

const LOST = [
  { lang: "en", share: "Share", words: "could not be loaded", reload: "Reload this scenario" },
  { lang: "ko", share: "공유", words: "불러오지 못했어요", reload: "이 시나리오 다시 불러오기" },
];

for (const { lang, share, words, reload } of LOST) {
  test(`when the rest cannot be had, the page says so (${lang})`, async ({ page }) => {
    await page.route(REST, (route) => route.abort());
    await page.goto(`/?lang=${lang}&scenario=broken-line&t=0.01`);
    await started(page);
    await page.getByRole("button", { name: share, exact: true }).click();
    const panel = page.locator(`#recovery [lang=${lang}]`);
    await expect(panel.locator("[data-cause=rest]")).toBeVisible();
    await expect(panel.locator("[data-cause=rest]")).toContainText(words);
    await expect(panel.locator("[data-cause=load]")).toBeHidden();
    await expect(panel.locator("[data-message]")).toContainText("hoplab_rest");

    // The connection is back.
    await page.unroute(REST);
    const loaded = page.waitForEvent("load");
    await panel.getByRole("button", { name: reload }).click();
    await loaded;
    await started(page);
    await page.getByRole("button", { name: share, exact: true }).click();
    await expect(page.getByRole("dialog")).toBeVisible();
  });
}

const KOREAN = "**/hoplab_ko*.wasm";
const bar = (page, lang, state) => page.locator(`#language [lang=${lang}][data-state=${state}]`);
const speaks = (page, lang) => expect(page.locator("html")).toHaveAttribute("lang", lang);

test("only the page's language is loaded, and the other when it is asked for", async ({ page, watched }) => {
  const modules = [];
  page.on("request", (request) => modules.push(request.url().match(/hoplab_(\w+)-\w+\.wasm/)?.[1]));
  await page.goto("/?lang=en&t=0.01");
  await started(page);
  await expect.poll(() => arrived(page)).toBe(1);
  const loaded = () => [...new Set(modules)].filter(Boolean).sort();
  await expect.poll(loaded).toEqual(["bg", "en", "rest", "rest_en"]);
  await page.getByRole("button", { name: "한국어" }).click();
  await speaks(page, "ko");
  await expect(page.getByRole("button", { name: "공유", exact: true })).toBeVisible();
  await page.getByRole("button", { name: "공유", exact: true }).click();
  await expect(page.getByRole("dialog")).toBeVisible();
  expect(loaded()).toEqual(["bg", "en", "ko", "rest", "rest_en", "rest_ko"]);
  expect(await missed(page)).toBe(0);
  expect(watched.complaints).toEqual([]);
});

test("while a language is under way, the page goes on in the one it has, and says what it waits for", async ({ page }) => {
  let letGo;
  const gate = new Promise((open) => (letGo = open));
  await page.route(KOREAN, async (route) => {
    await gate;
    await route.continue();
  });
  await page.goto("/?lang=en");
  await started(page);
  await page.getByRole("button", { name: "한국어" }).click();
  await expect(bar(page, "en", "loading")).toBeVisible();
  await speaks(page, "en");
  const clock = page.locator(".play-clock");
  const before = await clock.textContent();
  await expect(clock).not.toHaveText(before);
  letGo();
  await speaks(page, "ko");
  await expect(page.locator("#language")).toBeHidden();
  await expect(page.getByRole("button", { name: "공유", exact: true })).toBeVisible();
});

for (const restIsThere of [false, true]) {
  test(`a language that cannot be had leaves the page as it is, and can be tried again (${restIsThere ? "with" : "without"} the rest)`, async ({
    page,
  }) => {
    if (!restIsThere) await page.route(REST, (route) => route.abort());
    await page.route("**/hoplab*_ko*.wasm", (route) => route.abort());
    await page.goto("/?lang=en");
    await started(page);
    if (restIsThere) await expect.poll(() => arrived(page)).toBe(1);
    await page.getByRole("button", { name: "한국어" }).click();
    await expect(bar(page, "en", "lost")).toContainText("could not be loaded");
    await speaks(page, "en");
    await expect(page.locator("#recovery")).toBeHidden();
    await page.keyboard.press("Home");
    await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
    await bar(page, "en", "lost").getByRole("button", { name: "Close" }).click();
    await expect(page.locator("#language")).toBeHidden();

    await page.getByRole("button", { name: "한국어" }).click();
    await page.unroute("**/hoplab*_ko*.wasm");
    await bar(page, "en", "lost").getByRole("button", { name: "Try again" }).click();
    await speaks(page, "ko");
    await expect(page.locator("#language")).toBeHidden();
    expect(await missed(page)).toBe(0);
  });
}

test("a language without a part of its own is in what the page has, and nothing is fetched for it", async ({ page }) => {
  await page.goto("/?lang=en");
  await started(page);
  const answer = page.evaluate(
    () =>
      new Promise((answered) => {
        addEventListener("hoplab-language", (event) => answered(event.detail), { once: true });
        dispatchEvent(new CustomEvent("hoplab-ask-language", { detail: "en-XA" }));
      }),
  );
  expect(await answer).toBe("en-XA");
  await expect(page.locator("#language")).toBeHidden();
  expect(await missed(page)).toBe(0);
});

test("without its language the page does not start, and says so", async ({ page }) => {
  await page.route(KOREAN, (route) => route.fulfill({ status: 404, body: "gone" }));
  await page.goto("/?lang=ko");
  const panel = page.locator("#recovery [lang=ko]");
  await expect(panel.locator("[data-cause=load]")).toBeVisible();
  await expect(panel.locator("[data-message]")).toContainText("404");
});

test("a connection that comes back brings the rest before anybody asks", async ({ page }) => {
  let fail = true;
  await page.route(REST, (route) => (fail ? route.abort() : route.continue()));
  const failed = page.waitForEvent("requestfailed", (request) => /hoplab_rest/.test(request.url()));
  await page.goto("/?lang=en&t=0.01");
  await started(page);
  await failed;
  fail = false;
  await expect.poll(() => arrived(page), { timeout: 15_000 }).toBe(1);
  expect(await missed(page)).toBe(0);
});
