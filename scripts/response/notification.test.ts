import { describe, expect, test } from 'vitest';
import type { Notification } from '../model/effect.ts';
import { nameOf } from '../rules/destinations.ts';
import { callOnce } from './notification.ts';

const shop = { kind: 'channel', channel: '#shop' } as const;
const stores = { kind: 'channel', channel: '#stores' } as const;
const onCall = { kind: 'person', person: 'jo', team: 'shop', schedule: 'duty' } as const;
const lead = { kind: 'lead', person: 'jo', team: 'stores' } as const;

const call = (changes: Partial<Notification>): Notification => ({
  kind: 'notify',
  key: 'k',
  incident: 'a',
  event: 'impacted',
  severity: 'sev2',
  destinations: [shop],
  mode: 'live',
  waitMs: 10_000,
  limit: null,
  pageChild: 'never',
  escalation: [],
  ...changes,
});
const raised = (changes: Partial<Notification> = {}): Notification =>
  call({ event: 'raised', waitMs: 0, ...changes });
const told = (calls: readonly Notification[]): readonly string[] =>
  callOnce(calls).map(
    ({ event, destinations }) => `${event}: ${destinations.map(nameOf).join(', ')}`,
  );

describe('the calls of one signal', () => {
  test('leave together where they name different people', () => {
    expect(told([call({}), raised({ destinations: [stores] })])).toEqual([
      'impacted: #shop',
      'raised: #stores',
    ]);
  });

  test('ring one telephone once, in whatever role it is called', () => {
    const calls = [
      call({ destinations: [onCall, shop], severity: 'sev1' }),
      raised({ destinations: [lead, stores], severity: 'sev1' }),
    ];
    expect(told(calls)).toEqual(['impacted: #shop', 'raised: jo (leads stores), #stores']);
  });

  test.each([
    ['the graver one', call({ severity: 'sev1' }), raised({ severity: 'sev2' }), 'impacted: #shop'],
    ['the one that leaves first', call({}), raised(), 'raised: #shop'],
    ['the one that is no digest', call({}), raised({ mode: 'digest' }), 'impacted: #shop'],
  ])('are one of two about the same: %s', (_which, left, right, expected) => {
    expect(told([left, right])).toEqual([expected]);
    expect(told([right, left])).toEqual([expected]);
  });
});
