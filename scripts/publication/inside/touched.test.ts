// What an incident touches beside what it is counted for, and what a slice says of how it is cut.
import { describe, expect, test } from 'vitest';
import type { Incident } from '../../model/incident.ts';
import { addMs } from '../../model/instant.ts';
import { closedIncident, example, NOW, viewOf } from '../testing/inside.ts';
import type { InsideView, SliceView } from './view.ts';

const DAY = 86_400_000;
const incident = (id: string, changes: Partial<Incident>): Incident =>
  closedIncident(id, { at: { declared: addMs(NOW, -DAY) }, ...changes });
const slice = ({ slices }: InsideView, kind: SliceView['kind'], id: string | null): SliceView => {
  const found = slices.find((each) => each.kind === kind && each.id === id);
  if (found === undefined) throw new Error(`no slice ${kind} ${id}`);
  return found;
};

describe('an open sev1 of payments-api and order-api', () => {
  const both = incident('2026-11-21-payments-api', {
    state: 'investigating',
    severity: 'sev1',
    owner: { team: 'payments', function: 'backend', product: 'payments' },
    services: ['payments-api', 'order-api'],
  });
  const shown = viewOf(
    both,
    incident('2026-10-01-payments-api', { services: both.services, owner: both.owner }),
  );
  const order = example.organisation.services.get('order-api');
  const [team = ''] = Object.values(order?.teams ?? {});

  test('stands with every service, product and team that it touches', () => {
    expect(team).not.toBe('payments');
    expect(slice(shown, 'team', team)).toMatchObject({ open: [], involved: [both.id] });
    expect(slice(shown, 'product', order?.product ?? '')).toMatchObject({ involved: [both.id] });
    expect(slice(shown, 'service', 'order-api').involved).toEqual([
      both.id,
      '2026-10-01-payments-api',
    ]);
    expect(slice(shown, 'team', 'payments').involved).toEqual([]);
  });

  test('is in the picture of the services at both of them', () => {
    const open = new Map(shown.graph.nodes.map((node) => [node.id, node.open]));
    expect([open.get('payments-api'), open.get('order-api')]).toEqual(['sev1', 'sev1']);
  });

  test('names them on its page, and not where it is restricted', () => {
    expect(shown.pages.find(({ id }) => id === both.id)?.services).toEqual([
      { id: 'payments-api', name: 'Payments API', isKnown: true },
      { id: 'order-api', name: order?.name, isKnown: true },
    ]);
    const kept = viewOf({ ...both, public: { visibility: 'restricted' } });
    expect(kept.pages[0]?.services).toEqual([]);
  });
});

describe('what customers told of first', () => {
  const since = addMs(NOW, -DAY / 2);
  const problem = { state: 'firing', since, at: since } as const;
  test.each<[string, Partial<Incident>, readonly [first: number, known: number, unknown: number]]>([
    ['a report with a ticket that no tool saw', { tickets: ['zendesk 1'] }, [1, 1, 0]],
    ['a ticket before the tool', { tickets: ['zendesk 1'], problems: { a: problem } }, [1, 1, 0]],
    [
      'a ticket after the tool',
      { tickets: ['zendesk 1'], problems: { a: problem }, at: { declared: addMs(since, 60_000) } },
      [0, 1, 0],
    ],
    ['nothing that says who', {}, [0, 0, 1]],
    [
      'a restricted one, whose tickets are withheld',
      { public: { visibility: 'restricted' }, tickets: [], problems: { a: problem } },
      [0, 0, 1],
    ],
    [
      'a ticket of two years ago',
      { tickets: ['zendesk 1'], at: { declared: addMs(NOW, -800 * DAY) } },
      [0, 0, 0],
    ],
  ])('%s', (_name, changes, expected) => {
    const share = slice(viewOf(incident('2026-11-20-a', changes)), 'all', null).shares.find(
      ({ id }) => id === 'customer-first',
    );
    expect([share?.count, share?.of, share?.missing]).toEqual(expected);
  });
});

test('what is left out is of the same year as what is counted, and older incidents are named', () => {
  const old = { declared: addMs(NOW, -800 * DAY) };
  const shown = viewOf(
    incident('2024-09-01-a', { at: old, state: 'declined' }),
    incident('2024-09-01-b', { at: old, state: 'duplicate' }),
    incident('2024-09-01-c', { at: old, kind: 'maintenance' }),
    incident('2024-09-01-d', { at: old }),
    incident('2024-09-01-e', { at: old, state: 'investigating' }),
    incident('2026-11-20-a', { state: 'declined' }),
  );
  expect(slice(shown, 'all', null).excluded).toEqual({
    maintenance: 0,
    declined: 1,
    duplicate: 0,
    older: 1,
  });
});
