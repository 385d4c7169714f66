// The panel of a TCP connection, the switches of a host's TCP, and the plot of its window.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, started, test } from "./harness.js";

const WORDS = {
  en: {
    open: /^See inside the connection Client:49152/,
    panel: "TCP connection",
    client: /^State diagram of Client: /,
    server: /^State diagram of Server: /,
    lost: /considered lost/,
    sacked: /SACKed/,
    close: "Close the panel",
  },
  ko: {
    open: /^클라이언트:49152 .*연결 속 들여다보기/,
    panel: "TCP 연결",
    client: /^클라이언트의 상태도: /,
    server: /^서버의 상태도: /,
    lost: /손실로 봄/,
    sacked: /SACK로 확인됨/,
    close: "패널 닫기",
  },
};

/** Opens the page and the panel of its first connection. */
async function open(page, where, lang = "en") {
  const words = WORDS[lang];
  await page.goto(`/?${where}&lang=${lang}`);
  await started(page);
  await page.getByRole("button", { name: words.open }).click();
  const panel = page.getByRole("region", { name: words.panel, exact: true });
  await expect(panel).toBeVisible();
  return panel;
}

/** Steps from event to event until `isThere` holds. */
async function stepUntil(page, isThere, most = 400) {
  for (let step = 0; step < most; step += 1) {
    if (await isThere()) return;
    await page.keyboard.press("ArrowRight");
  }
  throw new Error(`not reached by ${most} steps`);
}

const state = (diagram) => diagram.getAttribute("data-state");

for (const lang of ["en", "ko"]) {
  test(`the state diagram follows both ends from SYN-SENT to TIME-WAIT (${lang})`, async ({ page }) => {
    test.setTimeout(90_000);
    const panel = await open(page, "scenario=first-message&transport=tcp&t=0.001", lang);
    const client = panel.getByRole("img", { name: WORDS[lang].client });
    const server = panel.getByRole("img", { name: WORDS[lang].server });
    await expect(client).toHaveAccessibleName(/SYN-SENT/);
    await expect(server).toHaveCount(0);
    const seen = { client: ["SYN-SENT"], server: [] };
    const note = async (whose, diagram) => {
      const now = await state(diagram);
      if (seen[whose].at(-1) !== now) seen[whose].push(now);
      return now;
    };
    await stepUntil(page, async () => {
      if (await server.count()) await note("server", server);
      return (await note("client", client)) === "TIME-WAIT";
    });
    // The program keeps its side open until all is acknowledged, and only then closes.
    expect(seen.client).toEqual(["SYN-SENT", "ESTABLISHED", "FIN-WAIT-1", "FIN-WAIT-2", "TIME-WAIT"]);
    expect(seen.server.slice(0, 2)).toEqual(["SYN-RECEIVED", "ESTABLISHED"]);
    // The way it took is in the name, and lit in the drawing.
    await expect(client).toHaveAccessibleName(/TIME-WAIT.*CLOSED, SYN-SENT, ESTABLISHED/);
    await expect(client.locator(".states-box.now")).toHaveText("TIME-WAIT");
    expect(await client.locator(".states-arrow.taken").count()).toBe(5);
    await expect(server).toHaveAccessibleName(/LISTEN, SYN-RECEIVED, ESTABLISHED/);
    // Its timer is the one that is left.
    await expect(panel.locator("[data-timer=time-wait]")).toContainText("TIME-WAIT");
  });

  test(`what a cut line costs is seen in the sequence space (${lang})`, async ({ page }) => {
    test.setTimeout(90_000);
    const panel = await open(page, "scenario=broken-line&transport=tcp&t=0.4", lang);
    const { lost, sacked } = WORDS[lang];
    const bars = panel.locator(".seq-bar");
    await stepUntil(page, async () => (await panel.locator(".seq-bar [data-part=lost]").count()) > 0);
    await expect(bars.first()).toHaveAccessibleName(lost);
    await expect(bars.first()).toHaveAccessibleName(sacked);
    // Not by colour alone: a cross, and a dot.
    expect(await bars.first().locator("[data-part=lost] line").count()).toBeGreaterThan(0);
    expect(await bars.first().locator("[data-part=sacked] circle").count()).toBeGreaterThan(0);
    // The receiver has the same gap.
    await expect(bars.nth(1).locator("[data-part=gap]")).not.toHaveCount(0);
    await expect(bars.nth(1).locator("[data-part=ahead]")).not.toHaveCount(0);
  });
}

test("numbers are relative, or as in the packets", async ({ page }) => {
  const panel = await open(page, "scenario=broken-line&transport=tcp&t=0.3");
  const una = panel.locator(".seq-mark text").first();
  const number = async () => Number((await una.textContent()).replace(/\D/g, ""));
  const relative = await number();
  expect(relative).toBeLessThan(100_000);
  await panel.getByRole("checkbox", { name: "numbers as in the packets" }).check();
  await expect.poll(number).toBeGreaterThan(100_000);
});

test("a packet turns the panel to its connection and is framed in the bar", async ({ page }) => {
  await page.goto("/?scenario=broken-line&transport=tcp&lang=en&t=0.3");
  await started(page);
  await page.locator(".log-words", { hasText: "Client sent" }).last().click();
  const card = page.locator(".inspector").getByRole("button", { name: WORDS.en.open });
  await card.click();
  await page.locator(".log-words", { hasText: "Client sent" }).last().click();
  const panel = page.getByRole("region", { name: WORDS.en.panel, exact: true }).first();
  await expect(panel.locator(".seq-lit").first()).toBeVisible();
  // The panel stays open beside the packet's own details.
  await expect(page.locator(".inspector .life")).toBeVisible();
  await page.getByRole("button", { name: WORDS.en.close }).click();
  await expect(page.locator("#connection")).toHaveCount(0);
});

test("with SACK switched off at the client its next SYN does not offer it", async ({ page }) => {
  test.setTimeout(60_000);
  await page.goto("/?scenario=first-message&transport=tcp&lang=en&t=0.4");
  await started(page);
  const inspector = page.locator(".inspector");
  /** The options of the SYN that the client sent last. */
  const options = async () => {
    await page.locator(".log-words", { hasText: "to ask for a connection" }).last().click();
    const tcp = inspector.locator("details.layer", { hasText: "Source port" }).last();
    if ((await tcp.getAttribute("open")) === null) await tcp.locator("summary").click();
    await expect(tcp.getByText("Maximum segment size").first()).toBeVisible();
    return tcp.locator("table.fields").innerText();
  };
  expect(await options()).toContain("SACK permitted");

  await page.getByRole("button", { name: /^Client, host/ }).press("Enter");
  await inspector.locator(".tcp-switches summary").click();
  const sack = inspector.getByRole("checkbox", { name: "Selective ACK (SACK)" });
  await expect(sack).toBeChecked();
  await expect(inspector).toContainText("For connections opened from now on");
  await sack.uncheck();
  await expect(sack).not.toBeChecked();
  await inspector.getByRole("combobox", { name: "Congestion control" }).selectOption("CUBIC");
  await page.keyboard.press("Escape");

  const before = await page.locator(".log-words", { hasText: "to ask for a connection" }).count();
  await page.getByRole("button", { name: "Send over TCP" }).click();
  await expect(page.locator(".log-words", { hasText: "to ask for a connection" })).toHaveCount(before + 1);
  const changed = await options();
  expect(changed).not.toContain("SACK permitted");
  expect(changed).toContain("Timestamp");

  // The new connection has what was set, the old one would have kept its own.
  await inspector.getByRole("button", { name: /^See inside the connection Client:49153/ }).click();
  const left = page.locator(".conn-end").first();
  await stepUntil(page, async () => (await left.locator(".figure-row").count()) > 0);
  await expect(left.locator(".figure-row", { hasText: "Selective ACK" })).toContainText("no");
  await expect(left.locator(".figure-row", { hasText: "Congestion control" })).toContainText("CUBIC");
});

test("the plot has the points that the log tells of, and leads to their moments", async ({ page }) => {
  test.setTimeout(60_000);
  const panel = await open(page, "scenario=broken-line&transport=tcp&t=1.2");
  // Every event, as far back as the log goes.
  await page.getByRole("button", { name: "Every hop" }).click();
  const earlier = page.locator(".log-earlier");
  while (await earlier.isVisible()) await earlier.click();
  const told = page.locator(".log-text", { hasText: "Client's congestion window goes from" });
  const points = panel.locator(".plot-table");
  await expect(points).toHaveAttribute("data-points", String(await told.count()));
  expect(await told.count()).toBeGreaterThan(4);

  await points.locator("summary").click();
  const windows = (await told.allInnerTexts()).map((text) => Number(/ to (\d+) bytes/.exec(text)[1]));
  const drawn = await points.locator("tbody td:nth-child(2)").allInnerTexts();
  expect(drawn.map((text) => Number(text.replaceAll(",", "")))).toEqual(windows);
  expect(await panel.locator(".plot-cwnd").getAttribute("d")).toMatch(/^M\d+ \d+H/);

  // A loss that is marked is a button, and leads to its moment and its causes.
  const loss = panel.locator(".turn-fast").first();
  const moment = (await loss.innerText()).split(" ")[0];
  await loss.click();
  await expect(page.locator(".play-clock")).toContainText(moment.slice(0, 5));
  await expect(page.locator(".inspector .why-effect")).toContainText("fast retransmit");
  // What was seen stays drawn after the step back, and the line of the present stands before it.
  await expect(points).toHaveAttribute("data-points", String(windows.length));

  const area = panel.locator(".plot-hit");
  const { width } = await area.boundingBox();
  await area.click({ position: { x: width - 4, y: 40 } });
  await expect(page.locator(".play-clock")).not.toContainText(moment.slice(0, 5));
});

test("two connections of one time are drawn together, and named where they end", async ({ page }) => {
  await page.goto("/?scenario=broken-line&transport=tcp&lang=en&t=0.2");
  await started(page);
  const inspector = page.locator(".inspector");
  await page.getByRole("button", { name: /^Client, host/ }).press("Enter");
  await inspector.locator(".tcp-switches summary").click();
  await inspector.getByRole("combobox", { name: "Congestion control" }).selectOption("CUBIC");
  await page.getByRole("button", { name: "Send over TCP" }).click();
  await inspector.getByRole("button", { name: /^See inside the connection Client:49153/ }).click();
  const panel = page.locator("#connection");
  const names = panel.locator(".plot-names text");
  // In whichever order their windows are at the moment.
  await expect
    .poll(async () => (await names.allTextContents()).toSorted(), { timeout: 15_000 })
    .toEqual(["Client:49152 · Reno", "Client:49153 · CUBIC"]);
  await expect(panel.locator(".plot-second .plot-cwnd")).toHaveAttribute("d", /^M\d/);
  // A second line is dashed: not told apart by colour alone.
  const dash = (which) =>
    panel.locator(`.plot-${which} .plot-cwnd`).evaluate((line) => getComputedStyle(line).strokeDasharray);
  expect(await dash("first")).not.toBe(await dash("second"));

  const beside = panel.getByRole("combobox", { name: "Beside" });
  await beside.selectOption("none");
  await expect(panel.locator(".plot-second")).toHaveCount(0);
  // The other one by the list of connections, which keeps the focus.
  const choose = panel.getByRole("combobox", { name: "Connection", exact: true });
  await choose.focus();
  await choose.selectOption({ index: 0 });
  await expect(panel.locator(".conn-role").first()).toContainText(":49152");
  await expect(choose).toBeFocused();
});

test("without a mouse: opened, explained and closed", async ({ page }) => {
  await page.goto("/?scenario=broken-line&transport=tcp&lang=en&t=0.3");
  await started(page);
  await page.getByRole("button", { name: WORDS.en.open }).focus();
  await page.keyboard.press("Enter");
  await expect(page.locator("#connection")).toBeFocused();
  const row = page.locator(".figure-row").first();
  await row.locator("summary").focus();
  await expect(row.locator("p")).toBeHidden();
  await page.keyboard.press("Enter");
  await expect(row.locator("p")).toContainText("so as not to overload the network");
});

test("a shared link opens the panel again", async ({ page }) => {
  await open(page, "scenario=broken-line&transport=tcp&t=0.5");
  const state = await page.locator(".conn-now").first().innerText();
  await page.getByRole("button", { name: "Share" }).click();
  const link = await page.locator(".share-link input").inputValue();
  await page.goto("about:blank");
  await page.goto(link);
  await started(page);
  await expect(page.locator("#connection")).toBeVisible();
  await expect(page.locator(".conn-now").first()).toHaveText(state);
});

for (const { lang, theme, width } of [
  { lang: "en", theme: "light", width: 1440 },
  { lang: "ko", theme: "dark", width: 1024 },
  { lang: "ko", theme: "light", width: 390 },
]) {
  test(`the panel fits and axe finds nothing grave (${lang}, ${theme}, ${width})`, async ({ page }) => {
    test.setTimeout(60_000);
    await page.setViewportSize({ width, height: 844 });
    const panel = await open(page, `scenario=broken-line&transport=tcp&t=0.6&theme=${theme}`, lang);
    await panel.locator(".plot-table summary").click();
    const scroll = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(scroll).toBeLessThanOrEqual(width);
    const { violations } = await new AxeBuilder({ page }).analyze();
    const grave = violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
    expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html)}`)).toEqual([]);

    const host = lang === "ko" ? /^클라이언트, 호스트/ : /^Client, host/;
    await page.getByRole("button", { name: host }).press("Enter");
    await page.locator(".tcp-switches summary").click();
    await expect(page.locator(".tcp-switch").first()).toBeVisible();
    const after = await new AxeBuilder({ page }).include(".inspector").analyze();
    expect(after.violations.map(({ id }) => id)).toEqual([]);
  });
}
