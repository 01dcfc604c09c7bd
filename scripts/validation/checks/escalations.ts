// Escalations reach teams that exist and end at a channel.
import type { Located } from '../../config/document-set.ts';
import type { RulesDocument, TargetEntry } from '../../config/rule-documents.ts';
import { durationMs } from '../../config/duration.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { finding } from '../finding.ts';
import type { Known } from '../known.ts';
import { checkTargets } from './rule-answers.ts';

/** Checks the escalation policies of a file. */
export function checkEscalations(
  file: Located<RulesDocument>,
  known: Known,
): readonly Diagnostic[] {
  return Object.entries(file.document.escalations ?? {}).flatMap(([id, { steps }]) => {
    const path = ['escalations', id, 'steps'];
    const latest = Math.max(...steps.map(({ after }) => durationMs(after)));
    const last = steps.findLastIndex(({ after }) => durationMs(after) === latest);
    const ends = steps.some(({ after, to }) => durationMs(after) === latest && to.some(isChannel));
    return [
      ...steps.flatMap(({ to }, index) => checkTargets(file, [...path, index, 'to'], to, known)),
      ...(ends
        ? []
        : [
            finding(
              'escalation-end',
              file.locate([...path, last, 'to']),
              'unexpected people in the last step, expected a channel, since people sleep',
              'add `team-channel` or `channel: "#…"` to it',
            ),
          ]),
    ];
  });
}

function isChannel(target: TargetEntry): boolean {
  return target === 'team-channel' || (typeof target === 'object' && 'channel' in target);
}
