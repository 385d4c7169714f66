// Files that are given to the page: what is wrong with one is said where it was given, in the page's language.

import { expect, started, test } from "./harness.js";

const GOOD = {
  name: "mine",
  nodes: [
    { id: "a", role: "host", address: "192.0.2.1", label: "민지" },
    { id: "b", role: "host", address: "192.0.2.2", label: "서버" },
  ],
  links: [{ a: "a", b: "b" }],
};
const LINES = JSON.stringify(GOOD, null, 2);

const WRONG = [
  { what: "a trailing comma", text: LINES.replace('"b": "b"', '"b": "b",'), en: "line 20, column 15", ko: "20행 15열" },
  { what: "a negative delay", text: LINES.replace('"b": "b"', '"b": "b",\n      "delay": "-5ms"'), en: "line 21", ko: "21행" },
  { what: "a misspelt field", text: LINES.replace('"role"', '"roel"'), en: "roel", ko: "항목은 없어요" },
  { what: "a text that is no scenario", text: "Dear all, the test is on Monday.", en: "holds no scenario", ko: "시나리오가 없어요" },
];

const file = (text, name = "mine.json") => ({ name, mimeType: "application/json", buffer: Buffer.from(text) });

for (const { what, text, en, ko } of WRONG) {
  test(`a file with ${what} is refused in the dialog where it was given, in both languages`, async ({ page }) => {
    for (const [lang, words, share] of [["en", en, "Share"], ["ko", ko, "공유"]]) {
      await page.goto(`/?scenario=chat&lang=${lang}`);
      await started(page);
      await page.getByRole("button", { name: share }).click();
      const dialog = page.getByRole("dialog");
      await dialog.locator("input[type=file]").setInputFiles(file(text));
      const notice = dialog.getByRole("alert").first();
      await expect(notice).toContainText(words);
      if (lang === "ko") {
        await expect(notice.locator("p").first()).not.toContainText(/expected|unknown|comma|struct|line \d/);
      }
      // Mended, the very same file can be given again.
      await dialog.locator("input[type=file]").setInputFiles(file(LINES));
      await expect(dialog).toBeHidden();
      await expect(page.getByRole("button", { name: /^민지,/ })).toBeVisible();
      await expect(page.getByRole("alert")).toHaveCount(0);
    }
  });
}

test("a node that no link leads to is warned of, and the file opens", async ({ page }) => {
  const alone = { ...GOOD, nodes: [...GOOD.nodes, { id: "c", address: "192.0.2.3" }] };
  for (const [lang, share, words] of [["en", "Share", /^nodes\[2\] \("c"\): no link leads to it/], ["ko", "공유", /이어진 링크가 없어서/]]) {
    await page.goto(`/?lang=${lang}`);
    await started(page);
    await page.getByRole("button", { name: share }).click();
    await page.locator("dialog input[type=file]").setInputFiles(file(JSON.stringify(alone)));
    await expect(page.getByRole("alert")).toContainText(words);
    await expect(page.getByRole("button", { name: /^민지,/ })).toBeVisible();
  }
});

test("a file that is dropped on the page is opened", async ({ page }) => {
  await page.goto("/?lang=en");
  await started(page);
  const drop = (text) =>
    page.evaluate((text) => {
      const data = new DataTransfer();
      data.items.add(new File([text], "mine.json", { type: "application/json" }));
      const send = (name) =>
        document.body.dispatchEvent(
          new DragEvent(name, { dataTransfer: data, bubbles: true, cancelable: true }),
        );
      // Both are taken, or the browser would leave the page for the file.
      return [send("dragover"), send("drop")];
    }, text);
  expect(await drop(LINES)).toEqual([false, false]);
  await expect(page.getByRole("button", { name: /^민지,/ })).toBeVisible();
  await drop("no scenario");
  await expect(page.getByRole("alert")).toContainText("holds no scenario");
});

test("what is sent from several hosts says who sends it to whom", async ({ page }) => {
  const three = {
    ...GOOD,
    nodes: [
      { id: "a", role: "host", address: "192.0.2.1", label: "민지" },
      { id: "c", role: "host", address: "192.0.2.3", label: "준호" },
      { id: "b", role: "host", address: "192.0.2.2", label: "서버", programs: [{ viewer: { name: "viewer", port: 7001 } }] },
    ],
    links: [{ a: "a", b: "b" }, { a: "c", b: "b" }],
    offers: ["a", "c"].flatMap((from) =>
      [{ text: "hello" }, "picture"].map((payload) => ({ from, to: "192.0.2.2", port: 7001, payload })),
    ),
  };
  await page.goto("/?lang=en");
  await started(page);
  await page.getByRole("button", { name: "Share" }).click();
  await page.locator("dialog input[type=file]").setInputFiles(file(JSON.stringify(three)));
  const offers = page.locator(".send-what .segment");
  await expect(offers).toHaveText([
    "a text: 민지 → 서버",
    "the picture: 민지 → 서버",
    "a text: 준호 → 서버",
    "the picture: 준호 → 서버",
  ]);
});
