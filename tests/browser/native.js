// The same engine outside the browser: the command-line tool `hoplab`, built by cargo.

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../..", import.meta.url));

/** Builds the tool once; what it then prints for given arguments. */
export function buildHoplab() {
  const build = ["build", "--package", "hoplab-cli", "--message-format", "json"];
  const told = execFileSync("cargo", build, { cwd: root, encoding: "utf8", stdio: "pipe" });
  const messages = told.split("\n").filter((line) => line.startsWith("{"));
  const tool = messages.map((line) => JSON.parse(line).executable).find(Boolean);
  return (...given) => execFileSync(tool, given, { encoding: "utf8" }).trim();
}
