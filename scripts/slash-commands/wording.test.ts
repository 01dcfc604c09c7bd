import { describe, expect, test } from 'vitest';
import { ROLES } from './fixtures/cases.ts';
import { openRoom, type Room } from './fixtures/room.ts';

const manager = { login: ROLES.manager, permission: 'write' } as const;
const open = (severity = 'sev1'): Room => openRoom({ roles: ROLES, severity });
const say = (room: Room, text: string): string =>
  room
    .say(text, manager)
    .map(({ kind, text: said }) => `${kind}: ${said}`)
    .join('\n');

describe('a text for the public', () => {
  test.each([
    ['Orders fail.\n\ncc @bram-verhoeven please look', '`@bram-verhoeven` names somebody'],
    ['Orders fail.\n\nCC: on-call, please look', '`CC` speaks to colleagues'],
    ['Orders fail, mara-okafor is on it.', '`mara-okafor` is somebody of yours'],
    ['Orders fail.\n\n@larder/platform look', '`@larder/platform` names somebody'],
    ['Write to jo@corp.example.', '`jo@corp.example` is somebody’s address'],
    ['The disk of db-07.internal is full.', '`db-07.internal` looks like a host'],
    ['10.2.3.4 is slow.', '`10.2.3.4` looks like a host'],
    ['We restart web-3.', '`web-3` looks like a host'],
    ['We look. ETA 20 minutes.', '`ETA` promises an end'],
    ['It will be fixed in 20 minutes.', '`fixed in 20 minutes` promises an end'],
    ['We expect to be back by 14:30.', 'promises an end'],
    ['We expect it back at 14:30.', '`expect it back at 14:30` promises an end'],
    ['Should be fixed tomorrow morning.', 'promises an end'],
    ['Sign-in is back tomorrow.', '`back tomorrow` promises an end'],
    ['Call +49 170 1234567.', '`+49 170 1234567` looks like a telephone number'],
    ['Call 0170 1234567 now.', '`0170 1234567` looks like a telephone number'],
    ['2001:db8::1 is slow.', '`2001:db8::1` looks like a host'],
    ['We restart order-api-7f9c.', '`order-api-7f9c` looks like a host'],
    ['We restart order-api-7d9f8b6c5d-x2x4z.', 'looks like a host'],
    ['Bram Verhoeven is on it.', '`Bram Verhoeven` is somebody of yours'],
    [`The key is ghp_${'a1B2'.repeat(9)}.`, '`ghp_…` looks like a secret'],
    ['It runs with password=hunter2xyz again.', '`pass…` looks like a secret'],
  ])('is not published with what customers should not read: %j', (text, found) => {
    const room = open();
    const answer = say(room, `/update investigating ${text}`);
    expect(answer).toContain('refused: Customers would read it, and nothing was published: ');
    expect(answer).toContain(found);
    expect(answer).toContain('`/update verbatim …`');
    expect(room.incident().updates).toEqual([]);
  });

  test.each([
    'One in five card payments fails. Bank transfer works.',
    'We tell you more by 14:30 UTC.',
    'Orders of the last 20 minutes were lost; please order again.',
    'Reload the page at https://larder.example/orders or call us.',
    'Version 4.17.3 of the app is affected, on iOS 26.1 as well.',
    'Payments were slow for 20 minutes and work again.',
    'Payments work again since 14:30:00 UTC. They were restored at 14:30.',
    'Order 2026-11-21 of 14:00-15:30 is lost. Your password is safe, and cookies stay valid.',
    'We look at it, and will tell you more today.',
  ])('is published as customers may read it: %j', (text) => {
    const room = open();
    expect(say(room, `/update investigating ${text}`)).toContain('done: published');
    expect(room.incident().updates).toMatchObject([{ text }]);
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
