// What a program that reads only `llms.txt` learns of an incident that is open.
import { expect, test } from 'vitest';
import { incidentWith } from '../incidents/testing/incident.ts';
import { viewPublic } from '../publication/public-view.ts';
import { organisationOf, smallFiles } from '../rules/testing/organisation.ts';
import { textsOf } from './testing/snapshots.ts';
import { outputsOf } from './outputs.ts';

test('says since when it is open and how its components are, the worst first', async () => {
  const declared = '2026-11-20T13:00:00.000Z';
  const incident = incidentWith({
    id: '2026-11-20-shop',
    services: ['shop'],
    components: { 'web-shop': 'degraded', cart: 'major_outage' },
    at: { declared },
    public: { visibility: 'public', title: 'The cart is empty' },
    updates: [{ at: declared, status: 'identified', text: 'We know why.' }],
  });
  const view = viewPublic({
    organisation: organisationOf(smallFiles()),
    incidents: [incident],
    postmortems: [],
    revision: null,
    now: '2026-11-20T13:55:00.000Z',
  });
  const texts = await textsOf(outputsOf({ audience: 'public', public: view }));
  expect(texts.get('llms.txt')).toContain(
    `](https://status.small.example/incidents/2026-11-20-shop.html): identified, since ${declared}; Major outage: Cart; Degraded: Web \\*shop\\*\n`,
  );
});
