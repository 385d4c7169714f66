// Far moments: a short link can ask for a long run. The page is there at once, tells how far it is, can be stopped, and takes
// what hands do meanwhile. Counted in work done, not in time: how fast this machine is says nothing of the page.

import { expect, runHash, shown as started, test } from "./harness.js";
import { linkTo } from "./link.js";

/** 200 streams for ten minutes, some 40 million events: the run of a link of less than a thousand characters. */
const STREAMS = {
  schema: 1,
  name: "streams",
  transport: "udp",
  until: "600s",
  seed: 1,
  nodes: [
    { id: "a", role: "host", address: "192.0.2.10", x: 80, y: 300 },
    { id: "b", role: "host", address: "198.51.100.10", x: 880, y: 300, programs: [{ player: {} }] },
  ],
  links: [{ id: "line", a: "a", b: "b", rate: "1000Mbit/s", delay: "5ms", queue: 1_000_000 }],
  script: Array.from({ length: 200 }, () => ({
    at: "0s",
    command: {
      start: {
        node: "a",
        program: {
          streamer: { to: "198.51.100.10", transport: "udp", video: { duration: "600s", fps: 60 } },
        },
      },
    },
  })),
  offers: [{ from: "a", to: "198.51.100.10", port: 7, payload: "picture" }],
};

/** A link of about a thousand characters. */
const streamsAt = (cursor, lang) => linkTo({ scenario: STREAMS, cursor, view: { lang } });

const seconds = async (page) => Number.parseFloat(await page.locator(".play-clock").innerText());
const bar = (page) => page.getByRole("progressbar");
/** The seconds of the run that the bar's words name: reached and wanted. */
async function told(page) {
  const words = await bar(page).getAttribute("aria-valuetext");
  return words.match(/[\d.]+(?= s)/g).map(Number);
}

test("a short link to a far moment shows the page at once, and Stop leaves the run where it is", async ({
  page,
  watched,
}) => {
  await page.goto(`/#s=${streamsAt("600s", "en")}`);
  await started(page);
  await expect(bar(page)).toBeVisible();
  await expect(bar(page)).toHaveAttribute("aria-valuetext", /^Reached [\d.]+ s of 600\.0 s \(\d+%\)$/);
  const [first, wanted] = await told(page);
  expect(wanted).toBe(600);
  // It goes on, and what it tells is where the clock is.
  await expect.poll(async () => (await told(page))[0]).toBeGreaterThan(first);
  expect(await seconds(page)).toBeLessThan(600);

  // Hands are not kept waiting: a node can be looked at meanwhile.
  const before = await seconds(page);
  await page.getByRole("button", { name: /^a[, ]/ }).press("Enter");
  await expect(page.getByRole("dialog").or(page.locator(".card")).first()).toBeVisible();
  await expect.poll(() => seconds(page)).toBeGreaterThan(before);
  await expect(bar(page)).toBeVisible();

  await page.getByRole("button", { name: "Stop here" }).click();
  await expect(bar(page)).toHaveCount(0);
  await expect(page.locator(".play-note")).toHaveText(/^Stopped at [\d.]+ s, before 600\.0 s\.$/);
  const reached = await seconds(page);
  expect(reached).toBeGreaterThan(before);
  expect(reached).toBeLessThan(600);
  await page.waitForTimeout(300);
  expect(await seconds(page)).toBe(reached);
  // And from there it can be played, a step at a time.
  await page.getByRole("button", { name: "Next event" }).click();
  await expect(page.locator(".play-note")).not.toContainText("Stopped");
  expect(watched.complaints).toEqual([]);
});

test("Escape stops it, in Korean too, and a link shared meanwhile names the moment that was wanted", async ({
  page,
}) => {
  await page.goto(`/#s=${streamsAt("600s", "ko")}`);
  await started(page);
  await expect(bar(page)).toHaveAttribute("aria-valuetext", /^600\.0 s 중 [\d.]+ s까지 실행했어요\(\d+%\)$/);
  await page.getByRole("button", { name: "공유" }).click();
  const dialog = page.getByRole("dialog");
  const link = await dialog.getByRole("textbox").first().inputValue();
  expect(link.length).toBeLessThan(2_400);
  await dialog.getByRole("button", { name: "닫기" }).click();
  await expect(bar(page)).toBeVisible();
  await page.keyboard.press("Escape");
  await expect(bar(page)).toHaveCount(0);
  await expect(page.locator(".play-note")).toHaveText(/^600\.0 s에 이르기 전, [\d.]+ s에서 멈췄어요\.$/);

  await page.goto("about:blank");
  await page.goto(link);
  await started(page);
  // In Korean, the whole is named first.
  expect((await told(page))[0]).toBe(600);
});

test("another moment takes the place of the one that is sought", async ({ page }) => {
  await page.goto(`/#s=${streamsAt("600s", "en")}`);
  await started(page);
  await expect(bar(page)).toBeVisible();
  const timeline = page.getByRole("slider", { name: "Time", exact: true });
  await timeline.fill("0");
  await expect(bar(page)).toHaveCount(0);
  expect(await seconds(page)).toBe(0);
});

test("on the way the page draws between slices, which are counted", async ({
  page,
}) => {
  await page.addInitScript(() => {
    window.slices = 0;
    window.long = [];
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.long.push(duration);
    }).observe({ type: "longtask" });
    const frame = window.requestAnimationFrame;
    window.requestAnimationFrame = (then) =>
      frame.call(window, (at) => {
        window.slices += 1;
        then(at);
      });
  });
  await page.goto(`/#s=${streamsAt("600s", "en")}`);
  await started(page);
  await expect(bar(page)).toBeVisible();
  const from = await page.evaluate(() => window.slices);
  await expect.poll(() => page.evaluate(() => window.slices)).toBeGreaterThan(from + 60);
  await expect(bar(page)).toBeVisible();
  const long = await page.evaluate(() => window.long.map(Math.round));
  console.log(`long tasks while opening and seeking: ${long.join(", ")} ms`);
});

test("a scenario with much to foresee is on the page before all of it is foreseen", async ({
  page,
}) => {
  await page.goto("/?scenario=reno-vs-cubic&lang=en");
  await started(page);
  // It plays by itself as soon as its pace is known.
  await expect.poll(() => seconds(page)).toBeGreaterThan(0);
});

test("a moment reached in slices is the moment of the same run", async ({ page }) => {
  await page.goto("/?scenario=reno-vs-cubic&lang=en&t=20");
  await started(page);
  await expect.poll(() => seconds(page), { timeout: 20_000 }).toBe(20);
  const hash = await runHash(page);
  await page.goto("/?scenario=reno-vs-cubic&lang=en&t=5");
  await started(page);
  await expect.poll(() => seconds(page)).toBe(5);
  await page.goto("/?scenario=reno-vs-cubic&lang=en&t=20");
  await started(page);
  await expect.poll(() => seconds(page), { timeout: 20_000 }).toBe(20);
  expect(await runHash(page)).toBe(hash);
});

test("who passes from moment to moment gets the last lines of the log at once and the rest at rest", async ({ page }) => {
  await page.goto("/?scenario=reno-vs-cubic&lang=en&t=12");
  await started(page);
  const rows = page.locator(".log-lines .log-line");
  const last = () => rows.last().locator(".log-time").innerText();
  await expect(rows).toHaveCount(300);
  const before = await last();
  const timeline = page.getByRole("slider", { name: "Time", exact: true });
  // Every picture of the list on the way, as a hand that drags sees them.
  const counts = await timeline.evaluate(async (slider) => {
    const seen = [];
    const list = document.querySelector(".log-lines");
    const watch = new MutationObserver(() => seen.push(list.querySelectorAll(".log-line").length));
    watch.observe(list, { childList: true, subtree: true });
    const set = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set;
    for (const share of [0.5, 0.3, 0.6]) {
      set.call(slider, String(Number(slider.max) * share));
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise(requestAnimationFrame);
      await new Promise(requestAnimationFrame);
    }
    watch.disconnect();
    return seen;
  });
  expect(counts.length).toBeGreaterThan(0);
  expect(Math.max(...counts)).toBeLessThanOrEqual(20);
  await expect(rows).toHaveCount(300);
  expect(await last()).not.toBe(before);
});
