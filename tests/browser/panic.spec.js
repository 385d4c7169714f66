// A true panic in the program: the page says so, and leads back to what was on it.

import { expect, program, started, test } from "./harness.js";

/** Lets the program panic. The call itself fails too, for the module is dead after it. */
async function panic(page) {
  const engine = await program(page);
  const call = engine.evaluate((engine) => engine.panic_on_purpose());
  await expect(call).rejects.toThrow(/unreachable/);
}

const LANGUAGES = [
  { lang: "en", title: "Hoplab has stopped", reload: "Reload this scenario", fresh: "Start afresh" },
  {
    lang: "ko",
    title: "Hoplab이 멈췄어요",
    reload: "이 시나리오 다시 불러오기",
    fresh: "처음부터 시작하기",
  },
];

for (const { lang, title, reload, fresh } of LANGUAGES) {
  test(`a panic leaves both ways out, and reloading works (${lang})`, async ({ page }) => {
    const address = `/?scenario=broken-line&transport=udp&seed=7&lang=${lang}&t=0.31`;
    await page.goto(address);
    await started(page);
    const url = page.url();
    await panic(page);

    const panel = page.getByRole("alert").filter({ hasText: title });
    await expect(panel).toBeVisible();
    await expect(panel.getByRole("button")).toHaveText([reload, fresh]);
    await panel.locator(`[lang=${lang}] summary`).click();
    await expect(panel.locator(`[lang=${lang}] [data-message]`)).toContainText(
      "somebody asked for a panic",
    );

    const loaded = page.waitForEvent("load");
    await panel.getByRole("button", { name: reload }).click();
    await loaded;
    await started(page);
    expect(page.url()).toBe(url);
    await expect(page.locator(".play-clock")).toHaveText("0.3100 s");
    await page.keyboard.press("Space");
    await expect(page.locator(".play-clock")).not.toHaveText("0.3100 s");
  });
}

test("what was done before a panic comes back from its link", async ({ page }) => {
  await page.goto("/?scenario=broken-line&transport=udp&lang=en&t=0.1");
  await started(page);
  await page.getByRole("button", { name: /^Link Client–r1,/ }).press("Enter");
  await page.getByRole("button", { name: "Cut this link" }).click();
  await page.keyboard.press("Escape");
  // Sharing puts the link into the address.
  await page.getByRole("button", { name: "Share" }).click();
  await page.keyboard.press("Escape");
  await panic(page);
  await page.getByRole("button", { name: "Reload this scenario" }).click();
  await expect(page.getByRole("button", { name: /^Link Client–r1,.*, cut$/ })).toBeVisible();
  await started(page);
});
