// A signal → what may be kept of it in a repository: everything that rules decide by, and nobody's words.
import { keyOf } from '../correlation/key.ts';
import { type Signal, SIGNAL_LINES } from '../model/signal.ts';
import { maskText } from './mask.ts';
import { isSecretName } from './secrets.ts';

/**
 * The signal without description and links, by which nothing is decided; its identities as hashes; every text masked.
 * Of a customer's report neither the title nor any label of several words is kept.
 */
export function redactSignal(signal: Signal): Signal {
  return {
    ...signal,
    id: signal.id === null ? null : keyOf([signal.id]),
    dedupKey: keyOf([signal.dedupKey]),
    title: signal.kind === 'report' ? REPORT_TITLE : maskText(signal.title),
    description: null,
    severityRaw: masked(signal.severityRaw),
    status: masked(signal.status),
    environment: masked(signal.environment),
    service: masked(signal.service),
    team: masked(signal.team),
    function: masked(signal.function),
    product: masked(signal.product),
    host: masked(signal.host),
    links: [],
    labels: redactLabels(signal),
  };
}

/** Whether redacting a recorded signal again would take nothing away. */
export function isRedacted(signal: Signal): boolean {
  const again = redactSignal(signal);
  return (
    TEXTS.every((name) => again[name] === signal[name]) &&
    Object.keys(again.labels).length === Object.keys(signal.labels).length &&
    Object.entries(again.labels).every(([name, value]) => signal.labels[name] === value)
  );
}

const REPORT_TITLE = 'Report';

const TEXTS = ['title', 'description', ...SIGNAL_LINES.filter((name) => name !== 'id')] as const;

function masked(text: string | null): string | null {
  return text === null ? null : maskText(text);
}

/** Without a prototype, like all labels. */
function redactLabels({ kind, labels }: Signal): Signal['labels'] {
  const kept: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(labels)) {
    if (PROSE.test(name)) continue;
    const text = isSecretName(name) ? '[secret]' : maskText(value);
    if (kind !== 'report' || WORD.test(text)) kept[maskText(name)] = text;
  }
  return kept;
}

/** Labels that hold what people wrote, whatever tool they come from. */
const PROSE =
  /^(?:commit_message(?:_\d+)?|(?:.*[._-])?(?:description|summary|message|comment|body|text|note))$/i;
/** A choice from a list; several words, or a placeholder, may be a customer's own. */
const WORD = /^[\p{L}\p{N}][\p{L}\p{N}_.:/-]{0,63}$/u;
