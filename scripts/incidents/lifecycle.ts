// States of an incident and the ways between them. Commands, signals and time go these ways only; what people write
// into a file is held against the same promises.
import {
  ACTIVE_STATES,
  type Incident,
  INCIDENT_STATES,
  type IncidentState,
  type Milestones,
} from '../model/incident.ts';
import { DAY_MS } from '../model/instant.ts';

/** How long after its end an incident can be taken up again; a later one is another incident. */
export const REOPEN_WITHIN_MS = 7 * DAY_MS;

/** Every way from one state to another, and what leads there. */
export const TRANSITIONS = [
  { by: 'acknowledge', from: ['triage'], to: ['investigating'] },
  { by: 'raise', from: ['triage'], to: ['investigating'] },
  { by: 'progress', from: ACTIVE_STATES, to: ['investigating', 'identified', 'monitoring'] },
  { by: 'recover', from: ACTIVE_STATES, to: ['monitoring'] },
  { by: 'recur', from: ['monitoring'], to: ['investigating'] },
  { by: 'resolve', from: ACTIVE_STATES, to: ['resolved'] },
  { by: 'close', from: ['resolved'], to: ['closed'] },
  { by: 'reopen', from: ['resolved', 'closed', 'declined'], to: ['investigating'] },
  { by: 'relapse', from: ['resolved', 'closed'], to: ['investigating'] },
  { by: 'decline', from: ['triage', 'investigating'], to: ['declined'] },
  { by: 'duplicate', from: [...ACTIVE_STATES, 'resolved', 'closed'], to: ['duplicate'] },
  {
    by: 'separate',
    from: ['duplicate'],
    to: ['triage', 'investigating', 'monitoring', 'resolved', 'closed'],
  },
] as const satisfies readonly {
  readonly by: string;
  readonly from: readonly IncidentState[];
  readonly to: readonly IncidentState[];
}[];

/** What leads from one state to another. */
export type Trigger = (typeof TRANSITIONS)[number]['by'];

/** Whether something leads from a state to another one; to stay is no way. */
export function mayMove(trigger: Trigger, from: IncidentState, to: IncidentState): boolean {
  return TRANSITIONS.some(
    (way) => way.by === trigger && includes(way.from, from) && includes(way.to, to),
  );
}

/** The states in which something may happen, in the order of an incident's life. */
export function statesFor(trigger: Trigger): readonly IncidentState[] {
  return INCIDENT_STATES.filter((state) =>
    TRANSITIONS.some((way) => way.by === trigger && includes(way.from, state)),
  );
}

/** Whether any one step leads from a state to another. */
export function isStep(from: IncidentState, to: IncidentState): boolean {
  return TRANSITIONS.some((way) => includes(way.from, from) && includes(way.to, to));
}

/** A new state for an incident's file; a way that does not exist is our own mistake. */
export function enterState(
  incident: Pick<Incident, 'id' | 'state'>,
  trigger: Trigger,
  to: IncidentState,
): { readonly kind: 'set'; readonly path: readonly ['state']; readonly value: IncidentState } {
  if (incident.state !== to && !mayMove(trigger, incident.state, to))
    throw new Error(`no way leads ${incident.id} from ${incident.state} to ${to} by ${trigger}`);
  return { kind: 'set', path: ['state'], value: to };
}

/** What a file says of an incident's life that cannot be: the name of an instant, and whether it lacks or is too much. */
export type Contradiction = {
  readonly milestone: keyof Milestones;
  readonly kind: 'missing' | 'unexpected';
};

/** Instants that a state promises and that are missing, and those that it rules out. Planned work stays in triage. */
export function contradictionsOf(
  { kind, state }: Pick<Incident, 'kind' | 'state'>,
  known: (name: keyof Milestones) => boolean,
): readonly Contradiction[] {
  const { needs, excludes } = kind === 'maintenance' && state === 'triage' ? OPEN : PROMISES[state];
  return [
    ...needs
      .filter((name) => !known(name))
      .map((milestone) => ({ milestone, kind: 'missing' as const })),
    ...excludes.filter(known).map((milestone) => ({ milestone, kind: 'unexpected' as const })),
  ];
}

type Promised = {
  readonly needs: readonly (keyof Milestones)[];
  readonly excludes: readonly (keyof Milestones)[];
};

const OPEN: Promised = { needs: [], excludes: ['resolved', 'closed'] };

const PROMISES: Readonly<Record<IncidentState, Promised>> = {
  // Whatever took it, found its cause or ended the suffering led out of triage, and nothing leads back.
  triage: {
    needs: [],
    excludes: ['acknowledged', 'identified', 'mitigated', 'resolved', 'closed'],
  },
  investigating: OPEN,
  identified: OPEN,
  monitoring: OPEN,
  resolved: { needs: ['resolved'], excludes: ['closed'] },
  closed: { needs: ['resolved', 'closed'], excludes: [] },
  duplicate: { needs: [], excludes: [] },
  declined: { needs: [], excludes: ['resolved'] },
};

function includes(states: readonly IncidentState[], state: IncidentState): boolean {
  return states.includes(state);
}
