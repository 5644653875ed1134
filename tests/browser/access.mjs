// Everybody can read it: axe-core with everything it has, in light, dark and print, on a phone and on a big screen.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { need, out, reports, same, test, yes } from "./harness.mjs";

const axe = readFileSync(need.resolve("axe-core/axe.min.js"), "utf8");
const widths = [360, 1920];
const looks = [
  { name: "light", colorScheme: "light" }, { name: "dark", colorScheme: "dark" }, { name: "print", colorScheme: "light", media: "print" }
];

// On paper nobody touches a link, and underlines are left out.
const onPaper = { "target-size": { enabled: false }, "link-in-text-block": { enabled: false } };

async function violations(page, media) {
  await page.evaluate(axe);
  const result = await page.evaluate((rules) => window.axe.run(document, {
    rules,
    runOnly: { type: "tag", values: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"] },
    resultTypes: ["violations"]
  }), media === "print" ? onPaper : {});
  return result.violations.map((v) => `${v.id} (${v.nodes.length}): ${v.nodes[0].target} ${v.nodes[0].failureSummary}`);
}

// Everything open, and laid out as it is when it comes into sight: axe measures places and what lies on what.
async function openAll(page) {
  await page.evaluate(() => {
    document.querySelectorAll("details").forEach((details) => { details.open = true; });
    document.styleSheets[0].insertRule(".rule, .snapshot { content-visibility: visible !important; }", document.styleSheets[0].cssRules.length);
  });
}

for (const look of looks)
  for (const width of widths)
    for (const file of ["smtp/report.html", ...reports.filter((name) => !name.startsWith("samples"))])
      test(`axe: ${file}, ${look.name}, ${width} px`, async (open) => {
        const page = await open(file, { width, colorScheme: look.colorScheme, media: look.media });
        await openAll(page);
        same("violations", [], await violations(page, look.media));
      });

test("axe: pages of a big fleet", async (open) => {
  const root = "pages/report-pages";
  const set = readdirSync(join(out, "made", root))[0];
  const files = readdirSync(join(out, "made", root, set)).filter((f) => /^(rule|gone|server|servers)-?/.test(f));
  yes("there are some", files.length > 3);
  for (const file of ["pages/report.html", ...files.map((f) => join(root, set, f))]) {
    const page = await open(file, { width: 360 });
    await openAll(page);
    same(file, [], await violations(page));
  }
});

for (const width of widths)
  test(`nothing is wider than the window at ${width} px`, async (open) => {
    for (const file of [...reports, "hostile/report.html"]) {
      const page = await open(file, { width });
      await openAll(page);
      same(file, width, await page.evaluate(() => document.documentElement.scrollWidth));
    }
  });

test("colours have enough contrast against what they stand on, and severities differ without them", async (open) => {
  const page = await open("samples/report.html");
  const badges = await page.$$eval(".severities .badge", (nodes) => nodes.map((node) => [
    node.textContent.trim(), node.querySelector("use").getAttribute("href")]));
  same("words", 5, new Set(badges.map((badge) => badge[0])).size);
  same("shapes", 5, new Set(badges.map((badge) => badge[1])).size);
});

test("who wants no motion gets none", async (open) => {
  const page = await open("samples/report.html", { reducedMotion: "reduce" });
  const moving = await page.evaluate(() => Array.from(document.querySelectorAll("*")).filter((element) => {
    const style = getComputedStyle(element);
    return style.scrollBehavior === "smooth" || parseFloat(style.transitionDuration) > 0 || style.animationName !== "none";
  }).length);
  same("elements that move", 0, moving);
});

test("each table has a caption, and each of its heads a scope", async (open) => {
  const page = await open("everything/report.html");
  same("without", 0, await page.$$eval("table", (tables) => tables.filter((table) =>
    !table.caption || !table.caption.textContent.trim() || table.querySelector("th:not([scope])")).length));
});
