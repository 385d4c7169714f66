// A card of the map shows what can be done to a thing. What goes on along the path must stay in sight meanwhile.

import { expect, started, test } from "./harness.js";

const SIZES = [
  ["a wide window", 1440, 900, ""],
  ["a low window", 1366, 657, ""],
  ["a small window", 1024, 768, ""],
  ["a phone", 390, 844, ""],
  ["an embedding", 768, 430, "&embed=1"],
];

/** How many spots of links and middles of nodes something lies over, or (`in_window`) lie outside the window. */
const hidden = (page, in_window = true) =>
  page.evaluate((in_window) => {
    const map = document.querySelector(".stage-map");
    const ground = map.getBoundingClientRect();
    const spots = [...map.querySelectorAll(".map .node")].map((node) => {
      const box = node.querySelector(".node-ring").getBoundingClientRect();
      return [box.left + box.width / 2, box.top + box.height / 2];
    });
    for (const line of map.querySelectorAll(".map .wire-line")) {
      const [x1, y1, x2, y2] = ["x1", "y1", "x2", "y2"].map((name) => Number(line.getAttribute(name)));
      for (let tenth = 1; tenth < 10; tenth += 1) {
        spots.push([ground.left + x1 + ((x2 - x1) * tenth) / 10, ground.top + y1 + ((y2 - y1) * tenth) / 10]);
      }
    }
    const seen = ([x, y]) => {
      const inside = y >= 0 && y < window.innerHeight;
      if (!inside && !in_window) return true;
      const there = document.elementFromPoint(x, y);
      return map.contains(there) && there.closest(".card") === null;
    };
    return { of: spots.length, hidden: spots.filter((spot) => !seen(spot)).length };
  }, in_window);

for (const [where, width, height, query] of SIZES) {
  test(`no card covers anything of the path in ${where}`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    for (const scenario of ["broken-line", "uneven-routes", "first-lookup"]) {
      await page.goto(`/?scenario=${scenario}&lang=en&t=0.1${query}`);
      await started(page);
      const buttons = page.locator(".map [aria-haspopup=dialog]");
      const card = page.locator(".card");
      for (let one = 0; one < (await buttons.count()); one += 1) {
        await buttons.nth(one).press("Enter");
        await expect(card).toBeFocused();
        await expect.poll(async () => (await hidden(page)).hidden, `${scenario}, card ${one}`).toBe(0);
        // The card is there to be used.
        const box = await card.boundingBox();
        expect(box.height).toBeGreaterThan(80);
        expect(box.width).toBeGreaterThan(200);
        await page.keyboard.press("Escape");
        await expect(card).toHaveCount(0);
      }
      expect((await hidden(page)).of).toBeGreaterThan(40);
    }
  });
}

test("nothing else on the page moves when a card opens, grows or closes", async ({ page }) => {
  for (const [width, height] of [[1440, 900], [1366, 657], [1024, 768]]) {
    await page.setViewportSize({ width, height });
    await page.goto("/?scenario=broken-line&lang=en&t=0.1");
    await started(page);
    const places = () =>
      page.locator(".bench-play, .bench-receiver, .tab-bar, [role=tablist]").evaluateAll((all) =>
        all.map((one) => {
          // Where it would be if it did not stick to the window.
          return [one.offsetTop, one.offsetLeft, one.offsetWidth, one.offsetHeight];
        }),
      );
    const before = await places();
    expect(before.length).toBeGreaterThan(1);
    await page.locator("#map-link-0").press("Enter");
    await expect(page.locator(".card")).toBeVisible();
    expect(await places()).toEqual(before);
    await page.locator(".card summary").click();
    expect(await places()).toEqual(before);
    await page.keyboard.press("Escape");
    await expect(page.locator(".card")).toHaveCount(0);
    expect(await places()).toEqual(before);
  }
});

test("a phone that is turned while a card is open shows the card, and back again the whole map", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/?scenario=broken-line&lang=en&t=0.1");
  await started(page);
  await page.locator("#map-node-2").press("Enter");
  const card = page.locator(".card");
  await expect(card).toBeFocused();
  for (const [width, height] of [[844, 390], [390, 844]]) {
    await page.setViewportSize({ width, height });
    await expect(card).toBeInViewport({ ratio: 0.95 });
    await expect.poll(async () => (await hidden(page, width < height)).hidden).toBe(0);
  }
});

test("what opened a card gets the focus back, also where another card was open before", async ({ page }) => {
  await page.goto("/?scenario=broken-line&lang=en&t=0.1");
  await started(page);
  await page.locator("#map-node-2").press("Enter");
  await expect(page.locator(".card")).toBeFocused();
  await page.locator("#map-link-2").press("Enter");
  await expect(page.getByRole("dialog")).toHaveAccessibleName(/^Link/);
  await page.keyboard.press("Escape");
  await expect(page.locator("#map-link-2")).toBeFocused();
});

test("a slider for both directions says where they differ", async ({ page }) => {
  await page.goto("/?scenario=broken-line&lang=en&t=0.1");
  await started(page);
  await page.locator("#map-link-2").press("Enter");
  const card = page.locator(".card");
  await expect(card.locator(".dial").nth(1)).toContainText("Delay");
  await expect(card.locator(".dial").nth(1)).not.toContainText("→");
  await card.locator(".directions button").nth(1).click();
  const delay = card.locator(".dial").nth(1).locator(".dial-number input");
  await delay.fill("100");
  await delay.press("Enter");
  await card.locator(".directions button").first().click();
  await expect(card.locator(".dial").nth(1)).toContainText("→ 100, ← 10");
  await expect(page.locator(".link-label").filter({ hasText: "≤ 100 ms" })).toHaveCount(1);
});

test("a phone's map goes on from top to bottom when a card opens by touch", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/?scenario=broken-line&lang=en&t=0.1");
  await started(page);
  const nodes = page.locator(".map .node");
  const upright = async () => {
    const [first, last] = [await nodes.first().boundingBox(), await nodes.last().boundingBox()];
    return last.y - first.y > 300 && Math.abs(last.x - first.x) < 60;
  };
  expect(await upright()).toBe(true);
  await page.locator("#map-node-1").click();
  await expect(page.locator(".card")).toBeVisible();
  await expect.poll(async () => (await hidden(page)).hidden).toBe(0);
  expect(await upright()).toBe(true);
});
