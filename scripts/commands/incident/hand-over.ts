// Where a gateway writes, a declaration typed here becomes what it hears at once: a filled-in issue form.
import type { Arguments } from '../../cli/arguments.ts';
import { CommandFailure } from '../../cli/exit-code.ts';
import type { Applied } from '../../apply/apply.ts';
import { againAnswer, FORM_HEADINGS } from '../../incidents/form.ts';
import type { Incident } from '../../model/incident.ts';
import type { Organisation } from '../../model/organisation.ts';
import { checkRepository } from '../../projection/repository.ts';
import type { EditableBook } from '../../response/book.ts';
import { nameOf } from '../../rules/destinations.ts';
import type { Runtime } from '../../runtime.ts';
import {
  type Declaration,
  type Facts,
  isForFew,
  readDeclaration,
} from '../../declaring/declaration.ts';
import { toldBy } from '../../declaring/declare.ts';
import { wordsOf } from '../../slash-commands/words.ts';
import { serverOf } from '../../command-support/github-connection.ts';
import { openRoomPlace, repositoryName } from '../../command-support/room-place.ts';

/** What became of a declaration that somebody else has to carry out. */
export type HandedOver =
  | {
      readonly kind: 'handed_over';
      readonly issue: number;
      readonly url: string;
      /** Whom it calls, in words; null where nobody is. */
      readonly told: string | null;
      /** What was assumed, and how to correct it, a sentence each. */
      readonly remarks: readonly string[];
    }
  | { readonly kind: 'refused'; readonly reasons: readonly string[] };

/** Where it is typed, and what for. */
export type HandOver = {
  readonly args: Arguments;
  readonly runtime: Runtime;
  readonly root: string;
  readonly organisation: Organisation;
};

/** Opens the issue with the token of the person who types; without one a sentence says where to fill in the form. */
export async function handOver(
  place: HandOver,
  book: EditableBook,
  declaration: Declaration,
): Promise<HandedOver> {
  const { args, runtime, root, organisation } = place;
  const read = readDeclaration(organisation, book, declaration, runtime.now());
  if (read.kind === 'refused') return read;
  // What nothing is called goes to the triage team there as well, which has to know what was typed.
  const typed = wordsOf((declaration.services ?? []).join(', ')) ?? '';
  const facts = read.facts.services.length > 0 ? read.facts : { ...read.facts, services: [typed] };
  const { environment } = runtime;
  const isApp = (environment['TOCSIN_APP_ID'] ?? '') !== '';
  if ((environment['GITHUB_TOKEN'] ?? '') === '' || isApp)
    throw new CommandFailure(await formSentence(place, facts));
  const rooms = await openRoomPlace(args, runtime, root);
  try {
    // What tocsin.yaml says of the repository may not be so.
    const checked = isForFew(facts)
      ? await checkRepository(rooms.github, organisation.settings)
      : null;
    const objection = checked?.kind === 'done' ? checked.value : (checked?.sentence ?? null);
    if (objection !== null) throw new CommandFailure(`nothing was declared: ${objection}`);
    const own = await rooms.github.ownLogin();
    // What a program opens is not heard.
    if (own.kind !== 'answered' || own.value === null || own.value.endsWith('[bot]'))
      throw new CommandFailure(await formSentence(place, facts));
    const title = facts.title;
    const body = formBody(facts);
    const made = await rooms.github.issues.create({ title, body, labels: ['incident'] });
    if (made.kind !== 'answered')
      throw new CommandFailure(
        `GitHub did not take the issue: ${made.sentence}. ${await formSentence(place, facts)}`,
      );
    const { number, url } = made.value;
    const told = toldBy(organisation, book, declaration, runtime.now());
    return { kind: 'handed_over', issue: number, url, told, remarks: facts.remarks };
  } finally {
    rooms.close();
  }
}

/** What is said where a gateway writes: in the room, and nowhere else. */
export function roomSentence({ id, room }: Incident, text: string): string {
  const why =
    'nothing was changed: the gateway is the writer here (`writer: gateway` in tocsin.yaml)';
  return room === null
    ? `${why}, and it has not made the room of ${id} yet. Say \`${text}\` there once it stands among the issues`
    : `${why}. Say \`${text}\` in a comment of issue #${room}, the room of ${id}`;
}

/** What follows from a command on an incident without a room, which is committed here beside the gateway, a sentence each. */
export function directRemarks(
  { notifications, commits }: Pick<Applied<unknown>, 'notifications' | 'commits'>,
  remote: string | null,
): readonly string[] {
  const names = notifications.flatMap(({ destinations }) => destinations.map(nameOf));
  return [
    ...(commits.length > 0 && remote === null
      ? ['it is confidential and has no room, so this was committed here: push it']
      : []),
    ...(names.length === 0
      ? []
      : [`nobody was called by this: call them yourself: ${[...new Set(names)].join(', ')}`]),
  ];
}

const TEMPLATES = {
  incident: { file: 'incident.yml', kind: 'incident', service: 'service', began: 'began' },
  security: { file: 'security.yml', kind: 'security', service: 'service', began: 'noticed' },
  'customer-report': {
    file: 'customer-report.yml',
    kind: 'report',
    service: 'service',
    began: 'began',
  },
  maintenance: {
    file: 'maintenance.yml',
    kind: 'maintenance',
    service: 'services',
    began: 'begins',
  },
} as const;

/** The address of the form with what was typed filled in, as far as GitHub fills it in. */
async function formSentence({ args, runtime, root }: HandOver, facts: Facts): Promise<string> {
  const { form, title, services, environment, window, started } = facts;
  const template = TEMPLATES[form];
  const text = textOf(facts);
  const why =
    'nothing was declared: the gateway is the writer here (`writer: gateway` in tocsin.yaml)';
  const name = await repositoryName(args, runtime, root);
  if (name === null)
    return `${why}. Fill in the issue form in the repository, or set GITHUB_TOKEN to a token of yours and name the repository with --repository OWNER/NAME`;
  const fields = new URLSearchParams({
    template: template.file,
    title,
    [template.service]: services.join(', '),
    environment,
    [template.began]: window?.from ?? started,
    ...(window === null ? {} : { ends: window.until }),
    ...(text === null ? {} : { text: text.slice(0, 2000) }),
  });
  const { environment: variables } = runtime;
  const server = variables['GITHUB_SERVER_URL'] ?? serverOf(variables['GITHUB_API_URL'] ?? null);
  return `${why}. Set GITHUB_TOKEN to a token of yours that may write issues and say it again, or fill in the form${anotherOf(facts) === null ? '' : ', with `yes` under `Another one`'}: ${server}/${name}/issues/new?${fields.toString()}`;
}

/** The answer that it is another failure than what is open; null where it is not said, or where the form does not ask. */
function anotherOf({ form, isAnother, recurrenceOf }: Facts): string | null {
  if (!isAnother || !asksForAnother(form)) return null;
  return recurrenceOf === null
    ? 'yes: another failure of the same service'
    : againAnswer(recurrenceOf);
}

/** What is seen, and in a form that does not ask for it what it comes again after. */
function textOf({ form, title, description, recurrenceOf }: Facts): string | null {
  if (recurrenceOf === null || asksForAnother(form)) return description;
  return `${description ?? title}\n\nIt comes again after \`${recurrenceOf}\`.`;
}

function asksForAnother(form: Facts['form']): boolean {
  const headings: readonly string[] = FORM_HEADINGS[TEMPLATES[form].kind];
  return headings.includes('Another one');
}

/** What GitHub makes of the form when it is filled in. */
function formBody(facts: Facts): string {
  const { form, services, severity, category, environment, started, window } = facts;
  const answers: Readonly<Record<string, string | null>> = {
    Severity: severity,
    Service: services.join(', '),
    'Affected service': services.join(', '),
    'Reported service': services.join(', '),
    Services: services.join(', '),
    'Kind of failure': category,
    Environment: environment,
    Began: started,
    Noticed: started,
    Begins: window?.from ?? null,
    Ends: window?.until ?? null,
    Ticket: facts.ticket,
    Customers: facts.customers === null ? null : String(facts.customers),
    'Another one': anotherOf(facts),
  };
  const headings: readonly string[] = FORM_HEADINGS[TEMPLATES[form].kind];
  const text = textOf(facts) ?? facts.title;
  return headings
    .map((heading, index) => {
      const given = index === headings.length - 1 ? text : (answers[heading] ?? '');
      return `### ${heading}\n\n${given === '' ? '_No response_' : given}`;
    })
    .join('\n\n');
}
