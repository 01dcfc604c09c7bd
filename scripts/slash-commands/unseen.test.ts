// Customers read that something works again: whoever says so hears of another open incident, unseen, that says it fails.
import { describe, expect, test } from 'vitest';
import { openRoom, type Room } from './testing/room.ts';

const SPLIT = '2026-11-21-order-api';
const maintainer = { login: 'mara-okafor', permission: 'maintain' } as const;

const openPublic = (
  more = 'public: {visibility: public, title: Orders and payments fail}\n',
): Room =>
  openRoom({
    roles: { manager: 'mara-okafor' },
    services: ['payments-api', 'order-api'],
    components: 'components: {card-payments: partial_outage, placing-orders: major_outage}\n',
    more,
  });
const say = (room: Room, text: string): string =>
  room
    .say(text, maintainer)
    .map((answer) => JSON.stringify(answer))
    .join('\n');

describe('after /split of what customers see', () => {
  test.each(['/update monitoring Orders work again.', '/update resolved It is over.', '/resolve'])(
    '%s names the part that they do not see',
    (word) => {
      const room = openPublic();
      expect(say(room, '/split order-api')).toContain(`Customers do not see \`${SPLIT}\``);
      expect(say(room, word)).toContain(
        `\`${SPLIT}\` says that \`placing-orders\` still fails, and customers do not see it`,
      );
    },
  );

  test('nothing is said of a part that they see, that works again or that is over', () => {
    const published = openPublic();
    say(published, '/split order-api');
    expect(say(published, '/update investigating We look into it.')).not.toContain(SPLIT);
    const works = openPublic();
    say(works, '/set component placing-orders operational');
    expect(say(works, '/split order-api')).not.toContain('do not see');
    expect(say(works, '/update monitoring Orders work again.')).not.toContain(SPLIT);
  });
});

test('what is confidential is named to nobody, and what customers do not see promises them nothing', () => {
  const unseen = openPublic('');
  expect(say(unseen, '/split order-api')).not.toContain('do not see');
  expect(say(unseen, '/resolve')).not.toContain('do not see');
  const [visible, kept] = ['none', 'restricted'].map((visibility) => {
    const text = openPublic(`public: {visibility: ${visibility}}\n`).text();
    const room = openRoom(
      {
        roles: { manager: 'mara-okafor' },
        components: 'components: {card-payments: partial_outage}\n',
        more: 'public: {visibility: public, title: Card payments fail}\n',
      },
      { [SPLIT]: text },
    );
    return say(room, '/update monitoring Payments work again.');
  });
  expect(visible).toContain(SPLIT);
  expect(kept).not.toContain(SPLIT);
});
