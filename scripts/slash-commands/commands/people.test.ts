// Whose an incident is, who has which role in it, and who is called.
import { describe, expect, test } from 'vitest';
import { clocksOf, isMissed } from '../../rooms/clocks.ts';
import { nextStep } from '../../rooms/next-step.ts';
import { ROLES } from '../testing/cases.ts';
import { manager, open, say, UNKNOWN } from '../testing/manager.ts';
import { larder, openRoom } from '../testing/room.ts';

describe('people', () => {
  test('/delegate to a team calls it, keeps who had it and starts the clock again', () => {
    const room = open();
    expect(say(room, '/delegate @larder/platform')).toContain(
      'owner `payments` → `platform`; reach ',
    );
    expect(room.incident()).toMatchObject({
      owner: { team: 'platform' },
      contributors: ['payments'],
    });
    expect(room.incident()).toMatchObject({
      at: { acknowledged: '2026-11-21T09:20:00.000Z' },
      handover: { at: '2026-11-21T10:01:00.000Z', taken: null },
    });
    expect(room.effects()).toContainEqual(
      expect.objectContaining({ kind: 'notify', event: 'delegated' }),
    );
    expect(say(room, '/delegate platform')).toContain('refused: Platform has it already');
  });

  test('/delegate gives as long again for /ack, and the first /ack keeps its time', () => {
    const room = open({ severity: 'sev1' });
    const late = '2026-11-21T10:40:00.000Z';
    room.say('/delegate @bram-verhoeven', manager, late);
    const [first, next] = clocksOf(larder, room.incident(), null).filter(
      ({ kind }) => kind === 'acknowledge',
    );
    expect(first).toMatchObject({ done: '2026-11-21T09:20:00.000Z' });
    expect(next).toMatchObject({ done: null });
    expect(next !== undefined && next.due > late).toBe(true);
    expect(next !== undefined && isMissed(next, late)).toBe(false);
    expect(nextStep(room.incident(), [], false, UNKNOWN).sentence).toContain('handed over');
    expect(say(room, '/ack')).toContain('done: taken by');
    expect(room.incident()).toMatchObject({
      at: { acknowledged: '2026-11-21T09:20:00.000Z' },
      handover: { taken: '2026-11-21T10:41:00.000Z' },
    });
    expect(say(room, '/ack')).toContain('refused: It was taken already, 2026-11-21 10:41 UTC.');
    expect(room.findings()).toEqual([]);
  });

  test('/delegate to a person makes them lead; strangers are refused with the nearest', () => {
    const room = open();
    expect(say(room, '/delegate @bram-verhoeven')).toContain(
      'lead @chiara-fontana → @bram-verhoeven',
    );
    expect(say(room, '/delegate @bram-verhofen')).toContain('Did you mean `bram-verhoeven`?');
    expect(say(room, '/role manager @nobody-known-here')).toContain(
      'is in no team of the organisation',
    );
  });

  test('/role gives, hands over and takes away', () => {
    const room = open();
    expect(say(room, '/role manager @Mara-Okafor')).toBe(
      `done: manager @${ROLES.manager} → @mara-okafor`,
    );
    expect(say(room, '/role scribe none')).toBe('done: scribe @noor-elamrani → nobody');
    expect(room.incident().roles).toEqual({ manager: 'mara-okafor', lead: 'chiara-fontana' });
    expect(say(room, '/role scribe none')).toBe('refused: Nobody is scribe.');
    expect(say(room, '/role cook @bo')).toContain('Unexpected role `cook`');
  });

  test('/page names whom to reach, since no telephone rings yet', () => {
    const room = open();
    const answer = say(room, '/page database');
    expect(answer).toMatch(
      /done: Data platform: reach .+ \(on call database-primary\) yourself, since no channel is connected yet/,
    );
    expect(room.effects().filter(({ kind }) => kind === 'notify')).toHaveLength(1);
    expect(room.incident().contributors).toEqual(['data-platform']);
    expect(say(room, '/page datapace')).toContain('refused: Nothing is called `datapace`');
  });

  test('/page names whom it called for the card, once', () => {
    const room = open();
    say(room, '/page data-platform');
    const called = room.incident().called;
    expect(called.length).toBeGreaterThan(0);
    say(room, '/page data-platform');
    expect(room.incident().called).toEqual(called);
  });

  test('/page says what to write for a person and for a name that is nothing here', () => {
    const room = openRoom();
    expect(say(room, '/page @mara-okafor')).toContain(
      'refused: `/page` calls whoever is on call for a team, and @mara-okafor is a person. Say `/page ',
    );
    const answer = say(room, '/page dba');
    expect(answer).toContain('refused: Nothing is called `dba`. Teams: `');
    expect(answer).toContain('`database`');
    expect(room.effects()).toEqual([]);
  });
});
