// The whole of it without a mouse.

import { expect, started, test } from "./harness.js";

const clock = (page) => page.locator(".play-clock");

/** Presses Tab until what `isThere` looks for has the focus; at most so many times. */
async function tabTo(page, locator, most = 80) {
  for (let pressed = 0; pressed < most; pressed += 1) {
    await page.keyboard.press("Tab");
    if (await locator.evaluate((element) => element === document.activeElement)) return;
  }
  throw new Error(`not reached by ${most} presses of Tab: ${locator}`);
}

const LANGUAGES = [
  { lang: "en", link: /^Link r1–/, cut: "Cut this link", isCut: /, cut$/, join: "Restore" },
  { lang: "ko", link: /^링크 r1–/, cut: "링크 끊기", isCut: /, 끊김$/, join: "다시 잇기" },
];

for (const { lang, link, cut, isCut, join } of LANGUAGES) {
  test(`a link is reached by Tab, cut and joined, and Escape leads back to it (${lang})`, async ({
    page,
  }) => {
    await page.goto(`/?scenario=broken-line&transport=udp&lang=${lang}&t=0.05`);
    await started(page);
    const button = page.getByRole("button", { name: link }).first();
    await tabTo(page, button);
    await page.keyboard.press("Enter");
    const card = page.locator("section[role=dialog]");
    await expect(card).toBeVisible();
    await expect(card).toBeFocused();

    await tabTo(page, card.getByRole("button", { name: cut }), 5);
    await page.keyboard.press("Enter");
    await expect(button).toHaveAccessibleName(isCut);
    // The focus is still in the card, so the same key joins it again.
    await expect(card.getByRole("button", { name: join })).toBeVisible();
    expect(await card.evaluate((card) => card.contains(document.activeElement))).toBe(true);

    await page.keyboard.press("Escape");
    await expect(card).toBeHidden();
    await expect(button).toBeFocused();
    await expect(button).toHaveAccessibleName(isCut);
  });
}

test("Tab goes through the map before the links, and a focus can be seen", async ({ page }) => {
  await page.goto("/?scenario=broken-line&lang=en&t=0.05");
  await started(page);
  const client = page.getByRole("button", { name: /^Client, host/ });
  await tabTo(page, client);
  const ring = client.locator(".node-ring");
  const shown = () => ring.evaluate((ring) => getComputedStyle(ring).stroke);
  const focused = await shown();
  await page.keyboard.press("Tab");
  await expect.poll(shown).not.toBe(focused);
});

test("Space plays and pauses", async ({ page }) => {
  await page.goto("/?scenario=broken-line&lang=en&t=0.05");
  await started(page);
  const before = await clock(page).innerText();
  await page.keyboard.press("Space");
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
  await expect(clock(page)).not.toHaveText(before);
  await page.keyboard.press("Space");
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  const stopped = await clock(page).innerText();
  await page.waitForTimeout(200);
  expect(await clock(page).innerText()).toBe(stopped);
});

test("the arrows step to the next event and back", async ({ page }) => {
  await page.goto("/?scenario=broken-line&lang=en&t=0.05");
  await started(page);
  const moments = [await clock(page).innerText()];
  for (let step = 0; step < 12; step += 1) {
    await page.keyboard.press("ArrowRight");
    moments.push(await clock(page).innerText());
  }
  expect(moments.at(-1) > moments[0], moments.join(", ")).toBe(true);
  expect(moments).toEqual(moments.toSorted());
  await page.keyboard.press("ArrowLeft");
  await expect.poll(() => clock(page).innerText().then((now) => now < moments.at(-1))).toBe(true);
  await page.keyboard.press("Home");
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
});

test("1, 2 and 3 choose the protocol", async ({ page }) => {
  await page.goto("/?scenario=broken-line&transport=tcp&lang=en&t=0.05");
  await started(page);
  for (const [key, name] of [["1", "IP"], ["2", "UDP"], ["3", "TCP"]]) {
    await page.keyboard.press(key);
    await expect(page.getByRole("radio", { name, exact: true })).toBeChecked();
    await expect(page.getByRole("button", { name: `Send over ${name}` })).toBeVisible();
  }
});

test("keys that are typed into a field stay there", async ({ page }) => {
  await page.goto("/?scenario=first-message&transport=tcp&lang=en&t=0.01");
  await started(page);
  const field = page.getByRole("textbox", { name: "Your text" });
  await field.fill("");
  await field.pressSequentially("1 2 3");
  await expect(field).toHaveValue("1 2 3");
  await expect(page.getByRole("radio", { name: "TCP" })).toBeChecked();
  await expect(page.getByRole("button", { name: "Play", exact: true })).toBeVisible();
  // Enter sends it.
  await field.press("Enter");
  await expect(page.getByRole("button", { name: "Pause" })).toBeVisible();
});

test("a dialog keeps the focus inside and gives it back", async ({ page }) => {
  await page.goto("/?scenario=first-message&lang=en&t=0.01");
  await started(page);
  const share = page.getByRole("button", { name: "Share" });
  await share.focus();
  await page.keyboard.press("Enter");
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeVisible();
  for (let press = 0; press < 10; press += 1) {
    await page.keyboard.press("Tab");
    const inside = await page.evaluate(
      () => document.activeElement === document.body || !!document.activeElement.closest("dialog"),
    );
    expect(inside).toBe(true);
  }
  await page.keyboard.press("Escape");
  await expect(dialog).toBeHidden();
  await expect(share).toBeFocused();
});

test("a packet can be reached by keyboard while time stands still", async ({ page }) => {
  await page.goto("/?scenario=broken-line&transport=udp&lang=en&t=0.1");
  await started(page);
  const packets = page.getByRole("group", { name: /packets? under way/ }).getByRole("button");
  expect(await packets.count()).toBeGreaterThan(1);
  await tabTo(page, packets.first());
  await page.keyboard.press("ArrowDown");
  await expect(packets.nth(1)).toBeFocused();
  await page.keyboard.press("Enter");
  const card = page.locator("section[role=dialog]");
  await expect(card).toContainText("UDP");
  const before = await packets.count();
  await card.getByRole("button", { name: "Destroy" }).press("Enter");
  await expect(packets).toHaveCount(before - 1);
});
