// Without script everything is there, and nothing that would need it.
import { same, test, yes } from "./harness.mjs";

const off = { javaScriptEnabled: false };

test("script off: all findings, what to do, and no dead controls", async (open) => {
  const page = await open("everything/report.html", off);
  same("findings by rule", 7, await page.locator(".rule tbody[data-severity]:visible").count());
  same("actions by server", 7, await page.locator(".actions li:visible").count());
  same("commands", 4, await page.locator("pre:visible code").count());
  same("filter", 0, await page.locator("#filter:visible").count());
  same("buttons", 0, await page.locator("button:visible").count());
});

test("script off: what is closed opens, links lead where they say", async (open) => {
  const page = await open("everything/report.html", off);
  await page.click("#unjudged > summary");
  yes("what to collect", await page.getByText("MetaBase.xml of the whole server.").isVisible());
  await page.click("#totals a[href='#rule-smtp-relay-open']");
  yes("the rule is in view", await page.locator("#rule-smtp-relay-open > summary").isVisible());
  await page.click("a[data-filter='status=new']");
  yes("the address", page.url().endsWith("#findings"));
});

test("every link within a page has its target", async (open) => {
  for (const file of ["samples/report.html", "everything/report.html", "german/report.html", "clean/report.html", "pages/report.html"]) {
    const page = await open(file);
    same(file, [], await page.$$eval("a[href^='#']", (links) => links.map((link) => link.getAttribute("href").slice(1))
      .filter((id) => !document.getElementById(decodeURIComponent(id)))));
  }
});

test("a new user finds which servers take no mail, why, and what to type, without a click more than one", async (open) => {
  const page = await open("samples/report.html", off);
  await page.getByRole("link", { name: "SMTP virtual server is stopped" }).first().click();
  const rule = page.locator("#rule-smtp-instance-stopped");
  const names = await rule.locator("tbody").evaluateAll((groups) => groups.map((group) => group.dataset.server));
  yes("which", names.length > 0 && (await rule.locator("tbody th").first().isVisible()));
  yes("why", (await rule.locator(".meaning").textContent()).includes("accepts no connection"));
  yes("what to type", (await rule.locator("tbody").first().locator("pre").allTextContents()).some((line) => line.includes("START_SERVER")));
});
