// A new post-mortem: everything that is known already, and what is asked of people for the rest.
import { renderFlow } from '../incidents/front-matter-edit.ts';
import { appendEntry } from '../incidents/list-edit.ts';
import type { ActionItem } from '../model/action-item.ts';
import type { FrontMatterValue } from '../model/effect.ts';
import type { Incident } from '../model/incident.ts';
import { type Instant, toMs } from '../model/instant.ts';
import { renderBlock } from './blocks.ts';
import { postmortemDue, postmortemMeeting, postmortemOwner, postmortemReviewers } from './duty.ts';
import { type Material, renderParts } from './material.ts';
import { placeholderOf, SECTIONS } from './sections.ts';

/** The text of a new post-mortem's file. */
export function renderDraft(material: Material): string {
  const { incident } = material;
  return `---\n${renderFrontMatter(material)}---\n\n${renderBody(material, incident.actions)}\n`;
}

/** The fields of an item in the order in which they stand in a file. */
export function itemEntry(
  item: ActionItem,
): Readonly<Record<string, FrontMatterValue | undefined>> {
  return {
    id: item.id,
    title: item.title,
    type: item.type,
    debt: item.debt === 'none' ? undefined : item.debt,
    status: item.status,
    owner_team: item.ownerTeam,
    assignee: item.assignee ?? undefined,
    due: item.due ?? undefined,
    done: item.done,
    issue: item.issue ?? undefined,
  };
}

function renderFrontMatter({ organisation, incident }: Material): string {
  const owner = postmortemOwner(organisation, incident);
  const reviewers = postmortemReviewers(organisation, incident);
  const fields: readonly (readonly [string, FrontMatterValue | null])[] = [
    ['schema', 'tocsin/postmortem@1'],
    ['state', 'draft'],
    ['owner', owner],
    ['reviewers', reviewers.length === 0 ? null : reviewers],
    ['due', postmortemDue(organisation, incident)],
    ['meeting', instantText(postmortemMeeting(organisation, incident))],
    ['detection', detectionOf(incident)],
  ];
  const yaml = fields
    .flatMap(([key, value]) => (value === null ? [] : [`${key}: ${renderFlow(value)}\n`]))
    .join('');
  return incident.actions.reduce(
    (text, item) => appendEntry(text, 'action_items', itemEntry(item)),
    yaml,
  );
}

/** An instant as it stands in a file that people edit: without the parts of a second. */
export function instantText(instant: Instant): string {
  return instant.replace('.000Z', 'Z');
}

/** What opened it: a group of signals, customers' tickets, or a person. */
function detectionOf({ group, tickets, at }: Incident): FrontMatterValue {
  const by = group !== null ? 'alert' : tickets.length > 0 ? 'customer' : 'human';
  if (at.started === undefined || at.detected === undefined) return { by };
  const minutes = Math.round((toMs(at.detected) - toMs(at.started)) / 60_000);
  return minutes < 0 ? { by } : { by, gap_minutes: minutes };
}

function renderBody(material: Material, items: readonly ActionItem[]): string {
  const parts = renderParts(material, items);
  const written: Readonly<Record<string, (ask: string) => string>> = {
    Impact: (ask) => `${renderBlock('facts', parts.facts)}\n\n${ask}`,
    Resolution: () =>
      `### Temporary\n\n${placeholderOf({ ask: 'what ended it for now' })}\n\n### Long-term\n\n${placeholderOf({ ask: 'what ends it for good' })}`,
    Timeline: () => renderBlock('timeline', parts.timeline),
    'Action items': () => renderBlock('actions', parts.actions),
  };
  const sections = SECTIONS.map((section) => {
    const ask = placeholderOf(section);
    return `## ${section.title}\n\n${written[section.title]?.(ask) ?? ask}`;
  });
  // Before the items, so that the message to customers stays the last thing in the file.
  const at = SECTIONS.findIndex(({ title }) => title === 'Action items');
  const notes = `## Notes of participants\n\n${renderBlock('notes', parts.notes)}`;
  return sections.toSpliced(at, 0, notes).join('\n\n');
}
