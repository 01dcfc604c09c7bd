// The clocks of an incident: what is due when, from what its level asks and what happened. Instants only, so that what
// is made of them changes when a deadline passes and not with each minute.
import { openWord } from '../incidents/last-word.ts';
import { promisedUpdate } from '../incidents/promised-update.ts';
import { type Incident, isActive } from '../model/incident.ts';
import { addMs, type Instant } from '../model/instant.ts';
import type { Level } from '../model/level.ts';
import type { Organisation } from '../model/organisation.ts';
import type { PostmortemFile } from '../model/postmortem.ts';
import { isPostmortemRequired, isReviewed } from '../postmortems/gate.ts';
import { readable } from '../postmortems/written.ts';

/** One thing that is due. */
export type Clock = {
  readonly kind: 'acknowledge' | 'resolve' | 'update' | 'postmortem';
  readonly due: Instant;
  /** When it was done; null while it is owed. */
  readonly done: Instant | null;
};

/** All clocks of an incident, the earliest deadline first. A maintenance has its window instead. */
export function clocksOf(
  organisation: Organisation,
  incident: Incident,
  postmortem: PostmortemFile | null,
): readonly Clock[] {
  if (incident.kind === 'maintenance') return [];
  if (incident.state === 'duplicate' || incident.state === 'declined') return [];
  const level = organisation.levels[incident.severity];
  return [
    ...responseClocks(incident, level),
    ...updateClock(incident, level),
    ...postmortemClock(organisation, incident, postmortem),
  ].toSorted((left, right) => (left.due < right.due ? -1 : 1));
}

/** The clock that runs out next, or ran out first, among those that are owed; null for none. */
export function nextClock(clocks: readonly Clock[]): Clock | null {
  return clocks.find(({ done }) => done === null) ?? null;
}

/** Whether a deadline was missed: it passed, or what it was about came too late. */
export function isMissed({ due, done }: Clock, now: Instant): boolean {
  return (done ?? now) > due;
}

/** To hand it over in time is to answer; whoever it is handed to has as long again. */
function responseClocks({ at, handover }: Incident, level: Level): readonly Clock[] {
  const from = at.detected ?? at.declared;
  if (from === undefined) return [];
  const resolved = at.resolved ?? at.closed ?? null;
  return [
    {
      kind: 'acknowledge',
      due: addMs(from, level.acknowledgeMs),
      done: at.acknowledged ?? handover?.at ?? resolved,
    },
    ...(handover === null
      ? []
      : [
          {
            kind: 'acknowledge' as const,
            due: addMs(handover.at, level.acknowledgeMs),
            done: handover.taken ?? resolved,
          },
        ]),
    { kind: 'resolve', due: addMs(from, level.resolveMs), done: resolved },
  ];
}

/**
 * What customers read as promised counts, and else the level. They are owed words only about what they can see, and none that
 * somebody keeps restricted; a promise holds until they were told the end.
 */
function updateClock(incident: Incident, level: Level): readonly Clock[] {
  const isOwed =
    isActive(incident) || (incident.state === 'resolved' && openWord(incident) !== null);
  const due = isOwed ? (promisedUpdate(incident) ?? updateByLevel(incident, level)) : null;
  return due === null ? [] : [{ kind: 'update', due, done: null }];
}

function updateByLevel(incident: Incident, { updateMs }: Level): Instant | null {
  const isSeen =
    incident.public?.visibility === 'public' || Object.keys(incident.components).length > 0;
  const isKept =
    incident.public?.visibility === 'restricted' ||
    (incident.category === 'security' && incident.public?.visibility !== 'public');
  if (updateMs === null || !isActive(incident) || !isSeen || isKept) return null;
  const last = incident.updates.at(-1)?.at ?? incident.at.declared;
  return last === undefined ? null : addMs(last, updateMs);
}

function postmortemClock(
  organisation: Organisation,
  incident: Incident,
  postmortem: PostmortemFile | null,
): readonly Clock[] {
  const { resolved } = incident.at;
  if (resolved === undefined || !isPostmortemRequired(organisation, incident)) return [];
  const { dueMs } = organisation.levels[incident.severityMax].postmortem;
  const written = readable(postmortem);
  const day = written?.due ?? incident.postmortemDraft?.due;
  const promised = day === undefined ? null : `${day}T23:59:59.000Z`;
  const isDone = written !== null && isReviewed(written.state);
  const due = promised ?? addMs(resolved, dueMs);
  // That it was reviewed is what counts where nobody wrote down when.
  return [{ kind: 'postmortem', due, done: isDone ? (written.reviewed ?? due) : null }];
}
