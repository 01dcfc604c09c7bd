// How somebody declares an incident without a room: options of the command line, or the inputs of a workflow.
import type { Arguments, CommandSpec } from '../../cli/arguments.ts';
import { UsageError } from '../../cli/exit-code.ts';
import { suggest } from '../../diagnostics/suggestion.ts';
import { BEGAN_EXAMPLES, readBegan, readPlanned } from '../../incidents/began.ts';
import type { Runtime } from '../../runtime.ts';
import { type Declaration, FORMS } from '../../declaring/declaration.ts';
import { quoted } from '../../slash-commands/words.ts';
import { readInput } from '../../command-support/webhook-input.ts';

/** What `tocsin incident open` takes; the inputs of a workflow are called the same. */
export const DECLARATION_OPTIONS: CommandSpec['options'] = {
  form: { takes: 'value', value: 'FORM', help: `open: ${FORMS.join(', ')} (default: incident)` },
  service: {
    takes: 'value',
    value: 'SERVICE[,SERVICE]',
    help: "open: what fails, the owner's one first",
  },
  severity: { takes: 'value', value: '1-4', help: 'open: how bad it is (default: 3)' },
  category: { takes: 'value', value: 'CATEGORY', help: 'open: what kind of failure it is' },
  environment: { takes: 'value', value: 'ENVIRONMENT', help: 'open: where it fails' },
  description: { takes: 'value', value: 'TEXT', help: 'open: what is seen' },
  ticket: { takes: 'value', value: '"SOURCE NUMBER"', help: 'open: the ticket of a customer' },
  customers: {
    takes: 'value',
    value: 'COUNT',
    help: 'open: how many customers are known to be hit',
  },
  started: { takes: 'value', value: 'INSTANT', help: 'open: since when it fails' },
  from: { takes: 'value', value: 'INSTANT', help: 'open: when a maintenance begins' },
  until: { takes: 'value', value: 'INSTANT', help: 'open: when it ends' },
  'recurrence-of': {
    takes: 'value',
    value: 'ID',
    help: 'open: the earlier incident that came back',
  },
  another: {
    takes: 'flag',
    help: 'open: it is another failure than what is open about the same service',
  },
  dispatched: {
    takes: 'value',
    value: 'FILE',
    help: 'open: in a workflow, the event whose inputs declare it (`$GITHUB_EVENT_PATH`)',
  },
};

/** The declaration of a command line; UsageError where an option means nothing. */
export function readDeclaration(
  args: Arguments,
  runtime: Runtime,
  positionals: readonly string[],
): Declaration {
  const file = args.value('dispatched');
  const value = file === null ? args.value : readInputs(runtime, file);
  const title = file === null ? positionals.join(' ') : (value('title') ?? '');
  if (title.trim() === '')
    throw new UsageError(
      'expected what fails for whom: tocsin incident open "Card payments fail at checkout"',
    );
  const word = value('form') ?? 'incident';
  // A workflow has no place for a box of its own.
  const isAnother = word === 'another-incident';
  const form = isAnother ? 'incident' : FORMS.find((each) => each === word);
  if (form === undefined)
    throw new UsageError(
      `unexpected form \`${word.slice(0, 40)}\`: ${suggest(word, FORMS) ?? `expected ${FORMS.join(', ')}`}`,
    );
  return {
    form,
    title,
    services: value('service')?.split(',') ?? [],
    severity: value('severity'),
    category: value('category'),
    environment: value('environment'),
    description: value('description'),
    ticket: value('ticket'),
    customers: value('customers'),
    ...startedOf(value('started') ?? beganIn(form, value), runtime.now()),
    window: form === 'maintenance' ? windowOf(value) : null,
    recurrenceOf: value('recurrence-of'),
    another: isAnother || args.flag('another') ? 'yes' : null,
  };
}

type Value = Arguments['value'];

/** Nobody types the time that something began at twice while it fails. */
function startedOf(text: string | null, now: string): Pick<Declaration, 'started' | 'assumed'> {
  const started = text === null ? null : readBegan(text, now);
  if (text === null || started !== null) return { started };
  return {
    assumed: [
      `Unexpected start ${quoted(text)}, expected for example ${BEGAN_EXAMPLES}. It is taken as now; say \`/set started 09:02\`.`,
    ],
  };
}

/** The form of a workflow has one place for when something begins. */
function beganIn(form: Declaration['form'], value: Value): string | null {
  return form === 'maintenance' ? null : value('from');
}

/** Only planned work has a window: whatever fails is declared whether these times can be read or not. */
function windowOf(value: Value): NonNullable<Declaration['window']> | null {
  const from = instantAt(value, 'from');
  const until = instantAt(value, 'until');
  if ((from === null) !== (until === null))
    throw new UsageError('expected both --from and --until, or neither');
  return from === null || until === null ? null : { from, until };
}

function instantAt(value: Value, name: string): string | null {
  const text = value(name);
  if (text === null) return null;
  const at = readPlanned(text);
  if (at === null)
    throw new UsageError(
      `unexpected --${name} \`${text.slice(0, 40)}\`, expected a time such as \`2026-12-06 02:00\`, in UTC`,
    );
  return at;
}

/** GitHub sends an input that was left empty as an empty text. */
function readInputs(runtime: Runtime, file: string): Value {
  const inputs = inputsOf(new TextDecoder().decode(readInput(runtime, file)));
  if (inputs === null)
    throw new UsageError(
      `unexpected content of \`${file}\`, expected the event of a workflow_dispatch with inputs`,
    );
  return (name) => {
    const given = inputs.get(name);
    return typeof given === 'string' && given.trim() !== '' ? given : null;
  };
}

function inputsOf(text: string): ReadonlyMap<string, unknown> | null {
  try {
    const event: unknown = JSON.parse(text);
    const isEvent = typeof event === 'object' && event !== null;
    const inputs: unknown = isEvent ? Reflect.get(event, 'inputs') : null;
    return typeof inputs === 'object' && inputs !== null ? new Map(Object.entries(inputs)) : null;
  } catch {
    return null;
  }
}
