// Bodies of issue forms, good and hostile, and the forms themselves.
import { readdirSync, readFileSync } from 'node:fs';
import fastCheck from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { INCIDENT_CATEGORIES } from '../model/rule.ts';
import { INCIDENT_SEVERITIES } from '../model/severity.ts';
import {
  FORM_HEADINGS,
  type FormFields,
  type FormKind,
  type ParsedForm,
  parseForm,
} from './form.ts';

const NOW = '2026-11-21T09:30:00.000Z';
const NONE = '_No response_';

const INCIDENT = [
  'sev2: many customers are hit',
  'payments-api',
  'errors: it answers with errors',
  NONE,
  '09:02',
  'Cards fail.\n\nOne in five.',
];

describe('a form', () => {
  test('of an incident becomes fields', () => {
    expect(fieldsOf('incident', INCIDENT)).toEqual({
      kind: 'incident',
      services: ['payments-api'],
      severity: 'sev2',
      category: 'errors',
      environment: null,
      from: '2026-11-21T09:02:00.000Z',
      until: null,
      another: null,
      recurrenceOf: null,
      ticket: null,
      customers: null,
      text: 'Cards fail.\n\nOne in five.',
      assumed: [],
    });
  });

  test('of which only the text is filled in says that nothing else is known', () => {
    const fields = fieldsOf('incident', ['not known', NONE, 'not known', NONE, NONE, 'Help']);
    expect([fields.services, fields.severity, fields.category, fields.from]).toEqual([
      [],
      null,
      null,
      null,
    ]);
  });

  test('of a security incident is of that category', () => {
    const fields = fieldsOf('security', ['sev1: it is being used', NONE, NONE, NONE, 'A key']);
    expect([fields.category, fields.severity]).toEqual(['security', 'sev1']);
  });

  test('of a customer report knows the ticket and how many said so', () => {
    const fields = fieldsOf('report', ['order-api', 'not known', 'D-482', '12', '8:15', 'Slow']);
    expect([fields.ticket, fields.customers, fields.from]).toEqual([
      'D-482',
      12,
      '2026-11-21T08:15:00.000Z',
    ]);
  });

  test('of a maintenance knows its services and its window', () => {
    const answers = [
      'identity, order-api, identity,payments api',
      NONE,
      '2026-12-06 02:00',
      '2026-12-06T05:00+01:00',
      'Move',
    ];
    const fields = fieldsOf('maintenance', answers);
    expect([fields.services, fields.from, fields.until]).toEqual([
      ['identity', 'order-api', 'payments api'],
      '2026-12-06T02:00:00.000Z',
      '2026-12-06T04:00:00.000Z',
    ]);
  });

  test('whose time of day is still to come means yesterday', () => {
    const fields = fieldsOf('incident', INCIDENT.with(4, '23:50 UTC'));
    expect(fields.from).toBe('2026-11-20T23:50:00.000Z');
  });

  test('may come with the line ends of Windows', () => {
    const body = bodyOf('incident', INCIDENT).replaceAll('\n', '\r\n');
    expect(parseForm(body, NOW).kind).toBe('fields');
  });
});

describe('an answer that means nothing', () => {
  test.each<[FormKind, readonly string[], string]>([
    [
      'incident',
      INCIDENT.with(0, 'sev9'),
      'Severity: unexpected `sev9`, expected sev1, sev2, sev3, sev4 or `not known`',
    ],
    [
      'incident',
      INCIDENT.with(2, 'fire'),
      'Kind of failure: unexpected `fire`, expected down, errors',
    ],
    [
      'incident',
      INCIDENT.with(4, 'at noon'),
      'Began: unexpected `at noon`, expected for example `2026-11-21 09:02`, `09:02` or `10 minutes ago`, in UTC. It is taken as now',
    ],
    ['incident', INCIDENT.with(4, '25:00'), 'Began: unexpected `25:00`'],
    [
      'report',
      [NONE, 'not known', NONE, 'many', NONE, 'x'],
      'Customers: unexpected `many`, expected a whole number',
    ],
    ['maintenance', ['a', NONE, '02:00', '2026-12-06 04:00', 'x'], 'Begins: unexpected `02:00`'],
    [
      'maintenance',
      [NONE, NONE, '2026-12-06 02:00', '2026-12-06 04:00', 'x'],
      'Services: expected the id',
    ],
    [
      'maintenance',
      ['a', NONE, '2026-12-06 04:00', '2026-12-06 02:00', 'x'],
      'Ends: unexpected instant',
    ],
  ])('in the form %s is named with what was expected', (kind, answers, sentence) => {
    const parsed = parseForm(bodyOf(kind, answers), NOW);
    expect(parsed.kind).toBe(kind === 'maintenance' ? 'refused' : 'fields');
    expect(sentencesOf(parsed).join('\n')).toContain(sentence);
  });

  test.each([
    ['9am', '2026-11-21T09:00:00.000Z'],
    ['12:15 am', '2026-11-21T00:15:00.000Z'],
    ['9:15 PM', '2026-11-20T21:15:00.000Z'],
    ['10 minutes ago', '2026-11-21T09:20:00.000Z'],
    ['2h', '2026-11-21T07:30:00.000Z'],
    ['just now', NOW],
    ['9.05', '2026-11-21T09:05:00.000Z'],
  ])('is not one as people say it: %s', (answer, began) => {
    const fields = fieldsOf('incident', INCIDENT.with(4, answer));
    expect([fields.from, fields.assumed]).toEqual([began, []]);
  });

  test.each(['13pm', '0am', '9', '99 weeks ago', '9:75'])('%s is no time', (answer) => {
    const fields = fieldsOf('incident', INCIDENT.with(4, answer));
    expect([fields.from, fields.assumed.length]).toEqual([null, 1]);
  });

  test('cannot mention anybody or run over the line in the sentence about it', () => {
    const hostile = '`@everyone` <img src=x> ​‮'.padEnd(400, 'x');
    const parsed = parseForm(bodyOf('incident', INCIDENT.with(0, hostile)), NOW);
    const [sentence = ''] = sentencesOf(parsed);
    expect(sentence).toMatch(/^Severity: unexpected `@everyone <img src=x> x{18}`, expected /);
  });
});

test('whether it is another failure than what is open is an answer of the form', () => {
  const asked = '### Another one\n\nyes: another failure of the same service\n\n';
  const body = bodyOf('incident', INCIDENT);
  const at = body.indexOf('### What happens');
  const parsed = parseForm(body.slice(0, at) + asked + body.slice(at), NOW);
  expect(parsed).toMatchObject({
    kind: 'fields',
    fields: { another: 'yes: another failure of the same service', text: INCIDENT.at(-1) },
  });
  expect(fieldsOf('incident', INCIDENT).another).toBeNull();
});

describe('a hostile body', () => {
  test('that repeats headings in its free text answers nothing twice', () => {
    const text = `x\n\n${bodyOf('incident', ['sev1: all', 'ledger-db', 'down: x', 'staging', '01:00', 'y'])}`;
    const fields = fieldsOf('incident', INCIDENT.with(5, text));
    expect([fields.severity, fields.services]).toEqual(['sev2', ['payments-api']]);
    expect(fields.text).toBe(text.trim());
  });

  test('whose one-line answer looks like a heading keeps it as the answer', () => {
    const fields = fieldsOf('incident', INCIDENT.with(3, '### Began'));
    expect([fields.environment, fields.from]).toEqual(['### Began', '2026-11-21T09:02:00.000Z']);
  });

  test.each([
    ['nothing', ''],
    ['a text', 'Cards fail'],
    ['a heading of ours alone', '### Severity\n\nsev1'],
    [
      'the headings in another order',
      bodyOf('incident', INCIDENT).replace('### Service', '### Environment'),
    ],
    ['text before the first heading', `/ack\n\n${bodyOf('incident', INCIDENT)}`],
    ['an answer of two lines where one is asked for', bodyOf('incident', INCIDENT.with(1, 'a\nb'))],
  ])('with %s is no form', (_what, body) => {
    expect(parseForm(body, NOW)).toEqual({ kind: 'no-form' });
  });

  test('of any kind gives its last answer back as it is, and never throws', () => {
    fastCheck.assert(
      fastCheck.property(fastCheck.string({ unit: 'binary', maxLength: 200 }), (text) => {
        const answer = text.replaceAll(/\r\n?/g, '\n').trim();
        const fields = fieldsOf('incident', INCIDENT.with(5, answer));
        expect(fields.text).toBe(answer === NONE ? '' : answer);
        parseForm(text, NOW);
      }),
    );
  });
});

describe('the forms in .github/ISSUE_TEMPLATE', () => {
  const FILES = {
    incident: 'incident.yml',
    security: 'security.yml',
    report: 'customer-report.yml',
    maintenance: 'maintenance.yml',
  } as const;
  const folder = new URL('../../.github/ISSUE_TEMPLATE/', import.meta.url);
  const questionsOf = (kind: FormKind): readonly Question[] => {
    const form: Form = parse(readFileSync(new URL(FILES[kind], folder), 'utf8'));
    expect(form.labels).toEqual(['incident']);
    return form.body.filter(({ type }) => type !== 'markdown');
  };

  test('are those that are read, and no others', () => {
    const names = readdirSync(folder).filter((name) => name !== 'config.yml');
    expect(names.toSorted()).toEqual(Object.values(FILES).toSorted());
  });

  test.each(['incident', 'security', 'report', 'maintenance'] as const)(
    '%s asks in the order in which it is read, for free text last',
    (kind) => {
      const questions = questionsOf(kind);
      expect(questions.map(({ attributes }) => attributes.label)).toEqual(FORM_HEADINGS[kind]);
      expect(questions.map(({ type }) => type === 'textarea')).toEqual(
        questions.map((_, index) => index === questions.length - 1),
      );
    },
  );

  test('offer every severity and every kind of failure, and a way not to know', () => {
    for (const kind of ['incident', 'security', 'report'] as const) {
      expect(idsOf(questionsOf(kind), 'Severity')).toEqual([...INCIDENT_SEVERITIES, 'not known']);
    }
    expect(idsOf(questionsOf('incident'), 'Kind of failure')).toEqual([
      ...INCIDENT_CATEGORIES,
      'not known',
    ]);
  });
});

type Question = {
  readonly type: string;
  readonly attributes: { readonly label: string; readonly options?: readonly string[] };
};
type Form = { readonly labels: readonly string[]; readonly body: readonly Question[] };

function idsOf(questions: readonly Question[], label: string): readonly string[] {
  const question = questions.find(({ attributes }) => attributes.label === label);
  return (question?.attributes.options ?? []).map((option) => option.split(':')[0] ?? '');
}

/** The body as GitHub writes it, of a form that does not ask yet whether it is another failure. */
function bodyOf(kind: FormKind, answers: readonly string[]): string {
  return FORM_HEADINGS[kind]
    .filter((heading) => heading !== 'Another one')
    .map((heading, index) => `### ${heading}\n\n${answers[index] ?? NONE}`)
    .join('\n\n');
}

function fieldsOf(kind: FormKind, answers: readonly string[]): FormFields {
  const parsed = parseForm(bodyOf(kind, answers), NOW);
  if (parsed.kind !== 'fields') throw new Error(`this is ${JSON.stringify(parsed)}`);
  return parsed.fields;
}

function sentencesOf(parsed: ParsedForm): readonly string[] {
  if (parsed.kind === 'no-form') return [];
  return parsed.kind === 'refused' ? parsed.sentences : parsed.fields.assumed;
}
