// Programs that speak protocols of their own: starting, typing, stopping, and what their screens show of each story.

import { AxeBuilder } from "@axe-core/playwright";
import { expect, started, test } from "./harness.js";
import { linkTo } from "./link.js";

const WORDS = {
  en: {
    client: "Client",
    programs: "Programs",
    refused: /connection refused/,
    unreachable: /port unreachable.*ICMP/,
    echo: /echo of line 1 after/,
    echoServer: /Start echo server on port 70/,
    sayAgain: "Say “Hello?” to Server:70",
    echoName: "echo",
    quoteName: "quote",
    quoteSilence: "no answer to attempt 1",
    quoteOver: "Get a quote from Server over TCP",
    quoteClient: "quote client",
    echoClient: "echo client",
    marked: "the selected socket's program",
    ports: "Ports",
    thirdTab: "Open Server in a browser (www ③)",
    done: "Done.",
    address: "Address",
    browser: "browser",
    game: "game",
    call: "video call",
    playing: /Playing as player \d/,
    field: /^The field: .*\(you\)/,
    traceroute: "traceroute",
    reached: /Reached at hop 4\..*did not answer/,
    ping: "ping",
    silence: /2 sent, 0 answered, 100\.0% lost/,
    players: "Players side by side",
    damaged: /damaged \d/,
    stoodStill: /stood still/,
    smooth: /Smoothness (\d+\.\d)%/,
    start: "Start a program…",
    startTitle: "Start a program",
    whichProgram: "Which program",
    to: "To (name, address or host)",
    port: "Port",
    doStart: "Start it",
    badPort: /Port: .*1 to 65535/,
    text: "What it says",
    badText: /What it says: .*1 to 512 bytes/,
    lost: "The connection is lost, and the call is over.",
    stop: /^Stop www ① on Client$/,
    ended: "ended",
  },
  ko: {
    client: "클라이언트",
    programs: "프로그램",
    refused: /연결이 거부됐어요/,
    unreachable: /포트에 도달할 수 없어요.*ICMP/,
    echo: /첫 번째 메시지가 .* 만에 돌아옴/,
    echoServer: /70번 포트에서 에코 서버 시작/,
    sayAgain: "서버:70에 “Hello?” 보내기",
    echoName: "에코",
    quoteName: "명언",
    quoteSilence: "첫 번째 시도에 응답이 없음",
    quoteOver: "TCP로 서버에서 명언 받기",
    quoteClient: "명언 클라이언트",
    echoClient: "에코 클라이언트",
    marked: "선택한 소켓의 프로그램",
    ports: "포트",
    thirdTab: "브라우저로 서버 열기(www ③)",
    done: "다 불러왔어요.",
    address: "주소",
    browser: "웹 브라우저",
    game: "게임",
    call: "화상 통화",
    playing: /\d번 플레이어로 게임 중이에요/,
    field: /^게임판: .*\(나\)/,
    traceroute: "경로 추적(traceroute)",
    reached: /네 번째 홉에서 목적지에 도달했어요\..*응답하지 않았다는/,
    ping: "핑",
    silence: /요청 2개, 응답 0개, 손실 100\.0%/,
    players: "플레이어 나란히 보기",
    damaged: /깨짐 \d/,
    stoodStill: /멈춘 시간/,
    smooth: /부드러움 (\d+\.\d)%/,
    start: "프로그램 시작하기…",
    startTitle: "프로그램 시작하기",
    whichProgram: "어떤 프로그램을",
    to: "상대(이름, 주소 또는 호스트)",
    port: "포트",
    doStart: "시작",
    badPort: /포트: .*65535/,
    text: "보낼 글",
    badText: /보낼 글: 1바이트 이상 512바이트 이하/,
    lost: "연결이 끊겨 통화가 끝났어요.",
    stop: /^클라이언트의 www ① 끝내기$/,
    ended: "끝남",
  },
};

async function open(page, where, lang) {
  await page.goto(`/?${where}&lang=${lang}`);
  await started(page);
  return WORDS[lang];
}

/** The screen of a program, by its host and its name. */
const card = (page, host, program) => page.getByRole("group", { name: `${host} · ${program}`, exact: true });

for (const lang of ["en", "ko"]) {
  test(`closed-port: RST for a connection, ICMP for a datagram, and then the port that is open (${lang})`, async ({ page }) => {
    const words = await open(page, "scenario=closed-port&t=0.7", lang);
    await expect(card(page, words.client, `${words.echoName} · TCP → 70`)).toContainText(words.refused);
    await expect(card(page, words.client, `${words.echoName} · UDP → 70`)).toContainText(words.unreachable);
    await expect(card(page, words.client, `${words.echoName} · TCP → 7`)).toContainText(words.echo);
    await expect(card(page, words.client, `${words.echoName} · UDP → 7`)).toContainText(words.echo);
    // Somebody waits there from now on.
    await page.getByRole("button", { name: words.echoServer }).click();
    await page.getByRole("button", { name: words.sayAgain }).click();
    await expect(card(page, words.client, words.echoClient)).toContainText(words.echo, { timeout: 20_000 });
  });

  test(`quote: one to each who asks, and none for an answer that was lost (${lang})`, async ({ page }) => {
    const words = await open(page, "scenario=quote&t=2.5", lang);
    await expect(card(page, words.client, `${words.quoteName} · TCP`)).toContainText("Jon Postel");
    await expect(card(page, words.client, `${words.quoteName} · UDP ①`)).toContainText("pigs fly");
    const last = card(page, words.client, `${words.quoteName} · UDP ②`);
    await expect(last).toContainText(words.quoteSilence);
    await expect(last).toContainText("One size never fits all");
    await page.getByRole("button", { name: words.quoteOver }).click();
    await expect(card(page, words.client, words.quoteClient)).toContainText("Jon Postel", { timeout: 20_000 });
  });

  test(`ephemeral-ports: each tab has a port of its own, and what is typed takes a tab elsewhere (${lang})`, async ({ page }) => {
    const words = await open(page, "scenario=ephemeral-ports&t=0.9", lang);
    const tabs = ["www ①", "www ②"].map((name) => card(page, words.client, name));
    const port = async (tab) => /192\.0\.2\.10:(\d+)/.exec(await tab.textContent())[1];
    for (const tab of tabs) await expect(tab).toContainText(words.done);
    const ports = [await port(tabs[0]), await port(tabs[1])];
    expect(new Set(ports).size).toBe(2);
    for (const one of ports) expect(Number(one)).toBeGreaterThanOrEqual(49152);
    await expect(tabs[0].getByRole("img")).toHaveAccessibleName(/65\.5 KB/);
    await page.getByRole("button", { name: words.thirdTab }).click();
    const third = card(page, words.client, "www ③");
    await expect(third).toContainText(/192\.0\.2\.10:49154/, { timeout: 20_000 });
    const address = tabs[0].getByRole("textbox", { name: words.address });
    await address.fill("198.51.100.80/nowhere");
    await address.press("Enter");
    await expect(tabs[0]).toContainText("404", { timeout: 20_000 });
    // The other tab keeps its page.
    await expect(tabs[1]).toContainText("GET /about · 200 OK");
    await tabs[0].getByRole("button", { name: words.stop }).click();
    const over = page.locator("details.program", { has: page.getByRole("heading", { name: `${words.client} · www ①` }) });
    await expect(over.locator(".chip")).toHaveText(words.ended);
  });

  test(`three-programs: one client, three programs, and a socket selects its program everywhere (${lang})`, async ({ page }) => {
    const words = await open(page, "scenario=three-programs&t=0.9", lang);
    const game = card(page, words.client, words.game);
    await expect(card(page, words.client, words.browser)).toContainText(words.done);
    await expect(game).toContainText(words.playing);
    await expect(game.getByRole("img", { name: words.field })).toBeVisible();
    await expect(card(page, words.client, words.call)).toContainText(words.smooth);
    await expect(game).not.toContainText(words.marked);
    await game.getByRole("button", { name: /203\.0\.113\.7:11220/ }).click();
    await expect(game).toContainText(words.marked);
    await page.getByRole("tab", { name: words.ports }).click();
    const socket = page.getByRole("tabpanel").getByRole("table").getByRole("button", { pressed: true });
    await expect(socket).toHaveAccessibleName(/203\.0\.113\.7:11220/);
  });

  test(`icmp-off: a star for the router that tells nothing, and a silent host whose server answers (${lang})`, async ({ page }) => {
    const words = await open(page, "scenario=icmp-off&t=1.6", lang);
    const trace = card(page, words.client, words.traceroute);
    await expect(trace).toContainText(words.reached);
    const hops = trace.getByRole("listitem");
    await expect(hops.nth(1)).toHaveText(/^ ?2\s+\*$/);
    await expect(hops.nth(2)).toContainText("10.0.0.3");
    await expect(card(page, words.client, words.ping)).toContainText(words.silence);
    await expect(card(page, words.client, words.browser)).toContainText(words.done);
  });

  test(`live-video: the same stream, damaged over UDP and halted over TCP, on one time axis (${lang})`, async ({ page }) => {
    const words = await open(page, "scenario=live-video&t=4.4", lang);
    const players = page.getByRole("region", { name: words.players });
    const [udp, tcp] = [players.getByRole("article").nth(0), players.getByRole("article").nth(1)];
    await expect(udp).toContainText("UDP");
    await expect(udp).toContainText(words.damaged);
    await expect(udp).not.toContainText(words.stoodStill);
    await expect(tcp).toContainText(words.stoodStill);
    await expect(tcp).not.toContainText(words.damaged);
    for (const player of [udp, tcp]) {
      const [, share] = words.smooth.exec(await player.textContent());
      expect(Number(share)).toBeGreaterThan(50);
      expect(Number(share)).toBeLessThan(100);
      // The frame is drawn, and not all of one colour.
      const colours = await player.getByRole("img").evaluate((canvas) => {
        const { data } = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
        return new Set(new Uint32Array(data.buffer)).size;
      });
      expect(colours).toBeGreaterThan(2);
    }
  });

  test(`any program can be started by the dialog, and what is wrong with it is said (${lang})`, async ({ page }) => {
    const words = await open(page, "scenario=closed-port&t=0.7", lang);
    await page.getByRole("button", { name: words.start }).first().click();
    const dialog = page.getByRole("dialog", { name: words.startTitle });
    await dialog.getByLabel(words.whichProgram).selectOption("echo-client");
    await dialog.getByLabel(words.port, { exact: true }).fill("0");
    await dialog.getByRole("button", { name: words.doStart }).click();
    await expect(dialog.getByRole("alert")).toContainText(words.badPort);
    const { violations } = await new AxeBuilder({ page }).include("dialog").analyze();
    expect(violations).toEqual([]);
    await dialog.getByLabel(words.whichProgram).selectOption("ping");
    await dialog.getByRole("combobox", { name: words.to }).fill("198.51.100.80");
    await dialog.getByRole("button", { name: words.doStart }).click();
    await expect(dialog).toBeHidden();
    await expect(card(page, words.client, words.ping)).toContainText("icmp_seq=1 ttl=62", { timeout: 20_000 });
  });

  test(`a text that is too long for a program stays whole in its field, and the limit is said (${lang})`, async ({ page }) => {
    const words = await open(page, "scenario=closed-port&t=0.7", lang);
    await page.getByRole("button", { name: words.start }).first().click();
    const dialog = page.getByRole("dialog", { name: words.startTitle });
    await dialog.getByLabel(words.whichProgram).selectOption("echo-client");
    const field = dialog.getByLabel(words.text);
    // What stands there to be sent is in the reader's language.
    await expect(field).toHaveValue(lang === "ko" ? "여보세요?" : "Hello?");
    await field.fill("x".repeat(700));
    await expect(field).toHaveValue("x".repeat(700));
    await dialog.getByRole("button", { name: words.doStart }).click();
    await expect(dialog.getByRole("alert")).toContainText(words.badText);
    await expect(field).toHaveValue("x".repeat(700));
  });

  test(`three-programs: a call whose other side was switched off and on says that it is over (${lang})`, async ({ page }) => {
    const change = (at, change) => ({ at, command: { "set-node": { node: "home", change } } });
    const state = {
      scenario: "three-programs",
      transport: "tcp",
      cursor: "1.4s",
      commands: [change("400ms", "crash"), change("600ms", "restore")],
    };
    await page.goto(`/?lang=${lang}#s=${linkTo(state)}`);
    await started(page);
    await expect(card(page, WORDS[lang].client, WORDS[lang].call)).toContainText(WORDS[lang].lost);
  });
}
