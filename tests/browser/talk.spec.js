// Programs that people talk through: files over FTP's two connections, and a chat whose lines outlive a cut.

import { expect, started, test } from "./harness.js";

const WORDS = {
  en: {
    client: "Client",
    fileServer: "File server",
    ftpClient: "FTP client",
    ftpServer: "FTP server :21",
    lines: "What it shows",
    over: "The session is over.",
    ready: "Logged in: type a command.",
    control: "Control connection: 192.0.2.10:49152 → 198.51.100.80:21",
    data: "Data connection: 192.0.2.10:49153 → 198.51.100.80:49152",
    picture: "RETR picture · 65.5 KB · whole",
    waits: "waits on port 49152 for the data connection of 192.0.2.10:49152",
    login: "Log in to File server by FTP",
    wrong: "Fetch picture from File server by FTP (PASS sunflour)",
    failed: /Failed: /,
    command: "Command, such as RETR picture",
    sockets: "Sockets on File server",
    select: "Select socket: tcp",
    wellKnown: "well-known port",
    dynamic: "dynamic port",
    marked: "the selected socket's program",
    inspector: "Inspector",
    socket: "A tcp socket of File server",
    story: [
      "Client's FTP client says over the control connection: PASS sunflower",
      "File server's FTP server listens on port 49152 for the data connection of 192.0.2.10:49152",
      "Client's FTP client gets the reply 227 Entering Passive Mode (198,51,100,80,192,0)",
      "Client's FTP client opens a second connection to 198.51.100.80:49152, for data",
      "Client's FTP client has the data connection to 198.51.100.80:49152",
      "Client's FTP client says over the control connection: RETR picture",
    ],
    password: /Client sent packet #\d+ \(TCP: FTP PASS sunflower\)/,
    carries: "It carries: FTP PASS sunflower",
    people: ["Mina", "Jun", "Anna"],
    chat: "chat client",
    say: "Say something",
    send: "Send",
    chatServer: "Chat server",
    listens: "chat server :4242",
    here: "Here",
    rejoin: "Join the chat on Chat server as 준",
    out: /Out of the chat: /,
    hears: (who, nick, text) => `${who}'s chat client hears ${nick} say “${text}”`,
  },
  ko: {
    client: "클라이언트",
    fileServer: "파일 서버",
    ftpClient: "FTP 클라이언트",
    ftpServer: "FTP 서버 :21",
    lines: "화면 내용",
    over: "세션이 끝났어요.",
    ready: "로그인했어요. 명령을 입력하세요.",
    control: "제어 연결: 192.0.2.10:49152 → 198.51.100.80:21",
    data: "데이터 연결: 192.0.2.10:49153 → 198.51.100.80:49152",
    picture: "RETR picture · 65.5 KB · 다 받음",
    waits: "49152번 포트에서 192.0.2.10:49152의 데이터 연결을 기다림",
    login: "FTP로 파일 서버에 로그인",
    wrong: "FTP로 파일 서버에서 picture 받기(PASS sunflour)",
    failed: /실패했어요\. /,
    command: "명령(예: RETR picture)",
    sockets: "파일 서버의 소켓",
    select: "소켓 고르기: tcp",
    wellKnown: "잘 알려진 포트",
    dynamic: "동적 포트",
    marked: "선택한 소켓의 프로그램",
    inspector: "자세히 보기",
    socket: "파일 서버의 tcp 소켓",
    story: [
      "클라이언트의 FTP 클라이언트가 제어 연결로 명령을 보내요: PASS sunflower",
      "파일 서버의 FTP 서버가 49152번 포트에서 192.0.2.10:49152의 데이터 연결을 기다려요",
      "클라이언트의 FTP 클라이언트가 응답을 받았어요: 227 Entering Passive Mode (198,51,100,80,192,0)",
      "클라이언트의 FTP 클라이언트가 198.51.100.80:49152로 두 번째 연결인 데이터 연결을 열어요",
      "클라이언트의 FTP 클라이언트의 데이터 연결이 198.51.100.80:49152에 열렸어요",
      "클라이언트의 FTP 클라이언트가 제어 연결로 명령을 보내요: RETR picture",
    ],
    password: /클라이언트가 패킷 #\d+\(TCP: FTP PASS sunflower\)/,
    carries: "담긴 메시지: FTP PASS sunflower",
    people: ["미나", "준", "애나"],
    chat: "채팅 클라이언트",
    say: "할 말",
    send: "보내기",
    chatServer: "채팅 서버",
    listens: "채팅 서버 :4242",
    here: "참가자",
    rejoin: "채팅 서버에 ‘준’이라는 이름으로 들어가기",
    out: /채팅에서 나왔어요\./,
    hears: (who, nick, text) => `${who}의 채팅 클라이언트에 ${nick}의 말이 도착했어요: “${text}”`,
  },
};

async function open(page, where, lang) {
  await page.goto(`/?${where}&lang=${lang}`);
  await started(page);
  return WORDS[lang];
}

/** The screen of a program, by its host and its name. */
const card = (page, host, program) => page.getByRole("group", { name: `${host} · ${program}`, exact: true });

/** Unfolds a server's screen; those of clients are unfolded from the start. */
async function unfold(page, host, program) {
  await page.getByRole("heading", { name: `${host} · ${program}`, exact: true }).click();
  await expect(card(page, host, program)).toBeVisible();
  return card(page, host, program);
}

/** Waits until these lines are there, each behind the one before it: a log fills in by and by. */
async function inOrder(list, wanted) {
  await expect(async () => {
    const all = await list.allTextContents();
    let from = 0;
    for (const one of wanted) {
      const at = all.findIndex((line, place) => place >= from && line.includes(one));
      expect(at, `“${one}” in its place`).toBeGreaterThanOrEqual(0);
      from = at + 1;
    }
  }).toPass({ timeout: 15_000 });
}

const CUT = { late: "나도 할래! 그런데 지도는 어떤 거야?", missed: "지난주랑 같은 서버야. 포트는 11220번.", asked: "Is Jun with us? He says nothing." };

for (const lang of ["en", "ko"]) {
  test(`ftp-two-connections: words over one connection, the picture over the other (${lang})`, async ({ page, watched }) => {
    const words = await open(page, "scenario=ftp-two-connections&t=1", lang);
    const client = card(page, words.client, words.ftpClient);
    await expect(client).toContainText(words.over);
    await expect(client).toContainText(words.control);
    const said = client.getByRole("list", { name: words.lines }).getByRole("listitem");
    await inOrder(said, ["← 220", "→ USER mina", "← 331", "→ PASS sunflower", "← 230", "→ PASV", "← 227", "→ RETR picture", "← 150", "← 226", "→ QUIT", "← 221"]);
    const figure = client.getByRole("figure");
    await expect(figure.getByRole("img", { name: words.picture })).toBeVisible();
    await expect(figure).toContainText(words.data);
    await expect(await unfold(page, words.fileServer, words.ftpServer)).toContainText(words.waits);
    await inOrder(page.locator(".log-words"), words.story);
    // Name and password are there for everyone on the way to read.
    await page.locator(".log-words", { hasText: words.password }).click();
    const inspector = page.getByRole("region", { name: words.inspector, exact: true });
    await expect(inspector).toContainText(words.carries);
    await expect(inspector.locator("details.layer")).toHaveCount(4);
    await expect(inspector.locator("summary", { hasText: "FTP" })).toBeVisible();
    expect(watched.complaints).toEqual([]);
  });

  test(`ftp-two-connections: the ports view has both connections, 21 and the one agreed upon (${lang})`, async ({ page }) => {
    const words = await open(page, "scenario=ftp-two-connections&t=0.7&tab=ports", lang);
    const table = page.getByRole("table", { name: words.sockets });
    const row = (rest) => page.getByRole("button", { name: new RegExp(`^${words.select} ${rest}`) });
    const control = row("ESTAB 198\\.51\\.100\\.80:21 192\\.0\\.2\\.10:49152");
    // All of the file is written, so the server has closed its side of the second one already.
    const data = row("FIN-WAIT-1 198\\.51\\.100\\.80:49152 192\\.0\\.2\\.10:49153");
    for (const [button, range] of [[control, words.wellKnown], [data, words.dynamic]]) {
      await expect(button).toHaveCount(1);
      await expect(table.getByRole("row").filter({ has: button })).toContainText(range);
    }
    await expect(row("LISTEN 198\\.51\\.100\\.80:21")).toHaveCount(1);
    await data.click();
    await expect(data).toHaveAttribute("aria-pressed", "true");
    await expect(page.locator("details.program-marked")).toContainText(words.marked);
    await page.getByRole("tab", { name: words.inspector }).click();
    const inspector = page.getByRole("region", { name: words.inspector, exact: true });
    await expect(inspector.getByRole("heading", { name: words.socket })).toBeVisible();
    await expect(inspector).toContainText("192.0.2.10:49153");
  });

  test(`ftp-two-connections: a command that is typed is answered, and a wrong password opens no second connection (${lang})`, async ({ page }) => {
    const words = await open(page, "scenario=ftp-two-connections&t=1", lang);
    await page.getByRole("button", { name: words.login, exact: true }).click();
    const field = page.getByRole("textbox", { name: words.command });
    await expect(field).toBeVisible({ timeout: 20_000 });
    const session = card(page, words.client, words.ftpClient).filter({ has: page.getByRole("textbox") });
    await expect(session).toContainText(words.ready);
    await field.fill("NOOP");
    await field.press("Enter");
    const said = session.getByRole("list", { name: words.lines }).getByRole("listitem");
    await expect(said.filter({ hasText: "→ NOOP" })).toHaveCount(1);
    await expect(said.last()).toContainText(/← 200 /, { timeout: 20_000 });
    await page.getByRole("button", { name: words.wrong, exact: true }).click();
    const refused = card(page, words.client, "PASS sunflour");
    await expect(refused).toContainText(words.failed, { timeout: 20_000 });
    await expect(refused).toContainText("← 530");
    await expect(refused).not.toContainText("PASV");
  });

  test(`chat: what was said while a line was cut arrives late, whole and in order (${lang})`, async ({ page, watched }) => {
    let words = await open(page, "scenario=chat&t=1.1", lang);
    const lines = (who) => card(page, who, words.chat).getByRole("list", { name: words.lines }).getByRole("listitem");
    const [mina, jun, anna] = WORDS[lang].people;
    // Jun's line is cut: nothing comes in, nothing of his goes out.
    await expect(lines(jun).last()).toContainText(CUT.late);
    await expect(lines(jun).filter({ hasText: CUT.missed })).toHaveCount(0);
    await expect(lines(anna).filter({ hasText: CUT.missed })).toHaveCount(1);
    await expect(lines(mina).filter({ hasText: CUT.late })).toHaveCount(0);
    words = await open(page, "scenario=chat&t=4", lang);
    await inOrder(lines(jun), ["안녕!", "Me!", CUT.late, CUT.missed, CUT.asked, "준, 듣고 있어?"]);
    for (const who of [mina, anna]) await expect(lines(who).filter({ hasText: CUT.late })).toHaveCount(1);
    const heard = words.hears(jun, "Anna", CUT.asked);
    await expect(page.locator(".log-words").filter({ hasText: heard }).first()).toBeAttached();
    const server = await unfold(page, words.chatServer, words.listens);
    await expect(server.getByRole("list", { name: words.here }).getByRole("listitem")).toHaveText([/^미나 · /, /^준 · /, /^Anna · /]);
    expect(watched.complaints).toEqual([]);
  });

  test(`chat: a line that is typed reaches the others, and a name is taken once (${lang})`, async ({ page }) => {
    const words = await open(page, "scenario=chat&t=3", lang);
    const [mina, jun, anna] = words.people;
    const own = card(page, anna, words.chat);
    const text = "See you at eight, 여덟 시에 봐요!";
    await own.getByRole("textbox", { name: words.say }).fill(text);
    await own.getByRole("button", { name: words.send, exact: true }).click();
    await expect(own.getByRole("textbox", { name: words.say })).toHaveValue("");
    for (const who of [anna, mina, jun]) {
      const lines = card(page, who, words.chat).getByRole("list", { name: words.lines }).getByRole("listitem");
      await expect(lines.last()).toContainText(`Anna: ${text}`, { timeout: 20_000 });
    }
    await page.getByRole("button", { name: words.rejoin }).click();
    const again = page.locator("details.program").filter({ hasText: words.out });
    await expect(again).toHaveCount(1, { timeout: 20_000 });
    await expect(again.getByRole("heading")).toContainText(anna);
    await expect(again.getByRole("textbox")).toHaveCount(0);
  });
}
