// What axe-core finds. Serious and critical violations fail; milder ones are printed.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, started, test } from "./harness.js";

const told = ({ id, impact, help, nodes }) =>
  `${impact}: ${id}: ${help}\n${nodes.map((node) => `    ${node.target} ${node.html}`).join("\n")}`;

async function expectAccessible(page, what) {
  const { violations, passes } = await new AxeBuilder({ page }).analyze();
  // That it looked at anything at all.
  expect(passes.length).toBeGreaterThan(10);
  const grave = ({ impact }) => ["serious", "critical"].includes(impact);
  for (const mild of violations.filter((found) => !grave(found))) {
    console.log(`${what}: ${told(mild)}`);
  }
  expect(violations.filter(grave).map(told), what).toEqual([]);
}

const LANGUAGES = {
  en: { link: /^Link r1–/, share: "Share", compare: /Compare|three/, help: "Keys" },
  ko: { link: /^링크 r1–/, share: "공유", compare: /비교/, help: "단축키" },
};

for (const theme of ["light", "dark"]) {
  for (const [lang, words] of Object.entries(LANGUAGES)) {
    test(`axe finds nothing grave, ${theme}, ${lang}`, async ({ page }) => {
      test.setTimeout(60_000);
      // The moment is one at which there are packets, losses, log lines and half a picture.
      await page.goto(`/?scenario=broken-line&transport=udp&lang=${lang}&theme=${theme}&t=0.6`);
      await started(page);
      await expectAccessible(page, "the page");

      await page.getByRole("button", { name: words.link }).first().press("Enter");
      await expect(page.locator("section[role=dialog]")).toBeVisible();
      await expectAccessible(page, "the page with the card of a link");
      await page.keyboard.press("Escape");

      for (const name of [words.share, words.help, words.compare]) {
        await page.getByRole("button", { name }).click();
        await expect(page.locator("dialog[open]")).toBeVisible();
        await expectAccessible(page, `the dialog of ${name}`);
        await page.keyboard.press("Escape");
        await expect(page.locator("dialog[open]")).toHaveCount(0);
      }
    });
  }
}

test("axe finds nothing grave on a phone, with a notice and a card as a sheet", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/?scenario=brokn-line&lang=ko&theme=dark");
  await started(page);
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByRole("button", { name: /^링크 / }).first().press("Enter");
  await expect(page.locator("section[role=dialog]")).toBeVisible();
  await expectAccessible(page, "the page on a phone");
});

test("axe finds nothing grave in an embedding", async ({ page }) => {
  await page.goto("/?embed=1&scenario=broken-line&transport=udp&lang=en&t=0.6");
  await started(page);
  await expectAccessible(page, "the embedding");
});

test("one place of the page speaks, and no other but what answers a press", async ({ page }) => {
  for (const where of ["scenario=broken-line&transport=tcp&t=0.6", "scenario=first-lookup&t=0.4", "scenario=chat&t=1"]) {
    for (const tab of ["inspector", "stack", "ports", "dns"]) {
      await page.goto(`/?${where}&tab=${tab}&lang=en`);
      await started(page);
      // By role or by attribute; what is off says nothing.
      const live = await page
        .locator("[aria-live], [role=status], [role=alert], [role=log], [role=timer], [role=marquee], output")
        .evaluateAll((all) =>
          all
            .filter((one) => one.getAttribute("aria-live") !== "off" && one.checkVisibility())
            .map((one) => `${one.tagName.toLowerCase()}.${one.className}`),
        );
      expect(live, `${where} ${tab}`).toEqual(["p.play-note"]);
    }
  }
});
