// The page in its pseudo-language (`?lang=en-XA`): English with an accent on every letter and every vowel twice. What has
// letters and no accent comes from no language's folder; what is cut off has no room for a language longer than English.
//
// Only a page built for it speaks it (`cargo xtask serve --pseudo`): `cargo xtask test` names one in HOPLAB_PSEUDO_URL.

import { expect, started, test } from "./harness.js";

const SPEAKS = process.env.HOPLAB_PSEUDO_URL;
test.skip(!SPEAKS, "HOPLAB_PSEUDO_URL names no page that speaks the pseudo-language");
test.use({ baseURL: SPEAKS });

const SIZES = [
  { width: 1440, height: 900 },
  { width: 390, height: 844 },
];

/**
 * What is the same in every language, a pattern a line: what standards call things, what a person named, what stands in
 * packets.
 */
const PLAIN = [
  // Protocols, flags, states and numbers as the RFCs write them.
  /IP|IPv4|UDP|TCP|DNS|ICMP|HTTP|FTP|RTP|Ethernet|TTL|MTU|MSS|RTO|RTT|SRTT|RTTVAR|ISN|SYN|ACK|FIN|RST|PSH|URG|NS|CNAME|SOA|PTR/,
  /LISTEN|SYN-SENT|SYN-RECEIVED|ESTABLISHED|FIN-WAIT-[12]|CLOSE-WAIT|CLOSING|LAST-ACK|TIME-WAIT|CLOSED/,
  /cwnd|ssthresh|rwnd|(SND|RCV|SEG)\.[A-Z]+|NXDOMAIN|NOERROR|SERVFAIL|RFC|GET|OK/,
  // Units.
  /ms|kbit|Mbit|KB|MB|KiB|0x[0-9a-f]+/,
  // What people of the library call themselves.
  /Anna|Jun|[Mm]ina/,
  // What is printed on keys.
  /Home|Esc/,
  // The program's name, and the others' whose algorithms are shown.
  /Hoplab|Reno|NewReno|Wireshark/,
];

/** Who breaks the rules on what is visible: texts without an accent, and texts that are cut off. */
const faults = (page) =>
  page.evaluate((plain) => {
    const isPlain = new RegExp(`^(?:${plain})$`, "u");
    const accented = /[áƀçðéƒĝĥíĵķļɱñóþǫŕšţúṽŵẋýžÁƁÇÐÉƑĜĤÍĴĶĻṀÑÓÞǪŔŠŢÚṼŴẊÝŽ]/u;
    const found = new Set();
    const isShown = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });
    /** A text of a language of its own, or one that somebody wrote or a packet carries. */
    const isOwn = (element) => element.closest("script, style, noscript, [translate=no], [lang]:not([lang=en-XA])");
    const look = (text, element, what) => {
      // What is quoted somebody wrote, and a path is a server's. A letter by itself is a key or a variable.
      const words = text.replace(/“[^”]*”|\/\w+/gu, "").split(/[^\p{L}\p{N}.\-_]+/u).filter((word) => /[A-Za-z]{2}/.test(word));
      if (words.every((word) => accented.test(word) || isPlain.test(word))) return;
      found.add(`${what} “${text.trim().slice(0, 80)}” in ${element.tagName.toLowerCase()}.${element.getAttribute("class")}`);
    };
    /** What of an element hides what is larger than it, and what only scrolls. */
    const hides = (style, axis) => ["hidden", "clip"].includes(style[`overflow${axis}`]);
    /** Whether a text is inside of everything around it that hides what sticks out. */
    const lookForRoom = (node, element) => {
      const range = document.createRange();
      range.selectNodeContents(node);
      const text = range.getBoundingClientRect();
      for (let around = element; around; around = around.parentElement) {
        const style = getComputedStyle(around);
        const box = around.getBoundingClientRect();
        // What is only there for readers of screens is a pixel wide or clipped to nothing, on purpose.
        if (style.clipPath !== "none" || box.width <= 1) return;
        // What scrolls shows the rest when it is scrolled, and so does the page.
        if (["auto", "scroll"].includes(style.overflowX) || ["auto", "scroll"].includes(style.overflowY)) return;
        const tag = around.tagName.toLowerCase();
        const isOver =
          (hides(style, "X") && (text.left < box.left - 1.5 || text.right > box.right + 1.5)) ||
          (hides(style, "Y") && (text.top < box.top - 1.5 || text.bottom > box.bottom + 1.5));
        // Letters of a button that stick out of it lie on what is beside it.
        const isTooWide = tag === "button" && (text.left < box.left - 1.5 || text.right > box.right + 1.5);
        if (!isOver && !isTooWide) continue;
        found.add(`cut off: “${node.data.trim().slice(0, 80)}” by ${tag}.${around.getAttribute("class")}`);
        return;
      }
    };
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walk.nextNode(); node; node = walk.nextNode()) {
      const element = node.parentElement;
      if (node.data.trim() === "" || element.closest("script, style, noscript") || !isShown(element)) continue;
      if (!isOwn(element)) look(node.data, element, "text");
      lookForRoom(node, element);
    }
    const NAMES = ["aria-label", "title", "placeholder", "aria-valuetext", "aria-description"];
    for (const element of document.querySelectorAll(NAMES.map((name) => `[${name}]`).join())) {
      if (isOwn(element) || !isShown(element)) continue;
      for (const name of NAMES) look(element.getAttribute(name) ?? "", element, name);
    }
    const root = document.documentElement;
    if (root.scrollWidth > root.clientWidth) found.add(`the page is ${root.scrollWidth} px wide`);
    return [...found];
  }, PLAIN.map((pattern) => pattern.source).join("|"));

/** Opens everything that opens in place, so that nothing is left unlooked at. */
async function unfold(page) {
  await page.evaluate(() => {
    for (const folded of document.querySelectorAll("details:not([open])")) folded.open = true;
  });
}

/** Looks at the page as it is, everything unfolded. */
async function check(page, where) {
  await unfold(page);
  await expect.soft(await faults(page), where).toEqual([]);
}

async function open(page, query) {
  await page.goto(`/?lang=en-XA&${query}`);
  await started(page);
  // That it is spoken at all: a page that knows no such language would pass by being empty of it.
  await expect(page.locator("html")).toHaveAttribute("lang", "en-XA");
}

const TABS = ["inspector", "stack", "ports", "dns"];
const BROKEN = "scenario=broken-line&transport=tcp&t=0.4";

/** An English text as the pseudo-language has it (crates/words/src/pseudo.rs). */
function told(text) {
  const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const accented = [..."áƀçðéƒĝĥíĵķļɱñóþǫŕšţúṽŵẋýžÁƁÇÐÉƑĜĤÍĴĶĻṀÑÓÞǪŔŠŢÚṼŴẊÝŽ"];
  const letter = (it) => (plain.includes(it) ? accented[plain.indexOf(it)] : it).repeat("aeiou".includes(it) ? 2 : 1);
  return [...text].map(letter).join("");
}

const button = (scope, text) => scope.getByRole("button", { name: told(text) });

/** Everything that is over the page or in its place, by what leads there. */
const OVER = {
  "the card of a link": async (page) => {
    await open(page, BROKEN);
    await page.locator(".map .link").first().press("Enter");
    await expect(page.locator("section[role=dialog]")).toBeVisible();
  },
  "the card of a host": async (page) => {
    await open(page, BROKEN);
    await page.locator(".map .node.host").first().press("Enter");
    await expect(page.locator("section[role=dialog]")).toBeVisible();
  },
  "the card of a router": async (page) => {
    await open(page, BROKEN);
    await page.locator(".map .node.router").first().press("Enter");
    await expect(page.locator("section[role=dialog]")).toBeVisible();
  },
  "a host's details": async (page) => {
    await OVER["the card of a host"](page);
    await button(page, "Details").click();
    await expect(page.locator(".inspector")).toBeVisible();
  },
  "a router's details": async (page) => {
    await OVER["the card of a router"](page);
    await button(page, "Details").click();
    await expect(page.locator(".inspector")).toBeVisible();
  },
  "a link's details": async (page) => {
    await OVER["the card of a link"](page);
    await button(page, "Details").click();
    await expect(page.locator(".inspector")).toBeVisible();
  },
  "a packet, its fields and its sums": async (page) => {
    await open(page, BROKEN);
    await page.locator(".log-words").last().click();
    const inspector = page.locator(".inspector");
    await unfold(page);
    await inspector.getByRole("button", { name: told("Checksum"), exact: true }).first().click();
    await expect(inspector.locator("[role=region], section").first()).toBeVisible();
  },
  "a DNS message": async (page) => {
    await open(page, "scenario=first-lookup&t=0.4&tab=inspector");
    await page.locator(".log-words").last().click();
    await expect(page.locator(".inspector")).toBeVisible();
  },
  "a packet in its layers": async (page) => {
    await open(page, `${BROKEN}&tab=stack`);
    await page.locator(".log-words").last().click();
    await page.locator("#tab-stack").click();
  },
  sharing: async (page) => {
    await open(page, BROKEN);
    await button(page, "Share").click();
    await expect(page.locator("dialog[open]")).toBeVisible();
  },
  help: async (page) => {
    await open(page, BROKEN);
    await button(page, "Keys").click();
    await expect(page.locator("dialog[open]")).toBeVisible();
  },
  comparing: async (page) => {
    await open(page, BROKEN);
    await button(page, "Compare IP, UDP, TCP").click();
    await expect(page.locator("dialog[open]")).toBeVisible();
  },
  "starting a program": async (page) => {
    await open(page, BROKEN);
    await button(page, "Start a program…").click();
    await expect(page.locator("dialog[open]")).toBeVisible();
  },
  "what comes of an unknown scenario": async (page) => {
    await open(page, "scenario=brokn-line");
    await expect(page.getByRole("alert")).toBeVisible();
  },
  "what comes of a wrong value": async (page) => {
    await open(page, "scenario=broken-line&loss=150%25&nonsense=1");
    await expect(page.locator(".notice").first()).toBeVisible();
  },
  "what comes of a damaged link": async (page) => {
    await page.goto("/?lang=en-XA#s=1d.AAAA.000000");
    await started(page);
    await expect(page.getByRole("alert")).toBeVisible();
  },
  "an embedding": (page) => open(page, `embed=1&${BROKEN}`),
  "an embedding with all of it": (page) => open(page, `embed=1&ui=full&${BROKEN}`),
  "an embedding's poster": (page) => open(page, `embed=1&start=poster&${BROKEN}`),
};

for (const size of SIZES) {
  const at = `${size.width}×${size.height}`;
  test.describe(at, () => {
    test.use({ viewport: size });

    test(`every scenario's views are in the language asked for, with room for it (${at})`, async ({ page }) => {
      test.setTimeout(300_000);
      await open(page, "t=0.01");
      const options = await page.locator("select").first().locator("option");
      const names = await options.evaluateAll((all) => all.map((one) => one.value));
      expect(names.length).toBeGreaterThan(20);
      for (const name of names) {
        await open(page, `scenario=${name}&t=0.4&tab=${TABS[names.indexOf(name) % TABS.length]}`);
        await check(page, name);
        await page.keyboard.press("End");
        await started(page);
        for (const tab of TABS) {
          await page.locator(`#tab-${tab}`).click();
          await check(page, `${name}, at its end, ${tab}`);
        }
      }
    });

    test(`what opens over the page is in the language asked for, with room for it (${at})`, async ({ page }) => {
      test.setTimeout(300_000);
      for (const [what, lead] of Object.entries(OVER)) {
        await test.step(what, async () => {
          await lead(page);
          await check(page, what);
        });
      }
    });
  });
}
