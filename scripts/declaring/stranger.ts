// What somebody is told who may not declare an incident: the rule, the fix, and whom to call instead.
import type { Instant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { personOnCall } from '../oncall/schedule.ts';
import { resolveOwner } from '../ownership/resolve.ts';
import { subjectSignal } from '../ownership/subject.ts';
import { prose } from '../text/safe-prose.ts';

/** Markdown for whoever filled in a form about these services. In a public repository nobody is named: strangers wake nobody. */
export function strangerWords(
  organisation: Organisation,
  [service = '']: readonly string[],
  now: Instant,
): string {
  const words = `${RULE}\n\n${FIX}`;
  if (organisation.settings.repository === 'public') return words;
  const subject = subjectSignal('service', service, null);
  const { owner } = resolveOwner(organisation, subject, { source: null, told: new Set(), now });
  const team = organisation.teams.get(owner.team);
  if (team === undefined) return words;
  const schedule = team.schedule === null ? undefined : organisation.schedules.get(team.schedule);
  const onCall = schedule === undefined ? null : personOnCall(schedule, now);
  const who = onCall === null ? `@${team.lead}, its lead` : `@${onCall}, who is on call`;
  return `${words} If it cannot wait, call ${prose(team.name, 100)}: ${who}.`;
}

const RULE =
  "Incidents are declared by members of the organisation's teams and by whoever may triage issues. **Nobody has been called.**";
const FIX =
  'Ask one of them to declare it, or to list you in the file of your team; the issue stays as it is.';
