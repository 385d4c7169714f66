// Labels stay whole: packets go under what is written on the map, and no word is broken where a line ends.

import { expect, started, test } from "./harness.js";

test("what is written on the map lies over the packets", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/?scenario=uneven-routes&transport=udp&lang=en&t=0.12");
  await started(page);
  const labels = page.locator(".map-labels");
  await expect(labels.locator(".node-address").first()).toBeVisible();
  const found = await page.evaluate(() => {
    const canvas = document.querySelector(".stage-map canvas");
    const labels = document.querySelector(".map-labels");
    const over = canvas.compareDocumentPosition(labels) & Node.DOCUMENT_POSITION_FOLLOWING;
    const layers = [canvas, labels].map((it) => getComputedStyle(it));
    // Where packets are drawn: does any name or address stand there?
    const ground = canvas.getBoundingClientRect();
    const scale = canvas.width / ground.width;
    const ink = canvas.getContext("2d");
    const painted = (text) => {
      const box = text.getBoundingClientRect();
      const [x, y, width, height] = [box.left - ground.left, box.top - ground.top, box.width, box.height];
      const { data } = ink.getImageData(x * scale, y * scale, width * scale, height * scale);
      return data.some((byte, at) => at % 4 === 3 && byte > 0);
    };
    return {
      over: over !== 0,
      order: layers.map((style) => style.zIndex),
      pointer: layers.map((style) => style.pointerEvents),
      crossed: [...labels.querySelectorAll(".node-label, .node-address")].filter(painted).length,
    };
  });
  expect(found.crossed).toBeGreaterThan(0);
  expect(found.over).toBe(true);
  expect(found.order).toEqual(["auto", "auto"]);
  // The letters are pressed on what lies below.
  expect(found.pointer).toEqual(["none", "none"]);
});

for (const lang of ["en", "ko"]) {
  test(`the buttons at the head of the page stand in one row on a phone (${lang})`, async ({ page }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    for (const theme of ["auto", "light", "dark"]) {
      await page.goto(`/?lang=${lang}&theme=${theme}&t=0.01`);
      await started(page);
      const rows = await page
        .locator(".head-tools button")
        .evaluateAll((all) => new Set(all.map((one) => Math.round(one.getBoundingClientRect().bottom))).size);
      expect(rows, theme).toBe(1);
    }
  });
}

for (const [lang, words] of [["en", /^Theme: /], ["ko", /^밝기 /]]) {
  test(`the button of the theme says what it is about (${lang})`, async ({ page }) => {
    await page.goto(`/?lang=${lang}&t=0.01`);
    await started(page);
    await expect(page.locator(".head-tools > button").filter({ hasText: words })).toHaveCount(1);
  });
}

for (const [lang, words] of [["en", "The white row at the bottom"], ["ko", "맨 아래의 흰 줄은 시계예요"]]) {
  test(`what the white row of a video is stands beside it (${lang})`, async ({ page }) => {
    await page.goto(`/?scenario=live-video&lang=${lang}&t=1`);
    await started(page);
    await expect(page.locator(".players").getByText(words)).toBeVisible();
  });
}

for (const [lang, longest] of [["en", "Environment"], ["ko", "프로그램"]]) {
  test(`no chip of the log reaches into the words beside it (${lang})`, async ({ page }) => {
    await page.goto(`/?scenario=broken-line&lang=${lang}&transport=tcp&t=0.3`);
    await started(page);
    await expect(page.locator(".log-words .chip").getByText(longest).first()).toBeAttached();
    const over = await page.locator(".log-words").evaluateAll((rows) =>
      rows
        .filter((row) => {
          const [chip, text] = [".chip", ".log-text"].map((part) => row.querySelector(part).getBoundingClientRect());
          return chip.right > text.left && chip.bottom > text.top;
        })
        .map((row) => row.innerText),
    );
    expect(over).toEqual([]);
  });
}

for (const [width, height] of [[1440, 900], [1366, 657], [1024, 768]]) {
  test(`what is written beside links does not lie on each other (${width}×${height})`, async ({ page }) => {
    await page.setViewportSize({ width, height });
    await page.goto("/?lang=en&t=0.01");
    await started(page);
    const picker = page.getByRole("combobox", { name: "Scenario", exact: true });
    const names = await picker.locator("option").evaluateAll((all) => all.map((one) => one.value));
    let written = 0;
    for (const name of names) {
      await picker.selectOption(name);
      await expect(picker).toHaveValue(name);
      const labels = await page.locator(".link-label").evaluateAll((all) =>
        all.map((one) => ({ text: one.textContent, box: one.getBoundingClientRect().toJSON() })),
      );
      const over = (a, b) =>
        Math.min(a.right, b.right) - Math.max(a.left, b.left) > 1 && Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 1;
      const pairs = labels.flatMap((a, at) => labels.slice(at + 1).map((b) => [a, b]));
      const lying = pairs.filter(([a, b]) => over(a.box, b.box)).map(([a, b]) => `${a.text} on ${b.text}`);
      expect.soft(lying, name).toEqual([]);
      written += labels.length;
    }
    expect(written).toBeGreaterThan(40);
  });
}

test("nobody is told to click or to point on a touch screen", async ({ page }) => {
  await page.goto("/?lang=en&t=0.01");
  await started(page);
  const picker = page.getByRole("combobox", { name: "Scenario", exact: true });
  for (const name of await picker.locator("option").evaluateAll((all) => all.map((one) => one.value))) {
    await picker.selectOption(name);
    await expect(page.locator(".hint, .story-more").first()).toBeVisible();
    await expect(page.locator(".story")).not.toContainText(/\b(click|point at|hover)\b/i);
  }
});

/** Words of up to so many letters that stand in more than one line; where, and what stands there. */
const broken = (page) =>
  page.evaluate(() => {
    const found = new Set();
    const walker = document.createTreeWalker(document.querySelector("#app"), NodeFilter.SHOW_TEXT);
    const range = document.createRange();
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const parent = node.parentElement;
      if (!parent || parent.closest(".unseen, script, style, textarea, option, svg")) continue;
      // Only for readers of screens: a legend on a phone is clipped to nothing.
      let clipped = false;
      for (let one = parent; one; one = one.parentElement) clipped ||= getComputedStyle(one).clipPath !== "none";
      if (clipped) continue;
      if (!parent.checkVisibility({ visibilityProperty: true })) continue;
      for (const word of node.data.matchAll(/[\p{L}\p{M}\p{N}]{2,14}/gu)) {
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        const tops = new Set([...range.getClientRects()].filter((it) => it.width > 0.5).map((it) => Math.round(it.top / 4)));
        if (tops.size < 2) continue;
        // A name or number that hangs together over more than a line is another thing than a word.
        const around = node.data.slice(0, word.index).match(/\S*$/)[0] + node.data.slice(word.index).match(/^\S*/)[0];
        found.add(`${parent.closest("[class]")?.className}: ${word[0]} (${around.slice(0, 60)})`);
      }
    }
    return [...found];
  });

const SCENES = [
  "scenario=first-message&transport=tcp&t=0.2",
  "scenario=same-address&transport=udp&t=0.3",
  "scenario=ftp-two-connections&t=0.7",
  "scenario=first-lookup&t=0.4",
  "scenario=chat&t=1",
  "scenario=live-video&t=1",
];

for (const [width, height] of [[390, 844], [1024, 768]]) {
  for (const lang of ["en", "ko"]) {
    test(`no word is broken at the end of a line at ${width} px (${lang})`, async ({ page }) => {
      test.setTimeout(240_000);
      await page.setViewportSize({ width, height });
      for (const scene of SCENES) {
        for (const tab of ["inspector", "stack", "ports", "dns"]) {
          await page.goto(`/?${scene}&lang=${lang}&tab=${tab}`);
          await started(page);
          for (const details of await page.locator("main details:not([open]) > summary").all()) {
            if (await details.isVisible()) await details.click();
          }
          expect.soft(await broken(page), `${scene} ${tab}`).toEqual([]);
        }
      }
    });
  }
}
