// A picture through a break, over each transport: what the receiver has in the end.

import { expect, started, test } from "./harness.js";

const TILES_ACROSS = 8;

/** Tiles of the newest picture that nobody has drawn: every pixel of them is transparent. */
const emptyTiles = (message) =>
  message.locator("canvas").evaluate((canvas, across) => {
    const side = canvas.width / across;
    const context = canvas.getContext("2d");
    const isEmpty = (tile) => {
      const [x, y] = [tile % across, Math.floor(tile / across)];
      const { data } = context.getImageData(x * side, y * side, side, side);
      return data.every((_, index) => index % 4 !== 3 || data[index] === 0);
    };
    return Array.from({ length: across * across }, (_, tile) => tile).filter(isEmpty).length;
  }, TILES_ACROSS);

const pixels = (message) => message.locator("canvas").evaluate((canvas) => canvas.toDataURL());

/** The counts in an English caption: `49 of 64 tiles, 14 in the wrong place, 15 missing`. */
function counts(caption) {
  const before = (words) => Number(caption.match(new RegExp(`(\\d+) ${words}`))?.[1] ?? 0);
  return {
    whole: caption.startsWith("Whole: 64 of 64 tiles"),
    here: before("of 64 tiles"),
    misplaced: before("in the wrong place"),
    missing: before("missing"),
  };
}

/** Opens a scenario at a moment when all that will come has come. */
async function atTheEnd(page, scenario, transport) {
  await page.goto(`/?scenario=${scenario}&transport=${transport}&lang=en&t=6`);
  await started(page);
  const message = page.getByTestId("message");
  await expect(message).toHaveCount(1);
  const figures = counts(await message.locator(".message-figures").first().innerText());
  return { message, figures };
}

for (const scenario of ["uneven-routes", "broken-line"]) {
  test(`${scenario}: over TCP the picture comes out whole, though packets were lost`, async ({
    page,
  }) => {
    const { message, figures } = await atTheEnd(page, scenario, "tcp");
    expect(figures).toEqual({ whole: true, here: 64, misplaced: 0, missing: 0 });
    expect(await emptyTiles(message)).toBe(0);
    await expect(page.locator(".sender")).toContainText("All of it was acknowledged");
  });

  test(`${scenario}: over UDP the picture keeps holes`, async ({ page }) => {
    const { message, figures } = await atTheEnd(page, scenario, "udp");
    expect(figures.missing).toBeGreaterThan(0);
    expect(figures.here + figures.missing).toBe(64);
    expect(await emptyTiles(message)).toBe(figures.missing);
    await expect(page.locator(".sender")).toContainText("Nobody says what arrived");
  });
}

for (const [lang, words] of [
  ["en", "No tile says where it belongs"],
  ["ko", "타일에는 제자리가 적혀 있지 않아"],
]) {
  test(`broken-line: why tiles stand in wrong places is said where they are seen (${lang})`, async ({ page }) => {
    for (const [transport, times] of [["udp", 1], ["ip", 1], ["tcp", 0]]) {
      await page.goto(`/?scenario=broken-line&transport=${transport}&lang=${lang}&t=6`);
      await started(page);
      const message = page.getByTestId("message");
      await expect(message).toHaveCount(1);
      await expect(message.getByText(words), transport).toHaveCount(times);
    }
  });
}

test("uneven-routes: over raw IP the picture has holes and tiles out of place", async ({ page }) => {
  const { message, figures } = await atTheEnd(page, "uneven-routes", "ip");
  expect(figures.missing).toBeGreaterThan(0);
  expect(figures.misplaced).toBeGreaterThan(0);
  expect(await emptyTiles(message)).toBe(figures.missing);
  // Every tile out of place is marked, and the mark can be taken away.
  await expect(message.locator("svg rect")).toHaveCount(figures.misplaced);
  await page.getByRole("checkbox", { name: "Mark what is out of place" }).uncheck();
  await expect(message.locator("svg rect")).toHaveCount(0);
});

test("the picture that TCP brings through a break is the one it brings without", async ({ page }) => {
  const broken = await pixels((await atTheEnd(page, "broken-line", "tcp")).message);
  const uneven = await pixels((await atTheEnd(page, "uneven-routes", "tcp")).message);
  expect(broken).toBe(uneven);
  const holes = await pixels((await atTheEnd(page, "broken-line", "udp")).message);
  expect(holes).not.toBe(broken);
});

test("the caption says the same in Korean", async ({ page }) => {
  await page.goto("/?scenario=broken-line&transport=tcp&lang=ko&t=6");
  await started(page);
  const message = page.getByTestId("message");
  await expect(message).toContainText("온전해요: 타일 64개 모두 제자리에 있어요");
  await page.goto("/?scenario=broken-line&transport=udp&lang=ko&t=6");
  await started(page);
  await expect(message).toContainText(/타일 64개 중 \d+개, .*도착하지 않은 것 \d+개/);
});

test("a break made by hand is kept when the run is played again over TCP", async ({ page }) => {
  test.setTimeout(60_000);
  // Before the first packet, so that the command is the same however fast this machine is.
  await page.goto("/?scenario=uneven-routes&transport=udp&lang=en&t=0.001");
  await started(page);
  await page.getByRole("button", { name: /^Link r1–r2,/ }).press("Enter");
  await page.getByRole("button", { name: "Cut this link" }).click();
  await page.keyboard.press("Escape");

  await page.getByRole("radio", { name: "TCP" }).check({ force: true });
  await page.getByRole("button", { name: "Play again over TCP" }).click();
  const cut = page.getByRole("button", { name: /^Link r1–r2,.*, cut$/ });
  await expect(cut).toBeVisible();
  // And on, as fast as the slider allows.
  await page.getByRole("slider", { name: "Speed" }).fill("18");
  const message = page.getByTestId("message");
  await expect(message.locator(".message-figures")).toHaveText(/^Whole: 64 of 64/, {
    timeout: 25_000,
  });
  await expect(message.locator(".chip")).toHaveClass(/chip-tcp/);
  expect(await emptyTiles(message)).toBe(0);
  await expect(cut).toBeVisible();
});
