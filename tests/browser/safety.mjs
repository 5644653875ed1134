// Whatever stands in an export stays text, and the page asks nobody for anything.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { out, reports, same, test, yes } from "./harness.mjs";

const pagesOf = (made) => {
  const root = `${made}/report-pages`;
  const set = readdirSync(join(out, "made", root))[0];
  return readdirSync(join(out, "made", root, set)).map((file) => join(root, set, file));
};

async function inert(page, file) {
  same(`${file}: what ran`, undefined, await page.evaluate(() => window.hacked));
  same(`${file}: images, frames, objects`, 0, await page.locator("img, iframe, object, embed, base").count());
  same(`${file}: scripts`, 1, await page.locator("script").count());
  same(`${file}: handlers`, 0, await page.evaluate(() => Array.from(document.querySelectorAll("*"))
    .filter((element) => Array.from(element.attributes).some((attr) => /^on/i.test(attr.name))).length));
  same(`${file}: addresses`, [], await page.$$eval("a", (links) => links.map((link) => link.getAttribute("href"))
    .filter((href) => !/^(#|https:\/\/|report-pages\/|\.\.\/|[a-z]+(-[A-Za-z0-9._-]+)?\.html)/.test(href))));
  same(`${file}: problems`, [], page.problems);
}

test("hostile text is shown and does nothing", async (open) => {
  const page = await open("hostile/report.html");
  await page.evaluate(() => document.querySelectorAll("details").forEach((details) => { details.open = true; }));
  await inert(page, "report.html");
  const text = await page.evaluate(() => document.body.innerText);
  for (const piece of ["<script>window.hacked=1</script>", "\"><img src=x onerror=window.hacked=1>", "]]>", "<?mbaudit rules?>"])
    yes(`${piece} can be read`, text.includes(piece));
  yes("bidirectional controls are spelled out", text.includes("\\u{202E}") && !text.includes("\u202E"));
  yes("a long value is there to its end", (await page.evaluate(() => document.body.textContent)).includes("W".repeat(100 * 1024)));
});

test("hostile text is inert on the pages of a big fleet", async (open) => {
  for (const file of pagesOf("hostile-pages")) await inert(await open(file), file);
});

test("hostile text in the filter is inert", async (open) => {
  const page = await open("hostile/report.html");
  await page.fill("input[name=server]", "<script>window.hacked=1</script>");
  await page.fill("input[name=q]", "\"><img src=x onerror=window.hacked=1>");
  await page.waitForTimeout(250);
  await inert(page, "report.html");
});

test("a page asks for nothing but itself", async (open) => {
  for (const file of [...reports, "hostile/report.html"]) {
    const page = await open(file);
    same(file, [], page.requests.slice(1).filter((url) => !url.startsWith("data:")));
  }
});

test("what somebody put into the page does not run: the policy holds", async (open) => {
  const page = await open("everything/report.html");
  await page.evaluate(() => {
    const script = document.createElement("script");
    script.textContent = "window.hacked = 1";
    document.body.appendChild(script);
    const image = document.createElement("img");
    image.src = "https://example.com/x.png";
    document.body.appendChild(image);
    document.body.insertAdjacentHTML("beforeend", "<b onclick='window.hacked = 1'>x</b>");
    document.body.lastChild.click();
  });
  await page.waitForTimeout(100);
  same("what ran", undefined, await page.evaluate(() => window.hacked));
  yes("all three were refused", page.problems.filter((text) => text.includes("Content Security Policy")).length >= 3);
});
