import type { Arguments, CommandSpec } from '../cli/arguments.ts';
import type { Command } from '../cli/command.ts';
import { EXIT, type ExitCode, UsageError } from '../cli/exit-code.ts';
import type { DeliverySum } from '../inbox/github-shelf.ts';
import type { Inbox, RequestRecord } from '../inbox/inbox.ts';
import type { Runtime } from '../runtime.ts';
import { printable, readable } from '../cli/printable.ts';
import { INBOX_OPTION, openStoredInbox } from '../command-support/stored-inbox.ts';

const spec: CommandSpec = {
  summary:
    'Show what became of requests: the sum and what is in quarantine, or every hop of one request.',
  positionals: '[ID]',
  maxPositionals: 1,
  options: {
    inbox: INBOX_OPTION,
  },
  examples: ['tocsin inspect', 'tocsin inspect 17'],
};

/** `tocsin inspect`. */
export const inspect: Command = { spec, run };

async function run(args: Arguments, runtime: Runtime): Promise<ExitCode> {
  const inbox = openStoredInbox(args, runtime);
  try {
    const id = args.positionals[0];
    const isJson = args.flag('json');
    const text =
      id === undefined ? await renderSum(inbox, isJson) : await renderRequest(inbox, id, isJson);
    runtime.out(isJson ? text : readable(text, runtime));
    return EXIT.clean;
  } finally {
    await inbox.close();
  }
}

async function renderSum(inbox: Inbox, json: boolean): Promise<string> {
  const accounting = await inbox.accounting();
  const quarantined = (await inbox.quarantined(QUARANTINE_LINES)).map((record) => ({
    id: record.id,
    source: record.source,
    receivedAt: record.receivedAt,
    reason: reasonOf(record),
  }));
  const github = await inbox.github.sum();
  if (json) return `${JSON.stringify({ accounting, quarantined, github }, null, 2)}\n`;
  const { accepted, ...parts } = accounting;
  const sum = Object.entries(parts)
    .map(([name, count]) => `${count} ${name}`)
    .join(' + ');
  const list = quarantined.map(
    ({ id, source, receivedAt, reason }) =>
      `  ${String(id).padStart(6)}  ${receivedAt.slice(0, 19)}Z  ${source}: ${shorten(reason)}`,
  );
  const more =
    accounting.quarantined > list.length
      ? [`  and ${accounting.quarantined - list.length} older ones`]
      : [];
  const hint =
    accepted === 0
      ? []
      : ['', '`tocsin inspect ID` shows every hop of one request, the first of all is 1'];
  return [
    `${accepted} accepted = ${sum}`,
    ...(github.received === 0 ? [] : [`${github.received} from GitHub = ${partsOf(github)}`]),
    ...(list.length === 0 ? [] : ['', 'in quarantine, newest first:', ...list, ...more]),
    ...hint,
    '',
  ].join('\n');
}

function partsOf({ heard, putAside, pending }: DeliverySum): string {
  return `${heard} heard + ${putAside} put aside + ${pending} pending`;
}

const QUARANTINE_LINES = 20;

/** Why a request is in quarantine: what its first hop said, on one line. */
function reasonOf(record: RequestRecord): string {
  const [first] = hopsOf(record);
  return (first?.result ?? record.reason ?? '')
    .replace(/^rejected:\s*/, '')
    .replaceAll(/\s+/g, ' ');
}

function shorten(text: string): string {
  return text.length > 120 ? `${text.slice(0, 119)}…` : text;
}

async function renderRequest(inbox: Inbox, word: string, json: boolean): Promise<string> {
  if (!/^\d{1,15}$/.test(word))
    throw new UsageError(`unexpected request \`${word}\`, expected its number`);
  const record = await inbox.find(Number(word));
  if (record === null)
    throw new UsageError(`there is no request ${word} in the inbox, or none any more`);
  const body = new TextDecoder().decode(record.body);
  if (json) return `${JSON.stringify({ ...record, body }, null, 2)}\n`;
  return [
    `request ${record.id} of ${record.source} (${record.vendor}), received ${record.receivedAt}, ${record.body.byteLength} bytes`,
    ...hopsOf(record).map(
      ({ stage, result }) =>
        `\n${stage}\n${result
          .split('\n')
          .map((line) => `  ${line}`)
          .join('\n')}`,
    ),
    '',
    'body',
    printable(body.length > 4000 ? `${body.slice(0, 4000)} …` : body),
    '',
  ].join('\n');
}

function hopsOf(
  record: RequestRecord,
): readonly { readonly stage: string; readonly result: string }[] {
  if (record.settled === null)
    return [{ stage: 'pending', result: record.reason ?? 'waiting for its turn' }];
  const hops: unknown = JSON.parse(record.settled.hops);
  return Array.isArray(hops) ? hops.flatMap(toHop) : [];
}

function toHop(hop: unknown): readonly { readonly stage: string; readonly result: string }[] {
  if (typeof hop !== 'object' || hop === null || !('stage' in hop) || !('result' in hop)) return [];
  return typeof hop.stage === 'string' && typeof hop.result === 'string'
    ? [{ stage: hop.stage, result: printable(hop.result) }]
    : [];
}
