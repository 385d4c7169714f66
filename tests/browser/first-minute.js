// What most people do before the second module has come, and no more: every function it runs is waited
// for by everybody. Other scenarios, details of a packet or node, stepping back, sending something of one's
// own, sharing and links that were shared are not in it: they find the second module there, or wait for it.
//
// `cargo xtask profile` runs this on a program whose functions mark themselves, and fails if one ran that the rules of
// web/later.txt leave out of the first download. Prints the numbers of the functions that ran.

import { chromium } from "@playwright/test";
import { findChromium } from "./chromium.js";

const address = process.env.HOPLAB_URL;
const browser = await chromium.launch({
  executablePath: findChromium(),
  args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
});
const ran = new Set();

/** Reads the marks: globals of the program that its functions have set. */
const marked = (page) =>
  page.locator("link[rel=modulepreload]").evaluate(async (link) => {
    const { default: start } = await import(link.href);
    // It has started already, and only hands out what it exports.
    const all = Object.entries(await start()).filter(([name]) => /^ran\d+$/.test(name));
    return all.filter(([, global]) => global.value === 1).map(([name]) => Number(name.slice(3)));
  });

async function open({ slowedDown = 1, ...options }, path) {
  const context = await browser.newContext({ locale: "en-US", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  // On a slow machine work is cut into slices and put off, which has functions of its own.
  const session = await context.newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate: slowedDown });
  await page.goto(new URL(path, address).href);
  await page.locator("#boot-status").waitFor({ state: "detached" });
  return page;
}

/** Opens the page anew, does something there, and keeps the marks. */
async function visit(what, options, path, act) {
  const page = await open(options, path);
  await act(page);
  const before = ran.size;
  for (const mark of await marked(page)) ran.add(mark);
  process.stderr.write(`${what}: ${ran.size - before} more functions\n`);
  await page.context().close();
}

const LARGE = { viewport: { width: 1440, height: 900 } };
const SLOW = { ...LARGE, slowedDown: 6 };
const SLOWER = { ...LARGE, slowedDown: 20 };
const SMALL = { viewport: { width: 390, height: 844 }, colorScheme: "dark", locale: "ko-KR" };

const moment = (page) => page.waitForTimeout(300);
const playing = (page) => page.getByRole("button", { name: /^(Pause|일시 정지)$/ }).waitFor();
const ended = (page) => page.getByRole("button", { name: /^(Play|재생)$/ }).waitFor();
const button = (page, name) => page.getByRole("button", { name });

async function language(page) {
  await ended(page);
  await button(page, "한국어").click();
  await button(page, /^화면 밝기/).click();
  await button(page, "English").click();
  await moment(page);
}

async function time(page) {
  for (const key of ["Space", "Space", "ArrowRight", "ArrowRight", "Home"]) {
    await page.keyboard.press(key);
    await moment(page);
  }
  await faster(page);
  await moment(page);
}

const faster = (page) => page.getByRole("slider", { name: "Speed" }).fill("12");

async function breakIt(page) {
  await ended(page);
  await button(page, /^(Link|링크) /).first().press("Enter");
  await button(page, /^(Cut this link|링크 끊기)$/).click();
  await moment(page);
  await page.keyboard.press("Escape");
  await page.keyboard.press("Home");
  await playing(page);
}

const READABLE = "?scenario=broken-line&transport=udp&seed=7&lang=ko&theme=dark&t=0.31";

await visit("the opening scene", LARGE, "", ended);
await visit("the same on a phone", SMALL, "", ended);
await visit("languages and themes", LARGE, "", language);
await visit("play, pause, step, speed", LARGE, "", time);
await visit("a link cut", LARGE, "", breakIt);
await visit("a link cut on a phone", SMALL, "", breakIt);
await visit("a link that can be read", LARGE, READABLE, moment);
await visit("the opening scene on a slow machine", SLOW, "", ended);
await visit("the opening scene on a slower one", SLOWER, "", ended);
await visit("time on a slow machine", SLOW, "", time);
await visit("an embedding", LARGE, "?embed=1&scenario=uneven-routes&lang=en", playing);
await browser.close();
process.stdout.write(JSON.stringify([...ran].sort((a, b) => a - b)));
