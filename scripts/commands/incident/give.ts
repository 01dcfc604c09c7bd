// `tocsin incident VERB ID`: a command of an incident's room, given here.
import type { Operation } from '../../apply/apply.ts';
import { CommandFailure, EXIT, type ExitCode } from '../../cli/exit-code.ts';
import { printable } from '../../cli/printable.ts';
import { knownIssueUrl } from '../../command-support/room-place.ts';
import { keyOf } from '../../correlation/key.ts';
import { isHidden } from '../../incidents/hidden.ts';
import { writtenFor } from '../../postmortems/written.ts';
import { readBook } from '../../response/book.ts';
import {
  carryOut,
  type CommandAnswer,
  type CommentOutcome,
} from '../../slash-commands/carry-out.ts';
import { type Carried, commit, type Desk, isWriter, known, openFiles, plain } from './desk.ts';
import { roomSentence } from './hand-over.ts';
import { localSpeaker } from './speaker.ts';

/** Gives the command, and prints what is answered. */
export async function giveCommand(desk: Desk, id: string, text: string): Promise<ExitCode> {
  const { args, runtime, root, state } = desk;
  const incident = known(desk, id);
  const speaker = await localSpeaker(args, runtime, root);
  const now = runtime.now();
  const key = `cl-${keyOf([speaker.login, now, text])}`;
  const { organisation } = state;
  const postmortem = writtenFor(incident, state);
  const issueUrl = await knownIssueUrl(args, runtime, root);
  const operation: Operation<CommentOutcome> = (book) =>
    carryOut({ organisation, postmortem, now, issueUrl }, book, {
      key,
      incident: incident.id,
      text,
      speaker,
      at: now,
    });
  // What GitHub tells nothing of has no room: its file is where it is led.
  const { outcome, commits } =
    isWriter(desk) || isHidden(incident, organisation)
      ? await commit(desk, operation)
      : await ask(desk, operation, roomSentence(incident, text));
  const answers = outcome.kind === 'carried_out' ? outcome.answers : [];
  runtime.out(
    args.flag('json')
      ? `${JSON.stringify({ outcome, commits }, null, 2)}\n`
      : printable(answers.map(tell).join('')),
  );
  if (answers.length === 0 && !args.flag('json'))
    runtime.err(`${incident.id} is not committed yet\n`);
  return answers.length > 0 && answers.every(({ kind }) => kind === 'done' || kind === 'answered')
    ? EXIT.clean
    : EXIT.findings;
}

function tell(answer: CommandAnswer): string {
  if (answer.kind === 'answered') return `${plain(answer.title)}\n\n${answer.text}\n`;
  return `${answer.kind}: ${plain(answer.text)}\n`;
}

/** A question and a refusal change nothing, and are answered anywhere. */
async function ask<Outcome>(
  desk: Desk,
  operation: Operation<Outcome>,
  instead: string,
): Promise<Carried<Outcome>> {
  const workspace = await openFiles(desk);
  const files = await workspace.readIncidentFiles(await workspace.readHead());
  const { outcome, effects } = operation(readBook(files));
  if (effects.length > 0) throw new CommandFailure(instead);
  return { outcome, commits: [] };
}
