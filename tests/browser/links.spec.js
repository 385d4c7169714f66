// Links: what is on the page comes back from one, and one that cannot be read says why.

import { expect, runHash, started, test } from "./harness.js";

/** The button of a link or node on the map, by what its name begins with. */
const onMap = (page, name) => page.getByRole("button", { name: new RegExp(`^${name}[, ]`) });

/** Opens the share dialog; the link in its field. */
async function shared(page) {
  await page.getByRole("button", { name: "Share" }).click();
  const dialog = page.getByRole("dialog", { name: "A link to exactly this" });
  const link = await dialog.getByRole("textbox", { name: "A link to exactly this" }).inputValue();
  await dialog.getByRole("button", { name: "Close" }).click();
  await expect(dialog).toBeHidden();
  return link;
}

const clock = (page) => page.locator(".play-clock").innerText();

/** Three commands, each at a moment of its own, by what a person would press; the link cut. */
async function breakThreeThings(page) {
  await page.goto("/?scenario=broken-line&transport=tcp&lang=en&t=0.1");
  await started(page);
  const next = page.getByRole("button", { name: "Next event" });

  await onMap(page, "Link Client–r1").press("Enter");
  await page.getByRole("textbox", { name: "Loss (%)" }).fill("20");
  await page.getByRole("textbox", { name: "Loss (%)" }).press("Enter");
  await expect(onMap(page, "Link Client–r1")).toHaveAccessibleName(/20% loss/);
  await next.click();

  const link = page.getByRole("button", { name: /^Link r\d–r\d,.*, whole$/ }).first();
  const name = (await link.getAttribute("aria-label")).split(",")[0];
  await link.press("Enter");
  await page.getByRole("button", { name: "Cut this link" }).click();
  await expect(onMap(page, name)).toHaveAccessibleName(/, cut$/);
  await next.click();

  await onMap(page, "Server").press("Enter");
  await page.getByRole("button", { name: "Switch off" }).click();
  await expect(onMap(page, "Server")).toHaveAccessibleName(/, off$/);
  await page.keyboard.press("Escape");
  for (let step = 0; step < 30; step += 1) await next.click();
  return name;
}

test("a link copied after three commands opens elsewhere to the same trace", async ({
  page,
  browser,
}) => {
  const cut = await breakThreeThings(page);
  const link = await shared(page);
  expect(link).toMatch(/#s=1d\.[\w-]+\.[0-9a-f]{6}$/);
  expect(page.url()).toBe(link);
  const [hash, moment] = [await runHash(page), await clock(page)];

  const context = await browser.newContext({ locale: "ko-KR" });
  const other = await context.newPage();
  await other.goto(link);
  await started(other);
  expect(await clock(other)).toBe(moment);
  expect(await runHash(other)).toBe(hash);
  // The language is part of what is shared; and all three breaks are there to see.
  await expect(other.locator("html")).toHaveAttribute("lang", "en");
  await expect(onMap(other, "Link Client–r1")).toHaveAccessibleName(/20% loss/);
  await expect(onMap(other, cut)).toHaveAccessibleName(/, cut$/);
  await expect(onMap(other, "Server")).toHaveAccessibleName(/, off$/);
  // It goes on from there as it goes on here.
  for (const tab of [page, other]) {
    const next = tab.getByRole("button", { name: "Next event" });
    for (let step = 0; step < 5; step += 1) await next.click();
  }
  expect(await runHash(other)).toBe(await runHash(page));
  expect(await runHash(other)).not.toBe(hash);
  await context.close();
});

test("the same link made elsewhere is the same text", async ({ page, browser }) => {
  await page.goto("/?scenario=uneven-routes&transport=udp&seed=7&lang=ko&t=0.31");
  await started(page);
  await page.getByRole("button", { name: "English" }).click();
  const link = await shared(page);
  const context = await browser.newContext();
  const other = await context.newPage();
  await other.goto(link);
  await started(other);
  expect(await shared(other)).toBe(link);
  await context.close();
});

test("the link is copied by one press", async ({ page, context }) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/?scenario=first-message&lang=en&t=0.02");
  await started(page);
  await page.getByRole("button", { name: "Share" }).click();
  const dialog = page.getByRole("dialog", { name: "A link to exactly this" });
  const link = await dialog.getByRole("textbox", { name: "A link to exactly this" }).inputValue();
  await dialog.getByRole("button", { name: "Copy" }).click();
  await expect(dialog.getByRole("status")).toHaveText("Copied.");
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(link);
});

/** Changes one letter in the middle of a link's content. */
function damaged(link) {
  const at = link.indexOf("#s=1d.") + 40;
  const other = link[at] === "A" ? "B" : "A";
  return link.slice(0, at) + other + link.slice(at + 1);
}

const FAULTS = [
  {
    what: "whose tail is cut off",
    spoil: (link) => link.slice(0, -20),
    en: /end of this link is missing/,
    ko: /끝이 잘렸어요/,
  },
  {
    what: "of a newer form",
    spoil: (link) => link.replace("#s=1d.", "#s=3d."),
    en: /newer/i,
    ko: /더 새로운 Hoplab이 만든 링크예요/,
  },
  { what: "that was altered", spoil: damaged, en: /changed on its way/, ko: /도중에 바뀌었어요/ },
  { what: "that is none", spoil: (link) => link.replace(/#s=.*/, "#s=hello"), en: /not a Hoplab link/i, ko: /Hoplab 링크가 아니에요/ },
];

for (const { what, spoil, en, ko } of FAULTS) {
  test(`a link ${what} says so in both languages, and the page works on`, async ({
    page,
    browser,
    watched,
  }) => {
    await page.goto("/?scenario=broken-line&lang=en&t=0.1");
    await started(page);
    const spoilt = spoil(await shared(page));

    for (const [locale, words] of [["en-GB", en], ["ko-KR", ko]]) {
      const context = await browser.newContext({ locale });
      const other = await context.newPage();
      await other.goto(spoilt);
      await started(other);
      const notice = other.getByRole("alert").filter({ hasText: words });
      await expect(notice).toBeVisible();
      // What was given is kept, to be looked at or copied.
      await notice.locator("summary").click();
      await expect(notice.getByRole("textbox")).toHaveValue(spoilt.split("#s=")[1]);
      // And the page is no dead one.
      await notice.getByRole("button").click();
      await expect(notice).toBeHidden();
      await expect(other.getByRole("button", { name: /^(Client|클라이언트), / })).toBeVisible();
      const before = await clock(other);
      // The first steps are all at the very beginning.
      await expect(async () => {
        await other.keyboard.press("ArrowRight");
        expect(await clock(other)).not.toBe(before);
      }).toPass();
      await context.close();
    }
    expect(watched.complaints).toEqual([]);
  });
}

test("a misspelt scenario in the address is told, and the nearest name suggested", async ({
  page,
}) => {
  await page.goto("/?scenario=brokn-line&lang=en");
  await started(page);
  await expect(page.getByRole("alert")).toContainText("brokn-line");
  await expect(page.getByRole("alert")).toContainText("broken-line");
  await page.goto("/?scenario=brokn-line&lang=ko");
  await started(page);
  await expect(page.getByRole("alert")).toContainText("brokn-line");
  await expect(page.getByRole("alert")).toContainText("broken-line");
});

test("a parameter that makes no sense is named, with what it may be", async ({ page }) => {
  await page.goto("/?scenario=broken-line&transport=sctp&lang=en");
  await started(page);
  await expect(page.getByRole("alert")).toContainText(/transport.*sctp.*ip, udp or tcp/);
});

test("the readable form chooses scenario, transport, language and moment", async ({ page }) => {
  await page.goto("/?scenario=broken-line&transport=udp&seed=7&lang=ko&t=0.31");
  await started(page);
  await expect(page.getByRole("combobox")).toHaveValue("broken-line");
  await expect(page.getByRole("radio", { name: "UDP" })).toBeChecked();
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  expect(await clock(page)).toBe("0.3100 s");
});
