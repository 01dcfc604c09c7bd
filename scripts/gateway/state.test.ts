// A file that is wrong leaves its last good version in force; the others go on.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { FILE, OUTAGE } from '../validation/testing/outage.ts';
import { remarksOnPage } from '../validation/last-good.ts';
import { keepState, type StateKeeper, type StateNews } from './state.ts';
import { type Bench, commitAll, createBench } from './testing/worker.ts';

let bench: Bench;
let news: StateNews[];

beforeEach(async () => {
  bench = await createBench();
  news = [];
});
afterEach(() => bench.close());

const edit = (path: string, change: (text: string) => string): void => {
  const file = join(bench.root, path);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
  commitAll(bench.root);
};
const start = (): Promise<StateKeeper> => {
  const { workspace } = bench.dependencies;
  return keepState(workspace, workspace.readHead, (each) => news.push(each));
};
const setOf = (keeper: StateKeeper, id: string): string | undefined =>
  keeper.current().organisation.rules.severity.find((rule) => rule.id === id)?.set;
const channelOf = (keeper: StateKeeper, team: string): string | null | undefined =>
  keeper.current().organisation.teams.get(team)?.channel;

const PAYMENTS = 'rules/payments.yaml';
const breakPayments = (): void => edit(PAYMENTS, (text) => text.replace('set: sev3', 'set: sev33'));
const otherEdits = (): void => {
  edit('rules/logistics.yaml', (text) => text.replace('set: sev2', 'set: sev1'));
  edit('ownership/teams/security.yaml', (text) =>
    text.replace(/^channel: .*$/m, 'channel: "#new"'),
  );
};

test('who may commit is what the newest file says, also where an earlier version of it stays in force', async () => {
  const keeper = await start();
  edit('tocsin.yaml', (text) => text.replace(/^writer: .*$/m, 'writer: actions'));
  const { organisation } = await keeper.refresh();
  expect(news[0]?.kind).toBe('broken');
  expect(organisation.settings.writer).toBe('actions');
});

describe('pain 24: one bad file', () => {
  test('blocks nobody: its last good version stays in force, and it is said once where and why', async () => {
    const keeper = await start();
    edit(PAYMENTS, (text) => text.replace('set: sev3', 'set: sev4'));
    await keeper.refresh();
    breakPayments();
    edit(PAYMENTS, (text) => text.replace('set: sev4', 'set: nothing'));
    otherEdits();
    await keeper.refresh();
    expect(setOf(keeper, 'one-acquirer')).toBe('sev4');
    expect(setOf(keeper, 'plan-is-implausible')).toBe('sev1');
    expect(channelOf(keeper, 'security')).toBe('#new');
    await keeper.refresh();
    expect(news).toHaveLength(2);
    expect(news[1]).toMatchObject({
      kind: 'broken',
      sentence: expect.stringMatching(
        /^commit \w{7} has 2 errors in its configuration \(rules\/payments\.yaml:\d+\); the version before it of rules\/payments\.yaml stays in force, everything else is taken over$/,
      ),
    });
  });

  test('of a team that has several leaves its other files, and all other teams, as they are now', async () => {
    const keeper = await start();
    edit('rules/logistics/depots.yaml', (text) => text.replace('by: [service', 'by: [severity'));
    otherEdits();
    await keeper.refresh();
    expect(setOf(keeper, 'plan-is-implausible')).toBe('sev1');
    const { group } = keeper.current().organisation.rules;
    expect(group.find(({ id }) => id === 'depots-fail-one-by-one')?.by).toContain('service');
    expect(news).toMatchObject([
      {
        kind: 'broken',
        sentence: expect.stringContaining(
          'the version before it of rules/logistics/depots.yaml stays in force',
        ),
      },
    ]);
  });

  test('is taken over as soon as it is good again', async () => {
    const keeper = await start();
    breakPayments();
    await keeper.refresh();
    edit(PAYMENTS, (text) => text.replace('set: sev33', 'set: sev2'));
    await keeper.refresh();
    expect(setOf(keeper, 'one-acquirer')).toBe('sev2');
    expect(news.map(({ kind }) => kind)).toEqual(['broken', 'taken_over']);
  });

  test('that is new is left out until it is good', async () => {
    const keeper = await start();
    writeFileSync(
      join(bench.root, 'rules/security.yaml'),
      'schema: tocsin/rules@1\nseverity: no list\n',
    );
    otherEdits();
    await keeper.refresh();
    expect(channelOf(keeper, 'security')).toBe('#new');
    expect(news).toMatchObject([
      { kind: 'broken', sentence: expect.stringContaining('rules/security.yaml') },
    ]);
  });

  test('at the start is looked for in the history, as far back as it was good the last time', async () => {
    edit(PAYMENTS, (text) => text.replace('set: sev3', 'set: sev4'));
    breakPayments();
    edit(PAYMENTS, (text) => text.replaceAll('set: sev4', 'set: sev44'));
    edit(PAYMENTS, (text) => `${text}unknown: true\n`);
    otherEdits();
    const keeper = await start();
    expect(setOf(keeper, 'one-acquirer')).toBe('sev4');
    expect(channelOf(keeper, 'security')).toBe('#new');
    expect(news).toMatchObject([{ kind: 'broken' }]);
  });
});

const write = (path: string, change: (text: string) => string): void => {
  const file = join(bench.root, path);
  writeFileSync(file, change(readFileSync(file, 'utf8')));
};

describe('a file that breaks others', () => {
  test('is held back itself, before a restart and after it: a renamed interval', async () => {
    edit('rules/00-global.yaml', (text) =>
      text.replace(
        /^intervals:$/m,
        'intervals:\n  night:\n    zone: Europe/Amsterdam\n    on:\n      - weekdays: [mon]\n        times: ["01:00-05:00"]',
      ),
    );
    edit(PAYMENTS, (text) => text.replace('set: sev3', 'set: sev4'));
    edit(PAYMENTS, (text) =>
      text.replace(
        /^gate:$/m,
        'gate:\n  - id: quiet\n    when: {label.alertname: Odd}\n    mute: night',
      ),
    );
    const running = await start();
    write('rules/00-global.yaml', (text) => text.replace('  night:', '  small-hours:'));
    write('rules/logistics.yaml', (text) => text.replace('set: sev2', 'set: sev1'));
    commitAll(bench.root);
    await running.refresh();
    for (const keeper of [running, await start()]) {
      expect(setOf(keeper, 'plan-is-implausible')).toBe('sev1');
      expect(setOf(keeper, 'one-acquirer')).toBe('sev4');
      expect(keeper.current().organisation.rules.mute.map(({ id }) => id)).toContain('quiet');
    }
    expect(news).toHaveLength(2);
    for (const each of news)
      expect(each).toMatchObject({
        sentence: expect.stringContaining('of rules/00-global.yaml stays'),
      });
  });

  test('is held back when it was removed, and the others go on', async () => {
    const running = await start();
    rmSync(join(bench.root, 'ownership/teams/security.yaml'));
    otherTeam();
    await running.refresh();
    for (const keeper of [running, await start()]) {
      expect(channelOf(keeper, 'security')).not.toBeUndefined();
      expect(setOf(keeper, 'plan-is-implausible')).toBe('sev1');
    }
  });
});

test('a history that holds nothing usable leaves the configuration that was in force last, not the first one', async () => {
  const keeper = await start();
  edit(PAYMENTS, (text) => text.replace('set: sev3', 'set: sev4'));
  await keeper.refresh();
  expect(setOf(keeper, 'one-acquirer')).toBe('sev4');
  startAnew(() => edit('tocsin.yaml', () => 'nonsense: ['));
  await keeper.refresh();
  expect(setOf(keeper, 'one-acquirer')).toBe('sev4');
  expect(news.at(-1)).toMatchObject({
    sentence: expect.stringContaining('the configuration before it stays in force'),
  });
});

test('an organisation that never was good is refused at the start, with the place', async () => {
  startAnew(() => edit('tocsin.yaml', () => 'nonsense: ['));
  await expect(start()).rejects.toThrow(
    /^commit \w{7} has \d+ errors? in its configuration .*tocsin validate/,
  );
});

describe('an incident that nobody can read any more', () => {
  const commitIncident = (text: string): void => {
    mkdirSync(join(bench.root, 'incidents/2026'), { recursive: true });
    writeFileSync(join(bench.root, FILE), text);
    commitAll(bench.root);
  };
  const slip = (good = 'state: identified', bad = 'state: identifed'): void =>
    commitIncident(OUTAGE.replace(good, bad));

  test('stays on the page as its last good version has it, and people are told which', async () => {
    const keeper = await start();
    commitIncident(OUTAGE);
    await keeper.refresh();
    slip();
    const { incidents } = await keeper.refresh();
    expect(incidents).toEqual([]);
    const page = await keeper.readPage();
    expect(
      page.kind === 'readable' && page.loaded.state.incidents.map(({ title }) => title),
    ).toEqual(['Orders fail']);
    expect(remarksOnPage(page)).toEqual([
      expect.stringMatching(
        /^incidents\/2026\/2026-11-21-order-api\.md:4: .*: the page shows its version of commit [0-9a-f]{7}$/,
      ),
    ]);
  });

  test('of which no version can be read is shown with what can be read of it', async () => {
    const keeper = await start();
    slip();
    await keeper.refresh();
    const page = await keeper.readPage();
    expect(
      page.kind === 'readable' && page.loaded.state.incidents.map(({ state }) => state),
    ).toEqual(['investigating']);
    expect(remarksOnPage(page)[0]).toMatch(/the page shows what can be read of it$/);
  });

  test('makes no page where nobody can tell whether it is for customers, rather than one without it', async () => {
    const keeper = await start();
    slip('visibility: public', 'visibility: everybody');
    await keeper.refresh();
    const page = await keeper.readPage();
    expect(page.kind).toBe('lost');
    expect(remarksOnPage(page)[0]).toMatch(/so the sites stay as they are$/);
  });
});

/** The same files without their history. */
function startAnew(change: () => void): void {
  rmSync(join(bench.root, '.git'), { recursive: true });
  execFileSync('git', ['-C', bench.root, 'init', '--quiet', '--initial-branch=main']);
  change();
}

function otherTeam(): void {
  edit('rules/logistics.yaml', (text) => text.replace('set: sev2', 'set: sev1'));
}
