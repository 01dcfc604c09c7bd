// What became of the learning from an incident: whether a post-mortem was asked for, until when, and since when it counts
// as reviewed.
import { type Incident, isActive } from '../../model/incident.ts';
import type { Instant } from '../../model/instant.ts';
import type { Organisation } from '../../model/organisation.ts';
import type { Postmortem } from '../../model/postmortem.ts';
import { isPostmortemRequired, isReviewed } from '../../postmortems/gate.ts';
import { clocksOf } from '../../rooms/clocks.ts';

/** The learning of one incident that is over. */
export type Learning = {
  /** Until when it was promised. */
  readonly due: Instant;
  readonly isReviewed: boolean;
  /** Null where it is not reviewed, or nobody wrote down when. */
  readonly reviewed: Instant | null;
};

/** Null while an incident goes on, and where no post-mortem is needed. `postmortem` is the one that it names, or its own. */
export function learningOf(
  organisation: Organisation,
  incident: Incident,
  postmortem: Postmortem | null,
): Learning | null {
  if (isActive(incident) || !isPostmortemRequired(organisation, incident)) return null;
  const clock = clocksOf(organisation, incident, postmortem).find(
    ({ kind }) => kind === 'postmortem',
  );
  if (clock === undefined) return null;
  return {
    due: clock.due,
    isReviewed: postmortem !== null && isReviewed(postmortem.state),
    reviewed: postmortem?.reviewed ?? null,
  };
}
