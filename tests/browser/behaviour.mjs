// What the script does: hides, orders, copies, and keeps the state of the filter in the address.
import { same, test, yes } from "./harness.mjs";

const file = "everything/report.html";
// Findings in sight under their rules: "server rule" each.
const shown = (page) => page.$$eval(".rule tbody[data-severity]", (rows) => rows.filter((row) => row.checkVisibility())
  .map((row) => row.dataset.server.split(".")[0] + " " + row.closest(".rule").dataset.rule));
const all = ["MAIL01 smtp-instance-stopped", "MAIL02 smtp-instance-stopped", "MAIL01 smtp-relay-open", "MAIL01 smtp-relay-open",
  "MAIL01 web-directory-browsing", "MAIL01 web-directory-browsing", "MAIL02 web-directory-browsing"];
const settle = (page) => page.waitForTimeout(250);
const box = (page, name, value) => page.locator(`input[name=${name}][value=${value}]`);
const fragment = (page) => page.evaluate(() => location.hash);

test("at first everything is shown", async (open) => {
  const page = await open(file);
  same("rows", all, await shown(page));
  same("count", "7 findings", await page.textContent("#filter-count"));
  same("problems", [], page.problems);
});

test("search: every word must be there, in the row or in its rule", async (open) => {
  const page = await open(file);
  await page.fill("input[name=q]", "relay 192.0.2.7");
  await settle(page);
  same("rows", ["MAIL01 smtp-relay-open", "MAIL01 smtp-relay-open"], await shown(page));
  same("count", "2 of 7 findings shown", await page.textContent("#filter-count"));
  await page.fill("input[name=q]", "nothing has this");
  await settle(page);
  same("rows", [], await shown(page));
  same("rules in sight", 0, await page.locator(".rule:visible").count());
});

test("filter by severity", async (open) => {
  const page = await open(file);
  await box(page, "severity", "error").uncheck();
  await settle(page);
  same("rows", all.filter((row) => row.endsWith("browsing")), await shown(page));
  same("address", "#severity=warning", await fragment(page));
});

test("filter by rule, by server and by status, together", async (open) => {
  const page = await open(file);
  await page.selectOption("select[name=rule]", "smtp-instance-stopped");
  await settle(page);
  same("rule", all.slice(0, 2), await shown(page));
  await page.fill("input[name=server]", "mail02");
  await settle(page);
  same("server", ["MAIL02 smtp-instance-stopped"], await shown(page));
  same("actions", 1, await page.locator(".actions li:visible").count());
  await box(page, "status", "not-comparable").uncheck();
  await settle(page);
  same("status", [], await shown(page));
});

test("accepted findings can be left out", async (open) => {
  const page = await open(file);
  await box(page, "status", "accepted").uncheck();
  await settle(page);
  same("rows", 6, (await shown(page)).length);
});

test("the address carries the filter to whoever opens it", async (open) => {
  const first = await open(file);
  await first.fill("input[name=q]", "smtp & \"stopped\"".slice(0, 4));
  await first.fill("input[name=server]", "MAIL01.example.com");
  await box(first, "severity", "warning").uncheck();
  await settle(first);
  const address = await fragment(first);
  const second = await open(file, { fragment: address });
  same("rows", await shown(first), await shown(second));
  same("search", "smtp", await second.inputValue("input[name=q]"));
  same("server", "MAIL01.example.com", await second.inputValue("input[name=server]"));
  same("severity", false, await box(second, "severity", "warning").isChecked());
  yes("the findings are in view", await second.evaluate(() => document.getElementById("findings").getBoundingClientRect().top < innerHeight));
});

test("what is odd in the address does no harm", async (open) => {
  for (const odd of ["#q=%E0%A4%A", "#severity=", "#rule=no-such&x=1", "#=", "#q=<img src=x onerror=alert(1)>", "#%"]) {
    const page = await open(file, { fragment: odd });
    await settle(page);
    same(odd, [], page.problems);
  }
});

test("show all takes every filter back", async (open) => {
  const page = await open(file, { fragment: "#severity=error&q=relay" });
  same("before", 2, (await shown(page)).length);
  await page.click("#filter button[type=reset]");
  await settle(page);
  same("after", all, await shown(page));
  same("address", "", await fragment(page));
});

test("the figures of what changed lead to these findings", async (open) => {
  const page = await open(file);
  await page.click("a[data-filter='status=new']");
  await settle(page);
  same("rows", ["MAIL01 smtp-instance-stopped"], await shown(page));
  same("address", "#status=new", await fragment(page));
});

test("a link to something closed or filtered away shows it", async (open) => {
  const page = await open(file, { fragment: "#severity=warning" });
  await page.click("#totals a[href='#rule-smtp-relay-open']");
  await settle(page);
  yes("the rule is in sight", await page.locator("#rule-smtp-relay-open").isVisible());
  await page.click("#collapse");
  await page.goto(page.url().split("#")[0] + "#s2");
  await settle(page);
  same("open", true, await page.$eval("#s2", (details) => details.open));
});

test("a link far down leads there", async (open) => {
  for (const id of ["rule-web-log-dir-system-drive", "s12", "s1"]) {
    const page = await open("samples/report.html");
    await page.evaluate((name) => { location.hash = name; }, id);
    await page.waitForTimeout(600);
    const [top, room] = await page.evaluate((name) => [document.getElementById(name).getBoundingClientRect().top,
      document.getElementById("filter").getBoundingClientRect().bottom], id);
    yes(`${id} is at ${top}, the filter ends at ${room}`, top >= room - 1 && top < 400);
  }
});

test("collapse and expand", async (open) => {
  const page = await open(file);
  await page.click("#collapse");
  same("open", 0, await page.locator(".rule[open], .snapshot[open]").count());
  await page.click("#expand");
  same("closed", 0, await page.locator(".rule:not([open]), .snapshot:not([open])").count());
});

test("tables are sorted by numbers as numbers, by severity as severity, and back", async (open) => {
  const page = await open("samples/report.html");
  const column = (n) => page.locator(".rules").first().locator("tbody tr")
    .evaluateAll((rows, cell) => rows.map((row) => row.cells[cell].textContent.trim()), n);
  const head = (n) => page.locator(".rules").first().locator("thead th").nth(n).locator("button");
  await head(5).click();
  const up = (await column(5)).map(Number);
  yes("more than two", up.length > 2);
  same("ascending", [...up].sort((a, b) => a - b), up);
  await head(5).click();
  same("aria-sort", "descending", await page.locator(".rules").first().locator("thead th").nth(5).getAttribute("aria-sort"));
  await head(0).click();
  const words = await column(0);
  same("severity", words, [...words].sort((a, b) => (a === "Error" ? 0 : 1) - (b === "Error" ? 0 : 1)));
});

test("findings are sorted whole, with what to do", async (open) => {
  const page = await open(file);
  const table = page.locator("#rule-web-directory-browsing table.objects");
  const order = () => table.locator("tbody").evaluateAll((groups) => groups.map((group) => group.dataset.server));
  await table.locator("thead th").first().locator("button").click();
  await table.locator("thead th").first().locator("button").click();
  same("descending", ["MAIL02.example.com", "MAIL01.example.com", "MAIL01.example.com"], await order());
  same("each with what to do", 3, await table.locator("tbody .todo").count());
});

test("commands can be copied", async (open) => {
  const page = await open(file, { permissions: ["clipboard-read", "clipboard-write"] });
  const button = page.locator("#rule-smtp-instance-stopped pre .copy").first();
  await button.click();
  await page.waitForFunction((b) => b.textContent === "Copied", await button.elementHandle());
  same("clipboard", "cscript %SystemDrive%\\Inetpub\\AdminScripts\\adsutil.vbs START_SERVER SmtpSvc/1",
    await page.evaluate(() => navigator.clipboard.readText()));
});

test("by keyboard alone: skip, filter, open, sort, copy", async (open) => {
  const page = await open(file);
  const focused = () => page.evaluate(() => document.activeElement.className || document.activeElement.name || document.activeElement.tagName);
  await page.keyboard.press("Tab");
  same("first", "skip", await focused());
  yes("the skip link is in sight", await page.locator(".skip").evaluate((link) => link.getBoundingClientRect().left >= 0));
  await page.keyboard.press("Enter");
  same("skipped to", "main", await page.evaluate(() => document.activeElement.id));
  await page.focus("input[name=q]");
  await page.keyboard.type("relay");
  await settle(page);
  same("filtered", 2, (await shown(page)).length);
  await page.focus("#rule-smtp-relay-open > summary");
  await page.keyboard.press("Enter");
  same("closed", false, await page.$eval("#rule-smtp-relay-open", (details) => details.open));
  await page.keyboard.press("Space");
  same("open", true, await page.$eval("#rule-smtp-relay-open", (details) => details.open));
  await page.focus("#rule-smtp-relay-open thead button");
  await page.keyboard.press("Enter");
  same("sorted", "ascending", await page.getAttribute("#rule-smtp-relay-open thead th", "aria-sort"));
});

test("every stop of the keyboard shows where it is", async (open) => {
  const page = await open(file);
  for (let i = 0; i < 60; i++) {
    await page.keyboard.press("Tab");
    const seen = await page.evaluate(() => {
      const element = document.activeElement;
      return element === document.body || (element.checkVisibility() && getComputedStyle(element).outlineStyle !== "none");
    });
    yes(`stop ${i}: ${await page.evaluate(() => document.activeElement.outerHTML.slice(0, 120))}`, seen);
  }
});

test("pages of a big fleet filter and sort as well", async (open) => {
  const page = await open("pages/report.html");
  await page.click("#rule-smtp-instance-stopped .more a");
  await page.waitForLoadState();
  same("rows", 2, (await shown(page)).length);
  await page.fill("input[name=server]", "mail02");
  await settle(page);
  same("rows", ["MAIL02 smtp-instance-stopped"], await shown(page));
  await page.click(".rule tbody:not([hidden]) th a");
  await page.waitForLoadState();
  same("the server's page", "MAIL02.example.com", await page.textContent("h1"));
  await page.click(".contents a >> nth=0");
  await page.waitForLoadState();
  yes("and home", page.url().endsWith("/pages/report.html"));
  same("problems", [], page.problems);
});
