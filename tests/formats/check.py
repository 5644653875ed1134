"""check.py FINDINGS FOLDER: the reports in FOLDER hold the same findings as the document, each once, and nothing in them does
anything. Each format is read by the parser of the standard library for it. Prints what is wrong; a line of counts at the end."""
import csv
import html.parser
import io
import json
import os
import re
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from urllib.parse import urlsplit, unquote

NS = '{urn:mbaudit:findings:1}'
csv.field_size_limit(10 ** 9)
passed = failed = 0


def check(good, what):
    global passed, failed
    passed, failed = passed + bool(good), failed + (not good)
    if not good:
        print('FAILED ' + what)


def visible(text):
    """As the document's reader spells what cannot be seen."""
    return re.sub('[\u202A-\u202E\u2066-\u2069\u200B-\u200F\uFEFF]', lambda m: '\\u{%04X}' % ord(m.group()), text)


def status_of(node):
    if node.tag != NS + 'finding':
        return node.tag[len(NS):]
    if node.get('waiver') and not node.get('waiver-state'):
        return 'waived'
    return node.get('status', 'open')


def read_document(path):
    """(rule, server, path, status) of every finding; of those that are there now; texts."""
    found, now, root = [], [], ET.parse(path).getroot()
    for server in root.iter(NS + 'server'):
        for node in server.iter():
            if node.tag in (NS + 'finding', NS + 'resolved', NS + 'not-comparable'):
                key = tuple(visible(v) for v in (node.get('rule'), server.get('name'), node.get('path')))
                found.append((key + (status_of(node),), visible(node.find(NS + 'found').text or ''), node.get('id')))
                if node.tag == NS + 'finding':
                    now.append(key)
    return found, now


def read_settings(path):
    """How many settings changed or differ from the reference server, when the document was held against something."""
    root = ET.parse(path).getroot()
    names = ('change', 'mismatch') if root.find('.//' + NS + 'baseline') is not None else ()
    return Counter({name: len(list(root.iter(NS + name))) for name in names if root.find('.//' + NS + name) is not None})


class Page(html.parser.HTMLParser):
    void = {'meta', 'link', 'br', 'img', 'input', 'hr', 'wbr', 'source', 'col'}

    def __init__(self, path):
        super().__init__()
        self.path, self.wrong, self.ids, self.links, self.keys, self.actions = path, [], [], [], [], []
        self.stack, self.rule, self.row, self.code = [], None, None, None
        self.server, self.scripts = None, 0
        with open(path, encoding='utf-8', newline='') as file:
            self.source = file.read()
        self.feed(self.source)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        self.scripts += tag == 'script'
        for name, value in attrs.items():
            if name.startswith('on') or name in ('src', 'srcdoc', 'style', 'action', 'formaction'):
                self.wrong.append('%s %s=%r' % (tag, name, value))
        if tag in ('img', 'iframe', 'object', 'embed', 'base', 'frame', 'svg:script'):
            self.wrong.append('<%s>' % tag)
        if attrs.get('id'):
            self.ids.append(attrs['id'])
        if 'href' in attrs and tag in ('a', 'link'):
            self.links.append(attrs['href'] or '')
        if 'data-rule' in attrs and tag == 'details':
            self.rule = attrs['data-rule']
        if tag == 'details' and 'data-server' in attrs:
            self.server = attrs['data-server']
        if tag == 'tbody' and 'data-server' in attrs:
            self.row = attrs['data-server']
        if tag == 'li' and 'data-rule' in attrs:
            self.action = attrs['data-rule']
            self.row = None
        if tag == 'code' and attrs.get('class') == 'path':
            self.code = ''
        if tag not in self.void:
            self.stack.append(tag)

    def handle_data(self, data):
        if self.code is not None:
            self.code += data

    def handle_endtag(self, tag):
        if tag == 'code' and self.code is not None:
            if self.row is not None:
                self.keys.append((self.rule, self.row, self.code))
                self.row = None
            elif getattr(self, 'action', None):
                self.actions.append((self.action, self.server, self.code))
                self.action = None
            self.code = None


def pages_of(folder):
    paths = [os.path.join(folder, 'report.html')]
    for at, _, names in os.walk(os.path.join(folder, 'report-pages')):
        paths += [os.path.join(at, name) for name in names]
    return sorted(paths)


def check_links(pages):
    by_path = {os.path.realpath(page.path): page for page in pages}
    for page in pages:
        for link in page.links:
            parts = urlsplit(link)
            if parts.scheme:
                if parts.scheme not in ('https', 'data'):
                    check(False, '%s: link to %r' % (page.path, link[:80]))
                continue
            target = os.path.realpath(os.path.join(os.path.dirname(page.path), unquote(parts.path))) if parts.path else os.path.realpath(page.path)
            if target not in by_path:
                check(False, '%s: link to what is not there: %r' % (page.path, link[:80]))
            elif parts.fragment and unquote(parts.fragment) not in by_path[target].ids:
                check(False, '%s: no such place: %r' % (page.path, link[:80]))
        check(len(page.ids) == len(set(page.ids)), '%s: ids stand once' % page.path)


def check_html(folder, now):
    pages = [Page(path) for path in pages_of(folder)]
    for page in pages:
        check(not page.wrong, '%s: %s' % (page.path, '; '.join(page.wrong)[:300]))
        check(page.scripts <= 1, '%s: one script' % page.path)
        check('\u202E' not in page.source and '\x01' not in page.source, '%s: nothing invisible' % page.path)
        check("default-src 'none'" in page.source, '%s: a policy' % page.path)
    check_links(pages)
    names = [os.path.basename(page.path) for page in pages]
    check(all(re.fullmatch(r'[a-z0-9][a-z0-9.-]*\.html', n) and len(n) < 128 for n in names), 'names of pages are plain')
    check(len({n.lower() for n in names}) == len(names), 'names of pages differ without case')
    shown = [page for page in pages if os.path.basename(page.path) != 'report.html'] or pages
    rows = Counter(key for page in shown for key in page.keys if not os.path.basename(page.path).startswith('gone-'))
    check(rows == Counter(now), 'report.html: the findings by rule: %r' % list((rows - Counter(now)) + (Counter(now) - rows))[:2])
    actions = Counter(key for page in shown for key in page.actions)
    check(actions == Counter(now), 'report.html: the findings by server: %r' % list((actions - Counter(now)) + (Counter(now) - actions))[:2])


def check_csv(folder, found, raw):
    for name in sorted(n for n in os.listdir(folder) if n.endswith('.csv')):
        with open(os.path.join(folder, name), encoding='utf-8-sig', newline='') as file:
            text = file.read()
        rows = list(csv.reader(io.StringIO(text, newline='')))
        check(rows and all(len(row) == len(rows[0]) for row in rows), '%s: every row has every column' % name)
        check('\u202E' not in text, '%s: nothing invisible' % name)
        if not raw:
            formulas = [f for row in rows for f in row if re.match('^ *[=+\\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]', f)]
            check(not formulas, '%s: a formula: %r' % (name, formulas[:1]))
        if name == 'findings.csv':
            guard = (lambda v: v) if raw else (lambda v: v[1:] if re.match("^' *[=+\\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]", v) else v)
            keys = Counter((row[3], guard(row[0]), guard(row[6]), row[11]) for row in rows[1:])
            check(keys == Counter(key for key, _, _ in found), 'findings.csv: the findings')
        if name == 'servers.csv':
            counted = sum(int(n) for row in rows[1:] for n in row[7:13])
            check(counted == sum(key[3] not in ('resolved', 'not-comparable') for key, _, _ in found), 'servers.csv: the counts')


def check_json(folder, found):
    with open(os.path.join(folder, 'findings.jsonl'), encoding='utf-8') as file:
        lines = file.read().split('\n')
    check(lines.pop() == '', 'findings.jsonl: ends with a line end')
    items = [json.loads(line) for line in lines]
    got = Counter(((i['rule'], i['server'], i['path'], i['status']), i['found'], i['id']) for i in items)
    check(got == Counter(found), 'findings.jsonl: the findings, their texts and ids')


def check_sarif(folder, found):
    with open(os.path.join(folder, 'findings.sarif'), encoding='utf-8') as file:
        log = json.load(file)
    run = log['runs'][0]
    rules = run['tool']['driver']['rules']
    states = {'new': 'new', 'open': 'unchanged', 'changed': 'updated', 'resolved': 'absent'}
    got, wanted = Counter(), Counter()
    for result in run['results']:
        check(rules[result['ruleIndex']]['id'] == result['ruleId'], 'findings.sarif: the index is that of the rule')
        place = result['locations'][0]
        uri = place['physicalLocation']['artifactLocation']['uri']
        if not re.fullmatch(r"(?:[A-Za-z0-9._~/-]|%[0-9A-F]{2})+", uri) or uri.startswith('/'):
            check(False, 'findings.sarif: not a relative reference: %r' % uri[:80])
        properties = result['properties']
        got[(result['ruleId'], properties['server'], properties['path'], result['partialFingerprints']['finding/v1'],
             'suppressions' in result)] += 1
        if 'baselineState' in result:
            check(result['baselineState'] in states.values(), 'findings.sarif: a state')
    for key, _, number in found:
        wanted[key[:3] + (number, key[3] == 'waived')] += 1
    check(got == wanted, 'findings.sarif: the findings')


def check_junit(folder, found):
    root = ET.parse(os.path.join(folder, 'junit.xml')).getroot()
    cases = Counter()
    for suite in root:
        check(suite.tag == 'testsuite' and set(suite.attrib) <= {'name', 'tests', 'failures', 'errors', 'skipped', 'timestamp'},
              'junit.xml: a suite')
        for tag, attribute in (('testcase', 'tests'), ('failure', 'failures'), ('error', 'errors'), ('skipped', 'skipped')):
            count = len(list(suite.iter(tag)))
            check(count == int(suite.get(attribute)), 'junit.xml: %s of %s: %d' % (attribute, suite.get('name')[:40], count))
        for case in suite:
            check(case.tag == 'testcase' and set(case.attrib) == {'name', 'classname'} and len(case) <= 1 and
                  all(c.tag in ('failure', 'skipped', 'error') for c in case), 'junit.xml: a case')
        if suite.get('name') not in ('reading', 'rules'):
            for case in suite:
                cases[suite.get('name'), 'waived' if case[0].tag == 'skipped' else 'failure'] += 1
    wanted = Counter((key[0], 'waived' if key[3] == 'waived' else 'failure') for key, _, _ in found
                     if key[3] not in ('resolved', 'not-comparable'))
    check(cases == wanted, 'junit.xml: the findings by rule')


def check_markdown(folder, found, settings):
    with open(os.path.join(folder, 'report.md'), encoding='utf-8') as file:
        text = file.read()
    check('\u202E' not in text, 'report.md: nothing invisible')
    prose, fence = [], None
    for line in text.split('\n'):
        mark = re.match('^(`{3,})$', line)
        if fence is None and mark:
            fence = line
        elif fence == line:
            fence = None
        elif fence is None:
            prose.append(line)
    check(fence is None, 'report.md: every fence is closed')
    for line in prose:
        plain = re.sub(r'\\.|&#\d+;', '', line)
        if re.search(r'[<>`~$@]|\]\(|!\[|://|www\.', plain) and plain != '**Not everything could be read':
            check(False, 'report.md: not plain text: %r' % line[:100])
    rows, rule, keys = [], None, Counter()
    for line in prose:
        if line.startswith('## '):
            rule = None
        match = re.match(r'^(?:error|warning|information|non-default|best-practice), ([a-z0-9-]+), ', line)
        rule = match.group(1) if match else rule
        if rule and line.startswith('| ') and not line.startswith('| Server '):
            cells = re.sub(r'\\.', '', line).count('|')
            check(cells == 6, 'report.md: a row has its cells: %r' % line[:80])
            status = re.split(r'(?<!\\)\|', line)[4].strip().replace('\\', '')
            keys[rule, 'waived' if status.startswith('accepted by') else status.replace(' ', '-')] += 1
    check(keys == Counter((key[0], key[3]) for key, _, _ in found), 'report.md: the findings: %r' % keys)
    check_markdown_settings(prose, settings)


def check_markdown_settings(prose, settings):
    """Of a compared document: each setting that changed or differs from the reference server has a row, of 4 or 3 bars more."""
    start = prose.index('## Settings') if '## Settings' in prose else len(prose)
    rows = Counter()
    for line in prose[start:]:
        cells = re.sub(r'\\.', '', line).count('|')
        if line.startswith('| ') and not line.startswith('| Object | Setting |'):
            rows['change' if cells == 6 else 'mismatch' if cells == 5 else 'torn'] += 1
    check(rows == settings, 'report.md: the settings: %r, not %r' % (rows, settings))


def main():
    document, folder = sys.argv[1:3]
    found, now = read_document(document)
    check(found, 'there are findings')
    check_html(folder, now)
    check_csv(folder, found, '--raw' in sys.argv)
    check_json(folder, found)
    check_sarif(folder, found)
    check_junit(folder, found)
    check_markdown(folder, found, read_settings(document))
    print('%d passed, %d failed' % (passed, failed))
    return failed != 0


if __name__ == '__main__':
    sys.exit(main())
