// Time as an operation: what has become due in an incident although no signal came.
import { keyOf } from '../correlation/key.ts';
import type { Effect, IncidentEdit } from '../model/effect.ts';
import { type Incident } from '../model/incident.ts';
import { addMs, BEGINNING, type Instant, laterOf } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { reach } from './milestones.ts';
import { componentOf } from './open.ts';
import { resolvedWords } from './public-words.ts';
import type { IncidentBook } from './response.ts';

/** Effects that are due at an instant: minor incidents that stayed well for the quiet period are resolved. */
export function advance(
  organisation: Organisation,
  book: IncidentBook,
  now: Instant,
): readonly Effect[] {
  return book.incidents.flatMap((incident) => {
    const due = resolutionDue(organisation, incident);
    return due === null || due > now ? [] : [resolve(organisation, incident, now)];
  });
}

/** The next instant at which `advance` has something to do; null when nothing waits. */
export function nextDue(organisation: Organisation, book: IncidentBook): Instant | null {
  return book.incidents.reduce<Instant | null>((earliest, incident) => {
    const due = resolutionDue(organisation, incident);
    return due === null || (earliest !== null && earliest <= due) ? earliest : due;
  }, null);
}

function resolutionDue(organisation: Organisation, incident: Incident): Instant | null {
  const minor = incident.severityMax === 'sev3' || incident.severityMax === 'sev4';
  const problems = Object.values(incident.problems);
  if (!minor || incident.state !== 'monitoring' || problems.length === 0) return null;
  if (problems.some((problem) => problem.state === 'firing')) return null;
  return addMs(quietSince(incident), organisation.settings.quietPeriodMs);
}

function quietSince(incident: Incident): Instant {
  const ends = Object.values(incident.problems).map((problem) => problem.at);
  return ends.reduce(laterOf, incident.at.mitigated ?? incident.at.declared ?? BEGINNING);
}

function resolve(organisation: Organisation, incident: Incident, now: Instant): Effect {
  const component = componentOf(organisation, incident.services[0] ?? null, incident.environment);
  const speaks = component?.publish === 'automatic' && incident.public?.visibility === 'public';
  const edits: IncidentEdit[] = [
    { kind: 'set', path: ['state'], value: 'resolved' },
    ...reach(incident, 'resolved', now),
  ];
  if (component !== null && speaks) {
    edits.push(
      { kind: 'set', path: ['public', 'status'], value: 'resolved' },
      {
        kind: 'update',
        at: incident.updates.reduce((latest, update) => laterOf(latest, update.at), now),
        status: 'resolved',
        text: resolvedWords(component, quietSince(incident)),
      },
    );
  }
  edits.push({
    kind: 'timeline',
    at: now,
    text: '[resolved] quiet since the last problem ended',
    key: keyOf([incident.id, 'resolved', quietSince(incident)]),
  });
  return { kind: 'edit_incident', id: incident.id, event: 'resolved', edits };
}
