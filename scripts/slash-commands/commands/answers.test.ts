// What is answered and changes nothing: help, the timeline, what is similar, and the nearest to what is nothing.
import { describe, expect, test } from 'vitest';
import { similarTo } from '../../correlation/similar.ts';
import { OTHER, OTHER_TEXT } from '../testing/cases.ts';
import { manager, open, say } from '../testing/manager.ts';
import { ID, openRoom } from '../testing/room.ts';

describe('answers', () => {
  test('/help lists what the speaker may say', () => {
    const room = open();
    const [readers] = room.say('/help', { login: 'stranger', permission: 'read' });
    expect(readers?.text.match(/^- `\/[a-z-]+/gm)).toEqual([
      '- `/help',
      '- `/who',
      '- `/timeline',
      '- `/similar',
    ]);
  });

  test('/timeline is in order of time and calls nobody', () => {
    const room = open();
    say(room, '/note 09:01 @mara-okafor sees <b>red</b>');
    const answer = say(room, '/timeline');
    const entries = answer.split('\n').slice(0, 2);
    expect(entries[0]).toContain(
      '09:01 `@teodora-ilic`: `@mara-okafor` sees `<b>red</b>` (added later)',
    );
    expect(entries[1]).toContain('09:10');
  });

  test('a room is named with its sign or without, and nobody is pointed to the incident itself', () => {
    for (const name of ['139', '#139'])
      expect(openRoom({}, { [OTHER]: OTHER_TEXT }).say(`/duplicate ${name}`)[0]).toMatchObject({
        kind: 'done',
        text: expect.stringContaining('(#139)'),
      });
    const room = openRoom({}, { [OTHER]: OTHER_TEXT });
    expect(say(room, '/duplicate 77')).toBe(
      'refused: No incident has the room `77`. Name its id instead.',
    );
    expect(say(room, `/duplicate ${ID}-2`)).not.toContain(ID + '`');
    expect(say(room, '/duplicate 2026-11-20-ledger-bd')).toContain(`Did you mean \`${OTHER}\`?`);
  });

  test('/similar lists those of the same service first', () => {
    const room = openRoom(
      {},
      {
        [OTHER]: OTHER_TEXT,
        '2026-11-01-payments-api': OTHER_TEXT.replace('[ledger-db]', '[payments-api]').replaceAll(
          '2026-11-20',
          '2026-11-01',
        ),
      },
    );
    expect(room.say('/similar')[0]?.text).toBe(
      '- `2026-11-01-payments-api` (#139): sev3, latency, investigating; same service',
    );
    const [incident] = room.book().incidents.filter(({ id }) => id === ID);
    if (incident === undefined) throw new Error('the incident is gone');
    expect(similarTo(incident, room.book().incidents).map(({ incident: { id } }) => id)).toEqual([
      '2026-11-01-payments-api',
    ]);
  });

  test('a typo is answered with the nearest, beside what was done', () => {
    const room = open();
    expect(room.say('/note seen\n/resolv', manager)).toMatchObject([
      { kind: 'done' },
      { kind: 'unknown', near: ['resolve'] },
    ]);
  });
});
