// The ports view: the socket table, how a packet finds its program, and a socket as what is selected.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, started, test } from "./harness.js";
import { linkTo } from "./link.js";

const WORDS = {
  en: {
    tab: "Ports",
    inspector: "Inspector",
    view: "Ports",
    host: "Host",
    server: /^Server/,
    client: /^Client/,
    caption: "Sockets on Server",
    heads: ["Netid", "State", "Recv-Q", "Send-Q", "Local Address:Port", "Peer Address:Port", "Process"],
    demux: "Which program gets the packet?",
    rows: /^2\./,
    select: (row) => new RegExp(`^Select socket: ${row}`),
    gets: (who) => new RegExp(`^${who} gets it\\.$`),
    copies: "Each of them gets a copy: Chat, Pictures.",
    chat: "Chat",
    pictures: "Pictures",
    portDiffers: "destination port differs (32202, here 11220)",
    exact: "both addresses and both ports match",
    closed: "closed",
    dynamic: "dynamic port",
    registered: "registered port",
    empty: "No packet has been handed up at Server yet.",
    marked: "the selected socket's program",
    opened: "Why was it opened?",
    because: "Why it happened",
    unreachable: /No socket has UDP port 9: .*ICMP port unreachable/,
    reset: /No socket takes this segment for TCP port 9: the host answers with RST/,
    openPacket: "Select the packet",
    thisPacket: "The selected packet",
    apart: /Only the source port\. .*one comes from port (\d+), the other from port (\d+)/,
    listens: /listens on this port: the host opens a new socket/,
  },
  ko: {
    tab: "포트",
    inspector: "자세히 보기",
    view: "포트",
    host: "호스트",
    server: /^서버/,
    client: /^클라이언트/,
    caption: "서버의 소켓",
    heads: ["프로토콜(Netid)", "상태", "Recv-Q", "Send-Q", "로컬 주소:포트", "상대 주소:포트", "프로그램"],
    demux: "패킷은 어느 프로그램으로 갈까요?",
    rows: /^2\./,
    select: (row) => new RegExp(`^소켓 고르기: ${row}`),
    gets: (who) => new RegExp(`^${who}[이가] 받아요\\.$`),
    copies: "채팅, 그림이 하나씩 복사본을 받아요.",
    chat: "채팅",
    pictures: "그림",
    portDiffers: "목적지 포트가 달라요(32202, 여기는 11220)",
    exact: "두 주소와 두 포트가 모두 같아요",
    closed: "닫힘",
    dynamic: "동적 포트",
    registered: "등록 포트",
    empty: "아직 서버에 도착한 패킷이 없어요.",
    marked: "선택한 소켓의 프로그램",
    opened: "왜 열렸나요?",
    because: "그 까닭",
    unreachable: /UDP 9번 포트를 쓰는 소켓이 없어서 .*ICMP 포트 도달 불가\(port unreachable\)/,
    reset: /TCP 9번 포트로 온 이 세그먼트를 받을 소켓이 없어서 호스트가 RST로 응답해요/,
    openPacket: "패킷 고르기",
    thisPacket: "선택한 패킷",
    apart: /출발지 포트뿐이에요\. .*하나는 (\d+)번, 다른 하나는 (\d+)번/,
    listens: /기다리고 있어서, 호스트가 이 연결을 위한 소켓을 새로 열어요/,
  },
};

/** A link to the first scenario in which the client sends a text to each of these ports too. */
function linkOf(transport, ports) {
  const send = (port) => ({
    send: { from: "client", to: "198.51.100.80", port, payload: { text: "Is anybody there?" } },
  });
  const state = {
    scenario: "first-message",
    transport,
    cursor: "2ms",
    commands: ports.map((port) => ({ at: "1ms", command: send(port) })),
  };
  return `#s=${linkTo(state)}`;
}

/** Opens the ports view at a moment of a scenario. */
async function open(page, where, lang = "en", link = "") {
  await page.goto("about:blank");
  await page.goto(`/?${where ? `${where}&` : ""}tab=ports&lang=${lang}${link}`);
  await started(page);
  const view = page.getByRole("region", { name: WORDS[lang].view, exact: true });
  await expect(view).toBeVisible();
  return view;
}

const table = (view, words) => view.getByRole("table", { name: words.caption });
const picture = (view) => view.locator(".demux").getByRole("img");
const outcome = (view) => view.locator(".demux-outcome");

/** Steps from event to event until `isThere` holds. */
async function stepUntil(page, isThere, most = 300) {
  for (let step = 0; step < most; step += 1) {
    if (await isThere()) return;
    await page.keyboard.press("ArrowRight");
  }
  throw new Error(`not reached by ${most} steps`);
}

for (const lang of ["en", "ko"]) {
  const words = WORDS[lang];

  test(`the port decides which program gets a datagram (${lang})`, async ({ page }) => {
    const view = await open(page, "scenario=which-program&transport=udp&t=0.12", lang);
    const rows = table(view, words).getByRole("row");
    // Two programs, each with a socket of every sort, and the row of heads.
    await expect(rows).toHaveCount(7);
    await expect(table(view, words).getByRole("columnheader")).toHaveText(words.heads);
    const udp = rows.filter({ has: page.getByRole("rowheader", { name: words.select("udp") }) });
    await expect(udp.first()).toContainText("198.51.100.80:11220");
    await expect(udp.first()).toContainText("UNCONN");
    await expect(udp.first()).toContainText(words.registered);
    await expect(udp.first()).toContainText(words.chat);

    await expect(outcome(view)).toHaveText(words.gets(words.pictures));
    await expect(picture(view)).toHaveAccessibleName(/UDP.*192\.0\.2\.10:49153.*198\.51\.100\.80:32202/);
    const looked = view.locator(".demux-rows > li");
    await expect(looked.nth(0)).toContainText(words.portDiffers);
    await expect(looked.nth(1)).toContainText(words.pictures);
    // It steps with the playhead: sooner or later a datagram is the other program's.
    await stepUntil(page, async () => words.gets(words.chat).test(await outcome(view).innerText()));
    await expect(picture(view)).toHaveAccessibleName(/:11220/);
  });

  test(`raw IP names no program, so both get a copy (${lang})`, async ({ page }) => {
    const view = await open(page, "scenario=which-program&transport=ip&t=0.12", lang);
    await expect(outcome(view)).toHaveText(words.copies);
    await expect(view.locator(".mailbox-takes")).toHaveCount(2);
  });

  test(`a connection's row is found by both addresses and both ports (${lang})`, async ({ page }) => {
    const view = await open(page, "scenario=first-message&transport=tcp&t=0.001", lang);
    await expect(view.getByRole("combobox", { name: words.host })).toBeVisible();
    await expect(view).toContainText(words.empty);
    const states = table(view, words).locator(".ports-state");
    // A SYN goes to who listens, everything after it to the connection.
    await stepUntil(page, async () => (await outcome(view).count()) > 0);
    await expect(outcome(view)).toContainText(words.listens);
    await expect(states).toHaveText(["UNCONN", "UNCONN", "LISTEN", "SYN-RECV"]);
    await stepUntil(page, async () => (await states.last().innerText()) === "ESTAB");
    await expect(view.locator(".demux-takes").first()).toContainText(words.exact);
    // It goes, and is seen to be gone.
    await stepUntil(page, async () => (await states.last().innerText()) === words.closed);
    await expect(view.getByRole("button", { name: words.select("tcp .*49152") })).toHaveAccessibleName(
      new RegExp(`${words.closed}$`),
    );
  });

  test(`a row selects its packets, lines and program, by the keyboard alone (${lang})`, async ({ page }) => {
    const view = await open(page, "scenario=which-program&transport=udp&t=0.15", lang);
    // The tab, the host, then the rows.
    await page.getByRole("tab", { name: words.tab }).focus();
    await page.keyboard.press("Tab");
    await expect(page.getByRole("combobox", { name: words.host })).toBeFocused();
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    const row = view.getByRole("button", { name: words.select("udp UNCONN 198.51.100.80:11220") });
    await expect(row).toBeFocused();
    await expect(row).toHaveAttribute("aria-pressed", "false");
    await page.keyboard.press("Enter");
    await expect(row).toHaveAttribute("aria-pressed", "true");
    await expect(row).toBeFocused();
    // The log marks the lines of packets for this port and no others.
    const marked = page.locator(".log-line[aria-current=true]");
    await expect(marked.first()).toBeVisible();
    const all = await page.locator(".log-line").count();
    expect(await marked.count()).toBeLessThan(all / 2);
    // The receiver's view marks the program.
    const screen = page.locator(".screen-marked");
    await expect(screen).toHaveCount(1);
    await expect(screen).toContainText(words.marked);
    await expect(screen.getByRole("heading")).toContainText("11220");
    // The inspector tells of it, and why it was opened.
    await page.getByRole("tab", { name: words.inspector }).click();
    const inspector = page.getByRole("region", { name: words.inspector, exact: true });
    await expect(inspector).toContainText("198.51.100.80:11220");
    await expect(inspector).toContainText(words.chat);
    await inspector.getByRole("button", { name: words.opened }).click();
    await expect(inspector).toContainText(words.because);
  });

  test(`a closed port answers, and the view says who and why (${lang})`, async ({ page }) => {
    test.setTimeout(60_000);
    for (const [transport, refusal] of [["udp", words.unreachable], ["tcp", words.reset]]) {
      const view = await open(page, "", lang, linkOf(transport, [9]));
      const host = view.getByRole("combobox", { name: words.host });
      await host.selectOption({ index: 1 });
      await stepUntil(page, async () => {
        const text = (await outcome(view).count()) > 0 ? await outcome(view).innerText() : "";
        return refusal.test(text);
      });
      await expect(picture(view)).toHaveAccessibleName(refusal);
      await expect(view.locator(".mailbox-takes")).toHaveCount(0);
    }
  });

  test(`two connections to one port: the source port tells them apart (${lang})`, async ({ page }) => {
    test.setTimeout(60_000);
    const view = await open(page, "", lang, linkOf("tcp", [32202]));
    await view.getByRole("combobox", { name: words.host }).selectOption({ index: 1 });
    const apart = view.locator(".demux-apart");
    await stepUntil(page, async () => (await apart.count()) > 0);
    const [, one, other] = (await apart.innerText()).match(words.apart);
    expect(one).not.toBe(other);
    await expect(view.locator(".demux-takes").first()).toContainText(one);
    await expect(picture(view)).toHaveAccessibleName(new RegExp(`:${one}\\b`));
  });

  test(`at the client the view says which port was lent to it (${lang})`, async ({ page }) => {
    const view = await open(page, "scenario=nobody-home&transport=udp&t=0.02", lang);
    const host = view.getByRole("combobox", { name: words.host });
    await host.selectOption({ index: 0 });
    await expect(host.locator("option:checked")).toHaveText(words.client);
    const row = page.getByRole("button", { name: words.select("udp ESTAB 192.0.2.10:49152") });
    await expect(row).toBeVisible();
    await expect(view.getByRole("row").filter({ has: row })).toContainText(words.dynamic);
    await expect(view.locator(".port-ranges li.port-dynamic")).toContainText("49152");
  });
}

test("a packet that is selected is the one that is explained, at the host where it arrived", async ({ page }) => {
  const words = WORDS.en;
  const view = await open(page, "scenario=which-program&transport=udp&t=0.12");
  await view.getByRole("button", { name: words.openPacket }).click();
  await expect(view).toContainText(words.thisPacket);
  const number = (await view.locator(".demux-head").innerText()).match(/#(\d+)/)[1];
  // It stays while time goes on.
  for (let step = 0; step < 30; step += 1) await page.keyboard.press("ArrowRight");
  await expect(view.locator(".demux-head")).toContainText(`#${number},`);
});

test("the link of the page holds the selected socket", async ({ page }) => {
  const words = WORDS.en;
  let view = await open(page, "scenario=which-program&transport=tcp&t=0.2");
  const name = words.select("tcp .*11220 192.0.2.10:49152");
  await view.getByRole("button", { name }).click();
  // The connection's panel would push the table away: it opens on request.
  await expect(page.locator("#connection")).toHaveCount(0);
  await expect(view.getByRole("region", { name: "TCP connection" })).toBeVisible();
  await page.getByRole("button", { name: "Share" }).click();
  const link = await page.getByRole("dialog").getByRole("textbox").first().inputValue();
  await page.goto("about:blank");
  await page.goto(link);
  await started(page);
  view = page.getByRole("region", { name: words.view, exact: true });
  await expect(view.getByRole("button", { name })).toHaveAttribute("aria-pressed", "true");
});

test("what the columns mean is told in place", async ({ page }) => {
  const view = await open(page, "scenario=which-program&transport=udp&t=0.05");
  await view.getByText("What the columns mean").click();
  await expect(view.getByText("Bytes received that the program has not read yet.")).toBeVisible();
  const head = view.getByRole("columnheader", { name: "Recv-Q" });
  await expect(head).toHaveAccessibleDescription("Bytes received that the program has not read yet.");
});

for (const [theme, size] of [
  ["light", { width: 1440, height: 900 }],
  ["dark", { width: 390, height: 844 }],
]) {
  test(`axe finds nothing grave in the ports view, ${theme}, ${size.width} wide`, async ({ page }) => {
    await page.setViewportSize(size);
    const view = await open(page, `scenario=which-program&transport=tcp&t=0.2&theme=${theme}`);
    await view.getByRole("button", { name: WORDS.en.select("tcp LISTEN") }).first().click();
    const { violations } = await new AxeBuilder({ page }).include(".ports").analyze();
    const grave = violations.filter(({ impact }) => ["serious", "critical"].includes(impact));
    expect(grave.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.html).join("\n")}`)).toEqual([]);
    // Nothing is wider than its column, and the page is no longer than what is on it.
    const empty = await page.evaluate(() => {
      const { bottom } = document.querySelector(".bench").getBoundingClientRect();
      return document.documentElement.scrollHeight - (bottom + window.scrollY);
    });
    expect(empty).toBeLessThan(100);
    const wide = await page.evaluate(() => {
      const ports = document.querySelector(".ports");
      return ports.scrollWidth - ports.clientWidth;
    });
    expect(wide).toBeLessThanOrEqual(0);
  });
}
