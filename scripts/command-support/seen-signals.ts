// Signals that were received: recorded ones in rules/recorded.jsonl, and those in the inbox of `serve` or `dev`.
import { RECORDING_PATH } from '../config/layout.ts';
import type { Organisation } from '../model/organisation.ts';
import { EXTRACTED_FACTS } from '../model/rule.ts';
import type { SeenSignal } from '../ownership/coverage.ts';
import { extractFacts } from '../rules/extract.ts';
import { normaliseOfSource } from './own-vendor.ts';
import { readRecordedSignals } from './recorded-signals.ts';
import { openInboxOf } from './stored-inbox.ts';

/** Everything that was seen, with what the naming conventions tell of it, and where it came from. */
export async function readSeenSignals(
  root: string,
  organisation: Organisation,
): Promise<{ readonly seen: readonly SeenSignal[]; readonly from: readonly string[] }> {
  const recorded = readRecordedSignals(root);
  // The recording is made of what the inbox held, so most of what it still holds stands in both.
  const known = new Set((recorded ?? []).map(receiptOf));
  const received = await readStored(root, organisation);
  const stored = received?.filter((one) => !known.has(receiptOf(one))) ?? null;
  return {
    seen: [...(recorded ?? []), ...(stored ?? [])].map((one) => withConventions(organisation, one)),
    from: [
      ...(recorded === null ? [] : [`${recorded.length} in ${RECORDING_PATH}`]),
      ...(stored === null
        ? []
        : [`${stored.length}${recorded === null ? '' : ' more'} in the inbox`]),
    ],
  };
}

/** The same of the recording alone, which is one of the organisation's files. */
export function seenInRecording(root: string, organisation: Organisation): readonly SeenSignal[] {
  return (readRecordedSignals(root) ?? []).map((one) => withConventions(organisation, one));
}

const MOST_REQUESTS = 10_000;

type Received = Omit<SeenSignal, 'told'>;

function receiptOf({ source, receivedAt }: Pick<Received, 'source' | 'receivedAt'>): string {
  return `${source} ${receivedAt}`;
}

function withConventions(organisation: Organisation, { signal, ...rest }: Received): SeenSignal {
  const extracted = extractFacts(organisation, signal).signal;
  const told = EXTRACTED_FACTS.filter((fact) => extracted[fact] !== signal[fact]);
  return { ...rest, signal: extracted, told: new Set(told) };
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
