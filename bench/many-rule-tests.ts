import { cpSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** A service of each team, which makes the team the owner of a signal. */
const SERVICES: Readonly<Record<string, string>> = {
  'data-platform': 'ledger-db',
  logistics: 'dispatch-api',
  ordering: 'order-api',
  payments: 'payments-api',
  platform: 'cluster',
  storefront: 'storefront-web',
};

/** The example organisation with `rules` more severity rules and `tests` tests of one signal each; gives its folder. */
export function makeManyRuleTests(rules: number, tests: number): string {
  const root = mkdtempSync(join(tmpdir(), 'tocsin-rules-'));
  for (const path of ['tocsin.yaml', 'ownership', 'rules', 'docs/examples'])
    cpSync(join(ROOT, path), join(root, path), { recursive: true });
  const teams = Object.entries(SERVICES);
  for (const [index, [team, service]] of teams.entries()) {
    const path = join(root, 'rules', `${team}.yaml`);
    const own = (count: number): readonly number[] =>
      Array.from({ length: count }, (_, number) => number).filter(
        (number) => number % teams.length === index,
      );
    const text = readFileSync(path, 'utf8').replace(/^tests:\n[^]*/m, '');
    const added = own(rules).map(ruleOf).join('');
    const step = Math.max(1, Math.floor(own(rules).length / own(tests).length));
    const tested = own(rules)
      .filter((_, position) => position % step === 0)
      .slice(0, own(tests).length)
      .map((number) => testOf(number, service));
    writeFileSync(
      path,
      `${text.replace('severity:\n', `severity:\n${added}`)}tests:\n${tested.join('')}`,
    );
  }
  return root;
}

/** Equality, prefixes and words inside, in turn. */
function ruleOf(number: number): string {
  const alertname = [`Check${number}`, `{glob: "Check${number}-*"}`, `{glob: "*-${number}-*"}`];
  return `  - id: rule-${number}
    when: {environment: production, label.alertname: ${alertname[number % 3]}}
    set: sev${(number % 4) + 1}
`;
}

function testOf(rule: number, service: string): string {
  const alertname = [`Check${rule}`, `Check${rule}-eu`, `x-${rule}-y`][rule % 3];
  return `  - name: rule ${rule} decides
    at: 2026-11-21T10:00:00Z
    signal: {source: prometheus, service: ${service}, severity: high, label.alertname: ${alertname}}
    expect: {severity: sev${(rule % 4) + 1}, rules: {severity: rule-${rule}}}
`;
}
