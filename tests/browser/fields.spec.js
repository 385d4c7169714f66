// The inspector on what programs say: each protocol's fields with their values and meanings, tied to their bytes both ways.

import { expect, started, test } from "./harness.js";

/** A field: its names and values as [English, Korean], its meaning, and its bytes where they are always the same. */
const field = (name, value, meaning, hex = null) => ({ name, value, meaning, hex });
const same = (text) => [text, text];

const MESSAGES = [
  {
    what: "a DNS answer",
    where: "scenario=first-lookup&t=0.9",
    line: [/Resolver sent packet #\d+ \(UDP: DNS answer A www\.example\.com\)/, /리졸버가 패킷 #\d+\(UDP: DNS 응답 A www\.example\.com\)/],
    layer: "DNS",
    means: ["A message of the name system: it asks for what belongs to a name, or answers.", "이름 시스템의 메시지예요. 어떤 이름에 대해 묻거나 대답해요."],
    fields: [
      field(
        ["Transaction ID", "트랜잭션 ID"],
        same(/^0x[0-9a-f]{4}$/),
        ["Tells which query an answer is for: the server sends it back unchanged.", "어느 질의에 대한 응답인지 구별해요. 서버가 그대로 돌려보내요."],
      ),
      field(
        ["Answer records", "답변 레코드 수"],
        same("1"),
        ["How many records answer the question.", "질문에 답하는 레코드의 수예요."],
        "0001",
      ),
      field(
        ["Compression pointer", "압축 포인터"],
        same(/12/),
        [
          "The rest of the name stands earlier in the message, at this byte of it, and need not be written again.",
          "이름의 나머지는 메시지 앞부분의 이 위치에 이미 있어서 다시 적지 않아요.",
        ],
        "c00c",
      ),
      field(
        ["Time to live (TTL)", "TTL"],
        same(/^\d+/),
        ["For how many seconds a cache may keep the record and answer from it. It counts seconds, not hops as the TTL of an IP packet does.", "캐시가 이 레코드를 보관하고 쓸 수 있는 시간(초)이에요. IP 패킷의 TTL과 달리 홉이 아니라 초를 세요."],
      ),
      field(["Address", "주소"], same("198.51.100.80"), ["The IPv4 address of the name.", "이 이름의 IPv4 주소예요."], "c6336450"),
    ],
    shared: { name: ["Response (QR)", "응답(QR)"], value: ["1 (response)", "1 (응답)"] },
  },
  {
    what: "an HTTP request",
    where: "scenario=three-programs&t=0.9",
    line: [/Client sent packet #\d+ \(TCP: HTTP GET \/\)/, /클라이언트가 패킷 #\d+\(TCP: HTTP GET \/\)/],
    layer: "HTTP",
    means: ["A message of the web: a start line, header fields, an empty line, and perhaps a body.", "웹의 메시지예요. 시작줄, 헤더 필드들, 빈 줄이 차례로 오고 본문이 있을 수 있어요."],
    fields: [
      field(
        ["Request line", "요청줄"],
        same("“GET / HTTP/1.1”"),
        ["What the client wants: a method, a target and the version.", "클라이언트가 원하는 것이에요. 메서드와 대상, 버전으로 이루어져요."],
        Buffer.from("GET / HTTP/1.1\r\n").toString("hex"),
      ),
      field(
        ["Method", "메서드"],
        same("“GET”"),
        ["What to do with the target: GET asks for it.", "대상에 무엇을 할지 나타내요. GET은 보내 달라는 요청이에요."],
        Buffer.from("GET ").toString("hex"),
      ),
      field(
        ["Field value", "필드 값"],
        same("“*/*”"),
        ["What the field says.", "필드에 적힌 값이에요."],
        Buffer.from("*/*\r\n").toString("hex"),
      ),
      field(
        ["Empty line", "빈 줄"],
        ["2 bytes", "2바이트"],
        ["The head ends here; what follows is the body.", "헤더가 여기서 끝나고, 뒤에는 본문이 와요."],
        "0d0a",
      ),
    ],
  },
  {
    what: "a command of FTP",
    where: "scenario=ftp-two-connections&t=0.5",
    line: [/Client sent packet #\d+ \(TCP: FTP RETR picture\)/, /클라이언트가 패킷 #\d+\(TCP: FTP RETR picture\)/],
    layer: "FTP",
    means: [
      "Lines of FTP's control connection: commands to the server, or its replies; files travel on another connection.",
      "FTP 제어 연결의 줄들이에요. 서버로 가는 명령이나 서버의 응답이고, 파일은 다른 연결로 오가요.",
    ],
    fields: [
      field(
        ["Command", "명령"],
        same(/^“RETR”/),
        ["What the client wants the server to do.", "클라이언트가 서버에 요청하는 일이에요."],
        Buffer.from("RETR ").toString("hex"),
      ),
      field(
        ["Argument", "인수"],
        same("“picture”"),
        ["What the command is about, such as a file's name.", "파일 이름처럼 명령의 대상이에요."],
        Buffer.from("picture\r\n").toString("hex"),
      ),
    ],
  },
  {
    what: "a reply of FTP",
    where: "scenario=ftp-two-connections&t=0.5",
    line: [/File server sent packet #\d+ \(TCP: FTP 227 /, /파일 서버가 패킷 #\d+\(TCP: FTP 227 /],
    layer: "FTP",
    means: [
      "Lines of FTP's control connection: commands to the server, or its replies; files travel on another connection.",
      "FTP 제어 연결의 줄들이에요. 서버로 가는 명령이나 서버의 응답이고, 파일은 다른 연결로 오가요.",
    ],
    fields: [
      field(
        ["Reply code", "응답 코드"],
        same(/^227 \(.+\)$/),
        [
          "How it went: 1xx begun, 2xx done, 3xx more is needed, 4xx not now, 5xx not at all.",
          "결과를 나타내요. 1xx는 시작함, 2xx는 완료, 3xx는 더 필요함, 4xx는 지금은 안 됨, 5xx는 안 됨이에요.",
        ],
        Buffer.from("227 ").toString("hex"),
      ),
      field(
        ["Text", "설명"],
        same(/^“Entering Passive Mode \(198,51,100,80,192,0\)” \(.*198\.51\.100\.80.*192×256 \+ 0 = 49152.*\)$/),
        ["The reply in words, for people; only in reply to PASV programs read it too.", "사람이 읽는 설명이에요. PASV에 대한 응답에서는 프로그램도 이것을 읽어요."],
        Buffer.from("Entering Passive Mode (198,51,100,80,192,0)\r\n").toString("hex"),
      ),
    ],
  },
  {
    what: "an RTP packet",
    where: "scenario=live-video&t=0.3",
    line: [/Camera sent packet #\d+ \(UDP: RTP \d+, ends a frame\)/, /카메라가 패킷 #\d+\(UDP: RTP \d+, 프레임 끝\)/],
    layer: "RTP",
    means: ["A packet of sound or video: it says in which order and at what moment to play it.", "소리나 영상을 담은 패킷이에요. 어떤 순서로, 언제 재생할지 알려 줘요."],
    fields: [
      field(
        ["Sequence number", "순서 번호"],
        same(/^\d+$/),
        ["Counts packets, so that the player sees which one is missing or came late.", "패킷의 순번이에요. 재생하는 쪽은 이것으로 빠지거나 늦은 패킷을 알아내요."],
      ),
      field(
        ["Timestamp", "타임스탬프"],
        same(/^\d+ \(.*90.*\)$/),
        [
          "When the content was taken, on a clock of 90,000 ticks a second; all packets of a frame have the same.",
          "내용이 만들어진 시각이에요. 1초에 90,000번 세는 시계로, 한 프레임의 패킷은 모두 값이 같아요.",
        ],
      ),
      field(
        ["Frame number", "프레임 번호"],
        same("0"),
        ["Which frame of the video this belongs to.", "영상의 몇 번 프레임인지 나타내요."],
        "00000000",
      ),
      field(
        ["Parts", "조각 수"],
        same("3"),
        ["Into how many packets the frame was cut; it can be shown once all have come.", "프레임을 나눈 패킷의 수예요. 모두 받아야 프레임을 보여 줄 수 있어요."],
        "0003",
      ),
    ],
    shared: { name: ["Marker (M)", "마커(M)"], value: ["1 (set)", "1 (켜짐)"] },
  },
];

/** Opens a packet by its line of the log, and the layer of the program's own. */
async function open(page, message, lang) {
  const at = lang === "en" ? 0 : 1;
  await page.goto(`/?${message.where}&lang=${lang}`);
  await started(page);
  await page.locator(".log-words").filter({ hasText: message.line[at] }).first().click();
  const inspector = page.getByRole("region", { name: ["Inspector", "자세히 보기"][at], exact: true });
  const heading = inspector.locator("summary", { hasText: message.layer });
  const layer = inspector.getByRole("group").filter({ has: page.locator("summary", { hasText: message.layer }) });
  const hex = inspector.getByRole("group", { name: ["Its bytes", "바이트"][at], exact: true });
  return { at, inspector, heading, layer, hex, says: inspector.getByRole("status") };
}

const lit = (hex) => hex.locator("td.hex-lit");
const digits = async (hex) => (await lit(hex).allTextContents()).join("");
const button = (layer, name) => layer.getByRole("button", { name, exact: true }).last();
const row = (layer, name) =>
  layer.getByRole("row").filter({ has: layer.page().getByRole("button", { name, exact: true }) }).last();
const byteOf = async (cell) => Number(await cell.getAttribute("data-byte"));

/** Moves through the bytes to one of them by the arrow keys alone. */
async function walkTo(page, hex, byte) {
  await hex.focus();
  await page.keyboard.press("ArrowDown");
  for (let step = 0; step < Math.floor(byte / 8); step += 1) await page.keyboard.press("ArrowDown");
  for (let step = 0; step < byte % 8; step += 1) await page.keyboard.press("ArrowRight");
}

for (const lang of ["en", "ko"]) {
  for (const message of MESSAGES) {
    test(`${message.what}: named fields, what they say and what they are for, by keyboard (${lang})`, async ({ page, watched }) => {
      const { at, heading, layer, hex, says } = await open(page, message, lang);
      // The layer is there as a heading, which lights all its bytes, the last of the frame.
      await heading.focus();
      const size = Number(/\d+/.exec((await heading.textContent()).replace(message.layer, ""))[0]);
      await expect(lit(hex)).toHaveCount(size);
      expect(await byteOf(lit(hex).last())).toBe((await hex.locator("td[data-byte]").count()) - 1);
      const first = await byteOf(lit(hex).first());
      await page.keyboard.press("Enter");
      await expect(layer.getByText(message.means[at], { exact: true })).toBeVisible();
      await expect(layer.getByRole("table", { name: message.layer, exact: true })).toBeVisible();

      for (const { name, value, meaning, hex: bytes } of message.fields) {
        await expect(row(layer, name[at]).getByRole("cell").last()).toHaveText(value[at]);
        const open = button(layer, name[at]);
        await expect(open).toHaveAttribute("aria-expanded", "false");
        await open.focus();
        await expect(lit(hex).first()).toBeVisible();
        const [own, told] = [await digits(hex), await row(layer, name[at]).getByRole("cell").last().textContent()];
        if (bytes !== null) expect(own).toBe(bytes);
        // What is no text is a number, and the bytes are that number.
        else if (/^(0x|\d)/.test(told)) expect(BigInt(`0x${own}`)).toBe(BigInt(told.split(" ")[0]));
        await expect(says).toContainText(`${name[at]}: ${told}`);
        await page.keyboard.press("Enter");
        await expect(open).toHaveAttribute("aria-expanded", "true");
        await expect(layer.getByRole("cell", { name: meaning[at], exact: true })).toBeVisible();

        // And back: from the byte, reached by the arrow keys, to the field.
        const byte = await byteOf(lit(hex).first());
        expect(byte).toBeGreaterThanOrEqual(first);
        await walkTo(page, hex, byte);
        await expect(hex.locator("td.hex-at")).toHaveAttribute("data-byte", String(byte));
        await expect(says).toContainText(`0x${own.slice(0, 2)}`);
      }
      expect(watched.complaints).toEqual([]);
    });

    test(`${message.what}: a field that is pointed at lights its bytes, and a byte its field (${lang})`, async ({ page }) => {
      const { at, heading, layer, hex, says } = await open(page, message, lang);
      await heading.click();
      // Fields without others in them have their bytes for themselves.
      const leaf = message.fields.at(-1);
      const [name, told] = [leaf.name[at], await row(layer, leaf.name[at]).getByRole("cell").last().textContent()];
      await row(layer, name).getByRole("cell").last().hover();
      if (leaf.hex !== null) expect(await digits(hex)).toBe(leaf.hex);
      const [from, count] = [await byteOf(lit(hex).first()), await lit(hex).count()];
      // A byte in the middle of it leads back to the whole field.
      const byte = from + Math.floor(count / 2);
      await hex.locator(`[data-byte="${byte}"]`).hover();
      await expect(lit(hex)).toHaveCount(count);
      expect(await byteOf(lit(hex).first())).toBe(from);
      await expect(says).toContainText(`${name}: ${told}`);
      await expect(row(layer, name)).toHaveClass(/field-lit/);
      // The byte before it is another field's.
      await hex.locator(`[data-byte="${from - 1}"]`).hover();
      await expect(row(layer, name)).not.toHaveClass(/field-lit/);
      await expect(layer.locator("tr.field-lit")).toHaveCount(1);
      // Away from all of them none is lit.
      await heading.hover();
      await page.mouse.move(0, 0);
      await expect(lit(hex)).toHaveCount(0);

      // By the keyboard the same: the field's byte, then its neighbour.
      await walkTo(page, hex, byte);
      await expect(says).toContainText(`${name}: ${told}`);
      await expect(row(layer, name)).toHaveClass(/field-lit/);
      await expect(lit(hex)).toHaveCount(count);
      if (message.shared !== undefined) {
        await expect(row(layer, message.shared.name[at])).toContainText(message.shared.value[at]);
      }
    });
  }
}
