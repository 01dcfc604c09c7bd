// What somebody writes into an incident's file does what the command for it does.
import { describe, expect, test } from 'vitest';
import type { AuthoredVersion } from '../config/document-set.ts';
import type { Effect } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import { addMs } from '../model/instant.ts';
import { type EditableBook, readBook, withEffect } from '../response/book.ts';
import { followFile } from './edited-file.ts';
import { isNews } from './edited-news.ts';
import type { EditedIncident } from './kept-edit.ts';
import { type Beginning, ID, incidentText, larder, openRoom, START } from './fixtures/room.ts';

const OTHER = '2026-11-21-ledger-db';
const NOW = addMs(START, 60_000);
const COMMIT = '4f2a91c0de4f2a91c0de4f2a91c0de4f2a91c0de';
const WHY = 'every second payment fails';

const others = { [OTHER]: incidentText({ services: ['ledger-db'], components: '' }) };
const pathOf = (id: string): string => `incidents/2026/${id}.md`;

function version(text: string, changes: Partial<AuthoredVersion> = {}): AuthoredVersion {
  return {
    commit: COMMIT,
    file: { path: pathOf(ID), text },
    name: 'Mara Okafor',
    address: '123+mara-okafor@users.noreply.github.com',
    at: NOW,
    subject: WHY,
    ...changes,
  };
}

type Followed = {
  readonly incident: (id?: string) => Incident;
  readonly text: (id?: string) => string;
  readonly effects: readonly Effect[];
  readonly book: EditableBook;
};

/** The file as Tocsin left it, what somebody made of it, and what comes of that. */
function follow(before: string, versions: readonly AuthoredVersion[], now = NOW): Followed {
  const [newest] = versions;
  const text = newest !== undefined && 'text' in newest.file ? newest.file.text : before;
  const files = Object.entries({ ...others, [ID]: text });
  const start = readBook(files.map(([id, each]) => ({ path: pathOf(id), text: each })));
  const edited: EditedIncident = { id: ID, base: { path: pathOf(ID), text: before }, versions };
  const scene = { organisation: larder, postmortems: [], unreadable: [], now };
  const effects = followFile(scene, start, edited);
  expect(effects.length > 0).toBe(isNews(start, edited, now));
  const book = effects.reduce(withEffect, start);
  const incident = (id = ID): Incident => {
    const found = book.incidents.find((each) => each.id === id);
    if (found === undefined) throw new Error(`no incident ${id}`);
    return found;
  };
  return { incident, text: (id = ID) => book.files.get(id)?.text ?? '', effects, book };
}

type Change = (text: string) => string;
const put =
  (pattern: string | RegExp, words: string): Change =>
  (text) => {
    const changed = text.replace(pattern, words);
    expect(changed).not.toBe(text);
    return changed;
  };
const state = (name: string): Change => put(/^state: .*$/m, `state: ${name}`);
const also =
  (...changes: readonly Change[]): Change =>
  (text) =>
    changes.reduce((before, change) => change(before), text);
const more = (line: string): Change => put(/^at:$/m, `${line}\nat:`);

/** Everything about an incident but what tells a command from a commit. */
function factsOf(incident: Incident, text: string): unknown {
  const { keys: _keys, ...facts } = incident;
  const lines = text
    .slice(text.indexOf('## Timeline'))
    .replaceAll(/ in [0-9a-f]{10}/g, '')
    .replaceAll(/ <!-- e:\S+ -->/g, '');
  return { ...facts, updates: facts.updates, lines };
}

const callsOf = (effects: readonly Effect[]): unknown =>
  effects.flatMap((effect) => (effect.kind === 'notify' ? [{ ...effect, key: '' }] : []));

const ENDED: Beginning = {
  state: 'resolved',
  at: 'mitigated: 2026-11-21T09:40:00Z\n  resolved: 2026-11-21T09:50:00Z',
  components: 'components: {card-payments: operational}\n',
};

describe.each<[what: string, beginning: Beginning, command: string, change: Change]>([
  ['a raise', {}, `/sev 1 ${WHY}`, put('severity: sev3', 'severity: sev1')],
  [
    'a raise out of triage',
    { state: 'triage', at: '' },
    `/sev 2 ${WHY}`,
    put('severity: sev3', 'severity: sev2'),
  ],
  [
    'a milder severity',
    { severity: 'sev1' },
    `/sev 3 ${WHY}`,
    put('severity: sev1', 'severity: sev3'),
  ],
  ['another owner', {}, '/delegate platform', put('team: payments', 'team: platform')],
  ['a role', {}, '/role manager @bram-verhoeven', more('roles: {manager: bram-verhoeven}')],
  [
    'a role that nobody has any more',
    { roles: { lead: 'sami-virtanen' } },
    '/role lead none',
    put('roles: {lead: sami-virtanen}\n', ''),
  ],
  ['a further team', {}, '/page platform', more('contributors: [platform]')],
  ['another category', {}, '/set category down', put('category: errors', 'category: down')],
  [
    'another title',
    {},
    '/set title Bank transfers fail',
    put(/^title: .*$/m, 'title: Bank transfers fail'),
  ],
  ['an earlier beginning', {}, '/set started 08:55', put('T09:02:00Z', 'T08:55:00Z')],
  ['an impact', {}, '/impact customers=1240', more('impact: {customers: 1240}')],
  [
    'a suspect',
    {},
    '/suspect payments-api@4.18.0 caused',
    more('change: {kind: code, deploy: payments-api@4.18.0, verdict: caused}'),
  ],
  [
    'a suspect that is cleared',
    { more: 'change: {kind: code, deploy: payments-api@4.18.0, verdict: suspected}\n' },
    '/clear-suspect',
    put(/^change: .*\n/m, ''),
  ],
  [
    'a component',
    {},
    '/set component card-payments major_outage',
    put('partial_outage', 'major_outage'),
  ],
  ['a cause', {}, `/caused-by ${OTHER}`, more(`relations: {caused_by: [${OTHER}]}`)],
  [
    'that the public sees it',
    {},
    '/publish "Card payments failing"',
    more('public: {visibility: public, title: Card payments failing}'),
  ],
  ['that somebody took it', { state: 'triage', at: '' }, '/ack', state('investigating')],
  ['that the cause is known', {}, `/status identified ${WHY}`, state('identified')],
  ['that the suffering ended', {}, `/mitigated ${WHY}`, state('monitoring')],
  [
    'that it goes on',
    { state: 'monitoring', at: 'mitigated: 2026-11-21T09:50:00Z' },
    `/status investigating ${WHY}`,
    state('investigating'),
  ],
  ['its end', {}, `/resolve ${WHY}`, state('resolved')],
  ['that it was none', {}, `/decline ${WHY}`, state('declined')],
  [
    'a repeat',
    {},
    `/duplicate ${OTHER}`,
    also(state('duplicate'), more(`relations: {duplicate_of: ${OTHER}}`)),
  ],
  ['that it fails again', ENDED, `/reopen ${WHY}`, state('investigating')],
  ['a raise after the end', ENDED, `/sev 2 ${WHY}`, put('severity: sev3', 'severity: sev2')],
  [
    'a category after the end',
    ENDED,
    '/set category down',
    put('category: errors', 'category: down'),
  ],
  ['an impact after the end', ENDED, '/impact customers=500', more('impact: {customers: 500}')],
  [
    'a later end of the suffering',
    ENDED,
    '/set mitigated 09:45',
    put('mitigated: 2026-11-21T09:40:00Z', 'mitigated: 2026-11-21T09:45:00Z'),
  ],
  ['that nothing is left to do', ENDED, '/close', state('closed')],
  [
    'that it repeats nothing',
    { state: 'duplicate', more: `relations: {duplicate_of: ${OTHER}}\n` },
    '/unduplicate',
    also(state('investigating'), put(/^relations: .*\n/m, '')),
  ],
  [
    'a worse one that repeats another',
    { severity: 'sev1' },
    `/duplicate ${OTHER}`,
    also(state('duplicate'), more(`relations: {duplicate_of: ${OTHER}}`)),
  ],
])('%s', (_what, beginning, command, change) => {
  test('is the same by an edit of the file as by a command', () => {
    const room = openRoom(beginning, others);
    const [answer] = room.say(command, { login: 'mara-okafor', permission: 'admin' }, NOW);
    expect(answer?.kind).toBe('done');
    const before = incidentText(beginning);
    const edited = follow(before, [version(change(before))]);
    for (const id of [ID, OTHER])
      expect(factsOf(edited.incident(id), edited.text(id))).toEqual(
        factsOf(room.incident(id), room.text(id)),
      );
    expect(callsOf(edited.effects)).toEqual(callsOf(room.effects()));
    expect(edited.text()).toContain(`@mara-okafor in ${COMMIT.slice(0, 10)}`);
  });
});

const lines = (text: string): readonly string[] =>
  (text.split('## Timeline')[1] ?? '').split('\n').filter((each) => /e:ed-|\[edited\]/.test(each));
const SEV1 = put('severity: sev3', 'severity: sev1');

describe('an edit', () => {
  const before = incidentText();
  const once = (change: Change, changes: Partial<AuthoredVersion> = {}): Followed =>
    follow(before, [version(change(before), changes)]);

  test('keeps what its editor wrote, and adds what is missing', () => {
    const own = put(/^( *)acknowledged:/m, '$1resolved: 2026-11-21T09:41:00Z\n$1acknowledged:');
    const { incident, text } = once(also(state('resolved'), own));
    expect(incident().at.resolved).toBe('2026-11-21T09:41:00.000Z');
    expect(text()).toContain('title: Card payments fail at checkout   # by hand');
    const mended = once(state('resolved')).incident();
    expect(mended.at.resolved).toBe(NOW);
  });

  test('of two things gives two lines, and calls everybody once', () => {
    const { text, effects } = once(also(SEV1, put('team: payments', 'team: platform')));
    expect(lines(text()).map((line) => /\[\w+\]/.exec(line)?.[0])).toEqual([
      '[delegated]',
      '[raised]',
    ]);
    const called = effects.flatMap((effect) =>
      effect.kind === 'notify' ? effect.destinations.map((each) => JSON.stringify(each)) : [],
    );
    expect(called.length).toBeGreaterThan(0);
    expect(new Set(called).size).toBe(called.length);
  });

  test('that was taken back before anybody looked is nothing', () => {
    const second = version(before, { commit: COMMIT.replaceAll('4', '5') });
    expect(follow(before, [second, version(SEV1(before))]).effects).toEqual([]);
  });

  test('of words alone is nothing', () => {
    expect(once(put('Written by', 'Told by')).effects).toEqual([]);
  });

  test('is its author’s, whoever changed other things since', () => {
    const raised = SEV1(before);
    const later = version(put('Written by', 'Told by')(raised), {
      commit: COMMIT.replaceAll('4', '5'),
      name: 'Somebody else',
      address: 'else@example.invalid',
    });
    const { text } = follow(before, [later, version(raised)]);
    expect(lines(text())).toEqual([
      `- 10:01 [raised] sev3 → sev1 by @mara-okafor in 4f2a91c0de: ${WHY} <!-- e:ed-4f2a91c0de4f -->`,
    ]);
  });

  test('is done although somebody wrote its line by hand: a line without a key called nobody', () => {
    const line = '- 10:00 [raised] sev3 → sev1 by me\n';
    const { text, effects } = once(also(SEV1, (file) => file + line));
    expect(text()).toContain(line);
    expect(lines(text())).toHaveLength(1);
    expect(effects.some(({ kind }) => kind === 'notify')).toBe(true);
  });

  test('that raises what it ends calls nobody', () => {
    const { effects, incident } = once(also(SEV1, state('resolved')));
    expect(effects.filter(({ kind }) => kind === 'notify')).toEqual([]);
    expect(incident().called).toEqual([]);
  });

  test('that raises it out of triage takes it for nobody', () => {
    const waiting = incidentText({ state: 'triage', at: '' });
    for (const change of [SEV1, also(SEV1, state('investigating'))]) {
      const { incident } = follow(waiting, [version(change(waiting))]);
      expect(incident()).toMatchObject({ state: 'investigating', severityMax: 'sev1' });
      expect(incident().at.acknowledged).toBeUndefined();
    }
  });

  test('back to triage is put back, with the reason', () => {
    const { incident, text } = once(state('triage'));
    expect(incident().state).toBe('investigating');
    expect(lines(text())[0]).toContain(
      '[edited] state: investigating → triage by @mara-okafor in 4f2a91c0de: nothing leads back to triage',
    );
  });

  test('that goes several ways at once leaves what each of them leaves', () => {
    const watched = incidentText({
      state: 'monitoring',
      at: 'mitigated: 2026-11-21T09:50:00Z',
    });
    const declined = follow(watched, [version(state('declined')(watched))]);
    expect(declined.incident().at.mitigated).toBeUndefined();
    expect(lines(declined.text()).map((line) => /\[\w+\]/.exec(line)?.[0])).toEqual([
      '[investigating]',
      '[declined]',
    ]);
  });

  test('that no command would have done stays, and the timeline says the rule', () => {
    const owing = incidentText({ severity: 'sev1' });
    const { incident, text } = follow(owing, [version(state('closed')(owing))]);
    expect(incident()).toMatchObject({ state: 'closed', postmortemOwed: true });
    expect(lines(text())).toEqual([
      expect.stringContaining('[resolved]'),
      expect.stringMatching(
        /\[edited\] state: investigating → closed by .*: It stays resolved: - /,
      ),
    ]);
  });

  test('that tells the public does what telling them does', () => {
    const seen = incidentText({
      more: 'public: {visibility: public, status: investigating, title: Card payments fail}\n',
    });
    const told = put(
      '## Public updates\n',
      '## Public updates\n\n### 2026-11-21T10:00Z monitoring\n\nPayments work again.\n',
    )(seen);
    const { incident, text } = follow(seen, [version(told)]);
    expect(incident()).toMatchObject({
      state: 'monitoring',
      components: { 'card-payments': 'operational' },
      public: { status: 'monitoring' },
    });
    expect(incident().updates).toHaveLength(1);
    expect(lines(text())).toEqual([expect.stringContaining('[update] monitoring by @mara-okafor')]);
  });

  test.each([
    ['4f2a91c0de4f@users.noreply.github.com', 'x', '@4f2a91c0de4f in'],
    ['jonas@example.invalid', 'jonas-lindqvist', '@jonas-lindqvist in'],
    ['x@example.invalid', '<!-- e:x --> **`Eve`**', String.raw`\<!-- e:x --> \*\*\`Eve\`\*\* in`],
    ['x@example.invalid', '', 'somebody in'],
    ['bot@example.invalid', 'renovate[bot]', String.raw`renovate\[bot\] in`],
  ])('by %s, %j, is told as plain text', (address, name, words) => {
    const { text } = once(SEV1, { address, name, subject: '<script> ## x <!-- e:y -->' });
    const [line = ''] = lines(text());
    expect(line).toContain(`by ${words} 4f2a91c0de: `);
    expect(line).not.toMatch(/(?<!\\)<(?!!-- e:ed-)/);
    expect(lines(text())).toHaveLength(1);
  });

  test('of what was over a week ago is history', () => {
    const ended = version(state('resolved')(before));
    expect(follow(before, [ended], addMs(NOW, 8 * 86_400_000)).effects).toEqual([]);
    expect(follow(before, [ended], addMs(NOW, 6 * 86_400_000)).effects).not.toEqual([]);
    for (const change of [state('declined'), state('duplicate')]) {
      const none = change(before);
      expect(follow(none, [version(SEV1(none))]).effects).toEqual([]);
    }
  });

  describe('of what is over', () => {
    const resolved = incidentText(ENDED);
    const closed = incidentText({
      ...ENDED,
      state: 'closed',
      at: 'mitigated: 2026-11-21T09:35:00Z\n  resolved: 2026-11-21T09:40:00Z\n  closed: 2026-11-21T09:50:00Z',
    });
    const WEEK = 7 * 86_400_000;
    const later = (text: string): AuthoredVersion => version(text, { at: addMs(NOW, WEEK) });

    test('calls nobody, and says what is not for what is closed', () => {
      const { effects, incident, text } = follow(closed, [version(SEV1(closed))]);
      expect(effects.map(({ kind }) => kind)).toEqual(['edit_incident']);
      expect(incident()).toMatchObject({ state: 'closed', called: [] });
      expect(lines(text())).toEqual([
        expect.stringMatching(
          /\[edited\] severity: sev3 → sev1 by .*: It is closed, and \/sev is for open incidents/,
        ),
      ]);
      const raised = follow(resolved, [version(SEV1(resolved))]);
      expect(raised.effects.map(({ kind }) => kind)).toEqual(['edit_incident']);
      expect(raised.incident()).toMatchObject({
        severityMax: 'sev1',
        postmortemOwed: true,
        called: [],
      });
    });

    test('is history a week after it was closed, or was edited', () => {
      const category = put('category: errors', 'category: down');
      expect(follow(closed, [version(category(closed))]).effects).not.toEqual([]);
      expect(follow(closed, [later(category(closed))], addMs(NOW, WEEK)).effects).toEqual([]);
      expect(follow(resolved, [later(category(resolved))], addMs(NOW, WEEK)).effects).not.toEqual(
        [],
      );
      expect(follow(resolved, [version(category(resolved))], addMs(NOW, 8 * WEEK)).effects).toEqual(
        [],
      );
    });

    test('that takes its closing back leaves no time of it; that makes it none is kept, with the rule', () => {
      const back = follow(closed, [version(state('resolved')(closed))]);
      expect(back.incident()).toMatchObject({ state: 'resolved' });
      expect(back.incident().at.closed).toBeUndefined();
      expect(lines(back.text())).toEqual([
        expect.stringContaining('[edited] state: closed → resolved by @mara-okafor'),
      ]);
      const none = follow(resolved, [version(state('declined')(resolved))]);
      expect(none.incident()).toMatchObject({ state: 'declined' });
      expect(none.incident().at.resolved).toBe('2026-11-21T09:50:00.000Z');
      expect(lines(none.text())).toEqual([
        expect.stringMatching(/\[edited\] state: resolved → declined by .*: what was resolved was/),
      ]);
    });

    test('tells the public the end, and nothing that is older or as if it went on', () => {
      const seen = incidentText({
        ...ENDED,
        more: 'public: {visibility: public, status: monitoring, title: Card payments fail}\n',
      });
      const say = (text: string, ...updates: readonly string[]): string =>
        put(
          '## Public updates\n',
          `## Public updates\n${updates.map((each) => `\n### ${each}\n\nWords.\n`).join('')}`,
        )(text);
      const end = follow(seen, [version(say(seen, '2026-11-21T10:00Z resolved'))]);
      expect(end.incident().public).toMatchObject({ status: 'resolved' });
      const early = follow(seen, [version(say(seen, '2026-11-21T10:00Z investigating'))]);
      expect(early.incident()).toMatchObject({
        state: 'resolved',
        public: { status: 'monitoring' },
      });
      expect(lines(early.text())).toEqual([
        expect.stringMatching(
          /\[edited\] update investigating by .*: It is resolved, so customers/,
        ),
      ]);
      const known = say(seen, '2026-11-21T09:40Z monitoring');
      const added = put(
        '### 2026-11-21T09:40Z',
        '### 2026-11-21T09:20Z identified\n\nWords.\n\n### 2026-11-21T09:40Z',
      );
      expect(follow(known, [version(added(known))]).effects).toEqual([]);
    });
  });
});
