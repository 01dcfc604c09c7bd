// The way from the state that an incident had to the one that somebody wrote into its file, as the commands that go it.
import { type Incident, isActive } from '../model/incident.ts';
import type { CommandName } from '../slash-commands/catalogue.ts';

/** The next command on the way. */
export type StateStep = {
  readonly command: CommandName;
  readonly argument: string;
  /** Words of the speaker may follow. */
  readonly takesWords: boolean;
};

/** What leads an incident nearer to how its file says that it stands; null where no command does. */
export function nextStep(from: Incident, to: Incident): StateStep | null {
  const { duplicateOf } = to.relations;
  if (from.state === 'duplicate') return plain('unduplicate');
  if (to.state === 'duplicate')
    return duplicateOf === undefined ? null : { ...plain('duplicate'), argument: duplicateOf };
  if (isActive(from)) return stepOfActive(from, to);
  if (from.state === 'resolved' && to.state === 'closed') return plain('close');
  // What was closed and is resolved again was not taken up in between, and what was an incident is none by two words.
  return isActive(to) && to.state !== 'triage' ? reasoned('reopen') : null;
}

function stepOfActive(from: Incident, to: Incident): StateStep | null {
  switch (to.state) {
    case 'investigating':
      return from.state === 'triage' ? plain('ack') : reasoned('status', 'investigating');
    case 'identified':
      return reasoned('status', 'identified');
    case 'monitoring':
      return reasoned('mitigated');
    case 'resolved':
    case 'closed':
      return reasoned('resolve');
    case 'declined':
      return from.state === 'triage' || from.state === 'investigating'
        ? reasoned('decline')
        : plain('status', 'investigating');
    case 'triage':
    case 'duplicate':
      return null;
  }
}

function plain(command: CommandName, argument = ''): StateStep {
  return { command, argument, takesWords: false };
}

function reasoned(command: CommandName, argument = ''): StateStep {
  return { command, argument, takesWords: true };
}
