// On paper: everything is opened, nothing is cut off, controls are gone.
import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { out, same, test, yes } from "./harness.mjs";

async function print(open, file, options) {
  const page = await open(file, { width: 1280, ...options });
  const pdf = join(out, "shots", file.replace(/\/.*/, "") + ".pdf");
  await page.pdf({ path: pdf, format: "A4", preferCSSPageSize: true });
  return { page, pdf, text: execFileSync("pdftotext", ["-layout", pdf, "-"], { encoding: "utf8", maxBuffer: 1 << 28 }) };
}
const squeeze = (text) => text.replace(/\s+/g, "");

for (const javaScriptEnabled of [true, false])
  test(`print, script ${javaScriptEnabled ? "on" : "off"}: what was closed is there, controls are not`, async (open) => {
    const { text } = await print(open, "everything/report.html", { javaScriptEnabled });
    const flat = squeeze(text);
    for (const part of ["What to collect", "MetaBase.xml of the whole server.", "Right-click the virtual server.",
      "cscript %SystemDrive%\\Inetpub\\AdminScripts\\adsutil.vbs START_SERVER SmtpSvc/1", "Read from 2 exports", "MaxConnections",
      "https://example.com/kb/123456", "came 2 times", "ratio-floor", "This page is complete in itself"])
      yes(`"${part}" is on paper`, flat.includes(squeeze(part)));
    for (const part of ["Collapse all", "Show all"]) yes(`"${part}" is not`, !flat.includes(squeeze(part)));
  });

// Every word of the PDF lies within its sheet.
function outside(pdf) {
  const boxes = execFileSync("pdftotext", ["-bbox", pdf, "-"], { encoding: "utf8", maxBuffer: 1 << 28 });
  const found = [];
  let width = 0, height = 0, words = 0;
  for (const line of boxes.split("\n")) {
    const sheet = line.match(/<page width="([\d.]+)" height="([\d.]+)"/);
    if (sheet) [width, height] = [Number(sheet[1]), Number(sheet[2])];
    const word = line.match(/<word xMin="(-?[\d.]+)" yMin="(-?[\d.]+)" xMax="(-?[\d.]+)" yMax="(-?[\d.]+)">(.*)<\/word>/);
    if (!word) continue;
    words += 1;
    const [x1, y1, x2, y2] = word.slice(1, 5).map(Number);
    if (x1 < 0 || y1 < 0 || x2 > width || y2 > height) found.push(word[5]);
  }
  yes("there are words", words > 100);
  return found;
}

for (const file of ["samples/report.html", "everything/report.html", "hostile/report.html"])
  test(`print: nothing is cut off in ${file}`, async (open) => {
    const { page, pdf, text } = await print(open, file);
    same("outside of the sheet", [], outside(pdf).slice(0, 5));
    const flat = squeeze(text);
    const commands = await page.$$eval("pre code", (codes) => codes.map((code) => code.textContent));
    const lost = commands.filter((command) => !flat.includes(squeeze(command)));
    // A command that goes over the end of a sheet has the next sheet's margin in it, nothing else may.
    yes(`commands that are not whole: ${lost.slice(0, 3).join(" | ")}`, lost.length === 0 || file.startsWith("hostile"));
  });

test("print: heads of tables come again on each sheet", async (open) => {
  const page = await open("samples/report.html", { media: "print" });
  same("display", ["table-header-group"], await page.$$eval("thead", (heads) => Array.from(new Set(heads.map((head) => getComputedStyle(head).display)))));
});
