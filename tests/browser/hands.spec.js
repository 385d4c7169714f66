// Hands on the page: what is under a finger stays there, and the focus is never lost.

import { expect, started, test } from "./harness.js";

const LISTS = {
  log: [".log-lines > .log-line", ".log-time, .log-text"],
  sender: [".sender > li", "b"],
  messages: [".receiver figure.message", ".chip"],
  ports: [".ports-table tbody tr", ".ports-local, .ports-peer"],
  demux: [".demux-rows > li", ".code"],
  mailboxes: [".mailboxes > li", "b"],
  steps: [".dns-steps > li", ".dns-at, .dns-who, .dns-badge"],
  caches: [".dns-cache tbody tr", "th, td:nth-child(2)"],
  tree: [".dns-tree li", ":scope > .dns-question, :scope > .dns-who"],
  life: [".life > li", "time, span"],
  connections: [".conn-list li", ".figure"],
  turns: [".turns > li", "button"],
  screens: [".screens > .program-screen, .screens > details", "summary"],
  terminal: [".terminal > li", ":scope"],
  fetches: [".fetches > li", null],
  programs: [".program-list > li", "span:first-child"],
  marks: [".timeline-marks > [class^=mark]", null],
};

/** Writes down which element stands for what, in every list that is there. */
const note = (page) =>
  page.evaluate((lists) => {
    window.noted = {};
    for (const [name, [rows, part]] of Object.entries(lists)) {
      window.noted[name] = [...document.querySelectorAll(rows)].map((element) => {
        const parts = part === null ? [] : part === ":scope" ? [element] : [...element.querySelectorAll(part)];
        const said = part === null ? null : parts.map((part) => part.textContent).join("|");
        return { element, said };
      });
    }
  }, LISTS);

/** Elements noted, and of those the ones that are gone or stand for something else. */
const kept = (page) =>
  page.evaluate((lists) => {
    const found = {};
    for (const [name, [, part]] of Object.entries(lists)) {
      const all = window.noted[name];
      const moved = all.filter(({ element, said }) => {
        const parts = part === null ? [] : part === ":scope" ? [element] : [...element.querySelectorAll(part)];
        const now = part === null ? null : parts.map((part) => part.textContent).join("|");
        return !element.isConnected || now !== said;
      });
      if (all.length > 0) found[name] = [all.length, moved.length, moved[0]?.said ?? null];
    }
    return found;
  }, LISTS);

const RUNS = [
  ["/?scenario=broken-line&transport=udp&lang=en&t=0.2&tab=ports", "Server"],
  ["/?scenario=broken-line&transport=tcp&lang=en&t=0.35", null],
  ["/?scenario=first-lookup&lang=en&t=0.11&tab=dns", null],
  ["/?scenario=chat&lang=en&t=0.6", null],
  ["/?scenario=ephemeral-ports&lang=en&t=0.4&tab=ports", null],
  ["/?scenario=live-video&lang=en&t=0.5", null],
];

for (const [address] of RUNS) {
  test(`every list keeps its elements while time goes on: ${address}`, async ({ page }) => {
    await page.goto(address);
    await started(page);
    if (address.includes("tab=dns")) {
      for (const more of await page.locator("details.dns-part > summary").all()) await more.click();
    }
    await note(page);
    for (let step = 0; step < 25; step += 1) {
      await page.getByRole("button", { name: "Next event" }).click();
    }
    const found = await kept(page);
    expect(found.log?.[0]).toBeGreaterThan(3);
    const moved = Object.entries(found).filter(([, [, moved]]) => moved > 0);
    expect(moved, JSON.stringify(found)).toEqual([]);
  });
}

test("Why? is answered twenty times of twenty while time runs, by a press of 110 ms", async ({ page }) => {
  test.setTimeout(90_000);
  await page.goto("/?scenario=broken-line&transport=tcp&lang=en&t=0.3");
  await started(page);
  await page.getByRole("button", { name: "Play", exact: true }).click();
  for (let turn = 0; turn < 20; turn += 1) {
    const toggle = page.locator("#play-toggle");
    if ((await toggle.innerText()).includes("Play")) {
      await page.getByRole("slider", { name: "Time" }).fill("150");
      await toggle.click();
    }
    // Whoever aims at something in the log has the pointer over it.
    await page.locator(".log-lines").hover();
    // This one, whatever comes after it meanwhile.
    const why = await page.locator(".log-why").nth(-1 - (turn % 3)).elementHandle();
    await why.scrollIntoViewIfNeeded();
    const box = await why.boundingBox();
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 3 });
    const under = await page.evaluate(
      ([x, y]) => document.elementFromPoint(x, y)?.closest(".log-why")?.getAttribute("aria-label"),
      [box.x + box.width / 2, box.y + box.height / 2],
    );
    expect(under, `aim ${turn}`).toBeTruthy();
    await page.mouse.down();
    await page.waitForTimeout(110);
    await page.mouse.up();
    const answer = page.locator("#answer-title");
    await expect(answer, `press ${turn}`).toBeVisible({ timeout: 1000 });
    expect(`Why? ${await answer.innerText()}`).toBe(under);
    await page.getByRole("button", { name: "Clear" }).click();
    await expect(answer).toHaveCount(0);
  }
});
