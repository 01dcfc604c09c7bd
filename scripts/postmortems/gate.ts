// The gate between resolved and closed: what has to be written and promised before nothing is left to do.
import type { ActionItem } from '../model/action-item.ts';
import { isHidden } from '../incidents/hidden.ts';
import { openWord } from '../incidents/last-word.ts';
import { type Incident, isActive } from '../model/incident.ts';
import { type Instant, utcDay } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import type { Postmortem, PostmortemFile, PostmortemState } from '../model/postmortem.ts';
import { isMajor } from '../model/severity.ts';
import { actionItemsOf } from './action-items.ts';
import { closedRequest, closedWords, postmortemBranch } from './pull-request.ts';
import { mistakeIn, readable } from './written.ts';

/** Whether an incident may be closed; else all that is missing, a sentence each. */
export type Gate =
  | { readonly kind: 'open' }
  | { readonly kind: 'held'; readonly reasons: readonly string[] };

/** Asks the gate. `postmortem` is the file of the one that the incident names, or its own; null where neither exists. */
export function gateOf(
  organisation: Organisation,
  incident: Incident,
  postmortem: PostmortemFile | null,
  now: Instant,
): Gate {
  const ended = endReason(incident);
  if (ended !== null) return { kind: 'held', reasons: [ended] };
  const reasons = [
    ...closingWord(incident),
    ...reviewOf(organisation, incident, postmortem, now),
    ...promisesOf(organisation, incident, postmortem),
  ];
  return reasons.length === 0 ? { kind: 'open' } : { kind: 'held', reasons };
}

/** What accepted action items lack, a sentence each. Nothing hidden has an issue, which everybody would read. */
export function promisesOf(
  organisation: Organisation,
  incident: Incident,
  postmortem: PostmortemFile | null,
): readonly string[] {
  const isShown = !isHidden(incident, organisation);
  return actionItemsOf(incident, postmortem).flatMap((item) =>
    promise(organisation, item, isShown),
  );
}

/** Whether an incident owes a post-mortem for good, or its level, by the worst that it ever was, asks for a post-mortem. */
export function isPostmortemRequired(organisation: Organisation, incident: Incident): boolean {
  if (incident.state === 'duplicate' || incident.state === 'declined') return false;
  if (incident.postmortemOwed) return true;
  if (incident.kind === 'maintenance') return false;
  const { categories } = organisation.levels[incident.severityMax].postmortem;
  return categories.includes(incident.category);
}

/** Whether nobody said what kind of failure a sev1 or sev2 was, so that nobody knows whether it needs a post-mortem. */
export function isKindUnknown(organisation: Organisation, incident: Incident): boolean {
  const { kind, state, category, severityMax } = incident;
  if (kind === 'maintenance' || state === 'duplicate' || state === 'declined') return false;
  const { categories } = organisation.levels[severityMax].postmortem;
  return category === 'other' && isMajor(severityMax) && categories.length > 0;
}

/** Whether a post-mortem of this state was read and accepted by others. */
export function isReviewed(state: PostmortemState): boolean {
  return state === 'reviewed' || state === 'published' || state === 'closed';
}

function endReason(incident: Incident): string | null {
  if (isActive(incident)) return `it is \`${incident.state}\`: resolve it first with \`/resolve\``;
  if (incident.state === 'duplicate' || incident.state === 'declined')
    return `it is \`${incident.state}\` and ended so: there is nothing to close`;
  return null;
}

/** Whoever was told that something fails is told that it is over. */
function closingWord(incident: Incident): readonly string[] {
  const word = openWord(incident);
  return word === null
    ? []
    : [`customers still read \`${word}\`: tell them with \`/update resolved text\``];
}

/** What an incident that is over owes of a post-mortem, a sentence each. */
export function reviewOf(
  organisation: Organisation,
  incident: Incident,
  file: PostmortemFile | null,
  now: Instant,
): readonly string[] {
  const mistake = mistakeIn(file);
  if (mistake !== null)
    return [`the post-mortem of it cannot be read: ${mistake}. Mend that by pull request`];
  const postmortem = readable(file);
  if (!isPostmortemRequired(organisation, incident)) {
    if (!isKindUnknown(organisation, incident)) return [];
    if (postmortem !== null && isReviewed(postmortem.state) && isAbout(postmortem, incident))
      return [];
    return [
      `nobody said what kind of failure this ${incident.severityMax} was: say it with \`/set category errors\` or another one, or begin a post-mortem with \`/postmortem owner @login\``,
    ];
  }
  if (postmortem === null) {
    return [`${needOf(organisation, incident)}, ${missingWords(organisation, incident)}`];
  }
  if (!isAbout(postmortem, incident)) {
    const named = postmortem.incident;
    return [
      `the post-mortem \`${named}\` was written about another incident and does not name \`${incident.id}\`: name it there by a reviewed pull request, or take \`postmortem: ${named}\` out of the file and write its own`,
    ];
  }
  const { state, owner, due } = postmortem;
  if (isReviewed(state))
    return isBeforeEnd(postmortem, incident)
      ? [
          `the post-mortem \`${postmortem.incident}\` was reviewed before it ended and knows nothing of what came after: add that by a reviewed pull request, and set \`reviewed\` there to the time of that review`,
        ]
      : [];
  const late = due < utcDay(now) ? 'was' : 'is';
  const mend = isHidden(incident, organisation)
    ? `have somebody else than @${owner} read it, mend its gaps (\`tocsin postmortem lint\` names them), and commit \`state: reviewed\` without a pull request`
    : `nobody else than @${owner} approved it before it was merged, or it has gaps (\`tocsin postmortem lint\` names them). Mend that and set \`state: reviewed\` by pull request`;
  return [
    `the post-mortem \`${postmortem.incident}\` is \`${state}\` and not \`reviewed\`: ${mend}; @${owner} sees to it, it ${late} due on ${due}`,
  ];
}

/** Whether it failed on, or again, after others had read what was written about it. */
function isBeforeEnd({ reviewed }: Postmortem, { at }: Incident): boolean {
  return reviewed !== undefined && at.resolved !== undefined && reviewed < at.resolved;
}

/** Whether a post-mortem was written about an incident: its own, or one whose text names it among those that it covers. */
function isAbout({ incident: written, report }: Postmortem, { id }: Incident): boolean {
  if (written === id) return true;
  const named = new RegExp(`(?<![\\w-])${RegExp.escape(id)}(?!-?\\w)`);
  return report !== undefined && named.test(report.text);
}

/** What comes next where there is none; nothing hidden has a pull request, which everybody would read. */
function missingWords(organisation: Organisation, incident: Incident): string {
  if (isHidden(incident, organisation))
    return `and there is none: write it with \`tocsin postmortem draft ${incident.id}\`, have somebody else read it, and commit it with \`state: reviewed\` without a pull request, which everybody would see`;
  const closed = closedRequest(incident);
  return closed !== null
    ? `and ${closedWords(closed)}`
    : `and none is merged: finish the pull request of \`${postmortemBranch(incident.id)}\`, have it approved and merge it`;
}

function needOf(organisation: Organisation, incident: Incident): string {
  const isOfLevel = isPostmortemRequired(organisation, { ...incident, postmortemOwed: false });
  return isOfLevel
    ? `a ${incident.severityMax} of the category \`${incident.category}\` needs a post-mortem`
    : 'it owes a post-mortem since it was resolved, or by a repeat of it';
}

function promise(
  organisation: Organisation,
  item: ActionItem,
  hasIssue: boolean,
): readonly string[] {
  if (item.status !== 'accepted') return [];
  const hasOwner = item.assignee !== null || organisation.teams.has(item.ownerTeam);
  const missing = [
    ...(hasIssue && item.issue === null ? ['an issue'] : []),
    ...(hasOwner ? [] : ['an owner']),
    ...(item.due === null ? ['a due date'] : []),
  ];
  return missing.length === 0
    ? []
    : [`action item ${item.id} is accepted and lacks ${listed(missing)}`];
}

function listed(words: readonly string[]): string {
  return words.length < 2
    ? words.join('')
    : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`;
}
