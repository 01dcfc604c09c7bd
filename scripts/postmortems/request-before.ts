// The pull request of a post-mortem as it was before nobody might read of its incident: what it said and remembered is gone
// from it, and files tell it.
import type { Located } from '../config/document-set.ts';
import type { PostmortemDocument } from '../config/markdown-documents.ts';
import type { Incident } from '../model/incident.ts';
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { readPostmortem } from './document.ts';
import { proposalOf } from './proposal.ts';
import { requestOf, withAsked } from './pull-request.ts';
import { ownersOf, type Proposal, withHiddenLine, withMemory } from './request-memory.ts';

/** An incident as it was shown last, and where; null where nothing tells. */
export type Before = { readonly organisation: Organisation; readonly shown: Incident | null };

/** Title and body of the post-mortem on its branch, with what was remembered of an incident that passes had followed. */
export function requestBefore(
  located: Located<PostmortemDocument>,
  { organisation, shown }: Before,
): { readonly title: string; readonly body: string } {
  const { id, document } = located;
  const { owner, reviewers = [] } = document;
  const { state, actionItems, due, meeting } = readPostmortem(located);
  const { title, body } = requestOf(id, document);
  const told = reviewers.length === 0 ? body : withAsked(body, reviewers, []);
  if (shown === null) return { title, body: told };
  const named = withHiddenLine(told, 'owner', shown.postmortemBegun?.owner ?? owner);
  const memory = {
    told: ownersOf(shown.actions),
    written: state === 'draft' ? null : ownersOf(actionItems),
    proposed: proposedBefore(organisation, shown, { due, meeting }),
  };
  return { title, body: withMemory(named, memory) };
}

/** Where the incident knew of nothing that people chose, day and meeting were what had been proposed. */
function proposedBefore(
  organisation: Organisation,
  shown: Incident,
  { due, meeting }: { readonly due: string; readonly meeting: Instant | undefined },
): Proposal {
  const proposed = proposalOf(organisation, shown);
  if (shown.postmortemDraft !== null) return proposed;
  return { due, meeting: meeting ?? proposed.meeting };
}
