// Counts what the gateway did and renders it with the inbox's sum in the text format of Prometheus.
import { OUTCOMES } from '../inbox/inbox.ts';
import type { DeliverySum } from '../inbox/github-shelf.ts';
import type { Accounting } from '../inbox/inbox.ts';
import { REFUSAL_CODES } from './refusal.ts';
import type { RefusalCode } from './refusal.ts';

/** Counters of one gateway process. */
export type Metrics = {
  readonly countAnswer: (answer: 'stored' | 'duplicate' | RefusalCode) => void;
  readonly observeDuration: (seconds: number) => void;
  /** Text for a scrape; `accounting` is null while the inbox cannot be read, `github` where there are no rooms. */
  readonly render: (accounting: Accounting | null, github?: DeliverySum | null) => string;
};

/** Starts counting at zero. */
export function createMetrics(): Metrics {
  const answers = new Map<string, number>();
  const buckets = BOUNDS_SECONDS.map(() => 0);
  let durations = 0;
  let total = 0;
  return {
    countAnswer: (answer) => answers.set(answer, (answers.get(answer) ?? 0) + 1),
    observeDuration: (seconds) => {
      durations += 1;
      total += seconds;
      const bucket = BOUNDS_SECONDS.findIndex((bound) => seconds <= bound);
      if (bucket >= 0) buckets[bucket] = (buckets[bucket] ?? 0) + 1;
    },
    render: (accounting, github = null) =>
      [
        ...renderAnswers(answers),
        ...renderDurations(buckets, durations, total),
        ...renderAccounting(accounting),
        ...(github === null ? [] : renderGithub(github)),
        '',
      ].join('\n'),
  };
}

function renderAnswers(answers: ReadonlyMap<string, number>): readonly string[] {
  const count = (answer: string): number => answers.get(answer) ?? 0;
  return [
    ...head('tocsin_requests_accepted_total', 'counter', 'Requests stored.'),
    `tocsin_requests_accepted_total ${count('stored')}`,
    ...head('tocsin_requests_redelivered_total', 'counter', 'Requests that were stored before.'),
    `tocsin_requests_redelivered_total ${count('duplicate')}`,
    ...head('tocsin_requests_refused_total', 'counter', 'Requests refused, by reason.'),
    ...REFUSAL_CODES.map(
      (code) => `tocsin_requests_refused_total{reason="${code}"} ${count(code)}`,
    ),
  ];
}

function renderDurations(
  buckets: readonly number[],
  durations: number,
  total: number,
): readonly string[] {
  const name = 'tocsin_request_duration_seconds';
  let below = 0;
  const lines = BOUNDS_SECONDS.map((bound, index) => {
    below += buckets[index] ?? 0;
    return `${name}_bucket{le="${bound}"} ${below}`;
  });
  return [
    ...head(name, 'histogram', 'Time from receipt to answer of a webhook.'),
    ...lines,
    `${name}_bucket{le="+Inf"} ${durations}`,
    `${name}_sum ${total.toFixed(3)}`,
    `${name}_count ${durations}`,
  ];
}

/** The sum of signals: all outcomes and pending add up to accepted. */
function renderAccounting(accounting: Accounting | null): readonly string[] {
  const up = head('tocsin_inbox_up', 'gauge', 'Whether the inbox can be read.');
  if (accounting === null) return [...up, 'tocsin_inbox_up 0'];
  return [
    ...up,
    'tocsin_inbox_up 1',
    ...head('tocsin_signals_accepted', 'gauge', 'Signals accepted; pending requests count as one.'),
    `tocsin_signals_accepted ${accounting.accepted}`,
    ...head('tocsin_signals', 'gauge', 'Accepted signals by what became of them.'),
    ...OUTCOMES.map((outcome) => `tocsin_signals{outcome="${outcome}"} ${accounting[outcome]}`),
    `tocsin_signals{outcome="pending"} ${accounting.pending}`,
  ];
}

/** The sum of GitHub's deliveries: heard, put aside and pending add up to received. */
function renderGithub({ received, heard, putAside, pending }: DeliverySum): readonly string[] {
  return [
    ...head('tocsin_github_deliveries_received', 'gauge', 'Webhooks of GitHub stored.'),
    `tocsin_github_deliveries_received ${received}`,
    ...head('tocsin_github_deliveries', 'gauge', 'Webhooks of GitHub by what became of them.'),
    `tocsin_github_deliveries{outcome="heard"} ${heard}`,
    `tocsin_github_deliveries{outcome="put_aside"} ${putAside}`,
    `tocsin_github_deliveries{outcome="pending"} ${pending}`,
  ];
}

function head(
  name: string,
  type: 'counter' | 'gauge' | 'histogram',
  help: string,
): readonly string[] {
  return [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
}

const BOUNDS_SECONDS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 10] as const;
