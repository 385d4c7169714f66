// What an address may say beside its run: each option works in an embedding, and what is unknown is told.

import { mkdirSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, started, test as base } from "./harness.js";

const test = base.extend({
  /** Serves one page of another origin with the playground in a frame with this sandbox; gives its address. */
  course: async ({ baseURL }, use) => {
    const servers = [];
    const serve = async (query, sandbox = "allow-scripts", base = baseURL) => {
      const server = createServer((_, response) => {
        response.setHeader("content-type", "text/html");
        response.end(`<!doctype html><html lang="en"><title>Course</title><link rel="icon" href="data:,">
          <iframe sandbox="${sandbox}" title="Hoplab" src="${base}${query}"
            style="width: 1000px; height: 700px; border: 0"></iframe>`);
      });
      await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
      servers.push(server);
      return `http://127.0.0.1:${server.address().port}/`;
    };
    await use(serve);
    for (const server of servers) server.close();
  },
});

const clock = (scope) => scope.locator(".play-clock");
const OPEN = { name: "Open in Hoplab" };

test("“Open in Hoplab” opens this moment in a tab of its own", async ({ page, course, context }) => {
  const query = "?embed=1&scenario=broken-line&transport=udp&lang=en&t=0.1";
  await page.goto(await course(query, "allow-scripts allow-popups allow-popups-to-escape-sandbox"));
  const frame = page.frameLocator("iframe");
  await started(frame);
  await frame.getByRole("button", { name: "Next event" }).click();
  const moment = await clock(frame).textContent();
  const opened = context.waitForEvent("page");
  await frame.getByRole("button", OPEN).click();
  const tab = await opened;
  await started(tab);
  expect(tab.url()).toMatch(/\/#s=1d\./);
  await expect(clock(tab)).toHaveText(moment);
  await expect(tab.getByRole("banner")).toBeVisible();
  await expect(frame.getByRole("dialog")).toHaveCount(0);
  expect(await tab.evaluate(() => opener)).toBe(null);
});

test("where the frame allows no new tab, the embedding says so and gives the link", async ({ page, course }) => {
  for (const [lang, name, words] of [
    ["en", "Open in Hoplab", "does not let it open a new tab"],
    ["ko", "Hoplab에서 열기", "새 탭을 열지 못하게"],
  ]) {
    await page.goto(await course(`?embed=1&scenario=chat&lang=${lang}&start=paused`));
    const frame = page.frameLocator("iframe");
    await started(frame);
    await frame.getByRole("button", { name }).click();
    const dialog = frame.getByRole("dialog");
    await expect(dialog.getByRole("alert")).toContainText(words);
    expect(await dialog.getByRole("textbox").first().inputValue()).toMatch(/#s=/);
  }
});

test("a poster waits under a large play button, at the moment that was asked for", async ({ page }) => {
  await page.goto("/?embed=1&scenario=broken-line&lang=en&t=0.1&start=poster");
  await started(page);
  const play = page.locator(".poster").getByRole("button", { name: "Play" });
  await expect(play).toBeVisible();
  await expect(page.locator(".poster")).toContainText("Broken line");
  await page.waitForTimeout(300);
  await expect(clock(page)).toHaveText("0.1000 s");
  // What lies under it cannot be reached.
  await expect(page.locator("main")).toHaveAttribute("inert");
  await play.click();
  await expect(page.locator(".poster")).toHaveCount(0);
  await expect(clock(page)).not.toHaveText("0.1000 s");
});

for (const ui of ["full", "min", "none"]) {
  test(`an embedding with ui=${ui} plays, paused or not, also at a moment`, async ({ page }) => {
    const at = async (start) => {
      await page.goto(`/?embed=1&scenario=broken-line&lang=en&t=0.05&ui=${ui}${start}`);
      await started(page);
      await page.waitForTimeout(400);
      return clock(page).textContent();
    };
    expect(await at("")).toBe("0.0500 s");
    expect(await at("&start=paused")).toBe("0.0500 s");
    expect(await at("&start=play")).not.toBe("0.0500 s");
    const shown = (selector) => page.locator(selector).count();
    expect(await shown(".log")).toBe(ui === "full" ? 1 : 0);
    expect(await shown(".send")).toBe(ui === "none" ? 0 : 1);
    await expect(page.getByRole("alert")).toHaveCount(0);
  });
}

test("a shared link plays where it is to play", async ({ page }) => {
  await page.goto("/?scenario=broken-line&lang=en&t=0.05");
  await started(page);
  await page.getByRole("button", { name: "Share" }).click();
  const link = new URL(page.url());
  await page.goto("about:blank");
  await page.goto(`/?embed=1&start=play${link.hash}`);
  await started(page);
  await expect(clock(page)).not.toHaveText("0.0500 s");
});

test("theme and language of an embedding are the ones asked for", async ({ page }) => {
  for (const [theme, lang] of [["dark", "ko"], ["light", "en"]]) {
    await page.goto(`/?embed=1&scenario=chat&theme=${theme}&lang=${lang}&start=paused`);
    await started(page);
    await expect(page.locator("html")).toHaveAttribute("data-theme", theme);
    await expect(page.locator("html")).toHaveAttribute("lang", lang);
  }
});

for (const [query, en, ko] of [
  ["embed=1&scenario=chat&ui=mini", /ui can be full, min, none, but not "mini".*Did you mean "min"/, /ui 값 "mini".*full, min, none.*"min"인가요/],
  ["embed=1&scenario=chat&start=autoplay", /start can be play, paused, poster/, /start 값 "autoplay"/],
  ["scenario=chat&colour=red", /no parameter "colour"/, /"colour"라는 항목은 없어서/],
  ["scenario=chat&ui=min", /ui only counts together with embed=1/, /embed=1과 함께/],
]) {
  test(`what an address does not know is told: ${query}`, async ({ page }) => {
    for (const [lang, words] of [["en", en], ["ko", ko]]) {
      await page.goto(`/?${query}&lang=${lang}`);
      await started(page);
      await expect(page.getByRole("alert")).toContainText(words);
    }
  });
}

test("a misspelt scenario opens the one that was meant, and says so", async ({ page }) => {
  for (const [name, words] of [
    ["broken-line.", /"broken-line\." was read as "broken-line"/],
    ["brokn-line", /brokn-line.*"broken-line" is shown/],
  ]) {
    await page.goto(`/?scenario=${name}&lang=en&seed=7`);
    await started(page);
    await expect(page.getByRole("combobox")).toHaveValue("broken-line");
    await expect(page.getByRole("alert")).toContainText(words);
  }
});

test("the embedding's code carries the language and no tab, and can be copied, as its address alone", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto("/?scenario=broken-line&lang=ko&tab=stack&t=0.1");
  await started(page);
  await page.getByRole("button", { name: "공유" }).click();
  const dialog = page.getByRole("dialog");
  await dialog.getByText("내 페이지에 넣으려면").click();
  const code = await dialog.getByRole("textbox", { name: "HTML 코드" }).inputValue();
  expect(code).toMatch(/^<iframe src="http[^"]*\?embed=1&amp;lang=ko#s=1d\.[^"]*"/);
  expect(code).not.toContain("tab=");
  const address = await dialog.getByRole("textbox", { name: "주소만" }).inputValue();
  expect(address).toMatch(/^http.*\?embed=1&lang=ko#s=1d\./);
  for (const [name, text] of [["HTML 코드", code], ["주소만", address]]) {
    await dialog.getByRole("button", { name: new RegExp(name) }).click();
    await expect(dialog.getByText("복사했어요.").first()).toBeVisible();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(text);
  }
  await page.goto("about:blank");
  await page.goto(address);
  await started(page);
  await expect(page.locator("html")).toHaveAttribute("lang", "ko");
  await expect(clock(page)).toHaveText("0.1000 s");
});

test("opened from a file, the page says why it cannot start and what to do", async ({ page, request }, info) => {
  // As a teacher who saved the page has it: the same files, in a folder.
  const folder = info.outputPath("saved");
  mkdirSync(join(folder, "assets"), { recursive: true });
  const html = await (await request.get("/")).text();
  writeFileSync(join(folder, "index.html"), html);
  for (const [, asset] of html.matchAll(/(?:src|href)="(assets\/[^"]+)"/g)) {
    writeFileSync(join(folder, asset), await (await request.get(`/${asset}`)).body());
  }
  for (const [lang, words] of [["en", "Open it from a web server"], ["ko", "웹 서버를 거쳐 열어 주세요"]]) {
    await page.goto(`${pathToFileURL(join(folder, "index.html"))}?lang=${lang}`);
    await expect(page.getByText(words)).toBeVisible();
    await expect(page.locator(".cannot-start p:visible")).toHaveCount(1);
  }
  // Even alone, without its assets, it is not silent.
  writeFileSync(join(folder, "alone.html"), html.replaceAll("assets/", "lost/"));
  await page.goto(pathToFileURL(join(folder, "alone.html")).href);
  await expect(page.getByText("Open it from a web server")).toBeVisible();
});

test("in a sandboxed frame whose server sends no CORS headers, it says why and what to do", async ({
  page,
  course,
  baseURL,
}) => {
  // A host that passes the page on without its headers.
  const types = { ".js": "text/javascript", ".css": "text/css", ".wasm": "application/wasm", ".svg": "image/svg+xml" };
  const bare = createServer(async (request, response) => {
    const file = await fetch(new URL(request.url, baseURL));
    const path = new URL(request.url, baseURL).pathname;
    response.setHeader("content-type", types[extname(path)] ?? "text/html");
    response.end(Buffer.from(await file.arrayBuffer()));
  });
  await new Promise((listening) => bare.listen(0, "127.0.0.1", listening));
  const host = `http://127.0.0.1:${bare.address().port}/`;
  for (const [lang, words] of [["en", "cannot start in this frame"], ["ko", "이 프레임 안에서는"]]) {
    await page.goto(await course(`?embed=1&lang=${lang}#s=1d.x`, "allow-scripts", host));
    const frame = page.frameLocator("iframe");
    await expect(frame.getByText(words)).toBeVisible();
    await expect(frame.getByText("Access-Control-Allow-Origin").first()).toBeAttached();
    const alone = frame.locator(".cannot-start a:visible").first();
    await expect(alone).toHaveAttribute("href", /embed=1&lang=..#s=1d\.x$/);
  }
  bare.closeAllConnections();
  bare.close();
});
