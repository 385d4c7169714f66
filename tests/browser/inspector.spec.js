// The inspector's fields: what a checksum adds up to, what a port is, and which bytes a field has.

import { expect, started, test } from "./harness.js";

const WORDS = {
  en: {
    sent: /Client sent packet/,
    layer: "UDP",
    port: "Destination port",
    told: /registered range/,
    checksum: "Checksum",
    sum: "How the sum comes about",
    first: "Pseudo-header: source address",
    verdict: /The header carries 0x[0-9a-f]{4}: it fits\./,
  },
  ko: {
    sent: /클라이언트가 패킷 .*보냈어요/,
    layer: "UDP",
    port: "목적지 포트",
    told: /등록 포트 범위/,
    checksum: "체크섬",
    sum: "체크섬 계산 과정",
    first: "의사 헤더: 출발지 주소",
    verdict: /헤더에 적힌 값은 0x[0-9a-f]{4}, 계산한 값과 같아요\./,
  },
};

for (const lang of ["en", "ko"]) {
  test(`a checksum opens to the sum it is made of, by keyboard (${lang})`, async ({ page, watched }) => {
    const words = WORDS[lang];
    await page.goto(`/?scenario=first-message&transport=udp&t=0.3&lang=${lang}`);
    await started(page);
    await page.locator(".log-words", { hasText: words.sent }).last().click();
    const inspector = page.locator(".inspector");
    const layer = inspector.locator("details.layer", { hasText: words.layer }).filter({ hasText: words.port }).last();
    await layer.locator("summary").focus();
    // The layer's own bytes light up: eight of UDP's header.
    await expect(inspector.locator(".hex-lit")).toHaveCount(8);
    await page.keyboard.press("Enter");
    await expect(layer.getByRole("row", { name: words.port })).toContainText(words.told);

    const checksum = layer.getByRole("button", { name: words.checksum, exact: true });
    await checksum.focus();
    await expect(inspector.locator(".hex-lit")).toHaveCount(2);
    await page.keyboard.press("Enter");
    const sum = layer.getByRole("region", { name: words.sum });
    await expect(sum.getByRole("rowheader", { name: words.first })).toBeVisible();
    await expect(sum).toContainText(words.verdict);
    // What is listed adds up to what is said: parts, and the carry folded.
    const figures = await sum.locator("tbody tr td:last-child").allTextContents();
    const numbers = figures.map((text) => Number(text));
    const total = numbers.pop();
    expect(numbers.reduce((all, number) => all + number, 0)).toBe(total);
    let folded = total;
    while (folded > 0xffff) folded = (folded & 0xffff) + Math.floor(folded / 0x10000);
    const expected = (0xffff - folded).toString(16).padStart(4, "0");
    await expect(sum.locator("li").last()).toContainText(`0x${expected}`);
    expect(watched.complaints).toEqual([]);
  });
}
