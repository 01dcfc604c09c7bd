// What rules answer: destinations, policies and intervals that exist, identities that last, waits that are short.
import type { Located } from '../../config/document-set.ts';
import type { GateEntry, RulesDocument, TargetEntry } from '../../config/rule-documents.ts';
import { durationMs } from '../../config/duration.ts';
import type { Path } from '../../config/syntax.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { finding, unknownReference } from '../finding.ts';
import type { Known } from '../known.ts';
import { checkWhen } from './conditions.ts';

type File = Located<RulesDocument>;

/** Checks the answers of all rules of a file. */
export function checkAnswers(file: File, known: Known): readonly Diagnostic[] {
  const { identity = [], gate = [], cascade = [], group = [], notify = [] } = file.document;
  return [
    ...identity.flatMap(({ by }, index) => checkLasting(file, ['identity', index, 'by'], by)),
    ...gate.flatMap((rule, index) => checkGate(file, index, rule, known)),
    ...cascade.flatMap(({ settle }, index) => checkSettle(file, index, settle)),
    ...group.flatMap(({ by }, index) => checkLasting(file, ['group', index, 'by'], by)),
    ...notify.flatMap(({ to, also, escalate }, index) => [
      ...checkTargets(file, ['notify', index, 'to'], to, known),
      ...checkTargets(file, ['notify', index, 'also'], also, known),
      ...(escalate === undefined || known.escalations.has(escalate)
        ? []
        : [
            unknownReference(
              'escalation policy',
              escalate,
              file.locate(['notify', index, 'escalate']),
              known.escalations,
            ),
          ]),
    ]),
  ];
}

/** Teams that are named as destinations exist. */
export function checkTargets(
  file: File,
  path: Path,
  targets: readonly TargetEntry[] | undefined,
  known: Known,
): readonly Diagnostic[] {
  return (targets ?? []).flatMap((target, position) =>
    typeof target === 'object' && 'team' in target && !known.teams.has(target.team)
      ? [
          unknownReference(
            'team',
            target.team,
            file.locate([...path, position, 'team']),
            known.teams,
          ),
        ]
      : [],
  );
}

function checkGate(
  file: File,
  index: number,
  { mute, suppress_when: suppress }: GateEntry,
  known: Known,
): readonly Diagnostic[] {
  if (mute !== undefined && !known.intervals.has(mute))
    return [
      unknownReference('interval', mute, file.locate(['gate', index, 'mute']), known.intervals),
    ];
  if (suppress === undefined) return [];
  const path = ['gate', index, 'suppress_when', 'open'];
  return checkWhen({ file, path, when: suppress.open, known, hasSeverity: true });
}

/** Labels that say how a problem is doing and not which one it is. */
const CHANGING: ReadonlySet<string> = new Set([
  'severity',
  'level',
  'priority',
  'urgency',
  'status',
  'state',
  'alertstate',
  'value',
  'values',
  'title',
  'text',
  'message',
  'description',
  'summary',
  'time',
  'timestamp',
]);

function checkLasting(file: File, path: Path, fields: readonly string[]): readonly Diagnostic[] {
  return fields.flatMap((field, position) => {
    const label = field.startsWith('label.') ? field.slice('label.'.length).toLowerCase() : null;
    if (label === null || !CHANGING.has(label)) return [];
    return [
      finding(
        'rule-identity',
        file.locate([...path, position]),
        `unexpected \`${field}\` in an identity, expected fields that stay the same from trigger to recovery`,
        'leave it out; what changes belongs into `when`, or into the severity stage',
      ),
    ];
  });
}

/** A call waits for a failing dependency so long at most, in milliseconds. */
const MOST_SETTLE_MS = 15_000;

function checkSettle(file: File, index: number, settle: string | undefined): readonly Diagnostic[] {
  if (settle === undefined || durationMs(settle) <= MOST_SETTLE_MS) return [];
  return [
    finding(
      'rule-limit',
      file.locate(['cascade', index, 'settle']),
      `unexpected \`settle\` of ${settle}, expected 15s or less`,
      'somebody waits for this call: use `15s`, or let the failing dependency adopt it later (`adopt`)',
    ),
  ];
}
