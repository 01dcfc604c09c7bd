// `tocsin build` as a process: what stands in the folder afterwards, and what must never stand there.
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import {
  cleanUp,
  exampleOrganisation,
  smallOrganisation,
  startTocsin,
  temporaryFolder,
} from './testing/process.ts';

const AT = '2026-11-21T12:00:00Z';
const CANARY = 'canary-7f3e';

afterAll(cleanUp);

describe('tocsin build', () => {
  test('writes the same bytes for the same input', { timeout: 300_000 }, async () => {
    const root = exampleOrganisation();
    const first = join(temporaryFolder('site'), 'one');
    const second = join(temporaryFolder('site'), 'two');
    expect(await build(root, ['--at', AT, '--out', first])).toMatchObject({ code: 0 });
    expect(await build(root, ['--at', AT, '--out', second])).toMatchObject({ code: 0 });
    expect(filesOf(first)).toEqual(filesOf(second));
    expect(Object.keys(filesOf(first)).length).toBeGreaterThan(20);
  });

  test('keeps every text that is not public out of every file of the public site', async () => {
    const root = exampleOrganisation([]);
    plantCanaries(root);
    const site = join(temporaryFolder('site'), 'public');
    expect(await build(root, ['--at', AT, '--out', site])).toMatchObject({ code: 0 });
    const leaks = Object.entries(filesOf(site)).filter(([, text]) => text.includes(CANARY));
    expect(leaks.map(([name]) => name)).toEqual([]);
    expect(filesOf(site)['index.html']).toContain('Seen by everybody');
  });

  test('shows the same texts to people inside, so that the search for them can fail', async () => {
    const root = exampleOrganisation([]);
    plantCanaries(root);
    const site = join(temporaryFolder('site'), 'internal');
    const args = ['--audience', 'internal', '--at', AT, '--out', site];
    expect(await build(root, args)).toMatchObject({ code: 0 });
    const shown = Object.entries(filesOf(site)).filter(([, text]) => text.includes(CANARY));
    expect(shown.map(([name]) => name).filter((name) => !/^(teams|inside)\b/.test(name))).toEqual(
      [],
    );
    expect(shown.map(([name]) => name)).toEqual(
      expect.arrayContaining([
        'teams/payments.html',
        'inside/all.html',
        'inside/debt.html',
        'inside/ownership.html',
        'inside/postmortems/2026-11-21-payments-api.html',
        'inside/rules.html',
        'inside/stakeholders.html',
      ]),
    );
  });

  test('builds the page and says what customers are not told', async () => {
    const root = exampleOrganisation([]);
    mkdirSync(join(root, 'incidents/2026'), { recursive: true });
    writeFileSync(
      join(root, 'incidents/2026/2026-11-21-mailer.md'),
      [
        '---',
        'schema: tocsin/incident@1',
        'title: Order confirmations are late',
        'state: investigating',
        'severity: sev3',
        'severity_max: sev3',
        'category: latency',
        'environment: production',
        'owner: {team: platform, function: backend}',
        'services: [mailer]',
        'components: {messages: degraded}',
        'at: {declared: 2026-11-21T08:00:00Z}',
        'public: {visibility: public, title: Confirmations arrive late}',
        '---',
        '',
        '## Summary',
        '',
        'Confirmations wait.',
        '',
      ].join('\n'),
    );
    const site = join(temporaryFolder('site'), 'silent');
    const { code, err } = await build(root, ['--at', AT, '--out', site]);
    expect(code).toBe(0);
    expect(err).toContain('2026-11-21-mailer.md:13: unexpected silence of 240 minutes');
    expect(filesOf(site)['index.html']).toContain('Confirmations arrive late');
  });

  test('does not touch a folder that holds something else', async () => {
    const folder = temporaryFolder('mine');
    writeFileSync(join(folder, 'thesis.txt'), 'years of work');
    const { code, err } = await build(smallOrganisation(), ['--out', folder]);
    expect(code).toBe(2);
    expect(err).toContain('holds something other than a built site');
    expect(readdirSync(folder)).toEqual(['thesis.txt']);
  });

  test('says how long the whole command took, from the start of its process', async () => {
    const root = smallOrganisation();
    const began = join(temporaryFolder('clock'), 'began');
    const note = `import { writeFileSync } from 'node:fs'; writeFileSync(${JSON.stringify(began)}, String(performance.timeOrigin));`;
    const run = startTocsin(['build', '--json', '--root', root, '--at', AT], {
      cwd: root,
      environment: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(note)}` },
    });
    expect(await run.exit()).toBe(0);
    const start = Number(readFileSync(began, 'utf8'));
    const cache = join(root, '.tocsin/cache');
    const list = readdirSync(cache).find((name) => name.startsWith('site-')) ?? '';
    const { ms }: { ms: number } = JSON.parse(run.out());
    // Clocks that are set a little apart may differ by a few milliseconds; starting Node takes many more.
    expect(ms + 20).toBeGreaterThan(statSync(join(cache, list)).mtimeMs - start);
    expect(ms - 20).toBeLessThan(Date.now() - start);
  });

  test.each([
    [['--audience', 'everybody'], 'unexpected audience `everybody`'],
    [['--at', 'tomorrow'], 'unexpected instant `tomorrow`'],
  ])('%j is wrong use', async (args, sentence) => {
    const { code, err } = await build(smallOrganisation(), args);
    expect(code).toBe(2);
    expect(err).toContain(sentence);
  });

  test('builds from the last good version of a file with errors, and nothing where there is none', async () => {
    const root = exampleOrganisation([]);
    writeFileSync(join(root, 'tocsin.yaml'), 'schema: tocsin/organisation@1\n');
    const out = join(temporaryFolder('site'), 'held');
    const held = await build(root, ['--out', out]);
    expect(held.code).toBe(0);
    expect(held.err).toMatch(/tocsin\.yaml:1.*the version before it.*`tocsin validate` says more/s);
    expect(filesOf(out)['index.html']).toContain('Larder');
    rmSync(join(root, '.git'), { recursive: true });
    const never = join(temporaryFolder('site'), 'never');
    const refused = await build(root, ['--out', never]);
    expect(refused.code).toBe(3);
    expect(refused.err).toContain('tocsin validate');
    expect(existsSync(never)).toBe(false);
  });
});

/** An open public incident and its organisation with the canary in every text that is not for the public. */
function plantCanaries(root: string): void {
  edit(root, 'ownership/teams/payments.yaml', [
    [/^name: .*$/m, `name: Team ${CANARY}`],
    [/^mission: .*$/m, `mission: Mission ${CANARY}`],
    [/^channel: .*$/m, `channel: "#${CANARY}"`],
  ]);
  edit(root, 'ownership/stakeholders.yaml', [[/ {4}name: .*$/m, `    name: Group ${CANARY}`]]);
  edit(root, 'rules/00-global.yaml', [[/description: .*$/m, `description: Rule ${CANARY}`]]);
  edit(root, 'rules/sources/sentry.yaml', [[/^name: .*$/m, `name: Source ${CANARY}`]]);
  edit(root, 'ownership/products/payments.yaml', [
    [/( {2}- id: payments-api\n {4}name: ).*$/m, `$1Service ${CANARY}`],
  ]);
  mkdirSync(join(root, 'incidents', '2026'), { recursive: true });
  writeFileSync(join(root, 'incidents/2026/2026-11-21-payments-api.md'), incident());
  mkdirSync(join(root, 'postmortems', '2026'), { recursive: true });
  writeFileSync(join(root, 'postmortems/2026/2026-11-21-payments-api.md'), POSTMORTEM);
}

function incident(): string {
  return `---
schema: tocsin/incident@1
title: Internal title ${CANARY}
state: investigating
severity: sev1
category: errors
environment: production
group: group ${CANARY}
owner: {team: payments, function: backend, product: payments}
services: [payments-api]
components: {card-payments: major_outage}
change: {kind: code, deploy: deploy-${CANARY}, verdict: suspected}
public: {visibility: public, status: investigating, title: Seen by everybody}
at: {declared: 2026-11-21T09:00:00Z}
---

Text before ${CANARY}

## Summary

Summary ${CANARY} <!-- comment ${CANARY} -->

## Public updates

### 2026-11-21T09:10Z investigating <!-- u:${CANARY} -->

We see it. <!-- ${CANARY} -->

## Timeline

### 2026-11-21 (UTC)

- 09:00 Entry ${CANARY} <!-- e:${CANARY} -->

## Signals

\`\`\`text
${CANARY}
\`\`\`

## Decision

${CANARY}
`;
}

const POSTMORTEM = `---
schema: tocsin/postmortem@1
state: draft
owner: ana-${CANARY}
due: 2026-12-01
contributing_factors:
  - category: testing
    text: Factor ${CANARY}
action_items:
  - {id: A1, title: Action ${CANARY}, type: prevent, debt: none, status: proposed, owner_team: payments}
---

## Summary

Learned ${CANARY}

## Customer message

Not yet for customers ${CANARY}
`;

function edit(root: string, path: string, changes: readonly (readonly [RegExp, string])[]): void {
  const file = join(root, path);
  const before = readFileSync(file, 'utf8');
  const after = changes.reduce((text, [pattern, replacement]) => {
    expect(text, `${path} ${pattern}`).toMatch(pattern);
    return text.replace(pattern, replacement);
  }, before);
  writeFileSync(file, after);
}

async function build(
  root: string,
  args: readonly string[],
): Promise<{ code: number | null; err: string }> {
  const run = startTocsin(['build', '--root', root, ...args], { cwd: root });
  const code = await run.exit();
  return { code, err: run.err() };
}

function filesOf(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true });
  return Object.fromEntries(
    names
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => [path.slice(folder.length + 1), readFileSync(path, 'latin1')]),
  );
}
