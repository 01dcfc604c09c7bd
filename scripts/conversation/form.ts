// An issue form that somebody filled in → a declared incident whose room is that very issue.
import type { Actor, EventIssue } from '../github/event.ts';
import { type FormFields, parseForm, type ParsedForm } from '../incidents/form.ts';
import { type Instant, parseInstant } from '../model/instant.ts';
import type { Organisation } from '../model/organisation.ts';
import { personOnCall } from '../oncall/schedule.ts';
import { resolveOwner } from '../ownership/resolve.ts';
import { subjectSignal } from '../ownership/subject.ts';
import { stepOf } from '../projection/sync.ts';
import type { Declaration } from '../slash-commands/declaration.ts';
import { declare, type Declared } from '../slash-commands/declare.ts';
import { mayDeclare } from '../slash-commands/permission.ts';
import { prose } from '../text/safe-prose.ts';
import { apply, showRooms } from './comment.ts';
import { type Desk, type Heard, interrupted, readState, unheard } from './desk.ts';
import { isAnswered } from './settled.ts';

/**
 * Hears an issue that was opened. One without a form, or by somebody who may not declare, stays an ordinary issue; the
 * latter is told so.
 */
export async function hearForm(
  desk: Desk,
  issue: EventIssue,
  by: Actor,
  openedAt: string,
): Promise<Heard> {
  const { github } = desk;
  const now = desk.now();
  const parsed = parseForm(issue.body, parseInstant(openedAt) ?? now);
  if (by.isBot || parsed.kind === 'no-form') return unheard(`issue ${issue.number}: no form`);
  const asked = stepOf(await github.permissions.levelOf(by.login));
  if (asked.kind !== 'done') return interrupted(asked);
  const state = await readState(desk);
  const speaker = { login: by.login, permission: asked.value };
  if (!mayDeclare(state.organisation, speaker))
    return await refuse(desk, issue, strangerWords(state.organisation, parsed, now));
  if (parsed.kind === 'refused')
    return await refuse(desk, issue, correctionWords(parsed.sentences));
  const declaration = declarationOf(issue, parsed.fields);
  const { outcome, incidents } = await apply<Declared>(
    desk,
    state,
    null,
    ({ organisation }, book) =>
      declare(organisation, book, declaration, {
        login: by.login,
        now,
        key: `if-${issue.number}`,
      }),
  );
  if (outcome.kind === 'refused')
    return await refuse(desk, issue, correctionWords(outcome.reasons));
  const again = await showRooms(desk, [outcome.incident]);
  return { said: `issue ${issue.number}: ${outcome.incident} declared`, incidents, again };
}

function declarationOf(issue: EventIssue, fields: FormFields): Declaration {
  const { kind, customers, from, until } = fields;
  return {
    form: kind === 'report' ? 'customer-report' : kind,
    title: issue.title,
    services: fields.services,
    severity: fields.severity,
    category: fields.category,
    environment: fields.environment,
    description: fields.text,
    ticket: fields.ticket,
    customers: customers === null ? null : String(customers),
    started: kind === 'maintenance' ? null : from,
    window: from !== null && until !== null ? { from, until } : null,
    room: issue.number,
  };
}

function correctionWords(reasons: readonly string[]): string {
  return `${reasons.map((reason) => `- ${reason}`).join('\n')}\n\nCorrect it in a new form, or say it with \`tocsin incident open\`.`;
}

/** Whom to call instead; in a public repository nobody is named, so that strangers wake nobody. */
function strangerWords(organisation: Organisation, form: ParsedForm, now: Instant): string {
  const rule =
    "Incidents are declared by members of the organisation's teams and by whoever may triage issues. **Nobody has been called.**";
  const fix =
    'Ask one of them to declare it, or to list you in the file of your team; the issue stays as it is.';
  if (organisation.settings.repository === 'public') return `${rule}\n\n${fix}`;
  const [name = ''] = form.kind === 'fields' ? form.fields.services : [];
  const resolution = resolveOwner(organisation, subjectSignal('service', name, null), {
    source: null,
    told: new Set(),
    now,
  });
  const team = organisation.teams.get(resolution.owner.team);
  if (team === undefined) return `${rule}\n\n${fix}`;
  const schedule = team.schedule === null ? undefined : organisation.schedules.get(team.schedule);
  const onCall = schedule === undefined ? null : personOnCall(schedule, now);
  const who = onCall === null ? `@${team.lead}, its lead` : `@${onCall}, who is on call`;
  return `${rule}\n\n${fix} If it cannot wait, call ${prose(team.name, 100)}: ${who}.`;
}

async function refuse({ github }: Desk, { number }: EventIssue, why: string): Promise<Heard> {
  const marker = '<!-- tocsin:answer form -->';
  const text = `${marker}\n\n**No incident was declared.**\n\n${why}`;
  const answered = await isAnswered(github, number, marker);
  if (answered.kind === 'later') return interrupted(answered);
  if (answered.kind === 'done' && answered.value) return unheard(`issue ${number}: refused before`);
  const made = stepOf(await github.comments.create(number, text));
  return made.kind === 'later' ? interrupted(made) : unheard(`issue ${number}: refused`);
}
