// One engine, two machines: what it does natively it does in the browser, to the last event.

import { buildHoplab } from "./native.js";
import { expect, program, started, test } from "./harness.js";

const TRANSPORTS = ["ip", "udp", "tcp"];
const UNTIL_MS = 5000;
// The second needs all 64 bits, which a JavaScript number has not.
const SEEDS = [1n, 0xfedc_ba98_7654_3211n];

test("native and browser give the same trace for every scenario over every transport", async ({
  page,
}) => {
  // The tool may have to be built first.
  test.setTimeout(300_000);
  const hoplab = buildHoplab();
  const names = JSON.parse(hoplab("list", "--json")).map((scenario) => scenario.name);
  const runs = names.flatMap((name) =>
    TRANSPORTS.flatMap((transport) => SEEDS.map((seed) => ({ name, transport, seed }))),
  );
  // Those with programs of their own are among them.
  const spoken = ["three-programs", "live-video", "ftp-two-connections", "chat", "first-lookup"];
  expect(names).toEqual(expect.arrayContaining(spoken));

  await page.goto("/?t=0.001");
  await started(page);
  const engine = await program(page);
  const seen = new Set();
  for (const { name, transport, seed } of runs) {
    const native = hoplab(
      ...["run", name, "--transport", transport, "--seed", String(seed)],
      ...["--until", `${UNTIL_MS}ms`, "--hash"],
    );
    // Where every program chooses its transport itself, all three are one run.
    if (seen.has(native)) continue;
    seen.add(native);
    const browser = await engine.evaluate(
      (engine, [name, transport, seed, until]) =>
        engine.trace_hash(name, transport, seed, until),
      [name, transport, seed, UNTIL_MS],
    );
    expect(browser).toMatch(/^[0-9a-f]{16}$/);
    expect.soft(browser, `${name} over ${transport}, seed ${seed}`).toBe(native);
  }
  // A hash of nothing would agree with itself too.
  expect(seen.size).toBeGreaterThan(names.length * 2);
});

test("a name or transport that is none is an error and not a hash", async ({ page }) => {
  await page.goto("/?t=0.001");
  await started(page);
  const engine = await program(page);
  const hash = (...given) =>
    engine.evaluate((engine, given) => engine.trace_hash(...given, 1n, 100), given);
  await expect(hash("brokn-line", "tcp")).rejects.toThrow(/brokn-line/);
  await expect(hash("broken-line", "sctp")).rejects.toThrow(/ip, udp or tcp/);
});
