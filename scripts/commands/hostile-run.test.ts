// Hostile text through whole runs of Actions: a tool sends it, people say it in a room, files hold it. Judged is what
// leaves each process: its log by the runner's reading of orders, issues and comments by the parser of GitHub's
// Markdown, commits by git.
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { temporaryFolder } from '../apply/testing/repository.ts';
import { commandsIn } from '../cli/testing/runner.ts';
import type { Issue } from '../github/issues.ts';
import { incidentPath, postmortemPath } from '../model/history-path.ts';
import { valueOf } from '../projection/testing/world.ts';
import { activeParts } from '../rooms/testing/github-markdown.ts';
import { HOSTILE_TEXTS } from '../rooms/testing/hostile-texts.ts';
import { until } from './testing/process.ts';
import { type Finished, type Organisation, startOrganisation } from './testing/runs.ts';

const DAY = new Date().toISOString().slice(0, 10);
const ID = `${DAY}-shop`;
const BRANCH = `tocsin/postmortem/${ID}`;
/** Orders to the runner in every way of writing them. */
const ORDERS = [
  '::add-mask::a',
  '  ::set-output name=k::v',
  '\u0085::stop-commands::q',
  '##[add-mask]a',
  'x ##[stop-commands]q',
  '{"t":"##[error]a"}',
  '%0A::error::x',
];
const TEXTS = [...HOSTILE_TEXTS, ...ORDERS];

let here: Organisation;
/** What every process wrote, by what it was asked. */
const logs = new Map<string, Finished>();

beforeAll(async () => {
  here = await startOrganisation();
  await arrive();
  await talk();
  for (const [name, ...words] of READERS) logs.set(name, await here.run(...words));
}, 600_000);
afterAll(async () => {
  expect(here.double.takeViolations()).toEqual([]);
  await here.close();
});

/** What people ask of the files afterwards, in a workflow of their own. */
const READERS: readonly (readonly [string, ...string[]])[] = [
  ['incident list', 'incident', 'list'],
  ['incident show', 'incident', 'show', ID],
  ['incident show --json', 'incident', 'show', ID, '--json'],
  ['explain', 'explain', ID],
  ['validate', 'validate'],
  ['test', 'test'],
  ['commits', 'commits', '--base', 'HEAD~3'],
  ['who', 'who', ORDERS.join('\n')],
  ['an unknown command', ORDERS.join('\n')],
  ['an unknown file', 'validate', '--root', ORDERS.join('\n')],
  ['an unknown source', 'ingest', '--source', ORDERS.join('\n'), 'package.json'],
];

describe('what people say', () => {
  test('is heard, every text of it', async () => {
    const outcomes = [...logs.values()].flatMap(({ out }) => [
      ...out.matchAll(/\/(note|who|action|resolve) (done|answered|refused)/g),
    ]);
    const counts = Map.groupBy(outcomes, ([, command, outcome]) => `${command} ${outcome}`);
    const countOf = (name: string): number => counts.get(name)?.length ?? 0;
    // A text that is a command itself is asked about instead.
    expect(countOf('note done') + countOf('note refused')).toBe(TEXTS.length - 1);
    expect(countOf('who answered') + countOf('who refused')).toBe(TEXTS.length - 1);
    // Without words there is nothing to note, and a path out of the repository is nobody's.
    expect(countOf('note refused')).toBeLessThan(4);
    expect(countOf('who refused')).toBe(1);
    expect(countOf('action done')).toBe(4);
    const file = await here.show('main', incidentPath(ID));
    expect(file).toMatch(/^state: resolved$/m);
    expect(file).toContain('add-mask');
  });
});

describe('the log of a run', () => {
  test('holds no order to the runner, whatever was asked and whatever the files hold', () => {
    for (const [name, { out, err }] of logs)
      expect.soft(commandsIn(`${out}\n${err}`), name).toEqual([]);
  });

  test('still shows what people ask for, and JSON with its values', () => {
    expect(logs.get('incident show')?.out).toContain('## [add-mask]a');
    const shown: unknown = JSON.parse(logs.get('incident show --json')?.out ?? '');
    expect(JSON.stringify(shown)).toContain('##[add-mask]a');
  });

  test('of a check holds the remarks that are meant, and no other order', async () => {
    const tests = TEXTS.map((text, index) => {
      const [name, title] = [`${index} ${text.replaceAll(/\p{Cc}|\s+/gu, ' ').trim()}`, text].map(
        (each) => JSON.stringify(each),
      );
      const signal = `{source: watch, service: shop, title: ${title}}`;
      return `  - {name: ${name}, at: 2026-11-21T10:00:00Z, signal: ${signal}, expect: {severity: sev1}}\n`;
    });
    here.double.remote.protect([], []);
    here.push('main', {
      'rules/shop.yaml': () => `schema: tocsin/rules@1\ntests:\n${tests.join('')}`,
    });
    const tested = await here.run('test', '--format', 'github');
    const remarks = commandsIn(`${tested.out}\n${tested.err}`);
    expect(remarks.length).toBeGreaterThan(TEXTS.length / 2);
    expect(new Set(remarks.map((each) => each.split(' ')[0]))).toEqual(new Set(['error']));
    here.push('main', {
      'rules/shop.yaml': () =>
        `schema: tocsin/rules@1\n${ORDERS.map((text) => `${JSON.stringify(text)}: 1\n`).join('')}`,
    });
    const checked = await here.run('validate', '--format', 'github');
    const found = commandsIn(`${checked.out}\n${checked.err}`);
    const [remark, ...mistakes] = found.toSorted().toReversed();
    expect(remark).toMatch(/^warning file=incidents\/.*,title=public-unfinished$/);
    expect(mistakes).toHaveLength(ORDERS.length);
    expect(new Set(mistakes.map((each) => each.split(' ')[0]))).toEqual(new Set(['error']));
    expect(checked.out.split('\n').filter((line) => !/^::(?:error|warning) /.test(line))).toEqual([
      '',
    ]);
    const pretty = await here.run('validate');
    expect(commandsIn(`${pretty.out}\n${pretty.err}`)).toEqual([]);
  });
});

describe('on GitHub', () => {
  test('titles and labels are made of ids, and no text wakes or misleads anybody', async () => {
    const issues = await allIssues();
    expect(issues.length).toBeGreaterThan(2);
    for (const { title, labels } of issues) {
      expect(title).toMatch(new RegExp(`^(\\[sev\\d\\] |A\\d+ of )${ID}$`));
      expect(labels.join()).toMatch(/^[a-z0-9/,-]+$/);
    }
    for (const { number, body } of issues) {
      expect.soft(unexpectedIn(body), `issue ${number}`).toEqual([]);
      for (const { body: said, isBot } of valueOf(await here.as('app').comments.list(number)))
        if (isBot) expect.soft(unexpectedIn(said), said.slice(0, 80)).toEqual([]);
    }
  });

  test('the pull request of the post-mortem says ids, and its file quotes what was said', async () => {
    const [request] = valueOf(await here.as('app').pullRequests.listOfBranch(BRANCH));
    expect(request?.title).toBe(`Post-mortem ${ID}`);
    expect(unexpectedIn(request?.body ?? '')).toEqual([]);
    const file = await here.show(BRANCH, postmortemPath(ID));
    const active = activeParts(file).filter((part) => /^(image|definition|html)/.test(part));
    expect(active.filter((part) => !/^html: <!-- \/?tocsin:/.test(part))).toEqual([]);
  });
});

describe('commits of every branch', () => {
  test('say ids and fixed words only, and have no trailers', async () => {
    const log = await here.double.remote.git(['log', '--branches', '--format=%an%x01%B%x00']);
    const messages = log
      .toString()
      .split('\0')
      .map((each) => each.trim().split('\u0001'))
      .filter(([author]) => author === 'Tocsin')
      .map(([, message = '']) => message.trim());
    expect(messages.length).toBeGreaterThan(5);
    for (const message of messages) {
      expect(message).toMatch(new RegExp(`^tocsin: ${ID} [a-z -]+$|^tocsin: [a-z ]+$`));
      const input = `${message}\n`;
      const trailers = execFileSync('git', ['interpret-trailers', '--parse'], { input });
      expect(trailers.toString()).toBe('');
    }
    expect(messages).toContain(`tocsin: ${ID} post-mortem begun`);
  });
});

/** A tool sends it all in one delivery, by hand as well. */
async function arrive(): Promise<void> {
  const startsAt = new Date(Date.now() - 60_000).toISOString();
  const body = {
    version: '4',
    status: 'firing',
    receiver: 'tocsin',
    groupKey: ORDERS[0],
    truncatedAlerts: 0,
    groupLabels: {},
    commonLabels: {},
    commonAnnotations: {},
    externalURL: ORDERS[3],
    alerts: TEXTS.map((text, index) => ({
      status: 'firing',
      labels: { alertname: text, severity: 'critical', service: 'shop', instance: text },
      annotations: { summary: text, description: text, runbook_url: text },
      startsAt,
      endsAt: '0001-01-01T00:00:00Z',
      generatorURL: text,
      fingerprint: `${index}`.padStart(16, '0'),
    })),
  };
  const ingest = async (name: string, event: unknown): Promise<void> => {
    const file = join(temporaryFolder(), 'event.json');
    writeFileSync(file, JSON.stringify(event));
    logs.set(name, await here.run('ingest', '--dispatched', file, '--remote', 'origin'));
  };
  await ingest('dispatch', { client_payload: { source: 'watch', body } });
  await ingest('by hand', { inputs: { source: 'watch', body: JSON.stringify(body) } });
  await ingest('source', { inputs: { source: ORDERS.join('\n'), body: '{}' } });
  await ingest('body', { inputs: { source: 'watch', body: ORDERS.join('\n') } });
  logs.set('reconcile', await here.run('reconcile', '--remote', 'origin'));
  here.takeDeliveries();
}

/** People say it in the room, a comment for so many texts as it may hold commands. */
async function talk(): Promise<void> {
  const [room] = valueOf(await here.as('app').issues.list({ label: 'incident', state: 'all' }));
  const say = async (text: string): Promise<void> => {
    await here.passHour();
    valueOf(await here.as('maintain').comments.create(room?.number ?? 0, text));
    const deliveries = await until(
      () => nonEmpty(here.takeDeliveries()),
      () => `the delivery of ${text}`,
    );
    for (const delivery of deliveries)
      logs.set(`${delivery.event} ${logs.size}`, await here.hear(delivery));
  };
  for (const command of ['note', 'who'])
    for (let at = 0; at < TEXTS.length; at += MOST_TEXTS)
      await say(
        TEXTS.slice(at, at + MOST_TEXTS)
          .map((text) => `/${command} ${text}`)
          .join('\n\n'),
      );
  await say(
    ['/role manager @mara', ...ORDERS.slice(0, 4).map((text) => `/action ${text}`)].join('\n\n'),
  );
  await say(`/set title ${ORDERS.join(' ')}\n\n/suspect ${ORDERS[3]}\n\n/resolve ${ORDERS[4]}`);
  await here.passHour();
  logs.set('last', await here.run('reconcile', '--remote', 'origin'));
}

/** Some texts begin commands of their own. */
const MOST_TEXTS = 13;

function nonEmpty<Item>(list: readonly Item[]): readonly Item[] | null {
  return list.length === 0 ? null : list;
}

async function allIssues(): Promise<readonly Issue[]> {
  const github = here.as('app');
  const lists = ['incident', 'action-item'].map(async (label) =>
    valueOf(await github.issues.list({ label, state: 'all' })),
  );
  return (await Promise.all(lists)).flat();
}

/** What is active in Markdown of ours and was not put there by us. */
function unexpectedIn(markdown: string): readonly string[] {
  return activeParts(markdown).filter((part) => !OURS.some((pattern) => pattern.test(part)));
}

const OURS: readonly RegExp[] = [
  /^html: <!-- \/?tocsin:[a-z]/,
  /^html: <\/?(details|summary|code|b|br)>/,
  /^mention: @(mara|wim|tove)$/,
  /^reference: #\d+$/,
  /^link: https?:\/\/(127\.0\.0\.1|github\.com)/,
];
