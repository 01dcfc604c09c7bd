// What rules answer: destinations, policies and intervals that exist, identities that last, waits that are short.
import type { Located } from '../../config/document-set.ts';
import type {
  GateEntry,
  NotifyEntry,
  RulesDocument,
  TargetEntry,
  WhenEntry,
} from '../../config/rule-documents.ts';
import { durationMs } from '../../config/duration.ts';
import type { Path } from '../../config/syntax.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { MOST_SETTLE_MS } from '../../model/rule.ts';
import { finding, unknownReference } from '../finding.ts';
import type { Known } from '../known.ts';
import { checkWhen } from './conditions.ts';

type File = Located<RulesDocument>;

/** Checks the answers of all rules of a file. */
export function checkAnswers(file: File, known: Known): readonly Diagnostic[] {
  const { identity = [], gate = [], cascade = [], group = [], notify = [] } = file.document;
  return [
    ...identity.flatMap(({ by, when }, index) => [
      ...checkLasting(file, ['identity', index, 'by'], by),
      ...checkLastingWhen(file, ['identity', index, 'when'], when),
    ]),
    ...gate.flatMap((rule, index) => checkGate(file, index, rule, known)),
    ...cascade.flatMap(({ settle }, index) => checkSettle(file, index, settle)),
    ...group.flatMap(({ by }, index) => checkLasting(file, ['group', index, 'by'], by)),
    ...notify.flatMap((rule, index) => checkAlso(file, index, rule)),
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

/** What adds to a call decides neither who is called later nor how often. */
function checkAlso(
  file: File,
  index: number,
  { also, escalate, limit }: NotifyEntry,
): readonly Diagnostic[] {
  if (also === undefined) return [];
  return Object.entries({ escalate, limit }).flatMap(([key, value]) =>
    value === undefined
      ? []
      : [
          finding(
            'rule-also',
            file.locateKey(['notify', index, key]),
            `unexpected \`${key}\` in a rule with \`also\`, expected it in the rule with \`to\` that decides`,
            `move \`${key}\` to a rule with \`to\`: what \`also\` adds is told once, with the call of that rule and within its limit`,
          ),
        ],
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
  if (Object.hasOwn(suppress.open, 'during'))
    return [
      finding(
        'rule-field',
        file.locateKey([...path, 'during']),
        'unexpected `during` in `open`, expected it in `when`: what fires on has no instant to ask for',
        'move it to `when`, which asks when the signal that is held back was received',
      ),
    ];
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

/** The last words of names that most likely say so, too: `current_value`, `error.message`, `alertText`. */
const LIKELY_CHANGING: ReadonlySet<string> = new Set([
  'severity',
  'value',
  'values',
  'text',
  'message',
  'msg',
  'timestamp',
]);

/** Fields that say the same: how the problem is doing, what it is called today, when it is asked. */
const CHANGING_FIELDS: ReadonlySet<string> = new Set([
  'action',
  'severity',
  'severity_raw',
  'status',
  'type',
  'title',
  'count',
  'affected_users',
  'first_seen',
  'regression',
  'deployment',
  'during',
]);

function isChanging(field: string): boolean {
  const label = labelIn(field);
  return label === null ? CHANGING_FIELDS.has(field) : CHANGING.has(label.toLowerCase());
}

function isLikelyChanging(field: string): boolean {
  const words = labelIn(field)?.split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/) ?? [];
  return LIKELY_CHANGING.has(words.at(-1)?.toLowerCase() ?? '');
}

function labelIn(field: string): string | null {
  return field.startsWith('label.') ? field.slice('label.'.length) : null;
}

function checkLasting(file: File, path: Path, fields: readonly string[]): readonly Diagnostic[] {
  return fields.flatMap((field, position) => {
    if (!isChanging(field) && !isLikelyChanging(field)) return [];
    const found = finding(
      'rule-identity',
      file.locate([...path, position]),
      `unexpected \`${field}\` in an identity, expected fields that stay the same from trigger to recovery`,
      path[0] === 'identity'
        ? 'leave it out; how bad it is belongs into the severity stage'
        : 'leave it out; what treats signals differently belongs into `when`, or into the severity stage',
    );
    return isChanging(field) ? [found] : [{ ...found, severity: 'warning' as const }];
  });
}

/** What a rule is asked about decides as much which problem it is as what it is asked for. */
function checkLastingWhen(file: File, path: Path, when: WhenEntry = {}): readonly Diagnostic[] {
  return Object.keys(when)
    .filter(isChanging)
    .map((field) =>
      finding(
        'rule-identity',
        file.locateKey([...path, field]),
        `unexpected condition on \`${field}\` of an identity, expected fields that stay the same from trigger to recovery`,
        'ask for what lasts, such as `source`, `service` or a label: a recovery that the rule does not match ends nothing',
      ),
    );
}

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
