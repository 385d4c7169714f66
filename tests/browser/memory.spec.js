// What a long run holds in the program's memory: no moments to go back to in the run that is only played ahead.

import { expect, program, started, test } from "./harness.js";

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
  expect(await settled(page)).toBeLessThan(80 * MB);
  await page.getByRole("slider", { name: "Time", exact: true }).press("End");
  // 20 moments, which share with each other and with the run whatever did not change between them.
  expect(await settled(page)).toBeLessThan(120 * MB);
});
