// What every browser test starts from: a page whose complaints and requests are written down.

import { test as base, expect } from "@playwright/test";

/** The page has started once the program has replaced the static words. */
export async function started(scope) {
  await shown(scope);
  // A far moment is filled in by and by, and so is the log of it.
  await expect(scope.locator(".seek")).toHaveCount(0, { timeout: 20_000 });
  await expect(scope.locator(".log-lines[aria-busy=true]")).toHaveCount(0);
}

/** The page is there, perhaps still on its way to a far moment. */
export async function shown(scope) {
  // First that there is a page at all: the rest would hold of a blank one.
  await expect(scope.locator("#app")).toBeAttached({ timeout: 20_000 });
  await expect(scope.locator("#boot-status")).toHaveCount(0, { timeout: 20_000 });
  await expect(scope.locator("#app")).not.toBeEmpty();
  await expect(scope.locator("#recovery")).toBeHidden();
}

/**
 * A handle of the running program's module, the very one that the page has started:
 * `(await program(page)).evaluate((program) => program.panic_on_purpose())`.
 */
export async function program(scope) {
  return scope.locator("link[rel=modulepreload]").evaluateHandle((link) => import(link.href));
}

/** The hash of the page's run up to now, as its details give it. */
export async function runHash(page) {
  const details = page.locator("details.run");
  if ((await details.getAttribute("open")) === null) await details.locator("summary").click();
  const hash = details.locator("[data-trace-hash]");
  // Worked out only when asked for.
  const ask = details.getByRole("button");
  await expect(hash.or(ask)).toBeVisible();
  if (await ask.isVisible()) await ask.click();
  return hash.getAttribute("data-trace-hash");
}

export const test = base.extend({
  /**
   * `complaints`: what the browser's console called an error, and what nobody caught.
   * `foreign`: requests to anyone but the page's own host.
   */
  watched: async ({ page, baseURL }, use) => {
    const complaints = [];
    const foreign = [];
    page.on("console", (message) => {
      if (message.type() === "error") complaints.push(message.text());
    });
    page.on("pageerror", (error) => complaints.push(String(error)));
    page.on("request", (request) => {
      const address = new URL(request.url());
      const local = ["data:", "blob:"].includes(address.protocol);
      if (!local && address.host !== new URL(baseURL).host) foreign.push(request.url());
    });
    await use({ complaints, foreign });
  },
});

export { expect };
