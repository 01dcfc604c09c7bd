// Something that happened on GitHub → what it means for incidents. The same for a webhook and for a workflow's run.
import type { EventIssue, GithubEvent } from '../github/event.ts';
import { nameOf } from '../incidents/shown-names.ts';
import type { Incident } from '../model/incident.ts';
import { parseInstant } from '../model/instant.ts';
import { closeAgain } from '../projection/heal.ts';
import { stepOf, type SyncState } from '../projection/sync.ts';
import { readBook } from '../response/book.ts';
import { ACTION_LABEL, INCIDENT_LABEL, labelsOf } from '../rooms/labels.ts';
import { isUmbrella } from '../rooms/umbrella.ts';
import { carryOut, type CommentOutcome } from '../slash-commands/carry-out.ts';
import { actionHomeOf, hearAction } from './action-issue.ts';
import { answerTo } from './answer.ts';
import { answerMarker, readFormer } from '../rooms/markers.ts';
import { apply, hearComment, post, showRooms } from './comment.ts';
import { changeOf, type CommentChange, isSpeech } from './comment-change.ts';
import { type Desk, type Heard, interrupted, inTurn, readState, unheard } from './desk.ts';
import { showAll } from './show-all.ts';
import { hearForm, keepHidden } from './form.ts';
import { formerHomeOf, hearFormer } from './former.ts';
import { hiddenHomeOf, homeOf } from './home.ts';
import { labelKey, meaningOfAdded, meaningOfRemoved } from './label.ts';
import { hearInRequest } from './pull-request.ts';
import { hearRemoved, removedHomeOf } from './removed.ts';
import { hearHidden } from './hidden.ts';
import { hearInStray } from './stray.ts';
import { wasTurnedAway } from './turned-away.ts';
import { hearUmbrella } from './umbrella.ts';

/** Hears one event. Hearing it again changes nothing. */
export async function hear(desk: Desk, event: GithubEvent): Promise<Heard> {
  return await inTurn(desk, async () => await hearNow(desk, event));
}

async function hearNow(desk: Desk, event: GithubEvent): Promise<Heard> {
  switch (event.kind) {
    case 'comment_made':
    case 'comment_edited':
    case 'comment_deleted':
      return await hearChange(desk, event.issue, changeOf(event));
    case 'issue_opened':
      return await hearForm(desk, event.issue, event.by, event.at);
    case 'label_added':
    case 'label_removed':
      return await hearLabel(desk, event);
    case 'issue_closed':
    case 'issue_reopened':
      return await hearEnd(desk, event);
    case 'issue_touched':
      return event.by.isBot ? unheard('our own edit') : await hearTouch(desk, event);
    case 'pull_request_changed':
    case 'branch_pushed':
    case 'look_asked':
      return await hearFiles(desk);
    case 'ignored':
      return unheard(event.reason);
  }
}

async function hearChange(desk: Desk, issue: EventIssue, change: CommentChange): Promise<Heard> {
  if (!isSpeech(change)) return unheard(`comment ${change.comment.id}: no command`);
  if (issue.isPullRequest) return await hearInRequest(desk, issue, change);
  const state = await readState(desk);
  const turned = await wasTurnedAway(desk, state.organisation, change);
  if (turned.kind !== 'done') return interrupted(turned);
  if (turned.value) return unheard(`comment ${change.comment.id}: of a stranger, who was answered`);
  if (isUmbrella(issue.body)) return await hearUmbrella(desk, change);
  const incident = homeOf(state, issue);
  if (incident !== null) return await hearComment(desk, incident, change);
  const hidden = hiddenHomeOf(state, issue);
  if (hidden !== null) return await hearHidden(desk, hidden, change);
  const former = formerHomeOf(state, issue);
  if (former !== null) return await hearFormer(desk, former, change);
  const action = actionHomeOf(state, issue);
  if (action !== null) return await hearAction(desk, action, change);
  const removed = await removedHomeOf(desk, state, issue);
  return removed === null
    ? await hearInStray(desk, issue, change)
    : await hearRemoved(desk, removed, change);
}

type LabelEvent = GithubEvent & { readonly kind: 'label_added' | 'label_removed' };
type EndEvent = GithubEvent & { readonly kind: 'issue_closed' | 'issue_reopened' };

async function hearLabel(desk: Desk, event: LabelEvent): Promise<Heard> {
  const { issue, label, by, at } = event;
  if (by.isBot) return unheard('a label of our own');
  const incident = homeOf(await readState(desk), issue);
  if (incident === null)
    return event.kind === 'label_added' && label === INCIDENT_LABEL
      ? await hearForm(desk, issue, by, at)
      : unheard(`issue ${issue.number} is no room`);
  const meaning = event.kind === 'label_added' ? meaningOfAdded(label) : meaningOfRemoved(label);
  if (meaning.kind === 'none') return unheard('a label of people’s own');
  // An issue form brings the label of rooms along, and somebody may put on what the file says already.
  if (event.kind === 'label_added' && labelsOf(incident, [], desk.now()).includes(label))
    return unheard(`issue ${issue.number}: the label says what is so`);
  if (meaning.kind === 'command') {
    const key = labelKey(issue, label, at);
    return await give(desk, incident, { issue, login: by.login, key, text: meaning.text, at });
  }
  const again = await showRooms(desk, [incident.id]);
  // Whoever exchanges one label of a family for another takes the old one off first; there is nothing to explain then.
  const isExchange = event.kind === 'label_removed' && /^(sev|state)\//.test(label);
  if (!isExchange && again === null) {
    const key = labelKey(issue, label, at);
    const said = `${answerMarker(key)}\n\n${meaning.reason}`;
    const interruption = await post(desk, issue.number, said);
    if (interruption !== null) return interruption;
  }
  return { said: `issue ${issue.number}: a label was put back`, incidents: [], again };
}

/** Closing and reopening an issue by hand is asking for the same of the incident. */
async function hearEnd(desk: Desk, event: EndEvent): Promise<Heard> {
  const { issue, by, at, kind } = event;
  if (by.isBot) return unheard('closed or opened by ourselves');
  // Whoever closes the issue of something to be done has done it.
  if (issue.labels.includes(ACTION_LABEL)) return await hearFiles(desk);
  const { files, organisation } = await readState(desk);
  const incident = homeOf({ files, organisation }, issue);
  if (incident === null && kind === 'issue_reopened' && readFormer(issue.body) !== null)
    return await closeFormer(desk, { files, organisation }, issue, labelKey(issue, kind, at));
  if (incident === null) return unheard(`issue ${issue.number} is no room`);
  const isEnded = incident.state === 'closed' || incident.state === 'declined';
  const key = labelKey(issue, kind, at);
  const { duplicateOf } = incident.relations;
  if (kind === 'issue_reopened' && incident.state === 'duplicate') {
    const telling = { organisation, incident, incidents: readBook(files).incidents };
    const original = duplicateOf === undefined ? '' : ` of ${nameOf(telling, duplicateOf)}`;
    return await restore(desk, issue, {
      key,
      reason: `This is a duplicate${original}, so its room was closed again. Go on in the room of the other one, or say \`/unduplicate\` here: then it is an incident of its own again.`,
    });
  }
  if (isEnded === (kind === 'issue_closed')) return await restore(desk, issue);
  const text = kind === 'issue_closed' ? '/close' : '/reopen';
  return await give(desk, incident, { issue, login: by.login, key, text, at });
}

/** A room that another one took the place of stays closed, whoever followed an old link. */
async function closeFormer(
  desk: Desk,
  state: Pick<SyncState, 'files' | 'organisation'>,
  issue: EventIssue,
  key: string,
): Promise<Heard> {
  const closed = stepOf(await closeAgain(desk.github, issue.number));
  if (closed.kind === 'later') return interrupted(closed);
  const home = formerHomeOf(state, issue);
  const said = unheard(`issue ${issue.number}: a former room was closed again`);
  if (home?.room == null) return said;
  const words = `The incident has its room in #${home.room}: go on there. This one was closed again.`;
  return (await post(desk, issue.number, `${answerMarker(key)}\n\n${words}`)) ?? said;
}

/** Somebody edited the issue: its card and its title are what the file says. A form that declared nothing is read again. */
async function hearTouch(
  desk: Desk,
  { issue, by, edit }: GithubEvent & { readonly kind: 'issue_touched' },
): Promise<Heard> {
  const state = await readState(desk);
  const incident = homeOf(state, issue);
  const kept = hiddenHomeOf(state, issue);
  if (kept !== null) return await keepHidden(desk, issue, kept);
  // A closed issue declares nothing any more, but whoever reads in it that it joined an incident may correct that.
  const isForm = edit !== null && (edit.isOpen || formerHomeOf(state, issue) !== null);
  if (incident === null && isForm) return await hearForm(desk, issue, by, edit.at);
  // Only the severity in it may be one that has changed since, and then nobody touched it.
  if (incident === null || issue.title.endsWith(`] ${incident.id}`))
    return await restore(desk, issue);
  return await restore(desk, issue, {
    key: labelKey(issue, 'title', issue.title),
    reason:
      'The title of a room is made of the severity and the id, and was put back. Say `/set title …` for the words that describe the incident, `/sev 1` for the severity.',
  });
}

type Order = {
  readonly issue: EventIssue;
  readonly login: string;
  readonly key: string;
  readonly text: string;
  readonly at: string;
};

/** Carries out what somebody asked for without a comment: the room shows how things stand, and the rest is said. */
async function give(desk: Desk, incident: Incident, order: Order): Promise<Heard> {
  const { issue, login, key, text } = order;
  const asked = stepOf(await desk.github.permissions.levelOf(login));
  if (asked.kind !== 'done') return interrupted(asked);
  const speaker = { login, permission: asked.value };
  const at = parseInstant(order.at) ?? desk.now();
  const state = await readState(desk);
  const { outcome, incidents } = await apply<CommentOutcome>(
    desk,
    state,
    incident,
    (surroundings, book) =>
      carryOut(surroundings, book, { key, incident: incident.id, text, speaker, at }),
  );
  const again = await showRooms(desk, [...new Set([incident.id, ...incidents])]);
  const answers = outcome.kind === 'carried_out' ? outcome.answers : [];
  const refusals = answers.filter((each) => each.kind === 'refused');
  const hints = answers.filter((each) => each.kind === 'done' && each.remark !== null);
  const { text: reply } = answerTo(key, [...refusals, ...hints]);
  if (reply !== null) {
    const interruption = await post(desk, issue.number, reply);
    if (interruption !== null) return interruption;
  }
  const what = refusals.length > 0 ? 'refused' : 'done';
  return { said: `issue ${issue.number}: ${text.split(' ')[0] ?? ''} ${what}`, incidents, again };
}

/** What is put back, and the command for what was meant. */
type Restored = { readonly key: string; readonly reason: string };

async function restore(desk: Desk, issue: EventIssue, why: Restored | null = null): Promise<Heard> {
  const incident = homeOf(await readState(desk), issue);
  if (incident === null) return unheard(`issue ${issue.number} is no room`);
  const again = await showRooms(desk, [incident.id]);
  if (why !== null && again === null) {
    const said = `${answerMarker(why.key)}\n\n${why.reason}`;
    const interruption = await post(desk, issue.number, said);
    if (interruption !== null) return interruption;
  }
  return { said: `issue ${issue.number}: shown as its file says`, incidents: [], again };
}

async function hearFiles(desk: Desk): Promise<Heard> {
  const again = await showAll(desk);
  return { said: 'everything is shown as the files say', incidents: [], again };
}
