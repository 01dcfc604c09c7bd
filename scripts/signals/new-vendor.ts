// Plans the files of a new vendor: a folder that passes the contract suite at once, to be edited
// until it reads what the tool really sends. Writing the files is left to others.

/** What is there already. */
export type VendorSurroundings = {
  readonly hasFolder: boolean;
  /** Text of `registry.ts`. */
  readonly registry: string;
  /** Text of `guides.ts`. */
  readonly guides: string;
};

/** Files by their path in `scripts/signals`, or one sentence that says why there are none. */
export type VendorPlan =
  | { readonly kind: 'planned'; readonly files: ReadonlyMap<string, string> }
  | { readonly kind: 'refused'; readonly sentence: string };

/** Plans a vendor by its id, such as `larder-probe`. */
export function planVendor(id: string, surroundings: VendorSurroundings): VendorPlan {
  if (!ID.test(id) || id.length > MAX_LENGTH) return refused(BAD_NAME);
  const name = camelCase(id);
  if (RESERVED.has(name))
    return refused(`Unexpected reserved word \`${id}\`, expected another name.`);
  const isRegistered = new RegExp(`^  (?:'${id}':|${name},)`, 'm').test(surroundings.registry);
  if (surroundings.hasFolder || isRegistered) return refused(`The vendor ${id} is there already.`);
  const title = id.split('-').map(capitalised).join(' ');
  const words = { id, name, title };
  const folder = `vendors/${id}`;
  const files = Object.entries(TEMPLATES).map(
    ([file, text]) => [`${folder}/${filled(file, words)}`, filled(text, words)] as const,
  );
  return {
    kind: 'planned',
    files: new Map([
      ...files,
      [
        'registry.ts',
        registered(surroundings.registry, words, `import { ${name} } from './${folder}/${id}.ts';`),
      ],
      [
        'guides.ts',
        registered(
          surroundings.guides,
          words,
          `import { guide as ${name} } from './${folder}/guide.ts';`,
        ),
      ],
    ]),
  };
}

type Words = { readonly id: string; readonly name: string; readonly title: string };

function refused(sentence: string): VendorPlan {
  return { kind: 'refused', sentence };
}

function camelCase(id: string): string {
  const [first = '', ...rest] = id.split('-');
  return [first, ...rest.map(capitalised)].join('');
}

function capitalised(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1);
}

function filled(template: string, { id, name, title }: Words): string {
  return template
    .replaceAll('__ID__', id)
    .replaceAll('__NAME__', name)
    .replaceAll('__TITLE__', title);
}

/** Both registries are imports from `./vendors/`, then members of one literal, each in order. */
function registered(text: string, { id, name }: Words, importLine: string): string {
  const lines = text.split('\n');
  const withImport = insertInOrder(lines, IMPORT, { key: id, line: importLine });
  const member = id === name ? `  ${name},` : `  '${id}': ${name},`;
  return insertInOrder(withImport, MEMBER, { key: id, line: member }).join('\n');
}

function insertInOrder(
  lines: readonly string[],
  pattern: RegExp,
  { key, line }: { readonly key: string; readonly line: string },
): readonly string[] {
  const own = lines.flatMap((text, index) => {
    const found = pattern.exec(text)?.[1];
    return found === undefined ? [] : [{ found, index }];
  });
  const last = own.at(-1);
  if (last === undefined) throw new Error('the registry of vendors has another form');
  const next = own.find(({ found }) => found > key);
  return lines.toSpliced(next?.index ?? last.index + 1, 0, line);
}

const ID = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
const MAX_LENGTH = 40;
const BAD_NAME =
  'Unexpected name, expected words of small letters and digits joined by hyphens, such as larder-probe.';
/** Words that cannot be the name of a constant, or that mean something else as a source's vendor. */
const RESERVED = new Set(
  'arguments await break case catch class const continue debugger default delete do else enum eval export extends false finally for function guides if implements generic import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var vendors void while with yield'.split(
    ' ',
  ),
);
const IMPORT = /^import .* from '\.\/vendors\/([a-z0-9-]+)\//;
const MEMBER = /^  '?([a-z0-9-]+)'?(?:: \w+)?,$/;

const ADAPTER = `// Turns webhooks of __TITLE__ into signals.
import type { Signal } from '../../../model/signal.ts';
import type { Delivery, Outcome, SignalAdapter } from '../../adapter.ts';
import { buildSignal } from '../../build-signal.ts';
import { parseJsonBody } from '../../json-body.ts';
import { ignored, rejected } from '../../outcome.ts';
import { severityOf } from '../../severity-words.ts';
import { readAlert, type Alert } from './payload.ts';

/** __TITLE__: its webhook. */
export const __NAME__ = {
  title: '__TITLE__',
  headers: [],
  deliveryId: null,
  authentication: ['header-secret', 'bearer'],
  normalise,
} as const satisfies SignalAdapter;

function normalise({ body }: Delivery): Outcome {
  const json = parseJsonBody(body);
  if (json.kind === 'invalid') return rejected(json.problem);
  const alert = readAlert(json.value);
  if (alert.kind === 'invalid') return rejected(alert.problem);
  if (alert.value.event === 'test') return ignored('a test message of __TITLE__');
  return { kind: 'signals', signals: [toSignal(alert.value)], group: null, notes: [] };
}

function toSignal(alert: Alert): Signal {
  const isRecovery = alert.event === 'recovered';
  return buildSignal({
    vendor: '__ID__',
    action: isRecovery ? 'resolve' : 'trigger',
    id: alert.id,
    dedupKey: alert.id,
    title: alert.title ?? \`Alert \${alert.id}\`,
    description: alert.description,
    severity: severityOf(alert.severity),
    severityRaw: alert.severity,
    status: alert.event,
    environment: alert.environment,
    service: alert.service,
    startedAt: isRecovery ? null : alert.at,
    endedAt: isRecovery ? alert.at : null,
    occurredAt: alert.at,
    labels: alert.labels,
    links: [alert.url],
  });
}
`;

const PAYLOAD = `// Narrows the webhook body of __TITLE__. Name the page of its documentation here.
import type { Instant } from '../../../model/instant.ts';
import { at, entries, identity, instant, prose, text } from '../../fields.ts';
import type { LabelEntry } from '../../labels.ts';
import { parsed, unexpected, type Parsed } from '../../payload-problem.ts';

/** One alert as the tool states it; null where it says nothing. */
export type Alert = {
  readonly event: 'fired' | 'recovered' | 'test';
  readonly id: string;
  readonly title: string | null;
  readonly description: string | null;
  readonly severity: string | null;
  readonly environment: string | null;
  readonly service: string | null;
  readonly at: Instant | null;
  readonly labels: readonly LabelEntry[];
  readonly url: unknown;
};

/** Reads the alert; fails without its id or with an event that nobody knows. */
export function readAlert(body: unknown): Parsed<Alert> {
  const event = text(body, 'event');
  if (event !== 'fired' && event !== 'recovered' && event !== 'test') {
    return unexpected(body, ['event'], '\`fired\`, \`recovered\` or \`test\`');
  }
  const alert = at(body, 'alert');
  const id = identity(alert, 'id');
  if (id === null) return unexpected(body, ['alert', 'id'], 'the id of an alert');
  return parsed({
    event,
    id,
    title: text(alert, 'title'),
    description: prose(alert, 'description'),
    severity: text(alert, 'severity'),
    environment: text(alert, 'environment'),
    service: text(alert, 'service'),
    at: instant(alert, 'at'),
    labels: entries(alert, 'labels'),
    url: at(alert, 'url'),
  });
}
`;

const GUIDE = `// How to connect __TITLE__, for docs/vendors/__ID__.md.
import type { VendorGuide } from '../../guide.ts';

/** __TITLE__. */
export const guide = {
  setup: \`1. Make a secret of at least 128 bits and let __TITLE__ send it in the header \\\`x-tocsin-token\\\`.
2. Webhook address: \\\`https://tocsin.example/hooks/__ID__\\\`. Send a test message: it is answered 202 and ignored.\`,
  extracts: [
    'Identity: the id of the alert. \`fired\` opens, \`recovered\` ends.',
    'Title, description, severity, service, environment, labels and link as the alert states them.',
  ],
  unknown: ['What the documentation does not state: say so here.'],
  retries: 'Say here how __TITLE__ retries. Tocsin answers 503 when it cannot store, never 429.',
  source: ['Name here the public documentation that this was written from.'],
} as const satisfies VendorGuide;
`;

const ALERT = {
  id: 'A-1042',
  title: 'Checkout answers slowly',
  description: '95 % of requests take longer than 2 s.',
  severity: 'critical',
  environment: 'production',
  service: 'payments-api',
  at: '2026-11-21T09:18:00Z',
  labels: { region: 'eu-central' },
  url: 'https://monitoring.larder.example/alerts/A-1042',
};

const FIXTURES: Readonly<Record<string, object>> = {
  trigger: {
    headers: {},
    body: { event: 'fired', alert: ALERT },
    expected: {
      signals: [
        {
          action: 'trigger',
          dedupKey: 'A-1042',
          title: 'Checkout answers slowly',
          severity: 'critical',
          service: 'payments-api',
          environment: 'production',
          startedAt: '2026-11-21T09:18:00.000Z',
          labels: { region: 'eu-central' },
          links: ['https://monitoring.larder.example/alerts/A-1042'],
        },
      ],
    },
  },
  recovery: {
    sameProblemAs: 'trigger',
    headers: {},
    body: { event: 'recovered', alert: { ...ALERT, at: '2026-11-21T09:48:00Z' } },
    expected: { signals: [{ action: 'resolve', endedAt: '2026-11-21T09:48:00.000Z' }] },
  },
  test: {
    headers: {},
    body: { event: 'test', alert: { id: 'A-0' } },
    expected: { ignored: 'a test message of __TITLE__' },
  },
  malformed: {
    headers: {},
    body: { event: 'fired', alert: { title: 'Checkout answers slowly' } },
    expected: { rejected: [{ code: 'missing', pointer: '/alert/id' }] },
  },
};

const TEMPLATES: Readonly<Record<string, string>> = {
  '__ID__.ts': ADAPTER,
  'payload.ts': PAYLOAD,
  'guide.ts': GUIDE,
  ...Object.fromEntries(
    Object.entries(FIXTURES).map(([name, fixture]) => [
      `fixtures/${name}.json`,
      `${JSON.stringify(fixture, null, 2)}\n`,
    ]),
  ),
};
