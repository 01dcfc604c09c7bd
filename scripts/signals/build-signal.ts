// The one way to make a signal: whatever an adapter read, the result is clean and within limits.
import type { Signal } from '../model/signal.ts';
import type { SignalGroup } from './adapter.ts';
import { abbreviate, cleanLine, cleanProse, clip } from './clean-text.ts';
import { dedupKeyFrom } from './dedup-key.ts';
import { labelsFrom, type LabelEntry } from './labels.ts';
import { linksFrom } from './links.ts';

/** What an adapter found; everything that it leaves out is null. */
export type SignalFacts = Pick<Signal, 'vendor' | 'action' | 'dedupKey' | 'title'> &
  Partial<Omit<Signal, 'labels' | 'links'>> & {
    /** Foreign pairs, still unread. */
    readonly labels?: Iterable<LabelEntry>;
    /** Values that may be addresses. */
    readonly links?: readonly unknown[];
  };

/** Makes a signal of foreign facts: clean, within limits, and null where nothing was stated. */
export function buildSignal(facts: SignalFacts): Signal {
  return {
    vendor: facts.vendor,
    kind: facts.kind ?? 'problem',
    action: facts.action,
    id: keptText(facts.id),
    dedupKey: dedupKeyFrom(facts.dedupKey),
    title: keptTitle(facts.title) ?? 'Untitled',
    description: description(facts.description),
    severity: facts.severity ?? null,
    severityRaw: keptText(facts.severityRaw),
    status: keptText(facts.status),
    environment: keptText(facts.environment),
    service: keptText(facts.service),
    team: keptText(facts.team),
    function: keptText(facts.function),
    product: keptText(facts.product),
    host: keptText(facts.host),
    startedAt: facts.startedAt ?? null,
    endedAt: facts.endedAt ?? null,
    occurredAt: facts.occurredAt ?? null,
    links: linksFrom(facts.links ?? []),
    labels: labelsFrom(facts.labels ?? []),
    count: facts.count ?? null,
  };
}

/** Makes what a delivery says about all its signals together; null without a key. */
export function buildGroup(
  key: string | null,
  facts: Pick<SignalGroup, 'status' | 'title' | 'severity'>,
): SignalGroup | null {
  if (key === null) return null;
  return {
    key: dedupKeyFrom(key),
    status: keptText(facts.status),
    title: keptTitle(facts.title),
    severity: facts.severity,
  };
}

/** A text as signals keep it: one clean line, cut; null where nothing is left. */
export function keptText(text: string | null | undefined): string | null {
  const line = cleanLine(text ?? '');
  return line === null ? null : clip(line, MAX_NAME_LENGTH).trimEnd();
}

/** A title as signals keep it; null where nothing is left. */
export function keptTitle(text: string | null | undefined): string | null {
  const line = cleanLine(text ?? '');
  return line === null ? null : abbreviate(line, MAX_TITLE_LENGTH);
}

function description(text: string | null | undefined): string | null {
  const lines = cleanProse(text ?? '');
  return lines === null ? null : abbreviate(lines, MAX_DESCRIPTION_LENGTH);
}

const MAX_TITLE_LENGTH = 300;
const MAX_DESCRIPTION_LENGTH = 8_000;
const MAX_NAME_LENGTH = 512;
