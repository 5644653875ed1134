"""Findings documents for the tests of the formats: one with every hostile value in every field that an export controls,
one with a baseline, waivers and episodes. Written by hand from corpus/schema/findings.rng, to standard output."""
import sys
from xml.sax.saxutils import quoteattr, escape

HOSTILE = [
    '<script>alert(1)</script>',
    '"><img src=x onerror=alert(1)>',
    "=cmd|'/c calc'!A1",
    '+1+1', '@SUM(A1)', '-2+3', '  =1+1', '\uFF1D1+1',
    ']]>',
    'a\u202Etxt.exe',
    '<!--<?mbaudit rules?>-->', '<?mbaudit snapshots?>',
    'javascript:alert(1)',
    'https://evil.example.com/ www.evil.example.com @everyone #1',
    '[link](https://evil.example.com) **bold** `code` | pipe | ~~gone~~ $x$',
    '```\nfence\n```', '1. list', '# heading', '- item', '> quote', '&amp; &#x3c;script&#x3e;',
    'tab\tand\nline', '\\", \\u0022, {{7*7}}, ${7*7}, %s%n',
    '../../../etc/passwd', 'C:\\CON', 'con', 'a' * 300, 'nul.html',
    'x' * 100000,
]
RULES = [('rule-a', 'error', 'SMTP'), ('rule-b', 'warning', 'Web')]


def element(name, text='', /, **attributes):
    attributes = ''.join(' %s=%s' % (k.replace('_', '-'), quoteattr(v, {'\n': '&#10;', '\t': '&#9;'}))
                         for k, v in attributes.items() if v is not None)
    return '<%s%s>%s</%s>' % (name, attributes, text, name)


def evidence(value, **more):
    return element('evidence', property=value, value=value, meaning=value, expected=value, origin='explicit',
                   **{'from': value, 'path': value, 'export': '1', 'line': '3', **more})


def finding(name, number, rule, value, path, **more):
    severity = [s for i, s, _ in RULES if i == rule][0]
    return element(name, element('found', escape(value)) + evidence(value) + element('remedy', escape(value)) +
                   element('command', escape(value), platform='any'),
                   id='%016x' % number, rule=rule, severity=severity, **{'class': value}, path=path, instance=value, **more)


def head(servers, snapshots, findings, extra='', comparison=''):
    rules = ''.join(element('rule', id=i, title='Rule %s & <more>' % i, severity=s, service=sv, fail=str(findings[i]),
                            **{'pass': '1', 'not-applicable': '0', 'not-evaluated': '1', 'servers': '1'})
                    for i, s, sv in RULES)
    articles = ''.join('<article xmlns="urn:mbaudit:kb:1" id="%s" service="%s" source="own"><title>x</title>'
                       '<rule severity="%s" confidence="A" class="X" test="true()"/><found>x</found>'
                       '<meaning><p>It <code>matters</code>.</p></meaning><remedy>x</remedy>'
                       '<fix platform="any" way="command"><step>Do.</step></fix></article>' % (i, sv, s)
                       for i, s, sv in RULES)
    totals = element('totals', element('completeness', full=str(snapshots), partly='0', none='0') + ''.join(
        element('severity', name=s, findings=str(findings[i]), servers='1') for i, s, _ in RULES) + ''.join(
        element('severity', name=s, findings='0', servers='0') for s in ('non-default', 'best-practice', 'information')) +
        element('outcomes', fail=str(sum(findings.values())), **{'pass': '2', 'not-applicable': '0', 'not-evaluated': '2'}) +
        comparison, servers=str(servers), snapshots=str(snapshots), exports=str(snapshots), keys='1',
        findings=str(sum(findings.values())), inputs='1', inputs_failed='0', problems='1', status='warning')
    value = HOSTILE[0]
    before, after = extra if extra else ('', '')
    return ('<head><generator name="mbaudit" version="0.1.0"/><created>2006-05-18T06:00:00Z</created><settings/>'
            '<knowledge-base version="0123456789ab" rules="2"><source folder="built in" articles="2"/></knowledge-base>' +
            before + totals + '<inputs>' +
            element('input', name=value, bytes='1', kind='zip', members='1', exports='1', skipped='0', failed='0', status='ok') +
            '</inputs><problems>' + ''.join(
                element('problem', escape(v), grade='warning', input=v, member=v, line='1') for v in HOSTILE) + '</problems>' +
            after + '<rules>' + rules + '</rules><articles>' + articles + '</articles></head>')


def snapshot(content, value, captured='2006-05-16T02:00:00Z'):
    return element('snapshot', element('export', input=value, member=value, format='MetaBase.xml', keys='1', runtime='no',
                                       encoding=value, partial='no', place=value) + content,
                   captured=captured, captured_from=value, server_from=value, completeness='full', keys='1', fail='1',
                   **{'pass': '0', 'not-applicable': '0', 'not-evaluated': '1'})


def comparison(**counts):
    names = ('new', 'open', 'changed', 'resolved', 'not_comparable', 'changes', 'missing_after', 'missing_before')
    return element('comparison', **{name: str(counts.get(name, 0)) for name in names})


def held_against(name, mismatches):
    """A baseline and a reference server."""
    return (element('baseline', element('difference', escape(name)), name=name, created='2006-04-18T06:00:00Z',
                    version='0.1.0', servers='1', findings='4') +
            element('reference', server=name, mismatches=str(mismatches), servers=str(mismatches)))


def hostile():
    servers = ''
    for n, value in enumerate(HOSTILE):
        content = element('instance', element('value', escape(value), property='ServerComment', origin='explicit',
                                              meaning=value), path=value, **{'class': value})
        content += ''.join(finding('finding', 2 * n + k, rule, value, value) for k, (rule, _, _) in enumerate(RULES))
        content += element('not-evaluated', element('path', escape(value)) + element('missing', property=value) +
                           element('reason', escape(value)) + element('hint', escape(value)), rule='rule-a', path=value,
                           objects='2', **{'class': value})
        content += element('change', element('before', escape(value)) + element('after', escape(value)), path=value,
                           kind='changed', property='P', **{'class': value})
        content += element('mismatch', element('value', escape(value)) + element('reference', escape(value)), path=value,
                           property='P')
        servers += element('server', snapshot(content, value) + element(
            'episode', id='%016x' % n, rule='rule-a', severity='error', path=value, first='2006-05-16T02:00:00Z',
            last='2006-05-16T02:00:00Z', seen='1', times='1', state='open'), name=value)
    counts = {rule: len(HOSTILE) for rule, _, _ in RULES}
    return head(len(HOSTILE), len(HOSTILE), counts, (held_against(HOSTILE[0], len(HOSTILE)), ''),
                comparison(new=0, open=2 * len(HOSTILE), changes=len(HOSTILE))) + '<servers>' + servers + '</servers>'


def compared():
    content = finding('finding', 1, 'rule-a', 'new one', '/LM/1', status='new')
    content += finding('finding', 2, 'rule-a', 'open one', '/LM/2', status='open')
    content += finding('finding', 3, 'rule-b', 'changed one', '/LM/3', status='changed').replace(
        '</finding>', '<before>' + evidence('earlier') + '</before></finding>')
    content += finding('finding', 4, 'rule-b', 'accepted one', '/LM/4', status='open', waiver='w-1')
    content += finding('finding', 5, 'rule-b', 'no longer accepted', '/LM/5', status='open', waiver='w-2',
                       waiver_state='expired')
    content += finding('resolved', 6, 'rule-a', 'resolved one', '/LM/6', status='resolved')
    content += finding('not-comparable', 7, 'rule-b', 'lost one', '/LM/7', status='not-comparable', why='not read')
    content += element('change', element('before', '4') + element('after', '2', meaning='started'), path='/LM/1', kind='changed',
                       property='ServerState')
    content += element('change', element('after'), path='/LM/2', kind='added', property='Password', secret='yes')
    content += element('change', path='/LM/3', kind='removed')
    content += element('mismatch', element('reference', '30'), path='/LM/1', property='HopCount')
    content += element('mismatch', path='/LM/4', object='missing')
    counts = comparison(new=1, open=3, changed=1, resolved=1, not_comparable=1, changes=3)
    episode = element('episode', id='%016x' % 1, rule='rule-a', severity='error', path='/LM/1', first='2006-05-16T02:00:00Z',
                      last='2006-05-16T02:00:00Z', seen='1', times='2', state='open')
    return head(1, 1, {'rule-a': 2, 'rule-b': 3}, (held_against('april.xml', 2), ''), counts) + '<servers>' + element(
        'server', snapshot(content, 'fleet.zip') + episode, name='MAIL01.example.com') + '</servers>'


if __name__ == '__main__':
    sys.stdout.reconfigure(encoding='utf-8')
    body = {'hostile': hostile, 'compared': compared}[sys.argv[1]]()
    print('<?xml version="1.0" encoding="UTF-8"?>\n<findings xmlns="urn:mbaudit:findings:1" schema="1">' + body + '</findings>')
