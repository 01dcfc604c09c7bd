// Gates for what no gate asks, counts that can never be reached, flapping that would end before it began, groups and identities by fields that may be missing.
import type { Located } from '../../config/document-set.ts';
import type {
  GateEntry,
  RulesDocument,
  SilenceDocument,
  TestEntry,
  WhenEntry,
} from '../../config/rule-documents.ts';
import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Domains } from '../../rules/analysis/domain.ts';
import { finding } from '../finding.ts';
import { OPENING, type Subject } from './opening.ts';

type File = Located<RulesDocument>;

/** Checks the gate, group and identity rules of all files. */
export function checkGates(files: readonly File[], domains: Domains): readonly Diagnostic[] {
  return files.flatMap((file) => [
    ...(file.document.gate ?? []).flatMap((rule, index) => [
      ...checkSubject({ file, index, rule, domains }),
      ...checkSuppressor({ file, index, rule, domains }),
      ...checkThreshold({ file, index, rule, domains }),
      ...checkFlap({ file, index, rule, domains }),
    ]),
    ...(file.document.group ?? []).flatMap(({ by, when = {} }, index) =>
      by.flatMap((field, position) =>
        isSureToBeThere(field, when)
          ? []
          : [missingField('group', field, file.locate(['group', index, 'by', position]))],
      ),
    ),
    ...(file.document.identity ?? []).flatMap(({ by, when = {} }, index) =>
      by.flatMap((field, position) =>
        isSureToBeThere(field, when)
          ? []
          : [missingField('identity', field, file.locate(['identity', index, 'by', position]))],
      ),
    ),
  ]);
}

type Context = {
  readonly file: File;
  readonly index: number;
  readonly rule: GateEntry;
  readonly domains: Domains;
};

/** A recovery passes every gate; what is only recorded may say anything else. What opens nothing waits at no other gate. */
function checkSubject({ file, index, rule }: Context): readonly Diagnostic[] {
  const { when = {}, action, flap } = rule;
  const asked =
    action !== undefined
      ? ['trigger', 'acknowledge', 'update']
      : flap !== undefined
        ? ['trigger', 'resolve']
        : ['trigger'];
  const subject = [{ field: 'action', values: asked }, ...(action === undefined ? OPENING : [])];
  const unmet = unmetIn(when, subject);
  return unmet === null
    ? []
    : [nothingToHold('this gate', unmet, file.locate(['gate', index, 'when', unmet.field]))];
}

/** Tells which silences meet only what passes every gate, or what opens nothing in any case. */
export function checkSilenceSubjects(
  silences: readonly Located<SilenceDocument>[],
): readonly Diagnostic[] {
  return silences.flatMap((file) => {
    const unmet = unmetIn(file.document.when, [
      { field: 'action', values: ['trigger'] },
      ...OPENING,
    ]);
    return unmet === null
      ? []
      : [nothingToHold('this silence', unmet, file.locate(['when', unmet.field]))];
  });
}

/** The first of these fields on which a condition lets none of the values pass. */
function unmetIn(when: WhenEntry, subject: readonly Subject[]): Subject | null {
  const unmet = subject.find(
    ({ field, values }) => !values.some((value) => admits(when[field], value)),
  );
  return unmet ?? null;
}

function nothingToHold(
  what: string,
  { field, values }: Subject,
  place: Diagnostic['place'],
): Diagnostic {
  return finding(
    'gate-impossible',
    place,
    `unexpected condition on \`${field}\` that leaves ${what} nothing to hold back or count, expected one that \`${field}: ${values[0] ?? ''}\` meets`,
    'remove the condition: only what begins waits at a gate, and neither a deployment nor what has no severity opens anything',
  );
}

/** What suppresses fires, and somebody was called for it. */
function checkSuppressor({ file, index, rule }: Context): readonly Diagnostic[] {
  const { open } = rule.suppress_when ?? {};
  if (open === undefined) return [];
  const found = unmetIn(open, [{ field: 'action', values: ['trigger'] }, ...OPENING]);
  if (found === null) return [];
  const { field, values } = found;
  return [
    finding(
      'gate-impossible',
      file.locate(['gate', index, 'suppress_when', 'open', field]),
      `unexpected condition on \`${field}\` in \`open\` that nothing which suppresses meets, expected one that \`${field}: ${values[0] ?? ''}\` meets`,
      'remove the condition: only what fires and has an incident suppresses anything',
    ),
  ];
}

/** Whether a test may hold for a value; patterns may. */
function admits(test: TestEntry | undefined, value: string): boolean {
  if (test === undefined || typeof test === 'boolean') return true;
  if (typeof test === 'string') return test === value;
  if (isList(test)) return test.includes(value);
  if ('not' in test) return ![test.not].flat().includes(value);
  return !('exists' in test) || test.exists;
}

function checkThreshold({ file, index, rule, domains }: Context): readonly Diagnostic[] {
  const { threshold, when = {} } = rule;
  if (threshold === undefined) return [];
  const { count, distinct } = threshold;
  const most = distinct === undefined ? null : mostValues(distinct, when, domains);
  if (most === null || most >= count) return [];
  return [
    finding(
      'gate-impossible',
      file.locate(['gate', index, 'threshold', 'count']),
      `unexpected count of ${count} different \`${distinct ?? ''}\`, expected ${most} or less, since there are no more`,
      `lower \`count\`, or let \`when\` match more values of \`${distinct ?? ''}\``,
    ),
  ];
}

/** How many values a field can have under some conditions; null for any number, as where it may be missing: each problem then counts as a value. */
function mostValues(field: string, when: WhenEntry, domains: Domains): number | null {
  const test = when[field];
  if (typeof test === 'string') return 1;
  if (isList(test)) return new Set(test).size;
  const domain = domains.get(field);
  const isSure = domain?.isAlwaysThere === true || isThere(test);
  return isSure ? (domain?.values.length ?? null) : null;
}

function isThere(test: TestEntry | undefined): boolean {
  return typeof test === 'object' && 'exists' in test && test.exists;
}

function isList(test: TestEntry | undefined): test is readonly string[] {
  return Array.isArray(test);
}

function isTrue(test: TestEntry | undefined): boolean {
  return test === true || test === 'true';
}

function checkFlap({ file, index, rule }: Context): readonly Diagnostic[] {
  const { flap, when = {} } = rule;
  if (flap === undefined) return [];
  if (isTrue(when['first_seen']))
    return [
      finding(
        'gate-impossible',
        file.locate(['gate', index, 'flap']),
        'unexpected `flap` beside `first_seen: true`, expected signals that come more than once',
        'a problem that was never seen before has not changed yet: remove one of the two',
      ),
    ];
  if (flap.enter > flap.leave) return [];
  return [
    finding(
      'gate-impossible',
      file.locate(['gate', index, 'flap', 'leave']),
      `unexpected \`leave\` of ${flap.leave} with \`enter\` of ${flap.enter}, expected less than ${flap.enter}`,
      'flapping would end as it begins; half of `enter` is a good start',
    ),
  ];
}

/** Labels and hosts are not on every signal; a condition on the field makes sure of it. */
function isSureToBeThere(field: string, when: WhenEntry): boolean {
  if (field !== 'host' && !field.startsWith('label.')) return true;
  const test = when[field];
  return test !== undefined && !(typeof test === 'object' && 'exists' in test && !test.exists);
}

function missingField(
  stage: 'group' | 'identity',
  field: string,
  place: Diagnostic['place'],
): Diagnostic {
  return {
    ...finding(
      `${stage}-field-missing`,
      place,
      `unexpected \`${field}\`, which signals may lack, expected a condition that it is there`,
      `add \`${field}: {exists: true}\` to \`when\`; others fall through to the next rule`,
    ),
    severity: 'warning',
  };
}
