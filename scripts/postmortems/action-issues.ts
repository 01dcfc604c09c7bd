// Action items and the issues below the room: what each issue shall be, and what an issue says back of its item.
import type { ActionItem } from '../model/action-item.ts';
import type { Incident } from '../model/incident.ts';
import { type Instant, utcDay } from '../model/instant.ts';
import type { Postmortem } from '../model/postmortem.ts';
import { cell, prose } from '../text/safe-prose.ts';
import { actionItemsOf } from './action-items.ts';
import { ageDays, isOverdue } from './ageing.ts';

/** An issue as it shall be. Its title holds ids only; what people wrote into files stands in the body, as text. */
export type WantedActionIssue = {
  readonly item: string;
  /** The first line of the body; the key by which it is found again. */
  readonly marker: string;
  readonly title: string;
  /** What Tocsin says in the body. */
  readonly table: string;
  readonly status: ActionItem['status'];
  readonly labels: readonly string[];
  readonly assignee: string | null;
  /** The room that it stands below. */
  readonly room: number | null;
  readonly state: 'open' | 'closed';
  /** Why it is closed. */
  readonly reason: 'completed' | 'not_planned';
  /** The number that the item names; null before it has one. */
  readonly number: number | null;
};

/** The label of every issue of an action item. */
export const ACTION_ITEM_LABEL = 'action-item';

/** The issues of an incident's items, dropped ones that never had an issue left out. */
export function wantedActionIssues(
  incident: Incident,
  postmortem: Postmortem | null,
  now: Instant,
): readonly WantedActionIssue[] {
  return actionItemsOf(incident, postmortem)
    .filter(({ status, issue }) => issue !== null || status === 'proposed' || status === 'accepted')
    .map((item) => ({
      item: item.id,
      marker: actionMarker(incident.id, item.id),
      title: `${item.id} of ${incident.id}`,
      table: renderTable(incident, item, now),
      status: item.status,
      labels: labelsOf(item, now),
      assignee: item.assignee,
      room: incident.room,
      state: stateOf(item.status),
      reason: item.status === 'dropped' ? 'not_planned' : 'completed',
      number: item.issue,
    }));
}

/** The hidden line by which an item's issue is recognised. */
export function actionMarker(incident: string, item: string): string {
  return `<!-- tocsin:action ${incident} ${item} -->`;
}

/** The hidden line that says what Tocsin wrote there last of the item. */
export function statusMarker(status: string): string {
  return `<!-- tocsin:was ${status} -->`;
}

/** The hidden line that says who Tocsin last wrote there owns the item. */
export function ownerMarker(login: string | null): string {
  return `<!-- tocsin:assigned ${login ?? ''} -->`;
}

/** The hidden line that says below which room it was put: a room that is full is continued by another one. */
export function roomLine(room: number | null): string {
  return room === null ? '<!-- tocsin:below -->' : `<!-- tocsin:below #${room} -->`;
}

/** Whom the hidden line names, empty for nobody; null where there is no such line. */
export function readOwner(body: string): string | null {
  return /^<!-- tocsin:assigned (\S*) ?-->\r?$/m.exec(body)?.[1] ?? null;
}

/**
 * Whom people on GitHub gave an item to, of those who can own one; null where they gave it to nobody else, or the file was
 * changed, which counts more.
 */
export function newOwner(
  { assignee }: Pick<ActionItem, 'assignee'>,
  { body, assignees }: { readonly body: string; readonly assignees: readonly string[] },
  personOf: (login: string) => string | null,
): string | null {
  if (readOwner(body) !== (assignee ?? '')) return null;
  const isThere = assignees.some((login) => personOf(login) === assignee);
  return isThere ? null : (assignees.map(personOf).find((person) => person !== null) ?? null);
}

/** The incident of whose item an issue is, also where people replaced its text; null for any other issue. */
export function incidentOfAction({
  title,
  body,
}: {
  readonly title: string;
  readonly body: string;
}): string | null {
  const marked = /^<!-- tocsin:action (\S+) /.exec(body)?.[1];
  return marked ?? /^A\d{1,3} of (\d{4}-\d{2}-\d{2}-\S+)$/.exec(title)?.[1] ?? null;
}

/** Whether a label of such an issue is for Tocsin to say; by all others people sort their work. */
export function isActionLabel(name: string): boolean {
  return name === ACTION_ITEM_LABEL || /^(?:debt|action)\//.test(name);
}

function labelsOf(item: ActionItem, now: Instant): readonly string[] {
  return [
    ACTION_ITEM_LABEL,
    ...(item.debt === 'none' ? [] : [`debt/${item.debt}`]),
    ...(isOverdue(item, now) ? ['action/overdue'] : []),
  ];
}

function renderTable(incident: Incident, item: ActionItem, now: Instant): string {
  const until = item.due === null ? 'no day yet' : `until ${item.due}`;
  const age = ageDays(incident, now);
  const late = isOverdue(item, now) ? `, late since ${item.due ?? ''}` : '';
  return `${prose(item.title, MOST_TITLE)}

| | |
|---|---|
| Kind | ${item.debt === 'none' ? item.type : `${item.type}, ${item.debt}`} |
| State | ${item.status}${late} |
| Team | ${item.ownerTeam} |
| Owner | ${item.assignee === null ? 'nobody yet' : cell(item.assignee)} |
| Promised | ${until} |
| Age | ${age < 7 ? 'less than a week' : `${Math.floor(age / 7)} ${age < 14 ? 'week' : 'weeks'}`} |

Closing this issue says that it is done; closing it as not planned says that it is dropped. These lines are rewritten from the files; write above or below them as you like.
`;
}

/** A title is far shorter; whatever somebody wrote into a file stays in one readable line. */
const MOST_TITLE = 500;

/** What an issue is like, as far as its item needs it. */
export type ActionIssue = {
  readonly number: number;
  readonly body: string;
  readonly state: 'open' | 'closed';
  readonly closedAs: 'completed' | 'not_planned' | 'duplicate' | null;
};

/** A new value for a field of an item; null takes the field away. */
export type ItemChange = {
  readonly item: string;
  readonly field: 'id' | 'status' | 'issue' | 'done' | 'assignee';
  readonly value: string | number | null;
};

/**
 * What an issue says back of its item: its number, that it was done or dropped, or that it was taken up again. The
 * issue's hidden line tells what Tocsin wrote there last, and so whether people changed the issue or the file since; where
 * people replaced it with the rest of the text, a closed issue was closed by them.
 */
export function itemChanges(
  item: ActionItem,
  issue: ActionIssue,
  now: Instant,
): readonly ItemChange[] {
  const change = (field: ItemChange['field'], value: ItemChange['value']): ItemChange => ({
    item: item.id,
    field,
    value,
  });
  const number = item.issue === issue.number ? [] : [change('issue', issue.number)];
  const was = /^<!-- tocsin:was (\w+) -->$/m.exec(issue.body.replaceAll('\r', ''))?.[1] ?? null;
  const isNews = was === null ? issue.state === 'closed' : stateOf(was) !== issue.state;
  if (!isNews || stateOf(item.status) === issue.state) return number;
  if (issue.state === 'open')
    return [
      ...number,
      change('status', 'accepted'),
      ...(item.done === undefined ? [] : [change('done', null)]),
    ];
  return issue.closedAs === 'not_planned' || issue.closedAs === 'duplicate'
    ? [...number, change('status', 'dropped')]
    : [...number, change('status', 'done'), change('done', utcDay(now))];
}

function stateOf(status: string): 'open' | 'closed' {
  return status === 'done' || status === 'dropped' ? 'closed' : 'open';
}
