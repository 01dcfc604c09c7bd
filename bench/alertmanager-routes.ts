// The peer: Alertmanager's own `amtool`, on an equivalent tree of routes and on the same mistakes.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { SourceFile } from '../scripts/config/document-set.ts';
import { missingAlertmanager } from '../scripts/commands/testing/alertmanager.ts';
import { copyExample, makeMistake, readPlants } from '../scripts/validation/testing/plant.ts';
import { lint } from '../scripts/validation/lint.ts';
import { validate } from '../scripts/validation/validate.ts';
import { readOrganisationFiles } from '../scripts/workspace/read.ts';
import { type Figure, median } from './figure.ts';
import { timeInTurns } from './process-time.ts';
import { manyRules, writeFiles } from './many-rules.ts';

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
const SIZE = { services: 300, teams: 60 };
const ROUTES = 10_000;

/** The same question of the same routes: two equalities each, and a channel of its own. */
function askBoth(): readonly Figure[] {
  const root = mkdtempSync(join(tmpdir(), 'tocsin-amtool-'));
  writeFiles(root, organisation());
  const tree = join(root, 'alertmanager.yml');
  writeFileSync(tree, routes());
  const ours = (body: string): readonly string[] => {
    const file = join(root, 'body.json');
    writeFileSync(file, body);
    return [LAUNCHER, 'explain', '--source', 'watch', file, '--root', root];
  };
  const theirs = ({ service, alertname }: Question): readonly string[] => [
    'config',
    'routes',
    'test',
    `--config.file=${tree}`,
    `service=${service}`,
    `alertname=${alertname}`,
  ];
  for (const [question, channel] of ANSWERS) {
    expectAnswer(answerOf('amtool', theirs(question)), channel);
    expectAnswer(answerOf(process.execPath, ours(bodyOf(question))), `#${channel} `);
  }
  const [[last]] = ANSWERS;
  const words = ours(bodyOf(last));
  const times = timeInTurns(
    {
      tocsin: () => timed(process.execPath, words),
      amtool: () => timed('amtool', theirs(last)),
    },
    3,
  );
  rmSync(root, { recursive: true });
  const [tocsin, amtool] = [median(times['tocsin'] ?? []), median(times['amtool'] ?? [])];
  return [
    {
      name: 'one question as a command: `tocsin explain`, 10,000 rules',
      value: tocsin,
      unit: 'ms',
      ratio: { value: tocsin / amtool, to: 'amtool' },
    },
    {
      name: 'one question as a command: `amtool config routes test`, 10,000 routes',
      value: amtool,
      unit: 'ms',
    },
  ];
}

type Question = { readonly service: string; readonly alertname: string };

/** The last route, one in the middle, and one that no route knows. */
const ANSWERS: readonly [readonly [Question, string], ...(readonly [Question, string])[]] = [
  [{ service: 'service-99', alertname: 'Check9999Failed' }, 'channel-9999'],
  [{ service: 'service-201', alertname: 'Check5001Failed' }, 'channel-5001'],
  [{ service: 'service-0', alertname: 'Check9999Failed' }, 'otherwise'],
];

function answerOf(program: string, words: readonly string[]): string {
  const run = spawnSync(program, words, { encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`${program}: ${run.stderr.slice(0, 300)}`);
  return run.stdout;
}

function expectAnswer(said: string, channel: string): void {
  if (!`${said} `.replaceAll('\n', ' ').includes(channel))
    throw new Error(`expected ${channel}: ${said.slice(0, 2000)}`);
}

function timed(program: string, words: readonly string[]): number {
  const start = performance.now();
  answerOf(program, words);
  return performance.now() - start;
}

/** Each team calls a channel for each alert of its services; everybody else's go to one. */
function organisation(): readonly SourceFile[] {
  const teams = Map.groupBy(indices(), (index) => (index % SIZE.services) % SIZE.teams);
  return manyRules({ ...SIZE, rules: 0 }).map((file) => {
    const [, team] = /^rules\/team-(\d+)\.yaml$/.exec(file.path) ?? [];
    if (file.path === 'rules/00-global.yaml' && 'text' in file)
      return { ...file, text: file.text.replace(/notify:[^]*/, OTHERWISE) };
    if (team === undefined) return file;
    const rules = (teams.get(Number(team)) ?? []).map(
      (index) =>
        `  - id: route-${index}\n    when: {service: service-${index % SIZE.services}, label.alertname: Check${index}Failed}\n    to: [{channel: "#channel-${index}"}]\n`,
    );
    return { path: file.path, text: `schema: tocsin/rules@1\nnotify:\n${rules.join('')}` };
  });
}

const OTHERWISE = 'notify:\n  - id: default\n    to: [{channel: "#otherwise"}]\n';

function routes(): string {
  const list = indices().map(
    (index) =>
      `    - receiver: channel-${index}\n      matchers: [service="service-${index % SIZE.services}", alertname="Check${index}Failed"]\n`,
  );
  const receivers = indices().map((index) => `  - name: channel-${index}\n`);
  return `route:\n  receiver: otherwise\n  routes:\n${list.join('')}receivers:\n  - name: otherwise\n${receivers.join('')}`;
}

function indices(): readonly number[] {
  return Array.from({ length: ROUTES }, (_, index) => index);
}

function bodyOf({ service, alertname }: Question): string {
  return JSON.stringify({
    version: '4',
    groupKey: `{}:{service="${service}"}`,
    status: 'firing',
    receiver: 'on-call',
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: 'https://alertmanager.example',
    alerts: [
      {
        status: 'firing',
        labels: { alertname, service, severity: 'critical' },
        annotations: {},
        startsAt: '2026-11-21T10:00:00Z',
        endsAt: '0001-01-01T00:00:00Z',
        generatorURL: 'https://prometheus.example',
        fingerprint: '0123456789abcdef',
      },
    ],
  });
}

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
