// The page fits the window it is given, and moves no more than the person wants.

import { expect, started, test } from "./harness.js";

const SIZES = [
  { width: 1440, height: 900 },
  { width: 1024, height: 768 },
  { width: 390, height: 844 },
];

/** What sticks out of the window to the right, if the page can be scrolled there. */
const overflow = (page) =>
  page.evaluate(() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    return [...document.querySelectorAll("body *")]
      .filter((element) => element.getBoundingClientRect().right > root.clientWidth + 0.5)
      .slice(0, 8)
      .map((element) => `${element.tagName.toLowerCase()}.${element.getAttribute("class")}`);
  });

for (const size of SIZES) {
  for (const lang of ["en", "ko"]) {
    const { width, height } = size;
    test(`nothing sticks out at ${width}×${height} in ${lang}`, async ({ page }) => {
      await page.setViewportSize(size);
      await page.goto(`/?scenario=same-address&transport=tcp&lang=${lang}&t=0.3`);
      await started(page);
      expect(await overflow(page)).toEqual([]);

      // With a card, open as far as it goes.
      const link = page.getByRole("button", { name: /^(Link|링크) / }).first();
      await link.press("Enter");
      const card = page.locator("section[role=dialog]");
      await card.locator("summary").click();
      expect(await overflow(page)).toEqual([]);
      const box = await card.boundingBox();
      expect(box.x).toBeGreaterThanOrEqual(0);
      expect(box.x + box.width).toBeLessThanOrEqual(width);
      await page.keyboard.press("Escape");

      await page.getByRole("button", { name: /^(Share|공유)$/ }).click();
      await expect(page.getByRole("dialog")).toBeVisible();
      expect(await overflow(page)).toEqual([]);
      const dialog = await page.getByRole("dialog").boundingBox();
      expect(dialog.x + dialog.width).toBeLessThanOrEqual(width);
    });
  }
}

test("every node and link of every scenario can be pressed on a phone", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/?lang=en&t=0.01");
  await started(page);
  const picker = page.getByRole("combobox");
  const names = await picker.locator("option").evaluateAll((all) => all.map((one) => one.value));
  for (const name of names) {
    await picker.selectOption(name);
    await expect(picker).toHaveValue(name);
    const boxes = await page
      .locator(".node-hit[r], .link-hit")
      .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().toJSON()));
    expect(boxes.length).toBeGreaterThan(3);
    for (const { left, right, width, height } of boxes) {
      expect(Math.max(width, height), name).toBeGreaterThanOrEqual(24);
      expect(left, name).toBeGreaterThanOrEqual(0);
      expect(right, name).toBeLessThanOrEqual(390);
    }
  }
});

/** The moments at which the playhead stands, while the page draws so many frames. */
const moments = (page, frames) =>
  page.evaluate(async (frames) => {
    const seen = [];
    for (let frame = 0; frame < frames; frame += 1) {
      await new Promise(requestAnimationFrame);
      const now = document.querySelector(".play-clock").textContent;
      if (seen.at(-1) !== now) seen.push(now);
    }
    return seen;
  }, frames);

/** The picture on the canvas over the map, in each of so many frames: how many differ. */
const pictures = (page, frames) =>
  page.evaluate(async (frames) => {
    const canvas = document.querySelector(".stage-map canvas");
    const seen = new Set();
    for (let frame = 0; frame < frames; frame += 1) {
      await new Promise(requestAnimationFrame);
      seen.add(canvas.toDataURL());
    }
    return seen.size;
  }, frames);

test("with reduced motion time moves in steps and packets do not glide", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto("/?scenario=broken-line&transport=udp&lang=en");
  await started(page);
  // Nothing moves by itself.
  await page.waitForTimeout(500);
  await expect(page.locator(".play-clock")).toHaveText("0.0000 s");
  await page.getByRole("button", { name: "Play", exact: true }).click();
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  await expect(page.locator(".play-clock")).not.toHaveText("0.0000 s");
  // Some half a second of frames: at most one step can fall into it, two if frames come slowly.
  const calm = await pictures(page, 30);
  const steps = await moments(page, 120);
  // It does go on.
  await expect(page.locator(".play-clock")).not.toHaveText(steps.at(-1));

  await page.emulateMedia({ reducedMotion: "no-preference" });
  await page.goto("/?scenario=broken-line&transport=udp&lang=en");
  await started(page);
  await expect(page.locator(".play-clock")).not.toHaveText("0.0000 s");
  const gliding = await pictures(page, 30);
  expect(gliding).toBeGreaterThan(15);
  expect(calm).toBeLessThan(gliding / 3);
  const glides = await moments(page, 120);
  expect(steps.length).toBeLessThan(glides.length);
});

test("with reduced motion nothing on the page is animated by CSS", async ({ page }) => {
  await page.emulateMedia({ reducedMotion: "reduce" });
  await page.goto("/?scenario=broken-line&transport=udp&lang=en&t=0.6");
  await started(page);
  const running = () =>
    page.evaluate(() =>
      document.getAnimations().filter((animation) => {
        const { duration } = animation.effect.getComputedTiming();
        return animation.playState === "running" && duration > 1;
      }).length,
    );
  expect(await running()).toBe(0);
  await page.getByRole("button", { name: /^Link / }).first().press("Enter");
  expect(await running()).toBe(0);
});
