// What a long run holds in the program's memory: each byte once, however many moments there are to go back to.

import { expect, program, started, test } from "./harness.js";
import { linkTo } from "./link.js";

const MB = 1_000_000;

/** The size of the running program's memory, once it no longer grows. */
async function settled(page) {
  const running = await program(page);
  const size = () => running.evaluate(async (it) => (await it.default()).memory.buffer.byteLength);
  let last = 0;
  await expect(async () => {
    const before = last;
    last = await size();
    expect(last).toBe(before);
  }).toPass({ intervals: [1500], timeout: 25_000 });
  return last;
}

test("the longest scenario keeps moments to go back to once, where it was played, and not where it was foreseen", async ({ page }) => {
  test.setTimeout(90_000);
  await page.goto("/?scenario=reno-vs-cubic&lang=en&start=paused");
  await started(page);
  expect(await settled(page)).toBeLessThan(60 * MB);
  await page.getByRole("slider", { name: "Time", exact: true }).press("End");
  // 20 moments, which share with each other and with the run whatever did not change between them.
  expect(await settled(page)).toBeLessThan(75 * MB);
});

/** Three messages of 12 MB over TCP: a little more than the 400,000 events that are kept. */
const LONG = {
  schema: 1,
  name: "long",
  transport: "tcp",
  until: "60s",
  seed: 1,
  nodes: [
    { id: "a", role: "host", address: "192.0.2.10", x: 80, y: 300 },
    { id: "r", role: "router", address: "10.0.0.1", x: 480, y: 300 },
    {
      id: "b",
      role: "host",
      address: "198.51.100.10",
      x: 880,
      y: 300,
      programs: [{ viewer: { name: "Viewer", port: 32202 } }],
    },
  ],
  links: [
    { id: "near", a: "a", b: "r", rate: "20Mbit/s", delay: "5ms", loss: "0.1%" },
    { id: "far", a: "r", b: "b", rate: "20Mbit/s", delay: "5ms" },
  ],
  script: Array.from({ length: 3 }, () => ({
    at: "0s",
    command: { send: { from: "a", to: "198.51.100.10", port: 32202, payload: { bulk: 12 * 1024 * 1024 } } },
  })),
};

test("a run of 400,000 events over TCP is held in less than 150 MB, and going to and fro takes no more", async ({ page }) => {
  test.setTimeout(120_000);
  await page.goto(`/#s=${linkTo({ scenario: LONG, cursor: "58s", view: { lang: "en" } })}`);
  await started(page);
  await expect(page.getByRole("progressbar")).toHaveCount(0, { timeout: 90_000 });
  const timeline = page.getByRole("slider", { name: "Time", exact: true });
  const toAndFro = async () => {
    for (let turn = 1; turn <= 10; turn += 1) {
      await timeline.fill(String((turn * 370) % 1000));
      await expect(page.getByRole("progressbar")).toHaveCount(0);
    }
    return settled(page);
  };
  const once = await toAndFro();
  expect(once).toBeLessThan(150 * MB);
  expect(await toAndFro()).toBeLessThan(once + 2 * MB);
});
