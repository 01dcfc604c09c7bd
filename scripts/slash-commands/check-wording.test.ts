import { describe, expect, test } from 'vitest';
import { ROLES } from './testing/cases.ts';
import { DOUBTFUL, GOOD, INTERNAL, MAYBE_INTERNAL, PROMISES } from './testing/wordings.ts';
import { say } from './testing/manager.ts';
import { openRoom, type Room } from './testing/room.ts';

const open = (severity = 'sev1'): Room => openRoom({ roles: ROLES, severity });

describe('a text for the public', () => {
  test.each([
    ...INTERNAL,
    ...PROMISES.map((text): readonly [string, string] => [text, 'promises an end']),
  ])('is not published with what customers should not read: %j', (text, found) => {
    const room = open();
    const answer = say(room, `/update investigating ${text}`);
    expect(answer).toContain('refused: Customers would read it, and nothing was published: ');
    expect(answer).toContain(found);
    expect(answer).toContain('`/update verbatim …`');
    expect(room.incident().updates).toEqual([]);
  });

  test.each(GOOD)('is published without a word where it is news: %j', (text) => {
    const room = open();
    const answer = say(room, `/update investigating ${text}`);
    expect(answer).toContain('done: published');
    expect(answer).not.toContain('promise');
    expect(room.incident().updates).toMatchObject([{ text }]);
  });

  test.each([
    'One in five card payments fails. Bank transfer works.',
    'We tell you more by 14:30 UTC.',
    'Orders of the last 20 minutes were lost; please order again.',
    'Reload the page at https://larder.example/orders or call us.',
    'Payments were slow for 20 minutes and work again.',
    'Payments work again since 14:30:00 UTC. They were restored at 14:30.',
    'Order 2026-11-21 of 14:00-15:30 is lost. Your password is safe, and cookies stay valid.',
    'We look at it, and will tell you more today.',
  ])('is published as customers may read it: %j', (text) => {
    const room = open();
    expect(say(room, `/update investigating ${text}`)).toContain('done: published');
    expect(room.incident().updates).toMatchObject([{ text }]);
  });

  test.each(DOUBTFUL)(
    'is published, and its author told, where it may promise an end: %j',
    (text) => {
      const room = open();
      const answer = say(room, `/update investigating ${text}`);
      expect(answer).toMatch(
        /done: published as `investigating`.*; customers may take `.*` for the promise of an end/,
      );
      expect(room.incident().updates).toMatchObject([{ text }]);
    },
  );

  test.each(MAYBE_INTERNAL)(
    'is published, and its author told, where it may be internal: %j',
    (text, found) => {
      const room = open();
      const answer = say(room, `/update investigating ${text}`);
      expect(answer).toContain('done: published');
      expect(answer).toContain(`${found}: where it is one, say it anew without`);
      expect(room.incident().updates).toMatchObject([{ text }]);
    },
  );

  test('is known by many examples of each kind', () => {
    expect(GOOD.length).toBeGreaterThanOrEqual(40);
    expect(PROMISES.length + DOUBTFUL.length).toBeGreaterThanOrEqual(40);
  });

  test('is published as it stands where the manager says so, and nobody else', () => {
    const room = open('sev3');
    const text = '/update verbatim investigating Our partner looks at api-01.';
    expect(room.say(text)[0]).toMatchObject({
      kind: 'refused',
      text: expect.stringContaining('Ask @teodora-ilic'),
    });
    expect(say(room, text)).toContain('done: published as `investigating`');
    expect(room.incident().updates).toMatchObject([{ text: 'Our partner looks at api-01.' }]);
  });

  test.each([
    ['/publish "Orders fail on db-07.internal"', '`/publish verbatim …`'],
    ['/unpublish It was mara-okafor.', '`/unpublish verbatim …`'],
  ])('is looked at also in %s', (text, fix) => {
    const room = open();
    if (text.startsWith('/unpublish')) say(room, '/publish "Card payments failing"');
    expect(say(room, text)).toContain(fix);
    expect(room.effects()).toEqual([]);
  });

  test('of planned work says when it ends', () => {
    const room = openRoom({
      roles: ROLES,
      severity: 'sev4',
      state: 'triage',
      at: '',
      components: 'components: {card-payments: maintenance}\n',
      more: 'kind: maintenance\nwindow: {from: 2026-11-21T09:30:00Z, until: 2026-11-21T12:00:00Z}\n',
    });
    expect(say(room, '/update in_progress It takes longer; all works again by 13:00.')).toContain(
      'done: published',
    );
  });
});
