// What shall become of an incident's post-mortem next: hidden, explained, followed, ended, begun, or left alone.
import { isHidden } from '../incidents/hidden.ts';
import type { Incident } from '../model/incident.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Postmortem } from '../model/postmortem.ts';
import { isPostmortemDueToBegin } from './duty.ts';
import { isReviewed } from './gate.ts';
import { postmortemBranch } from './pull-request.ts';
import type { Written } from './written.ts';

/** What is known: the files, and the branches that Tocsin made, where any of them may have to end. */
export type Known = Written & {
  readonly organisation: Organisation;
  readonly branches: readonly string[];
};

/** The next thing to do about the post-mortem of one incident. */
export type PostmortemMove =
  /** Nobody may read of the incident any more. */
  | { readonly kind: 'hide'; readonly isWritten: boolean }
  | { readonly kind: 'explain'; readonly mistake: string }
  /** It stands on the branch of everybody, and files have to follow it. */
  | { readonly kind: 'follow'; readonly written: Postmortem }
  /** The incident was none, or a repeat. */
  | { readonly kind: 'end'; readonly state: 'declined' | 'duplicate' }
  | { readonly kind: 'begin' }
  | { readonly kind: 'rest' };

/** Decides it. */
export function nextMove(incident: Incident, known: Known): PostmortemMove {
  const { organisation, postmortems, unreadable, branches } = known;
  const { id, state } = incident;
  const written = postmortems.find((each) => each.incident === id);
  if (isHidden(incident, organisation)) return { kind: 'hide', isWritten: written !== undefined };
  const broken = unreadable.find((each) => each.incident === id);
  if (broken !== undefined) return { kind: 'explain', mistake: broken.mistake };
  if (written !== undefined)
    return isReviewed(written.state) && incident.postmortem !== null
      ? REST
      : { kind: 'follow', written };
  if (state === 'declined' || state === 'duplicate')
    return branches.includes(postmortemBranch(id)) ? { kind: 'end', state } : REST;
  return isPostmortemDueToBegin(organisation, incident) ? { kind: 'begin' } : REST;
}

/** Whether what was made of its post-mortem may have to end: nobody may read of it any more, or it was none, or a repeat. */
export function mayHaveToEnd(incident: Incident, organisation: Organisation): boolean {
  const { state } = incident;
  return isHidden(incident, organisation) || state === 'declined' || state === 'duplicate';
}

const REST = { kind: 'rest' } as const;
