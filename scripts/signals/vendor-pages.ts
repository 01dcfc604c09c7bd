// The pages in docs/vendors as text, made of adapter, guide and the first fixture that opens a
// problem. Reading fixtures and writing files is left to others.
import type { SignalAdapter } from './adapter.ts';
import { findScheme } from './authenticity/registry.ts';
import type { SchemeName } from './authenticity/scheme-name.ts';
import type { RefusalReason } from './authenticity/scheme.ts';
import type { VendorGuide } from './guide.ts';
import { habitsOf } from './sender-habits.ts';

/** What a page is made of. */
export type VendorPageInput = {
  readonly id: string;
  readonly adapter: SignalAdapter;
  readonly guide: VendorGuide;
  /** A delivery as the tool sends it, and its rendered outcome; null without one. */
  readonly example: {
    readonly headers: Readonly<Record<string, string>>;
    readonly body: unknown;
    readonly isForm: boolean;
    readonly outcome: unknown;
  } | null;
};

/** One way in which the gateway refuses. */
export type RefusalAnswer = {
  readonly code: string;
  readonly status: number;
  readonly message: string;
};

/** The page of one vendor. */
export function renderVendorPage(input: VendorPageInput): string {
  const { adapter, guide } = input;
  return joined([
    `# ${adapter.title}`,
    NOTICE,
    '## Source file',
    ...sourceFile(input),
    `## In ${adapter.title}`,
    guide.setup,
    '## What is extracted',
    bullets(guide.extracts),
    ...example(input),
    '## What cannot be known',
    bullets(guide.unknown),
    '## How it retries, and what Tocsin answers',
    guide.retries,
    `Other answers: [status for each reason](README.md#what-tocsin-answers). Written from: ${guide.source.join('; ')}.`,
  ]);
}

/** The page about all vendors: their proofs, our answers, and what each sender then does. */
export function renderVendorTable(
  inputs: readonly VendorPageInput[],
  answers: readonly RefusalAnswer[],
): string {
  return joined([
    '# Tools that Tocsin understands',
    NOTICE,
    'Every request is answered within the time that the tool waits, because it is only stored before the answer: **202** with its number. A ping, a test and a message about something else get 202 too, and so does a body that is text of the right form but makes no sense: it is kept, shown by `tocsin inspect`, and reported to the owner of the source.',
    'A tool that is not in the table is connected by [a mapping or a module of your own](generic.md).',
    '## Proof of origin, and what the sender does with our refusal',
    'A source names one scheme in its file; nothing in a request can choose another. 503 means that the fault is ours and always carries `retry-after: 5`; 429 is never sent, because most tools do not deliver again after it.',
    table(
      ['tool', 'proof of origin', 'waits', 'after our 5xx', 'after our 4xx'],
      inputs.map(({ id, adapter }) => {
        const { patience, afterServerError, afterClientError } = habitsOf(id);
        const schemes = adapter.authentication.map((scheme) => `\`${scheme}\``).join(', ');
        return [
          `[${adapter.title}](${id}.md)`,
          schemes,
          patience,
          afterServerError,
          afterClientError,
        ];
      }),
    ),
    '## What Tocsin answers',
    table(
      ['reason', 'status', 'sentence in the answer'],
      answers.map(({ code, status, message }) => [`\`${code}\``, String(status), message]),
    ),
    'Why a proof was refused stands in the log, never in the answer:',
    table(
      ['in the log', 'status', 'meaning'],
      Object.entries(REASONS).map(([reason, [status, meaning]]) => [
        `\`${reason}\``,
        status,
        meaning,
      ]),
    ),
    '## Schemes',
    table(
      ['scheme', 'proof'],
      Object.entries(SCHEMES).map(([scheme, proof]) => [`\`${scheme}\``, proof]),
    ),
  ]);
}

function sourceFile({ id, adapter }: VendorPageInput): readonly string[] {
  const [scheme, ...others] = adapter.authentication;
  if (scheme === undefined) return [];
  const comment = others.length === 0 ? '' : ` # or ${others.join(', ')}`;
  const needs = (findScheme(scheme)?.requires ?? []).map((part) => `  ${part}: ${EXAMPLES[part]}`);
  const lines = [
    'schema: tocsin/source@1',
    `name: ${adapter.title}`,
    `vendor: ${id}`,
    'owner: platform # the team that hears of requests which cannot be understood',
    'authentication:',
    `  scheme: ${scheme}${comment}`,
    ...needs,
    `  secrets: [TOCSIN_${id.toUpperCase().replaceAll('-', '_')}_SECRET]`,
  ];
  const address = `https://tocsin.example/hooks/${id}`;
  const secret = scheme === 'path-token' ? '/<the secret>' : '';
  return [
    `\`rules/sources/${id}.yaml\`; the file's name is the part of the address after \`/hooks/\`:`,
    fenced('yaml', lines.join('\n')),
    `Address: \`${address}${secret}\`. ${SCHEMES[scheme]} Two variables in \`secrets\`, the newer one first, make a rotation without a gap.`,
  ];
}

function example({ example: sample }: VendorPageInput): readonly string[] {
  if (sample === null) return [];
  const headers = Object.entries(sample.headers).map(([name, value]) => `${name}: ${value}`);
  const body =
    typeof sample.body === 'string'
      ? fenced('text', sample.body)
      : fenced('json', JSON.stringify(sample.body, null, 2));
  const what = sample.isForm ? 'This form (its fields as JSON)' : 'This body';
  return [
    '## Example',
    headers.length === 0 ? `${what}` : `${what}, with the headers \`${headers.join('`, `')}\``,
    body,
    'becomes',
    fenced('json', JSON.stringify(sample.outcome, null, 2)),
  ];
}

const NOTICE =
  '<!-- Made by `npm run docs` from the adapter, its guide and its fixtures: edit those. -->';

const EXAMPLES = {
  user: 'tocsin',
  header: 'x-tocsin-token',
  tenant: '0f0a3b2c-1d4e-4f5a-8b6c-7d8e9f0a1b2c',
  audience: 'api://tocsin',
} as const;

const SCHEMES: Readonly<Record<SchemeName, string>> = {
  'aws-sns': 'The RSA signature of Amazon SNS; each secret is the ARN of a topic that may speak.',
  basic: 'User name and password.',
  bearer: 'The secret as bearer token.',
  entra:
    'A token of your Microsoft Entra `tenant` for the `audience`; each secret is the id of an application that may call.',
  github: 'HMAC-SHA256 of the body in `x-hub-signature-256`.',
  grafana: 'HMAC-SHA256 of the body, and of the time where `timestamp_header` names its header.',
  'header-secret': 'The secret in the header that `header` names.',
  honeycomb: 'The secret in `x-honeycomb-webhook-token`.',
  intercom: 'HMAC-SHA1 of the body in `x-hub-signature`, with the client secret of the app.',
  jira: 'HMAC-SHA256 of the body in `x-hub-signature`.',
  pagerduty: 'HMAC-SHA256 of the body in `x-pagerduty-signature`.',
  'path-token':
    'The secret is the last part of the address, at least 128 bits; it stands in no log and no store.',
  'rapid7-insightops':
    'HMAC-SHA1 of date, path, nonce and body; each nonce is accepted once. A proxy must not rewrite the path.',
  sentry: 'HMAC-SHA256 of the body in `sentry-hook-signature`.',
  'standard-webhooks': 'HMAC-SHA256 of id, time and body; secrets begin with `whsec_`.',
  statuscake: 'MD5 of user name and API key in the form field `Token`.',
  zendesk: 'HMAC-SHA256 of time and body in `x-zendesk-webhook-signature`.',
};

const REASONS: Readonly<Record<RefusalReason, readonly [status: string, meaning: string]>> = {
  proof_missing: ['401', 'The request carries no proof of this scheme.'],
  proof_malformed: ['401', 'The proof has another form.'],
  proof_wrong: ['401', 'Another secret, or a request that was changed on the way.'],
  outside_window: [
    '401',
    'The signed time is more than 5 minutes away (SNS: 1 hour), or the token has expired.',
  ],
  replayed: ['401', 'The same nonce was stored before.'],
  certificate_unavailable: [
    '503',
    'The certificate, or the key that a token names, could not be fetched.',
  ],
  not_configured: ['503', 'No secret is set, or the source misses what its scheme needs.'],
  scheme_unknown: ['503', 'The source names a scheme that does not exist.'],
};

function joined(blocks: readonly string[]): string {
  return `${blocks.join('\n\n')}\n`;
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join('\n');
}

/** A fence is longer than any run of backticks inside. */
function fenced(language: string, text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map(tableRow).join('\n');
}

function tableRow(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}
