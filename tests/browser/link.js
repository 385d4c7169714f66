// Links as the page makes them, written by hand: what stands behind `#s=`.

import { crc32, deflateRawSync } from "node:zlib";

/** A link to a state of the page. One with a scenario of its own has the open form, deflated; one that names a scenario the plain. */
export function linkTo(state) {
  const json = JSON.stringify(state);
  const own = typeof state.scenario !== "string";
  const form = own ? "2d" : "1j";
  const bytes = own ? deflateRawSync(json) : Buffer.from(json);
  const body = `${form}.${bytes.toString("base64url")}`;
  return `${body}.${(crc32(body) & 0xffffff).toString(16).padStart(6, "0")}`;
}
