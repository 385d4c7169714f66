// Back, a reload, and leaving the page and coming back restore the run.

import { expect, runHash, started, test } from "./harness.js";

const clock = (page) => page.locator(".play-clock").innerText();
const picker = (page) => page.getByRole("combobox", { name: "Scenario", exact: true });

/** Something done by hand, some time after which the page stands still. */
async function cutALink(page) {
  await page.goto("/?scenario=broken-line&transport=udp&lang=en&t=0.1");
  await started(page);
  await page.getByRole("button", { name: /^Link Client–r1,/ }).press("Enter");
  await page.getByRole("button", { name: "Cut this link" }).click();
  await page.keyboard.press("Escape");
  for (let step = 0; step < 5; step += 1) await page.getByRole("button", { name: "Next event" }).click();
  await page.keyboard.press("Escape");
  return [await clock(page), await runHash(page)];
}

async function expectTheSame(page, [moment, hash]) {
  await expect(picker(page)).toHaveValue("broken-line");
  // Only now: until the browser has gone back, the page before it is there, and has long started.
  await started(page);
  await expect(page.getByRole("button", { name: /^Link Client–r1,/ })).toHaveAccessibleName(/, cut$/);
  await expect(page.locator(".play-clock")).toHaveText(moment);
  expect(await runHash(page)).toBe(hash);
}

test("a reload restores the run", async ({ page, watched }) => {
  const before = await cutALink(page);
  await page.reload();
  await expectTheSame(page, before);
  expect(watched.complaints).toEqual([]);
});

test("leaving the page and coming back restores the run", async ({ page }) => {
  const before = await cutALink(page);
  await page.goto("/assets/favicon.svg");
  await page.goBack();
  await expectTheSame(page, before);
});

test("another scenario is an entry of the history: Back restores the run before, Forward the one after", async ({ page }) => {
  const before = await cutALink(page);
  await picker(page).selectOption("chat");
  await expect(page).toHaveURL(/\?scenario=chat$/);
  await page.getByRole("button", { name: "Pause" }).click();
  const there = await clock(page);
  await page.goBack();
  await expectTheSame(page, before);
  await page.goForward();
  await expect(picker(page)).toHaveValue("chat");
  expect(await clock(page)).toBe(there);
  await page.goBack();
  await expectTheSame(page, before);
});

test("a link pasted into the address is an entry too, and opens what it names", async ({ page }) => {
  const before = await cutALink(page);
  await page.evaluate(() => {
    location.hash = "scenario=chat&t=0.2";
  });
  await expect(picker(page)).toHaveValue("chat");
  await page.goBack();
  await expectTheSame(page, before);
});

test("the view that was open comes back with the run", async ({ page }) => {
  const open = (name) => page.getByRole("tab", { name, exact: true, selected: true });
  const before = await cutALink(page);
  await page.getByRole("tab", { name: "Ports", exact: true }).click();
  await picker(page).selectOption("chat");
  await page.getByRole("tab", { name: "Stack", exact: true }).click();
  await page.goBack();
  await expect(picker(page)).toHaveValue("broken-line");
  await started(page);
  await expect(page.locator(".play-clock")).toHaveText(before[0]);
  await expect(open("Ports")).toBeVisible();
  await page.goForward();
  await expect(picker(page)).toHaveValue("chat");
  await expect(open("Stack")).toBeVisible();
  await page.reload();
  await started(page);
  await expect(open("Stack")).toBeVisible();
  // An address that names a view is right where nothing is kept of it yet.
  await page.goto("/?scenario=chat&lang=en&tab=dns");
  await started(page);
  await expect(open("DNS")).toBeVisible();
});

test("the same address opened again begins anew", async ({ page }) => {
  await cutALink(page);
  const address = page.url();
  await page.goto(address);
  await started(page);
  await expect(page.getByRole("button", { name: /^Link Client–r1,/ })).toHaveAccessibleName(/, up$/);
});

test("a new visit begins anew, and what is kept is bounded", async ({ page }) => {
  await cutALink(page);
  for (let i = 0; i < 8; i += 1) {
    await picker(page).selectOption("chat");
    await page.getByRole("button", { name: "Next event" }).click();
    await picker(page).selectOption("broken-line");
    await page.getByRole("button", { name: "Next event" }).click();
  }
  const runs = () => Object.keys(sessionStorage).filter((key) => key.startsWith("hoplab.run."));
  expect((await page.evaluate(runs)).length).toBeLessThanOrEqual(12);
  await page.goto("/?scenario=broken-line&lang=en&t=0.05");
  await started(page);
  expect(await clock(page)).toBe("0.0500 s");
});
