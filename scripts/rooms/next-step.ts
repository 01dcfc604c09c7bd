// What to do now, in one sentence: what somebody who was woken reads first.
import type { CommandName } from '../slash-commands/catalogue.ts';
import { firingWords } from '../incidents/firing-words.ts';
import { openWord } from '../incidents/last-word.ts';
import { hasEnded, type Incident, isActive, isTaken } from '../model/incident.ts';
import { isMajor } from '../model/severity.ts';
import { closedWords } from '../postmortems/pull-request.ts';
import { cell } from '../text/safe-prose.ts';
import type { Clock } from './clocks.ts';
import type { Learning } from './learning.ts';

/** A step that somebody has to take. */
export type Step = {
  /** A sentence of ours, in Markdown. */
  readonly sentence: string;
  /** Commands that help now, the likeliest first. */
  readonly commands: readonly CommandName[];
};

/** What is known beside the incident's own file. */
type Standing = {
  readonly learning: Learning;
  /** What it lacked when it was ended in its file. */
  readonly skipped: readonly string[];
  /** Whether the time that was planned for it is over, for work that takes place once. */
  readonly isWindowOver: boolean;
};

/** The step that an incident needs most. */
export function nextStep(
  incident: Incident,
  clocks: readonly Clock[],
  hasDraft: boolean,
  { learning, skipped, isWindowOver }: Standing,
): Step {
  if (skipped.length > 0) return skippedStep(incident, skipped);
  if (incident.kind === 'maintenance') {
    if (!isActive(incident)) return workEnded(incident);
    return isWindowOver ? workAfter(incident) : MAINTENANCE;
  }
  const { state, roles } = incident;
  if (!isActive(incident)) return endedStep(incident, clocks, learning);
  if (!isTaken(incident)) {
    const isOpen = state === 'triage';
    return {
      sentence: isOpen
        ? 'Nobody has taken it yet: take it with `/ack`, or say with `/decline why` that it is none.'
        : incident.handover === null
          ? 'Nobody has taken it yet: take it with `/ack`.'
          : 'It was handed over or taken up again, and nobody has taken it since: take it with `/ack`.',
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

/** Work whose time is over; nobody but people knows whether it is done. */
function workAfter({ updates }: Incident): Step {
  return updates.at(-1)?.status === 'completed'
    ? { sentence: 'The work is done: end it with `/resolve`.', commands: ['resolve', 'note'] }
    : {
        sentence:
          'Its time is over: say `/update completed …` and `/resolve` once it is done, or `/update in_progress …` where it takes longer.',
        commands: ['update', 'resolve', 'note'],
      };
}

function workEnded({ state }: Incident): Step {
  if (state === 'declined')
    return { sentence: 'It was called off. Nothing is to be done.', commands: ['reopen', 'note'] };
  return state === 'closed'
    ? { sentence: 'It is over. Nothing is to be done.', commands: ['reopen', 'note'] }
    : {
        sentence: 'The work is done: `/close` it when every action item has an owner and a day.',
        commands: ['close', 'action', 'reopen', 'note'],
      };
}

function skippedStep({ state }: Incident, reasons: readonly string[]): Step {
  const [ended, mend, command] =
    state === 'closed'
      ? (['closed', ' and take `closed` out of `at`', 'reopen'] as const)
      : state === 'duplicate'
        ? (['made a duplicate', '', 'unduplicate'] as const)
        : (['declined', '', 'reopen'] as const);
  return {
    sentence: `It was ${ended} in its file, past the gate: ${reasons.join('; ')}. Write \`resolved\` there${mend}, or say \`/${command}\`. The room stays open until then.`,
    commands: [command, 'note', 'timeline'],
  };
}

function endedStep(incident: Incident, clocks: readonly Clock[], learning: Learning): Step {
  const { state } = incident;
  const firing = firingWords(incident);
  if (firing !== null && hasEnded(incident))
    return {
      sentence: `It was resolved, and ${firing}: make sure that it is over, or take it up again with \`/reopen\`.`,
      commands: ['reopen', 'note', 'timeline', 'close'],
    };
  const word = openWord(incident);
  if (word !== null && hasEnded(incident))
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
  const isOwed = clocks.some(({ kind, done }) => kind === 'postmortem' && done === null);
  if (!isOwed && learning.kind !== 'unreadable')
    return {
      sentence: 'It is fixed: `/close` it when every action item has an owner and a day.',
      commands: ['close', 'action', 'reopen', 'timeline'],
    };
  return learningStep(learning);
}

function learningStep(learning: Learning): Step {
  switch (learning.kind) {
    case 'none':
      return {
        sentence: 'It is fixed and needs a post-mortem: begin it with `/postmortem owner @login`.',
        commands: ['postmortem', 'action', 'close', 'reopen'],
      };
    case 'written':
      return {
        sentence: `It is fixed: finish [the pull request of its post-mortem](${learning.url}), have it approved and merge it, then \`/close\`.`,
        commands: ['postmortem', 'action', 'close', 'reopen'],
      };
    case 'closed':
      return {
        sentence: `It is fixed and needs [a post-mortem](${learning.url}), and ${closedWords(learning.pullRequest)}.`,
        commands: ['postmortem', 'action', 'close', 'reopen'],
      };
    case 'unread':
      return {
        sentence: `It is fixed, and [its post-mortem](${learning.url}) is not reviewed: have it approved by somebody else than ${cell(learning.owner)}, and set \`state: reviewed\` by pull request, then \`/close\`.`,
        commands: ['close', 'action', 'reopen'],
      };
    case 'unreadable':
      return {
        sentence: `It is fixed, and [its post-mortem](${learning.url}) cannot be read: ${learning.mistake}. Mend that by pull request, then \`/close\`.`,
        commands: ['close', 'action', 'reopen'],
      };
    case 'reviewed':
      return {
        sentence: `It is fixed, and [its post-mortem](${learning.url}) is reviewed: \`/close\` it.`,
        commands: ['close', 'action', 'reopen'],
      };
  }
}
