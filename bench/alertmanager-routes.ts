// The peer: Alertmanager's own `amtool`, on an equivalent tree of routes and on the same mistakes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { missingAlertmanager } from '../scripts/commands/testing/alertmanager.ts';
import { copyExample, makeMistake, readPlants } from '../scripts/validation/testing/plant.ts';
import { lint } from '../scripts/validation/lint.ts';
import { validate } from '../scripts/validation/validate.ts';
import { readOrganisationFiles } from '../scripts/workspace/read.ts';
import { type Figure, median } from './figure.ts';
import { timeInTurns } from './process-time.ts';
import { makeManyRules } from './many-rules.ts';

/** One routing question asked of both as a command, and how many of the same mistakes both find. */
export function compareWithAlertmanager(): readonly Figure[] {
  const missing = missingAlertmanager();
  if (missing !== null) {
    console.error(`amtool is left out: ${missing}`);
    return [];
  }
  return [...askBoth(), ...checkBoth()];
}

const LAUNCHER = fileURLToPath(new URL('../scripts/tocsin.js', import.meta.url));
const SIZE = { services: 300, teams: 60, rules: 10_000 };

function askBoth(): readonly Figure[] {
  const root = makeManyRules(SIZE);
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-amtool-'));
  const tree = join(folder, 'alertmanager.yml');
  writeFileSync(tree, routes(SIZE.rules));
  const body = join(folder, 'body.json');
  writeFileSync(body, BODY);
  const times = timeInTurns(
    {
      tocsin: () =>
        timed(process.execPath, [LAUNCHER, 'explain', '--source', 'watch', body, '--root', root]),
      amtool: () =>
        timed('amtool', [
          'config',
          'routes',
          'test',
          `--config.file=${tree}`,
          'service=service-299',
          'alertname=Check9999Failed',
        ]),
    },
    3,
  );
  rmSync(root, { recursive: true });
  rmSync(folder, { recursive: true });
  const ours = median(times['tocsin'] ?? []);
  const theirs = median(times['amtool'] ?? []);
  return [
    {
      name: 'one question as a command: `tocsin explain`, 10,000 rules',
      value: ours,
      unit: 'ms',
      ratio: { value: ours / theirs, to: 'amtool' },
    },
    {
      name: 'one question as a command: `amtool config routes test`, 10,000 routes',
      value: theirs,
      unit: 'ms',
    },
  ];
}

function timed(program: string, words: readonly string[]): number {
  const start = performance.now();
  const run = spawnSync(program, words, { stdio: ['ignore', 'ignore', 'pipe'] });
  if (run.status !== 0) throw new Error(`${program}: ${run.stderr.toString('utf8').slice(0, 300)}`);
  return performance.now() - start;
}

function routes(count: number): string {
  const list = Array.from(
    { length: count },
    (_, index) =>
      `    - receiver: on-call\n      matchers: [service="service-${index % SIZE.services}", alertname="Check${index}Failed"]\n`,
  );
  return `route:\n  receiver: on-call\n  routes:\n${list.join('')}receivers:\n  - name: on-call\n`;
}

const BODY = JSON.stringify({
  version: '4',
  groupKey: '{}:{service="service-299"}',
  status: 'firing',
  receiver: 'on-call',
  groupLabels: {},
  commonLabels: {},
  commonAnnotations: {},
  externalURL: 'https://alertmanager.example',
  alerts: [
    {
      status: 'firing',
      labels: { alertname: 'Check9999Failed', service: 'service-299', severity: 'critical' },
      annotations: {},
      startsAt: '2026-11-21T10:00:00Z',
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: 'https://prometheus.example',
      fingerprint: '0123456789abcdef',
    },
  ],
});

/** Mistakes that both languages can express: our planted case, and the same for Alertmanager. */
const MISTAKES: Readonly<Record<string, string>> = {
  'reference-rule-team': route('receiver: nobody'),
  'reference-mute': route(
    'receiver: a',
    'matchers: [severity="low"]',
    'mute_time_intervals: [nights]',
  ),
  'interval-zone': `${route('receiver: a')}time_intervals:\n  - name: nights\n    time_intervals: [{location: Europe/Amsterdan}]\n`,
  'regex-invalid': route('receiver: a', `matchers: ['title=~"db(?=-eu).*"']`),
  'schema-unknown-key': route('receiver: a', 'mathcers: [severity="low"]'),
  'rule-unreachable': route(
    'receiver: a',
    'matchers: []',
    '- receiver: a',
    'matchers: [severity="low"]',
  ),
  'rule-shadowed': route(
    'receiver: a',
    'matchers: [alertname=~"Disk.*"]',
    '- receiver: a',
    'matchers: [alertname=~"DiskFull.*", service="ledger-db"]',
  ),
  'rule-shadowed-joint': route(
    'receiver: a',
    'matchers: [service="mailer", environment="production"]',
    '- receiver: a',
    'matchers: [service="mailer", environment!="production"]',
    '- receiver: a',
    'matchers: [service="mailer"]',
  ),
  'rule-redundant': route(
    'receiver: a',
    'matchers: [service="ledger-db", environment="staging"]',
    '- receiver: a',
    'matchers: [environment="staging"]',
  ),
  'rule-impossible-vendor': route(
    'receiver: a',
    'matchers: [source="prometheus", source="sentry"]',
  ),
  'regex-habit-anchor': route('receiver: a', `matchers: ['title=~"^Disk full on [a-z]+"']`),
  'regex-habit-quotes': route('receiver: a', String.raw`matchers: ['host=~"\"db-.*\""']`),
  'interval-always': `${route('receiver: a')}time_intervals:\n  - name: ever\n    time_intervals: [{weekdays: ["sunday:saturday"]}]\n`,
  'group-field-missing': route('receiver: a', 'group_by: [cluster]'),
  'route-nobody': route('receiver: empty').replace(
    '  - name: a\n',
    '  - name: a\n  - name: empty\n',
  ),
};

/** A tree with routes below its root; a line that begins with `- ` begins the next route. */
function route(...lines: readonly string[]): string {
  const [first = '', ...more] = lines;
  const rest = more.map((line) => (line.startsWith('- ') ? `    ${line}` : `      ${line}`));
  return `route:\n  receiver: a\n  routes:\n    - ${first}\n${rest.map((line) => `${line}\n`).join('')}receivers:\n  - name: a\n`;
}

function checkBoth(): readonly Figure[] {
  const plants = new Map(readPlants());
  const folder = mkdtempSync(join(tmpdir(), 'tocsin-amtool-'));
  const root = copyExample();
  const names = Object.keys(MISTAKES);
  const ours = names.filter((name) => {
    const plant = plants.get(name);
    if (plant === undefined) throw new Error(`there is no planted mistake ${name}`);
    const { undo } = makeMistake(root, plant);
    const validation = validate(readOrganisationFiles(root));
    const found = [...validation.diagnostics, ...lint(validation, new Date().toISOString())];
    undo();
    return found.some(({ code }) => code === plant.expected.code);
  });
  const theirs = names.filter((name) => {
    const file = join(folder, `${name}.yml`);
    writeFileSync(file, MISTAKES[name] ?? '');
    return spawnSync('amtool', ['check-config', file], { stdio: 'ignore' }).status !== 0;
  });
  rmSync(folder, { recursive: true });
  rmSync(root, { recursive: true });
  return [
    {
      name: `the same ${names.length} mistakes: found by \`tocsin validate\``,
      value: ours.length,
      unit: 'faults',
    },
    {
      name: `the same ${names.length} mistakes: found by \`amtool check-config\``,
      value: theirs.length,
      unit: 'faults',
    },
  ];
}
