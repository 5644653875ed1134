// node hostile.mjs EXAMPLE RESULT: the example with hostile text in every place that an export, an archive or a
// waiver file controls.
import { readFileSync, writeFileSync } from "node:fs";

const pieces = [
  "<script>window.hacked=1</script>", "\"><img src=x onerror=window.hacked=1>", "'><svg onload=window.hacked=1>",
  "=cmd|'/c calc'!A1", "]]>", "--><!--", "<?mbaudit rules?>", "javascript:window.hacked=1", "\u202Egnp.exe", "{1}{{x}}",
  "</style><style>*{display:none}", "</textarea></title>", "a\u0300\u0301\u200B", "%s%n", "x".repeat(600), "&amp;&lt;"
];
const long = "W".repeat(100 * 1024);
let turn = 0;
const escape = (text) => text.replace(/&/g, "&amp;").replace(/</g, "&lt;").replace(/>/g, "&gt;").replace(/"/g, "&quot;");
const hostile = () => escape(pieces[turn++ % pieces.length] + turn);

// Everything that is not fixed by the schema.
const attributes = ["server", "path", "class", "instance", "value", "meaning", "expected", "from", "input", "member", "format",
  "place", "encoding", "captured-from", "server-from", "owner", "file", "why", "folder", "property"];
const elements = ["found", "remedy", "reason", "accepted", "before", "after", "item", "hint", "command", "difference", "reference"];
const wordy = new Set(["folder", "property"]); // tokens: no line ends, not empty

let text = readFileSync(process.argv[2], "utf8");
const start = text.indexOf("<head>"), rules = text.indexOf("<rules>");
const [declaration, head, body] = [text.slice(0, start), text.slice(start, rules), text.slice(rules)];
const change = (part) => {
  for (const name of attributes)
    part = part.replace(new RegExp(`( ${name}=")[^"]*"`, "g"), (all, start) =>
      start + (wordy.has(name) ? hostile().trim() : hostile()) + "\"");
  for (const name of elements)
    part = part.replace(new RegExp(`(<${name}(?: [^>]*)?>)([^<]+)(</${name}>)`, "g"), (all, start, old, end) => start + hostile() + end);
  part = part.replace(/(<(?:server|baseline|input) name=")[^"]*"/g, (all, start) => start + hostile() + "\"");
  part = part.replace(/(<problem [^>]*>)[^<]*/g, (all, start) => start + hostile());
  return part;
};
// Articles and rules are the knowledge base's; it is tested where it is read.
const articlesEnd = body.indexOf("</head>");
text = declaration + change(head) + body.slice(0, articlesEnd) + change(body.slice(articlesEnd));
text = text.replace(/(<evidence [^>]*value=")[^"]*"/, (all, start) => start + long + "\"");
writeFileSync(process.argv[3], text);
