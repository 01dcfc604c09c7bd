// What people do with the labels of a room: a command where there is one, else it is put back.
import type { EventIssue } from '../github/event.ts';
import { keyOf } from '../correlation/key.ts';
import { describeLabel } from '../rooms/labels.ts';

/** What a label that was put on or taken off asks for. */
export type LabelMeaning =
  /** The same as a command. */
  | { readonly kind: 'command'; readonly text: string }
  /** The room's file says otherwise, and how to say it there. */
  | { readonly kind: 'put_back'; readonly reason: string }
  /** A label of people's own. */
  | { readonly kind: 'none' };

/** Reads a label that somebody put on. */
export function meaningOfAdded(label: string): LabelMeaning {
  const severity = /^sev\/([1-4])$/.exec(label)?.[1];
  if (severity !== undefined) return { kind: 'command', text: `/sev ${severity}` };
  const command = STATES[label];
  if (command !== undefined) return { kind: 'command', text: command };
  return meaningOfOther(label, 'taken off again');
}

/** Reads a label that somebody took off: what it says is still so until something else is said. */
export function meaningOfRemoved(label: string): LabelMeaning {
  return meaningOfOther(label, 'put back');
}

/** The key of a change of labels: the same for every delivery of the same event. */
export function labelKey({ number }: EventIssue, label: string, at: string): string {
  return `lb-${keyOf([String(number), label, at])}`;
}

const STATES: Readonly<Record<string, string>> = {
  'state/investigating': '/status investigating',
  'state/identified': '/status identified by label, the cause follows',
  'state/monitoring': '/mitigated',
  'state/resolved': '/resolve',
  'state/closed': '/close',
  'state/declined': '/decline by label',
};

function meaningOfOther(label: string, what: 'put back' | 'taken off again'): LabelMeaning {
  if (describeLabel(label) === null) return { kind: 'none' };
  const family = label.split('/')[0] ?? label;
  return {
    kind: 'put_back',
    reason: `The label \`${label.replaceAll('`', '')}\` shows what the incident's file says and was ${what}. ${WAYS[family] ?? 'It changes with the incident.'}`,
  };
}

const WAYS: Readonly<Record<string, string>> = {
  sev: 'Say `/sev 1`, or put the label of the new severity on.',
  state:
    'Say `/status`, `/mitigated`, `/resolve` or `/close`, or put the label of the new state on.',
  team: 'Hand the incident over with `/delegate team`.',
  public: 'Say `/publish`, `/unpublish` or `/update`.',
  duplicate: 'Say `/duplicate #room` or `/unduplicate`.',
  cascade: 'Say `/caused-by #room`.',
  'suspect-deploy': 'Say `/suspect` or `/clear-suspect`.',
};
