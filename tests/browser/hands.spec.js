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
      await page.getByRole("slider", { name: "Time", exact: true }).fill("150");
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

const focused = (page) =>
  page.evaluate(() => {
    const { activeElement: it } = document;
    return it === document.body ? "body" : it.id || it.className.baseVal || it.className || it.tagName;
  });
const clock = (page) => page.locator(".play-clock");
const inView = (locator) =>
  locator.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return top < innerHeight && bottom > 0;
  });

for (const size of [{ width: 1440, height: 900 }, { width: 390, height: 844 }]) {
  test(`Why? opens in view, takes the focus and gives it back, at ${size.width}`, async ({ page }) => {
    await page.setViewportSize(size);
    await page.goto("/?scenario=broken-line&transport=tcp&lang=en&t=0.4");
    await started(page);
    const why = page.locator(".log-why").last();
    await why.focus();
    await page.keyboard.press("Enter");
    const answer = page.locator("#answer");
    await expect(answer).toBeFocused();
    expect(await inView(answer)).toBe(true);
    await expect(page.locator(".play-note")).toContainText(", because ");
    await page.keyboard.press("Escape");
    await expect(why).toBeFocused();
    expect(await inView(why)).toBe(true);

    await why.click({ delay: 110 });
    await expect(answer).toBeFocused();
    await answer.getByRole("button", { name: "Back" }).click();
    await expect(why).toBeFocused();
  });
}

test("what can be heard is one sentence a step, and neither the clock nor the log", async ({ page }) => {
  await page.goto("/?scenario=broken-line&transport=udp&lang=en&t=0.1");
  await started(page);
  const live = page.locator(
    "[aria-live]:not([aria-live=off]), [role=status], output, [role=log]:not([aria-live=off]), [role=alert]:not([hidden])",
  );
  await expect(live).toHaveCount(1);
  const heard = await live.elementHandle();
  const said = [];
  for (let step = 0; step < 8; step += 1) {
    await page.keyboard.press("ArrowRight");
    const text = await heard.innerText();
    expect(text.startsWith(`${await clock(page).innerText()}: `), text).toBe(true);
    said.push(text);
  }
  expect(new Set(said).size).toBe(8);
  await page.keyboard.press("ArrowLeft");
  expect(await heard.innerText()).toBe(said.at(-2));

  await page.getByRole("slider", { name: "Time", exact: true }).fill("100");
  await page.getByRole("button", { name: /^Link r1–/ }).first().press("Enter");
  await page.getByRole("button", { name: "Cut this link" }).press("Enter");
  await expect(page.locator(".play-note")).toContainText("You cut link");
  await expect(page.locator(".play-note")).toContainText("is gone");
});

test("the focus is somewhere after Destroy, after playing again and after Escape", async ({ page }) => {
  await page.goto("/?scenario=broken-line&transport=udp&lang=en&t=0.1");
  await started(page);
  const packets = page.getByRole("group", { name: /packets? under way/ }).getByRole("button");
  await packets.first().press("Enter");
  await page.getByRole("button", { name: "Destroy" }).press("Enter");
  expect(await focused(page)).not.toBe("body");
  await page.keyboard.press("Escape");
  expect(await focused(page)).not.toBe("body");

  await page.keyboard.press("3");
  await page.getByRole("button", { name: "Play again over TCP" }).press("Enter");
  await expect(page.locator("#play-toggle")).toBeFocused();
  await page.keyboard.press("Space");
  await expect(page.locator("#play-toggle")).toHaveText("Play");

  await page.locator(".log-words").last().press("Enter");
  await page.locator("#inspector button").nth(5).focus();
  await page.keyboard.press("Escape");
  expect(await focused(page)).not.toBe("body");
});

test("Home and End go through the packets under way and do not begin the run again", async ({ page }) => {
  await page.goto("/?scenario=broken-line&transport=udp&lang=en&t=0.1");
  await started(page);
  const packets = page.getByRole("group", { name: /packets? under way/ }).getByRole("button");
  await packets.first().focus();
  await page.keyboard.press("End");
  await expect(packets.last()).toBeFocused();
  await page.keyboard.press("Home");
  await expect(packets.first()).toBeFocused();
  await expect(clock(page)).toHaveText("0.1000 s");
  await page.locator(".log-lines").focus();
  await page.keyboard.press("Home");
  await expect(clock(page)).toHaveText("0.1000 s");
});

for (const key of ["Space", "Enter"]) {
  test(`after Send by ${key} Space pauses and sends nothing again`, async ({ page }) => {
    await page.goto("/?scenario=first-message&transport=udp&lang=en&t=0.01");
    await started(page);
    await page.keyboard.press("Tab");
    await page.getByRole("button", { name: "Send over UDP" }).focus();
    const sent = page.locator(".sender > li");
    const before = await sent.count();
    await page.keyboard.press(key);
    await expect(page.locator("#play-toggle")).toHaveText("Pause");
    await page.keyboard.press("Space");
    await expect(page.locator("#play-toggle")).toHaveText("Play");
    await page.waitForTimeout(150);
    expect(await sent.count()).toBe(before + 1);
  });
}

test("Space plays and pauses after a slider and after a button that was clicked", async ({ page }) => {
  await page.goto("/?scenario=broken-line&transport=udp&lang=en&t=0.1");
  await started(page);
  const toggle = page.locator("#play-toggle");
  for (const touched of [
    page.getByRole("slider", { name: "Speed" }),
    page.getByRole("button", { name: "Next event" }),
    page.getByRole("button", { name: "Send over UDP" }),
    page.getByRole("checkbox", { name: /Skip quiet/ }),
  ]) {
    if ((await toggle.innerText()).trim() === "Pause") await toggle.click();
    await touched.click();
    const was = (await toggle.innerText()).trim();
    const sent = await page.locator(".sender > li").count();
    await page.keyboard.press("Space");
    await expect(toggle).toHaveText(was === "Play" ? "Pause" : "Play");
    expect(await page.locator(".sender > li").count()).toBe(sent);
    expect(await page.evaluate(() => scrollY)).toBe(0);
  }
});

test("Escape leaves a text box", async ({ page }) => {
  await page.goto("/?scenario=first-message&transport=udp&lang=en&t=0.01");
  await started(page);
  const field = page.getByRole("textbox", { name: "Your text" });
  await field.click();
  await page.keyboard.press("Escape");
  await expect(field).not.toBeFocused();
  expect(await focused(page)).not.toBe("body");
  await page.keyboard.press("Space");
  await expect(page.locator("#play-toggle")).toHaveText("Pause");
});

test("Play and Pause is one Tab and Enter away", async ({ page }) => {
  await page.goto("/?scenario=first-message&transport=udp&lang=en&t=0.01");
  await started(page);
  await page.keyboard.press("Tab");
  await expect(page.getByRole("link", { name: /Skip to Play/ })).toBeFocused();
  await page.keyboard.press("Enter");
  await expect(page.locator("#play-toggle")).toBeFocused();
  expect(new URL(page.url()).hash).toBe("");
});

for (const [scenario, transport] of [
  ["broken-line", "tcp"],
  ["live-video", "udp"],
  ["first-lookup", "udp"],
]) {
  test(`the arrow keys move the time slider by one step each in ${scenario}`, async ({ page }) => {
    await page.goto(`/?scenario=${scenario}&transport=${transport}&lang=en&t=0.12`);
    await started(page);
    const slider = page.getByRole("slider", { name: "Time", exact: true });
    const note = page.locator(".play-note");
    await slider.focus();
    const said = [];
    for (let step = 0; step < 10; step += 1) {
      await page.keyboard.press("ArrowRight");
      said.push([await slider.inputValue(), await note.innerText()]);
    }
    expect(new Set(said.map(([value]) => value)).size).toBe(10);
    for (const was of said.toReversed().slice(1)) {
      await page.keyboard.press("ArrowLeft");
      expect([await slider.inputValue(), await note.innerText()]).toEqual(was);
    }
  });
}

/** Moves the time slider to each of these places at once; how often the clock and the log changed meanwhile. */
const drag = (page, places) =>
  page.evaluate(async (places) => {
    const slider = [...document.querySelectorAll(".play input[type=range]")].find((it) => it.max === "1000");
    const { set } = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value");
    const clock = document.querySelector(".play-clock");
    const log = document.querySelector(".log-lines");
    const clocks = new Set();
    let drawn = 0;
    const observer = new MutationObserver(() => (drawn += 1));
    observer.observe(log, { childList: true, subtree: true, characterData: true });
    for (const place of places) {
      set.call(slider, String(place));
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      for (let turn = 0; turn < 20; turn += 1) await null;
      clocks.add(clock.textContent);
    }
    observer.disconnect();
    return { clocks: clocks.size, drawn };
  }, places);

test("while time is dragged, clock and map follow each move; the panels come after, though the finger stays down", async ({
  page,
}) => {
  await page.goto("/?scenario=broken-line&transport=tcp&lang=en&t=0.1");
  await started(page);
  const box = await page.getByRole("slider", { name: "Time", exact: true }).boundingBox();
  const at = (share) => [box.x + box.width * share, box.y + box.height / 2];
  await page.mouse.move(...at(0.2));
  await page.mouse.down();
  const places = Array.from({ length: 12 }, (_, n) => 200 + 40 * n);
  // A machine that stands still just then has the way there played in slices, as for a far moment: drag again.
  await expect.poll(() => drag(page, places)).toEqual({ clocks: 12, drawn: 0 });
  await page.mouse.move(...at(0.7), { steps: 4 });

  const last = page.locator(".log-line").last();
  await expect(page.locator(".bench-receiver")).not.toHaveAttribute("aria-busy", "true");
  const held = await last.innerText();
  const moment = await clock(page).innerText();
  await page.mouse.up();
  await page.waitForTimeout(300);
  expect([await clock(page).innerText(), await last.innerText()]).toEqual([moment, held]);
});

test("a story stops at its end, and what is skipped is told with its reason", async ({ page }) => {
  test.setTimeout(90_000);
  await page.goto("/?scenario=first-lookup&lang=en");
  await started(page);
  const slider = page.getByRole("slider", { name: "Speed" });
  await slider.fill("18");
  const note = page.locator(".play-note");
  await expect(note).toContainText("The story ends here", { timeout: 60_000 });
  await expect(page.locator("#play-toggle")).toHaveText("Play");
  await expect(clock(page)).toHaveText("1.0000 s");
  await page.locator("#play-toggle").click();
  await expect(note).toContainText("TIME-WAIT", { timeout: 20_000 });
});

test("a refusal is over with the next thing that is done", async ({ page }) => {
  await page.goto("/?scenario=first-message&transport=udp&lang=en&t=0.01");
  await started(page);
  await page.getByRole("button", { name: /^Client, host/ }).press("Enter");
  await page.getByRole("button", { name: "Switch off" }).click();
  await page.keyboard.press("Escape");
  await page.getByRole("button", { name: "Send over UDP" }).click();
  await expect(page.getByRole("alert")).toBeVisible();
  await page.getByRole("button", { name: "Next event" }).click();
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("a text of 4,000 letters is sent whole, and of one that is too long nothing is lost", async ({ page }) => {
  await page.goto("/?scenario=first-message&transport=udp&lang=en&t=0.01");
  await started(page);
  const field = page.getByRole("textbox", { name: "Your text" });
  await field.fill("x".repeat(4000));
  await field.press("Enter");
  await expect(page.getByRole("alert")).toHaveCount(0);
  await expect(page.locator(".log-text").filter({ hasText: "4000 bytes" }).first()).toBeVisible();
  await field.fill("x".repeat(5000));
  await field.press("Enter");
  await expect(page.getByRole("alert")).toContainText("4096");
  expect((await field.inputValue()).length).toBe(5000);
});

test("nothing jumps at the play bar on a phone, whatever is said while time runs", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto("/?scenario=first-message&transport=tcp&lang=ko&t=0.01");
  await started(page);
  await page.getByRole("slider", { name: "속도" }).fill("18");
  // Looked at whenever it is drawn: silence, sentences of all lengths, what is skipped, and the end.
  await page.evaluate(() => {
    window.seen = { heights: new Set(), notes: new Set() };
    const look = () => {
      window.seen.heights.add(document.querySelector(".play").getBoundingClientRect().height);
      window.seen.notes.add(document.querySelector(".play-note").textContent);
      requestAnimationFrame(look);
    };
    look();
  });
  const toggle = page.locator(".play-toggle");
  for (const end of [/이야기는 여기까지|더 일어날 일이 없어요/, /더 일어날 일이 없어요/]) {
    if ((await page.locator(".play-note").innerText()).match(/더 일어날 일이 없어요/)) break;
    await toggle.click();
    await expect(page.locator(".play-note")).toHaveText(end, { timeout: 30_000 });
  }
  const { heights, notes } = await page.evaluate(() => ({
    heights: [...window.seen.heights],
    notes: [...window.seen.notes],
  }));
  expect(notes.length, notes.join(" / ")).toBeGreaterThan(2);
  expect(heights, notes.join(" / ")).toHaveLength(1);
});

test("in the colours of the system what is chosen is told by more than weight", async ({ page }) => {
  await page.emulateMedia({ forcedColors: "active" });
  await page.goto("/?scenario=broken-line&transport=udp&lang=en&t=0.4");
  await started(page);
  const line = (locator) => locator.evaluate((element) => getComputedStyle(element).outlineStyle);
  expect(await line(page.locator('.head [aria-pressed="true"]').first())).toBe("solid");
  expect(await line(page.locator('.head [aria-pressed="false"]').first())).not.toBe("solid");
  expect(await line(page.locator(".send-over input:checked + span"))).toBe("solid");
  const hatch = await page.locator(".picture").first().evaluate((it) => getComputedStyle(it).backgroundImage);
  expect(hatch).toContain("gradient");
});

test("the steps of a lookup are read out as words apart", async ({ page }) => {
  await page.goto("/?scenario=first-lookup&lang=en&t=0.3&tab=dns");
  await started(page);
  const step = page.locator(".dns-steps button.dns-step").first();
  await expect(step).toHaveAccessibleName(/ms Client \(stub resolver\) → Resolver query\s*\. Client/);
});

test("offers of the same thing are told apart", async ({ page }) => {
  for (const scenario of ["reno-vs-cubic", "same-address", "chat"]) {
    await page.goto(`/?scenario=${scenario}&lang=en&t=0.01`);
    await started(page);
    const names = await page.locator(".send-what .segment").allInnerTexts();
    expect(new Set(names).size, names.join(" / ")).toBe(names.length);
  }
});

for (const width of [1440, 1024, 390]) {
  test(`no table of a host or of a cache is cut off at ${width}`, async ({ page }) => {
    await page.setViewportSize({ width, height: 900 });
    const cut = () =>
      page.locator(".table-box").evaluateAll((all) =>
        all.filter((box) => box.scrollWidth > box.clientWidth + 1).map((box) => box.ariaLabel),
      );
    await page.goto("/?scenario=first-lookup&lang=en&t=0.3&tab=dns");
    await started(page);
    await expect(page.locator(".dns-cache").first()).toBeVisible();
    expect(await cut()).toEqual([]);
    await page.goto("/?scenario=broken-line&transport=tcp&lang=en&t=0.4");
    await started(page);
    await page.getByRole("button", { name: /^Client, host/ }).press("Enter");
    await page.getByRole("button", { name: "Details" }).click();
    await expect(page.locator(".table-box").first()).toBeVisible();
    expect(await cut()).toEqual([]);
  });
}
