// Somebody edits the file of an incident that is over.
import { describe, expect, test } from 'vitest';
import type { AuthoredVersion } from '../config/document-set.ts';
import { addMs } from '../model/instant.ts';
import { ENDED, follow, lines, NOW, put, SEV1, state, version } from './testing/edited-file.ts';
import { incidentText } from '../slash-commands/testing/room.ts';

describe('an edit of what is over', () => {
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
    expect(follow(resolved, [later(category(resolved))], addMs(NOW, WEEK)).effects).not.toEqual([]);
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
      expect.stringMatching(/\[edited\] update investigating by .*: It is resolved, so customers/),
    ]);
    const known = say(seen, '2026-11-21T09:40Z monitoring');
    const added = put(
      '### 2026-11-21T09:40Z',
      '### 2026-11-21T09:20Z identified\n\nWords.\n\n### 2026-11-21T09:40Z',
    );
    expect(follow(known, [version(added(known))]).effects).toEqual([]);
  });
});
