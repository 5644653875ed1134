// What the tests share. Packages come from where make put them, not from beside this file.
import { createRequire } from "node:module";
import { join, resolve } from "node:path";

export const out = resolve(process.env.OUT);
export const need = createRequire(join(out, "package.json"));
export const suites = [];
// body gets open(file, options): a page of out/made in a fresh browser context.
export const test = (name, body) => suites.push({ name, body });

export function same(what, wanted, got) {
  const [a, b] = [JSON.stringify(wanted), JSON.stringify(got)];
  if (a !== b) throw new Error(`${what}: wanted ${a}, got ${b}`);
}
export function yes(what, is) {
  if (!is) throw new Error(what);
}
export const reports = ["samples/report.html", "everything/report.html", "german/report.html", "clean/report.html"];
