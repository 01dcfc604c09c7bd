// Where the post-mortem of an incident stands: in its pull request until that is merged, then in its file.
import { postmortemPath } from '../model/history-path.ts';
import type { Instant } from '../model/instant.ts';
import { isPostmortemDueToBegin, postmortemMeeting } from '../postmortems/duty.ts';
import { isReviewed } from '../postmortems/gate.ts';
import { closedRequest, postmortemBranch } from '../postmortems/pull-request.ts';
import type { RoomInput } from './input.ts';

/** How far a post-mortem is, and where it is read. */
export type Learning =
  | { readonly kind: 'none' }
  /** Somebody closed its pull request without merging it. */
  | { readonly kind: 'closed'; readonly url: string; readonly pullRequest: number }
  /** The meeting that its draft proposes; null where people took it out. */
  | { readonly kind: 'written'; readonly url: string; readonly proposed: Instant | null }
  | {
      readonly kind: 'unread';
      readonly url: string;
      readonly owner: string;
      readonly meeting: Instant | null;
    }
  | { readonly kind: 'reviewed'; readonly url: string }
  /** Its file, and what is wrong in it. */
  | { readonly kind: 'unreadable'; readonly url: string; readonly mistake: string };

/** How far the post-mortem of an incident is. */
export function learningOf(
  input: Pick<RoomInput, 'organisation' | 'record' | 'postmortem' | 'fileUrl' | 'pullsUrl'>,
): Learning {
  const { organisation, record, postmortem } = input;
  const { incident } = record;
  if (postmortem !== null) {
    const url = input.fileUrl(postmortemPath(postmortem.incident));
    if ('mistake' in postmortem) return { kind: 'unreadable', url, mistake: postmortem.mistake };
    return isReviewed(postmortem.state)
      ? { kind: 'reviewed', url }
      : { kind: 'unread', url, owner: postmortem.owner, meeting: postmortem.meeting ?? null };
  }
  if (!isPostmortemDueToBegin(organisation, incident)) return { kind: 'none' };
  const url = input.pullsUrl(postmortemBranch(incident.id));
  const pullRequest = closedRequest(incident);
  if (pullRequest !== null) return { kind: 'closed', url, pullRequest };
  const { postmortemDraft: drafted } = incident;
  const proposed = drafted === null ? postmortemMeeting(organisation, incident) : drafted.meeting;
  return { kind: 'written', url, proposed };
}
