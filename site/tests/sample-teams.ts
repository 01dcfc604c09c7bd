// Larder's teams as people inside see them.
import type { TeamIncidentView, TeamView } from '../../scripts/publication/view.ts';
import { addMs } from '../../scripts/model/instant.ts';
import { CARDS, PAST } from './sample-incidents.ts';

/** One team with much to do and one with nothing. */
export function sampleTeams(): readonly TeamView[] {
  return [
    {
      id: 'payments',
      name: 'Payments',
      mission: 'Every order is paid once, and only once.',
      lead: 'Ines Okafor',
      onCall: 'Milan Brandt',
      open: [
        row(CARDS.id, CARDS.title, {
          severity: 'sev1',
          state: 'identified',
          acknowledgedAt: '2026-11-21T08:50:00.000Z',
          reports: 3,
        }),
        row('2026-11-21-ledger', 'Nightly ledger comparison did not finish', {
          severity: 'sev3',
          state: 'triage',
          isPublic: false,
          service: 'ledger',
        }),
      ],
      unacknowledged: 1,
      postmortemsDue: [
        { incident: '2026-11-14-web-shop', due: '2026-11-24', overdue: false },
        { incident: '2026-10-28-card-payments', due: '2026-11-11', overdue: true },
      ],
      overdueActions: [
        {
          incident: '2026-10-28-card-payments',
          id: 'A2',
          title: 'Send a test payment through each region every minute',
          due: '2026-11-15',
        },
      ],
      past: PAST.filter((incident) => /card|invoices/.test(incident.id)).map((incident) =>
        row(incident.id, incident.title, {
          state: 'closed',
          startedAt: incident.startedAt,
          acknowledgedAt: addMs(incident.startedAt, 240_000),
          resolvedAt: incident.endedAt,
        }),
      ),
      maintenance: [],
      services: [
        { id: 'card-payments', name: 'Card payments', function: 'backend', tier: 1 },
        { id: 'ledger', name: 'Ledger', function: 'backend', tier: 2 },
        { id: 'payments-db', name: 'Payments database', function: 'database', tier: 1 },
      ],
    },
    {
      id: 'platform',
      name: 'Platform',
      mission: null,
      lead: 'Jo Lindqvist',
      onCall: null,
      open: [],
      unacknowledged: 0,
      postmortemsDue: [],
      overdueActions: [],
      past: [],
      maintenance: [],
      services: [],
    },
  ];
}

function row(id: string, title: string, rest: Partial<TeamIncidentView>): TeamIncidentView {
  return {
    id,
    title,
    severity: 'sev2',
    category: 'errors',
    state: 'investigating',
    service: 'card-payments',
    startedAt: '2026-11-21T08:47:00.000Z',
    acknowledgedAt: null,
    resolvedAt: null,
    reports: 0,
    isPublic: true,
    ...rest,
  };
}
