// Action items ↔ issues below the room: each item has one, and closing it is a word about the item.
import type { SourceFile } from '../config/document-set.ts';
import type { Issue, IssueChange } from '../github/issues.ts';
import { isHidden, withoutHidden } from '../incidents/hidden.ts';
import { readRecord } from '../incidents/record.ts';
import { incidentPath, postmortemPath } from '../model/history-path.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Incident } from '../model/incident.ts';
import type { Postmortem } from '../model/postmortem.ts';
import {
  ACTION_ITEM_LABEL,
  isActionLabel,
  itemChanges,
  newOwner,
  type ItemChange,
  wantedActionIssues,
  type WantedActionIssue,
} from '../postmortems/action-issues.ts';
import { actionItemsOf } from '../postmortems/action-items.ts';
import { changeIncidentItems, changePostmortemItems } from '../postmortems/item-changes.ts';
import { parsePostmortem } from '../postmortems/refresh.ts';
import { findPerson } from '../slash-commands/commands/people.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { hideActions } from './hide-actions.ts';
import {
  bodyOf,
  findIssue,
  healIssues,
  type IssuePlace,
  issuesOf,
  makeIssue,
} from './action-issue.ts';
import { giveToOwner, leftOutOwner } from './action-owner.ts';
import { commitFiles } from './commit-files.ts';
import { labelDifference, syncLabels } from './room-labels.ts';
import { done, type Step, stepOf } from './sync.ts';

/** What action items are shown with. */
export type ActionPlace = IssuePlace & {
  readonly workspace: Workspace;
  readonly issueUrl: (number: number) => string;
};

/** How many issues were made, and how many items or issues were changed. */
export type ActionCount = { readonly made: number; readonly changed: number };

/** Brings the issues of all items to what they shall be; what is as it shall be costs one list for all. */
export async function syncActions(
  place: ActionPlace,
  { organisation, incidents, postmortems }: ActionState,
): Promise<Step<ActionCount>> {
  const written = new Map(postmortems.map((each) => [each.incident, each]));
  const waiting = withoutHidden(incidents, organisation)
    .filter(({ room }) => room !== null)
    .map((incident) => ({
      incident,
      wanted: wantedActionIssues(incident, written.get(incident.id) ?? null, place.now()),
    }))
    .filter(({ wanted }) => wanted.length > 0);
  const hidden = incidents
    .filter((incident) => isHidden(incident, organisation))
    .map((incident) => ({
      incident,
      items: actionItemsOf(incident, written.get(incident.id) ?? null),
    }))
    .filter(({ items }) => items.length > 0)
    .map(({ incident, items }) => ({
      incident,
      numbers: items.flatMap(({ issue }) => issue ?? []),
    }));
  if (waiting.length + hidden.length === 0) return done({ made: 0, changed: 0 });
  const listed = stepOf(await place.github.issues.list({ label: ACTION_ITEM_LABEL, state: 'all' }));
  if (listed.kind !== 'done') return listed;
  const emptied = await hideActions(place.github, hidden, listed.value);
  if (emptied.kind !== 'done') return emptied;
  const personOf = (login: string): string | null => findPerson(organisation, login);
  const total = { made: 0, changed: emptied.value };
  for (const { incident, wanted } of waiting) {
    if (wanted.every((each) => isShown(each, listed.value, personOf))) continue;
    const step = await syncIncident({ ...place, personOf }, incident, listed.value);
    if (step.kind !== 'done') return step;
    total.made += step.value.made;
    total.changed += step.value.changed;
  }
  return done(total);
}

/** The committed state. */
type ActionState = {
  readonly organisation: Organisation;
  readonly incidents: readonly Incident[];
  readonly postmortems: readonly Postmortem[];
};

/** What issues are heard with: who stands behind a login of GitHub; null for nobody whom the organisation knows. */
type Hearing = ActionPlace & { readonly personOf: (login: string) => string | null };

function isShown(
  wanted: WantedActionIssue,
  listed: readonly Issue[],
  personOf: Hearing['personOf'],
): boolean {
  const [issue, ...others] = issuesOf(listed, wanted);
  if (issue === undefined || others.length > 0 || issue.number !== wanted.number) return false;
  if (newOwner(wanted, issue, personOf) !== null) return false;
  const { missing, surplus } = labelDifference(issue, wanted.labels, isActionLabel);
  return missing.length + surplus.length === 0 && changeOf(wanted, issue) === null;
}

/** Hears what the issues of one incident say, then shows its items. */
async function syncIncident(
  place: Hearing,
  before: Incident,
  listed: readonly Issue[],
): Promise<Step<ActionCount>> {
  const room = before.room ?? 0;
  const below = stepOf(await place.github.issues.listSubIssues(room));
  if (below.kind !== 'done') return below;
  const known = [...below.value, ...listed];
  const listening = await hear(place, before.id, known);
  if (listening.kind !== 'done') return listening;
  const heard = listening.value;
  const now = await readNow(place.workspace, before.id);
  if (now === null) return done({ made: 0, changed: heard ? 1 : 0 });
  let made = 0;
  let changed = heard ? 1 : 0;
  for (const wanted of wantedActionIssues(now.incident, now.postmortem, place.now())) {
    const healed = await healIssues(place, wanted, known);
    if (healed.kind !== 'done') return healed;
    const search = await findIssue(place, wanted, known);
    if (search.kind !== 'done') return search;
    const found = search.value;
    const isBelow = below.value.some(({ number }) => number === found?.number);
    const step = await show(place, wanted, { room, found, isBelow });
    if (step.kind !== 'done') return step;
    if (found === null) made += 1;
    else if (step.value.isChanged || healed.value > 0) changed += 1;
    if (wanted.number !== step.value.issue.number)
      await record(place, before.id, [
        { item: wanted.item, field: 'issue', value: step.value.issue.number },
      ]);
    if (found === null || wanted.number !== found.number) await place.budget.end(wanted.marker);
  }
  return done({ made, changed });
}

/**
 * Writes down what people said by closing and reopening issues; answers whether anything changed. What a program closed,
 * such as one that tidies up old issues, is nobody's word: it is opened again.
 */
async function hear(place: Hearing, id: string, known: readonly Issue[]): Promise<Step<boolean>> {
  const now = await readNow(place.workspace, id);
  if (now === null) return done(false);
  const at = place.now();
  const markers = new Map(
    wantedActionIssues(now.incident, now.postmortem, at).map((each) => [each.item, each]),
  );
  const changes: ItemChange[] = [];
  for (const item of actionItemsOf(now.incident, now.postmortem)) {
    const wanted = markers.get(item.id);
    const [issue] = wanted === undefined ? [] : issuesOf(known, wanted);
    const said = issue === undefined ? [] : itemChanges(item, issue, at);
    const isEnd = issue?.state === 'closed' && said.some(({ field }) => field === 'status');
    const read = isEnd ? stepOf(await place.github.issues.read(issue.number)) : null;
    if (read !== null && read.kind !== 'done') return read;
    const isProgram = read?.value.isClosedByBot === true;
    changes.push(...(isProgram ? said.filter(({ field }) => field === 'issue') : said));
    const owner = issue === undefined ? null : newOwner(item, issue, place.personOf);
    if (owner !== null) changes.push({ item: item.id, field: 'assignee', value: owner });
  }
  return done(changes.length > 0 && (await record(place, id, changes)));
}

async function record(
  { workspace, issueUrl }: ActionPlace,
  id: string,
  changes: readonly ItemChange[],
): Promise<boolean> {
  return await commitFiles(workspace, (files) => {
    const edited = files.flatMap((file) => {
      if (!('text' in file)) return [];
      const text =
        file.path === incidentPath(id)
          ? changeIncidentItems(file.text, changes)
          : file.path === postmortemPath(id)
            ? changePostmortemItems(id, file.text, changes, issueUrl)
            : file.text;
      return text === file.text ? [] : [{ path: file.path, text }];
    });
    return edited.length === 0 ? null : { message: `tocsin: ${id} action items`, changes: edited };
  });
}

type Shown = { readonly issue: Issue; readonly isChanged: boolean };

async function show(
  place: ActionPlace,
  wanted: WantedActionIssue,
  { room, found, isBelow }: { room: number; found: Issue | null; isBelow: boolean },
): Promise<Step<Shown>> {
  const { github } = place;
  const { labels } = wanted;
  const made = found === null ? await makeIssue(place, wanted) : done(found);
  if (made.kind !== 'done') return made;
  const issue = made.value;
  if (!isBelow) {
    const answer = await github.issues.addSubIssue(room, issue);
    // An answer that was lost: it is below the room already.
    if (answer.kind !== 'answered' && !(answer.kind === 'refused' && answer.reason === 'invalid'))
      return stepOf(answer).kind === 'done' ? done({ issue, isChanged: true }) : laterOf(answer);
  }
  const { missing, surplus } = labelDifference(issue, labels, isActionLabel);
  const isRelabelled = missing.length + surplus.length > 0;
  const isWritten = isRelabelled || changeOf(wanted, issue) !== null;
  const owned = await giveToOwner(github, wanted, issue, isWritten);
  if (owned.kind !== 'done') return owned;
  const relabelled = isRelabelled
    ? await syncLabels(github, issue, labels, isActionLabel)
    : done(false);
  if (relabelled.kind !== 'done') return relabelled;
  const change = changeOf(wanted, issue, owned.value);
  if (change === null) return done({ issue, isChanged: relabelled.value });
  const updated = stepOf(await github.issues.update(issue.number, change));
  // Said afterwards, so that it is never said twice; the issue is open whether or not it could be said.
  if (updated.kind === 'done' && change.reason === 'reopened')
    await github.comments.create(issue.number, REOPENED);
  return updated.kind === 'done' ? done({ issue: updated.value, isChanged: true }) : updated;
}

const REOPENED =
  'Opened again: its item is still to be done. A program does not say that something is done, and an edit of the file may have taken it up again. Close this issue yourself once it is done, or as not planned to drop it.';

function changeOf(
  wanted: WantedActionIssue,
  issue: Issue,
  leftOut = leftOutOwner(wanted, issue),
): IssueChange | null {
  const { title, state, reason } = wanted;
  const body = bodyOf(wanted, issue.body, leftOut).replaceAll('\r\n', '\n');
  const change: IssueChange = {
    ...(issue.title === title ? {} : { title }),
    ...(issue.body.replaceAll('\r\n', '\n') === body ? {} : { body }),
    ...(issue.state === state
      ? {}
      : state === 'open'
        ? { state, reason: 'reopened' }
        : { state, reason }),
  };
  return Object.keys(change).length === 0 ? null : change;
}

function laterOf(answer: Parameters<typeof stepOf<Issue>>[0]): Step<Shown> {
  const step = stepOf(answer);
  return step.kind === 'done' ? done({ issue: step.value, isChanged: true }) : step;
}

async function readNow(
  workspace: Workspace,
  id: string,
): Promise<{ readonly incident: Incident; readonly postmortem: Postmortem | null } | null> {
  const files = await workspace.readFiles(await workspace.readHead());
  const text = (path: string): (SourceFile & { readonly text: string }) | null => {
    const file = files.find((each) => each.path === path);
    return file !== undefined && 'text' in file ? file : null;
  };
  const own = text(incidentPath(id));
  const read = own === null ? null : readRecord(own);
  const written = text(postmortemPath(id));
  if (read === null) return null;
  return {
    incident: read.incident,
    postmortem: written === null ? null : parsePostmortem(id, written.text),
  };
}
