// The DNS view: each scenario about names, followed through the steps, the tree, dig, the caches and the records.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, started, test } from "./harness.js";

const WORDS = {
  en: {
    tab: "DNS",
    steps: "Step by step",
    tree: "Questions and answers as a tree",
    dig: "Like dig +trace",
    copy: "Copy the text",
    records: "Records at the name servers",
    which: "Lookup",
    client: "Client: stub resolver's cache",
    neighbour: "Neighbour: stub resolver's cache",
    resolver: "Resolver: recursive resolver's cache",
    flushResolver: "Flush the cache of Resolver",
    empty: "Nothing is remembered.",
    referral: "referral",
    fromCache: "from the cache",
    fromCacheNone: "from the cache: none",
    timedOut: "timed out",
    noSuchName: "no such name",
    soon: "expires soon",
    expired: "expired",
    nobody: "It asks nobody.",
    needs: "needs the address of www.example.com",
    gets: "gets the address 198.51.100.80",
    getsNew: "gets the address 198.51.100.180",
    getsNone: "gets no address: there is no such name (NXDOMAIN)",
    response: "Response message",
    zone: "example.com server: zone example.com",
    address: "Address",
    ttl: "TTL in seconds",
    change: "Change",
    remove: "Remove the name",
    badAddress: "That is no IPv4 address",
    digNothing: "leaves no trace",
    noDns: "No host in this scenario asks a name server",
    openFirst: "Open the scenario “First lookup”",
  },
  ko: {
    tab: "DNS",
    steps: "차례로 보기",
    tree: "질의와 응답을 트리로 보기",
    dig: "dig +trace처럼 보기",
    copy: "텍스트 복사",
    records: "네임 서버의 레코드",
    which: "조회",
    client: "클라이언트: 스텁 리졸버의 캐시",
    neighbour: "이웃: 스텁 리졸버의 캐시",
    resolver: "리졸버: 재귀 리졸버의 캐시",
    flushResolver: "리졸버의 캐시 비우기",
    empty: "기억하고 있는 것이 없어요.",
    referral: "위임",
    fromCache: "캐시에서",
    fromCacheNone: "캐시: 없음",
    timedOut: "시간 초과",
    noSuchName: "없는 이름",
    soon: "곧 만료",
    expired: "만료됨",
    nobody: "아무에게도 묻지 않아요.",
    needs: "www.example.com의 주소가 필요해서",
    gets: "주소 198.51.100.80을 받았어요",
    getsNew: "주소 198.51.100.180을 받았어요",
    getsNone: "주소를 받지 못했어요. 그런 이름이 없어요(NXDOMAIN)",
    response: "응답 메시지",
    zone: "example.com 서버: example.com 존",
    address: "주소",
    ttl: "TTL(초)",
    change: "바꾸기",
    remove: "이름 지우기",
    badAddress: "IPv4 주소를 입력하세요",
    digNothing: "흔적을 남기지 않아요",
    noDns: "이 시나리오에는 네임 서버에 묻는 호스트가 없어요",
    openFirst: "‘첫 이름 조회’ 시나리오 열기",
  },
};

/** Opens the DNS view at a moment of a scenario. */
async function open(page, scenario, at, lang) {
  await page.goto("about:blank");
  await page.goto(`/?scenario=${scenario}&t=${at}&tab=dns&lang=${lang}`);
  await started(page);
  const view = page.getByRole("region", { name: WORDS[lang].tab, exact: true });
  await expect(view).toBeVisible();
  return view;
}

const steps = (view, words) => view.getByRole("region", { name: words.steps }).getByRole("listitem");
const badges = (view, words, text) => steps(view, words).locator(".dns-badge").getByText(text, { exact: true });
const cache = (view, name) => view.getByRole("table", { name, exact: true });
const fold = (view, title) => view.locator("summary").filter({ hasText: title });

/** Chooses a lookup by its place, the newest first. */
async function choose(view, words, place) {
  await view.getByRole("combobox", { name: words.which, exact: true }).selectOption({ index: place });
}

for (const lang of ["en", "ko"]) {
  const words = WORDS[lang];

  test(`first-lookup: from the root down and back, step by step, as a tree and as dig prints it (${lang})`, async ({ page, context }) => {
    const view = await open(page, "first-lookup", "0.9", lang);
    const list = steps(view, words);
    // The program asks; four questions, four answers; the program is told.
    await expect(list).toHaveCount(10);
    await expect(list.first()).toContainText(words.needs);
    await expect(list.last()).toContainText(words.gets);
    await expect(badges(view, words, words.referral)).toHaveCount(2);

    // A step selects its packet, and the map says who answers whom.
    const referral = list.getByRole("button", { name: words.referral }).first();
    await referral.click();
    await expect(referral).toHaveAttribute("aria-pressed", "true");
    await expect(page.locator(".map .asks")).toHaveAttribute("data-asks", "4-3");
    await expect(page.locator(".log-line[aria-current=true]").first()).toBeVisible();
    await page.getByRole("tab").nth(1).click();
    await expect(page.getByRole("tabpanel")).toContainText("198.18.1.53");
    await page.getByRole("tab", { name: words.tab, exact: true }).click();
    await expect(referral).toHaveAttribute("aria-pressed", "true");

    // The tree: each message opens.
    await fold(view, words.tree).click();
    const message = view.locator("details.dns-message", { hasText: words.response }).filter({ hasText: "com. 300 IN NS" });
    await message.first().locator("summary").click();
    await expect(message.first()).toContainText("com. 300 IN NS a.gtld-servers.net.");
    await expect(message.first()).toContainText("a.gtld-servers.net. 300 IN A 198.18.2.53");

    // dig.
    await fold(view, words.dig).click();
    const text = view.locator("pre.dns-dig");
    await expect(text).toContainText("198.18.1.53#53(a.root-servers.net)");
    await expect(text).toContainText("198.51.100.80");
    await context.grantPermissions(["clipboard-read", "clipboard-write"]);
    await view.getByRole("button", { name: words.copy }).click();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(await text.textContent());
  });

  test(`cached: nobody is asked while the TTL runs, and it runs down to nothing (${lang})`, async ({ page }) => {
    let view = await open(page, "cached", "0.7", lang);
    await expect(steps(view, words).nth(1)).toContainText(words.nobody);
    await expect(badges(view, words, words.fromCache)).toHaveCount(1);
    await fold(view, words.dig).click();
    await expect(view).toContainText(words.digNothing);
    const own = cache(view, words.client).getByRole("row", { name: /www\.example\.com/ });
    await expect(own).toContainText("198.51.100.80");
    await expect(own.getByRole("cell").last()).toContainText(/^3 ?(s|초)/);
    // The neighbour's question is answered by the resolver's cache.
    view = await open(page, "cached", "1.4", lang);
    await expect(steps(view, words)).toHaveCount(5);
    await expect(cache(view, words.neighbour)).toBeVisible();
    // What is about to go says so, and then it is over.
    view = await open(page, "cached", "3.5", lang);
    await expect(own).toContainText(words.soon);
    view = await open(page, "cached", "4.5", lang);
    await expect(own).toContainText(words.expired);
    // Emptied by hand.
    await expect(cache(view, words.resolver).getByRole("row")).not.toHaveCount(0);
    await view.getByRole("button", { name: words.flushResolver }).click();
    await expect(cache(view, words.resolver)).toHaveCount(0);
    await expect(view).toContainText(words.empty);
  });

  test(`stale-record: the cache has not heard that the server moved (${lang})`, async ({ page }) => {
    let view = await open(page, "stale-record", "2.6", lang);
    await expect(steps(view, words).last()).toContainText(words.gets);
    await fold(view, words.records).click();
    const zone = view.getByRole("region", { name: words.zone });
    await expect(zone.getByRole("row", { name: /^www/ })).toContainText("198.51.100.180");
    await expect(cache(view, words.client).getByRole("row", { name: /www/ })).toContainText("198.51.100.80");
    view = await open(page, "stale-record", "6", lang);
    await expect(steps(view, words).last()).toContainText(words.getsNew);
    await expect(badges(view, words, words.expired)).toHaveCount(2);
  });

  test(`a record changed by hand makes the caches stale (${lang})`, async ({ page }) => {
    const view = await open(page, "first-lookup", "0.9", lang);
    await fold(view, words.records).click();
    const zone = view.getByRole("region", { name: words.zone });
    await zone.getByRole("textbox", { name: words.address }).fill("nowhere");
    await zone.getByRole("button", { name: words.change, exact: true }).click();
    await expect(zone.getByRole("alert")).toContainText(words.badAddress);
    await zone.getByRole("textbox", { name: words.address }).fill("203.0.113.7");
    await zone.getByRole("textbox", { name: words.ttl }).fill("5");
    await zone.getByRole("button", { name: words.change, exact: true }).click();
    const row = zone.getByRole("row", { name: /^www/ });
    await expect(row).toContainText("203.0.113.7");
    await expect(row.getByRole("cell").last()).toHaveText(/^5 ?(s|초)$/);
    await expect(cache(view, words.client).getByRole("row", { name: /www/ })).toContainText("198.51.100.80");
    await zone.getByRole("button", { name: words.remove }).click();
    await expect(row).toHaveCount(0);
  });

  test(`no-such-name: that there is nothing is remembered too (${lang})`, async ({ page }) => {
    const view = await open(page, "no-such-name", "1.2", lang);
    await expect(steps(view, words).last()).toContainText(words.getsNone);
    await expect(badges(view, words, words.fromCacheNone)).toHaveCount(1);
    await expect(cache(view, words.client).getByRole("row", { name: /wwww/ })).toContainText(words.noSuchName);
    await choose(view, words, 1);
    await expect(badges(view, words, "NXDOMAIN")).toHaveCount(2);
  });

  test(`resolver-down: the first resolver is waited for in vain, the second knows (${lang})`, async ({ page }) => {
    const view = await open(page, "resolver-down", "2.6", lang);
    await expect(badges(view, words, words.timedOut)).toHaveCount(1);
    await expect(steps(view, words).last()).toContainText(words.gets);
    const asks = steps(view, words).getByRole("button");
    await asks.first().click();
    await expect(page.locator(".map .asks")).toHaveAttribute("data-asks", "0-3");
  });

  test(`where nothing was looked up the view says what would be here (${lang})`, async ({ page }) => {
    const view = await open(page, "first-message", "0", lang);
    await expect(view).toContainText(words.noDns);
    await view.getByRole("button", { name: words.openFirst }).click();
    await expect(page).toHaveURL(/scenario=first-lookup/);
  });

  test(`the view has no accessibility faults and nothing runs over its edge (${lang})`, async ({ page }) => {
    for (const [width, height] of [[1440, 900], [390, 844]]) {
      await page.setViewportSize({ width, height });
      const view = await open(page, "cached", "1.4", lang);
      for (const title of [words.tree, words.dig, words.records]) await fold(view, title).click();
      const result = await new AxeBuilder({ page }).include("#tab-view").analyze();
      expect(result.violations.map((it) => `${it.id}: ${it.nodes[0].html}`)).toEqual([]);
      const over = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      expect(over).toBeLessThanOrEqual(0);
    }
  });
}
