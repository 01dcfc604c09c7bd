import { describe, expect, test } from 'vitest';
import { viewPublic } from '../publication/public-view.ts';
import type { PublicView } from '../publication/view.ts';
import type { Instant } from '../model/instant.ts';
import { ROLES } from './testing/cases.ts';
import { manager } from './testing/manager.ts';
import { type Beginning, larder, openRoom, type Room } from './testing/room.ts';

const at = (time: string): Instant => `2026-11-21T${time}:00.000Z`;
const open = (beginning: Beginning = {}): Room => openRoom({ roles: ROLES, ...beginning });
/** Says it as the manager at a time, and gives what was answered. */
const say = (room: Room, time: string, text: string): string =>
  room
    .say(text, manager, at(time))
    .map((answer) => `${answer.kind}: ${answer.text}`)
    .join('\n');
const page = (room: Room, now: string): PublicView =>
  viewPublic({
    organisation: larder,
    incidents: [room.incident()],
    postmortems: [],
    revision: null,
    now: at(now),
  });

type Seen = {
  readonly sentence: string;
  readonly status: string | undefined;
  readonly times: readonly string[];
};

/** What the page says of a component: now, and when it was how. */
function seen(room: Room, now: string, id = 'card-payments'): Seen {
  const view = page(room, now);
  const component = view.groups
    .flatMap(({ components }) => components)
    .find((each) => each.id === id);
  return {
    sentence: view.state.status,
    status: component?.status,
    times: (component?.intervals ?? []).map(
      ({ status, from, until }) =>
        `${status} ${from.slice(11, 16)}–${until === null ? '' : until.slice(11, 16)}`,
    ),
  };
}

describe('an update', () => {
  test('`monitoring` ends the outage and leaves what customers were told of the past', () => {
    const room = open({ severity: 'sev1' });
    say(room, '10:00', '/update investigating One in five card payments fails.');
    say(room, '10:30', '/update monitoring It works again.');
    expect(room.incident()).toMatchObject({ state: 'monitoring', at: { mitigated: at('10:30') } });
    expect(seen(room, '12:00')).toEqual({
      sentence: 'operational',
      status: 'operational',
      times: ['partial_outage 09:02–10:30'],
    });
    const [shown] = page(room, '12:00').incidents;
    expect(shown).toMatchObject({
      status: 'monitoring',
      impact: 'partial_outage',
      components: [{ suffered: { worst: 'partial_outage', until: at('10:30') } }],
    });
    expect(room.findings()).toEqual([]);
  });

  test('`monitoring` after /mitigated ends it when the suffering did', () => {
    const room = open();
    say(room, '10:00', '/update One in five card payments fails.');
    say(room, '10:20', '/mitigated rolled back');
    expect(seen(room, '10:25').times).toEqual(['partial_outage 09:02–']);
    say(room, '10:30', '/update monitoring It works again.');
    expect(seen(room, '12:00').times).toEqual(['partial_outage 09:02–10:20']);
  });

  test.each(['investigating', 'identified'])('`%s` after that brings it back', (word) => {
    const room = open({ severity: 'sev1' });
    say(room, '10:00', '/update One in five card payments fails.');
    say(room, '10:20', '/mitigated rolled back');
    say(room, '10:30', '/update monitoring It works again.');
    say(room, '11:00', `/update ${word} Payments fail again.`);
    expect(seen(room, '12:00')).toEqual({
      sentence: 'partial_outage',
      status: 'partial_outage',
      times: ['partial_outage 09:02–10:20', 'partial_outage 11:00–'],
    });
    expect(room.incident()).toMatchObject({ state: word });
    expect(room.incident().at.mitigated).toBeUndefined();
    say(room, '11:30', '/update resolved All is well.');
    expect(seen(room, '12:00').times.at(-1)).toBe('partial_outage 11:00–11:30');
    expect(page(room, '12:00').incidents[0]?.status).toBe('resolved');
    expect(room.findings()).toEqual([]);
  });

  test('without a word keeps what customers were told', () => {
    const room = open();
    say(room, '10:00', '/update One in five card payments fails.');
    say(room, '10:30', '/update monitoring It works again.');
    say(room, '10:40', '/update Thank you for your patience.');
    expect(seen(room, '12:00').status).toBe('operational');
    say(room, '10:50', '/status investigating errors are back');
    say(room, '11:00', '/update Payments fail again.');
    expect(seen(room, '12:00').status).toBe('partial_outage');
  });

  describe.each(['', ', status: identified'])(
    'below `monitoring` that people wrote into the file (public: {…%s})',
    (stated) => {
      const watched = (): Room =>
        open({
          severity: 'sev1',
          state: 'monitoring',
          at: 'acknowledged: 2026-11-21T09:20:00Z\n  mitigated: 2026-11-21T10:20:00Z',
          components: 'components: {card-payments: operational}\n',
          more: `components_before:\n  - {component: card-payments, status: partial_outage, until: 2026-11-21T10:20:00Z}\npublic: {visibility: public, title: Card payments fail${stated}}\n`,
          updates: '### 2026-11-21T10:30Z monitoring\n\nIt works again.\n',
        });

      test('brings it back', () => {
        const room = watched();
        say(room, '11:00', '/update investigating Payments fail again.');
        expect(seen(room, '12:00')).toMatchObject({
          status: 'partial_outage',
          times: ['partial_outage 09:02–10:20', 'partial_outage 11:00–'],
        });
        expect(room.incident()).toMatchObject({ state: 'investigating' });
        expect(room.incident().at.mitigated).toBeUndefined();
      });

      test('without a word keeps what customers were told', () => {
        const room = watched();
        say(room, '10:40', '/update Thank you for your patience.');
        expect(room.incident().updates.at(-1)).toMatchObject({ status: 'monitoring' });
        expect(seen(room, '12:00').status).toBe('operational');
      });
    },
  );

  test('`investigating` brings back what a file without its past called operational', () => {
    const room = open({
      severity: 'sev2',
      state: 'monitoring',
      components: 'components: {card-payments: operational}\n',
      more: 'public: {visibility: public, title: Card payments failing, status: monitoring}\n',
    });
    say(room, '10:00', '/update investigating They fail again.');
    expect(seen(room, '12:00').status).toBe('partial_outage');
  });
});

test('/reopen shows customers what they saw before, and no outage in between', () => {
  const room = open();
  say(room, '10:00', '/update One in five card payments fails.');
  say(room, '10:30', '/resolve');
  expect(seen(room, '10:40').times).toEqual(['partial_outage 09:02–10:30']);
  expect(say(room, '11:00', '/reopen errors are back')).toContain('`/update investigating …`');
  expect(seen(room, '12:00')).toEqual({
    sentence: 'partial_outage',
    status: 'partial_outage',
    times: ['partial_outage 09:02–10:30', 'partial_outage 11:00–'],
  });
  expect(room.incident().public?.status).toBe('investigating');
  expect(room.findings()).toEqual([]);
});

describe('/sev', () => {
  test('moves what customers see where nobody chose it, with the title that says so', () => {
    const room = open({ components: 'components: {card-payments: degraded}\n' });
    say(room, '10:00', '/publish');
    expect(room.incident().public?.title).toBe('Card payments: degraded performance');
    say(room, '10:10', '/sev 1 all payments');
    expect(seen(room, '12:00')).toEqual({
      sentence: 'major_outage',
      status: 'major_outage',
      times: ['degraded 09:02–10:10', 'major_outage 10:10–'],
    });
    expect(room.incident().public?.title).toBe('Card payments: major outage');
    say(room, '10:20', '/sev 2 every second one');
    expect(seen(room, '12:00').status).toBe('partial_outage');
    expect(room.findings()).toEqual([]);
  });

  test('leaves what somebody chose, and what works again', () => {
    const room = open();
    say(room, '10:00', '/publish "Card payments failing"');
    say(room, '10:10', '/sev 1 all payments');
    expect(room.incident().components).toEqual({ 'card-payments': 'partial_outage' });
    expect(room.incident().public?.title).toBe('Card payments failing');
    say(room, '10:20', '/update monitoring It works again.');
    say(room, '10:30', '/sev 2 less than that');
    expect(seen(room, '12:00').status).toBe('operational');
  });

  test('1 of what was declared as sev4 shows the components of its services', () => {
    const room = open({ severity: 'sev4', components: '' });
    say(room, '10:00', '/sev 1 nobody can pay');
    expect(room.incident().components).toEqual({ 'card-payments': 'major_outage' });
    expect(say(room, '10:10', '/update investigating Nobody can pay by card.')).toContain(
      'done: published',
    );
    expect(seen(room, '12:00').status).toBe('major_outage');
    expect(room.findings()).toEqual([]);
  });
});

describe('an incident without components', () => {
  test.each(['/update investigating Some payments fail.', '/publish "Some payments fail"'])(
    'takes those of its services with %s',
    (text) => {
      const room = open({ severity: 'sev4', components: '' });
      expect(say(room, '10:00', text)).toContain('done: ');
      expect(room.incident().components).toEqual({ 'card-payments': 'degraded' });
      expect(room.findings()).toEqual([]);
    },
  );

  test('whose services have none is told how to name one, and then is public', () => {
    const room = open({ components: '', services: ['ledger-db'] });
    expect(say(room, '10:00', '/update Payouts are late.')).toMatch(
      /refused: .*`\/set component [a-z-]+ degraded`, then say it again/,
    );
    say(room, '10:10', '/set component supplier-payouts degraded');
    expect(say(room, '10:20', '/update Payouts are late.')).toContain('done: published');
    expect(seen(room, '12:00', 'supplier-payouts').status).toBe('degraded');
    expect(room.findings()).toEqual([]);
  });
});

describe('/set component', () => {
  test('says what customers see of one component, from then on', () => {
    const room = open();
    say(room, '10:00', '/publish "Card payments failing"');
    expect(say(room, '10:10', '/set component card-payments major outage')).toBe(
      'done: component `card-payments` `partial_outage` → `major_outage`, and customers see it',
    );
    expect(seen(room, '12:00').times).toEqual([
      'partial_outage 09:02–10:10',
      'major_outage 10:10–',
    ]);
    say(room, '10:20', '/set component sign-in degraded');
    say(room, '10:30', '/set component sign-in none');
    expect(room.incident().components).toEqual({ 'card-payments': 'major_outage' });
    expect(room.findings()).toEqual([]);
  });

  test.each([
    ['/set component', 'Which is missing: `/set component card-payments degraded`'],
    ['/set component card-paymets degraded', 'Did you mean `card-payments`?'],
    ['/set component card-payments broken', 'Unexpected state `broken`'],
    ['/set component card-payments maintenance', 'Unexpected state `maintenance`'],
    ['/set component card-payments partial-outage', 'is `partial_outage` here already'],
    ['/set component card-payments none', 'by `card-payments` alone'],
  ])('does not hear %s', (text, reason) => {
    const room = open({ more: 'public: {visibility: public, title: Card payments failing}\n' });
    expect(say(room, '10:00', text)).toContain('refused: ');
    expect(say(room, '10:01', text)).toContain(reason);
  });

  test('of a public sev1 or sev2 is for managers', () => {
    const room = open({
      severity: 'sev2',
      more: 'public: {visibility: public, title: Card payments failing}\n',
    });
    expect(room.say('/set component card-payments operational')[0]?.text).toContain(
      'Ask @teodora-ilic',
    );
    expect(say(room, '10:10', '/set component card-payments operational')).toContain('done: ');
  });
});
