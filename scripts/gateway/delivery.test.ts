import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { Notification } from '../model/effect.ts';
import type { Delivery } from '../response/delivery.ts';
import { openDeliveryDesk } from './delivery.ts';

const call = (waitMs: number): Notification => ({
  kind: 'notify',
  key: `k${waitMs}`,
  incident: '2026-11-21-shop',
  event: 'opened',
  severity: 'sev2',
  destinations: [{ kind: 'channel', channel: '#shop' }],
  mode: 'live',
  waitMs,
  limit: null,
  pageChild: 'never',
  escalation: [],
});
const none = { incidents: [], ids: new Set<string>() };
const clock = (): string => new Date().toISOString();

test('a call that waits leaves by itself when its time has come', async () => {
  const left: Delivery['messages'][number][] = [];
  const desk = openDeliveryDesk(clock, ({ messages }) => left.push(...messages));
  desk.tell([call(50)], none);
  expect(left).toEqual([]);
  while (left.length === 0) await sleep(5);
  expect(left).toMatchObject([{ kind: 'call', incident: '2026-11-21-shop' }]);
  desk.close();
});

test('at the end nothing stays on the desk', () => {
  const left: Delivery['messages'][number][] = [];
  const desk = openDeliveryDesk(clock, ({ messages }) => left.push(...messages));
  desk.tell([call(3_600_000), { ...call(0), mode: 'digest' }], none);
  expect(left).toEqual([]);
  desk.close();
  expect(left.map(({ kind }) => kind).toSorted()).toEqual(['call', 'digest']);
});
