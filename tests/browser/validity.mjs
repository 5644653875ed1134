// HTML that a validator takes, without repairs by the browser.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { need, out, reports, same, test, yes } from "./harness.mjs";

const { HtmlValidate } = need("html-validate");
const validator = new HtmlValidate({
  extends: ["html-validate:standard", "html-validate:a11y"],
  rules: {
    "no-raw-characters": "off", // a matter of taste: > and quotes in text are valid
    "no-trailing-whitespace": "off", // white space is of the data and of the stylesheet
    "attr-quotes": "off",
    "void-style": "off",
    "no-implicit-button-type": "error",
    "require-sri": "off",
    "long-title": "off", // a title may hold what the user called the report
    "no-inline-style": "error",
    "wcag/h32": "off", // the filter acts while one types; there is nothing to submit
    "valid-id": ["error", { relaxed: true }]
  }
});

async function check(file) {
  const report = await validator.validateString(readFileSync(join(out, "made", file), "utf8"), file);
  const found = report.results.flatMap((result) => result.messages)
    .map((message) => `${message.line}:${message.column} ${message.ruleId}: ${message.message}`);
  same(file, [], found.slice(0, 10));
}

for (const file of [...reports, "hostile/report.html"])
  test(`valid HTML: ${file}`, () => check(file));

test("valid HTML: every page of a big fleet", async () => {
  for (const made of ["pages", "hostile-pages"]) {
    const root = join(made, "report-pages");
    const set = readdirSync(join(out, "made", root))[0];
    const files = readdirSync(join(out, "made", root, set));
    yes("pages by rule and by server", files.some((f) => f.startsWith("rule-")) && files.some((f) => f.startsWith("server")));
    await check(join(made, "report.html"));
    for (const file of files) await check(join(root, set, file));
  }
});

test("the first bytes are the document type", () => {
  for (const file of reports)
    same(file, "<!DOCTYPE html", readFileSync(join(out, "made", file), "utf8").slice(0, 14));
});
