// An issue form that somebody filled in → a declared incident whose room is that very issue.
import type { Actor, EventIssue } from '../github/event.ts';
import { type FormFields, formKey, parseForm } from '../incidents/form.ts';
import type { Incident } from '../model/incident.ts';
import { type Instant, parseInstant } from '../model/instant.ts';
import { keyOf } from '../correlation/key.ts';
import { type Step, stepOf } from '../projection/sync.ts';
import type { Declaration } from '../declaring/declaration.ts';
import { declare, type Declared } from '../declaring/declare.ts';
import { mayDeclare } from '../slash-commands/permission.ts';
import { strangerWords } from '../declaring/stranger.ts';
import { answerMarker } from '../rooms/markers.ts';
import { apply, post, showRooms } from './comment.ts';
import { type Desk, type Heard, interrupted, readState, unheard } from './desk.ts';
import { hiddenHomeOf } from './home.ts';
import { isAnswered } from '../projection/settled.ts';
import { hearStray } from './stray.ts';

/**
 * Hears an issue that was opened, or edited while it is nobody's room. One without a form, or by somebody who may not declare, stays an ordinary issue; the
 * latter is told so.
 */
export async function hearForm(
  desk: Desk,
  issue: EventIssue,
  by: Actor,
  writtenAt: string,
): Promise<Heard> {
  const { github } = desk;
  const now = desk.now();
  const written = parseInstant(writtenAt) ?? now;
  const state = await readState(desk);
  const kept = hiddenHomeOf(state, issue);
  if (kept !== null) return await keepHidden(desk, issue, kept);
  const parsed = parseForm(issue.body, written);
  if (by.isBot || parsed.kind === 'no-form') return await hearStray(desk, issue, by);
  const asked = stepOf(await github.permissions.levelOf(by.login));
  if (asked.kind !== 'done') return interrupted(asked);
  const speaker = { login: by.login, permission: asked.value };
  if (!mayDeclare(state.organisation, speaker))
    return await refuse(
      desk,
      issue,
      strangerWords(
        state.organisation,
        parsed.kind === 'fields' ? parsed.fields.services : [],
        now,
      ),
    );
  if (parsed.kind === 'refused')
    return await refuse(desk, issue, correctionWords(parsed.sentences));
  const declaration = declarationOf(issue, parsed.fields, written);
  const { outcome, incidents } = await apply<Declared>(
    desk,
    state,
    null,
    ({ organisation }, book) =>
      declare(organisation, book, declaration, {
        login: by.login,
        now,
        key: formKey(issue.number),
      }),
  );
  if (outcome.kind === 'refused')
    return await refuse(desk, issue, correctionWords(outcome.reasons));
  const again = await showRooms(desk, [outcome.incident]);
  if (outcome.kind === 'joined') {
    const interruption = await settleJoined(desk, issue, outcome.remarks);
    if (interruption !== null) return { ...interruption, incidents };
    return { said: `issue ${issue.number}: joined ${outcome.incident}`, incidents, again };
  }
  // What is hidden is answered nowhere that others read; the timeline of its file has the same words.
  const declared = hiddenHomeOf(await readState(desk), issue);
  if (outcome.kind === 'declared' && outcome.remarks.length > 0 && declared === null) {
    const said = `${answerMarker(formKey(issue.number))}\n\n${REMARKED}\n\n${listed(outcome.remarks)}`;
    const interruption = await post(desk, issue.number, said);
    if (interruption !== null) return { ...interruption, incidents };
  }
  return { said: `issue ${issue.number}: ${outcome.incident} declared`, incidents, again };
}

/** Whatever is written into the issue of what nobody may read, it is emptied again. */
export async function keepHidden(
  desk: Desk,
  { number }: EventIssue,
  { id }: Incident,
): Promise<Heard> {
  const again = await showRooms(desk, [id]);
  return { said: `issue ${number}: kept empty`, incidents: [], again };
}

/** Whoever declared what is open already reads where it goes on; their issue is no second room. */
async function settleJoined(
  desk: Desk,
  { number }: EventIssue,
  remarks: readonly string[],
): Promise<Heard | null> {
  const said = `${answerMarker(formKey(number))}\n\n**No second incident was declared.** ${remarks.join('\n\n')}`;
  const interruption = await post(desk, number, said);
  if (interruption !== null) return interruption;
  const closed = stepOf(
    await desk.github.issues.update(number, { state: 'closed', reason: 'not_planned' }),
  );
  return closed.kind === 'later' ? interrupted(closed) : null;
}

function declarationOf(issue: EventIssue, fields: FormFields, writtenAt: Instant): Declaration {
  const { kind, customers, from, until } = fields;
  return {
    form: kind === 'report' ? 'customer-report' : kind,
    title: issue.title,
    services: fields.services,
    severity: fields.severity,
    category: fields.category,
    environment: fields.environment,
    description: fields.text,
    another: fields.another,
    recurrenceOf: fields.recurrenceOf,
    ticket: fields.ticket,
    customers: customers === null ? null : String(customers),
    started: kind === 'maintenance' ? null : from,
    window: from !== null && until !== null ? { from, until } : null,
    room: issue.number,
    writtenAt,
    assumed: fields.assumed,
  };
}

const REMARKED =
  '**The incident is declared.** Not everything could be read; correct what is wrong.';

function listed(sentences: readonly string[]): string {
  return sentences.map((sentence) => `- ${sentence}`).join('\n');
}

function correctionWords(reasons: readonly string[]): string {
  return `${listed(reasons)}\n\nEdit this issue: it is read again.`;
}

/** Whether a form was refused as it stands. It is not judged again: what makes no sense today must not call people tomorrow. */
export async function isRefused({ github }: Desk, issue: EventIssue): Promise<Step<boolean>> {
  return await isAnswered(github, issue.number, refusalMarker(issue));
}

function refusalMarker({ title, body }: EventIssue): string {
  return answerMarker(`form-${keyOf([title, body])}`);
}

async function refuse(desk: Desk, issue: EventIssue, why: string): Promise<Heard> {
  const { number } = issue;
  const text = `${refusalMarker(issue)}\n\n**No incident was declared.**\n\n${why}`;
  const refused = await isRefused(desk, issue);
  if (refused.kind === 'later') return interrupted(refused);
  if (refused.kind === 'done' && refused.value) return unheard(`issue ${number}: refused before`);
  const made = stepOf(await desk.github.comments.create(number, text));
  return made.kind === 'later' ? interrupted(made) : unheard(`issue ${number}: refused`);
}
