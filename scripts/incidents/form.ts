// The body that GitHub makes of an issue form → fields. The forms ask for short answers first and for free text last,
// so that nothing that somebody writes there is taken for an answer to something else.
import type { Instant } from '../model/instant.ts';
import { BEGAN_EXAMPLES, readBegan, readPlanned } from './began.ts';
import { INCIDENT_CATEGORIES, type IncidentCategory } from '../model/rule.ts';
import { INCIDENT_SEVERITIES, type IncidentSeverity } from '../model/severity.ts';

/** What a person declares with a form. Names of services and environments are as they were typed. */
export type FormFields = {
  readonly kind: FormKind;
  /** What stands between commas; whether spaces part names as well, the organisation tells. */
  readonly services: readonly string[];
  readonly severity: IncidentSeverity | null;
  readonly category: IncidentCategory | null;
  readonly environment: string | null;
  /** When it began, or when the maintenance begins. */
  readonly from: Instant | null;
  /** When the maintenance ends. */
  readonly until: Instant | null;
  /** Whether it is said to be another failure than what is open about the service. */
  readonly another: string | null;
  /** The earlier incident that came back, where that answer names one. */
  readonly recurrenceOf: string | null;
  /** The number of a customer's ticket. */
  readonly ticket: string | null;
  /** How many customers are known to be hit. */
  readonly customers: number | null;
  /** Markdown of somebody, to be trusted as little as a signal's text. */
  readonly text: string;
  /** Answers that mean nothing and what is taken instead, a sentence each: nobody waits for a correction. */
  readonly assumed: readonly string[];
};

/** Which form it was. */
export type FormKind = 'incident' | 'security' | 'report' | 'maintenance';

/** What a body is: no form of ours, fields, or planned work whose answers mean nothing, a sentence each. */
export type ParsedForm =
  | { readonly kind: 'no-form' }
  | { readonly kind: 'fields'; readonly fields: FormFields }
  | { readonly kind: 'refused'; readonly sentences: readonly string[] };

/** The headings of each form in their order, as they stand in `.github/ISSUE_TEMPLATE`; the last one takes free text. */
export const FORM_HEADINGS = {
  incident: [
    'Severity',
    'Service',
    'Kind of failure',
    'Environment',
    'Began',
    'Another one',
    'What happens',
  ],
  security: ['Severity', 'Affected service', 'Environment', 'Noticed', 'What was seen'],
  report: [
    'Reported service',
    'Severity',
    'Ticket',
    'Customers',
    'Began',
    'Another one',
    'What the customer says',
  ],
  maintenance: ['Services', 'Environment', 'Begins', 'Ends', 'What is done'],
} as const satisfies Readonly<Record<FormKind, readonly string[]>>;

/** Under which key the form of an issue declares. */
export function formKey(issue: number): string {
  return `if-${issue}`;
}

/** Reads the body of an issue. `now` completes answers that are only a time of day. */
export function parseForm(body: string, now: Instant): ParsedForm {
  const lines = body.replaceAll(/\r\n?/g, '\n').split('\n');
  for (const kind of FORM_KINDS) {
    const answers = readAnswers(lines, FORM_HEADINGS[kind]);
    if (answers !== null) return readFields(kind, answers, now);
  }
  return { kind: 'no-form' };
}

const FORM_KINDS = ['incident', 'security', 'report', 'maintenance'] as const;

type Answers = ReadonlyMap<string, string | null>;

/** Heading, empty line, one line of an answer, empty line; below the last heading everything. */
function readAnswers(lines: readonly string[], headings: readonly string[]): Answers | null {
  const answers = new Map<string, string | null>();
  let at = lines.findIndex((line) => line.trim() !== '');
  for (const [index, heading] of headings.entries()) {
    // An issue that was written with an older form has no answer to it.
    if (heading === 'Another one' && lines[at]?.trim() !== `### ${heading}`) continue;
    if (lines[at]?.trim() !== `### ${heading}` || lines[at + 1]?.trim() !== '') return null;
    const isLast = index === headings.length - 1;
    const given = (isLast ? lines.slice(at + 2).join('\n') : (lines[at + 2] ?? '')).trim();
    answers.set(heading, given === '' || given === NO_ANSWER ? null : given);
    if (!isLast && lines[at + 3]?.trim() !== '') return null;
    at += 4;
  }
  return answers;
}

/** What GitHub writes for a field that was left empty. */
const NO_ANSWER = '_No response_';

/** How an option says that nobody knows. */
const UNKNOWN = 'not known';

type Reading = { readonly answers: Answers; readonly sentences: string[] };

function readFields(kind: FormKind, answers: Answers, now: Instant): ParsedForm {
  const sentences: string[] = [];
  const reading = { answers, sentences };
  const first = (...headings: readonly string[]): string | null =>
    headings.map((heading) => answers.get(heading) ?? null).find((one) => one !== null) ?? null;
  const fields: Omit<FormFields, 'assumed'> = {
    kind,
    services: namesOf(first('Service', 'Affected service', 'Reported service', 'Services')),
    severity: chosen(reading, 'Severity', INCIDENT_SEVERITIES),
    category:
      kind === 'security' ? 'security' : chosen(reading, 'Kind of failure', INCIDENT_CATEGORIES),
    environment: first('Environment'),
    from:
      instantAt(reading, 'Began', now) ??
      instantAt(reading, 'Noticed', now) ??
      instantAt(reading, 'Begins', null),
    until: instantAt(reading, 'Ends', null),
    another: first('Another one'),
    recurrenceOf: AGAIN.exec(first('Another one') ?? '')?.[1] ?? null,
    ticket: first('Ticket'),
    customers: countAt(reading, 'Customers'),
    text: first(FORM_HEADINGS[kind].at(-1) ?? '') ?? '',
  };
  if (kind !== 'maintenance') return { kind: 'fields', fields: { ...fields, assumed: sentences } };
  checkWindow(fields, sentences);
  return sentences.length > 0
    ? { kind: 'refused', sentences }
    : { kind: 'fields', fields: { ...fields, assumed: [] } };
}

/** The answer to `Another one` that names what it comes again after; a program gives it, the form has no such choice. */
export function againAnswer(incident: string): string {
  return `yes: again after ${incident}`;
}

const AGAIN = /^yes: again after (\S{1,200})$/;

function namesOf(answer: string | null): readonly string[] {
  const names = (answer ?? '')
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  return answer?.toLowerCase() === UNKNOWN ? [] : [...new Set(names)];
}

/** An option begins with its id: `sev2: many customers`. */
function chosen<T extends string>(
  { answers, sentences }: Reading,
  heading: string,
  allowed: readonly T[],
): T | null {
  const answer = answers.get(heading) ?? null;
  if (answer === null || answer.toLowerCase() === UNKNOWN) return null;
  const found = allowed.find((id) => answer === id || answer.startsWith(`${id}:`));
  if (found === undefined)
    sentences.push(
      `${heading}: unexpected ${quote(answer)}, expected ${allowed.join(', ')} or \`${UNKNOWN}\`, which is taken.`,
    );
  return found ?? null;
}

/** When it began is read as people say it; the times of planned work are instants. */
function instantAt(
  { answers, sentences }: Reading,
  heading: string,
  now: Instant | null,
): Instant | null {
  const answer = answers.get(heading) ?? null;
  if (answer === null) return null;
  const found = now === null ? readPlanned(answer) : readBegan(answer, now);
  if (found === null)
    sentences.push(
      now === null
        ? `${heading}: unexpected ${quote(answer)}, expected for example \`2026-11-21 09:02\`, in UTC`
        : `${heading}: unexpected ${quote(answer)}, expected for example ${BEGAN_EXAMPLES}. It is taken as now; say \`/set started 09:02\`.`,
    );
  return found;
}

function countAt({ answers, sentences }: Reading, heading: string): number | null {
  const answer = answers.get(heading) ?? null;
  if (answer === null) return null;
  if (/^\d{1,9}$/.test(answer)) return Number(answer);
  sentences.push(
    `${heading}: unexpected ${quote(answer)}, expected a whole number. It is left out; say \`/impact customers=12\`.`,
  );
  return null;
}

function checkWindow(
  { from, until, services }: Omit<FormFields, 'assumed'>,
  sentences: string[],
): void {
  if (sentences.length > 0) return;
  if (services.length === 0) sentences.push('Services: expected the id of at least one service');
  if (from === null) sentences.push('Begins: expected for example `2026-12-06 02:00`, in UTC');
  if (until === null) sentences.push('Ends: expected for example `2026-12-06 04:00`, in UTC');
  if (from !== null && until !== null && until <= from)
    sentences.push('Ends: unexpected instant before the beginning, expected a later one');
}

/** Somebody's answer inside a sentence of ours: short, on one line, and nothing but text to Markdown. */
function quote(answer: string): string {
  const plain = answer.replaceAll(/[`\p{C}]/gu, '').slice(0, 40);
  return plain === '' ? 'answer' : `\`${plain}\``;
}
