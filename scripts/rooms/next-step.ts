// What to do now, in one sentence: what somebody who was woken reads first.
import type { CommandName } from '../slash-commands/catalogue.ts';
import { openWord } from '../incidents/last-word.ts';
import { type Incident, isActive, isTaken } from '../model/incident.ts';
import { isMajor } from '../model/severity.ts';
import type { Clock } from './clocks.ts';

/** A step that somebody has to take. */
export type Step = {
  /** A sentence of ours, in Markdown. */
  readonly sentence: string;
  /** Commands that help now, the likeliest first. */
  readonly commands: readonly CommandName[];
};

/** The step that an incident needs most; `skipped` is what it lacked when it was closed in its file. */
export function nextStep(
  incident: Incident,
  clocks: readonly Clock[],
  hasDraft: boolean,
  skipped: readonly string[] = [],
): Step {
  if (incident.kind === 'maintenance') return MAINTENANCE;
  if (skipped.length > 0) return skippedStep(skipped);
  const { state, roles } = incident;
  if (!isActive(incident)) return endedStep(incident, clocks);
  if (!isTaken(incident)) {
    const isOpen = state === 'triage';
    return {
      sentence: isOpen
        ? 'Nobody has taken it yet: take it with `/ack`, or say with `/decline why` that it is none.'
        : incident.handover === null
          ? 'Nobody has taken it yet: take it with `/ack`.'
          : 'It was handed over and nobody has taken it since: take it with `/ack`.',
      commands: ['ack', 'delegate', isOpen ? 'decline' : 'sev', 'role', 'note'],
    };
  }
  if (hasDraft)
    return {
      sentence:
        'A public update waits for the manager: read it below, then `/approve` it, or take it away with `/approve none`.',
      commands: ['approve', 'update', 'note'],
    };
  if (isMajor(incident.severity) && roles['manager'] === undefined)
    return {
      sentence: 'Nobody is incident manager: name one with `/role manager @login`.',
      commands: ['role', 'status', 'note', 'update'],
    };
  if (clocks.some(({ kind }) => kind === 'update') && incident.updates.length === 0)
    return {
      sentence: 'The public knows nothing yet: tell it with `/update investigating text`.',
      commands: ['update', 'status', 'note', 'mitigated'],
    };
  return PROGRESS[state] ?? FALLBACK;
}

const PROGRESS: Readonly<Partial<Record<Incident['state'], Step>>> = {
  triage: {
    sentence: 'Find out whether it is an incident: `/status investigating`, or `/decline why`.',
    commands: ['status', 'sev', 'decline', 'note'],
  },
  investigating: {
    sentence:
      'Stop the suffering first (`/mitigated`), then name the cause (`/status identified …`).',
    commands: ['mitigated', 'status', 'note', 'suspect', 'page', 'update'],
  },
  identified: {
    sentence: 'The cause is known: stop the suffering, then say `/mitigated`.',
    commands: ['mitigated', 'resolve', 'note', 'update', 'action'],
  },
  monitoring: {
    sentence: 'It looks well again: watch it, then `/resolve` when you are sure.',
    commands: ['resolve', 'status', 'update', 'action', 'note'],
  },
};

const FALLBACK: Step = { sentence: 'Write down what you see with `/note`.', commands: ['note'] };

const MAINTENANCE: Step = {
  sentence: 'Planned work: tell the public with `/update` when it begins and when it is done.',
  commands: ['update', 'note', 'resolve'],
};

function skippedStep(reasons: readonly string[]): Step {
  return {
    sentence: `It was closed in its file, past the gate: ${reasons.join('; ')}. Write \`resolved\` there and take \`closed\` out of \`at\`, or say \`/reopen\`. The room stays open until then.`,
    commands: ['reopen', 'note', 'timeline'],
  };
}

function endedStep(incident: Incident, clocks: readonly Clock[]): Step {
  const { state, postmortem } = incident;
  const word = openWord(incident);
  if (word !== null && (state === 'resolved' || state === 'closed'))
    return {
      sentence: `It is fixed, and customers still read \`${word}\`: tell them with \`/update resolved text\`.`,
      commands: ['update', 'postmortem', 'action', 'close'],
    };
  switch (state) {
    case 'duplicate':
      return {
        sentence: 'It repeats another incident: go on there.',
        commands: ['unduplicate', 'note'],
      };
    case 'declined':
      return { sentence: 'It was no incident. Nothing is to be done.', commands: ['reopen'] };
    case 'closed':
      return { sentence: 'It is over. Nothing is to be done.', commands: ['reopen', 'similar'] };
    default:
      break;
  }
  if (!clocks.some(({ kind, done }) => kind === 'postmortem' && done === null))
    return {
      sentence: 'It is fixed: `/close` it when every action item has an owner and a day.',
      commands: ['close', 'action', 'reopen', 'timeline'],
    };
  return {
    sentence:
      postmortem === null
        ? 'It is fixed and needs a post-mortem: begin it with `/postmortem owner @login`.'
        : 'It is fixed: finish the post-mortem, then `/close` it.',
    commands: ['postmortem', 'action', 'close', 'reopen'],
  };
}
