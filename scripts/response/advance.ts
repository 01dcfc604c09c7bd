// Time as an operation: what has become due in an incident although no signal came.
import { enterState } from '../incidents/lifecycle.ts';
import { keyOf } from '../correlation/key.ts';
import type { Effect, IncidentEdit } from '../model/effect.ts';
import { type Incident } from '../model/incident.ts';
import { addMs, earlierOf, type Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { adopt } from './adopt.ts';
import { adoptionDue } from './adoption.ts';
import { sayResolved } from './face.ts';
import { closingDue } from '../postmortems/closing.ts';
import { activeIn, factsOf, resolvedIn } from './facts.ts';
import { believeRecoveries, flapDue } from './flap.ts';
import { callUncovered, graceDue } from './grace.ts';
import { reach } from './milestones.ts';
import { moveDue, moveExplained } from './move.ts';
import { writeOwed } from './owed.ts';
import type { IncidentBook } from './response.ts';

/**
 * Effects that are due at an instant: causes take over what they explain, teams are called whose failure nothing explains
 * any more, flapping problems that stayed quiet have recovered, minor incidents that stayed well are resolved, and resolved ones of which nothing
 * is asked are closed.
 */
export function advance(
  organisation: Organisation,
  book: IncidentBook,
  now: Instant,
): readonly Effect[] {
  const adopted = adopt(organisation, book, now);
  // What follows is a matter of the files as they are then.
  if (adopted.length > 0) return adopted;
  const moved = moveExplained(organisation, book, now);
  if (moved.length > 0) return moved;
  return [
    ...callUncovered(organisation, book, now),
    ...believeRecoveries(organisation, book, now),
    ...activeIn(book).listed.flatMap((incident) => {
      const due = ownDue(organisation, incident);
      return due === null || due > now ? [] : [resolve(organisation, incident, now)];
    }),
    ...resolvedIn(book).flatMap((incident) => {
      const due = ownDue(organisation, incident);
      return due === null || due > now ? [] : [close(incident, now)];
    }),
  ];
}

/** The next instant at which `advance` has something to do; null when nothing waits. */
export function nextDue(organisation: Organisation, book: IncidentBook): Instant | null {
  return earliest([dueByFiles(organisation, book), flapDue(organisation, book)]);
}

/** In a storm most signals change no file: what follows from the files alone is then not looked for again. */
function dueByFiles(organisation: Organisation, book: IncidentBook): Instant | null {
  const known = dues.get(book.incidents);
  if (known?.organisation === organisation) return known.due;
  const due = earliest([
    adoptionDue(organisation, book),
    moveDue(organisation, book),
    graceDue(organisation, book),
    ...activeIn(book).listed.map((incident) => ownDue(organisation, incident)),
    ...resolvedIn(book).map((incident) => ownDue(organisation, incident)),
  ]);
  dues.set(book.incidents, { organisation, due });
  return due;
}

const dues = new WeakMap<IncidentBook['incidents'], Due>();

/** When an incident is resolved or closed by itself; found once for each, since incidents never change. */
function ownDue(organisation: Organisation, incident: Incident): Instant | null {
  const known = ownDues.get(incident);
  if (known?.organisation === organisation) return known.due;
  const due =
    incident.state === 'resolved'
      ? closingDue(organisation, incident)
      : resolutionDue(organisation, incident);
  ownDues.set(incident, { organisation, due });
  return due;
}

type Due = { readonly organisation: Organisation; readonly due: Instant | null };

const ownDues = new WeakMap<Incident, Due>();

function earliest(instants: readonly (Instant | null)[]): Instant | null {
  return instants.reduce<Instant | null>(
    (first, due) => (first === null || due === null ? (first ?? due) : earlierOf(first, due)),
    null,
  );
}

function resolutionDue(organisation: Organisation, incident: Incident): Instant | null {
  const minor = incident.severityMax === 'sev3' || incident.severityMax === 'sev4';
  if (!minor || incident.state !== 'monitoring') return null;
  const { firing, quietSince } = factsOf(incident);
  if (firing.size > 0 || Object.keys(incident.problems).length === 0) return null;
  return addMs(quietSince, organisation.settings.quietPeriodMs);
}

function resolve(organisation: Organisation, incident: Incident, now: Instant): Effect {
  const { quietSince } = factsOf(incident);
  const edits: IncidentEdit[] = [
    enterState(incident, 'resolve', 'resolved'),
    ...reach(incident, 'resolved', now),
    ...writeOwed(organisation, incident),
    ...sayResolved(organisation, incident, now),
  ];
  edits.push({
    kind: 'timeline',
    at: now,
    text: '[resolved] quiet since the last problem ended',
    key: keyOf([incident.id, 'resolved', quietSince]),
  });
  return { kind: 'edit_incident', id: incident.id, event: 'resolved', edits };
}

function close(incident: Incident, now: Instant): Effect {
  const edits: IncidentEdit[] = [
    enterState(incident, 'close', 'closed'),
    ...reach(incident, 'closed', now),
    {
      kind: 'timeline',
      at: now,
      text: '[closed] nothing was left to do',
      key: keyOf([incident.id, 'closed', incident.at.resolved ?? '']),
    },
  ];
  return { kind: 'edit_incident', id: incident.id, event: 'closed', edits };
}
