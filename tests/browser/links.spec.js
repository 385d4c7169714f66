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

  const link = page.getByRole("button", { name: /^Link r\d–r\d,.*, up$/ }).first();
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

// The decoder's own tests try every link of the library with everything that can happen to one; here are those that a
// browser has a hand in.
const JOURNEYS = [
  ["an encoded mark", (link) => link.replace("#s=", "#s%3D")],
  ["a mark encoded twice", (link) => link.replace("#s=", "#s%253D")],
  ["a capital mark", (link) => link.replace("#s=", "#S=")],
  ["no mark at all", (link) => link.replace("#s=", "#")],
  ["the query instead of the fragment", (link) => link.replace(/\?[^#]*/, "").replace("#s=", "?s=")],
  ["a particle", (link) => `${link}에서`],
  ["a full stop and a quote", (link) => `${link}.”`],
  ["a zero-width space", (link) => `${link}\u200b`],
  ["a closing tag", (link) => `${link}"></iframe>`],
  ["somebody's own parameter", (link) => `${link}&utm_source=x`],
  ["a line break and a soft hyphen inside", (link) => `${link.slice(0, 80)}%0A${link.slice(80, 120)}\u00ad${link.slice(120)}`],
  ["encoded dots", (link) => link.replace(/(?<=#.*)\./g, "%2E")],
  ["a CRC in capitals", (link) => link.replace(/[0-9a-f]{6}$/, (crc) => crc.toUpperCase())],
];

test("a link opens whatever its journey put into it", async ({ page, watched }) => {
  test.slow();
  await page.goto("/?scenario=uneven-routes&transport=udp&lang=en&t=0.05");
  await started(page);
  const link = await shared(page);
  for (const [what, mangle] of JOURNEYS) {
    await page.goto("about:blank");
    await page.goto(mangle(link));
    await started(page);
    await expect(page.getByRole("alert"), what).toHaveCount(0);
    await expect(page.getByRole("combobox"), what).toHaveValue("uneven-routes");
    expect(await clock(page), what).toBe("0.0500 s");
  }
  expect(watched.complaints).toEqual([]);
});

for (const [address, en, ko] of [
  ["/#s%3Dhello", /not a Hoplab link/, /Hoplab 링크가 아니에요/],
  ["/#S=", /end of this link is missing/, /끝이 잘렸어요/],
  ["/#1d.AAAA…", /end of this link is missing/, /끝이 잘렸어요/],
  ["/?s=hello", /not a Hoplab link/, /Hoplab 링크가 아니에요/],
  ["/?scenario=", /scenario= is not the name of a scenario/, /시나리오 이름, 예: "broken-line"/],
]) {
  test(`${address} is not passed over in silence`, async ({ browser }) => {
    for (const [locale, words] of [["en-GB", en], ["ko-KR", ko]]) {
      const context = await browser.newContext({ locale });
      const page = await context.newPage();
      await page.goto(address);
      await started(page);
      const notice = page.getByRole("alert").filter({ hasText: words });
      await expect(notice).toBeVisible();
      await notice.locator("summary").click();
      // What was given is kept, to be looked at or copied.
      await expect(notice.getByRole("textbox")).not.toHaveValue("");
      await context.close();
    }
  });
}

for (const [address, scenario, en, ko] of [
  ["/?scenaro=chat", "chat", /no parameter "scenaro".*"scenario"/, /"scenaro".* 항목은 없어요.*"scenario"/],
  ["/#scenario=brokn-line", "broken-line", /brokn-line.*broken-line/, /brokn-line.*broken-line/],
]) {
  test(`${address} opens what was meant, and says so`, async ({ browser }) => {
    for (const [locale, words] of [["en-GB", en], ["ko-KR", ko]]) {
      const context = await browser.newContext({ locale });
      const page = await context.newPage();
      await page.goto(address);
      await started(page);
      await expect(page.getByRole("alert").filter({ hasText: words })).toBeVisible();
      await expect(page.getByRole("combobox")).toHaveValue(scenario);
      await context.close();
    }
  });
}

test("what does not fit into a link is saved as a file, which opens to the same", async ({
  page,
}) => {
  // Labels of random letters, which deflate cannot make smaller.
  let random = 1;
  const letter = () => {
    random = (random * 48271) % 2147483647;
    return String.fromCharCode(48 + (random % 43));
  };
  const text = () => Array.from({ length: 32 }, letter).join("");
  const nodes = Array.from({ length: 250 }, (_, i) => ({
    id: `n${i}`,
    role: "host",
    address: `10.0.${i}.1`,
    label: { en: text(), ko: text() },
  }));
  const file = (name, content) => ({
    name,
    mimeType: "application/json",
    buffer: Buffer.from(content),
  });
  await page.goto("/?lang=en&t=0.001");
  await started(page);
  const share = () => page.getByRole("button", { name: "Share" }).click();
  await share();
  await page.locator("input[type=file]").setInputFiles(file("large.json", JSON.stringify({ name: "large", nodes, links: [] })));
  const dialog = page.getByRole("dialog");
  await expect(dialog).toBeHidden();
  await share();
  await expect(dialog).toContainText("does not fit into a link");
  await expect(dialog.getByRole("textbox")).toHaveCount(0);
  const download = page.waitForEvent("download");
  await dialog.getByRole("button", { name: "Save as a file" }).click();
  const saved = await download;
  expect(saved.suggestedFilename()).toBe("hoplab-large.json");
  const chunks = [];
  for await (const chunk of await saved.createReadStream()) chunks.push(chunk);
  await page.locator("input[type=file]").setInputFiles(file("run.json", Buffer.concat(chunks)));
  await expect(dialog).toBeHidden();
  // Nodes that no link leads to are warned of, and no more.
  await expect(page.getByRole("alert").filter({ hasText: "could not be opened" })).toHaveCount(0);
  await expect(page.getByRole("combobox").locator("option:checked")).toHaveText("large");
});
