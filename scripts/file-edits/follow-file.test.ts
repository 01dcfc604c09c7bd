// What an edit of an incident's file does beside what a command would do: whose it is, what is told of it, what stays.
import { describe, expect, test } from 'vitest';
import type { AuthoredVersion } from '../config/document-set.ts';
import { addMs } from '../model/instant.ts';
import {
  also,
  type Change,
  COMMIT,
  follow,
  type Followed,
  lines,
  NOW,
  put,
  SEV1,
  state,
  version,
  WHY,
} from './testing/edited-file.ts';
import { incidentText } from '../slash-commands/testing/room.ts';

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
});
