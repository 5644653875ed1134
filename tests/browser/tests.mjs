// The page as people meet it. Each test is a line; the last one is "N passed, N failed".
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { need, out, suites } from "./harness.mjs";
import "./validity.mjs";
import "./access.mjs";
import "./behaviour.mjs";
import "./noscript.mjs";
import "./safety.mjs";
import "./paper.mjs";
import "./fleet.mjs";
import "./shots.mjs";

const { chromium } = need("playwright-core");
const profile = mkdtempSync(join(tmpdir(), "mbaudit-browser-"));
const args = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync"];

// A context of its own for every test, so that none leaves anything behind.
async function open(browser, file, options = {}) {
  const { width = 1280, height = 900, media = "screen", fragment = "", ...rest } = options;
  const context = await browser.newContext({ viewport: { width, height }, reducedMotion: "reduce", ...rest });
  const page = await context.newPage();
  page.problems = [];
  page.requests = [];
  page.on("pageerror", (error) => page.problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && page.problems.push(message.text()));
  page.on("dialog", (dialog) => { page.problems.push("a dialog: " + dialog.message()); dialog.dismiss(); });
  page.on("request", (request) => page.requests.push(request.url()));
  if (media === "print") await page.emulateMedia({ media: "print", colorScheme: options.colorScheme });
  await page.goto("file://" + join(out, "made", file) + fragment);
  page.finish = () => context.close();
  return page;
}

let passed = 0, failed = 0;
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM || "/usr/bin/chromium", args });
for (const { name, body } of suites) {
  const pages = [];
  try {
    await body(async (file, options) => {
      const page = await open(browser, file, options);
      pages.push(page);
      return page;
    });
    passed += 1;
  } catch (error) {
    failed += 1;
    console.log(`FAILED  ${name}\n        ${String(error.message).split("\n").slice(0, 12).join("\n        ")}`);
  }
  for (const page of pages) await page.finish();
}
await browser.close();
rmSync(profile, { recursive: true, force: true });
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
