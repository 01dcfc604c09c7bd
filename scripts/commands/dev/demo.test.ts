import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import type { Organisation } from '../../model/organisation.ts';
import { prometheusAlertmanager } from '../../signals/vendors/prometheus-alertmanager/prometheus-alertmanager.ts';
import { loadState } from '../../validation/load.ts';
import { readOrganisationFiles } from '../../workspace/read.ts';
import { curlLine, type Demo, makeDemo } from './demo.ts';
import { cleanUp, temporaryFolder } from '../testing/process.ts';

afterAll(cleanUp);

const URL_OF_GATEWAY = 'http://127.0.0.1:4600';

const organisation = example();

function example(): Organisation {
  const loaded = loadState(
    readOrganisationFiles(fileURLToPath(new URL('../../../', import.meta.url))),
  );
  if (loaded.kind === 'invalid') throw new Error('the example organisation is invalid');
  return loaded.state.organisation;
}

/** What curl is given when a shell runs a line; a stand-in for curl writes its arguments down. */
function wordsOf(
  line: string,
  environment: Readonly<Record<string, string>> = {},
): readonly string[] {
  const folder = temporaryFolder('curl');
  mkdirSync(join(folder, 'bin'));
  writeFileSync(
    join(folder, 'bin', 'curl'),
    `#!/bin/sh\nprintf '%s\\0' "$@" > '${join(folder, 'words')}'\n`,
    { mode: 0o755 },
  );
  execFileSync('bash', ['-c', line], {
    cwd: folder,
    env: { ...environment, PATH: `${join(folder, 'bin')}:${process.env['PATH'] ?? ''}` },
  });
  return readFileSync(join(folder, 'words'), 'utf8').split('\0').slice(0, -1);
}

function demoOf(of: Organisation): Demo {
  const demo = makeDemo(of);
  if (demo === null) throw new Error('there is no demo');
  return demo;
}

test('the demo is about a component that publishes by itself, and Alertmanager could have sent it', () => {
  const { firing, resolved, shownTo, source } = demoOf(organisation);
  expect([source.vendor, shownTo]).toEqual(['prometheus-alertmanager', 'public']);
  for (const [body, action] of [
    [firing, 'trigger'],
    [resolved, 'resolve'],
  ] as const) {
    const outcome = prometheusAlertmanager.normalise({ headers: {}, body });
    expect(outcome).toMatchObject({
      kind: 'signals',
      signals: [
        { action, service: 'payments-api', severity: 'critical', environment: 'production' },
      ],
    });
  }
});

test.each([
  `it's "the" shop`,
  '$(touch broken) `touch broken`',
  String.raw`back\slash \' \" end\\`,
  '@file !event %d {a,b} ~ *',
  '; & | > < # \n line',
  'é漢🙂',
])('a name cannot break the line or run anything: %j', (name) => {
  const services = [...organisation.services].map(
    ([id, service]) => [id, { ...service, name }] as const,
  );
  const { source, firing } = demoOf({ ...organisation, services: new Map(services) });
  const words = wordsOf(
    curlLine(URL_OF_GATEWAY, source, { kind: 'literal', text: 'token' }, firing),
  );
  expect(words.slice(0, 5)).toEqual([
    '-sS',
    '-H',
    'Authorization: Bearer token',
    '-H',
    'Content-Type: application/json',
  ]);
  expect([words[5], words[7], words.length]).toEqual([
    '-d',
    `${URL_OF_GATEWAY}/hooks/prometheus`,
    8,
  ]);
  expect(JSON.parse(words[6] ?? '')).toEqual(JSON.parse(firing));
  expect(JSON.parse(words[6] ?? '').alerts[0].annotations.summary).toBe(`Requests to ${name} fail`);
});

test('a secret that is set is named in the line, not written into it', () => {
  const { source, firing } = demoOf(organisation);
  const line = curlLine(
    URL_OF_GATEWAY,
    source,
    { kind: 'variable', name: 'TOCSIN_PROMETHEUS_TOKEN' },
    firing,
  );
  expect(wordsOf(line, { TOCSIN_PROMETHEUS_TOKEN: `s3cret with "quotes" and 'more'` })[2]).toBe(
    `Authorization: Bearer s3cret with "quotes" and 'more'`,
  );
});

test('without a component that publishes by itself the demo says that only the team pages show it', () => {
  const services = [...organisation.services].map(
    ([id, service]) =>
      [
        id,
        {
          ...service,
          component:
            service.component === null
              ? null
              : { ...service.component, publish: 'manual' as const },
        },
      ] as const,
  );
  expect(demoOf({ ...organisation, services: new Map(services) }).shownTo).toBe('internal');
});

test('an organisation without an Alertmanager source has no demo', () => {
  expect(makeDemo({ ...organisation, sources: new Map() })).toBeNull();
});
