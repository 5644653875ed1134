// Pictures for a person to look at, in out/browser/shots.
import { join } from "node:path";
import { out, same, test } from "./harness.mjs";

// xsl/report.png is this one.
test("the picture in the README", async (open) => {
  const page = await open("samples/report.html", { width: 1200, height: 860, colorScheme: "light" });
  await page.screenshot({ path: join(out, "shots", "readme.png") });
});

for (const [file, name] of [["samples/report.html", "samples"], ["everything/report.html", "everything"], ["german/report.html", "german"]])
  test(`pictures of ${name}`, async (open) => {
    for (const colorScheme of ["light", "dark"])
      for (const width of [360, 1920]) {
        const page = await open(file, { width, height: width === 360 ? 780 : 1080, colorScheme });
        await page.screenshot({ path: join(out, "shots", `${name}-${colorScheme}-${width}.png`) });
        await page.evaluate(() => { document.documentElement.style.scrollBehavior = "auto"; document.getElementById("findings").scrollIntoView(); });
        await page.screenshot({ path: join(out, "shots", `${name}-${colorScheme}-${width}-findings.png`) });
        same("problems", [], page.problems);
      }
  });
