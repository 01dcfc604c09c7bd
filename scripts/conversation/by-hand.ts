// What people did to a room by hand while nobody listened: labels, closing, opening again. What GitHub remembers of it is
// heard like the delivery that was lost, as long as the incident did not go on meanwhile; else it is explained.
import type { Comment } from '../github/comments.ts';
import type { GithubEvent } from '../github/event.ts';
import { readRecord } from '../incidents/record.ts';
import { type Incident, isActive, type TimelineEntry } from '../model/incident.ts';
import { type Instant, inUtc, parseInstant } from '../model/instant.ts';
import { stepOf } from '../projection/sync.ts';
import { readBook } from '../response/book.ts';
import { ACTION_LABEL, labelsOf } from '../rooms/labels.ts';
import { isCarriedOut } from '../slash-commands/carry-out.ts';
import { isSameLogin } from '../slash-commands/permission.ts';
import { answerMarker } from '../rooms/markers.ts';
import { post, showRooms } from './comment.ts';
import { type Desk, type Heard, interrupted, readState } from './desk.ts';
import { hear } from './hear.ts';
import { homeOf } from './home.ts';
import { labelKey, meaningOfAdded } from './label.ts';

type LabelDeed = GithubEvent & { readonly kind: 'label_added' | 'label_removed' };
type EndDeed = GithubEvent & { readonly kind: 'issue_closed' | 'issue_reopened' };
/** Something that a person did to an issue without a word. */
type Deed = LabelDeed | EndDeed;

/** Rooms by number, and up to when what was said there is settled. */
type Rooms = ReadonlyMap<number, Instant>;

/** Since when what happens may still be heard by a run of its own; null where nothing is waited for. */
export type Awaited = Instant | null;

/** Whether something that happened at an instant may still be heard as it was delivered. */
export function isAwaited(instant: string, awaited: Awaited): boolean {
  return awaited !== null && (parseInstant(instant) ?? awaited) > awaited;
}

/** What is known beside rooms: the comments since they were settled, and what need not be lost. */
type Around = { readonly comments: readonly Comment[]; readonly awaited: Awaited };

/** Hears what was done by hand in rooms since they were settled, and not heard. */
export async function sweepDeeds(
  desk: Desk,
  rooms: Rooms,
  around: Around,
): Promise<readonly Heard[]> {
  const since = [...rooms.values()].toSorted()[0];
  if (since === undefined) return [];
  const listed = stepOf(await desk.github.log.listSince(since));
  if (listed.kind !== 'done') return [interrupted(listed)];
  const deeds = listed.value.filter(isDeed).filter((deed) => isRecent(rooms, deed));
  const heard: Heard[] = [];
  for (const deed of deeds) {
    if (isTakenBack(deeds, deed)) continue;
    const one = await hearDeed(desk, deed, around);
    if (one !== null) heard.push(one);
    if (one?.again) return heard;
  }
  return heard;
}

function isDeed(event: GithubEvent): event is Deed {
  switch (event.kind) {
    case 'label_added':
    case 'label_removed':
      return !event.by.isBot;
    case 'issue_closed':
    case 'issue_reopened':
      return !event.by.isBot && !event.issue.labels.includes(ACTION_LABEL);
    default:
      return false;
  }
}

function isRecent(rooms: Rooms, { issue, at }: Deed): boolean {
  const cursor = rooms.get(issue.number);
  return cursor !== undefined && at >= cursor.slice(0, 19);
}

/** Only the last one counts of what somebody did and undid. */
function isTakenBack(deeds: readonly Deed[], deed: Deed): boolean {
  return deeds
    .slice(deeds.indexOf(deed) + 1)
    .some(
      (later) => later.issue.number === deed.issue.number && matterOf(later) === matterOf(deed),
    );
}

function matterOf(deed: Deed): string {
  return isLabel(deed) ? `label ${deed.label}` : 'end';
}

function isLabel(deed: Deed): deed is LabelDeed {
  return deed.kind === 'label_added' || deed.kind === 'label_removed';
}

async function hearDeed(
  desk: Desk,
  deed: Deed,
  { comments, awaited }: Around,
): Promise<Heard | null> {
  const { files, organisation } = await readState(desk);
  const incident = homeOf({ files, organisation }, deed.issue);
  if (incident === null || !isOpenMatter(incident, deed, desk.now())) return null;
  const keys = keysOf(deed);
  const isAnswered = comments.some(
    ({ isBot, body }) => isBot && keys.some((key) => body.startsWith(answerMarker(key))),
  );
  if (isAnswered || keys.some((key) => isCarriedOut(incident, key))) return null;
  const own = stepOf(await desk.github.ownLogin());
  if (own.kind === 'later') return interrupted(own);
  if (own.kind === 'done' && own.value !== null && isSameLogin(own.value, deed.by.login))
    return null;
  const file = readBook(files).files.get(incident.id);
  const timeline = file === undefined ? [] : (readRecord(file)?.timeline ?? []);
  const isOvertaken = isCommand(deed) && timeline.some((entry) => isLaterTurn(entry, deed));
  if (isOvertaken && isAwaited(deed.at, awaited)) return null;
  return isOvertaken ? await explain(desk, deed, incident) : await hear(desk, deed);
}

/** Whether something else happened to the incident at its time or later; the timeline knows minutes. */
function isLaterTurn({ at, text, key }: TimelineEntry, deed: Deed): boolean {
  const isTurn = text.startsWith('[') && !/^\[(?:opened|declared|split)\]/.test(text);
  const isByHand = key?.startsWith('lb-') ?? false;
  return isTurn && !isByHand && at >= `${deed.at.slice(0, 16)}:00.000Z`;
}

/** Whether the room says otherwise than what was done to it. */
function isOpenMatter(incident: Incident, deed: Deed, now: Instant): boolean {
  switch (deed.kind) {
    case 'label_added':
      return (
        meaningOfAdded(deed.label).kind !== 'none' &&
        !labelsOf(incident, [], now).includes(deed.label)
      );
    case 'label_removed':
      // Whoever exchanges one of these takes the old one off first.
      return !/^(sev|state)\//.test(deed.label) && labelsOf(incident, [], now).includes(deed.label);
    case 'issue_closed':
      return isActive(incident) || incident.state === 'resolved';
    case 'issue_reopened':
      return !isActive(incident) && incident.state !== 'resolved';
  }
}

function isCommand(deed: Deed): boolean {
  return (
    !isLabel(deed) || (deed.kind === 'label_added' && meaningOfAdded(deed.label).kind === 'command')
  );
}

/** Its keys as a delivery may have made them: the issue changes in the second of the deed or in the next one. */
function keysOf(deed: Deed): readonly string[] {
  const at = Date.parse(deed.at);
  return [0, -1000, 1000, 2000].map((offset) =>
    labelKey(
      deed.issue,
      isLabel(deed) ? deed.label : deed.kind,
      new Date(at + offset).toISOString().replace('.000Z', 'Z'),
    ),
  );
}

/** What was asked for long before what is so now is not done; whoever asked reads why, and what to say. */
async function explain(desk: Desk, deed: Deed, incident: Incident): Promise<Heard> {
  const { issue } = deed;
  const again = await showRooms(desk, [incident.id]);
  if (again !== null) return { said: again.sentence, incidents: [], again };
  const [key = ''] = keysOf(deed);
  const posted = await post(
    desk,
    issue.number,
    `${answerMarker(key)}\n\n**Not done.** ${explanation(deed)}`,
  );
  return (
    posted ?? { said: `issue ${issue.number}: done by hand, and explained`, incidents: [], again }
  );
}

function explanation(deed: Deed): string {
  const when = `at ${inUtc(parseInstant(deed.at) ?? deed.at)}, which was not delivered, and the incident went on meanwhile`;
  if (!isLabel(deed)) {
    const [what, word] =
      deed.kind === 'issue_closed' ? ['closed', '/close'] : ['opened again', '/reopen'];
    return `@${deed.by.login} ${what} this issue by hand ${when}: it is shown as its file says. Say \`${word}\` if that is still meant.`;
  }
  const meaning = meaningOfAdded(deed.label);
  const word = meaning.kind === 'command' ? meaning.text.split(' by label')[0] : '/help';
  return `@${deed.by.login} put the label \`${deed.label.replaceAll('`', '')}\` on ${when}: it was taken off. Say \`${word}\` if that is still meant.`;
}
