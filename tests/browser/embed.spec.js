// The playground inside somebody else's page.

import { createServer } from "node:http";
import { expect, started, test as base } from "./harness.js";

const test = base.extend({
  /** A course page of another origin, taller than the window, with the playground far down. */
  course: async ({ baseURL }, use) => {
    const server = createServer((request, response) => {
      const query = new URL(request.url, "http://course").search;
      response.setHeader("content-type", "text/html");
      response.end(`<!doctype html><html lang="en"><title>Course</title>
        <link rel="icon" href="data:,"><body style="margin: 0">
        <label>Notes <input id="notes" autofocus></label>
        <p style="height: 1500px">Scroll down to the playground.</p>
        <iframe sandbox="allow-scripts" title="Hoplab" src="${baseURL}${query}"
          style="width: 900px; height: 620px; border: 0"></iframe>
        <p style="height: 1500px">And on.</p>`);
    });
    await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
    await use((query) => `http://127.0.0.1:${server.address().port}/${query}`);
    server.closeAllConnections();
    await new Promise((closed) => server.close(closed));
  },
});

const QUERY = "?embed=1&scenario=broken-line&transport=udp&lang=en";
const clock = (frame) => frame.locator(".play-clock");

/** Scrolls the playground into view and waits until its time runs. */
async function seen(page) {
  const frame = page.frameLocator("iframe");
  await started(frame);
  await page.locator("iframe").scrollIntoViewIfNeeded();
  await expect(frame.getByRole("button", { name: "Pause" })).toBeVisible();
  return frame;
}

test("an embedding sleeps until it is seen, then plays, and sleeps again out of sight", async ({
  page,
  course,
  watched,
}) => {
  await page.goto(course(QUERY));
  const frame = page.frameLocator("iframe");
  await started(frame);
  await page.waitForTimeout(300);
  await expect(clock(frame)).toHaveText("0.0000 s");

  await seen(page);
  await expect(clock(frame)).not.toHaveText("0.0000 s");
  await page.evaluate(() => scrollTo(0, 0));
  await expect(frame.getByRole("button", { name: "Play", exact: true })).toBeAttached();
  const slept = await clock(frame).textContent();
  await page.waitForTimeout(300);
  expect(await clock(frame).textContent()).toBe(slept);

  await seen(page);
  await expect(clock(frame)).not.toHaveText(slept);
  expect(watched.complaints).toEqual([]);
});

test("an embedding has little around it", async ({ page, course }) => {
  await page.goto(course(QUERY));
  const frame = await seen(page);
  await expect(frame.getByRole("region", { name: "Map of the network" })).toBeVisible();
  await expect(frame.getByRole("banner")).toHaveCount(0);
  await expect(frame.getByRole("combobox")).toHaveCount(0);
  await expect(frame.getByRole("log")).toHaveCount(0);
});

test("an embedding takes no focus until it is given it", async ({ page, course }) => {
  await page.goto(course(QUERY));
  await expect(page.locator("#notes")).toBeFocused();
  await seen(page);
  await expect(page.locator("#notes")).toBeFocused();
  // What is typed goes into the course's field, though digits and Space are keys of the playground.
  await page.keyboard.type("3 hops");
  await expect(page.locator("#notes")).toHaveValue("3 hops");
});

test("the wheel over an embedding scrolls the course", async ({ page, course }) => {
  await page.goto(course(QUERY));
  await seen(page);
  const box = await page.locator("iframe").boundingBox();
  await page.mouse.move(box.x + box.width / 2, box.y + 200);
  const before = await page.evaluate(() => scrollY);
  // The frame itself first comes to its end, if it has anything to scroll.
  await expect(async () => {
    await page.mouse.wheel(0, 400);
    expect(await page.evaluate(() => scrollY)).toBeGreaterThan(before + 300);
  }).toPass();
});

test("an embedding leaves its address alone, whatever is done in it", async ({ page, course }) => {
  await page.goto(course(QUERY));
  const frame = await seen(page);
  const inner = page.frames()[1];
  const address = inner.url();
  const entries = await page.evaluate(() => history.length);
  await frame.getByRole("button", { name: "Pause" }).click();
  await frame.getByRole("button", { name: /^Link Client–r1,/ }).press("Enter");
  await frame.getByRole("button", { name: "Cut this link" }).click();
  await page.keyboard.press("Escape");
  await frame.getByRole("button", { name: "Open in Hoplab" }).click();
  const dialog = frame.getByRole("dialog");
  const link = await dialog.getByRole("textbox").first().inputValue();
  expect(link).toMatch(/#s=1d\./);
  expect(inner.url()).toBe(address);
  expect(await inner.evaluate(() => location.href)).toBe(address);
  expect(await page.evaluate(() => history.length)).toBe(entries);
});

test("an embedding that is to begin paused stands still though it is seen", async ({
  page,
  course,
}) => {
  await page.goto(course(`${QUERY}&start=paused`));
  const frame = page.frameLocator("iframe");
  await started(frame);
  await page.locator("iframe").scrollIntoViewIfNeeded();
  const play = frame.getByRole("button", { name: "Play", exact: true });
  await expect(play).toBeVisible();
  await page.waitForTimeout(300);
  await expect(clock(frame)).toHaveText("0.0000 s");
  await play.click();
  await expect(clock(frame)).not.toHaveText("0.0000 s");
});
