// The clocks: what is due when, and what is missed.
import { describe, expect, test } from 'vitest';
import type { IncidentRecord } from '../incidents/record.ts';
import { clocksOf, nextClock } from './clocks.ts';
import { bodyOf, organisation, record, room } from './testing/room.ts';

describe('the clocks', () => {
  test('run from the detection, with the public update after the last one', () => {
    const { incident } = record();
    const clocks = clocksOf(organisation, incident, null);
    expect(clocks.map(({ kind, due }) => [kind, due.slice(11, 16)])).toEqual([
      ['acknowledge', '03:17'],
      ['update', '03:32'],
      ['resolve', '11:02'],
    ]);
    const updates = [
      { at: '2026-11-21T03:20:00.000Z', status: 'investigating', text: 'x' },
    ] as const;
    const told = clocksOf(organisation, { ...incident, updates }, null);
    expect(told.find(({ kind }) => kind === 'update')?.due).toBe('2026-11-21T03:50:00.000Z');
  });

  test('stop with the resolution, after which the post-mortem is due', () => {
    const { incident } = record();
    const at = { ...incident.at, resolved: '2026-11-21T04:00:00.000Z' };
    const clocks = clocksOf(organisation, { ...incident, state: 'resolved', at }, null);
    expect(nextClock(clocks)).toEqual({
      kind: 'postmortem',
      due: '2026-12-05T04:00:00.000Z',
      done: null,
    });
  });

  test('owe the public nothing about what it cannot see, or must not', () => {
    const { incident } = record();
    const kinds = (changes: Partial<typeof incident>): readonly string[] =>
      clocksOf(organisation, { ...incident, ...changes }, null).map(({ kind }) => kind);
    expect(kinds({ components: {} })).not.toContain('update');
    expect(kinds({ category: 'security' })).not.toContain('update');
    expect(kinds({ public: { visibility: 'restricted' } })).not.toContain('update');
  });

  describe('of the next update', () => {
    const PROMISE = '2026-11-21T03:25:00.000Z';
    const promised = (more = '', updates = '### 2026-11-21T03:05Z investigating\n\nWe look.\n') =>
      record((text) =>
        text
          .replace(
            '\n---\n\n## Summary',
            `\npublic: {visibility: public, title: "Card payments fail", status: investigating, next_update_due: ${PROMISE}${more}}\n---\n\n## Summary`,
          )
          .replace('## Timeline', `## Public updates\n\n${updates}\n## Timeline`),
      );
    const minor = (of: IncidentRecord): IncidentRecord => ({
      ...of,
      incident: { ...of.incident, severity: 'sev3', severityMax: 'sev3' },
    });
    const dueOf = ({ incident }: IncidentRecord): string | undefined =>
      clocksOf(organisation, incident, null).find(({ kind }) => kind === 'update')?.due;

    test('is what customers were promised, sooner or later than the level asks, or where it asks nothing', () => {
      expect(dueOf(promised())).toBe(PROMISE);
      expect(dueOf(minor(promised()))).toBe(PROMISE);
      const { incident } = promised();
      const later = '2026-11-21T05:05:00.000Z';
      const face = { ...incident.public, visibility: 'public', nextUpdateDue: later } as const;
      expect(dueOf({ ...promised(), incident: { ...incident, public: face } })).toBe(later);
    });

    test('stands on the card, and is missed once it has passed', () => {
      const of = minor(promised());
      expect(bodyOf(of, '2026-11-21T03:24:00.000Z')).toMatch(
        /^\| Next \|.*public update by 21 Nov 03:25 UTC(?!, \*\*missed)/m,
      );
      expect(bodyOf(of, '2026-11-21T03:26:00.000Z')).toMatch(
        /^\| Overdue \|.*public update by 21 Nov 03:25 UTC, \*\*missed\*\*/m,
      );
      expect(room(of, '2026-11-21T03:24:00.000Z').labels).not.toContain('comms/overdue');
      expect(room(of, '2026-11-21T03:26:00.000Z').labels).toContain('comms/overdue');
    });

    test('holds after the resolution until customers were told, and no promise outlives a later update', () => {
      const { incident } = minor(promised());
      const at = { ...incident.at, resolved: '2026-11-21T03:20:00.000Z' };
      const resolved = { ...incident, state: 'resolved', at } as const;
      expect(dueOf({ ...promised(), incident: resolved })).toBe(PROMISE);
      const end = {
        at: '2026-11-21T03:21:00.000Z',
        status: 'resolved',
        text: 'It works.',
      } as const;
      const face = { ...incident.public, visibility: 'public', status: 'resolved' } as const;
      const told = { ...resolved, public: face, updates: [...incident.updates, end] };
      expect(dueOf({ ...promised(), incident: told })).toBeUndefined();
      const later = promised('', '### 2026-11-21T03:30Z investigating\n\nWe still look.\n');
      expect(dueOf(minor(later))).toBeUndefined();
      expect(dueOf(later)).toBe('2026-11-21T04:00:00.000Z');
    });
  });
});
