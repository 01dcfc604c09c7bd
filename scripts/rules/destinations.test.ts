import { describe, expect, test } from 'vitest';
import type { Organisation } from '../model/organisation.ts';
import { resolveDestinations } from './destinations.ts';
import { resolveEscalation } from './escalation.ts';
import { organisationWith } from './fixtures/story.ts';

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
