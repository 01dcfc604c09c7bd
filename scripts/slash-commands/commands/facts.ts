// What is known of an incident: notes, times, title and category, the change behind it.
import type { FrontMatterValue, IncidentEdit } from '../../model/effect.ts';
import { type Change, hasEnded, type Incident, MILESTONES } from '../../model/incident.ts';
import { addMs, type Instant, inUtc } from '../../model/instant.ts';
import { INCIDENT_CATEGORIES } from '../../model/rule.ts';
import { isPostmortemRequired } from '../../postmortems/gate.ts';
import { set } from '../../response/change.ts';
import { writeOwed } from '../../response/owed.ts';
import { plainMarkdown } from '../../text/plain-markdown.ts';
import { isIn } from '../permission.ts';
import { line, refused, type Result, type Situation } from '../situation.ts';
import { A_CLOCK_MAY_BE_AHEAD_MS, doubtfulZone, readTime } from '../when.ts';
import { commitIn, isPullRequestAddress } from '../pasted.ts';
import { firstWord, hint, quoted, wordsOf } from '../words.ts';
import { setComponent } from './component.ts';
import { managerFix } from './severity.ts';

/** `/note`. */
export function note(situation: Situation, argument: string): Result {
  const { now, key } = situation;
  const said = noteText(situation, argument);
  if (said.kind === 'refused') return refused(said.text);
  return {
    kind: 'done',
    event: 'noted',
    text: `noted${said.at === now ? '' : ` at ${inUtc(said.at)}`}`,
    edits: [{ kind: 'timeline', at: said.at, text: said.text, key }],
  };
}

/** The line that a note leaves, and its time; what lies back says that it was added later. */
export function noteText(
  { now, speaker }: Pick<Situation, 'now' | 'speaker'>,
  argument: string,
):
  | { readonly kind: 'line'; readonly at: Instant; readonly text: string }
  | { readonly kind: 'refused'; readonly text: string } {
  const zone = doubtfulZone(argument);
  if (zone !== null)
    return {
      kind: 'refused',
      text: `Times are UTC, and ${quoted(zone)} is not understood: write \`09:24\` in UTC, or the offset, such as \`09:24+01:00\`.`,
    };
  const timed = readTime(argument, now);
  const words = wordsOf(timed?.rest ?? argument);
  if (words === null)
    return {
      kind: 'refused',
      text: 'The fact is missing: `/note 09:24 pool exhausted on two of six hosts`.',
    };
  if (words.length > MOST_NOTE)
    return {
      kind: 'refused',
      text: `The note has ${words.length} characters, expected at most ${MOST_NOTE}: say it in several.`,
    };
  const at = timed?.at ?? now;
  if (at > addMs(now, A_CLOCK_MAY_BE_AHEAD_MS))
    return { kind: 'refused', text: `${inUtc(at)} lies ahead, and a note is about what happened.` };
  const isLate = addMs(at, LATE_MS) < now;
  const text = `@${plainMarkdown(speaker.login)}: ${plainMarkdown(words)}${isLate ? ' (added later)' : ''}`;
  return { kind: 'line', at, text };
}

/** `/set`. */
export function setFact(situation: Situation, argument: string): Result {
  const [word, rest] = firstWord(argument);
  const name = SETTABLE.find((each) => each === word.toLowerCase());
  if (situation.incident.kind === 'maintenance' && name !== 'title')
    return refused(
      'Of planned work only the title is set here (`/set title words`): change its window in the file, by pull request.',
    );
  if (name === undefined)
    return refused(
      word === ''
        ? 'What is missing: `/set started 09:02`.'
        : `Nothing to set is called ${quoted(word)}. ${hint(word, SETTABLE)}`,
    );
  if (name === 'category') return setCategory(situation, rest);
  if (name === 'title') return setTitle(situation, rest);
  if (name === 'component') return setComponent(situation, rest);
  return setInstant(situation, name, rest);
}

/** `/suspect`. */
export function suspect(situation: Situation, argument: string): Result {
  const { incident, organisation } = situation;
  const [typed, rest] = firstWord(argument);
  const word = commitIn(typed);
  const verdict = VERDICTS.find(
    (each) => each === (rest === '' ? 'suspected' : rest.toLowerCase()),
  );
  if (!DEPLOYMENT.test(word))
    return refused(
      `Expected a commit or a deployment: \`/suspect payments-api@4.18.0\` or \`/suspect 4f2a91c\`.${isPullRequestAddress(typed) ? ' Of a pull request name the commit that it became.' : ''}`,
    );
  if (verdict === undefined)
    return refused(`Unexpected verdict ${quoted(rest)}. ${hint(rest, VERDICTS)}`);
  const service = /^([^@]+)@/.exec(word)?.[1];
  if (service !== undefined && !organisation.services.has(service))
    return refused(
      `No service is called ${quoted(service)}. ${hint(service, organisation.services.keys())}`,
    );
  const change: Change = { kind: incident.change?.kind ?? 'code', deploy: word, verdict };
  return {
    kind: 'done',
    event: 'changed',
    text: `change ${changeWords(incident)} → \`${word}\`, ${verdict}`,
    edits: [
      set(['change'], valueOf(change)),
      line(situation, `[suspect] ${plainMarkdown(word)} ${verdict} by`),
    ],
  };
}

/** `/clear-suspect`. */
export function clearSuspect(situation: Situation): Result {
  const { incident } = situation;
  if (incident.change === null) return refused('No change is suspected.');
  return {
    kind: 'done',
    event: 'changed',
    text: `change ${changeWords(incident)} → none`,
    edits: [{ kind: 'unset', path: ['change'] }, line(situation, '[suspect] none any more, by')],
  };
}

const MOST_NOTE = 1000;
const LATE_MS = 300_000;
const INSTANTS = [
  'started',
  'detected',
  'acknowledged',
  'identified',
  'mitigated',
  'resolved',
] as const;
const SETTABLE = [...INSTANTS, 'category', 'title', 'component'] as const;
const VERDICTS = ['suspected', 'caused', 'ruled_out'] as const;
/** A version or a commit; `service@version` where the service is known. */
const DEPLOYMENT = /^(?:[a-z](?:-?[a-z0-9])*@[A-Za-z0-9][A-Za-z0-9._+/-]{0,120}|[0-9a-f]{7,40})$/;

function forManagers(situation: Situation): string {
  return `for the incident's manager, its lead, the lead of the owning team, and whoever maintains the repository. ${managerFix(situation)}`;
}

function setCategory(situation: Situation, argument: string): Result {
  const { incident, organisation, standing, speaker } = situation;
  const category = INCIDENT_CATEGORIES.find((each) => each === argument.toLowerCase());
  if (category === undefined)
    return refused(
      `Unexpected category ${quoted(argument)}. ${hint(argument, INCIDENT_CATEGORIES)}`,
    );
  if (category === incident.category) return refused(`It is \`${category}\` already.`);
  // From there on its category and that time decide what is still owed.
  const isOver = hasEnded(incident);
  const isLost =
    isPostmortemRequired(organisation, incident) &&
    !isPostmortemRequired(organisation, { ...incident, category });
  if (isLost && !isIn('manager', organisation, standing, speaker))
    return refused(`A category that asks for no post-mortem is ${forManagers(situation)}`);
  if (isOver && !isIn('manager', organisation, standing, speaker))
    return refused(`After the resolution the category is ${forManagers(situation)}`);
  const isOwed = isOver && isLost;
  const owed = isOver ? writeOwed(organisation, isLost ? incident : { ...incident, category }) : [];
  return {
    kind: 'done',
    event: 'changed',
    text: `category \`${incident.category}\` → \`${category}\`${isOwed ? '; the post-mortem is owed all the same' : ''}`,
    edits: [
      set(['category'], category),
      ...owed,
      line(situation, `[category] ${incident.category} → ${category} by`),
    ],
  };
}

function setTitle(situation: Situation, argument: string): Result {
  const { incident } = situation;
  const title = wordsOf(argument.replace(/^["“”«]([\s\S]*)["“”»]$/, '$1')) ?? '';
  if (title.length < 8 || title.length > 120)
    return refused(`The title has ${title.length} characters, expected 8 to 120.`);
  return {
    kind: 'done',
    event: 'changed',
    text: `title ${quoted(incident.title)} → ${quoted(title)}`,
    edits: [set(['title'], title), line(situation, '[title] changed by')],
  };
}

function setInstant(
  situation: Situation,
  name: (typeof INSTANTS)[number],
  argument: string,
): Result {
  const { incident, organisation, standing, speaker, now } = situation;
  const timed = readTime(argument, now);
  if (
    name === 'resolved' &&
    hasEnded(incident) &&
    !isIn('manager', organisation, standing, speaker)
  )
    return refused(`After the resolution its time is ${forManagers(situation)}`);
  if (timed === null || timed.rest !== '')
    return refused(
      `Unexpected time ${quoted(argument)}, expected \`09:02\`, \`2026-11-21 09:02\` or a day, in UTC.`,
    );
  const { at } = timed;
  const before = incident.at[name];
  const command = COMMAND_OF[name];
  // What came later was said, so this was passed over and is caught up on.
  const isPassed = MILESTONES.slice(MILESTONES.indexOf(name) + 1).some(
    (later) => incident.at[later] !== undefined,
  );
  if (before === undefined && command !== null && !isPassed)
    return refused(`Nobody said so yet: \`/${command}\` first.`);
  if (at > now) return refused(`${inUtc(at)} lies ahead.`);
  const clash = disorder(incident, name, at);
  if (clash !== null) return refused(clash);
  return {
    kind: 'done',
    event: 'changed',
    text: `${name} ${before === undefined ? 'unknown' : inUtc(before)} → ${inUtc(at)}`,
    edits: [
      set(['at', name], at),
      ...(name === 'mitigated' ? movedEnd(incident, before, at) : []),
      line(
        situation,
        `[${name}] ${before === undefined ? 'unknown' : inUtc(before)} → ${inUtc(at)} by`,
      ),
    ],
  };
}

/** What components were until the suffering ended, they were until then wherever that is put. */
function movedEnd(
  { componentsBefore }: Incident,
  before: Instant | undefined,
  at: Instant,
): readonly IncidentEdit[] {
  if (!componentsBefore.some(({ until }) => until === before)) return [];
  const moved = componentsBefore.map((each) =>
    each.until === before ? { ...each, until: at } : { ...each },
  );
  return [set(['components_before'], moved)];
}

/** What has to be said first before its time can be corrected. */
const COMMAND_OF = {
  started: null,
  detected: null,
  acknowledged: 'ack',
  identified: 'status identified',
  mitigated: 'mitigated',
  resolved: 'resolve',
} as const;

function disorder(incident: Incident, name: (typeof INSTANTS)[number], at: Instant): string | null {
  const index = MILESTONES.indexOf(name);
  for (const [other, each] of MILESTONES.entries()) {
    const known = incident.at[each];
    if (known === undefined || other === index) continue;
    if (other < index && known > at)
      return `${inUtc(at)} lies before \`${each}\`, ${inUtc(known)}.`;
    if (other > index && known < at) return `${inUtc(at)} lies after \`${each}\`, ${inUtc(known)}.`;
  }
  return null;
}

function changeWords({ change }: Incident): string {
  return change === null ? 'none' : `${quoted(change.deploy ?? change.kind)}, ${change.verdict}`;
}

function valueOf({ kind, deploy, verdict }: Change): FrontMatterValue {
  return deploy === undefined ? { kind, verdict } : { kind, deploy, verdict };
}
