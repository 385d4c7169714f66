// What every browser test starts from: a page whose complaints and requests are written down.

import { test as base, expect } from "@playwright/test";

/** The page has started once the program has replaced the static words. */
export async function started(scope) {
  await expect(scope.locator("#boot-status")).toHaveCount(0, { timeout: 20_000 });
  await expect(scope.locator("#app")).not.toBeEmpty();
  await expect(scope.locator("#recovery")).toBeHidden();
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
