// Signals that were received: recorded ones in rules/recorded.jsonl, and those in the inbox of `serve` or `dev`.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommandFailure } from '../cli/exit-code.ts';
import type { Organisation } from '../model/organisation.ts';
import { EXTRACTED_FACTS } from '../model/rule.ts';
import type { Signal } from '../model/signal.ts';
import type { SeenSignal } from '../ownership/coverage.ts';
import { extractFacts } from '../rules/extract.ts';
import { buildSignal } from '../signals/build-signal.ts';
import { at, entries, instant, isRecord, text } from '../signals/fields.ts';
import { normaliseOfSource } from './own-vendor.ts';
import { openInboxOf } from './stored-inbox.ts';

/** Everything that was seen, with what the naming conventions tell of it, and where it came from. */
export async function readSeenSignals(
  root: string,
  organisation: Organisation,
): Promise<{ readonly seen: readonly SeenSignal[]; readonly from: readonly string[] }> {
  const recorded = readRecorded(root);
  const stored = await readStored(root, organisation);
  return {
    seen: [...(recorded ?? []), ...(stored ?? [])].map((one) => withConventions(organisation, one)),
    from: [
      ...(recorded === null ? [] : [`${recorded.length} in ${RECORDED}`]),
      ...(stored === null ? [] : [`${stored.length} in the inbox`]),
    ],
  };
}

const RECORDED = 'rules/recorded.jsonl';
const MOST_REQUESTS = 10_000;

type Received = Omit<SeenSignal, 'told'>;

function withConventions(organisation: Organisation, { signal, ...rest }: Received): SeenSignal {
  const extracted = extractFacts(organisation, signal).signal;
  const told = EXTRACTED_FACTS.filter((fact) => extracted[fact] !== signal[fact]);
  return { ...rest, signal: extracted, told: new Set(told) };
}

function readRecorded(root: string): readonly Received[] | null {
  const file = join(root, RECORDED);
  if (!existsSync(file)) return null;
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parseLine(line, index + 1)]));
}

function parseLine(line: string, number: number): Received {
  const value = parseJson(line);
  const signal = at(value, 'signal');
  const source = text(value, 'source');
  const receivedAt = instant(value, 'receivedAt');
  if (!isRecord(signal) || source === null || receivedAt === null)
    throw new CommandFailure(
      `${RECORDED}:${number} is no recorded signal, expected {"source": …, "receivedAt": …, "signal": {…}}`,
    );
  return { source, receivedAt, signal: toSignal(signal) };
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return null;
  }
}

/** The facts of a recorded signal that its owner depends on. */
function toSignal(recorded: unknown): Signal {
  return buildSignal({
    vendor: text(recorded, 'vendor') ?? 'recorded',
    action: 'trigger',
    dedupKey: text(recorded, 'dedupKey') ?? 'recorded',
    title: text(recorded, 'title') ?? 'Untitled',
    environment: text(recorded, 'environment'),
    service: text(recorded, 'service'),
    team: text(recorded, 'team'),
    function: text(recorded, 'function'),
    product: text(recorded, 'product'),
    host: text(recorded, 'host'),
    labels: entries(recorded, 'labels'),
  });
}

async function readStored(
  root: string,
  organisation: Organisation,
): Promise<readonly Received[] | null> {
  const inbox = openInboxOf(root)?.inbox ?? null;
  if (inbox === null) return null;
  try {
    const received: Received[] = [];
    for (const request of await inbox.recent(MOST_REQUESTS)) {
      const source = organisation.sources.get(request.source);
      if (source === undefined) continue;
      const { headers, body, receivedAt } = request;
      const outcome = await normaliseOfSource(root, source, {
        headers,
        body: new TextDecoder().decode(body),
      });
      if (outcome.kind !== 'signals') continue;
      for (const signal of outcome.signals)
        received.push({ source: source.id, receivedAt, signal });
    }
    return received;
  } finally {
    await inbox.close();
  }
}
