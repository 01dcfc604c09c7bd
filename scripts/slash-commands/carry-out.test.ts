import { describe, expect, test } from 'vitest';
import { openRoom } from './testing/room.ts';

const manager = { login: 'mara-okafor', permission: 'write' } as const;

describe('a comment', () => {
  test('carries an incident from triage to its end', () => {
    const room = openRoom({ state: 'triage', at: '' });
    expect(room.say('/ack')).toMatchObject([{ kind: 'done' }]);
    expect(room.incident()).toMatchObject({ state: 'investigating' });
    expect(room.say('/role manager @mara-okafor')).toMatchObject([{ kind: 'done' }]);
    expect(room.say('/sev 2 half of all payments')).toMatchObject([
      { kind: 'done', text: expect.stringContaining('`sev3` → `sev2`') },
    ]);
    expect(room.say('/note 09:24 pool exhausted on two of six hosts')).toMatchObject([
      { kind: 'done' },
    ]);
    expect(room.say('/status identified the pool limit was lowered')).toMatchObject([
      { kind: 'done' },
    ]);
    expect(room.say('/update identified One in five card payments fails. next 30m')).toMatchObject([
      { kind: 'done', text: expect.stringContaining('@mara-okafor') },
    ]);
    expect(room.incident().drafts).toHaveLength(1);
    expect(room.say('/approve', manager)).toMatchObject([{ kind: 'done' }]);
    expect(room.incident()).toMatchObject({
      drafts: [],
      updates: [{ status: 'identified', text: 'One in five card payments fails.' }],
      public: { visibility: 'public', status: 'identified' },
    });
    expect(room.say('/mitigated rolled back')).toMatchObject([{ kind: 'done' }]);
    expect(room.say('/resolve limit restored')).toMatchObject([{ kind: 'done' }]);
    expect(room.say('/close', manager)).toMatchObject([{ kind: 'refused' }]);
    expect(room.findings()).toEqual([]);
    expect(room.text()).toMatchInlineSnapshot(`
      "---
      schema: tocsin/incident@1
      title: Card payments fail at checkout   # by hand
      state: resolved
      severity: sev2
      category: errors
      environment: production
      owner: {team: payments, function: backend, product: payments}
      services: [payments-api]
      components: {card-payments: partial_outage}
      at:
        started: 2026-11-21T09:02:00Z
        detected: 2026-11-21T09:10:00Z
        declared: 2026-11-21T09:11:00Z
        acknowledged: 2026-11-21T10:01:00.000Z
        identified: 2026-11-21T10:05:00.000Z
        mitigated: 2026-11-21T10:08:00.000Z
        resolved: 2026-11-21T10:09:00.000Z
      taken_by: jonas-lindqvist
      roles: {manager: mara-okafor}
      severity_max: sev2
      called: ["on call payments-primary", "#payments-alerts"]
      public: {visibility: public, title: "Card payments: partial outage", status: identified, next_update_due: 2026-11-21T10:37:00.000Z}
      postmortem_owed: true
      ---

      ## Summary

      Written by *people*, <b>kept</b>.

      ## Public updates

      ### 2026-11-21T10:07Z identified

      One in five card payments fails.

      ## Timeline

      ### 2026-11-21 (UTC)

      - 09:10 [opened] prometheus reports a problem <!-- e:aaaa -->
      - 10:01 [acknowledged] by @jonas-lindqvist <!-- e:ic-101 -->
      - 10:02 [role] manager: nobody → @mara-okafor, by @jonas-lindqvist <!-- e:ic-102 -->
      - 10:03 [raised] sev3 → sev2 by @jonas-lindqvist: half of all payments <!-- e:ic-103 -->
      - 09:24 @jonas-lindqvist: pool exhausted on two of six hosts (added later) <!-- e:ic-104 -->
      - 10:05 [identified] @jonas-lindqvist: the pool limit was lowered <!-- e:ic-105 -->
      - 10:06 [draft] of an update by @jonas-lindqvist <!-- e:ic-106 -->
      - 10:07 [update] identified by @jonas-lindqvist, approved by @mara-okafor <!-- e:ic-107 -->
      - 10:08 [mitigated] @jonas-lindqvist: rolled back <!-- e:ic-108 -->
      - 10:09 [resolved] @jonas-lindqvist: limit restored <!-- e:ic-109 -->
      "
    `);
  });

  test('applies several commands in their order as one edit', () => {
    const room = openRoom({ state: 'triage', at: '' });
    const answers = room.say('Looking.\n\n/ack\n/sev 1\n/status identified it is the pool');
    expect(answers.map(({ kind }) => kind)).toEqual(['done', 'done', 'done']);
    expect(room.effects().filter(({ kind }) => kind === 'edit_incident')).toHaveLength(1);
    expect(room.incident()).toMatchObject({ state: 'identified', severity: 'sev1' });
    expect(room.sayAgain()).toEqual({ kind: 'repeated' });
    expect(room.effects()).toEqual([]);
  });
});
