// The four layers: the tabs, the towers of a packet's way, its boxes in boxes, and the layers on the map.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, started, test } from "./harness.js";

const WORDS = {
  en: {
    inspector: "Inspector",
    stack: "Stack",
    way: "The nodes on its way, each with the four layers",
    sent: /^.*Client sent packet #1 \(/,
    towers: [
      "Client: down from the application layer",
      "r1: up to the internet layer and down again",
      "r2: up to the internet layer and down again",
      "r4: up to the internet layer and down again",
      "r6: up to the internet layer and down again",
      "Server: up to the application layer",
    ],
    previous: "Previous hop",
    next: "Next hop",
    interface: "Network interface layer",
    internet: "Internet layer",
    transport: "Transport layer",
    application: "Application layer",
    routes: "takes TTL from 61 to 60, computes the header checksum anew, and passes the packet on to Server",
    cargo: "for a router this is cargo",
    gets: "Viewer gets tile 1 (1024 bytes).",
    changed: "changed",
    seek: "Go to this moment",
    notYet: "r2: not reached yet",
    server: "Server: not reached yet",
    shown: ["Application", "Transport", "Internet", "Network interface"],
    labels: "Packet labels show",
  },
  ko: {
    inspector: "자세히 보기",
    stack: "계층",
    way: "지나는 노드와 각 노드의 네 계층",
    sent: "클라이언트가 패킷 #1(",
    towers: [
      "클라이언트: 애플리케이션 계층에서 아래로",
      "r1: 인터넷 계층까지 올라갔다 다시 아래로",
      "r2: 인터넷 계층까지 올라갔다 다시 아래로",
      "r4: 인터넷 계층까지 올라갔다 다시 아래로",
      "r6: 인터넷 계층까지 올라갔다 다시 아래로",
      "서버: 애플리케이션 계층까지",
    ],
    previous: "이전 홉",
    next: "다음 홉",
    interface: "네트워크 인터페이스 계층",
    internet: "인터넷 계층",
    transport: "전송 계층",
    application: "애플리케이션 계층",
    routes: "라우터가 TTL을 61에서 60으로 줄이고 헤더 체크섬을 다시 계산해 패킷을 서버로 넘겨요",
    cargo: "라우터에게는 그저 실어 나르는 짐",
    gets: "뷰어가 타일 1(1024바이트)을 받아요.",
    changed: "바뀜",
    seek: "이 순간으로 가기",
    notYet: "r2: 아직 도달하지 않음",
    server: "서버: 아직 도달하지 않음",
    shown: ["애플리케이션", "전송", "인터넷", "네트워크 인터페이스"],
    labels: "지도의 패킷에 표시할 계층",
  },
};

/** Opens the page with the stack view in front. */
async function open(page, where, lang = "en") {
  await page.goto(`/?${where}&lang=${lang}&tab=stack`);
  await started(page);
  const view = page.getByRole("tabpanel", { name: WORDS[lang].stack, exact: true });
  await expect(view).toBeVisible();
  return view;
}

const towers = (view, lang = "en") => view.getByRole("group", { name: WORDS[lang].way });
const box = (view, name) => view.getByRole("group", { name, exact: true });
const current = (view) => view.locator(".tower[aria-current=step]");

for (const lang of ["en", "ko"]) {
  const words = WORDS[lang];

  test(`a datagram's way: towers, boxes, and what a router changes (${lang})`, async ({ page }) => {
    const view = await open(page, "scenario=broken-line&transport=udp&t=0.1", lang);
    await page.locator(".log-words", { hasText: words.sent }).click();
    const buttons = towers(view, lang).getByRole("button");
    await expect(buttons).toHaveCount(words.towers.length);
    for (const [place, name] of words.towers.entries()) {
      await expect(buttons.nth(place)).toHaveAccessibleName(name);
    }
    // It is seen as it was last: with the program that got it.
    await expect(current(view)).toHaveAccessibleName(words.towers.at(-1));
    await expect(box(view, words.application)).toContainText(words.gets);
    await expect(view.getByRole("button", { name: words.next })).toBeDisabled();

    await view.getByRole("button", { name: words.previous }).click();
    await expect(current(view)).toHaveAccessibleName(words.towers[4]);
    // Boxes in boxes: the frame holds the packet, the packet the datagram, that the data.
    const frame = box(view, words.interface);
    const packet = box(frame, words.internet);
    const datagram = box(packet, words.transport);
    await expect(box(datagram, words.application)).toContainText(words.cargo);
    await expect(datagram).toContainText("32202");
    await expect(packet).toContainText(words.routes);
    await expect(packet.locator("del")).toHaveText(["61", /^0x/]);
    await expect(packet.locator("ins")).toHaveText(["60", /^0x/]);
    // Both MAC addresses, TTL and header checksum, marked in words, and nothing else.
    await expect(view.getByText(words.changed, { exact: true })).toHaveCount(4);
    await expect(frame.locator("del")).toHaveText([/^02:/, /^02:/, "61", /^0x/]);
  });

  test(`by keyboard from node to node, and to the moment (${lang})`, async ({ page }) => {
    const view = await open(page, "scenario=broken-line&transport=udp&t=0.1", lang);
    await page.locator(".log-words", { hasText: words.sent }).press("Enter");
    const clock = page.locator(".play-clock");
    const before = await clock.textContent();
    await current(view).focus();
    await page.keyboard.press("Home");
    await expect(current(view)).toHaveAccessibleName(words.towers[0]);
    await page.keyboard.press("ArrowRight");
    await expect(current(view)).toHaveAccessibleName(words.towers[1]);
    await expect(current(view)).toBeFocused();
    // The arrow keys of the towers are not those of time.
    expect(await clock.textContent()).toBe(before);
    await view.getByRole("button", { name: words.seek }).press("Enter");
    await expect(clock).not.toHaveText(before);
    await expect(current(view)).toHaveAccessibleName(words.towers[1]);
    await expect(view.getByRole("img", { name: words.notYet })).toBeVisible();
    await expect(view.getByRole("img", { name: words.server })).toBeVisible();
  });

  test(`the layers of labels on the map are a choice (${lang})`, async ({ page }) => {
    await page.goto(`/?scenario=broken-line&transport=udp&t=0.1&lang=${lang}`);
    await started(page);
    const choice = page.getByRole("group", { name: words.labels });
    const boxes = words.shown.map((name) => choice.getByRole("checkbox", { name, exact: true }));
    await expect(boxes[0]).toBeChecked();
    const drawn = () => page.locator("canvas").first().evaluate((canvas) => canvas.toDataURL());
    await expect.poll(drawn).not.toBe("");
    let last = await drawn();
    for (const [place, check] of boxes.entries()) {
      if (place > 0) await expect(check).not.toBeChecked();
      await check.setChecked(place > 0);
      await expect.poll(drawn).not.toBe(last);
      last = await drawn();
    }
  });
}

test("tabs follow the arrow keys, Home and End, and the address remembers which", async ({ page }) => {
  await page.goto("/?scenario=broken-line&transport=udp&t=0.1&lang=en");
  await started(page);
  const inspector = page.getByRole("tab", { name: "Inspector" });
  const stack = page.getByRole("tab", { name: "Stack" });
  await expect(inspector).toHaveAttribute("aria-selected", "true");
  await expect(stack).toHaveAttribute("tabindex", "-1");
  const clock = page.locator(".play-clock");
  const before = await clock.textContent();
  await inspector.focus();
  await page.keyboard.press("ArrowRight");
  await expect(stack).toBeFocused();
  await expect(stack).toHaveAttribute("aria-selected", "true");
  await expect(page.getByRole("tabpanel", { name: "Stack" })).toBeVisible();
  await page.keyboard.press("Home");
  await expect(inspector).toBeFocused();
  await page.keyboard.press("ArrowLeft");
  await expect(inspector).not.toBeFocused();
  await page.keyboard.press("ArrowRight");
  await expect(inspector).toBeFocused();
  expect(await clock.textContent()).toBe(before);

  await stack.click();
  await page.getByRole("button", { name: "Share" }).click();
  await expect(page).toHaveURL(/\?tab=stack#s=/);
  await page.reload();
  await started(page);
  await expect(stack).toHaveAttribute("aria-selected", "true");
});

test("a selection leaves the tab as it is, a why leads to the inspector, and both know one step", async ({ page }) => {
  const view = await open(page, "scenario=broken-line&transport=udp&t=0.1");
  await page.locator(".log-words", { hasText: /Client sent packet #1 \(/ }).click();
  await expect(page.getByRole("tab", { name: "Stack" })).toHaveAttribute("aria-selected", "true");
  await towers(view).getByRole("button", { name: /^r2/ }).click();
  await page.getByRole("tab", { name: "Inspector" }).click();
  await expect(page.locator(".life-step[aria-current=step]")).toContainText("r2 → r4");
  await page.locator(".life-step", { hasText: "r1 → r2" }).click();
  await page.getByRole("tab", { name: "Stack" }).click();
  await expect(current(view)).toHaveAccessibleName(/^r1/);
  await page.getByRole("button", { name: /^Why\? Server/ }).last().click();
  await expect(page.getByRole("tab", { name: "Inspector" })).toHaveAttribute("aria-selected", "true");
  await expect(page.locator(".why-effect")).toBeVisible();
});

test("with nothing selected a new data packet is followed, and can be kept", async ({ page }) => {
  const view = await open(page, "scenario=broken-line&transport=udp&t=0.1");
  await expect(view).toContainText("No packet is selected, so this follows a new one: #");
  await expect(towers(view).getByRole("button").first()).toHaveAccessibleName(/^Client/);
  await view.getByRole("button", { name: "Keep this one" }).click();
  await expect(view.getByRole("heading", { name: /^Packet #\d+$/ })).toBeVisible();
  await expect(page.getByRole("button", { name: "Clear", exact: true })).toBeVisible();
});

test("before any packet the view says what will be there", async ({ page }) => {
  const view = await open(page, "scenario=broken-line&transport=udp&embed=1&ui=full&start=paused");
  await expect(view).toContainText("No packet has been sent yet.");
});

test("a packet lost on a line leaves the tower behind it unreached", async ({ page }) => {
  const view = await open(page, "scenario=broken-line&transport=udp&t=0.3");
  await page.locator(".log-words", { hasText: /lost on r2 → r4|r2 → r4/ }).first().click();
  await expect(current(view)).toHaveAccessibleName(/^r2: up to the internet layer and down again; lost: link cut$/);
  await expect(view.getByRole("img", { name: "r4: not reached" })).toBeVisible();
  await expect(view.getByRole("img", { name: "Server: not reached" })).toBeVisible();
});

test("a SYN is TCP's own, raw IP has no ports", async ({ page }) => {
  const view = await open(page, "scenario=first-message&transport=tcp&t=0.05");
  await page.locator(".log-words", { hasText: "sent packet #1 " }).click();
  await towers(view).getByRole("button").first().click();
  await expect(box(view, "Application layer")).toContainText("Empty: this segment (SYN) is TCP's own.");
  await expect(box(view, "Transport layer")).toContainText("TCP itself speaks to the TCP at the other end");
  await page.goto("/?scenario=first-message&transport=ip&t=0.2&lang=en&tab=stack");
  await started(page);
  await expect(box(view, "Transport layer")).toContainText("There are no ports to tell programs apart");
  await expect(box(view, "Transport layer").locator("dl")).toHaveCount(0);
});

for (const [lang, theme, width] of [
  ["en", "light", 1440],
  ["ko", "dark", 1024],
  ["ko", "light", 390],
  ["en", "dark", 390],
]) {
  test(`the view fits and axe finds nothing grave (${lang}, ${theme}, ${width})`, async ({ page }) => {
    test.setTimeout(60_000);
    await page.setViewportSize({ width, height: 844 });
    await open(page, `scenario=broken-line&transport=tcp&t=0.2&theme=${theme}`, lang);
    const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(scroll).toBeLessThanOrEqual(width);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const grave = violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
    expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual([]);
  });
}
