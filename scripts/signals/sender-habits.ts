// How tools behave towards whoever receives their webhooks, as far as their documentation says.

/** What a tool does with an answer. */
export type SenderHabits = {
  /** How long it waits for an answer. */
  readonly patience: string;
  /** What it does after a 5xx or a broken connection. */
  readonly afterServerError: string;
  /** What it does after a 4xx. */
  readonly afterClientError: string;
};

/** The habits of a vendor; those of a tool whose documentation is silent are the worst case. */
export function habitsOf(vendor: string): SenderHabits {
  return HABITS.get(vendor) ?? UNDOCUMENTED;
}

const UNKNOWN = 'not documented: take it as lost';
const UNDOCUMENTED: SenderHabits = {
  patience: 'not documented',
  afterServerError: UNKNOWN,
  afterClientError: UNKNOWN,
};
const SCRIPT = 'whatever its script does';

const HABITS: ReadonlyMap<string, SenderHabits> = new Map<string, SenderHabits>([
  ['sentry', { ...UNDOCUMENTED, patience: '1 s' }],
  [
    'azure-monitor',
    {
      patience: 'not documented',
      afterServerError:
        '503 and 504: again after 5, 20, 5, 40 and 5 s, then nothing for 15 minutes',
      afterClientError: '408 and 429: the same; any other is lost',
    },
  ],
  [
    'azure-devops',
    {
      patience: 'not documented',
      afterServerError: 'up to 8 tries with back-off, then probation',
      afterClientError: 'the same; 410 switches the subscription off',
    },
  ],
  [
    'prometheus-alertmanager',
    {
      patience: 'no limit by default',
      afterServerError: 'again until the next group interval',
      afterClientError: 'lost, but the group is sent again at each `repeat_interval`',
    },
  ],
  [
    'zabbix',
    {
      patience: '30 s by default',
      afterServerError: `3 attempts by default, if the script reports the failure`,
      afterClientError: `3 attempts by default, if the script reports the failure`,
    },
  ],
  ['nagios-xi', { patience: SCRIPT, afterServerError: SCRIPT, afterClientError: SCRIPT }],
  [
    'grafana',
    {
      patience: '30 s to connect',
      afterServerError: 'as Alertmanager: again until the next group interval',
      afterClientError: 'lost, but the group is sent again at each repeat interval',
    },
  ],
  ['datadog', { patience: '15 s', afterServerError: 'again, 5 times', afterClientError: 'lost' }],
  [
    'xmatters',
    {
      patience: 'as its flow step says',
      afterServerError: 'as its flow step says',
      afterClientError: 'as its flow step says',
    },
  ],
  [
    'pagerduty',
    {
      patience: '5 s',
      afterServerError: 'again for up to 48 h, under the same `x-webhook-id`',
      afterClientError:
        '429: the same; any other is lost, and three in a row end deliveries for 24 h',
    },
  ],
  [
    'jira-service-management',
    {
      patience: 'about 20 s',
      afterServerError: 'again, up to half an hour late, under the same identifier',
      afterClientError: '408, 409, 425 and 429: the same; any other is lost',
    },
  ],
  [
    'zendesk',
    {
      patience: '12 s, after a time-out 5 more tries',
      afterServerError:
        '503 with a `retry-after` of less than a minute: again; else lost. Many errors open its circuit breaker',
      afterClientError: '409: 3 tries; 429 with a short `retry-after`: again; any other is lost',
    },
  ],
  [
    'intercom',
    {
      patience: '5 s; slower than 0.5 s loses priority',
      afterServerError:
        'again; over 1,000 errors in 15 minutes pause deliveries, a week of errors suspends them',
      afterClientError: 'the same; 429 delays by 1 minute to 2 h',
    },
  ],
  [
    'github',
    {
      patience: '10 s',
      afterServerError: 'lost, until somebody redelivers by hand or by the API',
      afterClientError: 'lost, until somebody redelivers by hand or by the API',
    },
  ],
  [
    'honeycomb',
    {
      patience: '10 s',
      afterServerError: 'may try again, under the same `x-honeycomb-webhook-delivery-id`',
      afterClientError: UNKNOWN,
    },
  ],
  [
    'aws-cloudwatch-sns',
    {
      patience: '15 s',
      afterServerError: '3 tries at 20 s by default',
      afterClientError: UNKNOWN,
    },
  ],
]);
