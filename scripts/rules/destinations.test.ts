import { describe, expect, test } from 'vitest';
import type { Organisation } from '../model/organisation.ts';
import { resolveDestinations } from './destinations.ts';
import { resolveEscalation } from './escalation.ts';
import { organisationWith } from './testing/story.ts';

const NIGHT_DUTY = { first: 'shop-lead', second: 'night-owl' };
const place = { file: 'rules/00-global.yaml', line: 1, column: 1, length: 1 };

/** The team's lead is on call every other day. */
function organisationOnDuty(): Organisation {
  const organisation = organisationWith({});
  const shop = organisation.teams.get('shop');
  if (shop === undefined) throw new Error('the fixture has no team shop');
  return {
    ...organisation,
    teams: new Map([...organisation.teams, ['shop', { ...shop, schedule: 'duty' }]]),
    schedules: new Map([
      [
        'duty',
        {
          id: 'duty',
          name: 'Duty',
          zone: 'UTC',
          rotation: {
            start: '2026-11-20T09:00',
            days: 1,
            people: [NIGHT_DUTY.first, NIGHT_DUTY.second],
          },
          overrides: [],
          place,
        },
      ],
    ]),
    escalations: new Map([
      [
        'long',
        {
          id: 'long',
          steps: [{ afterMs: 23 * 3_600_000, to: [{ kind: 'on_call' }] }],
          ackTtlMs: null,
          place,
        },
      ],
    ]),
  };
}

describe('the people of a rule', () => {
  test('are called once, in whatever roles they are named', () => {
    const both = resolveDestinations(
      organisationOnDuty(),
      [{ kind: 'on_call' }, { kind: 'team_lead' }],
      'shop',
      '2026-11-20T10:00:00.000Z',
    );
    expect(both.told).toBe('shop-lead (on call duty)');
  });

  test('are those on call when the step of an escalation comes, not when the incident opened', () => {
    const { trace } = resolveEscalation(
      organisationOnDuty(),
      'long',
      'shop',
      '2026-11-20T10:00:00.000Z',
    );
    expect(trace[0]?.result).toBe('unless acknowledged, after 23h night-owl (on call duty)');
  });
});

describe('a team that cannot be reached as a rule says', () => {
  const target = { on_call: { kind: 'on_call' }, channel: { kind: 'team_channel' } } as const;
  const given = (has: {
    readonly [part in 'shopChannel' | 'shopDuty' | 'deskChannel' | 'deskDuty']?: boolean;
  }): Organisation => {
    const organisation = organisationOnDuty();
    const duty = organisation.schedules.get('duty');
    const [shop, desk] = ['shop', 'desk'].map((id) => organisation.teams.get(id));
    if (duty === undefined || shop === undefined || desk === undefined)
      throw new Error('the fixture has changed');
    const later = {
      ...duty,
      id: 'later',
      rotation: { ...duty.rotation, start: '2027-01-05T09:00' },
    };
    const rotation = { ...duty.rotation, people: ['desk-owl'] };
    const deskDuty = { ...duty, id: 'desk-duty', rotation };
    return {
      ...organisation,
      schedules: new Map([...organisation.schedules, ['later', later], ['desk-duty', deskDuty]]),
      teams: new Map([
        [
          'shop',
          {
            ...shop,
            channel: has.shopChannel === true ? '#shop' : null,
            schedule: has.shopDuty === true ? 'duty' : 'later',
          },
        ],
        [
          'desk',
          {
            ...desk,
            channel: has.deskChannel === true ? '#desk' : null,
            schedule: has.deskDuty === true ? 'desk-duty' : null,
          },
        ],
      ]),
    };
  };
  const AT = '2026-11-21T10:00:00.000Z';

  test.each([
    [{ shopDuty: true, shopChannel: true }, 'night-owl (on call duty)', []],
    [
      { shopChannel: true, deskDuty: true },
      '#shop',
      ['nobody is on call for shop: the channel of shop is told instead'],
    ],
    [
      { deskDuty: true, deskChannel: true },
      'desk-owl (on call desk-duty)',
      [
        'nobody is on call for shop, shop has no channel: whoever is on call for desk is called instead',
      ],
    ],
    [
      { deskChannel: true },
      '#desk',
      [
        'nobody is on call for shop, shop has no channel, nobody is on call for desk: the channel of desk is told instead',
      ],
    ],
    [
      {},
      'nobody',
      [
        'nobody is on call for shop, shop has no channel, nobody is on call for desk, desk has no channel: nobody is told',
      ],
    ],
  ])('is called by whoever else hears it, and the note is true: %j', (has, told, notes) => {
    const found = resolveDestinations(given(has), [target.on_call], 'shop', AT);
    expect(found).toMatchObject({ told, notes });
  });

  test.each([
    [{ shopChannel: true, deskChannel: true, shopDuty: true }, '#shop', []],
    [
      { shopDuty: true, deskChannel: true },
      '#desk',
      ['shop has no channel: the channel of desk is told instead'],
    ],
    [
      { shopDuty: true, deskDuty: true },
      'night-owl (on call duty)',
      ['shop has no channel, desk has no channel: whoever is on call for shop is called instead'],
    ],
    [
      { shopDuty: true },
      'night-owl (on call duty)',
      ['shop has no channel, desk has no channel: whoever is on call for shop is called instead'],
    ],
    [
      { deskDuty: true },
      'desk-owl (on call desk-duty)',
      [
        'shop has no channel, desk has no channel, nobody is on call for shop: whoever is on call for desk is called instead',
      ],
    ],
    [
      {},
      'nobody',
      [
        'shop has no channel, desk has no channel, nobody is on call for shop, nobody is on call for desk: nobody is told',
      ],
    ],
  ])('is written to where somebody reads before a telephone rings: %j', (has, told, notes) => {
    const found = resolveDestinations(given(has), [target.channel], 'shop', AT);
    expect(found).toMatchObject({ told, notes });
  });
});
