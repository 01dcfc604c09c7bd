// What a command leaves to be done or known, a sentence each: it is said beside what was done.
import { firingWords } from '../../incidents/firing-words.ts';
import { openWord } from '../../incidents/last-word.ts';
import type { Incident } from '../../model/incident.ts';
import { addMs, inUtc } from '../../model/instant.ts';
import { isReviewed } from '../../postmortems/gate.ts';
import { readable } from '../../postmortems/written.ts';
import type { Milestone } from '../../response/milestones.ts';
import { capitalised } from '../../text/capitalised.ts';
import { type Remark, type Situation } from '../situation.ts';

/** What nobody reported as over: people may be in the wrong room, or too early. */
export function stillFiring({ incident, now, organisation }: Situation): string {
  const words = firingWords(incident);
  const from = addMs(now, organisation.settings.quietPeriodMs);
  return words === null
    ? ''
    : `${capitalised(words)}: make sure that it is over. What is still reported from ${inUtc(from)} on takes it up again and calls.`;
}

/** Which times nobody knows yet, and how to say them. */
export function gaps(incident: Incident, names: readonly Milestone[]): string {
  const missing = names.filter((name) => incident.at[name] === undefined);
  // Planned work has a window in their place.
  if (incident.kind === 'maintenance') return '';
  if (missing.length === 0) return '';
  return `Not known yet: ${missing.map((name) => `\`/set ${name} HH:MM\``).join(', ')}.`;
}

/** What customers still read when everything of the comment was done. */
export function publicHint(word: 'monitoring' | 'resolved'): Remark {
  return (end) => {
    const said = openWord(end);
    return said === null || said === word
      ? ''
      : `Customers still read \`${said}\`: tell them with \`/update ${word} …\`.`;
  };
}

/** What is reviewed before an incident ends was written about a failure before this one. */
export function reviewHint({ postmortem }: Situation): string {
  const written = readable(postmortem);
  return written !== null && isReviewed(written.state)
    ? 'The post-mortem is reviewed already and knows nothing of what came after: add that by pull request.'
    : '';
}
